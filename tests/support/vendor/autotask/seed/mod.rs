//! The company that the fake starts with.
//!
//! A service provider with people in New York, Berlin and Auckland, one who has
//! left and an administrator; three customers, one of them part of another; tickets
//! and tasks in several states, contracts of every type, work types and internal
//! codes, and of each list something that is no longer active.

mod money;
mod people;
mod work;

pub use work::ticket as ticket_row;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::options::ZoneText;
use super::state::{Keys, Table};

/// The resource behind the interface's user.
pub const API_USER: i64 = 30_001;
/// An engineer in New York.
pub const LOPEZ: i64 = 29_683;
/// A technician in Berlin.
pub const BRANDT: i64 = 29_684;
/// An engineer in Auckland.
pub const TANE: i64 = 29_685;
/// An administrator in New York.
pub const OKAFOR: i64 = 29_686;
/// Somebody who has left.
pub const REED: i64 = 29_687;
/// A role that is active.
pub const ENGINEER: i64 = 29_683_501;
/// Another one.
pub const CONSULTANT: i64 = 29_683_502;
/// Another one.
pub const DESK: i64 = 29_683_503;
/// A role that is no longer active.
pub const DISPATCHER: i64 = 29_683_509;
/// The provider itself.
pub const OWN_COMPANY: i64 = 0;
/// A customer, which belongs to another one.
pub const ACME: i64 = 29_762;
/// What it belongs to.
pub const ACME_GROUP: i64 = 29_763;
/// Another customer.
pub const GLOBEX: i64 = 29_764;
/// A work type.
pub const REMOTE: i64 = 29_682_804;
/// Another work type.
pub const ONSITE: i64 = 29_682_805;
/// What [`REMOTE`] is after hours.
pub const REMOTE_LATE: i64 = 29_682_806;
/// A work type that is not billed.
pub const COURTESY: i64 = 29_682_807;
/// A work type that is no longer active.
pub const OLD_WORK_TYPE: i64 = 29_682_809;
/// A code for material, which is no work type.
pub const MATERIAL: i64 = 29_682_890;
/// An internal code.
pub const MEETING: i64 = 29_682_900;
/// Another one.
pub const TRAINING: i64 = 29_682_901;
/// One that is no longer active.
pub const OLD_INTERNAL: i64 = 29_682_909;
/// An internal code for time off.
pub const VACATION: i64 = 29_682_910;
/// Another one.
pub const SICK: i64 = 29_682_911;
/// Time and materials of [`ACME`]; has exclusions that lead to [`FALLBACK`].
pub const MATERIALS: i64 = 29_691;
/// Time and materials of [`ACME_GROUP`].
pub const FALLBACK: i64 = 29_692;
/// Flat rate of [`ACME`].
pub const FLAT: i64 = 29_693;
/// Fixed price of [`ACME`].
pub const FIXED: i64 = 29_694;
/// Block hours of [`GLOBEX`]; has exclusions that lead nowhere.
pub const BLOCK: i64 = 29_695;
/// The block of [`BLOCK`] that holds: 40 hours from 2025 to 2027, of which 6.5 are used.
pub const HOURS: i64 = 29_711;
/// Retainer of [`GLOBEX`].
pub const RETAINER: i64 = 29_696;
/// Recurring service of [`ACME`].
pub const RECURRING: i64 = 29_697;
/// Incidents of [`GLOBEX`].
pub const INCIDENT: i64 = 29_698;
/// A contract of [`ACME`] that is not active.
pub const OLD_CONTRACT: i64 = 29_699;
/// In progress, [`ACME`], [`LOPEZ`] as [`ENGINEER`], [`MATERIALS`], [`REMOTE`].
pub const SWITCH: i64 = 88_123;
/// In progress, [`ACME`], [`BRANDT`] as [`DESK`], [`RECURRING`].
pub const BACKUP: i64 = 88_124;
/// New, [`ACME`], nobody's, without contract.
pub const PRINTER: i64 = 88_125;
/// Complete.
pub const DONE_TICKET: i64 = 88_126;
/// Waiting, [`GLOBEX`], [`BLOCK`], [`TANE`] as [`ENGINEER`].
pub const VPN: i64 = 88_127;
/// Of a sub-issue type that [`MATERIALS`] excludes.
pub const EXCLUDED: i64 = 88_128;
/// With a work type that is not billed.
pub const FAVOUR: i64 = 88_129;
/// A client project of [`ACME`].
pub const MIGRATION: i64 = 4_201;
/// A project that asks for start and stop times.
pub const CLOCKED: i64 = 4_202;
/// A template.
pub const TEMPLATE: i64 = 4_203;
/// A project in the archive.
pub const ARCHIVE: i64 = 4_204;
/// A baseline of a project.
pub const BASELINE: i64 = 4_205;
/// A task of [`MIGRATION`], [`LOPEZ`] as [`ENGINEER`].
pub const MAILBOXES: i64 = 7_001;
/// A complete task of it.
pub const DONE_TASK: i64 = 7_002;
/// A task of it that is not billed, [`BRANDT`] as [`DESK`].
pub const PLANNING: i64 = 7_003;
/// A task of [`CLOCKED`].
pub const CLOCKED_TASK: i64 = 7_004;
/// A task of [`TEMPLATE`].
pub const TEMPLATE_TASK: i64 = 7_005;
/// A task of [`ARCHIVE`].
pub const ARCHIVED_TASK: i64 = 7_006;
/// A sub-issue type that is excluded.
pub const WARRANTY: i64 = 136;
/// Stands for the use type of internal codes, whose number is an option.
pub const INTERNAL: i64 = -3;

/// Identities after this one are given to what is made here.
pub const FIRST_FREE: i64 = 451_206;

/// The keys of the interface's user; long and odd, so that a test can look for them.
pub fn keys() -> Keys {
    Keys {
        user: "tt-api@northwind.example".to_owned(),
        secret: "at-secret-7hQx29sandbox".to_owned(),
        code: "TRACK7HQX29SANDBOXCODE".to_owned(),
    }
}

/// Every table at the start.
pub fn tables() -> BTreeMap<String, Table> {
    let lists = people::lists()
        .into_iter()
        .chain(work::lists())
        .chain(money::lists());
    let table = |rows: Vec<Value>| {
        let rows = rows.into_iter();
        rows.map(|row| (row["id"].as_i64().unwrap_or_default(), row))
            .collect()
    };
    lists
        .map(|(entity, rows)| (entity.to_owned(), table(rows)))
        .collect()
}

/// A location's zone in the way of writing that an option chooses.
pub fn zone_text(location: &Value, text: ZoneText) -> Value {
    let iana = location["_zone"].as_str().unwrap_or_default();
    let (label, windows) = match iana {
        "America/New_York" => (
            "(GMT-05:00) Eastern Time (US & Canada)",
            "Eastern Standard Time",
        ),
        "America/Denver" => (
            "(GMT-07:00) Mountain Time (US & Canada)",
            "Mountain Standard Time",
        ),
        "Europe/Berlin" => (
            "(GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
            "W. Europe Standard Time",
        ),
        "Pacific/Auckland" => (
            "(GMT+12:00) Auckland, Wellington",
            "New Zealand Standard Time",
        ),
        other => (other, other),
    };
    match text {
        ZoneText::Label => json!(label),
        ZoneText::Windows => json!(windows),
        ZoneText::Iana => json!(iana),
        ZoneText::Empty => Value::Null,
    }
}
