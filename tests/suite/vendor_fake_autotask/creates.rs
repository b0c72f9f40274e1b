//! Creating: what comes back, what the service fills in, whose clock a day is of.

use super::*;

#[test]
fn only_the_identity_comes_back_and_the_rest_is_read() {
    let (fake, api) = fake();
    let id = api.made(|_| {});
    let entry = api.entry(id);
    for (key, value) in [
        ("ticketID", json!(SWITCH)),
        ("taskID", Value::Null),
        ("roleID", json!(ENGINEER)),
        ("timeEntryType", json!(2)),
        ("dateWorked", json!("2026-03-02T00:00:00Z")),
        ("startDateTime", json!("2026-03-02T18:00:00Z")),
        ("endDateTime", json!("2026-03-02T19:30:00Z")),
        ("hoursWorked", json!(1.5)),
        ("hoursToBill", json!(1.5)),
        ("offsetHours", json!(0.0)),
        ("billingCodeID", json!(REMOTE)),
        ("contractID", json!(seed::MATERIALS)),
        ("isNonBillable", json!(false)),
        ("showOnInvoice", json!(true)),
        ("summaryNotes", json!("Replaced failed switch uplink")),
        ("internalNotes", json!("[tt:01JP0ZK3T8]")),
        ("isInternalNotesVisibleToComanaged", json!(false)),
        ("createDateTime", json!("2026-03-04T12:00:00.113Z")),
        ("lastModifiedDateTime", json!("2026-03-04T12:00:00.113Z")),
        ("creatorUserID", json!(seed::API_USER)),
        ("lastModifiedUserID", json!(seed::API_USER)),
        ("impersonatorCreatorResourceID", Value::Null),
        ("billingApprovalLevelMostRecent", json!(0)),
        ("billingApprovalDateTime", Value::Null),
        ("internalBillingCodeID", Value::Null),
    ] {
        assert_eq!(entry[key], value, "{key}");
    }
    schema::check_object("autotask", "TimeEntry", &entry).unwrap();
    assert_eq!(fake.entries(), [entry]);
    assert_eq!(fake.requests()[0].touched, Some(id));
    assert!(fake.requests()[0].is_write());
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn regular_time_has_a_code_and_never_a_bill() {
    let (fake, api) = fake();
    let made = |change: fn(&mut Value)| {
        let reply = api.call("POST", "/TimeEntries", &regular(change));
        api.entry(id_of(&reply))
    };
    let plain = made(|_| {});
    assert_eq!(plain["isNonBillable"], true);
    assert_eq!(plain["showOnInvoice"], false);
    assert_eq!(plain["billingCodeID"], seed::MEETING);
    assert_eq!(plain["timeEntryType"], Value::Null);
    assert_eq!(plain["startDateTime"], Value::Null);
    // The resource's default role, whatever was given.
    assert_eq!(plain["roleID"], ENGINEER);
    let other = made(|e| {
        e["roleID"] = json!(seed::DESK);
        e["billingCodeID"] = json!(REMOTE);
    });
    assert_eq!(
        (&other["roleID"], &other["billingCodeID"]),
        (&json!(ENGINEER), &json!(seed::MEETING))
    );
    fake.set_options(|o| o.general_type = Some(10));
    assert_eq!(made(|_| {})["timeEntryType"], 10);
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn a_task_gives_what_its_project_has() {
    let (_fake, api) = fake();
    let on = |task: i64, who: i64, role: i64| {
        api.entry(api.made(|e| {
            without(e, &["ticketID", "summaryNotes"]);
            (e["taskID"], e["resourceID"], e["roleID"]) = (json!(task), json!(who), json!(role));
        }))
    };
    let entry = on(seed::MAILBOXES, LOPEZ, ENGINEER);
    assert_eq!(entry["timeEntryType"], 6);
    assert_eq!(entry["contractID"], seed::FIXED);
    assert_eq!(entry["billingCodeID"], REMOTE);
    assert_eq!(entry["isNonBillable"], false);
    assert_eq!(
        on(seed::PLANNING, BRANDT, seed::DESK)["isNonBillable"],
        true
    );
}

#[test]
fn what_is_left_out_is_inherited_and_what_is_given_stays() {
    let (_fake, api) = fake();
    let made = |change: &dyn Fn(&mut Value)| api.entry(api.made(change));
    let favour = made(&|e| e["ticketID"] = json!(seed::FAVOUR));
    assert_eq!(favour["billingCodeID"], seed::COURTESY);
    assert_eq!(favour["isNonBillable"], true);
    let given = made(&|e| {
        e["billingCodeID"] = json!(seed::COURTESY);
        e["contractID"] = json!(seed::FALLBACK);
        e["isNonBillable"] = json!(true);
        e["showOnInvoice"] = json!(false);
    });
    assert_eq!(given["billingCodeID"], seed::COURTESY);
    assert_eq!(given["contractID"], seed::FALLBACK);
    assert_eq!(given["isNonBillable"], true);
    assert_eq!(given["showOnInvoice"], false);
    // Null is left out.
    let null = made(&|e| e["contractID"] = Value::Null);
    assert_eq!(null["contractID"], seed::MATERIALS);
}

#[test]
fn a_contract_that_excludes_gives_way() {
    let (fake, api) = with(set(|s| s.modify_role = true));
    let contract = |change: &dyn Fn(&mut Value)| api.entry(api.made(change))["contractID"].clone();
    // By its set: work type, role; by the ticket's sub-issue type.
    assert_eq!(
        contract(&|e| e["billingCodeID"] = json!(seed::ONSITE)),
        seed::FALLBACK
    );
    assert_eq!(
        contract(&|e| e["roleID"] = json!(seed::DESK)),
        seed::FALLBACK
    );
    assert_eq!(
        contract(&|e| e["ticketID"] = json!(seed::EXCLUDED)),
        seed::FALLBACK
    );
    // By itself, and without one to fall back on.
    let vpn = |e: &mut Value| {
        (e["ticketID"], e["resourceID"]) = (json!(seed::VPN), json!(TANE));
    };
    assert_eq!(contract(&|e| vpn(e)), seed::BLOCK);
    let excluded = contract(&|e| {
        vpn(e);
        e["billingCodeID"] = json!(seed::ONSITE);
    });
    assert_eq!(excluded, Value::Null);
    assert_eq!(fake.entries().len(), 5);
}

#[test]
fn a_day_left_out_is_of_the_resources_own_clock() {
    // 22:30 in New York on the 2nd is the 3rd in UTC; 08:30 in Auckland on the 3rd is the 2nd.
    for (who, start, end, day) in [
        (
            LOPEZ,
            "2026-03-03T03:30:00Z",
            "2026-03-03T04:00:00Z",
            "2026-03-02",
        ),
        (
            TANE,
            "2026-03-02T19:30:00Z",
            "2026-03-02T20:00:00Z",
            "2026-03-03",
        ),
        (
            BRANDT,
            "2026-03-02T23:15:00Z",
            "2026-03-02T23:30:00Z",
            "2026-03-03",
        ),
    ] {
        let (fake, api) = fake();
        let id = api.made(|e| {
            without(e, &["dateWorked", "hoursWorked"]);
            e["resourceID"] = json!(who);
            (e["startDateTime"], e["endDateTime"]) = (json!(start), json!(end));
        });
        let entry = api.entry(id);
        assert_eq!(entry["dateWorked"], format!("{day}T00:00:00Z"), "{who}");
        assert_eq!(entry["startDateTime"], start);
        let hours = entry["hoursWorked"].as_f64().unwrap();
        assert!((0.25..=0.5).contains(&hours));
        assert_eq!(fake.schema_errors(), [""; 0]);
    }
}

#[test]
fn a_day_given_becomes_its_midnight() {
    let (_fake, api) = fake();
    for given in ["2026-03-02T00:00:00Z", "2026-03-02T17:45:00Z", "2026-03-02"] {
        let id = api.made(|e| e["dateWorked"] = json!(given));
        assert_eq!(
            api.entry(id)["dateWorked"],
            "2026-03-02T00:00:00Z",
            "{given}"
        );
    }
    // Not moved by the resource's zone, even where the start is of another day there.
    let id = api.made(|e| {
        e["dateWorked"] = json!("2026-03-03T00:00:00Z");
        e["startDateTime"] = json!("2026-03-03T02:00:00Z");
        e["endDateTime"] = json!("2026-03-03T03:30:00Z");
    });
    assert_eq!(api.entry(id)["dateWorked"], "2026-03-03T00:00:00Z");
}

#[test]
fn another_offset_is_turned_into_utc() {
    let (_fake, api) = fake();
    let id = api.made(|e| {
        e["startDateTime"] = json!("2026-03-02T13:00:00-05:00");
        e["endDateTime"] = json!("2026-03-02T19:30:00");
    });
    let entry = api.entry(id);
    assert_eq!(entry["startDateTime"], "2026-03-02T18:00:00Z");
    assert_eq!(entry["endDateTime"], "2026-03-02T19:30:00Z");
}

#[test]
fn hours_are_rounded_as_the_tenant_has_it() {
    let quarter = 900;
    for (rounding, worked, sent, kept, billed) in [
        (Rounding::None, true, 1.1, 1.1, 1.1),
        (Rounding::Up(quarter), true, 1.1, 1.25, 1.25),
        (Rounding::Up(quarter), false, 1.1, 1.1, 1.25),
        (Rounding::Nearest(quarter), true, 1.1, 1.0, 1.0),
        (Rounding::Nearest(quarter), true, 1.125, 1.25, 1.25),
    ] {
        let (_fake, api) = with(set(|s| {
            s.rounding = rounding;
            s.rounds_worked = worked;
        }));
        let entry = api.entry(api.made(|e| e["hoursWorked"] = json!(sent)));
        assert_eq!(entry["hoursWorked"], kept, "{rounding:?}");
        assert_eq!(entry["hoursToBill"], billed, "{rounding:?}");
        // The clock times stay.
        assert_eq!(entry["endDateTime"], "2026-03-02T19:30:00Z");
    }
}

#[test]
fn hours_that_are_not_end_less_start() {
    for (option, kept) in [
        (OtherHours::Kept, Some(1.0)),
        (OtherHours::Recalculated, Some(1.5)),
        (OtherHours::Refused, None),
    ] {
        let (_fake, api) = with(Options {
            other_hours: option,
            ..options()
        });
        let reply = api.create(|e| e["hoursWorked"] = json!(1.0));
        match kept {
            Some(kept) => assert_eq!(api.entry(id_of(&reply))["hoursWorked"], kept),
            None => refused(&reply, "does not match"),
        }
    }
}

#[test]
fn after_hours_the_work_type_is_another_one() {
    let (_fake, api) = with(set(|s| s.business_hours = Some((8, 18))));
    let code = |start: &str, end: &str| {
        let id = api.made(|e| (e["startDateTime"], e["endDateTime"]) = (json!(start), json!(end)));
        api.entry(id)["billingCodeID"].clone()
    };
    // 13:00 and 19:00 in New York.
    assert_eq!(code("2026-03-02T18:00:00Z", "2026-03-02T18:30:00Z"), REMOTE);
    assert_eq!(
        code("2026-03-03T00:00:00Z", "2026-03-03T00:30:00Z"),
        seed::REMOTE_LATE
    );
}

#[test]
fn what_may_be_written_is_an_option_where_nobody_says() {
    for given in [Given::Ignored, Given::Kept, Given::Refused] {
        let (_fake, api) = with(Options {
            hours_to_bill: given,
            offset_hours: given,
            ..options()
        });
        for (key, sent, ignored) in [("hoursToBill", 1.0, 1.5), ("offsetHours", -0.5, 0.0)] {
            let reply = api.create(|e| e[key] = json!(sent));
            match given {
                Given::Refused => refused(&reply, key),
                Given::Kept => assert_eq!(api.entry(id_of(&reply))[key], sent),
                Given::Ignored => assert_eq!(api.entry(id_of(&reply))[key], ignored),
            }
        }
    }
    // An offset counts towards what is billed.
    let (_fake, api) = fake();
    let id = api.made(|e| e["offsetHours"] = json!(-0.5));
    assert_eq!(api.entry(id)["hoursToBill"], 1.0);
}

#[test]
fn unknown_and_read_only_fields_are_passed_over_or_refused() {
    let (fake, api) = fake();
    for (key, value) in [
        ("projectID", json!(seed::MIGRATION)),
        ("creatorUserID", json!(OKAFOR_ID)),
        ("timeEntryType", json!(6)),
    ] {
        fake.set_options(|o| (o.unknown_fields, o.read_only) = (Given::Ignored, Given::Ignored));
        let entry = api.entry(api.made(|e| e[key] = value.clone()));
        assert_eq!(entry["creatorUserID"], seed::API_USER);
        assert_eq!(entry["timeEntryType"], 2);
        fake.set_options(|o| (o.unknown_fields, o.read_only) = (Given::Refused, Given::Refused));
        refused(&api.create(|e| e[key] = value), key);
    }
    // The schema notices either way.
    assert_eq!(fake.schema_errors().len(), 6);
}

const OKAFOR_ID: i64 = seed::OKAFOR;

#[test]
fn notes_come_back_as_the_tenant_keeps_them() {
    let (fake, api) = fake();
    let notes = |text: &str| {
        let id = api.made(|e| e["summaryNotes"] = json!(text));
        api.entry(id)["summaryNotes"].clone()
    };
    let text = " a\n\u{fc}ber \u{1f600}\r\nb ";
    assert_eq!(notes(text), text);
    fake.set_options(|o| o.trims_notes = true);
    assert_eq!(notes(text), text.trim());
    fake.set_options(|o| (o.trims_notes, o.crlf_notes) = (false, true));
    assert_eq!(notes(text), " a\r\n\u{fc}ber \u{1f600}\r\nb ");
}

#[test]
fn instants_may_come_with_fractions() {
    let (fake, api) = fake();
    let id = api.made(|_| {});
    fake.set_options(|o| o.fractions = true);
    let entry = api.entry(id);
    assert_eq!(entry["startDateTime"], "2026-03-02T18:00:00.00Z");
    assert_eq!(entry["createDateTime"], "2026-03-04T12:00:00.113Z");
    schema::check_object("autotask", "TimeEntry", &entry).unwrap();
}

#[test]
fn standing_for_somebody_is_written_down() {
    for (creates, creator) in [(true, LOPEZ), (false, seed::API_USER)] {
        let (_fake, api) = with(Options {
            impersonated_creates: creates,
            ..options()
        });
        let api = api.standing_for(LOPEZ);
        let entry = api.entry(api.made(|_| {}));
        assert_eq!(entry["creatorUserID"], creator);
        assert_eq!(entry["lastModifiedUserID"], creator);
        assert_eq!(entry["impersonatorCreatorResourceID"], seed::API_USER);
        assert_eq!(entry["impersonatorUpdaterResourceID"], Value::Null);
    }
}
