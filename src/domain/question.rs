//! What a sync asks a person, and which answers fit. Pure: read off an entry and its
//! link, so that it can be told without a network.
//!
//! Identities that a question names stand in its words; they are put there and found
//! there by this file only.

use super::delivery::{Act, Link};
use super::entry::{Breach, Entry, Problem};
use super::ids::RemoteId;
use super::status::{Status, words};

/// The breach of an entry that the service seems to hold already.
const ALREADY_THERE: &str = "sync/already-there";
/// The code of a problem that names several records one of which may be the entry.
const SEVERAL: &str = "several";
/// The code of a problem that looking cannot solve.
const UNSEEN: &str = "unseen";
/// What comes before the identities in a problem's words.
const NAMES: &str = ": ";

words! {
    /// What a person is asked about an entry.
    Question {
        /// A rule wants a look before it is sent.
        Held = "held",
        /// The service holds an equal entry that somebody else made.
        AlreadyThere = "already-there",
        /// The service said no.
        Refused = "refused",
        /// The service would not let go of what was taken away here.
        RemovalRefused = "removal-refused",
        /// Changed here and there to different values.
        Conflict = "conflict",
        /// Deleted here, and changed on the service since it was last seen there.
        ChangedThere = "changed-there",
        /// Deleted on the service, and still here.
        DeletedThere = "deleted-there",
        /// An answer was lost, and several records there may be it.
        Several = "several",
        /// An answer was lost, and the service may hold the entry without showing it.
        Unseen = "unseen",
        /// Two records there bear its key.
        Twice = "twice",
        /// A timer of more than a day.
        TooLong = "too-long",
        /// Given back by the approver, with the reason. Keeps nothing from its service, so
        /// that [`question`] never says it.
        Rejected = "rejected",
    }
}

words! {
    /// How a person answers.
    Form {
        /// What is here counts.
        Mine = "--keep mine",
        /// What is there counts.
        Theirs = "--keep theirs",
        /// Both are right.
        Both = "--keep both",
        /// Held, but right.
        Release = "--release",
        /// Send it again as it is.
        Retry = "--retry",
        /// It is this record there.
        Adopt = "--adopt REMOTE_ID",
        /// It is none of what is there.
        Resend = "--resend",
    }
}

/// What is asked about an entry of this profile's link; none where nobody is needed.
/// `push` is the status from which the profile delivers.
#[must_use]
pub fn question(entry: &Entry, link: Option<&Link>, push: Status) -> Option<Question> {
    let leaving = link.filter(|link| link.is_leaving(entry));
    if entry.is_unended() && leaving.is_none() && !entry.removed {
        return Some(Question::TooLong);
    }
    if let Some(link) = link {
        if link.attempt.is_some() {
            let question = if is_unseen(link) {
                Question::Unseen
            } else {
                Question::Several
            };
            let asks = is_undecided(link) && link.remote_id.is_none();
            return asks.then_some(question);
        }
        if link.is_due() && link.is_changed_there(entry) {
            return Some(Question::ChangedThere);
        }
        if leaving.is_some() {
            return (link.is_due() && link.is_refused()).then_some(Question::RemovalRefused);
        }
        if link.is_deleted_there() {
            return Some(Question::DeletedThere);
        }
        if !link.conflict.is_empty() {
            return Some(Question::Conflict);
        }
    }
    if entry.removed || entry.content.is_timer() {
        return None;
    }
    if !entry.held.is_empty() {
        let there = entry.held.iter().any(is_already_there);
        return Some(if there {
            Question::AlreadyThere
        } else {
            Question::Held
        });
    }
    let refused = link.is_some_and(|link| link.is_due() && link.is_refused());
    (refused && entry.status.rank() >= push.rank()).then_some(Question::Refused)
}

/// The answers that fit where an entry stands, asked or not.
#[must_use]
pub fn fitting(question: Option<Question>, link: Option<&Link>) -> &'static [Form] {
    match question {
        Some(Question::Held) => &[Form::Release],
        Some(Question::AlreadyThere) => &[Form::Adopt, Form::Release],
        Some(Question::Refused) => &[Form::Retry],
        Some(Question::RemovalRefused) => &[Form::Retry, Form::Theirs],
        Some(Question::Conflict) => &[Form::Mine, Form::Theirs, Form::Both],
        Some(Question::ChangedThere | Question::DeletedThere) => &[Form::Mine, Form::Theirs],
        Some(Question::Several | Question::Unseen) => &[Form::Adopt, Form::Resend],
        Some(Question::Twice) => &[Form::Release],
        Some(Question::TooLong) => &[],
        None | Some(Question::Rejected) if link.is_some_and(is_lost_create) => {
            &[Form::Adopt, Form::Resend]
        }
        None | Some(Question::Rejected) if link.is_some_and(is_to_be_verified) => &[Form::Adopt],
        None | Some(Question::Rejected) => &[],
    }
}

/// Whether a create was sent and nobody knows what became of it.
fn is_lost_create(link: &Link) -> bool {
    let attempt = link.attempt.as_ref();
    attempt.is_some_and(|attempt| attempt.act == Act::Create)
}

/// Whether a person has tied it to a record that no sync has seen yet.
#[must_use]
pub fn is_to_be_verified(link: &Link) -> bool {
    link.remote_id.is_some()
        && link.last_seen.is_none()
        && link.delivered_revision == 0
        && link.conflict.is_empty()
}

/// The problem of an entry that may be any of these records.
#[must_use]
pub fn several(ids: &[String]) -> Problem {
    Problem {
        code: SEVERAL.to_owned(),
        rule: None,
        field: None,
        message: format!(
            "the answer was lost, and the service holds several that it may be{NAMES}{}",
            ids.join(", ")
        ),
    }
}

/// The problem of an entry that a service, by its name, may hold without showing it.
#[must_use]
pub fn unseen(title: &str) -> Problem {
    Problem {
        code: UNSEEN.to_owned(),
        rule: None,
        field: None,
        message: format!(
            "the answer was lost, and {title} may hold it without showing it to this login: look there before it is sent again"
        ),
    }
}

fn is_unseen(link: &Link) -> bool {
    link.refusal.as_ref().is_some_and(|it| it.code == UNSEEN)
}

/// Whether a person has to say what became of a create whose answer was lost.
#[must_use]
pub fn is_undecided(link: &Link) -> bool {
    is_unseen(link) || !candidates(link).is_empty()
}

/// The records one of which may be the entry.
#[must_use]
pub fn candidates(link: &Link) -> Vec<RemoteId> {
    let problem = link.refusal.as_ref().filter(|it| it.code == SEVERAL);
    let listed = problem.and_then(|problem| problem.message.rsplit_once(NAMES));
    listed.map_or_else(Vec::new, |(_, ids)| {
        ids.split(", ").map(|id| RemoteId(id.to_owned())).collect()
    })
}

/// The breach of an entry that equals this record. `title` is the service's name.
#[must_use]
pub fn already_there(id: &RemoteId, title: &str) -> Breach {
    Breach {
        rule: ALREADY_THERE.into(),
        field: None,
        message: format!(
            "{title} holds an entry of the same time, target and note ({id}); already booked there?"
        ),
        help: "`tt review` shows what answers it".into(),
    }
}

/// Whether the entry is held because of what the service holds.
#[must_use]
pub fn is_already_there(breach: &Breach) -> bool {
    breach.rule == ALREADY_THERE
}

/// The record that such a breach names.
#[must_use]
pub fn equal_record(breach: &Breach) -> Option<RemoteId> {
    let inside = breach.message.rsplit_once(')')?.0.rsplit_once('(')?.1;
    is_already_there(breach).then(|| RemoteId(inside.to_owned()))
}

#[cfg(test)]
mod tests;
