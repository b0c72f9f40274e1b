//! What an oracle of a service's rules is asked, and what it answers.
//!
//! An oracle restates the rules of one service from that service's published
//! words alone. It is compared with the crate's own table by
//! `tests/suite/rules/agreement`, so it names plain data of the crate
//! (`tt::domain`) and never a rule of it. [`everywhere`] restates what holds for
//! every service; [`generate`] makes what is asked about.
//!
//! This file and what is under it are the only ones of the tree that know the
//! crate; the rules of a service take that service's plain facts.

pub mod autotask;
pub mod connectwise;
pub mod everywhere;
pub mod freshbooks;
pub mod generate;
pub mod moneybird;

use chrono::NaiveDate;
use std::collections::BTreeSet;
use tt::domain::catalog::{CatalogItem, CatalogKind};
use tt::domain::charge::Reference;
use tt::domain::content::Content;
use tt::domain::delivery::{Mailing, Remote};
use tt::domain::entry::Entry;
use tt::domain::ids::EntryId;
use tt::domain::settings::{ProfileSettings, RuleSettings};
use tt::domain::status::Status;
use tt::rules::{Busy, FactError, Facts, Known, OnSheet, Sheet, Stage};

/// A rule's name, `scope/words`.
pub type RuleId = &'static str;

/// Something somebody is about to do with an entry.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// What: booking, changing, removing, handing in, approving, sending.
    pub stage: Stage,
    /// The moment, seconds UTC.
    pub now: i64,
    /// The entry as it would become; at delete, submit, approve and push as it is.
    pub content: Content,
    /// Mail asked for.
    pub mailing: Mailing,
    /// Whether an end in the future was asked for.
    pub future: bool,
    /// Whether a timer is ending.
    pub ending: bool,
    /// The entry as it is stored; none for a new one.
    pub before: Option<Entry>,
    /// What the service was last seen to hold of it.
    pub seen: Option<Remote>,
    /// The step asked for at submit and approve, and why it is given back.
    pub step: Option<(Status, Option<String>)>,
    /// The site's settings.
    pub settings: RuleSettings,
    /// The profile's and the tenant's.
    pub profile: ProfileSettings,
}

/// Another entry of the same person.
#[derive(Debug, Clone)]
pub struct Booked {
    /// Which.
    pub id: EntryId,
    /// The day it counts for.
    pub date: NaiveDate,
    /// First second worked, UTC.
    pub start: i64,
    /// First second after it.
    pub end: i64,
}

/// Everything that is known besides the entry.
#[derive(Debug, Clone, Default)]
pub struct Company {
    /// What the service's catalog holds.
    pub items: Vec<CatalogItem>,
    /// Whether that was read too long ago to refuse anything by it.
    pub stale: bool,
    /// The sheet that covers every day asked for; none where no sheet was read.
    pub sheet: Option<Status>,
    /// Other live entries.
    pub others: Vec<Booked>,
}

/// Restates the rules of one service.
pub trait Oracle: Sync {
    /// Every rule it knows, with what happens to an entry that breaks it.
    fn rules(&self) -> &'static [(RuleId, Ends)];

    /// The rules this proposal breaks, of those that are asked at its stage and
    /// that can be answered; neither what holds everywhere nor what adjusts.
    fn breaches(&self, asked: &Proposal, company: &Company) -> BTreeSet<RuleId>;

    /// The rules by which the service itself would put another value there.
    fn adjusts(&self, asked: &Proposal, company: &Company) -> BTreeSet<RuleId>;

    /// What a broken rule does to this proposal, where that is not the same for all.
    fn ends(&self, id: RuleId, _: &Proposal, _: &Company) -> Ends {
        let of = self.rules().iter().find(|(of, _)| *of == id);
        of.map_or(Ends::Refuse, |(_, ends)| *ends)
    }

    /// Whether the service lets these fields change in a status that closes the others.
    fn leaves_open(&self, _: &Proposal, _: &Company) -> bool {
        false
    }

    /// Whether the service would keep the same of both: of what was asked, and of
    /// the same with everything put in that our rules adjusted.
    fn settles_alike(&self, _: &Proposal, _adjusted: &Proposal, _: &Company) -> bool {
        true
    }
}

/// What happens to an entry that breaks a rule (`Warn` and `Adjust` let it through).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ends {
    /// Nothing is written.
    Refuse,
    /// The same, until a person lifts it.
    Lock,
    /// It stays here.
    Hold,
    /// It is said.
    Warn,
    /// The service puts a value there itself.
    Adjust,
    /// Nobody can break it: kept by what can be said at all.
    Never,
}

impl Proposal {
    /// Whether something new comes into being here.
    pub fn is_create(&self) -> bool {
        self.before.is_none()
    }

    /// Whether content is written.
    pub fn writes(&self) -> bool {
        matches!(self.stage, Stage::Log | Stage::Update)
    }

    /// Whether a rule with these letters (`L U D S A P`) is asked; a change is a local write too.
    pub fn at(&self, letters: &str) -> bool {
        letters.contains(self.stage.letter())
            || (self.stage == Stage::Update && letters.contains('L'))
    }

    /// Seconds worked, as far as clock times or a length are given.
    pub fn worked(&self) -> i64 {
        let content = &self.content;
        let pauses: i64 = content
            .pauses
            .iter()
            .map(|pause| pause.end.unwrap_or(self.now) - pause.start)
            .sum();
        self.gross() - content.deduct - pauses
    }

    /// Seconds between start and end, or the length.
    pub fn gross(&self) -> i64 {
        match (self.content.start, self.content.end, self.content.length) {
            (Some(start), Some(end), _) => end - start,
            (_, _, Some(length)) => length,
            _ => 0,
        }
    }
}

impl Company {
    /// The thing of this kind that a reference means: by identity, then code, then name.
    pub fn find(&self, kind: CatalogKind, of: &Reference) -> Option<&CatalogItem> {
        let typed = of.id.as_deref().unwrap_or(&of.typed);
        let all = || self.items.iter().filter(|item| item.kind == kind);
        all()
            .find(|item| item.id == typed)
            .or_else(|| all().find(|item| item.code.as_deref() == Some(typed)))
            .or_else(|| all().find(|item| item.name == typed))
    }

    /// The same by identity, to change it.
    ///
    /// # Panics
    /// There is none.
    pub fn item(&mut self, kind: CatalogKind, id: &str) -> &mut CatalogItem {
        self.items
            .iter_mut()
            .find(|item| item.kind == kind && item.id == id)
            .unwrap_or_else(|| panic!("no {kind} {id}"))
    }

    /// Says something of a thing.
    ///
    /// # Panics
    /// There is no such thing, or a thing of its kind cannot have that said of it.
    pub fn fact(&mut self, kind: CatalogKind, id: &str, name: &str, value: serde_json::Value) {
        assert!(tt::rules::names::is_known(kind, name), "{kind} {name}");
        self.item(kind, id).facts.insert(name.to_owned(), value);
    }
}

impl Facts for Company {
    fn overlapping(
        &self,
        start: i64,
        end: i64,
        except: Option<EntryId>,
    ) -> Result<Vec<Busy>, FactError> {
        let over = |one: &&Booked| one.start < end && start < one.end && Some(one.id) != except;
        let busy = |one: &Booked| Busy {
            entry: one.id,
            start: one.start,
            end: one.end,
            title: "other work".to_owned(),
        };
        Ok(self.others.iter().filter(over).map(busy).collect())
    }

    fn worked_on(&self, date: NaiveDate, except: Option<EntryId>) -> Result<i64, FactError> {
        let counts = |one: &&Booked| one.date == date && Some(one.id) != except;
        Ok(self
            .others
            .iter()
            .filter(counts)
            .map(|one| one.end - one.start)
            .sum())
    }

    fn catalog(&self, _: &str, kind: CatalogKind, of: &Reference) -> Result<Known, FactError> {
        Ok(match self.find(kind, of) {
            Some(item) => Known::Item {
                item: Box::new(item.clone()),
                stale: self.stale,
            },
            None if kind.is_whole() => Known::Absent {
                stale: self.stale,
                nearest: Vec::new(),
            },
            None => Known::Unknown,
        })
    }

    fn sheet(&self, _: &str, day: NaiveDate) -> Result<OnSheet, FactError> {
        Ok(self.sheet.map_or(OnSheet::Unknown, |status| {
            OnSheet::At(Sheet {
                id: "31".to_owned(),
                status,
                status_word: None,
                from: day,
                to: day,
            })
        }))
    }
}
