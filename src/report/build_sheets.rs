//! From entries, one at a time, to timesheets: those of the services, and where
//! there is none a sheet for each week.

use super::build_grid::order;
use super::build_standing::working_days;
use super::model::Sheet;
use super::{Context, Item};
use crate::domain::status::Status;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::BTreeMap;

/// Whose week: profile, member, first day.
type Week = (Option<String>, Option<String>, NaiveDate);

/// Adds entries up by the sheet they are on.
#[derive(Debug)]
pub struct Sheets {
    week_start: Weekday,
    day_target: i64,
    pulled: Vec<Sheet>,
    weeks: BTreeMap<Week, Sheet>,
}

impl Sheets {
    /// Begins with the sheets of the services; weeks of entries that are on none of them
    /// start on this day. `day_target` seconds are meant for a working day.
    #[must_use]
    pub fn of(mut pulled: Vec<Sheet>, week_start: Weekday, day_target: i64) -> Self {
        for sheet in &mut pulled {
            sheet.target = target(sheet.from, sheet.to, day_target);
        }
        Self {
            week_start,
            day_target,
            pulled,
            weeks: BTreeMap::new(),
        }
    }

    /// Counts an entry in; whether it is on a sheet of the service. Those are of the
    /// profile's own member.
    pub fn add(&mut self, item: &Item<'_>, context: &dyn Context) -> bool {
        let entry = item.entry;
        let content = &entry.content;
        let worked = item.worked(context);
        let own = content
            .profile
            .as_deref()
            .and_then(|name| context.profile(name)?.member.clone());
        let named = content.member.as_ref();
        let is_own = named.is_none_or(|named| {
            let is = |own: &String| *own == named.typed || Some(own) == named.id.as_ref();
            own.as_ref().is_some_and(is)
        });
        if is_own
            && let Some(sheet) = self.pulled.iter_mut().find(|sheet| {
                sheet.profile == content.profile && (sheet.from..=sheet.to).contains(&content.date)
            })
        {
            sheet.count(worked);
            return true;
        }
        let member = if is_own {
            own
        } else {
            named.map(|named| named.id.as_ref().unwrap_or(&named.typed).clone())
        };
        let from = content.date.week(self.week_start).first_day();
        let day_target = self.day_target;
        let week = (content.profile.clone(), member, from);
        let sheet = self.weeks.entry(week).or_insert_with_key(|week| {
            let (profile, member, from) = week.clone();
            let to = from.checked_add_days(Days::new(6)).unwrap_or(from);
            let (year, period) = iso_week(from);
            Sheet {
                profile,
                remote_id: None,
                from,
                to,
                status: entry.status,
                member,
                year,
                period,
                worked: 0,
                target: target(from, to, day_target),
                n_entries: 0,
            }
        });
        // Open while anything is; what was given back is seen before what went on.
        if least(entry.status) < least(sheet.status) {
            sheet.status = entry.status;
        }
        sheet.count(worked);
        false
    }

    /// The sheets by first day, profile and member.
    #[must_use]
    pub fn finish(self) -> Vec<Sheet> {
        let mut sheets = self.pulled;
        sheets.extend(self.weeks.into_values());
        sheets.sort_by(|one, two| {
            let key = |sheet: &Sheet| (sheet.from, sheet.profile.clone(), sheet.member.clone());
            (key(one), &one.remote_id).cmp(&(key(two), &two.remote_id))
        });
        sheets
    }
}

impl Sheet {
    fn count(&mut self, worked: i64) {
        self.worked = self.worked.saturating_add(worked);
        self.n_entries += 1;
    }
}

/// A sheet is open while anything on it is; else what a person must see comes first.
fn least(status: Status) -> (bool, u8) {
    (status != Status::Open, order(status))
}

/// What is meant for these days, seconds: `day_target` for each working day.
#[must_use]
pub fn target(from: NaiveDate, to: NaiveDate, day_target: i64) -> i64 {
    let days = from.iter_days().take_while(|day| *day <= to);
    let n_days = days.filter(|day| working_days(*day)).count();
    day_target.saturating_mul(i64::try_from(n_days).unwrap_or(i64::MAX))
}

/// Year and number of the week by ISO 8601 that most of these seven days are in.
#[must_use]
pub fn iso_week(from: NaiveDate) -> (i32, u32) {
    let middle = from.checked_add_days(Days::new(3)).unwrap_or(from);
    let week = middle.iso_week();
    (week.year(), week.week())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_week_that_starts_on_sunday_is_that_of_its_middle() {
        for (from, week) in [
            ("2026-11-16", (2026, 47)),
            ("2026-11-15", (2026, 47)),
            ("2026-11-14", (2026, 47)),
            ("2025-12-29", (2026, 1)),
            ("2027-01-03", (2027, 1)),
        ] {
            assert_eq!(iso_week(day(from)), week, "{from}");
        }
    }

    #[test]
    fn entries_go_to_the_sheet_of_their_day_and_else_to_their_week() {
        let pulled = Sheet {
            profile: Some("work".to_owned()),
            remote_id: Some("77".to_owned()),
            from: day("2026-11-20"),
            to: day("2026-11-22"),
            status: Status::Submitted,
            member: Some("154".to_owned()),
            year: 2026,
            period: 23,
            worked: 0,
            target: 0,
            n_entries: 0,
        };
        let mut sheets = Sheets::of(vec![pulled], Weekday::Mon, 8 * 3600);
        let on_it = sample::entry(1, 0, 60);
        let mut before = sample::entry(2, 0, 30);
        before.content.date = day("2026-11-19");
        let mut local = sample::entry(3, 0, 20);
        local.content.profile = None;
        let mut colleague = sample::entry(4, 0, 10);
        colleague.content.member = Some(crate::domain::charge::Reference::typed("ann"));
        for entry in [&on_it, &before, &local, &colleague] {
            sheets.add(&Item::stored(entry, None), &sample::here());
        }
        let found: Vec<_> = sheets
            .finish()
            .into_iter()
            .map(|sheet| {
                let minutes = sheet.worked / 60;
                (
                    sheet.remote_id,
                    sheet.profile,
                    sheet.member,
                    minutes,
                    sheet.target / 3600,
                )
            })
            .collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            found,
            [
                (None, None, None, 20, 40),
                (None, some("work"), None, 30, 40),
                (None, some("work"), some("ann"), 10, 40),
                // Friday to Sunday: one working day.
                (some("77"), some("work"), some("154"), 60, 8),
            ]
        );
    }

    #[test]
    fn a_sheet_is_open_while_anything_on_it_is() {
        use Status::{Approved, Billed, Open, Rejected, Submitted};
        for (statuses, expected) in [
            (vec![Approved, Open, Submitted], Open),
            (vec![Rejected, Open], Open),
            (vec![Submitted, Rejected, Approved], Rejected),
            (vec![Billed, Approved], Approved),
            (vec![Billed], Billed),
        ] {
            let mut sheets = Sheets::of(Vec::new(), Weekday::Mon, 0);
            for status in &statuses {
                let mut entry = sample::entry(1, 0, 60);
                entry.status = *status;
                sheets.add(&Item::stored(&entry, None), &sample::here());
            }
            let found = sheets.finish();
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].status, expected, "{statuses:?}");
            assert_eq!(found[0].n_entries, statuses.len() as u64);
        }
    }
}
