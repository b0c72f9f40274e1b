//! What commands do to entries: the rules and the store in one transaction.
//!
//! Every write passes `Acting::note`, which keeps the journal. Never talks to a
//! service, never prints, never asks the clock.

mod billing;
mod block;
mod catalog;
mod edit;
mod error;
mod fill;
mod gaps;
mod history;
mod known;
mod log;
mod remove;
mod resolve;
mod review;
mod select;
mod site;
mod split;
mod take_in;
mod timers;
mod undo;
mod workflow;

pub use crate::rules::table::is_release_enough;
pub use billing::billing;
pub use block::{block_of, blocks_of_days};
pub use catalog::{Imported, ImportedKind, import, unknown_names, unknown_unsent};
pub use edit::{Change, Edited, edit, edit_planned};
pub use error::LedgerError;
pub use fill::{Repeat, repeats, take_same, worked_already};
pub use gaps::{Gaps, gaps};
pub use history::history;
pub use known::Shown;
pub use log::{
    Beside, Booked, Booking, Place, covered_by, fresh_key, log, log_all, log_beside, planned,
    preview, proposed,
};
pub use remove::remove;
pub use resolve::{Answer, resolve};
pub use review::{Asking, review, twice};
pub use select::{Candidate, Chosen, candidates, choose, expect_ids, of_period};
pub use site::{Site, Terms};
pub use split::{Cut, split, split_planned};
pub use take_in::{Fate, How, Incoming, TakenIn, take_in};
pub use timers::{
    Became, Did, Ending, Moment, Starting, cancel, continue_like, ended_at, is_unended, pause,
    preview_start, resume, running, start, stop, stoppable, switch, timer_end, to_resume,
};
pub use undo::{Undone, undo};
pub use workflow::{Move, Moved, Stands, advance, advance_planned, check};

use crate::domain::entry::Entry;
use crate::domain::ids::EntryId;
use crate::store::{Action, Line, Snapshot, Step, StoreError, Tx, Who};

/// One command of a person inside its transaction: all its lines are one step.
pub(crate) struct Acting<'t, 'c> {
    tx: &'t Tx<'c>,
    now: i64,
    who: Who,
    step: Step,
    undoes: Option<Step>,
}

impl<'t, 'c> Acting<'t, 'c> {
    /// Begins a step of this person.
    pub(crate) fn begin(tx: &'t Tx<'c>, site: &Site) -> Result<Self, StoreError> {
        Ok(Self {
            tx,
            now: site.now,
            who: Who::Person(site.who.clone()),
            step: tx.new_step()?,
            undoes: None,
        })
    }

    /// Begins a step that takes another one back.
    pub(crate) fn undoing(tx: &'t Tx<'c>, site: &Site, undoes: Step) -> Result<Self, StoreError> {
        Ok(Self {
            undoes: Some(undoes),
            ..Self::begin(tx, site)?
        })
    }

    /// The entry as the journal keeps it, before it is changed.
    pub(crate) fn before(&self, id: EntryId) -> Result<Option<Snapshot>, StoreError> {
        self.tx.snapshot(id)
    }

    /// Writes down what was done to an entry.
    pub(crate) fn note(
        &self,
        action: Action,
        id: EntryId,
        before: Option<Snapshot>,
    ) -> Result<(), StoreError> {
        self.note_change(action, id, before, self.tx.snapshot(id)?)
    }

    /// The same, where what it became is known without reading it again.
    pub(crate) fn note_change(
        &self,
        action: Action,
        id: EntryId,
        before: Option<Snapshot>,
        after: Option<Snapshot>,
    ) -> Result<(), StoreError> {
        let line = Line {
            at: self.now,
            who: self.who.clone(),
            step: self.step,
            action,
            entry: Some(id),
            before,
            after,
            undoes: self.undoes,
        };
        self.tx.journal(&line).map(|_| ())
    }
}

/// The entry as it is now, for commands that return what they touched.
pub(crate) fn reread(tx: &Tx<'_>, id: EntryId) -> Result<Entry, StoreError> {
    match tx.entry(id)? {
        Some((entry, _)) => Ok(entry),
        None => Err(StoreError::Missing {
            what: format!("entry {id}"),
        }),
    }
}
