//! Autotask PSA's rules on time, people, timesheets and notes.

use crate::domain::status::BackendKind;
use crate::rules::check::Check::{Ask, ByType};
use crate::rules::check::{
    autotask::{people, places, state, time},
    time as spans,
};
use crate::rules::rule::Stage::{Delete, Log, Push, Submit, Update};
use crate::rules::rule::{Consequence, Needs, Rule, Scope, Stages};

/// What most rows have in common.
const ROW: Rule = Rule {
    id: "",
    scope: Scope::Backend(BackendKind::Autotask),
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
        id: "autotask/hours",
        stages: Stages::of(&[Log]),
        field: Some("worked_seconds"),
        check: Ask(time::hours),
        covers: &["tt/worked-positive", "tt/one-day"],
        message: "the entry lasts {length}: Autotask takes less than a day",
        help: "book it as several entries",
        source: "Autotask time entry reference: HoursWorked above 0 and up to 24, spans shorter than 24 hours",
        ..ROW
    },
    Rule {
        id: "autotask/start-before-end",
        stages: Stages::of(&[Log]),
        field: Some("end"),
        check: Ask(spans::end_after_start),
        covers: &["tt/end-after-start"],
        message: "the end lies {length} before the start",
        help: "give the end of the work, with its day if it is the next one",
        source: "Autotask time entry reference: StartDateTime lies before EndDateTime",
        ..ROW
    },
    Rule {
        id: "autotask/one-parent",
        stages: Stages::of(&[Log]),
        field: Some("charge_to"),
        check: ByType("an entry has one target: a ticket, a task, an internal code or none"),
        message: "Autotask time is on a ticket or on a task, not on both",
        help: "choose one of --ticket and --task",
        source: "Autotask time entry reference: TicketID or TaskID; neither is general time",
        ..ROW
    },
    Rule {
        id: "autotask/date-or-start",
        stages: Stages::of(&[Log]),
        field: Some("date"),
        check: ByType("every entry has a day"),
        message: "Autotask needs a date or a start",
        help: "give the day of the work",
        source: "Autotask time entry reference: DateWorked is required where StartDateTime is not given",
        ..ROW
    },
    Rule {
        id: "autotask/date-worked",
        stages: Stages::of(&[Log, Push]),
        field: Some("date"),
        needs: Needs::Catalog,
        check: Ask(time::date_worked),
        consequence: Consequence::Adjust,
        message: "it counts for {date}, the day of its start in {zone}",
        help: "give the start in the zone of the resource to see the same day",
        source: "Autotask time entry reference: DateWorked is the day of the start in the resource's zone, sent as midnight",
        ..ROW
    },
    Rule {
        id: "autotask/hours-from-span",
        stages: Stages::of(&[Log]),
        field: Some("worked_seconds"),
        check: ByType("with start and end the hours are never typed but counted"),
        consequence: Consequence::Adjust,
        message: "the hours are those between start and end",
        help: "give a range such as 9-10:30",
        source: "Autotask time entry reference: HoursWorked left out is end minus start",
        ..ROW
    },
    Rule {
        id: "autotask/utc-midnight",
        stages: Stages::of(&[Log]),
        field: Some("end"),
        needs: Needs::Profile,
        check: Ask(time::utc_midnight),
        message: "the entry spans midnight UTC, which is {at} here",
        help: "book it in two, one up to {at} and one from there",
        source: "Autotask time entry reference: entries over midnight UTC need the setting \"Allow time entries to span over midnight\"; [profile.X.settings] allow_span_midnight",
        ..ROW
    },
    Rule {
        id: "autotask/sheet-status",
        stages: Stages::of(&[Log, Update, Delete]),
        field: Some("status"),
        asks_timers: true,
        needs: Needs::Remote,
        check: Ask(state::sheet),
        consequence: Consequence::Lock,
        covers: &["tt/status-allows-edit"],
        message: "entry {id} is on a timesheet that is {status}: {what}",
        help: "take it back first: tt recall {id}",
        source: "Autotask time entry reference: time goes on timesheets that are new or rejected",
        ..ROW
    },
    Rule {
        id: "autotask/frozen-when-submitted",
        stages: Stages::of(&[Update]),
        field: Some("status"),
        asks_timers: true,
        check: Ask(state::frozen),
        consequence: Consequence::Lock,
        covers: &["tt/status-allows-edit"],
        message: "the timesheet of entry {id} is submitted: its {fields} cannot change",
        help: "take it back first: tt recall {id}",
        source: "Autotask time entry reference: date, times, hours, resource, role, invoice flag, task and ticket are not editable on a submitted timesheet",
        ..ROW
    },
    Rule {
        id: "autotask/approved-and-posted",
        stages: Stages::of(&[Update, Delete]),
        field: Some("status"),
        asks_timers: true,
        needs: Needs::Remote,
        check: Ask(state::posted),
        consequence: Consequence::Lock,
        covers: &["tt/status-allows-edit"],
        message: "entry {id} is approved and posted: {what}",
        help: "book the difference as a new entry",
        source: "Autotask time entry reference: no update after approve and post",
        ..ROW
    },
    Rule {
        id: "autotask/delete",
        stages: Stages::of(&[Delete]),
        field: Some("origin"),
        asks_timers: true,
        needs: Needs::Remote,
        check: Ask(state::deletable),
        consequence: Consequence::Lock,
        message: "entry {id} cannot be deleted: it {what}",
        help: "ask somebody to delete it in Autotask itself",
        source: "Autotask time entry reference: the conditions under which entries can be deleted",
        ..ROW
    },
    Rule {
        id: "autotask/proxy",
        stages: Stages::of(&[Log, Update]),
        field: Some("member"),
        asks_timers: true,
        needs: Needs::Profile,
        check: Ask(people::proxy),
        message: "time for {name} cannot be entered: Autotask's Proxy Time Entry is disabled",
        help: "leave --member out, or set proxy_time_entry in [profile.NAME.settings] if it is enabled",
        source: "Autotask time entry reference: the Proxy Time Entry setting; [profile.X.settings] proxy_time_entry, approves, administrator",
        ..ROW
    },
    Rule {
        id: "autotask/impersonator-delete",
        stages: Stages::of(&[Delete]),
        field: Some("origin"),
        asks_timers: true,
        needs: Needs::Remote,
        check: Ask(state::not_by_proxy),
        consequence: Consequence::Lock,
        message: "entry {id} was entered by {creator} for {whose} and cannot be deleted from here",
        help: "ask {creator} to delete it in Autotask itself",
        source: "Autotask time entry reference: not even impersonating an administrator deletes what the administrator entered for a third person",
        ..ROW
    },
    Rule {
        id: "autotask/ticket-assigned",
        stages: Stages::of(&[Log, Update]),
        field: Some("charge_to"),
        asks_timers: true,
        needs: Needs::Catalog,
        check: Ask(people::ticket_assigned),
        message: "{name} is not assigned to whose time it is",
        help: "choose one of the own tickets, or have this one assigned",
        source: "Autotask time entry reference: without the service desk module only assigned tickets; [profile.X.settings] service_desk_access",
        ..ROW
    },
    Rule {
        id: "autotask/task-permission",
        stages: Stages::of(&[Log, Update]),
        field: Some("charge_to"),
        asks_timers: true,
        needs: Needs::Profile,
        check: Ask(people::task_permission),
        message: "the security level lets no time be entered on {name}",
        help: "choose another task, or set can_enter_time_on in [profile.NAME.settings] if it may",
        source: "Autotask time entry reference: the security level's \"Can enter time on\"; [profile.X.settings] can_enter_time_on",
        ..ROW
    },
    Rule {
        id: "autotask/project-template",
        stages: Stages::of(&[Log]),
        field: Some("charge_to"),
        asks_timers: true,
        needs: Needs::Catalog,
        check: Ask(places::project_type),
        message: "{name} belongs to a project that is {type}",
        help: "choose a task of a live project",
        source: "Autotask time entry reference: no time on Template projects, and none on Archived or Baseline ones; [profile.X.settings] allow_archived_projects",
        ..ROW
    },
    Rule {
        id: "autotask/start-stop-required",
        stages: Stages::of(&[Log]),
        field: Some("start"),
        needs: Needs::Catalog,
        check: Ask(places::start_stop),
        message: "the project of {name} wants start and end",
        help: "give the time as a range such as 9-10:30",
        source: "Autotask time entry reference: projects set to \"Requires Start/Stop Times\"",
        ..ROW
    },
    Rule {
        id: "autotask/complete-ticket",
        stages: Stages::of(&[Log, Update]),
        field: Some("charge_to"),
        asks_timers: true,
        needs: Needs::Catalog,
        check: Ask(places::complete_ticket),
        message: "{name} is complete and takes no time",
        help: "choose an open ticket, or have this one opened again",
        source: "Autotask time entry reference: \"Prohibit time entry on tickets whose status is Complete\"; [profile.X.settings]",
        ..ROW
    },
    Rule {
        id: "autotask/complete-task",
        stages: Stages::of(&[Log, Update]),
        field: Some("charge_to"),
        asks_timers: true,
        needs: Needs::Catalog,
        check: Ask(places::complete_task),
        message: "{name} is complete and takes no time",
        help: "choose an open task, or have this one opened again",
        source: "Autotask setting on time on complete tasks; [profile.X.settings] allow_time_on_complete_tasks",
        ..ROW
    },
    Rule {
        id: "autotask/summary-notes",
        stages: Stages::of(&[Log, Submit]),
        field: Some("note"),
        check: Ask(places::summary_notes),
        covers: &["tt/note-required"],
        message: "Autotask {what} time needs summary notes",
        help: "add -m \"what was done\"",
        source: "Autotask time entry reference: SummaryNotes on tickets, and by setting on tasks and regular time; [profile.X.settings] require_summary_notes_on_tasks",
        ..ROW
    },
    Rule {
        id: "autotask/note-length",
        stages: Stages::of(&[Log]),
        field: Some("note"),
        asks_timers: true,
        check: Ask(places::note_length),
        message: "the {field} has {chars} characters, more than {most}",
        help: "make it shorter",
        source: "Autotask time entry reference: SummaryNotes and InternalNotes hold 32,000 characters",
        ..ROW
    },
    Rule {
        id: "autotask/rich-text",
        stages: Stages::of(&[Update]),
        field: Some("note"),
        asks_timers: true,
        needs: Needs::Remote,
        check: Ask(state::plain_text),
        consequence: Consequence::Hold,
        message: "what is formatted in the {fields} of entry {id} on Autotask is lost when they change",
        help: "check the entry there, then let the change go with tt resolve {id} --release",
        source: "Autotask time entry reference: notes come and go as plain text; rich text and images are lost",
        ..ROW
    },
];
