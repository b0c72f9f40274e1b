//! A renewal that is killed before each of its system calls, or told by the disk that it
//! is full, failing or read-only: the token on the disk is the old one or the new one, and
//! the next run gets in, or says what was lost.

use super::*;
use crate::crash::tracer::{self, Call};
use crate::crash::{for_each, said};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Calls that change something, on the disk or at the service.
const CHANGING: &[&str] = &[
    "connect",
    "flock",
    "fsync",
    "ftruncate",
    "lseek",
    "mkdir",
    "openat",
    "recvfrom",
    "rename",
    "sendto",
    "unlink",
    "write",
    "read",
    "close",
];

/// A login of its own in a folder of its own.
struct Place<'b> {
    books: &'b Books,
    state: tempfile::TempDir,
    old: Value,
}

impl<'b> Place<'b> {
    /// Tokens fresh from the service, kept as `like` is.
    fn new(books: &'b Books, address: &str, like: &Value) -> Self {
        let to = books.browse(address);
        let code = to.split_once("code=").unwrap().1.split('&').next().unwrap();
        let given = books.exchange(&format!("grant_type=authorization_code&code={code}"));
        let mut old = like.clone();
        for name in ["access_token", "refresh_token"] {
            old[name] = given[name].clone();
        }
        let place = Self {
            books,
            state: tempfile::tempdir().unwrap(),
            old,
        };
        std::fs::write(place.file(), place.old.to_string()).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(place.file(), PermissionsExt::from_mode(0o600)).unwrap();
        }
        place
    }

    fn file(&self) -> PathBuf {
        self.state.path().join("books.login")
    }

    /// Asks the service who we are when the token is about to end.
    fn tt(&self, by_way_of: &[String]) -> Output {
        let tt = assert_cmd::cargo::cargo_bin!("tt");
        let mut command = match by_way_of {
            [] => Command::new(tt),
            [program, rest @ ..] => {
                let mut command = Command::new(program);
                command.args(rest).arg(tt);
                command
            }
        };
        let home = self.books.desk.home();
        command
            .args(["auth", "status"])
            .env_clear()
            .env("HOME", home)
            .env("PATH", "/usr/bin:/bin")
            .env("TZ", "Europe/Amsterdam")
            .env("TT_NOW", in_seconds(6_950))
            .env("TT_DB", home.join("none.db"))
            .env("TT_CONFIG", home.join("config.toml"))
            .env("TT_STATE_DIR", self.state.path())
            .stdin(Stdio::null());
        command.output().unwrap()
    }

    /// The old tokens or new ones, whole; whether they are new.
    fn is_new(&self, when: &str) -> bool {
        let text =
            std::fs::read_to_string(self.file()).unwrap_or_else(|why| panic!("{when}: {why}"));
        let kept: Value = serde_json::from_str(&text).unwrap_or_else(|why| panic!("{when}: {why}"));
        let differs = |name: &str| kept[name] != self.old[name];
        assert_eq!(differs("access_token"), differs("refresh_token"), "{when}");
        differs("access_token")
    }

    /// How often the service took this refresh token.
    fn n_given(&self) -> usize {
        let old = self.old["refresh_token"].as_str().unwrap();
        let renewals = self.books.renewals();
        let mine = renewals.iter().filter(|(token, _)| token == old);
        mine.filter(|(_, status)| *status != Some(400)).count()
    }
}

/// The calls of a renewal from the first look at the login on.
fn calls(place: &Place<'_>) -> Vec<Call> {
    let log = place.state.path().join("trace");
    let by_way_of = ["strace", "-qq", "-o", &log.to_string_lossy()].map(str::to_owned);
    let output = place.tt(&by_way_of);
    assert!(output.status.success(), "{}", said(&output));
    let calls = tracer::read(Path::new(&log));
    let first = calls
        .iter()
        .position(|call| call.line.contains("books.login"));
    calls
        .into_iter()
        .skip(first.unwrap())
        .filter(|call| CHANGING.contains(&call.name.as_str()))
        .collect()
}

fn books() -> (Books, String, Value) {
    let books = Books::with(|options| options.expires_in = Some(7_200));
    books.log_in();
    let like = books.kept();
    let address = books.address();
    (books, address, like)
}

#[test]
fn killed_before_every_call_of_a_renewal_the_old_or_the_new_token_is_there() {
    if !tracer::can_trace() {
        return;
    }
    let (books, address, like) = books();
    let points = calls(&Place::new(&books, &address, &like));
    let (n_killed, n_lost) = (AtomicUsize::new(0), AtomicUsize::new(0));
    for_each(&points, |call| {
        let place = Place::new(&books, &address, &like);
        let output = place.tt(&call.with("signal=SIGKILL"));
        let when = format!("killed at {}: {}", call.line, said(&output));
        n_killed.fetch_add(
            usize::from(output.status.code().is_none()),
            Ordering::Relaxed,
        );
        let was_new = place.is_new(&when);
        let next = place.tt(&[]);
        let told = String::from_utf8_lossy(&next.stdout).into_owned();
        let when = format!("{when}\nthen {}", said(&next));
        if next.status.success() {
            assert!(place.is_new(&when), "{when}");
        } else {
            // The service gave the new one to a process that did not live to keep it.
            assert!(!was_new, "{when}");
            assert_eq!(next.status.code(), Some(5), "{when}");
            assert!(
                told.contains("was lost") && told.contains("tt auth login books"),
                "{when}"
            );
            n_lost.fetch_add(1, Ordering::Relaxed);
        }
        assert_eq!(place.n_given(), 1, "{when}");
    });
    let (n_killed, n_lost) = (n_killed.into_inner(), n_lost.into_inner());
    println!(
        "killed at {n_killed} of {} points, {n_lost} answers lost",
        points.len()
    );
    assert!(
        n_killed * 10 >= points.len() * 8,
        "only {n_killed} of {} died",
        points.len()
    );
    // Only while the answer is under way.
    assert!(n_lost * 3 < points.len(), "{n_lost} of {}", points.len());
}

#[test]
fn a_disk_that_says_no_is_met_before_the_token_is_spent() {
    if !tracer::can_trace() {
        return;
    }
    let (books, address, like) = books();
    let made = calls(&Place::new(&books, &address, &like));
    let disk = |call: &&Call| {
        matches!(
            call.name.as_str(),
            "write" | "fsync" | "ftruncate" | "rename" | "openat" | "flock"
        ) && !call.line.starts_with("write(1,")
    };
    let points: Vec<(Call, &str)> = made
        .iter()
        .filter(disk)
        .flat_map(|call| ["ENOSPC", "EROFS"].map(|error| (call.clone(), error)))
        .collect();
    let n_lost = AtomicUsize::new(0);
    for_each(&points, |(call, error)| {
        let place = Place::new(&books, &address, &like);
        let output = place.tt(&call.with(&format!("error={error}")));
        let when = format!("{error} at {}: {}", call.line, said(&output));
        assert!(
            !String::from_utf8_lossy(&output.stderr).contains("panicked"),
            "{when}"
        );
        let is_new = place.is_new(&when);
        if !output.status.success() {
            assert_eq!(output.status.code(), Some(5), "{when}");
        }
        if place.n_given() == 1 && !is_new {
            // Spent and not kept: the disk took the room back that it had given.
            let told = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(
                told.contains("could not be kept") && told.contains("tt auth login"),
                "{when}"
            );
            n_lost.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let next = place.tt(&[]);
        assert!(next.status.success(), "{when}\nthen {}", said(&next));
        assert_eq!(place.n_given(), 1, "{when}");
    });
    println!(
        "{} points, {} lost",
        points.len(),
        n_lost.load(Ordering::Relaxed)
    );
    // What is left after the answer: the text, its length, to the disk, into its place.
    assert!(n_lost.into_inner() <= 8);
}
