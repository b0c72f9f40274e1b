//! What is wrong is named with its line, and with what was probably meant.

use std::path::Path;
use tt::config::{Config, ConfigError};

pub fn findings(text: &str) -> Vec<String> {
    match Config::parse(text, Path::new("/c/config.toml")) {
        Ok(_) => Vec::new(),
        Err(ConfigError::Invalid(findings)) => findings.iter().map(ToString::to_string).collect(),
        Err(other) => panic!("{other}"),
    }
}

/// Asserts that there is exactly this one finding: its line and the pieces of its text.
pub fn one(text: &str, line: usize, pieces: &[&str]) {
    let found = findings(text);
    assert_eq!(found.len(), 1, "{text}\n{found:#?}");
    let start = format!("/c/config.toml:{line}: ");
    assert!(found[0].starts_with(&start), "{} in\n{text}", found[0]);
    for piece in pieces {
        assert!(found[0].contains(piece), "{} lacks {piece}", found[0]);
    }
}

#[test]
fn one_thing_wrong_is_one_finding() {
    for (text, line, pieces) in [
        // Syntax.
        ("a", 1, &["not TOML"][..]),
        ("[time]\nzone = \n", 2, &["not TOML"]),
        (
            "[time]\nzone = \"UTC\"\nzone = \"UTC\"\n",
            3,
            &["not TOML", "duplicate"],
        ),
        ("[time\n", 1, &["not TOML"]),
        ("\u{feff}[time]\r\nzone = Europe\r\n", 2, &["not TOML"]),
        // Unknown keys.
        (
            "defualt_profile = \"a\"",
            1,
            &[
                "unknown key `defualt_profile` at the top",
                "`default_profile`",
            ],
        ),
        (
            "colour = \"red\"",
            1,
            &["unknown key `colour`", "default_profile, time, rules"],
        ),
        (
            "[profiles.work]\nbackend = \"x\"",
            1,
            &["unknown key `profiles`", "`profile`"],
        ),
        ("[tiem]\n", 1, &["unknown key `tiem`", "`time`"]),
        (
            "zone = \"UTC\"",
            1,
            &["unknown key `zone` at the top", "[time]"],
        ),
        (
            "[time]\n\nzome = \"UTC\"",
            3,
            &["unknown key `zome` in [time]", "`zone`"],
        ),
        (
            "[time]\nquarantine = \"20m\"",
            2,
            &["unknown key `quarantine`", "belongs in [sync]"],
        ),
        (
            "[time]\nstep = \"20m\"",
            2,
            &["unknown key `step`", "belongs in [rounding.NAME]"],
        ),
        ("[sync]\nquarantaine = \"20m\"", 2, &["`quarantine`"]),
        ("[rules]\nmax_entri = \"24h\"", 2, &["`max_entry`"]),
        (
            "[time]\n\"a b\\u001b\" = 1",
            2,
            &["unknown key `\"a b\\u{1b}\"`"],
        ),
        // Types.
        (
            "default_profile = 5",
            1,
            &["`default_profile` is a number, but expects a text"],
        ),
        ("time = 5", 1, &["`time` is a number", "a table: [time]"]),
        (
            "[[profile]]\nbackend = \"x\"",
            1,
            &["`profile` is a list", "a table"],
        ),
        (
            "[time]\nseconds = \"no\"",
            2,
            &["`time.seconds` is a text, but expects true or false"],
        ),
        (
            "[time]\nday_start = 09:00:00",
            2,
            &["`time.day_start` is a date or time", "\"09:00\""],
        ),
        (
            "[time]\nday_target = 8",
            2,
            &["`time.day_target` is a number", "a length in quotes"],
        ),
        (
            "[time]\nzone = true",
            2,
            &["`time.zone` is true or false", "a time zone in quotes"],
        ),
        (
            "[sync]\npull_days = \"35d\"",
            2,
            &["`sync.pull_days` is a text", "a whole number"],
        ),
        (
            "[sync]\npull_days = 1.5",
            2,
            &["`sync.pull_days` is a decimal number"],
        ),
        ("[rules]\nnote_min_chars = true", 2, &["a whole number"]),
        ("[rules]\nlate_after = 1", 2, &["\"1d\", or \"off\""]),
        ("[rules]\noverlap = false", 2, &["one of a few words"]),
        // Values.
        (
            "[time]\nzone = \"Europe/Amsterdm\"",
            2,
            &["no IANA time zone", "\"Europe/Amsterdam\""],
        ),
        ("[time]\nzone = \"CET-1CEST\"", 2, &["no IANA time zone"]),
        ("[time]\ndate_order = \"ymd\"", 2, &["one of dmy, mdy"]),
        ("[time]\nday_start = \"9:00\"", 2, &["HH:MM"]),
        ("[time]\nday_start = \"24:00\"", 2, &["HH:MM"]),
        (
            "[time]\nweek_start = \"mnday\"",
            2,
            &["did you mean \"monday\"?"],
        ),
        (
            "[time]\nday_target = \"25h\"",
            2,
            &["\"25h\", which is too long"],
        ),
        ("[sync]\nquarantine = \"20\"", 2, &["has no unit"]),
        ("[sync]\nquarantine = \"2M\"", 2, &["no unit \"M\""]),
        ("[sync]\nmax_time = \"0s\"", 2, &["too short"]),
        (
            "[sync]\npull_days = 0",
            2,
            &["is 0, but must be from 1 to 3660"],
        ),
        ("[sync]\npull_days = -3", 2, &["is -3"]),
        (
            "[sync]\npull_days = 99999999999999999999",
            2,
            &["must be from"],
        ),
        ("[rules]\nmax_entry = \"36h\"", 2, &["too long"]),
        (
            "[rules]\nincrement = \"0.5s\"",
            2,
            &["`rules.increment`", "whole number of seconds"],
        ),
        (
            "[rules]\noverlap = \"warm\"",
            2,
            &["did you mean \"warn\"?"],
        ),
        ("[rules]\nlate_after = \"of\"", 2, &["`rules.late_after`"]),
        // Rounding.
        (
            "[rounding.q]\ndirection = \"up\"",
            1,
            &["[rounding.q] has no `step`"],
        ),
        (
            "[rounding.q]\nstep = \"15m\"\ndirection = \"upp\"",
            3,
            &["did you mean \"up\"?"],
        ),
        ("[rounding.q]\nstep = \"0m\"", 2, &["too short"]),
        (
            "[rounding.q]\nstep = \"15m\"\nminimun = \"15m\"",
            3,
            &["`minimum`"],
        ),
        (
            "[rounding.none]\nstep = \"15m\"",
            1,
            &["\"none\" is built in"],
        ),
        (
            "[rounding.\"Big Q\"]\nstep = \"15m\"",
            1,
            &["no name for a rounding policy"],
        ),
        (
            "[rounding]\nq = \"15m\"",
            2,
            &["`rounding.q` is a text", "a table: [rounding.q]"],
        ),
        // Profiles.
        (
            "default_profile = \"work\"",
            1,
            &["names no profile (\"work\")", "no [profile.NAME]"],
        ),
        (
            "[profile.Work]\nbackend = \"connectwise\"",
            1,
            &["[profile.Work] is no name"],
        ),
        (
            "[profile.none]\nbackend = \"connectwise\"",
            1,
            &["not \"none\""],
        ),
        ("[profile.\"../x\"]\n", 1, &["is no name"]),
        ("[profile]\nwork = 1", 2, &["`profile.work` is a number"]),
        (
            "[profile.work]\n",
            1,
            &["[profile.work] has no `backend`", "connectwise"],
        ),
        (
            "[profile.work]\nbackend = \"conectwise\"",
            2,
            &["did you mean \"connectwise\"?"],
        ),
        (
            "[profile.work]\nbackend = \"reference\"",
            2,
            &["must be one of connectwise, autotask, moneybird, freshbooks"],
        ),
    ] {
        one(text, line, pieces);
    }
}

#[test]
fn several_errors_are_told_at_once_in_the_order_of_lines() {
    let text = "[time]\nzome = \"UTC\"\nday_start = 9\n[sync]\ngrace = \"x\"\n[profile.a]\nbackend = \"autotask\"\n";
    let found = findings(text);
    let lines: Vec<_> = found
        .iter()
        .map(|text| text.split(':').nth(1).unwrap())
        .collect();
    assert_eq!(lines, ["2", "3", "5", "6", "6", "6"], "{found:#?}");
    let error = Config::parse(text, Path::new("c")).unwrap_err();
    assert_eq!(error.to_string().lines().count(), 6);
    assert!(error.help().contains("tt config check"));
}

#[test]
fn a_default_profile_that_is_near_one_says_which() {
    let found = findings("default_profile = \"wrok\"\n[profile.work]\nbackend = 1");
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].contains("names no profile (\"wrok\"); did you mean \"work\"?"));
}
