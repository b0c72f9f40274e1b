//! What holds for every text, every instant and every change of the clocks.

use proptest::prelude::*;

use super::*;
use crate::domain::span::Span;
use crate::domain::zone::Local;

const ZONES: [&str; 10] = [
    "Europe/Amsterdam",
    "America/New_York",
    "Europe/London",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Asia/Kathmandu",
];

const FRAGMENTS: [&str; 70] = [
    "9",
    "10",
    "24",
    "30",
    "45",
    "0930",
    "2026",
    "99999999999",
    "1h",
    "1h30",
    "m",
    "h",
    "am",
    "pm",
    "a",
    ":",
    ".",
    ",",
    "-",
    "–",
    "..",
    " ",
    " ",
    " ",
    "to",
    "for",
    "ago",
    "now",
    "noon",
    "midnight",
    "last",
    "last-",
    "today",
    "yesterday",
    "mon",
    "fri",
    "sun",
    "nov",
    "nov20",
    "20/11",
    "20-11",
    "2026-11-20",
    "T",
    "t09:00",
    "Z",
    "+01:00",
    "-05:00",
    "00",
    "59",
    "60",
    "0",
    "1",
    "w47",
    "-W47",
    "-Q4",
    "week",
    "month",
    "year",
    "^",
    "#",
    "d",
    "s",
    "1.5",
    "½",
    "é",
    "\u{0}",
    "\u{202e}",
    "🕘",
    "İ",
    "٣",
];

fn everything(text: &str, setting: &Setting) {
    let words: Vec<&str> = text.split(' ').collect();
    let _ = (
        length(text),
        length_or_none(text),
        signed_length(text),
        setting_seconds(text),
    );
    let _ = (
        instant(text, setting),
        day(text, setting),
        period(text, setting),
        typed(text, setting),
    );
    let _ = (
        from_bound(text, setting),
        to_bound(text, setting),
        selector(text),
        period_or_ids(text, setting),
    );
    let _ = (
        leading_time(&words, setting),
        leading_moment(&words, setting),
        end_after(setting.now, text, setting),
    );
    let _ = (
        from_options(Some(text), Some(text), None, setting),
        from_options(None, Some(text), Some("1h"), setting),
    );
    let _ = Zone::parse(text);
    if let Err(refusal) = typed(text, setting) {
        assert!(!refusal.to_string().contains('\u{0}') && !refusal.help.is_empty());
    }
}

fn settings() -> impl Strategy<Value = Setting> {
    let order = prop::option::of(prop_oneof![Just(DateOrder::Dmy), Just(DateOrder::Mdy)]);
    (
        0..ZONES.len(),
        946_684_800_i64..2_240_524_800,
        order,
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(name, now, date_order, seconds, future)| Setting {
            date_order,
            seconds,
            future,
            ..Setting::new(now, zone(ZONES[name]))
        })
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC*", setting in settings()) {
        everything(&text, &setting);
    }

    #[test]
    fn no_characters_panic(text: String, now: i64) {
        everything(&text, &Setting::new(now, zone("Pacific/Apia")));
    }

    #[test]
    fn no_pieces_of_the_grammar_panic(
        pieces in prop::collection::vec(prop::sample::select(&FRAGMENTS[..]), 0..14),
        setting in settings(),
    ) {
        everything(&pieces.concat(), &setting);
        everything(&pieces.join(" "), &setting);
    }

    /// Whatever is taken is whole: within a day, its end after its start.
    #[test]
    fn what_is_taken_can_stand(
        pieces in prop::collection::vec(prop::sample::select(&FRAGMENTS[..]), 1..8),
        setting in settings(),
    ) {
        for text in [pieces.concat(), pieces.join(" ")] {
            if let Ok(Typed::Range(range)) = typed(&text, &setting) {
                prop_assert_eq!(range.end - range.start, range.span.seconds());
                let back = echo_range(range.start, range.end, &setting);
                let again = typed(&back, &setting);
                prop_assert!(matches!(&again, Ok(Typed::Range(r)) if (r.start, r.end) == (range.start, range.end)), "{} -> {}: {:?}", text, back, again);
            }
        }
    }

    #[test]
    fn a_length_reads_back(seconds in 1_i64..=86_400) {
        let span = Span::new(seconds).unwrap();
        prop_assert_eq!(length(&span.to_string()), Ok(span));
        prop_assert_eq!(length(&span.to_string().replace(' ', "")), Ok(span));
        prop_assert_eq!(signed_length(&format!("-{span}")), Ok(-seconds));
        prop_assert_eq!(setting_seconds(&span.to_string()), Ok(u64::try_from(seconds).unwrap()));
        let day = base().today();
        prop_assert_eq!(typed(&echo_day_length(day, span, &base()), &base()), Ok(Typed::Length { span, day: Some(day) }));
    }

    /// Echoed at one now, read at the same: the same value, in every zone.
    #[test]
    fn an_echo_reads_back(setting in settings(), ago in -20_000_000_i64..60_000_000, length in 1_i64..=86_400, minutes: bool) {
        let unit = if minutes { 60 } else { 1 };
        let start = (setting.now - ago).div_euclid(unit) * unit;
        let end = start + (length / unit).max(1) * unit;
        let text = echo_range(start, end, &setting);
        let again = typed(&text, &setting);
        prop_assert!(matches!(&again, Ok(Typed::Range(r)) if (r.start, r.end) == (start, end)), "{}: {:?}", text, again);
        let words: Vec<&str> = text.split(' ').collect();
        prop_assert_eq!(leading_time(&words, &setting).map(|leading| leading.words), Ok(words.len()));
        let text = echo_instant(start, &setting);
        prop_assert_eq!(instant(&text, &setting).map(|instant| instant.at), Ok(start), "{}", text);
        let date = setting.zone.date(start);
        prop_assert_eq!(day(&echo_day(date, &setting), &setting), Ok(date));
        let span = DaySpan { from: date, to: setting.zone.date(end) };
        prop_assert_eq!(period(&span.to_string(), &setting), Ok(span));
    }

    /// The note keeps every word that the time does not take.
    #[test]
    fn a_time_takes_its_own_words(note in "[b-eg-lq-z]{4,9}( [b-eg-lq-z]{4,9}){0,3}", time in prop::sample::select(&["1h 30m", "45", "9 to 10", "yesterday 9 - 10", "9 for 1h", "1h30"][..])) {
        let line = format!("{time} {note}");
        let words: Vec<&str> = line.split(' ').collect();
        let leading = leading_time(&words, &base()).unwrap();
        prop_assert_eq!(words[..leading.words].join(" "), time);
    }
}

/// Every change of a zone's clocks between 2000 and 2040: the instant, and the offsets before and after it.
fn changes(zone: Zone) -> Vec<(i64, i64, i64)> {
    let (first, last, step) = (
        at("2000-01-01T00:00:00Z"),
        at("2040-01-01T00:00:00Z"),
        6 * 3600,
    );
    let mut found = Vec::new();
    let mut from = first;
    while from < last {
        let (before, after) = (zone.offset(from), zone.offset(from + step));
        if before != after {
            let (mut low, mut high) = (from, from + step);
            while high - low > 1 {
                let middle = low + (high - low) / 2;
                if zone.offset(middle) == before {
                    low = middle
                } else {
                    high = middle
                }
            }
            found.push((high, i64::from(before), i64::from(after)));
        }
        from += step;
    }
    found
}

/// Local wall time at an offset, as it is typed: `2026-10-25T02:30`.
fn wall(at: i64, offset: i64, format: &str) -> String {
    Zone::UTC.local(at + offset).format(format).to_string()
}

#[test]
fn every_change_of_the_clocks_keeps_lengths_right() {
    let mut seen = 0;
    for name in ZONES {
        let zone = zone(name);
        // After everything, so that no clock time is ahead.
        let setting = Setting::new(at("2041-06-01T12:00:00Z"), zone);
        for (change, before, after) in changes(zone) {
            seen += 1;
            let jump = (after - before).abs();
            let (start, end) = (change - 90 * 60, change + jump.min(7200) + 90 * 60);
            let (from, to) = (
                wall(start, before, "%Y-%m-%dT%H:%M"),
                wall(end, after, "%Y-%m-%dT%H:%M"),
            );
            let whole = typed(&format!("{from} - {to}"), &setting);
            assert!(
                matches!(&whole, Ok(Typed::Range(range)) if range.span.seconds() == end - start && range.start == start),
                "{name} {from} {to}: {whole:?}",
            );
            if from[..10] == to[..10] {
                let (day, clock) = from.split_once('T').unwrap();
                let short = typed(&format!("{day} {clock}-{}", &to[11..]), &setting);
                assert_eq!(short, whole, "{name} {from} {to}");
            }
            let text = echo_range(start, end, &setting);
            assert_eq!(typed(&text, &setting), whole, "{text}");
            if after > before {
                skipped_hour(name, &setting, (change, before, after));
            } else {
                doubled_hour(name, &setting, (change, before, after));
            }
        }
    }
    assert!(seen > 500, "{seen} changes");
}

fn skipped_hour(name: &str, setting: &Setting, (change, before, after): (i64, i64, i64)) {
    for into in [0, (after - before) / 2, after - before - 60] {
        let local = wall(change + into, before, "%Y-%m-%dT%H:%M");
        let refusal = instant(&local, setting).expect_err(&local);
        assert_eq!(refusal.reason, Reason::Skipped, "{name} {local}");
        let hour = wall(change, before, "%H:%M");
        assert!(
            refusal.why.contains(&hour),
            "{name} {local}: {}",
            refusal.why
        );
        let ends = typed(
            &format!(
                "{} - {local}",
                wall(change - 3600, before, "%Y-%m-%dT%H:%M")
            ),
            setting,
        );
        assert_eq!(ends.unwrap_err().reason, Reason::Skipped);
    }
    for (at, offset) in [(change - 60, before), (change, after)] {
        let local = wall(at, offset, "%Y-%m-%dT%H:%M");
        assert_eq!(
            instant(&local, setting).map(|found| found.at),
            Ok(at),
            "{name} {local}"
        );
    }
}

fn doubled_hour(name: &str, setting: &Setting, (change, before, after): (i64, i64, i64)) {
    for back in [before - after, (before - after) / 2, 60] {
        let (earlier, later) = (change - back, change - back + before - after);
        let local = wall(earlier, before, "%Y-%m-%dT%H:%M");
        let found = instant(&local, setting).unwrap();
        assert_eq!((found.at, found.said.len()), (earlier, 1), "{name} {local}");
        let naive = setting.zone.local(earlier);
        assert_eq!(
            setting.zone.resolve(naive),
            Ok(Local::Twice(earlier, later)),
            "{name} {local}"
        );
        // What is said names the later one in a form that is taken.
        let form = found.said[0].rsplit(' ').next().unwrap();
        assert_eq!(
            instant(form, setting).map(|found| found.at),
            Ok(later),
            "{name} {form}"
        );
        for at in [earlier, later] {
            assert_eq!(
                instant(&echo_instant(at, setting), setting).map(|found| found.at),
                Ok(at),
                "{name}"
            );
            let text = echo_range(at, at + 5400, setting);
            assert!(
                matches!(typed(&text, setting), Ok(Typed::Range(r)) if (r.start, r.end) == (at, at + 5400)),
                "{text}"
            );
            let text = echo_range(at - 5400, at, setting);
            assert!(
                matches!(typed(&text, setting), Ok(Typed::Range(r)) if (r.start, r.end) == (at - 5400, at)),
                "{text}"
            );
        }
    }
    for (at, offset) in [
        (change - (before - after) - 60, before),
        (change + before - after, after),
    ] {
        let local = wall(at, offset, "%Y-%m-%dT%H:%M");
        let found = instant(&local, setting).unwrap();
        assert_eq!((found.at, found.said.len()), (at, 0), "{name} {local}");
    }
}
