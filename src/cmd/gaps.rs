//! `tt gaps`: what of the hours of work is not booked.

use crate::app::{App, Desk};
use crate::cli::GapsArgs;
use crate::config::Weekday;
use crate::domain::gaps::{Stretch, WorkDay};
use crate::domain::span;
use crate::domain::when::{self, DaySpan, Setting};
use crate::ledger::{self, Gaps};
use crate::report::render::json;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// Shorter stretches are no gaps unless something else is asked for, seconds.
const LEAST: i64 = 300;

/// Runs `tt gaps`.
///
/// # Errors
/// A period that is not understood, configuration, the store.
pub fn run(app: &mut App<'_>, args: &GapsArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let setting = desk.setting();
    let days = match &args.period {
        Some(period) => when::period(period, &setting)?,
        None => DaySpan::of(setting.today()),
    };
    let least = least(args.least.as_deref())?;
    let is_named = args.period.is_some() && days.from == days.to;
    let (work, store) = (work_day(&desk), app.look()?);
    let mut found = Vec::new();
    let last = days.to.min(setting.today());
    for date in days.from.iter_days().take_while(|date| *date <= last) {
        if is_named || is_work_day(&desk, date) {
            found.push(ledger::gaps(&store.view(), date, &work, least, &setting)?);
        }
    }
    drop(store);
    if app.global.json {
        return app.print(&json::line(&Told::of(&days, &found, &setting)));
    }
    if found.is_empty() {
        let what = if days.from == days.to && days.from <= setting.today() {
            let day = when::echo_day(days.from, &setting);
            format!(
                "{day} is no day of work; `tt gaps {}` looks at it all the same",
                days.from
            )
        } else {
            format!("no day of work of {days} has begun")
        };
        return app.say(&what);
    }
    let mut total = 0;
    for gaps in &found {
        total += gaps.seconds();
        tell(app, gaps, &setting)?;
    }
    if found.len() > 1 {
        app.print(&format!("{} in all\n", span::people(total)))?;
    }
    Ok(())
}

/// The lengths below which a stretch does not count, seconds.
///
/// # Errors
/// What is no length.
pub(super) fn least(typed: Option<&str>) -> anyhow::Result<i64> {
    Ok(match typed {
        None => LEAST,
        Some(text) => when::length_or_none(text)?.map_or(1, span::Span::seconds),
    })
}

/// The hours of work of the configuration.
pub(super) fn work_day(desk: &Desk) -> WorkDay {
    let time = &desk.config.time;
    WorkDay {
        start: time.day_start,
        end: time.day_end,
        breaks: time.breaks.clone(),
    }
}

fn is_work_day(desk: &Desk, date: NaiveDate) -> bool {
    desk.config.time.work_days.contains(&weekday(date))
}

/// The day of the week as the configuration names it.
pub(super) fn weekday(date: NaiveDate) -> Weekday {
    match date.weekday() {
        chrono::Weekday::Mon => Weekday::Monday,
        chrono::Weekday::Tue => Weekday::Tuesday,
        chrono::Weekday::Wed => Weekday::Wednesday,
        chrono::Weekday::Thu => Weekday::Thursday,
        chrono::Weekday::Fri => Weekday::Friday,
        chrono::Weekday::Sat => Weekday::Saturday,
        chrono::Weekday::Sun => Weekday::Sunday,
    }
}

fn tell(app: &mut App<'_>, gaps: &Gaps, setting: &Setting) -> anyhow::Result<()> {
    for (start, end) in &gaps.free {
        app.print(&format!("{}\n", when::echo_range(*start, *end, setting)))?;
    }
    let day = when::echo_day(gaps.date, setting);
    if gaps.free.is_empty() {
        let what = if gaps.work.is_empty() {
            "the hours of work have not begun"
        } else {
            "everything is booked"
        };
        app.print(&format!("{day}: {what}\n"))?;
    } else if gaps.free.len() > 1 {
        app.print(&format!(
            "{day}: {} is not booked\n",
            span::people(gaps.seconds())
        ))?;
    }
    if gaps.without_clock > 0 {
        app.say(&format!(
            "note: {} of {day} is booked without clock times, and may be part of it",
            span::people(gaps.without_clock)
        ))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Told {
    ok: bool,
    from: String,
    to: String,
    days: Vec<Day>,
    gap_seconds: i64,
}

#[derive(Serialize)]
struct Day {
    date: String,
    work: Vec<Piece>,
    gaps: Vec<Piece>,
    gap_seconds: i64,
    without_clock_seconds: i64,
}

#[derive(Serialize)]
struct Piece {
    start: String,
    end: String,
    seconds: i64,
}

impl Told {
    fn of(days: &DaySpan, found: &[Gaps], setting: &Setting) -> Self {
        let piece = |(start, end): &Stretch| Piece {
            start: setting.zone.rfc3339(*start),
            end: setting.zone.rfc3339(*end),
            seconds: end - start,
        };
        let day = |gaps: &Gaps| Day {
            date: gaps.date.to_string(),
            work: gaps.work.iter().map(piece).collect(),
            gaps: gaps.free.iter().map(piece).collect(),
            gap_seconds: gaps.seconds(),
            without_clock_seconds: gaps.without_clock,
        };
        Self {
            ok: true,
            from: days.from.to_string(),
            to: days.to.to_string(),
            days: found.iter().map(day).collect(),
            gap_seconds: found.iter().map(Gaps::seconds).sum(),
        }
    }
}
