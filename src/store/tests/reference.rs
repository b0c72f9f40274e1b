//! Catalog, tenants, pace, timesheets.

use super::*;
use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::rules::{Facts as _, Known};
use crate::store::{Sheet, Which};
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
fn pace_and_sheets_outlive_a_run() {
    let (_folder, mut store) = fresh();
    let sheet = Sheet {
        profile: "work".to_owned(),
        remote_id: "12".to_owned(),
        from: day("2026-11-16"),
        to: day("2026-11-22"),
        status: Status::Open,
        member: None,
        data: [("hours".to_owned(), json!(8))].into(),
    };
    let later = Sheet {
        status: Status::Submitted,
        ..sheet.clone()
    };
    for sheet in [&sheet, &later] {
        store.write(|tx| tx.put_sheet(sheet)).unwrap();
    }
    store
        .write(|tx| tx.keep_pace("acme", &json!({"not_before": 1})))
        .unwrap();
    store
        .write(|tx| tx.keep_pace("acme", &json!({"not_before": 2})))
        .unwrap();
    let view = store.view();
    assert_eq!(view.pace("acme").unwrap(), Some(json!({"not_before": 2})));
    assert_eq!(view.pace("globex").unwrap(), None);
    assert_eq!(
        view.sheets("work", day("2026-11-22"), day("2026-11-30"))
            .unwrap(),
        [later]
    );
    assert!(
        view.sheets("work", day("2026-11-23"), day("2026-11-30"))
            .unwrap()
            .is_empty()
    );
    assert_eq!(view.id().unwrap().len(), 32);
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
