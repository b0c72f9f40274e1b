//! In and out: what is asked for, what is pasted, what is kept, what is told.

use super::*;
use serde_json::json;

#[test]
fn a_person_logs_in_by_pasting_where_the_browser_was_sent_and_time_is_delivered() {
    let books = Books::new();
    books.tt("sync").exits(5);
    let asked = books.tt("auth login books").exits(2);
    let address = address_in(&asked.err);
    for part in [
        "/oauth/authorize?response_type=code&client_id=app-3f1c",
        "&redirect_uri=https%3A%2F%2Flocalhost%2Fcallback",
        "&scope=time_entries%20sales_invoices%20settings&state=",
    ] {
        assert!(address.contains(part), "{address}");
    }
    assert!(asked.err.contains("--paste"), "{}", asked.err);
    // Who comes back late, or asks twice, is let in by the first address.
    let to = books.browse(&address);
    assert_eq!(books.address(), address);
    let ran = books
        .run(&["auth", "login", "-p", "books", "--paste", &to])
        .exits(0);
    let tenant = books.fake.administration();
    assert!(ran.out.starts_with("logged in to Moneybird"), "{}", ran.out);
    assert!(
        ran.out.contains(&format!("(administration {tenant})")),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("state/books.login"), "{}", ran.err);
    books
        .tt("log yesterday 9:00-10:00 --client 500000000000000055 -m dns")
        .exits(0);
    books.tt("sync").exits(0);
    assert_eq!(books.fake.entries().len(), 1);
    let status = books.tt("auth status books --json").exits(0).json();
    let status = &status["profiles"][0];
    assert_eq!(
        (&status["access"], &status["tenant"]),
        (&json!("works"), &json!(tenant))
    );
    assert_eq!(status["expires_at"], Value::Null);
    assert_eq!(status["login"][1]["key"], "tokens");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(books.file()), 0o600);
        assert_eq!(mode(books.desk.home().join("state")), 0o700);
    }
    // What was asked is answered: the same address lets nobody in again.
    let again = books.run(&["auth", "login", "--paste", &to]).exits(2);
    assert!(again.err.contains("another log-in"), "{}", again.err);
    books.tt("auth status").exits(0);
}

#[test]
fn off_a_terminal_the_address_may_come_on_stdin() {
    let books = Books::new();
    let to = books.browse(&books.address());
    let mut command = books.command();
    command
        .args(["auth", "login", "--json"])
        .write_stdin(format!("{to}\n"));
    let done = ran(command.output().unwrap()).exits(0);
    let told = done.json();
    assert_eq!(told["ok"], true);
    assert_eq!(told["tenant"], json!(books.fake.administration()));
    assert_eq!(told["backend"], "moneybird");
    assert_eq!(told["expires_at"], Value::Null);
    assert!(told["path"].as_str().unwrap().ends_with("books.login"));
    let error = Books::new().tt("auth login --json").exits(2).json();
    assert_eq!(error["error"]["code"], "usage");
    assert!(
        error["error"]["help"]
            .as_str()
            .unwrap()
            .contains("/oauth/authorize")
    );
}

#[test]
fn what_is_no_answer_to_the_question_sends_nothing() {
    let books = Books::new();
    let address = books.address();
    let state = address.rsplit_once("state=").unwrap().1;
    let to = books.browse(&address);
    books.fake.clear_requests();
    let other = to.replace(state, "0123456789abcdef0123456789abcdef");
    for (pasted, code, says) in [
        (other.as_str(), 2, "another log-in"),
        ("https://localhost/callback", 2, "not the address"),
        ("code-17", 2, "not the address"),
        (&format!("{REDIRECT}?state={state}"), 2, "no code"),
        (&format!("{REDIRECT}?code=x"), 2, "another log-in"),
        (
            &format!(
                "{REDIRECT}?error=access_denied&error_description=You%20said%20no%1b%5B31m&state={state}"
            ),
            5,
            "You said no",
        ),
        // Denied is an answer, and it was asked once.
        (&to, 2, "another log-in"),
    ] {
        let ran = books
            .run(&["auth", "login", "books", "--paste", pasted])
            .exits(code);
        assert!(ran.err.contains(says), "{pasted}: {}", ran.err);
        assert!(ran.err.contains("help: "), "{}", ran.err);
        assert!(!ran.err.contains('\u{1b}'), "{:?}", ran.err);
    }
    assert_eq!(books.fake.requests().len(), 0);
    assert!(!books.file().exists());
    let denied = books.tt("auth status --json").exits(5).json();
    assert!(
        denied["profiles"][0]["message"]
            .as_str()
            .unwrap()
            .contains("nobody is logged in")
    );
}

#[test]
fn a_code_that_is_no_longer_good_is_told_and_what_was_kept_stays() {
    let books = Books::new();
    books.log_in();
    let before = books.kept();
    let to = books.browse(&books.address());
    let code = to.split_once("code=").unwrap().1.split('&').next().unwrap();
    books.exchange(&format!("grant_type=authorization_code&code={code}"));
    let ran = books.run(&["auth", "login", "--paste", &to]).exits(5);
    assert!(ran.err.contains("does not take this code"), "{}", ran.err);
    assert!(ran.err.contains("tt auth login books"), "{}", ran.err);
    assert!(!ran.err.contains(code), "{}", ran.err);
    assert_eq!(books.kept(), before);
    books.tt("auth status").exits(0);
}

#[test]
fn an_application_that_is_not_known_is_a_matter_of_configuration() {
    let books = Books::new();
    let to = books.browse(&books.address());
    keep_secret(&books.desk, "app", "CANARY-wrong");
    let json = books
        .run(&["auth", "login", "--json", "--paste", &to])
        .exits(5)
        .json();
    assert_eq!(json["error"]["code"], "config");
    assert!(
        json["error"]["help"]
            .as_str()
            .unwrap()
            .contains("client_secret"),
        "{json}"
    );
    assert!(!json.to_string().contains("CANARY"), "{json}");
}

#[test]
fn a_lost_answer_to_a_code_is_told_and_one_that_never_left_is_not_spent() {
    let books = Books::new();
    let to = books.browse(&books.address());
    books.next_token(Fault::Throttled {
        retry_after: Some("1".into()),
    });
    let ran = books.run(&["auth", "login", "--paste", &to]).exits(6);
    assert!(!ran.err.contains("used up"), "{}", ran.err);
    books.fake.plan(Plan::calm());
    // Within its wish the service is left alone; then the same code is good.
    books.run(&["auth", "login", "--paste", &to]).exits(0);
    let to = books.browse(&books.address());
    books.next_token(Fault::LostAfter);
    let ran = books.run(&["auth", "login", "--paste", &to]).exits(6);
    assert!(ran.err.contains("may be used up"), "{}", ran.err);
    books.fake.plan(Plan::calm());
    books.tt("auth status").exits(0);
}

#[test]
fn of_several_places_one_is_chosen_and_can_be_changed() {
    let books = Books::new();
    let other = "600000000000000002";
    books.fake.add_reference(
        "administrations",
        json!({"id": other, "name": "Side \u{1b}[31mjob"}),
    );
    let tenant = books.fake.administration();
    let to = books.browse(&books.address());
    let ran = books.run(&["auth", "login", "--paste", &to]).exits(2);
    assert!(
        ran.err.contains("logged in, but which administration"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains(&tenant) && ran.err.contains(other),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains('\u{1b}'), "{:?}", ran.err);
    // The code is spent, the login is kept: nothing is asked for anew.
    let said = books.tt("sync").exits(5).err;
    assert!(said.contains("no administration is chosen"), "{said}");
    books.tt("auth login --administration 5").exits(2);
    books.tt("auth login --business 5").exits(2);
    let ran = books
        .tt(&format!("auth login --administration {tenant}"))
        .exits(0);
    assert!(ran.out.contains(&tenant), "{}", ran.out);
    let tenant_now = || books.kept()["place"]["id"].as_str().unwrap().to_owned();
    assert_eq!(tenant_now(), tenant);
    books
        .tt(&format!("auth login --administration {other}"))
        .exits(0);
    assert_eq!(tenant_now(), other);
    // A further log-in stays there.
    books.log_in();
    assert_eq!(tenant_now(), other);
    // What the configuration names goes before.
    books.config(REDIRECT, &format!("administration = {tenant:?}"));
    books
        .tt(&format!("auth login --administration {other}"))
        .exits(2);
    let status = books.tt("auth status --json").exits(0).json();
    assert_eq!(status["profiles"][0]["tenant"], json!(tenant));
    books.config(REDIRECT, "administration = \"77\"");
    let to = books.browse(&books.address());
    let ran = books.run(&["auth", "login", "--paste", &to]).exits(5);
    assert!(
        ran.err.contains("77, which the configuration names"),
        "{}",
        ran.err
    );
}

#[test]
fn where_the_service_shows_the_code_the_code_is_pasted() {
    let books = Books::new();
    books.config(oauth::OUT_OF_BAND, "");
    let asked = books.tt("auth login").exits(2);
    assert!(asked.err.contains("the code it shows"), "{}", asked.err);
    let code = books.browse(&address_in(&asked.err));
    books.run(&["auth", "login", "--paste", &code]).exits(0);
    books.tt("auth status").exits(0);
}

#[test]
fn one_who_leaves_is_gone_here_and_it_is_said_what_is_left_there() {
    let books = Books::new();
    assert!(
        books
            .tt("auth logout")
            .exits(1)
            .err
            .contains("nobody is logged in")
    );
    books.log_in();
    let ran = books.tt("auth logout -p books").exits(0);
    assert!(ran.out.contains("logged out of Moneybird"), "{}", ran.out);
    assert!(ran.err.contains("External applications"), "{}", ran.err);
    assert!(!books.file().exists());
    books.tt("sync").exits(5);
    books.log_in();
    // A secret that is gone keeps nobody here.
    std::fs::remove_file(books.desk.home().join("app")).unwrap();
    let json = books.tt("auth logout --json").exits(0).json();
    assert_eq!(
        (&json["ok"], &json["withdrawn"]),
        (&json!(true), &json!(false))
    );
    let left: Vec<_> = std::fs::read_dir(books.desk.home().join("state"))
        .unwrap()
        .map(|item| item.unwrap().file_name())
        .collect();
    assert_eq!(left, ["books.login.lock"]);
}

#[test]
fn profiles_that_log_in_otherwise_are_told_so() {
    let books = Books::new();
    books.desk.config(
        "[profile.t]\nbackend = \"moneybird\"\nadministration = \"1\"\ntoken = { env = \"T\" }\n\
         [profile.k]\nbackend = \"connectwise\"\nurl = \"http://127.0.0.1:1\"\ncompany_id = \"a\"\n\
         client_id = \"00000000-0000-0000-0000-000000000000\"\npublic_key = \"a\"\nprivate_key = { env = \"K\" }\n",
    );
    for (profile, says) in [("t", "[profile.t.oauth]"), ("k", "tt auth status k")] {
        for act in ["login", "logout"] {
            let ran = books.tt(&format!("auth {act} {profile}")).exits(2);
            assert!(ran.err.contains(says), "{}", ran.err);
        }
    }
    books.tt("auth login nobody").exits(2);
    books.tt("auth login").exits(2);
}

#[test]
fn what_is_kept_is_not_taken_from_anybody_nor_given_to_anybody() {
    let books = Books::new();
    books.log_in();
    let whole = std::fs::read(books.file()).unwrap();
    for garbage in [
        &b"CANARY"[..],
        b"",
        b"\0\0\0",
        b"\xff\xfe",
        &whole[..whole.len() / 2],
    ] {
        std::fs::write(books.file(), garbage).unwrap();
        let ran = books.tt("sync").exits(5);
        assert!(ran.err.contains("no login that can be read"), "{}", ran.err);
        assert!(ran.err.contains("tt auth login books"), "{}", ran.err);
        assert!(!ran.err.contains("CANARY"), "{}", ran.err);
    }
    books.log_in();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode =
            |mode| std::fs::set_permissions(books.file(), PermissionsExt::from_mode(mode)).unwrap();
        mode(0o644);
        let ran = books.tt("sync").exits(5);
        assert!(ran.err.contains("chmod 600"), "{}", ran.err);
        mode(0o600);
    }
    books.tt("auth status").exits(0);
    // Tokens go to the server that gave them, and for the application they were given to.
    let elsewhere = Fake::start(Options::default());
    let path = books.desk.home().join("config.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let moved = text.replace(&books.fake.url(), &elsewhere.url());
    for other in [moved, text.replace("app-3f1c", "other")] {
        books.desk.config(&other);
        let ran = books.tt("sync").exits(5);
        assert!(
            ran.err.contains("another server or application"),
            "{}",
            ran.err
        );
        let ran = books.tt("auth login --administration 1").exits(2);
        assert!(ran.err.contains("/oauth/authorize"), "{}", ran.err);
    }
    assert_eq!(elsewhere.requests().len(), 0);
}

#[test]
fn a_state_folder_that_cannot_be_made_is_met_before_anything_is_asked() {
    let mut books = Books::new();
    let file = books.desk.home().join("app").join("state");
    books.desk.set_env("TT_STATE_DIR", file.to_str().unwrap());
    let ran = books.tt("auth login").exits(7);
    assert!(ran.err.contains("cannot be used"), "{}", ran.err);
    assert_eq!(books.fake.requests().len(), 0);
}

#[test]
fn no_token_leaves_its_file() {
    let mut books = Books::with(|options| options.expires_in = Some(7_200));
    books.desk.set_env("TT_LOG", "trace");
    let mut said = String::new();
    let mut secrets = vec!["app-secret-7hQx29sandbox".to_owned()];
    let mut note = |ran: Ran| said.push_str(&format!("{}{}", ran.out, ran.err));
    let to = books.browse(&books.address());
    note(books.run(&["auth", "login", "--paste", &to]).exits(0));
    books
        .tt("log yesterday 9-10 --client 500000000000000055 -m dns")
        .exits(0);
    for (seconds, line) in [
        (0, "sync"),
        (7_200, "auth status"),
        (7_200, "auth status --json"),
    ] {
        secrets.extend([books.token("access_token"), books.token("refresh_token")]);
        note(books.later(seconds, line).exits(0));
    }
    secrets.extend([books.token("access_token"), books.token("refresh_token")]);
    let over = books.token("refresh_token");
    for fault in [
        Fault::Error500 { applied: false },
        Fault::Garbage,
        Fault::HtmlPage,
        Fault::CutBody,
    ] {
        books.next_token(fault);
        note(books.later(15_000, "auth status"));
    }
    books.fake.plan(Plan::calm());
    books.renew_elsewhere(&over);
    note(books.later(15_000, "sync").exits(5));
    note(books.tt("doctor"));
    note(books.tt("auth logout").exits(0));
    secrets.sort();
    secrets.dedup();
    assert!(secrets.len() >= 5, "{secrets:?}");
    let mut files = vec![books.desk.home().to_owned()];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(
                std::fs::read_dir(path)
                    .unwrap()
                    .map(|it| it.unwrap().path()),
            );
        } else if !path.ends_with("app") {
            said.push_str(&String::from_utf8_lossy(&std::fs::read(path).unwrap()));
        }
    }
    for secret in secrets {
        assert!(!said.contains(&secret), "{secret} in {said}");
    }
}
