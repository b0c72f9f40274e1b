//! What the service makes of what it takes.

use super::{id, instant};
use serde_json::{Map, Value};

/// The parts of an entry that come back otherwise than they were sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Seconds UTC.
    pub start: i64,
    /// Seconds UTC.
    pub end: i64,
    /// Seconds.
    pub pause: i64,
    /// Whether it may be billed.
    pub billable: bool,
}

/// doc: start and end are rounded down to full minutes with at least one minute between
/// them, the pause is rounded down to full minutes. schema: billable is true unless told.
/// None for what is refused.
pub fn kept(asked: &Map<String, Value>) -> Option<Kept> {
    let get = |key: &str| asked.get(key).unwrap_or(&Value::Null);
    let down = |seconds: i64| seconds.div_euclid(60) * 60;
    let (start, end) = (instant(get("started_at"))?, instant(get("ended_at"))?);
    if end <= start {
        return None;
    }
    let start = down(start);
    let end = down(end).max(start + 60);
    Some(Kept {
        start,
        end,
        pause: down(get("paused_duration").as_i64().unwrap_or(0)),
        billable: get("billable").as_bool().unwrap_or(true),
    })
}

/// Whether two identities are the same, however they are written.
pub(super) fn same(one: &Value, two: &Value) -> bool {
    id(one) == id(two)
}
