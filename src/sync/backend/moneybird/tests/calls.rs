//! Whole calls over a scripted wire.

use super::*;
use crate::domain::status::InvoiceState;
use crate::sync::backend::Wanted;

/// One request as it left.
#[derive(Debug, Clone)]
struct Sent {
    line: String,
    query: String,
    body: Option<Value>,
}

type Says = (u16, Vec<(&'static str, &'static str)>, Value);

#[derive(Clone, Default)]
struct Script {
    says: Arc<Mutex<VecDeque<Says>>>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Exchange for Script {
    fn exchange(&self, request: &Request) -> Result<Response, NetError> {
        let address = request.address();
        let path = address.path().replace("/api/v2/500000000000000001/", "");
        let query = address.query().replace("%3A", ":").replace("%2C", ",");
        self.sent.lock().unwrap().push(Sent {
            line: format!("{} {path}", request.method().as_str()),
            query: query.replace("%7C", "|"),
            body: request
                .bytes()
                .map(|bytes| serde_json::from_slice(bytes).unwrap()),
        });
        let next = self.says.lock().unwrap().pop_front();
        let (status, headers, body) = next.expect("one answer too few");
        let mut all = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        all.extend(
            headers
                .into_iter()
                .map(|(n, v)| (n.to_owned(), v.to_owned())),
        );
        let body = if body.is_null() {
            Vec::new()
        } else {
            body.to_string().into_bytes()
        };
        Ok(Response::new(status, all, body))
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

fn backend(user: Option<&str>, says: Vec<Says>) -> (Moneybird, Script) {
    let script = Script::default();
    *script.says.lock().unwrap() = says.into();
    let settings = Settings {
        url: Some("https://mb.test/".into()),
        administration: "500000000000000001".into(),
        user: user.map(str::to_owned),
        tokens: Box::new(Fixed::new(Secret::new("CANARY-TOKEN".to_owned()))),
        zone: Zone::UTC,
        documented: false,
    };
    let wire = Wire::new(
        Box::new(script.clone()),
        Arc::new(Still),
        Arc::new(Forgetful),
        Box::new(|| 0),
        WireSettings::default(),
    );
    (Moneybird::new(settings, wire).unwrap(), script)
}

impl Script {
    fn sent(&self) -> Vec<Sent> {
        assert!(self.says.lock().unwrap().is_empty(), "never asked");
        self.sent.lock().unwrap().clone()
    }
}

fn ok(body: Value) -> Says {
    (200, Vec::new(), body)
}

fn morning() -> Content {
    content("2026-03-02T08:00:00Z", "2026-03-02T09:30:00Z")
}

#[test]
fn access_is_proved_by_the_administrations_a_token_sees() {
    let list = json!([
        {"id": 5, "name": "Other"},
        {"id": "500000000000000001", "name": "Own", "time_zone": "Europe/Amsterdam"}
    ]);
    let (mb, script) = backend(Some(OWN), vec![ok(list)]);
    let identity = mb.check_access().unwrap();
    assert_eq!(identity.tenant, "500000000000000001");
    assert_eq!(identity.zone.as_deref(), Some("Europe/Amsterdam"));
    assert!(
        script.sent()[0]
            .line
            .ends_with("/api/v2/administrations.json")
    );
    let (mb, _) = backend(Some(OWN), vec![ok(json!([{"id": 5, "name": "Other"}]))]);
    let error = mb.check_access().unwrap_err();
    assert_eq!(error.kind, ErrorKind::Misconfigured);
    assert!(error.message.contains("5 Other"), "{error}");
}

#[test]
fn whose_time_it_is_may_be_a_name_and_is_asked_for_with_the_choices() {
    let administrations = || ok(json!([{"id": "500000000000000001", "name": "Own"}]));
    let noor = json!({"id": OWN, "name": "Noor", "email": "noor@example.test"});
    let users = || ok(json!([noor, {"id": "500000000000000032", "name": "Sem"}]));
    for named in ["noor", " noor@example.test "] {
        let (mb, script) = backend(Some(named), vec![administrations(), users()]);
        let member = mb.check_access().unwrap().member.unwrap();
        assert_eq!(member.number(), Some(OWN));
        mb.check_access().unwrap();
        assert_eq!(script.sent().len(), 2, "it is looked up once");
    }
    for (nobody, words) in [(None, "Sem (500000000000000032)"), (Some("Kees"), "Kees")] {
        let (mb, _) = backend(nobody, vec![administrations(), users()]);
        let error = mb.check_access().unwrap_err();
        assert!(error.message.contains(words), "{error}");
    }
}

#[test]
fn a_create_goes_once_and_its_answer_is_what_the_service_holds() {
    let (mb, script) = backend(Some(OWN), vec![(201, vec![], row())]);
    let remote = mb.create(&outgoing(morning())).unwrap();
    assert_eq!(remote.id.0, "500000000000000777");
    let sent = script.sent();
    assert_eq!(sent[0].line, "POST time_entries.json");
    assert_eq!(sent[0].body.as_ref().unwrap()["time_entry"]["user_id"], OWN);
    let (mb, script) = backend(Some(OWN), vec![(502, vec![], json!("Bad gateway"))]);
    assert!(
        mb.create(&outgoing(morning()))
            .unwrap_err()
            .may_have_happened()
    );
    assert_eq!(script.sent().len(), 1, "a create is never repeated");
}

#[test]
fn an_update_that_takes_nothing_away_there_is_refused_in_words() {
    let last = read(&row());
    let mut without = outgoing(last.content.clone());
    without.content.client = None;
    let (mb, script) = backend(Some(OWN), vec![ok(row()), ok(row())]);
    let error = mb
        .update(&last.id, &without, &last, Some(&last.content))
        .unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Invalid(_)), "{error:?}");
    assert_eq!(
        script.sent()[1].line,
        "PATCH time_entries/500000000000000777.json"
    );
    let mut gone = row();
    gone["contact_id"] = Value::Null;
    gone["contact"] = Value::Null;
    let (mb, _) = backend(Some(OWN), vec![ok(row()), ok(gone)]);
    assert!(
        mb.update(&last.id, &without, &last, Some(&last.content))
            .is_ok()
    );
}

#[test]
fn what_is_gone_is_deleted_and_fetched_as_nothing() {
    let gone = || {
        (
            404,
            vec![],
            json!({"error": "record not found", "symbolic": {"id": "not_found"}}),
        )
    };
    let id = RemoteId("7".into());
    let seen = ok(json!([{"id": "500000000000000001"}]));
    let answers = vec![gone(), seen, gone(), (204, vec![], Value::Null)];
    let (mb, _) = backend(Some(OWN), answers);
    assert_eq!(mb.fetch(&id), Ok(None));
    assert_eq!(mb.delete(&id), Ok(()));
    assert_eq!(mb.delete(&id), Ok(()));
    // Nothing has gone where the administration is not the token's at all.
    let other = || ok(json!([{"id": "500000000000000009"}]));
    let (mb, _) = backend(Some(OWN), vec![gone(), other(), gone(), other()]);
    let misconfigured = Some(ErrorKind::Misconfigured);
    assert_eq!(mb.fetch(&id).err().map(|error| error.kind), misconfigured);
    assert_eq!(mb.delete(&id).err().map(|error| error.kind), misconfigured);
}

#[test]
fn a_window_names_everything_and_is_compared_again() {
    let next = (
        "Link",
        "<https://elsewhere.test/x?page=2&per_page=100>; rel=\"next\"",
    );
    let mut early = row();
    early["started_at"] = json!("2026-02-28T08:00:00.000Z");
    let mut running = row();
    running["ended_at"] = Value::Null;
    let page = (
        200,
        vec![next, ("X-Total-Count", "137")],
        json!([early, running, row()]),
    );
    let (mb, script) = backend(Some(OWN), vec![page]);
    let query = RemoteQuery {
        from: Some(at("2026-03-01T00:00:00Z")),
        to: Some(at("2026-03-08T00:00:00Z")),
        own: true,
        running: Some(false),
        ..RemoteQuery::default()
    };
    let batch = mb.list(&query, &Page::default()).unwrap();
    let ids: Vec<_> = batch
        .items
        .iter()
        .map(|remote| remote.id.0.as_str())
        .collect();
    assert_eq!(ids, ["500000000000000777"]);
    assert_eq!((batch.next.as_deref(), batch.total), (Some("2"), Some(137)));
    let asked = &script.sent()[0].query;
    assert_eq!(
        asked,
        &format!(
            "filter=period:20260228..20260309,state:all,include_nil_contacts:true,include_active:false,user_id:{OWN}&per_page=100&page=1"
        )
    );
}

#[test]
fn pages_end_with_a_short_one_where_nothing_links_on() {
    let full: Vec<Value> = (1..=100).map(|id| json!({"id": id, "started_at": "2026-03-02T08:00:00Z", "ended_at": "2026-03-02T09:00:00Z"})).collect();
    let (mb, _) = backend(Some(OWN), vec![ok(json!(full)), ok(json!([row()]))]);
    let first = mb.list(&RemoteQuery::default(), &Page::default()).unwrap();
    assert_eq!((first.items.len(), first.next.as_deref()), (100, Some("2")));
    let page = Page {
        cursor: first.next,
        size: None,
    };
    assert_eq!(mb.list(&RemoteQuery::default(), &page).unwrap().next, None);
}

#[test]
fn an_unknown_user_in_a_filter_is_a_matter_of_the_profile() {
    let unknown = (
        404,
        vec![],
        json!({"error": "record not found", "symbolic": {"user_id": "not_found"}}),
    );
    let (mb, _) = backend(Some(OWN), vec![unknown]);
    let error = mb.list(
        &RemoteQuery {
            own: true,
            ..RemoteQuery::default()
        },
        &Page::default(),
    );
    assert_eq!(error.unwrap_err().kind, ErrorKind::Misconfigured);
}

#[test]
fn what_was_sent_is_found_by_what_it_says() {
    let mut sent = morning();
    sent.deduct = 600;
    let mut twin = row();
    twin["id"] = json!("500000000000000776");
    twin["created_at"] = json!("2026-03-02T09:00:00.000Z");
    let mut other = row();
    other["id"] = json!("9");
    other["description"] = json!("else");
    let (mb, _) = backend(Some(OWN), vec![ok(json!([row(), other, twin]))]);
    let found = mb.find(&outgoing(sent)).unwrap();
    let ids: Vec<_> = found.iter().map(|remote| remote.id.0.as_str()).collect();
    assert_eq!(ids, ["500000000000000776", "500000000000000777"]);
}

#[test]
fn names_are_looked_up_once() {
    let contacts = json!([
        {"id": "500000000000000055", "company_name": "Tulp B.V."},
        {"id": "500000000000000056", "company_name": "Tulp Bloemen"}
    ]);
    let (mb, script) = backend(Some(OWN), vec![ok(contacts)]);
    for _ in 0..2 {
        let mut named = outgoing(morning());
        named.content.client = Some(Reference::typed("tulp b.v."));
        mb.resolve(&mut named).unwrap();
        assert_eq!(
            named.content.client.unwrap().id.as_deref(),
            Some("500000000000000055")
        );
    }
    assert_eq!(script.sent().len(), 1);
    let (mb, _) = backend(Some(OWN), vec![ok(json!([]))]);
    let mut named = outgoing(morning());
    named.content.project = Some(Reference::typed("Site"));
    let error = mb.resolve(&mut named).unwrap_err();
    assert_eq!(error.problem("x").field.as_deref(), Some("project"));
}

#[test]
fn a_note_with_somebody_to_do_it_is_a_todo() {
    let users = json!([{"id": "500000000000000032", "name": "Piet", "email": "piet@example.test"}]);
    let made = (
        201,
        vec![],
        json!({"id": "3", "todo": true, "assignee_id": "500000000000000032"}),
    );
    let (mb, script) = backend(Some(OWN), vec![ok(users), made]);
    let id = RemoteId("7".into());
    let note = mb
        .add_note(&id, " ring back ", false, Some(&Reference::typed("Piet")))
        .unwrap();
    assert!(note.todo && note.assignee.as_deref() == Some("500000000000000032"));
    let sent = &script.sent()[1];
    assert_eq!(sent.line, "POST time_entries/7/notes.json");
    let body =
        json!({"note": {"note": "ring back", "todo": true, "assignee_id": "500000000000000032"}});
    assert_eq!(sent.body, Some(body));
    let (mb, script) = backend(Some(OWN), vec![]);
    assert!(mb.add_note(&id, "  ", false, None).is_err());
    assert!(script.sent().is_empty());
}

#[test]
fn a_bad_administration_or_address_is_said_before_anything_is_sent() {
    for (url, administration) in [
        (None, "acme"),
        (Some("http://mb.example.com"), "1"),
        (None, ""),
    ] {
        let settings = Settings {
            url: url.map(str::to_owned),
            administration: administration.into(),
            user: Some(OWN.into()),
            tokens: Box::new(Fixed::new(Secret::new("x".to_owned()))),
            zone: Zone::UTC,
            documented: false,
        };
        let wire = Wire::new(
            Box::new(Script::default()),
            Arc::new(Still),
            Arc::new(Forgetful),
            Box::new(|| 0),
            WireSettings::default(),
        );
        let error = Moneybird::new(settings, wire).map(drop).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Misconfigured);
    }
}

#[test]
fn every_documented_filter_leaves_with_an_explicit_period() {
    type Ask = fn(&mut RemoteQuery);
    const ALL: &str =
        "period:19700101..20991231,state:all,include_active:true,include_nil_contacts:true";
    let wanted = |id: &str| Some(Wanted::Is(Reference::known(id, None)));
    let rows: [(Ask, &str); 12] = [
        (|_| {}, "{ALL}"),
        (
            |q| q.states = vec![InvoiceState::Open, InvoiceState::NonBillable],
            "period:19700101..20991231,include_active:true,include_nil_contacts:true,state:open|non_billable",
        ),
        (
            |q| q.states = vec![InvoiceState::All, InvoiceState::Open],
            "{ALL}",
        ),
        (
            |q| {
                (q.statuses, q.billable) = (vec![Status::Open], vec![Billable::Billable]);
            },
            "period:19700101..20991231,include_active:true,include_nil_contacts:true,state:open",
        ),
        (
            |q| q.billable = vec![Billable::DoNotBill],
            "period:19700101..20991231,include_active:true,include_nil_contacts:true,state:non_billable",
        ),
        (
            |q| {
                q.first_day = chrono::NaiveDate::from_ymd_opt(2026, 3, 2);
                q.last_day = q.first_day;
            },
            // A day and the width of the zones on each side, and one more for the service's own.
            "period:20260228..20260304,state:all,include_active:true,include_nil_contacts:true",
        ),
        (|q| q.own = true, "{ALL},user_id:{OWN}"),
        (
            |q| {
                q.member = Some(Wanted::Is(Reference::known("8", None)));
                q.client = Some(Wanted::Is(Reference::known("9", None)));
                q.project = Some(Wanted::Is(Reference::known("10", None)));
            },
            "period:19700101..20991231,state:all,include_active:true,user_id:8,contact_id:9,project_id:10",
        ),
        (
            |q| {
                q.client = Some(Wanted::Is(Reference::known("9", None)));
                q.include_no_client = true;
            },
            "{ALL},contact_id:9",
        ),
        (
            |q| q.running = Some(false),
            "period:19700101..20991231,state:all,include_nil_contacts:true,include_active:false",
        ),
        (
            |q| q.where_text = Some("state:open, day:2026-03-02".into()),
            "period:19700101..20991231,include_active:true,include_nil_contacts:true,state:open,day:2026-03-02",
        ),
        (
            |q| {
                q.own = true;
                q.where_text = Some("period:this_month,nonsense".into());
            },
            "state:all,include_active:true,include_nil_contacts:true,user_id:{OWN},period:this_month,nonsense:",
        ),
    ];
    for (ask, expected) in rows {
        let mut query = RemoteQuery::default();
        ask(&mut query);
        let (mb, script) = backend(Some(OWN), vec![ok(json!([]))]);
        mb.list(&query, &Page::default()).unwrap();
        let expected = expected.replace("{ALL}", ALL).replace("{OWN}", OWN);
        assert_eq!(
            script.sent()[0].query,
            format!("filter={expected}&per_page=100&page=1")
        );
    }
    let (mb, script) = backend(Some(OWN), vec![ok(json!([]))]);
    let query = RemoteQuery {
        search: Some("dns".into()),
        client: wanted("9"),
        ..RemoteQuery::default()
    };
    let page = Page {
        cursor: mb.page_at(3),
        size: Some(20),
    };
    mb.list(&query, &page).unwrap();
    let asked = &script.sent()[0].query;
    assert!(asked.ends_with("&query=dns&per_page=20&page=3"), "{asked}");
}

#[test]
fn what_a_person_names_and_the_service_does_not_know_is_said() {
    for (status, field, ours) in [
        (404, "contact_id", "client"),
        (404, "user_id", "member"),
        (400, "state", "state"),
    ] {
        let said = json!({"error": "record not found", "symbolic": {field: "not_found"}});
        let (mb, _) = backend(Some(OWN), vec![(status, vec![], said)]);
        let query = RemoteQuery {
            client: Some(Wanted::Is(Reference::known("9", None))),
            ..RemoteQuery::default()
        };
        let error = mb.list(&query, &Page::default()).unwrap_err();
        assert!(matches!(error.kind, ErrorKind::Invalid(_)), "{error:?}");
        let told = format!("record not found ({ours})");
        assert!(error.message.contains(&told), "{}", error.message);
    }
}

#[test]
fn one_that_runs_there_is_shown_without_an_end() {
    let mut running = row();
    running["ended_at"] = Value::Null;
    let rows = json!([running, row()]);
    for (asked, n_found, n_running) in [(None, 2, 1), (Some(true), 1, 1), (Some(false), 1, 0)] {
        let (mb, _) = backend(Some(OWN), vec![ok(rows.clone())]);
        let query = RemoteQuery {
            running: asked,
            ..RemoteQuery::default()
        };
        let found = mb.list(&query, &Page::default()).unwrap().items;
        let runs = found.iter().filter(|row| row.content.is_timer()).count();
        assert_eq!((found.len(), runs), (n_found, n_running), "{asked:?}");
    }
    let (mb, _) = backend(Some(OWN), vec![]);
    assert!(mb.runs(&read(&running)) && !mb.runs(&read(&row())));
    let named = mb.names("state:open, user_id:8");
    assert_eq!((named.member, named.window), (true, false));
    assert!(mb.names("day:2026-03-02").window);
}
