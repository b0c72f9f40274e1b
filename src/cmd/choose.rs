//! Which entries a step of the workflow is about: those named, those of a
//! period within one profile, or all.

use crate::app::{App, Desk};
use crate::domain::ids::EntryId;
use crate::failure::Failure;
use crate::ledger::{self, Chosen};

/// What was typed to choose entries.
pub struct Choice<'a> {
    /// Numbers or a period.
    pub words: &'a [String],
    /// Every entry.
    pub all: bool,
    /// `-p`.
    pub profile: Option<&'a str>,
}

/// The entries that are meant. A period and `--all` act within one profile; how
/// many others they leave out is said.
///
/// # Errors
/// Words that are not understood, nothing said, nothing there.
pub fn entries(
    app: &mut App<'_>,
    desk: &Desk,
    choice: &Choice<'_>,
    verb: &str,
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
    let profile = desk
        .config
        .choose_profile(choice.profile, app.var("TT_PROFILE").as_deref())?;
    let profile = profile.map(|(profile, _)| profile.name.as_str());
    let ids = ledger::of_period(&looked, days, profile, profile.is_none())?;
    let n_others = ledger::of_period(&looked, days, None, false)?.len() - ids.len();
    if n_others > 0 {
        let these = profile.map_or("without a profile".to_owned(), |name| {
            format!("of profile {name}")
        });
        app.say(&format!(
            "note: only entries {these}; {n_others} of others left alone, name their profile with -p"
        ))?;
    }
    if ids.is_empty() {
        let what = days.map_or("nothing is booked".to_owned(), |days| {
            format!("nothing is booked in {days}")
        });
        return Err(Failure::nothing(what, "see `tt list` for the entries there are").into());
    }
    Ok(ids)
}
