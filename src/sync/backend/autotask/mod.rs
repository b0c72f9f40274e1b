//! Autotask PSA.
//!
//! Translates entries into the service's REST API 1.0 and back, and its refusals into the
//! engine's terms. What is waited for, repeated and logged is decided in `net`; what is
//! sent when, in the engine. Keeps nothing beyond one run.
//!
//! | file | translates |
//! |---|---|
//! | `settings`, `place`, `session`, `errors` | where the company is, credentials, how many requests are left; failures |
//! | `filter`, `query`, `listing` | questions, page by page; what was posted |
//! | `encode`, `decode`, `normalise`, `written` | an entry there and back, and read again |
//! | `own`, `zones`, `lookup`, `catalog` | people, places and names into the service's numbers |
//! | `levels` | approval for billing |
//!
//! The service answers a write with a number alone, so what it made of an entry is read
//! afterwards. It shows neither timesheets nor, to some users, what is not billed: what it
//! does not show is not taken for gone.

mod catalog;
mod decode;
mod encode;
mod errors;
mod filter;
mod levels;
mod listing;
mod lookup;
mod normalise;
mod own;
mod place;
mod query;
mod session;
mod settings;
mod written;
mod zones;

pub use settings::Settings;

use self::catalog::WordLists;
use self::decode::Reader;
use self::encode::Sender;
use self::errors::Act;
use self::filter::Filter;
use self::listing::ENTRIES;
use self::lookup::Lookups;
use self::own::Own;
use self::query::Row;
use self::session::{Call, Session, unsent};
use super::{
    Approval, Backend, BackendError, Batch, ErrorKind, Identity, Named, Page, RemoteQuery,
};
use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::domain::charge::TargetKind;
use crate::domain::content::Content;
use crate::domain::delivery::{Outgoing, Remote};
use crate::domain::entry::Problem;
use crate::domain::given::Slot;
use crate::domain::ids::RemoteId;
use crate::domain::status::{BackendKind, Billable};
use crate::domain::zone::Zone;
use crate::net::{Method, Response, Wire};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

/// Whether an answer is a plain refusal in this service's way of speaking, for the wire.
#[must_use]
pub fn is_refusal(answer: &Response) -> bool {
    errors::is_refusal(answer)
}

/// One profile's way to the service, for one run.
pub struct Autotask {
    session: Session,
    /// The resource as configured.
    typed: Option<String>,
    /// The resource, once it was asked for.
    own: OnceLock<Own>,
    /// Its zone as configured.
    zone: Option<Zone>,
    /// The zone of this machine.
    fallback: Zone,
    approver: bool,
    lookups: Lookups,
    words: WordLists,
    /// Zones of places, once they were read.
    places: Mutex<Option<BTreeMap<String, String>>>,
    /// The roles in which tickets and tasks are assigned, as far as they were asked for.
    roles: Mutex<HashMap<(TargetKind, String), Option<i64>>>,
    seen: Seen,
}

/// What the rows of a run told besides what they say.
#[derive(Debug, Default)]
struct Seen {
    /// One that is not billed.
    non_billable: AtomicBool,
    /// Whether one is shown at all, once that was asked.
    probed: OnceLock<bool>,
    /// What is posted may not be read.
    unbillable: AtomicBool,
    /// Why blocks of hours are not known, where they are not.
    blocks: OnceLock<String>,
    /// How many bear a marker that people outside may read.
    exposed: AtomicU64,
    /// Entries counted to another day than they were sent with.
    moved: Mutex<Vec<String>>,
}

impl Autotask {
    /// A backend that has not asked anything yet. Sends through `wire` only.
    ///
    /// # Errors
    /// `Misconfigured` for addresses that may not be used.
    pub fn new(settings: Settings, wire: Wire) -> Result<Self, BackendError> {
        let typed = settings.resource.as_deref().map(str::trim);
        let typed = typed.filter(|typed| !typed.is_empty()).map(str::to_owned);
        Ok(Self {
            typed,
            own: OnceLock::new(),
            zone: settings.zone,
            fallback: settings.fallback,
            approver: settings.approver,
            lookups: Lookups::default(),
            words: WordLists::default(),
            places: Mutex::new(None),
            roles: Mutex::new(HashMap::new()),
            seen: Seen::default(),
            session: Session::new(settings, wire)?,
        })
    }

    /// The zone of the resource, where somebody told it.
    fn told_zone(&self) -> Option<Zone> {
        self.zone.or_else(|| self.own.get()?.zone)
    }

    fn zone(&self) -> Zone {
        self.told_zone().unwrap_or(self.fallback)
    }

    /// What the resource is called besides its number.
    fn aliases(&self) -> Vec<String> {
        let own = self.own.get();
        let aliases = own.map_or(&[][..], |own| own.aliases.as_slice());
        self.typed.iter().chain(aliases).cloned().collect()
    }

    fn own_id(&self) -> Option<&str> {
        self.own.get().map(|own| own.id.as_str())
    }

    fn reader(&self) -> Reader<'_> {
        Reader {
            zone: self.zone(),
            own: self.own_id(),
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

    fn gone(&self, id: &RemoteId) -> BackendError {
        BackendError::new(
            ErrorKind::NotFound,
            format!("{} no longer has the entry {id}", self.session.service()),
            "it was deleted on the service; `tt review` tells what can be done",
        )
    }

    /// One entry's row; none where the service shows none by that number.
    fn row(&self, id: &str) -> Result<Option<Row>, BackendError> {
        let answer = match self.session.get(&[ENTRIES, id]) {
            Ok(answer) => answer,
            Err(error) if error.kind == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        match answer.get("item") {
            Some(Value::Null) => Ok(None),
            Some(Value::Object(row))
                if row.get("id").and_then(decode::identity).as_deref() == Some(id) =>
            {
                Ok(Some(row.clone()))
            }
            _ => Err(self.unreadable()),
        }
    }

    fn sender<'s>(&'s self, names: &'s [String]) -> Sender<'s> {
        Sender {
            own: self.own_id(),
            names,
            told: self.told_zone(),
            zone: self.zone(),
        }
    }
}

impl Backend for Autotask {
    fn kind(&self) -> BackendKind {
        BackendKind::Autotask
    }

    fn requests(&self) -> u64 {
        self.session.requests()
    }

    /// The tenant is the user: which servers a company is on may change.
    fn check_access(&self) -> Result<Identity, BackendError> {
        let own = self.settle_own()?;
        Ok(Identity {
            tenant: self.session.user().to_lowercase(),
            member: Some(own.reference()),
            zone: own.zone.map(|zone| zone.to_string()),
            version: None,
        })
    }

    fn resolve(&self, outgoing: &mut Outgoing) -> Result<(), BackendError> {
        self.resolve_names(&mut outgoing.content)
    }

    fn create(&self, outgoing: &Outgoing) -> Result<Remote, BackendError> {
        let before = |error| unsent(Act::Create, error);
        self.settle_own().map_err(before)?;
        let names = self.aliases();
        let sender = self.sender(&names);
        let mut fields = encode::create(outgoing, sender).map_err(BackendError::incomplete)?;
        self.fill_in_role(&outgoing.content, &mut fields)
            .map_err(before)?;
        let call = Call {
            act: Act::Create,
            method: Method::Post,
            path: &[ENTRIES],
            page: None,
        };
        let answer = self.session.send(call, Some(&Value::Object(fields)))?;
        self.read_back(&self.number(&answer)?, outgoing)
    }

    fn update(
        &self,
        id: &RemoteId,
        outgoing: &Outgoing,
        last: &Remote,
        sent: Option<&Content>,
    ) -> Result<Remote, BackendError> {
        self.settle_own()
            .map_err(|error| unsent(Act::Change, error))?;
        let names = self.aliases();
        let sender = self.sender(&names);
        let mut fields =
            encode::change(outgoing, last, sent, sender).map_err(BackendError::incomplete)?;
        let had_role = sent.is_some_and(|sent| sent.work_role.is_some());
        if had_role && outgoing.content.work_role.is_none() {
            // There is always one: that of the ticket or task again.
            self.fill_in_role(&outgoing.content, &mut fields)
                .map_err(|error| unsent(Act::Change, error))?;
            if fields.get("roleID") == last.raw.get("roleID") {
                fields.remove("roleID");
            }
        }
        if fields.is_empty() {
            let now = self.row(&id.0)?.ok_or_else(|| self.gone(id))?;
            return self.one(&now);
        }
        let number: i64 = id.0.parse().map_err(|_| self.gone(id))?;
        fields.insert("id".to_owned(), json!(number));
        let call = Call {
            act: Act::Change,
            method: Method::Patch,
            path: &[ENTRIES],
            page: None,
        };
        let body = Value::Object(fields.clone());
        let answer = self.session.send(call, Some(&body));
        answer.map_err(|error| self.explain(id, error))?;
        let remote = self.read_back(&id.0, outgoing)?;
        let kept = encode::kept(&fields, &remote);
        if let [field, ..] = kept.as_slice() {
            let what = kept.join(" and ");
            let message = format!("{} keeps the {what} of entry {id}", self.session.service());
            let problem = Problem {
                code: "kept".to_owned(),
                rule: None,
                field: Some((*field).to_owned()),
                message: message.clone(),
            };
            return Err(BackendError::new(
                ErrorKind::Invalid(vec![problem]),
                message,
                "take it away on the service, or give it one here with `tt edit`",
            ));
        }
        Ok(remote)
    }

    fn delete(&self, id: &RemoteId) -> Result<(), BackendError> {
        let call = Call {
            act: Act::Change,
            method: Method::Delete,
            path: &[ENTRIES, &id.0],
            page: None,
        };
        match self.session.send(call, None) {
            Ok(_) => Ok(()),
            // One sentence for two things: none by that number, and not for us to delete.
            Err(error) if error.kind == ErrorKind::NotFound => match self.row(&id.0)? {
                None => Ok(()),
                Some(_) => Err(BackendError::new(
                    ErrorKind::Forbidden,
                    error.message,
                    "only what the API user entered can be deleted through it; delete it on the service",
                )),
            },
            Err(error) => Err(self.explain(id, error)),
        }
    }

    fn find(&self, sent: &Outgoing) -> Result<Vec<Remote>, BackendError> {
        self.find_sent(sent)
    }

    fn fetch(&self, id: &RemoteId) -> Result<Option<Remote>, BackendError> {
        self.settle_own()?;
        match self.row(&id.0)? {
            Some(row) => self.one(&row).map(Some),
            None => Ok(None),
        }
    }

    fn list(&self, query: &RemoteQuery, page: &Page) -> Result<Batch<Remote>, BackendError> {
        self.list_page(query, page)
    }

    fn names(&self, where_text: &str) -> Named {
        let typed = Filter::parse(where_text);
        let fields = typed.as_ref().map_or_else(|_| Vec::new(), Filter::fields);
        let any = |names: &[&str]| {
            fields
                .iter()
                .any(|field| names.iter().any(|name| field.eq_ignore_ascii_case(name)))
        };
        Named {
            member: any(&["resourceID", "id"]),
            window: any(&[
                "dateWorked",
                "startDateTime",
                "endDateTime",
                "createDateTime",
                "lastModifiedDateTime",
                "id",
            ]),
        }
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

    fn approval(&self) -> Option<&dyn Approval> {
        self.approver.then_some(self as &dyn Approval)
    }

    fn clears_after_create(&self) -> &'static [Slot] {
        &[Slot::WorkType, Slot::Agreement]
    }

    /// Entries that are not billed are hidden from users without the right to see them.
    fn hides(&self, content: &Content, seen: Option<&Remote>) -> Result<bool, BackendError> {
        let is_billed =
            content.billable == Billable::Billable && decode::has_parent(content.target.as_ref());
        // What was there once may be turned non-billable by others.
        let may_be = seen.is_some() || !is_billed;
        Ok(may_be && !self.sees_non_billable()?)
    }

    fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        let exposed = self.seen.exposed.load(Ordering::Relaxed);
        if exposed > 0 {
            remarks.push(format!(
                "co-managed users may read the internal notes of {exposed} of these entries, tt's marker among them; marker = \"none\" in the profile leaves it out"
            ));
        }
        if self.seen.unbillable.load(Ordering::Relaxed) {
            remarks.push(
                "the API user may not see billing items: which entries are posted is not known"
                    .to_owned(),
            );
        }
        if let Some(why) = self.seen.blocks.get() {
            remarks.push(format!(
                "what is left of contracts' blocks of hours is not known: {why}"
            ));
        }
        let moved = self
            .seen
            .moved
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        remarks.extend(moved.iter().cloned());
        remarks
    }

    fn normalise(&self, content: &Content) -> Content {
        normalise::normalise(content, self.zone(), self.own_id(), &self.aliases())
    }
}

impl Autotask {
    /// One row with what was posted of it.
    fn one(&self, row: &Row) -> Result<Remote, BackendError> {
        let mut read = self.read_rows(std::slice::from_ref(row))?;
        read.pop().ok_or_else(|| self.unreadable())
    }
}

#[cfg(test)]
mod tests;
