//! JSON of the views: where everything stands, totals, the grid.

use super::{ChargeTo, Entry};
use crate::domain::block::Block;
use crate::domain::ids::EntryId;
use crate::domain::status::Status;
use crate::report::model::{
    Counts, Grid, Key, Progress, Report, Sheet, Standing, Taken, TeamSheet,
};
use crate::report::render::report::plain_key;
use crate::report::{Context, Item, Totals};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

#[derive(Serialize)]
struct Stands<'a> {
    running: Option<Entry<'a>>,
    parked: Vec<Entry<'a>>,
    today: Day,
    week: Towards,
    delivery: Waiting,
    person: Vec<EntryId>,
    reasons: Vec<Reason<'a>>,
    blocks: Vec<OfBlock<'a>>,
    context: &'a [Taken],
}

/// A block of hours; lengths in seconds.
#[derive(Serialize)]
struct OfBlock<'a> {
    profile: &'a str,
    agreement: Named<'a>,
    block_seconds: i64,
    used_seconds: i64,
    here_seconds: i64,
    left_seconds: i64,
    percent: i64,
    level: Option<u32>,
    as_of: String,
    stale: bool,
}

#[derive(Serialize)]
struct Named<'a> {
    id: &'a str,
    name: &'a str,
}

impl<'a> OfBlock<'a> {
    fn of(block: &'a Block, zone: &str, context: &dyn Context) -> Self {
        Self {
            profile: &block.profile,
            agreement: Named {
                id: &block.agreement,
                name: &block.name,
            },
            block_seconds: block.seconds,
            used_seconds: block.used,
            here_seconds: block.here,
            left_seconds: block.left(),
            percent: block.percent(),
            level: block.level(),
            as_of: context.rfc3339(block.as_of, zone),
            stale: block.stale,
        }
    }
}

#[derive(Serialize)]
struct Towards {
    worked_seconds: i64,
    target_seconds: i64,
}

#[derive(Serialize)]
struct Day {
    #[serde(flatten)]
    towards: Towards,
    met_at: Option<String>,
}

#[derive(Serialize)]
struct Waiting {
    owed: u64,
    held: u64,
    refused: u64,
    conflict: u64,
    unconfirmed: u64,
}

#[derive(Serialize)]
struct Reason<'a> {
    id: EntryId,
    state: &'a str,
    message: &'a str,
}

impl From<&Progress> for Towards {
    fn from(progress: &Progress) -> Self {
        Self {
            worked_seconds: progress.worked,
            target_seconds: progress.target,
        }
    }
}

impl From<&Counts> for Waiting {
    fn from(counts: &Counts) -> Self {
        Self {
            owed: counts.owed,
            held: counts.held,
            refused: counts.refused,
            conflict: counts.conflict,
            unconfirmed: counts.unconfirmed,
        }
    }
}

/// Where everything stands. `zone` is the person's.
#[must_use]
pub fn standing(standing: &Standing<'_>, zone: &str, context: &dyn Context) -> String {
    super::line(&Stands {
        running: standing
            .running
            .as_ref()
            .map(|item| Entry::of(item, context)),
        parked: standing
            .parked
            .iter()
            .map(|item| Entry::of(item, context))
            .collect(),
        today: Day {
            towards: Towards::from(&standing.today),
            met_at: standing.met_at.map(|at| context.rfc3339(at, zone)),
        },
        week: Towards::from(&standing.week),
        delivery: Waiting::from(&standing.counts),
        person: standing.needs.iter().map(|need| need.id).collect(),
        reasons: standing
            .needs
            .iter()
            .map(|need| Reason {
                id: need.id,
                state: need.state,
                message: &need.why,
            })
            .collect(),
        blocks: standing
            .blocks
            .iter()
            .map(|block| OfBlock::of(block, zone, context))
            .collect(),
        context: &standing.here,
    })
}

#[derive(Serialize)]
struct Sums<K> {
    from: Option<String>,
    to: Option<String>,
    by: Vec<&'static str>,
    rows: Vec<Row<K>>,
    total: Figures,
}

#[derive(Serialize)]
struct Row<K> {
    keys: K,
    #[serde(flatten)]
    figures: Figures,
}

#[derive(Serialize)]
struct Figures {
    worked_seconds: i64,
    billed_seconds: i64,
    entries: u64,
}

impl From<&Totals> for Figures {
    fn from(totals: &Totals) -> Self {
        Self {
            worked_seconds: totals.worked,
            billed_seconds: totals.billed,
            entries: totals.n_entries,
        }
    }
}

/// The keys of a row under the names they are grouped by, in that order.
struct Keys<'r> {
    keys: &'r [Key],
    report: &'r Report,
}

impl Serialize for Keys<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.keys.len()))?;
        for (by, key) in self.report.by.iter().zip(self.keys) {
            map.serialize_entry(by.word(), &plain_key(key, *by, self.report.iso_weeks))?;
        }
        map.end()
    }
}

fn rows(report: &Report) -> Vec<Row<Keys<'_>>> {
    report
        .rows
        .iter()
        .map(|row| Row {
            keys: Keys {
                keys: &row.keys,
                report,
            },
            figures: Figures::from(&row.totals),
        })
        .collect()
}

/// Totals by group.
#[must_use]
pub fn report(report: &Report) -> String {
    super::line(&Sums {
        from: report.from.map(|date| date.to_string()),
        to: report.to.map(|date| date.to_string()),
        by: report.by.iter().map(|by| by.word()).collect(),
        rows: rows(report),
        total: Figures::from(&report.total),
    })
}

/// The groups alone, one value a line.
#[must_use]
pub fn report_lines(report: &Report) -> String {
    rows(report).iter().map(super::line).collect()
}

#[derive(Serialize)]
struct Place<'g> {
    target: Option<ChargeTo<'g>>,
    date: String,
}

/// The grid: the same as a report by what time is charged to, and by date.
#[must_use]
pub fn grid(grid: &Grid) -> String {
    let rows = grid.lines.iter().flat_map(|line| {
        line.cells.iter().map(|(date, cell)| Row {
            keys: Place {
                target: line.charge.as_ref().map(|charge| ChargeTo {
                    kind: charge.kind,
                    at: &charge.at,
                }),
                date: date.to_string(),
            },
            figures: Figures::from(&cell.totals),
        })
    });
    super::line(&Sums {
        from: Some(grid.from.to_string()),
        to: Some(grid.to.to_string()),
        by: vec!["target", "date"],
        rows: rows.collect(),
        total: Figures::from(&grid.total),
    })
}

#[derive(Serialize)]
struct Timesheet<'s> {
    profile: Option<&'s str>,
    remote_id: Option<&'s str>,
    from: String,
    to: String,
    status: Status,
    member: Option<&'s str>,
    worked_seconds: i64,
    target_seconds: i64,
    entries: u64,
}

impl<'s> From<&'s Sheet> for Timesheet<'s> {
    fn from(sheet: &'s Sheet) -> Self {
        Self {
            profile: sheet.profile.as_deref(),
            remote_id: sheet.remote_id.as_deref(),
            from: sheet.from.to_string(),
            to: sheet.to.to_string(),
            status: sheet.status,
            member: sheet.member.as_deref(),
            worked_seconds: sheet.worked,
            target_seconds: sheet.target,
            entries: sheet.n_entries,
        }
    }
}

/// Timesheets.
#[must_use]
pub fn sheets(sheets: &[Sheet]) -> String {
    let sheets: Vec<_> = sheets.iter().map(Timesheet::from).collect();
    super::line(&sheets)
}

#[derive(Serialize)]
struct Whole<'s> {
    #[serde(flatten)]
    sheet: Timesheet<'s>,
    booked: Vec<Entry<'s>>,
}

#[derive(Serialize)]
struct OfTeam<'s> {
    profile: Option<&'s str>,
    remote_id: Option<&'s str>,
    from: String,
    to: String,
    status: &'static str,
    member: Option<&'s str>,
    worked_seconds: i64,
    target_seconds: i64,
    entries: u64,
    member_name: &'s str,
}

/// Timesheets of everybody; one that does not exist yet is `not-started`.
#[must_use]
pub fn team(sheets: &[TeamSheet]) -> String {
    let rows = sheets.iter().map(|row| {
        let sheet = &row.sheet;
        OfTeam {
            profile: sheet.profile.as_deref(),
            remote_id: sheet.remote_id.as_deref(),
            from: sheet.from.to_string(),
            to: sheet.to.to_string(),
            status: if row.is_started {
                sheet.status.word()
            } else {
                "not-started"
            },
            member: sheet.member.as_deref(),
            worked_seconds: sheet.worked,
            target_seconds: sheet.target,
            entries: sheet.n_entries,
            member_name: &row.who,
        }
    });
    super::line(&rows.collect::<Vec<_>>())
}

/// Timesheets with the entries on each.
#[must_use]
pub fn whole_sheets(sheets: &[(&Sheet, Vec<Item<'_>>)], context: &dyn Context) -> String {
    let sheets: Vec<_> = sheets
        .iter()
        .map(|(sheet, items)| Whole {
            sheet: Timesheet::from(*sheet),
            booked: items.iter().map(|item| Entry::of(item, context)).collect(),
        })
        .collect();
    super::line(&sheets)
}
