//! Moneybird.
//!
//! Translates entries into the service's REST API v2 and back, and its refusals
//! into the engine's terms. What is waited for, repeated and logged is decided
//! in `net`; what is sent when, in the engine. Keeps nothing beyond one run.
//!
//! | file | translates |
//! |---|---|
//! | `encode`, `decode`, `normalise` | an entry there and back, in whole minutes |
//! | `listing` | questions for entries, page by page |
//! | `lookup`, `catalog` | names into the service's identities |
//! | `session`, `errors` | addresses and tokens; failures |
//! | `grant` | how tokens are given |
//!
//! The service keeps no key of ours, and its description is printed on invoices:
//! what was sent is recognised by what it says. It never gets an entry without an
//! end, which would start a timer there.

mod catalog;
mod decode;
mod encode;
mod errors;
mod grant;
mod listing;
mod lookup;
mod normalise;
mod session;

pub use grant::GRANT;

use self::decode::Reader;
use self::encode::Sender;
use self::errors::Act;
use self::lookup::Lookups;
use self::session::{Call, Session};
use super::login::Tokens;
use super::{
    Backend, BackendError, Batch, ErrorKind, Identity, Named, Notes, Page, RemoteNote, RemoteQuery,
    Unbilled, clean,
};
use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::delivery::{Outgoing, Remote};
use crate::domain::entry::Problem;
use crate::domain::ids::RemoteId;
use crate::domain::status::{BackendKind, Billable, Status};
use crate::domain::zone::Zone;
use crate::net::{Method, Repeat, Wire};
use serde_json::{Value, json};
use std::sync::OnceLock;

/// Where entries live.
const ENTRIES: &str = "time_entries";
/// Where users live.
const USERS: &str = "users";

/// One profile.
pub struct Settings {
    /// Replaces the vendor's address.
    pub url: Option<String>,
    /// The administration: the tenant.
    pub administration: String,
    /// Whose time is booked, by identity, name or mail address.
    pub user: Option<String>,
    /// How requests are signed.
    pub tokens: Box<dyn Tokens>,
    /// Zone in which an entry read from the service gets its day.
    pub zone: Zone,
    /// Whether the invoice detail of the written documentation is known.
    pub documented: bool,
}

/// One profile's way to the service, for one run.
pub struct Moneybird {
    session: Session,
    /// The user, by identity: from the profile, or once its name was looked up.
    own: OnceLock<String>,
    /// The user as configured.
    typed: Option<String>,
    zone: Zone,
    details: bool,
    lookups: Lookups,
    /// What is known of the administration, once the token was seen to have it.
    tenant: OnceLock<Option<String>>,
}

impl Moneybird {
    /// A backend that has not asked anything yet. Sends through `wire` only.
    ///
    /// # Errors
    /// `Misconfigured` for an address or administration that may not be used.
    pub fn new(settings: Settings, wire: Wire) -> Result<Self, BackendError> {
        let typed = settings.user.map(|user| user.trim().to_owned());
        let typed = typed.filter(|user| !user.is_empty());
        let digits = |user: &&String| user.bytes().all(|byte| byte.is_ascii_digit());
        Ok(Self {
            own: typed
                .as_ref()
                .filter(digits)
                .cloned()
                .map_or_else(OnceLock::new, OnceLock::from),
            typed,
            zone: settings.zone,
            details: settings.documented,
            lookups: Lookups::default(),
            tenant: OnceLock::new(),
            session: Session::new(
                settings.url.as_deref(),
                &settings.administration,
                settings.tokens,
                wire,
            )?,
        })
    }

    fn own(&self) -> Option<&str> {
        self.own.get().map(String::as_str)
    }

    /// Whose time is booked, by identity; a name or mail address is looked up.
    fn settle_own(&self) -> Result<&str, BackendError> {
        if let Some(own) = self.own() {
            return Ok(own);
        }
        let Some(typed) = &self.typed else {
            let users = self.catalog_page(CatalogKind::Members, &Page::default());
            let users = users.map(|batch| batch.items).unwrap_or_default();
            let named = |user: &CatalogItem| format!("{} ({})", user.name, user.id);
            let users: Vec<_> = users.iter().filter(|it| it.active).map(named).collect();
            let mut message = "the profile does not say whose time it books".to_owned();
            if !users.is_empty() {
                message.push_str("; there are: ");
                message.push_str(&clean(&users.join(", ")));
            }
            return Err(nobody(&message));
        };
        let found = self.search("member", USERS, typed).map_err(|error| {
            if matches!(error.kind, ErrorKind::Invalid(_)) {
                nobody(&error.message)
            } else {
                error
            }
        })?;
        match found.id {
            Some(id) => Ok(self.own.get_or_init(|| id)),
            None => Err(nobody(&format!("user {typed:?} has no number"))),
        }
    }

    fn reader(&self) -> Reader<'_> {
        Reader {
            zone: self.zone,
            own: self.own(),
            details: self.details,
        }
    }

    fn sender(&self) -> Sender<'_> {
        Sender {
            own: self.own(),
            zone: self.zone,
            details: self.details,
        }
    }

    fn unreadable(&self) -> BackendError {
        BackendError::new(
            ErrorKind::Protocol,
            format!(
                "{} answered with something that is not what was asked for",
                self.session.service()
            ),
            "check `url` of the profile; if it is right, the service may have trouble: try again later",
        )
    }

    /// The entry in the answer of a write. One that cannot be read leaves open what was done.
    fn written(&self, value: &Value) -> Result<Remote, BackendError> {
        self.reader().read(value).map_err(|_| {
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
}

impl Backend for Moneybird {
    fn kind(&self) -> BackendKind {
        BackendKind::Moneybird
    }

    fn requests(&self) -> u64 {
        self.session.requests()
    }

    /// There is no way to ask who one is, so the profile names the user. Which
    /// administrations a token sees needs no further right, and tells the zone.
    fn check_access(&self) -> Result<Identity, BackendError> {
        let zone = self.see_tenant()?;
        let own = self.settle_own()?;
        Ok(Identity {
            tenant: self.session.administration().to_owned(),
            member: Some(Reference::known(own, None)),
            zone,
            version: None,
        })
    }

    fn resolve(&self, outgoing: &mut Outgoing) -> Result<(), BackendError> {
        self.resolve_names(&mut outgoing.content)
    }

    fn create(&self, outgoing: &Outgoing) -> Result<Remote, BackendError> {
        let body = encode::create(outgoing, self.sender()).map_err(BackendError::incomplete)?;
        let call = Call {
            act: Act::Create,
            method: Method::Post,
            path: &[ENTRIES],
            query: &[],
            repeat: Repeat::Never,
        };
        let reply = self.session.send(call, Some(body.to_string().as_bytes()))?;
        self.written(&reply.value)
    }

    fn update(
        &self,
        id: &RemoteId,
        outgoing: &Outgoing,
        last: &Remote,
        sent: Option<&Content>,
    ) -> Result<Remote, BackendError> {
        let body = encode::change(outgoing, last, sent, self.sender())
            .map_err(BackendError::incomplete)?;
        let Some(mut body) = body else {
            return self.fetch(id)?.ok_or_else(|| self.gone(id));
        };
        if !encode::moves(&outgoing.content, last, self.sender()) {
            // The end has to be sent, and is not ours to change: somebody may have moved it.
            let now = self.fetch(id)?.ok_or_else(|| self.gone(id))?;
            encode::keep_end(&mut body, &now);
        }
        let call = Call {
            act: Act::Change,
            method: Method::Patch,
            path: &[ENTRIES, &id.0],
            query: &[],
            repeat: Repeat::Never,
        };
        let reply = self
            .session
            .send(call, Some(body.to_string().as_bytes()))
            .map_err(|error| self.explain(id, error))?;
        let remote = if reply.value.is_null() {
            self.fetch(id)?.ok_or_else(|| self.gone(id))?
        } else {
            self.written(&reply.value)?
        };
        let kept = encode::kept(&body, &remote);
        if let [field, ..] = kept.as_slice() {
            // Whether it can be taken away at all is not documented.
            let what = kept.join(" and ");
            return Err(BackendError::new(
                ErrorKind::Invalid(vec![Problem {
                    code: "kept".into(),
                    rule: None,
                    field: Some((*field).to_owned()),
                    message: format!("{} keeps the {what} of the entry", self.session.service()),
                }]),
                format!("{} keeps the {what} of entry {id}", self.session.service()),
                "take it away there, or `tt delete` the entry and book it anew without it",
            ));
        }
        Ok(remote)
    }

    fn delete(&self, id: &RemoteId) -> Result<(), BackendError> {
        let call = Call {
            act: Act::Change,
            method: Method::Delete,
            path: &[ENTRIES, &id.0],
            query: &[],
            repeat: Repeat::Safely,
        };
        match self.session.send(call, None) {
            Ok(_) => Ok(()),
            Err(error) if error.kind == ErrorKind::NotFound => self.see_tenant().map(drop),
            Err(error) => Err(self.explain(id, error)),
        }
    }

    fn find(&self, sent: &Outgoing) -> Result<Vec<Remote>, BackendError> {
        self.find_sent(sent)
    }

    fn fetch(&self, id: &RemoteId) -> Result<Option<Remote>, BackendError> {
        match self.session.get(&[ENTRIES, &id.0], &[]) {
            Ok(reply) => match self.reader().read(&reply.value) {
                Ok(remote) => Ok(Some(remote)),
                Err(_) => Err(self.unreadable()),
            },
            Err(error) if error.kind == ErrorKind::NotFound => self.see_tenant().map(|_| None),
            Err(error) => Err(error),
        }
    }

    fn list(&self, query: &RemoteQuery, page: &Page) -> Result<Batch<Remote>, BackendError> {
        self.list_page(query, page)
    }

    fn unbilled(&self) -> Unbilled {
        Unbilled {
            statuses: &[Status::Open],
            billable: &[Billable::Billable],
        }
    }

    fn runs(&self, remote: &Remote) -> bool {
        decode::runs(remote)
    }

    fn names(&self, where_text: &str) -> Named {
        let keys = || {
            where_text
                .split(',')
                .filter_map(|part| part.split(':').next())
        };
        let any = |names: &[&str]| keys().any(|key| names.contains(&key.trim()));
        Named {
            member: any(&["user_id"]),
            window: any(&["period", "day"]),
        }
    }

    fn page_at(&self, number: u32) -> Option<String> {
        Some(number.to_string())
    }

    fn catalog(&self, kind: CatalogKind, page: &Page) -> Result<Batch<CatalogItem>, BackendError> {
        self.catalog_page(kind, page)
    }

    fn notes(&self) -> Option<&dyn Notes> {
        Some(self)
    }

    fn normalise(&self, content: &Content) -> Content {
        normalise::normalise(content, self.zone, self.own(), self.details)
    }
}

impl Notes for Moneybird {
    fn add_note(
        &self,
        entry: &RemoteId,
        text: &str,
        todo: bool,
        assignee: Option<&Reference>,
    ) -> Result<RemoteNote, BackendError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(BackendError::incomplete(Problem {
                code: "blank".into(),
                rule: Some("moneybird/note-todo".into()),
                field: Some("note".into()),
                message: "the note is empty".into(),
            }));
        }
        let mut note = json!({"note": text, "todo": todo || assignee.is_some()});
        if let Some(person) = assignee {
            let person = self.person(person)?;
            note["assignee_id"] = json!(person);
        }
        let body = json!({"note": note}).to_string();
        let call = Call {
            act: Act::Create,
            method: Method::Post,
            path: &[ENTRIES, &entry.0, "notes"],
            query: &[],
            repeat: Repeat::Never,
        };
        let reply = self.session.send(call, Some(body.as_bytes()))?;
        let field = |name: &str| reply.value.get(name);
        Ok(RemoteNote {
            id: field("id").and_then(decode::identity).unwrap_or_default(),
            text: text.to_owned(),
            todo: field("todo") == Some(&Value::Bool(true)) || note["todo"] == json!(true),
            assignee: field("assignee_id").and_then(decode::identity),
        })
    }
}

impl Moneybird {
    fn person(&self, person: &Reference) -> Result<String, BackendError> {
        let mut named = Content::blank(
            chrono::NaiveDate::MIN,
            "UTC",
            crate::domain::status::BookedAs::Date,
        );
        named.member = Some(person.clone());
        self.resolve_names(&mut named)?;
        let id = named.member.as_ref().and_then(Reference::number);
        Ok(id.unwrap_or(&person.typed).to_owned())
    }

    /// A refusal of a change, told apart by what the service holds now: what it says of an
    /// entry on an invoice is not documented.
    fn explain(&self, id: &RemoteId, error: BackendError) -> BackendError {
        if !matches!(error.kind, ErrorKind::Invalid(_) | ErrorKind::Forbidden) {
            return error;
        }
        match self.fetch(id) {
            Ok(Some(remote)) if remote.locked => {
                let word = remote.status_word.unwrap_or_default();
                BackendError::new(
                    ErrorKind::Conflict,
                    format!("{}; the entry is on {word} there", error.message),
                    "book the difference as a new entry, or take the entry off the invoice there",
                )
            }
            _ => error,
        }
    }

    /// Whether the token sees the administration at all, and the zone it is in. What is not
    /// there for somebody outside has not been deleted.
    fn see_tenant(&self) -> Result<Option<String>, BackendError> {
        if let Some(zone) = self.tenant.get() {
            return Ok(zone.clone());
        }
        let reply = self.session.administrations()?;
        let rows = reply.value.as_array().ok_or_else(|| self.unreadable())?;
        let wanted = self.session.administration();
        let is_it =
            |row: &&Value| row.get("id").and_then(decode::identity).as_deref() == Some(wanted);
        let Some(found) = rows.iter().find(is_it) else {
            let named = |row: &Value| {
                let id = row.get("id").and_then(decode::identity)?;
                Some(format!("{id} {}", decode::title(row).unwrap_or_default()))
            };
            let seen: Vec<String> = rows.iter().filter_map(named).collect();
            let seen = if seen.is_empty() {
                "none".to_owned()
            } else {
                seen.join(", ")
            };
            return Err(BackendError::new(
                ErrorKind::Misconfigured,
                format!(
                    "the token does not see administration {wanted}; it sees: {}",
                    clean(&seen)
                ),
                "correct `administration` of the profile, or make a token in that administration",
            ));
        };
        let zone = found.get("time_zone").and_then(Value::as_str);
        let zone = zone
            .filter(|zone| Zone::parse(zone).is_ok())
            .map(str::to_owned);
        Ok(self.tenant.get_or_init(|| zone).clone())
    }

    fn gone(&self, id: &RemoteId) -> BackendError {
        BackendError::new(
            ErrorKind::NotFound,
            format!("{} no longer has the entry {id}", self.session.service()),
            "it was deleted on the service; `tt review` tells what can be done",
        )
    }
}

fn nobody(message: &str) -> BackendError {
    BackendError::new(
        ErrorKind::Misconfigured,
        message,
        "set `user` of the profile to the number of a user: `tt catalog list members` has them",
    )
}

#[cfg(test)]
mod tests;
