//! Windows and their pages.

use super::{Outcome, cases, created, differ, fetched};
use crate::conformance::rig::{Quirk, Rig, Whose};
use anyhow::{Context, bail, ensure};
use std::collections::BTreeSet;
use tt::domain::content::Content;
use tt::domain::delivery::Remote;
use tt::domain::ids::RemoteId;
use tt::sync::backend::{Page, RemoteQuery};

cases![
    an_empty_window,
    three_pages_hold_everything_once,
    the_borders_of_a_window,
    what_is_far_outside_is_not_listed,
    own_entries_only,
    everybodys_entries,
    a_row_of_a_list_is_what_a_fetch_tells,
    a_filter_that_is_hours_off,
    a_filter_that_knows_days_only,
];

const DAY: i64 = 86_400;

fn window(rig: &dyn Rig, from: i64, to: i64) -> RemoteQuery {
    let start = rig.entry().start.unwrap();
    RemoteQuery {
        from: Some(start + from),
        to: Some(start + to),
        own: true,
        ..RemoteQuery::default()
    }
}

/// The pages of a window, at most so many rows each where the service obeys.
fn pages(
    rig: &dyn Rig,
    query: &RemoteQuery,
    size: Option<u32>,
) -> anyhow::Result<Vec<Vec<Remote>>> {
    let mut pages = Vec::new();
    let mut page = Page { cursor: None, size };
    for _ in 0..20 {
        let batch = rig.backend().list(query, &page).context("list")?;
        pages.push(batch.items);
        match batch.next {
            Some(next) => page.cursor = Some(next),
            None => return Ok(pages),
        }
    }
    bail!("the pages have no end")
}

/// The rows of a window as its callers take them: those that start in it.
fn within(rig: &dyn Rig, query: &RemoteQuery) -> anyhow::Result<BTreeSet<RemoteId>> {
    let rows = pages(rig, query, None)?.concat();
    let starts = |row: &&Remote| {
        let start = row.content.start.unwrap_or(i64::MIN);
        query.from.is_none_or(|from| start >= from) && query.to.is_none_or(|to| start < to)
    };
    Ok(rows
        .iter()
        .filter(starts)
        .map(|row| row.id.clone())
        .collect())
}

fn moved(rig: &dyn Rig, by: i64) -> Content {
    let mut content = rig.entry();
    content.start = content.start.map(|at| at + by);
    content.end = content.end.map(|at| at + by);
    content
}

fn an_empty_window(rig: &dyn Rig) -> Outcome {
    let pages = pages(rig, &window(rig, 0, DAY), None)?;
    ensure!(pages.concat().is_empty(), "{pages:?}");
    Ok(())
}

fn three_pages_hold_everything_once(rig: &dyn Rig) -> Outcome {
    let mut there = BTreeSet::new();
    for hour in 0..5 {
        there.insert(rig.add(Whose::Own, &moved(rig, hour * 7_200)));
    }
    let pages = pages(rig, &window(rig, 0, DAY), Some(2))?;
    let sizes: Vec<_> = pages.iter().map(Vec::len).collect();
    ensure!(sizes == [2, 2, 1], "pages of {sizes:?}");
    let ids: BTreeSet<_> = pages.concat().into_iter().map(|row| row.id).collect();
    ensure!(ids == there, "{ids:?}");
    Ok(())
}

fn the_borders_of_a_window(rig: &dyn Rig) -> Outcome {
    let mut ids = Vec::new();
    for by in [-60, 0, 60, 7_140, 7_200] {
        ids.push(rig.add(Whose::Own, &moved(rig, by)));
    }
    let found = within(rig, &window(rig, 0, 7_200))?;
    let expected: BTreeSet<_> = ids[1..4].iter().cloned().collect();
    ensure!(found == expected, "{found:?} of {ids:?}");
    Ok(())
}

fn what_is_far_outside_is_not_listed(rig: &dyn Rig) -> Outcome {
    for by in [-30 * DAY, -10 * DAY, 10 * DAY, 30 * DAY] {
        rig.add(Whose::Own, &moved(rig, by));
    }
    let inside = rig.add(Whose::Own, &rig.entry());
    let rows = pages(rig, &window(rig, 0, DAY), None)?.concat();
    let ids: Vec<_> = rows.into_iter().map(|row| row.id).collect();
    ensure!(ids == [inside], "{ids:?}");
    Ok(())
}

fn own_entries_only(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let own = rig.add(Whose::Own, &rig.entry());
    rig.add(Whose::Other, &rig.entry());
    rig.add(Whose::Other, &moved(rig, 60));
    let found = within(rig, &window(rig, 0, DAY))?;
    ensure!(found == BTreeSet::from([own]), "{found:?}");
    Ok(())
}

fn everybodys_entries(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let own = rig.add(Whose::Own, &rig.entry());
    let other = rig.add(Whose::Other, &rig.entry());
    let query = RemoteQuery {
        own: false,
        ..window(rig, 0, DAY)
    };
    let found = within(rig, &query)?;
    ensure!(found == BTreeSet::from([own, other.clone()]), "{found:?}");
    // Whose it is shows: an entry of somebody else is never taken for one's own.
    let held = rig.backend().fetch(&other)?.context("it is not there")?;
    ensure!(held.content.member.is_some(), "it counts as one's own");
    Ok(())
}

fn a_row_of_a_list_is_what_a_fetch_tells(rig: &dyn Rig) -> Outcome {
    let (_, one) = created(rig, rig.entry())?;
    let rows = pages(rig, &window(rig, 0, DAY), None)?.concat();
    let row = rows.iter().find(|row| row.id == one.id);
    let row = row.context("it is not listed")?;
    let held = fetched(rig, &one)?;
    super::alike(rig, &row.content, &held.content)?;
    ensure!(row.key == held.key, "{:?}", row.key);
    ensure!(row.status == held.status, "{:?}", row.status);
    ensure!(row.locked == held.locked, "{:?}", row.locked);
    ensure!(row.changed_at == held.changed_at, "{:?}", row.changed_at);
    Ok(())
}

fn a_filter_that_is_hours_off(rig: &dyn Rig) -> Outcome {
    found_in_spite_of(rig, Quirk::FiltersOff)
}

fn a_filter_that_knows_days_only(rig: &dyn Rig) -> Outcome {
    found_in_spite_of(rig, Quirk::FiltersByDay)
}

fn found_in_spite_of(rig: &dyn Rig, quirk: Quirk) -> Outcome {
    let (sent, one) = created(rig, rig.entry())?;
    differ(rig, quirk)?;
    let found = within(rig, &window(rig, 0, 60))?;
    ensure!(found == BTreeSet::from([one.id.clone()]), "{found:?}");
    let rows = rig.backend().find(&sent)?;
    ensure!(rows.iter().any(|row| row.id == one.id), "{rows:?}");
    Ok(())
}
