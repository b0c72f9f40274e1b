//! Access, the moving code base, and writes.

use super::*;

const JANE: &str = "GET /system/myMembers";

fn jane() -> Value {
    json!({"id": 118, "identifier": "jdoe", "firstName": "Jane", "lastName": "Doe", "requireStartAndEndTimeOnTimeEntryFlag": true})
}

#[test]
fn access_is_proved_by_a_member_and_every_request_is_signed() {
    let says = Says::Text(200, ("api-current-version", "2025.16"), jane().to_string());
    let (cw, script) = backend(Some("JDOE"), vec![company("v1/"), (JANE, says)]);
    let identity = cw.check_access().unwrap();
    assert_eq!(
        (identity.tenant.as_str(), identity.version.as_deref()),
        ("acme", Some("2025.16"))
    );
    assert_eq!(
        identity.member.and_then(|member| member.id).as_deref(),
        Some("118")
    );
    let sent = script.sent();
    let header = |sent: &Sent, wanted: &str| {
        sent.headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.clone())
    };
    assert_eq!(header(&sent[0], "Authorization"), None);
    assert_eq!(
        header(&sent[1], "Authorization").as_deref(),
        Some("Basic YWNtZStQVUI6Q0FOQVJZLVBSSVZBVEU=")
    );
    assert_eq!(
        header(&sent[1], "clientId").as_deref(),
        Some("11111111-2222-3333-4444-555555555555")
    );
    assert_eq!(
        header(&sent[1], "Accept").as_deref(),
        Some("application/vnd.connectwise.com+json; version=2025.16")
    );
    assert!(cw.own().as_ref().unwrap().needs_both);
    assert!(!format!("{cw:?}").contains("CANARY"));
}

#[test]
fn the_member_is_looked_for_where_the_key_belongs_to_another() {
    let api = || {
        (
            JANE,
            Says::Json(200, json!([{"id": 1, "identifier": "api"}])),
        )
    };
    let members = "GET /system/members";
    let forbidden = || Says::Json(403, json!({"code": "Security", "message": "no"}));
    let (cw, script) = backend(
        Some("jdoe"),
        vec![
            company("v1"),
            api(),
            (members, Says::Json(200, json!([jane()]))),
        ],
    );
    assert_eq!(cw.check_access().unwrap().member.unwrap().typed, "jdoe");
    assert_eq!(
        script.sent()[2].query,
        "conditions=identifier=\"jdoe\"&pageSize=1"
    );

    let (cw, script) = backend(
        Some("118"),
        vec![
            company("v1"),
            (JANE, forbidden()),
            (members, Says::Json(200, json!([jane()]))),
        ],
    );
    assert_eq!(
        cw.check_access().unwrap().member.unwrap().id.as_deref(),
        Some("118")
    );
    assert_eq!(script.sent()[2].query, "conditions=id=118&pageSize=1");

    let (cw, _) = backend(
        Some("jdoe"),
        vec![company("v1"), api(), (members, forbidden())],
    );
    assert_eq!(
        cw.check_access().unwrap().member.unwrap(),
        Reference::typed("jdoe")
    );

    let nobody = backend(
        Some("jdoe"),
        vec![company("v1"), api(), (members, Says::Json(200, json!([])))],
    )
    .0;
    assert_eq!(
        nobody.check_access().unwrap_err().kind,
        ErrorKind::Misconfigured
    );
    let locked_out = backend(
        Some("jdoe"),
        vec![company("v1"), (JANE, forbidden()), (members, forbidden())],
    )
    .0;
    assert_eq!(
        locked_out.check_access().unwrap_err().kind,
        ErrorKind::Forbidden
    );
    let unnamed = backend(None, vec![company("v1"), (JANE, forbidden())]).0;
    assert_eq!(
        unnamed.check_access().unwrap_err().kind,
        ErrorKind::Misconfigured
    );
}

#[test]
fn a_wrong_company_address_or_key_is_said_so() {
    let info = "GET /login/companyinfo/acme";
    let rows = [
        (
            Says::Json(200, Value::Null),
            ErrorKind::Misconfigured,
            "company `acme`",
        ),
        (
            Says::Text(404, ("a", "b"), "<html>".into()),
            ErrorKind::Misconfigured,
            "url",
        ),
        (
            Says::Json(200, json!({"Codebase": "../evil/"})),
            ErrorKind::Protocol,
            "API",
        ),
        (
            Says::Text(200, ("a", "b"), "<html>".into()),
            ErrorKind::Protocol,
            "web page",
        ),
    ];
    for (says, kind, word) in rows {
        let error = backend(None, vec![(info, says)])
            .0
            .check_access()
            .unwrap_err();
        assert_eq!(error.kind, kind);
        assert!(
            format!("{} {}", error.message, error.help).contains(word),
            "{error:?}"
        );
    }
    let echo = json!({"code": "Unauthorized", "message": "bad key CANARY-PRIVATE, YWNtZStQVUI6Q0FOQVJZLVBSSVZBVEU="});
    let error = backend(None, vec![company("v1"), (JANE, Says::Json(401, echo))])
        .0
        .check_access()
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unauthorized);
    assert!(
        !error.message.contains("CANARY") && !error.message.contains("YWNtZ"),
        "{error:?}"
    );
}

#[test]
fn a_moved_code_base_is_followed_once() {
    let gone = || Says::Text(404, ("a", "b"), "<html>404</html>".into());
    let post = "POST /time/entries";
    let created = Says::Json(201, row(7));
    let moved = vec![
        company("old"),
        ("POST /old/apis/3.0/time/entries", gone()),
        company("v1/"),
        (post, created),
    ];
    let (cw, script) = backend(Some("118"), moved);
    assert_eq!(cw.create(&outgoing()).unwrap().id.0, "7");
    assert_eq!(script.sent().len(), 4);

    let stays = vec![company("v1"), (post, gone()), company("v1")];
    let error = backend(Some("118"), stays)
        .0
        .create(&outgoing())
        .unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Invalid(_)) && !error.may_have_happened());

    let (cw, script) = backend(
        Some("118"),
        vec![
            company("old"),
            ("DELETE /old/apis/3.0/time/entries/7", gone()),
            company("v1"),
            ("DELETE /time/entries/7", gone()),
        ],
    );
    cw.delete(&RemoteId("7".into())).unwrap();
    script.sent();

    // Nothing is gone as long as nobody knows whether the address is right.
    let unsure = vec![
        company("v1"),
        ("GET /time/entries/7", gone()),
        (
            "GET /login/companyinfo/acme",
            Says::Nothing(Certainty::NotDone),
        ),
    ];
    assert!(
        backend(None, unsure)
            .0
            .fetch(&RemoteId("7".into()))
            .is_err()
    );
    let sure = vec![
        company("v1"),
        ("GET /time/entries/7", gone()),
        company("v1"),
    ];
    assert_eq!(backend(None, sure).0.fetch(&RemoteId("7".into())), Ok(None));
}

#[test]
fn what_a_create_leaves_behind() {
    let post = "POST /time/entries";
    let mut echoed = row(7);
    echoed["mobileGuid"] = json!(outgoing().key.to_string());
    let (cw, script) = backend(
        Some("118"),
        vec![company("v1"), (post, Says::Json(201, echoed))],
    );
    let remote = cw.create(&outgoing()).unwrap();
    assert_eq!(
        (remote.key, remote.keeps_key, remote.status, remote.locked),
        (Some(outgoing().key), true, Status::Open, false)
    );
    let body = script.sent()[1].body.clone().unwrap();
    assert_eq!(body["mobileGuid"], json!(outgoing().key.to_string()));

    let mut marked = outgoing();
    marked.marked = true;
    let mut other = row(7);
    other["mobileGuid"] = json!("0d3f6b0e-5c0b-4c8e-9a55-0a4b4e0c7f11");
    other["internalNotes"] = json!(marked.key.marker());
    let (cw, _) = backend(
        Some("118"),
        vec![company("v1"), (post, Says::Json(201, other))],
    );
    let remote = cw.create(&marked).unwrap();
    // Only the field proves that the key is kept.
    assert_eq!((remote.key, remote.keeps_key), (Some(marked.key), false));

    let invalid = json!({"code": "InvalidObject", "message": "m", "errors": [{"code": "C", "message": "Invalid work type", "field": "workType"}]});
    let rows = [
        (Says::Json(201, json!({"status": "Open"})), "unknown"),
        (Says::Text(200, ("a", "b"), "<html>".into()), "unknown"),
        (Says::Json(500, json!({"message": "timeout"})), "unknown"),
        (Says::Nothing(Certainty::Unknown), "unknown"),
        (Says::Nothing(Certainty::NotDone), "settings"),
        (Says::Json(400, invalid), "refused"),
        (
            Says::Json(403, json!({"code": "Security", "message": "no"})),
            "forbidden",
        ),
        (
            Says::Text(429, ("Retry-After", "30"), "<html>".into()),
            "later",
        ),
    ];
    for (says, meaning) in rows {
        let (cw, script) = backend(Some("118"), vec![company("v1"), (post, says)]);
        let error = cw.create(&outgoing()).unwrap_err();
        let told = match &error.kind {
            ErrorKind::OutcomeUnknown => "unknown",
            ErrorKind::Misconfigured => "settings",
            ErrorKind::Invalid(problems) => {
                assert_eq!(problems[0].field.as_deref(), Some("work_type"));
                "refused"
            }
            ErrorKind::Forbidden => "forbidden",
            ErrorKind::RateLimited(Some(wait)) if wait.as_secs() == 30 => "later",
            other => panic!("{other:?}"),
        };
        assert_eq!(told, meaning);
        assert_eq!(error.may_have_happened(), meaning == "unknown");
        assert_eq!(script.sent().len(), 2, "a create is never repeated");
    }
    let mut nowhere = outgoing();
    nowhere.content.target = None;
    let (cw, script) = backend(Some("118"), vec![]);
    assert!(matches!(
        cw.create(&nowhere).unwrap_err().kind,
        ErrorKind::Invalid(_)
    ));
    assert!(script.sent().is_empty());
}

#[test]
fn updates_send_changes_and_deletes_end_in_nothing() {
    let path = "PATCH /time/entries/7";
    let id = RemoteId("7".into());
    let last = || {
        backend(Some("118"), vec![])
            .0
            .reader()
            .read(&row(7), None)
            .unwrap()
    };
    let mut changed = outgoing();
    changed.content.billable = Billable::Billable;
    let unchanged = changed.clone();
    changed.content.note = Some("tested".into());

    let told = Says::Json(200, json!({"id": 7, "notes": "tested"}));
    let (cw, script) = backend(Some("118"), vec![company("v1"), (path, told)]);
    let remote = cw.update(&id, &changed, &last(), None).unwrap();
    assert_eq!(remote.content.note.as_deref(), Some("tested"));
    assert_eq!(
        (remote.content.end, remote.status),
        (last().content.end, Status::Open)
    );
    let sent = script.sent()[1].body.clone().unwrap();
    assert_eq!(
        sent[0],
        json!({"op": "replace", "path": "notes", "value": "tested"})
    );
    assert_eq!(sent[1]["path"], json!("billableOption"));

    let (cw, script) = backend(
        Some("118"),
        vec![
            company("v1"),
            ("GET /time/entries/7", Says::Json(200, row(7))),
        ],
    );
    assert_eq!(cw.update(&id, &unchanged, &last(), None).unwrap(), last());
    script.sent();

    // Refused with words of which nobody knows them all: the entry itself tells.
    let refused = || {
        Says::Json(
            400,
            json!({"code": "InvalidObject", "message": "Cannot do this"}),
        )
    };
    let mut billed = row(7);
    billed["status"] = json!("Billed");
    let get = "GET /time/entries/7";
    let (cw, _) = backend(
        Some("118"),
        vec![
            company("v1"),
            (path, refused()),
            (get, Says::Json(200, billed.clone())),
        ],
    );
    let error = cw.update(&id, &changed, &last(), None).unwrap_err();
    assert!(
        error.kind == ErrorKind::Conflict && error.message.contains("Cannot do this"),
        "{error:?}"
    );
    let (cw, _) = backend(
        Some("118"),
        vec![
            company("v1"),
            (path, refused()),
            (get, Says::Json(200, row(7))),
        ],
    );
    assert!(matches!(
        cw.update(&id, &changed, &last(), None).unwrap_err().kind,
        ErrorKind::Invalid(_)
    ));
    let delete = "DELETE /time/entries/7";
    let (cw, _) = backend(
        None,
        vec![
            company("v1"),
            (delete, refused()),
            (get, Says::Json(200, billed)),
        ],
    );
    assert_eq!(cw.delete(&id).unwrap_err().kind, ErrorKind::Conflict);
    let (cw, _) = backend(
        None,
        vec![
            company("v1"),
            (delete, Says::Text(204, ("a", "b"), String::new())),
        ],
    );
    assert_eq!(cw.delete(&id), Ok(()));
}

#[test]
fn an_update_is_sent_once() {
    let path = "PATCH /time/entries/7";
    let last = backend(Some("118"), vec![])
        .0
        .reader()
        .read(&row(7), None)
        .unwrap();
    let mut changed = outgoing();
    changed.content.note = Some("tested".into());
    let lost = (path, Says::Json(500, json!({"message": "timeout"})));
    let (cw, script) = backend(Some("118"), vec![company("v1"), lost]);
    let error = cw
        .update(&RemoteId("7".into()), &changed, &last, None)
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::OutcomeUnknown);
    script.sent();
}

#[test]
fn nothing_is_sent_or_asked_for_before_it_is_known_whose_time_it_is() {
    let me = || ("GET /system/myMembers", Says::Json(200, jane()));
    let (cw, script) = backend(
        None,
        vec![
            company("v1"),
            me(),
            ("POST /time/entries", Says::Json(201, row(7))),
        ],
    );
    cw.create(&outgoing()).unwrap();
    assert_eq!(
        script.sent()[2].body.as_ref().unwrap()["member"],
        json!({"id": 118})
    );
    let (cw, script) = backend(
        None,
        vec![
            company("v1"),
            me(),
            ("GET /time/entries", Says::Json(200, json!([row(1)]))),
        ],
    );
    let query = RemoteQuery {
        own: true,
        ..RemoteQuery::default()
    };
    assert_eq!(cw.list(&query, &Page::default()).unwrap().items.len(), 1);
    assert_eq!(
        script.sent()[2].query,
        "conditions=member/id=118&orderBy=id asc&page=1&pageSize=200"
    );
    // A look-up that fails before a create proves that nothing was created.
    let page = Says::Text(200, ("a", "b"), "<html>".into());
    let (cw, _) = backend(None, vec![("GET /login/companyinfo/acme", page)]);
    assert!(!cw.create(&outgoing()).unwrap_err().may_have_happened());
}
