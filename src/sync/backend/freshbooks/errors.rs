//! What the service's refusals, and the lack of an answer, mean for the engine.
//!
//! Four families of its interface answer in four ways, and one of them refuses with
//! the status of a success: every body is looked at for an error first. The
//! service's words are passed on in one line, without control characters.

use crate::domain::entry::Problem;
use crate::net::{Response, Verdict, certainty_of_status};
use crate::sync::backend::act::doubtful;
pub use crate::sync::backend::act::{Act, from_net};
use crate::sync::backend::{BackendError, ErrorKind, clean};
use serde_json::{Map, Value};
use std::time::Duration;

/// The answer's data, or what its refusal means. A delete answers nothing. `wish` is how
/// long the answer asks to wait, by somebody who has a clock.
///
/// # Errors
/// Everything but a success that can be read and is not a refusal in itself.
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
            Ok(value) => match Told::in_success(&value) {
                Some(told) => Err(refused(act, told.means(), told, host)),
                None => Ok(value),
            },
            Err(crate::net::BodyFault::Empty) if act == Act::Change => Ok(Value::Null),
            Err(fault) => Err(from_net(act, &fault.into_error(host))),
        };
    }
    let told = Told::read(body.as_ref().ok());
    let turned_away = matches!(status, 401..=405 | 410 | 413..=415 | 429);
    let usable = turned_away || body.as_ref().is_ok_and(Value::is_object);
    match certainty_of_status(status, usable, answer.header("retry-after").is_some()) {
        Verdict::Later => Err(throttled(wish, host)),
        Verdict::Unknown if !turned_away => {
            Err(doubtful(act, status, &told.sentence(status), host))
        }
        _ => Err(refused(act, status, told, host)),
    }
}

fn throttled(wish: Option<Duration>, host: &str) -> BackendError {
    BackendError::new(
        ErrorKind::RateLimited(wish),
        format!("{host} takes no more requests for the moment"),
        "run `tt sync` again in a few minutes; everything is kept",
    )
}

fn refused(act: Act, status: u16, told: Told, host: &str) -> BackendError {
    let words = told.sentence(status);
    match status {
        401 => BackendError::new(
            ErrorKind::Unauthorized,
            format!("{host} does not accept the login: {words}"),
            "log in again with `tt auth login`; a ready `token` of the profile lasts twelve hours",
        ),
        403 => BackendError::new(
            ErrorKind::Forbidden,
            format!("{host} does not allow this: {words}"),
            "enable the scopes for time entries, projects, clients and billable items on the \
             application and log in anew: a token gains no scope later",
        ),
        429 => throttled(None, host),
        400 | 404 | 410 | 422 if act == Act::Ask => BackendError::new(
            ErrorKind::Invalid(told.problems(status)),
            format!("{host} does not take this question: {words}"),
            "correct what is asked for; numbers are those of `tt catalog list`",
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
        _ => {
            let names_a_thing = status == 404 || told.names_a_thing();
            let help = if names_a_thing {
                "run `tt catalog refresh`, then correct the entry with `tt edit`"
            } else {
                "correct the entry with `tt edit`; it is sent again at the next sync"
            };
            BackendError::new(
                ErrorKind::Invalid(told.problems(status)),
                format!("{host} refused: {words}"),
                help,
            )
        }
    }
}

/// What an error body tells.
#[derive(Debug, Default)]
struct Told {
    /// The service's code: a number or a word.
    code: Option<String>,
    message: Option<String>,
    problems: Vec<Problem>,
}

impl Told {
    /// The error in the body of a success; none where it is none.
    fn in_success(body: &Value) -> Option<Self> {
        let fields = body.as_object()?;
        let is_said = |name: &str| fields.get(name).is_some_and(|value| !value.is_null());
        let of_accounting = body
            .pointer("/response/errors")
            .and_then(Value::as_array)
            .is_some_and(|errors| !errors.is_empty());
        // Data has a name of its own; an error has none beside the words that tell it.
        let has_data = fields
            .iter()
            .any(|(name, value)| !TELLING.contains(&name.as_str()) && !value.is_null());
        let tells = is_said("error") || is_said("errno") || is_said("error_type");
        let only_message =
            is_said("message") && fields.get("message").is_some_and(Value::is_string);
        (of_accounting || !has_data && (tells || only_message)).then(|| Self::read(Some(body)))
    }

    fn read(body: Option<&Value>) -> Self {
        let Some(body) = body else {
            return Self::default();
        };
        let Some(fields) = body.as_object() else {
            return Self {
                message: said(body),
                ..Self::default()
            };
        };
        let accounting = body.pointer("/response/errors").and_then(Value::as_array);
        if let Some(errors) = accounting {
            return Self::of_accounting(errors);
        }
        let word = |name: &str| fields.get(name).and_then(said);
        let mut told = Self {
            code: ["errno", "code", "error_type"]
                .iter()
                .find_map(|name| word(name)),
            ..Self::default()
        };
        match fields.get("error") {
            Some(Value::Object(by_field)) => told.by_field(by_field),
            Some(error) if said(error).is_some() => {
                // A word, where the sentence stands beside it.
                told.message = word("error_description").or_else(|| said(error));
                told.code = told.code.or_else(|| said(error));
            }
            _ => {}
        }
        if told.message.is_none() {
            told.message = word("message");
        }
        let details = fields.get("details").and_then(Value::as_array);
        let reason = |detail: &Value| detail.get("reason").and_then(said);
        if let Some(reason) = details.and_then(|all| all.iter().find_map(reason)) {
            told.code = Some(match told.code.take() {
                Some(code) => format!("{code}/{reason}"),
                None => reason,
            });
        }
        told
    }

    fn of_accounting(errors: &[Value]) -> Self {
        let mut told = Self::default();
        for error in errors {
            let word = |name: &str| error.get(name).and_then(said);
            let code = word("errno");
            let sentence = word("message").or_else(|| code.clone());
            let Some(sentence) = sentence else { continue };
            told.code = told.code.or_else(|| code.clone());
            let field = word("field").unwrap_or_default();
            let code = code.as_deref().unwrap_or("refused");
            told.problems.push(problem(&field, code, &sentence));
        }
        told
    }

    fn by_field(&mut self, fields: &Map<String, Value>) {
        let code = self.code.clone().unwrap_or_else(|| "refused".to_owned());
        for (field, sentences) in fields {
            let sentences = match sentences {
                Value::Array(all) => all.iter().filter_map(said).collect(),
                one => said(one).into_iter().collect::<Vec<_>>(),
            };
            for sentence in sentences {
                self.problems.push(problem(field, &code, &sentence));
            }
        }
    }

    /// The status that a refusal in the body of a success stands for.
    fn means(&self) -> u16 {
        let code = self.code.as_deref().unwrap_or_default();
        let words = self.sentence(422).to_lowercase();
        let says = |telling: &[&str]| telling.iter().any(|word| words.contains(word));
        let first = code.split('/').next().unwrap_or_default();
        match (code, first) {
            ("unauthenticated" | "invalid_token" | "unauthorized", _) | (_, "16") => 401,
            ("12001", _) | (_, "7") => 403,
            ("1012", _) | (_, "5") => 404,
            (_, "8") => 429,
            _ if says(&["do not have access", "permission", "not authorized"]) => 403,
            _ if says(&["not found", "could not be found"]) => 404,
            _ => 422,
        }
    }

    /// Whether it minds something that the entry names.
    fn names_a_thing(&self) -> bool {
        let things = ["client", "project", "service", "task", "agreement"];
        let field = |problem: &Problem| problem.field.clone().unwrap_or_default();
        self.problems
            .iter()
            .any(|problem| things.contains(&field(problem).as_str()))
    }

    fn sentence(&self, status: u16) -> String {
        if self.problems.is_empty() {
            return match (&self.message, &self.code) {
                (Some(message), _) => message.clone(),
                (None, Some(code)) => format!("status {status}, code {code}"),
                (None, None) => format!("status {status}"),
            };
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
            code: self.code.unwrap_or_else(|| status.to_string()),
            rule: None,
            field: None,
            message,
        }]
    }
}

/// Names in an error's body.
const TELLING: &[&str] = &[
    "error",
    "errno",
    "error_description",
    "error_type",
    "message",
    "code",
    "details",
];

/// A word or number that says something.
fn said(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => clean(text),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn problem(field: &str, code: &str, sentence: &str) -> Problem {
    let ours = our_field(field);
    let called = ours.unwrap_or(field);
    let lower = sentence.to_lowercase();
    let is_named = [field, called].iter().any(|name| lower.contains(*name));
    Problem {
        code: code.to_owned(),
        rule: None,
        field: ours.map(str::to_owned),
        message: if is_named {
            sentence.to_owned()
        } else {
            format!("{called}: {sentence}")
        },
    }
}

/// Our name of a field of the service.
fn our_field(field: &str) -> Option<&'static str> {
    Some(match field.trim_start_matches("time_entry.") {
        "started_at" | "local_started_at" => "start",
        "duration" => "worked_seconds",
        "local_timezone" => "zone",
        "note" => "note",
        "client_id" | "clientid" => "client",
        "project_id" | "projectid" => "project",
        "service_id" | "serviceid" => "service",
        "task_id" | "taskid" => "task",
        "retainer_id" => "agreement",
        "identity_id" => "member",
        "billable" => "billable",
        "internal" => "extra.internal",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
