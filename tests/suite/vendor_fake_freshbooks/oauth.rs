//! The only way in: a page, a code, tokens; refresh tokens are good for one use.

use super::*;

const REDIRECT: &str = "https://localhost/callback";
const TOKEN: &str = "/auth/oauth/token";
const FORM: &str = "application/x-www-form-urlencoded";

fn form(fake: &Fake, fields: &[(&str, &str)]) -> String {
    let app = fake.application();
    let own = [
        ("client_id", app.client_id.as_str()),
        ("client_secret", app.client_secret.as_str()),
        ("redirect_uri", REDIRECT),
    ];
    // What is given stands in the place of what is usual.
    let usual = own
        .iter()
        .filter(|(name, _)| !fields.iter().any(|(n, _)| n == name));
    let pairs = usual
        .chain(fields)
        .map(|(n, v)| format!("{n}={}", encode(v)));
    pairs.collect::<Vec<_>>().join("&")
}

fn post(fake: &Fake, path: &str, fields: &[(&str, &str)]) -> Reply {
    let api = Api {
        url: fake.url(),
        token: String::new(),
    };
    api.send("POST", path, FORM, &form(fake, fields)).unwrap()
}

fn refresh(fake: &Fake, token: &str) -> Reply {
    post(
        fake,
        TOKEN,
        &[("grant_type", "refresh_token"), ("refresh_token", token)],
    )
}

fn exchange(fake: &Fake, code: &str) -> Reply {
    post(
        fake,
        TOKEN,
        &[("grant_type", "authorization_code"), ("code", code)],
    )
}

fn address(fake: &Fake, more: &str) -> String {
    let id = fake.application().client_id;
    let redirect = encode(REDIRECT);
    format!("/oauth/authorize/?response_type=code&client_id={id}&redirect_uri={redirect}{more}")
}

/// The code in the address that a person pastes.
fn code(fake: &Fake, more: &str) -> String {
    let to = fake.consent(&address(fake, more)).unwrap();
    let query = to.split_once('?').unwrap().1;
    let code = query.split('&').find_map(|pair| pair.strip_prefix("code="));
    code.unwrap_or_else(|| panic!("{to}")).to_owned()
}

fn wrong(reply: &Reply, status: u16, error: &str) {
    assert_eq!(
        (reply.status, reply.json()["error"].as_str()),
        (status, Some(error)),
        "{}",
        text(reply)
    );
}

fn word(reply: &Reply, key: &str) -> String {
    assert_eq!(reply.status, 200, "{}", text(reply));
    reply.json()[key].as_str().unwrap().to_owned()
}

#[test]
fn the_page_sends_a_code_and_the_state_to_the_redirect() {
    let (fake, api) = fake();
    let reply = api.as_("").get(&address(&fake, "&state=a%20b"));
    assert_eq!(reply.status, 302);
    let to = reply.header("location").unwrap();
    assert!(
        to.starts_with("https://localhost/callback?code=code7hQx29"),
        "{to}"
    );
    assert!(to.ends_with("&state=a%20b"), "{to}");
    // The same by hand, whatever host the address names.
    let whole = format!("https://auth.example.test{}", address(&fake, "&state=x"));
    assert!(fake.consent(&whole).unwrap().ends_with("&state=x"));
    let wrong = address(&fake, "").replace("callback", "elsewhere");
    assert!(fake.consent(&wrong).is_err());
    assert!(
        fake.consent(&address(&fake, "&scope=user%3Ainvoices%3Aread"))
            .is_err()
    );
    fake.set_options(|o| o.denies = true);
    let to = fake.consent(&address(&fake, "&state=s")).unwrap();
    assert_eq!(to, "https://localhost/callback?error=access_denied&state=s");
}

#[test]
fn a_code_becomes_a_login_once_and_within_five_minutes() {
    let (fake, api) = fake();
    let first = code(
        &fake,
        "&scope=user%3Aprofile%3Aread%20user%3Atime_entries%3Aread",
    );
    let reply = exchange(&fake, &first);
    let body = reply.json();
    assert_eq!(body["token_type"], "Bearer");
    assert_eq!(body["expires_in"], 43_200);
    assert_eq!(body["created_at"], NOW);
    assert_eq!(body["scope"], "user:profile:read user:time_entries:read");
    assert!(body.get("id_token").is_some());
    let refresh_token = word(&reply, "refresh_token");
    assert_eq!(refresh_token.len(), 64);
    assert!(refresh_token.bytes().all(|b| b.is_ascii_hexdigit()));
    let own = api.as_(&word(&reply, "access_token"));
    assert_eq!(own.get(ENTRIES).status, 200);
    assert_eq!(own.create(|_| {}).status, 403);
    wrong(&exchange(&fake, &first), 400, "invalid_grant");
    let late = code(&fake, "");
    fake.advance(300);
    wrong(&exchange(&fake, &late), 400, "invalid_grant");
    for secret in [first, refresh_token, own.token] {
        assert!(fake.secrets().contains(&secret));
    }
}

#[test]
fn without_a_scope_it_is_what_the_application_has_and_json_will_do() {
    let (fake, api) = with(|o| o.more_in_tokens = false);
    let app = fake.application();
    let body = json!({
        "grant_type": "authorization_code", "client_id": app.client_id,
        "client_secret": app.client_secret, "redirect_uri": REDIRECT, "code": code(&fake, ""),
        "code_verifier": "passed over",
    });
    let reply = api.as_("").call("POST", TOKEN, &body);
    assert_eq!(word(&reply, "scope"), app.scopes.join(" "));
    assert!(reply.json().get("id_token").is_none());
    let plain = api.send("POST", TOKEN, "text/plain", "x").unwrap();
    wrong(&plain, 400, "invalid_request");
}

#[test]
fn a_refresh_token_is_good_for_one_use() {
    let (fake, api) = fake();
    let login = fake.login();
    fake.expire_tokens();
    assert_eq!(api.as_(&login.access_token).get(ENTRIES).status, 401);
    let reply = refresh(&fake, &login.refresh_token);
    let next = word(&reply, "refresh_token");
    assert_ne!(next, login.refresh_token);
    assert_eq!(fake.refresh_tokens(), std::slice::from_ref(&next));
    assert_eq!(
        api.as_(&word(&reply, "access_token")).get(ENTRIES).status,
        200
    );
    wrong(&refresh(&fake, &login.refresh_token), 400, "invalid_grant");
    assert_eq!(refresh(&fake, &next).status, 200);
    // Time does not end it.
    let last = fake.refresh_tokens();
    fake.advance(400 * 86_400);
    assert_eq!(refresh(&fake, &last[0]).status, 200);
}

#[test]
fn an_old_one_may_live_until_the_new_one_is_used() {
    let (fake, api) = with(|o| o.old_refresh = Old::DiesWithTheNew);
    let login = fake.login();
    let lost = refresh(&fake, &login.refresh_token);
    let kept = refresh(&fake, &login.refresh_token);
    assert_eq!(
        api.as_(&word(&kept, "access_token")).get(ENTRIES).status,
        200
    );
    wrong(&refresh(&fake, &login.refresh_token), 400, "invalid_grant");
    assert_eq!(refresh(&fake, &word(&lost, "refresh_token")).status, 200);
    let login = fake.login();
    let next = word(&refresh(&fake, &login.refresh_token), "refresh_token");
    assert_eq!(refresh(&fake, &next).status, 200);
    wrong(&refresh(&fake, &login.refresh_token), 400, "invalid_grant");
}

#[test]
fn a_lost_answer_leaves_the_token_spent() {
    let (fake, api) = fake();
    let login = fake.login();
    fake.plan(Plan::once(On::new("POST", TOKEN), Fault::LostAfter));
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", login.refresh_token.as_str()),
    ];
    let sent = api.send("POST", TOKEN, FORM, &form(&fake, &fields));
    assert!(sent.is_err());
    wrong(&refresh(&fake, &login.refresh_token), 400, "invalid_grant");
    assert_eq!(fake.refresh_tokens().len(), 1);
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn another_login_may_end_the_one_before_it() {
    for (ends, status) in [(true, 400), (false, 200)] {
        let (fake, api) = with(|o| o.login_ends_others = ends);
        let (first, hers) = (fake.login(), fake.login_of(GRACE));
        fake.login();
        assert_eq!(api.as_(&first.access_token).get(ENTRIES).status, 200);
        assert_eq!(refresh(&fake, &first.refresh_token).status, status);
        assert_eq!(refresh(&fake, &hers.refresh_token).status, 200);
    }
}

#[test]
fn a_refresh_may_end_more_than_its_own_token() {
    let (fake, api) = with(|o| (o.refresh_ends_access, o.reuse_ends_login) = (true, true));
    let login = fake.login();
    let next = refresh(&fake, &login.refresh_token);
    assert_eq!(api.as_(&login.access_token).get(ENTRIES).status, 401);
    let own = api.as_(&word(&next, "access_token"));
    assert_eq!(own.get(ENTRIES).status, 200);
    wrong(&refresh(&fake, &login.refresh_token), 400, "invalid_grant");
    assert_eq!(own.get(ENTRIES).status, 401);
    wrong(
        &refresh(&fake, &word(&next, "refresh_token")),
        400,
        "invalid_grant",
    );
}

#[test]
fn the_application_its_secret_and_its_redirect_are_checked() {
    let (fake, _api) = fake();
    let login = fake.login();
    let token = login.refresh_token.as_str();
    let grant = |more: (&str, &str)| {
        let fields = [
            ("grant_type", "refresh_token"),
            ("refresh_token", token),
            more,
        ];
        post(&fake, TOKEN, &fields)
    };
    wrong(&grant(("client_secret", "x")), 401, "invalid_client");
    wrong(&grant(("client_id", "x")), 401, "invalid_client");
    wrong(&grant(("redirect_uri", "")), 400, "invalid_request");
    wrong(&refresh(&fake, "nonsense"), 400, "invalid_grant");
    wrong(
        &post(&fake, TOKEN, &[("grant_type", "client_credentials")]),
        400,
        "unsupported_grant_type",
    );
    let code = code(&fake, "");
    let elsewhere = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", "https://localhost/other"),
    ];
    wrong(&post(&fake, TOKEN, &elsewhere), 400, "invalid_grant");
    fake.set_options(|o| o.refresh_needs_redirect = false);
    assert_eq!(grant(("redirect_uri", "")).status, 200);
}

#[test]
fn what_is_revoked_works_no_more_under_either_address() {
    let (fake, api) = fake();
    let login = fake.login();
    let revoke = |token: &str| post(&fake, "/auth/oauth/revoke", &[("token", token)]);
    answered(&revoke(&login.access_token), 200, &json!({}));
    assert_eq!(api.as_(&login.access_token).get(ENTRIES).status, 401);
    let fields = [("token", login.refresh_token.as_str())];
    assert_eq!(
        post(&fake, "/service/auth/oauth/revoke", &fields).status,
        200
    );
    wrong(&refresh(&fake, &login.refresh_token), 400, "invalid_grant");
    answered(&revoke("nonsense"), 200, &json!({}));
    let stranger = post(
        &fake,
        "/auth/oauth/revoke",
        &[("token", "x"), ("client_secret", "x")],
    );
    wrong(&stranger, 401, "invalid_client");
}
