//! `tt auth status`, and `tt config edit` beside it.

use super::Desk;
use crate::support::vendor::faults::{Fault, On, Plan};
use crate::sync::Bench;

#[test]
fn each_profile_says_who_it_is_and_where_its_secret_comes_from() {
    let bench = Bench::new();
    let key = bench.fake.credentials().private_key.clone();
    let ran = bench.tt("auth status").exits(0);
    assert!(
        ran.out.starts_with("work (ConnectWise PSA)\n"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("  access  works\n"), "{}", ran.out);
    assert!(ran.out.contains("private_key from file "), "{}", ran.out);
    let json = bench.tt("auth status work --json").exits(0).json();
    let work = &json["profiles"][0];
    assert_eq!(work["access"], "works");
    assert_eq!(work["login"][0]["key"], "private_key");
    assert!(work["member"]["id"].is_string(), "{work}");
    assert!(!format!("{}{json}", ran.out).contains(&key));
}

#[test]
fn a_login_that_fails_is_exit_5_and_a_service_that_is_away_exit_6() {
    let bench = Bench::new();
    bench.secret("key", "CANARY-no");
    let ran = bench.tt("auth status").exits(5);
    assert!(ran.out.contains("access  fails: "), "{}", ran.out);
    assert!(!ran.out.contains("CANARY"), "{}", ran.out);
    bench.config("");
    bench
        .fake
        .plan(Plan::calm().next(99, On::any(), Fault::RefuseBefore(503)));
    let json = bench.tt("auth status --json").exits(6).json();
    assert_eq!(json["profiles"][0]["access"], "unreachable");
    std::fs::remove_file(bench.desk.home().join("key")).unwrap();
    let json = bench.tt("auth status --json").exits(5).json();
    assert_eq!(json["profiles"][0]["access"], "refused");
}

#[test]
fn without_profiles_there_is_nothing_to_say() {
    let desk = Desk::new();
    assert!(desk.tt("auth status").exits(0).err.contains("tt init"));
    assert_eq!(
        desk.json("auth status")["profiles"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
    desk.tt("auth status nobody").exits(2);
}

#[cfg(unix)]
#[test]
fn the_configuration_opens_in_the_editor_and_is_checked() {
    let mut desk = Desk::new();
    desk.tt("config edit").exits(1);
    desk.config("[time]\n");
    desk.set_env("EDITOR", "printf 'seconds = true\\n' >>");
    desk.tt("config edit").exits(0);
    let text = std::fs::read_to_string(desk.home().join("config.toml")).unwrap();
    assert_eq!(text, "[time]\nseconds = true\n");
    let ran = desk.tt("config edit").exits(5);
    assert!(ran.err.contains("config.toml:"), "{}", ran.err);
}
