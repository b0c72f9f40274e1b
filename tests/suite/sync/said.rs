//! What a run says, and what it never says.

use super::{Bench, ran};
use crate::support::vendor::faults::{Fault, On, Plan};

#[test]
fn a_quiet_run_says_a_problem_once() {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    let quiet = |code| {
        let ran = bench.tt("sync --quiet").exits(code);
        assert_eq!(ran.out, "");
        ran.err
    };
    assert_eq!(quiet(0), "");
    bench
        .tt("log yesterday 10:00-11:00 --ticket 54325 -m no")
        .exits(0);
    let said = quiet(4);
    assert!(said.contains("entry 2 was refused"), "{said}");
    assert_eq!(quiet(4), "");
    assert_eq!(quiet(4), "");
    // A new one is told, without the old one.
    bench
        .tt("log yesterday 11:00-12:00 --ticket 54326 -m no")
        .exits(0);
    let said = quiet(4);
    assert!(
        said.contains("entry 3 was refused") && !said.contains("entry 2"),
        "{said}"
    );
    // What a person asks for is told whole.
    let said = bench.tt("sync").exits(4).err;
    assert!(
        said.contains("entry 2") && said.contains("entry 3"),
        "{said}"
    );
    // Gone, and back again: news.
    bench.tt("delete 2").exits(0);
    assert_eq!(quiet(4), "");
}

#[test]
fn a_quiet_run_says_trouble_that_passes_once_when_it_has_lasted_for_hours() {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    bench.config("url = \"http://127.0.0.1:1\"");
    let quiet = |time: &str| {
        let mut command = bench.command();
        command.args(["sync", "--quiet", "--now"]);
        let ran = ran(command.env("TT_NOW", time).output().unwrap()).exits(6);
        assert_eq!(ran.out, "");
        ran.err
    };
    let day = super::now().format("%Y-%m-%d");
    assert_eq!(quiet(&format!("{day}T06:00:00Z")), "");
    assert_eq!(quiet(&format!("{day}T09:59:59Z")), "");
    let said = quiet(&format!("{day}T10:00:00Z"));
    assert!(
        said.contains("refused the connection") && said.contains("help:"),
        "{said}"
    );
    assert_eq!(quiet(&format!("{day}T10:15:00Z")), "");
    bench.config("");
    bench.tt("sync --quiet --now").exits(0);
    assert_eq!(bench.notes(), ["dns"]);
    bench.log("10:00-11:00", "mail");
    bench.config("url = \"http://127.0.0.1:1\"");
    assert_eq!(quiet(&format!("{day}T10:30:00Z")), "", "another outage");
}

#[test]
fn a_secret_shows_nowhere() {
    let bench = Bench::new();
    let keys = bench.fake.credentials();
    let authorization = keys.authorization();
    let canaries = [
        keys.private_key.as_str(),
        authorization.trim_start_matches("Basic "),
    ];
    bench.log("9:00-10:00", "dns");
    let weather = Fault::weather();
    for (at, fault) in weather.iter().enumerate() {
        // One for a read, one for a write.
        let plan = Plan::once(On::any().after(at % 3), fault.clone());
        bench.fake.plan(plan.next(1, On::writes(), fault.clone()));
        for level in ["trace", "debug"] {
            let mut command = bench.command();
            command
                .args(["sync", "--now", "--max-time", "5s"])
                .env("TT_LOG", level);
            let ran = super::ran(command.output().unwrap());
            assert!(ran.err.contains("tt::net"), "{}", ran.err);
            for canary in canaries {
                assert!(
                    !ran.err.contains(canary) && !ran.out.contains(canary),
                    "{fault:?}: {}",
                    ran.err
                );
            }
            assert!(!ran.err.contains("ureq"), "{}", ran.err);
        }
    }
    let mut folders = vec![bench.desk.home().to_owned()];
    let mut n_files = 0;
    while let Some(folder) = folders.pop() {
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            // The file that the secret is read from, by the configuration.
            if path.file_name().is_some_and(|name| name == "key") {
                continue;
            }
            n_files += 1;
            let bytes = std::fs::read(&path).unwrap();
            for canary in canaries {
                let found = bytes
                    .windows(canary.len())
                    .any(|it| it == canary.as_bytes());
                assert!(!found, "{}", path.display());
            }
        }
    }
    assert!(
        n_files >= 3,
        "database, snapshot and journal are among them"
    );
}

#[test]
fn the_log_is_off_unless_asked_for_and_takes_levels_only() {
    let bench = Bench::new();
    assert_eq!(bench.tt("sync").exits(0).err, "");
    let mut command = bench.command();
    let ran = super::ran(command.arg("sync").env("TT_LOG", "loud").output().unwrap()).exits(2);
    assert!(
        ran.err.contains("TT_LOG") && ran.err.contains("help:"),
        "{}",
        ran.err
    );
    let mut command = bench.command();
    let ran = super::ran(command.arg("sync").env("TT_LOG", "debug").output().unwrap()).exits(0);
    assert!(
        ran.err.contains("GET /login/companyinfo/acme"),
        "{}",
        ran.err
    );
}
