//! Families of addresses and identities, tokens and scopes, shapes of errors, rate limit.

use super::*;
use crate::support::vendor::freshbooks::routes;

const ME: &str = "/auth/api/v1/users/me";
const CLIENTS: &str = "/accounting/account/aB3dE/users/clients";

#[test]
fn operations_are_named_without_family_and_place() {
    for (path, name) in [
        (ME, Some("/users/me")),
        (ENTRIES, Some("/time_entries")),
        (
            "/timetracking/business/1/time_entries/5",
            Some("/time_entries/5"),
        ),
        ("/comments/business/1/timers", Some("/timers")),
        (
            "/comments/business/1/service/4/rate",
            Some("/service/4/rate"),
        ),
        ("/projects/business/1/project/5", Some("/project/5")),
        (CLIENTS, Some("/clients")),
        (
            "/accounting/account/aB3dE/projects/tasks/7",
            Some("/tasks/7"),
        ),
        // Mixed up: whole, so that the schema knows no such operation.
        (
            "/timetracking/business/aB3dE/time_entries",
            Some("/timetracking/business/aB3dE/time_entries"),
        ),
        (
            "/comments/business/1/time_entries",
            Some("/comments/business/1/time_entries"),
        ),
        (
            "/accounting/account/6001/users/clients",
            Some("/accounting/account/6001/users/clients"),
        ),
        ("/auth/oauth/token", None),
        ("/oauth/authorize/", None),
    ] {
        assert_eq!(routes::operation(path).as_deref(), name, "{path}");
    }
}

#[test]
fn the_wrong_kind_of_identity_is_404() {
    let (fake, api) = fake();
    for path in [
        "/timetracking/business/aB3dE/time_entries",
        "/timetracking/business/140130/time_entries",
        "/projects/business/aB3dE/projects",
        "/comments/business/7/services",
        "/timetracking/business/6001/projects",
        "/timetracking/business/6001/nothing",
        "/auth/api/v1/nobody",
    ] {
        not_found(&api.get(path));
    }
    for path in [
        "/accounting/account/6001/users/clients",
        "/accounting/account/null/users/clients",
        "/accounting/account/aB3dE/users/nothing",
    ] {
        let reply = api.get(path);
        assert_eq!(reply.status, 404, "{path}");
        assert_eq!(
            reply.json()["response"]["errors"][0]["errno"],
            1012,
            "{path}"
        );
    }
    // An account in which one is only a client.
    assert_eq!(
        api.get("/accounting/account/zQ9wT/users/clients").status,
        403
    );
    assert_eq!(api.call("POST", ME, &json!({})).status, 405);
    assert!(fake.schema_errors().len() >= 7);
}

#[test]
fn a_token_that_is_missing_wrong_revoked_or_old_is_401_in_the_familys_shape() {
    let (fake, api) = fake();
    let words = json!({
        "error": "unauthenticated",
        "error_description": "This action requires authentication to continue.",
    });
    for token in ["", "nonsense"] {
        answered(&api.as_(token).get(ENTRIES), 401, &words);
    }
    let other = api.as_(&fake.token_of(ADA));
    assert_eq!(other.get(ENTRIES).status, 200);
    assert!(fake.revoke(&other.token));
    assert!(!fake.revoke("nonsense"));
    answered(&other.get(ME), 401, &words);
    fake.advance(43_199);
    assert_eq!(api.get(ENTRIES).status, 200);
    fake.advance(1);
    answered(&api.get(ENTRIES), 401, &words);
    let errors = api.get(CLIENTS).json();
    assert_eq!(errors["response"]["errors"][0]["errno"], 1003);
    fake.set_options(|o| o.unauthorized = Unauthorized::Message);
    let body = api.get(ENTRIES).json();
    assert!(body.get("error").is_none() && body["message"].is_string());
    let fresh = api.as_(&fake.token_of(ADA));
    assert_eq!(fresh.get(ENTRIES).status, 200);
    fake.expire_tokens();
    assert_eq!(fresh.get(ENTRIES).status, 401);
}

#[test]
fn a_missing_scope_is_403() {
    let (fake, api) = fake();
    for (scope, path) in [
        ("user:profile:read", ME),
        ("user:time_entries:read", ENTRIES),
        ("user:projects:read", "/projects/business/6001/projects"),
        (
            "user:billable_items:read",
            "/comments/business/6001/services",
        ),
        (
            "user:billable_items:read",
            "/accounting/account/aB3dE/projects/tasks",
        ),
        ("user:clients:read", CLIENTS),
    ] {
        assert_eq!(
            api.as_(&fake.token_with(&[scope])).get(path).status,
            200,
            "{path}"
        );
        assert_eq!(
            api.as_(&fake.token_with(&[])).get(path).status,
            403,
            "{path}"
        );
    }
    let reader = api.as_(&fake.token_with(&["user:time_entries:read"]));
    let words = json!({"error": "You do not have access to this resource."});
    answered(&reader.create(|_| {}), 403, &words);
    assert!(fake.entries().is_empty());
}

#[test]
fn accounting_words_its_errors_in_two_ways() {
    let (fake, api) = fake();
    let path = format!("{CLIENTS}/134");
    let old = json!({"response": {"errors": [{
        "errno": 1012, "field": "userid", "message": "Client not found.", "object": "client",
        "value": "134",
    }]}});
    answered(&api.get(&path), 404, &old);
    fake.set_options(|o| o.newer_errors = true);
    let new = api.get(&path).json();
    assert_eq!(
        (&new["code"], &new["message"]),
        (&json!(5), &json!("Client not found."))
    );
    assert_eq!(new["details"][0]["reason"], "1012");
}

#[test]
fn an_error_may_come_with_success() {
    let (fake, api) = with(|o| o.disguised = vec![Family::Accounting, Family::Business]);
    let reply = api.get(&format!("{CLIENTS}/134"));
    assert_eq!(reply.status, 200);
    assert!(reply.json()["response"].get("result").is_none());
    let poor = api.as_(&fake.token_with(&[]));
    let reply = poor.get(CLIENTS);
    assert_eq!(reply.status, 200);
    assert_eq!(reply.json()["response"]["errors"][0]["errno"], 12_001);
    let reply = api.create(|e| e["duration"] = json!(-1));
    assert_eq!(reply.status, 200);
    assert_eq!(reply.json()["errno"], 2001);
    assert!(fake.entries().is_empty());
    assert_eq!(poor.get(ME).status, 403);
    assert_eq!(api.as_("").get(ENTRIES).status, 401);
}

#[test]
fn any_answer_can_be_put_into_its_mouth_once() {
    let (fake, api) = fake();
    let odd = json!({"error_type": "not_found", "message": "Gone."});
    fake.reply_once("POST", "/time_entries", 200, odd.clone());
    assert_eq!(api.get(ENTRIES).status, 200);
    answered(&api.create(|_| {}), 200, &odd);
    assert!(fake.entries().is_empty());
    api.made(|_| {});
}

#[test]
fn rate_headers_stand_on_every_answer() {
    let (fake, api) = fake();
    let reply = api.get(ME);
    let header = |name: &str| reply.header(name).unwrap().parse::<i64>().unwrap();
    assert_eq!(header("X-RateLimit-Limit"), 20);
    assert_eq!(header("X-RateLimit-Reset"), NOW + 60);
    assert_eq!((reply.status, header("Retry-After")), (200, 60));
    fake.set_options(|o| o.rate_headers = false);
    assert_eq!(api.get(ME).header("retry-after"), None);
}

#[test]
fn too_many_requests_are_429_for_the_rest_of_a_minute() {
    for headers in [true, false] {
        let (fake, api) = with(|o| (o.rate_limit, o.rate_headers) = (Some(2), headers));
        api.get(ENTRIES);
        api.get(ENTRIES);
        fake.advance(20);
        let reply = api.create(|_| {});
        assert_eq!(reply.status, 429);
        assert_eq!(reply.header("retry-after"), Some("40"));
        let named = |(n, _): &&(String, String)| n.eq_ignore_ascii_case("retry-after");
        assert_eq!(reply.headers.iter().filter(named).count(), 1);
        assert!(fake.entries().is_empty());
        fake.advance(40);
        assert_eq!(api.create(|_| {}).status, 200);
    }
}
