//! The door: tokens and what they may see, the request limit, the shapes of errors.

use serde_json::{Map, Value, json};

use super::state::{Token, World};
use crate::support::vendor::http::Request;
use crate::support::vendor::rig::Answer;

/// rate limit: so many requests to an address within a window.
pub(super) const PER_WINDOW: i64 = 150;
/// rate limit: the length of a window in seconds.
pub(super) const WINDOW: i64 = 300;

pub(super) fn ok(status: u16, body: &Value) -> Answer {
    Answer {
        status,
        headers: vec![(
            "Content-Type".to_owned(),
            "application/json; charset=utf-8".to_owned(),
        )],
        body: body.to_string().into_bytes(),
        touched: None,
    }
}

pub(super) fn gone(id: i64) -> Answer {
    Answer {
        status: 204,
        touched: Some(id),
        ..Answer::default()
    }
}

/// errors: words alone, or words with a code for each field.
pub(super) fn error(status: u16, words: &str, symbolic: &[(&str, &str)]) -> Answer {
    let mut body = json!({"error": words});
    if !symbolic.is_empty() {
        let codes = symbolic.iter().map(|(k, v)| ((*k).to_owned(), json!(v)));
        body["symbolic"] = Value::Object(codes.collect());
    }
    ok(status, &body)
}

pub(super) fn not_found(field: &str) -> Answer {
    error(404, "record not found", &[(field, "not_found")])
}

/// One thing that is wrong with one field.
pub(super) struct Wrong {
    pub field: String,
    pub words: &'static str,
    pub code: &'static str,
}

impl Wrong {
    pub(super) fn new(field: &str, words: &'static str, code: &'static str) -> Self {
        Self {
            field: field.to_owned(),
            words,
            code,
        }
    }
}

/// errors: 422 with words and codes by field; the interface also allows the shape of
/// the other errors here, which an option chooses.
pub(super) fn invalid(world: &World, wrong: &[Wrong]) -> Answer {
    if world.options.symbolic_422 {
        let words: Vec<String> = wrong
            .iter()
            .map(|w| format!("{} {}", w.field, w.words))
            .collect();
        let codes: Vec<(&str, &str)> = wrong.iter().map(|w| (w.field.as_str(), w.code)).collect();
        return error(422, &words.join(", "), &codes);
    }
    let (mut error, mut details) = (Map::new(), Map::new());
    for w in wrong {
        push(&mut error, &w.field, json!(w.words));
        push(&mut details, &w.field, json!({"error": w.code}));
    }
    ok(422, &json!({"error": error, "details": details}))
}

fn push(map: &mut Map<String, Value>, key: &str, value: Value) {
    let list = map.entry(key).or_insert_with(|| json!([]));
    if let Some(list) = list.as_array_mut() {
        list.push(value);
    }
}

/// An error in the service's shape.
pub(super) fn refusal(status: u16) -> Answer {
    match status {
        400 => error(400, "Page is too small", &[("page", "min")]),
        401 => error(401, "Unauthorized", &[]),
        402 => error(
            402,
            "creating time entries is limited",
            &[("administration", "limit_reached")],
        ),
        403 => error(403, "No access to SEPA credit transfers", &[]),
        404 => not_found("id"),
        422 => ok(
            422,
            &json!({"error": {"base": ["is invalid"]}, "details": {"base": [{"error": "invalid"}]}}),
        ),
        429 => ok(429, &json!("Retry later")),
        500 => error(500, "Internal Server Error", &[]),
        _ => Answer::html(status, "We're sorry, but something went wrong"),
    }
}

/// auth: a bearer token that lives; 401 otherwise.
pub(super) fn enter(world: &World, request: &Request) -> Result<Token, Answer> {
    let given = request.header("authorization").unwrap_or_default();
    let token = given
        .strip_prefix("Bearer ")
        .and_then(|t| world.tokens.get(t));
    let token = token.filter(|t| t.alive).ok_or_else(|| refusal(401))?;
    if token.read_only && request.method != "GET" {
        return Err(error(
            world.options.read_only_status,
            "No write access",
            &[],
        ));
    }
    Ok(token.clone())
}

/// auth: a missing scope is 401 too, told apart by its words only.
pub(super) fn needs(token: &Token, any_of: &[&str], words: &str) -> Result<(), Answer> {
    if any_of.iter().any(|scope| token.has(scope)) {
        Ok(())
    } else {
        Err(error(401, words, &[]))
    }
}

/// rate limit: counts a request; refused when the window is used up.
pub(super) fn count(world: &mut World) -> Result<(), Answer> {
    let now = world.now_ms() / 1000;
    if now >= world.window.0 + WINDOW {
        world.window = (now, 0);
    }
    match world.options.rate_limit {
        Some(limit) if world.window.1 >= limit => Err(throttled(world, None)),
        _ => {
            world.window.1 += 1;
            Ok(())
        }
    }
}

/// rate limit: a bare JSON string, and `Retry-After` with the second in which it ends
/// rather than how long it lasts. A text given stands there word for word, but `+N`
/// for the epoch in N seconds.
pub(super) fn throttled(world: &World, retry_after: Option<&str>) -> Answer {
    let mut answer = refusal(429);
    let now = world.now_ms() / 1000;
    let value = match retry_after {
        None => (world.window.0 + WINDOW).to_string(),
        Some(text) => match text.strip_prefix('+').map(str::parse::<i64>) {
            Some(Ok(seconds)) => (now + seconds).to_string(),
            _ => text.to_owned(),
        },
    };
    answer.headers.push(("Retry-After".to_owned(), value));
    answer
}

/// rate limit: what the headers say. `Remaining` is documented as requests and was
/// measured to be seconds; the requests left stand in a header nobody documents.
pub(super) fn rate_headers(world: &World, answer: &mut Answer) {
    if !world.options.rate_headers {
        return;
    }
    let (began, used) = world.window;
    let left = match world.options.rate_limit {
        Some(limit) => limit - used,
        None => PER_WINDOW - 1,
    };
    let seconds = (began + WINDOW - world.now_ms() / 1000).clamp(0, WINDOW);
    let limit = world.options.rate_limit.unwrap_or(PER_WINDOW);
    for (name, value) in [
        ("RateLimit-Limit", limit),
        ("RateLimit-Remaining", seconds),
        ("RateLimit-RequestsRemaining", left.max(0)),
        ("RateLimit-Reset", began + WINDOW),
    ] {
        answer.headers.push((name.to_owned(), value.to_string()));
    }
}
