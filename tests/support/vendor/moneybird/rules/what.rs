//! One function a rule.

use super::kept::{kept, same};
use super::{Case, Found, instant};

const BLANK: &str = "blank";
const INVALID: &str = "invalid";
const NOT_FOUND: &str = "not_found";

/// doc: `user_id` is required and should be a valid user id.
pub(super) fn user(case: &Case<'_>) -> Option<Found> {
    let given = !case.get("user_id").is_null();
    if case.deletes() || case.names_one_of("user_id", &case.books.users) {
        return None;
    }
    Some((if given { NOT_FOUND } else { BLANK }, "user_id"))
}

/// doc: `started_at` is a required date-time.
pub(super) fn start(case: &Case<'_>) -> Option<Found> {
    (!case.deletes() && instant(case.get("started_at")).is_none()).then_some((BLANK, "started_at"))
}

/// doc: `ended_at` is required. schema: without it a timer would run there; with the
/// seed's word for it, that is a mistake.
pub(super) fn end(case: &Case<'_>) -> Option<Found> {
    let given = case.get("ended_at");
    let runs = given.is_null() && !case.books.documented;
    (!case.deletes() && !runs && instant(given).is_none()).then_some((BLANK, "ended_at"))
}

/// inferred: an end that is not after the start is refused; whether the least minute
/// would be put between the two is open.
pub(super) fn order(case: &Case<'_>) -> Option<Found> {
    let start = instant(case.get("started_at"))?;
    let end = instant(case.get("ended_at"))?;
    (!case.deletes() && end <= start).then_some((INVALID, "ended_at"))
}

/// doc: `description` is required; the interface answers a blank one with 422.
pub(super) fn description(case: &Case<'_>) -> Option<Found> {
    let blank = case
        .get("description")
        .as_str()
        .is_none_or(|text| text.trim().is_empty());
    (!case.deletes() && blank).then_some((BLANK, "description"))
}

/// doc: `paused_duration` is the total pause in seconds, rounded down to full minutes.
/// inferred: it is not below nothing, and leaves something of the span it is taken from,
/// as sent and as kept.
pub(super) fn pause_within(case: &Case<'_>) -> Option<Found> {
    let pause = case.get("paused_duration").as_i64().unwrap_or(0);
    let kept = kept(case.asked);
    let times = instant(case.get("started_at")).zip(instant(case.get("ended_at")));
    let over = |span: i64, pause: i64| span > 0 && pause > 0 && pause >= span;
    let wrong = pause < 0
        || times.is_some_and(|(start, end)| over(end - start, pause))
        || kept.is_some_and(|kept| over(kept.end - kept.start, kept.pause));
    (!case.deletes() && wrong).then_some((INVALID, "paused_duration"))
}

/// doc: `contact_id` should be a valid contact id.
pub(super) fn contact(case: &Case<'_>) -> Option<Found> {
    let given = !case.deletes() && !case.get("contact_id").is_null();
    (given && !case.names_one_of("contact_id", &case.books.contacts))
        .then_some((NOT_FOUND, "contact_id"))
}

/// doc: `project_id` should be a valid project id.
pub(super) fn project(case: &Case<'_>) -> Option<Found> {
    let given = !case.deletes() && !case.get("project_id").is_null();
    (given && !case.names_one_of("project_id", &case.books.projects))
        .then_some((NOT_FOUND, "project_id"))
}

/// doc: `detail_id` should be a valid detail id. schema: there is no such field any more.
pub(super) fn detail(case: &Case<'_>) -> Option<Found> {
    let given = case.get("detail_id");
    let valid = case.books.documented && super::id(given).is_some();
    (!case.deletes() && !given.is_null() && !valid).then_some((INVALID, "detail_id"))
}

/// inferred from `sales_invoice_id` and the state `open`: what is on an invoice stays as it is.
pub(super) fn invoiced(case: &Case<'_>) -> Option<Found> {
    let on = case
        .before
        .is_some_and(|before| !before["sales_invoice_id"].is_null());
    (on && case.books.locks_invoiced).then_some((INVALID, "base"))
}

/// doc: the parameters of an update name neither the user nor the detail.
pub(super) fn user_fixed(case: &Case<'_>) -> Option<Found> {
    let before = case.before.filter(|_| !case.deletes())?;
    ["user_id", "detail_id"]
        .into_iter()
        .find(|key| !same(&before[*key], case.get(key)))
        .map(|key| (INVALID, key))
}
