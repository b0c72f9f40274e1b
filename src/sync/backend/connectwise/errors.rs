//! What the service's refusals, and the lack of an answer, mean for the engine.
//!
//! Bodies are read tolerantly: JSON of the documented shape, odd JSON, web pages
//! of whatever stands before the service, nothing at all. The service's words
//! are passed on without control characters and without credentials.

use crate::domain::entry::Problem;
use crate::net::{Response, Verdict, certainty_of_status};
pub use crate::sync::backend::act::{Act, from_net};
use crate::sync::backend::{BackendError, ErrorKind, clean};
use serde_json::Value;
use std::time::Duration;

/// The answer's data, or what its refusal means. A delete may answer nothing.
///
/// # Errors
/// Everything but a success that can be read.
pub fn judge(act: Act, answer: &Response, host: &str) -> Result<Value, BackendError> {
    let status = answer.status();
    let body = answer.json::<Value>();
    if answer.is_success() {
        let empty_is_fine = act == Act::Change;
        return match body {
            Ok(value) => match refused_softly(act, &value) {
                Some(words) => Err(conflict(host, &words)),
                None => Ok(value),
            },
            Err(crate::net::BodyFault::Empty) if empty_is_fine => Ok(Value::Null),
            Err(fault) => Err(from_net(act, &fault.into_error(host))),
        };
    }
    let told = Told::read(body.as_ref().ok());
    // Doors in front of the service answer these themselves, in HTML.
    let turned_away = matches!(status, 401 | 403 | 404 | 405 | 410 | 413 | 414 | 415 | 429);
    let usable = turned_away || body.as_ref().is_ok_and(Value::is_object);
    let wait = retry_after(answer);
    match certainty_of_status(status, usable, answer.header("retry-after").is_some()) {
        Verdict::Later => Err(BackendError::new(
            ErrorKind::RateLimited(wait),
            format!("{host} asks to wait before the next request"),
            "run `tt sync` again later; everything is kept",
        )),
        Verdict::Unknown if !turned_away => Err(doubtful(act, status, &told, host)),
        _ => Err(refused(act, status, told, host)),
    }
}

/// `success: false` in an answer of 200 is a refusal.
fn refused_softly(act: Act, value: &Value) -> Option<String> {
    let refused = !act.reads() && value.get("success") == Some(&Value::Bool(false));
    refused.then(|| {
        let words = value.get("message").and_then(Value::as_str).map(clean);
        words
            .filter(|words| !words.is_empty())
            .unwrap_or_else(|| "no reason given".to_owned())
    })
}

fn conflict(host: &str, words: &str) -> BackendError {
    BackendError::new(
        ErrorKind::Conflict,
        format!("{host} refused: {words}"),
        "look at the entry and its time sheet on the service, then `tt sync` again",
    )
}

fn refused(act: Act, status: u16, told: Told, host: &str) -> BackendError {
    let words = told.sentence(status);
    match status {
        401 => BackendError::new(
            ErrorKind::Unauthorized,
            format!("{host} does not accept the credentials: {words}"),
            "check company_id, public_key and private_key of the profile; the key may have been withdrawn",
        ),
        403 if act.reads() => BackendError::new(
            ErrorKind::Forbidden,
            format!("{host} does not allow this: {words}"),
            "check client_id of the profile, and the inquire rights of the API member's security role",
        ),
        403 => BackendError::new(
            ErrorKind::Forbidden,
            format!("{host} does not allow this: {words}"),
            "ask an administrator for add and edit rights on time entry in the API member's security role",
        ),
        404 | 410 if act != Act::Create => BackendError::new(
            ErrorKind::NotFound,
            format!("{host} has no such thing: {words}"),
            "look for it on the service; it may have been deleted",
        ),
        405 | 501 if act == Act::Change => BackendError::new(
            ErrorKind::Unsupported,
            format!("{host} does not know this: {words}"),
            "this version of the service may lack it; do it there",
        ),
        409 => conflict(host, &words),
        404 | 405 | 410 if !act.reads() => BackendError::new(
            ErrorKind::Invalid(told.problems(status)),
            format!("{host} takes no time entries at this address: {words}"),
            "check `url` and company_id of the profile, then `tt resolve --retry`",
        ),
        _ if act == Act::Ask => BackendError::new(
            ErrorKind::Invalid(told.problems(status)),
            format!("{host} does not understand the question: {words}"),
            "correct --where: the service's own names, words in quotes, instants in brackets",
        ),
        _ if act.reads() => BackendError::new(
            ErrorKind::Protocol,
            format!("{host} does not understand the question: {words}"),
            "this version of the service may differ from the known ones; please report it",
        ),
        _ => {
            let message = format!("{host} refused: {words}");
            BackendError::new(
                ErrorKind::Invalid(told.problems(status)),
                message,
                "correct the entry with `tt edit`; it is sent again at the next sync",
            )
        }
    }
}

fn doubtful(act: Act, status: u16, told: &Told, host: &str) -> BackendError {
    let words = told.sentence(status);
    if act.reads() {
        let kind = if status >= 500 {
            ErrorKind::Unreachable
        } else {
            ErrorKind::Protocol
        };
        return BackendError::new(
            kind,
            format!("{host} could not answer: {words}"),
            "run `tt sync` again later; everything is kept",
        );
    }
    BackendError::new(
        ErrorKind::OutcomeUnknown,
        format!("{host} answered with an error that leaves open what was done: {words}"),
        "run `tt sync` again later; what may have arrived is looked up first",
    )
}

/// The wish in the header as a length. A date is only a length by the service's
/// own clock, which stands in the answer as well.
fn retry_after(answer: &Response) -> Option<Duration> {
    let digits = answer
        .header("retry-after")?
        .trim()
        .bytes()
        .all(|byte| byte.is_ascii_digit());
    let known = digits || answer.header("date").is_some();
    let seconds = known.then(|| answer.retry_after(0, true))?;
    seconds.map(Duration::from_secs)
}

/// What an error body tells.
#[derive(Debug, Default)]
struct Told {
    code: Option<String>,
    message: Option<String>,
    problems: Vec<Problem>,
}

impl Told {
    fn read(body: Option<&Value>) -> Self {
        let Some(body) = body else {
            return Self::default();
        };
        let text = |value: &Value, name: &str| {
            let text = value.get(name)?.as_str().map(clean)?;
            (!text.is_empty()).then_some(text)
        };
        let errors = body
            .get("errors")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let problems = errors
            .filter(|error| error.is_object())
            .map(|error| Problem {
                code: text(error, "code").unwrap_or_else(|| "refused".to_owned()),
                rule: None,
                field: text(error, "field")
                    .and_then(|field| our_field(&field))
                    .map(str::to_owned),
                message: text(error, "message")
                    .or(text(error, "code"))
                    .unwrap_or_else(|| "no reason given".to_owned()),
            });
        Self {
            code: text(body, "code"),
            message: text(body, "message").or(text(body, "error")),
            problems: problems.collect(),
        }
    }

    fn sentence(&self, status: u16) -> String {
        let inner = self.problems.first().map(|problem| problem.message.clone());
        let said = inner.or(self.message.clone()).or(self.code.clone());
        said.unwrap_or_else(|| format!("status {status}"))
    }

    fn problems(self, status: u16) -> Vec<Problem> {
        if !self.problems.is_empty() {
            return self.problems;
        }
        let message = self.sentence(status);
        let code = self.code.unwrap_or_else(|| status.to_string());
        vec![Problem {
            code,
            rule: None,
            field: None,
            message,
        }]
    }
}

/// Our name of a field of the service.
fn our_field(field: &str) -> Option<&'static str> {
    let first = field
        .trim_start_matches('/')
        .split(['/', '.'])
        .next()
        .unwrap_or_default();
    let known = [
        ("chargeToId", "charge_to"),
        ("chargeToType", "charge_to"),
        ("company", "client"),
        ("member", "member"),
        ("timeStart", "start"),
        ("timeEnd", "end"),
        ("actualHours", "worked_seconds"),
        ("hoursDeduct", "deduct_seconds"),
        ("workType", "work_type"),
        ("workRole", "work_role"),
        ("agreement", "agreement"),
        ("billableOption", "billable"),
        ("notes", "note"),
        ("internalNotes", "internal_note"),
        ("emailCc", "email_cc"),
        ("mobileGuid", "key"),
    ];
    let ours = known
        .iter()
        .find(|(theirs, _)| theirs.eq_ignore_ascii_case(first));
    ours.map(|(_, ours)| *ours)
}

#[cfg(test)]
mod tests;
