//! Where the company is, who is let in, and how much is left to ask.

use super::*;

fn moves_to(host: &str) -> Says {
    let url = format!("https://{host}.autotask.net/ATServicesRest/");
    ok(json!({"zoneName": "x", "url": url, "webUrl": "https://ww1.autotask.net/", "ci": 1}))
}

#[test]
fn the_company_is_looked_for_once_and_every_request_is_signed() {
    let says = vec![moves_to("webservices14"), room(10), resource(), place("17")];
    let (at, script) = made(settings(None), says);
    let identity = at.check_access().unwrap();
    assert_eq!(identity.tenant, "tt-api@northwind.example");
    let member = identity.member.unwrap();
    assert_eq!(
        (member.id.as_deref(), member.name.as_deref()),
        (Some(OWN), Some("Ada Lee"))
    );
    assert_eq!(identity.zone, None, "a zone that is not known says nothing");
    assert_eq!(at.check_access().unwrap().zone, None);
    let sent = script.sent();
    let lines: Vec<_> = sent.iter().map(|sent| sent.line.as_str()).collect();
    assert_eq!(
        lines,
        [
            "GET webservices2 zoneInformation",
            "GET webservices14 ThresholdInformation",
            "POST webservices14 Resources/query",
            "POST webservices14 InternalLocations/query",
        ]
    );
    assert_eq!(sent[0].header("Secret"), None, "anybody may ask that");
    for request in &sent[1..] {
        assert_eq!(request.header("UserName"), Some("tt-api@northwind.example"));
        assert_eq!(request.header("Secret"), Some("CANARY-SECRET"));
        assert_eq!(request.header("ApiIntegrationCode"), Some("CANARY-CODE"));
        assert_eq!(request.header("Content-Type"), Some("application/json"));
        assert_eq!(request.header("ImpersonationResourceId"), None);
    }
}

#[test]
fn a_company_that_has_moved_is_found_again_once() {
    let denied = || errors(401, "The user does not exist here");
    let says = vec![
        moves_to("webservices1"),
        denied(),
        moves_to("webservices9"),
        room(10),
        resource(),
        place("UTC"),
        denied(),
    ];
    let (at, script) = made(settings(None), says);
    at.check_access().unwrap();
    // A second time it is the credentials.
    let error = at.fetch(&RemoteId("5".into())).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unauthorized);
    assert_eq!(script.lines()[3], "GET webservices9 ThresholdInformation");

    let says = vec![moves_to("webservices1"), denied(), moves_to("webservices1")];
    let (at, script) = made(settings(None), says);
    assert_eq!(at.check_access().unwrap_err().kind, ErrorKind::Unauthorized);
    assert_eq!(
        script.lines().len(),
        3,
        "where it was: nothing is sent again"
    );

    let (at, script) = made(settings(Some("https://at.test")), vec![denied()]);
    let error = at.check_access().unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unauthorized);
    assert_eq!(
        script.lines().len(),
        1,
        "an address that is given is not doubted"
    );
    assert!(!format!("{error:?}").contains("CANARY"));
}

#[test]
fn four_in_five_requests_of_the_hour_are_enough() {
    let (at, script) = made(settings(Some("https://at.test")), vec![room(8_000)]);
    let error = at.check_access().unwrap_err();
    assert_eq!(
        error.kind,
        ErrorKind::RateLimited(Some(Duration::from_secs(600)))
    );
    // And nothing more leaves, whatever is asked.
    assert!(matches!(
        at.check_access().unwrap_err().kind,
        ErrorKind::RateLimited(_)
    ));
    assert_eq!(script.lines().len(), 1);

    // Asked again as what is left runs out, for others use it up as well.
    let says = vec![
        room(7_994),
        resource(),
        place("UTC"),
        room(7_996),
        room(8_001),
    ];
    let (at, script) = made(settings(Some("https://at.test")), says);
    at.check_access().unwrap();
    let mut says = script.says.lock().unwrap();
    says.insert(1, ok(json!({"item": null})));
    says.insert(2, ok(json!({"item": null})));
    says.insert(0, ok(json!({"item": null})));
    drop(says);
    for _ in 0..3 {
        assert_eq!(at.fetch(&RemoteId("5".into())), Ok(None));
    }
    assert!(matches!(
        at.fetch(&RemoteId("5".into())).unwrap_err().kind,
        ErrorKind::RateLimited(_)
    ));
    let asked = script.lines();
    let asked = asked
        .iter()
        .filter(|line| line.contains("Threshold"))
        .count();
    assert_eq!(asked, 3);
}

#[test]
fn where_nobody_tells_how_many_are_left_it_goes_on() {
    for says in [
        errors(403, "x"),
        errors(500, "Unable to find it"),
        ok(json!({"x": 1})),
    ] {
        let (at, _) = made(
            settings(Some("https://at.test")),
            vec![says, resource(), place("UTC")],
        );
        at.check_access().unwrap();
    }
}

#[test]
fn whose_time_it_is_has_to_be_found() {
    let by_mail = |typed: Option<&str>, rows: Value| {
        let mut settings = settings(Some("https://at.test"));
        settings.resource = typed.map(str::to_owned);
        let mut says = vec![room(1)];
        if typed.is_some() {
            says.push(items(rows));
        }
        let (at, script) = made(settings, says);
        (at.check_access().map_err(|error| error.kind), script)
    };
    let ada =
        json!([{"id": 29683, "email": "Ada@northwind.example"}, {"id": 5, "email": "x@y.example"}]);
    let (found, script) = by_mail(Some("ada@northwind.example"), ada);
    assert_eq!(found.unwrap().member.unwrap().id.as_deref(), Some(OWN));
    assert_eq!(
        script.sent()[1].body["filter"],
        json!([{"op": "eq", "field": "email", "value": "ada@northwind.example"}])
    );
    // A filter that was dropped: other rows count for nothing.
    let stranger = json!([{"id": 5, "email": "x@y.example"}]);
    assert_eq!(
        by_mail(Some("ada@northwind.example"), stranger.clone()).0,
        Err(ErrorKind::Misconfigured)
    );
    assert_eq!(
        by_mail(Some(OWN), stranger).0,
        Err(ErrorKind::Misconfigured)
    );
    let mut nobody = settings(Some("https://at.test"));
    nobody.resource = None;
    let (at, script) = made(nobody, Vec::new());
    assert_eq!(
        at.check_access().unwrap_err().kind,
        ErrorKind::Misconfigured
    );
    assert!(script.lines().is_empty());
    // A number is enough where resources may not be read.
    let says = vec![room(1), errors(403, "no")];
    let (at, _) = made(settings(Some("https://at.test")), says);
    assert_eq!(
        at.check_access().unwrap().member.unwrap().id.as_deref(),
        Some(OWN)
    );
}

#[test]
fn one_request_at_a_time_goes_out_for_each_entity() {
    struct Busy {
        now: AtomicU64,
        most: AtomicU64,
    }
    struct Slow(Arc<Busy>);
    impl Exchange for Slow {
        fn exchange(&self, request: &Request) -> Result<Response, NetError> {
            let path = request.address().path();
            if path.contains("TimeEntries") {
                let now = self.0.now.fetch_add(1, Ordering::SeqCst) + 1;
                self.0.most.fetch_max(now, Ordering::SeqCst);
                for _ in 0..50 {
                    std::thread::yield_now();
                }
                self.0.now.fetch_sub(1, Ordering::SeqCst);
            }
            let body = if path.contains("Resources") {
                json!({"items": [{"id": 29683}], "pageDetails": {}})
            } else {
                json!({"item": null})
            };
            let kind = ("Content-Type".to_owned(), "application/json".to_owned());
            Ok(Response::new(
                200,
                vec![kind],
                body.to_string().into_bytes(),
            ))
        }
    }
    let busy = Arc::new(Busy {
        now: AtomicU64::new(0),
        most: AtomicU64::new(0),
    });
    let one = || {
        let wire = Wire::new(
            Box::new(Slow(busy.clone())),
            Arc::new(Hands::default()),
            Arc::new(Forgetful),
            Box::new(|| 0),
            WireSettings::default(),
        );
        Autotask::new(settings(Some("https://at.test")), wire).unwrap()
    };
    // Two profiles of one integration, four threads each.
    let (first, second) = (one(), one());
    std::thread::scope(|scope| {
        for at in [&first, &second] {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        assert_eq!(at.fetch(&RemoteId("5".into())), Ok(None));
                    }
                });
            }
        }
    });
    assert_eq!(busy.most.load(Ordering::SeqCst), 1);
}
