//! What is said of an agreement's block of hours. It is never a reason to fail.

use crate::app::{App, Desk, Seen};
use crate::config::Send;
use crate::domain::block::Block;
use crate::domain::content::Content;
use crate::domain::entry::Entry;
use crate::domain::when::{self, DaySpan};
use crate::ledger::{self, LedgerError, Site};
use crate::report::Context as _;
use crate::screen::sanitize;
use crate::store::Store;

/// Says on stderr what is left of the blocks that these entries take time off, a line each.
///
/// # Errors
/// None: what was booked stays booked.
pub fn remark<'e>(
    app: &mut App<'_>,
    desk: &Desk,
    store: &Store,
    entries: impl IntoIterator<Item = &'e Entry>,
    site: &Site,
) -> anyhow::Result<()> {
    let length = |content: &Content| length(desk, content);
    let mut said: Vec<String> = Vec::new();
    for entry in entries {
        match ledger::block_of(store, entry, site, &length) {
            Ok(None) => {}
            Ok(Some(block)) => {
                let line = line(&block, desk);
                if !said.contains(&line) {
                    said.push(line);
                }
            }
            Err(why) => log::warn!("the block of entry {} was not looked at: {why}", entry.id),
        }
    }
    for line in said {
        if let Err(why) = app.say(&line) {
            log::warn!("what is left of a block was not said: {why}");
        }
    }
    Ok(())
}

/// The blocks that the work of these days takes time off.
///
/// # Errors
/// The store's.
pub fn of_days(
    desk: &Desk,
    store: &Store,
    days: DaySpan,
    site: &Site,
) -> Result<Vec<Block>, LedgerError> {
    ledger::blocks_of_days(store, days, site, &|content| length(desk, content))
}

/// Seconds of an entry as the service gets them.
fn length(desk: &Desk, content: &Content) -> i64 {
    let worked = content.worked(desk.now).max(0);
    let profile = content.profile.as_deref();
    let profile = profile.and_then(|name| desk.config.profiles.get(name));
    let sent = match profile {
        Some(profile) if profile.send == Send::Billed => {
            Seen::of(desk).policy(content).1.apply(worked)
        }
        _ => worked,
    };
    sent.saturating_add(content.extra.offset_seconds.unwrap_or(0))
}

/// `note: Gold: 3h 30m of 20h left, 82% used (1h of it since the last reading)`
fn line(block: &Block, desk: &Desk) -> String {
    let word = match block.level() {
        Some(_) => "warning",
        None => "note",
    };
    let mut line = format!("{word}: {}: {}", sanitize(&block.name), block.says());
    if let Some(level) = block.level().filter(|level| *level < 100) {
        line.push_str(&format!("; it warns from {level}% on"));
    }
    if block.stale {
        let at = when::echo_instant(block.as_of, &desk.setting());
        line.push_str(&format!(
            "; the service's figure is of {at}, `tt catalog refresh agreements -p {}` reads it anew",
            block.profile
        ));
    }
    line
}
