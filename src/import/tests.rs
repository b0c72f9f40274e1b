//! Whole files, from bytes to rows.

use super::*;
use chrono::NaiveDate;
use proptest::prelude::*;

fn terms(zone: &str) -> Terms {
    Terms {
        zone: Zone::parse(zone).unwrap(),
        dates: None,
        columns: Vec::new(),
    }
}

fn csv(format: Format, text: &str, terms: &Terms) -> Result<Reading, Unreadable> {
    read(format, 0, text.as_bytes(), terms)
}

/// Start and end of each row in UTC, or what became of it.
fn told(reading: &Reading) -> Vec<(u64, String)> {
    let utc = |at: i64| Zone::UTC.rfc3339(at)[..16].to_owned();
    let mut told: Vec<_> = reading
        .rows
        .iter()
        .map(|row| {
            let time = match row.time {
                Time::Range { start, end } => format!("{} {}", utc(start), &utc(end)[11..]),
                Time::Day { date, length } => format!("{date} {length}s"),
            };
            (row.at.line, time)
        })
        .chain(reading.left.iter().map(|left| {
            let reason = left.reason.word();
            (
                left.at.line,
                format!("{reason} {}", left.detail).trim().to_owned(),
            )
        }))
        .collect();
    told.sort();
    assert_eq!(told.len(), reading.n_rows);
    told
}

#[test]
fn a_toggl_report_is_read_in_the_zone_it_was_written_in() {
    let text = "\u{feff}User,Email,Client,Project,Task,Description,Billable,Start date,Start time,\
End date,End time,Duration,Tags,Amount (EUR)\r\n\
Jo,jo@acme.test,Acme,Website,,\"fixed \"\"it\"\"\",No,2026-07-01,09:00:00,2026-07-01,10:30:00,01:30:00,\"a, b\",\r\n\
Jo,jo@acme.test,,,,,Yes,2026-11-02,23:30:00,2026-11-03,00:15:00,00:45:00,,12.00\r\n\
Jo,jo@acme.test,,,,still,No,2026-11-22,09:00:00,,,,,\r\n";
    let reading = csv(Format::TogglCsv, text, &terms("Europe/Amsterdam")).unwrap();
    assert_eq!(
        told(&reading),
        [
            (2, "2026-07-01T07:00 08:30".to_owned()),
            (3, "2026-11-02T22:30 23:15".to_owned()),
            (4, "running".to_owned()),
        ]
    );
    let row = &reading.rows[0];
    assert_eq!(row.note.as_deref(), Some("fixed \"it\""));
    assert_eq!(row.user.as_deref(), Some("Jo <jo@acme.test>"));
    let labels: Vec<_> = row
        .labels
        .iter()
        .map(|(kind, l)| format!("{kind}:{l}"))
        .collect();
    assert_eq!(
        labels,
        [
            "client:Acme",
            "project:Website",
            "billable:no",
            "tag:a",
            "tag:b"
        ]
    );
    assert_eq!(reading.notes, ["columns that are not taken: Amount (EUR)"]);
}

#[test]
fn dates_are_read_as_told_or_as_the_file_proves() {
    let clockify = |dates: &[&str]| {
        let mut text =
            "\"Project\",\"Start Date\",\"Start Time\",\"End Date\",\"End Time\"\n".to_owned();
        for date in dates {
            text.push_str(&format!(
                "\"x\",\"{date}\",\"09:00 AM\",\"{date}\",\"01:30 PM\"\n"
            ));
        }
        text
    };
    let utc = terms("UTC");
    let read = |dates: &[&str], terms: &Terms| csv(Format::ClockifyCsv, &clockify(dates), terms);
    let why = read(&["03/04/2026"], &utc).unwrap_err();
    assert!(why.message.contains("line 2 has 03/04/2026"), "{why}");
    assert!(why.help.contains("--dates dmy"), "{}", why.help);
    let proved = read(&["03/04/2026", "20/04/2026"], &utc).unwrap();
    assert_eq!(told(&proved)[0].1, "2026-04-03T09:00 13:30");
    assert!(proved.notes[0].contains("line 3"), "{:?}", proved.notes);
    let proved = read(&["03/04/2026", "04/20/2026"], &utc).unwrap();
    assert_eq!(told(&proved)[0].1, "2026-03-04T09:00 13:30");
    let why = read(&["20/04/2026", "04/20/2026"], &utc).unwrap_err();
    assert!(
        why.message.contains("line 2") && why.message.contains("line 3"),
        "{why}"
    );
    let told_so = Terms {
        dates: Some(DateOrder::Mdy),
        ..utc
    };
    let read = read(&["03/04/2026", "20/04/2026", "04/04/2026"], &told_so).unwrap();
    assert_eq!(
        told(&read),
        [
            (2, "2026-03-04T09:00 13:30".to_owned()),
            (
                3,
                "unreadable 20/04/2026 with the month first is no day".to_owned()
            ),
            (4, "2026-04-04T09:00 13:30".to_owned()),
        ]
    );
}

#[test]
fn the_hour_that_exists_twice_is_told_apart_by_the_length() {
    let text = "date;start;end;duration\n\
2026-10-25;01:30;02:30;1:00\n\
2026-10-25;01:30;02:30;2:00\n\
2026-10-25;02:30;03:30;1:00\n\
2026-10-25;02:30;03:30;2:00\n\
2026-10-25;02:45;02:15;0:30\n\
2026-10-25;02:30;;0:15\n\
2026-03-29;01:30;03:30;1:00\n\
2026-03-29;02:30;03:30;1:00\n";
    let reading = csv(Format::Csv, text, &terms("Europe/Amsterdam")).unwrap();
    let expected = [
        "2026-10-24T23:30 00:30",
        "2026-10-24T23:30 01:30",
        "2026-10-25T01:30 02:30",
        "2026-10-25T00:30 02:30",
        "2026-10-25T00:45 01:15",
        "2026-10-25T00:30 00:45",
        "2026-03-29T00:30 01:30",
        "unreadable 2026-03-29 02:30 does not exist in Europe/Amsterdam: the clocks skipped it",
    ];
    for ((line, told), expected) in told(&reading).iter().zip(expected) {
        assert_eq!(told, expected, "line {line}");
    }
    assert!(
        reading.notes[0].starts_with("1 row from line 7"),
        "{:?}",
        reading.notes
    );
}

#[test]
fn any_csv_is_read_by_its_headers_or_as_told() {
    for (text, expected) in [
        (
            "date,hours,note\n2026-11-20,1.5,x\n2026-11-20,0,y\n",
            &["2026-11-20 5400s", "no-time"][..],
        ),
        (
            "day,start,end\n2026-11-20,22:00,01:00\n2026-11-20,17:00,9:00\n",
            &[
                "2026-11-20T22:00 01:00",
                "unreadable it ends before it begins; write the day of its end if that is another one",
            ],
        ),
        (
            "start,minutes\n2026-11-20 09:00,90\n2026-11-20T09:00:00+01:00,30\n",
            &["2026-11-20T09:00 10:30", "2026-11-20T08:00 08:30"],
        ),
        (
            "end,hours\n2026-11-20 09:00,1\n",
            &["2026-11-20T08:00 09:00"],
        ),
        (
            "start,end\n2026-11-20 10:00,2026-11-20 09:00\n2026-11-20 10:00,2026-11-20 10:00\n",
            &["unreadable it ends before it begins", "no-time"],
        ),
        (
            "start,duration\n2026-11-20 10:00,90\n",
            &[
                "unreadable 90 hours, minutes or seconds? say it with --column minutes=HEADER or hours=, seconds=",
            ],
        ),
        (
            "start,end\nsoon,later\n,\nx\n",
            &[
                "unreadable \"soon\" is not a date or time",
                "unreadable \"x\" is not a date or time",
            ],
        ),
        (
            "start,end,zone\n2026-11-20 10:00,2026-11-20 11:00,America/New_York\n2026-11-20 10:00,2026-11-20 11:00,Mars\n",
            &[
                "2026-11-20T15:00 16:00",
                "unreadable `Mars` is not the name of a time zone",
            ],
        ),
    ] {
        let reading = csv(Format::Csv, text, &terms("UTC")).unwrap();
        let told: Vec<_> = told(&reading).into_iter().map(|(_, told)| told).collect();
        assert_eq!(told, expected, "{text}");
    }
    let dutch = Terms {
        columns: [
            ("date", "Datum"),
            ("hours", "Uren"),
            ("note", "Wat"),
            ("client", "Klant"),
        ]
        .map(|(name, header)| (name.to_owned(), header.to_owned()))
        .into(),
        dates: Some(DateOrder::Dmy),
        ..terms("Europe/Amsterdam")
    };
    let reading = csv(
        Format::Csv,
        "Datum;Klant;Uren;Wat\n03-04-2026;Acme;1,5;x\n",
        &dutch,
    )
    .unwrap();
    assert_eq!(told(&reading), [(2, "2026-04-03 5400s".to_owned())]);
    assert_eq!(reading.rows[0].labels, [(Kind::Client, "Acme".to_owned())]);
}

#[test]
fn a_file_of_another_sort_is_refused_whole() {
    for (format, bytes, words) in [
        (
            Format::TogglCsv,
            &b"Project,Duration\nx,1:00\n"[..],
            "no column says when",
        ),
        (Format::ClockifyCsv, b"", "empty"),
        (Format::Csv, b"a,b\n1,2\n", "the columns are a, b"),
        (
            Format::Csv,
            b"date,hours\n2026-11-20,\xe9\n",
            "line 2 is not written in UTF-8",
        ),
        (Format::Csv, b"\xff\xfed\0", "UTF-16"),
        (Format::Watson, b"", "empty"),
        (Format::Timewarrior, b"hello", "neither"),
    ] {
        let why = read(format, 0, bytes, &terms("UTC")).unwrap_err();
        assert!(why.message.contains(words), "{format}: {why}");
        assert!(!why.help.is_empty());
    }
}

#[test]
fn texts_do_nothing_to_a_terminal() {
    assert_eq!(
        clean("a\r\nb\u{1b}[31m\u{7}\tc\r").as_deref(),
        Some("a\nb [31m \tc")
    );
    assert_eq!(clean_name(" a\n b ").as_deref(), Some("a b"));
    assert_eq!(clean(" \u{0}"), None);
}

proptest! {
    /// What is written with local times of a zone is read as the instants it came from, in
    /// every week of years with their changes of clocks, as long as the length stands beside.
    #[test]
    fn local_times_read_back_as_their_instants(
        start in 1_700_000_000_i64..1_900_000_000,
        length in 60_i64..40_000,
        zone in prop_oneof![
            Just("Europe/Amsterdam"), Just("America/New_York"), Just("Australia/Lord_Howe"),
            Just("Asia/Kolkata"), Just("UTC"),
        ],
    ) {
        let zone = Zone::parse(zone).unwrap();
        let local = |at| zone.local(at);
        let (from, to) = (local(start), local(start + length));
        let text = format!(
            "Start date,Start time,End date,End time,Duration\n{},{},{},{},{}:{:02}:{:02}\n",
            from.date(), from.time(), to.date(), to.time(),
            length / 3600, length / 60 % 60, length % 60,
        );
        let terms = Terms { zone, dates: None, columns: Vec::new() };
        let reading = csv(Format::TogglCsv, &text, &terms).unwrap();
        let Time::Range { start: read, end } = reading.rows[0].time else {
            panic!("no range");
        };
        prop_assert_eq!(end - read, length);
        // Both ends in the hour that exists twice: either pair has this length.
        let twin = (read - start).abs();
        prop_assert!(twin == 0 || zone.local(read) == from && zone.local(end) == to);
    }

    #[test]
    fn no_bytes_are_too_odd(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        for format in Format::ALL {
            let _ = read(*format, 0, &bytes, &terms("Europe/Amsterdam"));
        }
    }

    #[test]
    fn every_row_is_counted(cells in proptest::collection::vec("[0-9:a-z/ ,.-]{0,12}", 0..12)) {
        let mut text = "start,end,duration,note\n".to_owned();
        for row in cells.chunks(3) {
            text.push_str(&row.join(","));
            text.push('\n');
        }
        let terms = Terms { dates: Some(DateOrder::Dmy), ..terms("UTC") };
        if let Ok(reading) = csv(Format::Csv, &text, &terms) {
            prop_assert_eq!(reading.rows.len() + reading.left.len(), reading.n_rows);
        }
    }
}

#[test]
fn a_day_is_read_without_clock_times() {
    let reading = csv(
        Format::Csv,
        "date,hours\n2026-11-20,2\n2026-11-20,2\n",
        &terms("UTC"),
    )
    .unwrap();
    let date = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    let time = Time::Day { date, length: 7200 };
    assert!(reading.rows.iter().all(|row| row.time == time));
    assert_eq!(
        reading.rows.iter().map(|row| row.nth).collect::<Vec<_>>(),
        [1, 2]
    );
}
