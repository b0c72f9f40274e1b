//! `tt sheet`: timesheets, from what sync found and from the entries here. Only
//! `--team` asks a service, see `team`.

use super::team;
use crate::app::{App, Desk, Seen};
use crate::cli::{SheetAction, SheetArgs};
use crate::domain::delivery::Link;
use crate::domain::entry::Entry;
use crate::domain::status::{SheetStatus, Status};
use crate::domain::when::{self, Setting};
use crate::failure::Failure;
use crate::report::build::{Sheets, iso_week};
use crate::report::model::Sheet;
use crate::report::render::{json, sheets, table};
use crate::report::{Item, Totals};
use crate::store::{Filter, SheetRow, View, sheet_facts};
use chrono::{Datelike, Days, NaiveDate};

/// Days of the weeks that are listed where nothing is asked for: this one and four before.
const USUAL_DAYS: u64 = 28;
/// The same among everybody's: this one, and the last, which is due.
const TEAM_DAYS: u64 = 7;
/// A year of a service may begin and end so many days beside the calendar's.
const BESIDE_YEAR: u64 = 200;

/// Runs `tt sheet`.
///
/// # Errors
/// A sheet that is not known, configuration, the store.
pub fn run(app: &mut App<'_>, args: &SheetArgs) -> anyhow::Result<()> {
    let inner = match &args.action {
        Some(SheetAction::Show { remote_id }) if args.team => {
            return team::show(app, args, remote_id);
        }
        Some(SheetAction::Show { remote_id }) => return show(app, args, remote_id),
        Some(SheetAction::List { days }) => days.as_deref(),
        None => None,
    };
    let typed = args.days.as_deref().or(inner);
    if args.team {
        return team::list(app, args, typed);
    }
    list(app, args, typed)
}

fn list(app: &mut App<'_>, args: &SheetArgs, typed: Option<&str>) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let setting = desk.setting();
    let profile = profile(&desk, args)?;
    let seen = Seen::of(&desk);
    if args.statuses.contains(&SheetStatus::NotStarted) {
        return Err(Failure::usage(
            "only among everybody's timesheets is known who has not started",
            "add --team, or leave not-started out of --status",
        )
        .into());
    }
    let days = days(args, typed, &setting)?;
    let store = app.look()?;
    let pulled = match &profile {
        Some(None) => Vec::new(),
        Some(Some(name)) => store.view().all_sheets(Some(name))?,
        None => store.view().all_sheets(None)?,
    };
    let pulled: Vec<_> = pulled
        .iter()
        .map(as_sheet)
        .filter(|sheet| days.is_none_or(|(from, to)| sheet.from <= to && sheet.to >= from))
        .collect();
    // Whole sheets: their entries may lie before the days that were asked for.
    let first = pulled.iter().map(|sheet| sheet.from).min();
    let last = pulled.iter().map(|sheet| sheet.to).max();
    let filter = Filter {
        from_date: days.map(|(from, _)| first.map_or(from, |first| first.min(from))),
        to_date: days.map(|(_, to)| last.map_or(to, |last| last.max(to))),
        profile: profile.clone().flatten(),
        without_profile: profile == Some(None),
        ..Filter::default()
    };
    let mut adding = Sheets::of(pulled, setting.week_start, desk.config.time.day_target);
    for row in store.view().entries(&filter) {
        let (entry, link) = row?;
        adding.add(&Item::stored(&entry, link.as_ref()), &seen);
    }
    drop(store);
    let mut found = adding.finish();
    found.retain(|sheet| {
        days.is_none_or(|(from, to)| sheet.from <= to && sheet.to >= from) && is_meant(sheet, args)
    });
    if app.global.json {
        return app.print(&json::sheets(&found));
    }
    if found.is_empty() {
        return none(app, days);
    }
    let canvas = app.canvas();
    app.print(&sheets::sheets(&found, canvas))?;
    let mut of_service = found.iter().filter(|sheet| sheet.remote_id.is_some());
    if canvas.columns.is_some()
        && of_service.any(|sheet| sheet.from.weekday() != setting.week_start)
    {
        let first = setting.week_start.num_days_from_monday();
        let days = [
            "Mon–Sun",
            "Tue–Mon",
            "Wed–Tue",
            "Thu–Wed",
            "Fri–Thu",
            "Sat–Fri",
            "Sun–Sat",
        ];
        let week = days.get(first as usize).copied().unwrap_or_default();
        app.print(&format!(
            "timesheets in the service's own weeks; those of `tt week` are {week}\n"
        ))?;
    }
    Ok(())
}

/// Says in one line that there is none, and where others may be.
pub(super) fn none(app: &mut App<'_>, days: Option<(NaiveDate, NaiveDate)>) -> anyhow::Result<()> {
    app.say(&match days {
        Some((from, to)) => {
            format!(
                "note: no timesheets from {from} to {to}; a period asks for others: `tt sheet year`"
            )
        }
        None => "note: no such timesheets".to_owned(),
    })
}

/// `-p`: none for every profile, none within for entries without one.
fn profile(desk: &Desk, args: &SheetArgs) -> anyhow::Result<Option<Option<String>>> {
    let Some(name) = args.profile.as_deref() else {
        return Ok(None);
    };
    let chosen = desk.config.choose_profile(Some(name), None)?;
    Ok(Some(chosen.map(|(profile, _)| profile.name.clone())))
}

/// The days that are asked for; none is all.
pub(super) fn days(
    args: &SheetArgs,
    typed: Option<&str>,
    setting: &Setting,
) -> anyhow::Result<Option<(NaiveDate, NaiveDate)>> {
    if let Some(typed) = typed {
        let days = when::period(typed, setting)?;
        return Ok(Some((days.from, days.to)));
    }
    let week = setting.today().week(setting.week_start);
    Ok(asked_days(args, week.first_day(), week.last_day()))
}

/// The days that are asked for without a period. A week counts to a year whole, and a service
/// may count its own way, so a year takes in more than its days.
fn asked_days(
    args: &SheetArgs,
    this_week: NaiveDate,
    its_end: NaiveDate,
) -> Option<(NaiveDate, NaiveDate)> {
    let day = |year: i32, month: u32, day: u32| NaiveDate::from_ymd_opt(year, month, day);
    match args.year {
        Some(year) => {
            let from = day(year, 1, 1)?.checked_sub_days(Days::new(BESIDE_YEAR))?;
            let to = day(year, 12, 31)?.checked_add_days(Days::new(BESIDE_YEAR))?;
            Some((from, to))
        }
        // What waits for an approver waits however old it is; who has not started is asked
        // of the weeks that are due.
        None if !args.statuses.is_empty() && !args.statuses.contains(&SheetStatus::NotStarted) => {
            None
        }
        None => {
            let back = if args.team { TEAM_DAYS } else { USUAL_DAYS };
            Some((this_week.checked_sub_days(Days::new(back))?, its_end))
        }
    }
}

fn is_meant(sheet: &Sheet, args: &SheetArgs) -> bool {
    let is_whose = |asked: &String| {
        let member = sheet.member.as_ref();
        member.is_some_and(|member| member.eq_ignore_ascii_case(asked))
    };
    args.member.as_ref().is_none_or(is_whose)
        && args.year.is_none_or(|year| sheet.year == year)
        && args.period.is_none_or(|period| sheet.period == period)
        && stands(args, sheet.status)
}

/// Whether a sheet in this status is asked for.
pub(super) fn stands(args: &SheetArgs, status: Status) -> bool {
    args.statuses.is_empty() || args.statuses.iter().any(|asked| asked.is(status))
}

fn as_sheet(row: &SheetRow) -> Sheet {
    let (iso_year, iso_period) = iso_week(row.from);
    let number = |name: &str| row.data.get(name).and_then(serde_json::Value::as_i64);
    let year = number(sheet_facts::YEAR).and_then(|year| i32::try_from(year).ok());
    let period = number(sheet_facts::PERIOD).and_then(|period| u32::try_from(period).ok());
    Sheet {
        profile: Some(row.profile.clone()),
        remote_id: Some(row.remote_id.clone()),
        from: row.from,
        to: row.to,
        status: row.status,
        member: row.member.clone(),
        year: year.unwrap_or(iso_year),
        period: period.unwrap_or(iso_period),
        worked: 0,
        target: 0,
        n_entries: 0,
    }
}

fn show(app: &mut App<'_>, args: &SheetArgs, remote_id: &str) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let setting = desk.setting();
    let profile = profile(&desk, args)?;
    let seen = Seen::of(&desk);
    let store = app.look()?;
    let mut found = Vec::new();
    for row in store.view().all_sheets(None)? {
        let is_of = |profile: &Option<String>| profile.as_ref() == Some(&row.profile);
        if row.remote_id == remote_id && profile.as_ref().is_none_or(is_of) {
            found.push(with_entries(&store.view(), &row, &setting, &desk, &seen)?);
        }
    }
    drop(store);
    if found.is_empty() {
        return Err(Failure::nothing(
            format!("no sheet {remote_id} is known here"),
            "see `tt sheet` for those that sync found, or `tt week` for a week without one",
        )
        .into());
    }
    let shown: Vec<_> = found
        .iter()
        .map(|(sheet, rows)| {
            let items = rows
                .iter()
                .map(|(entry, link)| Item::stored(entry, link.as_ref()));
            (sheet, items.collect::<Vec<_>>())
        })
        .collect();
    if app.global.json {
        return app.print(&json::whole_sheets(&shown, &seen));
    }
    for (sheet, items) in &shown {
        app.print(&sheets::heading(sheet))?;
        let totals = Totals::of(items, &seen);
        app.print(&table::list(items, &totals, &seen, app.canvas()))?;
    }
    Ok(())
}

/// A sheet with its own member's entries.
type Whole = (Sheet, Vec<(Entry, Option<Link>)>);

fn with_entries(
    view: &View<'_>,
    row: &SheetRow,
    setting: &Setting,
    desk: &Desk,
    seen: &Seen<'_>,
) -> anyhow::Result<Whole> {
    let filter = Filter {
        from_date: Some(row.from),
        to_date: Some(row.to),
        profile: Some(row.profile.clone()),
        ..Filter::default()
    };
    let day_target = desk.config.time.day_target;
    let mut sheets = Sheets::of(vec![as_sheet(row)], setting.week_start, day_target);
    let mut kept = Vec::new();
    for listed in view.entries(&filter) {
        let (entry, link) = listed?;
        let item = Item::stored(&entry, link.as_ref());
        if sheets.add(&item, seen) {
            kept.push((entry, link));
        }
    }
    let sheet = sheets
        .finish()
        .into_iter()
        .find(|sheet| sheet.remote_id.as_deref() == Some(&row.remote_id))
        .unwrap_or_else(|| as_sheet(row));
    Ok((sheet, kept))
}
