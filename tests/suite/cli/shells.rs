//! The completion scripts in the shells they are for, through the shells' own machinery.
//!
//! A shell that is not there is reported and passed over; in CI it is a failure.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Where the shells of a system are.
const FOLDERS: &[&str] = &["/bin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"];

#[expect(
    clippy::disallowed_methods,
    reason = "only CI promises that every shell is there"
)]
fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| value == "true" || value == "1")
}

/// The shell of this name; none where it may be missing and is.
#[expect(
    clippy::print_stderr,
    reason = "a test that was passed over has to say so"
)]
fn shell(name: &str) -> Option<PathBuf> {
    let found = FOLDERS
        .iter()
        .map(|folder| Path::new(folder).join(name))
        .find(|path| path.exists());
    if found.is_none() {
        assert!(
            !is_ci(),
            "CI has no {name}: .ci/run should have installed it"
        );
        eprintln!("PASSED OVER: there is no {name} here, its completions were not tried");
    }
    found
}

/// A home with the scripts as `tt completions` prints them, under the names that the shells want.
fn home() -> TempDir {
    let desk = super::Desk::new();
    let home = tempfile::tempdir().unwrap();
    for (shell, file) in [("bash", "tt.bash"), ("zsh", "_tt"), ("fish", "tt.fish")] {
        let script = desk.tt(&format!("completions {shell}")).exits(0).out;
        std::fs::write(home.path().join(file), script).unwrap();
    }
    home
}

/// What the shell prints for these commands; `tt` is on its path.
fn printed(shell: &Path, args: &[&str], home: &TempDir) -> String {
    let program = assert_cmd::cargo::cargo_bin!("tt");
    let folder = program.parent().unwrap().display().to_string();
    let output = Command::new(shell)
        .args(args)
        .env_clear()
        .env("HOME", home.path())
        .env("PATH", format!("{folder}:{}", FOLDERS.join(":")))
        .env("TERM", "dumb")
        .env("LC_ALL", "C.UTF-8")
        .current_dir(home.path())
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
];

fn check(shell: &str, offered: impl Fn(&str) -> Vec<String>) {
    for (line, wanted, unwanted) in TYPED {
        let offered = offered(line);
        for word in *wanted {
            assert!(
                offered.iter().any(|offer| offer == word),
                "{shell}, {line:?}: {word} is missing in {offered:?}"
            );
        }
        for word in *unwanted {
            assert!(
                !offered.iter().any(|offer| offer == word),
                "{shell}, {line:?}: {word} is in {offered:?}"
            );
        }
    }
}

#[test]
fn bash_completes() {
    let Some(bash) = shell("bash") else { return };
    let home = home();
    check("bash", |line| {
        let words: Vec<_> = line.split(' ').collect();
        let at = words.len() - 1;
        // As readline does it: the function that `complete` registered, with the words.
        let script = format!(
            "source ./tt.bash || exit 1
             found=$(complete -p tt) || exit 1
             [[ $found =~ '-F '([^ ]+) ]] || exit 1
             COMP_WORDS=({quoted}); COMP_CWORD={at}
             COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}
             \"${{BASH_REMATCH[1]}}\" tt '{last}' '{before}'
             printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            quoted = words
                .iter()
                .map(|word| format!("'{word}'"))
                .collect::<Vec<_>>()
                .join(" "),
            last = words[at],
            before = words[at - 1],
        );
        let out = printed(&bash, &["--norc", "--noprofile", "-c", &script], &home);
        out.lines().map(|word| word.trim().to_owned()).collect()
    });
}

#[test]
fn fish_completes() {
    let Some(fish) = shell("fish") else { return };
    let home = home();
    check("fish", |line| {
        let script = format!("source ./tt.fish; or exit 1; complete -C '{line}'");
        let out = printed(&fish, &["--no-config", "-c", &script], &home);
        out.lines()
            .filter_map(|line| line.split('\t').next())
            .map(str::to_owned)
            .collect()
    });
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
put 'finished() { print end > END }; zle -N finished; bindkey "^G" finished'
"#;

#[test]
fn zsh_completes() {
    let Some(zsh) = shell("zsh") else { return };
    let home = home();
    let offered_file = home.path().join("offered");
    check("zsh", |line| {
        let _ = std::fs::remove_file(&offered_file);
        let end_file = home.path().join("end");
        let setup = ZSH
            .replace("OFFERED", &offered_file.display().to_string())
            .replace("END", &end_file.display().to_string());
        let script = format!(
            "{setup}
             zpty -w -n it $'{line}\\t\\a'
             for try in {{1..500}}; do [[ -s $PWD/end ]] && break; zpty -r -t it drained; sleep 0.01; done
             [[ -s $PWD/end ]] || {{ print -u2 'no end'; exit 1 }}
             rm -f $PWD/end; zpty -d it"
        );
        printed(&zsh, &["-f", "-c", &script], &home);
        let known = std::fs::read_to_string(home.path().join("known")).unwrap();
        assert_eq!(known, "_tt: function\n_tt\n");
        let offered = std::fs::read_to_string(&offered_file).unwrap_or_default();
        offered
            .lines()
            .map(|word| word.trim_end_matches([' ', '=']).to_owned())
            .collect()
    });
}
