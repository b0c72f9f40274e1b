//! What is offered where there is nothing, something damaged or somebody else at work: as
//! much as can be had, at once, and never a word besides.

use super::{EVIL, everywhere, scripted, stocked};
use crate::cli::{Desk, WORK};

#[test]
fn without_a_database_nothing_is_made_and_nothing_is_said() {
    let desk = scripted();
    desk.config(WORK);
    everywhere(&desk, "tt show ", &[]);
    everywhere(&desk, "tt log --ticket 5", &[]);
    everywhere(&desk, "tt log -p ", &["work"]);
    assert!(!desk.db().exists() && !desk.db().parent().unwrap().exists());
}

#[test]
fn a_damaged_database_offers_nothing() {
    let desk = stocked();
    let whole = std::fs::read(desk.db()).unwrap();
    let mut broken = whole.clone();
    for at in (4_096..broken.len()).step_by(7) {
        broken[at] ^= 0x55;
    }
    for bytes in [
        broken,
        whole[..5_000].to_vec(),
        vec![b'x'; 9_000],
        Vec::new(),
    ] {
        std::fs::write(desk.db(), &bytes).unwrap();
        everywhere(&desk, "tt show ", &[]);
        everywhere(&desk, "tt log --client ac", &[]);
        assert_eq!(std::fs::read(desk.db()).unwrap(), bytes);
    }
}

#[test]
fn a_locked_database_is_not_waited_for() {
    let desk = stocked();
    let mut other = rusqlite::Connection::open(desk.db()).unwrap();
    let lock = other
        .transaction_with_behavior(rusqlite::TransactionBehavior::Exclusive)
        .unwrap();
    everywhere(&desk, "tt show ", &[]);
    everywhere(&desk, "tt log -p w", &["work"]);
    drop(lock);
    everywhere(&desk, "tt show ", &["2", "1"]);
}

/// Somebody who was killed in a commit left it to be rolled back: not by a glance.
#[test]
fn a_commit_that_was_cut_short_is_left_alone() {
    let desk = stocked();
    let journal = desk.home().join("data/tt.db-journal");
    let hot = {
        let mut other = rusqlite::Connection::open(desk.db()).unwrap();
        other.pragma_update(None, "cache_spill", 1).unwrap();
        other.pragma_update(None, "cache_size", 1).unwrap();
        let change = other.transaction().unwrap();
        change
            .execute_batch("UPDATE entries SET note=hex(zeroblob(20000))")
            .unwrap();
        let kept = (
            std::fs::read(desk.db()).unwrap(),
            std::fs::read(&journal).unwrap(),
        );
        drop(change);
        kept
    };
    assert!(
        hot.1.starts_with(&[0xd9, 0xd5, 0x05, 0xf9]),
        "the journal is not hot"
    );
    std::fs::write(desk.db(), &hot.0).unwrap();
    std::fs::write(&journal, &hot.1).unwrap();
    everywhere(&desk, "tt show ", &[]);
    assert_eq!(std::fs::read(&journal).unwrap(), hot.1);
    // The next command sees to it.
    desk.tt("list").exits(0);
    everywhere(&desk, "tt show ", &["2", "1"]);
}

#[test]
fn a_broken_configuration_disturbs_nothing_else() {
    let desk = stocked();
    desk.config("default_profile = [[[");
    everywhere(&desk, "tt show ", &["2", "1"]);
    everywhere(&desk, "tt log -p w", &[]);
    everywhere(&desk, "tt log -p work --ticket 543", &["54321"]);
    everywhere(&desk, "tt list --format cs", &["csv"]);
}

#[test]
fn whatever_the_scripts_send_the_answer_is_quiet() {
    let desk = stocked();
    for args in [
        &["__complete"][..],
        &["__complete", "bash"],
        &["__complete", "bash", "9", "", "tt log --client \"\u{1b}["],
        &["__complete", "zsh"],
        &["__complete", "zsh", "tt"],
        &["__complete", "csh", "tt", ""],
        &[
            "__complete",
            "fish",
            "tt",
            "log",
            "--ticket",
            "99999999999999999999",
        ],
        &["__complete", "fish", "tt", "show", "9223372036854775807"],
        &["__complete", "powershell", ".tt", ".log", ".--ticket", ".%"],
    ] {
        let ran = desk.run(args).exits(0);
        assert_eq!(ran.err, "", "{args:?}");
        assert!(ran.out.lines().count() <= 1, "{args:?}: {}", ran.out);
    }
    let mut broken = Desk::new();
    broken.set_env("TT_NOW", "never");
    let ran = broken
        .run(&["__complete", "zsh", "tt", "show", ""])
        .exits(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("words\n", ""));
}

/// PowerShell is not at hand: what its script would be told.
#[test]
fn powershell_is_told_what_to_insert_and_what_to_show() {
    let desk = stocked();
    let told = |words: &[&str]| {
        let words = words.iter().map(|word| format!(".{word}"));
        let args: Vec<_> = ["__complete".to_owned(), "powershell".to_owned()]
            .into_iter()
            .chain(words)
            .collect();
        desk.run(&args).exits(0).out
    };
    let quoted = EVIL.replace('\'', "''");
    assert_eq!(
        told(&["tt", "log", "--client", "e"]),
        format!("prefix\n'{quoted}'\t{EVIL}\t\n")
    );
    assert_eq!(
        told(&["tt", "log", "--ticket", "543"]),
        "prefix\n54321\t54321\tAcme Corp: Mail is slow\n"
    );
    assert_eq!(told(&["tt", "backup", ""]), "files\t\n");
}
