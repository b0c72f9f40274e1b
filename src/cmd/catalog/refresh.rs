//! `tt catalog refresh`: reads reference data from the services, with a bar where somebody
//! looks. Ctrl-C ends it at once; every page that was read is kept.

use crate::app::{App, Desk};
use crate::cli::CatalogRefreshArgs;
use crate::clock::Clock;
use crate::cmd::reach;
use crate::config::Profile;
use crate::domain::catalog::CatalogKind;
use crate::domain::when;
use crate::failure::{Code, Failure};
use crate::report::render::json;
use crate::screen::sanitize;
use crate::store::Store;
use crate::sync::backend::Backend;
use crate::sync::catalog::{Read, Reading, Settings, Stop, Watch};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::time::Duration;

/// Seconds after which not only changes are read.
const WHOLE_AFTER: i64 = 7 * 86_400;

/// How many things a page has; no service gives more at once.
const PAGE_SIZE: u32 = 1_000;

/// What was read of one profile.
struct Told {
    profile: String,
    title: &'static str,
    backend: &'static str,
    kinds: Vec<(CatalogKind, Read)>,
    requests: u64,
    /// What else is worth knowing, in whole sentences.
    remarks: Vec<String>,
    stopped: Option<Failure>,
}

/// Runs `tt catalog refresh`.
///
/// # Errors
/// Configuration and the store; what the services did is in the report and the exit code.
pub fn run(app: &mut App<'_>, args: &CatalogRefreshArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let max_time = match &args.max_time {
        Some(typed) => i64::try_from(when::setting_seconds(typed)?)?,
        None => desk.config.sync.max_time,
    };
    let max_time = Duration::from_secs(u64::try_from(max_time).unwrap_or(0));
    let profiles: Vec<&Profile> = if args.all {
        desk.config.profiles.values().collect()
    } else {
        vec![super::profile(app, &desk, args.profile.as_deref())?]
    };
    let is_seen = app.around.err_is_terminal && !app.global.json;
    let dumb = app.var("TERM").is_some_and(|term| term == "dumb");
    let bar = Bar::new(is_seen && !dumb);
    let deadline = app.clock.monotonic() + max_time;
    let mut jobs = Vec::new();
    for profile in profiles {
        let store = app.change()?;
        let service = reach::service(app, &desk, profile, max_time)?;
        jobs.push((profile, store, service));
    }
    let settings = Settings {
        all: args.full,
        whole_after: WHOLE_AFTER,
        page_size: PAGE_SIZE,
        deadline,
    };
    let told = watched(app, &bar, &args.kinds, settings, jobs)?;
    let exits = told.iter().filter_map(|it| it.stopped.as_ref());
    let exits: Vec<u8> = exits.map(|failure| failure.code.exit()).collect();
    app.exit = [7, 5, 4, 6]
        .into_iter()
        .find(|code| exits.contains(code))
        .or(exits.first().copied())
        .unwrap_or(0);
    tell(app, &desk, &told)
}

/// A profile, where its catalog goes and where it comes from.
type Job<'d> = (&'d Profile, Store, Result<Box<dyn Backend>, Failure>);

/// What the thread that waits is told.
enum News {
    Over(Option<anyhow::Result<Vec<Told>>>),
    Interrupted,
}

fn watched(
    app: &mut App<'_>,
    bar: &Bar,
    kinds: &[CatalogKind],
    settings: Settings,
    jobs: Vec<Job<'_>>,
) -> anyhow::Result<Vec<Told>> {
    let (tell, told) = mpsc::channel();
    let interrupted = tell.clone();
    // Where signals cannot be had, Ctrl-C ends the program as it always did.
    let _ = ctrlc::set_handler(move || {
        let _ = interrupted.send(News::Interrupted);
    });
    let clock = app.clock.clone();
    let clock = clock.as_ref();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let run = AssertUnwindSafe(|| {
                let each = jobs.into_iter();
                each.map(|job| one(clock, bar, kinds, settings, job))
                    .collect()
            });
            let _ = tell.send(News::Over(catch_unwind(run).ok()));
        });
        match told.recv() {
            Ok(News::Over(Some(told))) => {
                bar.clear();
                told
            }
            Ok(News::Interrupted) => {
                bar.clear();
                leave(app)
            }
            Ok(News::Over(None)) | Err(_) => anyhow::bail!("the reading ended in the middle"),
        }
    })
}

/// Ends the program because somebody wants it.
fn leave(app: &mut App<'_>) -> ! {
    let failure = Failure::new(
        Code::Interrupted,
        "interrupted; what was read is kept",
        "run `tt catalog refresh` again",
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

fn one(
    clock: &dyn Clock,
    bar: &Bar,
    kinds: &[CatalogKind],
    settings: Settings,
    (profile, mut store, service): Job<'_>,
) -> anyhow::Result<Told> {
    let mut told = Told {
        profile: profile.name.clone(),
        title: profile.kind().title(),
        backend: profile.kind().word(),
        kinds: Vec::new(),
        requests: 0,
        remarks: Vec::new(),
        stopped: None,
    };
    let backend = match service {
        Ok(backend) => backend,
        Err(failure) => {
            told.stopped = Some(failure);
            return Ok(told);
        }
    };
    let read = read(
        clock, bar, kinds, settings, &mut store, &*backend, &mut told,
    );
    told.requests = backend.requests();
    told.remarks = backend.remarks();
    match read {
        Ok(()) => {}
        Err(Stop::Service(error)) => told.stopped = Some(reach::refused(&error)),
        Err(Stop::Time) => {
            told.stopped = Some(Failure::new(
                Code::Later,
                "the time is over; what was read is kept",
                "run it again, or give it more with --max-time",
            ));
        }
        Err(Stop::Store(error)) => return Err(error.into()),
    }
    Ok(told)
}

fn read(
    clock: &dyn Clock,
    bar: &Bar,
    kinds: &[CatalogKind],
    settings: Settings,
    store: &mut Store,
    backend: &dyn Backend,
    told: &mut Told,
) -> Result<(), Stop> {
    // What is read of another tenant would stand beside entries of this one.
    let identity = backend.check_access()?;
    let name = told.profile.clone();
    store.write(|tx| tx.bind_tenant(&name, &identity.tenant))?;
    let kinds = if kinds.is_empty() {
        CatalogKind::ALL
    } else {
        kinds
    };
    for kind in kinds {
        let read = Reading {
            store: &mut *store,
            backend,
            clock,
            profile: &name,
            settings,
            watch: bar,
        }
        .kind(*kind)?;
        told.kinds.push((*kind, read));
    }
    Ok(())
}

fn tell(app: &mut App<'_>, desk: &Desk, told: &[Told]) -> anyhow::Result<()> {
    if app.global.json {
        let at = desk.zone.rfc3339(desk.now);
        let profiles: Vec<_> = told.iter().map(|it| value(it, &at)).collect();
        return app.print(&json::line(&json!({ "profiles": profiles })));
    }
    for it in told {
        let mut text = String::new();
        for (kind, read) in &it.kinds {
            match read {
                Read::All(n_items, n_gone) => {
                    let gone = match (*n_gone, kind.is_numbered()) {
                        (0, _) => String::new(),
                        (n, true) => format!(", {n} no longer open"),
                        (n, false) => format!(", {n} gone"),
                    };
                    text.push_str(&format!("  {n_items} {kind}{gone}\n"));
                }
                Read::Changes(n) => text.push_str(&format!("  {n} {kind} changed\n")),
                Read::None | Read::Denied(_) => {}
            }
        }
        if !text.is_empty() {
            let head = format!("read of {} ({}):\n", it.profile, it.title);
            app.print(&(head + &text))?;
        }
        for (kind, read) in &it.kinds {
            match read {
                Read::Denied(why) => {
                    app.say(&format!("note: {kind} cannot be read: {}", sanitize(why)))?;
                }
                Read::None if it.kinds.len() < CatalogKind::ALL.len() => {
                    app.say(&format!("note: {} has no {kind}", it.title))?;
                }
                _ => {}
            }
        }
        for remark in &it.remarks {
            app.say(&format!("note: {}", sanitize(remark)))?;
        }
        if let Some(failure) = &it.stopped {
            let profile = &it.profile;
            app.say(&format!("{profile}: {}", failure.text().trim_end()))?;
        }
    }
    Ok(())
}

fn value(told: &Told, at: &str) -> Value {
    let kinds = told.kinds.iter().map(|(kind, read)| {
        let (outcome, n_items, n_gone, why) = match read {
            Read::All(n_items, n_gone) => ("all", *n_items, *n_gone, None),
            Read::Changes(n_items) => ("changes", *n_items, 0, None),
            Read::None => ("none", 0, 0, None),
            Read::Denied(why) => ("denied", 0, 0, Some(why)),
        };
        json!({"kind": kind, "read": outcome, "items": n_items, "gone": n_gone, "message": why})
    });
    let outcome = match told.stopped.as_ref().map(|failure| failure.code) {
        None => "done",
        Some(Code::Later) => "later",
        Some(_) => "needs-login",
    };
    json!({
        "profile": told.profile, "backend": told.backend, "as_of": at,
        "kinds": kinds.collect::<Vec<_>>(), "requests": told.requests, "notes": told.remarks, "outcome": outcome,
        "message": told.stopped.as_ref().map(|failure| &failure.message),
    })
}

/// How far the reading is. Draws on stderr only, and only where somebody looks at it.
struct Bar(ProgressBar);

impl Bar {
    fn new(is_seen: bool) -> Self {
        let target = if is_seen {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("reading {msg} {pos}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Watch for Bar {
    fn begins(&self, kind: CatalogKind) {
        self.0.set_position(0);
        self.0.unset_length();
        if let Ok(style) = ProgressStyle::with_template("reading {msg} {pos}") {
            self.0.set_style(style);
        }
        self.0.set_message(kind.word());
    }

    fn has_read(&self, n_items: u64, total: Option<u64>) {
        if let Some(total) = total {
            self.0.set_length(total);
            let style = ProgressStyle::with_template("reading {msg} [{bar:30}] {pos} of {len}");
            if let Ok(style) = style {
                self.0.set_style(style.progress_chars("=> "));
            }
        }
        self.0.set_position(n_items);
    }
}
