use super::{COLUMNS, Records, harmless};
use crate::domain::entry::Entry;
use crate::report::Item;
use crate::report::render::{Sheet, json};
use crate::report::sample::{breach, entry, here, link};

fn written(entries: &[Entry]) -> String {
    let mut out = Vec::new();
    let mut records = Records::new(&mut out);
    records.begin().unwrap();
    for entry in entries {
        let link = link(entry);
        records
            .entry(&Item::stored(entry, Some(&link)), &here())
            .unwrap();
    }
    records.end().unwrap();
    drop(records);
    String::from_utf8(out).unwrap()
}

#[test]
fn columns_are_the_keys_of_json_in_order() {
    let mut out = Vec::new();
    let entry = entry(1, 0, 60);
    json::value(
        &mut out,
        &json::Entry::of(&Item::stored(&entry, None), &here()),
    )
    .unwrap();
    let text = String::from_utf8(out).unwrap();
    let mut from = 0;
    for column in COLUMNS {
        let key = match column {
            "charge_to_kind" => "\"charge_to\":{\"kind\":".to_owned(),
            "charge_to_ref" => "\"ref\":".to_owned(),
            column => format!("\"{column}\":"),
        };
        let at = text[from..].find(&key);
        from += at.unwrap_or_else(|| panic!("{key} is not next in {}", &text[from..]));
    }
    let n_keys = serde_json::from_str::<serde_json::Map<_, _>>(&text)
        .unwrap()
        .len();
    assert_eq!(n_keys + 1, COLUMNS.len());
}

#[test]
fn a_record_an_entry() {
    let mut one = entry(12, 0, 90);
    one.content.note = Some("said \"no\", left\nsecond line".to_owned());
    one.content.tags = ["a".to_owned(), "b".to_owned()].into();
    one.warnings = vec![breach("r", "note", "too short"), breach("r", "note", "odd")];
    one.content.extra.internal = Some(true);
    let text = written(&[one.clone(), entry(13, 120, 30)]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().unwrap().clone();
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), 2);
    let cell = |name: &str| &records[0][head.iter().position(|column| column == name).unwrap()];
    for (name, value) in [
        ("id", "12"),
        ("profile", "work"),
        ("backend", "connectwise"),
        ("charge_to_kind", "ticket"),
        ("charge_to_ref", "54321"),
        ("project", ""),
        ("start", "2026-11-22T09:00:00+01:00"),
        ("worked_seconds", "5400"),
        ("note", "said \"no\", left\nsecond line"),
        ("tags", "a,b"),
        ("running", "false"),
        ("warnings", "too short; odd"),
        ("extra", "{\"internal\":true}"),
        ("updated_at", "2026-11-22T10:30:00+01:00"),
    ] {
        assert_eq!(cell(name), value, "{name}");
    }
    assert!(text.contains("\"said \"\"no\"\", left\nsecond line\""));
}

#[test]
fn what_begins_like_a_formula_gets_an_apostrophe() {
    for (raw, cell) in [
        ("plain", "plain"),
        ("a=1", "a=1"),
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"),
        ("\u{a0}=1", "'\u{a0}=1"),
        ("\t=1", "' =1"),
        ("\tx", "' x"),
        ("\rx", "'␍x"),
        ("＝1", "'＝1"),
        ("'=1", "'=1"),
        ("a\u{1b}[31m\nb", "a␛[31m\nb"),
        ("", ""),
    ] {
        assert_eq!(harmless(raw), cell, "{raw:?}");
    }
}
