use super::*;
use crate::domain::content::NoteTo;
use crate::domain::content::Pause;
use crate::report::render::show::Billing;
use crate::report::sample::{NINE, breach, entry, here, link};

fn of(item: Item<'_>) -> String {
    let mut out = Vec::new();
    entries(&mut out, [item], &here()).unwrap();
    String::from_utf8(out).unwrap()
}

fn value(item: Item<'_>) -> Value {
    let array: Value = serde_json::from_str(&of(item)).unwrap();
    array[0].clone()
}

/// The sample of the contract, key by key and in its order.
#[test]
fn an_entry_has_the_promised_keys_in_the_promised_order() {
    let mut entry = entry(12, 0, 90);
    entry.content.note = Some("…".to_owned());
    let link = link(&entry);
    let expected = concat!(
        "[\n",
        r#"{"id":12,"key":"01a20244-e800-7707-8707-070707070707","profile":"work","backend":"connectwise","#,
        r#""status":"open","remote_status":null,"delivery":"owed","remote_id":null,"origin":"local","#,
        r#""charge_to":{"kind":"ticket","id":"54321","ref":"54321","name":null},"#,
        r#""project":null,"client":null,"service":null,"task":null,"member":null,"date":"2026-11-22","#,
        r#""start":"2026-11-22T09:00:00+01:00","end":"2026-11-22T10:30:00+01:00","zone":"Europe/Amsterdam","#,
        r#""booked_as":"range","worked_seconds":5400,"deduct_seconds":0,"billed_seconds":5400,"#,
        r#""note":"…","internal_note":null,"reject_reason":null,"work_type":null,"work_role":null,"#,
        r#""billable":"no-default","agreement":null,"tags":[],"running":false,"parked":false,"#,
        r#""revision":1,"problem":null,"adjustments":[],"warnings":[],"unchecked":[],"extra":{},"#,
        r#""created_at":"2026-11-22T10:30:00+01:00","updated_at":"2026-11-22T10:30:00+01:00"}"#,
        "\n]\n",
    );
    assert_eq!(of(Item::stored(&entry, Some(&link))), expected);
}

#[test]
fn an_array_is_one_value_however_many_entries_it_has() {
    let (one, two) = (entry(1, 0, 60), entry(2, 60, 60));
    for items in [vec![], vec![&one], vec![&one, &two]] {
        let mut out = Vec::new();
        let stored = items.iter().map(|entry| Item::stored(entry, None));
        entries(&mut out, stored, &here()).unwrap();
        let read: Vec<Value> = serde_json::from_slice(&out).unwrap();
        let ids: Vec<_> = read.iter().map(|entry| entry["id"].as_i64()).collect();
        let expected: Vec<_> = items.iter().map(|entry| Some(entry.id.0)).collect();
        assert_eq!(ids, expected);
        assert!(out.ends_with(b"]\n"));
    }
}

#[test]
fn a_planned_entry_has_no_number() {
    let entry = entry(0, 0, 60);
    assert_eq!(value(Item::planned(&entry))["id"], Value::Null);
}

#[test]
fn it_is_charged_to_the_target_else_the_project_else_the_client() {
    let mut entry = entry(1, 0, 60);
    entry.content.project = Some(Reference::typed("site"));
    entry.content.client = Some(Reference::known("7", Some("Acme")));
    let kind = |entry: &crate::domain::entry::Entry| {
        value(Item::stored(entry, None))["charge_to"].to_string()
    };
    assert!(kind(&entry).contains(r#""kind":"ticket""#));
    entry.content.target = None;
    assert_eq!(
        kind(&entry),
        r#"{"id":null,"kind":"project","name":null,"ref":"site"}"#
    );
    entry.content.project = None;
    assert_eq!(
        kind(&entry),
        r#"{"id":"7","kind":"client","name":"Acme","ref":"7"}"#
    );
    entry.content.client = None;
    assert_eq!(kind(&entry), "null");
}

#[test]
fn a_timer_counts_up_to_now_and_pauses_are_deducted() {
    let mut entry = entry(1, 0, 60);
    entry.content.end = None;
    entry.content.deduct = 300;
    entry.content.pauses = vec![Pause {
        start: NINE + 600,
        end: Some(NINE + 1200),
    }];
    let read = value(Item::stored(&entry, None));
    assert_eq!(read["end"], Value::Null);
    assert_eq!(
        (&read["running"], &read["parked"]),
        (&true.into(), &false.into())
    );
    assert_eq!(
        (&read["worked_seconds"], &read["deduct_seconds"]),
        (&6300.into(), &900.into())
    );
    assert_eq!(read["delivery"], "waiting");
    entry.content.pauses.push(Pause {
        start: NINE + 3600,
        end: None,
    });
    let read = value(Item::stored(&entry, None));
    assert_eq!(
        (&read["running"], &read["parked"]),
        (&false.into(), &true.into())
    );
    assert_eq!(read["worked_seconds"], 2700);
}

#[test]
fn billed_seconds_are_rounded_and_none_when_not_billed() {
    let mut entry = entry(1, 0, 50);
    assert_eq!(value(Item::stored(&entry, None))["billed_seconds"], 3600);
    entry.content.billable = Billable::DoNotBill;
    assert_eq!(value(Item::stored(&entry, None))["billed_seconds"], 0);
}

#[test]
fn the_problem_is_that_of_the_delivery() {
    let mut entry = entry(1, 0, 60);
    let mut tie = link(&entry);
    tie.refusal = Some(Problem {
        code: "InvalidTicket".to_owned(),
        rule: None,
        field: Some("charge_to".to_owned()),
        message: "Ticket is closed".to_owned(),
    });
    tie.refused_revision = 1;
    let read = value(Item::stored(&entry, Some(&tie)));
    assert_eq!(read["delivery"], "refused");
    assert_eq!(read["problem"]["code"], "InvalidTicket");

    // A newer revision has not been refused.
    tie.revision = 2;
    let read = value(Item::stored(&entry, Some(&tie)));
    assert_eq!(
        (&read["delivery"], &read["problem"]),
        (&"owed".into(), &Value::Null)
    );

    entry.held = vec![
        breach("tt/review", "worked_seconds", "13h is long"),
        breach("x/y", "note", "no note"),
    ];
    let read = value(Item::stored(&entry, Some(&tie)));
    assert_eq!(read["delivery"], "held");
    let expected = r#"{"code":"rule","field":"worked_seconds","message":"13h is long; no note","rule":"tt/review"}"#;
    assert_eq!(read["problem"].to_string(), expected);

    tie.conflict = vec!["note".to_owned(), "start".to_owned()];
    let read = value(Item::stored(&entry, Some(&tie)));
    assert_eq!(read["delivery"], "conflict");
    assert_eq!(
        read["problem"]["message"],
        "changed here and on the service: note, start"
    );
}

#[test]
fn extra_has_what_was_said_and_no_more() {
    let mut entry = entry(1, 0, 60);
    entry.content.extra.offset_seconds = Some(-900);
    entry.content.extra.note_to = vec![NoteTo::TicketInternal];
    entry.content.tags = ["b".to_owned(), "a".to_owned()].into();
    let read = value(Item::stored(&entry, None));
    assert_eq!(
        read["extra"].to_string(),
        r#"{"note_to":["ticket-internal"],"offset_seconds":-900}"#
    );
    assert_eq!(read["tags"].to_string(), r#"["a","b"]"#);
}

#[test]
fn an_entry_without_clock_times_or_profile_says_so() {
    let mut entry = entry(1, 0, 60);
    entry.content.start = None;
    entry.content.end = None;
    entry.content.length = Some(7200);
    entry.content.booked_as = BookedAs::Date;
    entry.content.profile = None;
    let read = value(Item::stored(&entry, None));
    assert_eq!((&read["start"], &read["end"]), (&Value::Null, &Value::Null));
    assert_eq!(read["worked_seconds"], 7200);
    assert_eq!(
        (&read["backend"], &read["delivery"]),
        (&Value::Null, &"local".into())
    );
}

#[test]
fn show_adds_history_billing_and_remote_behind_the_keys_of_an_entry() {
    let entry = entry(12, 0, 90);
    let shown = Shown {
        item: Item::stored(&entry, None),
        history: vec![Event {
            at: NINE + 5400,
            who: "jdoe".to_owned(),
            action: "log".to_owned(),
            entry: entry.id,
            from: None,
            to: Some(serde_json::json!({"note": "x"})),
        }],
        billing: Some(Billing {
            decided_by: "entry".to_owned(),
            result: "billable".to_owned(),
            says: "billed as billable: the entry says so".to_owned(),
        }),
    };
    let mut out = Vec::new();
    show(&mut out, &[shown], &here()).unwrap();
    let text = String::from_utf8(out).unwrap();
    let plain = of(Item::stored(&entry, None));
    let begin = plain.trim_end().trim_end_matches("}\n]");
    let rest = text.strip_prefix(begin).unwrap();
    let expected = concat!(
        r#","history":[{"at":"2026-11-22T10:30:00+01:00","who":"jdoe","action":"log","entry":12,"#,
        r#""from":null,"to":{"note":"x"}}],"billing":{"decided_by":"entry","result":"billable"},"remote":null}"#,
        "\n]\n",
    );
    assert_eq!(rest, expected);
}

#[test]
fn a_failure_is_one_value_too() {
    let breaches = [breach("tt/note", "note", "a \"note\" is needed\u{1b}")];
    let expected = concat!(
        r#"{"error":{"code":"rule","message":"refused","help":"add -m","breaches":["#,
        r#"{"rule":"tt/note","field":"note","message":"a \"note\" is needed\u001b","help":"look again"}]}}"#,
        "\n",
    );
    assert_eq!(error_json("rule", "refused", "add -m", &breaches), expected);
    assert_eq!(line(&serde_json::json!({"ok": true})), "{\"ok\":true}\n");
}
