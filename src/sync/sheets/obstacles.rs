//! What keeps a timesheet from being moved, in words. Pure.

use crate::domain::delivery::{Link, delivery};
use crate::domain::entry::Entry;
use crate::domain::status::{Delivery, Status};
use crate::sync::backend::RemoteSheet;

/// More obstacles than these are only counted.
const MOST_NAMED: usize = 5;

/// What keeps an entry's sheet from this step, in words.
pub fn obstacle(entry: &Entry, link: Option<&Link>, goal: Status, push: Status) -> Option<String> {
    let id = entry.id;
    if entry.content.is_timer() {
        return Some(format!("entry {id} is still running"));
    }
    match delivery(entry, link, push) {
        Delivery::Sent | Delivery::Local => {}
        state => return Some(format!("entry {id} is {state}")),
    }
    let is_behind = match goal {
        Status::Rejected => entry.status != Status::Rejected,
        goal => entry.status.rank() < goal.rank(),
    };
    is_behind.then(|| format!("entry {id} is {}", entry.status))
}

/// What stands in the way of a sheet; more than a few are only counted.
pub fn in_the_way(done: &str, sheet: &RemoteSheet, obstacles: &[String]) -> String {
    let named = obstacles.iter().take(MOST_NAMED).cloned();
    let named: Vec<String> = named.collect();
    let more = obstacles.len().saturating_sub(MOST_NAMED);
    let more = if more > 0 {
        format!(", and {more} more")
    } else {
        String::new()
    };
    format!(
        "timesheet {} is not {done} yet: {}{more}",
        span(sheet),
        named.join(", ")
    )
}

/// `2026-11-16..2026-11-22`
pub fn span(sheet: &RemoteSheet) -> String {
    format!("{}..{}", sheet.from, sheet.to)
}
