//! Contents as bodies, rows as contents.

use super::*;
use proptest::prelude::*;

#[test]
fn a_create_says_what_was_given_and_leaves_the_rest_to_the_ticket() {
    let body = encode::create(&outgoing(content()), sender()).unwrap();
    let expected = json!({
        "ticketID": 88123, "resourceID": 29683, "roleID": 29_683_501,
        "dateWorked": "2025-03-10T00:00:00Z", "startDateTime": "2025-03-10T18:00:00Z",
        "endDateTime": "2025-03-10T19:30:00Z", "hoursWorked": 1.5,
        "summaryNotes": "Replaced failed switch uplink"
    });
    assert_eq!(Value::Object(body), expected);
    let mut full = outgoing(content());
    full.marked = true;
    full.content.deduct = 1_800;
    full.content.work_type = known("29682804");
    full.content.agreement = known("29691");
    full.content.billable = Billable::NoCharge;
    full.content.internal_note = Some("checked\r\ntwice".into());
    full.content.extra.offset_seconds = Some(-900);
    full.content.extra.agreement_service = Some("12".into());
    full.content.tags.insert("here-only".into());
    let body = Value::Object(encode::create(&full, sender()).unwrap());
    assert_eq!(body["hoursWorked"], json!(1));
    assert_eq!(body["offsetHours"], json!(-0.25));
    assert_eq!(
        (&body["isNonBillable"], &body["showOnInvoice"]),
        (&json!(true), &json!(true))
    );
    let note = format!("checked\ntwice\n{}", full.key.marker());
    assert_eq!(body["internalNotes"], json!(note));
    assert_eq!(body["contractServiceID"], json!(12));
    assert!(body.get("tags").is_none());
}

#[test]
fn general_time_has_a_code_and_nothing_that_is_billed() {
    let mut general = content();
    general.target = target(TargetKind::ChargeCode, "29682900");
    (general.start, general.end) = (None, None);
    general.booked_as = BookedAs::Date;
    general.length = Some(1_800);
    general.billable = Billable::DoNotBill;
    general.work_type = known("29682900");
    general.note = Some("Weekly stand-up".into());
    let body = encode::create(&outgoing(general.clone()), sender()).unwrap();
    let expected = json!({
        "resourceID": 29683, "internalBillingCodeID": 29_682_900, "hoursWorked": 0.5,
        "dateWorked": "2025-03-10T00:00:00Z", "summaryNotes": "Weekly stand-up"
    });
    assert_eq!(Value::Object(body.clone()), expected);
    let mut answer = body;
    for (name, value) in [
        ("id", json!(5)),
        ("billingCodeID", json!(29_682_900)),
        ("isNonBillable", json!(true)),
        ("showOnInvoice", json!(false)),
        ("roleID", json!(3)),
    ] {
        answer.insert(name.into(), value);
    }
    let back = read(&Value::Object(answer), false);
    assert_eq!(held(&back.content), held(&general));
    assert_eq!(
        (back.content.start, back.content.length),
        (None, Some(1_800))
    );
    assert!(
        encode::change(&outgoing(general), &back, None, sender())
            .unwrap()
            .is_empty()
    );
}

#[test]
fn the_day_is_the_resources_own() {
    // An evening in New York is the next day in UTC.
    let mut evening = content();
    evening.start = Some(at("2025-03-11T02:00:00Z"));
    evening.end = Some(at("2025-03-11T03:00:00Z"));
    evening.date = "2025-03-11".parse().unwrap();
    let day = |sender| {
        let body = encode::create(&outgoing(evening.clone()), sender).unwrap();
        body["dateWorked"].as_str().unwrap().to_owned()
    };
    assert_eq!(day(sender()), "2025-03-10T00:00:00Z");
    // Nobody told where it works: the day that was booked.
    assert_eq!(
        day(Sender {
            told: None,
            ..sender()
        }),
        "2025-03-11T00:00:00Z"
    );
    // Another resource's day is not ours to work out.
    evening.member = known("77");
    let body = encode::create(&outgoing(evening), sender()).unwrap();
    assert_eq!(
        (&body["dateWorked"], &body["resourceID"]),
        (&json!("2025-03-11T00:00:00Z"), &json!(77))
    );
}

#[test]
fn what_is_missing_is_named() {
    let without = |change: fn(&mut Content)| {
        let mut content = content();
        change(&mut content);
        let error = encode::create(&outgoing(content), sender()).unwrap_err();
        error.field.unwrap()
    };
    assert_eq!(without(|it| it.target = None), "charge_to");
    assert_eq!(
        without(|it| it.target = target(TargetKind::Activity, "1")),
        "charge_to"
    );
    assert_eq!(
        without(|it| it.target = target(TargetKind::ProjectTicket, "1")),
        "charge_to"
    );
    assert_eq!(without(|it| it.end = None), "end");
    assert_eq!(
        without(|it| (it.start, it.end) = (None, None)),
        "worked_seconds"
    );
    assert_eq!(
        without(|it| it.work_type = Some(Reference::typed("Remote"))),
        "work_type"
    );
    assert_eq!(
        without(|it| it.member = Some(Reference::typed("bo"))),
        "member"
    );
    assert_eq!(
        without(|it| it.extra.agreement_bundle = Some("x".into())),
        "extra.agreement_bundle"
    );
    let nobody = Sender {
        own: None,
        ..sender()
    };
    let error = encode::create(&outgoing(content()), nobody).unwrap_err();
    assert_eq!(error.field.as_deref(), Some("member"));
}

#[test]
fn a_change_sends_what_changed_and_null_takes_away() {
    let last = read(&row(), false);
    let mut sent = last.content.clone();
    let change = |sent: Option<&Content>, change: &dyn Fn(&mut Content)| {
        let mut content = last.content.clone();
        change(&mut content);
        let fields = encode::change(&outgoing(content), &last, sent, sender()).unwrap();
        Value::Object(fields)
    };
    assert_eq!(change(None, &|_| ()), json!({}));
    assert_eq!(
        change(None, &|it| it.note = Some("v2".into())),
        json!({"summaryNotes": "v2"})
    );
    assert_eq!(
        change(None, &|it| it.note = None),
        json!({"summaryNotes": null})
    );
    let longer = json!({
        "dateWorked": "2025-03-10T00:00:00Z", "startDateTime": "2025-03-10T18:00:00Z",
        "endDateTime": "2025-03-10T20:30:00Z", "hoursWorked": 2.5
    });
    assert_eq!(
        change(None, &|it| it.end = it.end.map(|end| end + 3_600)),
        longer
    );
    assert_eq!(
        change(None, &|it| it.target = target(TargetKind::Task, "9")),
        json!({"ticketID": null, "taskID": 9})
    );
    assert_eq!(
        change(None, &|it| it.billable = Billable::DoNotBill),
        json!({"isNonBillable": true, "showOnInvoice": false})
    );
    assert_eq!(
        change(None, &|it| it.billable = Billable::NoCharge),
        json!({"isNonBillable": true})
    );
    assert_eq!(
        change(None, &|it| it.billable = Billable::NoDefault),
        json!({})
    );
    assert_eq!(
        change(None, &|it| it.extra.show_on_invoice = Some(false)),
        json!({"showOnInvoice": false})
    );
    assert_eq!(
        change(None, &|it| it.work_role = known("5")),
        json!({"roleID": 5})
    );
    assert_eq!(
        change(None, &|it| it.work_role = None),
        json!({}),
        "there is always one"
    );
    assert_eq!(
        change(None, &|it| it.member = known("77")),
        json!({"resourceID": 77})
    );
    // Taken away here, once given here; never given here it is the ticket's.
    assert_eq!(
        change(Some(&sent), &|it| it.agreement = None),
        json!({"contractID": null})
    );
    sent.agreement = None;
    assert_eq!(change(Some(&sent), &|it| it.agreement = None), json!({}));
    // Said to be none, also from the start.
    let none = |it: &mut Content| {
        it.agreement = None;
        it.given.set_none(Slot::Agreement);
    };
    sent.given.set_none(Slot::Agreement);
    assert_eq!(change(Some(&sent), &none), json!({"contractID": null}));
    let general = change(None, &|it| it.target = target(TargetKind::ChargeCode, "6"));
    assert_eq!(
        general,
        json!({
            "ticketID": null, "internalBillingCodeID": 6, "billingCodeID": 6, "contractID": null,
            "isNonBillable": true, "showOnInvoice": false
        })
    );
}

#[test]
fn hours_that_the_service_rounded_are_not_repaired() {
    let mut rounded = row();
    rounded["hoursWorked"] = json!(1.25);
    let last = read(&rounded, false);
    assert_eq!(last.content.deduct, 900);
    let sent = content();
    let mut next = sent.clone();
    next.note = Some("v2".into());
    let fields = encode::change(&outgoing(next), &last, Some(&sent), sender()).unwrap();
    assert_eq!(Value::Object(fields), json!({"summaryNotes": "v2"}));
    let mut shorter = sent.clone();
    shorter.deduct = 600;
    let fields = encode::change(&outgoing(shorter), &last, Some(&sent), sender()).unwrap();
    assert_eq!(fields["hoursWorked"], json!(1.3333));
}

#[test]
fn an_update_keeps_the_marker_that_is_there_and_adds_none() {
    let key = outgoing(content()).key;
    let mut marked = row();
    marked["internalNotes"] = json!(format!("checked\n{}", key.marker()));
    for (row, with) in [(marked, true), (row(), false)] {
        let last = read(&row, false);
        assert_eq!(last.key.is_some(), with);
        let mut next = last.content.clone();
        next.internal_note = Some("again".into());
        let fields = encode::change(&outgoing(next), &last, None, sender()).unwrap();
        let note = fields["internalNotes"].as_str().unwrap();
        assert_eq!(note.contains(&key.marker()), with, "{note}");
    }
}

#[test]
fn rows_are_read_tolerantly() {
    let remote = read(&row(), false);
    assert_eq!((remote.status, remote.locked), (Status::Open, false));
    assert_eq!(remote.content.member, None);
    assert_eq!(remote.content.billable, Billable::Billable);
    assert_eq!(remote.content.date.to_string(), "2025-03-10");
    assert_eq!(remote.changed_at, Some(at("2025-03-10T19:31:05Z")));
    assert_eq!(remote.content.internal_note, None);
    let posted = read(&row(), true);
    assert_eq!((posted.status, posted.locked), (Status::Billed, true));
    let mut approved = row();
    approved["billingApprovalDateTime"] = json!("2025-03-11T09:00:00Z");
    assert_eq!(
        read(&approved, false).status,
        Status::Open,
        "half of a pair"
    );
    approved["billingApprovalResourceID"] = json!(5);
    approved["billingApprovalLevelMostRecent"] = json!(2);
    let approved = read(&approved, false);
    assert_eq!(
        (approved.status, approved.locked),
        (Status::Approved, false)
    );
    assert_eq!(
        approved.status_word.as_deref(),
        Some("approved for billing, level 2")
    );
    let mut other = row();
    other["resourceID"] = json!(77);
    assert_eq!(read(&other, false).content.member, known("77"));
    for (unbilled, shown, option, extra) in [
        (json!(true), json!(true), Billable::NoCharge, None),
        (json!(true), json!(false), Billable::DoNotBill, None),
        (json!(true), Value::Null, Billable::DoNotBill, None),
        (json!(false), json!(false), Billable::Billable, Some(false)),
        (Value::Null, Value::Null, Billable::NoDefault, None),
    ] {
        let mut row = row();
        row["isNonBillable"] = unbilled;
        row["showOnInvoice"] = shown;
        let content = read(&row, false).content;
        assert_eq!(
            (content.billable, content.extra.show_on_invoice),
            (option, extra),
            "{row}"
        );
    }
    let bare = read(
        &json!({"id": "7", "startDateTime": 5, "hoursWorked": -3, "summaryNotes": 9}),
        false,
    );
    assert_eq!((bare.content.start, bare.content.length), (None, Some(0)));
    let reader = Reader {
        zone: zone(),
        own: None,
    };
    for odd in [
        json!({}),
        json!({"id": null}),
        json!({"id": 1.5}),
        json!({"id": 0}),
    ] {
        assert!(
            reader.read(odd.as_object().unwrap(), false).is_err(),
            "{odd}"
        );
    }
}

#[test]
fn what_the_service_cannot_tell_apart_becomes_equal() {
    let mut typed = content();
    typed.note = Some(" Replaced failed switch uplink \r\n".into());
    typed.member = known(OWN);
    typed.client = known("5");
    typed.project = known("6");
    typed.tags.insert("x".into());
    typed.date = "2025-03-11".parse().unwrap();
    assert_eq!(held(&typed), held(&content()));
    let mut billed = content();
    billed.billable = Billable::Billable;
    let mut shown = billed.clone();
    shown.extra.show_on_invoice = Some(true);
    assert_eq!(held(&billed), held(&shown));
    shown.extra.show_on_invoice = Some(false);
    assert_ne!(held(&billed), held(&shown));
    let mut free = content();
    free.billable = Billable::DoNotBill;
    assert_ne!(held(&free), held(&billed));
    let named = Reference::typed("ada@northwind.example");
    assert!(normalise::is_own(
        &named,
        Some(OWN),
        &["Ada@northwind.example".into()]
    ));
    assert!(!normalise::is_own(
        &Reference::typed("77"),
        Some(OWN),
        &["77".into()]
    ));
}

proptest! {
    #[test]
    fn normalising_twice_is_once_and_reading_back_what_was_sent_is_equal(
        start in 1_500_000_000_i64..1_900_000_000, worked in 1_i64..86_000, deduct in 0_i64..400,
        note in "[ -~\r\n\u{e9}]{0,30}", internal in prop::option::of("[ -~]{1,20}"),
        kind in prop::sample::select(vec![TargetKind::Ticket, TargetKind::Task, TargetKind::ChargeCode]),
        billable in prop::sample::select(vec![Billable::Billable, Billable::DoNotBill, Billable::NoCharge]),
        contract in prop::option::of(1_u32..), code in prop::option::of(1_u32..), marked: bool,
    ) {
        let mut content = content();
        content.start = Some(start);
        content.end = Some(start + worked + deduct);
        content.date = zone().date(start);
        content.deduct = deduct;
        content.note = Some(format!("x{note}"));
        content.internal_note = internal;
        content.target = target(kind, "5");
        content.billable = billable;
        content.agreement = contract.map(|id| Reference::known(&id.to_string(), None));
        content.work_type = code.map(|id| Reference::known(&id.to_string(), None));
        prop_assert_eq!(held(&held(&content)), held(&content));
        let sent = Outgoing { marked, ..outgoing(content.clone()) };
        let mut row = encode::create(&sent, sender()).unwrap();
        row.insert("id".into(), json!(1));
        let back = read(&Value::Object(row), false);
        prop_assert_eq!(held(&back.content), held(&content));
        prop_assert_eq!(back.key, marked.then_some(sent.key));
        let again = encode::change(&sent, &back, None, sender()).unwrap();
        prop_assert!(again.is_empty(), "{:?}", again);
    }
}
