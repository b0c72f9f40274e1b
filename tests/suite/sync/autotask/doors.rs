//! Who is let in, where the company is, how much may be asked, and what is refused.

use super::*;

fn owing(options: Options) -> Firm {
    let firm = Firm::with(options, "");
    firm.log("9:00-10:00", "dns");
    firm
}

#[test]
fn keys_that_do_not_fit_are_told_apart_from_a_user_nobody_knows() {
    let firm = owing(Options::default());
    let keys = firm.fake.keys();
    for (file, words) in [
        ("secret", "username or password"),
        ("code", "IntegrationCode"),
    ] {
        firm.config("");
        keep_secret(&firm.desk, file, "CANARY-wrong");
        firm.fake.clear_requests();
        let told = firm.tt("sync").exits(5);
        assert!(told.err.contains(words), "{words}: {}", told.err);
        assert!(told.err.contains("help: "), "{}", told.err);
        assert!(!told.err.contains("CANARY"), "{}", told.err);
        // Asked where the company is once more, and nothing after that.
        assert!(
            firm.fake.requests().len() <= 3,
            "{:?}",
            firm.fake.requests()
        );
        assert_eq!(firm.entries()[0]["delivery"], "owed");
    }
    firm.config("user = \"nobody@northwind.example\"\n");
    let told = firm.tt("sync").exits(5);
    assert!(told.err.contains("does not know the user"), "{}", told.err);
    firm.config("resource = \"4711\"\n");
    let told = firm.tt("sync").exits(5);
    assert!(told.err.contains("no resource 4711"), "{}", told.err);
    firm.config("resource = \"Ana@northwind.example\"\n");
    firm.tt("sync").exits(0);
    for text in ["secret", "code"] {
        let value = if text == "secret" {
            &keys.secret
        } else {
            &keys.code
        };
        let ran = firm.tt("auth status");
        assert!(!format!("{}{}", ran.out, ran.err).contains(value));
    }
    let status = firm.tt("auth status --json").exits(0).json();
    assert_eq!(status["profiles"][0]["tenant"], keys.user.to_lowercase());
    assert_eq!(status["profiles"][0]["member"]["name"], "Ana Lopez");
    let bare = Options {
        bare_401: true,
        ..Options::default()
    };
    let firm = owing(bare);
    firm.fake
        .change_keys(|keys| keys.secret = "changed-meanwhile".into());
    firm.tt("sync").exits(5);
}

#[test]
fn a_company_that_moves_is_followed_and_stays_the_same() {
    let firm = owing(Options::default());
    firm.sync(0);
    firm.fake.move_zone("/webservices5");
    firm.log("10:00-11:00", "dhcp");
    assert_eq!(firm.sync(0)["created"], 1);
    assert_eq!(firm.notes(), ["dhcp", "dns"]);
    // In the middle of a run: the address of before is 401, and the new one is found.
    firm.log("11:00-12:00", "ntp");
    let watched = firm.fake.watch();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for request in watched {
                if request.operation.contains("BillingItems") {
                    firm.fake.move_zone("/webservices6");
                    break;
                }
            }
        });
        firm.until_settled();
    });
    assert_eq!(firm.notes(), ["dhcp", "dns", "ntp"]);
    firm.is_idle();
    // An address that is no host of the vendor's gets no credentials.
    let firm = owing(Options {
        zone_base: Some("https://evil.example".into()),
        ..Options::default()
    });
    let told = firm.tt("sync");
    assert!([5, 6].contains(&told.code), "{}", told.err);
    assert_eq!(firm.held(), Vec::<Value>::new());
}

#[test]
fn four_in_five_requests_of_the_hour_are_left_to_others() {
    let firm = owing(Options::default());
    firm.fake.use_hour(8_000);
    let ran = firm.tt("sync --json").exits(6);
    let report = &ran.json()["profiles"][0];
    assert_eq!(report["retry_after_seconds"], 600, "{report}");
    assert_eq!(firm.held(), Vec::<Value>::new());
    let told = firm.tt("sync --max-time 5s").exits(6);
    assert!(
        told.err.contains("wait") || told.err.contains("requests"),
        "{}",
        told.err
    );
    // Kept across runs: the second one did not even ask.
    let asked = firm.fake.requests();
    let asked = asked.iter().filter(|it| it.operation.contains("Threshold"));
    assert_eq!(asked.count(), 1);
    assert_eq!(firm.entries()[0]["delivery"], "owed");
}

#[test]
fn too_many_threads_is_later_whatever_the_status() {
    for status in [429, 500, 503] {
        let firm = owing(Options {
            thread_status: status,
            retry_after: None,
            ..Options::default()
        });
        firm.fake.hold_threads("TimeEntries", 3);
        firm.tt("sync --max-time 5s").exits(6);
        assert_eq!(firm.held(), Vec::<Value>::new());
        firm.fake.hold_threads("TimeEntries", 0);
        firm.until_settled();
        assert_eq!(firm.notes(), ["dns"], "{status}");
    }
}

#[test]
fn refusals_are_told_in_its_words_and_sent_once() {
    let rows = [
        ("--ticket 999999 -m x", "ticketID", "charge_to"),
        ("--ticket 88126 -m x", "", ""),
        ("--task 7005 -m x", "project", ""),
        ("--charge-code 29682909 -m x", "", ""),
        ("--ticket T20260302.9999 -m x", "no ticket", "charge_to"),
    ];
    for (words, says, field) in rows {
        let mut options = Options::default();
        options.settings.prohibit_complete_tickets = true;
        let firm = Firm::with(options, "");
        firm.log("7:00-8:00", "other");
        firm.tt(&format!("log yesterday 9:00-10:00 {words}"))
            .exits(0);
        let report = firm.sync(4);
        assert!(
            report["refused"][0]["message"]
                .as_str()
                .unwrap()
                .contains(says),
            "{report}"
        );
        let entry = firm
            .entries()
            .into_iter()
            .find(|it| it["delivery"] == "refused")
            .unwrap();
        if !field.is_empty() {
            assert_eq!(entry["problem"]["field"], field, "{entry}");
        }
        assert_eq!(
            firm.notes(),
            ["other"],
            "one entry's trouble stops no other"
        );
        // It waits for a person.
        firm.fake.clear_requests();
        firm.sync(4);
        assert_eq!(firm.writes(), []);
    }
}

#[test]
fn other_ways_of_saying_the_same_are_read() {
    let odd = Options {
        missing_is_404: true,
        fractions: true,
        honours_max_records: false,
        order: crate::support::vendor::autotask::Order::Scrambled,
        zone_text: crate::support::vendor::autotask::ZoneText::Empty,
        not_takes_null: true,
        older_references: true,
        trims_notes: true,
        crlf_notes: true,
        patch_derives: true,
        general_type: Some(11),
        ..Options::default()
    };
    let firm = Firm::with(odd, "");
    firm.log("9:00-10:00", "dns");
    firm.run(&[
        "log",
        "yesterday",
        "10:00-11:00",
        "--charge-code",
        "29682900",
        "-m",
        "one\n two\n",
    ])
    .exits(0);
    firm.sync(0);
    firm.is_idle();
    firm.tt("edit 1 --end 9:30").exits(0);
    firm.sync(0);
    let held = firm.held();
    assert_eq!(
        held.iter().filter(|it| it["hoursWorked"] == 0.5).count(),
        1,
        "{held:?}"
    );
    firm.is_idle();
    firm.fake.remove(id(&held[0]));
    assert_eq!(firm.sync(4)["conflicts"].as_array().unwrap().len(), 1);
}

#[test]
fn what_the_service_holds_is_listed_by_its_own_filters() {
    let firm = Firm::new();
    firm.log("9:00-10:00", "dns");
    firm.tt("log yesterday 10:00-11:00 --task 7001 -m boxes")
        .exits(0);
    firm.tt("log yesterday 12:00-12:30 --charge-code 29682900 -m meeting")
        .exits(0);
    firm.sync(0);
    let list = |line: &str| {
        let listed = firm
            .tt(&format!("remote list -3d..today --json {line}"))
            .exits(0)
            .json();
        let rows = listed["entries"].as_array().unwrap();
        let mut notes: Vec<_> = rows
            .iter()
            .map(|it| it["note"].as_str().unwrap().to_owned())
            .collect();
        notes.sort();
        notes.join(" ")
    };
    assert_eq!(list(""), "boxes dns meeting");
    assert_eq!(list("--kind ticket"), "dns");
    assert_eq!(list("--kind task"), "boxes");
    assert_eq!(list("--kind charge-code"), "meeting");
    assert_eq!(list("--kind ticket,task"), "boxes dns");
    assert_eq!(list("--ticket T20260302.0042"), "dns");
    assert_eq!(list("--no-bill"), "meeting");
    assert_eq!(list("--member jonas@northwind.example"), "");
    let filter = r#"[{"op":"contains","field":"summaryNotes","value":"box"}]"#;
    let listed = firm.run(&["remote", "list", "week", "--where", filter, "--ids"]);
    assert!(
        listed.code == 0 && !listed.out.contains("dns"),
        "{}",
        listed.err
    );
    for bad in [
        r#"{"op":"ne","field":"id","value":1}"#,
        r#"{"op":"eq","field":"projectID","value":1}"#,
        "nonsense",
    ] {
        let told = firm
            .run(&["remote", "list", "week", "--where", bad])
            .exits(2);
        assert!(told.err.contains("help: "), "{}", told.err);
    }
    assert_eq!(firm.fake.schema_errors(), Vec::<String>::new());
}
