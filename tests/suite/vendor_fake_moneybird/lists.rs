//! The list of time entries: its filter, its words, its pages.

use super::*;
use crate::support::vendor::moneybird::seed::{INVOICE, JANSEN, SUPPORT};

/// Puts an entry of an hour in, at that instant.
fn put(fake: &Fake, start: &str, change: impl FnOnce(&mut Value)) -> String {
    let began = chrono::DateTime::parse_from_rfc3339(start).unwrap();
    let mut entry = json!({
        "user_id": seed::id(NOOR), "contact_id": seed::id(TULP), "project_id": seed::id(SITE),
        "started_at": start, "ended_at": (began + chrono::Duration::hours(1)).to_rfc3339(),
        "description": "Work",
    });
    change(&mut entry);
    let id = fake.add(&entry);
    // As the wire has it.
    fake.edit(id, |e| {
        for key in ["started_at", "ended_at"] {
            if let Some(at) = e[key].as_str() {
                let at = chrono::DateTime::parse_from_rfc3339(at).unwrap().to_utc();
                e[key] = json!(at.format("%Y-%m-%dT%H:%M:%S.000Z").to_string());
            }
        }
    });
    seed::id(id)
}

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}

#[test]
fn without_a_filter_it_is_this_year_and_with_any_it_is_everything() {
    let (fake, api) = fake();
    let old = put(&fake, "2025-06-01T08:00:00Z", |_| {});
    let new = put(&fake, "2026-02-01T08:00:00Z", |_| {});
    assert_eq!(ids(&api.get(ENTRIES)), std::slice::from_ref(&new));
    assert_eq!(
        sorted(api.ids("state:all")),
        sorted(vec![old.clone(), new.clone()])
    );
    assert_eq!(api.ids("state:all,period:prev_year"), [old]);
    fake.set_options(|o| o.keeps_default_period = true);
    assert_eq!(api.ids("state:all"), [new]);
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn each_period_has_its_days() {
    let (fake, api) = fake();
    // Today is Wednesday the fourth of March 2026.
    let days = [
        "2025-01-01",
        "2025-10-01",
        "2025-12-31",
        "2026-01-01",
        "2026-02-22",
        "2026-02-23",
        "2026-03-01",
        "2026-03-02",
        "2026-03-08",
        "2026-03-09",
        "2026-03-15",
        "2026-04-30",
        "2026-07-01",
        "2027-01-01",
    ];
    for day in days {
        put(&fake, &format!("{day}T12:00:00Z"), |e| {
            e["description"] = json!(day)
        });
    }
    for (period, wanted) in [
        ("this_week", "2026-03-02 2026-03-08"),
        ("prev_week", "2026-02-23 2026-03-01"),
        ("next_week", "2026-03-09 2026-03-15"),
        (
            "this_month",
            "2026-03-01 2026-03-02 2026-03-08 2026-03-09 2026-03-15",
        ),
        ("prev_month", "2026-02-22 2026-02-23"),
        ("next_month", "2026-04-30"),
        ("next_quarter", "2026-04-30"),
        ("prev_quarter", "2025-10-01 2025-12-31"),
        (
            "this_quarter",
            "2026-01-01 2026-02-22 2026-02-23 2026-03-01 2026-03-02 2026-03-08 2026-03-09 2026-03-15",
        ),
        ("prev_year", "2025-01-01 2025-10-01 2025-12-31"),
        ("next_year", "2027-01-01"),
        ("202510..202601", "2025-10-01 2025-12-31 2026-01-01"),
        ("20260301..20260302", "2026-03-01 2026-03-02"),
        ("20260302..20260302", "2026-03-02"),
    ] {
        let path = format!("{ENTRIES}?filter=period%3A{period}&per_page=100");
        let rows = api.get(&path).json();
        let rows = rows.as_array().unwrap().iter();
        let found = sorted(
            rows.map(|r| r["description"].as_str().unwrap().to_owned())
                .collect(),
        );
        assert_eq!(found.join(" "), wanted, "{period}");
    }
    assert_eq!(api.ids("period:this_year").len(), 10);
    // A financial year from July: the current one began last summer.
    fake.set_options(|o| o.year_begins = 7);
    assert_eq!(api.ids("period:this_year").len(), 11);
    assert_eq!(api.ids("period:next_year").len(), 2);
}

#[test]
fn what_is_no_period_is_400() {
    let (_fake, api) = fake();
    for filter in [
        "period:201301",
        "period:20130101",
        "period:2013",
        "period:last_year",
        "period:this_day",
        "period:201313..201401",
        "period:20130101..201302",
        "period:20130201..20130101",
        "period:",
        "period",
        "day:20260302",
        "day:2026-13-01",
        "state:closed",
        "state:",
        "state:open|closed",
        "include_active:yes",
        "colour:red",
    ] {
        let reply = api.get(&format!("{ENTRIES}?filter={}", encode(filter)));
        assert_eq!(reply.status, 400, "{filter}");
        assert!(reply.json()["error"].is_string());
    }
}

#[test]
fn days_are_the_administration_s() {
    let (fake, api) = fake();
    let late = put(&fake, "2026-03-02T23:30:00Z", |_| {});
    assert_eq!(api.ids("day:2026-03-03"), std::slice::from_ref(&late));
    assert_eq!(api.ids("day:2026-03-02"), [""; 0]);
    assert_eq!(
        api.ids("period:20260303..20260303"),
        std::slice::from_ref(&late)
    );
    assert_eq!(api.ids("day:2026-03-03,period:20260302..20260302"), [""; 0]);
    fake.set_options(|o| o.filter_zone = chrono_tz::UTC);
    assert_eq!(api.ids("day:2026-03-02"), [late]);
}

#[test]
fn states_are_joined_by_a_pipe() {
    let (fake, api) = fake();
    let open = put(&fake, "2026-03-02T08:00:00Z", |_| {});
    let free = put(&fake, "2026-03-02T09:00:00Z", |e| {
        e["billable"] = json!(false)
    });
    let done = put(&fake, "2026-03-02T10:00:00Z", |e| {
        e["sales_invoice_id"] = json!(seed::id(INVOICE));
    });
    let all = sorted(vec![open.clone(), free.clone(), done]);
    assert_eq!(api.ids("state:open"), std::slice::from_ref(&open));
    assert_eq!(api.ids("state:non_billable"), std::slice::from_ref(&free));
    assert_eq!(
        sorted(api.ids("state:open|non_billable")),
        sorted(vec![open, free])
    );
    assert_eq!(sorted(api.ids("state:all")), all);
    assert_eq!(sorted(api.ids("state:open|all")), all);
}

#[test]
fn people_projects_and_what_runs() {
    let (fake, api) = fake();
    let plain = put(&fake, "2026-03-02T08:00:00Z", |_| {});
    let other = put(&fake, "2026-03-02T09:00:00Z", |e| {
        e["contact_id"] = json!(seed::id(JANSEN));
        e["project_id"] = json!(seed::id(SUPPORT));
        e["user_id"] = json!(seed::id(SEM));
    });
    let nobody = put(&fake, "2026-03-02T10:00:00Z", |e| {
        e["contact_id"] = Value::Null
    });
    let runs = put(&fake, "2026-03-02T11:00:00Z", |e| {
        e["ended_at"] = Value::Null
    });
    let found = |filter: &str| sorted(api.ids(filter));
    let all = |list: &[&String]| sorted(list.iter().map(|s| (*s).clone()).collect());
    let (tulp, noor) = (seed::id(TULP), seed::id(NOOR));
    assert_eq!(found(&format!("contact_id:{tulp}")), all(&[&plain]));
    assert_eq!(
        found(&format!("contact_id:{tulp},include_nil_contacts:true")),
        all(&[&plain, &nobody])
    );
    assert_eq!(found(&format!("user_id:{noor}")), all(&[&plain, &nobody]));
    assert_eq!(
        found(&format!("user_id:{noor},include_active:true")),
        all(&[&plain, &nobody, &runs])
    );
    assert_eq!(
        found(&format!("project_id:{}", seed::id(SUPPORT))),
        all(&[&other])
    );
    assert_eq!(
        found("state:all,include_active:false"),
        all(&[&plain, &other, &nobody])
    );
    fake.set_options(|o| o.hides_nil_contacts = true);
    assert_eq!(found("state:all"), all(&[&plain, &other]));
    assert_eq!(
        found("include_nil_contacts:true"),
        all(&[&plain, &other, &nobody])
    );
}

#[test]
fn an_unknown_contact_or_user_in_a_filter_is_404() {
    let (fake, api) = fake();
    let get = |filter: &str| api.get(&format!("{ENTRIES}?filter={filter}"));
    for key in ["contact_id", "user_id"] {
        answered(
            &get(&format!("{key}:12")),
            404,
            &json!({"error": "record not found", "symbolic": {key: "not_found"}}),
        );
    }
    answered(&get("project_id:12"), 200, &json!([]));
    fake.set_options(|o| o.unknown_project_is_404 = true);
    assert_eq!(
        get("project_id:12").json()["symbolic"]["project_id"],
        "not_found"
    );
    fake.set_options(|o| o.ignores_unknown_filters = true);
    assert_eq!(get("colour:red").status, 200);
}

#[test]
fn words_are_looked_for_in_descriptions() {
    let (fake, api) = fake();
    let one = put(&fake, "2026-03-02T08:00:00Z", |e| {
        e["description"] = json!("Größe & Maß, 50%")
    });
    put(&fake, "2026-03-02T09:00:00Z", |_| {});
    let words = encode("größe & maß, 50%");
    assert_eq!(ids(&api.get(&format!("{ENTRIES}?query={words}"))), [one]);
    assert_eq!(ids(&api.get(&format!("{ENTRIES}?query=nothing"))), [""; 0]);
}

#[test]
fn pages_follow_each_other_by_the_link() {
    let (fake, api) = fake();
    for minute in 0..25 {
        put(&fake, &format!("2026-03-02T08:{minute:02}:00Z"), |_| {});
    }
    let filter = encode("period:20260301..20260331,state:all");
    let mut path = format!("{ENTRIES}?filter={filter}&per_page=10&page=1");
    let (mut seen, mut sizes) = (Vec::new(), Vec::new());
    loop {
        let reply = api.get(&path);
        let page = ids(&reply);
        sizes.push(page.len());
        seen.extend(page);
        assert_eq!(reply.header("x-total-count"), Some("25"));
        let links = reply.header("link").unwrap_or_default().to_owned();
        let next = links.split(", ").find(|l| l.ends_with("rel=\"next\""));
        let Some(next) = next else {
            assert!(links.ends_with("rel=\"prev\""));
            break;
        };
        let address = next.split(['<', '>']).nth(1).unwrap();
        let own = format!("{}{}", fake.url(), api.base);
        path = address.strip_prefix(&own).unwrap().to_owned();
    }
    assert_eq!(sizes, [10, 10, 5]);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 25);
    assert_eq!(
        ids(&api.get(&format!("{ENTRIES}?page=9&per_page=10"))),
        [""; 0]
    );
    // A page that is exactly full has no next one.
    assert_eq!(
        api.get(&format!("{ENTRIES}?per_page=25")).header("link"),
        None
    );
    fake.set_options(|o| (o.link_header, o.total_count) = (false, false));
    let bare = api.get(&format!("{ENTRIES}?per_page=10"));
    assert_eq!(
        (bare.header("link"), bare.header("x-total-count")),
        (None, None)
    );
    fake.set_options(|o| {
        o.link_header = true;
        o.link_base = Some("https://moneybird.example".to_owned());
        o.page_size = 7;
    });
    let reply = api.get(ENTRIES);
    assert_eq!(ids(&reply).len(), 7);
    assert!(
        reply
            .header("link")
            .unwrap()
            .starts_with("<https://moneybird.example/api/v2/")
    );
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn a_page_has_its_bounds() {
    let (fake, api) = fake();
    for size in ["101", "0", "-1", "x", ""] {
        answered(
            &api.get(&format!("{ENTRIES}?per_page={size}")),
            400,
            &json!({"error": "per_page does not have a valid value"}),
        );
    }
    assert_eq!(fake.schema_errors().len(), 5);
    for size in ["1", "100"] {
        assert_eq!(api.get(&format!("{ENTRIES}?per_page={size}")).status, 200);
    }
    assert_eq!(fake.schema_errors().len(), 5);
    for page in ["0", "-3"] {
        answered(
            &api.get(&format!("{ENTRIES}?page={page}")),
            400,
            &json!({"error": "Page is too small", "symbolic": {"page": "min"}}),
        );
    }
}

#[test]
fn no_order_is_promised() {
    let (fake, api) = fake();
    let made: Vec<String> = (0..6)
        .map(|hour| put(&fake, &format!("2026-03-02T0{hour}:00:00Z"), |_| {}))
        .collect();
    let newest: Vec<String> = made.iter().rev().cloned().collect();
    assert_eq!(api.ids("state:all"), newest);
    fake.set_options(|o| o.order = Order::OldestFirst);
    assert_eq!(api.ids("state:all"), made);
    fake.set_options(|o| o.order = Order::Scrambled);
    let once = api.ids("state:all");
    assert_eq!(api.ids("state:all"), once);
    assert!(once != made && once != newest);
    assert_eq!(sorted(once), sorted(made));
}
