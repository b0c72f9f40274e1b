//! The way in of an application: a page, a code, tokens.

use super::*;
use crate::support::vendor::moneybird::oauth::OUT_OF_BAND;

fn post(fake: &Fake, form: &str) -> Reply {
    let mut line = Line::open(&fake.url()).unwrap();
    let text = format!(
        "POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    line.send(text.as_bytes()).unwrap();
    line.reply().unwrap()
}

fn ask(fake: &Fake, query: &str) -> Reply {
    let mut line = Line::open(&fake.url()).unwrap();
    let text = format!("GET /oauth/authorize?{query} HTTP/1.1\r\nHost: x\r\n\r\n");
    line.send(text.as_bytes()).unwrap();
    line.reply().unwrap()
}

/// The code that the page shows.
fn code(fake: &Fake, scope: &str) -> String {
    let redirect = encode(OUT_OF_BAND);
    let page = ask(
        fake,
        &format!("client_id=app-3f1c&redirect_uri={redirect}&response_type=code{scope}"),
    );
    assert_eq!(page.status, 200, "{}", text(&page));
    let page = String::from_utf8(page.body).unwrap();
    let from = page.find("code-").unwrap();
    page[from..].split('<').next().unwrap().to_owned()
}

const APP: &str = "client_id=app-3f1c&client_secret=app-secret-7hQx29sandbox";

fn exchange(fake: &Fake, code: &str) -> Reply {
    let redirect = encode(OUT_OF_BAND);
    post(
        fake,
        &format!("grant_type=authorization_code&{APP}&code={code}&redirect_uri={redirect}"),
    )
}

#[test]
fn a_code_becomes_a_token_once() {
    let (fake, api) = fake();
    let code = code(&fake, "&scope=time_entries+sales_invoices+settings");
    let reply = exchange(&fake, &code);
    assert_eq!(reply.status, 200);
    let answer = reply.json();
    assert_eq!(answer["token_type"], "bearer");
    assert_eq!(answer["scope"], "time_entries sales_invoices settings");
    assert_eq!(answer["created_at"], NOW);
    assert!(answer.get("expires_in").is_none());
    let api = api.as_(answer["access_token"].as_str().unwrap());
    assert_eq!(api.create(|_| {}).status, 201);
    assert_eq!(exchange(&fake, &code).status, 400);
    // Addresses outside of the interface have no schema to break.
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn left_out_the_scope_is_invoices() {
    let (fake, api) = fake();
    let answer = exchange(&fake, &code(&fake, "")).json();
    assert_eq!(answer["scope"], "sales_invoices");
    let api = api.as_(answer["access_token"].as_str().unwrap());
    assert_eq!(api.get(ENTRIES).status, 401);
}

#[test]
fn a_refresh_brings_a_token_and_perhaps_another_refresh_token() {
    let (fake, api) = fake();
    let first = exchange(&fake, &code(&fake, "&scope=time_entries")).json();
    let refresh = |token: &Value| {
        let token = token.as_str().unwrap();
        post(
            &fake,
            &format!("grant_type=refresh_token&{APP}&refresh_token={token}"),
        )
    };
    assert!(fake.revoke(first["access_token"].as_str().unwrap()));
    let second = refresh(&first["refresh_token"]).json();
    let fresh = api.as_(second["access_token"].as_str().unwrap());
    assert_eq!(fresh.get(ENTRIES).status, 200);
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_eq!(refresh(&first["refresh_token"]).status, 400);
    fake.set_options(|o| (o.refresh_keeps_token, o.expires_in) = (true, Some(7200)));
    for _ in 0..2 {
        let third = refresh(&second["refresh_token"]).json();
        assert!(third.get("refresh_token").is_none());
        assert_eq!(third["expires_in"], 7200);
    }
}

#[test]
fn the_application_and_its_address_are_checked_letter_by_letter() {
    let (fake, _api) = fake();
    let redirect = encode("http://localhost:28510");
    let sent = ask(
        &fake,
        &format!("client_id=app-3f1c&redirect_uri={redirect}&response_type=code&state=a%20b"),
    );
    assert_eq!(sent.status, 302);
    let to = sent.header("location").unwrap();
    assert!(to.starts_with("http://localhost:28510?code=code-"), "{to}");
    assert!(to.ends_with("&state=a%20b"), "{to}");
    for wrong in [
        format!("client_id=other&redirect_uri={redirect}&response_type=code"),
        format!("client_id=app-3f1c&redirect_uri={redirect}%2F&response_type=code"),
        format!("client_id=app-3f1c&redirect_uri={redirect}&response_type=token"),
    ] {
        assert_eq!(ask(&fake, &wrong).status, 400, "{wrong}");
    }
    let code = code(&fake, "");
    for (form, status, error) in [
        (
            "grant_type=refresh_token&client_id=app-3f1c&client_secret=x".to_owned(),
            401,
            "invalid_client",
        ),
        (
            format!("grant_type=refresh_token&{APP}&refresh_token=x"),
            400,
            "invalid_grant",
        ),
        (
            format!("grant_type=password&{APP}"),
            400,
            "unsupported_grant_type",
        ),
        (
            format!("grant_type=authorization_code&{APP}&code={code}&redirect_uri={redirect}"),
            400,
            "invalid_grant",
        ),
    ] {
        let reply = post(&fake, &form);
        assert_eq!(
            (reply.status, &reply.json()["error"]),
            (status, &json!(error))
        );
    }
}
