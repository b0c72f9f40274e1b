//! `tt submit`: hands entries in for approval.

use super::say;
use crate::app::App;
use crate::cli::SubmitArgs;
use crate::failure::Failure;
use crate::ledger::{self, Chosen};

/// Runs `tt submit`.
///
/// # Errors
/// Nothing to submit, rules, configuration, the store.
pub fn run(app: &mut App<'_>, args: &SubmitArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let site = say::site(app, &desk);
    let setting = desk.setting();
    let profile = desk
        .config
        .choose_profile(args.profile.as_deref(), app.var("TT_PROFILE").as_deref())?;
    let profile = profile.map(|(profile, _)| profile.name.clone());
    let looked = app.look()?;
    let days = if args.all {
        None
    } else {
        match ledger::choose(&looked, &args.which, &setting)? {
            Chosen::Ids(ids) => {
                drop(looked);
                return hand_in(app, &desk, &ids, &site);
            }
            Chosen::Period(days) => Some(days),
        }
    };
    let ids = ledger::of_period(&looked, days, profile.as_deref(), profile.is_none())?;
    let n_others = ledger::of_period(&looked, days, None, false)?.len() - ids.len();
    drop(looked);
    if n_others > 0 {
        let these = profile
            .as_deref()
            .map_or("without a profile".to_owned(), |name| {
                format!("of profile {name}")
            });
        app.say(&format!(
            "note: only entries {these}; {n_others} others are left, name them with -p"
        ))?;
    }
    if ids.is_empty() {
        let what = days.map_or("nothing is booked".to_owned(), |days| {
            format!("nothing is booked in {days}")
        });
        return Err(Failure::nothing(what, "see `tt list` for the entries there are").into());
    }
    hand_in(app, &desk, &ids, &site)
}

fn hand_in(
    app: &mut App<'_>,
    desk: &crate::app::Desk,
    ids: &[crate::domain::ids::EntryId],
    site: &ledger::Site,
) -> anyhow::Result<()> {
    let mut store = app.change()?;
    let done = ledger::submit(&mut store, ids, site)?;
    let moved: Vec<_> = done.moved.iter().map(|entry| entry.id).collect();
    say::touched(app, desk, &store, &moved, "submitted")?;
    for (id, warning) in &done.warnings {
        app.say(&format!(
            "warning: entry {id}: {}\n  rule: {}",
            warning.message, warning.rule
        ))?;
    }
    if done.n_already > 0 {
        app.say(&format!("note: {} already submitted", done.n_already))?;
    }
    Ok(())
}
