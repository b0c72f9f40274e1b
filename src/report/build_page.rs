//! From entries, one at a time, to a page that can be handed to somebody: sums by
//! days and by what they are charged to, and the entries themselves. Only so many
//! entries are kept; sums count all of them. Internal notes never get here.

use super::build::first_of_week;
use super::model::{Bar, Page, PageLine, Report};
use super::phrase::{charged_to, clock_times};
use super::{Context, Item, Totals};
use crate::domain::status::Billable;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many entries a page lists.
pub const MOST_LINES: usize = 1_000;
/// How many bars stand in the chart of what time was charged to; the last one is the rest.
const MOST_CHARGES: usize = 12;
/// A chart of more days is one of weeks, a chart of more weeks one of months.
const MOST_COLUMNS: usize = 45;

/// Collects a page.
#[derive(Debug)]
pub struct Pages {
    week_start: Weekday,
    days: BTreeMap<NaiveDate, Bar>,
    charges: BTreeMap<String, Bar>,
    lines: Vec<PageLine>,
    n_more: u64,
}

impl Pages {
    /// An empty page. Weeks begin on `week_start`.
    #[must_use]
    pub fn new(week_start: Weekday) -> Self {
        Self {
            week_start,
            days: BTreeMap::new(),
            charges: BTreeMap::new(),
            lines: Vec::new(),
            n_more: 0,
        }
    }

    /// Counts an entry in, and lists it while there is room.
    pub fn add(&mut self, item: &Item<'_>, context: &dyn Context) {
        let content = &item.entry.content;
        let worked = item.worked(context);
        let is_charged = !matches!(content.billable, Billable::DoNotBill | Billable::NoCharge);
        let mut bar = Bar::default();
        let part = if is_charged {
            &mut bar.charged
        } else {
            &mut bar.free
        };
        *part = worked;
        let charged_to = charged_to(content);
        self.days.entry(content.date).or_default().put(&bar);
        self.charges
            .entry(charged_to.clone())
            .or_default()
            .put(&bar);
        if self.lines.len() >= MOST_LINES {
            self.n_more += 1;
            return;
        }
        self.lines.push(PageLine {
            date: content.date,
            times: clock_times(content, context),
            charged_to,
            note: content.note.clone().unwrap_or_default(),
            worked,
            billed: item.billed(context),
        });
    }

    /// The page around a report of the same entries, made on `today`.
    #[must_use]
    pub fn finish(self, report: Report, today: NaiveDate) -> Page {
        let (columns, step) = columns(&self.days, &report, self.week_start);
        Page {
            report,
            today,
            columns,
            step,
            charges: most(self.charges),
            lines: self.lines,
            n_more: self.n_more,
        }
    }
}

impl Bar {
    fn put(&mut self, other: &Self) {
        self.charged = self.charged.saturating_add(other.charged);
        self.free = self.free.saturating_add(other.free);
    }
}

/// The days of the period, also those without an entry; weeks or months where they are many.
fn columns(
    days: &BTreeMap<NaiveDate, Bar>,
    report: &Report,
    week_start: Weekday,
) -> (Vec<(NaiveDate, Bar)>, super::model::Step) {
    use super::model::Step;
    let (Some((first, _)), Some((last, _))) = (days.first_key_value(), days.last_key_value())
    else {
        return (Vec::new(), Step::Day);
    };
    let from = report.from.map_or(*first, |from| from.min(*first));
    // A period that is open at an end is drawn as far as there is something.
    let to = report.to.filter(|_| report.from.is_some());
    let to = to.map_or(*last, |to| to.max(*last));
    let n_days = usize::try_from((to - from).num_days()).unwrap_or(usize::MAX);
    let step = match n_days {
        n if n < MOST_COLUMNS => Step::Day,
        n if n / 7 < MOST_COLUMNS => Step::Week,
        _ => Step::Month,
    };
    let begin = |date: NaiveDate| match step {
        Step::Day => date,
        Step::Week => first_of_week(date, week_start),
        Step::Month => date.with_day(1).unwrap_or(date),
    };
    let mut columns: BTreeMap<NaiveDate, Bar> = BTreeMap::new();
    if step == Step::Month {
        // Years of nothing would be drawn as years of nothing.
        for (date, bar) in days {
            columns.entry(begin(*date)).or_default().put(bar);
        }
    } else {
        let mut date = from;
        while date <= to {
            let column = columns.entry(begin(date)).or_default();
            if let Some(bar) = days.get(&date) {
                column.put(bar);
            }
            let Some(next) = date.checked_add_days(Days::new(1)) else {
                break;
            };
            date = next;
        }
    }
    (columns.into_iter().collect(), step)
}

/// Most time first; what has no room is summed up in the last one.
fn most(charges: BTreeMap<String, Bar>) -> Vec<(String, Bar)> {
    let mut charges: Vec<_> = charges.into_iter().collect();
    charges.sort_by_key(|(_, bar)| Reverse(bar.total()));
    if charges.len() > MOST_CHARGES {
        let rest = charges.split_off(MOST_CHARGES - 1);
        let mut others = Bar::default();
        rest.iter().for_each(|(_, bar)| others.put(bar));
        charges.push((format!("{} others", rest.len()), others));
    }
    for (name, _) in &mut charges {
        if name.is_empty() {
            "(nothing named)".clone_into(name);
        }
    }
    charges
}

impl Page {
    /// The sums of the entries that are listed.
    #[must_use]
    pub fn listed(&self) -> Totals {
        let mut totals = Totals::default();
        for line in &self.lines {
            totals.put(&Totals {
                n_entries: 1,
                worked: line.worked,
                billed: line.billed,
                ..Totals::default()
            });
        }
        totals
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::grouping::By;
    use crate::report::build::Sums;
    use crate::report::model::Step;
    use crate::report::sample;

    fn page(from: &str, to: &str, dates: &[&str]) -> Page {
        let (mut pages, mut sums) = (
            Pages::new(Weekday::Mon),
            Sums::new(&[By::Day], Weekday::Mon),
        );
        for (at, date) in dates.iter().enumerate() {
            let mut entry = sample::entry(at as i64 + 1, 0, 60);
            entry.content.date = date.parse().unwrap();
            if at == 1 {
                entry.content.billable = Billable::DoNotBill;
            }
            let item = Item::stored(&entry, None);
            pages.add(&item, &sample::here());
            sums.add(&item, &sample::here());
        }
        let day = |text: &str| text.parse().ok();
        pages.finish(
            sums.finish(day(from), day(to)),
            "2026-11-22".parse().unwrap(),
        )
    }

    #[test]
    fn columns_are_days_weeks_or_months_and_empty_ones_are_there() {
        let week = page(
            "2026-11-16",
            "2026-11-22",
            &["2026-11-17", "2026-11-17", "2026-11-19"],
        );
        assert_eq!((week.step, week.columns.len()), (Step::Day, 7));
        assert_eq!(
            (week.columns[1].1.charged, week.columns[1].1.free),
            (3600, 3600)
        );
        assert_eq!(week.columns[2].1.total(), 0);
        let quarter = page("2026-10-01", "2026-12-31", &["2026-11-17"]);
        assert_eq!((quarter.step, quarter.columns.len()), (Step::Week, 14));
        let always = page("", "", &["2020-01-05", "2020-01-06", "2026-11-17"]);
        assert_eq!((always.step, always.columns.len()), (Step::Month, 2));
        let open = page("2026-11-16", "", &["2026-11-18"]);
        assert_eq!((open.step, open.columns.len()), (Step::Day, 3));
        assert!(page("2026-11-16", "2026-11-22", &[]).columns.is_empty());
    }

    #[test]
    fn sums_count_what_is_not_listed() {
        let dates = vec!["2026-11-17"; MOST_LINES + 3];
        let page = page("2026-11-16", "2026-11-22", &dates);
        assert_eq!((page.lines.len(), page.n_more), (MOST_LINES, 3));
        assert_eq!(page.columns[1].1.total(), (MOST_LINES as i64 + 3) * 3600);
        assert_eq!(page.listed().n_entries, MOST_LINES as u64);
    }

    #[test]
    fn what_has_no_room_is_summed_up() {
        let charges: BTreeMap<_, _> = (0..20)
            .map(|at| {
                (
                    format!("#{at}"),
                    Bar {
                        charged: at,
                        free: 1,
                    },
                )
            })
            .collect();
        let all: i64 = charges.values().map(Bar::total).sum();
        let drawn = most(charges);
        assert_eq!(drawn.len(), MOST_CHARGES);
        assert_eq!(drawn[0].0, "#19");
        assert_eq!(drawn[MOST_CHARGES - 1].0, "9 others");
        assert_eq!(drawn.iter().map(|(_, bar)| bar.total()).sum::<i64>(), all);
    }
}
