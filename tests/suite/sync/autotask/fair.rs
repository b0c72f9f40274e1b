//! Good weather: there and back, changed here and there, taken away.

use super::*;

#[test]
fn an_entry_goes_there_and_what_was_made_of_it_is_kept() {
    let firm = Firm::new();
    firm.log("9:00-10:30", "switch");
    let report = firm.sync(0);
    assert_eq!(
        (&report["created"], &report["updated"]),
        (&json!(1), &json!(0)),
        "{report}"
    );
    let held = firm.only();
    assert_eq!(held["ticketID"], seed::SWITCH);
    assert_eq!(held["roleID"], seed::ENGINEER, "the ticket's");
    assert_eq!(held["contractID"], seed::MATERIALS, "inherited");
    assert_eq!(held["hoursWorked"], 1.5);
    assert_eq!(held["creatorUserID"], seed::API_USER);
    let marker = held["internalNotes"].as_str().unwrap();
    assert!(marker.starts_with("[tt:"), "{marker}");
    let shown = firm.tt("show 1 --json").exits(0).json();
    let remote = &shown[0]["remote"];
    assert_eq!(remote["contractID"], seed::MATERIALS, "{shown}");
    assert_eq!(remote["isNonBillable"], false, "{shown}");
    assert_eq!(shown[0]["internal_note"], Value::Null, "{shown}");
    firm.is_idle();

    firm.fake.clear_requests();
    firm.tt("edit 1 -m uplink").exits(0);
    assert_eq!(firm.sync(0)["updated"], 1);
    assert_eq!(
        firm.writes(),
        [(
            "PATCH /TimeEntries".to_owned(),
            json!({"id": id(&held), "summaryNotes": "uplink"})
        )]
    );
    firm.is_idle();
    firm.tt("delete 1").exits(0);
    assert_eq!(firm.sync(0)["deleted"], 1);
    assert_eq!(firm.held(), Vec::<Value>::new());
    firm.is_idle();
}

#[test]
fn tasks_codes_and_days_without_a_clock() {
    let firm = Firm::new();
    let (task, code) = (seed::MAILBOXES, seed::MEETING);
    firm.tt(&format!(
        "log yesterday 8:00-9:00 --task {task} -m boxes --deduct 15m"
    ))
    .exits(0);
    firm.tt(&format!(
        "log yesterday 30m --no-clock --charge-code {code} -m stand-up"
    ))
    .exits(0);
    firm.run(&[
        "log",
        "yesterday",
        "10:00-10:30",
        "--ticket",
        "T20260302.0042",
        "-m",
        "by number",
    ])
    .exits(0);
    assert_eq!(firm.sync(0)["created"], 3);
    let held = firm.held();
    assert_eq!(
        (&held[0]["taskID"], &held[0]["hoursWorked"]),
        (&json!(task), &json!(0.75))
    );
    let general = held
        .iter()
        .find(|it| it["internalBillingCodeID"] == code)
        .unwrap();
    assert_eq!(
        (&general["startDateTime"], &general["hoursWorked"]),
        (&Value::Null, &json!(0.5))
    );
    assert_eq!(
        (&general["isNonBillable"], &general["billingCodeID"]),
        (&json!(true), &json!(code))
    );
    assert!(held.iter().any(|it| it["ticketID"] == seed::SWITCH));
    firm.is_idle();
}

#[test]
fn none_is_created_and_then_taken_away() {
    let firm = Firm::new();
    let ticket = seed::SWITCH;
    firm.tt(&format!(
        "log yesterday 9:00-10:00 --ticket {ticket} -m x --agreement none --work-type none"
    ))
    .exits(0);
    let report = firm.sync(0);
    assert_eq!(
        (&report["created"], &report["updated"]),
        (&json!(1), &json!(1)),
        "{report}"
    );
    let held = firm.only();
    assert_eq!(
        (&held["contractID"], &held["billingCodeID"]),
        (&Value::Null, &Value::Null)
    );
    let writes = firm.writes();
    assert_eq!(
        writes[1].1,
        json!({"id": id(&held), "contractID": null, "billingCodeID": null})
    );
    firm.is_idle();
    // Set there later it is somebody's choice, and taken over.
    firm.fake
        .edit(id(&held), |it| it["contractID"] = json!(seed::FALLBACK));
    firm.sync(0);
    let fallback = seed::FALLBACK.to_string();
    assert_eq!(firm.entries()[0]["agreement"]["id"], json!(fallback));
    firm.is_idle();
}

#[test]
fn what_is_left_to_take_away_survives_a_lost_answer() {
    for fault in [Fault::LostAfter, Fault::Late(300), Fault::CutBody] {
        let firm = Firm::new();
        let ticket = seed::SWITCH;
        firm.tt(&format!(
            "log yesterday 9:00-10:00 --ticket {ticket} -m x --agreement none"
        ))
        .exits(0);
        firm.next_create(fault);
        firm.tt("sync");
        firm.fake.plan(Plan::calm());
        firm.fake.wait_for_late();
        firm.until_settled();
        let held = firm.only();
        assert_eq!(held["contractID"], Value::Null, "{held}");
        assert_eq!(firm.entries()[0]["agreement"], Value::Null);
        firm.is_idle();
    }
    // A refusal of it is told, and the entry stays.
    let firm = Firm::new();
    let ticket = seed::SWITCH;
    firm.tt(&format!(
        "log yesterday 9:00-10:00 --ticket {ticket} -m x --agreement none"
    ))
    .exits(0);
    let patch = On::new("PATCH", ENTRIES);
    firm.fake.plan(Plan::once(patch, Fault::RefuseBefore(403)));
    let report = firm.sync(4);
    assert_eq!(
        (&report["created"], &report["updated"]),
        (&json!(1), &json!(0)),
        "{report}"
    );
    firm.tt("resolve 1 --retry").exits(0);
    firm.sync(0);
    assert_eq!(firm.only()["contractID"], Value::Null);
    firm.is_idle();
}

#[test]
fn changes_there_come_here_and_both_sides_is_a_question() {
    let firm = Firm::new();
    firm.log("9:00-10:00", "dns");
    firm.sync(0);
    let of = id(&firm.only());
    firm.fake
        .edit(of, |it| it["summaryNotes"] = json!("dns, and dhcp"));
    firm.sync(0);
    assert_eq!(firm.entries()[0]["note"], "dns, and dhcp");
    firm.fake.edit(of, |it| it["hoursWorked"] = json!(0.5));
    firm.sync(0);
    assert_eq!(firm.entries()[0]["worked_seconds"], 1_800);
    // Somebody else has touched its notes: they may have formatting by now.
    let held = firm.tt("edit 1 -m mine");
    assert_eq!(held.code, 0, "{}", held.err);
    assert_eq!(firm.entries()[0]["delivery"], "held", "{}", held.err);
    let other = firm.made("made there", json!({}));
    firm.sync(4);
    assert_eq!(firm.entries().len(), 2);
    firm.fake.remove(other);
    let report = firm.sync(4);
    assert_eq!(report["conflicts"], json!([2]), "{report}");
}

#[test]
fn hours_that_are_rounded_there_are_kept_beside_ours() {
    let mut options = Options::default();
    options.settings.rounding = crate::support::vendor::autotask::Rounding::Nearest(900);
    let firm = Firm::with(options, "");
    firm.log("9:00-9:50", "dns");
    firm.sync(0);
    assert_eq!(firm.only()["hoursWorked"], 0.75);
    firm.is_idle();
    assert_eq!(firm.entries()[0]["worked_seconds"], 3_000);
    firm.tt("edit 1 -m bind").exits(0);
    firm.sync(0);
    assert_eq!(
        (&firm.only()["hoursWorked"], &firm.only()["summaryNotes"]),
        (&json!(0.75), &json!("bind"))
    );
    firm.is_idle();
}

#[test]
fn an_evening_in_the_americas_is_of_its_own_day() {
    let firm = Firm::new();
    let zone = |line: &str| {
        let mut command = firm.command();
        command.env("TZ", "America/New_York");
        ran(command.args(line.split_whitespace()).output().unwrap())
    };
    let ticket = seed::SWITCH;
    // 22:00 there is three or two in the night of the next day in UTC.
    zone(&format!(
        "log yesterday 22:00-22:30 --ticket {ticket} -m late"
    ))
    .exits(0);
    zone("sync").exits(0);
    let held = firm.only();
    let entry = zone("list -2d..today --json").exits(0).json()[0].clone();
    let day = entry["date"].as_str().unwrap();
    assert_eq!(held["dateWorked"], json!(format!("{day}T00:00:00Z")));
    assert_ne!(
        &held["startDateTime"].as_str().unwrap()[..10],
        day,
        "another day in UTC"
    );
    firm.is_idle();
    // Over midnight UTC: refused with the way to book it, and that way works.
    let told = zone(&format!(
        "log yesterday 18:30-20:30 --ticket {ticket} -m evening"
    ))
    .exits(3);
    assert!(told.err.contains("autotask/utc-midnight"), "{}", told.err);
    let at = told.err.split("midnight UTC, which is ").nth(1);
    let at = at.and_then(|rest| rest.get(..5));
    let cut = at.unwrap_or("19:00").to_owned();
    for span in [format!("18:30-{cut}"), format!("{cut}-20:30")] {
        zone(&format!(
            "log yesterday {span} --ticket {ticket} -m evening"
        ))
        .exits(0);
    }
    zone("sync").exits(0);
    let days: Vec<_> = firm
        .held()
        .iter()
        .map(|it| it["dateWorked"].clone())
        .collect();
    assert!(days.iter().all(|it| *it == days[0]), "{days:?}");
    firm.is_idle();
}
