//! `tt config path|check` and what a broken config does to other commands.

use super::{Desk, WORK};

#[test]
fn the_paths_are_told() {
    let desk = Desk::new();
    desk.config("");
    let ran = desk.tt("config path").exits(0);
    assert!(ran.out.contains("config.toml"), "{}", ran.out);
    let json = desk.json("config path");
    assert_eq!(json["ok"], true);
    assert!(
        json["db"].as_str().unwrap().ends_with("data/tt.db"),
        "{json}"
    );
}

#[test]
fn a_good_config_checks_out_without_running_its_secrets() {
    let mut desk = Desk::new();
    desk.config(WORK);
    desk.set_env("CW_PRIVATE", "CANARY-1f0c");
    let ran = desk.tt("config check").exits(0);
    assert!(!format!("{}{}", ran.out, ran.err).contains("CANARY"));
    assert_eq!(desk.json("config check")["ok"], true);
}

#[test]
fn a_broken_config_names_file_line_and_nearest_key() {
    let desk = Desk::new();
    desk.config("[time]\nzone = \"Europe/Amsterdam\"\n[rules]\nnote_requird = true\n");
    for line in ["config check", "log 1h x", "list"] {
        let ran = desk.tt(line).exits(5);
        assert!(ran.err.contains("config.toml:4"), "{line}: {}", ran.err);
        assert!(ran.err.contains("note_required"), "{line}: {}", ran.err);
    }
    assert_eq!(
        desk.tt("list --json").exits(5).json()["error"]["code"],
        "config"
    );
}

#[test]
fn a_secret_in_plain_text_is_refused_and_not_repeated() {
    let desk = Desk::new();
    desk.config(&WORK.replace("{ env = \"CW_PRIVATE\" }", "\"CANARY-77aa\""));
    let ran = desk.tt("config check").exits(5);
    assert!(
        !format!("{}{}", ran.out, ran.err).contains("CANARY"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("command"), "{}", ran.err);
}

#[test]
fn a_profile_that_does_not_exist_is_a_matter_of_configuration() {
    let desk = Desk::new();
    desk.config(WORK);
    let ran = desk.tt("log 1h --ticket 5 -p wrok x");
    assert!([2, 5].contains(&ran.code), "{}", ran.err);
    assert!(ran.err.contains("work"), "{}", ran.err);
}
