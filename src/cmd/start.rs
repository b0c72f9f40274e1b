//! `tt start`: starts a timer; one that runs is booked.

use super::{activity, context, fields, log, pick, say, timers};
use crate::app::{App, Desk};
use crate::cli::{Fields, StartArgs, Writing};
use crate::domain::content::{Content, Draft};
use crate::domain::status::BookedAs;
use crate::failure::Failure;
use crate::ledger::{self, Ending, Starting};

/// Runs `tt start`.
///
/// # Errors
/// Input that is not understood, rules on the fields given, configuration, the store.
pub fn run(app: &mut App<'_>, args: &StartArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let site = say::site(app, &desk);
    let fields = context::lay(app, &desk, &args.fields, args.no_context)?;
    let (starting, said) = starting(app, &desk, &args.words, &fields, &args.writing)?;
    if args.writing.dry_run {
        let moved = ledger::preview_start(&app.look()?, &starting, false, &site)?;
        return timers::tell_planned(app, &desk, &moved);
    }
    let mut store = app.change()?;
    let runs = ledger::running(&store.view())?;
    let at = &starting.at;
    let ending = timers::before_end(app, &desk, &store, runs.as_ref(), at, Ending::default())?;
    let moved = ledger::start(&mut store, &starting, &ending, &site)?;
    timers::tell(app, &desk, &store, &moved, &said)?;
    timers::tell_unknown(app, &store, &moved)
}

/// The timer that was typed, and what is to be said about its time.
///
/// # Errors
/// Input that is not understood, configuration.
pub(super) fn starting(
    app: &mut App<'_>,
    desk: &Desk,
    words: &[String],
    typed: &Fields,
    writing: &Writing,
) -> anyhow::Result<(Starting, Vec<String>)> {
    refuse_end(writing)?;
    let chosen = desk
        .config
        .choose_profile(typed.profile.as_deref(), app.var("TT_PROFILE").as_deref())?;
    let profile = chosen.map(|(profile, _)| profile);
    let mut setting = timers::setting_on(desk, writing.on.as_deref())?;
    setting.future = writing.future;
    let option = match (&writing.at, &writing.start) {
        (Some(_), Some(_)) => {
            return Err(Failure::usage(
                "--at and --start both say when it begins",
                "leave one of them out",
            )
            .into());
        }
        (at, start) => at.as_deref().or(start.as_deref()),
    };
    let (at, said, rest) = timers::leading_moment(option, words, &setting)?;
    timers::expect_time_with(writing.on.as_deref(), &at)?;
    let zone = desk.zone.to_string();
    let mut content = Content::blank(desk.zone.date(at.at), &zone, BookedAs::Range);
    fields::lay(&mut content, typed, writing, profile)?;
    content.note = log::note(writing.note.as_deref(), rest)?;
    pick::target(app, profile, typed, &mut content, false)?;
    let Some(mailing) = writing.mailing() else {
        return Err(
            Failure::usage("--email cc needs addresses", "add --email-cc ADDRESS,…").into(),
        );
    };
    let starting = Starting {
        draft: Draft {
            content,
            mailing,
            future: writing.future,
        },
        at,
        folder: activity::repository(),
    };
    Ok((starting, said))
}

/// A timer has no end yet.
fn refuse_end(writing: &Writing) -> Result<(), Failure> {
    let given = [
        ("--end", writing.end.is_some()),
        ("--for", writing.length.is_some()),
        ("--no-clock", writing.no_clock),
    ];
    match given.iter().find(|(_, is_given)| *is_given) {
        None => Ok(()),
        Some((option, _)) => Err(Failure::usage(
            format!("{option} says how long it took, but a timer is still to run"),
            "book what is over with `tt log 9-10:30 …`, or leave the option out",
        )),
    }
}
