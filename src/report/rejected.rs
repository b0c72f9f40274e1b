//! What an approver gave back, by what was rejected together: the entries of one
//! timesheet with one reason are one thing to a person, and one sequence of commands
//! goes on with them.

use super::asking::{Asked, Way};
use crate::domain::question::Question;
use chrono::NaiveDate;

/// What entries have in common that were rejected together.
type Common<'a> = (
    Option<&'a str>,
    Option<(NaiveDate, NaiveDate)>,
    Option<&'a str>,
);

/// What is asked, in the same order: each question alone, but in the place of the first all
/// entries that were rejected together.
#[must_use]
pub fn together<'b, 'a>(asked: &'b [Asked<'a>]) -> Vec<Vec<&'b Asked<'a>>> {
    let mut found: Vec<Vec<&Asked<'_>>> = Vec::new();
    for one in asked {
        let same = |group: &&mut Vec<&Asked<'_>>| {
            one.question == Question::Rejected
                && group.first().is_some_and(|first| {
                    first.question == Question::Rejected && common(first) == common(one)
                })
        };
        match found.iter_mut().find(same) {
            Some(group) => group.push(one),
            None => found.push(vec![one]),
        }
    }
    found
}

fn common<'a>(asked: &Asked<'a>) -> Common<'a> {
    let entry = asked.item.entry;
    (
        entry.content.profile.as_deref(),
        asked.sheet,
        entry.reject_reason.as_deref(),
    )
}

/// Which they are: `entry 3`, or `2 entries of timesheet 2026-11-16..2026-11-22`.
#[must_use]
pub fn which(group: &[&Asked<'_>]) -> String {
    match group {
        [one] => format!("entry {}", one.item.entry.id),
        _ => {
            let sheet = group.first().and_then(|first| first.sheet);
            let sheet = sheet.map(|(from, to)| format!(" of timesheet {from}..{to}"));
            format!("{} entries{}", group.len(), sheet.unwrap_or_default())
        }
    }
}

/// The commands that go on with them, in the order in which they are typed.
#[must_use]
pub fn ways(group: &[&Asked<'_>]) -> Vec<Way> {
    let Some(first) = group.first() else {
        return Vec::new();
    };
    let profile = first.item.entry.content.profile.as_deref();
    let mut ways = match group {
        [one] => {
            let id = one.item.entry.id;
            vec![
                way(format!("tt edit {id} …"), "correct it"),
                way(format!("tt submit {id}"), "then hand it in again"),
            ]
        }
        _ => vec![
            way("tt edit ID …".to_owned(), "correct what has to be"),
            way(submit(group, profile), "then hand them in again"),
        ],
    };
    if let Some(profile) = profile {
        ways.push(way(
            format!("tt sync {profile}"),
            "sends that to the approver",
        ));
    }
    ways
}

/// The days hand in what else is on the sheet too, as it goes as a whole; without a
/// profile there is no sheet, and the days might mean another profile's.
fn submit(group: &[&Asked<'_>], profile: Option<&str>) -> String {
    let days = group.iter().map(|one| one.item.entry.content.date);
    let (from, to) = (days.clone().min(), days.max());
    match (profile, from, to) {
        (Some(profile), Some(from), Some(to)) => format!("tt submit {from}..{to} -p {profile}"),
        _ => {
            let ids: Vec<_> = group
                .iter()
                .map(|one| one.item.entry.id.to_string())
                .collect();
            format!("tt submit {}", ids.join(" "))
        }
    }
}

fn way(command: String, does: &'static str) -> Way {
    Way { command, does }
}
