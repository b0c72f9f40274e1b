//! Rules on hours and clock times.

use super::Case;

const DAY: i64 = 24 * 3600;

/// page (General): entries of 24 hours or longer cannot be created; `HoursWorked`
/// is more than 0 and at most 24. Of what ends before it starts [`start_before_end`]
/// says all there is to say.
pub(super) fn hours(case: &Case<'_>) -> bool {
    let span = case.asked.start.zip(case.asked.end).map(|(s, e)| e - s);
    // page (HoursWorked): left out, it is end less start.
    let hours = case.asked.hours.or(span);
    let length = hours.is_some_and(|hours| hours <= 0 || hours > DAY);
    !start_before_end(case) && (length || span.is_some_and(|span| span >= DAY))
}

/// page (StartDateTime): it lies before `EndDateTime`.
pub(super) fn start_before_end(case: &Case<'_>) -> bool {
    let both = case.asked.start.zip(case.asked.end);
    both.is_some_and(|(start, end)| start >= end)
}

/// page (General): date-times are UTC, and entries that overlap midnight UTC need
/// the setting that lets entries span midnight; known: the same in the current
/// interface. One that ends at midnight does not overlap it.
pub(super) fn utc_midnight(case: &Case<'_>) -> bool {
    let both = case.asked.start.zip(case.asked.end);
    let spans = both
        .filter(|(start, end)| start < end)
        .is_some_and(|(start, end)| start.div_euclid(DAY) != (end - 1).div_euclid(DAY));
    spans && !case.service.settings.span_midnight
}

/// page (StartDateTime): time on a task gives start and end where its project
/// requires start and stop times.
pub(super) fn start_stop_required(case: &Case<'_>) -> bool {
    let required = case.asked.task.is_some()
        && case.parent().and_then(|task| task.needs_start_stop) == Some(true);
    required && (case.asked.start.is_none() || case.asked.end.is_none())
}
