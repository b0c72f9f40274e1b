//! How FreshBooks gives tokens, and to which businesses they lead.
//!
//! An access token lives for half a day. A refresh token lives until it is used, and is
//! used up by it: every answer brings another one. Nothing is kept here.

use super::Business;
use crate::domain::status::BackendKind;
use crate::net::Wire;
use crate::sync::backend::grant::{Grant, Place};
use crate::sync::backend::login::Tokens;
use crate::sync::backend::{BackendError, clean};

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

/// The businesses of the person who is logged in.
fn places(home: &str, tokens: Box<dyn Tokens>, wire: Wire) -> Result<Vec<Place>, BackendError> {
    let me = super::who(Some(home), tokens, wire)?;
    let own = me
        .name
        .as_deref()
        .map_or_else(|| me.identity.clone(), clean);
    let each = |business: Business| Place {
        name: business
            .name
            .as_deref()
            .map_or_else(|| business.id.clone(), clean),
        account: business.account,
        member: Some((me.identity.clone(), own.clone())),
        id: business.id,
    };
    Ok(me.businesses.into_iter().map(each).collect())
}
