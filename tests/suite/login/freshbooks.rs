//! FreshBooks: refresh tokens that are used up by their use, several businesses, tokens
//! that can be withdrawn.

use super::{REDIRECT, address_in, in_seconds};
use crate::cli::{Desk, Ran};
use crate::support::vendor::faults::{Fault, On, Plan};
use crate::support::vendor::freshbooks::{Fake, Old, Options};
use crate::sync::{keep_secret, ran};
use serde_json::{Value, json};
use std::path::PathBuf;

const TOKEN: &str = "/auth/oauth/token";
const REVOKE: &str = "/auth/oauth/revoke";

struct Books {
    fake: Fake,
    desk: Desk,
}

impl Books {
    fn new() -> Self {
        Self::with(|_| {})
    }

    fn with(change: impl FnOnce(&mut Options)) -> Self {
        let mut options = Options::default();
        change(&mut options);
        let books = Self {
            fake: Fake::start(options),
            desk: Desk::new(),
        };
        let app = books.fake.application();
        keep_secret(&books.desk, "app", &app.client_secret);
        books.config("");
        books
    }

    fn config(&self, more: &str) {
        let app = self.fake.application();
        self.desk.config(&format!(
            "default_profile = \"books\"\n\n[profile.books]\nbackend = \"freshbooks\"\nurl = {:?}\n{more}\n\n\
             [profile.books.oauth]\nclient_id = {:?}\nclient_secret = {{ file = \"app\" }}\nredirect_uri = {REDIRECT:?}\n",
            self.fake.url(),
            app.client_id,
        ));
    }

    fn run(&self, words: &[&str]) -> Ran {
        let mut command = self.desk.command();
        command.env_remove("TT_NOW").args(words);
        ran(command.output().unwrap())
    }

    fn tt(&self, line: &str) -> Ran {
        self.run(&line.split_whitespace().collect::<Vec<_>>())
    }

    /// Runs a line so many seconds from now, on both clocks.
    fn later(&self, seconds: i64, line: &str) -> Ran {
        self.fake.advance(seconds);
        let mut command = self.desk.command();
        command.env("TT_NOW", in_seconds(seconds));
        let ran = ran(command.args(line.split_whitespace()).output().unwrap());
        self.fake.advance(-seconds);
        ran
    }

    /// Where the browser is sent after the address that a log-in prints.
    fn consent(&self) -> String {
        let asked = self.tt("auth login").exits(2);
        self.fake.consent(&address_in(&asked.err)).unwrap()
    }

    fn log_in(&self) -> Ran {
        let to = self.consent();
        self.run(&["auth", "login", "--business", "6001", "--paste", &to])
            .exits(0)
    }

    fn file(&self) -> PathBuf {
        self.desk.home().join("state/books.login")
    }

    fn kept(&self, name: &str) -> Value {
        let text = std::fs::read_to_string(self.file()).unwrap();
        serde_json::from_str::<Value>(&text).unwrap()[name].clone()
    }

    fn asked(&self, path: &str) -> usize {
        let requests = self.fake.requests();
        requests.iter().filter(|it| it.path == path).count()
    }
}

#[test]
fn of_several_businesses_one_is_chosen_with_account_and_person() {
    let books = Books::new();
    let to = books.consent();
    assert!(to.starts_with(REDIRECT), "{to}");
    let ran = books.run(&["auth", "login", "--paste", &to]).exits(2);
    assert!(
        ran.err.contains("which business to book in is not said"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("6001 (") && ran.err.contains("6002 ("),
        "{}",
        ran.err
    );
    let told = books
        .tt("auth login --business 6001 --json")
        .exits(0)
        .json();
    assert_eq!(
        (&told["tenant"], &told["account"]),
        (&json!("6001"), &json!("aB3dE"))
    );
    assert_eq!(told["member"]["id"], "700100");
    assert!(told["expires_at"].is_string(), "{told}");
    books.tt("auth login --administration 1").exits(2);
    books
        .tt("log yesterday 9:00-10:00 --project 81234 -m dns")
        .exits(0);
    books.tt("sync").exits(0);
    assert_eq!(books.fake.active_entries().len(), 1);
    // A business without accounting has no account, and time is booked all the same.
    let told = books
        .tt("auth login --business 6002 --json")
        .exits(0)
        .json();
    assert_eq!(
        (&told["tenant"], &told["account"]),
        (&json!("6002"), &Value::Null)
    );
    let status = books.tt("auth status --json").exits(0).json();
    assert_eq!(status["profiles"][0]["tenant"], "6002");
    assert!(status["profiles"][0]["expires_at"].is_string());
    assert_eq!(books.fake.schema_errors(), Vec::<String>::new());
}

#[test]
fn one_who_says_no_and_one_who_comes_too_late_are_not_let_in() {
    let books = Books::with(|options| options.denies = true);
    let to = books.consent();
    assert!(to.contains("error=access_denied"), "{to}");
    let ran = books.run(&["auth", "login", "--paste", &to]).exits(5);
    assert!(ran.err.contains("refused there"), "{}", ran.err);
    books.fake.set_options(|options| options.denies = false);
    let to = books.consent();
    books.fake.advance(301);
    let ran = books.run(&["auth", "login", "--paste", &to]).exits(5);
    assert!(ran.err.contains("does not take this code"), "{}", ran.err);
    assert!(!books.file().exists());
    books.fake.advance(-301);
    books.log_in();
}

#[test]
fn half_a_day_later_it_is_renewed_once_by_whoever_comes_first() {
    let books = Books::new();
    books.log_in();
    let first = books.kept("refresh_token");
    books.fake.clear_requests();
    books.later(40_000, "auth status").exits(0);
    assert_eq!(books.asked(TOKEN), 0);
    books.fake.advance(43_200);
    let moment = in_seconds(43_200);
    std::thread::scope(|scope| {
        let one = || {
            let mut command = books.desk.command();
            command.env("TT_NOW", &moment).args(["auth", "status"]);
            ran(command.output().unwrap())
        };
        let all: Vec<_> = (0..5).map(|_| scope.spawn(one)).collect();
        for one in all {
            one.join().unwrap().exits(0);
        }
    });
    books.fake.advance(-43_200);
    assert_eq!(books.asked(TOKEN), 1);
    assert_ne!(books.kept("refresh_token"), first);
    // A clock of ours that is off: the service says when it is over.
    books.fake.expire_tokens();
    books.tt("auth status").exits(0);
    assert_eq!(books.asked(TOKEN), 2);
    let good = books.fake.refresh_tokens();
    assert_eq!(good, [books.kept("refresh_token").as_str().unwrap()]);
}

#[test]
fn a_second_machine_ends_the_login_of_the_first() {
    let books = Books::new();
    books.log_in();
    books.fake.login();
    let ran = books.later(43_200, "sync").exits(5);
    assert_eq!(
        ran.err.matches("no longer takes the login").count(),
        1,
        "{}",
        ran.err
    );
    books.fake.clear_requests();
    books.later(43_300, "sync").exits(5);
    assert_eq!(books.fake.requests().len(), 0);
    books.log_in();
    books.tt("auth status").exits(0);
}

#[test]
fn a_lost_answer_is_asked_for_once_more_where_the_service_still_gives_it() {
    for (old, code) in [(Old::DiesWithTheNew, 0), (Old::DiesAtOnce, 5)] {
        let books = Books::with(|options| options.old_refresh = old);
        books.log_in();
        books
            .fake
            .plan(Plan::once(On::new("POST", TOKEN), Fault::LostAfter));
        let ran = books.later(43_200, "auth status").exits(6);
        assert!(ran.out.contains("the answer was lost"), "{}", ran.out);
        let ran = books.later(43_260, "auth status").exits(code);
        assert_eq!(
            ran.out.contains("was lost, and with it the token"),
            code == 5,
            "{}",
            ran.out
        );
    }
}

#[test]
fn one_who_leaves_is_gone_there_and_here() {
    let books = Books::new();
    books.log_in();
    let json = books.tt("auth logout --json").exits(0).json();
    assert_eq!(
        (&json["withdrawn"], &json["message"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(books.asked(REVOKE), 2);
    assert_eq!(books.fake.refresh_tokens(), Vec::<String>::new());
    assert!(!books.file().exists());
    // What cannot be withdrawn is gone here all the same, and it is said.
    books.log_in();
    books
        .fake
        .plan(Plan::calm().next(9, On::new("POST", REVOKE), Fault::RefuseBefore(500)));
    let ran = books.tt("auth logout").exits(0);
    assert!(
        ran.err.contains("could not be withdrawn there"),
        "{}",
        ran.err
    );
    assert!(!books.file().exists());
    assert_eq!(books.fake.refresh_tokens().len(), 1);
    assert_eq!(books.fake.schema_errors(), Vec::<String>::new());
}

#[test]
fn no_token_leaves_its_file() {
    let mut books = Books::new();
    books.desk.set_env("TT_LOG", "trace");
    let to = books.consent();
    let mut said = String::new();
    let mut note = |ran: Ran| said.push_str(&format!("{}{}", ran.out, ran.err));
    note(
        books
            .run(&["auth", "login", "--business", "6001", "--paste", &to])
            .exits(0),
    );
    note(books.later(43_200, "sync").exits(0));
    note(books.later(43_300, "auth status"));
    books
        .fake
        .plan(Plan::once(On::new("POST", REVOKE), Fault::Garbage));
    note(books.tt("auth logout"));
    let data = std::fs::read_dir(books.desk.home().join("data")).unwrap();
    for path in data
        .map(|item| item.unwrap().path())
        .filter(|path| path.is_file())
    {
        said.push_str(&String::from_utf8_lossy(&std::fs::read(path).unwrap()));
    }
    let secrets = books.fake.secrets();
    assert!(secrets.len() >= 5, "{secrets:?}");
    for secret in secrets {
        assert!(!said.contains(&secret), "{secret} in {said}");
    }
}

#[test]
fn init_writes_a_profile_that_logs_in_with_the_browser() {
    let books = Books::new();
    std::fs::remove_file(books.desk.home().join("config.toml")).unwrap();
    let config = books.desk.home().join("config.toml");
    let app = books.fake.application();
    let (config, url) = (config.to_str().unwrap(), books.fake.url());
    let words = [
        "init",
        "--config",
        config,
        "--backend",
        "freshbooks",
        "--profile",
        "books",
        "--url",
        &url,
        "--client-id",
        &app.client_id,
        "--secret",
        "file:app",
        "--redirect-uri",
        REDIRECT,
    ];
    // FreshBooks registers nothing but https.
    let mut plain = words;
    plain[14] = "http://localhost/callback";
    let ran = books.run(&plain).exits(2);
    assert!(ran.err.contains("not https"), "{}", ran.err);
    let ran = books.run(&words).exits(0);
    assert!(ran.out.contains("tt auth login books"), "{}", ran.out);
    let text = std::fs::read_to_string(config).unwrap();
    assert!(
        text.contains("[profile.books.oauth]") && !text.contains("business"),
        "{text}"
    );
    assert_eq!(books.fake.requests().len(), 0);
    books.tt("auth status").exits(5);
    books.log_in();
    books.tt("sync").exits(0);
    let lacking = books
        .run(&["init", "--backend", "moneybird", "--redirect-uri", REDIRECT])
        .exits(2);
    assert!(
        lacking.err.contains("--client-id") && lacking.err.contains("--secret"),
        "{}",
        lacking.err
    );
}

#[test]
fn what_is_asked_for_and_not_granted_is_told() {
    let books = Books::new();
    let to = books.consent();
    let mut login =
        json!({"token_type": "Bearer", "refresh_token": "another", "expires_in": "43200"});
    login["access_token"] = json!(books.fake.token());
    login["scope"] = json!("user:profile:read user:time_entries:read");
    books.fake.reply_once("POST", TOKEN, 200, login);
    let ran = books
        .run(&["auth", "login", "--business", "6001", "--paste", &to])
        .exits(0);
    assert_eq!(ran.err.matches("did not grant").count(), 4, "{}", ran.err);
    assert!(
        ran.err.contains("did not grant user:time_entries:write"),
        "{}",
        ran.err
    );
    assert!(books.kept("ends_at").is_i64());
}
