//! CSV: dates, zones, people, columns of one's own, and what `tt` itself wrote.

use super::super::Desk;
use super::{all, left, write};
use serde_json::json;

const TOGGL: &str = "\u{feff}User,Email,Client,Project,Task,Description,Billable,Start date,Start time,\
End date,End time,Duration,Tags,Amount ()\r\n\
Jo,jo@acme.test,Acme,Website,Build,\"fixed, \"\"it\"\"\",Yes,03/04/2026,09:00:00 AM,03/04/2026,10:30:00 AM,01:30:00,\"a, b\",\r\n\
Jo,jo@acme.test,Acme,Website,,=cmd,No,03/05/2026,11:00:00 PM,03/06/2026,12:15:00 AM,01:15:00,,\r\n";

#[test]
fn dates_that_can_be_two_days_are_asked_for() {
    let desk = Desk::new();
    write(&desk, "t.csv", TOGGL);
    let ran = desk.tt("import toggl-csv t.csv --yes").exits(2);
    assert!(
        ran.err
            .contains("line 2 has 03/04/2026, which can be two days"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("--dates dmy"), "{}", ran.err);
    assert!(!desk.db().exists());
    let value = desk.json("import toggl-csv t.csv --yes --dates mdy");
    assert_eq!(value["booked"], 2);
    assert_eq!(
        value["unmapped"],
        json!([{"kind": "task", "label": "Build", "rows": 1}])
    );
    let entries = all(&desk);
    assert_eq!(entries[0]["start"], "2026-03-04T09:00:00+01:00");
    assert_eq!(entries[0]["client"]["ref"], "Acme");
    assert_eq!(entries[0]["project"]["ref"], "Website");
    assert_eq!(entries[0]["billable"], "billable");
    assert_eq!(entries[0]["tags"], json!(["Build", "a", "b"]));
    assert_eq!(entries[0]["note"], "fixed, \"it\"");
    assert_eq!(entries[1]["billable"], "do-not-bill");
    assert_eq!(
        (&entries[1]["note"], &entries[1]["worked_seconds"]),
        (&json!("=cmd"), &json!(4500))
    );
}

#[test]
fn clock_times_are_those_of_the_zone_that_is_told() {
    let desk = Desk::new();
    write(&desk, "t.csv", TOGGL);
    desk.tt("import toggl-csv t.csv --yes --dates mdy --zone America/New_York")
        .exits(0);
    let entries = all(&desk);
    assert_eq!(entries[0]["start"], "2026-03-04T09:00:00-05:00");
    assert_eq!(
        (&entries[0]["zone"], &entries[0]["date"]),
        (&json!("America/New_York"), &json!("2026-03-04"))
    );
}

#[test]
fn rows_of_several_people_are_not_taken_for_ones_own() {
    let desk = Desk::new();
    let text = "\"Project\";\"Description\";\"User\";\"Email\";\"Start Date\";\"Start Time\";\"End Date\";\"End Time\";\"Duration (h)\"\n\
\"a\";\"x\";\"Jo\";\"jo@acme.test\";\"20/11/2026\";\"09:00\";\"20/11/2026\";\"10:00\";\"01:00:00\"\n\
\"a\";\"y\";\"Kim\";\"kim@acme.test\";\"20/11/2026\";\"09:00\";\"20/11/2026\";\"10:00\";\"01:00:00\"\n";
    write(&desk, "c.csv", text);
    let ran = desk.tt("import clockify-csv c.csv --yes").exits(2);
    assert!(
        ran.err.contains("2 people: Jo <jo@acme.test>, Kim"),
        "{}",
        ran.err
    );
    let value = desk.json("import clockify-csv c.csv --yes --user JO@acme.test");
    assert_eq!(
        (&value["booked"], left(&value)),
        (&json!(1), vec!["other-user 3".to_owned()])
    );
    assert_eq!(all(&desk)[0]["note"], "x");
    // The other one starts at the same second and is another person's work.
    assert_eq!(
        desk.json("import clockify-csv c.csv --yes --user kim")["booked"],
        1
    );
}

#[test]
fn a_sheet_of_ones_own_is_read_as_told() {
    let desk = Desk::new();
    write(
        &desk,
        "uren.csv",
        "Datum;Klant;Uren;Wat;Kleur\r\n20-11-2026;Acme;1,5;mail;rood\r\n20-11-2026;Acme;0,25;mail;\r\n\
         20-11-2026;Acme;0,25;mail;\r\n19-11-2026;Beta;2;dns;\r\n",
    );
    let columns = ["date=Datum", "client=Klant", "hours=Uren", "note=Wat"];
    let columns: String = columns.iter().map(|it| format!(" --column {it}")).collect();
    let line = format!("import csv uren.csv --yes{columns}");
    let value = desk.json(&format!("{line} --at 9"));
    assert_eq!(
        (&value["booked"], &value["worked_seconds"]),
        (&json!(4), &json!(14_400))
    );
    assert_eq!(value["notes"], json!(["columns that are not taken: Kleur"]));
    let starts: Vec<_> = all(&desk)
        .iter()
        .map(|entry| entry["start"].clone())
        .collect();
    assert_eq!(
        starts,
        [
            "2026-11-19T09:00:00+01:00",
            "2026-11-20T09:00:00+01:00",
            "2026-11-20T10:30:00+01:00",
            "2026-11-20T10:45:00+01:00",
        ]
    );
    assert_eq!(desk.json(&line)["booked"], 0);
    desk.tt("undo").exits(0);
    // Without a time to begin at they are lengths on their days.
    assert_eq!(desk.json(&line)["booked"], 4);
    let entry = &all(&desk)[0];
    assert_eq!(
        (&entry["booked_as"], &entry["start"]),
        (&json!("date"), &json!(null))
    );
}

#[test]
fn what_tt_exports_comes_back_whole() {
    let one = Desk::new();
    one.tt("log 2026-10-25 01:30-02:30 --ticket 54321 -t a -t b -m =1+1")
        .exits(0);
    one.tt("log 2026-11-20 9-11 --client acme --deduct 30m --no-bill lunch, then")
        .exits(0);
    let csv = one.tt("list 2026 --format csv").exits(0).out;
    let two = Desk::new();
    write(&two, "tt.csv", &csv);
    assert_eq!(two.json("import csv tt.csv --yes")["booked"], 2);
    let keep = [
        "charge_to",
        "client",
        "date",
        "start",
        "end",
        "zone",
        "worked_seconds",
        "deduct_seconds",
        "note",
        "billable",
        "tags",
    ];
    for (one, two) in all(&one).iter().zip(all(&two)) {
        for key in keep {
            assert_eq!(one[key], two[key], "{key}");
        }
    }
    assert_eq!(two.json("import csv tt.csv --yes")["booked"], 0);
}

#[test]
fn a_file_of_rules_says_what_labels_become() {
    let desk = Desk::new();
    write(&desk, "t.csv", TOGGL);
    write(
        &desk,
        "rules",
        "# ours\nproject:Website = ticket:54321\ntask:* = work-type:*\nAcme=client:acme,tag:old\nb=drop\n",
    );
    let line = "import toggl-csv t.csv --dates mdy --map-file rules --map billable:no=billable:no-charge --yes";
    let value = desk.json(line);
    assert_eq!(value["groups"][0]["charge_to"], "#54321");
    let entries = all(&desk);
    assert_eq!(entries[0]["work_type"]["ref"], "Build");
    assert_eq!(entries[0]["tags"], json!(["a", "old"]));
    assert_eq!(entries[1]["billable"], "no-charge");
    write(&desk, "rules", "fine=drop\nhello\n");
    let ran = desk.tt(line).exits(2);
    assert!(ran.err.contains("rules: line 2:"), "{}", ran.err);
}
