//! Where a length goes.

use proptest::prelude::*;

use super::*;
use crate::domain::span::Span;

/// `9:00` as seconds UTC on the base day (Amsterdam, +01:00).
fn clock(text: &str) -> i64 {
    instant(&format!("2026-11-22 {text}"), &base()).unwrap().at
}

fn booked(rows: &[(&str, &str)]) -> Vec<(i64, i64)> {
    rows.iter()
        .map(|(start, end)| (clock(start), clock(end)))
        .collect()
}

#[test]
fn the_latest_free_stretch_of_today() {
    // Now is 10:07:33, kept as 10:07.
    type Row<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);
    let rows: &[Row<'_>] = &[
        ("1h", &[], "09:07–10:07, 1h"),
        ("1h", &[("8:00", "9:00")], "09:07–10:07, 1h"),
        ("1h", &[("8:00", "9:07")], "09:07–10:07, 1h"),
        ("1h", &[("8:00", "9:08")], "07:00–08:00, 1h"),
        ("30m", &[("9:50", "10:00")], "09:20–09:50, 30m"),
        (
            "30m",
            &[("9:00", "9:20"), ("9:50", "10:00")],
            "09:20–09:50, 30m",
        ),
        (
            "31m",
            &[("9:00", "9:20"), ("9:50", "10:00")],
            "08:29–09:00, 31m",
        ),
        ("30m", &[("9:30", "10:30")], "09:00–09:30, 30m"),
        ("30m", &[("10:07", "11:00")], "09:37–10:07, 30m"),
        ("30m", &[("12:00", "13:00")], "09:37–10:07, 30m"),
        (
            "1h",
            &[("8:00", "9:30"), ("8:10", "8:20"), ("9:00", "10:07")],
            "07:00–08:00, 1h",
        ),
        (
            "10m",
            &[("8:00", "10:00"), ("9:00", "9:10")],
            "07:50–08:00, 10m",
        ),
        (
            "7m",
            &[("8:00", "10:00"), ("9:00", "9:10")],
            "10:00–10:07, 7m",
        ),
        ("9h", &[("9:00", "10:07")], "00:00–09:00, 9h"),
    ];
    for (span, taken, expected) in rows {
        let range = place_today(length(span).unwrap(), &booked(taken), &base()).unwrap();
        assert_eq!(
            echo_range(range.start, range.end, &base()),
            format!("Sun 22 Nov {expected}"),
            "{span} {taken:?}"
        );
    }
    let refused = place_today(
        length("9h 1m").unwrap(),
        &booked(&[("9:00", "10:07")]),
        &base(),
    )
    .unwrap_err();
    assert_eq!(refused.reason, Reason::OutOfRange);
    // What ends now may have begun yesterday, as long as it hits nothing there.
    let range = place_today(length("12h").unwrap(), &[], &base()).unwrap();
    assert_eq!(
        echo_range(range.start, range.end, &base()),
        "Sat 21 Nov 22:07–10:07, 12h"
    );
    let yesterday = at("2026-11-21T22:00:00+01:00");
    assert!(
        place_today(
            length("12h").unwrap(),
            &[(yesterday, yesterday + 480)],
            &base()
        )
        .is_err()
    );
    let seconds = Setting {
        seconds: true,
        ..base()
    };
    assert_eq!(
        place_today(length("1h").unwrap(), &[], &seconds)
            .unwrap()
            .end,
        base().now
    );
}

#[test]
fn a_past_day_goes_on_where_it_ended() {
    let day = "2026-11-20".parse().unwrap();
    let from = |text: &str| at(&format!("2026-11-20T{text}:00+01:00"));
    let span = length("1h").unwrap();
    let shown = |booked: &[(i64, i64)]| {
        place(span, Some(day), booked, &base())
            .map(|range| echo_range(range.start, range.end, &base()))
    };
    assert_eq!(shown(&[]).unwrap(), "Fri 20 Nov 09:00–10:00, 1h");
    assert_eq!(
        shown(&[(from("13:00"), from("14:00"))]).unwrap(),
        "Fri 20 Nov 14:00–15:00, 1h"
    );
    assert_eq!(
        shown(&[
            (from("08:00"), from("16:00")),
            (from("13:00"), from("14:00"))
        ])
        .unwrap(),
        "Fri 20 Nov 16:00–17:00, 1h"
    );
    // An entry belongs to the date of its start.
    assert_eq!(
        shown(&[(from("00:00") - 3600, from("02:00"))]).unwrap(),
        "Fri 20 Nov 09:00–10:00, 1h"
    );
    // What would run past midnight goes where the day still has room, and says so.
    for (rows, wanted) in [
        (vec![("09:00", "10:00"), ("23:00", "23:30")], "22:00–23:00"),
        (vec![("09:00", "10:00"), ("22:30", "24:00")], "21:30–22:30"),
        (vec![("00:00", "22:50"), ("23:00", "23:30")], ""),
    ] {
        let until = |text: &str| match text {
            "24:00" => from("23:00") + 7200,
            text => from(text),
        };
        let rows: Vec<_> = rows.iter().map(|(a, b)| (from(a), until(b))).collect();
        match place(span, Some(day), &rows, &base()) {
            Ok(range) => {
                assert!(
                    range.said[0].starts_with(wanted),
                    "{wanted}: {:?}",
                    range.said
                );
                assert_eq!(
                    echo_range(range.start, range.end, &base()),
                    format!("Fri 20 Nov {wanted}, 1h")
                );
            }
            Err(refusal) => {
                assert_eq!((wanted, refusal.reason), ("", Reason::OutOfRange));
            }
        }
    }
    let early = Setting {
        day_start: chrono::NaiveTime::from_hms_opt(2, 30, 0).unwrap(),
        ..base()
    };
    let gap = place_on_day(span, "2026-03-29".parse().unwrap(), &[], &early).unwrap_err();
    assert_eq!(gap.reason, Reason::Skipped);
}

#[test]
fn last_now_needs_an_entry() {
    let Typed::SinceLast { until } = typed("last-now", &base()).unwrap() else {
        panic!()
    };
    assert_eq!(
        since_last(until, None).unwrap_err().reason,
        Reason::NothingThere
    );
    assert_eq!(
        since_last(until, Some(until)).unwrap_err().reason,
        Reason::NothingThere
    );
    assert_eq!(
        since_last(until, Some(until - 60)).unwrap().span,
        Span::new(60).unwrap()
    );
}

proptest! {
    /// Free, the right length, over by now, and no later stretch would do.
    #[test]
    fn a_placed_length_hits_nothing(
        minutes in 1_i64..700,
        gaps in prop::collection::vec((0_i64..200, 1_i64..200), 0..12),
    ) {
        let setting = base();
        let now = setting.now_kept();
        let mut taken = Vec::new();
        let mut from = setting.zone.day_start(setting.today()) - 3600;
        for (free, length) in gaps {
            taken.push((from + free * 60, from + (free + length) * 60));
            from += free * 60;
        }
        let length = minutes * 60;
        let free = |end: i64| taken.iter().all(|(a, b)| *b <= end - length || *a >= end);
        let midnight = setting.zone.day_start(setting.today());
        let latest = (0..=(now - midnight) / 60)
            .map(|back| now - back * 60)
            .find(|end| free(*end) && (*end == now || end - length >= midnight));
        let placed = place_today(Span::new(length).unwrap(), &taken, &setting).ok();
        prop_assert_eq!(placed.map(|range| range.end), latest);
    }
}

#[test]
fn what_is_taken_to_be_yesterdays_is_said() {
    let said = |text: &str, setting: &Setting| match typed(text, setting).unwrap() {
        Typed::Range(range) => range.said,
        _ => Vec::new(),
    };
    let told = "23:00 today is still to come, so this is yesterday's; `--future` books it today";
    assert_eq!(said("23:00-23:30", &base()), [told]);
    assert_eq!(said("8:00-9:00", &base()), [""; 0]);
    assert_eq!(said("yesterday 23:00-23:30", &base()), [""; 0]);
    let day = "2026-11-21".parse().unwrap();
    assert_eq!(said("23:00-23:30", &base().on(day)), [""; 0]);
    for (start, end, span) in [
        (Some("23:00"), Some("23:30"), None),
        (Some("23:00"), None, Some("30m")),
        (None, Some("23:00"), Some("30m")),
    ] {
        let Some(Typed::Range(range)) = from_options(start, end, span, &base()).unwrap() else {
            panic!()
        };
        assert_eq!(range.said, [told], "{start:?} {end:?}");
    }
}
