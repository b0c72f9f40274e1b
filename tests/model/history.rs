//! Histories: what people and services do one after another, and what must be true once
//! the weather is fair again and everybody has been asked.

use crate::service::{Keeping, Weather, normalise};
use crate::truth::Truth;
use crate::world::{PROFILES, QUARANTINE, World, content};
use std::collections::{HashMap, HashSet};
use tt::domain::charge::Reference;
use tt::domain::content::Content;
use tt::domain::delivery::{Link, Remote};
use tt::domain::entry::Entry;
use tt::domain::ids::{EntryId, Key};
use tt::domain::status::{Origin, Status};
use tt::domain::zone::Zone;
use tt::ledger::{self, Answer, Cut, Ending, LedgerError, Moment, Move, Starting};
use tt::rules;
use tt::sync::outcome::{Outcome, ProfileReport};

/// Whether the program notices what was deleted on the service.
pub const DELETIONS: bool = true;
/// Whether a release is remembered, so that the same record does not hold the entry again.
pub const RELEASES: bool = true;
/// Whether the program takes over what others booked there.
pub const IMPORTS: bool = true;

/// A field and what it becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    Note(u8),
    Internal(u8),
    Minutes(u8),
    Later(u8),
    WorkType(u8),
    NoWorkType,
    /// Another profile; not on the service.
    Profile(u8),
}

impl To {
    fn apply(self, content: &mut Content) {
        match self {
            Self::Note(n) => content.note = Some(format!("n{n}")),
            Self::Internal(n) => content.internal_note = Some(format!("i{n}")),
            Self::Minutes(n) => {
                content.end = content.start.map(|start| start + i64::from(n + 1) * 60);
            }
            Self::Later(n) => {
                let by = i64::from(n + 1) * 60;
                content.start = content.start.map(|start| start + by);
                content.end = content.end.map(|end| end + by);
            }
            Self::WorkType(n) => {
                let id = (n + 1).to_string();
                content.work_type = Some(Reference::known(&id, None));
            }
            Self::NoWorkType => content.work_type = None,
            Self::Profile(n) => content.profile = Some(PROFILES[usize::from(n % 2)].into()),
        }
    }
}

/// One thing that happens. `which` counts among what is there at that moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Book {
        seat: usize,
        slot: u8,
        note: u8,
    },
    Edit {
        seat: usize,
        which: u8,
        to: To,
    },
    Remove {
        seat: usize,
        which: u8,
    },
    Undo {
        seat: usize,
    },
    Split {
        seat: usize,
        which: u8,
    },
    Timer {
        seat: usize,
        minutes: u8,
    },
    Submit {
        seat: usize,
        which: u8,
    },
    EditThere {
        which: u8,
        to: To,
    },
    DeleteThere {
        which: u8,
    },
    StatusThere {
        which: u8,
        status: Status,
    },
    BookThere {
        slot: u8,
        note: u8,
    },
    Pass(i64),
    SetClock(i64),
    Save {
        seat: usize,
    },
    Restore {
        seat: usize,
    },
    Answer {
        seat: usize,
        mine: bool,
    },
    Sync {
        seat: usize,
        profile: usize,
        writes: Vec<Weather>,
        reads: Vec<bool>,
        dies_after: Option<u64>,
    },
}

/// A fair run.
pub fn sync() -> Step {
    sync_in(&[])
}

/// A run in this weather.
pub fn sync_in(writes: &[Weather]) -> Step {
    Step::Sync {
        seat: 0,
        profile: 0,
        writes: writes.to_vec(),
        reads: Vec::new(),
        dies_after: None,
    }
}

/// A history with the kind of service it is played on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    pub keeping: Keeping,
    pub seats: usize,
    pub steps: Vec<Step>,
}

/// A history under way.
pub struct Play {
    pub world: World,
    pub truth: Truth,
    keeping: Keeping,
    /// Candidates that a report named, by seat, profile and entry.
    undecided: Vec<(usize, usize, EntryId)>,
    refusals: bool,
    pub wrong: Vec<String>,
}

impl Play {
    pub fn new(history: &History) -> Self {
        Self {
            world: World::new(history.seats, history.keeping),
            truth: Truth::default(),
            keeping: history.keeping,
            undecided: Vec::new(),
            refusals: false,
            wrong: Vec::new(),
        }
    }

    /// Plays all of it, heals, and says what is wrong.
    pub fn all(history: &History) -> Vec<String> {
        let mut play = Self::new(history);
        for step in &history.steps {
            play.step(step);
        }
        play.heal();
        play.wrong
    }

    fn pick(&self, seat: usize, which: u8) -> Option<EntryId> {
        let living: Vec<_> = self.world.seats[seat]
            .entries()
            .into_iter()
            .filter(|(entry, _)| !entry.removed && entry.origin == Origin::Local)
            .map(|(entry, _)| entry.id)
            .collect();
        (!living.is_empty()).then(|| living[usize::from(which) % living.len()])
    }

    /// An act of a person here; what the rules refuse does not happen.
    fn here(&mut self, seat: usize, act: impl FnOnce(&mut World) -> Result<(), LedgerError>) {
        let before = Truth::dump(&self.world, seat);
        match act(&mut self.world) {
            Ok(())
            | Err(LedgerError::Refused(_) | LedgerError::Nothing { .. } | LedgerError::Time(_)) => {
            }
            Err(error) => self.wrong.push(format!("the ledger failed: {error}")),
        }
        let after = Truth::dump(&self.world, seat);
        self.truth.did_here(&before, &after);
    }

    pub fn step(&mut self, step: &Step) {
        match step.clone() {
            Step::Book { seat, slot, note } => {
                // Where nothing tells records apart, two machines that say the same cannot be told apart either.
                let whose = if self.keeping == Keeping::Nothing {
                    seat
                } else {
                    0
                };
                let content = content(0, slot, &format!("n{note}{}", "'".repeat(whose)));
                self.here(seat, |world| world.book(seat, content).map(drop));
            }
            Step::Edit { seat, which, to } => {
                let Some(id) = self.pick(seat, which) else {
                    return;
                };
                self.here(seat, |world| {
                    world.edit(seat, id, |content| to.apply(content))
                });
            }
            Step::Remove { seat, which } => {
                let Some(id) = self.pick(seat, which) else {
                    return;
                };
                self.here(seat, |world| {
                    let site = world.site();
                    ledger::remove(world.seats[seat].store(), &[id], &site).map(drop)
                });
            }
            Step::Undo { seat } => self.here(seat, |world| {
                let site = world.site();
                ledger::undo(world.seats[seat].store(), &site).map(drop)
            }),
            Step::Split { seat, which } => {
                let Some(id) = self.pick(seat, which) else {
                    return;
                };
                self.here(seat, |world| {
                    let site = world.site();
                    let cut = |_: &Entry| Ok::<_, LedgerError>(Cut::Into(2));
                    ledger::split(world.seats[seat].store(), id, &site, cut, |_| Ok(())).map(drop)
                });
            }
            Step::Timer { seat, minutes } => self.timer(seat, minutes),
            Step::Submit { seat, which } => {
                let Some(id) = self.pick(seat, which) else {
                    return;
                };
                self.here(seat, |world| {
                    let site = world.site();
                    ledger::advance(world.seats[seat].store(), &[id], &Move::Submit, &site)
                        .map(drop)
                });
            }
            Step::EditThere { which, to } => {
                let keys = self.there(which, |remote| {
                    if !remote.locked {
                        to.apply(&mut remote.content);
                        remote.content.profile = None;
                    }
                });
                if matches!(to, To::Minutes(_)) {
                    self.note_rounded(&keys);
                }
            }
            Step::DeleteThere { which } => self.delete_there(which),
            Step::StatusThere { which, status } => {
                let mut is_new = false;
                let keys = self.there(which, |remote| {
                    is_new = remote.status != status;
                    remote.status = status;
                    remote.status_word = Some(status.word().into());
                    remote.locked = status.rank() >= Status::Approved.rank();
                });
                if is_new {
                    self.truth.status_there(&keys);
                }
            }
            Step::BookThere { slot, note } => {
                self.world.services[0].add(&content(0, slot, &format!("n{note}")));
            }
            Step::Pass(seconds) => self.world.pass(seconds),
            Step::SetClock(seconds) => {
                // Put forward, it cannot be told from time that passed: nothing may be late then.
                if seconds > 0 {
                    self.world.pass(QUARANTINE);
                }
                self.world.jump(seconds);
            }
            Step::Save { seat } => self.world.save(seat),
            Step::Restore { seat } => {
                let before = Truth::dump(&self.world, seat);
                if self.world.restore(seat) {
                    let after = Truth::dump(&self.world, seat);
                    self.truth.restored(&before, &after);
                }
            }
            Step::Answer { seat, mine } => self.answer(seat, mine),
            Step::Sync {
                seat,
                profile,
                writes,
                reads,
                dies_after,
            } => {
                let report = self
                    .world
                    .sync(seat, profile, (&writes, &reads), dies_after);
                self.refusals |= writes.contains(&Weather::Refused);
                self.after_sync(seat, profile, report);
            }
        }
    }

    fn timer(&mut self, seat: usize, minutes: u8) {
        self.here(seat, |world| {
            let (site, at) = (world.site(), world.now());
            let draft = crate::world::draft(Content {
                start: Some(at),
                end: None,
                ..content(0, 0, "timer")
            });
            let starting = Starting {
                draft,
                at: moment(at),
                folder: None,
            };
            ledger::start(
                world.seats[seat].store(),
                &starting,
                &Ending::default(),
                &site,
            )?;
            world.pass(i64::from(minutes) * 60);
            Ok(())
        });
        self.here(seat, |world| {
            let (site, at) = (world.site(), world.now());
            ledger::stop(
                world.seats[seat].store(),
                &moment(at),
                &Ending::default(),
                &site,
            )
            .map(drop)
        });
    }

    /// The entries that this record is, by links and by whom it was sent from.
    fn keys_of(&self, profile: usize, id: u64, origin: Option<Key>) -> Vec<Key> {
        let mut keys: Vec<_> = origin.into_iter().collect();
        for seat in &self.world.seats {
            for (entry, links) in seat.entries() {
                let is_it = links.iter().any(|link| {
                    link.profile == PROFILES[profile]
                        && link
                            .remote_id
                            .as_ref()
                            .is_some_and(|it| it.0 == id.to_string())
                });
                if is_it && !keys.contains(&entry.key) {
                    keys.push(entry.key);
                }
            }
        }
        keys
    }

    fn there(&mut self, which: u8, change: impl FnOnce(&mut Remote)) -> Vec<Key> {
        let records = self.world.services[0].records();
        if records.is_empty() {
            return Vec::new();
        }
        let (id, before) = records
            .iter()
            .nth(usize::from(which) % records.len())
            .unwrap();
        self.world.services[0].edit(*id, change);
        let after = self.world.services[0].records().remove(id).unwrap();
        let keys = self.keys_of(0, *id, before.origin);
        self.truth
            .did_there(&keys, &before.remote.content, Some(&after.remote.content));
        keys
    }

    /// A length changed there before the answer to its create was found cannot be told
    /// from one that the service rounded: what is booked here stays, and so does that.
    fn note_rounded(&mut self, keys: &[Key]) {
        let entries = self.world.seats.iter().flat_map(|seat| seat.entries());
        for (entry, links) in entries.filter(|(entry, _)| keys.contains(&entry.key)) {
            if links.iter().any(|link| link.remote_id.is_none()) {
                self.truth.rounded.insert(entry.key);
                self.truth.contested.insert(entry.key);
            }
        }
    }

    fn delete_there(&mut self, which: u8) {
        let records = self.world.services[0].records();
        if records.is_empty() {
            return;
        }
        let (id, before) = records
            .iter()
            .nth(usize::from(which) % records.len())
            .unwrap();
        let keys = self.keys_of(0, *id, before.origin);
        self.world.services[0].take(*id);
        self.truth.did_there(&keys, &before.remote.content, None);
    }

    fn after_sync(&mut self, seat: usize, profile: usize, report: Option<ProfileReport>) {
        let Some(report) = report else { return };
        self.undecided.retain(|it| (it.0, it.1) != (seat, profile));
        self.undecided.extend(
            report
                .undecided
                .iter()
                .map(|id| (seat, profile, EntryId(*id))),
        );
        let is_done = report.outcome == Outcome::Done && report.owed + report.unconfirmed == 0;
        // People change things only on the first service.
        if profile == 0 && is_done && !self.world.services.iter().any(|it| it.is_behind()) {
            self.truth.met(&self.world, seat);
        }
        for twice in &report.twice {
            // Equal work may really have been done twice; one entry may not be there twice.
            let records = self.world.services[profile].records();
            let origin = |id: &str| {
                let record = id.parse().ok().and_then(|id: u64| records.get(&id));
                record.and_then(|record| record.origin)
            };
            let (linked, other) = (origin(&twice.linked), origin(&twice.other));
            if linked.is_some() && linked == other {
                self.wrong.push(format!(
                    "seat {seat}: entry {} is there twice: {} and {}",
                    twice.id, twice.linked, twice.other
                ));
            }
        }
    }

    /// The person is asked about everything that waits for one.
    pub fn answer(&mut self, seat: usize, mine: bool) {
        for (entry, links) in self.world.seats[seat].entries() {
            if !entry.held.is_empty() && !entry.removed {
                self.answer_held(seat, &entry);
            }
            for link in &links {
                if !link.conflict.is_empty() {
                    self.answer_conflict(seat, &entry, link, mine);
                }
                if link.is_refused() && link.is_due() {
                    self.answer_refusal(seat, &entry, link);
                }
            }
        }
        for (seat, profile, id) in std::mem::take(&mut self.undecided) {
            self.choose(seat, profile, id);
        }
    }

    fn resolve(&mut self, seat: usize, id: EntryId, answer: Answer) -> bool {
        let before = Truth::dump(&self.world, seat);
        let site = self.world.site();
        let done = ledger::resolve(self.world.seats[seat].store(), &[id], &answer, &site);
        let after = Truth::dump(&self.world, seat);
        self.truth.did_here(&before, &after);
        done.is_ok()
    }

    /// Held for an equal record there: it is the same where it was sent from here.
    fn answer_held(&mut self, seat: usize, entry: &Entry) {
        let profile = entry.content.profile.clone().unwrap_or_default();
        let which = usize::from(profile == PROFILES[1]);
        if !entry
            .held
            .iter()
            .any(|breach| breach.rule == "sync/already-there")
        {
            self.wrong
                .push(format!("seat {seat}: held for {:?}", entry.held));
        }
        if self.adopt_own(seat, which, entry, 0) {
            if !self.truth.contested.contains(&entry.key) {
                self.wrong.push(format!(
                    "seat {seat}: entry {} is held for the record that was sent from it",
                    entry.id
                ));
            }
            let now = self.world.now();
            let store = self.world.seats[seat].store();
            store.write(|tx| tx.set_held(entry.id, &[], now)).unwrap();
        } else if !self.resolve(seat, entry.id, Answer::Release) {
            self.wrong.push(format!(
                "seat {seat}: entry {} cannot be released",
                entry.id
            ));
        }
    }

    /// Links the record that was sent from this entry, if it is there and free.
    fn adopt_own(&mut self, seat: usize, which: usize, entry: &Entry, delivered: u32) -> bool {
        let records = self.world.services[which].records();
        let own = records
            .values()
            .find(|record| record.origin == Some(entry.key))
            .map(|record| record.remote.clone());
        let Some(remote) = own else { return false };
        let store = self.world.seats[seat].store();
        let free = store
            .view()
            .by_remote(PROFILES[which], PROFILES[which], &remote.id)
            .unwrap();
        if free.is_some() {
            return false;
        }
        let observed = rules::observe(remote).unwrap();
        let whose = (PROFILES[which], PROFILES[which]);
        store
            .write(|tx| tx.adopt(entry.id, whose, &observed, None, delivered))
            .unwrap();
        true
    }

    fn answer_conflict(&mut self, seat: usize, entry: &Entry, link: &Link, mine: bool) {
        if entry.origin == Origin::Local && !self.truth.contested.contains(&entry.key) {
            self.wrong.push(format!(
                "seat {seat}: entry {} is in conflict over {:?}, which nobody disputes",
                entry.id, link.conflict
            ));
        }
        self.truth.contested.insert(entry.key);
        if link.is_deleted_there() {
            self.answer_deleted(seat, entry, link, mine);
            return;
        }
        let answer = if mine {
            Answer::KeepMine
        } else {
            Answer::KeepTheirs
        };
        if !self.resolve(seat, entry.id, answer) {
            self.wrong.push(format!(
                "seat {seat}: conflict of {} cannot be answered",
                entry.id
            ));
        }
    }

    /// Taken away there: it goes here as well, or is booked there anew.
    fn answer_deleted(&mut self, seat: usize, entry: &Entry, link: &Link, mine: bool) {
        let before = Truth::dump(&self.world, seat);
        let (site, fresh) = (self.world.site(), self.world.fresh_key());
        let store = self.world.seats[seat].store();
        // What was handed in is not removed here: then it is booked anew.
        if mine || ledger::remove(store, &[entry.id], &site).is_err() {
            store
                .write(|tx| {
                    tx.settle_gone(entry.id, &link.profile)?;
                    tx.rekey(entry.id, fresh)
                })
                .unwrap();
        }
        let after = Truth::dump(&self.world, seat);
        self.truth.did_here(&before, &after);
    }

    fn answer_refusal(&mut self, seat: usize, entry: &Entry, link: &Link) {
        // What was locked there is unlocked by whoever keeps the books.
        let which = usize::from(link.profile == PROFILES[1]);
        if let Some(id) = link.remote_id.as_ref().and_then(|id| id.0.parse().ok()) {
            self.world.services[which].edit(id, |remote| remote.locked = false);
        }
        let code = link
            .refusal
            .as_ref()
            .map_or("", |problem| problem.code.as_str());
        let was_asked_for = match code {
            "no" => self.refusals,
            "locked" => true,
            _ => false,
        };
        if !was_asked_for {
            self.wrong.push(format!(
                "seat {seat}: entry {} is refused: {:?}",
                entry.id, link.refusal
            ));
        }
        if !self.resolve(seat, entry.id, Answer::Retry) {
            // A refused removal has no answer of its own yet.
            let store = self.world.seats[seat].store();
            store
                .write(|tx| tx.clear_refusal(entry.id, &link.profile))
                .unwrap();
        }
    }

    /// Of several that a lost create may be, the person knows which, or that it is none.
    fn choose(&mut self, seat: usize, which: usize, id: EntryId) {
        let name = PROFILES[which];
        let view = self.world.seats[seat].store().view();
        let (Some((entry, _)), Some(link)) =
            (view.entry(id).unwrap(), view.link(id, name).unwrap())
        else {
            return;
        };
        let Some(attempt) = link.attempt else { return };
        if !self.adopt_own(seat, which, &entry, attempt.revision) {
            let store = self.world.seats[seat].store();
            store
                .write(|tx| tx.settle_not_sent(id, name, false))
                .unwrap();
        }
    }

    /// Fair weather and answers until nothing moves, then everything is looked at.
    pub fn heal(&mut self) {
        let profiles = if self.world.services[1].n_done() > 0 || self.uses_side() {
            2
        } else {
            1
        };
        // Longer than clocks were set back.
        self.world.pass(86_400);
        let mut quiet = 0;
        for round in 0..12 {
            self.world.pass(QUARANTINE + 1);
            let before = self.standing();
            for seat in 0..self.world.seats.len() {
                self.answer(seat, round % 2 == 0);
                for profile in 0..profiles {
                    let report = self.world.sync(seat, profile, (&[], &[]), None);
                    self.after_sync(seat, profile, report);
                }
            }
            if before == self.standing() {
                quiet += 1;
            } else {
                quiet = 0;
            }
            if quiet == 1 {
                break;
            }
        }
        if quiet == 0 {
            self.wrong.push("it never comes to rest".into());
        }
        self.idle(profiles);
        self.compare();
    }

    fn uses_side(&self) -> bool {
        self.world.seats.iter().any(|seat| {
            seat.entries()
                .iter()
                .any(|(_, links)| links.iter().any(|link| link.profile == PROFILES[1]))
        })
    }

    /// How everything stands, on all sides.
    pub fn standing(&self) -> String {
        let stores: Vec<_> = self.world.seats.iter().map(|seat| seat.entries()).collect();
        let services: Vec<_> = self.world.services.iter().map(|it| it.records()).collect();
        format!("{stores:?} {services:?}")
    }

    /// A further run changes nothing anywhere.
    fn idle(&mut self, profiles: usize) {
        for service in &self.world.services {
            let _ = service.take_writes();
        }
        let before = self.standing();
        for seat in 0..self.world.seats.len() {
            for profile in 0..profiles {
                let report = self.world.sync(seat, profile, (&[], &[]), None).unwrap();
                if report.outcome != Outcome::Done || report.owed + report.unconfirmed > 0 {
                    self.wrong
                        .push(format!("an idle run is not done: {report:?}"));
                }
                let writes = self.world.services[profile].take_writes();
                if !writes.is_empty() {
                    self.wrong.push(format!("an idle run writes: {writes:?}"));
                }
            }
        }
        if before != self.standing() {
            self.wrong.push("an idle run changes something".into());
        }
    }

    /// Every entry once, equal in every field; nothing besides.
    fn compare(&mut self) {
        for which in 0..2 {
            let records = self.world.services[which].records();
            let mut owners: HashMap<u64, usize> = HashMap::new();
            for (n, seat) in self.world.seats.iter().enumerate() {
                let entries = seat.entries();
                let sent_here: HashSet<Key> = entries
                    .iter()
                    .filter(|(entry, _)| entry.origin == Origin::Local)
                    .map(|(entry, _)| entry.key)
                    .collect();
                for (entry, links) in entries {
                    let is_here =
                        !entry.removed && entry.content.profile.as_deref() == Some(PROFILES[which]);
                    if !is_here {
                        continue;
                    }
                    let link = links.iter().find(|link| link.profile == PROFILES[which]);
                    let id = link
                        .and_then(|link| link.remote_id.as_ref())
                        .and_then(|id| id.0.parse::<u64>().ok());
                    if entry.content.is_timer() {
                        // One whose end was taken back: its record is corrected when it ends.
                        *owners.entry(id.unwrap_or_default()).or_default() += 1;
                        continue;
                    }
                    match id.and_then(|id| records.get(&id)) {
                        None => self.wrong.push(format!(
                            "seat {n}: entry {} is not on {} ({id:?})",
                            entry.id, PROFILES[which]
                        )),
                        Some(record) => {
                            // What was sent from here is not somebody else's work.
                            let own = record.origin.is_some_and(|key| {
                                sent_here.contains(&key)
                                    && !self.truth.contested.contains(&key)
                                    && !self.truth.forgotten.contains(&key)
                            });
                            if entry.origin == Origin::Imported && own {
                                self.wrong.push(format!(
                                    "seat {n}: entry {} is imported, though it was sent from here",
                                    entry.id
                                ));
                            }
                            let rounded = self.truth.rounded.contains(&entry.key);
                            if !is_equal(&entry.content, &record.remote.content, rounded) {
                                self.wrong.push(format!(
                                    "seat {n}: entry {} differs:\n  here  {:?}\n  there {:?}",
                                    entry.id,
                                    normalise(&entry.content),
                                    record.remote.content
                                ));
                            }
                            if which == 0
                                && self.truth.said_there(entry.key)
                                && entry.status != record.remote.status
                            {
                                self.wrong.push(format!(
                                    "seat {n}: entry {} is {:?}, there {:?}",
                                    entry.id, entry.status, record.remote.status
                                ));
                            }
                            let owner = owners.entry(id.unwrap_or_default()).or_default();
                            *owner += usize::from(entry.origin == Origin::Local);
                        }
                    }
                }
            }
            for (id, record) in &records {
                let n_owners = owners.get(id).copied();
                match (n_owners, record.origin) {
                    (Some(n), _) if n > 1 => self
                        .wrong
                        .push(format!("{id} on {} is {n} entries", PROFILES[which])),
                    (Some(_), _) => {}
                    (None, None) if !IMPORTS => {}
                    (None, Some(key)) if self.truth.forgotten.contains(&key) && !IMPORTS => {}
                    (None, _) => self.wrong.push(format!(
                        "{id} on {} is nobody's: {:?}",
                        PROFILES[which], record.remote.content.note
                    )),
                }
            }
        }
        for seat in 0..self.world.seats.len() {
            let found = self.truth.contradictions(&self.world, seat);
            self.wrong.extend(found);
        }
    }
}

/// Equal in every field; a work type that is left open here is the service's affair.
fn is_equal(here: &Content, there: &Content, rounded: bool) -> bool {
    let mut here = normalise(here);
    if rounded {
        here.end = there.end;
    }
    if here.work_type.is_none() {
        here.work_type.clone_from(&there.work_type);
    }
    here == *there
}

fn moment(at: i64) -> Moment {
    Moment {
        at,
        typed: None,
        zone: Zone::UTC,
    }
}
