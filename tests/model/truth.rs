//! What the people of a history know: who changed which field last, and where both sides
//! changed one before a sync had been between them.

use crate::world::World;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use tt::domain::content::Content;
use tt::domain::ids::Key;
use tt::domain::status::Origin;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    Here,
    There,
}

type Seen = BTreeMap<&'static str, String>;

/// The fields that histories change, as text; `there` is whether it exists.
fn fields(content: &Content, exists: bool) -> Seen {
    BTreeMap::from([
        ("exists", exists.to_string()),
        ("time", format!("{:?} {:?}", content.start, content.end)),
        ("note", format!("{:?}", content.note)),
        ("internal", format!("{:?}", content.internal_note)),
        (
            "work_type",
            format!("{:?}", content.work_type.as_ref().map(|it| &it.typed)),
        ),
        ("profile", format!("{:?}", content.profile)),
    ])
}

/// See the module.
#[derive(Default)]
pub struct Truth {
    last: HashMap<(Key, &'static str), String>,
    pending: HashMap<(Key, &'static str), HashSet<Side>>,
    /// Where both sides have a claim, so that either may stand.
    pub contested: HashSet<Key>,
    /// Entries whose length there may be the service's own.
    pub rounded: HashSet<Key>,
    /// Entries whose work type there may be the service's own.
    pub left_open: HashSet<Key>,
    /// Entries whose status was last set there, by one who does not do it here as well, and
    /// the record on which: what cannot be told to be an entry may not stay its record.
    status_there: HashSet<(Key, u64)>,
    /// Entries that a restored copy knows nothing of, or an older state of.
    pub forgotten: BTreeSet<Key>,
}

/// How all entries of one store are.
pub type Dump = BTreeMap<Key, Seen>;

impl Truth {
    /// How a store is, as far as people look at it. Imported entries are the service's.
    pub fn dump(world: &World, seat: usize) -> Dump {
        let entries = world.seats[seat].entries();
        entries
            .iter()
            .filter(|(entry, _)| entry.origin == Origin::Local)
            .map(|(entry, _)| {
                let mut seen = fields(&entry.content, !entry.removed);
                seen.insert("status", entry.status.word().to_owned());
                (entry.key, seen)
            })
            .collect()
    }

    /// Somebody here did something: what differs between the two.
    pub fn did_here(&mut self, before: &Dump, after: &Dump) {
        for (key, now) in after {
            let was = before.get(key);
            for (field, value) in now {
                if was.and_then(|was| was.get(field)) == Some(value) {
                    continue;
                }
                if *field == "status" {
                    self.status_there.retain(|(of, _)| of != key);
                } else {
                    self.claim(*key, field, value.clone(), Side::Here);
                }
            }
        }
        // A new key is the old entry as a new record; what the old one was does not count.
        for key in before.keys().filter(|key| !after.contains_key(key)) {
            self.forgotten.insert(*key);
        }
    }

    /// Somebody moved these on towards the invoice, on a record of the service's own page.
    pub fn status_there(&mut self, keys: &[Key], record: u64) {
        self.status_there
            .extend(keys.iter().map(|key| (*key, record)));
    }

    /// Whether the status of an entry on this record is the service's word.
    pub fn said_there(&self, key: Key, record: u64) -> bool {
        self.status_there.contains(&(key, record))
    }

    /// A copy was put in the store's place.
    pub fn restored(&mut self, before: &Dump, after: &Dump) {
        for (key, was) in before {
            if after.get(key) != Some(was) {
                self.forgotten.insert(*key);
            }
        }
        self.contested.extend(before.keys().chain(after.keys()));
        // Nothing says any more whether a value there was set or filled in.
        self.left_open.extend(before.keys().chain(after.keys()));
    }

    /// Somebody changed these entries on the service's own page.
    pub fn did_there(&mut self, keys: &[Key], before: &Content, after: Option<&Content>) {
        let was = fields(before, true);
        let now = fields(after.unwrap_or(before), after.is_some());
        for key in keys {
            for (field, value) in &now {
                if was.get(field) != Some(value) && *field != "profile" {
                    self.claim(*key, field, value.clone(), Side::There);
                    if *field == "exists" {
                        self.contested.insert(*key);
                    }
                }
            }
        }
        // In two stores at once: a change in one is a change there for the other.
        if keys.len() > 1 {
            self.contested.extend(keys);
        }
    }

    fn claim(&mut self, key: Key, field: &'static str, value: String, side: Side) {
        self.last.insert((key, field), value);
        let sides = self.pending.entry((key, field)).or_default();
        sides.insert(side);
        if sides.len() > 1 {
            self.contested.insert(key);
        }
    }

    /// A sync went through without trouble: both sides know the same.
    pub fn met(&mut self, world: &World, seat: usize) {
        let known: HashSet<_> = Self::dump(world, seat).into_keys().collect();
        self.pending.retain(|(key, _), _| !known.contains(key));
    }

    /// A sync, whatever became of it, took over here what was changed there: both sides
    /// know the same of those fields, and what follows is said by one who has seen it.
    pub fn taken_over(&mut self, world: &World, seat: usize) {
        let here = Self::dump(world, seat);
        let last = &self.last;
        self.pending.retain(|(key, field), sides| {
            let value = here.get(key).and_then(|seen| seen.get(field));
            let only_there = sides.len() == 1 && sides.contains(&Side::There);
            !(only_there && value.is_some() && value == last.get(&(*key, *field)))
        });
    }

    /// Whether somebody changed it there since both sides last knew the same.
    pub fn changed_there(&self, key: Key) -> bool {
        self.pending.iter().any(|((it, field), sides)| {
            *it == key && *field != "exists" && sides.contains(&Side::There)
        })
    }

    /// What is wrong with a store in which everything should have come to rest.
    pub fn contradictions(&self, world: &World, seat: usize) -> Vec<String> {
        let mut wrong = Vec::new();
        for (key, now) in Self::dump(world, seat) {
            // What does not exist says nothing more.
            let is_gone = now["exists"] == "false";
            for (field, value) in now {
                let Some(last) = self.last.get(&(key, field)) else {
                    continue;
                };
                let is_open = field == "work_type" && self.left_open.contains(&key);
                if is_open || is_gone && field != "exists" {
                    continue;
                }
                if last != &value && !self.contested.contains(&key) {
                    wrong.push(format!(
                        "seat {seat}: {field} was last said to be {last}, but is {value} ({key:?})"
                    ));
                }
            }
        }
        wrong
    }
}
