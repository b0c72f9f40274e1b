//! What is to happen to timers, worked out from what is stored and not yet done:
//! a command plans and carries out in one transaction, a dry run only plans.

use super::stretch::{ended_at, floor, parked_at, resumed_at};
use super::{Did, Ending, Moment, Starting};
use crate::domain::content::{Content, Draft};
use crate::domain::delivery::Mailing;
use crate::domain::entry::{Breach, Entry};
use crate::domain::ids::Key;
use crate::domain::status::{Origin, Status};
use crate::domain::when::{self, Reason, Refusal, Setting};
use crate::domain::zone::Zone;
use crate::ledger::catalog;
use crate::ledger::error::LedgerError;
use crate::ledger::log::{fresh_key, planned};
use crate::ledger::site::Site;
use crate::ledger::{Acting, reread};
use crate::rules::{self, Admitted, Stage};
use crate::store::{Action, FactsAt, Tx, View};

/// The longest a timer runs before somebody has to say when it really ended; seconds.
const DAY: i64 = 24 * 3600;

/// Shorter is no entry; seconds.
const LEAST: i64 = 60;

/// One thing that is to happen.
enum Act {
    Begin {
        admitted: Admitted,
        key: Key,
        folder: Option<String>,
    },
    Change {
        did: Did,
        action: Action,
        entry: Box<Entry>,
        admitted: Admitted,
        /// What it is held for, where that is not what the rules say of its content.
        held: Option<Vec<Breach>>,
    },
    Drop {
        did: Did,
        entry: Box<Entry>,
    },
}

/// Everything that one command does.
pub(super) struct Plan<'v, 's> {
    facts: FactsAt<'v>,
    site: &'s Site,
    acts: Vec<Act>,
}

impl<'v, 's> Plan<'v, 's> {
    pub(super) fn new(view: View<'v>, site: &'s Site) -> Self {
        Self {
            facts: view.facts(site.now, site.catalog_max_age),
            site,
            acts: Vec::new(),
        }
    }

    /// The moment, or now: a timer planned for later ends what runs at once.
    pub(super) fn no_later(&self, at: &Moment) -> Moment {
        Moment {
            at: at.at.min(self.site.now),
            ..at.clone()
        }
    }

    /// A timer begins that somebody typed: its names are settled.
    pub(super) fn begin_typed(&mut self, starting: &Starting) -> Result<(), LedgerError> {
        let mut starting = starting.clone();
        let content = &mut starting.draft.content;
        let absent = catalog::settle(content, None, &self.facts, self.site)?;
        self.begin(&starting)?;
        match self.acts.last() {
            Some(Act::Begin { admitted, .. }) => absent.refuse(admitted),
            _ => Ok(()),
        }
    }

    /// A timer begins.
    pub(super) fn begin(&mut self, starting: &Starting) -> Result<(), LedgerError> {
        let mut draft = starting.draft.clone();
        let at = &starting.at;
        draft.content.start = Some(at.at);
        draft.content.end = None;
        draft.content.zone = at.zone.to_string();
        draft.content.date = at.zone.date(at.at);
        let profile = draft.content.profile.clone();
        let context = self
            .site
            .context(profile.as_deref(), Stage::Log, &self.facts);
        let admitted =
            rules::admit(draft, &context).map_err(|why| LedgerError::of_one(None, why))?;
        self.acts.push(Act::Begin {
            admitted,
            key: fresh_key(self.site.now)?,
            folder: starting.folder.clone(),
        });
        Ok(())
    }

    /// A timer ends: it is booked, or dropped where there is nothing of it, or it waits
    /// for its end where a day is not enough for it. Never refused by a rule.
    pub(super) fn end(
        &mut self,
        entry: &Entry,
        at: &Moment,
        ending: &Ending,
    ) -> Result<(), LedgerError> {
        let ending = Some(ending).filter(|it| it.of.is_none_or(|of| of == entry.id));
        let at_once = ending.and_then(|it| it.at).unwrap_or(at.at);
        let mut timer = entry.content.clone();
        if let Some(note) = ending.and_then(|it| it.note.as_ref()) {
            timer.note = Some(note.clone());
        }
        let start = timer.start.unwrap_or(at_once);
        refuse_earlier(entry, at_once, start, at)?;
        let ended = ended_at(&timer, at_once);
        let gross = ended.gross(at_once);
        if (0..LEAST).contains(&gross) {
            self.drop(entry, Did::Dropped);
            return Ok(());
        }
        if (LEAST..=DAY).contains(&gross) {
            return self.change(entry, ended, Did::Booked, Action::Stop, None);
        }
        // Longer than an entry may be, or the clock has been set back behind its start.
        let stands_still = parked_at(
            &Content {
                end: None,
                ..ended.clone()
            },
            start.max(at_once.min(ended.end.unwrap_or(at_once))),
        );
        let held = self.judge(entry, ended)?.held().to_vec();
        self.change(entry, stands_still, Did::Unended, Action::Stop, Some(held))
    }

    /// A running timer stands still.
    pub(super) fn park(&mut self, entry: &Entry, at: &Moment) -> Result<(), LedgerError> {
        let at = self.not_before(entry, at)?;
        let parked = parked_at(&entry.content, at);
        self.change(entry, parked, Did::Parked, Action::Pause, None)
    }

    /// A parked timer goes on.
    pub(super) fn resume(&mut self, entry: &Entry, at: &Moment) -> Result<(), LedgerError> {
        let at = self.not_before(entry, at)?;
        let resumed = resumed_at(&entry.content, at);
        self.change(entry, resumed, Did::Resumed, Action::Resume, None)
    }

    /// A timer stands still for a stretch in the past.
    pub(super) fn spare(&mut self, entry: &Entry, spared: Content) -> Result<(), LedgerError> {
        self.change(entry, spared, Did::Parked, Action::Pause, None)
    }

    /// A timer goes away.
    pub(super) fn drop(&mut self, entry: &Entry, did: Did) {
        let entry = Box::new(entry.clone());
        self.acts.push(Act::Drop { did, entry });
    }

    /// The moment, or where a clock was set back the earliest one that makes sense; what
    /// was typed too early is refused.
    fn not_before(&self, entry: &Entry, at: &Moment) -> Result<i64, LedgerError> {
        let earliest = floor(&entry.content);
        refuse_earlier(entry, at.at, earliest, at)?;
        Ok(at.at.max(earliest))
    }

    fn change(
        &mut self,
        entry: &Entry,
        content: Content,
        did: Did,
        action: Action,
        held: Option<Vec<Breach>>,
    ) -> Result<(), LedgerError> {
        let admitted = self.judge(entry, content)?;
        self.acts.push(Act::Change {
            did,
            action,
            entry: Box::new(entry.clone()),
            admitted,
            held,
        });
        Ok(())
    }

    /// What the rules say of a timer that is changed: they hold, and never refuse.
    fn judge(&self, entry: &Entry, content: Content) -> Result<Admitted, LedgerError> {
        let profile = content.profile.clone();
        let mut context = self
            .site
            .context(profile.as_deref(), Stage::Log, &self.facts);
        context.before = Some(entry);
        context.ending = true;
        let draft = Draft {
            content,
            mailing: Mailing::default(),
            future: false,
        };
        rules::admit(draft, &context).map_err(|why| LedgerError::of_one(Some(entry.id), why))
    }

    /// Does it, all in the transaction and the step it is given.
    pub(super) fn carry_out(
        self,
        tx: &Tx<'_>,
        acting: &Acting<'_, '_>,
    ) -> Result<Vec<(Did, Entry)>, LedgerError> {
        let now = self.site.now;
        let mut done = Vec::new();
        for act in self.acts {
            let (did, id) = match act {
                Act::Begin {
                    admitted,
                    key,
                    folder,
                } => {
                    let id = tx
                        .book(&admitted, key, Status::Open, Origin::Local, now)?
                        .id;
                    if let Some(folder) = folder {
                        tx.keep_folder(id, &folder)?;
                    }
                    acting.note(Action::Start, id, None)?;
                    (Did::Started, id)
                }
                Act::Change {
                    did,
                    action,
                    entry,
                    admitted,
                    held,
                } => {
                    let before = acting.before(entry.id)?;
                    tx.amend(entry.id, &admitted, now)?;
                    if let Some(held) = held {
                        tx.set_held(entry.id, &held, now)?;
                    }
                    if did == Did::Booked {
                        tx.forget_folder(entry.id)?;
                    }
                    acting.note(action, entry.id, before)?;
                    (did, entry.id)
                }
                Act::Drop { did, entry } => {
                    let before = acting.before(entry.id)?;
                    tx.remove(entry.id, now)?;
                    tx.forget_folder(entry.id)?;
                    acting.note(Action::Cancel, entry.id, before)?;
                    (did, entry.id)
                }
            };
            done.push((did, reread(tx, id)?));
        }
        Ok(done)
    }

    /// The entries as they would be, without doing it.
    pub(super) fn shown(self) -> Vec<(Did, Entry)> {
        let now = self.site.now;
        let entry_of = |act| match act {
            Act::Begin { admitted, key, .. } => (Did::Started, planned(&admitted, key, now)),
            Act::Change {
                did,
                entry,
                admitted,
                held,
                ..
            } => {
                let held = held.unwrap_or_else(|| admitted.held().to_vec());
                let seen = planned(&admitted, entry.key, now);
                (did, Entry { held, ..seen })
            }
            Act::Drop { did, entry } => (did, *entry),
        };
        self.acts.into_iter().map(entry_of).collect()
    }
}

/// Refuses a typed moment that lies before the earliest one that makes sense.
fn refuse_earlier(
    entry: &Entry,
    at: i64,
    earliest: i64,
    moment: &Moment,
) -> Result<(), LedgerError> {
    let Some(typed) = moment.typed.as_ref().filter(|_| at < earliest) else {
        return Ok(());
    };
    let zone = Zone::parse(&entry.content.zone).unwrap_or(moment.zone);
    let setting = Setting::new(moment.at, zone);
    let what = match (&entry.content.start, entry.content.is_parked()) {
        (Some(start), _) if *start == earliest => "began",
        (_, true) => "was parked",
        (_, false) => "was taken up again",
    };
    Err(LedgerError::Time(Refusal {
        reason: Reason::OutOfRange,
        typed: typed.clone(),
        why: format!(
            "{} is before timer {} {what} ({})",
            when::echo_instant(at, &setting),
            entry.id,
            when::echo_instant(earliest, &setting)
        ),
        help: "give a later time, or throw the timer away with `tt cancel`".to_owned(),
    }))
}
