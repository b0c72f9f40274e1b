//! What the service turns away, in its own words, and what a run then does.

use super::{Books, ENTRIES, Fault, On, Plan, TULP, now};
use crate::support::vendor::moneybird::Options;
use serde_json::{Value, json};

fn owing() -> Books {
    let books = Books::new();
    books.log("9:00-10:00", "dns");
    books
}

/// How many requests went to create something.
fn creates(books: &Books) -> usize {
    let requests = books.fake.requests();
    requests.iter().filter(|it| it.method == "POST").count()
}

#[test]
fn a_token_that_may_not_is_not_one_that_is_no_good() {
    let options = Options {
        read_only_status: 401,
        ..Options::default()
    };
    let books = Books::with(options, "");
    books.log("9:00-10:00", "dns");
    let narrow = books.fake.token_with(&["time_entries"]);
    let other = books.fake.token_with(&["sales_invoices"]);
    let reads = books.fake.token_to_read();
    for (token, words) in [
        (narrow, "sales_invoices"),
        (other, "time_entries"),
        (reads, "No write access"),
    ] {
        books.config(&token, "");
        books.fake.clear_requests();
        let told = books.tt("sync").exits(5);
        assert!(told.err.contains(words), "{words}: {}", told.err);
        assert!(told.err.contains("help: "), "{}", told.err);
        // Nothing is tried again, and no other token is asked for.
        assert!(creates(&books) <= 1, "{:?}", books.fake.requests());
        assert!(
            books.fake.requests().len() <= 4,
            "{:?}",
            books.fake.requests()
        );
        assert_eq!(books.entries()[0]["delivery"], "owed");
    }
    let good = books.fake.token();
    books.config(&good, "");
    books.fake.revoke(&good);
    books.fake.clear_requests();
    let told = books.tt("sync").exits(5);
    assert!(
        told.err.contains("does not accept the token"),
        "{}",
        told.err
    );
    assert_eq!(books.fake.requests().len(), 1);
    assert!(!told.err.contains(&good), "{}", told.err);
}

#[test]
fn refusals_are_told_in_our_words_and_once() {
    let full = Options {
        entry_limit: Some(0),
        ..Options::default()
    };
    let symbolic = Options {
        missing_reference_is_422: true,
        symbolic_422: true,
        ..Options::default()
    };
    let objects = Options {
        missing_reference_is_422: true,
        ..Options::default()
    };
    let rows = [
        (full, TULP, "limited"),
        (Options::default(), "500000000000000404", "client"),
        (symbolic, "500000000000000404", "client"),
        (objects, "500000000000000404", "client"),
    ];
    for (options, client, words) in rows {
        let books = Books::with(options, "");
        books
            .tt(&format!(
                "log yesterday 9:00-10:00 --client {client} -m dns"
            ))
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

#[test]
fn too_many_requests_are_waited_for_or_kept_for_the_next_run() {
    // Short: the run waits.
    let books = owing();
    let epoch = |seconds: i64| Fault::Throttled {
        retry_after: Some(format!("+{seconds}")),
    };
    books.fake.plan(Plan::once(On::reads(), epoch(1)));
    assert_eq!(books.sync(0)["created"], 1);

    // Long: it ends with exit 6 and the time, and so does the next run, without a request.
    let books = owing();
    books.next_create(epoch(200));
    let ran = books.tt("sync --max-time 20s --json").exits(6);
    let report = &ran.json()["profiles"][0];
    let wait = report["retry_after_seconds"].as_i64().unwrap();
    assert!((190..=200).contains(&wait), "{report}");
    assert_eq!(books.held(), Vec::<Value>::new());
    books.fake.clear_requests();
    let ran = books.tt("sync --max-time 20s --json").exits(6);
    let report = &ran.json()["profiles"][0];
    assert!(report["retry_after_seconds"].as_i64().unwrap() <= 200);
    assert_eq!(books.fake.requests().len(), 0);
    assert_eq!(books.entries()[0]["delivery"], "owed");
}

#[test]
fn an_empty_window_is_not_run_into() {
    // Which administrations, what is there, and one create: then none are left.
    let books = Books::with(
        Options {
            rate_limit: Some(3),
            ..Options::default()
        },
        "",
    );
    books.log("9:00-10:00", "dns");
    books.log("10:00-11:00", "mail");
    let ran = books.tt("sync --max-time 20s --json").exits(6);
    let report = &ran.json()["profiles"][0];
    assert!(
        report["retry_after_seconds"].as_i64().unwrap() > 200,
        "{report}"
    );
    let statuses: Vec<_> = books.fake.requests().iter().map(|it| it.status).collect();
    assert!(!statuses.contains(&Some(429)), "{statuses:?}");
    assert_eq!(statuses.len(), 3, "{:?}", books.fake.requests());
    assert_eq!(books.held().len(), 1);

    // Soon full again: the run waits for it.
    let began = now().timestamp() - 298;
    let books = Books::with(
        Options {
            now: Some(began),
            rate_limit: Some(4),
            ..Options::default()
        },
        "",
    );
    books.log("9:00-10:00", "dns");
    books.log("10:00-11:00", "mail");
    books.fake.set_options(|options| options.now = None);
    let ran = books.tt("sync --json").exits(0);
    let report = &ran.json()["profiles"][0];
    assert_eq!(report["created"], 2, "{report}");
    let statuses: Vec<_> = books.fake.requests().iter().map(|it| it.status).collect();
    assert!(!statuses.contains(&Some(429)), "{statuses:?}");
    assert!(
        books
            .fake
            .requests()
            .iter()
            .any(|it| it.operation.starts_with(ENTRIES)),
        "{statuses:?}"
    );
    let delivered = books.entries();
    assert!(
        delivered.iter().all(|it| it["delivery"] == json!("sent")),
        "{delivered:?}"
    );
}
