//! Questions: entries, names and reference data over a scripted wire.

use super::calls::{asked, backend, gone, me, ok, settings};
use super::*;
use crate::sync::backend::Wanted;

const ENTRIES_OF: &str = "GET /timetracking/business/6001/time_entries?";

fn page(rows: &[Value], page: u64, pages: u64) -> (u16, Value) {
    ok(
        json!({"time_entries": rows, "meta": {"total": 137, "per_page": 100, "page": page, "pages": pages}}),
    )
}

#[test]
fn every_filter_that_the_service_knows_leaves_by_its_name() {
    type Ask = fn(&mut RemoteQuery);
    let rows: [(Ask, &str); 11] = [
        (|_| {}, "team=true&include_unlogged=true&"),
        (
            |q| q.own = true,
            "identity_id=700100&include_unlogged=true&",
        ),
        (|q| q.running = Some(false), "team=true&"),
        (
            |q| q.running = Some(true),
            "team=true&include_unlogged=true&",
        ),
        (
            |q| q.member = Some(Wanted::Is(Reference::known("700200", None))),
            "team=true&identity_id=700200&include_unlogged=true&",
        ),
        (
            |q| {
                q.own = true;
                q.from = Some(1_772_442_000);
                q.to = Some(1_772_445_600);
            },
            "started_from=2026-03-02T09:00:00Z&started_to=2026-03-02T10:00:00Z&identity_id=700100&include_unlogged=true&",
        ),
        (
            |q| {
                q.first_day = chrono::NaiveDate::from_ymd_opt(2026, 3, 2);
                q.last_day = q.first_day;
            },
            "started_from=2026-03-01T10:00:00Z&started_to=2026-03-03T12:00:00Z&team=true&include_unlogged=true&",
        ),
        (
            |q| {
                q.client = Some(Wanted::Is(Reference::typed("55012")));
                q.project = Some(Wanted::Is(Reference::known("81234", None)));
            },
            "team=true&client_id=55012&project_id=81234&include_unlogged=true&",
        ),
        // None of these the service can tell apart.
        (
            |q| {
                q.client = Some(Wanted::None);
                q.service = Some(Wanted::Is(Reference::typed("1")));
                q.task = Some(Wanted::Is(Reference::typed("2")));
                q.search = Some("plan".into());
            },
            "team=true&include_unlogged=true&",
        ),
        (
            |q| (q.statuses, q.billable) = (vec![Status::Open], vec![Billable::Billable]),
            "team=true&billable=true&billed=false&include_unlogged=true&",
        ),
        (
            |q| (q.statuses, q.billable) = (vec![Status::Billed], vec![Billable::DoNotBill]),
            "team=true&billable=false&billed=true&include_unlogged=true&",
        ),
    ];
    for (ask, expected) in rows {
        let mut query = RemoteQuery::default();
        ask(&mut query);
        let (fb, script) = backend(vec![page(&[], 1, 0)]);
        fb.list(&query, &Page::default()).unwrap();
        assert_eq!(
            script.lines(),
            [format!("{ENTRIES_OF}{expected}per_page=100&page=1")]
        );
    }
}

#[test]
fn what_was_not_asked_for_is_left_out_again() {
    let early = with(|row| row["started_at"] = json!("2026-02-28T08:00:00Z"));
    // Its bound is inclusive, ours is not.
    let late = with(|row| row["started_at"] = json!("2026-03-08T00:00:00Z"));
    let other = with(|row| row["identity_id"] = json!(700_200));
    let gone = with(|row| row["active"] = json!(false));
    let runs = with(|row| (row["is_logged"], row["duration"]) = (json!(false), Value::Null));
    let rows = [early, late, other, gone, runs, row()];
    let query = RemoteQuery {
        from: Some(at("2026-03-01T00:00:00Z")),
        to: Some(at("2026-03-08T00:00:00Z")),
        own: true,
        running: Some(false),
        ..RemoteQuery::default()
    };
    let (fb, _) = backend(vec![page(&rows, 1, 2), page(&rows, 1, 1)]);
    let batch = fb.list(&query, &Page::default()).unwrap();
    let ids: Vec<_> = batch.items.iter().map(|it| it.id.0.as_str()).collect();
    assert_eq!(ids, ["910001"]);
    assert_eq!((batch.next.as_deref(), batch.total), (Some("2"), Some(137)));
    let running = RemoteQuery {
        running: Some(true),
        ..query
    };
    let found = fb.list(&running, &Page::default()).unwrap().items;
    assert_eq!(found.len(), 1);
    assert!(found[0].content.is_timer() && fb.runs(&found[0]));
}

#[test]
fn pages_end_where_the_service_says_or_with_an_empty_one() {
    let bare = |n: usize| ok(json!({"time_entries": vec![row(); n]}));
    for (answer, next) in [
        (page(&[row()], 1, 3), Some("2")),
        (page(&[row()], 3, 3), None),
        (page(&[], 1, 3), None),
        (bare(100), Some("2")),
        (bare(99), None),
    ] {
        let (fb, _) = backend(vec![answer]);
        let cursor = next.is_none().then(|| "3".to_owned());
        let at = Page { cursor, size: None };
        let batch = fb.list(&RemoteQuery::default(), &at).unwrap();
        assert_eq!(batch.next.is_some(), next.is_some());
    }
    let at = Page {
        cursor: fb_page(4),
        size: Some(1_000),
    };
    let (fb, script) = backend(vec![page(&[row()], 4, 9)]);
    let batch = fb.list(&RemoteQuery::default(), &at).unwrap();
    assert_eq!(batch.next.as_deref(), Some("5"));
    assert!(script.lines()[0].ends_with("per_page=100&page=4"));
    let (fb, _) = backend(vec![ok(json!({"meta": {}}))]);
    let error = fb.list(&RemoteQuery::default(), &Page::default());
    assert_eq!(error.unwrap_err().kind, ErrorKind::Protocol);
    let (fb, _) = backend(vec![gone()]);
    let error = fb.list(&RemoteQuery::default(), &Page::default());
    assert_eq!(error.unwrap_err().kind, ErrorKind::Misconfigured);
}

fn fb_page(number: u32) -> Option<String> {
    backend(vec![]).0.page_at(number)
}

#[test]
fn what_was_sent_is_found_by_what_it_says() {
    let twin = with(|row| {
        row["id"] = json!(910_000);
        row["created_at"] = json!("2026-03-02T16:00:00Z");
    });
    let others = [
        with(|row| row["note"] = json!("else")),
        with(|row| row["duration"] = json!(5_401)),
        with(|row| row["started_at"] = json!("2026-03-02T14:00:01Z")),
        with(|row| row["project_id"] = json!(5)),
        with(|row| row["service_id"] = json!(5)),
        with(|row| row["active"] = json!(false)),
        with(|row| row["identity_id"] = json!(5)),
    ];
    let mut rows = vec![row(), twin];
    rows.extend(others);
    let (fb, script) = backend(vec![page(&rows[..5], 1, 2), page(&rows[5..], 2, 2)]);
    let mut sent = content();
    sent.project = known("81234");
    sent.service = known("40021");
    sent.end = sent.end.map(|end| end + 600);
    sent.deduct = 600;
    let found = fb.find(&outgoing(sent)).unwrap();
    let ids: Vec<_> = found.iter().map(|it| it.id.0.as_str()).collect();
    assert_eq!(ids, ["910000", "910001"]);
    let asked =
        "started_from=2026-03-02T13:59:59Z&started_to=2026-03-02T14:00:01Z&identity_id=700100&";
    assert_eq!(
        script.lines()[0],
        format!("{ENTRIES_OF}{asked}per_page=100&page=1")
    );
}

fn resolved(fb: &FreshBooks, set: impl FnOnce(&mut Content)) -> Result<Content, BackendError> {
    let mut next = outgoing(content());
    set(&mut next.content);
    fb.resolve(&mut next)?;
    Ok(next.content)
}

fn clients(rows: &Value) -> (u16, Value) {
    ok(
        json!({"response": {"result": {"clients": rows, "page": 1, "pages": 1, "per_page": 100, "total": 1}}}),
    )
}

fn projects() -> (u16, Value) {
    ok(json!({"projects": [
        {"id": 81_234, "title": "Engine rebuild", "client_id": 55_012, "services": [{"id": 40_021, "name": "Consulting"}]},
        {"id": 81_235, "title": "Weaving", "client_id": null, "internal": true, "services": [{"id": 40_022, "name": "Consulting"}, {"id": 40_023, "name": "Punching"}]}
    ], "meta": {"page": 1, "pages": 1}}))
}

#[test]
fn clients_are_looked_up_once_by_organisation_then_by_person() {
    let acme = json!([{"id": 55_012, "organization": "Lovelace Ltd"}, {"id": 5, "organization": "Lovelace Ltd & Sons"}]);
    let person = json!([{"id": 55_013, "organization": "", "fname": "Lo", "lname": "Lace"}]);
    let answers = vec![me(), clients(&acme), clients(&json!([])), clients(&person)];
    let (fb, script) = backend(answers);
    for _ in 0..2 {
        let found = resolved(&fb, |it| it.client = Some(Reference::typed("lovelace ltd")));
        let client = found.unwrap().client.unwrap();
        assert_eq!(
            (client.number(), client.name.as_deref()),
            (Some("55012"), Some("Lovelace Ltd"))
        );
    }
    let found = resolved(&fb, |it| it.client = Some(Reference::typed("Lo Lace"))).unwrap();
    assert_eq!(found.client.unwrap().number(), Some("55013"));
    let lines = script.lines();
    assert!(
        lines[1].starts_with("GET /accounting/account/aB3dE/users/clients?search"),
        "{lines:?}"
    );
    assert_eq!(lines.len(), 4);
}

#[test]
fn a_business_without_an_account_has_no_names_of_clients_and_tasks() {
    let settings = || Settings {
        business: "6002".into(),
        ..settings()
    };
    let (fb, script) = asked(settings(), vec![me()]);
    for set in [
        (|it| it.client = Some(Reference::typed("Acme"))) as fn(&mut Content),
        |it| it.task = Some(Reference::typed("Design")),
    ] {
        let error = resolved(&fb, set).unwrap_err();
        assert!(matches!(error.kind, ErrorKind::Invalid(_)));
        assert!(error.message.contains("no account"), "{error}");
    }
    for kind in [CatalogKind::Clients, CatalogKind::Tasks] {
        let error = fb.catalog(kind, &Page::default()).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unsupported);
    }
    // Never the account of another role, which may be somebody else's.
    assert_eq!(script.lines().len(), 1);
    // Where it was named, it is used.
    let named = Settings {
        account: Some("Q9".into()),
        ..settings()
    };
    let (fb, script) = asked(named, vec![me(), clients(&json!([]))]);
    fb.catalog(CatalogKind::Clients, &Page::default()).unwrap();
    assert!(script.lines()[1].starts_with("GET /accounting/account/Q9/"));
}

#[test]
fn a_service_is_one_of_the_projects() {
    let weaving = ok(json!({"project": projects().1["projects"][1]}));
    let (fb, _) = backend(vec![projects(), weaving]);
    let found = resolved(&fb, |it| {
        it.project = Some(Reference::typed("weaving"));
        it.service = Some(Reference::typed("Consulting"));
    });
    let found = found.unwrap();
    assert_eq!(found.project.unwrap().number(), Some("81235"));
    assert_eq!(found.service.unwrap().number(), Some("40022"));
    // Without a project the list of the business, odd or empty, and then those of all.
    for listed in [
        ok(json!({"services": [], "meta": {"pages": 0}})),
        ok(json!({"result": {"services": {"7": {"id": 7, "name": "Other"}}}})),
        ok(json!({"odd": true})),
        gone(),
    ] {
        let (fb, _) = backend(vec![listed.clone(), projects()]);
        let found = resolved(&fb, |it| it.service = Some(Reference::typed("Punching")));
        assert_eq!(
            found.unwrap().service.unwrap().number(),
            Some("40023"),
            "{listed:?}"
        );
    }
    let listed = || ok(json!({"services": [], "meta": {"pages": 0}}));
    let (fb, _) = backend(vec![listed(), projects()]);
    let found = resolved(&fb, |it| it.service = Some(Reference::typed("Consulting")));
    let error = found.unwrap_err();
    assert!(error.message.contains("40021, 40022"), "{error}");
}

#[test]
fn unknown_names_are_refused_and_people_and_retainers_go_by_number() {
    let tasks = ok(json!({"response": {"result": {"tasks": [{"taskid": 3, "tname": "Design"}]}}}));
    let (fb, _) = backend(vec![me(), tasks, projects()]);
    let found = resolved(&fb, |it| it.task = Some(Reference::typed("design"))).unwrap();
    assert_eq!(found.task.unwrap().number(), Some("3"));
    for (set, field) in [
        (
            (|it| it.project = Some(Reference::typed("None"))) as fn(&mut Content),
            "project",
        ),
        (|it| it.member = Some(Reference::typed("Ada")), "member"),
        (
            |it| it.agreement = Some(Reference::typed("Gold")),
            "agreement",
        ),
    ] {
        let error = resolved(&fb, set).unwrap_err();
        assert_eq!(error.problem("x").field.as_deref(), Some(field));
        assert!(error.help.contains("tt catalog refresh"));
    }
    // What may not be seen is told so.
    let denied = (
        200,
        json!({"response": {"errors": [{"errno": 12001, "message": "You do not have access to clients."}]}}),
    );
    let (fb, _) = backend(vec![me(), denied]);
    let error = resolved(&fb, |it| it.client = Some(Reference::typed("Acme"))).unwrap_err();
    assert!(error.message.contains("cannot be looked up: "), "{error}");
}

#[test]
fn the_catalog_has_what_rules_ask_of_a_project() {
    let (fb, script) = backend(vec![projects()]);
    let batch = fb.catalog(CatalogKind::Projects, &Page::default()).unwrap();
    use crate::domain::catalog::names;
    let [engine, weaving] = batch.items.as_slice() else {
        panic!("{batch:?}")
    };
    assert_eq!(engine.text(names::CLIENT).as_deref(), Some("55012"));
    assert_eq!(
        engine.list(names::SERVICES, "id"),
        Some(vec!["40021".to_owned()])
    );
    assert_eq!(weaving.flag(names::INTERNAL), Some(true));
    assert_eq!(weaving.text(names::CLIENT), None);
    assert!(engine.active && weaving.active);
    assert_eq!(
        script.lines(),
        ["GET /projects/business/6001/projects?include%5B%5D=services&per_page=100&page=1"]
    );
    let bare = json!([{"id": 1, "title": "a", "active": false}, {"id": 2, "title": "b", "complete": true, "services": []}, {"title": "c"}]);
    let (fb, _) = backend(vec![ok(json!({"projects": bare}))]);
    let items = fb
        .catalog(CatalogKind::Projects, &Page::default())
        .unwrap()
        .items;
    assert_eq!(items.len(), 2);
    assert!(
        items
            .iter()
            .all(|it| !it.active && it.list(names::SERVICES, "id").is_none())
    );
}

#[test]
fn services_are_those_of_the_business_and_of_every_project() {
    let listed = ok(
        json!({"services": [{"id": 40_021, "name": "Consulting", "billable": true, "vis_state": 0}, {"id": 9, "name": "Old", "vis_state": 1}], "meta": {"page": 1, "pages": 1, "total": 2}}),
    );
    let (fb, script) = backend(vec![listed, projects()]);
    let mut page = Page::default();
    let mut items = Vec::new();
    loop {
        let batch = fb.catalog(CatalogKind::Services, &page).unwrap();
        items.extend(batch.items);
        match batch.next {
            Some(next) => page.cursor = Some(next),
            None => break,
        }
    }
    let ids: Vec<_> = items.iter().map(|it| (it.id.as_str(), it.active)).collect();
    let expected = [
        ("40021", true),
        ("9", false),
        ("40021", true),
        ("40022", true),
        ("40023", true),
    ];
    assert_eq!(ids, expected);
    assert!(script.lines()[0].starts_with("GET /comments/business/6001/services?"));
    // An odd list of the business is as good as none.
    let (fb, _) = backend(vec![ok(json!({"odd": 1}))]);
    let batch = fb.catalog(CatalogKind::Services, &Page::default()).unwrap();
    assert_eq!((batch.items.len(), batch.next.is_some()), (0, true));
}

#[test]
fn other_kinds_are_refused_unasked() {
    let (fb, script) = backend(vec![]);
    for kind in [
        CatalogKind::Tickets,
        CatalogKind::Members,
        CatalogKind::Agreements,
    ] {
        let error = fb.catalog(kind, &Page::default()).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unsupported);
    }
    assert!(script.sent().is_empty());
}
