//! Lists of entries: filters, what is passed over, pages, totals.

use super::*;

/// An entry of the owner at that hour of 2026-03-02, UTC.
fn planted(fake: &Fake, hour: u32, more: Value) -> i64 {
    let mut entry = json!({"started_at": format!("2026-03-02T{hour:02}:00:00Z"), "duration": 600});
    let map = entry.as_object_mut().unwrap();
    map.extend(more.as_object().unwrap().clone());
    fake.add_entry(&entry)
}

#[test]
fn the_newest_comes_first_whatever_sort_is_asked_for() {
    let (fake, api) = fake();
    let [b, c, a] = [10, 12, 8].map(|hour| planted(&fake, hour, json!({})));
    assert_eq!(api.ids(""), [c, b, a]);
    assert_eq!(api.ids("sort=started_at"), [c, b, a]);
    fake.set_options(|o| o.order = Order::OldestFirst);
    assert_eq!(api.ids(""), [a, b, c]);
    fake.set_options(|o| o.order = Order::Scrambled);
    assert_eq!(api.ids("").len(), 3);
    assert_eq!(api.ids(""), api.ids(""));
}

#[test]
fn each_filter_narrows_as_it_says() {
    let (fake, api) = fake();
    let nine = planted(
        &fake,
        9,
        json!({"client_id": LOVELACE, "project_id": ENGINE, "billable": false}),
    );
    let ten = planted(&fake, 10, json!({"client_id": BABBAGE, "billed": true}));
    let gone = planted(&fake, 11, json!({"active": false}));
    let running = planted(
        &fake,
        12,
        json!({"is_logged": false, "duration": null, "timer": {}}),
    );
    let hers = planted(&fake, 13, json!({"identity_id": GRACE}));
    planted(&fake, 14, json!({"_business": SIDE}));
    for (query, wanted) in [
        ("", vec![ten, nine]),
        // Both ends belong to it; a day is its first moment.
        (
            "started_from=2026-03-02T09:00:00Z&started_to=2026-03-02T10:00:00Z",
            vec![ten, nine],
        ),
        ("started_from=2026-03-02T09:00:01Z", vec![ten]),
        ("started_to=2026-03-02T09:59:59Z", vec![nine]),
        ("started_from=2026-03-03", vec![]),
        ("client_id=55012", vec![nine]),
        ("project_id=81234", vec![nine]),
        ("billable=false", vec![nine]),
        ("billed=true", vec![ten]),
        ("include_deleted=true", vec![gone, ten, nine]),
        ("include_unlogged=true", vec![running, ten, nine]),
        ("team=true", vec![hers, ten, nine]),
        ("identity_id=700200", vec![]),
        ("identity_id=700200&team=true", vec![hers]),
        ("identity_id=700100&team=true", vec![ten, nine]),
    ] {
        assert_eq!(api.ids(query), wanted, "{query}");
    }
    assert_eq!(fake.schema_errors(), [""; 0]);
    let grace = api.as_(&fake.token_of(GRACE));
    assert_eq!(grace.ids("team=true"), [hers]);
    assert_eq!(grace.ids("identity_id=700100&team=true"), [0; 0]);
}

#[test]
fn what_is_no_filter_is_passed_over_without_a_word() {
    let (fake, api) = fake();
    let all = [planted(&fake, 9, json!({"service_id": CONSULTING}))];
    for query in [
        "search[client_id]=1",
        "startedFrom=2030-01-01T00:00:00Z",
        "service_id=1",
        "task_id=1",
        "active=false",
    ] {
        fake.clear_requests();
        assert_eq!(api.ids(query), all, "{query}");
        assert!(fake.schema_errors()[0].contains("unknown query parameter"));
    }
    fake.set_options(|o| (o.filters_more, o.filters_project) = (true, false));
    assert_eq!(api.ids("service_id=1"), [0; 0]);
    assert_eq!(api.ids("active=false"), [0; 0]);
    assert_eq!(api.ids("project_id=1"), all);
}

#[test]
fn a_bad_value_is_422_with_its_name() {
    let (_fake, api) = fake();
    let reply = api.get(&format!("{ENTRIES}?updated_since=2026"));
    let words = "Input should be a valid datetime or date, input is too short";
    answered(
        &reply,
        422,
        &json!({"errno": 2001, "error": {"updated_since": words}}),
    );
    let reply = api.get(&format!(
        "{ENTRIES}?billed=maybe&client_id=x&started_to=now"
    ));
    refused(&reply, &["billed", "client_id", "started_to"]);
    refused(&api.get(&format!("{ENTRIES}?per_page=0")), &["per_page"]);
    refused(&api.get(&format!("{ENTRIES}?page=x")), &["page"]);
}

#[test]
fn changes_are_found_though_no_entry_shows_when_it_was_changed() {
    let (fake, api) = fake();
    let [a, b] = [9, 10].map(|hour| planted(&fake, hour, json!({})));
    fake.advance(60);
    assert_eq!(api.ids("updated_since=2026-03-04T12:00:00Z"), [b, a]);
    fake.edit(a, |row| row["note"] = json!("x"));
    assert_eq!(api.ids("updated_since=2026-03-04T12:00:30Z"), [a]);
    let sent = body(|_| {});
    api.call("PUT", &format!("{ENTRIES}/{b}"), &sent);
    assert_eq!(api.ids("updated_since=2026-03-04T12:00:30Z").len(), 2);
    fake.advance(60);
    api.call("DELETE", &format!("{ENTRIES}/{a}"), &Value::Null);
    assert_eq!(
        api.ids("updated_since=2026-03-04T12:01:30Z&include_deleted=true"),
        [a]
    );
}

#[test]
fn pages_end_and_the_totals_count_them_all() {
    let (fake, api) = fake();
    let meta = |query: &str| api.get(&format!("{ENTRIES}?{query}")).json()["meta"].clone();
    let empty = meta("");
    assert_eq!(
        (&empty["pages"], &empty["per_page"]),
        (&json!(0), &json!(0))
    );
    let mut all: Vec<i64> = (0..31)
        .map(|i| planted(&fake, i % 24, json!({"billable": i > 0})))
        .collect();
    let (first, second) = (api.ids(""), api.ids("page=2"));
    assert_eq!((first.len(), second.len()), (30, 1));
    assert_eq!(api.ids("page=0"), first);
    assert!(api.ids("page=3").is_empty());
    let mut seen = [first, second].concat();
    seen.sort_unstable();
    all.sort_unstable();
    assert_eq!(seen, all);
    let page = meta("per_page=10&page=4");
    assert_eq!(page["total"], 31);
    assert_eq!(page["pages"], 4);
    assert_eq!(page["total_logged"], 31 * 600);
    assert_eq!(page["total_unbilled"], 30 * 600);
    assert_eq!(meta("per_page=500")["per_page"], 100);
    fake.set_options(|o| o.per_page = PerPage::Refused);
    refused(&api.get(&format!("{ENTRIES}?per_page=101")), &["per_page"]);
    assert_eq!(meta("per_page=100")["per_page"], 100);
}

#[test]
fn the_total_may_count_what_is_not_there() {
    let (fake, api) = fake();
    for hour in 8..12 {
        planted(&fake, hour, json!({"identity_id": GRACE}));
    }
    planted(&fake, 8, json!({}));
    fake.set_options(|o| o.counts_unseen = true);
    let list = api.get(&format!("{ENTRIES}?per_page=1&page=2")).json();
    assert_eq!(list["meta"]["pages"], 5);
    assert_eq!(list["time_entries"], json!([]));
}

#[test]
fn words_are_looked_for_in_notes() {
    let (fake, api) = fake();
    let plan = planted(&fake, 9, json!({"note": "Draft plan"}));
    planted(&fake, 10, json!({"note": "Review"}));
    let path = format!(
        "{ENTRIES}/search?q={}&useSearchEndpoint=true&sort=-started_at",
        encode("PLAN")
    );
    let rows = api.get(&path).json();
    assert_eq!(rows["time_entries"][0]["id"], plan);
    assert_eq!(rows["meta"]["total"], 1);
    assert_eq!(fake.schema_errors(), [""; 0]);
}
