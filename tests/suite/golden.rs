//! Two working weeks as a technician types them, run against the built command.
//! What is printed is compared line by line; what must add up was worked out by
//! hand in the script's comments and stands here once more as a table.

use crate::cli::Desk;
use std::path::PathBuf;
use std::process::Command;

/// Minutes worked by day, as the comments of the script work them out.
const BY_DAY: &[(&str, i64)] = &[
    ("2026-10-19", 467),
    ("2026-10-20", 480),
    ("2026-10-21", 420),
    ("2026-10-22", 510),
    ("2026-10-23", 390),
    ("2026-10-24", 420),
    ("2026-10-25", 60),
    ("2026-10-26", 555),
    ("2026-10-27", 475),
    ("2026-10-28", 480),
    ("2026-10-29", 30),
    ("2026-10-30", 510),
];

/// Single entries, as the `#=` comments work them out: id, minutes.
const BY_ENTRY: &[(i64, i64)] = &[
    (1, 21),
    (2, 13),
    (4, 70),
    (5, 68),
    (6, 12),
    (9, 30),
    (12, 38),
    (13, 55),
    (15, 45),
    (18, 50),
    (19, 40),
    (20, 30),
    (21, 90),
    (24, 70),
    (28, 60),
    (30, 90),
    (36, 40),
    (38, 130),
    (39, 35),
    (50, 420),
    (55, 50),
    (56, 88),
    (57, 32),
    (58, 270),
    (59, 90),
    (63, 60),
    (64, 225),
    (68, 80),
    (70, 80),
    (75, 210),
    (76, 30),
];

const PRELUDE: &str = r#"
at() { export TT_NOW="$1"; printf '\n# %s\n' "$1"; }
tt() { printf '$ tt %s\n' "$*"; "$TT" "$@" </dev/null || printf 'exit %s\n' "$?"; }
exec 2>&1
"#;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// Keys are random: every one reads the same.
fn without_keys(text: &str) -> String {
    let is_key = |word: &str| {
        word.len() == 36
            && word.bytes().filter(|b| *b == b'-').count() == 4
            && word.as_bytes()[14] == b'7'
    };
    let line = |line: &str| {
        line.split(' ')
            .map(|word| if is_key(word) { "KEY" } else { word })
            .collect::<Vec<_>>()
            .join(" ")
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn two_weeks_of_a_technician_add_up() {
    let desk = Desk::new().at("2026-10-30T18:00:00+01:00");
    desk.config(
        "[rounding.quarter]\nstep = \"15m\"\ndirection = \"up\"\nminimum = \"15m\"\n\n\
         [profile.work]\nbackend = \"connectwise\"\nurl = \"https://api-na.myconnectwise.net\"\n\
         company_id = \"acme\"\nclient_id = \"00000000-0000-0000-0000-000000000000\"\npublic_key = \"abc\"\n\
         private_key = { env = \"CW_PRIVATE\" }\nmember = \"jdoe\"\nrounding = \"quarter\"\n\
         [profile.work.defaults]\nwork_type = \"Remote\"\nwork_role = \"Level 1 Tech\"\n",
    );
    desk.config(
        &(String::from("default_profile = \"work\"\n")
            + &std::fs::read_to_string(desk.home().join("config.toml")).unwrap()),
    );
    let script = std::fs::read_to_string(folder().join("two-weeks.sh")).unwrap();
    let output = Command::new("bash")
        .arg("-c")
        .arg(format!("{PRELUDE}\n{script}"))
        .env_clear()
        .env("HOME", desk.home())
        .env("PATH", "/usr/bin:/bin")
        .env("LOGNAME", "anna")
        .env("TZ", "Europe/Amsterdam")
        .env("TT", assert_cmd::cargo::cargo_bin!("tt"))
        .env("TT_DB", desk.db())
        .env("TT_CONFIG", desk.home().join("config.toml"))
        .env("TT_STATE_DIR", desk.home().join("state"))
        .current_dir(desk.home())
        .output()
        .unwrap();
    let said = without_keys(&String::from_utf8(output.stdout).unwrap());
    let report = desk.json("report 2026-10 --by day");
    let by_day: Vec<_> = report["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["keys"]["day"].as_str().unwrap().to_owned(),
                row["worked_seconds"].as_i64().unwrap() / 60,
            )
        })
        .collect();
    let by_hand: Vec<_> = BY_DAY
        .iter()
        .map(|(day, minutes)| ((*day).to_owned(), *minutes))
        .collect();
    assert_eq!(by_day, by_hand, "{said}");
    assert_eq!(report["total"]["worked_seconds"], 4797 * 60);
    for (id, minutes) in BY_ENTRY {
        let entry = &desk.json(&format!("show {id}"))[0];
        assert_eq!(
            entry["worked_seconds"],
            minutes * 60,
            "entry {id}: {entry}\n{said}"
        );
    }
    crate::golden::compare("two-weeks.out", &said);
}

/// Compares with the checked-in text; `TT_REGENERATE=1` writes it.
#[expect(
    clippy::disallowed_methods,
    reason = "regenerating is asked for from outside"
)]
fn compare(name: &str, said: &str) {
    let path = folder().join(name);
    if std::env::var("TT_REGENERATE").is_ok() {
        std::fs::write(&path, said).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    for (n, (one, two)) in expected.lines().zip(said.lines()).enumerate() {
        assert_eq!(
            one,
            two,
            "{name}, line {}; TT_REGENERATE=1 writes it anew",
            n + 1
        );
    }
    assert_eq!(
        expected.lines().count(),
        said.lines().count(),
        "{name} has another length"
    );
}
