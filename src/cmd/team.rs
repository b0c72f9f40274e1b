//! Other people's time, straight from the service: who has handed in and who has not.
//! Nothing of it is ever kept here.

pub mod decide;
mod told;

use super::remote::{self, Shelf, ask};
use super::sheet;
use crate::app::{App, Seen};
use crate::cli::SheetArgs;
use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::domain::charge::Reference;
use crate::domain::delivery::Remote;
use crate::domain::status::{SheetStatus, Status};
use crate::failure::Failure;
use crate::report::build::{iso_week, target};
use crate::report::model::{Sheet, TeamSheet};
use crate::report::render::remote::list as entry_lines;
use crate::report::render::{json, sheets, team};
use crate::screen::sanitize;
use crate::sync::backend::{
    Backend, BackendError, ErrorKind, Page, RemoteQuery, RemoteSheet, SheetQuery, Wanted,
};
use crate::sync::look;
use crate::sync::sheets::all_sheets;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::{BTreeMap, BTreeSet};

/// A list of people longer than this is taken for a loop.
const MOST_PAGES: usize = 100;

/// First and last day of a period, and where the service counts it.
type Period = (NaiveDate, NaiveDate, i32, u32);

/// Runs `tt sheet --team`.
///
/// # Errors
/// A period that is not understood, configuration, the service.
pub fn list(app: &mut App<'_>, args: &SheetArgs, typed: Option<&str>) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let setting = desk.setting();
    let days = sheet::days(args, typed, &setting)?;
    let (profile, line, _store) = remote::dial(app, &desk, args.profile.as_deref())?;
    let backend = line.backend.as_ref();
    let Some(approval) = backend.approval() else {
        let title = backend.kind().title();
        app.say(&format!("note: {title} has no timesheets"))?;
        let text = if app.global.json { "[]\n" } else { "" };
        return app.print(text);
    };
    let own = backend.check_access()?.member;
    let member = match args.member.as_deref() {
        Some(typed) => Some(member(backend, own.as_ref(), typed)?),
        None => None,
    };
    let query = SheetQuery {
        own: false,
        member: member.clone(),
        from: days.map(|(from, _)| from),
        to: days.map(|(_, to)| to),
        year: args.year,
        period: args.period,
    };
    let held = all_sheets(approval, &query)?;
    let held: Vec<_> = held
        .into_iter()
        .filter(|sheet| query.covers(sheet))
        .filter(|sheet| match (&member, &sheet.member) {
            (Some(asked), Some(whose)) => asked.is_same(whose),
            _ => true,
        })
        .collect();
    let people = match people(backend) {
        Ok(people) => people,
        Err(error) if may_lack(&error) => {
            let said = sanitize(&error.message).into_owned();
            app.say(&format!("note: who has not started cannot be told: {said}"))?;
            Vec::new()
        }
        Err(error) => return Err(error.into()),
    };
    let names: BTreeMap<&str, &CatalogItem> =
        people.iter().map(|it| (it.id.as_str(), it)).collect();
    let on = entries_of(backend, &held, member.as_ref(), own.as_ref())?;
    let day_target = desk.config.time.day_target;
    let mut rows: Vec<TeamSheet> = Vec::new();
    for sheet in &held {
        let mut row = started(&profile.name, sheet, day_target);
        if let Some(person) = whose(sheet).and_then(|id| names.get(id)) {
            row.who = called(person);
        }
        let found = on.get(&sheet.id);
        row.sheet.n_entries = found.map_or(0, |(n, _)| *n);
        let counted = found.map_or(0, |(_, worked)| *worked);
        row.sheet.worked = sheet.worked.unwrap_or(counted);
        rows.push(row);
    }
    rows.retain(|row| sheet::stands(args, row.sheet.status));
    if args.statuses.is_empty() || args.statuses.contains(&SheetStatus::NotStarted) {
        let today = setting.today();
        let asked = days.filter(|_| args.year.is_none());
        let begins = held.iter().map(|sheet| {
            let (year, number) = iso_week(sheet.from);
            (
                sheet.from,
                sheet.to,
                sheet.year.unwrap_or(year),
                sheet.period.unwrap_or(number),
            )
        });
        for period in periods(begins.collect(), asked, today, setting.week_start) {
            let wanted = people.iter().filter(|person| {
                let is_asked = member
                    .as_ref()
                    .is_none_or(|asked| asked.id.as_ref() == Some(&person.id));
                let has = |sheet: &RemoteSheet| {
                    whose(sheet) == Some(&person.id)
                        && sheet.from <= period.1
                        && sheet.to >= period.0
                };
                person.active && is_asked && !held.iter().any(has)
            });
            rows.extend(wanted.map(|person| absent(&profile.name, person, period, day_target)));
        }
    }
    rows.sort_by(|one, two| {
        let key = |row: &TeamSheet| (row.sheet.from, row.who.to_lowercase());
        (key(one), &one.sheet.remote_id).cmp(&(key(two), &two.sheet.remote_id))
    });
    if app.global.json {
        return app.print(&json::team(&rows));
    }
    if rows.is_empty() {
        return sheet::none(app, days);
    }
    app.print(&team::team(&rows, app.canvas()))
}

/// Runs `tt sheet show REMOTE_ID --team`.
///
/// # Errors
/// No such sheet, configuration, the service.
pub fn show(app: &mut App<'_>, args: &SheetArgs, typed: &str) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let id = remote::remote_id(typed)?;
    let (profile, line, store) = remote::dial(app, &desk, args.profile.as_deref())?;
    let backend = line.backend.as_ref();
    let title = backend.kind().title();
    let missing = || {
        Failure::nothing(
            format!("{title} has no timesheet {id}"),
            "`tt sheet --team` lists those there are",
        )
    };
    let approval = backend.approval().ok_or_else(missing)?;
    let own = backend.check_access()?.member;
    let held = approval.sheet(&id.0)?.ok_or_else(missing)?;
    let found = on_sheet(backend, &held, own.as_ref())?;
    let mut row = started(&profile.name, &held, desk.config.time.day_target);
    row.sheet.n_entries = found.len() as u64;
    row.sheet.worked = held
        .worked
        .unwrap_or_else(|| found.iter().map(worked).sum());
    row.sheet.member = Some(row.who.clone());
    let shelf = Shelf::of(found, profile, &store, app.now)?;
    let seen = Seen::of(&desk);
    let rows = shelf.held();
    if app.global.json {
        let items = rows.iter().map(|held| held.item).collect();
        return app.print(&json::whole_sheets(&[(&row.sheet, items)], &seen));
    }
    app.print(&sheets::heading(&row.sheet))?;
    app.print(&entry_lines(&rows, &seen, app.canvas()))
}

/// Whoever is named so.
fn member(
    backend: &dyn Backend,
    own: Option<&Reference>,
    typed: &str,
) -> anyhow::Result<Reference> {
    let is_own = |own: &&Reference| {
        typed == "me" || typed.eq_ignore_ascii_case(&own.typed) || own.id.as_deref() == Some(typed)
    };
    if let Some(own) = own.filter(is_own) {
        return Ok(own.clone());
    }
    ask::settled(backend, |content| &mut content.member, typed)
}

/// Everybody whom the service knows.
fn people(backend: &dyn Backend) -> Result<Vec<CatalogItem>, BackendError> {
    let mut found = Vec::new();
    let mut page = Page::default();
    for _ in 0..MOST_PAGES {
        let batch = backend.catalog(CatalogKind::Members, &page)?;
        found.extend(batch.items);
        match batch.next {
            Some(next) if page.cursor.as_ref() != Some(&next) => page.cursor = Some(next),
            _ => break,
        }
    }
    Ok(found)
}

fn may_lack(error: &BackendError) -> bool {
    matches!(
        error.kind,
        ErrorKind::Forbidden | ErrorKind::NotFound | ErrorKind::Unsupported
    )
}

/// How many entries are on each of these sheets, and how long was worked.
fn entries_of(
    backend: &dyn Backend,
    sheets: &[RemoteSheet],
    member: Option<&Reference>,
    own: Option<&Reference>,
) -> Result<BTreeMap<String, (u64, i64)>, BackendError> {
    let mut on: BTreeMap<String, (u64, i64)> = BTreeMap::new();
    let first = sheets.iter().map(|sheet| sheet.from).min();
    let last = sheets.iter().map(|sheet| sheet.to).max();
    let (Some(first), Some(last)) = (first, last) else {
        return Ok(on);
    };
    let ids: BTreeSet<&str> = sheets.iter().map(|sheet| sheet.id.as_str()).collect();
    let query = asking(first, last, member, own);
    for remote in look::all(backend, &query, None)?.rows {
        let sheet = match &remote.sheet {
            Some(id) => ids.get(id.as_str()).copied(),
            None => sheets
                .iter()
                .find(|sheet| is_on(&remote, sheet, own))
                .map(|sheet| sheet.id.as_str()),
        };
        if let Some(sheet) = sheet {
            let sum = on.entry(sheet.to_owned()).or_default();
            sum.0 += 1;
            sum.1 = sum.1.saturating_add(worked(&remote));
        }
    }
    Ok(on)
}

/// What the service holds on a sheet of anybody.
pub(super) fn on_sheet(
    backend: &dyn Backend,
    sheet: &RemoteSheet,
    own: Option<&Reference>,
) -> Result<Vec<Remote>, BackendError> {
    let query = asking(sheet.from, sheet.to, sheet.member.as_ref(), own);
    let mut found = look::all(backend, &query, None)?.rows;
    found.retain(|remote| is_on(remote, sheet, own));
    Ok(found)
}

/// Entries of these days; where a sheet is counted in another zone, of the days beside them.
fn asking(
    first: NaiveDate,
    last: NaiveDate,
    member: Option<&Reference>,
    own: Option<&Reference>,
) -> RemoteQuery {
    let day = Days::new(1);
    let is_own = member.zip(own).is_some_and(|(one, own)| one.is_same(own));
    RemoteQuery {
        first_day: Some(first.checked_sub_days(day).unwrap_or(first)),
        last_day: Some(last.checked_add_days(day).unwrap_or(last)),
        own: is_own,
        member: member.filter(|_| !is_own).cloned().map(Wanted::Is),
        ..RemoteQuery::default()
    }
}

fn is_on(remote: &Remote, sheet: &RemoteSheet, own: Option<&Reference>) -> bool {
    if let Some(id) = &remote.sheet {
        return *id == sheet.id;
    }
    // Time of the profile's own member names nobody.
    let whose = remote.content.member.as_ref().or(own);
    let is_whose = match (whose, &sheet.member) {
        (Some(one), Some(two)) => one.is_same(two),
        _ => false,
    };
    is_whose && (sheet.from..=sheet.to).contains(&remote.content.date)
}

/// Where an entry on a sheet stands: an open one was handed in with its sheet.
pub(super) fn standing(remote: &Remote, sheet: Option<&RemoteSheet>) -> Status {
    match (remote.status, sheet) {
        (Status::Open, Some(sheet)) => sheet.status,
        (status, _) => status,
    }
}

pub(super) fn worked(remote: &Remote) -> i64 {
    let content = &remote.content;
    let worked = content.end.map(|end| content.worked(end));
    worked.or(content.length).unwrap_or(0)
}

fn whose(sheet: &RemoteSheet) -> Option<&str> {
    sheet.member.as_ref()?.id.as_deref()
}

fn called(person: &CatalogItem) -> String {
    person.code.clone().unwrap_or_else(|| person.name.clone())
}

fn started(profile: &str, sheet: &RemoteSheet, day_target: i64) -> TeamSheet {
    let (year, number) = iso_week(sheet.from);
    let member = sheet.member.as_ref();
    TeamSheet {
        who: member.map_or_else(String::new, |member| member.typed.clone()),
        is_started: true,
        sheet: Sheet {
            profile: Some(profile.to_owned()),
            remote_id: Some(sheet.id.clone()),
            from: sheet.from,
            to: sheet.to,
            status: sheet.status,
            member: member.map(|member| member.id.clone().unwrap_or_else(|| member.typed.clone())),
            year: sheet.year.unwrap_or(year),
            period: sheet.period.unwrap_or(number),
            worked: sheet.worked.unwrap_or(0),
            target: target(sheet.from, sheet.to, day_target),
            n_entries: 0,
        },
    }
}

fn absent(profile: &str, person: &CatalogItem, period: Period, day_target: i64) -> TeamSheet {
    let (from, to, year, number) = period;
    TeamSheet {
        who: called(person),
        is_started: false,
        sheet: Sheet {
            profile: Some(profile.to_owned()),
            remote_id: None,
            from,
            to,
            status: Status::Open,
            member: Some(person.id.clone()),
            year,
            period: number,
            worked: 0,
            target: target(from, to, day_target),
            n_entries: 0,
        },
    }
}

/// The periods in which everybody should have a sheet: those in which somebody has one,
/// and where the service counts in weeks, the weeks between that were asked for and have begun.
fn periods(
    begun: BTreeSet<Period>,
    asked: Option<(NaiveDate, NaiveDate)>,
    today: NaiveDate,
    week_start: Weekday,
) -> Vec<Period> {
    let mut found: Vec<Period> = begun.into_iter().filter(|it| it.0 <= today).collect();
    let is_week = |it: &Period| it.1 - it.0 == chrono::Duration::days(6);
    let Some((from, to)) = asked.filter(|_| found.iter().all(is_week)) else {
        return found;
    };
    let first_weekday = found.first().map_or(week_start, |it| it.0.weekday());
    let mut at = from.week(first_weekday).first_day();
    while at <= to.min(today) {
        let end = at.checked_add_days(Days::new(6)).unwrap_or(at);
        if !found.iter().any(|it| it.0 <= end && it.1 >= at) {
            let (year, number) = iso_week(at);
            found.push((at, end, year, number));
        }
        match at.checked_add_days(Days::new(7)) {
            Some(next) => at = next,
            None => break,
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn from_to(periods: &[Period]) -> Vec<(String, String)> {
        let text = |it: &Period| (it.0.to_string(), it.1.to_string());
        periods.iter().map(text).collect()
    }

    #[test]
    fn weeks_in_which_nobody_began_are_weeks_of_the_service_too() {
        let asked = Some((day("2026-11-02"), day("2026-11-22")));
        let today = day("2026-11-18");
        let sheet = (day("2026-11-07"), day("2026-11-13"), 2026, 46);
        let found = periods(BTreeSet::from([sheet]), asked, today, Weekday::Mon);
        let text = |one: &str, two: &str| (one.to_owned(), two.to_owned());
        assert_eq!(
            from_to(&found),
            [
                text("2026-10-31", "2026-11-06"),
                text("2026-11-07", "2026-11-13"),
                text("2026-11-14", "2026-11-20"),
            ]
        );
        // Halves of a month say nothing of other months.
        let half = (day("2026-11-01"), day("2026-11-15"), 2026, 21);
        let found = periods(BTreeSet::from([half]), asked, today, Weekday::Mon);
        assert_eq!(found, [half]);
        assert_eq!(
            from_to(&periods(BTreeSet::new(), asked, today, Weekday::Mon)).len(),
            3
        );
        assert!(periods(BTreeSet::new(), None, today, Weekday::Mon).is_empty());
    }
}
