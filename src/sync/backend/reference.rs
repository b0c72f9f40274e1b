//! A service in memory, with bad weather on request: what the engine is tried
//! against, and the plainest reading of what [`Backend`] asks. It is never
//! configurable and reaches no network.

mod weather;

pub use weather::Weather;

use super::capability::{Capabilities, REFERENCE_KEYLESS, capabilities};
use super::{Backend, BackendError, Batch, ErrorKind, Identity, Page, RemoteQuery};
use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::delivery::{Act, Outgoing, Remote};
use crate::domain::entry::Problem;
use crate::domain::given::{Given, Slot};
use crate::domain::ids::{Key, RemoteId};
use crate::domain::status::{BackendKind, BookedAs, Status};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use weather::{Deed, Meanwhile, Planned};

#[derive(Debug, Default)]
struct State {
    entries: BTreeMap<u64, Remote>,
    last_id: u64,
    forecast: VecDeque<Weather>,
    late: Vec<(Act, Option<u64>, Option<Outgoing>)>,
    meanwhile: Meanwhile,
    calls: Vec<&'static str>,
    windows: Vec<Option<i64>>,
    keyless: bool,
    hidden: BTreeSet<u64>,
    page: usize,
    before_write: Deed,
    silent: bool,
    listless: bool,
    while_comparing: Meanwhile,
}

/// The service in memory. Shared by reference; its state survives the engine's runs.
#[derive(Debug, Default)]
pub struct ReferenceService {
    state: Mutex<State>,
}

impl ReferenceService {
    /// An empty service.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A service that keeps neither our key nor a marker, like two of the real four.
    #[must_use]
    pub fn without_keys() -> Self {
        let service = Self::default();
        service.state().keyless = true;
        service
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The weather of the next writes, in order; fair after that.
    pub fn forecast(&self, weather: impl IntoIterator<Item = Weather>) {
        self.state().forecast.extend(weather);
    }

    /// Fair weather from now on.
    pub fn clear_forecast(&self) {
        self.state().forecast.clear();
    }

    /// Does this once, while the service settles the names of the next entry.
    pub fn meanwhile(&self, act: impl FnOnce() + Send + 'static) {
        self.state().meanwhile = Planned(Some(Box::new(act)));
    }

    /// Where the windows began that were read since the last time this was asked.
    #[must_use]
    pub fn take_windows(&self) -> Vec<Option<i64>> {
        std::mem::take(&mut self.state().windows)
    }

    /// Puts an entry in that somebody else made there.
    pub fn add(&self, content: Content) {
        let mut state = self.state();
        state.last_id += 1;
        let id = state.last_id;
        let remote = held(id, None, &content);
        state.entries.insert(id, remote);
    }

    /// Puts an entry in as it is; one with an identity that is no number is left out.
    pub fn put(&self, remote: Remote) {
        if let Some(id) = number(&remote.id) {
            self.state().entries.insert(id, remote);
        }
    }

    /// Takes an entry away as somebody else would.
    pub fn take(&self, id: &RemoteId) {
        if let Some(id) = number(id) {
            self.state().entries.remove(&id);
        }
    }

    /// Leaves an entry out of every listing from now on, as a list does that lags behind
    /// or knows a right to look; asked for alone it is there.
    pub fn hide(&self, id: &RemoteId) {
        self.state().hidden.extend(number(id));
    }

    /// Lists only so many at a time; 0, as at the beginning, is all at once.
    pub fn list_in_pages(&self, size: usize) {
        self.state().page = size;
    }

    /// Lets somebody else do this to the entries, by identity, just before the next
    /// write arrives.
    pub fn before_the_next_write(
        &self,
        deed: impl FnOnce(&mut BTreeMap<u64, Remote>) + Send + 'static,
    ) {
        self.state().before_write = Planned(Some(Box::new(deed)));
    }

    /// Whether listings end in an error after their first page.
    pub fn break_the_list(&self, broken: bool) {
        self.state().listless = broken;
        self.list_in_pages(usize::from(broken));
    }

    /// Does this once, while what the service holds is next compared with what is here.
    pub fn while_comparing(&self, act: impl FnOnce() + Send + 'static) {
        self.state().while_comparing = Planned(Some(Box::new(act)));
    }

    /// Whether to leave questions for single entries without an answer.
    pub fn keep_from_fetching(&self, silent: bool) {
        self.state().silent = silent;
    }

    /// Does what arrived late.
    pub fn catch_up(&self) {
        let mut state = self.state();
        for (act, id, outgoing) in std::mem::take(&mut state.late) {
            apply(&mut state, act, id, outgoing.as_ref(), None);
        }
    }

    /// Everything it holds, by identity.
    #[must_use]
    pub fn entries(&self) -> Vec<Remote> {
        self.state().entries.values().cloned().collect()
    }

    /// The names of the calls since the last time this was asked.
    #[must_use]
    pub fn take_calls(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.state().calls)
    }

    /// Changes an entry as somebody else would, on the service's own page.
    pub fn edit(&self, id: &RemoteId, change: impl FnOnce(&mut Remote)) {
        let mut state = self.state();
        if let Some(entry) = number(id).and_then(|id| state.entries.get_mut(&id)) {
            change(entry);
        }
    }
}

/// An entry as the service keeps it.
fn held(id: u64, key: Option<Key>, content: &Content) -> Remote {
    Remote {
        id: RemoteId(id.to_string()),
        key,
        keeps_key: key.is_some(),
        content: as_held(content),
        status: Status::Open,
        status_word: Some("open".into()),
        locked: false,
        reject_reason: None,
        changed_at: None,
        sheet: None,
        raw: BTreeMap::new(),
    }
}

fn number(id: &RemoteId) -> Option<u64> {
    id.0.parse().ok()
}

fn apply(
    state: &mut State,
    act: Act,
    id: Option<u64>,
    outgoing: Option<&Outgoing>,
    last: Option<&Content>,
) -> Option<Remote> {
    match (act, id, outgoing) {
        (Act::Create, _, Some(outgoing)) => {
            state.last_id += 1;
            let id = state.last_id;
            let key = (!state.keyless).then_some(outgoing.key);
            let remote = held(id, key, &outgoing.content);
            state.entries.insert(id, remote.clone());
            Some(remote)
        }
        (Act::Update, Some(id), Some(outgoing)) => {
            let entry = state.entries.get_mut(&id)?;
            let new = as_held(&outgoing.content);
            entry.content = match last {
                Some(last) => changed(&entry.content, &as_held(last), new),
                None => new,
            };
            Some(entry.clone())
        }
        (Act::Delete, Some(id), _) => state.entries.remove(&id),
        _ => None,
    }
}

/// `held` with what is new against what was last seen there; times go together.
fn changed(held: &Content, last: &Content, new: Content) -> Content {
    let times = |content: &Content| (content.start, content.end, content.deduct);
    let mut changed = new;
    if times(&changed) == times(last) {
        (changed.start, changed.end, changed.deduct) = times(held);
        changed.date = held.date;
    }
    if changed.note == last.note {
        changed.note.clone_from(&held.note);
    }
    if changed.internal_note == last.internal_note {
        changed.internal_note.clone_from(&held.internal_note);
    }
    if changed.target == last.target {
        changed.target.clone_from(&held.target);
    }
    if changed.billable == last.billable {
        changed.billable = held.billable;
    }
    let (mut last, mut held) = (last.clone(), held.clone());
    for slot in Slot::ALL {
        if let (Some(new), Some(last), Some(held)) =
            (changed.slot(*slot), last.slot(*slot), held.slot(*slot))
            && new == last
        {
            new.clone_from(held);
        }
    }
    changed
}

/// What this service keeps: everything but what is ours alone.
fn normalise(content: &Content) -> Content {
    let mut kept = content.clone();
    kept.profile = None;
    kept.tags.clear();
    kept.given.forget_defaults();
    kept.deduct = content.deducted(content.end.unwrap_or_default());
    kept.pauses.clear();
    if kept.booked_as == BookedAs::Length {
        kept.booked_as = BookedAs::Range;
    }
    kept
}

/// What it holds of a content: values, and not what else was said of them.
fn as_held(content: &Content) -> Content {
    let mut held = normalise(content);
    held.given = Given::default();
    held
}

fn lost() -> BackendError {
    BackendError::new(
        ErrorKind::OutcomeUnknown,
        "the reference service did not answer",
        "sync again later",
    )
}

impl ReferenceService {
    /// What is locked stays as it is.
    fn refuse_locked(&self, id: &RemoteId) -> Result<(), BackendError> {
        let state = self.state();
        let entry = number(id).and_then(|id| state.entries.get(&id));
        if !entry.is_some_and(|entry| entry.locked) {
            return Ok(());
        }
        Err(BackendError::new(
            ErrorKind::Conflict,
            format!("the entry {id} is locked"),
            "have it opened again on the reference service",
        ))
    }

    fn write(
        &self,
        act: Act,
        id: Option<u64>,
        outgoing: Option<&Outgoing>,
        last: Option<&Content>,
    ) -> Result<Option<Remote>, BackendError> {
        let mut state = self.state();
        state.calls.push(act.word());
        if let Some(deed) = state.before_write.0.take() {
            deed(&mut state.entries);
        }
        match state.forecast.pop_front().unwrap_or(Weather::Fair) {
            Weather::Fair => Ok(apply(&mut state, act, id, outgoing, last)),
            Weather::Refused => Err(BackendError::new(
                ErrorKind::Invalid(vec![Problem {
                    code: "no".into(),
                    rule: None,
                    field: Some("note".into()),
                    message: "the reference service does not like the note".into(),
                }]),
                "the reference service refused the entry",
                "change the entry, or `tt resolve --retry`",
            )),
            Weather::NotSent => Err(BackendError::new(
                ErrorKind::Unreachable,
                "the reference service is away",
                "sync again later",
            )),
            Weather::LostBefore => Err(lost()),
            Weather::LostAfter => {
                apply(&mut state, act, id, outgoing, last);
                Err(lost())
            }
            Weather::Late => {
                state.late.push((act, id, outgoing.cloned()));
                Err(lost())
            }
            Weather::Throttled => Err(BackendError::new(
                ErrorKind::RateLimited(None),
                "too many requests",
                "sync again later",
            )),
        }
    }
}

impl Backend for ReferenceService {
    fn kind(&self) -> BackendKind {
        BackendKind::Reference
    }

    fn capabilities(&self) -> &'static Capabilities {
        match self.state().keyless {
            true => &REFERENCE_KEYLESS,
            false => capabilities(self.kind()),
        }
    }

    fn check_access(&self) -> Result<Identity, BackendError> {
        self.state().calls.push("check_access");
        let member = Some(Reference::known("1", Some("reference")));
        Ok(Identity {
            tenant: "reference".into(),
            member,
            zone: None,
            version: None,
        })
    }

    fn resolve(&self, _outgoing: &mut Outgoing) -> Result<(), BackendError> {
        let act = self.state().meanwhile.0.take();
        if let Some(act) = act {
            act();
        }
        Ok(())
    }

    fn create(&self, outgoing: &Outgoing) -> Result<Remote, BackendError> {
        self.write(Act::Create, None, Some(outgoing), None)?
            .ok_or_else(lost)
    }

    fn update(
        &self,
        id: &RemoteId,
        outgoing: &Outgoing,
        last: &Remote,
        _sent: Option<&Content>,
    ) -> Result<Remote, BackendError> {
        self.refuse_locked(id)?;
        self.write(Act::Update, number(id), Some(outgoing), Some(&last.content))?
            .ok_or_else(|| {
                BackendError::new(ErrorKind::NotFound, format!("no entry {id}"), "resolve it")
            })
    }

    fn delete(&self, id: &RemoteId) -> Result<(), BackendError> {
        self.refuse_locked(id)?;
        self.write(Act::Delete, number(id), None, None).map(|_| ())
    }

    fn find(&self, sent: &Outgoing) -> Result<Vec<Remote>, BackendError> {
        let mut state = self.state();
        state.calls.push("find");
        let own = as_held(&sent.content);
        let alike = |remote: &&Remote| match remote.key {
            Some(key) => key == sent.key,
            None => remote.content == own,
        };
        Ok(state.entries.values().filter(alike).cloned().collect())
    }

    fn fetch(&self, id: &RemoteId) -> Result<Option<Remote>, BackendError> {
        let mut state = self.state();
        state.calls.push("fetch");
        if state.silent {
            return Err(lost());
        }
        Ok(number(id).and_then(|id| state.entries.get(&id).cloned()))
    }

    fn list(&self, query: &RemoteQuery, page: &Page) -> Result<Batch<Remote>, BackendError> {
        let mut state = self.state();
        state.calls.push("list");
        state.windows.push(query.from);
        let after: Option<u64> = page
            .cursor
            .as_deref()
            .and_then(|cursor| cursor.parse().ok());
        if state.listless && after.is_some() {
            return Err(lost());
        }
        let within = |remote: &&Remote| {
            let start = remote.content.start.unwrap_or(i64::MIN);
            query.from.is_none_or(|from| start >= from) && query.to.is_none_or(|to| start < to)
        };
        let rows = state.entries.iter();
        let shown =
            rows.filter(|(id, _)| !state.hidden.contains(id) && after.is_none_or(|at| **id > at));
        let mut items: Vec<_> = shown.map(|(_, row)| row).filter(within).cloned().collect();
        let total = Some(items.len() as u64);
        let mut next = None;
        let most = page.size.map_or(state.page, |size| size as usize);
        if most > 0 && items.len() > most {
            items.truncate(most);
            next = items.last().map(|last| last.id.0.clone());
        }
        Ok(Batch { items, next, total })
    }

    fn catalog(&self, kind: CatalogKind, _page: &Page) -> Result<Batch<CatalogItem>, BackendError> {
        let error = format!("the reference service has no {kind}");
        Err(BackendError::new(
            ErrorKind::Unsupported,
            error,
            "ask another service",
        ))
    }

    fn normalise(&self, content: &Content) -> Content {
        let act = self.state().while_comparing.0.take();
        if let Some(act) = act {
            act();
        }
        normalise(content)
    }
}
