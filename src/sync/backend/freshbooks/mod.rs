//! FreshBooks.
//!
//! Translates entries into the service's time tracking interface and back, and its
//! refusals into the engine's terms. What is waited for, repeated and logged is
//! decided in `net`; what is sent when, in the engine. Keeps nothing beyond one run.
//!
//! | file | translates |
//! |---|---|
//! | `encode`, `decode`, `normalise` | an entry there and back |
//! | `listing` | questions for entries, page by page |
//! | `lookup`, `catalog` | names into the service's identities |
//! | `me` | whoever is logged in, and his businesses |
//! | `session`, `errors` | addresses and tokens; failures |
//! | `grant` | how tokens are given |
//!
//! The service keeps no key of ours, and its note is printed on invoices: what was sent
//! is recognised by what it says. A change replaces the whole record there, so it is
//! read, compared and merged first. Nothing here starts, stops or discards a timer.

mod catalog;
mod decode;
mod encode;
mod errors;
mod grant;
mod listing;
mod lookup;
mod me;
mod normalise;
mod session;

pub use self::grant::GRANT;
pub use self::me::{Business, Me};

use self::decode::Reader;
use self::encode::{Change, Sender};
use self::errors::Act;
use self::lookup::Lookups;
use self::session::{Call, Family, Session};
use super::login::Tokens;
use super::{
    Backend, BackendError, Batch, ErrorKind, Identity, Page, RemoteQuery, Unbilled, clean,
};
use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::delivery::{Outgoing, Remote};
use crate::domain::entry::Problem;
use crate::domain::ids::RemoteId;
use crate::domain::status::{BackendKind, Status};
use crate::domain::zone::Zone;
use crate::net::{Method, Repeat, Wire};
use serde_json::Value;
use std::sync::OnceLock;

/// Where entries live.
const ENTRIES: &str = "time_entries";

/// One profile.
pub struct Settings {
    /// Replaces the vendor's address.
    pub url: Option<String>,
    /// The business, by number: the tenant.
    pub business: String,
    /// Its account, where it was named; else that of the login's own business.
    pub account: Option<String>,
    /// Whose login it is, where it was named: another one is refused.
    pub identity: Option<String>,
    /// How requests are signed.
    pub tokens: Box<dyn Tokens>,
    /// Zone in which an entry that names none gets its day.
    pub zone: Zone,
}

/// One profile's way to the service, for one run.
pub struct FreshBooks {
    session: Session,
    account: Option<String>,
    identity: Option<String>,
    zone: Zone,
    lookups: Lookups,
    /// Who is logged in, once asked.
    seat: OnceLock<Seat>,
}

/// A person in a business.
#[derive(Debug, Clone)]
struct Seat {
    identity: String,
    name: Option<String>,
    account: Option<String>,
}

/// Whoever is logged in, with the businesses there are to choose from. Asks once.
///
/// # Errors
/// `Unauthorized`, `Unreachable` and the like.
pub fn who(url: Option<&str>, tokens: Box<dyn Tokens>, wire: Wire) -> Result<Me, BackendError> {
    Session::open(url, "", tokens, wire)?.me()
}

impl FreshBooks {
    /// A backend that has not asked anything yet. Sends through `wire` only.
    ///
    /// # Errors
    /// `Misconfigured` for an address or business that may not be used.
    pub fn new(settings: Settings, wire: Wire) -> Result<Self, BackendError> {
        let given = |text: Option<String>| {
            let text = text.map(|text| text.trim().to_owned());
            text.filter(|text| !text.is_empty())
        };
        Ok(Self {
            session: Session::new(
                settings.url.as_deref(),
                &settings.business,
                settings.tokens,
                wire,
            )?,
            account: given(settings.account),
            identity: given(settings.identity),
            zone: settings.zone,
            lookups: Lookups::default(),
            seat: OnceLock::new(),
        })
    }

    /// Who is logged in, and that the business is his. What is not there for a stranger has
    /// not been deleted.
    fn seat(&self) -> Result<&Seat, BackendError> {
        if let Some(seat) = self.seat.get() {
            return Ok(seat);
        }
        let me = self.session.me()?;
        let wanted = self.session.business();
        let misconfigured = |message: String, help: &str| {
            BackendError::new(ErrorKind::Misconfigured, message, help)
        };
        let Some(business) = me.business(wanted) else {
            return Err(misconfigured(
                format!(
                    "the login has no business {wanted}; it has: {}",
                    clean(&me.listed())
                ),
                "correct `business` of the profile, or log in as somebody who has it",
            ));
        };
        if let Some(identity) = self.identity.as_ref().filter(|id| **id != me.identity) {
            let name = me.name.as_deref().map(clean).unwrap_or_default();
            return Err(misconfigured(
                format!(
                    "the login is that of {} {name}, and the profile is of {identity}",
                    me.identity
                ),
                "log in as the other, or correct `identity` of the profile",
            ));
        }
        let account = match (&self.account, &business.account) {
            (Some(named), Some(theirs)) if named != theirs => {
                return Err(misconfigured(
                    format!("business {wanted} has the account {theirs}, not {named}"),
                    "correct `account` of the profile, or leave it out",
                ));
            }
            (named, theirs) => named.clone().or_else(|| theirs.clone()),
        };
        Ok(self.seat.get_or_init(|| Seat {
            identity: me.identity,
            name: me.name,
            account,
        }))
    }

    /// Whose login it is, as far as that is known without asking.
    fn known(&self) -> Option<&str> {
        let seat = self.seat.get().map(|seat| seat.identity.as_str());
        seat.or(self.identity.as_deref())
    }

    /// Whose login it is: every row names somebody.
    fn own(&self) -> Result<&str, BackendError> {
        match self.known() {
            Some(own) => Ok(own),
            None => Ok(&self.seat()?.identity),
        }
    }

    fn reader(&self) -> Reader<'_> {
        Reader {
            zone: self.zone,
            own: self.known(),
        }
    }

    /// The record in an answer.
    fn read(&self, value: &Value) -> Option<Remote> {
        self.reader().read(value.get("time_entry")?).ok()
    }

    /// The entry in the answer of a write. One that cannot be read leaves open what was done.
    fn written(&self, value: &Value) -> Result<Remote, BackendError> {
        self.read(value).ok_or_else(|| {
            BackendError::new(
                ErrorKind::OutcomeUnknown,
                format!(
                    "{} accepted the entry but did not tell its number",
                    self.session.service()
                ),
                "run `tt sync` again later; what may have arrived is looked up first",
            )
        })
    }

    /// What the service holds of an entry that is about to be changed or taken away there;
    /// none where it is gone.
    fn changeable(&self, id: &RemoteId) -> Result<Option<Remote>, BackendError> {
        let Some(now) = self.fetch(id)? else {
            return Ok(None);
        };
        let host = self.session.service();
        if now.locked {
            return Err(BackendError::new(
                ErrorKind::Conflict,
                format!("entry {id} is billed on {host}"),
                "book the difference as a new entry, or take the entry off the invoice there",
            ));
        }
        if decode::runs(&now) {
            return Err(BackendError::new(
                ErrorKind::Conflict,
                format!("entry {id} is part of a timer on {host}, which tt never stops"),
                "stop and log the timer there; then `tt resolve --retry`",
            ));
        }
        Ok(Some(now))
    }

    fn gone(&self, id: &RemoteId) -> BackendError {
        BackendError::new(
            ErrorKind::NotFound,
            format!("{} no longer has the entry {id}", self.session.service()),
            "it was deleted on the service; `tt review` tells what can be done",
        )
    }

    fn path(id: &RemoteId) -> [&str; 2] {
        [ENTRIES, &id.0]
    }
}

impl Backend for FreshBooks {
    fn kind(&self) -> BackendKind {
        BackendKind::FreshBooks
    }

    fn requests(&self) -> u64 {
        self.session.requests()
    }

    fn check_access(&self) -> Result<Identity, BackendError> {
        let seat = self.seat()?;
        Ok(Identity {
            tenant: self.session.business().to_owned(),
            member: Some(Reference::known(&seat.identity, seat.name.as_deref())),
            zone: None,
            version: None,
        })
    }

    fn resolve(&self, outgoing: &mut Outgoing) -> Result<(), BackendError> {
        self.resolve_names(&mut outgoing.content)
    }

    fn create(&self, outgoing: &Outgoing) -> Result<Remote, BackendError> {
        let client = self.client_beside(&outgoing.content)?;
        let sender = self.sender(client.as_ref());
        let body = encode::create(outgoing, sender).map_err(BackendError::incomplete)?;
        let call = Call {
            act: Act::Create,
            method: Method::Post,
            family: Family::TimeTracking,
            path: &[ENTRIES],
            query: &[],
            repeat: Repeat::Never,
        };
        let value = self.session.send(call, Some(body.to_string().as_bytes()))?;
        self.written(&value)
    }

    /// Reads, compares with what was last seen, merges, and replaces the whole. There is no
    /// revision to guard it with: what changes there between the two is lost, so nobody
    /// repeats the second by itself.
    fn update(
        &self,
        id: &RemoteId,
        outgoing: &Outgoing,
        last: &Remote,
        sent: Option<&Content>,
    ) -> Result<Remote, BackendError> {
        let client = self.client_beside(&outgoing.content)?;
        self.own()?;
        let now = self.changeable(id)?.ok_or_else(|| self.gone(id))?;
        let sender = self.sender(client.as_ref());
        let change = encode::change(outgoing, last, &now, sent, sender);
        let body = match change.map_err(BackendError::incomplete)? {
            Change::Nothing => return Ok(now),
            Change::Clash(fields) => {
                return Err(BackendError::new(
                    ErrorKind::Conflict,
                    format!(
                        "entry {id} was changed on {} a moment ago: {}",
                        self.session.service(),
                        fields.join(", ")
                    ),
                    "run `tt sync` again, which compares the two; then `tt review`",
                ));
            }
            Change::Put(body) => body,
        };
        let call = Call {
            act: Act::Change,
            method: Method::Put,
            family: Family::TimeTracking,
            path: &Self::path(id),
            query: &[],
            repeat: Repeat::Never,
        };
        let value = self.session.send(call, Some(body.to_string().as_bytes()))?;
        let remote = if value.is_null() {
            self.fetch(id)?.ok_or_else(|| self.gone(id))?
        } else {
            self.written(&value)?
        };
        let kept = encode::kept(&body, &remote, self.sender(None));
        if let [field, ..] = kept.as_slice() {
            let what = kept.join(" and ");
            let host = self.session.service();
            return Err(BackendError::new(
                ErrorKind::Invalid(vec![Problem {
                    code: "kept".into(),
                    rule: None,
                    field: Some((*field).to_owned()),
                    message: format!("{host} keeps the {what} of the entry"),
                }]),
                format!("{host} keeps the {what} of entry {id}"),
                "change it there, or `tt delete` the entry and book it anew",
            ));
        }
        Ok(remote)
    }

    fn delete(&self, id: &RemoteId) -> Result<(), BackendError> {
        if self.changeable(id)?.is_none() {
            return Ok(());
        }
        let call = Call {
            act: Act::Change,
            method: Method::Delete,
            family: Family::TimeTracking,
            path: &Self::path(id),
            query: &[],
            repeat: Repeat::Safely,
        };
        match self.session.send(call, None) {
            Ok(_) => Ok(()),
            Err(error) if error.kind == ErrorKind::NotFound => self.seat().map(drop),
            Err(error) => Err(error),
        }
    }

    fn find(&self, sent: &Outgoing) -> Result<Vec<Remote>, BackendError> {
        self.find_sent(sent)
    }

    /// A deleted entry may be answered with or without it: both are none.
    fn fetch(&self, id: &RemoteId) -> Result<Option<Remote>, BackendError> {
        self.own()?;
        let path = Self::path(id);
        match self
            .session
            .ask(Act::Read, Family::TimeTracking, &path, &[])
        {
            Ok(value) => {
                let remote = self.read(&value).filter(|remote| remote.id == *id);
                let remote = remote.ok_or_else(|| self.session.unreadable())?;
                Ok((!decode::is_deleted(&remote)).then_some(remote))
            }
            Err(error) if error.kind == ErrorKind::NotFound => self.seat().map(|_| None),
            Err(error) => Err(error),
        }
    }

    fn list(&self, query: &RemoteQuery, page: &Page) -> Result<Batch<Remote>, BackendError> {
        self.list_page(query, page)
    }

    fn unbilled(&self) -> Unbilled {
        Unbilled {
            statuses: &[Status::Open],
            billable: &[],
        }
    }

    fn runs(&self, remote: &Remote) -> bool {
        decode::runs(remote)
    }

    fn page_at(&self, number: u32) -> Option<String> {
        Some(number.to_string())
    }

    fn catalog(&self, kind: CatalogKind, page: &Page) -> Result<Batch<CatalogItem>, BackendError> {
        self.catalog_page(kind, page)
    }

    fn normalise(&self, content: &Content) -> Content {
        normalise::normalise(content, self.zone, self.known())
    }
}

impl FreshBooks {
    /// `client` is that of the entry's project, where it was looked up.
    fn sender<'s>(&'s self, client: Option<&'s Option<String>>) -> Sender<'s> {
        Sender {
            own: self.known(),
            zone: self.zone,
            client: client.map(Option::as_deref),
        }
    }
}

#[cfg(test)]
mod tests;
