//! What a person is asked about an entry: what happened, both sides' values where
//! two differ, and the commands that answer it.

use super::phrase::{clock_times, length};
use super::{Context, Item, rejected};
use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::delivery::Link;
use crate::domain::ids::RemoteId;
use crate::domain::question::{self, Form, Question};
use crate::domain::status::Status;
use chrono::NaiveDate;

/// One question with all that it is told by.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The entry and its link, whole.
    pub item: Item<'a>,
    /// What is asked.
    pub question: Question,
    /// The other record that bears its key.
    pub other: Option<&'a RemoteId>,
    /// Whether a rule has to be obeyed, so that no word releases it.
    pub is_firm: bool,
    /// The first and the last day of the timesheet on which it was rejected.
    pub sheet: Option<(NaiveDate, NaiveDate)>,
}

/// A field with its value here and on the service.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Sides {
    /// The field, by its JSON name.
    pub field: String,
    /// The value here; none where there is none.
    pub mine: Option<String>,
    /// The value there.
    pub theirs: Option<String>,
}

/// A command that answers, and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// As it is typed.
    pub command: String,
    /// What it does.
    pub does: &'static str,
}

impl Asked<'_> {
    /// The service's name; `the service` where the profile is configured no longer.
    #[must_use]
    pub fn service<'c>(&self, context: &'c dyn Context) -> &'c str {
        let profile = self.item.link.map(|link| link.profile.as_str());
        let settings = profile.and_then(|name| context.profile(name));
        settings.map_or("the service", |profile| profile.backend.title())
    }

    /// What happened, a sentence each.
    #[must_use]
    pub fn happened(&self, context: &dyn Context) -> Vec<String> {
        let title = self.service(context);
        let link = self.item.link;
        let refusal = link.and_then(|link| link.refusal.as_ref());
        let words = refusal.map_or("no reason given", |problem| problem.message.as_str());
        let id = link.and_then(|link| link.remote_id.as_ref());
        let record = id.map_or_else(String::new, |id| format!(" ({id})"));
        let breaches = self.item.entry.held.iter();
        let said = match self.question {
            Question::Held | Question::AlreadyThere => {
                // What was warned of at booking is still so when it is let go.
                let warned = self.item.entry.warnings.iter();
                let warned = warned.map(|warning| format!("warning: {}", warning.message));
                let breaches = breaches.map(|breach| breach.message.clone());
                return breaches.chain(warned).collect();
            }
            // Where the words say whose they are, once is enough.
            Question::Refused if words.starts_with(title) => words.to_owned(),
            Question::Refused => format!("{title} refused it: {words}"),
            Question::RemovalRefused => {
                format!("deleted here, but {title} refused to delete it{record}: {words}")
            }
            Question::Conflict => format!("changed here and on {title}{record}, differently"),
            Question::ChangedThere => {
                format!("deleted here, and changed on {title}{record} since it was last seen there")
            }
            Question::DeletedThere => format!("somebody deleted it on {title}{record}"),
            Question::Unseen => words.to_owned(),
            Question::Several => words.replace("the service", title),
            Question::Twice => {
                let one = id.map(ToString::to_string).unwrap_or_default();
                let other = self.other.map(ToString::to_string).unwrap_or_default();
                format!("{title} holds it twice, as {one} and as {other}")
            }
            Question::TooLong => {
                let lasts = length(self.item.worked(context));
                format!("a timer of {lasts}: nobody knows when it ended")
            }
            Question::Rejected => match self.item.entry.reject_reason.as_deref() {
                Some(reason) => format!("rejected: {reason}"),
                None => "rejected, and no reason given".to_owned(),
            },
        };
        vec![said]
    }

    /// Both sides of every field in conflict.
    #[must_use]
    pub fn sides(&self, context: &dyn Context) -> Vec<Sides> {
        let Some(link) = self
            .item
            .link
            .filter(|_| matches!(self.question, Question::Conflict | Question::ChangedThere))
        else {
            return Vec::new();
        };
        let seen = link.last_seen.as_ref().map(|seen| &seen.content);
        let sides = |field: &String| Sides {
            field: field.clone(),
            mine: value(&self.item.entry.content, field, context),
            theirs: seen.and_then(|seen| value(seen, field, context)),
        };
        link.conflict.iter().map(sides).collect()
    }

    /// The records of the service that it may be.
    #[must_use]
    pub fn candidates(&self) -> Vec<RemoteId> {
        match self.question {
            Question::Several => self.item.link.map(question::candidates).unwrap_or_default(),
            Question::AlreadyThere => {
                let held = self.item.entry.held.iter();
                held.filter_map(question::equal_record).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The answers that `tt resolve` takes now.
    #[must_use]
    pub fn forms(&self) -> Vec<Form> {
        let fitting = question::fitting(Some(self.question), self.item.link);
        let firm = |form: &&Form| !(self.is_firm && **form == Form::Release);
        fitting.iter().filter(firm).copied().collect()
    }

    /// The commands that answer it, the likeliest first.
    #[must_use]
    pub fn ways(&self) -> Vec<Way> {
        let id = self.item.entry.id;
        let way = |command: String, does| Way { command, does };
        let mut ways = Vec::new();
        for form in self.forms() {
            if form == Form::Adopt {
                ways.extend(self.candidates().into_iter().map(|record| {
                    way(
                        format!("tt resolve {id} --adopt {}", shell_word(&record.0)),
                        "it is this one there",
                    )
                }));
                continue;
            }
            ways.push(way(format!("tt resolve {id} {form}"), self.does(form)));
        }
        let edit = |what: &str| format!("tt edit {id} {what}");
        match self.question {
            // What a rule insists on is lifted by what its help names; to change or delete
            // what was worked lifts nothing.
            Question::Held if self.is_firm && !self.lifting().is_empty() => {
                ways.extend(self.lifting());
            }
            Question::Held | Question::Refused => {
                let does = match self.item.entry.status {
                    Status::Submitted => "take it back and correct it, then `tt submit` it again",
                    _ => "correct it",
                };
                ways.extend(self.changing(&edit("…"), does));
                ways.extend(self.changing(&format!("tt delete {id}"), "it was not worked"));
            }
            Question::AlreadyThere => {
                let delete = format!("tt delete {id}");
                ways.extend(self.changing(&delete, "the one there is enough"));
            }
            Question::Rejected => ways.extend(rejected::ways(&[self])),
            Question::TooLong => {
                ways.push(way(edit("--end TIME"), "say when it ended"));
            }
            Question::Twice => {
                let other = self.other.map(|id| id.0.as_str()).unwrap_or_default();
                ways.insert(
                    0,
                    way(format!("delete {other} there"), "if it is one too many"),
                );
            }
            _ => {}
        }
        ways
    }

    /// A command that changes or deletes the entry, in a line that goes through where it
    /// stands now: what was handed in is taken back first, what was approved stays.
    fn changing(&self, command: &str, does: &'static str) -> Option<Way> {
        let id = self.item.entry.id;
        let command = match self.item.entry.status {
            Status::Open | Status::Rejected => command.to_owned(),
            Status::Submitted => match self.item.link.filter(|link| is_handed_in(link)) {
                // What its timesheet holds there stays locked until that is back.
                Some(link) => {
                    let profile = shell_word(&link.profile);
                    format!("tt recall {id} && tt sync {profile} && {command}")
                }
                None => format!("tt recall {id} && {command}"),
            },
            Status::Approved | Status::Billed => return None,
        };
        Some(Way { command, does })
    }

    /// The commands that the rules which hold it name, for where another record stands in
    /// the way: each once.
    fn lifting(&self) -> Vec<Way> {
        let mut found: Vec<Way> = Vec::new();
        for breach in &self.item.entry.held {
            for command in breach.help.split('`').skip(1).step_by(2) {
                let does = if command.starts_with("tt recall ") {
                    "take its time sheet back; the next sync then sends it"
                } else if command == "tt sync" {
                    "sends it as soon as its time sheet is given back"
                } else {
                    continue;
                };
                if found.iter().all(|way| way.command != command) {
                    found.push(Way {
                        command: command.to_owned(),
                        does,
                    });
                }
            }
        }
        found
    }

    /// What an answer does to an entry that is asked about so.
    #[must_use]
    pub fn does(&self, form: Form) -> &'static str {
        let is_gone = self.question == Question::DeletedThere;
        let leaves = matches!(
            self.question,
            Question::ChangedThere | Question::RemovalRefused
        );
        match form {
            Form::Mine if is_gone => "book it there anew",
            Form::Mine if leaves => "delete it there too",
            Form::Mine => "send what is here",
            Form::Theirs if is_gone => "delete it here too",
            Form::Theirs if leaves => "bring it back here",
            Form::Theirs => "take over what is there",
            Form::Both => "keep the one there, and send this as another",
            Form::Release if self.question == Question::AlreadyThere => "both are right: send it",
            Form::Release if self.question == Question::Twice => "both are right",
            Form::Release => "it is right: send it",
            Form::Retry if self.question == Question::RemovalRefused => "try to delete it again",
            Form::Retry => "send it again as it is",
            Form::Adopt => "it is one that is there",
            Form::Resend if self.question == Question::Unseen => "it is not there: send it again",
            Form::Resend => "it is none of these: send it again",
        }
    }
}

/// Whether its service was last seen to hold it on a timesheet that is handed in.
fn is_handed_in(link: &Link) -> bool {
    let seen = link.last_seen.as_ref();
    seen.is_some_and(|seen| seen.status == Status::Submitted)
}

/// The value of a field for a person; none where it is empty.
fn value(content: &Content, field: &str, context: &dyn Context) -> Option<String> {
    let thing = |value: &Option<Reference>| value.as_ref().map(ToString::to_string);
    match field {
        "start" => Some(match content.start {
            Some(_) => format!("{} {}", content.date, clock_times(content, context)),
            None => content.date.to_string(),
        }),
        "worked_seconds" => Some(length(content.worked(context.now()))),
        "deduct_seconds" => Some(length(content.deducted(context.now()))),
        "charge_to" => content.target.as_ref().map(ToString::to_string),
        "project" => thing(&content.project),
        "client" => thing(&content.client),
        "service" => thing(&content.service),
        "task" => thing(&content.task),
        "member" => thing(&content.member),
        "work_type" => thing(&content.work_type),
        "work_role" => thing(&content.work_role),
        "agreement" => thing(&content.agreement),
        "billable" => Some(content.billable.word().to_owned()),
        "note" => content.note.clone(),
        "internal_note" => content.internal_note.clone(),
        _ => None,
    }
}

/// A word that a shell takes as it is.
fn shell_word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.:/".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}
