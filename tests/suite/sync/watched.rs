//! A sync with somebody before it: no bar where nobody looks, a clean end on Ctrl-C.

use super::Bench;
use crate::support::vendor::faults::{Fault, On, Plan};
use std::process::Command;
use std::time::Duration;

#[test]
fn off_a_terminal_nothing_is_drawn() {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    let ran = bench.tt("sync").exits(0);
    assert_eq!(
        (ran.out.as_str(), ran.err.as_str()),
        ("work (ConnectWise PSA): 1 sent\n", "")
    );
    let idle = bench.tt("sync").exits(0);
    assert_eq!(idle.out, "work (ConnectWise PSA): nothing to do\n");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_with_130_and_the_next_run_goes_on() {
    for json in [false, true] {
        let bench = Bench::new();
        for hour in 8..12 {
            bench.log(&format!("{hour}:00-{hour}:30"), &format!("n{hour}"));
        }
        bench
            .fake
            .plan(Plan::calm().next(99, On::writes(), Fault::SlowDrip { every_ms: 50 }));
        let seen = bench.fake.watch();
        let args: &[&str] = if json { &["sync", "--json"] } else { &["sync"] };
        let child = bench.start(args);
        // Until the first write has come.
        while !seen.recv().unwrap().is_write() {}
        let killed = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status();
        assert!(killed.unwrap().success());
        let ran = super::ran(child.wait_with_output().unwrap()).exits(130);
        if json {
            assert_eq!(ran.json()["error"]["code"], "interrupted");
        } else {
            assert_eq!(ran.out, "");
            assert!(
                ran.err
                    .starts_with("error: interrupted; everything is kept\n"),
                "{}",
                ran.err
            );
        }
        bench.fake.plan(Plan::calm());
        bench.until_settled();
        assert_eq!(bench.notes(), ["n10", "n11", "n8", "n9"]);
        bench.is_idle();
    }
}

/// Everything that `tt` does, with everything it logs: the credentials are in none of it.
#[test]
fn no_command_shows_a_credential() {
    let bench = Bench::new();
    let keys = bench.fake.credentials();
    let authorization = keys.authorization();
    let canaries = [
        keys.private_key.as_str(),
        authorization.trim_start_matches("Basic "),
    ];
    bench.log("9:00-10:00", "dns");
    bench
        .tt("log yesterday 10:00-11:00 --ticket 54325 -m no")
        .exits(0);
    let zoo = [
        "sync -n",
        "sync",
        "sync --quiet",
        "status",
        "list",
        "show 1 2",
        "week",
        "report",
        "history",
        "check",
        "review",
        "resolve 2 --retry",
        "resolve 1 --release",
        "edit 1 -m more",
        "sync --push",
        "sync --pull",
        "split 1 --into 2",
        "undo",
        "submit 1",
        "recall 1",
        "start x",
        "pause",
        "resume",
        "switch y",
        "stop",
        "cancel",
        "continue 1",
        "delete 2",
        "sync --now",
        "rules",
        "config path",
        "config check",
        "doctor",
        "backup",
        "completions bash",
        "help config",
        "no-such-command",
        "sync nowhere",
        "log 8 what",
    ];
    let clean = |what: &str, text: &str| {
        for canary in canaries {
            assert!(!text.contains(canary), "{what}: {text}");
        }
    };
    for line in zoo {
        for json in ["", " --json"] {
            let line = format!("{line}{json}");
            let mut command = bench.command();
            command.env("TT_LOG", "trace").args(line.split_whitespace());
            let ran = super::ran(command.output().unwrap());
            clean(&line, &ran.out);
            clean(&line, &ran.err);
        }
    }
    // Nor in the list of processes while it runs.
    bench.log("14:00-15:00", "late");
    bench.fake.slow(Duration::from_millis(50));
    let seen = bench.fake.watch();
    let child = bench.start(&["sync", "--now"]);
    seen.recv().unwrap();
    let process = format!("/proc/{}", child.id());
    for file in ["cmdline", "environ"] {
        if let Ok(shown) = std::fs::read(format!("{process}/{file}")) {
            clean(file, &String::from_utf8_lossy(&shown));
        }
    }
    child.wait_with_output().unwrap();
    let mut folders = vec![bench.desk.home().to_owned()];
    while let Some(folder) = folders.pop() {
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name != "key") {
                let bytes = std::fs::read(&path).unwrap();
                clean(
                    &path.display().to_string(),
                    &String::from_utf8_lossy(&bytes),
                );
            }
        }
    }
}
