use proptest::prelude::*;

use super::*;

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

#[test]
fn names_and_offsets() {
    for (text, name) in [
        ("Europe/Amsterdam", "Europe/Amsterdam"),
        (":Europe/Amsterdam", "Europe/Amsterdam"),
        ("/usr/share/zoneinfo/Europe/Amsterdam", "Europe/Amsterdam"),
        ("UTC", "UTC"),
        ("EST5EDT", "EST5EDT"),
        ("+01:00", "+01:00"),
        ("-0330", "-03:30"),
        ("+00:00", "+00:00"),
    ] {
        let zone = zone(text);
        assert_eq!(zone.to_string(), name);
        assert_eq!(Zone::parse(name), Ok(zone));
    }
    for text in [
        "",
        ":",
        "CET-1CEST",
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "Amsterdam",
        "+25:00",
        "+1",
        "+01:60",
        "W. Europe Standard Time",
        "+é:00",
    ] {
        let unknown = Zone::parse(text).unwrap_err();
        assert!(
            unknown.to_string().contains(text) && unknown.help().contains("Europe/Amsterdam"),
            "{text}"
        );
    }
}

#[test]
fn a_day_has_its_real_length() {
    let hours = |name: &str, date: &str| {
        let date = date.parse().unwrap();
        let (start, end) = zone(name).bounds(date, date);
        assert_eq!(zone(name).date(start), date);
        assert_ne!(zone(name).date(start - 1), date);
        (end - start) / 360
    };
    for (name, date, tenths) in [
        ("Europe/Amsterdam", "2026-11-22", 240),
        ("Europe/Amsterdam", "2026-10-25", 250),
        ("Europe/Amsterdam", "2026-03-29", 230),
        ("Australia/Lord_Howe", "2026-10-04", 235),
        // Midnight itself is skipped.
        ("America/Sao_Paulo", "2018-11-04", 230),
        ("America/Sao_Paulo", "2018-02-17", 250),
    ] {
        assert_eq!(hours(name, date), tenths, "{name} {date}");
    }
    // Samoa had no 30 December in 2011.
    let lost = "2011-12-30".parse().unwrap();
    let (start, end) = zone("Pacific/Apia").bounds(lost, lost);
    assert_eq!(start, end);
}

#[test]
fn instants_as_text() {
    let amsterdam = zone("Europe/Amsterdam");
    for (text, at, offset) in [
        ("2026-11-22T09:00:00+01:00", 1_795_334_400, 3600),
        ("2026-11-22T08:00:00Z", 1_795_334_400, 0),
        ("2026-11-22T08:00:00.999Z", 1_795_334_400, 0),
    ] {
        assert_eq!(parse_rfc3339(text), Some((at, offset)), "{text}");
    }
    assert_eq!(
        amsterdam.rfc3339(1_795_334_400),
        "2026-11-22T09:00:00+01:00"
    );
    // An entry of the summer keeps its offset when it is shown in winter.
    assert_eq!(
        amsterdam.rfc3339(1_784_000_000),
        "2026-07-14T05:33:20+02:00"
    );
    assert_eq!(Zone::UTC.rfc3339(0), "1970-01-01T00:00:00+00:00");
    for text in [
        "",
        "2026-11-22",
        "2026-11-22T09:00:00",
        "2026-11-22 09:00",
        "9999-01-01T00:00:00Z",
        "2026-13-22T09:00:00Z",
    ] {
        assert_eq!(parse_rfc3339(text), None, "{text}");
    }
    // Liberia was 44 minutes and 30 seconds behind until 1972.
    assert_eq!(
        zone("Africa/Monrovia").rfc3339(0),
        "1970-01-01T00:00:00+00:00"
    );
}

#[test]
fn an_offset_holds_until_clocks_change() {
    let amsterdam = zone("Europe/Amsterdam");
    // 25 October 2026; clocks change at 01:00 UTC.
    let midnight = 1_792_886_400;
    for at in [midnight, midnight + 3_599] {
        assert_eq!(amsterdam.steady(at), ((at, at + 1), 7_200));
    }
    let day = (midnight + 86_400, midnight + 2 * 86_400);
    assert_eq!(amsterdam.steady(day.0), (day, 3_600));
    assert_eq!(amsterdam.steady(day.1 - 1), (day, 3_600));
}

#[test]
fn dates_are_written_as_the_library_does() {
    for (year, month, day) in [(0, 1, 1), (2026, 11, 22), (9_999, 12, 31), (12_026, 2, 3)] {
        let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        assert_eq!(iso_date(date), date.to_string());
    }
}

proptest! {
    #[test]
    fn no_zone_changes_twice_within_a_stretch(
        which in 0..chrono_tz::TZ_VARIANTS.len(),
        at in FIRST..4_000_000_000_i64,
        later in 0_i64..86_400,
    ) {
        let zone = Zone::Named(chrono_tz::TZ_VARIANTS[which]);
        let ((from, to), offset) = zone.steady(at);
        prop_assert!((from..to).contains(&at));
        prop_assert_eq!(zone.offset(from + later % (to - from)), offset);
    }

    #[test]
    fn no_instant_panics(at: i64, offset: i32) {
        for zone in [zone("Pacific/Apia"), zone("+14:00"), Zone::UTC] {
            let _ = (zone.offset(at), zone.rfc3339(at), rfc3339(at, offset % 86_400));
            let _ = zone.steady(at);
            let date = zone.date(at);
            let _ = (zone.day_start(date), zone.bounds(date, date));
            let _ = (zone.day_start(NaiveDate::MIN), zone.day_start(NaiveDate::MAX));
        }
    }

    #[test]
    fn an_instant_survives_text(at in -1_000_000_000_i64..4_000_000_000) {
        let zone = zone("America/St_Johns");
        prop_assert_eq!(parse_rfc3339(&zone.rfc3339(at)).map(|(at, _)| at), Some(at));
        let local = zone.resolve(zone.local(at)).unwrap();
        prop_assert!(matches!(local, Local::Once(found) if found == at) || matches!(local, Local::Twice(a, b) if a < b && (a == at || b == at)));
    }
}
