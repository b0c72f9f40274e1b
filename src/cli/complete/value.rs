//! Which argument takes values of what; a test asks it of every argument there is.

use crate::domain::catalog::CatalogKind;
use clap::{Arg, ValueHint};

/// What an open value is one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Value {
    /// Nothing that is known here: a note, a length, a list of its own.
    #[default]
    Nothing,
    /// A file.
    File,
    /// An entry.
    Entry,
    /// A parked timer.
    Parked,
    /// A period.
    Period,
    /// A period, or an entry.
    PeriodOrEntry,
    /// A day.
    Day,
    /// A thing of the catalog.
    Item(CatalogKind),
    /// A tag.
    Tag,
    /// A profile.
    Profile,
    /// A timesheet of the service.
    Sheet,
    /// A template of the configuration, behind `@`.
    Template,
}

/// What this argument of this command (its name at the top) takes; none where nobody has
/// said it yet.
pub(super) fn of(command: &str, arg: &Arg) -> Option<Value> {
    if matches!(
        arg.get_value_hint(),
        ValueHint::FilePath | ValueHint::AnyPath
    ) {
        return Some(Value::File);
    }
    let item = |kind| Some(Value::Item(kind));
    match (command, arg.get_id().as_str()) {
        (_, "ticket") => item(CatalogKind::Tickets),
        (_, "project_ticket") => item(CatalogKind::ProjectTickets),
        (_, "task") => item(CatalogKind::Tasks),
        (_, "activity") => item(CatalogKind::Activities),
        (_, "charge_code") => item(CatalogKind::ChargeCodes),
        (_, "project") => item(CatalogKind::Projects),
        (_, "client") => item(CatalogKind::Clients),
        (_, "service") => item(CatalogKind::Services),
        (_, "work_type") => item(CatalogKind::WorkTypes),
        (_, "work_role") => item(CatalogKind::WorkRoles),
        (_, "agreement") => item(CatalogKind::Agreements),
        (_, "member") => item(CatalogKind::Members),
        (_, "tags" | "untag") => Some(Value::Tag),
        (_, "profile" | "profiles") | ("auth", "named") => Some(Value::Profile),
        (_, "on" | "from" | "to") => Some(Value::Day),
        // The number of a period within its year.
        ("sheet", "period") => Some(Value::Nothing),
        (_, "period") => Some(Value::Period),
        // Beside a template times and notes: nothing that could be known.
        ("log", "words") => Some(Value::Template),
        ("start" | "stop" | "switch", "words") => Some(Value::Nothing),
        ("fill", "day") => Some(Value::Day),
        ("help", "words") => Some(Value::Nothing),
        ("edit" | "check", "which") | (_, "words") => Some(Value::PeriodOrEntry),
        ("resume", "id") => Some(Value::Parked),
        (_, "assignee") => item(CatalogKind::Members),
        // What only the service knows.
        ("remote", "id" | "ids") => Some(Value::Nothing),
        (_, "id" | "ids") => Some(Value::Entry),
        ("sheet", "remote_id") | ("approve" | "reject", "sheets") => Some(Value::Sheet),
        ("approve" | "reject", "remote") => Some(Value::Nothing),
        ("sheet", "days") => Some(Value::Period),
        _ if NOTHING.contains(&arg.get_id().as_str()) => Some(Value::Nothing),
        _ => None,
    }
}

/// Arguments whose values are nobody's to know.
const NOTHING: &[&str] = &[
    "administration",
    "adopt",
    "after",
    "agreement_bundle",
    "agreement_service",
    "at",
    "business",
    "client_id",
    "column",
    "company_id",
    "deduct",
    "detail",
    "email_cc",
    "end",
    "every",
    "integration_code",
    "internal_note",
    "into",
    "length",
    "least",
    "limit",
    "map",
    "max_time",
    "note",
    "offset",
    "page",
    "paste",
    "per_page",
    "public_key",
    "query",
    "reason",
    "redirect_uri",
    "search",
    "secret",
    "start",
    "take",
    "url",
    "user",
    "where_text",
    "year",
    "zone",
];

/// What stays of a value that is made of two, and the part that is being typed:
/// `12-` of `12-15`, `mon..` of `mon..fri`.
pub(super) fn split(value: Value, typed: &str) -> (&str, &str) {
    let at = match value {
        Value::Period | Value::PeriodOrEntry if typed.contains("..") => {
            typed.rfind("..").map(|at| at + 2)
        }
        Value::Entry | Value::PeriodOrEntry => typed
            .find('-')
            .filter(|at| *at > 0 && typed[..*at].bytes().all(|b| b.is_ascii_digit()))
            // `2026-` begins a day sooner than a stretch of entries.
            .filter(|at| value == Value::Entry || *at != 4 || !typed.starts_with("20"))
            .map(|at| at + 1),
        _ => None,
    };
    typed.split_at(at.unwrap_or(0))
}
