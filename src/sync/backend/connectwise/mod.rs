//! ConnectWise PSA.
//!
//! Translates entries into the service's REST API 3.0 and back, and its refusals
//! into the engine's terms. What is waited for, repeated and logged is decided
//! in `net`; what is sent when, in the engine. Keeps nothing beyond one run.
//!
//! | file | translates |
//! |---|---|
//! | `settings`, `dialect` | what a profile says, and where the two dialects differ |
//! | `encode`, `patch` | an outgoing entry into the body of a create or a change |
//! | `decode`, `figures`, `normalise` | what the service returns, and what it cannot tell apart |
//! | `conditions`, `listing` | questions for entries, page by page |
//! | `access`, `lookup`, `catalog`, `member` | names and numbers as typed into the service's identities |
//! | `sheets`, `decide`, `reason` | timesheets and approval |
//! | `session`, `errors` | addresses and credentials; failures |

mod access;
mod catalog;
mod conditions;
mod decide;
mod decode;
mod dialect;
mod encode;
mod errors;
mod listing;
mod lookup;
mod member;
mod normalise;
mod patch;
mod reason;
mod session;
mod settings;
mod sheets;

pub use settings::{Marker, Settings};

use self::catalog::Boards;
use self::decode::Reader;
use self::dialect::Dialect;
use self::encode::Sender;
use self::errors::Act;
use self::lookup::Lookups;
use self::member::Member;
use self::patch::Before;
use self::session::{Call, Reply, Session, before_sending};
use super::figures;
use super::{
    Approval, Backend, BackendError, Batch, CONNECTWISE_DOCUMENTED, Capabilities, ErrorKind,
    Identity, Named, Page, RemoteQuery, RemoteSheet, Unbilled, capabilities,
};
use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::domain::content::Content;
use crate::domain::delivery::{Outgoing, Remote};
use crate::domain::ids::RemoteId;
use crate::domain::status::{BackendKind, Billable};
use crate::domain::zone::Zone;
use crate::net::{Method, Repeat, Wire};
use serde::Serialize;
use serde_json::Value;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// Where entries live.
const ENTRIES: [&str; 2] = ["time", "entries"];

/// One profile's way to the service, for one run.
#[derive(Debug)]
pub struct ConnectWise {
    session: Session,
    dialect: &'static Dialect,
    marker: Marker,
    zone: Zone,
    /// The kind of approval that this profile gives.
    approval_type: String,
    /// The member as configured.
    typed: Option<String>,
    /// The member as far as he is known yet.
    own: Mutex<Option<Member>>,
    lookups: Lookups,
    boards: Boards,
    /// Why what is used of agreements is not known, where it is not.
    untold: OnceLock<String>,
    /// The own timesheets, where they tell how entries stand.
    sheets: Mutex<Option<Vec<RemoteSheet>>>,
    /// Set once windows by days have shown what windows by instants did not.
    by_days: AtomicBool,
}

impl ConnectWise {
    /// A backend that has not asked anything yet. Sends through `wire` only.
    ///
    /// # Errors
    /// `Misconfigured` for an address that may not be used.
    pub fn new(settings: Settings, wire: Wire) -> Result<Self, BackendError> {
        let typed = settings
            .member
            .clone()
            .filter(|member| !member.trim().is_empty());
        Ok(Self {
            dialect: Dialect::of(settings.documented),
            marker: settings.marker,
            zone: settings.zone,
            approval_type: settings.approval_type.clone(),
            own: Mutex::new(typed.as_deref().map(Member::typed)),
            typed,
            lookups: Lookups::default(),
            boards: Boards::default(),
            untold: OnceLock::new(),
            sheets: Mutex::new(None),
            by_days: AtomicBool::new(false),
            session: Session::new(settings, wire)?,
        })
    }

    fn own(&self) -> MutexGuard<'_, Option<Member>> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The member whose time it is; asked for where nobody has yet.
    fn booker(&self) -> Result<Member, BackendError> {
        if let Some(own) = self.own().clone() {
            return Ok(own);
        }
        self.identify()?;
        let own = self.own().clone();
        own.ok_or_else(|| {
            let help = "set `member` of the profile to your login name there";
            BackendError::new(
                ErrorKind::Misconfigured,
                "whose time it is, is not known",
                help,
            )
        })
    }

    fn reader(&self) -> Reader {
        Reader {
            zone: self.zone,
            dialect: self.dialect,
            own: self.own().clone(),
        }
    }

    /// The entry in the answer of a write. One that cannot be read leaves open
    /// what was done.
    fn written(&self, reply: &Reply, sent: &Content) -> Result<Remote, BackendError> {
        let read = self.reader().read(&reply.value, Some(sent));
        read.map(|remote| self.placed(remote)).map_err(|_| {
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

    /// Whether this dialect takes time on what is charged.
    fn chargeable(&self, content: &Content) -> Result<(), BackendError> {
        if content.target.is_some() || content.client.is_none() || self.dialect.charges_company {
            return Ok(());
        }
        let message = "chargeToId required: the company alone bears no time in this dialect";
        Err(BackendError::incomplete(encode::missing(
            "charge_to",
            message,
        )))
    }

    /// A refusal of a change, told apart by what the service holds now: a locked
    /// entry is refused with whatever words the tenant's version has.
    fn explain(&self, id: &RemoteId, error: BackendError) -> BackendError {
        if !matches!(error.kind, ErrorKind::Invalid(_) | ErrorKind::Forbidden) {
            return error;
        }
        match self.fetch(id) {
            Ok(Some(remote)) if remote.locked => {
                let word = remote.status_word.unwrap_or_default();
                BackendError::new(
                    ErrorKind::Conflict,
                    format!("{}; the entry is {word} there", error.message),
                    "have its time sheet returned on the service, then `tt sync` again",
                )
            }
            _ => error,
        }
    }
}

impl Backend for ConnectWise {
    fn kind(&self) -> BackendKind {
        BackendKind::ConnectWise
    }

    fn capabilities(&self) -> &'static Capabilities {
        if self.dialect.has_guid {
            capabilities(self.kind())
        } else {
            &CONNECTWISE_DOCUMENTED
        }
    }

    fn approval(&self) -> Option<&dyn Approval> {
        Some(self)
    }

    fn remarks(&self) -> Vec<String> {
        let why = self.untold.get().into_iter();
        let remark = |why: &String| {
            format!("what is left of agreements' blocks of hours is not known: {why}")
        };
        why.map(remark).collect()
    }

    fn requests(&self) -> u64 {
        self.session.requests()
    }

    fn check_access(&self) -> Result<Identity, BackendError> {
        self.identify()
    }

    fn resolve(&self, outgoing: &mut Outgoing) -> Result<(), BackendError> {
        self.lookups.resolve(&self.session, &mut outgoing.content)
    }

    fn create(&self, outgoing: &Outgoing) -> Result<Remote, BackendError> {
        let own = self
            .booker()
            .map_err(|error| before_sending(Act::Create, error))?;
        let sender = Sender {
            own: Some(&own),
            marker: self.marker,
        };
        self.chargeable(&outgoing.content)?;
        let mut entry = encode::create(outgoing, sender).map_err(BackendError::incomplete)?;
        if !self.dialect.has_guid {
            entry = entry.without_guid();
        }
        let body = bytes(&entry)?;
        let call = Call {
            act: Act::Create,
            method: Method::Post,
            path: &ENTRIES,
            query: &[],
            repeat: Repeat::Never,
        };
        let reply = self.session.send(call, Some(&body))?;
        self.written(&reply, &outgoing.content)
    }

    fn update(
        &self,
        id: &RemoteId,
        outgoing: &Outgoing,
        last: &Remote,
        sent: Option<&Content>,
    ) -> Result<Remote, BackendError> {
        let own = self
            .booker()
            .map_err(|error| before_sending(Act::Change, error))?;
        let sender = Sender {
            own: Some(&own),
            marker: self.marker,
        };
        self.chargeable(&outgoing.content)?;
        let before = Before { seen: last, sent };
        let changes = patch::changes(before, outgoing, sender, self.zone)
            .map_err(BackendError::incomplete)?;
        if changes.is_empty() {
            return self.fetch(id)?.ok_or_else(|| self.gone(id));
        }
        let body = bytes(&patch::body(&changes, self.dialect.patch))?;
        let path = [ENTRIES[0], ENTRIES[1], id.0.as_str()];
        let call = Call {
            act: Act::Change,
            method: Method::Patch,
            path: &path,
            query: &[],
            repeat: Repeat::Never,
        };
        let reply = self
            .session
            .send(call, Some(&body))
            .map_err(|error| self.explain(id, error))?;
        if reply.value.is_null() {
            return self.fetch(id)?.ok_or_else(|| self.gone(id));
        }
        // An answer may tell a part only: the rest is as it was, or as it was sent.
        let mut whole = patch::applied(&last.raw, &changes);
        if let Value::Object(told) = reply.value {
            whole.extend(told);
        }
        whole.insert("id".to_owned(), Value::from(id.0.as_str()));
        let remote = self
            .reader()
            .read(&Value::Object(whole), Some(&outgoing.content));
        remote
            .map(|remote| self.placed(remote))
            .map_err(|_| self.unreadable())
    }

    fn delete(&self, id: &RemoteId) -> Result<(), BackendError> {
        let path = [ENTRIES[0], ENTRIES[1], id.0.as_str()];
        let call = Call {
            act: Act::Change,
            method: Method::Delete,
            path: &path,
            query: &[],
            repeat: Repeat::Safely,
        };
        match self.session.send(call, None) {
            Ok(_) => Ok(()),
            Err(error) if error.kind == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(self.explain(id, error)),
        }
    }

    fn find(&self, sent: &Outgoing) -> Result<Vec<Remote>, BackendError> {
        self.find_sent(sent)
    }

    fn fetch(&self, id: &RemoteId) -> Result<Option<Remote>, BackendError> {
        let told = self.fetch_as_told(id)?;
        Ok(told.map(|remote| self.placed(remote)))
    }

    fn list(&self, query: &RemoteQuery, page: &Page) -> Result<Batch<Remote>, BackendError> {
        self.list_page(query, page)
    }

    fn unbilled(&self) -> Unbilled {
        Unbilled {
            statuses: self.dialect.unbilled,
            billable: &[Billable::Billable],
        }
    }

    fn names(&self, where_text: &str) -> Named {
        let names = conditions::names_in(where_text);
        let any = |fields: &[&str]| names.iter().any(|name| fields.contains(&name.as_str()));
        Named {
            member: any(&["member"]),
            window: any(&["timestart", "timeend", "dateentered", "timesheet", "id"]),
        }
    }

    fn page_at(&self, number: u32) -> Option<String> {
        Some(number.to_string())
    }

    fn catalog(&self, kind: CatalogKind, page: &Page) -> Result<Batch<CatalogItem>, BackendError> {
        self.catalog_page(kind, page)
    }

    fn catalog_changes(
        &self,
        kind: CatalogKind,
        since: i64,
        page: &Page,
    ) -> Result<Batch<CatalogItem>, BackendError> {
        self.catalog_changes_page(kind, since, page)
    }

    fn normalise(&self, content: &Content) -> Content {
        normalise::normalise(content, self.zone, self.own().as_ref())
    }
}

impl ConnectWise {
    /// One entry with the status that it tells itself.
    fn fetch_as_told(&self, id: &RemoteId) -> Result<Option<Remote>, BackendError> {
        match self.session.get(&[ENTRIES[0], ENTRIES[1], &id.0], &[]) {
            Ok(reply) => self
                .reader()
                .read(&reply.value, None)
                .map(Some)
                .map_err(|_| self.unreadable()),
            Err(error) if error.kind == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn gone(&self, id: &RemoteId) -> BackendError {
        BackendError::new(
            ErrorKind::NotFound,
            format!("{} no longer has the entry {id}", self.session.service()),
            "it was deleted on the service; `tt review` tells what can be done",
        )
    }

    fn unreadable(&self) -> BackendError {
        BackendError::new(
            ErrorKind::Protocol,
            format!(
                "{} answered with something that is not a time entry",
                self.session.service()
            ),
            "check `url` of the profile; if it is right, the service may have trouble: try again later",
        )
    }
}

fn bytes<T: Serialize>(body: &T) -> Result<Vec<u8>, BackendError> {
    serde_json::to_vec(body).map_err(|_| {
        let help = "please report this";
        BackendError::new(ErrorKind::Unsupported, "the entry has no JSON form", help)
    })
}

/// The rows of a list.
fn rows(value: &Value) -> Option<&[Value]> {
    value.as_array().map(Vec::as_slice)
}

#[cfg(test)]
mod tests;
