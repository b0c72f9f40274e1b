//! Watson: its `frames` file (epoch seconds), its `state` file (what runs), and what
//! `watson log --json` prints. Known faults: a stop before its start, a frame without time,
//! and numbers in milliseconds of programs that write for it.

use super::mapping::Kind;
use super::{Left, Reading, Reason, Row, Spot, Time, Unreadable, clean_name, elements};
use crate::domain::zone::parse_rfc3339;
use serde::Deserialize;
use serde_json::Value;

/// `[start, stop, project, id, tags, changed]`; the last two came later.
#[derive(Deserialize)]
struct Frame(
    i64,
    i64,
    String,
    String,
    #[serde(default)] Option<Vec<String>>,
    #[expect(
        dead_code,
        reason = "the moment of its last change says nothing of the work"
    )]
    #[serde(default)]
    Option<Value>,
);

/// What `watson log --json` prints.
#[derive(Deserialize)]
struct Logged {
    id: Option<String>,
    project: String,
    start: String,
    stop: String,
    #[serde(default)]
    tags: Vec<String>,
}

/// What runs. An empty object where nothing does.
#[derive(Deserialize)]
struct State {
    #[serde(default)]
    project: Option<String>,
}

/// Reads any of the three.
pub(super) fn read(file: usize, text: &str) -> Result<Reading, Unreadable> {
    if text.trim_start().starts_with('{') {
        return of_state(file, text);
    }
    if text.trim().is_empty() {
        return Err(Unreadable::new(
            "it is empty; Watson leaves an empty file behind when a write is cut short",
            "take the copy beside it: frames.bak",
        ));
    }
    let parts = elements::of(text).map_err(|line| match line {
        Some(line) => Unreadable::new(
            format!("it ends in the middle of the frame at line {line}"),
            "take the copy beside it: frames.bak",
        ),
        None => not_watson(),
    })?;
    let mut reading = Reading::default();
    for part in parts {
        let at = Spot {
            file,
            line: part.line,
        };
        reading.n_rows += 1;
        match row(at, part.text) {
            Ok(row) => reading.rows.push(row),
            Err(left) => reading.left.push(left),
        }
    }
    Ok(reading)
}

fn not_watson() -> Unreadable {
    Unreadable::new(
        "it is no file of Watson's",
        "give ~/.config/watson/frames, or what `watson log --json` prints",
    )
}

fn of_state(file: usize, text: &str) -> Result<Reading, Unreadable> {
    let state: State = serde_json::from_str(text).map_err(|_| not_watson())?;
    let mut reading = Reading::default();
    if let Some(project) = state.project {
        reading.n_rows = 1;
        reading.left.push(Left {
            at: Spot { file, line: 1 },
            reason: Reason::Running,
            detail: clean_name(&project).unwrap_or_default(),
        });
    }
    Ok(reading)
}

fn row(at: Spot, text: &str) -> Result<Row, Left> {
    let bad = |why: String| Left::unreadable(at, why);
    let frame = if text.starts_with('{') {
        let logged: Logged =
            serde_json::from_str(text).map_err(|why| bad(format!("no frame: {why}")))?;
        let instant = |text: &str| {
            let why = || {
                bad(format!(
                    "{text:?} is no time such as 2026-11-22T09:00:00+01:00"
                ))
            };
            parse_rfc3339(text).map(|(at, _)| at).ok_or_else(why)
        };
        let (start, stop) = (instant(&logged.start)?, instant(&logged.stop)?);
        let id = logged.id.unwrap_or_default();
        Frame(start, stop, logged.project, id, Some(logged.tags), None)
    } else {
        serde_json::from_str(text).map_err(|why| bad(format!("no frame: {why}")))?
    };
    let Frame(start, stop, project, id, tags, _) = frame;
    // The year 2300: nobody tracked that, but milliseconds look so.
    let sensible = 0..10_413_792_000;
    if !sensible.contains(&start) || !sensible.contains(&stop) {
        return Err(bad(format!("{start} and {stop} are no seconds since 1970")));
    }
    if stop < start {
        return Err(bad("it stops before it starts".to_owned()));
    }
    if stop == start {
        return Err(Left::of(at, Reason::NoTime));
    }
    let project = clean_name(&project).map(|name| (Kind::Project, name));
    let tags = tags.unwrap_or_default();
    let tags = tags.iter().filter_map(|tag| clean_name(tag));
    Ok(Row {
        at,
        time: Time::Range { start, end: stop },
        zone: None,
        deduct: 0,
        labels: project
            .into_iter()
            .chain(tags.map(|tag| (Kind::Tag, tag)))
            .collect(),
        note: None,
        internal_note: None,
        user: None,
        id: clean_name(&id),
        nth: 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_every_age_are_read_and_broken_ones_named() {
        let text = r#"[
 [1782889200, 1782894600, "website", "75f3", ["review", "call client"], 1795371389],
 [1782903600, 1782906300, "old", "68e9"],
 [1782906300, 1782903600, "back", "aaaa", []],
 [1782906300, 1782906300, "nothing", "bbbb", []],
 [1782906300000, 1782906400000, "milliseconds", "cccc", []],
 ["x"],
 [1782906300, 1782906400, "", "dddd", null, null]
]"#;
        let reading = read(0, text).unwrap();
        assert_eq!((reading.n_rows, reading.rows.len()), (7, 3));
        assert_eq!(
            reading.rows[0].labels,
            [
                (Kind::Project, "website".to_owned()),
                (Kind::Tag, "review".to_owned()),
                (Kind::Tag, "call client".to_owned()),
            ]
        );
        assert!(reading.rows[2].labels.is_empty());
        let left: Vec<_> = reading
            .left
            .iter()
            .map(|left| (left.at.line, left.reason))
            .collect();
        assert_eq!(
            left,
            [
                (4, Reason::Unreadable),
                (5, Reason::NoTime),
                (6, Reason::Unreadable),
                (7, Reason::Unreadable),
            ]
        );
    }

    #[test]
    fn what_runs_is_a_row_that_is_left_out() {
        let reading = read(
            0,
            r#"{"project": "admin", "start": 1795158000, "tags": []}"#,
        )
        .unwrap();
        assert_eq!(reading.n_rows, 1);
        assert_eq!(reading.left[0].reason, Reason::Running);
        assert_eq!(read(0, "{}").unwrap().n_rows, 0);
    }

    #[test]
    fn a_file_that_was_cut_short_is_refused_whole() {
        for text in ["", "[[1,2,\"a\"", "frames", "{"] {
            assert!(read(0, text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_log_says_the_same_instants_as_the_frames() {
        let frames = r#"[[1782889200, 1782894600, "website", "75f3", ["a"], 1]]"#;
        let log = r#"[{"id":"75f3","project":"website","start":"2026-07-01T08:00:00+01:00",
            "stop":"2026-07-01T09:30:00+01:00","tags":["a"]}]"#;
        assert_eq!(read(0, frames).unwrap().rows, read(0, log).unwrap().rows);
    }
}
