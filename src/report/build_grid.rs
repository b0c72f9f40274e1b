//! From entries, one at a time, to the grid of a period: what time is charged to
//! by days, with where it stands.

use super::build_names::Names;
use super::model::{Cell, Charge, Grid, Line};
use super::{Context, Item, Totals};
use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::status::{Delivery, Status};
use chrono::{NaiveDate, Weekday};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// Adds entries up by what they are charged to and by date.
#[derive(Debug, Default)]
pub struct Grids {
    names: BTreeMap<&'static str, Names>,
    places: HashMap<Option<(&'static str, usize)>, usize>,
    lines: Vec<(Option<(&'static str, usize)>, Line)>,
    days: BTreeMap<NaiveDate, Cell>,
    by_status: BTreeMap<Status, i64>,
    total: Totals,
}

impl Grids {
    /// Counts an entry in.
    pub fn add(&mut self, item: &Item<'_>, context: &dyn Context) {
        let content = &item.entry.content;
        let mut cell = Cell {
            status: Some(item.entry.status),
            needy: matches!(
                item.delivery(context),
                Delivery::Held | Delivery::Refused | Delivery::Conflict
            ) || !item.entry.held.is_empty(),
            running: content.is_timer(),
            ..Cell::default()
        };
        cell.totals.add(item, context);
        *self.by_status.entry(item.entry.status).or_default() += cell.totals.worked;
        self.total.put(&cell.totals);
        self.days.entry(content.date).or_default().put(&cell);
        let key = charged_to(content)
            .map(|(kind, at)| (kind, self.names.entry(kind).or_default().number(at)));
        let next = self.lines.len();
        let place = *self.places.entry(key).or_insert(next);
        if place == next {
            self.lines.push((
                key,
                Line {
                    charge: None,
                    cells: BTreeMap::new(),
                    totals: Totals::default(),
                },
            ));
        }
        let (_, line) = &mut self.lines[place];
        if let Some((kind, at)) = charged_to(content) {
            let client = content.client.as_ref().filter(|_| kind != "client");
            let client = client.map(|client| client.name.as_ref().unwrap_or(&client.typed).clone());
            let charge = line.charge.get_or_insert_with(|| Charge {
                kind,
                at: at.clone(),
                client: None,
            });
            charge.client = charge.client.take().or(client);
        }
        line.totals.put(&cell.totals);
        line.cells.entry(content.date).or_default().put(&cell);
    }

    /// The grid of these days; `day_target` seconds are meant for a working day.
    #[must_use]
    pub fn finish(
        mut self,
        (from, to): (NaiveDate, NaiveDate),
        today: NaiveDate,
        week_start: Weekday,
        day_target: i64,
    ) -> Grid {
        for (key, line) in &mut self.lines {
            let named = key.and_then(|(kind, number)| Some(self.names.get(kind)?.thing(number)));
            if let (Some(charge), Some(named)) = (&mut line.charge, named) {
                charge.at = named.clone();
            }
        }
        let mut lines: Vec<_> = self.lines.into_iter().map(|(_, line)| line).collect();
        lines.sort_by_cached_key(|line| {
            let charge = line.charge.as_ref();
            let name = charge.map(|charge| (charge.kind, charge.at.typed.clone()));
            (charge.is_none(), Reverse(line.totals.worked), name)
        });
        Grid {
            from,
            to,
            today,
            week_start,
            day_target,
            lines,
            days: self.days,
            by_status: self.by_status,
            total: self.total,
        }
    }
}

/// The target, else the project, else the client.
fn charged_to(content: &Content) -> Option<(&'static str, &Reference)> {
    let target = content.target.as_ref();
    let target = target.map(|target| (target.kind.word(), &target.at));
    let project = content.project.as_ref().map(|project| ("project", project));
    let client = content.client.as_ref().map(|client| ("client", client));
    target.or(project).or(client)
}

impl Cell {
    /// Counts another one in; of two states the one that is further from the invoice is shown.
    pub fn put(&mut self, other: &Self) {
        self.totals.put(&other.totals);
        self.mixed |= other.mixed;
        self.mixed |=
            self.status.is_some() && other.status.is_some() && self.status != other.status;
        self.status = match (self.status, other.status) {
            (Some(one), Some(two)) => Some(if order(two) < order(one) { two } else { one }),
            (one, two) => one.or(two),
        };
        self.needy |= other.needy;
        self.running |= other.running;
    }
}

/// What a person has to deal with comes first.
pub(super) fn order(status: Status) -> u8 {
    match status {
        Status::Rejected => 0,
        Status::Open => 1,
        Status::Submitted => 2,
        Status::Approved => 3,
        Status::Billed => 4,
    }
}

#[cfg(test)]
mod tests;
