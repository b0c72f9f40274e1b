//! What a run is told by: a line a profile, then what needs somebody; a quiet run
//! says each problem once, and trouble that passes only when it lasts.

use crate::app::App;
use crate::domain::question::Question;
use crate::domain::status::BackendKind;
use crate::ledger::Asking;
use crate::report::Item;
use crate::report::asking::Asked;
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
    seen: &dyn crate::report::Context,
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
    seen: &dyn crate::report::Context,
) -> anyhow::Result<()> {
    for report in reports.iter().filter(|it| it.outcome != Outcome::Busy) {
        let scope = format!("said/{}", report.profile);
        let mut problems = general(report);
        let asked = needs.get(&report.profile).map_or(&[][..], Vec::as_slice);
        problems.extend(asked.iter().map(|asking| of_entry(report, asking, seen)));
        let mut store = app.change()?;
        let before = store.view().pace(&scope)?;
        let before: Memory = before
            .and_then(|kept| serde_json::from_value(kept).ok())
            .unwrap_or_default();
        let after = before.next(&mut problems, app.now);
        for problem in problems.iter().filter(|it| !before.said.contains(&it.mark)) {
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
    let counts = [
        (report.created, "sent"),
        (report.updated, "changed there"),
        (report.deleted, "deleted there"),
        (report.adopted, "found there again"),
        (report.imported, "taken over from there"),
        (report.taken_over, "changed there by others and taken over"),
        (report.status_changes, "moved on"),
    ];
    let mut done = some(counts.map(|(n, what)| (u64::from(n), what)));
    for moved in &report.sheets {
        if !done.is_empty() {
            done += ", ";
        }
        done += &format!("timesheet {}..{} {}", moved.from, moved.to, moved.step);
    }
    let left = some([
        (report.refused.len() as u64, "refused"),
        (report.held.len() as u64, "held"),
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
fn some<const N: usize>(counts: [(u64, &str); N]) -> String {
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
        });
    }
    for refusal in &report.sheet_refusals {
        let what = sanitize(&refusal.what);
        found.push(Problem {
            mark: refusal.what.clone(),
            what: format!("{}: {what}", report.profile),
            help: refusal.help.clone(),
            passes: false,
        });
    }
    let undecided = u32::try_from(report.undecided.len()).unwrap_or(u32::MAX);
    let waiting = report.unconfirmed.saturating_sub(undecided);
    if waiting > 0 {
        found.push(Problem {
            mark: "unconfirmed".to_owned(),
            what: format!(
                "{}: the answer for {waiting} was lost; whether the service has it is not known",
                report.profile
            ),
            help: "the next `tt sync` looks again before it sends anything".to_owned(),
            passes: true,
        });
    }
    found
}

/// What one entry needs.
fn of_entry(report: &ProfileReport, asking: &Asking, seen: &dyn crate::report::Context) -> Problem {
    let id = asking.entry.id;
    let asked = Asked {
        item: Item::stored(&asking.entry, asking.link.as_ref()),
        question: asking.question,
        other: asking.other.as_ref(),
        is_firm: asking.is_firm,
    };
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
        .filter(|way| way.command.starts_with("tt resolve"))
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
