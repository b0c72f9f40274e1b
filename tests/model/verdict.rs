//! What must be true once the weather is fair again and everybody has been asked.

use crate::history::Way;
use crate::play::Play;
use crate::service::{Record, normalise};
use crate::world::{PROFILES, QUARANTINE};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use tt::domain::content::Content;
use tt::domain::delivery::Link;
use tt::domain::entry::Entry;
use tt::domain::ids::Key;
use tt::domain::question::Question;
use tt::domain::status::Origin;
use tt::sync::outcome::{Outcome, ProfileReport};

impl Play {
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
                let ways = [Way::Mine, Way::Theirs, Way::Both];
                self.answer(seat, ways[round % ways.len()]);
                for profile in 0..profiles {
                    let report = self.world.sync(seat, profile, (&[], &[]), None);
                    self.after_sync(seat, profile, report.as_ref());
                    if let Some(report) = report {
                        self.listed(seat, &report);
                    }
                }
            }
            // A question of the last run is not answered yet.
            let seats = 0..self.world.seats.len();
            let n_asked: usize = seats.map(|seat| self.review(seat).len()).sum();
            if before == self.standing() && n_asked == 0 {
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

    /// What a run reports as needing a person is what `review` lists.
    fn listed(&mut self, seat: usize, report: &ProfileReport) {
        let which = usize::from(report.profile == PROFILES[1]);
        let refused = report.refused.iter().map(|refused| refused.id);
        let twice = report.twice.iter().map(|twice| twice.id);
        let named: BTreeSet<i64> = [&report.held, &report.conflicts, &report.undecided]
            .into_iter()
            .flatten()
            .copied()
            .chain(refused)
            .chain(twice)
            .collect();
        let listed: BTreeSet<i64> = self
            .review_of(seat, Some(PROFILES[which]))
            .iter()
            .filter(|asking| asking.question != Question::TooLong)
            .map(|asking| asking.entry.id.0)
            .collect();
        if named != listed {
            self.wrong.push(format!(
                "seat {seat}: the run names {named:?}, the review lists {listed:?}"
            ));
        }
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
        for seat in 0..self.world.seats.len() {
            let asked = self.review(seat);
            if !asked.is_empty() {
                self.wrong
                    .push(format!("seat {seat}: still asked at the end: {asked:?}"));
            }
        }
        if before != self.standing() {
            self.wrong.push("an idle run changes something".into());
        }
    }

    /// Every entry once, equal in every field; nothing besides.
    fn compare(&mut self) {
        for (which, name) in PROFILES.into_iter().enumerate() {
            let records = self.world.services[which].records();
            let mut owners: HashMap<u64, usize> = HashMap::new();
            for n in 0..self.world.seats.len() {
                let entries = self.world.seats[n].entries();
                let sent_here: HashSet<Key> = entries
                    .iter()
                    .filter(|(entry, _)| entry.origin == Origin::Local)
                    .map(|(entry, _)| entry.key)
                    .collect();
                for (entry, links) in entries {
                    if entry.removed || entry.content.profile.as_deref() != Some(name) {
                        continue;
                    }
                    let link = links.iter().find(|link| link.profile == name);
                    let id = link.and_then(record_of);
                    match id.and_then(|id| Some((id, records.get(&id)?))) {
                        _ if entry.content.is_timer() && id.is_none() => {}
                        None => self.wrong.push(format!(
                            "seat {n}: entry {} is not on {name} ({id:?})",
                            entry.id
                        )),
                        Some((id, record)) => {
                            self.compare_one((n, which), &entry, (id, record), &sent_here);
                            let owner = owners.entry(id).or_default();
                            *owner += usize::from(entry.origin == Origin::Local);
                        }
                    }
                }
            }
            self.owned(name, &records, &owners);
        }
        for seat in 0..self.world.seats.len() {
            let found = self.truth.contradictions(&self.world, seat);
            self.wrong.extend(found);
        }
    }

    /// An entry and the record it is.
    fn compare_one(
        &mut self,
        (n, which): (usize, usize),
        entry: &Entry,
        (at, record): (u64, &Record),
        sent_here: &HashSet<Key>,
    ) {
        let id = entry.id;
        if entry.content.is_timer() {
            self.wrong.push(format!("seat {n}: timer {id} is there"));
        }
        // What was sent from here is not somebody else's work.
        let own = record.origin.is_some_and(|key| {
            sent_here.contains(&key)
                && !self.truth.contested.contains(&key)
                && !self.truth.forgotten.contains(&key)
        });
        if entry.origin == Origin::Imported && own {
            self.wrong.push(format!(
                "seat {n}: entry {id} is imported, though it was sent from here"
            ));
        }
        let rounded = self.truth.rounded.contains(&entry.key);
        let left_open = self.truth.left_open.contains(&entry.key);
        if !is_equal(&entry.content, &record.remote.content, rounded, left_open) {
            self.wrong.push(format!(
                "seat {n}: entry {id} differs:\n  here  {:?}\n  there {:?}",
                normalise(&entry.content),
                record.remote.content
            ));
        }
        let said_there = which == 0 && self.truth.said_there(entry.key, at);
        if said_there && entry.status != record.remote.status {
            self.wrong.push(format!(
                "seat {n}: entry {id} is {:?}, there {:?}",
                entry.status, record.remote.status
            ));
        }
    }

    /// Each record is one entry, and no more.
    fn owned(&mut self, name: &str, records: &BTreeMap<u64, Record>, owners: &HashMap<u64, usize>) {
        for (id, record) in records {
            match owners.get(id) {
                Some(n) if *n > 1 => self.wrong.push(format!("{id} on {name} is {n} entries")),
                Some(_) => {}
                None => self.wrong.push(format!(
                    "{id} on {name} is nobody's: {:?}",
                    record.remote.content.note
                )),
            }
        }
    }
}

fn record_of(link: &Link) -> Option<u64> {
    link.remote_id.as_ref()?.0.parse().ok()
}

/// Equal in every field; a work type that is left open here may be the service's affair.
fn is_equal(here: &Content, there: &Content, rounded: bool, left_open: bool) -> bool {
    let mut here = normalise(here);
    if rounded {
        here.end = there.end;
    }
    if here.work_type.is_none() && left_open {
        here.work_type.clone_from(&there.work_type);
    }
    here == *there
}
