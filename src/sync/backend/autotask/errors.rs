//! What the service's refusals, and the lack of an answer, mean for the engine.
//!
//! It refuses with 500 as well as with anything else, and tells why in sentences:
//! `{"errors":["…"]}` on any status. So the sentences are read, tolerantly: what is
//! known by them is named here, and one that tells nothing leaves open what was done.
//! Its words are passed on in one line, without control characters.

use crate::domain::entry::Problem;
use crate::net::{BodyFault, Response};
use crate::sync::backend::act::doubtful;
pub use crate::sync::backend::act::{Act, from_net};
use crate::sync::backend::{BackendError, ErrorKind, clean};
use serde_json::Value;
use std::time::Duration;

/// What a sentence means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sense {
    /// Too much at once, or in the hour; nothing was done.
    Later,
    /// Nothing there by that number, or not for us.
    Missing,
    /// The credentials.
    Door,
    /// The rights do not suffice.
    NotAllowed,
    /// A refusal in its own words.
    Refusal,
    /// Something broke, and nobody says what.
    Nothing,
}

/// Sentences by what they contain, in lower case; the first that fits counts.
const KNOWN: &[(&[&str], Sense)] = &[
    (&["itgenatr005"], Sense::Later),
    (&["threshold", "exceeded"], Sense::Later),
    (&["thread", "threshold"], Sense::Later),
    (&["no matching records"], Sense::Missing),
    (&["integrationcode", "invalid"], Sense::Door),
    (&["adequate permission"], Sense::NotAllowed),
    (&["not have", "permission"], Sense::NotAllowed),
    (&["unexpected error"], Sense::Nothing),
    (&["internal server error"], Sense::Nothing),
    (&["an error has occurred"], Sense::Nothing),
    (&["an error occurred"], Sense::Nothing),
    (&["object reference not set"], Sense::Nothing),
    (&["timeout"], Sense::Nothing),
    (&["timed out"], Sense::Nothing),
    (&["deadlock"], Sense::Nothing),
];

fn sense(words: &str) -> Sense {
    let words = words.to_lowercase();
    let known = KNOWN
        .iter()
        .find(|(parts, _)| parts.iter().all(|part| words.contains(part)));
    known.map_or(Sense::Refusal, |(_, sense)| *sense)
}

/// Whether an answer is a plain refusal in this service's way of speaking, so that to
/// ask again would change nothing.
#[must_use]
pub fn is_refusal(answer: &Response) -> bool {
    let body = answer.json::<Value>().ok();
    matches!(
        Told::read(body.as_ref()).sense(),
        Some(Sense::Missing | Sense::Door | Sense::NotAllowed | Sense::Refusal)
    )
}

/// Whether a part of the service is closed to this user, or not there: what it would tell
/// is then not known, and stops nothing else.
#[must_use]
pub fn is_closed(error: &BackendError) -> bool {
    matches!(
        error.kind,
        ErrorKind::Forbidden | ErrorKind::NotFound | ErrorKind::Protocol
    )
}

/// The first sentence of an error body.
#[must_use]
pub fn first_words(body: &Value) -> Option<String> {
    Told::read(Some(body))
        .problems
        .first()
        .map(|it| it.message.clone())
}

/// The answer's data, or what its refusal means. `wish` is how long the answer asks to
/// wait, by somebody who has a clock.
///
/// # Errors
/// Everything but a success that can be read.
pub fn judge(
    act: Act,
    answer: &Response,
    wish: Option<Duration>,
    host: &str,
) -> Result<Value, BackendError> {
    let status = answer.status();
    let body = answer.json::<Value>();
    let told = Told::read(body.as_ref().ok());
    let sense = told.sense();
    if answer.is_success() && sense.is_none() {
        return match body {
            Ok(value) => Ok(value),
            Err(BodyFault::Empty) if act == Act::Change => Ok(Value::Null),
            Err(fault) => Err(from_net(act, &fault.into_error(host))),
        };
    }
    let has_id = body.as_ref().is_ok_and(|body| body["itemId"].is_number());
    if answer.is_success() && has_id {
        return Err(doubtful(act, status, &told.words(status), host));
    }
    match (status, sense) {
        (429, _) | (_, Some(Sense::Later)) => Err(BackendError::new(
            ErrorKind::RateLimited(wish),
            format!(
                "{host} takes no more requests for the moment: {}",
                told.words(status)
            ),
            "run `tt sync` again later; everything is kept",
        )),
        (503, _) if answer.header("retry-after").is_some() => Err(BackendError::new(
            ErrorKind::RateLimited(wish),
            format!("{host} asks to wait before the next request"),
            "run `tt sync` again later; everything is kept",
        )),
        (401, _) | (_, Some(Sense::Door)) => Err(BackendError::new(
            ErrorKind::Unauthorized,
            format!(
                "{host} does not accept the credentials: {}",
                told.words(status)
            ),
            "check user, secret and integration_code of the profile, and that the API user is active and not locked",
        )),
        (403, _) | (_, Some(Sense::NotAllowed)) => Err(not_allowed(act, status, &told, host)),
        (404 | 410, _) | (_, Some(Sense::Missing)) if act != Act::Create => Err(BackendError::new(
            ErrorKind::NotFound,
            format!("{host} has no such thing: {}", told.words(status)),
            "look for it on the service; it may have been deleted, or hidden from the API user",
        )),
        (405 | 501, None) if act == Act::Change => Err(BackendError::new(
            ErrorKind::Unsupported,
            format!("{host} does not know this: {}", told.words(status)),
            "do it on the service itself",
        )),
        (400..=405 | 409 | 410 | 413..=415 | 422, None) => Err(refused(act, status, told, host)),
        (_, Some(Sense::Refusal | Sense::Missing)) => Err(refused(act, status, told, host)),
        _ => Err(doubtful(act, status, &told.words(status), host)),
    }
}

fn not_allowed(act: Act, status: u16, told: &Told, host: &str) -> BackendError {
    let help = if act.reads() {
        "give the API user's security level the right to see this: Admin, Security Levels"
    } else {
        "give the API user's security level the right to add and edit time, and for somebody else's time Proxy Time Entry"
    };
    BackendError::new(
        ErrorKind::Forbidden,
        format!("{host} does not allow this: {}", told.words(status)),
        help,
    )
}

fn refused(act: Act, status: u16, told: Told, host: &str) -> BackendError {
    let words = told.words(status);
    match act {
        Act::Ask => BackendError::new(
            ErrorKind::Invalid(told.problems(status)),
            format!("{host} does not take this question: {words}"),
            "correct --where: the service's own names, such as [{\"op\":\"eq\",\"field\":\"ticketID\",\"value\":5}]",
        ),
        Act::Read => BackendError::new(
            ErrorKind::Protocol,
            format!("{host} does not take this question: {words}"),
            "this version of the service may differ from the known ones; please report it",
        ),
        Act::Create | Act::Change => BackendError::new(
            ErrorKind::Invalid(told.problems(status)),
            format!("{host} refused: {words}"),
            "correct the entry with `tt edit`; it is sent again at the next sync",
        ),
    }
}

/// What an error body tells: one problem a sentence.
#[derive(Debug, Default)]
struct Told {
    problems: Vec<Problem>,
}

impl Told {
    fn read(body: Option<&Value>) -> Self {
        let all = body.and_then(|body| body.get("errors"));
        let all = all.and_then(Value::as_array).into_iter().flatten();
        let problems = all.filter_map(|error| {
            let text = |value: Option<&Value>| {
                let text = clean(value?.as_str()?);
                (!text.is_empty()).then_some(text)
            };
            let message = text(Some(error)).or_else(|| text(error.get("message")))?;
            let named = text(error.get("field"));
            let field = named.as_deref().and_then(our_field);
            Some(Problem {
                code: "refused".to_owned(),
                rule: None,
                field: field.or_else(|| our_field(&message)).map(str::to_owned),
                message,
            })
        });
        Self {
            problems: problems.collect(),
        }
    }

    /// What all of it means: the gravest of its sentences. None without any.
    fn sense(&self) -> Option<Sense> {
        let senses: Vec<_> = self.problems.iter().map(|it| sense(&it.message)).collect();
        let order = [
            Sense::Later,
            Sense::Door,
            Sense::Missing,
            Sense::NotAllowed,
            Sense::Refusal,
            Sense::Nothing,
        ];
        order.into_iter().find(|sense| senses.contains(sense))
    }

    fn words(&self, status: u16) -> String {
        let all: Vec<_> = self.problems.iter().map(|it| it.message.as_str()).collect();
        if all.is_empty() {
            return format!("status {status}");
        }
        all.join("; ")
    }

    fn problems(self, status: u16) -> Vec<Problem> {
        if !self.problems.is_empty() {
            return self.problems;
        }
        vec![Problem {
            code: status.to_string(),
            rule: None,
            field: None,
            message: format!("status {status}"),
        }]
    }
}

/// Our name of the field that a sentence names first; those that contain another's name
/// stand before it. The names of the older interface are still in some sentences.
fn our_field(words: &str) -> Option<&'static str> {
    const NAMES: &[(&str, &str)] = &[
        ("internalbillingcodeid", "charge_to"),
        ("internalallocationcodeid", "charge_to"),
        ("contractservicebundleid", "extra.agreement_bundle"),
        ("contractserviceid", "extra.agreement_service"),
        ("billingcodeid", "work_type"),
        ("allocationcodeid", "work_type"),
        ("ticketid", "charge_to"),
        ("taskid", "charge_to"),
        ("roleid", "work_role"),
        ("resourceid", "member"),
        ("contractid", "agreement"),
        ("dateworked", "date"),
        ("startdatetime", "start"),
        ("enddatetime", "end"),
        ("hoursworked", "worked_seconds"),
        ("offsethours", "extra.offset_seconds"),
        ("summarynotes", "note"),
        ("internalnotes", "internal_note"),
        ("nonbillable", "billable"),
        ("showoninvoice", "extra.show_on_invoice"),
    ];
    let words: String = words
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    let found = NAMES
        .iter()
        .enumerate()
        .filter_map(|(order, (name, ours))| {
            // Where it ends: a longer name ends where the shorter one in it does.
            let end = words.find(name)? + name.len();
            Some((end, order, *ours))
        });
    found.min().map(|(_, _, ours)| ours)
}

#[cfg(test)]
mod tests;
