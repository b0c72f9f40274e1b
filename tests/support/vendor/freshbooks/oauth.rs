//! The only way in: the page that asks, the exchange for tokens, refresh, revocation.
//!
//! A proof key (PKCE) is accepted and not looked at: nobody has seen it enforced.

use serde_json::{Value, json};

use super::door::ok;
use super::state::{Code, Refresh, Token, World};
use super::{Login, Old, Options};
use crate::support::vendor::http::{Request, decode, encode};
use crate::support::vendor::rig::Answer;

/// oauth: the scopes that time needs.
pub const SCOPES: [&str; 6] = [
    "user:profile:read",
    "user:projects:read",
    "user:clients:read",
    "user:billable_items:read",
    "user:time_entries:read",
    "user:time_entries:write",
];

/// oauth: the page; the person before it answers at once.
pub(super) fn authorize(world: &mut World, request: &Request) -> Answer {
    let get = |name: &str| request.param(name).unwrap_or_default().to_owned();
    let redirect = get("redirect_uri");
    let Options {
        application: app,
        denies,
        consents_as,
        ..
    } = &world.options;
    if get("client_id") != app.client_id
        || !app.redirect_uris.contains(&redirect)
        || get("response_type") != "code"
    {
        return Answer::html(400, "The application is not known as it says it is");
    }
    let state = request.param("state");
    let state = state.map_or_else(String::new, |state| format!("&state={}", encode(state)));
    let scopes: Vec<String> = match get("scope") {
        empty if empty.is_empty() => app.scopes.clone(),
        given => given.split(' ').map(str::to_owned).collect(),
    };
    // One scope that is not switched on, and the whole consent fails.
    if scopes.iter().any(|scope| !app.scopes.contains(scope)) {
        return Answer::html(400, "The requested scope is invalid, unknown, or malformed");
    }
    if *denies {
        return sent(format!("{redirect}?error=access_denied{state}"));
    }
    let names: Vec<&str> = scopes.iter().map(String::as_str).collect();
    let token = Token::new(&names, *consents_as);
    let name = format!("code7hQx29{}", world.take_id());
    let code = Code {
        redirect: redirect.clone(),
        token,
        at: world.now(),
    };
    world.codes.insert(name.clone(), code);
    world.secrets.push(name.clone());
    sent(format!("{redirect}?code={name}{state}"))
}

fn sent(to: String) -> Answer {
    let mut answer = Answer::html(302, "moved");
    answer.headers.push(("Location".to_owned(), to));
    answer
}

/// oauth: a code or a refresh token against an access token.
pub(super) fn token(world: &mut World, request: &Request) -> Answer {
    let get = match fields(world, request) {
        Ok(get) => get,
        Err(refused) => return refused,
    };
    let named = world
        .options
        .application
        .redirect_uris
        .contains(&get("redirect_uri"));
    match get("grant_type").as_str() {
        "authorization_code" => {
            // Good for one exchange, and only with the redirect it was asked for.
            let fresh = world.now() - world.options.code_life;
            let code = world.codes.remove(&get("code"));
            let code = code.filter(|c| c.redirect == get("redirect_uri") && c.at > fresh);
            match code {
                Some(code) => given(world, code.token),
                None => wrong(400, "invalid_grant"),
            }
        }
        "refresh_token" if !named && world.options.refresh_needs_redirect => {
            wrong(400, "invalid_request")
        }
        "refresh_token" => refreshed(world, &get("refresh_token")),
        _ => wrong(400, "unsupported_grant_type"),
    }
}

/// oauth: single use. The old one is dead at once, or with the first use of the new.
fn refreshed(world: &mut World, name: &str) -> Answer {
    let Some(old) = world.refresh.get(name).cloned() else {
        return wrong(400, "invalid_grant");
    };
    if !old.alive {
        if world.options.reuse_ends_login {
            end(world, old.token.login);
        }
        return wrong(400, "invalid_grant");
    }
    if world.options.refresh_ends_access {
        world.revoke(&old.access);
    }
    // It may be the first use of a token that came of another one.
    used(world, name);
    let login = next(world, old.token);
    if let Some(old) = world.refresh.get_mut(name) {
        match world.options.old_refresh {
            Old::DiesAtOnce => old.alive = false,
            Old::DiesWithTheNew => old
                .followed_by
                .extend([login.access_token.clone(), login.refresh_token.clone()]),
        }
    }
    answer(world, &login)
}

/// oauth: what came of an older refresh token is used, so that one dies.
pub(super) fn used(world: &mut World, name: &str) {
    for old in world.refresh.values_mut() {
        if old.followed_by.iter().any(|new| new == name) {
            old.alive = false;
        }
    }
}

fn given(world: &mut World, token: Token) -> Answer {
    let login = log_in(world, token);
    answer(world, &login)
}

/// A login as it stands after consent and exchange.
pub(super) fn log_in(world: &mut World, mut token: Token) -> Login {
    if world.options.login_ends_others {
        for other in world.refresh.values_mut() {
            other.alive &= other.token.identity != token.identity;
        }
    }
    token.login = world.take_id();
    next(world, token)
}

fn next(world: &mut World, token: Token) -> Login {
    let access_token = world.issue(token.clone());
    // 64 hexadecimal digits, spread over all of them.
    let seed = u64::try_from(world.take_id()).unwrap_or_default();
    let part = |i: u64| seed.wrapping_add(i).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let refresh_token: String = (1..=4).map(|i| format!("{:016x}", part(i))).collect();
    world.secrets.push(refresh_token.clone());
    let refresh = Refresh {
        token,
        alive: true,
        followed_by: Vec::new(),
        access: access_token.clone(),
    };
    world.refresh.insert(refresh_token.clone(), refresh);
    Login {
        access_token,
        refresh_token,
        created_at: world.now(),
        expires_in: world.options.token_life,
    }
}

fn end(world: &mut World, login: i64) {
    for token in world.tokens.values_mut() {
        token.alive &= token.login != login;
    }
    for refresh in world.refresh.values_mut() {
        refresh.alive &= refresh.token.login != login;
    }
}

fn answer(world: &World, login: &Login) -> Answer {
    let scopes = world.tokens.get(&login.access_token);
    let scopes = scopes.map(|token| token.scopes.join(" "));
    let mut body = json!({
        "access_token": login.access_token, "token_type": "Bearer",
        "expires_in": login.expires_in, "refresh_token": login.refresh_token,
        "scope": scopes, "created_at": login.created_at,
    });
    if world.options.more_in_tokens {
        body["id_token"] = json!("eyJhbGciOiJub25lIn0.e30.7hQx29identity");
        body["direct_buy_tokens"] = json!({});
    }
    ok(200, &body)
}

/// The refresh tokens that are good now.
pub(super) fn good(world: &World) -> Vec<String> {
    let all = world.refresh.iter();
    all.filter(|(_, r)| r.alive)
        .map(|(n, _)| n.clone())
        .collect()
}

/// oauth: ends a token; one that nobody knows is ended already.
pub(super) fn revoke(world: &mut World, request: &Request) -> Answer {
    match fields(world, request) {
        Ok(get) => {
            world.revoke(&get("token"));
            ok(200, &json!({}))
        }
        Err(refused) => refused,
    }
}

/// oauth: the fields of a form or of JSON, once the application is known.
fn fields(world: &World, request: &Request) -> Result<impl Fn(&str) -> String + use<>, Answer> {
    let kind = request.header("content-type").unwrap_or_default();
    let pairs: Vec<(String, String)> = if kind.starts_with("application/json") {
        let body = request.json();
        let map = body.as_object().cloned().unwrap_or_default();
        let text = |value: Value| value.as_str().unwrap_or_default().to_owned();
        map.into_iter().map(|(n, v)| (n, text(v))).collect()
    } else if kind.starts_with("application/x-www-form-urlencoded") {
        let text = String::from_utf8_lossy(&request.body).into_owned();
        text.split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (decode(name, true), decode(value, true)))
            .collect()
    } else {
        return Err(wrong(400, "invalid_request"));
    };
    let get = move |name: &str| {
        let found = pairs.iter().find(|(n, _)| n == name);
        found.map(|(_, v)| v.clone()).unwrap_or_default()
    };
    let app = &world.options.application;
    if get("client_id") != app.client_id || get("client_secret") != app.client_secret {
        return Err(wrong(401, "invalid_client"));
    }
    Ok(get)
}

fn wrong(status: u16, code: &str) -> Answer {
    ok(status, &error(code))
}

pub(super) fn error(code: &str) -> Value {
    json!({"error": code, "error_description": "The authorization grant is not accepted."})
}
