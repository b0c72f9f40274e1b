//! What the service turns away, in the words of each of its families, and what a run then does.

use super::{Books, ENTRIES, Fault, On, Plan, seed};
use crate::support::vendor::freshbooks::Options;
use crate::support::vendor::freshbooks::options::{Family, Unauthorized};
use serde_json::{Value, json};

/// How many requests went to create something.
fn creates(books: &Books) -> usize {
    books
        .writes()
        .iter()
        .filter(|(method, _)| method == "POST")
        .count()
}

#[test]
fn a_token_that_is_no_good_is_told_once_and_nothing_else_is_tried() {
    for unauthorized in [Unauthorized::Unauthenticated, Unauthorized::Message] {
        let options = Options {
            unauthorized,
            ..Options::default()
        };
        let books = Books::with(options, "");
        books.log("9:00-10:00", "dns");
        let good = books.fake.token();
        books.fake.expire_tokens();
        books.fake.clear_requests();
        let told = books.tt("sync").exits(5);
        assert!(
            told.err.contains("does not accept the login"),
            "{}",
            told.err
        );
        assert!(told.err.contains("help: "), "{}", told.err);
        assert_eq!(books.fake.requests().len(), 1);
        assert!(!told.err.contains(&good), "{}", told.err);
        assert_eq!(books.entries()[0]["delivery"], "owed");
        let token = books
            .fake
            .token_with(&crate::support::vendor::freshbooks::oauth::SCOPES);
        books.config(&token, "");
        books.sync(0);
        assert_eq!(books.notes(), ["dns"]);
    }
}

#[test]
fn a_token_that_may_not_write_is_told_with_the_scopes() {
    let books = Books::new();
    books.log("9:00-10:00", "dns");
    let reads = [
        "user:profile:read",
        "user:time_entries:read",
        "user:projects:read",
    ];
    books.config(&books.fake.token_with(&reads), "");
    let told = books.tt("sync");
    assert_ne!(told.code, 0);
    let said = format!("{}{}", told.out, told.err);
    assert!(said.contains("does not allow this"), "{said}");
    assert_eq!(books.held(), Vec::<Value>::new());
    assert!(creates(&books) <= 1);
    // Clients that may not be read do not stop time.
    let no_clients = [
        "user:profile:read",
        "user:time_entries:read",
        "user:time_entries:write",
        "user:projects:read",
    ];
    books.config(&books.fake.token_with(&no_clients), "");
    books.tt("resolve 1 --retry");
    books.sync(0);
    assert_eq!(books.notes(), ["dns"]);
    let told = books.tt("catalog refresh").exits(0);
    let said = format!("{}{}", told.out, told.err);
    assert!(said.contains("clients cannot be read"), "{said}");
}

#[test]
fn a_wrong_business_or_account_is_told_with_the_right_one() {
    for (line, words) in [
        ("business = \"140130\"", "6001 Byron Engines, 6002 Side"),
        ("account = \"zQ9wT\"", "aB3dE"),
        ("identity = \"700200\"", "700100 Ada Byron"),
    ] {
        let books = Books::with(Options::default(), line);
        books.log("9:00-10:00", "dns");
        let told = books.tt("sync").exits(5);
        assert!(told.err.contains(words), "{line}: {}", told.err);
        assert_eq!(books.writes(), []);
        books.config(&books.fake.token(), "");
        books.sync(0);
        assert_eq!(books.notes(), ["dns"]);
    }
}

#[test]
fn another_business_in_the_configuration_sends_nothing_again() {
    let books = Books::new();
    books.log("9:00-10:00", "dns");
    books.sync(0);
    books.config(&books.fake.token(), "business = \"6002\"");
    books.fake.clear_requests();
    let told = books.tt("sync");
    assert_ne!(told.code, 0, "{}", told.out);
    assert_eq!(books.writes(), []);
}

#[test]
fn refusals_are_told_in_our_words_and_once() {
    let closed = Options {
        refuses_closed_projects: true,
        ..Options::default()
    };
    let short = Options {
        note_limit: Some(2),
        ..Options::default()
    };
    let rows = [
        (Options::default(), "--client 404", "client"),
        (Options::default(), "--task 404", "task"),
        (
            Options::default(),
            "--client 55012 --project 404",
            "project",
        ),
        (Options::default(), "--service 404", "service"),
        (closed, "--project 81237", "Project is not active"),
        (short, "", "note"),
    ];
    for (options, charged, words) in rows {
        let books = Books::with(options, "");
        books
            .tt(&format!("log yesterday 9:00-10:00 {charged} -m dns"))
            .exits(0);
        let report = books.sync(4);
        assert!(report["refused"].to_string().contains(words), "{report}");
        assert_eq!(books.held(), Vec::<Value>::new());
        // It waits for a person.
        books.fake.clear_requests();
        books.tt("sync");
        assert_eq!(creates(&books), 0);
    }
}

/// The same refusals with the status of a success, in each family's own envelope.
#[test]
fn a_refusal_inside_a_success_is_one() {
    let options = Options {
        disguised: vec![Family::Business, Family::Accounting, Family::Identity],
        ..Options::default()
    };
    let books = Books::with(options, "");
    books
        .tt("log yesterday 9:00-10:00 --client 404 -m dns")
        .exits(0);
    books.log("10:00-11:00", "mail");
    let report = books.sync(4);
    assert!(report["refused"].to_string().contains("client"), "{report}");
    assert_eq!(books.notes(), ["mail"]);
    // Gone there, with a 200.
    let remote = books.only();
    books.fake.purge(remote);
    books.tt("delete 2").exits(0);
    books.tt("sync");
    assert_eq!(books.held(), Vec::<Value>::new());

    let odd = [
        json!({"response": {"errors": [{"errno": 12001, "message": "You do not have access to items."}]}}),
        json!({"code": 7, "message": "no access", "details": [{"reason": "12001"}]}),
        json!({"error_type": "forbidden", "message": "not authorized to do that"}),
        json!({"errno": 3001, "error": {"note": "is not to our taste"}}),
    ];
    for body in odd {
        let books = Books::new();
        books.log("9:00-10:00", "dns");
        books.fake.reply_once("POST", ENTRIES, 200, body.clone());
        let told = books.tt("sync").exits(4);
        assert!(!told.err.is_empty(), "{body}");
        assert_eq!(books.held(), Vec::<Value>::new());
        books.tt("resolve 1 --retry");
        books.sync(0);
        assert_eq!(books.notes(), ["dns"], "{body}");
    }
}

#[test]
fn too_many_requests_are_waited_for_and_no_header_of_a_success_is() {
    // Every answer says when to come back: only a refusal means it.
    let books = Books::new();
    books.log("9:00-10:00", "dns");
    let began = std::time::Instant::now();
    books.sync(0);
    assert!(began.elapsed().as_secs() < 50, "it waited");
    let wait = |seconds: &str| Fault::Throttled {
        retry_after: Some(seconds.to_owned()),
    };
    // Short: the run waits.
    books.log("11:00-12:00", "mail");
    books.fake.plan(Plan::once(On::reads(), wait("1")));
    assert_eq!(books.sync(0)["created"], 1);
    // Long: it ends with exit 6 and the time, and so does the next run, without a request.
    books.log("13:00-14:00", "late");
    books.next_create(wait("200"));
    let ran = books.tt("sync --max-time 20s --json").exits(6);
    let report = &ran.json()["profiles"][0];
    let seconds = report["retry_after_seconds"].as_i64().unwrap();
    assert!((190..=200).contains(&seconds), "{report}");
    books.fake.clear_requests();
    books.tt("sync --max-time 20s --json").exits(6);
    assert_eq!(books.fake.requests().len(), 0);
    assert_eq!(books.held().len(), 2);
    assert_eq!(books.held()[0]["client_id"], seed::LOVELACE);
}
