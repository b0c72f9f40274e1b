//! What is left of the hours of agreements, as the service adds them up itself: one
//! question for a page of agreements, and only for those whose limit is hours.
//!
//! What is known of it, and how well: the published schema has the address
//! (`/finance/agreementrecap/`, with the slash) and the names of its fields. That amounts
//! are in the agreement's units, that what is used grows as an entry is saved, that carried
//! hours and adjustments are in what remains, and that what is used stands below zero is
//! told by third parties of the service's own pages, not of the interface. So a figure is
//! believed only where it adds up, and its sign is not looked at. The sum of an agreement's
//! entries is no way to it: what the service covers depends on the order of entry, on
//! exclusions, on carried hours and on adjustments.
//!
//! A limit of money or incidents, none at all, or one that time does not draw on is no
//! block of hours.

use super::{ConnectWise, Facts, flag, id_of_row, put};
use crate::domain::catalog::{CatalogItem, names};
use crate::domain::zone::Zone;
use crate::sync::backend::connectwise::decode::plain;
use crate::sync::backend::connectwise::figures::{read_hours, read_instant};
use crate::sync::backend::connectwise::listing::Question;
use crate::sync::backend::{BackendError, ErrorKind, Page};
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde_json::Value;
use std::collections::BTreeMap;

/// Agreements in one question: their numbers stand in its address.
const AT_ONCE: usize = 200;
/// Rows in its answer.
const PAGE: u32 = 1_000;

/// Seconds by which amounts may miss each other: each is rounded to hundredths of hours.
const NEAR: i64 = 90;

impl ConnectWise {
    /// Adds what is known of the hours of these agreements to what is told of them.
    pub(super) fn add_blocks(
        &self,
        rows: &[Value],
        items: &mut [CatalogItem],
    ) -> Result<(), BackendError> {
        let mut metered: BTreeMap<String, &Value> = BTreeMap::new();
        for row in rows.iter().filter(|row| is_of_hours(row)) {
            metered.extend(id_of_row(row).map(|id| (id, row)));
        }
        let ids: Vec<&str> = metered.keys().map(String::as_str).collect();
        let mut told = BTreeMap::new();
        for some in ids.chunks(AT_ONCE) {
            let conditions = format!("id in ({})", some.join(","));
            let page = Page {
                cursor: None,
                size: Some(PAGE),
            };
            let path = ["finance", "agreementrecap", ""];
            match self.page_of(&path, &Question::of(&conditions), &page) {
                Ok((rows, _)) => {
                    told.extend(
                        rows.into_iter()
                            .filter_map(|row| Some((id_of_row(&row)?, row))),
                    );
                }
                Err(error) if is_closed(&error) => {
                    log::info!(
                        "what is used of agreements cannot be read: {}",
                        error.message
                    );
                    self.untold.get_or_init(|| error.message.clone());
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        let today = self.zone.date(self.session.now());
        for item in items {
            if let (Some(row), Some(recap)) = (metered.get(&item.id), told.get(&item.id)) {
                block(row, recap, today, &mut item.facts);
            }
        }
        Ok(())
    }
}

fn is_closed(error: &BackendError) -> bool {
    matches!(
        error.kind,
        ErrorKind::Forbidden
            | ErrorKind::NotFound
            | ErrorKind::Invalid(_)
            | ErrorKind::Protocol
            | ErrorKind::Unsupported
    )
}

fn is_of_hours(row: &Value) -> bool {
    let units = row.get("applicationUnits").and_then(Value::as_str);
    units.is_some_and(|units| units.eq_ignore_ascii_case("hours"))
        && flag(row, "applicationUnlimitedFlag") != Some(true)
        && flag(row, "coverAgreementTime") != Some(false)
}

/// The facts of one agreement's hours, where its figures add up.
fn block(row: &Value, recap: &Value, today: NaiveDate, facts: &mut Facts) {
    let Some((seconds, used)) = amounts(row, recap) else {
        return;
    };
    put(facts, names::BLOCK_SECONDS, Some(seconds));
    put(facts, names::BLOCK_USED_SECONDS, Some(used));
    let day = |name: &str| {
        let at = row.get(name).and_then(read_instant)?;
        Some(Zone::UTC.date(at))
    };
    let starts = day("startDate");
    put(
        facts,
        names::BLOCK_STARTS,
        starts.map(|day| day.to_string()),
    );
    let ends = match flag(row, "noEndingDateFlag") {
        Some(true) => None,
        _ => day("endDate"),
    };
    let cycle = row.get("applicationCycle").and_then(Value::as_str);
    let cycle = match flag(row, "oneTimeFlag") {
        Some(true) => None,
        _ => Some(last_of_cycle(cycle, starts, today)),
    };
    let last = ends.into_iter().chain(cycle).min();
    let last = last.map_or(Value::Null, |day| day.to_string().into());
    put(facts, names::BLOCK_ENDS, Some(last));
}

/// Seconds in all and seconds used. What remains is the service's own word, so the whole is
/// what remains and what is used.
fn amounts(row: &Value, recap: &Value) -> Option<(i64, i64)> {
    let same_name = match (name(row), name(recap)) {
        (Some(one), Some(two)) => one == two,
        _ => true,
    };
    let unlimited = match recap.get("isUnlimited") {
        Some(Value::Bool(unlimited)) => *unlimited,
        Some(Value::String(word)) => {
            ["yes", "true", "y", "1"].contains(&word.trim().to_lowercase().as_str())
        }
        _ => false,
    };
    if !same_name || unlimited {
        return None;
    }
    let amount = |name: &str| recap.get(name).and_then(read_hours);
    let used = amount("usedAmount")?.checked_abs()?;
    let left = amount("remainingAmount")?;
    let whole = left.checked_add(used).filter(|whole| *whole > 0)?;
    let there = amount("startingAmount")?;
    let there = there.checked_add(amount("adjustmentAmount").unwrap_or(0))?;
    (there.abs_diff(whole) <= NEAR.unsigned_abs()).then_some((whole, used))
}

fn name(row: &Value) -> Option<String> {
    row.get("name").and_then(plain)
}

/// The last day for which a figure of today holds. Where a week begins, or a cycle that is
/// not known, the earliest it can be. Cycles of a contract are counted from its first day,
/// which nobody has written down.
fn last_of_cycle(cycle: Option<&str>, starts: Option<NaiveDate>, today: NaiveDate) -> NaiveDate {
    let before = |day: Option<NaiveDate>| day.and_then(|day| day.pred_opt());
    let month_after = |months: u32| {
        let first = today.with_day(1)?;
        before(first.checked_add_months(Months::new(months)))
    };
    let after = |unit: fn(NaiveDate, u32) -> Option<NaiveDate>| {
        let starts = starts.filter(|day| *day <= today)?;
        let mut bounds = (1..).map(|n| unit(starts, n));
        before(bounds.find(|day| day.is_none_or(|day| day > today))?)
    };
    let last = match cycle {
        Some("CalendarWeek") => {
            let spare = Weekday::Sat.days_since(today.weekday());
            today.checked_add_days(Days::new(spare.into()))
        }
        Some("CalendarMonth") => month_after(1),
        Some("CalendarQuarter") => month_after(3 - today.month0() % 3),
        Some("CalendarYear") => month_after(12 - today.month0()),
        Some("Contract2Weeks") => {
            after(|day, n| day.checked_add_days(Days::new(14 * u64::from(n))))
        }
        Some("Contract4Weeks") => {
            after(|day, n| day.checked_add_days(Days::new(28 * u64::from(n))))
        }
        Some("ContractQuarter") => {
            after(|day, n| day.checked_add_months(Months::new(n.checked_mul(3)?)))
        }
        Some("ContractYear") => {
            after(|day, n| day.checked_add_months(Months::new(n.checked_mul(12)?)))
        }
        _ => None,
    };
    last.unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_figure_holds_to_the_end_of_its_cycle() {
        let rows = [
            (Some("CalendarWeek"), "2026-11-22", "2026-11-28"), // a Sunday
            (Some("CalendarWeek"), "2026-11-28", "2026-11-28"),
            (Some("CalendarMonth"), "2026-11-22", "2026-11-30"),
            (Some("CalendarMonth"), "2026-12-31", "2026-12-31"),
            (Some("CalendarQuarter"), "2026-11-22", "2026-12-31"),
            (Some("CalendarQuarter"), "2026-03-31", "2026-03-31"),
            (Some("CalendarYear"), "2026-01-01", "2026-12-31"),
            (Some("Contract2Weeks"), "2025-01-15", "2025-01-28"),
            (Some("Contract4Weeks"), "2025-01-15", "2025-01-28"),
            (Some("Contract4Weeks"), "2025-01-29", "2025-02-25"),
            (Some("ContractQuarter"), "2026-11-22", "2026-12-31"),
            (Some("ContractYear"), "2026-11-22", "2026-12-31"),
            (Some("ContractYear"), "2024-12-31", "2024-12-31"), // not begun yet
            (Some("Fortnight"), "2026-11-22", "2026-11-22"),
            (None, "2026-11-22", "2026-11-22"),
        ];
        for (cycle, today, last) in rows {
            let ends = last_of_cycle(cycle, Some(on("2025-01-01")), on(today));
            assert_eq!(ends, on(last), "{cycle:?} {today}");
        }
        let unknown = last_of_cycle(Some("ContractYear"), None, on("2026-11-22"));
        assert_eq!(unknown, on("2026-11-22"));
    }

    fn recap() -> Value {
        json!({
            "id": 7, "name": "Gold", "isUnlimited": "No", "startingAmount": 10.0,
            "adjustmentAmount": 2.0, "usedAmount": -3.33, "remainingAmount": 8.67,
        })
    }

    #[test]
    fn figures_are_believed_where_they_add_up() {
        let agreement = json!({"id": 7, "name": "Gold"});
        let told = Some((43_200, 11_988));
        for (name, value, wanted) in [
            ("id", json!(7), told),
            ("usedAmount", json!(3.33), told),
            ("name", Value::Null, told),
            ("isUnlimited", json!(false), told),
            ("isUnlimited", json!("Yes"), None),
            ("isUnlimited", json!(true), None),
            ("name", json!("Silver"), None),
            ("adjustmentAmount", json!(0.0), None),
            ("adjustmentAmount", json!(-2.0), None),
            ("startingAmount", Value::Null, None),
            ("usedAmount", Value::Null, None),
            ("usedAmount", json!("a lot"), None),
            ("remainingAmount", Value::Null, None),
            ("remainingAmount", json!(1e30), None),
        ] {
            let mut recap = recap();
            recap[name] = value.clone();
            assert_eq!(amounts(&agreement, &recap), wanted, "{name} {value}");
        }
        let mut over = recap();
        over["usedAmount"] = json!(-13);
        over["remainingAmount"] = json!(-1);
        assert_eq!(amounts(&agreement, &over), Some((43_200, 46_800)));
        let none = json!({"startingAmount": 0, "usedAmount": 0, "remainingAmount": 0});
        assert_eq!(amounts(&agreement, &none), None);
    }

    #[test]
    fn only_hours_that_time_draws_on_are_a_block() {
        let row = json!({"applicationUnits": "Hours", "applicationUnlimitedFlag": false, "coverAgreementTime": true});
        assert!(is_of_hours(&row));
        for (name, value) in [
            ("applicationUnits", json!("Amount")),
            ("applicationUnits", json!("Incidents")),
            ("applicationUnits", Value::Null),
            ("applicationUnlimitedFlag", json!(true)),
            ("coverAgreementTime", json!(false)),
        ] {
            let mut row = row.clone();
            row[name] = value;
            assert!(!is_of_hours(&row), "{name}");
        }
    }

    #[test]
    fn days_are_those_of_the_agreement_and_its_cycle() {
        let facts = |change: Value| {
            let mut row = json!({
                "id": 7, "name": "Gold", "startDate": "2025-01-01T00:00:00Z",
                "endDate": "2026-11-25T00:00:00Z", "noEndingDateFlag": false, "oneTimeFlag": true,
            });
            for (name, value) in change.as_object().unwrap() {
                row[name] = value.clone();
            }
            let mut facts = Facts::new();
            block(&row, &recap(), on("2026-11-22"), &mut facts);
            assert_eq!(facts[names::BLOCK_STARTS], "2025-01-01");
            facts[names::BLOCK_ENDS].clone()
        };
        assert_eq!(facts(json!({})), "2026-11-25");
        assert_eq!(facts(json!({"noEndingDateFlag": true})), Value::Null);
        let monthly = json!({"oneTimeFlag": false, "applicationCycle": "CalendarMonth"});
        assert_eq!(facts(monthly), "2026-11-25");
        let monthly = json!({"oneTimeFlag": false, "applicationCycle": "CalendarMonth", "noEndingDateFlag": true});
        assert_eq!(facts(monthly), "2026-11-30");
    }
}
