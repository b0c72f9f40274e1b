//! `tt catalog`, and the names that entries are booked and found by.

use super::{Desk, WORK};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Days before the desk's moment.
const OLD: &str = "2026-11-19T10:00:00+01:00";

fn file() -> Value {
    json!({
        "whole": ["work-types", "work-roles", "charge-codes", "members"],
        "items": [
            {"kind": "work-types", "id": 1, "name": "Remote"},
            {"kind": "work-types", "id": 2, "name": "On-site"},
            {"kind": "work-types", "id": 3, "name": "Travel"},
            {"kind": "work-types", "id": 4, "name": "travel"},
            {"kind": "work-types", "id": 5, "name": "Phone", "active": false},
            {"kind": "work-roles", "id": 12, "name": "Engineer"},
            {"kind": "members", "id": 9, "code": "jdoe", "name": "Jan Doe"},
            {"kind": "charge-codes", "id": 30, "name": "Training", "facts": {"takes_time": true}},
            {"kind": "clients", "id": 17, "code": "acme", "name": "Acme Ltd"},
            {"kind": "clients", "id": 18, "name": "Globex"},
            {"kind": "agreements", "id": 77, "name": "Gold",
             "facts": {"client": 17, "status": "Active"}},
            {"kind": "tickets", "id": 54321, "code": "T20261122.0042", "name": "Mail is slow",
             "facts": {"status": "New", "board": "Service", "client": 17, "takes_time": true,
                       "completed": false}},
            {"kind": "tickets", "id": 7, "name": "Old\u{1b}[31m ticket", "active": false},
            {"kind": "project-tickets", "id": 600, "name": "Move the office"},
        ],
        "tenant": {"note_required": false},
    })
}

/// A desk with a profile.
fn bare() -> Desk {
    let desk = Desk::new();
    desk.config(WORK);
    desk
}

fn put(desk: &Desk, value: &Value) {
    std::fs::write(desk.home().join("catalog.json"), value.to_string()).unwrap();
}

/// A desk with a profile whose catalog is filled.
fn filled() -> Desk {
    let desk = bare();
    put(&desk, &file());
    desk.tt("catalog import catalog.json").exits(0);
    desk
}

#[test]
fn a_file_is_read_and_said_by_kind_and_twice_is_once() {
    let desk = bare();
    put(&desk, &file());
    let first = desk.tt("catalog import catalog.json -p work").exits(0);
    assert!(
        first.out.starts_with("read into work, as of Sun 22 Nov"),
        "{}",
        first.out
    );
    assert!(first.out.contains("\n  2 tickets\n"), "{}", first.out);
    assert!(
        first.out.contains("\n  5 work-types, whole\n"),
        "{}",
        first.out
    );
    assert!(first.out.contains("\n  1 tenant, whole\n"), "{}", first.out);
    let before = desk.json("catalog list work-types --all");
    let again = desk.json("catalog import catalog.json");
    assert_eq!(again["profile"], "work");
    assert_eq!(again["as_of"], "2026-11-22T10:07:33+01:00");
    let types = again["kinds"].as_array().unwrap();
    let types = types.iter().find(|it| it["kind"] == "work-types").unwrap();
    assert_eq!(
        types,
        &json!({"kind": "work-types", "items": 5, "whole": true, "forgotten": 0})
    );
    assert_eq!(desk.json("catalog list work-types --all"), before);
    assert_eq!(desk.json("list"), json!([]), "no entry is touched");
}

#[test]
fn what_a_whole_kind_no_longer_has_is_forgotten_and_the_others_grow() {
    let desk = filled();
    put(
        &desk,
        &json!({"whole": ["work-types"], "items": [
            {"kind": "work-types", "id": 1, "name": "Remote work"},
            {"kind": "tickets", "id": 8, "name": "Printer"},
            {"kind": "members", "id": 10, "name": "Ann"},
        ]}),
    );
    let done = desk.tt("catalog import catalog.json").exits(0);
    assert!(
        done.out.contains("1 work-types, whole, 4 forgotten"),
        "{}",
        done.out
    );
    let names = |kind: &str| {
        let items = desk.json(&format!("catalog list {kind} --all"));
        let names = items.as_array().unwrap().iter();
        names
            .map(|item| item["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names("work-types"), ["Remote work"]);
    assert_eq!(names("tickets").len(), 3);
    assert_eq!(names("members"), ["Ann", "Jan Doe"]);
    // The members were whole before: who is not among them does not exist.
    let ran = desk.tt("log 8-9 --ticket 54321 --member nobody x").exits(2);
    assert!(ran.err.contains("there is no member nobody"), "{}", ran.err);
}

#[test]
fn stdin_is_a_file_too() {
    let desk = bare();
    let mut command = desk.command();
    command.args(["catalog", "import", "-", "--json"]);
    let output = command.write_stdin(file().to_string()).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        desk.json("catalog list clients").as_array().unwrap().len(),
        2
    );
}

#[test]
fn a_file_that_does_not_fit_is_named_and_nothing_of_it_is_stored() {
    let desk = filled();
    let before = desk.json("catalog list tickets --all");
    for (key, value, why, help) in [
        ("kind", json!("tikets"), "item 15", "\"tickets\""),
        (
            "facts",
            json!({"complted": true}),
            "item 15 (tickets 99)",
            "\"completed\"",
        ),
        (
            "facts",
            json!({"completed": 1}),
            "completed is 1",
            "true or false",
        ),
        ("id", json!(null), "item 15", "identity"),
        ("id", json!(54321), "items 12 and 15", "leave one"),
        ("nmae", json!("x"), "unknown key", "\"name\""),
    ] {
        let mut bad = file();
        let mut item = json!({"kind": "tickets", "id": 99, "name": "New"});
        item[key] = value;
        bad["items"].as_array_mut().unwrap().push(item);
        put(&desk, &bad);
        let ran = desk.tt("catalog import catalog.json").exits(2);
        assert!(ran.err.contains(why), "{key}: {}", ran.err);
        assert!(ran.err.contains(help), "{key}: {}", ran.err);
        let error = desk
            .tt("catalog import catalog.json --json")
            .exits(2)
            .json();
        assert_eq!(error["error"]["code"], "usage");
    }
    std::fs::write(desk.home().join("catalog.json"), "{\"items\": [\n{").unwrap();
    let ran = desk.tt("catalog import catalog.json").exits(2);
    assert!(ran.err.contains("line 2"), "{}", ran.err);
    desk.tt("catalog import missing.json").exits(2);
    desk.tt("catalog import catalog.json -p wrok").exits(2);
    put(&desk, &json!({"as_of": "2026-11-23T10:00:00+01:00"}));
    let ran = desk.tt("catalog import catalog.json").exits(2);
    assert!(ran.err.contains("future"), "{}", ran.err);
    assert_eq!(desk.json("catalog list tickets --all"), before);
    let alone = Desk::new();
    put(&alone, &file());
    let ran = alone.tt("catalog import catalog.json").exits(2);
    assert!(ran.err.contains("`tt init`"), "{}", ran.err);
}

#[test]
fn things_are_listed_with_what_is_known_of_them() {
    let desk = filled();
    let table = desk.tt("catalog list tickets").exits(0);
    assert_eq!(
        table.out,
        "id     code            name          client    board    status\n\
         54321  T20261122.0042  Mail is slow  Acme Ltd  Service  New\n"
    );
    assert_eq!(table.err, "");
    let all = desk.tt("catalog list tickets --all").exits(0);
    assert!(
        all.out.contains("active") && all.out.contains("  no"),
        "{}",
        all.out
    );
    assert!(!all.out.contains('\u{1b}'), "{:?}", all.out);
    let found = desk.json("catalog list tickets #54321");
    assert_eq!(found[0]["id"], "54321");
    assert_eq!(found[0]["facts"]["board"], "Service");
    assert_eq!(
        desk.json("catalog list work-types --limit 1")
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        desk.json("catalog list work-types trav")
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let none = desk.tt("catalog list clients Acmee").exits(0);
    assert_eq!(none.out, "");
    assert!(none.err.contains("Acme Ltd"), "{}", none.err);
    let unknown = desk.tt("catalog list clinets").exits(2);
    assert!(unknown.err.contains("clients"), "{}", unknown.err);
}

#[test]
fn an_empty_catalog_says_how_to_fill_it_and_an_old_one_how_old_it_is() {
    let desk = bare();
    let empty = desk.tt("catalog list tickets").exits(0);
    assert_eq!(empty.out, "");
    assert!(empty.err.contains("tt catalog refresh"), "{}", empty.err);
    assert_eq!(desk.json("catalog list tickets"), json!([]));
    let mut old = file();
    old["as_of"] = json!(OLD);
    put(&desk, &old);
    desk.tt("catalog import catalog.json").exits(0);
    let listed = desk.tt("catalog list clients").exits(0);
    assert!(listed.err.contains("3 days old"), "{}", listed.err);
    desk.config(
        &format!("[sync]\ncatalog_max_age = \"24h\"\n{WORK}").replace(
            "[sync]\ncatalog_max_age = \"24h\"\n\ndefault_profile = \"work\"",
            "default_profile = \"work\"\n[sync]\ncatalog_max_age = \"96h\"",
        ),
    );
    assert_eq!(desk.tt("catalog list clients").exits(0).err, "");
}

#[test]
fn a_number_a_code_and_a_name_mean_the_same_thing() {
    let desk = filled();
    for (n, typed) in [
        "54321",
        "#54321",
        "T20261122.0042",
        "t20261122.0042",
        "mail is slow",
    ]
    .iter()
    .enumerate()
    {
        let start = format!("{}-{}", n + 1, n + 2);
        let args = ["log", &start, "--ticket", typed, "-m", "x", "--json"];
        let entry = desk.run(&args).exits(0).json();
        let at = &entry[0]["charge_to"];
        assert_eq!(at["id"], "54321", "{typed}");
        assert_eq!(at["name"], "Mail is slow", "{typed}");
        assert_eq!(at["ref"], typed.trim_start_matches('#'), "{typed}");
    }
    let entry = desk.json(
        "log 6-7 --ticket 54321 --work-type remote --work-role 12 --client ACME --agreement gold --member jdoe x",
    );
    for (field, id, name) in [
        ("work_type", "1", "Remote"),
        ("work_role", "12", "Engineer"),
        ("client", "17", "Acme Ltd"),
        ("agreement", "77", "Gold"),
        ("member", "9", "Jan Doe"),
    ] {
        assert_eq!(entry[0][field]["id"], id, "{field}");
        assert_eq!(entry[0][field]["name"], name, "{field}");
    }
    assert_eq!(entry[0]["work_type"]["ref"], "remote");
    let table = desk.tt("list today").exits(0);
    assert!(table.out.contains("#54321 Mail is slow"), "{}", table.out);
    let shown = desk.tt("show 1").exits(0);
    assert!(shown.out.contains("Mail is slow"), "{}", shown.out);
    // The number that is seen of both sorts of ticket.
    let project = desk.json("log 7-8 --ticket 600 x");
    assert_eq!(project[0]["charge_to"]["kind"], "project-ticket");
    assert_eq!(desk.json("list --ticket 600").as_array().unwrap().len(), 1);
}

#[test]
fn an_unknown_ticket_never_stops_a_log() {
    let desk = filled();
    for typed in ["99999", "#99999", "T20261122.9999", "no such ticket"] {
        let args = ["log", "15m", "--ticket", typed, "-m", "x", "--json"];
        let entry = desk.run(&args).exits(0).json();
        assert_eq!(entry[0]["charge_to"]["id"], Value::Null, "{typed}");
        assert_eq!(entry[0]["charge_to"]["ref"], typed.trim_start_matches('#'));
        assert_eq!(entry[0]["delivery"], "owed", "{typed}");
    }
    // Also where a file called the tickets whole: one may be ten minutes old.
    put(&desk, &json!({"whole": ["tickets"]}));
    desk.tt("catalog import catalog.json").exits(0);
    desk.tt("log 15m --ticket 54321 x").exits(0);
}

#[test]
fn what_may_mean_several_things_is_asked_back_everywhere() {
    let desk = filled();
    desk.tt("log 8-9 --ticket 54321 x").exits(0);
    for line in [
        "log 9-10 --ticket 54321 --work-type TRAVEL x",
        "start --ticket 54321 --work-type TRAVEL x",
        "switch --ticket 54321 --work-type TRAVEL x",
        "edit 1 --work-type TRAVEL",
        "split 1 --into 2 --work-type TRAVEL",
    ] {
        let ran = desk.tt(line).exits(2);
        assert!(
            ran.err.contains("Travel (3), travel (4)"),
            "{line}: {}",
            ran.err
        );
        assert!(
            ran.err.contains("number in brackets"),
            "{line}: {}",
            ran.err
        );
    }
    assert_eq!(desk.json("list").as_array().unwrap().len(), 1);
    assert_eq!(
        desk.json("edit 1 --work-type 3")[0]["work_type"]["name"],
        "Travel"
    );
}

#[test]
fn an_unknown_name_lists_the_nearest() {
    let desk = filled();
    let ran = desk
        .tt("log 8-9 --ticket 54321 --work-type Remot x")
        .exits(3);
    assert!(ran.err.contains("connectwise/work-type"), "{}", ran.err);
    assert!(ran.err.contains("there is Remote"), "{}", ran.err);
    let ran = desk.tt("log 8-9 --ticket 54321 --member jando x").exits(2);
    assert!(ran.err.contains("there is no member jando"), "{}", ran.err);
    assert!(ran.err.contains("Jan Doe"), "{}", ran.err);
    // What is not known whole may exist: it is said, and booked.
    let ran = desk.tt("log 8-9 --ticket 54321 --client Acmee x").exits(0);
    assert!(
        ran.err
            .contains("no client \"Acmee\" is known here; there is acme, Acme Ltd"),
        "{}",
        ran.err
    );
    let ran = desk.tt("start --ticket 54321 --client Acmee x").exits(0);
    assert!(ran.err.contains("there is acme, Acme Ltd"), "{}", ran.err);
    assert_eq!(desk.json("edit 1 --client Acme")[0]["client"]["id"], "17");
}

#[test]
fn a_change_of_something_else_leaves_old_names_alone() {
    let desk = bare();
    desk.tt("log 8-9 --ticket 54321 --client globex x").exits(0);
    put(&desk, &file());
    desk.tt("catalog import catalog.json").exits(0);
    desk.tt("edit 1 -m other").exits(0);
    let history = desk.json("history 1");
    let last = history.as_array().unwrap().last().unwrap();
    assert_eq!(last["to"]["client"]["ref"], "globex");
    assert_eq!(last["to"]["client"]["id"], Value::Null);
    let entry = desk.json("edit 1 --client globex --ticket 54321");
    assert_eq!(entry, json!([]), "it is as it was");
    let entry = desk.json("edit 1 --client Globex");
    assert_eq!(entry[0]["client"]["id"], "18");
}

#[test]
fn a_timer_is_like_the_entry_it_continues() {
    let desk = filled();
    desk.tt("log 8-9 --ticket 54321 --work-type Remote x")
        .exits(0);
    let started = desk.json("continue 1");
    assert_eq!(started[0]["work_type"]["id"], "1");
    let parked = desk.json("switch --ticket T20261122.0042 --work-type 2 y");
    assert_eq!(parked[1]["charge_to"]["id"], "54321");
    assert_eq!(parked[1]["work_type"]["name"], "On-site");
}

#[test]
fn filters_find_by_identity_code_and_name() {
    let desk = bare();
    desk.tt("log 7-8 --ticket T20261122.0042 --client acme --work-type 1 before")
        .exits(0);
    put(&desk, &file());
    desk.tt("catalog import catalog.json").exits(0);
    desk.tt("log 8-9 --ticket 54321 --client 17 --work-type Remote after")
        .exits(0);
    desk.tt("log 9-10 --ticket 7 --client Globex --work-type On-site --member 9 other")
        .exits(0);
    let found = |filter: &[&str]| {
        let mut args = vec!["list", "--json"];
        args.extend(filter);
        desk.run(&args).exits(0).json().as_array().unwrap().len()
    };
    for (filter, n) in [
        (["--ticket", "54321"], 2),
        (["--ticket", "#54321"], 2),
        (["--ticket", "t20261122.0042"], 2),
        (["--ticket", "Mail is slow"], 2),
        (["--ticket", "99"], 0),
        (["--ticket", "none"], 0),
        (["--client", "Acme Ltd"], 2),
        (["--client", "acme"], 2),
        (["--client", "17"], 2),
        (["--client", "globex"], 1),
        (["--work-type", "Remote"], 2),
        (["--work-type", "2"], 1),
        (["--work-type", "nothing"], 0),
        (["--member", "Jan Doe"], 1),
        (["--member", "none"], 2),
    ] {
        assert_eq!(found(&filter), n, "{filter:?}");
    }
    let report = desk.json("report today --work-type Remote");
    assert_eq!(report["total"]["entries"], 2);
}

#[test]
fn a_profile_that_nobody_knows_is_no_filter() {
    let desk = bare();
    desk.tt("log 8-9 --ticket 1 x").exits(0);
    for line in ["list -p WORK", "report -p wrok", "list -p WORK --json"] {
        let ran = desk.tt(line).exits(2);
        assert!((ran.err + &ran.out).contains("work"), "{line}");
    }
    assert_eq!(desk.json("list -p none"), json!([]));
    // A profile that was taken out of the configuration still has its entries.
    desk.config("");
    assert_eq!(desk.json("list -p work").as_array().unwrap().len(), 1);
    desk.tt("list -p works").exits(2);
}

#[test]
fn fifty_thousand_tickets_are_one_import() {
    let desk = bare();
    let mut text = String::from("{\"items\":[");
    for n in 0..50_000 {
        let comma = if n == 0 { "" } else { "," };
        write!(
            text,
            "{comma}\n{{\"kind\":\"tickets\",\"id\":{},\"name\":\"Ticket {n}\",\
             \"facts\":{{\"status\":\"New\",\"board\":\"Service\",\"client\":{},\"completed\":false}}}}",
            100_000 + n,
            n % 700
        )
        .unwrap();
    }
    text.push_str("]}");
    std::fs::write(desk.home().join("catalog.json"), text).unwrap();
    let done = desk.json("catalog import catalog.json");
    assert_eq!(done["kinds"][0]["items"], 50_000);
    let table = desk.tt("catalog list tickets").exits(0);
    assert!(
        table
            .out
            .ends_with("49000 more not shown: add a QUERY, or use --json\n")
    );
    assert_eq!(
        desk.json("log 8-9 --ticket 149999 x")[0]["charge_to"]["name"],
        "Ticket 49999"
    );
}

#[test]
fn the_help_names_every_fact_and_its_example_can_be_read() {
    let desk = bare();
    let help = desk.tt("help catalog").exits(0).out;
    for name in tt::domain::catalog::names::ALL {
        assert!(help.contains(&format!("\n  {name}")), "{name}");
    }
    let example = help
        .lines()
        .skip_while(|line| *line != "  {")
        .take_while(|line| !line.ends_with(':'));
    let example: String = example.collect::<Vec<_>>().join("\n");
    std::fs::write(desk.home().join("catalog.json"), example).unwrap();
    desk.tt("catalog import catalog.json").exits(0);
    assert_eq!(
        desk.json("catalog list tickets T20261122")[0]["facts"]["client"],
        17
    );
}
