//! Renewal: when, once, by one of many, and what a lost or refused one means.

use super::*;

/// Logged in with tokens that live two hours.
fn two_hours() -> Books {
    let books = Books::with(|options| options.expires_in = Some(7_200));
    books.log_in();
    books.fake.clear_requests();
    books
}

#[test]
fn a_token_is_renewed_shortly_before_its_end_and_not_sooner() {
    let books = two_hours();
    let (access, refresh) = (books.token("access_token"), books.token("refresh_token"));
    let status = books.later(6_800, "auth status --json").exits(0).json();
    let ends_at = status["profiles"][0]["expires_at"].as_str().unwrap();
    assert!(ends_at.contains('T'), "{status}");
    assert_eq!(books.renewals(), []);
    books.later(6_950, "auth status").exits(0);
    assert_eq!(books.renewals(), [(refresh.clone(), Some(200))]);
    assert_ne!(books.token("access_token"), access);
    assert_ne!(books.token("refresh_token"), refresh);
    // What is used up is used up, and what is new is used.
    books.later(7_000, "auth status").exits(0);
    assert_eq!(books.renewals().len(), 1);
    books.later(20_000, "auth status").exits(0);
    assert_eq!(books.renewals().len(), 2);
    assert_eq!(books.kept()["renewing"], Value::Null);
}

#[test]
fn a_token_that_is_refused_is_renewed_once_and_one_without_an_end_otherwise_never() {
    let books = Books::new();
    books.log_in();
    books.fake.clear_requests();
    books.later(300_000_000, "auth status").exits(0);
    assert_eq!(books.renewals(), []);
    books
        .tt("log yesterday 9-10 --client 500000000000000055 -m dns")
        .exits(0);
    assert!(books.fake.revoke(&books.token("access_token")));
    books.tt("sync").exits(0);
    assert_eq!(books.fake.entries().len(), 1);
    assert_eq!(books.renewals().len(), 1);
    // One that is renewed without another refresh token keeps the one it has.
    books
        .fake
        .set_options(|options| options.refresh_keeps_token = true);
    let refresh = books.token("refresh_token");
    for _ in 0..2 {
        books.fake.revoke(&books.token("access_token"));
        books.tt("auth status").exits(0);
        assert_eq!(books.token("refresh_token"), refresh);
    }
    assert_eq!(books.renewals().len(), 3);
}

#[test]
fn of_many_at_once_exactly_one_renews() {
    let books = two_hours();
    books.fake.slow(std::time::Duration::from_millis(150));
    let moment = in_seconds(7_200);
    let run = |words: &[&str]| {
        let mut command = books.command();
        command.env("TT_NOW", &moment).args(words);
        ran(command.output().unwrap())
    };
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..6)
            .map(|n| {
                let words: &[&str] = if n == 0 {
                    &["sync"]
                } else {
                    &["auth", "status"]
                };
                scope.spawn(move || run(words))
            })
            .collect();
        for one in all {
            one.join().unwrap().exits(0);
        }
    });
    assert_eq!(books.renewals().len(), 1, "{:?}", books.renewals());
    // And of many whose token is refused in the middle of its life.
    books.fake.revoke(&books.token("access_token"));
    std::thread::scope(|scope| {
        for one in (0..6)
            .map(|_| scope.spawn(|| run(&["auth", "status"])))
            .collect::<Vec<_>>()
        {
            one.join().unwrap().exits(0);
        }
    });
    assert_eq!(books.renewals().len(), 2, "{:?}", books.renewals());
}

#[test]
fn what_is_used_up_elsewhere_is_a_log_in_said_once_and_not_asked_again() {
    let books = two_hours();
    books
        .tt("log yesterday 9-10 --client 500000000000000055 -m dns")
        .exits(0);
    books.renew_elsewhere(&books.token("refresh_token"));
    books.fake.clear_requests();
    let ran = books.later(7_200, "sync").exits(5);
    assert_eq!(
        ran.err
            .matches("no longer takes the login of profile books")
            .count(),
        1,
        "{}",
        ran.err
    );
    assert_eq!(
        ran.err.matches("tt auth login books").count(),
        1,
        "{}",
        ran.err
    );
    assert!(!ran.err.contains("lost"), "{}", ran.err);
    assert_eq!(books.renewals().len(), 1);
    books.fake.clear_requests();
    let json = books.later(7_300, "sync --json").exits(5).json();
    assert_eq!(json["profiles"][0]["outcome"], "needs-login");
    assert_eq!(
        books.fake.requests().len(),
        0,
        "{:?}",
        books.fake.requests()
    );
    // Cron hears of it once, and its exit code every time.
    let quiet = books.later(7_400, "sync --quiet").exits(5);
    assert!(quiet.err.contains("tt auth login books"), "{}", quiet.err);
    let quiet = books.later(7_500, "sync --quiet").exits(5);
    assert_eq!(quiet.err, "");
    books.log_in();
    books.tt("sync").exits(0);
    assert_eq!(books.fake.entries().len(), 1);
}

#[test]
fn a_lost_answer_is_told_tried_once_a_run_and_settled_by_the_service() {
    for (fault, applied) in [
        (Fault::LostAfter, true),
        (Fault::CutBody, true),
        (Fault::Garbage, true),
        (Fault::Error500 { applied: true }, true),
        (Fault::LostBefore, false),
        (Fault::Error500 { applied: false }, false),
        (Fault::HtmlPage, false),
    ] {
        let books = two_hours();
        let refresh = books.token("refresh_token");
        books.next_token(fault.clone());
        // Before its end and after it: what is lost is told at once.
        let ran = books.later(6_950, "sync").exits(6);
        let told = &ran.err;
        assert!(
            told.contains("the answer was lost") && told.contains("log in again"),
            "{fault:?}: {told}"
        );
        assert_eq!(
            books.renewals().len(),
            1,
            "{fault:?}: {:?}",
            books.renewals()
        );
        assert!(books.kept()["renewing"].is_i64());
        books.fake.plan(Plan::calm());
        if applied {
            let ran = books.later(6_960, "sync").exits(5);
            assert!(
                ran.err.contains("was lost, and with it the token"),
                "{fault:?}: {}",
                ran.err
            );
            assert!(ran.err.contains("tt auth login books"), "{}", ran.err);
            // Later it is said from here.
            books.fake.clear_requests();
            let ran = books.later(8_000, "sync").exits(5);
            assert!(ran.err.contains("was lost"), "{}", ran.err);
            assert_eq!(books.renewals(), []);
        } else {
            books.later(6_960, "sync").exits(0);
            assert_eq!(books.renewals().len(), 2);
            assert_ne!(books.token("refresh_token"), refresh);
            assert_eq!(books.kept()["renewing"], Value::Null);
        }
    }
}

#[test]
fn what_certainly_did_not_happen_spends_nothing_and_can_wait_until_the_end() {
    let books = two_hours();
    let refresh = books.token("refresh_token");
    let throttled = Fault::Throttled {
        retry_after: Some("+60".into()),
    };
    books
        .fake
        .plan(Plan::calm().next(9, On::new("POST", TOKEN), throttled));
    books
        .tt("log yesterday 9-10 --client 500000000000000055 -m dns")
        .exits(0);
    // The token is still good, and is used.
    books.later(6_950, "sync").exits(0);
    assert_eq!(books.fake.entries().len(), 1);
    assert_eq!(books.kept()["renewing"], Value::Null);
    assert_eq!(books.token("refresh_token"), refresh);
    // After its end it is not.
    let ran = books.later(7_300, "sync").exits(6);
    assert!(!ran.err.contains("lost"), "{}", ran.err);
    books.fake.plan(Plan::calm());
    books.later(7_600, "sync").exits(0);
}

#[test]
fn a_secret_that_no_longer_fits_is_told_and_spends_nothing() {
    let books = two_hours();
    let before = books.token("refresh_token");
    keep_secret(&books.desk, "app", "another");
    let ran = books.later(7_300, "sync").exits(5);
    assert!(ran.err.contains("client_secret"), "{}", ran.err);
    assert_eq!(books.token("refresh_token"), before);
    keep_secret(&books.desk, "app", "app-secret-7hQx29sandbox");
    books.later(7_300, "sync").exits(0);
}
