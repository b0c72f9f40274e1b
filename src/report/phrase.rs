//! Lengths, days and states in the words that people read.

use super::{Context, Item};
use crate::domain::charge::{Target, TargetKind};
use crate::domain::content::Content;
use crate::domain::status::{Delivery, Status};
use crate::screen::sanitize;

/// A length (seconds) as `1h 30m`; seconds only where there are any.
#[must_use]
pub fn length(seconds: i64) -> String {
    let mut said = String::with_capacity("-12h 34m".len());
    if seconds < 0 {
        said.push('-');
    }
    let total = seconds.unsigned_abs();
    if total == 0 {
        return "0m".to_owned();
    }
    let parts = [
        (total / 3600, 'h'),
        (total / 60 % 60, 'm'),
        (total % 60, 's'),
    ];
    for (count, unit) in parts.into_iter().filter(|(count, _)| *count > 0) {
        if said.ends_with(char::is_alphabetic) {
            said.push(' ');
        }
        said.push_str(&count.to_string());
        said.push(unit);
    }
    said
}

/// Seconds without those beyond the last whole minute.
#[must_use]
pub fn whole_minutes(seconds: i64) -> i64 {
    seconds - seconds % 60
}

/// How long an entry lasts; one that runs in whole minutes, since its seconds are over
/// before they are read.
#[must_use]
pub fn lasts(item: &Item<'_>, context: &dyn Context) -> String {
    let worked = item.worked(context);
    length(if item.is_going() {
        whole_minutes(worked)
    } else {
        worked
    })
}

/// `1h overlaps`: what is said beside a sum in which so many seconds are counted more than once.
#[must_use]
pub fn overlapping(seconds: i64) -> String {
    let of_it = length(match whole_minutes(seconds) {
        0 => seconds,
        minutes => minutes,
    });
    format!("{of_it} overlaps")
}

/// The day as `Sun 22 Nov`, or as `2025-11-22` when it is of another year than now.
#[must_use]
pub fn day(content: &Content, context: &dyn Context) -> String {
    let now = context.rfc3339(context.now(), &content.zone);
    let iso = content.date.to_string();
    if now.get(..4) == iso.get(..4) {
        return content.date.format("%a %d %b").to_string();
    }
    iso
}

/// Start and end as `09:00–10:30`, each in the entry's own zone; a later day is
/// counted (`+1`), a timer has no end, an entry without clock times has neither.
#[must_use]
pub fn clock_times(content: &Content, context: &dyn Context) -> String {
    let Some(start) = content.start else {
        return String::new();
    };
    let start = context.rfc3339(start, &content.zone);
    let Some(end) = content.end else {
        return format!("{}–", clock(&start));
    };
    let end = context.rfc3339(end, &content.zone);
    let over = if start.get(..10) == end.get(..10) {
        ""
    } else {
        "+1"
    };
    format!("{}–{}{over}", clock(&start), clock(&end))
}

/// The clock time in an RFC 3339 stamp, with seconds only where there are any.
#[must_use]
pub fn clock(stamp: &str) -> &str {
    let to = if stamp.get(17..19) == Some("00") {
        16
    } else {
        19
    };
    stamp.get(11..to).unwrap_or(stamp)
}

/// What it is charged to, in few words: the target, else the project; the client beside it.
#[must_use]
pub fn charged_to(content: &Content) -> String {
    let at = match (&content.target, &content.project) {
        (Some(target), _) => Some(target_words(target)),
        (None, Some(project)) => Some(project.name.as_ref().unwrap_or(&project.typed).clone()),
        (None, None) => None,
    };
    let client = content.client.as_ref();
    let client = client.map(|client| client.name.as_ref().unwrap_or(&client.typed).clone());
    let said: Vec<_> = [at, client].into_iter().flatten().collect();
    sanitize(&said.join(" · ")).into_owned()
}

/// `#54321 Mail is slow`, `task 4711`, and a charge code by its own name.
fn target_words(target: &Target) -> String {
    let at = &target.at;
    let name = at.name.as_deref();
    let is_name = name.is_some_and(|name| name.eq_ignore_ascii_case(&at.typed));
    // Who typed the name sees the number beside it all the same.
    let typed = at.id.as_ref().filter(|_| is_name).unwrap_or(&at.typed);
    let typed = typed.trim_start_matches('#');
    let number = match target.kind {
        TargetKind::Ticket => format!("#{typed}"),
        TargetKind::ProjectTicket => format!("project #{typed}"),
        TargetKind::Task => format!("task {typed}"),
        TargetKind::Activity => format!("activity {typed}"),
        TargetKind::ChargeCode => return name.unwrap_or(typed).to_owned(),
    };
    match name.filter(|name| !name.eq_ignore_ascii_case(typed)) {
        Some(name) => format!("{number} {name}"),
        None => number,
    }
}

/// The status as one letter, where it is not `open`.
#[must_use]
pub fn letter(status: Status) -> Option<char> {
    match status {
        Status::Open => None,
        Status::Submitted => Some('s'),
        Status::Rejected => Some('r'),
        Status::Approved => Some('a'),
        Status::Billed => Some('b'),
    }
}

/// Where an entry stands: `running`, `owed`, `submitted, sent`, or `s sent` when
/// `short`. What waits for a person ends in `!`.
#[must_use]
pub fn state(item: &Item<'_>, context: &dyn Context, short: bool) -> String {
    let content = &item.entry.content;
    if item.entry.is_unended() {
        return "no end!".to_owned();
    }
    if content.is_parked() {
        return "parked".to_owned();
    }
    if content.is_timer() {
        return "running".to_owned();
    }
    let status = item.entry.status;
    let delivery = match item.delivery(context) {
        Delivery::Local if !item.entry.held.is_empty() => "held!".to_owned(),
        Delivery::Local => return status.word().to_owned(),
        needy @ (Delivery::Held | Delivery::Refused | Delivery::Conflict) => format!("{needy}!"),
        other => other.word().to_owned(),
    };
    match letter(status) {
        None => delivery,
        Some(letter) if short => format!("{letter} {delivery}"),
        Some(_) => format!("{status}, {delivery}"),
    }
}

/// `1 entry`, `2 entries`.
#[must_use]
pub fn n_entries(count: u64) -> String {
    match count {
        1 => "1 entry".to_owned(),
        _ => format!("{count} entries"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_said_as_they_may_be_typed() {
        for (seconds, said) in [
            (0, "0m"),
            (45, "45s"),
            (60, "1m"),
            (5400, "1h 30m"),
            (7200, "2h"),
            (3605, "1h 5s"),
            (90_061, "25h 1m 1s"),
            (-900, "-15m"),
            (i64::MIN, "-2562047788015215h 30m 8s"),
        ] {
            assert_eq!(length(seconds), said);
        }
    }

    #[test]
    fn clock_times_lose_only_empty_seconds() {
        assert_eq!(clock("2026-11-22T09:00:00+01:00"), "09:00");
        assert_eq!(clock("2026-11-22T09:00:07Z"), "09:00:07");
        assert_eq!(clock("odd"), "odd");
    }
}
