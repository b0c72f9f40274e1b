//! How Moneybird gives tokens, and to which administrations they lead.
//!
//! An access token tells no end and so far has none. A renewal may bring another
//! refresh token or leave the old one good. Nothing is kept here.

use super::decode::identity;
use super::errors;
use crate::domain::secret::Secret;
use crate::domain::status::BackendKind;
use crate::net::{Address, Request, Wire, auth};
use crate::sync::backend::act::{Act, from_net};
use crate::sync::backend::grant::{Grant, Place};
use crate::sync::backend::{BackendError, clean};
use serde_json::Value;
use std::sync::Arc;

/// Moneybird's way of giving tokens. No address for withdrawing them is documented.
pub const GRANT: Grant = Grant {
    kind: BackendKind::Moneybird,
    page_home: "https://moneybird.com",
    page: "/oauth/authorize",
    home: "https://moneybird.com",
    token: "/oauth/token",
    revoke: None,
    scopes: &["time_entries", "sales_invoices", "settings"],
    renews_with_redirect: false,
    shown: Some("urn:ietf:wg:oauth:2.0:oob"),
    withdraw: "Settings, External applications",
    place: "administration",
    places,
};

/// The administrations the token may see. There is no way to ask who one is.
fn places(wire: &Wire, home: &Address, token: &Secret) -> Result<Vec<Place>, BackendError> {
    let address = home.join(&["api", "v2", "administrations.json"]);
    let address = address.map_err(|error| from_net(Act::Read, &error.into()))?;
    let request = Request::get(address)
        .header("Accept", "application/json")
        .secret_header("Authorization", Arc::new(auth::bearer(token)));
    let answer = wire
        .send(&request)
        .map_err(|error| from_net(Act::Read, &error).scrubbed([token]))?;
    let rows = errors::judge(Act::Read, &answer, None, home.host())
        .map_err(|error| error.scrubbed([token]))?;
    let rows = rows.as_array().into_iter().flatten();
    Ok(rows
        .filter_map(|row| {
            let id = row.get("id").and_then(identity)?;
            let name = row.get("name").and_then(Value::as_str).map(clean);
            Some(Place {
                name: name.unwrap_or_else(|| id.clone()),
                account: None,
                member: None,
                id,
            })
        })
        .collect())
}
