//! The door: tokens and what they may see, the request limit, the shapes of errors.

use serde_json::{Map, Value, json};

use super::options::{Family, Unauthorized};
use super::state::{Token, World};
use super::{Old, oauth};
use crate::support::vendor::http::Request;
use crate::support::vendor::rig::Answer;

/// rate limit: what the header was seen to say.
const SEEN_LIMIT: i64 = 20;
/// rate limit: the length of a window in seconds; `Retry-After` was seen as 59.
const WINDOW: i64 = 60;

pub(super) fn ok(status: u16, body: &Value) -> Answer {
    Answer {
        status,
        headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
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

/// One field, and what is wrong with it.
pub(super) type Wrong = (String, String);

/// errors: 422 with words by field; the first thing wrong with each.
pub(super) fn invalid(wrong: &[Wrong]) -> Answer {
    let mut error = Map::new();
    for (field, words) in wrong {
        error.entry(field.clone()).or_insert_with(|| json!(words));
    }
    ok(422, &json!({"errno": 2001, "error": error}))
}

pub(super) fn not_found(world: &World) -> Answer {
    refusal(world, Family::Business, 404)
}

/// errors: in the family's own shape.
pub(super) fn refusal(world: &World, family: Family, status: u16) -> Answer {
    let body = match (family, status) {
        (Family::Accounting, _) => return accounting(world, status, "", "", Value::Null),
        (Family::OAuth, 401) => oauth::error("invalid_client"),
        (Family::OAuth, _) => oauth::error("invalid_grant"),
        (_, 401) => match world.options.unauthorized {
            Unauthorized::Unauthenticated => json!({
                "error": "unauthenticated",
                "error_description": "This action requires authentication to continue.",
            }),
            Unauthorized::Message => json!({"message": UNAUTHORIZED}),
        },
        (_, 403) => json!({"error": "You do not have access to this resource."}),
        (_, 404) => json!({"error": "Requested resource could not be found."}),
        (_, 422) => json!({"errno": 2001, "error": {"started_at": "none is not an allowed value"}}),
        (_, 429) => json!({"error": "rate_limited"}),
        (_, status) if status < 500 => json!({"message": "The request cannot be handled."}),
        (_, status) => return Answer::html(status, "Something went wrong"),
    };
    ok(status, &body)
}

const UNAUTHORIZED: &str =
    "The server could not verify that you are authorized to access the URL requested.";

/// errors: accounting's own two shapes.
pub(super) fn accounting(
    world: &World,
    status: u16,
    object: &str,
    field: &str,
    value: Value,
) -> Answer {
    let words = match status {
        401 => UNAUTHORIZED.to_owned(),
        403 => "You do not have access to items.".to_owned(),
        404 if !object.is_empty() => {
            let (first, rest) = object.split_at(1);
            format!("{}{rest} not found.", first.to_uppercase())
        }
        404 => "Account not found.".to_owned(),
        _ => "The request cannot be handled.".to_owned(),
    };
    let errno = match status {
        401 => 1003,
        403 => 12_001,
        404 => 1012,
        _ => 1001,
    };
    if world.options.newer_errors {
        // The codes are those of the calls behind it: 5 not there, 7 forbidden, 16 unknown.
        let code = match status {
            401 => 16,
            403 => 7,
            404 => 5,
            _ => 3,
        };
        let body = json!({"code": code, "message": words, "details": [{
            "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": errno.to_string(),
            "metadata": {"object": object, "field": field, "value": value},
        }]});
        return ok(status, &body);
    }
    let mut error = json!({"errno": errno, "message": words});
    if !object.is_empty() {
        error["object"] = json!(object);
        error["field"] = json!(field);
        error["value"] = value;
    }
    ok(status, &json!({"response": {"errors": [error]}}))
}

/// auth: a bearer token that lives; 401 in the family's shape otherwise.
pub(super) fn enter(world: &mut World, request: &Request, family: Family) -> Result<Token, Answer> {
    let given = request.header("authorization").unwrap_or_default();
    let name = given.strip_prefix("Bearer ").unwrap_or_default();
    let now = world.now();
    let token = world.tokens.get(name);
    let token = token.filter(|t| t.alive && now < t.expires_at).cloned();
    let token = token.ok_or_else(|| refusal(world, family, 401))?;
    if world.options.old_refresh == Old::DiesWithTheNew {
        oauth::used(world, name);
    }
    Ok(token)
}

/// auth: a missing scope is 403.
pub(super) fn needs(
    world: &World,
    token: &Token,
    family: Family,
    scope: &str,
) -> Result<(), Answer> {
    if token.has(scope) {
        Ok(())
    } else {
        Err(refusal(world, family, 403))
    }
}

/// rate limit: counts a request; refused when the window is used up.
pub(super) fn count(world: &mut World) -> Result<(), Answer> {
    let now = world.now();
    if now >= world.window.0 + WINDOW {
        world.window = (now, 0);
    }
    match world.options.rate_limit {
        Some(limit) if world.window.1 >= limit => {
            let mut answer = refusal(world, Family::Business, 429);
            if !world.options.rate_headers {
                let left = world.window.0 + WINDOW - now;
                let header = ("Retry-After".to_owned(), left.to_string());
                answer.headers.push(header);
            }
            Err(answer)
        }
        _ => {
            world.window.1 += 1;
            Ok(())
        }
    }
}

/// rate limit: what the headers say, on every answer; `Retry-After` in seconds.
pub(super) fn rate_headers(world: &World, answer: &mut Answer) {
    if !world.options.rate_headers {
        return;
    }
    let (began, used) = world.window;
    let limit = world.options.rate_limit.unwrap_or(SEEN_LIMIT);
    let left = match world.options.rate_limit {
        Some(limit) => limit - used,
        None => SEEN_LIMIT - 1,
    };
    let seconds = (began + WINDOW - world.now()).clamp(1, WINDOW);
    for (name, value) in [
        ("X-RateLimit-Limit", limit),
        ("X-RateLimit-Remaining", left.max(0)),
        ("X-RateLimit-Reset", began + WINDOW),
        ("Retry-After", seconds),
    ] {
        answer.headers.push((name.to_owned(), value.to_string()));
    }
}
