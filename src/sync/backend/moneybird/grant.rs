//! How Moneybird gives tokens, and to which administrations they lead.
//!
//! An access token tells no end and so far has none. A renewal may bring another
//! refresh token or leave the old one good. Nothing is kept here.

use super::decode::identity;
use super::session::Session;
use crate::domain::status::BackendKind;
use crate::net::Wire;
use crate::sync::backend::grant::{Grant, Place};
use crate::sync::backend::login::Tokens;
use crate::sync::backend::{BackendError, clean};
use serde_json::Value;

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

/// The administrations the login may see. There is no way to ask who one is.
fn places(home: &str, tokens: Box<dyn Tokens>, wire: Wire) -> Result<Vec<Place>, BackendError> {
    let rows = Session::open(Some(home), tokens, wire)?.administrations()?;
    let rows = rows.value.as_array().cloned().unwrap_or_default();
    Ok(rows
        .iter()
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
