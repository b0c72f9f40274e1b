//! The door: discovery, keys and client id, the version of an answer, and the
//! shapes of errors.

use serde_json::{Value, json};

use super::Credentials;
use super::rules::Refusal;
use super::state::World;
use crate::support::vendor::http::Request;
use crate::support::vendor::rig::Answer;

/// An error in the service's shape.
pub(super) fn refusal(status: u16) -> Answer {
    let (code, message) = match status {
        400 => ("InvalidObject", "timeEntry object is invalid"),
        401 => ("Unauthorized", "The provided credentials are not valid."),
        403 => (
            "Security",
            "You do not have security permission to perform this action.",
        ),
        404 => ("NotFound", "The requested object was not found."),
        405 => ("MethodNotAllowed", "The method is not allowed here."),
        409 => (
            "ConcurrencyConflict",
            "The object was changed by somebody else.",
        ),
        415 => ("UnsupportedMediaType", "The body must be application/json."),
        500 => (
            "ConnectWiseApi",
            "timeout expired while waiting for the database.",
        ),
        _ => return Answer::html(status, "Service unavailable"),
    };
    let mut answer = error(status, code, message);
    answer
        .headers
        .push(("Content-Type".to_owned(), "application/json".to_owned()));
    answer
}

pub(super) fn discovery(world: &World, request: &Request, company: &str) -> Answer {
    if request.method != "GET" {
        return error(405, "MethodNotAllowed", "The method is not allowed here.");
    }
    // seen: an unknown company is 200 with null.
    let known = company == world.options.company_id;
    let body = if known {
        json!({
            "CompanyName": "Acme Managed Services", "Codebase": world.codebase,
            "CompanyID": world.options.company_id, "IsCloud": true,
        })
    } else {
        Value::Null
    };
    let mut answer = ok(200, &body);
    answer.headers.push((
        "Content-Type".to_owned(),
        "application/json; charset=utf-8".to_owned(),
    ));
    answer
}

/// Lets in whoever has a client id and keys; the identifier of the keys' owner.
pub(super) fn enter(world: &World, request: &Request, segments: &[&str]) -> Result<String, Answer> {
    // schema: clientId is required everywhere; seen: 403 without it.
    if request
        .header("clientid")
        .is_none_or(|id| id.trim().is_empty())
    {
        return Err(error(403, "Security", "A clientId is required."));
    }
    // seen: the version can be read without keys, so it proves nothing.
    if segments == ["system", "info"] {
        return Ok(String::new());
    }
    let given = request.header("authorization").unwrap_or_default();
    let members = world
        .rows("members")
        .iter()
        .filter_map(|m| m["identifier"].as_str());
    let caller = members
        .filter(|m| Credentials::of(world, m).authorization() == given)
        .map(str::to_owned)
        .next();
    caller.ok_or_else(|| {
        error(
            401,
            "Unauthorized",
            "The provided credentials are not valid.",
        )
    })
}

pub(super) fn release(version: &str) -> (u32, u32) {
    let mut parts = version.split('.').map(|p| p.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

pub(super) fn ok(status: u16, body: &Value) -> Answer {
    Answer {
        status,
        body: body.to_string().into_bytes(),
        ..Answer::default()
    }
}

pub(super) fn done(status: u16, id: i64) -> Answer {
    Answer {
        status,
        touched: Some(id),
        ..Answer::default()
    }
}

pub(super) fn not_found() -> Answer {
    error(404, "NotFound", "The requested object was not found.")
}

pub(super) fn error(status: u16, code: &str, message: &str) -> Answer {
    // seen: errors may be null, and texts end in stray line ends.
    ok(
        status,
        &json!({"code": code, "message": message, "errors": null}),
    )
}

pub(super) fn invalid(refusals: &[Refusal]) -> Answer {
    if let Some(r) = refusals.iter().find(|r| r.status == 403) {
        return error(403, "Security", &r.message);
    }
    let errors: Vec<Value> = refusals
        .iter()
        .map(|r| json!({"code": r.code, "message": r.message, "resource": "timeEntry", "field": r.field}))
        .collect();
    ok(
        400,
        &json!({"code": "InvalidObject", "message": "timeEntry object is invalid", "errors": errors}),
    )
}
