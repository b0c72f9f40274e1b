//! Stores, services and a clock, and what a person does with them.

use crate::probe::{Killed, Probe};
use crate::service::{Keeping, Service};
use crate::weather::Weather;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tempfile::TempDir;
use tt::clock::Clock;
use tt::domain::charge::{Reference, Target, TargetKind};
use tt::domain::content::{Content, Draft};
use tt::domain::delivery::{Link, Mailing};
use tt::domain::entry::Entry;
use tt::domain::ids::{EntryId, Key};
use tt::domain::settings::{ProfileSettings, RuleSettings};
use tt::domain::status::{BackendKind, BookedAs, Status};
use tt::domain::when::Setting;
use tt::domain::zone::Zone;
use tt::ledger::{self, Booking, Change, LedgerError, Place, Site, Terms};
use tt::rounding;
use tt::store::{Access, Store};
use tt::sync::engine::{Direction, Engine, Marker, Settings};
use tt::sync::outcome::ProfileReport;

/// 2026-11-22 12:00 UTC.
pub const NOW: i64 = 1_795_348_800;
/// Longer than any request is late.
pub const QUARANTINE: i64 = 1_200;
/// The profiles; each leads to a service of its own.
pub const PROFILES: [&str; 2] = ["work", "side"];

/// A clock whose hands are moved.
pub struct Hands {
    wall: AtomicI64,
    ticks: AtomicU64,
    probe: Probe,
    services: [Service; 2],
}

impl Hands {
    fn look(&self) {
        self.probe.look(n_done(&self.services));
    }
}

fn n_done(services: &[Service; 2]) -> u64 {
    services.iter().map(Service::n_done).sum()
}

impl Clock for Hands {
    fn now(&self) -> i64 {
        self.look();
        self.wall.load(Ordering::Relaxed)
    }
    fn monotonic(&self) -> Duration {
        self.look();
        Duration::from_millis(self.ticks.fetch_add(1, Ordering::Relaxed))
    }
    fn sleep(&self, _: Duration) {}
}

static EMPTY: OnceLock<Vec<u8>> = OnceLock::new();

/// One machine: its store, and a copy of it made earlier.
pub struct Seat {
    store: Option<Store>,
    file: PathBuf,
    saved: PathBuf,
}

impl Seat {
    fn new(folder: &TempDir, name: &str) -> Self {
        let file = folder.path().join(format!("{name}.db"));
        // Made once and copied: the schema takes longer than a whole history.
        let empty = EMPTY.get_or_init(|| {
            drop(Store::open(&file, Access::Write, NOW).unwrap());
            std::fs::read(&file).unwrap()
        });
        std::fs::write(&file, empty).unwrap();
        Self {
            store: Some(Store::open(&file, Access::Write, NOW).unwrap()),
            saved: folder.path().join(format!("{name}.saved")),
            file,
        }
    }

    pub fn store(&mut self) -> &mut Store {
        self.store.as_mut().unwrap()
    }

    /// What a process that died leaves is what the next one finds.
    fn reopen(&mut self) {
        self.store = None;
        self.store = Some(Store::open(&self.file, Access::Write, NOW).unwrap());
    }

    /// Every entry with its links, also what was removed.
    pub fn entries(&self) -> Vec<(Entry, Vec<Link>)> {
        let view = self.store.as_ref().unwrap().view();
        let mut all = Vec::new();
        while let Some((entry, _)) = view
            .entry(EntryId(i64::try_from(all.len()).unwrap() + 1))
            .unwrap()
        {
            let links = PROFILES
                .iter()
                .filter_map(|name| view.link(entry.id, name).unwrap())
                .collect();
            all.push((entry, links));
        }
        all
    }
}

/// Everything there is.
pub struct World {
    pub seats: Vec<Seat>,
    pub services: [Service; 2],
    pub hands: Arc<Hands>,
    pub probe: Probe,
    n_keys: u8,
    _folder: TempDir,
}

/// Memory where the system has a folder of it: these stores need not outlive a power cut.
fn folder() -> TempDir {
    let memory = std::path::Path::new("/dev/shm");
    if memory.is_dir()
        && let Ok(folder) = tempfile::tempdir_in(memory)
    {
        return folder;
    }
    tempfile::tempdir().unwrap()
}

fn profile(name: &str) -> ProfileSettings {
    ProfileSettings {
        name: name.into(),
        backend: BackendKind::Reference,
        documented: false,
        member: None,
        approver: false,
        push: Status::Open,
        billable: None,
        tenant: None,
    }
}

impl World {
    pub fn new(n_seats: usize, keeping: Keeping) -> Self {
        let folder = folder();
        let probe = Probe::default();
        let services = PROFILES.map(|name| Service::new(name, keeping, probe.clone(), NOW));
        Self {
            seats: (0..n_seats)
                .map(|n| Seat::new(&folder, &format!("seat{n}")))
                .collect(),
            hands: Arc::new(Hands {
                wall: AtomicI64::new(NOW),
                ticks: AtomicU64::new(0),
                probe: probe.clone(),
                services: services.clone(),
            }),
            services,
            probe,
            n_keys: 0,
            _folder: folder,
        }
    }

    pub fn now(&self) -> i64 {
        self.hands.wall.load(Ordering::Relaxed)
    }

    pub fn site(&self) -> Site {
        let terms = |name: &str| {
            let terms = Terms {
                profile: profile(name),
                rules: RuleSettings::default(),
            };
            (name.to_owned(), terms)
        };
        Site {
            now: self.now(),
            who: "tester".into(),
            rules: RuleSettings::default(),
            catalog_max_age: 86_400,
            profiles: PROFILES
                .iter()
                .map(|name| terms(name))
                .collect::<BTreeMap<_, _>>(),
        }
    }

    /// Time passes for everybody.
    pub fn pass(&self, seconds: i64) {
        self.hands.wall.fetch_add(seconds, Ordering::Relaxed);
        for service in &self.services {
            service.pass(seconds);
        }
    }

    /// Somebody sets this machine's clock.
    pub fn jump(&self, seconds: i64) {
        self.hands.wall.fetch_add(seconds, Ordering::Relaxed);
    }

    pub fn fresh_key(&mut self) -> Key {
        self.n_keys += 1;
        Key::new(1, [self.n_keys; 10])
    }

    pub fn book(&mut self, seat: usize, content: Content) -> Result<Entry, LedgerError> {
        let key = self.fresh_key();
        let site = self.site();
        let booking = Booking {
            draft: draft(content),
            place: Place::Fixed,
            setting: Setting::new(self.now(), Zone::UTC),
            key,
            said: Vec::new(),
        };
        ledger::log(self.seats[seat].store(), booking, &site).map(|(entry, _)| entry)
    }

    pub fn edit(
        &mut self,
        seat: usize,
        id: EntryId,
        change: impl Fn(&mut Content),
    ) -> Result<(), LedgerError> {
        let site = self.site();
        let store = self.seats[seat].store();
        ledger::edit(store, &[id], &site, |entry| -> Result<_, LedgerError> {
            let mut content = entry.content.clone();
            change(&mut content);
            Ok(Change {
                draft: draft(content),
                said: Vec::new(),
            })
        })
        .map(drop)
    }

    /// Keeps a copy of the store as it is.
    pub fn save(&mut self, seat: usize) {
        let seat = &mut self.seats[seat];
        seat.store = None;
        std::fs::copy(&seat.file, &seat.saved).unwrap();
        seat.reopen();
    }

    /// Puts the copy in the store's place; false where there is none.
    pub fn restore(&mut self, seat: usize) -> bool {
        let seat = &mut self.seats[seat];
        if !seat.saved.exists() {
            return false;
        }
        seat.store = None;
        std::fs::copy(&seat.saved, &seat.file).unwrap();
        seat.reopen();
        true
    }

    /// One run for a profile; none where it was killed.
    pub fn sync(
        &mut self,
        seat: usize,
        which: usize,
        weather: (&[Weather], &[bool]),
        dies_after: Option<u64>,
    ) -> Option<ProfileReport> {
        self.services[which].forecast(weather.0, weather.1);
        self.probe.watch(&self.seats[seat].file);
        self.probe
            .die_at(dies_after.map(|moments| self.probe.n_passed() + moments));
        self.hands.look();
        let profile = profile(PROFILES[which]);
        let rules = RuleSettings::default();
        let hands = Arc::clone(&self.hands);
        let service = self.services[which].clone();
        let store = self.seats[seat].store();
        let run = AssertUnwindSafe(|| {
            let began = hands.monotonic();
            let engine = Engine {
                store,
                backend: &service,
                clock: &*hands,
                profile: &profile,
                rules: &rules,
                settings: settings(),
                began,
                progress: None,
            };
            let report = engine.run().unwrap();
            // The moment behind the last commit.
            let _ = hands.now();
            report
        });
        let ended = catch_unwind(run);
        self.probe.die_at(None);
        self.probe.watch(std::path::Path::new(""));
        self.services[which].forecast(&[], &[]);
        match ended {
            Ok(report) => Some(report),
            Err(why) if why.is::<Killed>() => {
                self.seats[seat].reopen();
                None
            }
            Err(why) => std::panic::resume_unwind(why),
        }
    }
}

fn settings() -> Settings {
    Settings {
        quarantine: QUARANTINE,
        grace: 0,
        pull_days: 35,
        marker: Marker::Auto,
        policy: rounding::Policy::NONE,
        send: rounding::Send::Worked,
        catalog_max_age: 86_400,
        direction: Direction::Both,
        max_time: Duration::from_secs(3600),
    }
}

pub fn draft(content: Content) -> Draft {
    Draft {
        content,
        mailing: Mailing::default(),
        future: false,
    }
}

/// Half an hour on a ticket, so many hours before the beginning.
pub fn content(profile: usize, slot: u8, note: &str) -> Content {
    let start = NOW - (i64::from(slot) + 3) * 3600;
    let date = chrono::DateTime::from_timestamp(start, 0)
        .unwrap()
        .date_naive();
    Content {
        profile: Some(PROFILES[profile].into()),
        start: Some(start),
        end: Some(start + 1800),
        target: Some(Target {
            kind: TargetKind::Ticket,
            at: Reference::typed("54321"),
        }),
        note: Some(note.into()),
        ..Content::blank(date, "UTC", BookedAs::Range)
    }
}
