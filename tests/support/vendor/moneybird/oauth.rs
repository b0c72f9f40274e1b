//! The application's way in: the page that asks, and the exchange for tokens.

use serde_json::{Value, json};

use super::door::ok;
use super::seed;
use super::state::{Token, World};
use crate::support::vendor::http::{Request, decode, encode};
use crate::support::vendor::rig::Answer;

/// oauth: the redirect that shows the code instead of sending it anywhere.
pub const OUT_OF_BAND: &str = "urn:ietf:wg:oauth:2.0:oob";

/// oauth: the page; the person at it says yes at once.
pub(super) fn authorize(world: &mut World, request: &Request) -> Answer {
    let get = |name: &str| request.param(name).unwrap_or_default().to_owned();
    let redirect = get("redirect_uri");
    let app = &world.options.application;
    if get("client_id") != app.client_id
        || !app.redirect_uris.contains(&redirect)
        || get("response_type") != "code"
    {
        return Answer::html(400, "The application is not known as it says it is");
    }
    let scopes = match get("scope") {
        // Left out it is invoices alone.
        empty if empty.is_empty() => vec!["sales_invoices".to_owned()],
        given => given.split(' ').map(str::to_owned).collect(),
    };
    let code = format!("code-{}", world.take_id());
    world.codes.insert(code.clone(), (redirect.clone(), scopes));
    if redirect == OUT_OF_BAND {
        return Answer::html(200, &code);
    }
    let mut to = format!("{redirect}?code={code}");
    if let Some(state) = request.param("state") {
        to.push_str(&format!("&state={}", encode(state)));
    }
    let mut answer = Answer::html(302, "moved");
    answer.headers.push(("Location".to_owned(), to));
    answer
}

/// oauth: a code or a refresh token against an access token.
pub(super) fn token(world: &mut World, request: &Request) -> Answer {
    let form = request
        .header("content-type")
        .is_some_and(|t| t.starts_with("application/x-www-form-urlencoded"));
    let text = String::from_utf8_lossy(&request.body).into_owned();
    let pairs: Vec<(String, String)> = text
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decode(name, true), decode(value, true)))
        .collect();
    let get = |name: &str| {
        let found = pairs.iter().find(|(n, _)| n == name);
        found.map(|(_, v)| v.clone()).unwrap_or_default()
    };
    let app = &world.options.application;
    if !form {
        return wrong(400, "invalid_request");
    }
    if get("client_id") != app.client_id || get("client_secret") != app.client_secret {
        return wrong(401, "invalid_client");
    }
    let (scopes, fresh) = match get("grant_type").as_str() {
        "authorization_code" => {
            // Good for one exchange, and only with the redirect it was asked for.
            let code = world.codes.remove(&get("code"));
            match code.filter(|(redirect, _)| *redirect == get("redirect_uri")) {
                Some((_, scopes)) => (scopes, true),
                None => return wrong(400, "invalid_grant"),
            }
        }
        "refresh_token" => {
            let given = get("refresh_token");
            let Some(scopes) = world.refresh.get(&given).cloned() else {
                return wrong(400, "invalid_grant");
            };
            let fresh = !world.options.refresh_keeps_token;
            if fresh {
                world.refresh.remove(&given);
            }
            (scopes, fresh)
        }
        _ => return wrong(400, "unsupported_grant_type"),
    };
    let access = format!("access-{}-7hQx29sandbox", world.take_id());
    let names: Vec<&str> = scopes.iter().map(String::as_str).collect();
    let token = Token::new(&names, seed::NOOR);
    world.tokens.insert(access.clone(), token);
    let mut body = json!({
        "access_token": access, "token_type": "bearer", "scope": scopes.join(" "),
        "created_at": world.now_ms() / 1000,
    });
    if fresh {
        let refresh = format!("refresh-{}-7hQx29sandbox", world.take_id());
        body["refresh_token"] = json!(refresh);
        world.refresh.insert(refresh, scopes);
    }
    if let Some(seconds) = world.options.expires_in {
        body["expires_in"] = json!(seconds);
    }
    ok(200, &body)
}

fn wrong(status: u16, code: &str) -> Answer {
    let body: Value = json!({"error": code, "error_description": "The grant is not accepted."});
    ok(status, &body)
}
