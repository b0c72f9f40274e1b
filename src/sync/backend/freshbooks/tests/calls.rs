//! Whole calls over a scripted wire.

use super::*;

/// One request as it left.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Method and path, and what it asks.
    pub line: String,
    /// The names of its headers.
    pub headers: Vec<String>,
    /// Its body.
    pub body: Option<Value>,
}

pub type Says = (u16, Value);

#[derive(Clone, Default)]
pub struct Script {
    says: Arc<Mutex<VecDeque<Says>>>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Exchange for Script {
    fn exchange(&self, request: &Request) -> Result<Response, NetError> {
        let address = request.address();
        let mut line = format!("{} {}", request.method().as_str(), address.path());
        if !address.query().is_empty() {
            line.push('?');
            line.push_str(&address.query().replace("%3A", ":"));
        }
        self.sent.lock().unwrap().push(Sent {
            line,
            headers: request
                .headers()
                .iter()
                .map(|(name, _)| name.clone())
                .collect(),
            body: request
                .bytes()
                .map(|bytes| serde_json::from_slice(bytes).unwrap()),
        });
        let next = self.says.lock().unwrap().pop_front();
        let (status, body) = next.expect("one answer too few");
        // As it was measured: the header that says when to come back stands on every answer.
        let headers = [
            ("Content-Type", "application/json"),
            ("X-RateLimit-Remaining", "0"),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let body = if body.is_null() {
            Vec::new()
        } else {
            body.to_string().into_bytes()
        };
        Ok(Response::new(status, headers.to_vec(), body))
    }
}

struct Still;

impl Clock for Still {
    fn now(&self) -> i64 {
        1_772_442_000
    }
    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
    fn sleep(&self, _: Duration) {}
}

pub fn wire(says: Vec<Says>) -> (Wire, Script) {
    let script = Script::default();
    *script.says.lock().unwrap() = says.into();
    let wire = Wire::new(
        Box::new(script.clone()),
        Arc::new(Still),
        Arc::new(Forgetful),
        Box::new(|| 0),
        WireSettings::default(),
    );
    (wire, script)
}

pub fn settings() -> Settings {
    Settings {
        url: Some("https://fb.test/".into()),
        business: "6001".into(),
        account: None,
        identity: None,
        tokens: Box::new(Fixed::new(Secret::new("CANARY-TOKEN".to_owned()))),
        zone: Zone::UTC,
    }
}

/// A login that is known already.
pub fn backend(says: Vec<Says>) -> (FreshBooks, Script) {
    let settings = Settings {
        identity: Some(OWN.into()),
        ..settings()
    };
    asked(settings, says)
}

pub fn asked(settings: Settings, says: Vec<Says>) -> (FreshBooks, Script) {
    let (wire, script) = wire(says);
    (FreshBooks::new(settings, wire).unwrap(), script)
}

impl Script {
    pub fn sent(&self) -> Vec<Sent> {
        assert!(self.says.lock().unwrap().is_empty(), "never asked");
        self.sent.lock().unwrap().clone()
    }

    pub fn lines(&self) -> Vec<String> {
        self.sent().into_iter().map(|sent| sent.line).collect()
    }
}

pub fn me() -> Says {
    let of = |id: i64, name: &str, account: Value| {
        json!({"id": 140_130, "role": "owner",
            "business": {"id": id, "name": name, "account_id": account}})
    };
    ok(json!({"response": {
        "id": 700_100, "first_name": "Ada", "last_name": "Byron", "email": "ada@example.test",
        "business_memberships": [of(6001, "Byron Engines", json!("aB3dE")), of(6002, "Side", Value::Null)],
        "roles": [{"id": 61_270, "role": "admin", "accountid": "zzzzz"}]
    }}))
}

pub fn ok(body: Value) -> Says {
    (200, body)
}

pub fn entry(row: Value) -> Says {
    ok(json!({"time_entry": row}))
}

pub fn gone() -> Says {
    (
        404,
        json!({"error": "Requested resource could not be found."}),
    )
}

const ONE: &str = "/timetracking/business/6001/time_entries/910001";

fn id() -> RemoteId {
    RemoteId("910001".into())
}

#[test]
fn access_is_proved_by_the_businesses_of_the_login() {
    let (fb, script) = asked(settings(), vec![me()]);
    for _ in 0..2 {
        let identity = fb.check_access().unwrap();
        assert_eq!(identity.tenant, "6001");
        let member = identity.member.unwrap();
        assert_eq!(
            (member.number(), member.name.as_deref()),
            (Some(OWN), Some("Ada Byron"))
        );
    }
    assert_eq!(script.lines(), ["GET /auth/api/v1/users/me"]);
    assert_eq!(script.sent()[0].headers, ["Accept", "Authorization"]);
    type Change = fn(&mut Settings);
    let rows: [(Change, &str); 3] = [
        (
            |it| it.business = "140130".into(),
            "6001 Byron Engines, 6002 Side",
        ),
        (|it| it.identity = Some("5".into()), "700100 Ada Byron"),
        (|it| it.account = Some("xyz".into()), "aB3dE"),
    ];
    for (change, words) in rows {
        let mut settings = settings();
        change(&mut settings);
        let (fb, _) = asked(settings, vec![me()]);
        let error = fb.check_access().unwrap_err();
        assert_eq!(error.kind, ErrorKind::Misconfigured);
        assert!(error.message.contains(words), "{error}");
    }
}

#[test]
fn the_businesses_to_choose_from_are_told_before_there_is_one() {
    let (wire, script) = wire(vec![me()]);
    let tokens = Box::new(Fixed::new(Secret::new("x".to_owned())));
    let me = who(Some("https://fb.test"), tokens, wire).unwrap();
    assert_eq!(me.identity, OWN);
    assert_eq!(me.listed(), "6001 Byron Engines, 6002 Side");
    assert_eq!(me.business("6002").unwrap().account, None);
    assert_eq!(script.lines(), ["GET /auth/api/v1/users/me"]);
    assert_eq!(Me::read(&json!({"response": {"id": null}})), None);
}

#[test]
fn a_bad_business_or_address_is_said_before_anything_is_sent() {
    for (url, business) in [
        (None, "aB3dE"),
        (None, ""),
        (Some("http://fb.example.com"), "1"),
    ] {
        let settings = Settings {
            url: url.map(str::to_owned),
            business: business.into(),
            ..settings()
        };
        let (wire, script) = wire(vec![]);
        let error = FreshBooks::new(settings, wire).map(drop).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Misconfigured);
        assert!(script.sent().is_empty());
    }
}

#[test]
fn a_create_goes_once_and_its_answer_is_what_the_service_holds() {
    let (fb, script) = backend(vec![entry(row())]);
    let remote = fb.create(&outgoing(content())).unwrap();
    assert_eq!(remote.id, id());
    let sent = script.sent();
    assert_eq!(
        sent[0].line,
        "POST /timetracking/business/6001/time_entries"
    );
    assert_eq!(
        sent[0].body.as_ref().unwrap()["time_entry"]["is_logged"],
        true
    );
    let (fb, script) = backend(vec![(502, json!("Bad gateway"))]);
    let error = fb.create(&outgoing(content())).unwrap_err();
    assert!(error.may_have_happened());
    assert_eq!(script.sent().len(), 1, "a create is never repeated");
    // A success that tells no entry.
    let (fb, _) = backend(vec![ok(json!({"time_entry": {}}))]);
    let error = fb.create(&outgoing(content())).unwrap_err();
    assert!(error.may_have_happened());
}

#[test]
fn the_client_of_the_project_is_looked_up_once() {
    let project = json!({"project": {"id": 81_234, "client_id": 55_012, "internal": false}});
    let (fb, script) = backend(vec![ok(project), entry(row()), entry(row())]);
    let mut on_project = content();
    on_project.project = known("81234");
    let mut next = outgoing(on_project);
    fb.resolve(&mut next).unwrap();
    assert_eq!(next.content.client, None, "it is the service's affair");
    for _ in 0..2 {
        fb.create(&next).unwrap();
    }
    let sent = script.sent();
    assert_eq!(sent[0].line, "GET /projects/business/6001/project/81234");
    assert_eq!(
        sent[1].body.as_ref().unwrap()["time_entry"]["client_id"],
        55_012
    );
    // An internal one has none, whatever it says.
    let internal = json!({"project": {"id": 81_234, "client_id": 55_012, "internal": true}});
    let (fb, script) = backend(vec![ok(internal), entry(row())]);
    fb.create(&next).unwrap();
    assert_eq!(
        script.sent()[1].body.as_ref().unwrap()["time_entry"].get("client_id"),
        None
    );
    // One that may not be read says nothing; one that is not there is refused unsent.
    let (fb, script) = backend(vec![(403, json!({"error": "no"})), entry(row())]);
    fb.create(&next).unwrap();
    assert_eq!(
        script.sent()[1].body.as_ref().unwrap()["time_entry"].get("client_id"),
        None
    );
    let (fb, script) = backend(vec![gone()]);
    let error = fb.create(&next).unwrap_err();
    assert_eq!(error.problem("x").field.as_deref(), Some("project"));
    assert!(error.help.contains("tt catalog refresh"));
    assert_eq!(script.sent().len(), 1);
}

#[test]
fn a_change_reads_compares_and_replaces() {
    let last = read(&row());
    let mut next = outgoing(last.content.clone());
    next.content.note = Some("v2".into());
    let moved = with(|row| row["duration"] = json!(7_200));
    let done = with(|row| (row["duration"], row["note"]) = (json!(7_200), json!("v2")));
    let (fb, script) = backend(vec![entry(moved), entry(done)]);
    let held = fb.update(&id(), &next, &last, Some(&last.content)).unwrap();
    assert_eq!(held.content.note.as_deref(), Some("v2"));
    assert_eq!(script.lines(), [format!("GET {ONE}"), format!("PUT {ONE}")]);
    assert_eq!(
        script.sent()[1].body.as_ref().unwrap()["time_entry"]["duration"],
        7_200
    );

    // Changed there as well, a moment ago.
    let theirs = with(|row| row["note"] = json!("theirs"));
    let (fb, script) = backend(vec![entry(theirs)]);
    let error = fb.update(&id(), &next, &last, None).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Conflict);
    assert!(error.message.contains("note"), "{error}");
    assert_eq!(script.sent().len(), 1, "nothing was written");

    // Nobody repeats a replacement on his own.
    let (fb, script) = backend(vec![entry(row()), (502, Value::Null)]);
    let error = fb.update(&id(), &next, &last, None).unwrap_err();
    assert_eq!(error.kind, ErrorKind::OutcomeUnknown);
    assert_eq!(script.sent().len(), 2);
}

#[test]
fn a_value_that_stays_there_is_told() {
    let last = read(&row());
    let mut next = outgoing(last.content.clone());
    next.content.service = None;
    let (fb, _) = backend(vec![entry(row()), entry(row())]);
    let error = fb
        .update(&id(), &next, &last, Some(&last.content))
        .unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Invalid(_)), "{error:?}");
    assert_eq!(error.problem("x").field.as_deref(), Some("service"));
    let cleared = with(|row| row["service_id"] = Value::Null);
    let (fb, _) = backend(vec![entry(row()), entry(cleared)]);
    assert!(fb.update(&id(), &next, &last, Some(&last.content)).is_ok());
}

#[test]
fn what_is_billed_or_runs_there_is_left_alone() {
    let last = read(&row());
    let next = outgoing(content());
    let billed = with(|row| row["billed"] = json!(true));
    let runs = with(|row| (row["is_logged"], row["duration"]) = (json!(false), Value::Null));
    for (held, words) in [(billed, "billed"), (runs, "timer")] {
        let (fb, script) = backend(vec![entry(held.clone()), entry(held)]);
        for error in [
            fb.update(&id(), &next, &last, None).map(drop).unwrap_err(),
            fb.delete(&id()).unwrap_err(),
        ] {
            assert_eq!(error.kind, ErrorKind::Conflict);
            assert!(error.message.contains(words), "{error}");
        }
        assert!(script.lines().iter().all(|line| line.starts_with("GET ")));
    }
}

#[test]
fn what_is_gone_is_deleted_and_fetched_as_nothing() {
    let deleted = || entry(with(|row| row["active"] = json!(false)));
    let answers = vec![
        gone(),
        me(),      // fetched
        deleted(), // fetched
        gone(),    // deleted, unread
        deleted(), // deleted
        entry(row()),
        gone(), // deleted between the two
        entry(row()),
        (204, Value::Null),
    ];
    let (fb, script) = backend(answers);
    assert_eq!(fb.fetch(&id()), Ok(None));
    assert_eq!(fb.fetch(&id()), Ok(None));
    for _ in 0..4 {
        assert_eq!(fb.delete(&id()), Ok(()));
    }
    assert_eq!(script.sent().len(), 9);
    // Nothing is gone where the business is not the login's at all: a wrong number is
    // answered as if nothing were there.
    let strange = || Settings {
        business: "6009".into(),
        identity: Some(OWN.into()),
        ..settings()
    };
    let misconfigured = Some(ErrorKind::Misconfigured);
    let (fb, _) = asked(strange(), vec![gone(), me(), gone(), me()]);
    assert_eq!(fb.fetch(&id()).err().map(|error| error.kind), misconfigured);
    assert_eq!(
        fb.delete(&id()).err().map(|error| error.kind),
        misconfigured
    );
    // Another entry than was asked for is none.
    let (fb, _) = backend(vec![entry(with(|row| row["id"] = json!(5)))]);
    assert_eq!(fb.fetch(&id()).unwrap_err().kind, ErrorKind::Protocol);
    let last = read(&row());
    let (fb, _) = backend(vec![gone(), me()]);
    let error = fb
        .update(&id(), &outgoing(content()), &last, None)
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
}

#[test]
fn a_refused_token_is_renewed_once() {
    struct Two(Mutex<Vec<&'static str>>);
    impl Tokens for Two {
        fn current(&self) -> Result<Arc<Secret>, BackendError> {
            Ok(Arc::new(Secret::new("CANARY-OLD".to_owned())))
        }
        fn renew(&self, refused: &Secret) -> Result<Option<Arc<Secret>>, BackendError> {
            assert_eq!(refused.expose(), "CANARY-OLD");
            let next = self.0.lock().unwrap().pop();
            Ok(next.map(|next| Arc::new(Secret::new(next.to_owned()))))
        }
    }
    let refused = || {
        (
            401,
            json!({"error": "unauthenticated", "error_description": "CANARY-OLD"}),
        )
    };
    for (has, answers, works) in [
        (vec!["CANARY-NEW"], vec![refused(), entry(row())], true),
        (vec!["CANARY-NEW"], vec![refused(), refused()], false),
        (vec![], vec![refused()], false),
    ] {
        let settings = Settings {
            tokens: Box::new(Two(Mutex::new(has))),
            identity: Some(OWN.into()),
            ..settings()
        };
        let (fb, _) = asked(settings, answers);
        let made = fb.create(&outgoing(content()));
        assert_eq!(made.is_ok(), works);
        if let Err(error) = made {
            assert_eq!(error.kind, ErrorKind::Unauthorized);
            assert!(!format!("{error:?}").contains("CANARY"), "{error:?}");
        }
    }
}
