//! Days and instants in a zone: which day an instant belongs to, and when a
//! day begins and ends. An hour that does not exist is stepped over.

use chrono::{DateTime, Datelike, NaiveDate, TimeZone};
use chrono_tz::Tz;

/// Years beyond this are nobody's working day, and local time overflows at chrono's own limits.
const YEARS: std::ops::RangeInclusive<i32> = -9999..=9999;
/// The longest stretch that zones have left out at midnight was a whole day (Samoa, 2011).
const STEPS: i64 = 50;

/// The day of this instant (seconds UTC) in an IANA zone; none for a zone or a year nobody knows.
#[must_use]
pub fn of(instant: i64, zone: &str) -> Option<NaiveDate> {
    let zone: Tz = zone.parse().ok()?;
    let instant = DateTime::from_timestamp(instant, 0)?;
    YEARS
        .contains(&instant.year())
        .then(|| instant.with_timezone(&zone).date_naive())
}

/// The first second (UTC) of this day in an IANA zone; none for a zone or a year nobody knows.
#[must_use]
pub fn start(date: NaiveDate, zone: &str) -> Option<i64> {
    let zone: Tz = zone.parse().ok()?;
    if !YEARS.contains(&date.year()) {
        return None;
    }
    let midnight = date.and_hms_opt(0, 0, 0)?;
    (0..STEPS).find_map(|step| {
        let local = midnight.checked_add_signed(chrono::TimeDelta::minutes(30 * step))?;
        zone.from_local_datetime(&local)
            .earliest()
            .map(|at| at.timestamp())
    })
}

/// The first second (UTC) after this day in an IANA zone; none for a zone or a year nobody knows.
#[must_use]
pub fn end(date: NaiveDate, zone: &str) -> Option<i64> {
    start(date.succ_opt()?, zone)
}

/// Whether this is the name of a zone.
#[must_use]
pub fn is_zone(zone: &str) -> bool {
    zone.parse::<Tz>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_as_long_as_the_zone_says() {
        for (day, zone, hours) in [
            ("2026-11-20", "Europe/Amsterdam", 24),
            ("2026-03-29", "Europe/Amsterdam", 23),
            ("2026-10-25", "Europe/Amsterdam", 25),
            ("2018-11-04", "America/Sao_Paulo", 23),
            ("2011-12-30", "Pacific/Apia", 0),
        ] {
            let length = end(date(day), zone).unwrap() - start(date(day), zone).unwrap();
            assert_eq!(length, hours * 3600, "{day} {zone}");
        }
    }

    #[test]
    fn a_night_belongs_to_two_days_and_an_unknown_zone_to_none() {
        let midnight = start(date("2026-11-22"), "Europe/Amsterdam").unwrap();
        assert_eq!(of(midnight, "Europe/Amsterdam"), Some(date("2026-11-22")));
        assert_eq!(
            of(midnight - 1, "Europe/Amsterdam"),
            Some(date("2026-11-21"))
        );
        assert_eq!(of(midnight, "Europe/Nowhere"), None);
        assert_eq!(start(NaiveDate::MAX, "UTC"), None);
        assert_eq!(end(NaiveDate::MAX, "UTC"), None);
        assert!(is_zone("Pacific/Apia") && !is_zone("local"));
    }

    proptest! {
        #[test]
        fn no_instant_makes_it_panic(instant: i64, days in -90_000_000_i32..90_000_000) {
            for zone in ["UTC", "Pacific/Kiritimati", "America/Adak"] {
                let _ = of(instant, zone);
                if let Some(date) = NaiveDate::from_num_days_from_ce_opt(days) {
                    let _ = (start(date, zone), end(date, zone));
                }
            }
        }
    }
}
