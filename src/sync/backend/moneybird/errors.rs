//! What the service's refusals, and the lack of an answer, mean for the engine.
//!
//! `error` is a sentence, an object of sentences by field, or the whole body is
//! a bare string; codes stand in `symbolic` and `details`. The service's words are
//! passed on in one line, without control characters.

use crate::domain::entry::Problem;
use crate::net::{Response, Verdict, certainty_of_status};
use crate::sync::backend::act::doubtful;
pub use crate::sync::backend::act::{Act, from_net};
use crate::sync::backend::{BackendError, ErrorKind, clean};
use serde_json::Value;
use std::time::Duration;

/// The answer's data, or what its refusal means. A delete answers nothing. `wish` is how
/// long the answer asks to wait, by somebody who has a clock.
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
    if answer.is_success() {
        return match body {
            Ok(value) => Ok(value),
            Err(crate::net::BodyFault::Empty) if act == Act::Change => Ok(Value::Null),
            Err(fault) => Err(from_net(act, &fault.into_error(host))),
        };
    }
    let told = Told::read(body.as_ref().ok());
    let turned_away = matches!(status, 401..=405 | 410 | 413..=415 | 429);
    let usable = turned_away || body.as_ref().is_ok_and(Value::is_object);
    match certainty_of_status(status, usable, answer.header("retry-after").is_some()) {
        Verdict::Later => Err(BackendError::new(
            ErrorKind::RateLimited(wish),
            format!("{host} takes no more requests for the moment (150 in five minutes)"),
            "run `tt sync` again in a few minutes; everything is kept",
        )),
        Verdict::Unknown if !turned_away => {
            Err(doubtful(act, status, &told.sentence(status), host))
        }
        _ => Err(refused(act, status, told, host)),
    }
}

fn refused(act: Act, status: u16, told: Told, host: &str) -> BackendError {
    let words = told.sentence(status);
    match status {
        // One number for two things: a token that is no good, and one that may not.
        401 if told.lacks_scope() => BackendError::new(
            ErrorKind::Misconfigured,
            format!("{host} does not let this token do that: {words}"),
            "make a token with time_entries, sales_invoices and settings",
        ),
        401 => BackendError::new(
            ErrorKind::Unauthorized,
            format!("{host} does not accept the token: {words}"),
            "check `token` of the profile; it may have been withdrawn under External applications",
        ),
        402 => BackendError::new(
            ErrorKind::Invalid(told.problems(status)),
            format!("the administration's plan does not allow this: {words}"),
            "change the plan, then `tt resolve --retry`",
        ),
        403 => BackendError::new(
            ErrorKind::Forbidden,
            format!("{host} does not allow this: {words}"),
            "give the token and its user access to time entries and sales invoices",
        ),
        400 | 404 | 410 | 422 if act == Act::Ask => BackendError::new(
            ErrorKind::Invalid(told.problems(status)),
            format!("{host} does not take this question: {words}"),
            "correct what is asked for; `contact` is our client, `user` our member",
        ),
        404 | 410 if act != Act::Create => BackendError::new(
            ErrorKind::NotFound,
            format!("{host} has no such thing: {words}"),
            "check the numbers; it may have been deleted there",
        ),
        _ if act.reads() => BackendError::new(
            ErrorKind::Protocol,
            format!("{host} does not take this question: {words}"),
            "check what was asked for; the service's own words say what it minds",
        ),
        _ => BackendError::new(
            ErrorKind::Invalid(told.problems(status)),
            format!("{host} refused: {words}"),
            "correct the entry with `tt edit`; it is sent again at the next sync",
        ),
    }
}

/// What an error body tells.
#[derive(Debug, Default)]
struct Told {
    message: Option<String>,
    problems: Vec<Problem>,
}

impl Told {
    fn read(body: Option<&Value>) -> Self {
        let Some(body) = body else {
            return Self::default();
        };
        let said = |value: &Value| {
            let text = value.as_str().map(clean)?;
            (!text.is_empty()).then_some(text)
        };
        let Some(fields) = body.as_object() else {
            return Self {
                message: said(body),
                problems: Vec::new(),
            };
        };
        let error = fields.get("error");
        let message = error.and_then(said);
        let mut problems = Vec::new();
        for (field, sentences) in error.and_then(Value::as_object).into_iter().flatten() {
            let code = first_code(fields.get("details"), field);
            let sentences = match sentences {
                Value::Array(all) => all.iter().filter_map(said).collect(),
                one => said(one).into_iter().collect::<Vec<_>>(),
            };
            for sentence in sentences {
                problems.push(problem(
                    field,
                    code.as_deref().unwrap_or("refused"),
                    &sentence,
                ));
            }
        }
        if problems.is_empty() {
            let symbolic = fields.get("symbolic").and_then(Value::as_object);
            for (field, code) in symbolic.into_iter().flatten() {
                let code = said(code).unwrap_or_else(|| "refused".to_owned());
                let word = our_field(field).unwrap_or(field);
                let sentence = match &message {
                    Some(message) => format!("{message} ({word})"),
                    None => format!("{word}: {code}"),
                };
                problems.push(problem(field, &code, &sentence));
            }
        }
        Self { message, problems }
    }

    /// A token that is good but may not do this is told so in words about access; one that
    /// is no good, in words about the token, or in none.
    fn lacks_scope(&self) -> bool {
        let words = self.message.as_deref().unwrap_or_default().to_lowercase();
        ["access to", "scope", "permission"]
            .iter()
            .any(|telling| words.contains(telling))
    }

    fn sentence(&self, status: u16) -> String {
        if self.problems.is_empty() {
            return self
                .message
                .clone()
                .unwrap_or_else(|| format!("status {status}"));
        }
        let each = |problem: &Problem| problem.message.clone();
        let all: Vec<String> = self.problems.iter().map(each).collect();
        all.join("; ")
    }

    fn problems(self, status: u16) -> Vec<Problem> {
        if !self.problems.is_empty() {
            return self.problems;
        }
        let message = self.sentence(status);
        vec![Problem {
            code: status.to_string(),
            rule: None,
            field: None,
            message,
        }]
    }
}

fn first_code(details: Option<&Value>, field: &str) -> Option<String> {
    let first = details?.get(field)?.as_array()?.first()?;
    first.get("error").and_then(Value::as_str).map(clean)
}

fn problem(field: &str, code: &str, sentence: &str) -> Problem {
    let ours = our_field(field);
    let named = [field, ours.unwrap_or(field)];
    let message = if named.iter().any(|name| sentence.contains(name)) || field == "base" {
        sentence.to_owned()
    } else {
        format!("{} {sentence}", ours.unwrap_or(field))
    };
    Problem {
        code: code.to_owned(),
        rule: None,
        field: ours.map(str::to_owned),
        message,
    }
}

/// Our name of a field of the service.
fn our_field(field: &str) -> Option<&'static str> {
    Some(match field {
        "started_at" => "start",
        "ended_at" => "end",
        "paused_duration" => "deduct_seconds",
        "contact_id" | "contact" => "client",
        "project_id" | "project" => "project",
        "user_id" | "user" => "member",
        "description" => "note",
        "billable" => "billable",
        "detail_id" => "extra.detail",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
