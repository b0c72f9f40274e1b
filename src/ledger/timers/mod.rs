//! Timers: started, parked, taken up again, ended, thrown away.
//!
//! A running or parked timer is an entry without an end; it is parked while its last
//! pause is open. At most one runs: every act looks and writes in one transaction.
//! Ending one never fails by a rule (PRODUCT.md §1): what the rules would refuse is held.

mod plan;
mod stretch;

pub use stretch::ended_at;
pub(super) use stretch::like;

use super::Acting;
use super::error::LedgerError;
use super::site::Site;
use crate::domain::content::{Content, Draft};
use crate::domain::delivery::Mailing;
use crate::domain::entry::Entry;
use crate::domain::ids::EntryId;
use crate::domain::zone::Zone;
use crate::store::{Action, Store, StoreError, Tx, View};
use plan::Plan;

/// The moment of an act, and where the person is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Seconds UTC.
    pub at: i64,
    /// As it was typed; none for now.
    pub typed: Option<String>,
    /// The zone a timer is started in.
    pub zone: Zone,
}

/// A timer to be started.
#[derive(Debug, Clone)]
pub struct Starting {
    /// What was said of it; its time is filled in.
    pub draft: Draft,
    /// When.
    pub at: Moment,
    /// The folder it is started in, where that tells something about its work.
    pub folder: Option<String>,
}

/// What a person said of a timer that ends, beside the command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ending {
    /// The timer that is meant; none for whichever ends.
    pub of: Option<EntryId>,
    /// When it really ended, seconds UTC.
    pub at: Option<i64>,
    /// Its note, in the place of the one it has.
    pub note: Option<String>,
}

const CONTINUE: &str = "`tt continue` starts a timer like the entry booked last";

/// What became of a timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Did {
    /// It runs, and is new.
    Started,
    /// It is an entry now.
    Booked,
    /// It stands still.
    Parked,
    /// It runs again.
    Resumed,
    /// It ended within a minute of its start, and is gone.
    Dropped,
    /// It was thrown away.
    Cancelled,
    /// It ran longer than an entry may: it has ended, and waits for its end.
    Unended,
}

/// What became of each timer, in the order it was done.
pub type Became = Vec<(Did, Entry)>;

/// The timer that runs.
///
/// # Errors
/// The store's.
pub fn running(view: &View<'_>) -> Result<Option<Entry>, StoreError> {
    let timers = view.timers()?;
    Ok(timers
        .into_iter()
        .find(|entry| !entry.content.is_parked() && !is_unended(entry)))
}

/// The timer that `stop` would end: the running one, else the only parked one.
///
/// # Errors
/// [`LedgerError::Nothing`] where there is none or several are parked; the store's.
pub fn stoppable(view: &View<'_>) -> Result<Entry, LedgerError> {
    if let Some(running) = running(view)? {
        return Ok(running);
    }
    let mut parked = parked(view)?;
    match (parked.pop(), parked.is_empty()) {
        (Some(only), true) => Ok(only),
        (None, _) => Err(nothing_runs(view, "start one with `tt start`")?),
        (Some(last), false) => {
            let ids: Vec<_> = parked.iter().map(|entry| entry.id.to_string()).collect();
            Err(LedgerError::Nothing {
                message: format!(
                    "nothing is running, and several timers are parked: {} and {}",
                    ids.join(", "),
                    last.id
                ),
                help: format!(
                    "take up the one you mean, then stop: `tt resume {}`",
                    last.id
                ),
            })
        }
    }
}

/// Whether a timer has ended after more than a day, or before its start by a clock
/// that was set back, so that a person must say when it really did.
#[must_use]
pub fn is_unended(entry: &Entry) -> bool {
    entry.is_unended()
}

/// Starts a timer. A running one ends; parked ones stay.
///
/// # Errors
/// Rules on the fields given, a moment before the running timer began, or the store's.
pub fn start(
    store: &mut Store,
    starting: &Starting,
    ending: &Ending,
    site: &Site,
) -> Result<Became, LedgerError> {
    act(store, site, |view, plan| {
        plan_start(view, plan, &starting.at, ending)?;
        plan.begin_typed(starting)
    })
}

/// Starts a timer. A running one is parked.
///
/// # Errors
/// As [`start`].
pub fn switch(store: &mut Store, starting: &Starting, site: &Site) -> Result<Became, LedgerError> {
    act(store, site, |view, plan| plan_switch(view, plan, starting))
}

/// What [`start`], or [`switch`] where `parks`, would do.
///
/// # Errors
/// As [`start`].
pub fn preview_start(
    store: &Store,
    starting: &Starting,
    parks: bool,
    site: &Site,
) -> Result<Became, LedgerError> {
    let view = store.view();
    let mut plan = Plan::new(view, site);
    if parks {
        plan_switch(&view, &mut plan, starting)?;
    } else {
        plan_start(&view, &mut plan, &starting.at, &Ending::default())?;
        plan.begin_typed(starting)?;
    }
    Ok(plan.shown())
}

fn plan_start(
    view: &View<'_>,
    plan: &mut Plan<'_, '_>,
    at: &Moment,
    ending: &Ending,
) -> Result<(), LedgerError> {
    match running(view)? {
        Some(running) => plan.end(&running, &plan.no_later(at), ending),
        None => Ok(()),
    }
}

fn plan_switch(
    view: &View<'_>,
    plan: &mut Plan<'_, '_>,
    starting: &Starting,
) -> Result<(), LedgerError> {
    if let Some(running) = running(view)? {
        plan.park(&running, &plan.no_later(&starting.at))?;
    }
    plan.begin_typed(starting)
}

/// Ends the running timer, or with none running the only parked one.
///
/// # Errors
/// As [`stoppable`]; a moment before its start; the store's. Never a rule's.
pub fn stop(
    store: &mut Store,
    at: &Moment,
    ending: &Ending,
    site: &Site,
) -> Result<Became, LedgerError> {
    act(store, site, |view, plan| {
        plan.end(&stoppable(view)?, at, ending)
    })
}

/// Ends one timer at an instant that a person names, also one that waits for its end;
/// what the rules say against it is held.
///
/// # Errors
/// [`LedgerError::Nothing`] where it is no timer; an end before its start; the store's.
pub fn timer_end(
    store: &mut Store,
    timer: EntryId,
    at: &Moment,
    site: &Site,
) -> Result<Became, LedgerError> {
    act(store, site, |view, plan| {
        let mut entry = live(view, timer)?;
        if !entry.content.is_timer() {
            return Err(LedgerError::Nothing {
                message: format!("entry {timer} is no timer"),
                help: format!("change its end with `tt edit {timer} --end TIME`"),
            });
        }
        if is_unended(&entry) {
            // When it stood still is what nobody knows of it.
            entry.content.pauses.pop_if(|pause| pause.end.is_none());
        }
        plan.end(&entry, at, &Ending::default())
    })
}

/// Parks the running timer.
///
/// # Errors
/// [`LedgerError::Nothing`] where none runs; a moment before its start; the store's.
pub fn pause(store: &mut Store, at: &Moment, site: &Site) -> Result<Became, LedgerError> {
    act(store, site, |view, plan| match running(view)? {
        Some(running) => plan.park(&running, at),
        None => Err(nothing_runs(view, "start a timer with `tt start`")?),
    })
}

/// Takes up the timer that was parked last, or this one; a running one is parked. On a
/// later day than that of its start it ends, and a new one like it starts.
///
/// # Errors
/// [`LedgerError::Nothing`] where there is no such parked timer; rules on the fields of
/// a new one; the store's.
pub fn resume(
    store: &mut Store,
    timer: Option<EntryId>,
    at: &Moment,
    folder: Option<String>,
    ending: &Ending,
    site: &Site,
) -> Result<Became, LedgerError> {
    act(store, site, |view, plan| {
        let chosen = to_resume(view, timer)?;
        if let Some(running) = running(view)? {
            plan.park(&running, at)?;
        }
        if at.zone.date(at.at) <= chosen.content.date {
            return plan.resume(&chosen, at);
        }
        plan.end(&chosen, at, ending)?;
        plan.begin(&Starting {
            draft: draft_like(&chosen.content),
            at: at.clone(),
            folder,
        })
    })
}

/// The parked timer that [`resume`] would take up.
///
/// # Errors
/// As [`resume`].
pub fn to_resume(view: &View<'_>, timer: Option<EntryId>) -> Result<Entry, LedgerError> {
    let nothing = |message, help| Err(LedgerError::Nothing { message, help });
    let Some(id) = timer else {
        return match (parked(view)?.pop(), running(view)?) {
            (Some(latest), _) => Ok(latest),
            (None, Some(runs)) => nothing(
                format!("nothing is parked; timer {} runs", runs.id),
                "park it with `tt pause`, or end it with `tt stop`".to_owned(),
            ),
            (None, None) => match nothing_runs(view, CONTINUE)? {
                LedgerError::Nothing { help, .. } if help == CONTINUE => {
                    nothing("nothing is parked".to_owned(), help)
                }
                other => Err(other),
            },
        };
    };
    let entry = live(view, id)?;
    if is_unended(&entry) {
        return nothing(
            format!("timer {id} has ended, and waits for its end"),
            format!("book it with `tt edit {id} --end TIME`"),
        );
    }
    if !entry.content.is_timer() {
        return nothing(
            format!("entry {id} is booked, not parked"),
            format!("`tt continue {id}` starts a new timer like it"),
        );
    }
    if !entry.content.is_parked() {
        return nothing(
            format!("timer {id} runs already"),
            "park it with `tt pause`, or end it with `tt stop`".to_owned(),
        );
    }
    Ok(entry)
}

/// Throws the running timer away.
///
/// # Errors
/// [`LedgerError::Nothing`] where none runs; the store's.
pub fn cancel(store: &mut Store, site: &Site) -> Result<Became, LedgerError> {
    act(store, site, |view, plan| match running(view)? {
        Some(running) => {
            plan.drop(&running, Did::Cancelled);
            Ok(())
        }
        None => Err(nothing_runs(
            view,
            "take an entry away with `tt delete ID`",
        )?),
    })
}

/// Starts a timer with the fields and the note of an entry; a running one ends.
///
/// # Errors
/// [`LedgerError::Nothing`] without such an entry; as [`start`].
pub fn continue_like(
    store: &mut Store,
    entry: EntryId,
    at: &Moment,
    folder: Option<String>,
    ending: &Ending,
    site: &Site,
) -> Result<Became, LedgerError> {
    act(store, site, |view, plan| {
        let starting = Starting {
            draft: draft_like(&live(view, entry)?.content),
            at: at.clone(),
            folder,
        };
        plan_start(view, plan, &starting.at, ending)?;
        // Its names were settled when the entry was booked, or are when it is sent.
        plan.begin(&starting)
    })
}

/// The running timer, and for how many seconds it works within this stretch (seconds UTC).
pub(super) fn covering(
    view: &View<'_>,
    start: i64,
    end: i64,
) -> Result<Option<(Entry, i64)>, StoreError> {
    let covered = running(view)?.map(|entry| {
        let seconds = stretch::covered(&entry.content, start, end);
        (entry, seconds)
    });
    Ok(covered.filter(|(_, seconds)| *seconds > 0))
}

/// Lets a running timer stand still within a stretch of the past.
pub(super) fn leave_out(
    tx: &Tx<'_>,
    acting: &Acting<'_, '_>,
    timer: &Entry,
    (start, end): (i64, i64),
    site: &Site,
) -> Result<(), LedgerError> {
    let mut plan = Plan::new(**tx, site);
    plan.spare(timer, stretch::without(&timer.content, start, end))?;
    plan.carry_out(tx, acting).map(drop)
}

/// Plans and carries out, in one transaction and as one step.
fn act(
    store: &mut Store,
    site: &Site,
    plan: impl FnOnce(&View<'_>, &mut Plan<'_, '_>) -> Result<(), LedgerError>,
) -> Result<Became, LedgerError> {
    store.write(|tx| {
        let mut planned = Plan::new(**tx, site);
        plan(tx, &mut planned)?;
        planned.carry_out(tx, &Acting::begin(tx, site)?)
    })
}

fn live(view: &View<'_>, id: EntryId) -> Result<Entry, LedgerError> {
    match view.entry(id)? {
        Some((entry, _)) if !entry.removed => Ok(entry),
        _ => Err(LedgerError::no_such(id)),
    }
}

fn draft_like(content: &Content) -> Draft {
    Draft {
        content: stretch::like(content),
        mailing: Mailing::default(),
        future: false,
    }
}

/// Parked timers, the one parked last at the end.
fn parked(view: &View<'_>) -> Result<Vec<Entry>, StoreError> {
    let mut found = Vec::new();
    for entry in view.timers()? {
        if entry.content.is_parked() && !is_unended(&entry) {
            // By the journal: two may be parked within one minute.
            let lines = view.journal_of(entry.id)?;
            let pauses = lines.iter().filter(|at| at.line.action == Action::Pause);
            found.push((pauses.map(|at| at.n).max(), entry));
        }
    }
    found.sort_by_key(|(n, entry)| (*n, entry.id));
    Ok(found.into_iter().map(|(_, entry)| entry).collect())
}

/// Nothing runs: what there is instead.
fn nothing_runs(view: &View<'_>, help: &str) -> Result<LedgerError, StoreError> {
    let (message, help) = if let Some(parked) = parked(view)?.pop() {
        (
            format!("nothing is running; timer {} is parked", parked.id),
            "take it up with `tt resume`, or book it with `tt stop`".to_owned(),
        )
    } else if let Some(waits) = view.timers()?.into_iter().rfind(is_unended) {
        (
            format!(
                "nothing is running; timer {} has ended and waits for its end",
                waits.id
            ),
            format!("book it with `tt edit {} --end TIME`", waits.id),
        )
    } else {
        ("nothing is running".to_owned(), help.to_owned())
    };
    Ok(LedgerError::Nothing { message, help })
}

#[cfg(test)]
mod tests;
