//! A run as cron makes one: the very line that `tt schedule` writes, with next to nothing
//! in the environment and nobody there to read.

use super::{Bench, ran};
use crate::cli::Ran;
use std::process::Command;

/// Runs the command of the line as cron does.
fn by_cron(bench: &Bench, line: &str) -> Ran {
    // What cron takes off: the five fields, and the sign before a percent sign.
    let command = line.trim_end().splitn(6, ' ').nth(5).unwrap();
    let command = command.replace("\\%", "%");
    let output = Command::new("/bin/sh")
        .args(["-c", &command])
        .env_clear()
        .env("HOME", bench.desk.home())
        .env("LOGNAME", "user")
        .env("PATH", "/usr/bin:/bin")
        // The machine's zone is the person's.
        .env("TZ", "Europe/Amsterdam")
        .current_dir("/")
        .output();
    ran(output.unwrap())
}

#[test]
fn a_scheduled_run_is_silent_until_a_person_is_needed() {
    let bench = Bench::new();
    let line = bench.tt("schedule install --with cron -n").exits(0).out;
    let silent = |code: i32| {
        let ran = by_cron(&bench, &line).exits(code);
        assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
    };
    silent(0);
    bench.log("9:00-10:00", "dns");
    silent(0);
    assert_eq!(bench.notes(), ["dns"]);
    // A ticket whose status takes no time: said once.
    bench
        .tt("log yesterday 10:00-11:00 --ticket 54325 -m no")
        .exits(0);
    let told = by_cron(&bench, &line).exits(4);
    assert!(!(told.out + &told.err).is_empty());
    silent(4);
    // Nobody there: it is tried again later, which needs no person.
    bench.tt("delete last").exits(0);
    silent(0);
    bench.log("11:00-12:00", "mail");
    bench.config("url = \"http://127.0.0.1:1\"");
    silent(6);
    silent(6);
    bench.config("");
    silent(0);
    assert_eq!(bench.notes(), ["dns", "mail"]);
    // The prompt was kept by all of them.
    assert_eq!(bench.tt("prompt").exits(0).out, "");
}

#[test]
fn without_even_a_home_folder_the_line_says_where_everything_is() {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    let line = bench.tt("schedule install --with cron -n").exits(0).out;
    let command = line.trim_end().splitn(6, ' ').nth(5).unwrap().to_owned();
    let output = Command::new("/usr/bin/env")
        .args(["-i", "/bin/sh", "-c", &command])
        .current_dir("/")
        .output();
    let ran = ran(output.unwrap()).exits(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
    assert_eq!(bench.notes(), ["dns"]);
}
