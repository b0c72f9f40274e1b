//! Base, tokens and scopes, request limit.

use super::*;
use crate::support::vendor::moneybird::seed::ADMINISTRATION;

#[test]
fn the_list_of_administrations_needs_a_token_and_no_scope() {
    let (fake, mut api) = fake();
    api.base = "/api/v2".to_owned();
    let none = api.as_(&fake.token_with(&[]));
    let reply = none.get("/administrations.json");
    assert_eq!(reply.status, 200);
    let row = reply.json()[0].clone();
    assert_eq!(row["id"], seed::id(ADMINISTRATION));
    assert_eq!(row["time_zone"], "Europe/Amsterdam");
    assert_eq!(row["period_locked_until"], Value::Null);
    schema::check_object("moneybird", "Administration", &row).unwrap();
    assert_eq!(fake.requests()[0].operation, "/administrations.json");
    assert_eq!(api.as_("nonsense").get("/administrations.json").status, 401);
}

#[test]
fn the_suffix_may_be_missing_but_the_schema_notices() {
    let (fake, api) = fake();
    assert_eq!(api.get("/time_entries").status, 200);
    assert!(fake.schema_errors()[0].contains("no such operation"));
    for path in [
        "/time_entries.xml",
        "/nothing.json",
        "/time_entries/1/2.json",
    ] {
        assert_eq!(api.get(path).status, 404, "{path}");
    }
    let elsewhere = Api {
        base: "/api/v2/12".to_owned(),
        ..api
    };
    assert_eq!(elsewhere.get(ENTRIES).status, 404);
}

#[test]
fn a_wrong_token_is_401() {
    let (fake, api) = fake();
    for token in ["", "nonsense"] {
        answered(
            &api.as_(token).get(ENTRIES),
            401,
            &json!({"error": "Unauthorized"}),
        );
    }
    assert!(fake.revoke(&fake.token()));
    assert_eq!(api.get(ENTRIES).status, 401);
    assert!(!fake.revoke("nonsense"));
    let mut line = Line::open(&fake.url()).unwrap();
    let bare = format!("GET {}{ENTRIES} HTTP/1.1\r\nHost: x\r\n\r\n", api.base);
    line.send(bare.as_bytes()).unwrap();
    assert_eq!(line.reply().unwrap().status, 401);
}

#[test]
fn a_missing_scope_is_401_with_words() {
    let (fake, api) = fake();
    let invoices = "No access to sales_invoices or estimates";
    for (scopes, method, path, words) in [
        (
            "sales_invoices settings",
            "GET",
            ENTRIES,
            "No access to time_entries",
        ),
        ("time_entries", "POST", ENTRIES, invoices),
        (
            "time_entries sales_invoices",
            "GET",
            "/users.json",
            "No access to settings",
        ),
        (
            "time_entries sales_invoices",
            "GET",
            "/projects.json",
            "No access to settings",
        ),
        ("time_entries", "GET", "/contacts.json", invoices),
    ] {
        let scopes: Vec<&str> = scopes.split(' ').collect();
        let poor = api.as_(&fake.token_with(&scopes));
        let body = if method == "POST" {
            body(|_| {})
        } else {
            Value::Null
        };
        answered(
            &poor.call(method, path, &body),
            401,
            &json!({"error": words}),
        );
    }
    assert!(fake.entries().is_empty());
    for scope in [
        "estimates",
        "sales_invoices",
        "documents",
        "bank",
        "settings",
    ] {
        let one = api.as_(&fake.token_with(&[scope]));
        assert_eq!(one.get("/contacts.json").status, 200, "{scope}");
    }
    fake.set_options(|o| o.create_needs_sales_invoices = false);
    let narrow = api.as_(&fake.token_with(&["time_entries"]));
    assert_eq!(narrow.create(|_| {}).status, 201);
}

#[test]
fn a_token_for_reading_writes_nothing() {
    let (fake, api) = fake();
    let reader = api.as_(&fake.token_to_read());
    assert_eq!(reader.get(ENTRIES).status, 200);
    assert_eq!(reader.create(|_| {}).status, 403);
    fake.set_options(|o| o.read_only_status = 401);
    assert_eq!(reader.create(|_| {}).status, 401);
    assert!(fake.entries().is_empty());
}

#[test]
fn headers_say_seconds_where_requests_are_promised() {
    let (fake, api) = with(Options {
        rate_limit: Some(150),
        ..options()
    });
    let reply = api.get(ENTRIES);
    let header = |name: &str| reply.header(name).unwrap().parse::<i64>().unwrap();
    assert_eq!(header("RateLimit-Limit"), 150);
    assert_eq!(header("RateLimit-Remaining"), 300);
    assert_eq!(header("RateLimit-RequestsRemaining"), 149);
    assert_eq!(header("RateLimit-Reset"), NOW + 300);
    fake.set_options(|o| o.now = Some(NOW + 299));
    assert_eq!(api.get(ENTRIES).header("ratelimit-remaining"), Some("1"));
    fake.set_options(|o| o.rate_headers = false);
    assert_eq!(api.get(ENTRIES).header("ratelimit-limit"), None);
}

#[test]
fn too_many_requests_are_429_with_an_epoch_and_a_bare_string() {
    let (fake, api) = with(Options {
        rate_limit: Some(2),
        ..options()
    });
    api.get(ENTRIES);
    // A refused one counts too: the limit is for an address, not for a token.
    api.as_("nonsense").get(ENTRIES);
    let reply = api.create(|_| {});
    answered(&reply, 429, &json!("Retry later"));
    assert_eq!(reply.header("retry-after"), Some("1772625900"));
    assert_eq!(reply.header("ratelimit-requestsremaining"), Some("0"));
    assert!(fake.entries().is_empty());
    fake.set_options(|o| o.now = Some(NOW + 300));
    assert_eq!(api.create(|_| {}).status, 201);
}
