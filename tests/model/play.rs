//! A history under way: every step done, and noted in what the people of it know.

use crate::history::{History, Step, To};
use crate::service::{Keeping, Record};
use crate::truth::Truth;
use crate::weather::Weather;
use crate::world::{PROFILES, QUARANTINE, World, content};
use std::collections::BTreeMap;
use tt::domain::content::Content;
use tt::domain::delivery::{Link, Remote};
use tt::domain::entry::Entry;
use tt::domain::ids::{EntryId, Key};
use tt::domain::status::{Origin, Status};
use tt::domain::zone::Zone;
use tt::ledger::{self, Cut, Ending, LedgerError, Moment, Move, Starting};
use tt::sync::outcome::{Outcome, ProfileReport};

/// A history under way.
pub struct Play {
    pub world: World,
    pub truth: Truth,
    keeping: Keeping,
    pub refusals: bool,
    pub wrong: Vec<String>,
}

impl Play {
    pub fn new(history: &History) -> Self {
        Self {
            world: World::new(history.seats, history.keeping),
            truth: Truth::default(),
            keeping: history.keeping,
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
    pub fn here(&mut self, seat: usize, act: impl FnOnce(&mut World) -> Result<(), LedgerError>) {
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
                let taken = self.taken_for(which);
                let mut keys = self.there(which, |remote| {
                    if !remote.locked {
                        to.apply(&mut remote.content);
                        remote.content.profile = None;
                    }
                });
                keys.extend(taken);
                keys.sort_unstable();
                keys.dedup();
                // Any of several lost twins may be the one that this is taken for.
                if keys.len() > 1 {
                    self.truth.contested.extend(&keys);
                }
                match to {
                    To::Minutes(_) => self.note_unseen(&keys, true),
                    To::WorkType(_) => self.note_unseen(&keys, false),
                    _ => {}
                }
            }
            Step::DeleteThere { which } => self.delete_there(which),
            Step::StatusThere { which, status } => {
                let (mut is_new, mut at) = (false, 0);
                let keys = self.there(which, |remote| {
                    is_new = remote.status != status;
                    at = remote.id.0.parse().unwrap_or_default();
                    remote.status = status;
                    remote.status_word = Some(status.word().into());
                    remote.locked = status.rank() >= Status::Approved.rank();
                });
                if is_new {
                    self.truth.status_there(&keys, at);
                }
            }
            Step::BookThere { slot, note } => {
                let content = content(0, slot, &format!("n{note}"));
                // What somebody makes there while the answer to an equal create is lost may
                // be taken for that one, and whatever else it says for a change.
                let equal = self.lost_creates(|sent| {
                    (sent.start, &sent.note) == (content.start, &content.note)
                });
                self.truth.contested.extend(equal);
                self.world.services[0].add(&content);
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
            Step::Answer { seat, way } => self.answer(seat, way),
            Step::Sync {
                seat,
                profile,
                writes,
                reads,
                dies_after,
            } => {
                let before = self.world.services[0].records();
                let weather = (writes.as_slice(), reads.as_slice());
                let report = self.world.sync(seat, profile, weather, dies_after);
                self.refusals |= writes.contains(&Weather::Refused);
                self.not_deleted_unasked(&before);
                if profile == 0 && !self.world.services[0].is_behind() {
                    self.truth.taken_over(&self.world, seat);
                }
                self.after_sync(seat, profile, report.as_ref());
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

    /// The entries whose lost create may be this record, which bears no key.
    fn taken_for(&self, which: u8) -> Vec<Key> {
        let records = self.world.services[0].records();
        let record = records
            .values()
            .nth(usize::from(which) % records.len().max(1))
            .filter(|record| record.remote.key.is_none());
        let Some(start) = record.map(|record| record.remote.content.start) else {
            return Vec::new();
        };
        self.lost_creates(|sent| sent.start == start)
    }

    /// The entries whose answer to a create is lost that said such a thing.
    fn lost_creates(&self, such: impl Fn(&Content) -> bool) -> Vec<Key> {
        let may_be = |link: &Link| {
            let sent = link.attempt.as_ref().and_then(|it| it.sent.as_ref());
            link.remote_id.is_none() && sent.is_some_and(|sent| such(&sent.content))
        };
        let entries = self.world.seats.iter().flat_map(|seat| seat.entries());
        entries
            .filter(|(_, links)| links.iter().any(may_be))
            .map(|(entry, _)| entry.key)
            .collect()
    }

    /// A length changed there before the answer to its create was found cannot be told
    /// from one that the service rounded: what is booked here stays, and so does that. A
    /// work type set there by then cannot be told from the service's own default.
    fn note_unseen(&mut self, keys: &[Key], is_length: bool) {
        let entries = self.world.seats.iter().flat_map(|seat| seat.entries());
        for (entry, links) in entries.filter(|(entry, _)| keys.contains(&entry.key)) {
            if links.iter().all(|link| link.remote_id.is_some()) {
                continue;
            }
            if is_length {
                self.truth.rounded.insert(entry.key);
                self.truth.contested.insert(entry.key);
            } else {
                self.truth.left_open.insert(entry.key);
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

    /// What somebody changed there is not taken away without a word.
    fn not_deleted_unasked(&mut self, before: &BTreeMap<u64, Record>) {
        let now = self.world.services[0].records();
        for (id, record) in before.iter().filter(|(id, _)| !now.contains_key(id)) {
            let Some(key) = record.origin else { continue };
            if self.truth.changed_there(key) && !self.truth.contested.contains(&key) {
                self.wrong.push(format!(
                    "{id} was deleted, though it was changed there and nobody was asked"
                ));
            }
        }
    }

    pub fn after_sync(&mut self, seat: usize, profile: usize, report: Option<&ProfileReport>) {
        let Some(report) = report else { return };
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
}

fn moment(at: i64) -> Moment {
    Moment {
        at,
        typed: None,
        zone: Zone::UTC,
    }
}
