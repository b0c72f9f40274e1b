//! Each rule of the fake refuses what it says, and only that.

use super::*;

type Set = fn(&Fake);
type Change = fn(&mut Value);

/// Rule, what must be set up, what is wrong with the body.
fn creates() -> Vec<(&'static str, Set, Change)> {
    let nothing: Set = |_| {};
    vec![
        (
            "own-time-only",
            |f| f.set_options(|o| o.own_time_only = true),
            |b| b["member"] = json!({"id": 124}),
        ),
        (
            "entry-disabled",
            |f| {
                f.edit_reference("timeExpense", 1, |t| {
                    t["disableTimeEntryFlag"] = json!(true)
                })
            },
            |_| {},
        ),
        (
            "sheet-locked",
            |f| {
                f.add(body());
                f.set_sheet_status(4410, "PendingApproval");
            },
            |_| {},
        ),
        ("start-required", nothing, |b| b["timeStart"] = Value::Null),
        ("times-whole-utc", nothing, |b| {
            b["timeStart"] = json!("2024-02-15T09:00:00.000Z")
        }),
        ("times-whole-utc", nothing, |b| {
            b["timeStart"] = json!("2024-02-15T09:00:00+00:00")
        }),
        ("times-whole-utc", nothing, |b| {
            b["timeStart"] = json!("2024-02-15T09:00Z")
        }),
        ("end-or-hours", nothing, |b| b["timeEnd"] = Value::Null),
        (
            "start-and-end",
            |f| {
                f.edit_reference("members", 123, |m| {
                    m["requireStartAndEndTimeOnTimeEntryFlag"] = json!(true)
                });
            },
            |b| {
                b["timeEnd"] = Value::Null;
                b["actualHours"] = json!(1);
            },
        ),
        ("hours-positive", nothing, |b| {
            b["timeEnd"] = json!("2024-02-15T09:00:00Z")
        }),
        ("deduct-within", nothing, |b| b["hoursDeduct"] = json!(1.5)),
        ("deduct-within", nothing, |b| {
            b["hoursDeduct"] = json!(-0.25)
        }),
        ("charge-to-or-company", nothing, |b| {
            b["chargeToId"] = Value::Null;
            b["chargeToType"] = Value::Null;
        }),
        ("charge-to-type", nothing, |b| {
            b["chargeToType"] = Value::Null
        }),
        ("charge-to-type", nothing, |b| {
            b["chargeToType"] = json!("ProjectIssue")
        }),
        ("charge-to-exists", nothing, |b| b["chargeToId"] = json!(99)),
        ("charge-to-exists", nothing, |b| {
            b["chargeToId"] = json!(54331)
        }),
        ("ticket-takes-time", nothing, |b| {
            b["chargeToId"] = json!(54325)
        }),
        ("ticket-takes-time", nothing, |b| {
            b["chargeToId"] = json!(54326)
        }),
        ("ticket-takes-time", nothing, |b| {
            b["chargeToId"] = json!(54334);
            b["chargeToType"] = json!("ProjectTicket");
        }),
        (
            "charge-code-takes-time",
            |f| f.edit_reference("chargeCodes", 10, |c| c["timeEntryFlag"] = json!(false)),
            |b| {
                b["chargeToId"] = json!(10);
                b["chargeToType"] = json!("ChargeCode");
                b["company"] = json!({"id": 2});
            },
        ),
        (
            "company-allowed",
            |f| {
                f.edit_reference("members", 123, |m| {
                    m["enterTimeAgainstCompanyFlag"] = json!(false)
                })
            },
            |b| {
                b["chargeToId"] = Value::Null;
                b["chargeToType"] = Value::Null;
                b["company"] = json!({"identifier": "CONTOSO"});
            },
        ),
        ("charge-code-company", nothing, |b| {
            b["chargeToId"] = json!(10);
            b["chargeToType"] = json!("ChargeCode");
        }),
        ("company-exists", nothing, |b| {
            b["company"] = json!({"id": 1})
        }),
        (
            "member-required",
            |f| f.set_options(|o| o.member_required = true),
            |b| b["member"] = Value::Null,
        ),
        ("member-exists", nothing, |b| {
            b["member"] = json!({"identifier": "nobody"})
        }),
        ("work-type", nothing, |b| b["workType"] = json!({"id": 8})),
        (
            "work-type",
            |f| f.edit_reference("workTypes", 1, |w| w["inactiveFlag"] = json!(true)),
            |_| {},
        ),
        (
            "work-type-hours",
            |f| f.edit_reference("workTypes", 1, |w| w["hoursMax"] = json!(1.0)),
            |_| {},
        ),
        ("work-role", nothing, |b| {
            b["workRole"] = json!({"name": "Juggler"})
        }),
        ("billable-option", nothing, |b| {
            b["billableOption"] = json!("billable")
        }),
        (
            "note-required",
            |f| f.edit_reference("timeExpense", 1, |t| t["requireTimeNoteFlag"] = json!(true)),
            |b| b["notes"] = json!(" "),
        ),
        ("email-cc", nothing, |b| {
            b["emailCc"] = json!("boss@acme.test; the boss")
        }),
        ("mobile-guid", nothing, |b| b["mobileGuid"] = json!("tt-1")),
    ]
}

#[test]
fn each_rule_refuses_a_create_and_nothing_is_kept() {
    for (rule, set, change) in creates() {
        let (fake, me) = fake();
        set(&fake);
        let before = fake.entries().len();
        let body = body_with(change);
        assert_eq!(fake.would_refuse(&body), [rule]);
        let reply = me.call("POST", ENTRIES, &body);
        assert_eq!(
            reply.status,
            if rule == "own-time-only" { 403 } else { 400 },
            "{rule}"
        );
        let error = reply.json();
        assert_eq!(
            schema::check_object("connectwise", "ErrorResponseMessage", &error),
            Ok(())
        );
        if reply.status == 400 {
            assert_eq!(error["errors"].as_array().map(Vec::len), Some(1), "{rule}");
        }
        assert_eq!(fake.entries().len(), before, "{rule}");
    }
}

#[test]
fn every_rule_is_tried() {
    let tried: Vec<&str> = creates().iter().map(|(rule, ..)| *rule).collect();
    let elsewhere = ["status-locked", "delete-billed"];
    for (rule, _) in RULES {
        assert!(
            tried.contains(&rule) || elsewhere.contains(&rule),
            "{rule} is never broken"
        );
    }
}

#[test]
fn several_breaches_come_together() {
    let (_fake, me) = fake();
    let body = json!({"workType": {"id": 99}, "billableOption": "x"});
    let errors = me.call("POST", ENTRIES, &body).json()["errors"].clone();
    let fields: Vec<_> = errors
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["field"].as_str().unwrap())
        .collect();
    assert_eq!(
        fields,
        [
            "timeStart",
            "timeEnd",
            "chargeToId",
            "workType",
            "billableOption"
        ]
    );
}

#[test]
fn what_is_locked_does_not_change() {
    let (fake, me) = fake();
    let note = json!([{"op": "replace", "path": "notes", "value": "x"}]);
    let words = schema::field("connectwise", "TimeEntry", "status");
    let Some(schema::Kind::Enum(words)) = words else {
        panic!("status is an enum")
    };
    for status in words {
        let id = fake.add(body());
        fake.set_status(id, &status);
        let open = ["Open", "Rejected", "RejectBySecondTier", "ErrorsCorrected"]
            .contains(&status.as_str());
        assert_eq!(
            me.call("PATCH", &at(id), &note).status,
            if open { 200 } else { 400 },
            "{status}"
        );
        assert_eq!(
            me.call("PUT", &at(id), &body()).status,
            if open { 200 } else { 400 },
            "{status}"
        );
        let deleted = me.call("DELETE", &at(id), &Value::Null);
        assert_eq!(deleted.status, if open { 204 } else { 400 }, "{status}");
        if ["Billed", "BilledAgreement", "WrittenOff"].contains(&status.as_str()) {
            assert_eq!(
                deleted.json()["errors"][0]["message"],
                "Cannot delete billed entries."
            );
        }
    }
    // An open entry on a sheet that is submitted, and one that would move to it.
    let (here, there) = (
        fake.add(body()),
        fake.add(body_with(|b| {
            b["timeStart"] = json!("2024-02-20T09:00:00Z");
            b["timeEnd"] = json!("2024-02-20T10:00:00Z");
        })),
    );
    fake.set_sheet_status(4410, "PendingApproval");
    assert_eq!(me.call("PATCH", &at(here), &note).status, 400);
    assert_eq!(me.call("DELETE", &at(here), &Value::Null).status, 400);
    assert_eq!(me.call("PATCH", &at(there), &note).status, 200);
    let back = json!([{"op": "replace", "path": "timeStart", "value": "2024-02-15T09:00:00Z"}]);
    assert_eq!(me.call("PATCH", &at(there), &back).status, 400);
    let no_option = body_with(|b| {
        b["billableOption"] = Value::Null;
        b["timeStart"] = json!("2024-02-20T09:00:00Z");
        b["timeEnd"] = json!("2024-02-20T10:00:00Z");
    });
    assert_eq!(
        me.call("PUT", &at(there), &no_option).json()["errors"][0]["field"],
        "billableOption"
    );
}

#[test]
fn the_schema_checker_finds_each_kind_of_mistake() {
    let check = |method: &str, path: &str, query: &[(&str, &str)], body: &str| {
        let query: Vec<_> = query
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect();
        schema::check_request("connectwise", method, path, &query, body.as_bytes())
    };
    let post = |body: &str| check("POST", ENTRIES, &[], body);
    let start = r#""timeStart":"2024-02-15T09:00:00Z""#;
    let table = [
        (check("GET", "/time/nothing", &[], ""), "no such operation"),
        (
            check("GET", "/time/entries/x", &[], ""),
            "no such operation",
        ),
        (
            check("GET", ENTRIES, &[("limit", "3")], ""),
            "unknown query parameter limit",
        ),
        (
            check("GET", ENTRIES, &[("page", "one")], ""),
            "query parameter page is not a whole number",
        ),
        (
            check("GET", ENTRIES, &[("page", "1"), ("page", "2")], ""),
            "query parameter page twice",
        ),
        (
            check("POST", "/time/sheets/1/submit", &[], "{}"),
            "a body where none belongs",
        ),
        (post("{"), "the body is not JSON"),
        (post("{}"), "timeStart is missing"),
        (
            post(&format!("{{{start},\"note\":\"x\"}}")),
            "unknown field note",
        ),
        (
            post(&format!("{{{start},\"chargeToId\":\"1\"}}")),
            "chargeToId is not Int",
        ),
        (
            post(&format!("{{{start},\"chargeToId\":4294967296}}")),
            "chargeToId is not Int",
        ),
        (
            post(&format!("{{{start},\"actualHours\":\"1.5\"}}")),
            "actualHours is not Number",
        ),
        (
            post(&format!("{{{start},\"notes\":null}}")),
            "notes may not be null",
        ),
        (
            post(&format!("{{{start},\"status\":\"Approved\"}}")),
            "status is not Enum",
        ),
        (
            post(&format!("{{{start},\"mobileGuid\":\"x\"}}")),
            "mobileGuid is not Uuid",
        ),
        (
            post(&format!("{{{start},\"member\":{{\"ident\":1}}}}")),
            "unknown field member.ident",
        ),
        (
            post(&format!("{{{start},\"customFields\":[{{\"id\":\"x\"}}]}}")),
            "customFields[0].id is not Int",
        ),
        (
            post("{\"timeStart\":\"today\"}"),
            "timeStart is not DateTime",
        ),
        (
            check("PATCH", "/time/entries/1", &[], "{}"),
            "a patch is an array",
        ),
        (
            check(
                "PATCH",
                "/time/entries/1",
                &[],
                r#"[{"op":"test","path":"notes","value":""}]"#,
            ),
            "op is not add",
        ),
        (
            check(
                "PATCH",
                "/time/entries/1",
                &[],
                r#"[{"op":"add","path":"/nots","value":""}]"#,
            ),
            "not a field of TimeEntry: nots",
        ),
        (
            check(
                "PATCH",
                "/time/entries/1",
                &[],
                r#"[{"op":"add","path":"notes","value":1}]"#,
            ),
            "notes is not Text",
        ),
        (
            check(
                "PATCH",
                "/time/entries/1",
                &[],
                r#"[{"op":"add","path":"notes"}]"#,
            ),
            "has no value",
        ),
        (
            check(
                "PATCH",
                "/time/entries/1",
                &[],
                r#"[{"op":"add","path":"workType/id","value":"3"}]"#,
            ),
            "workType/id is not Int",
        ),
    ];
    for (result, want) in table {
        let error = result.expect_err(want);
        assert!(error.contains(want), "{error} / {want}");
    }
    assert_eq!(
        check(
            "PATCH",
            "/time/entries/1",
            &[],
            r#"[{"op":"remove","path":"/agreement"}]"#
        ),
        Ok(())
    );
    assert_eq!(post(&body().to_string()), Ok(()));
}
