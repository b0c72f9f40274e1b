//! How FreshBooks gives tokens, and to which businesses they lead.
//!
//! An access token lives for half a day. A refresh token lives until it is used, and is
//! used up by it: every answer brings another one. Nothing is kept here.

use crate::domain::secret::Secret;
use crate::domain::status::BackendKind;
use crate::net::{Address, Request, Wire, auth};
use crate::sync::backend::act::{Act, from_net};
use crate::sync::backend::grant::{Grant, Place};
use crate::sync::backend::{BackendError, ErrorKind, clean};
use serde_json::Value;
use std::sync::Arc;

/// FreshBooks' way of giving tokens.
pub const GRANT: Grant = Grant {
    kind: BackendKind::FreshBooks,
    page_home: "https://auth.freshbooks.com",
    page: "/oauth/authorize/",
    home: "https://api.freshbooks.com",
    token: "/auth/oauth/token",
    revoke: Some("/auth/oauth/revoke"),
    scopes: &[
        "user:profile:read",
        "user:projects:read",
        "user:clients:read",
        "user:billable_items:read",
        "user:time_entries:read",
        "user:time_entries:write",
    ],
    renews_with_redirect: true,
    shown: None,
    withdraw: "Settings, Apps",
    place: "business",
    places,
};

/// The businesses of the person. One without accounting has no account; those of the
/// person's roles may belong to somebody else, and are left alone.
fn places(wire: &Wire, home: &Address, token: &Secret) -> Result<Vec<Place>, BackendError> {
    let address = home.join(&["auth", "api", "v1", "users", "me"]);
    let address = address.map_err(|error| from_net(Act::Read, &error.into()))?;
    let request = Request::get(address)
        .header("Accept", "application/json")
        .secret_header("Authorization", Arc::new(auth::bearer(token)));
    let answer = wire
        .send(&request)
        .map_err(|error| from_net(Act::Read, &error).scrubbed([token]))?;
    let host = home.host();
    let body = answer.json::<Value>().ok();
    let me = body.as_ref().and_then(|body| body.get("response"));
    let Some(me) = me.filter(|me| answer.is_success() && me.is_object()) else {
        let (kind, help) = match answer.status() {
            401 => (ErrorKind::Unauthorized, "run `tt auth login` again"),
            403 => (
                ErrorKind::Forbidden,
                "let the application read the profile (scope user:profile:read)",
            ),
            _ => (ErrorKind::Unreachable, "run the command again later"),
        };
        let message = format!("{host} did not say who this is: status {}", answer.status());
        return Err(BackendError::new(kind, message, help));
    };
    let identity = identity(me.get("id"));
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(clean);
    let names = ["first_name", "last_name"].map(|name| text(me, name).unwrap_or_default());
    let mut name = names.join(" ").trim().to_owned();
    if name.is_empty() {
        name = text(me, "email").unwrap_or_default();
    }
    let memberships = me.get("business_memberships").and_then(Value::as_array);
    let businesses = memberships.into_iter().flatten();
    Ok(businesses
        .filter_map(|membership| {
            // The membership has a number of its own, which is not the business's.
            let business = membership.get("business")?;
            let id = self::identity(business.get("id"))?;
            Some(Place {
                name: text(business, "name").unwrap_or_else(|| id.clone()),
                account: text(business, "account_id").filter(|account| !account.is_empty()),
                member: identity.clone().map(|id| (id, name.clone())),
                id,
            })
        })
        .collect())
}

/// A number or its digits.
fn identity(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::Number(number) => number.as_u64()?.to_string(),
        Value::String(text) => text.clone(),
        _ => return None,
    };
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(text)
}
