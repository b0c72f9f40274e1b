//! What a service must be able to do for the engine, and how it may fail.
//!
//! A backend translates and nothing more: addresses, fields, error words.
//! Retry, pacing, redaction and paging live below it in `net`; planning and
//! bookkeeping above it in the engine. It never touches the store.

mod act;
mod approval;
pub mod autotask;
mod capability;
pub mod connectwise;
mod error;
mod figures;
pub mod freshbooks;
pub mod grant;
pub mod login;
pub mod moneybird;
mod notes;
mod query;
pub mod reference;
mod wording;
mod words;

pub use approval::{Approval, Decided, Decision, RemoteSheet, SheetQuery, SheetStep};
pub use capability::{CONNECTWISE_DOCUMENTED, Capabilities, capabilities};
pub use error::{BackendError, ErrorKind};
pub use notes::{Notes, RemoteNote};
pub use query::{RemoteQuery, Wanted, matches};
pub use words::clean;

use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::domain::content::Content;
use crate::domain::delivery::{Outgoing, Remote};
use crate::domain::given::Slot;
use crate::domain::ids::RemoteId;
use crate::domain::status::{BackendKind, Billable, Status};

/// Where in a listing to go on. `None` of a [`Batch`]'s `next` ends it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The service's own cursor, number or address of the page; none for the first.
    pub cursor: Option<String>,
    /// How many to ask for; none leaves it to the backend.
    pub size: Option<u32>,
}

/// One page of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch<T> {
    /// What it holds.
    pub items: Vec<T>,
    /// Where it goes on.
    pub next: Option<String>,
    /// How many there are in all, where the service says.
    pub total: Option<u64>,
}

/// What is not billed yet on a service; an empty list asks nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unbilled {
    /// Where it may stand.
    pub statuses: &'static [Status],
    /// How it may be billed.
    pub billable: &'static [Billable],
}

/// What a query in a service's own language says itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Named {
    /// Whose entries.
    pub member: bool,
    /// Of which time.
    pub window: bool,
}

/// Who the service takes us for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The tenant that identities of entries belong to.
    pub tenant: String,
    /// The member whose time is booked, as the service knows him.
    pub member: Option<crate::domain::charge::Reference>,
    /// The member's zone, IANA, where the service tells.
    pub zone: Option<String>,
    /// The service's version, where it tells.
    pub version: Option<String>,
}

/// One service, through one profile. Calls block; nothing is retried above it.
pub trait Backend: Send + Sync {
    /// Which service it is.
    fn kind(&self) -> BackendKind;

    /// What it can and cannot do.
    fn capabilities(&self) -> &'static Capabilities {
        capabilities(self.kind())
    }

    /// Who we are there. Every run asks once, before anything else.
    ///
    /// # Errors
    /// Unauthorized, Forbidden, Unreachable and the like.
    fn check_access(&self) -> Result<Identity, BackendError>;

    /// Settles what the catalog could not: numbers and names as typed become the
    /// service's identities. Sends nothing that changes anything.
    ///
    /// # Errors
    /// `Invalid` where the service knows no such thing; `Unreachable`, `RateLimited`.
    fn resolve(&self, outgoing: &mut Outgoing) -> Result<(), BackendError>;

    /// Brings an entry into being and tells what the service now holds.
    /// Never repeated by anybody below.
    ///
    /// # Errors
    /// `OutcomeUnknown` whenever it may have happened.
    fn create(&self, outgoing: &Outgoing) -> Result<Remote, BackendError>;

    /// Changes what differs from `last`, what the service was last seen to hold, and
    /// tells what it now holds. `sent` is what was last delivered, where that is known:
    /// it tells a value that a person takes away from one that the service filled in.
    ///
    /// # Errors
    /// `NotFound` when it is gone, `Conflict` when it is locked.
    fn update(
        &self,
        id: &RemoteId,
        outgoing: &Outgoing,
        last: &Remote,
        sent: Option<&Content>,
    ) -> Result<Remote, BackendError>;

    /// Takes an entry away; one that is already gone is a success.
    ///
    /// # Errors
    /// `Conflict` when it is locked.
    fn delete(&self, id: &RemoteId) -> Result<(), BackendError>;

    /// Everything on the service that may be what was sent, after a lost answer:
    /// by key where it is kept, else all that equal it in the natural key
    /// (member, target, start, length, note), compared row by row.
    ///
    /// # Errors
    /// As any read.
    fn find(&self, sent: &Outgoing) -> Result<Vec<Remote>, BackendError>;

    /// One entry; none when the service says that it is gone.
    ///
    /// # Errors
    /// As any read.
    fn fetch(&self, id: &RemoteId) -> Result<Option<Remote>, BackendError>;

    /// Entries that may be those asked for: callers compare every row again.
    ///
    /// # Errors
    /// `Invalid` where the service refuses what was asked for, with its words; else as any read.
    fn list(&self, query: &RemoteQuery, page: &Page) -> Result<Batch<Remote>, BackendError>;

    /// Reference data of one kind.
    ///
    /// # Errors
    /// `Unsupported` where the service has no such kind; else as any read.
    fn catalog(&self, kind: CatalogKind, page: &Page) -> Result<Batch<CatalogItem>, BackendError>;

    /// Reference data of one kind that has changed since an instant (seconds UTC), and
    /// perhaps more.
    ///
    /// # Errors
    /// `Unsupported` where the service does not tell what has changed; else as any read.
    fn catalog_changes(
        &self,
        kind: CatalogKind,
        since: i64,
        page: &Page,
    ) -> Result<Batch<CatalogItem>, BackendError> {
        let _ = (since, page);
        Err(BackendError::new(
            ErrorKind::Unsupported,
            format!("this service does not tell which {kind} have changed"),
            "read all of them",
        ))
    }

    /// What `--unbilled` asks for on this service.
    fn unbilled(&self) -> Unbilled {
        Unbilled {
            statuses: &[
                Status::Open,
                Status::Submitted,
                Status::Rejected,
                Status::Approved,
            ],
            billable: &[],
        }
    }

    /// The fields that an entry cannot be without when it is created, though it shall have no
    /// value there: what the service fills in is taken away by an update of its own.
    fn clears_after_create(&self) -> &'static [Slot] {
        &[]
    }

    /// Whether the service may hold such an entry without showing it to this login, so that
    /// not to find it proves nothing. `seen` is what it was last seen to hold, where it was.
    ///
    /// # Errors
    /// As any read.
    fn hides(&self, content: &Content, seen: Option<&Remote>) -> Result<bool, BackendError> {
        let _ = (content, seen);
        Ok(false)
    }

    /// What is worth knowing of this run and needs nobody, in whole sentences.
    fn remarks(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether an entry runs there. It is nobody's to import until it has ended.
    fn runs(&self, remote: &Remote) -> bool {
        remote.content.is_timer()
    }

    /// What a query in the service's own language says itself, so that nothing is
    /// presumed of it.
    fn names(&self, where_text: &str) -> Named {
        let _ = where_text;
        Named::default()
    }

    /// Where the page of this number begins, where a page can be asked for by its number.
    fn page_at(&self, number: u32) -> Option<String> {
        let _ = number;
        None
    }

    /// Timesheets and approval, where the service has them.
    fn approval(&self) -> Option<&dyn Approval> {
        None
    }

    /// Notes and to-dos on an entry, where the service has them.
    fn notes(&self) -> Option<&dyn Notes> {
        None
    }

    /// How many requests have left the machine.
    fn requests(&self) -> u64 {
        0
    }

    /// How the service would hold this: its rounding of times, its line ends.
    /// Two contents that it cannot tell apart become equal.
    fn normalise(&self, content: &Content) -> Content;
}
