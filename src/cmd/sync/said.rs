//! What a run is told by: a line a profile, then what needs somebody; a quiet run
//! says each problem once, and trouble that passes only when it lasts.

use crate::app::App;
use crate::cmd::review::asked;
use crate::domain::question::Question;
use crate::domain::status::{BackendKind, Status};
use crate::ledger::Asking;
use crate::report::asking::Asked;
use crate::report::{Context, rejected};
use crate::screen::sanitize;
use crate::sync::outcome::{Outcome, ProfileReport};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// More entries than these that need a person are only counted.
const MOST: usize = 8;

/// A quiet run tells trouble that passes by itself only when it has lasted as long as this,
/// seconds: a laptop on the road is no news, a service that is away all morning is.
const LASTING: i64 = 4 * 3_600;

/// What quiet runs remember of a profile.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Memory {
    /// The marks of what was said and still stands.
    said: Vec<String>,
    /// Since when nothing but trouble that passes was met, seconds UTC.
    troubled_since: Option<i64>,
}

/// What each profile's entries need of a person.
pub type Needs = BTreeMap<String, Vec<Asking>>;

/// Tells all of it.
///
/// # Errors
/// The stream's.
pub fn all(
    app: &mut App<'_>,
    reports: &[ProfileReport],
    needs: &Needs,
    seen: &dyn Context,
) -> anyhow::Result<()> {
    for report in reports {
        if !app.global.json {
            let line = format!("{}\n", summary(report));
            app.print(&line)?;
        }
        for note in &report.notes {
            app.say(&format!("note: {}: {}", report.profile, sanitize(note)))?;
        }
        for problem in general(report) {
            app.say(&format!("{}\n  help: {}", problem.what, problem.help))?;
        }
        let asked = needs.get(&report.profile).map_or(&[][..], Vec::as_slice);
        for problem in given_back(report, asked) {
            app.say(&format!("{}\n  help: {}", problem.what, problem.help))?;
        }
        let asked: Vec<_> = asked.iter().filter(|it| !is_rejected(it)).collect();
        for asking in asked.iter().take(MOST) {
            app.say(&of_entry(report, asking, seen).what)?;
        }
        if asked.len() > MOST {
            app.say(&format!(
                "{}: and {} more",
                report.profile,
                asked.len() - MOST
            ))?;
        }
        if !asked.is_empty() {
            app.say("  help: `tt review` shows each with the commands that answer it")?;
        }
    }
    Ok(())
}

/// Says what was not said by the quiet run before, and nothing else. Another run that
/// holds the lock is no news.
///
/// # Errors
/// The store's and the stream's.
pub fn news(
    app: &mut App<'_>,
    reports: &[ProfileReport],
    needs: &Needs,
    seen: &dyn Context,
) -> anyhow::Result<()> {
    for report in reports.iter().filter(|it| it.outcome != Outcome::Busy) {
        let scope = format!("said/{}", report.profile);
        let mut problems = general(report);
        let asked = needs.get(&report.profile).map_or(&[][..], Vec::as_slice);
        problems.extend(given_back(report, asked));
        let others = asked.iter().filter(|it| !is_rejected(it));
        problems.extend(others.map(|asking| of_entry(report, asking, seen)));
        let mut store = app.change()?;
        let before = store.view().pace(&scope)?;
        let before: Memory = before
            .and_then(|kept| serde_json::from_value(kept).ok())
            .unwrap_or_default();
        let after = before.next(&mut problems, app.now);
        let is_news = |it: &&Problem| it.is_new || !before.said.contains(&it.mark);
        for problem in problems.iter().filter(is_news) {
            app.say(&format!("{}\n  help: {}", problem.what, problem.help))?;
        }
        // A run that could not look says nothing of what is solved.
        if after != before {
            store.write(|tx| tx.keep_pace(&scope, &serde_json::json!(after)))?;
        }
    }
    Ok(())
}

impl Memory {
    /// What is remembered after a run that met these problems at `now` (seconds UTC); takes
    /// away those that need nobody yet.
    fn next(&self, problems: &mut Vec<Problem>, now: i64) -> Self {
        let is_troubled = problems.iter().any(|it| it.passes);
        // A clock that was set back does not make it younger than it can be.
        let since = self.troubled_since.unwrap_or(now).min(now);
        if now - since < LASTING {
            problems.retain(|it| !it.passes);
        }
        Self {
            said: problems.iter().map(|it| it.mark.clone()).collect(),
            troubled_since: is_troubled.then_some(since),
        }
    }
}

/// `work (ConnectWise PSA): 3 sent, 1 changed there; 2 still owed`
fn summary(report: &ProfileReport) -> String {
    // Of which days, or who looks for them finds none today.
    let imported = match report.imported_days {
        Some((one, last)) if one == last => format!("booked there on {one} taken over here"),
        Some((first, last)) => format!("booked there in {first}..{last} taken over here"),
        None => "booked there taken over here".to_owned(),
    };
    let counts = [
        (report.created, "sent"),
        (report.updated, "corrected there"),
        (report.deleted, "deleted there"),
        (report.adopted, "found to be there already"),
        (report.imported, imported.as_str()),
        (report.taken_over, "changed there taken over here"),
    ];
    let mut done = some(&counts.map(|(n, what)| (u64::from(n), what)));
    let moved = [
        (Status::Open, "opened again there"),
        (Status::Submitted, "handed in there"),
        (Status::Rejected, "rejected"),
        (Status::Approved, "approved"),
        (Status::Billed, "billed"),
    ]
    .map(|(status, what)| {
        let moved = report.moved.iter().filter(|(_, to)| *to == status);
        (moved.count() as u64, what)
    });
    let moved = some(&moved);
    let sheets = report
        .sheets
        .iter()
        .map(|moved| format!("timesheet {}..{} {}", moved.from, moved.to, moved.step));
    for more in std::iter::once(moved).chain(sheets) {
        if !done.is_empty() && !more.is_empty() {
            done += ", ";
        }
        done += &more;
    }
    let left = some(&[
        (report.refused.len() as u64, "refused there"),
        (report.held.len() as u64, "held by a rule"),
        (report.conflicts.len() as u64, "in conflict"),
        (u64::from(report.unconfirmed), "unconfirmed"),
        (u64::from(report.owed), "still owed"),
    ]);
    let done = match report.outcome {
        _ if !done.is_empty() => done,
        Outcome::Busy => "left alone".to_owned(),
        Outcome::Done => "nothing to do".to_owned(),
        _ => "nothing sent".to_owned(),
    };
    let left = if left.is_empty() {
        String::new()
    } else {
        format!("; {left}")
    };
    let service = BackendKind::from_word(&report.backend);
    let service = service.map_or(report.backend.as_str(), |kind| kind.title());
    format!("{} ({service}): {done}{left}", report.profile)
}

/// Those of which there are any.
fn some(counts: &[(u64, &str)]) -> String {
    let some: Vec<_> = counts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {what}"))
        .collect();
    some.join(", ")
}

/// Something that needs somebody.
struct Problem {
    /// By which it is known again.
    mark: String,
    /// What happened.
    what: String,
    /// The one thing to do.
    help: String,
    /// Whether a later run may well settle it.
    passes: bool,
    /// Whether it came about in this run, though the like of it was said before.
    is_new: bool,
}

/// What concerns the profile as a whole.
fn general(report: &ProfileReport) -> Vec<Problem> {
    let mut found = Vec::new();
    if let Some(trouble) = &report.trouble {
        found.push(Problem {
            // How long there is still to wait is no news.
            mark: trouble.message.replace(|c: char| c.is_ascii_digit(), ""),
            what: format!("{}: {}", report.profile, sanitize(&trouble.message)),
            help: trouble.help.clone(),
            passes: trouble.passes,
            is_new: false,
        });
    }
    for refusal in &report.sheet_refusals {
        let what = sanitize(&refusal.what);
        found.push(Problem {
            mark: refusal.what.clone(),
            what: format!("{}: {what}", report.profile),
            help: refusal.help.clone(),
            passes: false,
            is_new: false,
        });
    }
    if !report.put_back.is_empty() {
        let ids: Vec<_> = report.put_back.iter().collect();
        let service = BackendKind::from_word(&report.backend);
        let service = service.map_or(report.backend.as_str(), |kind| kind.title());
        let it = if ids.len() == 1 {
            "it was"
        } else {
            "they were"
        };
        found.push(Problem {
            mark: format!("put back {ids:?}"),
            what: format!(
                "{}: {} taken back here too late: {it} approved on {service}, and so again here",
                report.profile,
                entries(&ids)
            ),
            help: "ask the approver to give the timesheet back, then `tt sync`".to_owned(),
            passes: false,
            is_new: true,
        });
    }
    let waiting: Vec<_> = report
        .unanswered
        .iter()
        .filter(|id| !report.undecided.contains(id))
        .collect();
    if !waiting.is_empty() {
        found.push(Problem {
            mark: "unconfirmed".to_owned(),
            what: format!("{}: {}", report.profile, lost(&waiting)),
            help: "the next `tt sync` looks again before it sends anything".to_owned(),
            passes: true,
            is_new: false,
        });
    }
    found
}

/// `entry 3`, or `2 entries (3, 5)`; of many only how many.
fn entries(ids: &[&i64]) -> String {
    const MOST: usize = 5;
    match ids {
        [id] => format!("entry {id}"),
        _ if ids.len() > MOST => format!("{} entries", ids.len()),
        _ => {
            let named: Vec<_> = ids.iter().map(ToString::to_string).collect();
            format!("{} entries ({})", ids.len(), named.join(", "))
        }
    }
}

fn is_rejected(asking: &Asking) -> bool {
    asking.question == Question::Rejected
}

/// What was rejected, once for all that was rejected together, with the way on.
fn given_back(report: &ProfileReport, asking: &[Asking]) -> Vec<Problem> {
    let asked: Vec<_> = asking
        .iter()
        .filter(|it| is_rejected(it))
        .map(asked)
        .collect();
    let problem = |group: &Vec<&Asked<'_>>| {
        let entry = group.first()?.item.entry;
        let (which, n) = (rejected::which(group), group.len());
        let was = if n == 1 { "was" } else { "were" };
        let why = entry.reject_reason.as_deref().map_or_else(
            || ", and no reason given".to_owned(),
            |reason| format!(": \"{}\"", sanitize(reason)),
        );
        let sheet = group.first()?.sheet;
        let commands: Vec<_> = rejected::ways(group)
            .into_iter()
            .map(|way| format!("`{}`", sanitize(&way.command)))
            .collect();
        Some(Problem {
            // How many of them are left to be handed in again is no news.
            mark: format!("rejected {sheet:?} {:?}", entry.reject_reason),
            what: format!("{}: {which} {was} rejected{why}", report.profile),
            help: format!("correct with {}", commands.join(", then ")),
            passes: false,
            is_new: group
                .iter()
                .any(|it| report.rejected.contains(&it.item.entry.id.0)),
        })
    };
    rejected::together(&asked)
        .iter()
        .filter_map(problem)
        .collect()
}

/// `the answers for 2 entries were lost (1, 2); whether the service has them is not known yet`
fn lost(ids: &[&i64]) -> String {
    const MOST: usize = 5;
    let (what, have) = match ids {
        [id] => (format!("the answer for entry {id} was lost"), "it"),
        _ => {
            let mut what = format!("the answers for {} entries were lost", ids.len());
            if ids.len() <= MOST {
                let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
                what += &format!(" ({})", ids.join(", "));
            }
            (what, "them")
        }
    };
    format!("{what}; whether the service has {have} is not known yet")
}

/// What one entry needs.
fn of_entry(report: &ProfileReport, asking: &Asking, seen: &dyn Context) -> Problem {
    let id = asking.entry.id;
    let asked = asked(asking);
    let stands = match asking.question {
        Question::Held | Question::AlreadyThere => "is held",
        Question::Refused => "was refused",
        Question::RemovalRefused => "could not be deleted there",
        Question::Conflict => "was changed here and there",
        Question::ChangedThere => "was deleted here and changed there",
        Question::DeletedThere => "was deleted there",
        Question::Several | Question::Unseen => "is unconfirmed",
        Question::Twice => "is there twice",
        Question::TooLong => "is a timer of more than a day",
        Question::Rejected => "was rejected",
    };
    let said = asked.happened(seen).join("; ");
    let what = format!(
        "{}: entry {id} {stands}: {}",
        report.profile,
        sanitize(&said)
    );
    let commands: Vec<_> = asked
        .ways()
        .into_iter()
        .filter(|way| {
            ["tt resolve", "tt recall"]
                .iter()
                .any(|it| way.command.starts_with(it))
        })
        .take(2)
        .map(|way| format!("`{}`", way.command))
        .collect();
    let help = if commands.is_empty() {
        format!("see `tt show {id}` and `tt review`")
    } else {
        format!("{}; see `tt review`", commands.join(" or "))
    };
    let mark = if asking.question == Question::TooLong {
        format!("{id} too long")
    } else {
        what.clone()
    };
    Problem {
        mark,
        what,
        help,
        passes: false,
        is_new: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(mark: &str, passes: bool) -> Problem {
        Problem {
            mark: mark.to_owned(),
            what: String::new(),
            help: String::new(),
            passes,
            is_new: false,
        }
    }

    #[test]
    fn lost_answers_are_counted_in_words() {
        let rows: [(&[i64], &str); 3] = [
            (
                &[2],
                "the answer for entry 2 was lost; whether the service has it is not known yet",
            ),
            (
                &[1, 2],
                "the answers for 2 entries were lost (1, 2); whether the service has them is not known yet",
            ),
            (
                &[1, 2, 3, 4, 5, 6],
                "the answers for 6 entries were lost; whether the service has them is not known yet",
            ),
        ];
        for (ids, words) in rows {
            assert_eq!(lost(&ids.iter().collect::<Vec<_>>()), words);
        }
    }

    #[test]
    fn what_passes_is_said_when_it_lasts_and_what_needs_a_person_at_once() {
        // When, what passes, what needs a person, what is said.
        let steps = [
            (0, "away", "", ""),
            (900, "away", "refused", "refused"),
            (LASTING - 1, "away", "", ""),
            (LASTING, "away", "", "away"),
            // Other trouble is no other outage.
            (LASTING + 900, "slow", "", "slow"),
            (LASTING + 1_800, "", "", ""),
            (LASTING + 2_700, "away", "", ""),
            // The clock was set back: it counts from there.
            (-LASTING, "away", "", ""),
        ];
        let mut memory = Memory::default();
        for (now, passing, lasting, said) in steps {
            let met = [(passing, true), (lasting, false)].into_iter();
            let met = met.filter(|(mark, _)| !mark.is_empty());
            let mut problems: Vec<_> = met.map(|(mark, passes)| problem(mark, passes)).collect();
            memory = memory.next(&mut problems, now);
            assert_eq!(memory.said.join(","), said, "{now}");
        }
        let mut problems = vec![problem("away", true)];
        assert_eq!(memory.next(&mut problems, 0).said, ["away"]);
    }
}
