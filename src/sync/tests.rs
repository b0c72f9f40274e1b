//! The engine on the service in memory, by what goes wrong.

mod deleted;
mod fair;
mod halves;
mod held;
mod imported;
mod leaving;
mod lost;
mod moved;
mod scale;
mod twins;

use super::backend::reference::{ReferenceService, Weather};
use super::engine::{Direction, Engine, Marker, Settings};
use super::outcome::{Outcome, ProfileReport};
use crate::clock::Clock;
use crate::domain::charge::{Reference, Target, TargetKind};
use crate::domain::content::Content;
use crate::domain::delivery::{Link, Remote};
use crate::domain::entry::Entry;
use crate::domain::ids::{EntryId, Key, RemoteId};
use crate::domain::settings::{ProfileSettings, RuleSettings};
use crate::domain::status::{BackendKind, BookedAs, Origin, Status};
use crate::rules::Admitted;
use crate::store::{Access, Store, Who};
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tempfile::TempDir;

/// 2026-11-22 12:00 UTC.
const NOW: i64 = 1_795_348_800;
const QUARANTINE: i64 = 1_200;

/// A clock whose hands are moved.
struct Hands {
    wall: AtomicI64,
    ticks: AtomicI64,
}

impl Clock for Hands {
    fn now(&self) -> i64 {
        self.wall.load(Ordering::Relaxed)
    }
    fn monotonic(&self) -> Duration {
        let ticks = self.ticks.fetch_add(1, Ordering::Relaxed);
        Duration::from_millis(u64::try_from(ticks).unwrap())
    }
    fn sleep(&self, _: Duration) {}
}

/// A store, a service and a clock.
struct Bench {
    store: Store,
    service: ReferenceService,
    clock: Hands,
    profile: ProfileSettings,
    settings: Settings,
    n_booked: u8,
    folder: TempDir,
}

impl Bench {
    fn new() -> Self {
        Self::on(ReferenceService::new())
    }

    fn on(service: ReferenceService) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("tt.db"), Access::Write, NOW).unwrap();
        Self {
            store,
            service,
            clock: Hands {
                wall: AtomicI64::new(NOW),
                ticks: AtomicI64::new(0),
            },
            profile: ProfileSettings {
                name: "work".into(),
                backend: BackendKind::Reference,
                documented: false,
                member: None,
                approver: false,
                push: Status::Open,
                billable: None,
                tenant: None,
            },
            settings: Settings {
                quarantine: QUARANTINE,
                grace: 0,
                pull_days: 35,
                marker: Marker::Auto,
                catalog_max_age: 86_400,
                policy: crate::rounding::Policy::NONE,
                send: crate::rounding::Send::Worked,
                max_time: Duration::from_secs(600),
                direction: Direction::Both,
            },
            n_booked: 0,
            folder,
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("tt.db")
    }

    fn book(&mut self, note: &str) -> EntryId {
        self.book_content(&content(2, note))
    }

    fn book_content(&mut self, content: &Content) -> EntryId {
        self.n_booked += 1;
        let key = Key::new(1, [self.n_booked; 10]);
        let admitted = Admitted::unchecked_for_tests(content.clone());
        let now = self.clock.now();
        self.store
            .write(|tx| tx.book(&admitted, key, Status::Open, Origin::Local, now))
            .unwrap()
            .id
    }

    fn amend(&mut self, id: EntryId, change: impl FnOnce(&mut Content)) {
        let mut content = self.entry(id).content;
        change(&mut content);
        let admitted = Admitted::unchecked_for_tests(content);
        let now = self.clock.now();
        self.store.write(|tx| tx.amend(id, &admitted, now)).unwrap();
    }

    fn remove(&mut self, id: EntryId) {
        let now = self.clock.now();
        self.store.write(|tx| tx.remove(id, now)).unwrap();
    }

    fn restore(&mut self, id: EntryId) {
        let now = self.clock.now();
        let fresh = Key::new(1, [255; 10]);
        self.store.write(|tx| tx.restore(id, fresh, now)).unwrap();
    }

    fn entry(&self, id: EntryId) -> Entry {
        self.store.view().entry(id).unwrap().unwrap().0
    }

    fn link(&self, id: EntryId) -> Option<Link> {
        self.store.view().link(id, "work").unwrap()
    }

    fn pass(&self, seconds: i64) {
        self.clock.wall.fetch_add(seconds, Ordering::Relaxed);
    }

    fn sync(&mut self) -> ProfileReport {
        let rules = RuleSettings::default();
        let began = self.clock.monotonic();
        let engine = Engine {
            store: &mut self.store,
            backend: &self.service,
            clock: &self.clock,
            profile: &self.profile,
            rules: &rules,
            settings: self.settings.clone(),
            began,
            progress: None,
        };
        engine.run().unwrap()
    }

    /// A sync in this weather.
    fn sync_in(&mut self, weather: impl IntoIterator<Item = Weather>) -> ProfileReport {
        self.service.forecast(weather);
        self.sync()
    }

    /// The only entry of the service; more or none is a failure.
    fn only(&self) -> Remote {
        let entries = self.service.entries();
        assert_eq!(entries.len(), 1, "{entries:?}");
        entries[0].clone()
    }

    /// Where the service holds what this entry is linked to.
    fn remote_id(&self, id: EntryId) -> RemoteId {
        self.link(id).unwrap().remote_id.unwrap()
    }

    /// What sync wrote into the journal about an entry, in words.
    fn journal(&self, id: EntryId) -> Vec<&'static str> {
        let lines = self.store.view().journal_of(id).unwrap();
        let by_sync = lines.iter().filter(|it| it.line.who == Who::Sync);
        by_sync.map(|it| it.line.action.word()).collect()
    }

    /// Every live entry's note, in the order of booking.
    fn notes_here(&self) -> Vec<String> {
        let mut n = 0;
        let mut notes = Vec::new();
        while let Some((entry, _)) = {
            n += 1;
            self.store.view().entry(EntryId(n)).unwrap()
        } {
            if !entry.removed {
                notes.push(entry.content.note.unwrap_or_default());
            }
        }
        notes
    }

    /// Goes on with another store on the same account; the one so far comes back.
    fn on_store(&mut self, store: Store) -> Store {
        std::mem::replace(&mut self.store, store)
    }

    /// A store with nothing in it.
    fn fresh_store(&self, name: &str) -> Store {
        Store::open(&self.folder.path().join(name), Access::Write, NOW).unwrap()
    }

    /// How often the database was committed to, as its header counts.
    fn n_commits(&self) -> u32 {
        let bytes = std::fs::read(self.file()).unwrap();
        u32::from_be_bytes(bytes[24..28].try_into().unwrap())
    }

    /// Nothing is left, and a further run only looks.
    fn is_idle(&mut self) {
        let _ = self.service.take_calls();
        let report = self.sync();
        assert_eq!(report.outcome, Outcome::Done, "{report:?}");
        assert_eq!((report.owed, report.unconfirmed), (0, 0), "{report:?}");
        assert_eq!(self.service.take_calls(), ["check_access", "list"]);
    }

    /// The notes on the service, in order of making.
    fn notes(&self) -> Vec<String> {
        let note = |remote: Remote| remote.content.note.unwrap_or_default();
        self.service.entries().into_iter().map(note).collect()
    }

    /// The writes since the last time this was asked.
    fn writes(&self) -> Vec<&'static str> {
        let mut calls = self.service.take_calls();
        calls.retain(|call| ["create", "update", "delete"].contains(call));
        calls
    }
}

/// An hour on a ticket that began so many hours ago.
fn content(ago: i64, note: &str) -> Content {
    let date = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    Content {
        profile: Some("work".into()),
        start: Some(NOW - ago * 3600),
        end: Some(NOW - ago * 3600 + 3600),
        target: Some(Target {
            kind: TargetKind::Ticket,
            at: Reference::typed("54321"),
        }),
        note: Some(note.into()),
        ..Content::blank(date, "UTC", BookedAs::Range)
    }
}
