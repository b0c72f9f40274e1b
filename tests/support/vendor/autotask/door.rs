//! The door: where the zone is, whose keys fit, how much of the hour and how many
//! threads are left; and the shapes of answers.

use std::time::Instant;

use serde_json::{Value, json};

use super::state::{Thread, World};
use crate::support::vendor::http::Request;
use crate::support::vendor::rig::Answer;

/// limits: milliseconds of the rolling window.
const HOUR: i64 = 3_600_000;
/// errors: what a refusal of a permission sounds like.
const NO_PERMISSION: &str = "The logged in Resource does not have the adequate permissions";

/// Who asks: the interface's user, and whom it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    /// The interface's own resource.
    pub user: i64,
    /// The impersonated resource.
    pub stands_for: Option<i64>,
}

pub(super) fn ok(body: &Value) -> Answer {
    with_status(200, body)
}

fn with_status(status: u16, body: &Value) -> Answer {
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

/// create, update, delete: nothing but the identity.
pub(super) fn done(id: i64) -> Answer {
    Answer {
        touched: Some(id),
        ..ok(&json!({"itemId": id}))
    }
}

/// errors: a list of texts.
pub(super) fn errors(status: u16, texts: &[String]) -> Answer {
    with_status(status, &json!({"errors": texts}))
}

/// errors: the usual refusal.
pub(super) fn refused(text: &str) -> Answer {
    errors(500, &[text.to_owned()])
}

pub(super) fn no_permission(to: &str) -> Answer {
    refused(&format!("{NO_PERMISSION} to {to}."))
}

/// delete: of a row that is not there.
pub(super) fn nothing_found() -> Answer {
    refused(
        "No message. No matching records found. The logged in Resource may not have the required permissions to delete the data.",
    )
}

/// routes: a verb that an address does not have.
pub(super) fn wrong_verb(method: &str) -> Answer {
    let words = format!("The requested resource does not support http method '{method}'.");
    with_status(405, &json!({"Message": words}))
}

/// routes: an address that is none.
pub(super) fn nowhere() -> Answer {
    let words = "No HTTP resource was found that matches the request URI.";
    with_status(404, &json!({"Message": words}))
}

/// An error in the service's shape, which tells nothing.
pub(super) fn refusal(status: u16) -> Answer {
    let text = match status {
        401 => "IntegrationCode is invalid",
        403 => NO_PERMISSION,
        429 => {
            return errors(429, &[thread_text(3)]);
        }
        500 => "An unexpected error occurred while processing the request.",
        502..=504 => return Answer::html(status, "Service Unavailable"),
        _ => "The request could not be processed.",
    };
    errors(status, &[text.to_owned()])
}

fn thread_text(threads: usize) -> String {
    format!(
        "Itgenatr005: The Autotask API thread threshold of {threads} threads has been exceeded."
    )
}

/// auth: the three headers in the zone of the tenant; anything else is 401.
pub(super) fn enter(world: &World, request: &Request, zone: &str) -> Result<Caller, Answer> {
    let is = |name: &str, wanted: &str| request.header(name) == Some(wanted);
    let keys = &world.keys;
    let no = |text: &str| match world.options.bare_401 {
        true => Answer {
            status: 401,
            ..Answer::default()
        },
        false => errors(401, &[text.to_owned()]),
    };
    if !is("ApiIntegrationCode", &keys.code) {
        return Err(no("IntegrationCode is invalid"));
    }
    // The keys of a tenant are known in its own zone only.
    if zone != world.zone || !is("UserName", &keys.user) || !is("Secret", &keys.secret) {
        return Err(no("The username or password is invalid"));
    }
    let user = super::seed::API_USER;
    let stands_for = request
        .header("ImpersonationResourceId")
        .filter(|_| super::routes::is_write(&request.method, &request.path));
    let Some(given) = stands_for else {
        return Ok(Caller {
            user,
            stands_for: None,
        });
    };
    let row = given
        .parse::<i64>()
        .ok()
        .and_then(|id| world.table("Resources").get(&id).map(|row| (id, row)));
    match row {
        Some((id, row)) if row["isActive"] == true && row["_impersonable"] != false => Ok(Caller {
            user,
            stands_for: Some(id),
        }),
        _ => {
            let words = format!("{NO_PERMISSION} to impersonate Resource {given}.");
            Err(errors(world.options.impersonation_status, &[words]))
        }
    }
}

/// zone: by the user's name alone, in every zone.
pub(super) fn zone(world: &World, request: &Request) -> Answer {
    let user = request.param("user").unwrap_or_default();
    if !user.eq_ignore_ascii_case(&world.keys.user) {
        return refused("Zone information could not be determined");
    }
    let own = format!("http://{}", request.header("host").unwrap_or("127.0.0.1"));
    let base = world.options.zone_base.as_deref().unwrap_or(&own);
    let name = if world.zone.is_empty() {
        "America East 2"
    } else {
        "America East 5"
    };
    ok(&json!({
        "zoneName": name, "url": format!("{base}{}/ATServicesRest/", world.zone),
        "webUrl": format!("{base}/"), "ci": 40102,
    }))
}

/// limits: one more request of the tenant's hour.
pub(super) fn count(world: &mut World) -> Result<(), Answer> {
    let now = world.now_ms();
    while world.used.front().is_some_and(|at| *at <= now - HOUR) {
        world.used.pop_front();
    }
    if used(world) >= world.options.hour_limit {
        let limit = world.options.hour_limit;
        let words = format!(
            "The request threshold of {limit} requests in 60 minutes has been exceeded for this database."
        );
        let status = world.options.hour_status;
        return Err(later(world, errors(status, &[words])));
    }
    world.used.push_back(now);
    Ok(())
}

fn used(world: &World) -> i64 {
    i64::try_from(world.used.len()).unwrap_or(i64::MAX) + world.used_by_others
}

/// limits: how much of the hour is used, this request included.
pub(super) fn threshold(world: &World) -> Answer {
    ok(&json!({
        "externalRequestThreshold": world.options.hour_limit, "requestThresholdTimeframe": 60,
        "currentTimeframeRequestCount": used(world),
    }))
}

/// limits: a thread on an entity for as long as the request takes.
pub(super) fn thread(world: &mut World, entity: &str) -> Result<(), Answer> {
    let now = Instant::now();
    world
        .threads
        .retain(|t| t.until.is_none_or(|end| end > now));
    let busy = world.threads.iter().filter(|t| t.entity == entity).count();
    if busy >= world.options.threads {
        let words = thread_text(world.options.threads);
        let status = world.options.thread_status;
        return Err(later(world, errors(status, &[words])));
    }
    if !world.latency.is_zero() {
        world.threads.push(Thread {
            entity: entity.to_owned(),
            until: Some(now + world.latency),
        });
    }
    Ok(())
}

fn later(world: &World, mut answer: Answer) -> Answer {
    if let Some(after) = &world.options.retry_after {
        answer
            .headers
            .push(("Retry-After".to_owned(), after.clone()));
    }
    answer
}
