//! How a service gives tokens to an application a person lets in (RFC 6749 §4.1 and §6):
//! what differs from service to service, as data that each adapter supplies. Sends
//! nothing by itself and never holds a token.

use super::login::Tokens;
use super::{BackendError, freshbooks, moneybird};
use crate::domain::status::BackendKind;
use crate::net::Wire;

/// Asks a server (its address) for the places that a login leads to.
pub type Places = fn(&str, Box<dyn Tokens>, Wire) -> Result<Vec<Place>, BackendError>;

/// One service's way of giving tokens.
#[derive(Debug)]
pub struct Grant {
    /// The service.
    pub kind: BackendKind,
    /// The server of the page at which a person lets the application in.
    pub page_home: &'static str,
    /// The path of that page.
    pub page: &'static str,
    /// The server that gives tokens; it is also the one they are used at.
    pub home: &'static str,
    /// The path at which tokens are given and renewed.
    pub token: &'static str,
    /// The path at which they are withdrawn; none where the service documents none.
    pub revoke: Option<&'static str>,
    /// What the application may do, in the service's words.
    pub scopes: &'static [&'static str],
    /// Whether a renewal names the redirect again.
    pub renews_with_redirect: bool,
    /// The redirect for which the service shows the code on a page of its own, so that
    /// there is no address to paste.
    pub shown: Option<&'static str>,
    /// Where a person withdraws the application by hand.
    pub withdraw: &'static str,
    /// What one place to book in is called there.
    pub place: &'static str,
    /// The places a login leads to.
    pub places: Places,
}

/// One place to book in: what the service takes for a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its identity.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The identity of its accounting, where it has one.
    pub account: Option<String>,
    /// Whose time is booked there, where the service tells: identity and name.
    pub member: Option<(String, String)>,
}

/// The grant of a service; none where one logs in by a key.
#[must_use]
pub fn of(kind: BackendKind) -> Option<&'static Grant> {
    match kind {
        BackendKind::Moneybird => Some(&moneybird::GRANT),
        BackendKind::FreshBooks => Some(&freshbooks::GRANT),
        BackendKind::ConnectWise | BackendKind::Autotask | BackendKind::Reference => None,
    }
}
