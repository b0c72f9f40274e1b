//! FreshBooks' rules.

use crate::domain::status::BackendKind;
use crate::rules::check::Check::{Ask, ByType};
use crate::rules::check::{freshbooks, time};
use crate::rules::rule::Stage::{Delete, Log, Observe, Push, Update};
use crate::rules::rule::{Consequence, Needs, Rule, Scope, Stages};

/// What most rows have in common.
const ROW: Rule = Rule {
    id: "",
    scope: Scope::Backend(BackendKind::FreshBooks),
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

pub(super) static ROWS: &[Rule] = &[
    Rule {
        id: "freshbooks/duration",
        stages: Stages::of(&[Log]),
        field: Some("worked_seconds"),
        check: Ask(time::worked_positive),
        covers: &["tt/worked-positive"],
        message: "FreshBooks takes no length of {length}",
        help: "deduct less, or give a longer time",
        source: "FreshBooks time entry reference: duration in seconds, not negative; 0 is a timer's",
        ..ROW
    },
    Rule {
        id: "freshbooks/started-at",
        stages: Stages::of(&[Log, Push]),
        field: Some("start"),
        check: Ask(time::start_given),
        covers: &["tt/clock-needed"],
        message: "FreshBooks needs a start",
        help: "give the time as a range such as 9-10:30",
        source: "FreshBooks time entry reference: startedAt in ISO 8601; left out, the moment of booking would count",
        ..ROW
    },
    Rule {
        id: "freshbooks/ids",
        stages: Stages::of(&[Log]),
        field: Some("client"),
        asks_timers: true,
        check: Ask(freshbooks::ids),
        message: "{what} {name} cannot be a number of FreshBooks",
        help: "give a positive number, or the name",
        source: "FreshBooks time entry reference: ids are positive integers",
        ..ROW
    },
    Rule {
        id: "freshbooks/client",
        stages: Stages::of(&[Log, Push]),
        field: Some("client"),
        asks_timers: true,
        needs: Needs::Catalog,
        check: Ask(freshbooks::client),
        message: "client {name} {problem}",
        help: "choose one of tt catalog list clients with --client",
        source: "FreshBooks time entry reference: \"Invalid project/client/service ID\"; the client follows from the project",
        ..ROW
    },
    Rule {
        id: "freshbooks/project",
        stages: Stages::of(&[Log, Push]),
        field: Some("project"),
        asks_timers: true,
        needs: Needs::Catalog,
        check: Ask(freshbooks::project),
        message: "project {name} {problem}",
        help: "choose one of tt catalog list projects with --project",
        source: "FreshBooks time entry reference: \"Invalid project/client/service ID\"",
        ..ROW
    },
    Rule {
        id: "freshbooks/service",
        stages: Stages::of(&[Log, Push]),
        field: Some("service"),
        asks_timers: true,
        needs: Needs::Catalog,
        check: Ask(freshbooks::service),
        message: "service {name} {problem}",
        help: "choose one of tt catalog list services with --service",
        source: "FreshBooks time entry reference: \"Invalid project/client/service ID\"; a project has its services",
        ..ROW
    },
    Rule {
        id: "freshbooks/task",
        stages: Stages::of(&[Log, Push]),
        field: Some("task"),
        asks_timers: true,
        needs: Needs::Catalog,
        check: Ask(freshbooks::task),
        message: "task {name} {problem}",
        help: "choose one of tt catalog list tasks with --task",
        source: "FreshBooks time entry reference: taskId of a task that exists",
        ..ROW
    },
    Rule {
        id: "freshbooks/clear",
        stages: Stages::of(&[Update]),
        field: Some("project"),
        check: ByType("none is sent as null, and what is not mentioned is sent as it was read"),
        message: "client, project, service, task and retainer are cleared with none",
        help: "give none to clear one",
        source: "FreshBooks time entry reference: null clears; the service replaces whole records",
        ..ROW
    },
    Rule {
        id: "freshbooks/billed",
        stages: Stages::of(&[Update, Delete]),
        field: Some("status"),
        asks_timers: true,
        needs: Needs::Remote,
        check: Ask(freshbooks::billed),
        consequence: Consequence::Lock,
        covers: &["tt/status-allows-edit"],
        message: "entry {id} is billed: {what}",
        help: "book the difference as a new entry",
        source: "FreshBooks time entry reference: \"Entry already billed\"",
        ..ROW
    },
    Rule {
        id: "freshbooks/internal",
        stages: Stages::of(&[Log]),
        field: Some("extra.internal"),
        asks_timers: true,
        needs: Needs::Catalog,
        check: Ask(freshbooks::internal),
        consequence: Consequence::Warn,
        message: "internal work {what}",
        help: "leave --client and --billable out, or leave --internal out",
        source: "FreshBooks time entry reference: the internal flag; entries of an internal project have no client",
        ..ROW
    },
    Rule {
        id: "freshbooks/billable",
        stages: Stages::of(&[Log]),
        field: Some("billable"),
        check: ByType(
            "billable and do-not-bill are true and false, no-default is left out, and no other word gets here",
        ),
        consequence: Consequence::Adjust,
        message: "FreshBooks takes billable, not billable, or nothing",
        help: "choose --billable billable or --billable do-not-bill",
        source: "FreshBooks time entry reference: billable is true, false or left out",
        ..ROW
    },
    Rule {
        id: "freshbooks/account",
        stages: Stages::of(&[Push]),
        field: Some("profile"),
        check: ByType("the configuration takes nothing else"),
        message: "a business is a number, an account letters and digits",
        help: "correct business and account in the profile",
        source: "FreshBooks time entry reference: accountId; the service's paths have the business",
        ..ROW
    },
    Rule {
        id: "freshbooks/errors",
        stages: Stages::of(&[Observe]),
        field: None,
        check: ByType("the adapter turns the service's answers into exit codes"),
        message: "what FreshBooks refuses is told in its own words",
        help: "check the entry, and tt catalog refresh for projects, clients, services and tasks",
        source: "FreshBooks time entry reference: the error codes",
        ..ROW
    },
    Rule {
        id: "freshbooks/logged",
        stages: Stages::of(&[Push]),
        field: Some("end"),
        asks_timers: true,
        check: Ask(freshbooks::ended),
        message: "only finished time is delivered to FreshBooks",
        help: "wait until it is stopped",
        source: "FreshBooks time entry reference: isLogged; entries go as logged",
        ..ROW
    },
    Rule {
        id: "freshbooks/retainer",
        stages: Stages::of(&[Log]),
        field: Some("agreement"),
        asks_timers: true,
        check: Ask(freshbooks::retainer),
        message: "retainer {name} is not a positive number",
        help: "give the number of the retainer with --agreement",
        source: "FreshBooks time entry reference: retainerId",
        ..ROW
    },
    Rule {
        id: "freshbooks/per-page",
        stages: Stages::of(&[Observe]),
        field: None,
        check: ByType("lists are always asked for by the adapter in pages that the service takes"),
        message: "a page of a list has 1 to 100 entries",
        help: "choose a number from 1 to 100",
        source: "FreshBooks time entry reference: perPage is 100 at most",
        ..ROW
    },
    Rule {
        id: "freshbooks/filter",
        stages: Stages::of(&[Observe]),
        field: None,
        check: ByType(
            "the command line has an option for each filter, and what the service ignores is filtered here",
        ),
        message: "a list can be narrowed by project, client, task, service, running, billable, billed and start",
        help: "choose among the options of tt remote list",
        source: "FreshBooks time entry reference: the list parameters",
        ..ROW
    },
];
