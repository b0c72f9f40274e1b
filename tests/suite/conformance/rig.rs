//! What a service brings along to be tried: facts about it, a way to its backend, and
//! hands and eyes behind the backend's back.
//!
//! A rig describes the service from the vendor's facts and reads what it holds from its
//! own state, so that an adapter that is wrong in both directions does not agree with
//! itself. It decides nothing about a case.

use std::time::Duration;
use tt::domain::charge::TargetKind;
use tt::domain::content::Content;
use tt::domain::given::Slot;
use tt::domain::ids::{Key, RemoteId};
use tt::domain::status::{BackendKind, Billable, Status};
use tt::sync::backend::Backend;

/// What is known of a service before anything is sent to it.
pub struct Manner {
    /// Service and dialect: `connectwise/openapi`.
    pub name: &'static str,
    /// Which service it is.
    pub kind: BackendKind,
    /// Everything that time can be charged to there; the first is that of [`Rig::entry`].
    pub charges: &'static [Charge],
    /// Billable options as said and as then held there.
    pub billable: &'static [(Billable, Billable)],
    /// Fields it keeps beside what is charged, with two values each.
    pub fields: &'static [Field],
    /// Whether it has a note that no client reads.
    pub internal_note: bool,
    /// The longest note that is tried, characters: the rules' limit, else 32,000.
    pub longest_note: usize,
    /// Names and numbers as people type them, and what they mean there.
    pub names: &'static [Name],
    /// The most requests that one call may send.
    pub requests: Requests,
    /// Cases that it cannot have, and why not.
    /// A name that ends in `*` means all that begin so.
    pub absent: &'static [(&'static str, &'static str)],
}

impl Manner {
    /// Whether it cannot have the case of this name.
    pub fn lacks(&self, case: &str) -> bool {
        let mut absent = self.absent.iter();
        absent.any(|(name, _)| match name.strip_suffix('*') {
            Some(start) => case.starts_with(start),
            None => *name == case,
        })
    }
}

/// Something that time is charged to, by identity.
#[derive(Debug, Clone, Copy, Default)]
pub struct Charge {
    /// The target.
    pub target: Option<(TargetKind, &'static str)>,
    /// The client, where it has to be named.
    pub client: Option<&'static str>,
    /// The project, likewise.
    pub project: Option<&'static str>,
}

/// A field with two values of it.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Which one.
    pub slot: Slot,
    /// An identity; not what the service would fill in.
    pub one: &'static str,
    /// Another identity.
    pub two: &'static str,
    /// Whether it stays as it was created.
    pub fixed: bool,
}

/// Where a name may stand.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// As the target.
    Target(TargetKind),
    /// In a field.
    Slot(Slot),
}

/// A name or number as typed.
#[derive(Debug, Clone, Copy)]
pub struct Name {
    /// Where it stands.
    pub place: Place,
    /// As typed.
    pub typed: &'static str,
    /// What it means there.
    pub id: &'static str,
    /// Something that does not exist there, typed in the same place.
    pub unknown: &'static str,
}

/// The most requests of each call, once the backend knows who it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Requests {
    /// The first [`Backend::check_access`] of a run.
    pub check_access: u64,
    /// One name.
    pub resolve: u64,
    /// A create.
    pub create: u64,
    /// A change.
    pub update: u64,
    /// A removal.
    pub delete: u64,
    /// A search.
    pub find: u64,
    /// One entry.
    pub fetch: u64,
    /// One page.
    pub list: u64,
}

/// Which requests something happens to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// Those that only ask.
    Reads,
    /// Those that create, change or delete.
    Writes,
}

/// What happens to a request, in the service's own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Too many requests; the wait it asks for in seconds, where it does. Not done.
    Throttled(Option<u64>),
    /// A gateway's 502 with a web page. Not done.
    BadGateway,
    /// An error of the service that tells nothing, done or not.
    ServerError(bool),
    /// Done; the answer is JSON that breaks off.
    BrokenJson,
    /// Done; the connection ends in the middle of the answer.
    CutBody,
    /// A web page with the status of a success. Not done.
    WebPage,
    /// Sent on to another address. Not done.
    Redirect,
    /// Nobody listens. Not done.
    NotSent,
    /// The answer is lost. Not done.
    LostBefore,
    /// The answer is lost. Done.
    LostAfter,
    /// The answer is lost. Done at [`Rig::settle`] at the latest.
    Late,
    /// Done; the answer takes longer than [`How::Hasty`] waits.
    Slow,
    /// The credentials are not accepted. Not done.
    Unauthorized,
    /// The rights do not suffice. Not done.
    Forbidden,
}

/// How the service differs from the usual one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quirk {
    /// It keeps no key of ours.
    ForgetsKeys,
    /// Its notes come back with `\r\n`.
    LineEnds,
    /// Its filters are hours off.
    FiltersOff,
    /// Its filters understand days, and no instants.
    FiltersByDay,
    /// Its filters keep nothing out.
    FiltersIgnored,
    /// It rounds hours up to quarters.
    Rounds,
}

/// How the service treats timesheets in an unusual way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfSheets {
    /// It takes none, with these words.
    KeptBack(&'static str),
    /// It rejects no entry by itself, as older versions.
    RejectedWhole,
}

/// Whose run a client is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// The member's next one.
    Next,
    /// One of whoever approves the member's time.
    Approver,
}

/// How a client differs from that of [`Rig::backend`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It waits less than half a second for an answer.
    Hasty,
    /// Its secret is not the right one.
    WrongSecret,
    /// Its company, administration or business does not exist.
    WrongTenant,
    /// Its access token has expired; it can get another one.
    StaleToken,
}

/// What somebody else does to an entry on the service's own page.
#[derive(Debug, Clone)]
pub enum Edit {
    /// Another note.
    Note(&'static str),
    /// Another internal note.
    InternalNote(&'static str),
    /// Start and end moved by these seconds.
    Move(i64),
    /// It may not be changed any more.
    Lock,
}

/// Whose entry somebody puts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The profile's member's.
    Own,
    /// Somebody else's.
    Other,
}

/// An entry as the service holds it, read from its own state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Start, seconds UTC.
    pub start: Option<i64>,
    /// Seconds worked.
    pub worked: i64,
    /// The note.
    pub note: Option<String>,
    /// The internal note, markers and all.
    pub internal_note: Option<String>,
    /// The billable option.
    pub billable: Billable,
    /// What it is charged to.
    pub target: Option<(TargetKind, String)>,
    /// Client by identity, where the service shows one.
    pub client: Option<String>,
    /// Project by identity, where the service shows one.
    pub project: Option<String>,
    /// The key in a field of its own.
    pub key: Option<Key>,
}

/// Requests that left, counted by the service.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sent {
    /// Those that only asked, for a token too.
    pub reads: usize,
    /// Those that created, changed or deleted, arrived whole or not.
    pub writes: usize,
}

/// A service that holds nothing yet, and the one backend that leads to it.
pub trait Rig {
    /// What is known of it.
    fn manner(&self) -> &'static Manner;

    /// The backend as a profile has it. Always the same one.
    fn backend(&self) -> &dyn Backend;

    /// Another client of the same service; none where there is no such thing.
    fn client(&self, how: How) -> Option<Box<dyn Backend>>;

    /// An hour and a half in the past that says everything the service would else fill in.
    fn entry(&self) -> Content;

    /// The next `times` requests of this sort meet this. False where it cannot be had.
    fn trouble(&self, on: On, times: usize, trouble: Trouble) -> bool;

    /// Good weather from now on; everything late has happened when this returns.
    fn settle(&self);

    /// Differs so from now on. False where it cannot.
    fn quirk(&self, quirk: Quirk) -> bool;

    /// Everything the service holds, oldest first.
    fn ids(&self) -> Vec<RemoteId>;

    /// One entry as the service holds it.
    fn look(&self, id: &RemoteId) -> Option<Look>;

    /// Somebody else changes an entry. False where that cannot be done there.
    fn edit(&self, id: &RemoteId, edit: Edit) -> bool;

    /// Somebody else deletes an entry.
    fn remove(&self, id: &RemoteId);

    /// Somebody puts an entry like this in, without any key of ours.
    fn add(&self, whose: Whose, content: &Content) -> RemoteId;

    /// A client of another run. None where the service has no timesheets.
    fn run(&self, run: Run) -> Option<Box<dyn Backend>> {
        let _ = run;
        None
    }

    /// Treats timesheets so from now on. False where it cannot.
    fn treat_sheets(&self, so: OfSheets) -> bool {
        let _ = so;
        false
    }

    /// The timesheets it holds, with where each stands. None where it has no such thing.
    fn sheets(&self) -> Vec<(String, Status)> {
        Vec::new()
    }

    /// The requests so far.
    fn sent(&self) -> Sent;

    /// How long the backend was made to wait in all.
    fn waited(&self) -> Duration;

    /// What the vendor's schema has against the requests so far.
    fn schema_errors(&self) -> Vec<String>;

    /// Texts that nobody may ever read.
    fn secrets(&self) -> Vec<String>;

    /// Something that stands in every logged line of this rig's requests; none
    /// where nothing goes over a wire.
    fn address(&self) -> Option<String>;
}
