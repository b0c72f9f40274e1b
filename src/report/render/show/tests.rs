use super::*;
use crate::domain::charge::Reference;
use crate::domain::delivery::{Act, Attempt, Mailing, Outgoing};
use crate::domain::entry::Adjustment;
use crate::domain::ids::RemoteId;
use crate::domain::status::Status;
use crate::report::sample::{NINE, breach, entry, here, link};
use serde_json::json;

fn assert_lines(found: &str, expected: &[&str]) {
    let found: Vec<_> = found.lines().collect();
    assert_eq!(found, expected, "\n{}", found.join("\n"));
}

fn shown(item: Item<'_>) -> Shown<'_> {
    Shown {
        item,
        history: Vec::new(),
        billing: None,
    }
}

#[test]
fn an_entry_is_shown_field_by_field() {
    let entry = entry(12, 0, 50);
    assert_lines(
        &text(&[shown(Item::stored(&entry, None))], &here()),
        &[
            "Entry 12: owed",
            "  day             Sun 22 Nov 2026",
            "  time            09:00–09:50 (Europe/Amsterdam)",
            "  booked as       as a range",
            "  worked          50m",
            "  ticket          54321",
            "  note            Diagnosed email delivery issue. Identified blocked sender.",
            "  billable        no-default",
            "  billed          50m worked, rounded up to 15m = 1h billed (policy quarter)",
            "  status          open",
            "  profile         work",
            "  delivery        owed",
            "  origin          local",
            "  key             01a20244-e800-7707-8707-070707070707",
            "  booked          2026-11-22 10:30",
            "  changed         2026-11-22 10:30 (revision 1)",
        ],
    );
}

#[test]
fn everything_that_is_known_is_shown() {
    let mut entry = entry(12, 0, 90);
    entry.status = Status::Submitted;
    entry.content.deduct = 900;
    entry.content.project = Some(Reference::typed("Site B"));
    entry.content.client = Some(Reference {
        id: Some("7".into()),
        typed: "acme".into(),
        name: Some("Acme Ltd".into()),
    });
    entry.content.internal_note = Some("first\nsecond \u{202e}line".to_owned());
    entry.content.tags = ["vpn".to_owned(), "onsite".to_owned()].into();
    entry.content.extra.show_on_invoice = Some(false);
    entry.content.extra.offset_seconds = Some(-900);
    entry.held = vec![breach("tt/review", "worked_seconds", "13h is long")];
    entry.warnings = vec![breach("tt/overlap", "start", "overlaps 11")];
    entry.adjustments = vec![Adjustment {
        rule: "autotask/role".to_owned(),
        field: "work_role".to_owned(),
        from: Some("12".to_owned()),
        to: Some("81".to_owned()),
        message: "contract 77 excludes role 12, using 81".to_owned(),
        value: None,
    }];
    entry.unchecked = vec!["connectwise/ticket".to_owned()];
    let mut tie = link(&entry);
    tie.remote_id = Some(RemoteId("987".to_owned()));
    tie.attempt = Some(Box::new(Attempt {
        act: Act::Update,
        sent: Some(Outgoing {
            key: entry.key,
            revision: 1,
            content: entry.content.clone(),
            mailing: Mailing::default(),
            marked: false,
        }),
        revision: 1,
        sent_at: NINE + 6000,
        times: 1,
    }));
    tie.last_seen = Some(Box::new(Remote {
        id: RemoteId("987".to_owned()),
        key: None,
        keeps_key: false,
        content: entry.content.clone(),
        status: Status::Submitted,
        status_word: Some("PendingApproval".to_owned()),
        locked: true,
        reject_reason: None,
        changed_at: Some(NINE + 5500),
        sheet: Some("44".to_owned()),
        raw: [
            ("actualHours".to_owned(), json!(1.25)),
            ("notes".to_owned(), json!("a\u{1b}b")),
        ]
        .into(),
    }));
    let event = |action: &str, from, to| Event {
        at: NINE + 5400,
        who: "jdoe".to_owned(),
        action: action.to_owned(),
        entry: entry.id,
        from,
        to,
    };
    let shown = Shown {
        item: Item::stored(&entry, Some(&tie)),
        history: vec![
            event("log", None, Some(json!({"note": "x"}))),
            event(
                "edit",
                Some(json!({"note": "x", "date": "d"})),
                Some(json!({"note": "y\nz", "date": "d", "deduct": 900})),
            ),
        ],
        billing: Some(Billing {
            decided_by: "agreement".to_owned(),
            result: "do-not-bill".to_owned(),
            says: "billed as do-not-bill: the agreement \"Gold\" says so".to_owned(),
        }),
    };
    assert_lines(
        &text(&[shown], &here()),
        &[
            "Entry 12: submitted, unconfirmed",
            "  day             Sun 22 Nov 2026",
            "  time            09:00–10:30 (Europe/Amsterdam)",
            "  booked as       as a range",
            "  worked          1h 15m",
            "  deducted        15m",
            "  ticket          54321",
            "  project         Site B (not yet looked up)",
            "  client          acme (id 7) Acme Ltd",
            "  note            Diagnosed email delivery issue. Identified blocked sender.",
            "  internal note   first",
            "                  second <U+202E>line",
            "  tags            onsite, vpn",
            "  on the invoice  no",
            "  offset          -15m",
            "  billable        no-default",
            "  billed          1h 15m (policy quarter: nothing to round)",
            "  billing         billed as do-not-bill: the agreement \"Gold\" says so",
            "  status          submitted",
            "  profile         work",
            "  delivery        unconfirmed",
            "  origin          local",
            "  problem         13h is long (tt/review)",
            "  to do           look again (tt/review)",
            "  warning         overlaps 11 (tt/overlap)",
            "  adjusted        work role: 12 → 81",
            "                  contract 77 excludes role 12, using 81 (autotask/role)",
            "  not checked     connectwise/ticket",
            "  key             01a20244-e800-7707-8707-070707070707",
            "  booked          2026-11-22 10:30",
            "  changed         2026-11-22 10:30 (revision 1)",
            "On the service",
            "  tenant          acme",
            "  id              987",
            "  unconfirmed     update sent 2026-11-22 10:40, no answer",
            "  status          PendingApproval (submitted), locked",
            "  sheet           44",
            "  changed         2026-11-22 10:31",
            "  actualHours     1.25",
            "  notes           a␛b",
            "History",
            "  2026-11-22 10:30  jdoe  log",
            "  2026-11-22 10:30  jdoe  edit",
            "      deduct      nothing → 15m",
            "      note        x → y⏎z",
        ],
    );
}

#[test]
fn several_entries_are_set_apart() {
    let (one, two) = (entry(1, 0, 60), entry(2, 60, 60));
    let both = text(
        &[shown(Item::stored(&one, None)), shown(Item::planned(&two))],
        &here(),
    );
    assert!(both.starts_with("Entry 1: owed\n"), "{both}");
    assert!(both.contains("\n\nPlanned entry: owed\n"), "{both}");
}
