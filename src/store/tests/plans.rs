//! Which indexes the statements go by: what a list costs hangs on what it shows.

use super::*;
use crate::domain::ids::EntryId;
use crate::store::{Filter, Running, facts, glance, linked, pages, prompt, view};

#[test]
fn a_million_entries_are_not_read_for_a_few() {
    let (_folder, store) = fresh();
    let by_at = "SEARCH e USING INDEX entries_at";
    let by_open = "l USING INDEX links_open";
    let by_odd = "e USING INDEX entries_odd";
    let page = |filter: &Filter, newest_first| pages::Query::of(filter).sql(newest_first);
    let day = NaiveDate::from_ymd_opt(2026, 11, 20);
    let everything = Filter::default();
    let narrow = Filter {
        from_date: day,
        to_date: day,
        without_profile: true,
        status: vec![Status::Open],
        origin: Some(Origin::Local),
        target_kind: Some(TargetKind::Ticket),
        target: Some("54321".to_owned()),
        search: Some("mail".to_owned()),
        running: Some(Running::Only),
        ..Filter::default()
    };
    let these = Filter {
        ids: Some(vec![EntryId(1)]),
        ..Filter::default()
    };
    let of_profile = Filter {
        profile: Some("work".to_owned()),
        removed: true,
        ..Filter::default()
    };
    let [oldest, newest, within, of_profile, these] = [
        page(&everything, false),
        page(&everything, true),
        page(&narrow, false),
        page(&of_profile, true),
        page(&these, false),
    ];
    let cases: [(&str, &[&str]); 19] = [
        (&oldest, &[by_at, "SEARCH l USING PRIMARY KEY"]),
        (&newest, &[by_at, "SEARCH l USING PRIMARY KEY"]),
        (&within, &[by_at, "SEARCH l USING PRIMARY KEY"]),
        (&of_profile, &[by_at, "SEARCH l USING PRIMARY KEY"]),
        (&these, &["SEARCH e USING INTEGER PRIMARY KEY"]),
        (linked::DUE, &[by_open, "(profile=? AND entry>?)"]),
        (linked::UNSETTLED, &[by_open]),
        (linked::PENDING, &[by_open]),
        (linked::LINKED, &[by_at, "SEARCH l USING PRIMARY KEY"]),
        (view::TIMERS, &[by_odd]),
        (view::FOR_A_PERSON, &["e USING INDEX entries_person"]),
        (prompt::OPEN, &[by_open]),
        (prompt::PERSON, &["e USING INDEX entries_person"]),
        (facts::BUSY, &[by_at, by_odd]),
        (
            glance::ITEMS_BY_ID,
            &["PRIMARY KEY (profile=? AND kind=? AND id>? AND id<?)"],
        ),
        (
            glance::ITEMS_BY_CODE,
            &["catalog_code (profile=? AND kind=? AND code>? AND code<?)"],
        ),
        (
            glance::ITEMS_BY_NAME,
            &["catalog_name (profile=? AND kind=? AND name>? AND name<?)"],
        ),
        (
            glance::ITEMS_NEWEST,
            &["PRIMARY KEY (profile=? AND kind=?)"],
        ),
        (
            glance::NUMBERED,
            &["SEARCH e USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"],
        ),
    ];
    for (sql, steps) in cases {
        let mut explain = store
            .conn
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .unwrap();
        let nothing = vec![rusqlite::types::Null; explain.parameter_count()];
        let plan: Vec<String> = explain
            .query_map(rusqlite::params_from_iter(nothing), |row| row.get(3))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let plan = plan.join("\n");
        for step in steps {
            assert!(plan.contains(step), "{step} is not in\n{plan}");
        }
        let sorts = plan.contains("TEMP B-TREE FOR ORDER BY");
        let may_sort = sql == linked::PENDING || sql == these;
        assert!(!sorts || may_sort, "sorts:\n{plan}");
    }
}
