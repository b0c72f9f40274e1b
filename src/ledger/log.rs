//! Books a finished entry.

use super::Acting;
use super::catalog;
use super::error::LedgerError;
use super::site::Site;
use super::timers;
use crate::domain::content::{Content, Draft};
use crate::domain::entry::Entry;
use crate::domain::ids::{EntryId, Key};
use crate::domain::span::{self, Span};
use crate::domain::status::{Origin, Status};
use crate::domain::when::{self, Range, Setting};
use crate::rules::{self, Admitted, Facts, Stage};
use crate::store::{Action, Store, StoreError, Tx, View};
use chrono::NaiveDate;

/// Where in time an entry goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The draft says it itself.
    Fixed,
    /// A length, where there is room: today before now, or on a day behind its entries.
    Free {
        /// How long.
        span: Span,
        /// The day; none is today.
        day: Option<NaiveDate>,
    },
    /// From the end of today's last entry until this instant (seconds UTC).
    SinceLast {
        /// The end.
        until: i64,
    },
}

/// An entry to be booked.
#[derive(Debug, Clone)]
pub struct Booking {
    /// What was asked for; start, end and date are filled in where the place is free.
    pub draft: Draft,
    /// Where in time it goes.
    pub place: Place,
    /// What times mean here.
    pub setting: Setting,
    /// Its key.
    pub key: Key,
    /// What is to be said about the time as it was typed.
    pub said: Vec<String>,
}

/// What booking made, with what is to be said about the time that was chosen.
pub type Booked = (Entry, Vec<String>);

/// What becomes of a running timer that covers the time of a booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// It goes on; that is said.
    Noted,
    /// It goes on, as somebody wants it.
    Kept,
    /// It stands still for that time.
    LeftOut,
}

/// Books an entry: placed, admitted, stored, journalled and owed in one transaction.
///
/// # Errors
/// Every rule it breaks, no free place, or the store's.
pub fn log(store: &mut Store, booking: Booking, site: &Site) -> Result<Booked, LedgerError> {
    log_beside(store, booking, Beside::Noted, site)
}

/// The same, with a word on a running timer that covers its time.
///
/// # Errors
/// As [`log()`].
pub fn log_beside(
    store: &mut Store,
    booking: Booking,
    beside: Beside,
    site: &Site,
) -> Result<Booked, LedgerError> {
    store.write(|tx| {
        let acting = Acting::begin(tx, site)?;
        book(tx, &acting, &booking, beside, site)
    })
}

/// Books several entries in their order, all or none, as one step.
///
/// # Errors
/// As [`log()`], of the first that cannot be booked.
pub fn log_all(
    store: &mut Store,
    bookings: &[Booking],
    site: &Site,
) -> Result<Vec<Booked>, LedgerError> {
    store.write(|tx| {
        let acting = Acting::begin(tx, site)?;
        bookings
            .iter()
            .map(|booking| book(tx, &acting, booking, Beside::Noted, site))
            .collect()
    })
}

fn book(
    tx: &Tx<'_>,
    acting: &Acting<'_, '_>,
    booking: &Booking,
    beside: Beside,
    site: &Site,
) -> Result<Booked, LedgerError> {
    let facts = tx.facts(site.now, site.catalog_max_age);
    let (draft, mut said) = placed(booking, tx)?;
    if beside == Beside::LeftOut
        && let (Some(start), Some(end)) = (draft.content.start, draft.content.end)
        && let Some((timer, _)) = timers::covering(tx, start, end)?
    {
        timers::leave_out(tx, acting, &timer, (start, end), site)?;
    }
    let admitted = admit(draft, &facts, site)?;
    if beside == Beside::Noted {
        said.extend(on_timer(tx, &admitted)?);
    }
    let entry = tx.book(
        &admitted,
        booking.key,
        Status::Open,
        Origin::Local,
        site.now,
    )?;
    acting.note(Action::Book, entry.id, None)?;
    Ok((entry, said))
}

/// The running timer that covers some of the time of a booking, and for how many seconds.
///
/// # Errors
/// No free place, or the store's.
pub fn covered_by(store: &Store, booking: &Booking) -> Result<Option<(EntryId, i64)>, LedgerError> {
    let view = store.view();
    let (draft, _) = placed(booking, &view)?;
    let (Some(start), Some(end)) = (draft.content.start, draft.content.end) else {
        return Ok(None);
    };
    let covered = timers::covering(&view, start, end)?;
    Ok(covered.map(|(timer, seconds)| (timer.id, seconds)))
}

/// What [`log()`] would book, without booking it.
///
/// # Errors
/// As [`log()`].
pub fn preview(
    store: &Store,
    booking: &Booking,
    site: &Site,
) -> Result<(Admitted, Vec<String>), LedgerError> {
    let view = store.view();
    let (draft, mut said) = placed(booking, &view)?;
    let admitted = admit(draft, &view.facts(site.now, site.catalog_max_age), site)?;
    said.extend(on_timer(&view, &admitted)?);
    Ok((admitted, said))
}

/// What is to be said where a running timer covers the time of an entry.
fn on_timer(view: &View<'_>, admitted: &Admitted) -> Result<Option<String>, StoreError> {
    let content = admitted.content();
    let (Some(start), Some(end)) = (content.start, content.end) else {
        return Ok(None);
    };
    let covered = timers::covering(view, start, end)?;
    Ok(covered.map(|(timer, seconds)| {
        let length = span::people(seconds);
        let id = timer.id;
        format!(
            "the running timer {id} covers {length} of this time; `tt edit {id} --deduct {}` \
             takes it off there",
            length.replace(' ', "")
        )
    }))
}

fn admit(mut draft: Draft, facts: &dyn Facts, site: &Site) -> Result<Admitted, LedgerError> {
    let absent = catalog::settle(&mut draft.content, None, facts, site)?;
    let profile = draft.content.profile.clone();
    let context = site.context(profile.as_deref(), Stage::Log, facts);
    let admitted = rules::admit(draft, &context).map_err(|why| LedgerError::of_one(None, why))?;
    absent.refuse(&admitted)?;
    Ok(admitted)
}

/// The draft with its time, and what is to be said about that.
fn placed(booking: &Booking, view: &View<'_>) -> Result<(Draft, Vec<String>), LedgerError> {
    let mut draft = booking.draft.clone();
    let mut said = booking.said.clone();
    if let Some(range) = place(booking, view)? {
        draft.content.start = Some(range.start);
        draft.content.end = Some(range.end);
        draft.content.date = booking.setting.zone.date(range.start);
        said.extend(range.said);
    }
    Ok((draft, said))
}

fn place(booking: &Booking, view: &View<'_>) -> Result<Option<Range>, LedgerError> {
    let setting = &booking.setting;
    let today = setting.today();
    Ok(match &booking.place {
        Place::Fixed => None,
        Place::Free { span, day } => {
            let day = day.unwrap_or(today);
            let booked = booked_around(view, day, setting)?;
            Some(if day == today {
                let mut range = when::place_today(*span, &booked, setting)?;
                range.said.extend(before_hours(&range, setting));
                range
            } else {
                when::place_on_day(*span, day, &booked, setting)?
            })
        }
        Place::SinceLast { until } => Some(when::since_last(*until, view.last_end_on(today)?)?),
    })
}

/// What is to be said where the latest free stretch lies before the day usually begins.
/// One that ends now is what anybody would expect.
fn before_hours(range: &Range, setting: &Setting) -> Option<String> {
    if setting.now.saturating_sub(range.end) < 60 {
        return None;
    }
    let local = |at| setting.zone.local(at);
    let (start, end) = (local(range.start), local(range.end));
    let early = start.date() < end.date() || start.time() < setting.day_start;
    early.then(|| {
        format!(
            "{}–{} is the latest free stretch before now; --at or a range says otherwise",
            start.format("%H:%M"),
            end.format("%H:%M")
        )
    })
}

/// What is booked on this day and the one before it, by start.
fn booked_around(
    view: &View<'_>,
    day: NaiveDate,
    setting: &Setting,
) -> Result<Vec<(i64, i64)>, StoreError> {
    let (from, to) = setting
        .zone
        .bounds(day.pred_opt().unwrap_or(day), day.succ_opt().unwrap_or(day));
    Ok(view
        .busy(from, to, None, setting.now)?
        .into_iter()
        .map(|busy| (busy.start, busy.end))
        .collect())
}

/// The entry that booking this would make; it has no number yet.
#[must_use]
pub fn planned(admitted: &Admitted, key: Key, now: i64) -> Entry {
    Entry {
        held: admitted.held().to_vec(),
        warnings: admitted.warnings().to_vec(),
        adjustments: admitted.adjustments().to_vec(),
        unchecked: admitted.unchecked().to_vec(),
        ..proposed(admitted.content().clone(), key, now)
    }
}

/// The entry that this content would be, before any rule was asked; it has no number.
#[must_use]
pub fn proposed(content: Content, key: Key, now: i64) -> Entry {
    Entry {
        id: EntryId(0),
        key,
        content,
        status: Status::Open,
        remote_status: None,
        origin: Origin::Local,
        reject_reason: None,
        revision: 1,
        held: Vec::new(),
        warnings: Vec::new(),
        adjustments: Vec::new(),
        unchecked: Vec::new(),
        removed: false,
        created_at: now,
        updated_at: now,
    }
}

/// A fresh key of this moment (seconds UTC).
///
/// # Errors
/// When the system has no random bytes.
pub fn fresh_key(now: i64) -> Result<Key, LedgerError> {
    let mut random = [0; 10];
    getrandom::fill(&mut random).map_err(|error| LedgerError::Facts(Box::new(error)))?;
    Ok(Key::new(now.saturating_mul(1000), random))
}
