//! Runs every table.

use super::*;

const TABLES: [(&str, &str, Eval); 10] = [
    ("misparse", include_str!("../tables/misparse.txt"), misparse),
    ("length", include_str!("../tables/length.txt"), |text, _| {
        length(text).map(|span| span.to_string())
    }),
    ("clock", include_str!("../tables/clock.txt"), clock),
    ("day", include_str!("../tables/day.txt"), |text, setting| {
        day(text, setting).map(|day| day.to_string())
    }),
    (
        "range",
        include_str!("../tables/range.txt"),
        |text, setting| typed(text, setting).map(|typed| shown(&typed, setting)),
    ),
    (
        "period",
        include_str!("../tables/period.txt"),
        |text, setting| period(text, setting).map(|days| days.to_string()),
    ),
    ("selector", include_str!("../tables/selector.txt"), select),
    ("words", include_str!("../tables/words.txt"), log_words),
    ("start", include_str!("../tables/start.txt"), start_words),
    (
        "settings",
        include_str!("../tables/settings.txt"),
        setting_row,
    ),
];

type Eval = fn(&str, &Setting) -> Result<String, Refusal>;

fn clock(text: &str, setting: &Setting) -> Result<String, Refusal> {
    let instant = instant(text, setting)?;
    let said = if instant.said.is_empty() {
        String::new()
    } else {
        format!(" ({})", instant.said.join("; "))
    };
    Ok(format!("{}{said}", setting.zone.rfc3339(instant.at)))
}

/// `2026-11-22 09:00 + 1h 30m`.
fn shown(typed: &Typed, setting: &Setting) -> String {
    match typed {
        Typed::Length { span, day: None } => span.to_string(),
        Typed::Length {
            span,
            day: Some(day),
        } => format!("{day}, {span}"),
        Typed::SinceLast { until } => format!("last..{}", setting.zone.rfc3339(*until)),
        Typed::Range(range) => {
            assert_eq!(range.end - range.start, range.span.seconds());
            let start = setting
                .zone
                .local(range.start)
                .format("%Y-%m-%d %H:%M:%S")
                .to_string();
            let said = if range.said.is_empty() { "" } else { " (said)" };
            format!(
                "{} + {}{said}",
                start.strip_suffix(":00").unwrap_or(&start),
                range.span
            )
        }
    }
}

fn select(text: &str, setting: &Setting) -> Result<String, Refusal> {
    Ok(match period_or_ids(text, setting)? {
        PeriodOrIds::Period(days) => days.to_string(),
        PeriodOrIds::Ids(Selector::Id(id)) => format!("id {id}"),
        PeriodOrIds::Ids(Selector::Ids(from, to)) => format!("ids {from} to {to}"),
        PeriodOrIds::Ids(Selector::Back(n)) => format!("back {n}"),
        PeriodOrIds::Ids(Selector::Current) => "current".to_owned(),
    })
}

fn log_words(text: &str, setting: &Setting) -> Result<String, Refusal> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let leading = leading_time(&words, setting)?;
    Ok(format!(
        "{} | {}",
        shown(&leading.time, setting),
        words[leading.words..].join(" ")
    ))
}

fn start_words(text: &str, setting: &Setting) -> Result<String, Refusal> {
    let words: Vec<&str> = text.split_whitespace().collect();
    Ok(match leading_moment(&words, setting)? {
        None => format!("| {}", words.join(" ")),
        Some(leading) => {
            format!(
                "{} | {}",
                setting.zone.rfc3339(leading.time.at),
                words[leading.words..].join(" ")
            )
        }
    })
}

fn misparse(text: &str, setting: &Setting) -> Result<String, Refusal> {
    let (command, line) = text.split_once(' ').unwrap();
    match command {
        "log" => log_words(line, setting),
        "start" => start_words(line, setting),
        "at" => clock(line, setting),
        "list" => period(line, setting).map(|days| days.to_string()),
        other => panic!("no such command: {other}"),
    }
}

fn setting_row(text: &str, setting: &Setting) -> Result<String, Refusal> {
    let (kind, value) = text.split_once(": ").unwrap();
    match kind {
        "config" => setting_seconds(value).map(|n| n.to_string()),
        "time" => time_of_day(value).map(|time| time.to_string()),
        "offset" => signed_length(value).map(|n| n.to_string()),
        "deduct" => length_or_none(value)
            .map(|span| span.map_or("nothing".to_owned(), |span| span.to_string())),
        "from" => from_bound(value, setting).map(|bound| bound_shown(bound, setting)),
        "to" => to_bound(value, setting).map(|bound| bound_shown(bound, setting)),
        "options" => {
            let given: Vec<Option<&str>> = value
                .split(',')
                .map(|v| Some(v.trim()).filter(|v| *v != "_"))
                .collect();
            let typed = from_options(given[0], given[1], given[2], setting)?;
            Ok(typed.map_or("nothing".to_owned(), |typed| shown(&typed, setting)))
        }
        "end" => {
            let (start, end) = value.split_once(", ").unwrap();
            end_after(at(start), end, setting).map(|range| shown(&Typed::Range(range), setting))
        }
        other => panic!("no such kind: {other}"),
    }
}

fn bound_shown(bound: Bound, setting: &Setting) -> String {
    match bound {
        Bound::Day(day) => day.to_string(),
        Bound::Instant(at) => setting.zone.rfc3339(at),
    }
}

fn changed(setting: Setting, line: &str) -> Setting {
    let (key, value) = line.split_once(' ').unwrap_or((line, ""));
    match key {
        "reset" => base(),
        "now" => Setting {
            now: at(value),
            ..setting
        },
        "zone" => Setting {
            zone: zone(value),
            ..setting
        },
        "order" => Setting {
            date_order: Some(if value == "dmy" {
                DateOrder::Dmy
            } else {
                DateOrder::Mdy
            }),
            ..setting
        },
        "future" => Setting {
            future: true,
            ..setting
        },
        "seconds" => Setting {
            seconds: true,
            ..setting
        },
        "week_start" => Setting {
            week_start: value.parse().unwrap(),
            ..setting
        },
        "on" => setting.on(value.parse().unwrap()),
        other => panic!("no such setting: {other}"),
    }
}

#[test]
fn every_row_means_what_its_table_says() {
    let mut wrong = Vec::new();
    let mut rows = 0;
    for (name, table, eval) in TABLES {
        let mut setting = base();
        for (n, line) in table.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with("# ") {
                continue;
            }
            if let Some(change) = line.strip_prefix("@ ") {
                setting = changed(setting, change);
                continue;
            }
            rows += 1;
            let (input, refused, expected) =
                match (line.split_once(" => "), line.split_once(" =! ")) {
                    (Some((input, value)), _) => (input, false, value.trim()),
                    (_, Some((input, words))) => (input, true, words.trim()),
                    _ => panic!("{name}:{}: {line}", n + 1),
                };
            let input = input.trim();
            let found = eval(input, &setting);
            let good = match &found {
                Ok(value) => !refused && value.trim() == expected,
                Err(refusal) => {
                    assert!(
                        !refusal.help.is_empty() && refusal.to_string().len() > 5,
                        "{input}"
                    );
                    refused && format!("{refusal}\n{}", refusal.help).contains(expected)
                }
            };
            if !good {
                let found = found.map_err(|refusal| format!("{refusal} / {}", refusal.help));
                wrong.push(format!(
                    "{name}:{}: {input}\n   expected {expected}\n   found    {found:?}",
                    n + 1
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {rows} rows:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(rows >= 400, "{rows} rows");
}

/// The files beside the tables are all run.
#[test]
fn no_table_is_forgotten() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/domain/when/tables");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let mut run: Vec<String> = TABLES
        .iter()
        .map(|(name, ..)| format!("{name}.txt"))
        .collect();
    run.sort();
    assert_eq!(files, run);
}

/// What reads whole reads as words too, and takes all of them.
#[test]
fn a_whole_time_takes_all_its_words() {
    let rows = |table: &'static str| {
        let mut setting = base();
        table.lines().filter_map(move |line| {
            if let Some(change) = line.strip_prefix("@ ") {
                setting = changed(setting, change);
            }
            line.split_once(" => ").map(|(input, _)| (input, setting))
        })
    };
    for (input, setting) in rows(include_str!("../tables/range.txt")) {
        let words: Vec<&str> = input.split_whitespace().collect();
        let leading = leading_time(&words, &setting).unwrap();
        assert_eq!(
            (leading.words, Ok(leading.time)),
            (words.len(), typed(input, &setting)),
            "{input}"
        );
        let quoted = leading_time(&[input, "standup"], &setting);
        assert_eq!(quoted.map(|leading| leading.words), Ok(1), "{input}");
    }
    for (input, setting) in rows(include_str!("../tables/clock.txt")) {
        let words: Vec<&str> = input.split_whitespace().collect();
        let leading = leading_moment(&words, &setting).unwrap().unwrap();
        assert_eq!(
            (leading.words, leading.time),
            (words.len(), instant(input, &setting).unwrap()),
            "{input}"
        );
    }
}
