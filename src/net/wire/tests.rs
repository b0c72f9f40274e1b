//! Tries, waits, pauses and renewals on a clock that moves only when somebody sleeps.

use std::collections::HashMap;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;
use crate::net::address::Address;
use crate::net::outcome::TlsFault;
use crate::net::request::{Method, Repeat};

const NOW: i64 = 1_795_345_200; // 2026-11-22T11:00:00Z

/// A clock that moves only when somebody sleeps.
struct Virtual {
    passed: Mutex<Duration>,
    sleeps: Mutex<Vec<u64>>,
}

impl Clock for Virtual {
    fn now(&self) -> i64 {
        NOW + i64::try_from(self.monotonic().as_secs()).unwrap()
    }

    fn monotonic(&self) -> Duration {
        *self.passed.lock().unwrap()
    }

    fn sleep(&self, length: Duration) {
        *self.passed.lock().unwrap() += length;
        self.sleeps
            .lock()
            .unwrap()
            .push(u64::try_from(length.as_millis()).unwrap());
    }
}

#[derive(Clone, Copy)]
enum Act {
    Status(u16),
    Later(u16, &'static str),
    Fail(Kind, Certainty),
}

/// Answers by a script, then 200.
struct Script {
    acts: Mutex<VecDeque<Act>>,
    sent: Arc<Mutex<Vec<Request>>>,
}

impl Exchange for Script {
    fn exchange(&self, request: &Request) -> Result<Response, NetError> {
        self.sent.lock().unwrap().push(request.clone());
        let act = self
            .acts
            .lock()
            .unwrap()
            .pop_front()
            .unwrap_or(Act::Status(200));
        match act {
            Act::Status(status) => Ok(Response::new(status, vec![], b"{}".to_vec())),
            Act::Later(status, wish) => Ok(Response::new(
                status,
                vec![("retry-after".into(), wish.into())],
                b"{}".to_vec(),
            )),
            Act::Fail(kind, certainty) => Err(NetError::new(
                kind,
                certainty,
                "api.example",
                "CANARY-1 in a text",
            )),
        }
    }
}

#[derive(Default)]
struct Kept {
    paces: Mutex<HashMap<String, Pace>>,
    saves: AtomicU32,
}

impl PaceStore for Kept {
    fn load(&self, scope: &str) -> Option<Pace> {
        self.paces.lock().unwrap().get(scope).copied()
    }

    fn save(&self, scope: &str, pace: &Pace) {
        self.saves.fetch_add(1, Ordering::Relaxed);
        self.paces.lock().unwrap().insert(scope.to_owned(), *pace);
    }
}

struct Rig {
    clock: Arc<Virtual>,
    kept: Arc<Kept>,
    sent: Arc<Mutex<Vec<Request>>>,
}

impl Rig {
    fn new() -> Self {
        let clock = Virtual {
            passed: Mutex::new(Duration::ZERO),
            sleeps: Mutex::new(Vec::new()),
        };
        Self {
            clock: Arc::new(clock),
            kept: Arc::default(),
            sent: Arc::default(),
        }
    }

    /// A new run; the dice always roll the longest wait.
    fn wire(&self, acts: &[Act], change: impl FnOnce(&mut WireSettings)) -> Wire {
        let mut settings = WireSettings {
            scope: "work".into(),
            ..WireSettings::default()
        };
        change(&mut settings);
        let script = Script {
            acts: Mutex::new(acts.iter().copied().collect()),
            sent: self.sent.clone(),
        };
        let tried = AtomicU32::new(0);
        let dice = move || 500_u64 << tried.fetch_add(1, Ordering::Relaxed).min(5);
        Wire::new(
            Box::new(script),
            self.clock.clone(),
            self.kept.clone(),
            Box::new(dice),
            settings,
        )
    }

    fn sent(&self) -> usize {
        self.sent.lock().unwrap().len()
    }

    fn sleeps(&self) -> Vec<u64> {
        self.clock.sleeps.lock().unwrap().clone()
    }

    fn pace(&self) -> Pace {
        self.kept.load("work").unwrap_or_default()
    }
}

fn address() -> Address {
    Address::parse("https://api.example/v4").unwrap()
}

fn read() -> Request {
    Request::get(address())
}

fn create() -> Request {
    Request::new(Method::Post, address()).body("{}")
}

const LOST: Act = Act::Fail(Kind::Dropped, Certainty::Unknown);
const REFUSED: Act = Act::Fail(Kind::Refused, Certainty::NotDone);

#[test]
fn how_often_what_is_sent() {
    let untrusted = Act::Fail(Kind::Tls(TlsFault::UnknownIssuer), Certainty::NotDone);
    let page = Act::Fail(Kind::WebPage, Certainty::Unknown);
    let s = Act::Status;
    // acts of the service, times a read is sent, times a create is sent
    let rows: Vec<(&str, Vec<Act>, usize, usize)> = vec![
        ("fine", vec![], 1, 1),
        ("one lost", vec![LOST], 2, 1),
        ("all lost", vec![LOST; 9], 4, 1),
        ("one refused", vec![REFUSED], 2, 2),
        ("all refused", vec![REFUSED; 9], 4, 4),
        ("refused, then lost", vec![REFUSED, LOST, LOST], 4, 2),
        ("untrusted", vec![untrusted; 9], 1, 1),
        ("page", vec![page; 9], 1, 1),
        ("500", vec![s(500); 9], 4, 1),
        ("502 once", vec![s(502)], 2, 1),
        ("503 and 504", vec![s(503), s(504)], 3, 1),
        ("501", vec![s(501); 9], 1, 1),
        ("400", vec![s(400); 9], 1, 1),
        ("401", vec![s(401); 9], 1, 1),
        ("404", vec![s(404); 9], 1, 1),
        ("429 bare", vec![s(429); 9], 4, 1),
        ("429 with a wish", vec![Act::Later(429, "7")], 2, 1),
        ("503 with a wish", vec![Act::Later(503, "7")], 2, 1),
    ];
    for (name, acts, reads, creates) in rows {
        for (request, times) in [(read(), reads), (create(), creates)] {
            let rig = Rig::new();
            let wire = rig.wire(&acts, |_| {});
            let _ = wire.send(&request);
            assert_eq!(rig.sent(), times, "{name}, {}", request.method().as_str());
            assert_eq!(wire.requests(), times as u64, "{name}");
        }
    }
}

#[test]
fn an_update_marked_never_is_treated_like_a_create() {
    let rig = Rig::new();
    let patch = Request::new(Method::Patch, address()).repeat(Repeat::Never);
    assert!(rig.wire(&[LOST], |_| {}).send(&patch).is_err());
    assert_eq!(rig.sent(), 1);
}

#[test]
fn waits_grow_and_the_clock_pays() {
    let rig = Rig::new();
    let error = rig
        .wire(&[LOST, LOST, LOST, LOST], |_| {})
        .send(&read())
        .unwrap_err();
    assert_eq!(rig.sleeps(), [500, 1000, 2000]);
    assert_eq!(
        (error.kind, error.certainty),
        (Kind::Dropped, Certainty::Unknown)
    );
}

#[test]
fn an_unknown_try_is_not_forgotten_over_a_certain_one() {
    let rig = Rig::new();
    let error = rig
        .wire(&[LOST, REFUSED, REFUSED, REFUSED], |_| {})
        .send(&read())
        .unwrap_err();
    assert_eq!(
        (error.kind, error.certainty),
        (Kind::Refused, Certainty::Unknown)
    );
    let error = rig.wire(&[REFUSED; 4], |_| {}).send(&create()).unwrap_err();
    assert_eq!(
        (error.kind, error.certainty),
        (Kind::Refused, Certainty::NotDone)
    );
}

#[test]
fn the_budget_of_a_run_ends_repeats() {
    let rig = Rig::new();
    let acts: Vec<Act> = vec![Act::Status(500); 400];
    let wire = rig.wire(&acts, |settings| settings.rest = false);
    for _ in 0..8 {
        // Answered 404 in between, so that the circuit stays closed.
        let _ = wire.send(&read());
        wire.change_pace(Pace::answered);
    }
    // 8 requests and 10 repeats.
    assert_eq!(rig.sent(), 18);
}

#[test]
fn wishes_are_kept_waited_for_and_in_the_end_refused() {
    let rig = Rig::new();
    // Short: waited for, in this run.
    let answer = rig
        .wire(&[Act::Later(429, "200")], |_| {})
        .send(&read())
        .unwrap();
    assert_eq!((answer.status(), rig.sleeps()), (200, vec![200_000]));

    // A second one of the same run that would exceed 300 s in all: given back and kept.
    let rig = Rig::new();
    let wire = rig.wire(&[Act::Later(429, "200"), Act::Later(503, "101")], |_| {});
    assert_eq!(wire.send(&read()).unwrap().status(), 503);
    assert_eq!(rig.sleeps(), [200_000]);
    assert_eq!(rig.pace().not_before, Some(NOW + 200 + 101));

    // A create gets the answer at once; the wish is kept for the next run, which waits.
    let rig = Rig::new();
    assert_eq!(
        rig.wire(&[Act::Later(429, "1795345290")], |_| {})
            .send(&create())
            .unwrap()
            .status(),
        429
    );
    assert_eq!(
        (rig.pace().not_before, rig.sleeps().len()),
        (Some(NOW + 90), 0)
    );
    assert!(rig.wire(&[], |_| {}).send(&create()).is_ok());
    assert_eq!(rig.sleeps(), [90_000]);

    // Too long: nothing is sent, the error says until when.
    let rig = Rig::new();
    rig.wire(&[], |_| {}).hold(301);
    let error = rig.wire(&[], |_| {}).send(&read()).unwrap_err();
    assert_eq!(
        (error.kind, error.certainty, error.retry_at),
        (Kind::Paused, Certainty::NotDone, Some(NOW + 301))
    );
    assert_eq!(rig.sent(), 0);
    assert!(
        error.message.contains("api.example") && error.message.contains("6 min"),
        "{error}"
    );

    // On 200 it means nothing.
    let rig = Rig::new();
    assert!(
        rig.wire(&[Act::Later(200, "59")], |_| {})
            .send(&read())
            .is_ok()
    );
    assert_eq!((rig.pace(), rig.sleeps().len()), (Pace::default(), 0));
}

#[test]
fn after_five_failures_the_service_rests_and_one_probe_decides() {
    let rig = Rig::new();
    for _ in 0..4 {
        let _ = rig.wire(&[LOST], |_| {}).send(&create());
    }
    assert_eq!(rig.pace().failures, 4);
    let _ = rig.wire(&[Act::Status(502)], |_| {}).send(&create());
    let sent = rig.sent();
    let error = rig.wire(&[], |_| {}).send(&read()).unwrap_err();
    assert_eq!(
        (error.kind, error.certainty, error.retry_at),
        (Kind::Resting, Certainty::NotDone, Some(NOW + 300))
    );
    assert_eq!(rig.sent(), sent, "nothing leaves while it rests");

    rig.clock.sleep(Duration::from_secs(300));
    let wire = rig.wire(&[LOST, LOST], |_| {});
    assert!(wire.send(&read()).is_err());
    assert_eq!(rig.sent(), sent + 1, "the probe is one request");
    assert_eq!(
        wire.send(&read()).unwrap_err().kind,
        Kind::Resting,
        "the same run stops too"
    );
    assert_eq!(rig.pace().failures, 6);

    // Told to go on at once, the rest is overruled.
    assert!(
        rig.wire(&[], |settings| settings.rest = false)
            .send(&read())
            .is_ok()
    );
    assert_eq!(rig.pace(), Pace::default());
}

#[test]
fn answers_that_are_no_failures() {
    let refusal = |answer: &Response| answer.status() == 500;
    for act in [
        Act::Status(400),
        Act::Status(401),
        Act::Status(429),
        Act::Later(503, "0"),
        Act::Status(200),
    ] {
        let rig = Rig::new();
        rig.kept.save(
            "work",
            &Pace {
                failures: 4,
                ..Pace::default()
            },
        );
        let _ = rig.wire(&[act], |_| {}).send(&create());
        assert_eq!(rig.pace().failures, 0);
    }
    let rig = Rig::new();
    let answer = rig
        .wire(&[Act::Status(500); 4], |settings| {
            settings.is_refusal = refusal
        })
        .send(&read())
        .unwrap();
    assert_eq!(
        (answer.status(), rig.sent(), rig.pace()),
        (500, 1, Pace::default())
    );
    // What nothing was sent for does not count either.
    let rig = Rig::new();
    let _ = rig
        .wire(&[Act::Fail(Kind::Settings, Certainty::NotDone)], |_| {})
        .send(&read());
    assert_eq!(rig.kept.saves.load(Ordering::Relaxed), 0);
}

#[test]
fn the_store_is_written_only_when_something_changed() {
    let rig = Rig::new();
    let wire = rig.wire(&[], |_| {});
    for _ in 0..50 {
        wire.send(&read()).unwrap();
    }
    assert_eq!(rig.kept.saves.load(Ordering::Relaxed), 0);
}

#[test]
fn the_deadline_stops_tries_and_waits() {
    let rig = Rig::new();
    let wire = rig.wire(&[LOST, LOST, LOST], |settings| {
        settings.deadline = Some(Duration::from_millis(1200))
    });
    assert_eq!(wire.send(&read()).unwrap_err().kind, Kind::Dropped);
    assert_eq!(
        rig.sleeps(),
        [500],
        "a second wait would end behind the deadline"
    );
    rig.clock.sleep(Duration::from_millis(700));
    let late = wire.send(&read()).unwrap_err();
    assert_eq!(
        (late.kind, late.certainty, rig.sent()),
        (Kind::Deadline, Certainty::NotDone, 2)
    );
}

#[test]
fn requests_keep_their_distance() {
    let rig = Rig::new();
    let wire = rig.wire(&[], |settings| {
        settings.interval = Duration::from_millis(250)
    });
    for _ in 0..4 {
        wire.send(&read()).unwrap();
    }
    assert_eq!(rig.sleeps(), [250, 250, 250]);
    rig.clock.sleep(Duration::from_secs(9));
    wire.send(&read()).unwrap();
    assert_eq!(rig.sleeps().len(), 4, "who comes late does not wait");
}

#[test]
fn a_token_is_renewed_once() {
    let renewed = || Ok(Arc::new(Secret::new("Bearer new-token")));
    let asked = create().secret_header("Authorization", Arc::new(Secret::new("Bearer old-token")));

    let rig = Rig::new();
    let answer = rig
        .wire(&[Act::Status(401)], |_| {})
        .send_renewing(&asked, renewed)
        .unwrap();
    assert_eq!((answer.status(), rig.sent()), (200, 2));
    let second = rig.sent.lock().unwrap()[1].clone();
    assert_eq!(
        second
            .headers()
            .iter()
            .map(|(_, value)| value.expose())
            .collect::<Vec<_>>(),
        ["Bearer new-token"]
    );
    assert_eq!(second.bytes(), asked.bytes());

    let rig = Rig::new();
    let answer = rig
        .wire(&[Act::Status(401); 9], |_| {})
        .send_renewing(&asked, renewed)
        .unwrap();
    assert_eq!((answer.status(), rig.sent()), (401, 2));

    let rig = Rig::new();
    let login = NetError::new(Kind::Settings, Certainty::NotDone, "", "log in again");
    let told = rig
        .wire(&[Act::Status(401)], |_| {})
        .send_renewing(&asked, || Err(login.clone()));
    assert_eq!((told, rig.sent()), (Err(login), 1));

    let rig = Rig::new();
    let unasked = rig
        .wire(&[], |_| {})
        .send_renewing(&asked, || unreachable!("nobody asked"));
    assert!(unasked.is_ok());
}

#[test]
fn errors_are_scrubbed() {
    let rig = Rig::new();
    let asked = create().secret_header("Authorization", Arc::new(Secret::new("Bearer CANARY-1")));
    let error = rig.wire(&[LOST], |_| {}).send(&asked).unwrap_err();
    assert!(error.message.contains("*** in a text"), "{error}");
    let known = vec![Arc::new(Secret::new("CANARY-1"))];
    let error = rig
        .wire(&[LOST], |settings| settings.secrets = known)
        .send(&create())
        .unwrap_err();
    assert!(error.message.contains("*** in a text"), "{error}");
}
