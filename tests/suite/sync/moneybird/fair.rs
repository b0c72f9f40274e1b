//! Good weather: everything arrives once, comes back, merges and goes.

use super::{Books, SITE, SUPPORT, TULP, id, moneybird};
use crate::support::vendor::moneybird::{NullReference, Options, seed};
use serde_json::{Value, json};

#[test]
fn an_entry_is_made_changed_merged_and_taken_away() {
    let books = Books::new();
    books.log("9:00-10:30", "dns");
    assert_eq!(books.sync(0)["created"], 1);
    let (method, sent) = books.writes().remove(0);
    assert_eq!(method, "POST");
    let fields: Vec<_> = sent.as_object().unwrap().keys().cloned().collect();
    assert_eq!(
        fields,
        [
            "contact_id",
            "description",
            "ended_at",
            "project_id",
            "started_at",
            "user_id"
        ]
    );
    // Beyond what a reader of JSON numbers keeps.
    assert_eq!(sent["contact_id"], TULP);
    assert_eq!(sent["project_id"], SITE);
    books.is_idle();

    // A change sends what changed, and the end.
    books.tt("edit 1 -m dhcp").exits(0);
    books.fake.clear_requests();
    assert_eq!(books.sync(0)["updated"], 1);
    let (method, sent) = books.writes().remove(0);
    assert_eq!(method, "PATCH");
    let fields: Vec<_> = sent.as_object().unwrap().keys().cloned().collect();
    assert_eq!(fields, ["description", "ended_at"]);
    books.is_idle();

    // Changed there, then on both sides in different fields.
    let remote = books.only();
    books
        .fake
        .edit(remote, |entry| entry["description"] = json!("theirs"));
    assert_eq!(books.sync(0)["taken_over"], 1);
    assert_eq!(books.entries()[0]["note"], "theirs");
    books
        .fake
        .edit(remote, |entry| entry["description"] = json!("both"));
    books.tt(&format!("edit 1 --project {SUPPORT}")).exits(0);
    books.sync(0);
    let there = &books.held()[0];
    assert_eq!(
        (&there["description"], &there["project_id"]),
        (&json!("both"), &json!(SUPPORT))
    );
    assert_eq!(books.entries()[0]["note"], "both");
    books.is_idle();

    books.tt("delete 1").exits(0);
    assert_eq!(books.sync(0)["deleted"], 1);
    assert_eq!(books.held(), Vec::<Value>::new());
    books.is_idle();
}

#[test]
fn an_end_moved_there_outlives_a_note_changed_here() {
    let books = Books::new();
    books.log("9:00-10:00", "dns");
    books.sync(0);
    let remote = books.only();
    let later = json!(
        books.held()[0]["ended_at"]
            .as_str()
            .unwrap()
            .replace(":00:00", ":20:00")
    );
    books
        .fake
        .edit(remote, |entry| entry["ended_at"] = later.clone());
    books.tt("edit 1 -m dhcp").exits(0);
    books.sync(0);
    let there = &books.held()[0];
    assert_eq!(
        (&there["description"], &there["ended_at"]),
        (&json!("dhcp"), &later)
    );
    assert_eq!(books.entries()[0]["worked_seconds"], 4_800);
    books.is_idle();
}

#[test]
fn what_was_made_there_is_taken_over_and_what_runs_there_is_not() {
    let hides = Options {
        hides_nil_contacts: true,
        ids_as_numbers: true,
        ..Options::default()
    };
    for options in [Options::default(), hides] {
        let books = Books::with(options, "");
        books.made("no contact", json!({}));
        books.made("theirs", json!({"user_id": seed::id(seed::SEM)}));
        let runs = books.made("runs", json!({"ended_at": null}));
        assert_eq!(books.sync(0)["imported"], 1);
        let entries = books.entries();
        assert_eq!(
            (entries.len(), &entries[0]["note"]),
            (1, &json!("no contact"))
        );
        books.fake.clear_requests();
        assert_eq!(books.sync(0)["imported"], 0);
        assert_eq!(books.writes(), []);
        assert!(books.fake.entry(runs).unwrap()["ended_at"].is_null());
    }
}

#[test]
fn two_equal_entries_both_arrive() {
    let books = Books::new();
    // The minute makes the third one alike as well.
    books.log("9:00-10:00", "dns");
    books.log("9:00-10:00", "dns");
    books.log("9:00-10:00", "mail");
    assert_eq!(books.sync(0)["created"], 3);
    assert_eq!(books.notes(), ["dns", "dns", "mail"]);
    books.is_idle();
}

#[test]
fn two_of_one_minute_on_different_projects_are_different_work() {
    let books = Books::new();
    books.log("9:00-10:00", "dns");
    books
        .tt(&format!(
            "log yesterday 9:00-10:00 --client {TULP} --project {SUPPORT} -m dns"
        ))
        .exits(0);
    assert_eq!(books.sync(0)["created"], 2);
    let mut projects: Vec<_> = books
        .held()
        .iter()
        .map(|entry| entry["project_id"].clone())
        .collect();
    projects.sort_by_key(Value::to_string);
    assert_eq!(projects, [json!(SITE), json!(SUPPORT)]);
    books.is_idle();
}

#[test]
fn a_contact_is_taken_away_with_null() {
    let books = Books::new();
    books.log("9:00-10:00", "dns");
    books.sync(0);
    books.fake.clear_requests();
    books.tt("edit 1 --client none").exits(0);
    assert_eq!(books.sync(0)["updated"], 1);
    assert_eq!(books.writes()[0].1["contact_id"], Value::Null);
    assert_eq!(books.held()[0]["contact_id"], Value::Null);
    // The published schema has no way to say it: the only thing it minds.
    let minded = books.fake.schema_errors();
    assert_eq!(minded.len(), 1, "{minded:?}");
    assert!(moneybird::only_takes_away(&minded[0]), "{minded:?}");
    books.is_idle();
}

#[test]
fn a_contact_that_stays_there_is_told() {
    for null_reference in [NullReference::Ignored, NullReference::Refused] {
        let options = Options {
            null_reference,
            ..Options::default()
        };
        let books = Books::with(options, "");
        books.log("9:00-10:00", "dns");
        books.sync(0);
        books.tt("edit 1 --client none").exits(0);
        let report = books.sync(4);
        let refused = report["refused"][0].to_string();
        assert!(refused.contains("client"), "{report}");
        assert_eq!(books.held()[0]["contact_id"], TULP);
    }
}

#[test]
fn what_is_billed_is_sent_where_the_profile_says_so() {
    let books = Books::with(
        Options::default(),
        "send = \"billed\"\nrounding = \"quarter\"",
    );
    books.log("9:00-9:20", "dns");
    books.sync(0);
    let there = &books.held()[0];
    let span = |name| {
        let at = chrono::DateTime::parse_from_rfc3339(there[name].as_str().unwrap());
        at.unwrap().timestamp()
    };
    assert_eq!(span("ended_at") - span("started_at"), 1_800);
    let here = &books.entries()[0];
    assert_eq!(
        (&here["worked_seconds"], &here["billed_seconds"]),
        (&json!(1_200), &json!(1_800))
    );
    books.is_idle();
}

#[test]
fn an_entry_on_an_invoice_is_billed_and_locked_here() {
    let books = Books::new();
    books.log("9:00-10:00", "dns");
    books.sync(0);
    books.fake.invoice(books.only());
    assert_eq!(books.sync(0)["status_changes"], 1);
    assert_eq!(books.entries()[0]["status"], "billed");
    for line in ["edit 1 -m other", "delete 1"] {
        let told = books.tt(line);
        assert_ne!(told.code, 0, "{line}");
        assert!(told.err.contains("invoice"), "{}", told.err);
    }
    books.is_idle();
    // Put on it between the look and the change.
    let books = Books::new();
    books.log("9:00-10:00", "dns");
    books.sync(0);
    let remote = books.only();
    books.tt("edit 1 -m other").exits(0);
    books.fake.invoice(remote);
    let report = books.sync(4);
    assert_eq!(report["created"], 0, "{report}");
    assert_eq!(books.notes(), ["dns"]);
}

#[test]
fn whether_it_is_invoiced_is_unknown_without_the_scope() {
    let options = Options {
        create_needs_sales_invoices: false,
        ..Options::default()
    };
    let books = Books::with(options, "");
    let token = books.fake.token_with(&["time_entries", "settings"]);
    books.config(&token, "");
    books.log("9:00-10:00", "dns");
    assert_eq!(books.sync(0)["created"], 1);
    assert_eq!(books.entries()[0]["status"], "open");
    let told = books.tt("edit 1 -m other").exits(0);
    assert!(
        told.err.contains("on an invoice cannot be seen")
            || told.out.contains("on an invoice cannot be seen"),
        "{} {}",
        told.out,
        told.err
    );
    assert_eq!(books.sync(0)["updated"], 1);
    books.is_idle();
}

#[test]
fn the_documented_dialect_has_an_invoice_detail() {
    let options = Options {
        documented: true,
        ..Options::default()
    };
    let books = Books::with(options, "dialect = \"documented\"");
    let detail = "500000000000000099";
    books
        .tt(&format!(
            "log yesterday 9:00-10:00 --client {TULP} --detail {detail} -m dns"
        ))
        .exits(0);
    books.sync(0);
    assert_eq!(books.writes()[0].1["detail_id"], detail);
    // Which the published schema no longer knows: the only thing it minds.
    assert_eq!(
        books.fake.schema_errors(),
        ["POST /time_entries.json: unknown field time_entry.detail_id"]
    );
    assert_eq!(id(&books.held()[0]), books.only());
    books.fake.clear_requests();
    books.is_idle();
}
