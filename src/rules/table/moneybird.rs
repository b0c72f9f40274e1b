//! Moneybird's rules.

use crate::domain::status::BackendKind;
use crate::rules::check::Check::{Ask, ByType};
use crate::rules::check::{moneybird, time};
use crate::rules::rule::Stage::{Delete, Log, Observe, Push, Submit, Update};
use crate::rules::rule::{Consequence, Needs, Rule, Scope, Stages};

/// What most rows have in common.
const ROW: Rule = Rule {
    id: "",
    scope: Scope::Backend(BackendKind::Moneybird),
    stages: Stages::of(&[]),
    field: None,
    asks_timers: false,
    needs: Needs::Entry,
    check: ByType(""),
    consequence: Consequence::Refuse,
    covers: &[],
    message: "",
    help: "",
    source: "",
};

/// The rule that an entry stays with its user.
pub(super) const USER_FIXED: &str = "moneybird/user-fixed";

pub(super) static ROWS: &[Rule] = &[
    Rule {
        id: "moneybird/user",
        stages: Stages::of(&[Push]),
        field: Some("member"),
        needs: Needs::Catalog,
        check: Ask(moneybird::user),
        message: "Moneybird needs to know whose time it is",
        help: "set member in [profile.{profile}], or add --member",
        source: "Moneybird time entry reference: user_id is required and a valid user",
        ..ROW
    },
    Rule {
        id: "moneybird/start",
        stages: Stages::of(&[Log, Push]),
        field: Some("start"),
        check: Ask(time::start_given),
        covers: &["tt/clock-needed"],
        message: "Moneybird needs a start",
        help: "give the time as a range such as 9-10:30",
        source: "Moneybird time entry reference: started_at is required",
        ..ROW
    },
    Rule {
        id: "moneybird/end",
        stages: Stages::of(&[Log, Push]),
        field: Some("end"),
        asks_timers: true,
        check: Ask(moneybird::end),
        message: "Moneybird needs an end: without one the entry would run on there",
        help: "give the time as a range such as 9-10:30, or add --for",
        source: "Moneybird time entry reference: ended_at is required; left out, a timer starts",
        ..ROW
    },
    Rule {
        id: "moneybird/description",
        stages: Stages::of(&[Log, Submit]),
        field: Some("note"),
        check: Ask(moneybird::description),
        covers: &["tt/note-required"],
        message: "Moneybird needs a description",
        help: "add -m \"what was done\"",
        source: "Moneybird time entry reference: description is required and not blank",
        ..ROW
    },
    Rule {
        id: "moneybird/full-minutes",
        stages: Stages::of(&[Log, Push]),
        field: Some("start"),
        check: Ask(moneybird::full_minutes),
        consequence: Consequence::Adjust,
        message: "{what} {from} becomes {to}: Moneybird keeps whole minutes",
        help: "give times in whole minutes to see the same there",
        source: "Moneybird time entry reference: times are rounded down to full minutes, one minute apart at least; so is the paused time",
        ..ROW
    },
    Rule {
        id: "moneybird/pause-within",
        stages: Stages::of(&[Log]),
        field: Some("deduct_seconds"),
        check: Ask(moneybird::pause_within),
        covers: &["tt/deduct-within", "tt/worked-positive"],
        message: "{deduct} cannot be deducted from {length}",
        help: "give a --deduct that is shorter than the entry and not negative",
        source: "Moneybird time entry reference: paused_duration is part of the span",
        ..ROW
    },
    Rule {
        id: "moneybird/contact",
        stages: Stages::of(&[Log, Push]),
        field: Some("client"),
        asks_timers: true,
        needs: Needs::Catalog,
        check: Ask(moneybird::contact),
        message: "contact {name} {problem}",
        help: "choose one of tt catalog list clients with --client",
        source: "Moneybird time entry reference: contact_id is a valid contact",
        ..ROW
    },
    Rule {
        id: "moneybird/project",
        stages: Stages::of(&[Log, Push]),
        field: Some("project"),
        asks_timers: true,
        needs: Needs::Catalog,
        check: Ask(moneybird::project),
        message: "project {name} {problem}",
        help: "choose one of tt catalog list projects with --project",
        source: "Moneybird time entry reference: project_id is a valid project",
        ..ROW
    },
    Rule {
        id: "moneybird/detail",
        stages: Stages::of(&[Log, Push]),
        field: Some("extra.detail"),
        asks_timers: true,
        needs: Needs::Catalog,
        check: Ask(moneybird::detail),
        message: "Moneybird no longer has details on time entries",
        help: "leave --detail out, or set dialect = \"documented\" in the profile",
        source: "Moneybird time entry reference: detail_id, gone from the interface since July 2025",
        ..ROW
    },
    Rule {
        id: "moneybird/billable",
        stages: Stages::of(&[Log]),
        field: Some("billable"),
        check: Ask(moneybird::billable),
        consequence: Consequence::Adjust,
        message: "Moneybird bills time unless it is told not to",
        help: "give --billable do-not-bill for time that is not billed",
        source: "Moneybird time entry reference: billable is true where it is left out",
        ..ROW
    },
    Rule {
        id: "moneybird/invoiced",
        stages: Stages::of(&[Update, Delete]),
        field: Some("status"),
        asks_timers: true,
        needs: Needs::Remote,
        check: Ask(moneybird::invoiced),
        consequence: Consequence::Lock,
        covers: &["tt/status-allows-edit"],
        message: "entry {id} is on a sales invoice: {what}",
        help: "book the difference as a new entry",
        source: "Moneybird time entry reference: sales_invoice of the entry",
        ..ROW
    },
    Rule {
        id: USER_FIXED,
        stages: Stages::of(&[Update]),
        field: Some("member"),
        asks_timers: true,
        check: Ask(moneybird::user_fixed),
        message: "entry {id} is on Moneybird: its {fields} cannot change",
        help: "book it anew and delete this one",
        source: "Moneybird time entry reference: an update takes neither user nor detail",
        ..ROW
    },
    Rule {
        id: "moneybird/access",
        stages: Stages::of(&[Push]),
        field: Some("profile"),
        check: ByType(
            "the login asks for both, and a token without them ends the sync with exit 5",
        ),
        message: "the token must give access to time_entries and sales_invoices",
        help: "make a token with both and set it in the profile",
        source: "Moneybird time entry reference: the user needs access to both sales invoices and time entries",
        ..ROW
    },
    Rule {
        id: "moneybird/not-found",
        stages: Stages::of(&[Observe]),
        field: None,
        check: ByType("the adapter passes the service's own words on"),
        message: "Moneybird does not know this entry, contact or user",
        help: "check the number",
        source: "Moneybird time entry reference: the answers to unknown entries, contacts and users",
        ..ROW
    },
    Rule {
        id: "moneybird/per-page",
        stages: Stages::of(&[Observe]),
        field: None,
        check: ByType("lists are always asked for by the adapter in pages that the service takes"),
        message: "a page of a list has 1 to 100 entries",
        help: "choose a number from 1 to 100",
        source: "Moneybird time entry reference: too many time entries requested",
        ..ROW
    },
    Rule {
        id: "moneybird/filter",
        stages: Stages::of(&[Observe]),
        field: None,
        check: ByType("the command line has an option for each filter and for nothing else"),
        message: "a list can be narrowed by state, period, contact, project, user, day and words",
        help: "choose among the options of tt remote list",
        source: "Moneybird time entry reference: the filter and query parameters",
        ..ROW
    },
    Rule {
        id: "moneybird/note-todo",
        stages: Stages::of(&[Update]),
        field: Some("note"),
        check: ByType("tt remote note takes no empty text and only one of the users"),
        message: "a note on an entry has text, and a to-do is for a user",
        help: "give the text, and --assignee with one of the users",
        source: "Moneybird time entry reference: notes and to-dos of an entry",
        ..ROW
    },
];
