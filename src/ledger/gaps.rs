//! What of a day's hours of work is not booked.

use super::error::LedgerError;
use crate::domain::gaps::{Stretch, WorkDay, total, without};
use crate::domain::when::Setting;
use crate::store::{Filter, View};
use chrono::NaiveDate;

/// What is not booked of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gaps {
    /// The day.
    pub date: NaiveDate,
    /// The hours of work as far as they are over, without breaks.
    pub work: Vec<Stretch>,
    /// Stretches of them that nothing covers and that are long enough.
    pub free: Vec<Stretch>,
    /// What covers time of the day, pauses left out.
    pub busy: Vec<Stretch>,
    /// Seconds booked on the day without clock times: they are in no stretch.
    pub without_clock: i64,
}

impl Gaps {
    /// Seconds that are free.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        total(&self.free)
    }
}

/// Looks at a day. What is still to come is no gap; stretches shorter than `least` seconds
/// are none either. Pauses of a timer are free, deducted time is not.
///
/// # Errors
/// The store's.
pub fn gaps(
    view: &View<'_>,
    date: NaiveDate,
    day: &WorkDay,
    least: i64,
    setting: &Setting,
) -> Result<Gaps, LedgerError> {
    let until = setting.now_kept();
    let (from, to) = setting.zone.bounds(date, date);
    let mut work = day.stretches(date, setting.zone);
    work.retain(|(start, _)| *start < until);
    for (_, end) in &mut work {
        *end = (*end).min(until);
    }
    let last = work.iter().map(|(_, end)| *end).max().unwrap_or(to);
    let busy = view.busy(from, to.max(last), None, setting.now)?;
    let busy: Vec<Stretch> = busy.iter().map(|busy| (busy.start, busy.end)).collect();
    let mut free = without(&work, &busy);
    free.retain(|(start, end)| end - start >= least.max(1));
    Ok(Gaps {
        date,
        work,
        free,
        busy,
        without_clock: without_clock(view, date)?,
    })
}

fn without_clock(view: &View<'_>, date: NaiveDate) -> Result<i64, LedgerError> {
    let filter = Filter {
        from_date: Some(date),
        to_date: Some(date),
        ..Filter::default()
    };
    let mut seconds = 0;
    for listed in view.entries(&filter) {
        let (entry, _) = listed?;
        if entry.content.start.is_none() {
            seconds += entry.content.worked(0).max(0);
        }
    }
    Ok(seconds)
}
