use super::{Calendar, LINE, escaped, lines};
use crate::domain::entry::Entry;
use crate::report::Item;
use crate::report::render::Sheet;
use crate::report::sample::{NINE, entry, here};
use proptest::prelude::*;

fn calendar(entries: &[Entry]) -> String {
    let mut out = Vec::new();
    let mut calendar = Calendar::new(&mut out);
    calendar.begin().unwrap();
    for entry in entries {
        calendar.entry(&Item::stored(entry, None), &here()).unwrap();
    }
    calendar.end().unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn an_event_in_utc() {
    let mut one = entry(1, 0, 90);
    one.content.note = Some("mail; calls, \\ more\nsecond line".to_owned());
    one.content.tags = ["a,b".to_owned(), "urgent".to_owned()].into();
    let text = calendar(&[one.clone()]);
    let expected = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//tt//time tracking//EN",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        &format!("UID:{}", one.key),
        "DTSTAMP:20261122T093000Z",
        "CREATED:20261122T093000Z",
        "LAST-MODIFIED:20261122T093000Z",
        "SEQUENCE:0",
        "DTSTART:20261122T080000Z",
        "DTEND:20261122T093000Z",
        r"SUMMARY:#54321 mail\; calls\, \\ more",
        r"DESCRIPTION:mail\; calls\, \\ more\nsecond line",
        r"CATEGORIES:a\,b,urgent",
        "X-TT-WORKED-SECONDS:5400",
        "X-TT-BILLED-SECONDS:5400",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ];
    assert_eq!(text, expected.join("\r\n"));
}

#[test]
fn a_day_without_clock_times_and_a_timer() {
    let mut day = entry(1, 0, 60);
    (day.content.start, day.content.end) = (None, None);
    day.content.length = Some(3600);
    let text = calendar(&[day]);
    assert!(text.contains("DTSTART;VALUE=DATE:20261122\r\nDTEND;VALUE=DATE:20261123\r\n"));
    let mut timer = entry(2, 0, 60);
    timer.content.end = None;
    assert_eq!(here().now, NINE + 7200);
    assert!(calendar(&[timer]).contains("DTEND:20261122T100000Z"));
}

#[test]
fn whatever_ends_a_line_somewhere_ends_none_here() {
    let hostile = "x\u{b}BEGIN:VEVENT\r\nEND:VEVENT\u{2028}a\u{85}b\u{1b}[0m";
    assert_eq!(escaped(hostile), r"x\nBEGIN:VEVENT\nEND:VEVENT\na\nb␛[0m");
    assert_eq!(lines("a\r\n\nb\n").collect::<Vec<_>>(), ["a", "", "b", ""]);
}

proptest! {
    #[test]
    fn lines_are_short_and_unfold_to_what_was_put(note in "\\PC{0,300}") {
        let mut one = entry(1, 0, 90);
        one.content.note = Some(note.clone());
        let text = calendar(&[one]);
        for line in text.split("\r\n") {
            prop_assert!(line.len() <= LINE, "{}", line);
        }
        let whole = text.replace("\r\n ", "");
        let put = format!("DESCRIPTION:{}\r\n", escaped(&note));
        prop_assert!(whole.contains(&put));
    }
}
