//! Hours, days and the midnight of UTC.

use super::super::wording::length;
use super::super::{Answer, Change, Finding, Subject, charging, time};
use super::{Asked, tenant};
use crate::domain::catalog::names;
use crate::domain::entry::AdjustedTo;
use crate::domain::zone::Zone;
use crate::rules::check::lookup;

const DAY: i64 = 24 * 3600;

/// More than nothing, and less than a day on the clock.
pub(crate) fn hours(of: &Subject<'_>) -> Asked {
    let timed = of.content.start.is_some();
    let too_long = if timed {
        of.gross() >= DAY
    } else {
        of.gross() > DAY
    };
    if too_long {
        return Ok(Finding::default()
            .at("end")
            .with("length", length(of.gross()))
            .into());
    }
    Ok(match time::worked_positive(of)? {
        Answer::Bad(found) => Answer::Bad(
            found
                .into_iter()
                .map(|finding| {
                    finding.saying(
                        "Autotask takes no entry of {length}",
                        "deduct less, or give a longer time",
                    )
                })
                .collect(),
        ),
        other => other,
    })
}

/// The day is that of the start where the resource is at home.
pub(crate) fn date_worked(of: &Subject<'_>) -> Asked {
    let Some(start) = of.content.start else {
        return Ok(Answer::Good);
    };
    let zone = lookup::member(of)?.and_then(|seen| seen.item.text(names::ZONE));
    let Some(Ok(zone)) = zone.as_deref().map(Zone::parse) else {
        return Ok(Answer::Unknown);
    };
    let day = zone.date(start);
    if day == of.content.date {
        return Ok(Answer::Good);
    }
    Ok(Change::of("date", Some(day.to_string()))
        .from(of.content.date)
        .value(AdjustedTo::Day(day))
        .with("date", day)
        .with("zone", zone)
        .into())
}

/// No span lies on both sides of midnight UTC, unless the tenant lets it.
pub(crate) fn utc_midnight(of: &Subject<'_>) -> Asked {
    let (Some(start), Some(end)) = (of.content.start, of.content.end) else {
        return Ok(Answer::Good);
    };
    if start >= end || tenant(of).allow_span_midnight || of.keeps_its_time() {
        return Ok(Answer::Good);
    }
    let midnight = start
        .saturating_sub(start.rem_euclid(DAY))
        .saturating_add(DAY);
    Answer::unless(end <= midnight, || {
        let zone = Zone::parse(&of.content.zone).unwrap_or(Zone::UTC);
        let finding = Finding::default().with("at", zone.local(midnight).format("%H:%M"));
        match of.entry {
            Some(entry) => finding.with("id", entry.id).saying(
                "the entry spans midnight UTC, which is {at} here",
                "book it in two: tt split {id} {at}",
            ),
            None => finding,
        }
    })
}

/// What the tenant makes of the hours.
pub(crate) fn rounding(of: &Subject<'_>) -> Asked {
    let step = i64::from(tenant(of).rounding_minutes).saturating_mul(60);
    let worked = of.worked();
    Ok(charging::rounded(worked, charging::up(worked, Some(step))))
}
