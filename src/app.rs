//! One run of the command: where it was called, what it may read, where it
//! prints. The only reader of the environment besides `main`; knows no command.

use crate::cli::Global;
use crate::clock::{Clock, SystemClock};
use crate::config::{self, Config, Env, Flags, Folders, Paths};
use crate::domain::content::Content;
use crate::domain::settings::ProfileSettings;
use crate::domain::when::{DateOrder, Setting};
use crate::domain::zone::{self, Zone};
use crate::failure::Failure;
use crate::report;
use crate::report::render::Canvas;
use crate::rounding::Policy;
use crate::screen::{self, Surface};
use crate::store::{Access, Store, prompt};
use chrono::{NaiveTime, Weekday};
use std::cell::{Cell, RefCell};
use std::ffi::OsString;
use std::io::Write;
use std::sync::Arc;

/// What the process was given.
pub struct Surroundings<'a> {
    /// The environment.
    pub env: Env<'a>,
    /// Whether stdout is a terminal.
    pub is_terminal: bool,
    /// Whether stderr is one.
    pub err_is_terminal: bool,
    /// Columns of the terminal, where there is one.
    pub columns: Option<usize>,
    /// Results.
    pub out: &'a mut dyn Write,
    /// Everything else.
    pub err: &'a mut dyn Write,
}

impl Surroundings<'_> {
    /// The same, for somebody who is done with it before the owner is.
    pub fn lend(&mut self) -> Surroundings<'_> {
        Surroundings {
            env: self.env,
            is_terminal: self.is_terminal,
            err_is_terminal: self.err_is_terminal,
            columns: self.columns,
            out: &mut *self.out,
            err: &mut *self.err,
        }
    }
}

/// One run of the command.
pub struct App<'a> {
    /// What the process was given.
    pub around: Surroundings<'a>,
    /// The options every command takes.
    pub global: Global,
    /// Where the files are.
    pub paths: Paths,
    /// For stamps and waiting.
    pub clock: Arc<dyn Clock>,
    /// The moment of this run, seconds UTC.
    pub now: i64,
    /// The exit code when nothing fails.
    pub exit: u8,
    /// Whether it was said that some rules could not be asked: one line a command.
    pub said_unchecked: bool,
    /// What the state for the prompt goes by, once the configuration was read.
    prompt: RefCell<Option<prompt::Terms>>,
}

impl<'a> App<'a> {
    /// Gets ready; reads no file.
    ///
    /// # Errors
    /// When `TT_NOW` is no instant, or no folder can be found for the files.
    pub fn new(around: Surroundings<'a>, global: Global) -> anyhow::Result<Self> {
        let fixed = fixed_now(around.env)?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new(fixed));
        let flags = Flags {
            config: global.config.as_deref(),
            db: global.db.as_deref(),
        };
        let paths = Paths::resolve(flags, around.env, Folders::of_platform)?;
        let now = clock.now();
        Ok(Self {
            around,
            global,
            paths,
            clock,
            now,
            exit: 0,
            said_unchecked: false,
            prompt: RefCell::new(None),
        })
    }

    /// A variable of the environment, as text; none when unset or empty.
    #[must_use]
    pub fn var(&self, name: &str) -> Option<String> {
        var(self.around.env, name)
    }

    /// The configuration, and what follows from it.
    ///
    /// # Errors
    /// Whatever is wrong with the file, or with the zone.
    pub fn desk(&self) -> anyhow::Result<Desk> {
        self.desk_with(Config::load(&self.paths)?)
    }

    /// What follows from this configuration.
    ///
    /// # Errors
    /// Whatever is wrong with the zone.
    pub fn desk_with(&self, config: Config) -> anyhow::Result<Desk> {
        let tz = self.var("TZ");
        let zone = if tz.is_some() || config.zone().is_some() {
            config::choose_zone(tz.as_deref(), config.zone(), None)?.0
        } else {
            config::choose_zone(None, None, system_zone().as_deref())?.0
        };
        let zone = Zone::parse(&zone)?;
        let desk = Desk {
            config,
            zone,
            now: self.now,
        };
        self.prompt.replace(Some(desk.prompt_terms()));
        Ok(desk)
    }

    /// Opens the database for looking; one that does not exist reads as empty.
    ///
    /// # Errors
    /// The store's.
    pub fn look(&mut self) -> anyhow::Result<Store> {
        self.open(Access::Read)
    }

    /// Opens the database for changing, and makes it where there is none.
    ///
    /// # Errors
    /// The store's.
    pub fn change(&mut self) -> anyhow::Result<Store> {
        self.open(Access::Write)
    }

    fn open(&mut self, access: Access) -> anyhow::Result<Store> {
        let mut store = Store::open(&self.paths.db.path, access, self.now)?;
        if access == Access::Write {
            self.keep_prompt(&mut store, false);
        }
        for notice in store.notices().to_vec() {
            self.say(&format!("note: {}", screen::sanitize(&notice.to_string())))?;
        }
        Ok(store)
    }

    /// Has the state for the prompt kept when this store is closed; see
    /// [`Store::keep_prompt`].
    pub fn keep_prompt(&self, store: &mut Store, look: bool) {
        if self.prompt.borrow().is_none() {
            // Whatever is wrong with the configuration is told by whoever needs it.
            let _ = self.desk();
        }
        if let Some(terms) = self.prompt.borrow().clone() {
            store.keep_prompt(terms, look);
        }
    }

    /// Prints a line for a person, on stderr.
    ///
    /// # Errors
    /// Those of the stream.
    pub fn say(&mut self, line: &str) -> anyhow::Result<()> {
        writeln!(self.around.err, "{}", screen::sanitize_lines(line))?;
        Ok(())
    }

    /// Prints a result, on stdout.
    ///
    /// # Errors
    /// Those of the stream.
    pub fn print(&mut self, text: &str) -> anyhow::Result<()> {
        self.around.out.write_all(text.as_bytes())?;
        Ok(())
    }

    /// What tables are drawn on.
    #[must_use]
    pub fn canvas(&self) -> Canvas {
        Canvas {
            columns: self.around.columns.filter(|_| self.around.is_terminal),
            colour: self.colour(),
        }
    }

    fn colour(&self) -> bool {
        let (no_color, force) = (self.var("NO_COLOR"), self.var("CLICOLOR_FORCE"));
        let dumb = self.var("TERM").is_some_and(|term| term == "dumb");
        screen::colour(
            self.global.color,
            Surface {
                no_color: no_color.as_deref(),
                clicolor_force: force.as_deref(),
                is_terminal: self.around.is_terminal && !dumb,
            },
        )
    }

    /// The login name of the person.
    #[must_use]
    pub fn who(&self) -> String {
        ["LOGNAME", "USER", "USERNAME"]
            .iter()
            .find_map(|name| self.var(name))
            .unwrap_or_else(|| "person".to_owned())
    }
}

/// The machine's zone, where it says one; `TZ` and the configuration go before it.
#[must_use]
pub fn system_zone() -> Option<String> {
    iana_time_zone::get_timezone().ok()
}

/// Where results go, and whether they got there: what a command did stays done when
/// its words are lost, and that is another failure than not having done it.
pub struct Results<'a> {
    inner: &'a mut dyn Write,
    /// Whether a write failed.
    pub failed: bool,
}

impl<'a> Results<'a> {
    /// Results to this stream.
    pub fn to(inner: &'a mut dyn Write) -> Self {
        Self {
            inner,
            failed: false,
        }
    }

    fn noted<T>(&mut self, done: std::io::Result<T>) -> std::io::Result<T> {
        self.failed |= done.is_err();
        done
    }
}

impl Write for Results<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let done = self.inner.write(bytes);
        self.noted(done)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let done = self.inner.flush();
        self.noted(done)
    }
}

fn var(env: Env<'_>, name: &str) -> Option<String> {
    env(name)
        .map(OsString::into_string)
        .and_then(Result::ok)
        .filter(|value| !value.is_empty())
}

fn fixed_now(env: Env<'_>) -> anyhow::Result<Option<i64>> {
    let Some(text) = var(env, "TT_NOW") else {
        return Ok(None);
    };
    match zone::parse_rfc3339(&text) {
        Some((now, _)) => Ok(Some(now)),
        None => Err(Failure::usage(
            format!("TT_NOW is {text:?}, which is no instant"),
            "write it like 2026-11-22T10:07:33+01:00, or unset it",
        )
        .into()),
    }
}

/// The configuration and the zone of this run.
pub struct Desk {
    /// The configuration.
    pub config: Config,
    /// The zone clock times are meant in.
    pub zone: Zone,
    /// The moment of this run, seconds UTC.
    pub now: i64,
}

impl Desk {
    /// What the state for the prompt goes by.
    fn prompt_terms(&self) -> prompt::Terms {
        let today = self.zone.date(self.now);
        let profiles = self.config.profiles.iter();
        prompt::Terms {
            now: self.now,
            today,
            bounds: self.zone.bounds(today, today),
            target: self.config.time.day_target,
            push: profiles
                .map(|(name, profile)| (name.clone(), profile.push))
                .collect(),
        }
    }

    /// What typed times mean here.
    #[must_use]
    pub fn setting(&self) -> Setting {
        let time = &self.config.time;
        let mut setting = Setting::new(self.now, self.zone);
        setting.date_order = time.date_order.map(|order| match order {
            config::DateOrder::DayFirst => DateOrder::Dmy,
            config::DateOrder::MonthFirst => DateOrder::Mdy,
        });
        let day_start = u32::try_from(time.day_start).unwrap_or(0);
        setting.day_start =
            NaiveTime::from_num_seconds_from_midnight_opt(day_start, 0).unwrap_or(NaiveTime::MIN);
        setting.week_start = weekday(time.week_start);
        setting.seconds = time.seconds;
        setting
    }
}

fn weekday(day: config::Weekday) -> Weekday {
    match day {
        config::Weekday::Monday => Weekday::Mon,
        config::Weekday::Tuesday => Weekday::Tue,
        config::Weekday::Wednesday => Weekday::Wed,
        config::Weekday::Thursday => Weekday::Thu,
        config::Weekday::Friday => Weekday::Fri,
        config::Weekday::Saturday => Weekday::Sat,
        config::Weekday::Sunday => Weekday::Sun,
    }
}

/// What reports ask of the configuration.
pub struct Seen<'d> {
    desk: &'d Desk,
    /// The desk's zone by name: nearly every entry is of it, and reading a name takes time.
    zone: String,
    /// The offsets of the zone that were asked for last, and from when to when they hold: an
    /// entry was worked on one day and perhaps changed on another, and so was the next.
    offsets: Cell<[((i64, i64), i32); 2]>,
    profiles: std::collections::BTreeMap<&'d str, ProfileSettings>,
}

impl<'d> Seen<'d> {
    /// The answers of this desk.
    #[must_use]
    pub fn of(desk: &'d Desk) -> Self {
        let named = |(name, profile): (&'d String, &'d config::Profile)| {
            (name.as_str(), profile.settings())
        };
        Self {
            desk,
            zone: desk.zone.to_string(),
            offsets: Cell::default(),
            profiles: desk.config.profiles.iter().map(named).collect(),
        }
    }
}

impl Seen<'_> {
    /// The offset of the desk's zone, seconds east.
    fn offset(&self, utc: i64) -> i32 {
        let holds = |((from, to), _): ((i64, i64), i32)| (from..to).contains(&utc);
        let [last, before] = self.offsets.get();
        if holds(last) {
            return last.1;
        }
        let found = if holds(before) {
            before
        } else {
            self.desk.zone.steady(utc)
        };
        self.offsets.set([found, last]);
        found.1
    }
}

impl report::Context for Seen<'_> {
    fn now(&self) -> i64 {
        self.desk.now
    }

    fn rfc3339(&self, utc: i64, zone: &str) -> String {
        let own = self.desk.zone;
        if zone == self.zone {
            return zone::rfc3339(utc, self.offset(utc));
        }
        Zone::parse(zone).unwrap_or(own).rfc3339(utc)
    }

    fn profile(&self, name: &str) -> Option<&ProfileSettings> {
        self.profiles.get(name)
    }

    fn policy(&self, content: &Content) -> (&str, Policy) {
        let profile = content
            .profile
            .as_ref()
            .and_then(|name| self.desk.config.profiles.get(name));
        profile.map_or(("none", Policy::NONE), |profile| {
            (&profile.rounding, profile.policy)
        })
    }
}
