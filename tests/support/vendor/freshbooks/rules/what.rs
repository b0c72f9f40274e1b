//! One function a rule.

use super::{Case, instant, number};
use serde_json::Value;

/// doc: whole seconds, not negative; nothing at all only while a timer runs.
pub(super) fn duration(case: &Case<'_>) -> Option<&'static str> {
    let logged = case.get("is_logged").as_bool().unwrap_or(true);
    let good = match case.get("duration").as_i64() {
        Some(seconds) => seconds > 0 || (seconds == 0 && !logged),
        None => !logged && case.get("duration").is_null(),
    };
    (!case.deletes() && !good).then_some("duration")
}

/// doc: ISO 8601; left out it is now. seen: the wire asks for it.
pub(super) fn started_at(case: &Case<'_>) -> Option<&'static str> {
    (!case.deletes() && instant(case.get("started_at")).is_none()).then_some("started_at")
}

/// doc: ids are positive whole numbers. The retainer has a rule of its own.
pub(super) fn ids(case: &Case<'_>) -> Option<&'static str> {
    ["project_id", "client_id", "service_id", "task_id"]
        .into_iter()
        .find(|key| !case.deletes() && !is_id(case.get(key)))
}

fn is_id(value: &Value) -> bool {
    value.is_null() || number(value).is_some_and(|id| id > 0)
}

/// doc: an invalid client is refused.
pub(super) fn client(case: &Case<'_>) -> Option<&'static str> {
    case.is_nowhere("client_id", &case.business.clients)
        .then_some("client_id")
}

/// doc: an invalid project is refused.
pub(super) fn project(case: &Case<'_>) -> Option<&'static str> {
    case.is_nowhere("project_id", &case.business.projects)
        .then_some("project_id")
}

/// doc: an invalid service is refused. seen: the allowed ones are the project's services.
pub(super) fn service(case: &Case<'_>) -> Option<&'static str> {
    let wanted = number(case.get("service_id"));
    let strange = case.its_project().is_some_and(|project| {
        let of = project["services"].as_array();
        let has = |all: &Vec<Value>| {
            all.iter()
                .any(|it| number(it.get("id").unwrap_or(it)) == wanted)
        };
        wanted.is_some() && of.is_some_and(|all| !has(all))
    });
    let gone = case.is_nowhere("service_id", &case.business.services);
    (gone || (strange && !case.deletes())).then_some("service_id")
}

/// doc: an entry may name a task; the accounting side keeps their list.
pub(super) fn task(case: &Case<'_>) -> Option<&'static str> {
    case.is_nowhere("task_id", &case.business.tasks)
        .then_some("task_id")
}

/// doc: the retainer's id is a number like the others; there is no list to look it up in.
pub(super) fn retainer(case: &Case<'_>) -> Option<&'static str> {
    (!case.deletes() && !is_id(case.get("retainer_id"))).then_some("retainer_id")
}

/// doc: what has been billed is neither changed nor deleted.
pub(super) fn billed(case: &Case<'_>) -> Option<&'static str> {
    let billed = case.before.is_some_and(|before| before["billed"] == true);
    (billed && case.business.locks_billed).then_some("billed")
}
