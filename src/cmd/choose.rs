//! Which entries a step of the workflow is about: those named, those of a
//! period within one profile, or all.

use crate::app::{App, Desk};
use crate::domain::ids::EntryId;
use crate::domain::when::DaySpan;
use crate::failure::Failure;
use crate::ledger::{self, Candidate, Chosen, Move};
use crate::screen::sanitize;
use crate::store::Store;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What was typed to choose entries.
pub struct Choice<'a> {
    /// Numbers or a period.
    pub words: &'a [String],
    /// Every entry that the step takes.
    pub all: bool,
    /// `-p`.
    pub profile: Option<&'a str>,
}

/// The entries that are meant. A period and `--all` act within one profile; what the
/// step would take of others is said. `verb` is the command.
///
/// # Errors
/// Words that are not understood, nothing said, nothing there.
pub fn entries(
    app: &mut App<'_>,
    desk: &Desk,
    choice: &Choice<'_>,
    verb: &str,
    step: &Move,
) -> anyhow::Result<Vec<EntryId>> {
    if choice.words.is_empty() && !choice.all {
        let help =
            format!("name a period (`tt {verb} today`), entries (`tt {verb} 12-15`), or use --all");
        return Err(Failure::usage(format!("what to {verb} is not said"), help).into());
    }
    let looked = app.look()?;
    let days = if choice.all {
        None
    } else {
        match ledger::choose(&looked, choice.words, &desk.setting())? {
            Chosen::Ids(ids) => return Ok(ids),
            Chosen::Period(days) => Some(days),
        }
    };
    let status = if choice.all { step.takes() } else { &[] };
    let found = ledger::candidates(&looked, days, status)?;
    let profile = desk
        .config
        .choose_profile(choice.profile, app.var("TT_PROFILE").as_deref())?;
    let profile = profile.map(|(profile, _)| profile.name.as_str());
    let (own, others): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|candidate| candidate.profile.as_deref() == profile);
    left_alone(app, &others, step)?;
    if own.is_empty() {
        let whose = profile.map_or_else(
            || "without a profile".to_owned(),
            |name| format!("of profile {name}"),
        );
        let what = days.map_or_else(
            || format!("there is nothing {whose} to {verb}"),
            |days| format!("nothing {whose} is booked in {days}"),
        );
        let help = match day_before(&looked, days, desk, (verb, step, profile))? {
            Some(help) => help,
            None => "see `tt list` for the entries there are".to_owned(),
        };
        return Err(Failure::nothing(what, help).into());
    }
    Ok(own.into_iter().map(|candidate| candidate.id).collect())
}

/// Where a day has nothing and the day before has what the step takes: which, and how to
/// name that. Work that began before midnight is of the day before.
fn day_before(
    looked: &Store,
    days: Option<DaySpan>,
    desk: &Desk,
    (verb, step, profile): (&str, &Move, Option<&str>),
) -> anyhow::Result<Option<String>> {
    let Some(before) = days
        .filter(|days| days.from == days.to)
        .and_then(|days| days.from.pred_opt())
    else {
        return Ok(None);
    };
    let span = DaySpan {
        from: before,
        to: before,
    };
    let mut found = ledger::candidates(looked, Some(span), step.takes())?;
    found.retain(|candidate| candidate.profile.as_deref() == profile);
    let ids: Vec<EntryId> = found.iter().map(|candidate| candidate.id).collect();
    if ids.is_empty() {
        return Ok(None);
    }
    let entries = if ids.len() == 1 { "entry" } else { "entries" };
    let numbers = super::moving::numbers(&ids);
    let word = day_word(before, desk);
    Ok(Some(format!(
        "{entries} {numbers} began the day before: `tt {verb} {word}`"
    )))
}

/// A day as it is typed: `yesterday`, or its date.
pub(super) fn day_word(day: NaiveDate, desk: &Desk) -> String {
    if desk.setting().today().pred_opt() == Some(day) {
        return "yesterday".to_owned();
    }
    day.to_string()
}

/// `note: 3 entries of profile mb left alone; -p mb`
fn left_alone(app: &mut App<'_>, others: &[Candidate], step: &Move) -> anyhow::Result<()> {
    let mut counts: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for other in others.iter().filter(|other| !step.is_done(other.status)) {
        *counts.entry(other.profile.as_deref()).or_default() += 1;
    }
    for (profile, n_entries) in counts {
        let entries = if n_entries == 1 { "entry" } else { "entries" };
        let whose = profile.map_or_else(
            || "without a profile".to_owned(),
            |name| format!("of profile {name}"),
        );
        let name = profile.unwrap_or("none");
        app.say(&sanitize(&format!(
            "note: {n_entries} {entries} {whose} left alone; -p {name}"
        )))?;
    }
    Ok(())
}
