//! Timewarrior: what `timew export` prints, or the lines of its data folder. Its times are
//! UTC. Knows the faults its threads tell of: an interval that was never closed, one that
//! ends before it begins, one of no length, and backslashes as they were typed.
//!
//! Overlaps are no fault here: the rules speak of them.

use super::mapping::Kind;
use super::{Left, Reading, Reason, Row, Spot, Time, Unreadable, clean, clean_name, elements};
use chrono::NaiveDateTime;
use serde::Deserialize;

#[derive(Deserialize)]
struct Interval {
    start: String,
    #[serde(default)]
    end: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    annotation: Option<String>,
}

/// Reads either of the two.
pub(super) fn read(file: usize, text: &str) -> Result<Reading, Unreadable> {
    let begins = text.trim_start();
    let mut reading = if begins.starts_with('[') {
        of_export(file, text)?
    } else {
        of_data(file, text)?
    };
    tell_running_from_unended(&mut reading);
    Ok(reading)
}

fn of_export(file: usize, text: &str) -> Result<Reading, Unreadable> {
    let parts = elements::of(text).map_err(|line| {
        Unreadable::new(
            format!(
                "it ends in the middle of the interval at line {}",
                line.unwrap_or(1)
            ),
            "export it again: `timew export > FILE`",
        )
    })?;
    let mut reading = Reading::default();
    for part in parts {
        let at = Spot {
            file,
            line: part.line,
        };
        reading.n_rows += 1;
        let parsed = match serde_json::from_str::<Interval>(part.text) {
            Ok(interval) => Ok(interval),
            Err(why) => serde_json::from_str(&elements::with_plain_backslashes(part.text))
                .inspect(|_: &Interval| {
                    reading.notes.push(format!(
                        "line {}: backslashes that JSON does not know are read as they stand",
                        part.line
                    ));
                })
                .map_err(|_| why),
        };
        match parsed {
            Ok(interval) => take(&mut reading, at, interval),
            Err(why) => reading
                .left
                .push(Left::unreadable(at, format!("no interval: {why}"))),
        }
    }
    Ok(reading)
}

fn of_data(file: usize, text: &str) -> Result<Reading, Unreadable> {
    let mut reading = Reading::default();
    for (line, n) in text.lines().zip(1..) {
        let at = Spot { file, line: n };
        let line = line.trim();
        // `exc` lines are hours that count for nothing; they hold no work.
        if line.is_empty() || line.starts_with("exc ") {
            continue;
        }
        reading.n_rows += 1;
        match interval(line) {
            Some(interval) => take(&mut reading, at, interval),
            None if reading.rows.is_empty() && reading.left.is_empty() => {
                return Err(Unreadable::new(
                    format!("line {n} is neither JSON of `timew export` nor a line of its data"),
                    "give what `timew export` prints, or a file such as 2026-11.data of its data folder",
                ));
            }
            None => reading.left.push(Left::unreadable(
                at,
                "it is no line such as `inc 20261122T090000Z - 20261122T100000Z # tag`",
            )),
        }
    }
    Ok(reading)
}

fn take(reading: &mut Reading, at: Spot, interval: Interval) {
    let Some(start) = instant(&interval.start) else {
        let why = format!("{:?} is no start such as 20261122T090000Z", interval.start);
        reading.left.push(Left::unreadable(at, why));
        return;
    };
    let Some(end) = &interval.end else {
        // Which of the two it is shows once all of them are read.
        reading.left.push(Left {
            at,
            reason: Reason::Running,
            detail: interval.start.clone(),
        });
        return;
    };
    let Some(end) = instant(end) else {
        let why = format!("{end:?} is no end such as 20261122T100000Z");
        reading.left.push(Left::unreadable(at, why));
        return;
    };
    if end < start {
        reading
            .left
            .push(Left::unreadable(at, "it ends before it begins"));
        return;
    }
    if end == start {
        reading.left.push(Left::of(at, Reason::NoTime));
        return;
    }
    let tags = interval.tags.iter().filter_map(|tag| clean_name(tag));
    reading.rows.push(Row {
        at,
        time: Time::Range { start, end },
        zone: None,
        deduct: 0,
        labels: tags.map(|tag| (Kind::Tag, tag)).collect(),
        note: interval.annotation.as_deref().and_then(clean),
        internal_note: None,
        user: None,
        id: None,
        nth: 1,
    });
}

/// Only the newest can still be running; another one without an end was never closed.
fn tell_running_from_unended(reading: &mut Reading) {
    let latest = reading
        .rows
        .iter()
        .filter_map(|row| match row.time {
            Time::Range { start, .. } => Some(start),
            Time::Day { .. } => None,
        })
        .chain(reading.left.iter().filter_map(|left| instant(&left.detail)))
        .max();
    for left in &mut reading.left {
        if left.reason == Reason::Running {
            if instant(&left.detail) < latest {
                left.reason = Reason::NoEnd;
            }
            left.detail = format!("since {}", left.detail);
        }
    }
}

/// `20261122T090000Z`, seconds UTC.
fn instant(text: &str) -> Option<i64> {
    let at = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").ok()?;
    Some(at.and_utc().timestamp())
}

/// A line of the data folder: `inc START [- END] [# tag… [# annotation]]`.
fn interval(line: &str) -> Option<Interval> {
    let rest = line.strip_prefix("inc")?;
    let (times, rest) = rest.split_once('#').unwrap_or((rest, ""));
    let mut times = times.split_whitespace();
    let start = times.next()?.to_owned();
    let end = match (times.next(), times.next(), times.next()) {
        (None, ..) => None,
        (Some("-"), Some(end), None) => Some(end.to_owned()),
        _ => return None,
    };
    let (tags, annotation) = words(rest);
    Some(Interval {
        start,
        end,
        tags,
        annotation,
    })
}

/// The tags, and what stands behind a `#` by itself.
fn words(text: &str) -> (Vec<String>, Option<String>) {
    let mut tags = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let word_end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        if &rest[..word_end] == "#" {
            let annotation = rest[word_end..].trim();
            let plain = quoted(annotation)
                .filter(|(_, behind)| behind.trim().is_empty())
                .map_or_else(|| annotation.to_owned(), |(text, _)| text);
            return (tags, Some(plain));
        }
        if let Some((tag, behind)) = quoted(rest) {
            tags.push(tag);
            rest = behind.trim_start();
        } else {
            tags.push(rest[..word_end].to_owned());
            rest = rest[word_end..].trim_start();
        }
    }
    (tags, None)
}

/// What stands between quotes at the beginning, and what stands behind them.
fn quoted(text: &str) -> Option<(String, &str)> {
    let inside = text.strip_prefix('"')?;
    let mut out = String::new();
    let mut chars = inside.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((out, &inside[at + 1..])),
            '\\' => match chars.next() {
                Some((_, escaped @ ('"' | '\\'))) => out.push(escaped),
                Some((_, other)) => {
                    out.push('\\');
                    out.push(other);
                }
                None => return None,
            },
            c => out.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_data_folder_are_read_as_meant() {
        for (line, tags, note) in [
            ("inc 20260701T070000Z - 20260701T083000Z", &[][..], None),
            (
                "inc 20260701T070000Z - 20260701T083000Z # #54321 acme # \"Mail: \\\"queue\\\" # x\"",
                &["#54321", "acme"],
                Some("Mail: \"queue\" # x"),
            ),
            (
                "inc 20260701T070000Z - 20260701T083000Z # back\\slash it's \"say \\\"hi\\\"\"",
                &["back\\slash", "it's", "say \"hi\""],
                None,
            ),
            (
                "inc 20260701T070000Z - 20260701T083000Z # # no tag, unquoted",
                &[],
                Some("no tag, unquoted"),
            ),
            (
                "inc 20260701T070000Z - 20260701T083000Z # \"never closed",
                &["\"never", "closed"],
                None,
            ),
        ] {
            let read = interval(line).unwrap();
            assert_eq!(read.tags, tags, "{line}");
            assert_eq!(read.annotation.as_deref(), note, "{line}");
        }
        for line in ["inc", "in 20260701T070000Z", "inc A - B C", "inc A B"] {
            assert!(interval(line).is_none(), "{line}");
        }
    }

    #[test]
    fn what_never_ended_is_told_from_what_runs() {
        let text = r#"[
{"id":3,"start":"20260727T050000Z","end":"20260728T050000Z","tags":["proja"]},
{"id":2,"start":"20260728T130000Z","tags":["projb"],"annotation":"Hello"},
{"id":1,"start":"20260728T161557Z","tags":["projb"]},
{"id":0,"start":"20260727T060000Z","end":"20260727T050000Z"},
{"id":0,"start":"20260727T060000Z","end":"20260727T060000Z"},
{"id":0,"start":"2026-07-27","end":"20260727T060000Z"},
{"id":0,"end":"20260727T060000Z"}
]"#;
        let reading = read(0, text).unwrap();
        assert_eq!((reading.n_rows, reading.rows.len()), (7, 1));
        let left: Vec<_> = reading
            .left
            .iter()
            .map(|left| (left.at.line, left.reason))
            .collect();
        assert_eq!(
            left,
            [
                (3, Reason::NoEnd),
                (4, Reason::Running),
                (5, Reason::Unreadable),
                (6, Reason::NoTime),
                (7, Reason::Unreadable),
                (8, Reason::Unreadable),
            ]
        );
    }

    #[test]
    fn a_backslash_as_it_was_typed_is_repaired_and_said() {
        let text = r#"[{"start":"20260727T050000Z","end":"20260727T060000Z","tags":["a\sb"]}]"#;
        let reading = read(0, text).unwrap();
        assert_eq!(reading.rows[0].labels, [(Kind::Tag, "a\\sb".to_owned())]);
        assert!(reading.notes[0].contains("line 1"), "{:?}", reading.notes);
    }

    #[test]
    fn another_file_is_refused_whole() {
        for text in ["hello\n", "{\"a\":1}", "[{\"start\":"] {
            assert!(read(0, text).is_err(), "{text}");
        }
        assert_eq!(read(0, "").unwrap().n_rows, 0);
    }
}
