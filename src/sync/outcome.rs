//! What a run did, in the terms of `sync --json` and of the exit code.

use crate::domain::entry::Problem;
use crate::domain::ids::{EntryId, RemoteId};
use crate::domain::status::{Status, words};
use chrono::NaiveDate;
use serde::Serialize;

/// The step of a timesheet that was taken back.
pub(super) const RECALLED: &str = "recalled";

words! {
    /// How a profile's run ended.
    Outcome {
        /// Nothing is left to do.
        Done = "done",
        /// A person has to look: refused, held, conflict, or a choice.
        NeedsPerson = "needs-person",
        /// Try again later; everything is kept.
        Later = "later",
        /// Credentials or configuration do not work.
        NeedsLogin = "needs-login",
        /// Another run holds the lock.
        Busy = "busy",
    }
}

/// A refusal of this run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusedEntry {
    /// The entry.
    pub id: i64,
    /// The service's code.
    pub code: String,
    /// The service's words.
    pub message: String,
}

/// An entry that the service holds twice: by its key, or by time, target, length and note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twice {
    /// The entry.
    pub id: i64,
    /// The record it is linked to.
    pub linked: String,
    /// The other one.
    pub other: String,
}

impl Twice {
    /// The same as it is kept.
    #[must_use]
    pub fn records(&self) -> (EntryId, RemoteId, RemoteId) {
        let (linked, other) = (self.linked.clone(), self.other.clone());
        (EntryId(self.id), RemoteId(linked), RemoteId(other))
    }
}

/// An entry that waits for another profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The entry.
    pub id: i64,
    /// The profile whose service may still hold it.
    pub profile: String,
}

/// A timesheet that was moved on the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetMove {
    /// Its identity there.
    pub remote_id: String,
    /// First day.
    pub from: chrono::NaiveDate,
    /// Last day, inclusive.
    pub to: chrono::NaiveDate,
    /// What was done: submitted, recalled, approved, rejected.
    pub step: &'static str,
}

/// A step of a timesheet that the service did not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRefusal {
    /// Which, and the service's words.
    pub what: String,
    /// The one thing to do.
    pub help: String,
}

/// What one profile's run did. Keys are those of `sync --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProfileReport {
    /// The profile.
    pub profile: String,
    /// Its service.
    pub backend: String,
    /// Entries brought into being on the service.
    pub created: u32,
    /// Entries changed there.
    pub updated: u32,
    /// Entries taken away there.
    pub deleted: u32,
    /// Entries found there after a lost answer.
    pub adopted: u32,
    /// Entries taken over from there.
    pub imported: u32,
    /// Entries whose status moved on the service's word.
    pub status_changes: u32,
    /// Entries in which changes made there were taken over.
    pub taken_over: u32,
    /// Timesheets that were moved there.
    pub sheets: Vec<SheetMove>,
    /// What the service refused.
    pub refused: Vec<RefusedEntry>,
    /// Entries in conflict.
    pub conflicts: Vec<i64>,
    /// Entries held by a rule.
    pub held: Vec<i64>,
    /// Entries that an approver gave back since the last run.
    pub rejected: Vec<i64>,
    /// Entries whose outcome is not known.
    pub unconfirmed: u32,
    /// Entries still owed.
    pub owed: u32,
    /// Requests that left the machine.
    pub requests: u64,
    /// Seconds the service asked us to wait.
    pub retry_after_seconds: Option<u64>,
    /// The first and the last day of what was taken over from there.
    #[serde(skip)]
    pub imported_days: Option<(NaiveDate, NaiveDate)>,
    /// Where the entries stand whose status moved on the service's word.
    #[serde(skip)]
    pub moved: Vec<(i64, Status)>,
    /// Entries that were taken back here when they were approved there already: they are
    /// approved here too.
    #[serde(skip)]
    pub put_back: Vec<i64>,
    /// The entries whose outcome is not known.
    #[serde(skip)]
    pub unanswered: Vec<i64>,
    /// Entries that may be any of several on the service: a person chooses.
    #[serde(skip)]
    pub undecided: Vec<i64>,
    /// Entries that the service holds twice.
    #[serde(skip)]
    pub twice: Vec<Twice>,
    /// Timesheets that the service did not let move, each with its words and help.
    #[serde(skip)]
    pub sheet_refusals: Vec<SheetRefusal>,
    /// Entries that were handed over from another profile, whose service may still hold
    /// them: they go when they are gone there.
    #[serde(skip)]
    pub waits: Vec<Waiting>,
    /// What is worth knowing and needs nobody.
    #[serde(skip)]
    pub notes: Vec<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// Why it ended early, for a person.
    #[serde(skip)]
    pub trouble: Option<Trouble>,
}

/// Why a run ended early: what happened and the one thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What happened.
    pub message: String,
    /// The one thing to do.
    pub help: String,
    /// Whether it needs nobody, if a later run gets through.
    pub passes: bool,
}

impl ProfileReport {
    /// A report of nothing yet.
    #[must_use]
    pub fn new(profile: &str, backend: &str) -> Self {
        Self {
            profile: profile.to_owned(),
            backend: backend.to_owned(),
            created: 0,
            updated: 0,
            deleted: 0,
            adopted: 0,
            imported: 0,
            status_changes: 0,
            taken_over: 0,
            sheets: Vec::new(),
            refused: Vec::new(),
            conflicts: Vec::new(),
            held: Vec::new(),
            rejected: Vec::new(),
            imported_days: None,
            moved: Vec::new(),
            put_back: Vec::new(),
            unconfirmed: 0,
            owed: 0,
            requests: 0,
            retry_after_seconds: None,
            unanswered: Vec::new(),
            undecided: Vec::new(),
            twice: Vec::new(),
            sheet_refusals: Vec::new(),
            waits: Vec::new(),
            notes: Vec::new(),
            outcome: Outcome::Done,
            trouble: None,
        }
    }

    /// Ends the run early with this outcome and reason.
    pub fn stop(&mut self, outcome: Outcome, message: impl Into<String>, help: impl Into<String>) {
        self.outcome = outcome;
        self.trouble = Some(Trouble {
            message: message.into(),
            help: help.into(),
            passes: outcome == Outcome::Later,
        });
    }

    /// Notes that something is to be looked at again, by a later run and nobody else.
    pub fn unsettled(&mut self, message: impl Into<String>) {
        if self.outcome == Outcome::Done {
            self.stop(
                Outcome::Later,
                message,
                "run `tt sync` again later; what was done is looked up first",
            );
        }
    }

    /// The report of a run and of one right after it: what they did together, and how it
    /// stands now.
    #[must_use]
    pub fn followed_by(self, mut next: Self) -> Self {
        next.created += self.created;
        next.updated += self.updated;
        next.deleted += self.deleted;
        next.adopted += self.adopted;
        next.imported += self.imported;
        next.note_imported_days(self.imported_days);
        next.status_changes += self.status_changes;
        next.taken_over += self.taken_over;
        next.rejected.splice(0..0, self.rejected);
        next.moved.splice(0..0, self.moved);
        next.put_back.splice(0..0, self.put_back);
        next.sheets.splice(0..0, self.sheets);
        let unsaid = |note: &String| !next.notes.contains(note);
        let notes: Vec<_> = self.notes.into_iter().filter(unsaid).collect();
        next.notes.splice(0..0, notes);
        next
    }

    /// Widens the days of what was taken over from there to these as well.
    pub(super) fn note_imported_days(&mut self, days: Option<(NaiveDate, NaiveDate)>) {
        self.imported_days = match (self.imported_days, days) {
            (Some(one), Some(two)) => Some((one.0.min(two.0), one.1.max(two.1))),
            (one, two) => one.or(two),
        };
    }

    /// Whether a timesheet was taken back, so that what it kept here may go.
    #[must_use]
    pub fn has_opened_a_sheet(&self) -> bool {
        self.sheets.iter().any(|moved| moved.step == RECALLED)
    }

    /// Says which entries wait for another profile, where nothing graver is to be said.
    pub fn tell_waits(&mut self) {
        let Some(first) = self.waits.first() else {
            return;
        };
        if self.outcome != Outcome::Done {
            return;
        }
        let (id, profile) = (first.id, first.profile.clone());
        let more = match self.waits.len() - 1 {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        self.stop(
            Outcome::Later,
            format!("entry {id}{more} waits until profile {profile} has taken it away there"),
            format!("run `tt sync {profile}`, then again; or `tt sync --all`"),
        );
    }

    /// Notes that an entry, which stood somewhere else here, stands there by the service's
    /// word.
    pub fn note_move(&mut self, id: i64, to: Status) {
        self.status_changes += 1;
        self.moved.push((id, to));
        if to == Status::Rejected {
            self.rejected.push(id);
        }
    }

    /// Notes a stored refusal.
    pub fn note_refusal(&mut self, id: i64, problem: Option<&Problem>) {
        let (code, message) = problem.map_or(("refused", ""), |problem| {
            (problem.code.as_str(), problem.message.as_str())
        });
        self.refused.push(RefusedEntry {
            id,
            code: code.to_owned(),
            message: message.to_owned(),
        });
    }

    /// Decides the outcome from what is left, unless the run ended early for a graver reason.
    pub fn conclude(&mut self) {
        let person = !(self.refused.is_empty()
            && self.held.is_empty()
            && self.conflicts.is_empty()
            && self.undecided.is_empty()
            && self.sheet_refusals.is_empty()
            && self.twice.is_empty());
        if self.outcome == Outcome::Done || (self.outcome == Outcome::Later && person) {
            self.outcome = if person || self.outcome == Outcome::NeedsPerson {
                Outcome::NeedsPerson
            } else if self.unconfirmed > 0 {
                Outcome::Later
            } else {
                self.outcome
            };
        }
    }

    /// The exit code of this report alone (PRODUCT.md §4): 5 before 4 before 6.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self.outcome {
            Outcome::NeedsLogin => 5,
            Outcome::NeedsPerson => 4,
            Outcome::Later | Outcome::Busy => 6,
            Outcome::Done => 0,
        }
    }
}

/// The exit code of several reports: the first of 5, 4, 6 that occurs.
#[must_use]
pub fn exit_code(reports: &[ProfileReport]) -> u8 {
    [5, 4, 6]
        .into_iter()
        .find(|code| reports.iter().any(|report| report.exit_code() == *code))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(outcome: Outcome) -> ProfileReport {
        let mut report = ProfileReport::new("own", "freshbooks");
        for id in [7, 9] {
            let profile = "work".to_owned();
            report.waits.push(Waiting { id, profile });
        }
        report.outcome = outcome;
        report
    }

    #[test]
    fn what_waits_is_told_where_nothing_graver_is() {
        for (outcome, then) in [
            (Outcome::Done, Outcome::Later),
            (Outcome::NeedsPerson, Outcome::NeedsPerson),
            (Outcome::NeedsLogin, Outcome::NeedsLogin),
        ] {
            let mut report = waiting(outcome);
            report.tell_waits();
            assert_eq!(report.outcome, then);
            let told = report.trouble.map(|it| it.message + &it.help);
            assert_eq!(told.is_some(), outcome == Outcome::Done);
            let names =
                |it: String| it.contains("entry 7 and 1 more") && it.contains("tt sync work");
            assert!(told.is_none_or(names));
        }
        let mut nothing = ProfileReport::new("own", "freshbooks");
        nothing.tell_waits();
        assert_eq!(nothing.outcome, Outcome::Done);
    }

    #[test]
    fn two_runs_are_one_report() {
        let mut first = waiting(Outcome::Done);
        (first.created, first.updated, first.owed) = (2, 1, 2);
        first.notes = vec!["one".into(), "both".into()];
        let mut next = ProfileReport::new("own", "freshbooks");
        (next.created, next.requests) = (2, 9);
        next.notes = vec!["both".into()];
        let both = first.followed_by(next);
        assert_eq!((both.created, both.updated, both.owed), (4, 1, 0));
        assert_eq!((both.requests, both.waits.len()), (9, 0));
        assert_eq!(both.notes, ["one", "both"]);
    }
}
