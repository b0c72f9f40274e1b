//! Rules of business: 500, each with a text; everything that is wrong at once.

use super::*;
use crate::support::vendor::autotask::rules::{RULES, TaskAccess};
use crate::support::vendor::autotask::seed::*;

/// A body that breaks one rule.
type Break = (&'static str, fn(&mut Value));

const BROKEN: &[Break] = &[
    ("autotask/hours", |e| e["hoursWorked"] = json!(0)),
    ("autotask/hours", |e| e["hoursWorked"] = json!(24.5)),
    ("autotask/start-before-end", |e| {
        e["endDateTime"] = e["startDateTime"].clone()
    }),
    ("autotask/one-parent", |e| e["taskID"] = json!(MAILBOXES)),
    ("autotask/utc-midnight", |e| {
        e["endDateTime"] = json!("2026-03-03T00:30:00Z")
    }),
    ("autotask/project-template", |e| {
        (e["ticketID"], e["taskID"]) = (Value::Null, json!(TEMPLATE_TASK))
    }),
    ("autotask/start-stop-required", |e| {
        (e["ticketID"], e["taskID"]) = (Value::Null, json!(CLOCKED_TASK));
        without(e, &["startDateTime", "endDateTime"]);
    }),
    ("autotask/summary-notes", |e| {
        e["summaryNotes"] = json!("  ")
    }),
    ("autotask/note-length", |e| {
        e["internalNotes"] = json!("x".repeat(32_001))
    }),
    ("autotask/role-valid", |e| {
        (e["resourceID"], e["ticketID"], e["roleID"]) = (json!(TANE), json!(BACKUP), json!(DESK));
    }),
    ("autotask/role-active", |e| {
        (e["ticketID"], e["roleID"]) = (json!(PRINTER), json!(DISPATCHER))
    }),
    ("autotask/role-assigned", |e| {
        e["roleID"] = json!(CONSULTANT)
    }),
    ("autotask/work-type", |e| {
        e["billingCodeID"] = json!(OLD_WORK_TYPE)
    }),
    ("autotask/work-type", |e| {
        e["billingCodeID"] = json!(MATERIAL)
    }),
    ("autotask/work-type", |e| {
        e["billingCodeID"] = json!(MEETING)
    }),
    ("autotask/contract-service", |e| {
        (e["contractServiceID"], e["contractServiceBundleID"]) = (json!(1), json!(2));
    }),
    ("autotask/contract-active", |e| {
        e["contractID"] = json!(OLD_CONTRACT)
    }),
    ("autotask/contract-active", |e| {
        e["contractID"] = json!(RETAINER)
    }),
    ("autotask/invoice-flag", |e| {
        (e["contractID"], e["showOnInvoice"]) = (json!(RECURRING), json!(true))
    }),
    ("autotask/invoice-flag", |e| {
        (e["contractID"], e["showOnInvoice"]) = (json!(FLAT), json!(true))
    }),
];

const BROKEN_REGULAR: &[Break] = &[
    ("autotask/general-code", |e| {
        e["internalBillingCodeID"] = Value::Null
    }),
    ("autotask/general-code", |e| {
        e["internalBillingCodeID"] = json!(REMOTE)
    }),
    ("autotask/general-code", |e| {
        e["internalBillingCodeID"] = json!(OLD_INTERNAL)
    }),
    ("autotask/time-off-codes", |e| {
        e["internalBillingCodeID"] = json!(VACATION)
    }),
    ("autotask/general-non-billable", |e| {
        e["isNonBillable"] = json!(false)
    }),
    ("autotask/general-non-billable", |e| {
        e["showOnInvoice"] = json!(true)
    }),
    ("autotask/contract-needs-parent", |e| {
        e["contractID"] = json!(MATERIALS)
    }),
];

#[test]
fn each_rule_is_a_500_of_its_own() {
    let (fake, api) = fake();
    let on_tickets = BROKEN.iter().map(|(rule, change)| (rule, body(change)));
    let general = BROKEN_REGULAR
        .iter()
        .map(|(rule, change)| (rule, regular(change)));
    for (rule, body) in on_tickets.chain(general) {
        assert_eq!(fake.would_refuse(&body), [*rule], "{body}");
        assert!(RULES.iter().any(|(known, ..)| known == rule));
        let reply = api.call("POST", "/TimeEntries", &body);
        assert_eq!(reply.status, 500, "{rule} {}", text(&reply));
        let errors = reply.json();
        assert_eq!(errors["errors"].as_array().unwrap().len(), 1, "{rule}");
        assert_ne!(errors["errors"][0], "The request could not be processed.");
    }
    assert!(fake.entries().is_empty());
}

#[test]
fn settings_of_the_administrator_decide() {
    type Row = (fn(&mut Settings), &'static str, fn(&mut Value), bool);

    let rows: &[Row] = &[
        (
            |_| {},
            "complete ticket",
            |e| e["ticketID"] = json!(DONE_TICKET),
            true,
        ),
        (
            |s| s.prohibit_complete_tickets = true,
            "complete ticket, prohibited",
            |e| e["ticketID"] = json!(DONE_TICKET),
            false,
        ),
        (
            |s| s.complete_tickets = false,
            "complete ticket, not allowed",
            |e| e["ticketID"] = json!(DONE_TICKET),
            false,
        ),
        (
            |_| {},
            "complete task",
            |e| (e["ticketID"], e["taskID"]) = (Value::Null, json!(DONE_TASK)),
            true,
        ),
        (
            |s| s.complete_tasks = false,
            "complete task, not allowed",
            |e| (e["ticketID"], e["taskID"]) = (Value::Null, json!(DONE_TASK)),
            false,
        ),
        (
            |_| {},
            "archived",
            |e| (e["ticketID"], e["taskID"]) = (Value::Null, json!(ARCHIVED_TASK)),
            true,
        ),
        (
            |s| s.archived_projects = false,
            "archived, not allowed",
            |e| (e["ticketID"], e["taskID"]) = (Value::Null, json!(ARCHIVED_TASK)),
            false,
        ),
        (
            |s| s.span_midnight = true,
            "midnight",
            |e| e["endDateTime"] = json!("2026-03-03T00:30:00Z"),
            true,
        ),
        (
            |s| s.modify_role = true,
            "another role",
            |e| e["roleID"] = json!(CONSULTANT),
            true,
        ),
        (|s| s.service_desk = false, "one's own ticket", |_| {}, true),
        (
            |s| s.service_desk = false,
            "somebody else's ticket",
            |e| (e["ticketID"], e["roleID"]) = (json!(BACKUP), json!(DESK)),
            false,
        ),
        (
            |s| s.tasks = TaskAccess::Assigned,
            "one's own task",
            |e| (e["ticketID"], e["taskID"]) = (Value::Null, json!(MAILBOXES)),
            true,
        ),
        (
            |s| s.tasks = TaskAccess::Assigned,
            "somebody else's task",
            |e| {
                (e["ticketID"], e["taskID"], e["roleID"]) =
                    (Value::Null, json!(PLANNING), json!(DESK));
            },
            false,
        ),
        (
            |s| s.tasks = TaskAccess::None,
            "no task",
            |e| (e["ticketID"], e["taskID"]) = (Value::Null, json!(MAILBOXES)),
            false,
        ),
        (|s| s.billing = false, "billing left out", |_| {}, true),
        (
            |s| s.billing = false,
            "billing given",
            |e| e["isNonBillable"] = json!(true),
            false,
        ),
        (
            |s| s.notes_on_tasks_and_regular_time = true,
            "a task without notes",
            |e| {
                (e["ticketID"], e["taskID"]) = (Value::Null, json!(MAILBOXES));
                without(e, &["summaryNotes"]);
            },
            false,
        ),
    ];
    for (setting, what, change, taken) in rows {
        let (_fake, api) = with(set(setting));
        let reply = api.create(change);
        assert_eq!(reply.status == 200, *taken, "{what}: {}", text(&reply));
    }
    let (_fake, api) = with(set(|s| s.regular_time = ["vacation".to_owned()].into()));
    let day_off = regular(|e| e["internalBillingCodeID"] = json!(VACATION));
    assert_eq!(api.call("POST", "/TimeEntries", &day_off).status, 200);
    let ill = regular(|e| e["internalBillingCodeID"] = json!(SICK));
    refused(&api.call("POST", "/TimeEntries", &ill), "regular time");
}

#[test]
fn who_may_enter_time_for_whom() {
    // Proxy, administrator, who stands there, for whom; whether it is taken.
    type Row = (Proxy, bool, Option<i64>, i64, bool);
    let rows: &[Row] = &[
        (Proxy::Disabled, true, None, LOPEZ, false),
        (Proxy::Disabled, true, Some(LOPEZ), LOPEZ, true),
        (Proxy::Disabled, true, Some(OKAFOR), LOPEZ, false),
        (Proxy::Approvers, true, None, LOPEZ, false),
        (Proxy::ApproversAndAdministrators, true, None, LOPEZ, true),
        (Proxy::ApproversAndAdministrators, true, None, REED, false),
        (Proxy::ApproversAndAdministrators, false, None, LOPEZ, false),
        (
            Proxy::ApproversAndAdministrators,
            false,
            Some(OKAFOR),
            LOPEZ,
            true,
        ),
        (
            Proxy::ApproversAndAdministrators,
            true,
            Some(BRANDT),
            LOPEZ,
            false,
        ),
    ];
    for (proxy, administrator, stands_for, who, taken) in rows {
        let (fake, mut api) = with(set(|s| {
            (s.proxy, s.administrator) = (*proxy, *administrator)
        }));
        fake.add_row(
            "ResourceRoles",
            json!({"id": 1, "resourceID": REED, "roleID": ENGINEER, "isActive": true}),
        );
        api.stands_for = *stands_for;
        let reply = api.create(|e| e["resourceID"] = json!(who));
        assert_eq!(
            reply.status == 200,
            *taken,
            "{proxy:?} {stands_for:?} {who}: {}",
            text(&reply)
        );
    }
    let (_fake, api) = with(set(|s| {
        (s.proxy, s.approves) = (Proxy::Approvers, [LOPEZ].into());
    }));
    api.made(|_| {});
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let (_fake, api) = fake();
    let reply = api.create(|e| {
        e["summaryNotes"] = Value::Null;
        e["hoursWorked"] = json!(30);
        e["billingCodeID"] = json!(OLD_WORK_TYPE);
    });
    assert_eq!(
        reply.json()["errors"].as_array().unwrap().len(),
        3,
        "{}",
        text(&reply)
    );
}

#[test]
fn what_cannot_be_left_out() {
    let (fake, api) = fake();
    for (keys, named) in [
        (&["resourceID"][..], "resourceID"),
        (&["roleID"], "roleID"),
        (&["dateWorked", "startDateTime"], "dateWorked"),
        (&["hoursWorked", "endDateTime"], "hoursWorked"),
    ] {
        refused(&api.create(|e| without(e, keys)), named);
    }
    fake.set_options(|o| o.needs_role = false);
    let id = api.made(|e| without(e, &["roleID"]));
    assert_eq!(api.entry(id)["roleID"], ENGINEER);
    // Hours alone will do, and so will the clock alone.
    api.made(|e| without(e, &["startDateTime", "endDateTime"]));
    api.made(|e| without(e, &["hoursWorked", "dateWorked"]));
}

#[test]
fn references_lead_somewhere_or_are_refused() {
    let (fake, api) = fake();
    for (field, model) in [
        ("resourceID", "Resource"),
        ("roleID", "Role"),
        ("ticketID", "Ticket"),
        ("contractID", "Contract"),
        ("billingCodeID", "BillingCode"),
    ] {
        fake.set_options(|o| o.older_references = false);
        let ask = || api.create(|e| e[field] = json!(12));
        let words = format!(
            "Reference value on field: {field} of type: {model} does not exist or is invalid."
        );
        answered(&ask(), 500, &json!({"errors": [words]}));
        fake.set_options(|o| o.older_references = true);
        let words = format!("{field}: Value 12 does not exist or is invalid");
        answered(&ask(), 500, &json!({"errors": [words]}));
    }
    for (field, value) in [
        ("ticketID", json!("T20260302.0042")),
        ("resourceID", json!("29683")),
        ("hoursWorked", json!("1.5")),
        ("startDateTime", json!("yesterday")),
        ("isNonBillable", json!(1)),
        ("summaryNotes", json!(5)),
        ("roleID", json!(3_000_000_000_i64)),
    ] {
        refused(&api.create(|e| e[field] = value), field);
    }
    assert!(fake.entries().is_empty());
}

#[test]
fn roles_of_a_task_may_be_limited() {
    let on_task = |e: &mut Value| {
        (e["ticketID"], e["taskID"], e["roleID"]) =
            (Value::Null, json!(MAILBOXES), json!(CONSULTANT));
    };
    for (limited, status) in [(false, 200), (true, 500)] {
        let mut options = set(|s| s.modify_role = true);
        options.task_roles_limited = limited;
        let (_fake, api) = with(options);
        assert_eq!(api.create(on_task).status, status);
    }
}

#[test]
fn overlapping_time_may_be_refused() {
    let (fake, api) = fake();
    api.made(|_| {});
    api.made(|_| {});
    fake.set_options(|o| o.refuses_overlap = true);
    refused(&api.create(|_| {}), "overlaps");
    let after = api.made(|e| {
        e["startDateTime"] = json!("2026-03-02T19:30:00Z");
        e["endDateTime"] = json!("2026-03-02T21:00:00Z");
    });
    id_of(&api.patch(&json!({"id": after, "summaryNotes": "x"})));
}
