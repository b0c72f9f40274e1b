//! Catalog, tenants, pace, timesheets.

use super::*;
use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::rules::{Facts as _, Known, OnSheet};
use crate::store::{SheetRow, Store, Which};
use serde_json::json;

const ALL: Which<'_> = Which {
    query: None,
    inactive: true,
};

fn with(query: &str) -> Which<'_> {
    Which {
        query: Some(query),
        inactive: false,
    }
}

fn item(kind: CatalogKind, id: &str, code: Option<&str>, name: &str, active: bool) -> CatalogItem {
    CatalogItem {
        kind,
        id: id.to_owned(),
        code: code.map(str::to_owned),
        name: name.to_owned(),
        active,
        facts: [("rate".to_owned(), json!(1.5))].into(),
    }
}

fn filled() -> (TempDir, Store) {
    let (folder, mut store) = fresh();
    let types = CatalogKind::WorkTypes;
    let tickets = CatalogKind::Tickets;
    store
        .write(|tx| {
            tx.catalog_put(
                "work",
                &[
                    item(types, "1", None, "Remote", true),
                    item(types, "2", None, "On-site", true),
                    item(types, "3", None, "on-SITE", false),
                    item(types, "4", None, "Travel", true),
                    item(types, "5", None, "travel", true),
                    item(types, "6", None, "4", true),
                    item(
                        tickets,
                        "54321",
                        Some("T20261122.0042"),
                        "Mail is slow",
                        true,
                    ),
                ],
                NOW,
            )?;
            // The number that people see of one is the identity of another.
            tx.catalog_put(
                "work",
                &[
                    item(tickets, "7", Some("T20261122.0007"), "First", true),
                    item(tickets, "8", Some("7"), "Second", true),
                ],
                NOW,
            )?;
            tx.catalog_finish("work", types, NOW, true)?;
            tx.catalog_finish("work", tickets, NOW, true)
        })
        .unwrap();
    (folder, store)
}

fn ask(store: &Store, kind: CatalogKind, of: &Reference, later: i64) -> String {
    match store
        .view()
        .facts(NOW + later, 100)
        .catalog("work", kind, of)
        .unwrap()
    {
        Known::Item { item, stale } => format!("{} {stale}", item.id),
        Known::Absent { stale, nearest } => format!("absent {stale} {}", nearest.join("|")),
        Known::Ambiguous(names) => names.join("|"),
        Known::Unknown => "unknown".to_owned(),
    }
}

#[test]
fn a_reference_is_known_by_identity_then_code_then_name() {
    let (_folder, store) = filled();
    let types = CatalogKind::WorkTypes;
    let tickets = CatalogKind::Tickets;
    for (kind, typed, later, answer) in [
        (types, "1", 0, "1 false"),
        (types, "remote", 0, "1 false"),
        (types, "remote", 101, "1 true"),
        (types, "4", 0, "4 false"),
        (types, "on-site", 0, "2 false"),
        (types, "TRAVEL", 0, "Travel (4)|travel (5)"),
        (types, "Remot", 0, "absent false Remote"),
        (types, "Remote work", 101, "absent true "),
        (types, "zzz", 0, "absent false "),
        (tickets, "54321", 0, "54321 false"),
        (tickets, "#54321", 0, "54321 false"),
        (tickets, "t20261122.0042", 0, "54321 false"),
        (tickets, "mail is slow", 0, "54321 false"),
        (tickets, " #54321 ", 0, "54321 false"),
        (tickets, "7", 0, "8 false"),
        (tickets, "99", 0, "unknown"),
        (CatalogKind::WorkRoles, "x", 0, "unknown"),
    ] {
        assert_eq!(
            ask(&store, kind, &Reference::typed(typed), later),
            answer,
            "{typed}"
        );
    }
    assert_eq!(
        ask(&store, types, &Reference::known("2", None), 0),
        "2 false"
    );
    assert_eq!(
        ask(&store, types, &Reference::known("77", None), 0),
        "absent false "
    );
}

#[test]
fn a_whole_reading_forgets_what_it_did_not_meet() {
    let (_folder, mut store) = filled();
    let kind = CatalogKind::WorkTypes;
    let gone = store
        .write(|tx| {
            let fresh = item(kind, "1", None, "Remote", false);
            tx.catalog_put("work", &[fresh], NOW + 10)?;
            tx.catalog_finish("work", kind, NOW + 10, true)
        })
        .unwrap();
    assert_eq!(gone, 5);
    let view = store.view();
    let left = view.catalog_list("work", kind, &ALL, 10).unwrap();
    assert_eq!(left, [item(kind, "1", None, "Remote", false)]);
    assert_eq!(view.catalog_item("work", kind, "2").unwrap(), None);
    assert_eq!(
        view.freshness("work", kind).unwrap().unwrap().refreshed_at,
        NOW + 10
    );
    assert_eq!(view.freshness("home", kind).unwrap(), None);
    let tickets = view
        .catalog_list("work", CatalogKind::Tickets, &with("slow"), 10)
        .unwrap();
    assert_eq!(tickets.len(), 1, "other kinds stay");
    assert!(
        view.catalog_list("home", kind, &ALL, 10)
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_profile_is_bound_to_one_tenant() {
    let (_folder, mut store) = fresh();
    assert_eq!(store.view().tenant_of("work").unwrap(), None);
    store.write(|tx| tx.bind_tenant("work", "acme")).unwrap();
    store.write(|tx| tx.bind_tenant("work", "acme")).unwrap();
    let other = store
        .write(|tx| tx.bind_tenant("work", "globex"))
        .unwrap_err();
    assert!(matches!(other, StoreError::OtherTenant { .. }));
    assert_eq!(
        store.view().tenant_of("work").unwrap().as_deref(),
        Some("acme")
    );
}

#[test]
fn the_pace_outlives_a_run() {
    let (_folder, mut store) = fresh();
    for n in [1, 2] {
        store
            .write(|tx| tx.keep_pace("acme", &json!({"not_before": n})))
            .unwrap();
    }
    let view = store.view();
    assert_eq!(view.pace("acme").unwrap(), Some(json!({"not_before": 2})));
    assert_eq!(view.pace("globex").unwrap(), None);
    assert_eq!(view.id().unwrap().len(), 32);
}

fn sheet(id: &str, from: &str, to: &str, status: Status) -> SheetRow {
    SheetRow {
        profile: "work".to_owned(),
        remote_id: id.to_owned(),
        from: day(from),
        to: day(to),
        status,
        member: None,
        data: [("status_word".to_owned(), json!("Pending"))].into(),
    }
}

#[test]
fn sheets_are_replaced_within_the_days_that_were_pulled() {
    let (_folder, mut store) = fresh();
    let old = sheet("12", "2026-11-16", "2026-11-22", Status::Open);
    let other = sheet("11", "2026-11-09", "2026-11-15", Status::Approved);
    let days = |from, to| Some((day(from), day(to)));
    let put = |store: &mut Store, sheets: &[SheetRow], pulled| {
        store
            .write(|tx| tx.sheets_put("work", sheets, pulled))
            .unwrap();
    };
    put(
        &mut store,
        &[old.clone(), other.clone()],
        days("2026-11-09", "2026-11-22"),
    );
    let view = store.view();
    assert_eq!(view.all_sheets(None).unwrap(), [other.clone(), old.clone()]);
    assert_eq!(view.all_sheets(Some("at")).unwrap(), []);
    assert_eq!(view.sheet("work", "12").unwrap(), Some(old.clone()));
    assert_eq!(view.sheet("at", "12").unwrap(), None);
    assert_eq!(
        view.sheets("work", day("2026-11-22"), day("2026-11-30"))
            .unwrap(),
        std::slice::from_ref(&old)
    );
    // One sheet alone, read again: the others stay as they are.
    let later = SheetRow {
        status: Status::Submitted,
        ..old
    };
    put(&mut store, std::slice::from_ref(&later), None);
    let view = store.view();
    assert_eq!(view.all_sheets(None).unwrap(), [other.clone(), later]);
    // The newer period again, in which there is no sheet by now.
    put(&mut store, &[], days("2026-11-16", "2026-11-29"));
    assert_eq!(store.view().all_sheets(None).unwrap(), [other]);
    assert!(
        store
            .write(|tx| tx.sheets_put(
                "at",
                &[sheet("1", "2026-11-16", "2026-11-22", Status::Open)],
                None
            ))
            .is_err()
    );
}

#[test]
fn no_sheet_and_nothing_pulled_are_told_apart() {
    let (_folder, mut store) = fresh();
    let found = |store: &Store, date: &str| {
        let view = store.view();
        view.facts(0, 0).sheet("work", day(date)).unwrap()
    };
    assert_eq!(found(&store, "2026-11-20"), OnSheet::Unknown);
    let sheets = [
        sheet("12", "2026-11-16", "2026-11-22", Status::Open),
        sheet("13", "2026-11-22", "2026-11-22", Status::Submitted),
    ];
    store
        .write(|tx| {
            tx.sheets_put(
                "work",
                &sheets,
                Some((day("2026-11-09"), day("2026-11-22"))),
            )
        })
        .unwrap();
    assert_eq!(found(&store, "2026-11-10"), OnSheet::None);
    assert_eq!(found(&store, "2026-11-08"), OnSheet::Unknown);
    let OnSheet::At(at) = found(&store, "2026-11-16") else {
        panic!("no sheet");
    };
    assert_eq!((at.id.as_str(), at.status), ("12", Status::Open));
    assert_eq!(at.status_word.as_deref(), Some("Pending"));
    // Two cover the day: the one that stands in the way counts.
    assert!(matches!(found(&store, "2026-11-22"), OnSheet::At(at) if at.id == "13"));
}

#[test]
fn items_are_listed_and_counted_by_what_they_are_called() {
    let (_folder, store) = filled();
    let view = store.view();
    let types = CatalogKind::WorkTypes;
    for (kind, which, ids) in [
        (types, with("trav"), vec!["4", "5"]),
        (types, with("on-site"), vec!["2"]),
        (
            types,
            Which {
                inactive: true,
                ..with("on-site")
            },
            vec!["2", "3"],
        ),
        (types, with("%"), vec![]),
        (CatalogKind::Tickets, with("0042"), vec!["54321"]),
        (CatalogKind::Tickets, with("#54321"), vec!["54321"]),
    ] {
        let found = view.catalog_list("work", kind, &which, 10).unwrap();
        let found: Vec<_> = found.iter().map(|item| item.id.as_str()).collect();
        assert_eq!(found, ids, "{which:?}");
        let count = view.catalog_count("work", kind, &which).unwrap();
        assert_eq!(count, ids.len() as u64, "{which:?}");
    }
    assert_eq!(view.catalog_list("work", types, &ALL, 2).unwrap().len(), 2);
    assert_eq!(view.catalog_count("work", types, &ALL).unwrap(), 6);
    let meant = view.catalog_meant("work", types, "4").unwrap();
    assert_eq!(meant.len(), 2, "an identity and a name");
}

#[test]
fn codes_and_names_are_found_by_their_index() {
    let (_folder, store) = filled();
    for (sql, index) in [
        (crate::store::catalog::BY_CODE, "catalog_code"),
        (crate::store::catalog::BY_NAME, "catalog_name"),
    ] {
        let plan: String = store
            .conn
            .query_row(
                &format!("EXPLAIN QUERY PLAN {sql}"),
                ["work", "tickets", "x"],
                |row| row.get(3),
            )
            .unwrap();
        // All three columns of it, and not two.
        assert!(
            plan.contains(index)
                && plan.matches("=?").count() + plan.matches("<expr>").count() == 3,
            "{plan}"
        );
    }
}
