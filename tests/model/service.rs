//! A service in memory that keeps its own time: what a person may do there, and every way
//! in which a request can go wrong. Answers are judged by the program's own tables.

use crate::probe::Probe;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tt::domain::catalog::{CatalogItem, CatalogKind};
use tt::domain::content::Content;
use tt::domain::delivery::{Act, Outgoing, Remote};
use tt::domain::entry::Problem;
use tt::domain::ids::{Key, RemoteId};
use tt::domain::status::{BackendKind, BookedAs, Status};
use tt::net::{Response, Verdict, certainty_of_status};
use tt::sync::backend::{Backend, BackendError, Batch, ErrorKind, Identity, Page, RemoteQuery};

/// What goes wrong with one write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    Fair,
    /// Refused with words.
    Refused,
    /// Turned away unread: no connection.
    NotSent,
    /// 429.
    Throttled,
    /// No answer; not done.
    LostBefore,
    /// Done; no answer.
    LostAfter,
    /// No answer; done so many seconds later.
    Late(i64),
    /// 500 in the service's own error shape.
    Error500 {
        applied: bool,
    },
    /// 302 to somewhere, with a page; not done.
    Redirect,
    /// Done; a success whose body nobody can read.
    Garbage,
    /// Done; a success whose body breaks off.
    Cut,
}

/// How the service recognises what it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// It keeps the key in a field of its own.
    Key,
    /// It keeps the marker where one was sent.
    Marker,
    /// Neither.
    Nothing,
}

/// One record, with what only the test knows of it.
#[derive(Debug, Clone)]
pub struct Record {
    pub remote: Remote,
    /// The key of the entry that was sent; none where somebody else made it there.
    pub origin: Option<Key>,
}

struct Write {
    act: Act,
    id: Option<u64>,
    outgoing: Option<Outgoing>,
    last: Option<Content>,
}

struct State {
    records: BTreeMap<u64, Record>,
    last_id: u64,
    now: i64,
    keeping: Keeping,
    forecast: VecDeque<Weather>,
    reads: VecDeque<bool>,
    late: Vec<(i64, Write)>,
    writes: Vec<&'static str>,
    /// Counts everything that changed here, and every write that was asked for.
    n_done: u64,
}

/// The service; clones are the same one.
#[derive(Clone)]
pub struct Service {
    state: Arc<Mutex<State>>,
    probe: Probe,
    tenant: &'static str,
}

impl Service {
    pub fn new(tenant: &'static str, keeping: Keeping, probe: Probe, now: i64) -> Self {
        let state = State {
            records: BTreeMap::new(),
            last_id: 0,
            now,
            keeping,
            forecast: VecDeque::new(),
            reads: VecDeque::new(),
            late: Vec::new(),
            writes: Vec::new(),
            n_done: 0,
        };
        Self {
            state: Arc::new(Mutex::new(state)),
            probe,
            tenant,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The weather of the next writes and reads; fair after that.
    pub fn forecast(&self, writes: &[Weather], reads: &[bool]) {
        let mut state = self.state();
        state.forecast = writes.iter().copied().collect();
        state.reads = reads.iter().copied().collect();
    }

    /// Lets the service's time pass: what is late by then is done.
    pub fn pass(&self, seconds: i64) {
        let mut state = self.state();
        state.now += seconds;
        let now = state.now;
        let (due, later) = std::mem::take(&mut state.late)
            .into_iter()
            .partition(|(at, _)| *at <= now);
        state.late = later;
        for (_, write) in due {
            apply(&mut state, &write);
        }
    }

    /// Everything it holds, by identity.
    pub fn records(&self) -> BTreeMap<u64, Record> {
        self.state().records.clone()
    }

    /// What was asked to be changed since the last time this was asked.
    pub fn take_writes(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.state().writes)
    }

    /// Somebody books an entry on the service's own page.
    pub fn add(&self, content: &Content) {
        let mut state = self.state();
        state.last_id += 1;
        let id = state.last_id;
        let remote = held(id, None, content);
        let record = Record {
            remote,
            origin: None,
        };
        state.records.insert(id, record);
        state.n_done += 1;
    }

    /// Somebody changes an entry there.
    pub fn edit(&self, id: u64, change: impl FnOnce(&mut Remote)) {
        let mut state = self.state();
        if let Some(record) = state.records.get_mut(&id) {
            change(&mut record.remote);
            state.n_done += 1;
        }
    }

    /// Somebody deletes an entry there.
    pub fn take(&self, id: u64) -> bool {
        let mut state = self.state();
        state.n_done += 1;
        state.records.remove(&id).is_some()
    }

    /// Counts everything that happened here.
    pub fn n_done(&self) -> u64 {
        self.state().n_done
    }

    /// Whether something is still to be done late.
    pub fn is_behind(&self) -> bool {
        !self.state().late.is_empty()
    }

    /// A look of the run that is under way.
    fn look(&self) {
        let n_done = self.state().n_done;
        self.probe.look(n_done);
    }

    fn write(&self, write: Write) -> Result<Option<Remote>, BackendError> {
        self.look();
        let answer = self.written(write);
        self.look();
        answer
    }

    fn written(&self, write: Write) -> Result<Option<Remote>, BackendError> {
        let mut state = self.state();
        state.writes.push(write.act.word());
        state.n_done += 1;
        let weather = state.forecast.pop_front().unwrap_or(Weather::Fair);
        let page = b"<html>Moved</html>".as_slice();
        match weather {
            Weather::Fair => {
                if is_locked(&state, &write) {
                    return Err(conflict());
                }
                Ok(apply(&mut state, &write))
            }
            Weather::Refused => judge(&write, 400, br#"{"message":"not the note"}"#).and(Ok(None)),
            Weather::NotSent => Err(error(ErrorKind::Unreachable, "away")),
            Weather::Throttled => judge(&write, 429, b"").and(Ok(None)),
            Weather::LostBefore => Err(lost()),
            Weather::LostAfter => {
                apply(&mut state, &write);
                Err(lost())
            }
            Weather::Late(seconds) => {
                let at = state.now + seconds;
                state.late.push((at, write));
                Err(lost())
            }
            Weather::Error500 { applied } => {
                if applied {
                    apply(&mut state, &write);
                }
                judge(&write, 500, br#"{"message":"broken"}"#).and(Ok(None))
            }
            Weather::Redirect => judge(&write, 302, page).and(Ok(None)),
            Weather::Garbage => {
                apply(&mut state, &write);
                judge(&write, 200, b"{]").and(Ok(None))
            }
            Weather::Cut => {
                apply(&mut state, &write);
                judge(&write, 201, br#"{"id":4"#).and(Ok(None))
            }
        }
    }

    fn read<T>(&self, look_up: impl FnOnce(&State) -> T) -> Result<T, BackendError> {
        self.look();
        let mut state = self.state();
        if state.reads.pop_front().unwrap_or(false) {
            return Err(error(ErrorKind::Unreachable, "away"));
        }
        Ok(look_up(&state))
    }
}

/// An answer without the entry in it, read by the program's own tables: nothing where it
/// counts as done.
fn judge(write: &Write, status: u16, body: &[u8]) -> Result<(), BackendError> {
    let answer = Response::new(status, Vec::new(), body.to_vec());
    let readable = answer.json::<serde_json::Value>();
    if answer.is_success() {
        // A delete may answer anything: nothing is read from it.
        return match (write.act, readable) {
            (Act::Delete, _) => Ok(()),
            _ => Err(error(
                ErrorKind::OutcomeUnknown,
                "an answer without an entry",
            )),
        };
    }
    let usable = status == 429 || readable.is_ok();
    Err(match certainty_of_status(status, usable, false) {
        Verdict::Done => return Ok(()),
        Verdict::Refused => refused(),
        Verdict::Later => error(ErrorKind::RateLimited(None), "too many requests"),
        Verdict::Unknown => lost(),
    })
}

fn error(kind: ErrorKind, message: &str) -> BackendError {
    BackendError::new(kind, message, "sync again later")
}

fn lost() -> BackendError {
    error(ErrorKind::OutcomeUnknown, "no answer")
}

fn conflict() -> BackendError {
    error(ErrorKind::Conflict, "locked there")
}

fn refused() -> BackendError {
    let problem = Problem {
        code: "no".into(),
        rule: None,
        field: Some("note".into()),
        message: "not the note".into(),
    };
    error(ErrorKind::Invalid(vec![problem]), "refused")
}

fn held(id: u64, key: Option<(Key, bool)>, content: &Content) -> Remote {
    // Read back from JSON, as everything is that a service says; fields that this test
    // knows nothing of keep their defaults.
    let mut remote: Remote = serde_json::from_value(serde_json::json!({
        "id": id.to_string(),
        "content": normalise(content),
        "status": Status::Open,
        "status_word": "open",
        "locked": false,
    }))
    .unwrap();
    remote.key = key.map(|(key, _)| key);
    remote.keeps_key = key.is_some_and(|(_, own)| own);
    remote
}

fn is_locked(state: &State, write: &Write) -> bool {
    let record = write.id.and_then(|id| state.records.get(&id));
    record.is_some_and(|record| record.remote.locked)
}

fn apply(state: &mut State, write: &Write) -> Option<Remote> {
    state.n_done += 1;
    if is_locked(state, write) {
        return None;
    }
    match (write.act, write.id, &write.outgoing) {
        (Act::Create, _, Some(outgoing)) => {
            state.last_id += 1;
            let id = state.last_id;
            let key = match state.keeping {
                Keeping::Key => Some((outgoing.key, true)),
                Keeping::Marker if outgoing.marked => Some((outgoing.key, false)),
                Keeping::Marker | Keeping::Nothing => None,
            };
            let remote = held(id, key, &outgoing.content);
            let record = Record {
                remote: remote.clone(),
                origin: Some(outgoing.key),
            };
            state.records.insert(id, record);
            Some(remote)
        }
        (Act::Update, Some(id), Some(outgoing)) => {
            let record = state.records.get_mut(&id)?;
            let ours = normalise(&outgoing.content);
            let there = &mut record.remote.content;
            match &write.last {
                Some(last) => patch(there, &normalise(last), &ours),
                None => *there = ours,
            }
            Some(record.remote.clone())
        }
        (Act::Delete, Some(id), _) => state.records.remove(&id).map(|record| record.remote),
        _ => None,
    }
}

/// Sends only what differs from what was last seen.
fn patch(there: &mut Content, last: &Content, ours: &Content) {
    if (last.start, last.end, last.deduct) != (ours.start, ours.end, ours.deduct) {
        (there.start, there.end, there.deduct) = (ours.start, ours.end, ours.deduct);
        there.date = ours.date;
    }
    if last.note != ours.note {
        there.note.clone_from(&ours.note);
    }
    if last.internal_note != ours.internal_note {
        there.internal_note.clone_from(&ours.internal_note);
    }
    if last.work_type != ours.work_type {
        there.work_type.clone_from(&ours.work_type);
    }
    if last.billable != ours.billable {
        there.billable = ours.billable;
    }
    if last.target != ours.target {
        there.target.clone_from(&ours.target);
    }
}

/// What this service keeps: everything but what is ours alone.
pub fn normalise(content: &Content) -> Content {
    let mut kept = content.clone();
    kept.profile = None;
    kept.tags.clear();
    kept.deduct = content.deducted(content.end.unwrap_or_default());
    kept.pauses.clear();
    kept.booked_as = BookedAs::Range;
    kept
}

fn number(id: &RemoteId) -> Option<u64> {
    id.0.parse().ok()
}

impl Backend for Service {
    fn kind(&self) -> BackendKind {
        BackendKind::Reference
    }

    fn check_access(&self) -> Result<Identity, BackendError> {
        self.read(|_| Identity {
            tenant: self.tenant.into(),
            member: None,
            zone: None,
            version: None,
        })
    }

    fn resolve(&self, _outgoing: &mut Outgoing) -> Result<(), BackendError> {
        self.look();
        Ok(())
    }

    fn create(&self, outgoing: &Outgoing) -> Result<Remote, BackendError> {
        self.write(Write {
            act: Act::Create,
            id: None,
            outgoing: Some(outgoing.clone()),
            last: None,
        })?
        .ok_or_else(lost)
    }

    fn update(
        &self,
        id: &RemoteId,
        outgoing: &Outgoing,
        last: &Remote,
        _sent: Option<&Content>,
    ) -> Result<Remote, BackendError> {
        let write = Write {
            act: Act::Update,
            id: number(id),
            outgoing: Some(outgoing.clone()),
            last: Some(last.content.clone()),
        };
        self.write(write)?
            .ok_or_else(|| error(ErrorKind::NotFound, "no such entry"))
    }

    fn delete(&self, id: &RemoteId) -> Result<(), BackendError> {
        let write = Write {
            act: Act::Delete,
            id: number(id),
            outgoing: None,
            last: None,
        };
        self.write(write).map(drop)
    }

    fn find(&self, sent: &Outgoing) -> Result<Vec<Remote>, BackendError> {
        let own = normalise(&sent.content);
        self.read(|state| {
            let alike = |remote: &&Remote| match remote.key {
                Some(key) => key == sent.key,
                None => remote.content == own,
            };
            let all = state.records.values().map(|record| &record.remote);
            all.filter(alike).cloned().collect()
        })
    }

    fn fetch(&self, id: &RemoteId) -> Result<Option<Remote>, BackendError> {
        self.read(|state| {
            let record = number(id).and_then(|id| state.records.get(&id));
            record.map(|record| record.remote.clone())
        })
    }

    fn list(&self, query: &RemoteQuery, _page: &Page) -> Result<Batch<Remote>, BackendError> {
        self.read(|state| {
            let within = |remote: &&Remote| {
                let start = remote.content.start.unwrap_or(i64::MIN);
                query.from.is_none_or(|from| start >= from) && query.to.is_none_or(|to| start < to)
            };
            let all = state.records.values().map(|record| &record.remote);
            let items: Vec<_> = all.filter(within).cloned().collect();
            Batch {
                total: Some(items.len() as u64),
                items,
                next: None,
            }
        })
    }

    fn catalog(
        &self,
        _kind: CatalogKind,
        _page: &Page,
    ) -> Result<Batch<CatalogItem>, BackendError> {
        Err(error(ErrorKind::Unsupported, "no catalog"))
    }

    fn normalise(&self, content: &Content) -> Content {
        self.look();
        normalise(content)
    }
}
