//! `tt sync`: delivers what is owed, profile by profile, and reports.

mod bar;
mod said;

use self::bar::Bar;
use self::said::Needs;
use super::connect::{self, Line, Patience};
use super::say;
use crate::app::{App, Desk};
use crate::cli::SyncArgs;
use crate::clock::Clock;
use crate::config::Profile;
use crate::domain::ids::EntryId;
use crate::domain::question::Question;
use crate::domain::when;
use crate::failure::{Code, Failure};
use crate::ledger;
use crate::report::render::json;
use crate::store::{Store, StoreError, snapshots};
use crate::sync::engine;
use crate::sync::lock::RunLock;
use crate::sync::outcome::{self, Outcome, ProfileReport};
use crate::sync::sheets;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};
use std::time::Duration;

/// Runs `tt sync`.
///
/// # Errors
/// Configuration and the store; what the services did is in the report and the exit code.
pub fn run(app: &mut App<'_>, args: &SyncArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let profiles = profiles(app, &desk, args)?;
    if args.dry_run {
        return preview(app, &desk, &profiles);
    }
    let max_time = match &args.max_time {
        Some(typed) => i64::try_from(when::setting_seconds(typed)?)?,
        None => desk.config.sync.max_time,
    };
    let max_time = Duration::from_secs(u64::try_from(max_time).unwrap_or(0));
    let mut prepared = Vec::new();
    for profile in profiles {
        prepared.push(prepare(app, &desk, profile, args, max_time)?);
    }
    let is_seen = app.around.err_is_terminal && !args.quiet && !app.global.json;
    let dumb = app.var("TERM").is_some_and(|term| term == "dumb");
    let bar = Bar::new(is_seen && !dumb);
    let mut reports = watched(app, &bar, prepared)?;
    reports.iter_mut().for_each(ProfileReport::tell_waits);
    app.exit = outcome::exit_code(&reports);
    // What was just settled is worth a copy; a run is never worse for failing to make one.
    if let Err(error) = snapshots::take_if_due(&app.paths.db.path, app.now) {
        app.say(&format!("note: no snapshot: {error}"))?;
    }
    if app.global.json {
        let value = serde_json::json!({ "profiles": reports });
        app.print(&json::line(&value))?;
    }
    let needs = needs(app, &desk, &reports)?;
    let seen = crate::app::Seen::of(&desk);
    if args.quiet {
        return said::news(app, &reports, &needs, &seen);
    }
    said::all(app, &reports, &needs, &seen)
}

/// What the entries of these profiles need of a person now.
fn needs(app: &mut App<'_>, desk: &Desk, reports: &[ProfileReport]) -> anyhow::Result<Needs> {
    let site = say::site(app, desk);
    let mut store = app.look()?;
    // After all that the profiles' own threads wrote.
    app.keep_prompt(&mut store, true);
    let mut needs = Needs::new();
    for report in reports {
        let mut asked = ledger::review(&store, Some(&report.profile), &site)?;
        // A timer is nothing that a sync is about.
        asked.retain(|asking| asking.question != Question::TooLong);
        needs.insert(report.profile.clone(), asked);
    }
    Ok(needs)
}

/// Which profiles: those named, all, or the one chosen by `TT_PROFILE` or the configuration.
fn profiles<'d>(
    app: &App<'_>,
    desk: &'d Desk,
    args: &SyncArgs,
) -> anyhow::Result<Vec<&'d Profile>> {
    let config = &desk.config;
    if args.all {
        return Ok(config.profiles.values().collect());
    }
    if !args.profiles.is_empty() {
        let mut chosen = Vec::new();
        for name in &args.profiles {
            if let Some((profile, _)) = config.choose_profile(Some(name), None)? {
                chosen.push(profile);
            }
        }
        return Ok(chosen);
    }
    Ok(vec![connect::chosen(app, desk, None, ", or use --all")?])
}

/// A profile ready to run, or why it cannot.
enum Prepared {
    Ready(Box<Ready>),
    Not(Box<ProfileReport>),
}

impl Prepared {
    fn profile(&self) -> &str {
        match self {
            Self::Ready(ready) => &ready.line.profile.name,
            Self::Not(report) => &report.profile,
        }
    }
}

struct Ready {
    store: Store,
    line: Line,
    /// Until the run has ended.
    _lock: RunLock,
}

fn prepare(
    app: &mut App<'_>,
    desk: &Desk,
    profile: &Profile,
    args: &SyncArgs,
    max_time: Duration,
) -> anyhow::Result<Prepared> {
    let mut report = ProfileReport::new(&profile.name, profile.kind().word());
    let store = app.change()?;
    let database = store.file().to_owned();
    let Some(lock) = RunLock::take(&database, &profile.name)? else {
        report.stop(
            Outcome::Busy,
            format!("another sync of profile {} is running", profile.name),
            "wait until it is done; everything is kept",
        );
        return Ok(Prepared::Not(Box::new(report)));
    };
    let patience = Patience {
        max_time,
        rest: !args.now,
    };
    let mut line = match Line::open(app, desk, profile, &database, patience)? {
        Ok(line) => line,
        Err(error) => {
            report.stop(Outcome::NeedsLogin, error.to_string(), error.help());
            return Ok(Prepared::Not(Box::new(report)));
        }
    };
    line.settings.direction = match (args.push, args.pull) {
        (true, false) => engine::Direction::Push,
        (false, true) => engine::Direction::Pull,
        _ => engine::Direction::Both,
    };
    Ok(Prepared::Ready(Box::new(Ready {
        store,
        line,
        _lock: lock,
    })))
}

/// What the thread that waits is told.
enum News {
    /// A profile's run is over; none where it broke.
    Over(usize, Option<Box<Result<ProfileReport, StoreError>>>),
    /// Somebody pressed Ctrl-C.
    Interrupted,
}

/// Runs every profile in a thread of its own; the reports in the same order. Ctrl-C ends
/// the program at once, as a crash would: whatever was under way is looked up by the next
/// run, so nothing is lost and nothing doubled.
fn watched(
    app: &mut App<'_>,
    bar: &Bar,
    prepared: Vec<Prepared>,
) -> anyhow::Result<Vec<ProfileReport>> {
    let (tell, told) = mpsc::channel();
    let interrupted = tell.clone();
    // Where signals cannot be had, Ctrl-C ends the program as it always did.
    let _ = ctrlc::set_handler(move || {
        let _ = interrupted.send(News::Interrupted);
    });
    bar.begin();
    let clock = app.clock.clone();
    let clock = clock.as_ref();
    let mut reports: Vec<_> = prepared.iter().map(|_| None).collect();
    let gate = &Gate::of(&prepared);
    std::thread::scope(|scope| {
        for (at, prepared) in prepared.into_iter().enumerate() {
            let tell = tell.clone();
            scope.spawn(move || {
                let name = prepared.profile().to_owned();
                let run = AssertUnwindSafe(|| one(clock, bar, prepared));
                let first = catch_unwind(run).ok();
                gate.leave(&name);
                let over = first.and_then(|first| {
                    let run = AssertUnwindSafe(|| again(clock, bar, first?, gate));
                    catch_unwind(run).ok()
                });
                let _ = tell.send(News::Over(at, over.map(Box::new)));
            });
        }
        for _ in 0..reports.len() {
            match told.recv() {
                Ok(News::Over(at, Some(report))) => reports[at] = Some((*report)?),
                Ok(News::Interrupted) => {
                    bar.clear();
                    leave(app);
                }
                Ok(News::Over(_, None)) | Err(_) => anyhow::bail!("a sync ended in the middle"),
            }
        }
        anyhow::Ok(())
    })?;
    bar.clear();
    Ok(reports.into_iter().flatten().collect())
}

/// Ends the program because somebody wants it.
fn leave(app: &mut App<'_>) -> ! {
    let failure = Failure::new(
        Code::Interrupted,
        "interrupted; everything is kept",
        "run `tt sync` again: it looks first at what was under way",
    );
    // Nobody is left to tell when even this cannot be written.
    let _ = if app.global.json {
        app.print(&failure.json())
    } else {
        app.say(failure.text().trim_end())
    };
    let _ = app.around.out.flush();
    std::process::exit(i32::from(failure.code.exit()))
}

/// A run, and what is needed for another one.
type Ran = (Option<Box<Ready>>, ProfileReport);

fn one(clock: &dyn Clock, bar: &Bar, prepared: Prepared) -> Result<Ran, StoreError> {
    match prepared {
        Prepared::Ready(mut ready) => {
            let report = run_once(clock, bar, &mut ready)?;
            Ok((Some(ready), report))
        }
        Prepared::Not(report) => Ok((None, *report)),
    }
}

fn run_once(clock: &dyn Clock, bar: &Bar, ready: &mut Ready) -> Result<ProfileReport, StoreError> {
    let line = &ready.line;
    let engine = line.engine(clock, &mut ready.store, Some(bar));
    let mut report = engine.run()?;
    if report.outcome == Outcome::Later && report.retry_after_seconds.is_none() {
        report.retry_after_seconds = line.pace.wait(&line.profile.name, clock.now());
    }
    Ok(report)
}

/// Once more where an entry waited for another profile of this command, which has by now
/// taken it away on its service, or for a timesheet that was taken back in the end.
/// Everything else was delivered before.
fn again(
    clock: &dyn Clock,
    bar: &Bar,
    (ready, report): Ran,
    gate: &Gate,
) -> Result<ProfileReport, StoreError> {
    let stands = matches!(report.outcome, Outcome::Done | Outcome::NeedsPerson);
    let Some(mut ready) = ready.filter(|_| stands) else {
        return Ok(report);
    };
    let report = if report.owed > 0 && report.has_opened_a_sheet() {
        let next = run_once(clock, bar, &mut ready)?;
        report.followed_by(next)
    } else {
        report
    };
    if report.waits.is_empty() {
        return Ok(report);
    }
    gate.wait_for(report.waits.iter().map(|it| it.profile.as_str()));
    let name = &ready.line.profile.name;
    for it in &report.waits {
        let view = ready.store.view();
        if view.held_elsewhere(EntryId(it.id), name)?.is_none() {
            let next = run_once(clock, bar, &mut ready)?;
            return Ok(report.followed_by(next));
        }
    }
    Ok(report)
}

/// Which profiles of a command are still under way. One that waits has left it before, so
/// that no two wait for each other.
struct Gate {
    running: Mutex<BTreeSet<String>>,
    left: Condvar,
}

impl Gate {
    fn of(prepared: &[Prepared]) -> Self {
        let names = prepared.iter().map(|it| it.profile().to_owned());
        Self {
            running: Mutex::new(names.collect()),
            left: Condvar::new(),
        }
    }

    fn leave(&self, profile: &str) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.remove(profile);
        self.left.notify_all();
    }

    fn wait_for<'p>(&self, profiles: impl Iterator<Item = &'p str>) {
        let profiles: Vec<_> = profiles.collect();
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        while profiles.iter().any(|profile| running.contains(*profile)) {
            let woken = self.left.wait(running);
            running = woken.unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// What would be sent, without asking anybody.
fn preview(app: &mut App<'_>, desk: &Desk, profiles: &[&Profile]) -> anyhow::Result<()> {
    let store = app.look()?;
    let mut listed = Vec::new();
    let mut moves = Vec::new();
    let since = app.now - i64::from(desk.config.sync.pull_days) * 86_400;
    for profile in profiles {
        let view = store.view();
        for moved in sheets::would_move(&view, &profile.settings(), since)? {
            moves.push(format!(
                "would {} timesheet {}..{} of profile {}\n",
                moved.step, moved.from, moved.to, profile.name
            ));
        }
        listed.extend(store.view().pending(Some(&profile.name))?);
    }
    let seen = crate::app::Seen::of(desk);
    let items: Vec<_> = listed
        .iter()
        .map(|(entry, link)| crate::report::Item::stored(entry, Some(link)))
        .filter(|item| item.delivery(&seen) == crate::domain::status::Delivery::Owed)
        .collect();
    if items.is_empty() && moves.is_empty() && !app.global.json {
        return app.print("nothing is owed\n");
    }
    say::items(app, desk, &items, "would send")?;
    for line in moves {
        if app.global.json {
            app.say(line.trim_end())?;
        } else {
            app.print(&line)?;
        }
    }
    Ok(())
}
