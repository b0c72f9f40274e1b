//! `tt init`: a profile from options or variables, known to work before it is written.

use super::{Desk, Ran};
use crate::support::vendor::connectwise::{Fake, Options};

/// A machine without configuration beside a service.
struct Fresh {
    fake: Fake,
    desk: Desk,
}

impl Fresh {
    fn new() -> Self {
        let fake = Fake::start(Options::default());
        let keys = fake.credentials();
        let mut desk = Desk::new();
        desk.set_env(
            "TT_CONFIG",
            desk.home().join("conf/config.toml").to_str().unwrap(),
        );
        for (name, value) in [
            ("URL", fake.url().to_string()),
            ("COMPANY_ID", keys.company_id.clone()),
            ("CLIENT_ID", keys.client_id.clone()),
            ("PUBLIC_KEY", keys.public_key.clone()),
            ("PRIVATE_KEY", keys.private_key.clone()),
            ("MEMBER", keys.member.clone()),
        ] {
            desk.set_env(&format!("TT_CONNECTWISE_{name}"), &value);
        }
        Self { fake, desk }
    }

    fn tt(&self, line: &str) -> Ran {
        let mut command = self.desk.command();
        command.env_remove("TT_NOW");
        let ran = command.args(line.split_whitespace()).output().unwrap();
        Ran {
            code: ran.status.code().unwrap_or(-1),
            out: String::from_utf8(ran.stdout).unwrap(),
            err: String::from_utf8(ran.stderr).unwrap(),
        }
    }

    fn config(&self) -> Option<String> {
        std::fs::read_to_string(self.desk.home().join("conf/config.toml")).ok()
    }
}

#[test]
fn a_script_sets_a_profile_up_and_it_works() {
    let fresh = Fresh::new();
    let ran = fresh
        .tt("init --backend connectwise --from-env --work-type remote --json")
        .exits(0);
    let value = ran.json();
    assert_eq!(value["profile"], "work");
    assert_eq!(value["checked"], true);
    let config = fresh.config().unwrap();
    let key = fresh.fake.credentials().private_key.clone();
    assert!(!config.contains(&key), "{config}");
    assert!(
        config.contains("{ env = \"TT_CONNECTWISE_PRIVATE_KEY\" }"),
        "{config}"
    );
    assert!(config.contains("work_type = \"Remote\""), "{config}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let path = fresh.desk.home().join("conf/config.toml");
        let mode = std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    fresh.tt("config check").exits(0);
    fresh.tt("auth status").exits(0);
    fresh
        .tt("log yesterday 9-10 --ticket 54321 -m dns")
        .exits(0);
    fresh.tt("sync").exits(0);
    assert_eq!(fresh.fake.entries().len(), 1);
}

#[test]
fn what_is_missing_is_told_at_once_with_the_ways_to_say_it() {
    let desk = Desk::new();
    let ran = desk.tt("init").exits(2);
    assert!(ran.err.contains("--backend: connectwise"), "{}", ran.err);
    let ran = desk
        .tt("init --backend connectwise --url https://cw.example.com")
        .exits(2);
    for word in ["--company-id", "--secret", "TT_CONNECTWISE_PRIVATE_KEY"] {
        assert!(ran.err.contains(word), "{word}: {}", ran.err);
    }
    let ran = desk
        .tt("init --backend connectwise --from-env --secret s3cr3t --offline")
        .exits(2);
    assert!(!ran.err.contains("s3cr3t"), "{}", ran.err);
    assert!(!desk.home().join("config.toml").exists());
}

#[test]
fn nothing_is_written_when_the_service_does_not_let_us_in() {
    let mut fresh = Fresh::new();
    fresh
        .desk
        .set_env("TT_CONNECTWISE_PRIVATE_KEY", "CANARY-wrong");
    let ran = fresh.tt("init --backend connectwise --from-env").exits(5);
    assert!(ran.err.contains("nothing was written"), "{}", ran.err);
    assert!(!ran.err.contains("CANARY"), "{}", ran.err);
    assert_eq!(fresh.config(), None);
    let ran = fresh
        .tt("init --backend connectwise --from-env --offline")
        .exits(0);
    assert!(ran.err.contains("tt auth status work"), "{}", ran.err);
    assert!(
        ran.err
            .contains("the variable TT_CONNECTWISE_PRIVATE_KEY, which a schedule"),
        "{}",
        ran.err
    );
    assert!(fresh.config().is_some());
    let ran = fresh.tt("auth status").exits(5);
    assert!(ran.out.contains("access  fails"), "{}", ran.out);
}

#[test]
fn what_is_there_stays_and_a_profile_is_never_overwritten() {
    let fresh = Fresh::new();
    fresh.tt("init --backend connectwise --from-env").exits(0);
    let first = fresh.config().unwrap();
    let ran = fresh.tt("init --backend connectwise --from-env").exits(2);
    assert!(
        ran.err.contains("there is a profile work already"),
        "{}",
        ran.err
    );
    assert_eq!(fresh.config().unwrap(), first);
    fresh
        .tt("init --backend connectwise --from-env --profile lab")
        .exits(0);
    let both = fresh.config().unwrap();
    assert!(both.starts_with(&first), "{both}");
    fresh.tt("auth status lab").exits(0);
    // Names that no profile may have are refused before anything is asked.
    fresh.fake.clear_requests();
    fresh
        .tt("init --backend connectwise --from-env --profile a/b")
        .exits(2);
    assert!(fresh.fake.requests().is_empty());
    assert_eq!(fresh.config().unwrap(), both);
}

#[test]
fn a_value_or_a_work_type_that_does_not_fit_is_named() {
    let fresh = Fresh::new();
    let ran = fresh
        .tt("init --backend connectwise --from-env --client-id abc")
        .exits(2);
    assert!(ran.err.contains("--client-id does not fit"), "{}", ran.err);
    let ran = fresh
        .tt("init --backend connectwise --from-env --work-role Wizard")
        .exits(2);
    assert!(ran.err.contains("Engineer"), "{}", ran.err);
    let ran = fresh
        .tt("init --backend connectwise --from-env --member nobody")
        .exits(5);
    assert!(ran.err.contains("nobody"), "{}", ran.err);
    assert_eq!(fresh.config(), None);
}

/// A service with a usual address is asked where it is said to be, and a script that does
/// not know its number there is told which there are.
#[test]
fn moneybird_is_asked_at_the_address_that_is_named() {
    use crate::support::vendor::moneybird;
    let fake = moneybird::Fake::start(moneybird::Options::default());
    let mut fresh = Fresh::new();
    fresh.desk.set_env("MB_TOKEN", &fake.token());
    let line = format!(
        "init --backend moneybird --secret env:MB_TOKEN --url {} --administration {}",
        fake.url(),
        fake.administration()
    );
    let user = fake.user().to_string();
    let ran = fresh.tt(&line).exits(2);
    assert!(ran.err.contains("--member: "), "{}", ran.err);
    assert!(ran.err.contains(&format!("{user} (Noor)")), "{}", ran.err);
    assert_eq!(fresh.config(), None);

    let ran = fresh.tt(&format!("{line} --member {user}")).exits(0);
    assert!(
        ran.out.contains("read clients and projects,"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("ticket"), "{}", ran.out);
    let config = fresh.config().unwrap();
    let address = format!("url = \"{}\"", fake.url());
    assert!(config.contains(&address), "{config}");
    fresh.tt("config check").exits(0);
    fresh.tt("auth status").exits(0);
}
