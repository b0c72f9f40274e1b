//! The completion scripts in the shells they are for, through the shells' own machinery.
//!
//! A shell that is not there is reported and passed over; in CI it is a failure.

use super::programs::{self, FOLDERS};
use super::{Desk, WORK};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

mod quiet;

/// The shell of this name; none where it may be missing and is.
fn shell(name: &str) -> Option<PathBuf> {
    programs::find(name, "its completions were not tried")
}

/// A desk with the scripts as `tt completions` prints them, under the names that the shells want.
fn scripted() -> Desk {
    let desk = Desk::new();
    for (shell, file) in [("bash", "tt.bash"), ("zsh", "_tt"), ("fish", "tt.fish")] {
        let script = desk.tt(&format!("completions {shell}")).exits(0).out;
        std::fs::write(desk.home().join(file), script).unwrap();
    }
    desk
}

/// A client whose name a shell would act upon in several ways.
const EVIL: &str = "Evil $(touch pwned) `touch pwned`; touch pwned 'a\" & Co!";

/// With two profiles, a catalog, and entries that carry what a terminal or a shell acts upon.
fn stocked() -> Desk {
    let desk = scripted();
    let spare = WORK
        .replace("default_profile = \"work\"", "")
        .replace("profile.work", "profile.spare");
    desk.config(&format!("{WORK}{spare}"));
    let item = |kind: &str, id: u32, code: Option<&str>, name: &str| json!({"kind": kind, "id": id, "code": code, "name": name});
    let mut mail = item("tickets", 54321, None, "Mail is slow");
    mail["facts"] = json!({"client": 17});
    let items = [
        mail,
        item("tickets", 54_400, None, "Printer \"jams\" $(touch pwned)"),
        item("project-tickets", 61_000, None, "Rack"),
        item("tasks", 71_000, None, "Cabling"),
        item("activities", 81_000, None, "Call"),
        item("clients", 17, Some("ACM"), "Acme Corp"),
        item("clients", 18, None, EVIL),
        item("projects", 19, None, "Migration"),
        item("agreements", 20, None, "Gold contract"),
        item("services", 21, None, "Hosting"),
        item("work-types", 22, None, "Remote support"),
        item("work-roles", 23, None, "Engineer"),
        item("charge-codes", 24, Some("ADMIN"), "Administration"),
        item("members", 25, Some("jdoe"), "Jan Doe"),
    ];
    let text = json!({ "items": items }).to_string();
    std::fs::write(desk.home().join("catalog.json"), text).unwrap();
    desk.tt("catalog import catalog.json").exits(0);
    desk.run(&[
        "log", "30m", "-p", "none", "--ticket", "777", "-t", "onsite", "Rebooted",
    ])
    .exits(0);
    desk.run(&["log", "30m", "-p", "none", "-m", "Mended"])
        .exits(0);
    // The rules let no such note through; a service or another program may.
    let note = "Quotes ' \" and $(touch pwned) `touch pwned`\u{1b}[31m\nand more";
    rusqlite::Connection::open(desk.db())
        .unwrap()
        .execute("UPDATE entries SET note=?1 WHERE id=2", [note])
        .unwrap();
    desk
}

/// What the shell prints for these commands; `tt` is on its path.
fn printed(shell: &Path, args: &[&str], desk: &Desk) -> String {
    let program = assert_cmd::cargo::cargo_bin!("tt");
    let folder = program.parent().unwrap().display().to_string();
    let output = Command::new(shell)
        .args(args)
        .env_clear()
        .env("HOME", desk.home())
        .env("PATH", format!("{folder}:{}", FOLDERS.join(":")))
        .env("TERM", "dumb")
        .env("LC_ALL", "C.UTF-8")
        .env("TZ", "Europe/Amsterdam")
        .env("TT_NOW", super::NOW)
        .env("TT_DB", desk.db())
        .env("TT_CONFIG", desk.home().join("config.toml"))
        .current_dir(desk.home())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {err}", shell.display());
    assert_eq!(err, "", "{}", shell.display());
    String::from_utf8(output.stdout).unwrap()
}

/// Lines typed up to the tab, what must be offered, and what must not.
const TYPED: &[(&str, &[&str], &[&str])] = &[
    ("tt l", &["log", "list"], &["show", "sync"]),
    ("tt co", &["config", "completions"], &["log"]),
    ("tt config ", &["path", "check"], &["log"]),
    ("tt list --form", &["--format"], &["--from"]),
    (
        "tt list --format ",
        &["csv", "markdown", "ical"],
        &["--json"],
    ),
    ("tt list --format c", &["csv"], &["json"]),
    (
        "tt log --billable no",
        &["no-charge", "no-default"],
        &["billable"],
    ),
    ("tt list --status su", &["submitted"], &["open"]),
    ("tt show ", &["1", "2"], &["tt.bash"]),
    ("tt show 2", &["2"], &["1"]),
    ("tt edit la", &["last-week"], &["today"]),
    ("tt submit 1", &["1"], &["2"]),
    ("tt list t", &["today"], &["tt.bash"]),
    ("tt report 2026-1", &["2026-11", "2026-11-22"], &["today"]),
    ("tt list --from y", &["yesterday"], &["today"]),
    ("tt log --on f", &["fri"], &["mon"]),
    ("tt log --ticket ", &["54321", "54400"], &["tt.bash", "777"]),
    ("tt log --ticket 543", &["54321"], &["54400"]),
    ("tt log -p spare --ticket 5", &[], &["54321"]),
    ("tt log --project-ticket ", &["61000"], &["54321"]),
    ("tt log --task ", &["71000"], &["tt.bash"]),
    ("tt log --activity ", &["81000"], &["tt.bash"]),
    ("tt log --charge-code a", &["ADMIN"], &["tt.bash"]),
    ("tt log --project m", &["Migration"], &["tt.bash"]),
    ("tt log --client ac", &["Acme Corp"], &[EVIL]),
    ("tt log --agreement g", &["Gold contract"], &["tt.bash"]),
    ("tt log --service h", &["Hosting"], &["tt.bash"]),
    ("tt log --work-type r", &["Remote support"], &["tt.bash"]),
    ("tt log --work-role e", &["Engineer"], &["tt.bash"]),
    ("tt list --member j", &["jdoe"], &["tt.bash"]),
    ("tt list -t o", &["onsite"], &["tt.bash"]),
    ("tt log -p ", &["spare", "work"], &["tt.bash"]),
    ("tt sync w", &["work"], &["spare"]),
    ("tt log --note t", &[], &["tt.bash", "today"]),
    ("tt sheet show ", &[], &["tt.bash"]),
    ("tt catalog list ti", &["tickets"], &["tasks"]),
    ("tt help ex", &["exit-codes"], &["export"]),
    ("tt backup tt.", &["tt.bash", "tt.fish"], &["today"]),
    ("tt catalog import cat", &["catalog.json"], &["catalog"]),
    ("tt --config conf", &["config.toml"], &["config"]),
];

/// What a shell offers after a line, quotes taken off.
type Offers = fn(&Path, &Desk, &str) -> Vec<String>;

const SHELLS: &[(&str, Offers)] = &[("bash", bash), ("fish", fish), ("zsh", zsh)];

fn check(name: &str) {
    let Some(shell) = shell(name) else { return };
    let (_, offers) = SHELLS.iter().find(|(known, _)| *known == name).unwrap();
    let desk = stocked();
    for (line, wanted, unwanted) in TYPED {
        let offered = offers(&shell, &desk, line);
        for word in *wanted {
            assert!(
                offered.iter().any(|offer| offer == word),
                "{name}, {line:?}: {word} is missing in {offered:?}"
            );
        }
        for word in *unwanted {
            assert!(
                !offered.iter().any(|offer| offer == word),
                "{name}, {line:?}: {word} is in {offered:?}"
            );
        }
    }
    assert!(!desk.home().join("pwned").exists());
}

/// Runs in every shell there is.
fn everywhere(desk: &Desk, line: &str, expected: &[&str]) {
    for (name, offers) in SHELLS {
        let Some(shell) = shell(name) else { continue };
        assert_eq!(offers(&shell, desk, line), expected, "{name}, {line:?}");
    }
}

#[test]
fn bash_completes() {
    check("bash");
}

#[test]
fn fish_completes() {
    check("fish");
}

#[test]
fn zsh_completes() {
    check("zsh");
}

/// As readline does it: the function that `complete` registered, with the words. `kind` is what
/// the tab key was pressed for.
fn bash_replies(bash: &Path, desk: &Desk, line: &str, kind: u8) -> Vec<String> {
    let words: Vec<_> = line.split(' ').collect();
    let at = words.len() - 1;
    let script = format!(
        "source ./tt.bash || exit 1
         found=$(complete -p tt) || exit 1
         [[ $found =~ '-F '([^ ]+) ]] || exit 1
         COMP_WORDS=({quoted}); COMP_CWORD={at}; COMP_TYPE={kind}
         COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}
         \"${{BASH_REMATCH[1]}}\" tt '{last}' '{before}'
         printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        quoted = words
            .iter()
            .map(|word| format!("'{word}'"))
            .collect::<Vec<_>>()
            .join(" "),
        // Readline parts words at an equals sign, too.
        last = words[at].rsplit('=').next().unwrap_or_default(),
        before = words[at - 1],
    );
    let out = printed(bash, &["--norc", "--noprofile", "-c", &script], desk);
    let lines = out.lines().map(|word| word.trim_end().to_owned());
    lines.filter(|word| !word.is_empty()).collect()
}

fn bash(bash: &Path, desk: &Desk, line: &str) -> Vec<String> {
    let replies = bash_replies(bash, desk, line, 9).into_iter();
    // Quoted with backslashes alone.
    let plain = |word: String| {
        let mut chars = word.chars();
        let mut plain = String::new();
        while let Some(c) = chars.next() {
            plain.extend(if c == '\\' { chars.next() } else { Some(c) });
        }
        plain
    };
    replies.map(plain).collect()
}

fn fish(fish: &Path, desk: &Desk, line: &str) -> Vec<String> {
    let script = format!("source ./tt.fish; or exit 1; complete -C '{line}'");
    let out = printed(fish, &["--no-config", "-c", &script], desk);
    out.lines()
        .filter_map(|line| line.split('\t').next())
        .map(str::to_owned)
        .collect()
}

/// The whole machinery: a real line editor in a pseudo-terminal, and the tab key.
/// Whatever `_tt` hands to the editor is written down on its way.
const ZSH: &str = r#"
zmodload zsh/zpty || exit 1
zpty -b it zsh -f -i
put() { zpty -w it "$1" }
put "PROMPT= RPROMPT= ; unsetopt zle_bracketed_paste beep prompt_cr prompt_sp 2>/dev/null"
put "fpath=($PWD \$fpath); autoload -U compinit; compinit -u -D -d $PWD/dump"
put "whence -w _tt > $PWD/known; print -r -- \$_comps[tt] >> $PWD/known"
put 'compadd() {
  local -a shown; local flag
  for flag in "$@"; do [[ $flag == -[ADO] ]] && { builtin compadd "$@"; return }; done
  builtin compadd -O shown "$@"
  (( $#shown )) && print -rl -- $shown >> OFFERED
  builtin compadd "$@"
}'
put 'finished() { print -r -- "$BUFFER" > END }; zle -N finished; bindkey "^G" finished'
"#;

/// What zsh offers, and the line as it is after the tab.
fn zsh_types(zsh: &Path, desk: &Desk, line: &str) -> (Vec<String>, String) {
    let home = desk.home();
    let (offered_file, end_file) = (home.join("offered"), home.join("end"));
    let _ = std::fs::remove_file(&offered_file);
    let _ = std::fs::remove_file(&end_file);
    let setup = ZSH
        .replace("OFFERED", &offered_file.display().to_string())
        .replace("END", &end_file.display().to_string());
    let script = format!(
        "{setup}
         zpty -w -n it $'{line}\\t\\a'
         for try in {{1..500}}; do [[ -s $PWD/end ]] && break; zpty -r -t it drained; sleep 0.01; done
         [[ -s $PWD/end ]] || {{ print -u2 'no end'; exit 1 }}
         zpty -d it"
    );
    printed(zsh, &["-f", "-c", &script], desk);
    let known = std::fs::read_to_string(home.join("known")).unwrap();
    assert_eq!(known, "_tt: function\n_tt\n");
    let offered = std::fs::read_to_string(&offered_file).unwrap_or_default();
    let offered = offered
        .lines()
        .map(|word| word.trim_end_matches([' ', '=']));
    let typed = std::fs::read_to_string(&end_file).unwrap();
    (offered.map(str::to_owned).collect(), typed)
}

fn zsh(zsh: &Path, desk: &Desk, line: &str) -> Vec<String> {
    zsh_types(zsh, desk, line).0
}

#[test]
fn what_others_wrote_is_inserted_as_text() {
    let desk = stocked();
    everywhere(&desk, "tt log --client e", &[EVIL]);
    if let Some(bash) = shell("bash") {
        let replies = bash_replies(&bash, &desk, "tt log --client e", 9);
        let [reply] = replies.as_slice() else {
            panic!("{replies:?}")
        };
        // What bash makes of it is the name, and nothing happens on the way.
        let out = printed(&bash, &["-c", &format!("printf %s {reply}")], &desk);
        assert_eq!(out, EVIL);
    }
    if let Some(zsh) = shell("zsh") {
        let (_, typed) = zsh_types(&zsh, &desk, "tt log --client e");
        let word = typed.trim_end().strip_prefix("tt log --client ").unwrap();
        let out = printed(&zsh, &["-f", "-c", &format!("printf %s {word}")], &desk);
        assert_eq!(out, EVIL);
    }
    assert!(!desk.home().join("pwned").exists());
}

#[test]
fn what_an_offer_is_stands_beside_it() {
    let desk = stocked();
    let about = "(Sun 22 Nov, 30m: Quotes ' \" and $(touch pwned) `touch pwned`␛[31m)";
    if let Some(bash) = shell("bash") {
        let listed = bash_replies(&bash, &desk, "tt show ", 63);
        assert_eq!(listed[0], format!("2  {about}"));
        let tickets = bash_replies(&bash, &desk, "tt log --ticket 5", 63);
        assert!(
            tickets.contains(&"54321  (Acme Corp: Mail is slow)".to_owned()),
            "{tickets:?}"
        );
    }
    if let Some(fish) = shell("fish") {
        let script = "source ./tt.fish; complete -C 'tt log --ticket 5'";
        let out = printed(&fish, &["--no-config", "-c", script], &desk);
        assert!(out.contains("54321\tAcme Corp: Mail is slow\n"), "{out}");
    }
    assert!(!desk.home().join("pwned").exists());
}

#[test]
fn a_word_of_the_summary_finds_the_ticket() {
    let desk = stocked();
    // Fish itself leaves out what the word typed is no part of.
    for (name, offers) in [("bash", bash as Offers), ("zsh", zsh)] {
        let Some(shell) = shell(name) else { continue };
        let found = offers(&shell, &desk, "tt log --ticket mail");
        assert_eq!(found, ["54321"], "{name}");
    }
    if let Some(zsh) = shell("zsh") {
        let (_, typed) = zsh_types(&zsh, &desk, "tt log --ticket mail");
        assert_eq!(typed.trim_end(), "tt log --ticket 54321");
    }
}

#[test]
fn values_after_an_equals_sign_are_offered() {
    let desk = stocked();
    for (name, offers) in SHELLS {
        let Some(shell) = shell(name) else { continue };
        let found = offers(&shell, &desk, "tt log --client=ac");
        // Bash replaces what stands after the sign alone.
        let lead = if *name == "bash" { "" } else { "--client=" };
        assert_eq!(found, [format!("{lead}Acme Corp")], "{name}");
        let found = offers(&shell, &desk, "tt --config=conf");
        let found: Vec<_> = found
            .iter()
            .map(|word| word.rsplit('=').next().unwrap())
            .collect();
        assert_eq!(found, ["config.toml"], "{name}");
    }
}
