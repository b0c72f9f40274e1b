//! A service in memory that keeps its own time: what a person may do there, and every way
//! in which a request can go wrong. Answers are judged by the program's own tables.

use crate::probe::Probe;
use crate::weather::{Weather, conflict, error, judge, lost};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tt::domain::content::Content;
use tt::domain::delivery::{Act, Outgoing, Remote};
use tt::domain::ids::Key;
use tt::domain::status::{BookedAs, Status};
use tt::sync::backend::{BackendError, ErrorKind};

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

pub struct Write {
    pub act: Act,
    pub id: Option<u64>,
    pub outgoing: Option<Outgoing>,
    pub last: Option<Content>,
}

pub struct State {
    pub records: BTreeMap<u64, Record>,
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
    pub tenant: &'static str,
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
    pub fn look(&self) {
        let n_done = self.state().n_done;
        self.probe.look(n_done);
    }

    pub fn write(&self, write: Write) -> Result<Option<Remote>, BackendError> {
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
            Weather::Refused => {
                judge(write.act, 400, br#"{"message":"not the note"}"#).and(Ok(None))
            }
            Weather::NotSent => Err(error(ErrorKind::Unreachable, "away")),
            Weather::Throttled => judge(write.act, 429, b"").and(Ok(None)),
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
                judge(write.act, 500, br#"{"message":"broken"}"#).and(Ok(None))
            }
            Weather::Redirect => judge(write.act, 302, page).and(Ok(None)),
            Weather::Garbage => {
                apply(&mut state, &write);
                judge(write.act, 200, b"{]").and(Ok(None))
            }
            Weather::Cut => {
                apply(&mut state, &write);
                judge(write.act, 201, br#"{"id":4"#).and(Ok(None))
            }
        }
    }

    pub fn read<T>(&self, look_up: impl FnOnce(&State) -> T) -> Result<T, BackendError> {
        self.look();
        let mut state = self.state();
        if state.reads.pop_front().unwrap_or(false) {
            return Err(error(ErrorKind::Unreachable, "away"));
        }
        Ok(look_up(&state))
    }
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
