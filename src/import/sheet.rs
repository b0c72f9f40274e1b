//! From the records of a CSV to rows: Toggl Track's and Clockify's detailed reports, what
//! `tt list --format csv` writes, and any other with a line of headers.
//!
//! Clock times are those of a zone that the file does not name. Where clocks go back, the
//! length of the row says which of the two hours was meant; where they skip, the row is bad.

mod order;
mod remarks;

use super::columns::{self, Columns, Field};
use super::mapping::Kind;
use super::times::{self, Day, Moment, instants};
use super::{Format, Left, Reading, Reason, Row, Spot, Terms, Time, Unreadable};
use super::{clean, clean_name, tables};
use crate::domain::status::Billable;
use crate::domain::when::DateOrder;
use crate::domain::zone::Zone;
use chrono::{Days, NaiveDate, NaiveTime};
use order::order;
use remarks::{Remarks, count};
use std::collections::HashMap;

/// Seconds that two ways of saying a length may differ by: decimal hours have two places.
const ROUNDED: i64 = 60;

/// The longest stretch over midnight where the day of the end is not said.
const OVERNIGHT: i64 = 12 * 3600;

/// Reads the text of a CSV.
pub(super) fn read(
    format: Format,
    file: usize,
    text: &str,
    terms: &Terms,
) -> Result<Reading, Unreadable> {
    let records =
        tables::read(text).map_err(|why| Unreadable::new(why, "save it as plain CSV again"))?;
    let mut records = records.into_iter();
    let Some(headers) = records.next() else {
        return Err(Unreadable::new(
            "it is empty",
            "export it again, with its line of headers",
        ));
    };
    let columns = Columns::of(&headers.cells, &terms.columns)
        .map_err(|(message, help)| Unreadable::new(message, help))?;
    expect_columns(format, &columns, &headers.cells)?;
    let records: Vec<_> = records.collect();
    let mut reading = Reading::default();
    let order = order(&columns, &records, terms.dates, &mut reading.notes)?;
    if !columns.unused.is_empty() {
        reading.notes.push(format!(
            "columns that are not taken: {}",
            columns.unused.join(", ")
        ));
    }
    let sheet = Sheet {
        columns,
        order,
        zone: terms.zone,
    };
    let mut remarks = Remarks::default();
    let mut seen: HashMap<Vec<String>, u32> = HashMap::new();
    for record in records {
        let at = Spot {
            file,
            line: record.line,
        };
        reading.n_rows += 1;
        match sheet.row(at, &record.cells, &mut remarks) {
            Ok(mut row) => {
                let n_before = seen.entry(record.cells).or_default();
                *n_before += 1;
                row.nth = *n_before;
                reading.rows.push(row);
            }
            Err(left) => reading.left.push(left),
        }
    }
    reading.notes.extend(remarks.told(terms.zone));
    Ok(reading)
}

fn expect_columns(format: Format, columns: &Columns, headers: &[String]) -> Result<(), Unreadable> {
    let is_whole = match format {
        Format::TogglCsv | Format::ClockifyCsv => {
            let has_start = columns.has(Field::StartDate) && columns.has(Field::StartTime)
                || columns.has(Field::Start);
            let has_end =
                columns.has(Field::EndTime) || columns.has(Field::End) || columns.has_length();
            has_start && has_end
        }
        _ => [
            Field::Start,
            Field::StartDate,
            Field::Date,
            Field::End,
            Field::EndDate,
        ]
        .into_iter()
        .any(|field| columns.has(field)),
    };
    if is_whole {
        return Ok(());
    }
    let help = match format {
        Format::TogglCsv => "export the detailed report as CSV, in English".to_owned(),
        Format::ClockifyCsv => "export the detailed report as CSV".to_owned(),
        _ => "give the line of headers".to_owned(),
    };
    Err(Unreadable::new(
        format!(
            "no column says when the work was; the columns are {}",
            headers.join(", ")
        ),
        format!(
            "{help}, or say what a column is with --column FIELD=HEADER, FIELD one of {}",
            columns::names().join(", ")
        ),
    ))
}

struct Sheet {
    columns: Columns,
    order: Option<DateOrder>,
    zone: Zone,
}

/// A start or an end, as far as its cells say it.
#[derive(Clone, Copy)]
enum Point {
    Instant(i64),
    Local(Option<NaiveDate>, NaiveTime),
    Day(NaiveDate),
}

impl Sheet {
    fn row(&self, at: Spot, cells: &[String], remarks: &mut Remarks) -> Result<Row, Left> {
        let bad = |why: String| Left::unreadable(at, why);
        let zone = match self.columns.cell(Field::Zone, cells) {
            Some(name) => Some(Zone::parse(name).map_err(|why| bad(why.to_string()))?),
            None => None,
        };
        let time = self
            .time(cells, zone.unwrap_or(self.zone), (at.line, remarks))
            .map_err(|stop| match stop {
                Stop::Bad(why) => bad(why),
                Stop::Left(reason) => Left::of(at, reason),
            })?;
        let deduct = match self.columns.length(cells, Field::Deduct) {
            Some((cell, unit)) => times::length(cell, unit)
                .ok_or_else(|| bad(format!("{cell:?} is no length of a break")))?,
            None => 0,
        };
        let text = |field| self.columns.cell(field, cells).and_then(clean);
        let user = match (text(Field::User), text(Field::Email)) {
            (Some(name), Some(email)) => Some(format!("{name} <{email}>")),
            (name, email) => name.or(email),
        };
        Ok(Row {
            at,
            time,
            zone,
            deduct,
            labels: self.labels(cells).map_err(bad)?,
            note: text(Field::Note),
            internal_note: text(Field::InternalNote),
            user,
            id: text(Field::Id),
            nth: 1,
        })
    }

    fn labels(&self, cells: &[String]) -> Result<Vec<(Kind, String)>, String> {
        let columns = &self.columns;
        let mut labels: Vec<(Kind, String)> = columns
            .labels(cells)
            .into_iter()
            .filter_map(|(kind, cell)| Some((kind, clean_name(cell)?)))
            .collect();
        if let (Some(kind), Some(of)) = (
            columns.cell(Field::ChargeKind, cells),
            columns.cell(Field::ChargeRef, cells),
        ) {
            let kind = Kind::from_word(kind).ok_or_else(|| format!("{kind:?} is no target"))?;
            let label = (kind, of.to_owned());
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        if let Some(cell) = columns.cell(Field::Billable, cells) {
            let small = cell.to_lowercase();
            let word = match small.as_str() {
                "yes" | "true" | "1" | "y" => "yes",
                "no" | "false" | "0" | "n" => "no",
                other => Billable::from_word(other)
                    .map(Billable::word)
                    .ok_or_else(|| format!("{cell:?} is neither billable nor not"))?,
            };
            labels.push((Kind::Billable, word.to_owned()));
        }
        if let Some(cell) = columns.cell(Field::Tags, cells) {
            let tags = cell.split([',', ';']).filter_map(clean_name);
            labels.extend(tags.map(|tag| (Kind::Tag, tag)));
        }
        Ok(labels)
    }

    fn time(
        &self,
        cells: &[String],
        zone: Zone,
        (line, remarks): (u64, &mut Remarks),
    ) -> Result<Time, Stop> {
        let day = self.point((None, Field::Date, None), cells, None)?;
        let on = match day {
            Some(Point::Day(date)) => Some(date),
            Some(Point::Local(date, _)) => date,
            _ => None,
        };
        let start = self
            .point(
                (Some(Field::Start), Field::StartDate, Some(Field::StartTime)),
                cells,
                on,
            )?
            .or(day);
        let end = self
            .point(
                (Some(Field::End), Field::EndDate, Some(Field::EndTime)),
                cells,
                None,
            )?
            .filter(|end| !matches!(end, Point::Day(_)));
        let length = match self.columns.length(cells, Field::Length) {
            None => None,
            Some((cell, unit)) => Some(times::length(cell, unit).ok_or_else(|| {
                let digits = cell.bytes().all(|b| b.is_ascii_digit());
                Stop::Bad(if digits {
                    format!("{cell} hours, minutes or seconds? say it with --column minutes=HEADER or hours=, seconds=")
                } else {
                    format!("{cell:?} is no length such as 1:30 or 1.5")
                })
            })?),
        };
        if let (Some(Point::Day(date)), None, Some(length)) = (start, end, length) {
            return if length == 0 {
                Err(Stop::Left(Reason::NoTime))
            } else {
                Ok(Time::Day { date, length })
            };
        }
        let (start, end) = match (start, end, length) {
            (Some(start), Some(end), length) => {
                self.between((start, end), length, zone, (line, remarks))?
            }
            (Some(start), None, Some(length)) => {
                let starts = candidates(start, zone)?;
                if starts.len() > 1 {
                    count(&mut remarks.twice, line);
                }
                let start = starts.first().copied().ok_or_else(no_time)?;
                (start, start.saturating_add(length))
            }
            (None, Some(end), Some(length)) => {
                let ends = candidates(end, zone)?;
                let end = ends.first().copied().ok_or_else(no_time)?;
                (end.saturating_sub(length), end)
            }
            (Some(Point::Instant(_) | Point::Local(..)), None, None) => {
                return Err(Stop::Left(Reason::Running));
            }
            _ => return Err(no_time()),
        };
        match end - start {
            0 => Err(Stop::Left(Reason::NoTime)),
            ..0 => Err(Stop::Bad("it ends before it begins".into())),
            _ => Ok(Time::Range { start, end }),
        }
    }

    /// Both ends are said. Of the instants that either can mean, those go together whose
    /// distance is the length of the row, else the first that go forward.
    fn between(
        &self,
        (start, end): (Point, Point),
        length: Option<i64>,
        zone: Zone,
        (line, remarks): (u64, &mut Remarks),
    ) -> Result<(i64, i64), Stop> {
        let starts = candidates(start, zone)?;
        let is_dated = !matches!(end, Point::Local(None, _));
        let mut ends = match (end, starts.first()) {
            (Point::Local(None, time), Some(start)) => {
                let date = zone.date(*start);
                candidates(Point::Local(Some(date), time), zone)?
            }
            (end, _) => candidates(end, zone)?,
        };
        if let (Point::Local(None, time), Some(start)) = (end, starts.first())
            && ends.iter().all(|end| end <= start)
            && length != Some(0)
        {
            let next = zone.date(*start).checked_add_days(Days::new(1));
            ends = candidates(Point::Local(next, time), zone)?;
        }
        let pairs = || {
            starts
                .iter()
                .flat_map(|start| ends.iter().map(move |end| (*start, *end)))
        };
        let chosen = match length {
            Some(length) => pairs().min_by_key(|(start, end)| (end - start - length).abs()),
            None => pairs()
                .find(|(start, end)| end > start)
                .or_else(|| pairs().next()),
        };
        let (start, end) = chosen.ok_or_else(no_time)?;
        if !is_dated && end - start > OVERNIGHT && Some(end - start) != length {
            return Err(Stop::Bad(
                "it ends before it begins; write the day of its end if that is another one".into(),
            ));
        }
        match length {
            Some(length) if (end - start - length).abs() > ROUNDED => {
                count(&mut remarks.differing, line);
            }
            None if starts.len() > 1 => count(&mut remarks.twice, line),
            _ => {}
        }
        Ok((start, end))
    }

    /// What cells say of a start or an end; `on` is the day of a clock time by itself.
    fn point(
        &self,
        (whole, date, time): (Option<Field>, Field, Option<Field>),
        cells: &[String],
        on: Option<NaiveDate>,
    ) -> Result<Option<Point>, Stop> {
        let moment = |field: Option<Field>| {
            let Some(cell) = field.and_then(|field| self.columns.cell(field, cells)) else {
                return Ok(None);
            };
            let why = || Stop::Bad(format!("{cell:?} is not a date or time"));
            times::moment(cell).map(Some).ok_or_else(why)
        };
        let day = |day: Day| {
            day.date(self.order)
                .ok_or_else(|| Stop::Bad(format!("{} is no day", said(day, self.order))))
        };
        let (whole, date, time) = (moment(whole)?, moment(Some(date))?, moment(time)?);
        let mut on = on;
        let mut clock = None;
        for part in [date, whole, time].into_iter().flatten() {
            match part {
                Moment::Instant(at) => return Ok(Some(Point::Instant(at))),
                Moment::Local(date, time) => {
                    return Ok(Some(Point::Local(Some(day(date)?), time)));
                }
                Moment::Day(date) => on = Some(day(date)?),
                Moment::Clock(time) => clock = Some(time),
            }
        }
        let has_any = whole.is_some() || date.is_some() || time.is_some();
        Ok(match (on, clock) {
            (on, Some(clock)) => Some(Point::Local(on, clock)),
            (Some(on), None) if has_any => Some(Point::Day(on)),
            _ => None,
        })
    }
}

/// Why a row has no time.
enum Stop {
    Bad(String),
    Left(Reason),
}

fn no_time() -> Stop {
    Stop::Bad("it does not say when it was: a start with an end or a length is needed".into())
}

/// The instants that a point can mean.
fn candidates(point: Point, zone: Zone) -> Result<Vec<i64>, Stop> {
    match point {
        Point::Instant(at) => Ok(vec![at]),
        Point::Local(Some(date), time) => instants(date.and_time(time), zone).map_err(Stop::Bad),
        Point::Local(None, _) => Err(Stop::Bad("a clock time stands without its day".into())),
        Point::Day(_) => Err(no_time()),
    }
}

/// A date as it stands there, with how it was read.
fn said(day: Day, order: Option<DateOrder>) -> String {
    match (day, order) {
        (Day::Sure(date), _) => date.to_string(),
        (Day::Numbers(a, b, year), Some(DateOrder::Mdy)) => {
            format!("{a:02}/{b:02}/{year} with the month first")
        }
        (Day::Numbers(a, b, year), _) => format!("{a:02}/{b:02}/{year} with the day first"),
    }
}
