//! Zone, keys, impersonation, addresses and verbs.

use super::*;

const ZONE: &str = "/zoneInformation?user=tt-api%40northwind.example";

#[test]
fn the_zone_is_told_to_whom_names_the_user() {
    let (fake, api) = fake();
    // No keys are asked for.
    let mut line = Line::open(&fake.url()).unwrap();
    let bare = format!("GET /ATServicesRest/V1.0{ZONE} HTTP/1.1\r\nHost: x:1\r\n\r\n");
    line.send(bare.as_bytes()).unwrap();
    let reply = line.reply().unwrap();
    assert_eq!(reply.status, 200);
    assert_eq!(reply.json()["url"], "http://x:1/ATServicesRest/");
    let answer = api.get(ZONE).json();
    assert_eq!(answer["url"], fake.zone_url());
    schema::check_object("autotask", "ZoneInformation", &answer).unwrap();
    for user in ["", "?user=", "?user=somebody%40else.example"] {
        refused(&api.get(&format!("/zoneInformation{user}")), "Zone");
    }
    fake.set_options(|o| o.zone_base = Some("https://webservices99.example".to_owned()));
    assert_eq!(
        api.get(ZONE).json()["url"],
        "https://webservices99.example/ATServicesRest/"
    );
    assert_eq!(fake.requests()[1].operation, "/ZoneInformation");
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn a_tenant_that_moves_is_401_at_its_old_address() {
    let (fake, mut api) = fake();
    let id = api.made(|_| {});
    fake.move_zone("/webservices5");
    let path = format!("/TimeEntries/{id}");
    assert_eq!(api.get(&path).status, 401);
    let url = api.get(ZONE).json()["url"].as_str().unwrap().to_owned();
    assert_eq!(url, fake.zone_url());
    let own = url.strip_prefix(&fake.url()).unwrap();
    api.root = format!("{own}V1.0");
    assert_eq!(api.entry(id)["id"], id);
    assert_eq!(fake.requests().last().unwrap().operation, path);
}

#[test]
fn each_key_must_fit() {
    let (fake, mut api) = fake();
    let right = api.keys.clone();
    for (change, words) in [
        (
            (|k: &mut Keys| k.code.push('x')) as fn(&mut Keys),
            "IntegrationCode",
        ),
        (|k| k.secret.clear(), "invalid"),
        (|k| k.user = "other@northwind.example".to_owned(), "invalid"),
    ] {
        api.keys = right.clone();
        change(&mut api.keys);
        let reply = api.create(|_| {});
        assert_eq!(reply.status, 401);
        let said = reply.json()["errors"][0].as_str().unwrap().to_owned();
        assert!(said.contains(words), "{said}");
    }
    fake.set_options(|o| o.bare_401 = true);
    let bare = api.get("/TimeEntries/1");
    assert_eq!((bare.status, bare.body.len()), (401, 0));
    api.keys = right;
    assert_eq!(api.create(|_| {}).status, 200);
    fake.change_keys(|k| k.secret.push('2'));
    assert_eq!(api.create(|_| {}).status, 401);
    assert_eq!(fake.entries().len(), 1);
}

#[test]
fn standing_for_somebody_may_be_forbidden() {
    for status in [403, 500] {
        let (fake, api) = with(Options {
            impersonation_status: status,
            ..options()
        });
        for who in [seed::REED, 12] {
            let api = Api {
                stands_for: Some(who),
                root: api.root.clone(),
                url: api.url.clone(),
                keys: api.keys.clone(),
            };
            let reply = api.create(|_| {});
            assert_eq!(reply.status, status, "{who}");
            assert!(text(&reply).contains("permissions"));
            // It is a header of writes: reading goes on.
            assert_eq!(api.query("TimeEntries", all()).status, 200);
        }
        fake.edit_row("Resources", LOPEZ, |row| {
            row["_impersonable"] = json!(false)
        });
        assert_eq!(api.standing_for(LOPEZ).create(|_| {}).status, status);
        assert!(fake.entries().is_empty());
    }
}

#[test]
fn addresses_are_read_in_any_case() {
    let (fake, mut api) = fake();
    let id = api.made(|_| {});
    for root in ["/atservicesrest/v1.0", "/ATSERVICESREST/V1.0"] {
        api.root = root.to_owned();
        assert_eq!(
            api.get(&format!("/timeentries/{id}")).json()["item"]["id"],
            id
        );
    }
    let seen = fake.requests().last().unwrap().operation.clone();
    assert_eq!(seen, format!("/TimeEntries/{id}"));
    api.root = "/ATServicesRest".to_owned();
    answered(
        &api.get("/VersionInformation"),
        200,
        &json!({"apiVersions": ["1.0"]}),
    );
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn a_change_goes_to_the_collection() {
    let (_fake, api) = fake();
    let id = api.made(|_| {});
    let body = json!({"id": id, "summaryNotes": "x"});
    for method in ["PATCH", "PUT", "POST"] {
        let reply = api.call(method, &format!("/TimeEntries/{id}"), &body);
        assert_eq!(reply.status, 405, "{method}");
    }
    assert_eq!(api.call("DELETE", "/TimeEntries", &Value::Null).status, 405);
    assert_eq!(api.call("POST", "/Tickets", &body).status, 405);
    assert_eq!(
        api.call("DELETE", &format!("/Tickets/{SWITCH}"), &Value::Null)
            .status,
        405
    );
    assert_eq!(
        api.entry(id)["summaryNotes"],
        "Replaced failed switch uplink"
    );
}

#[test]
fn there_are_no_addresses_under_a_parent_and_no_sheets() {
    let (fake, api) = fake();
    for path in [
        format!("/Tickets/{SWITCH}/TimeEntries"),
        format!("/Tasks/{}/TimeEntries", seed::MAILBOXES),
        format!("/Projects/{}/TimeEntries", seed::MIGRATION),
        "/TimeSheets".to_owned(),
        "/TimeEntries/submit/1".to_owned(),
    ] {
        assert_eq!(api.call("POST", &path, &body(|_| {})).status, 404, "{path}");
    }
    assert_eq!(api.get("/TimeSheets/query").status, 404);
    assert!(fake.entries().is_empty());
    assert_eq!(fake.schema_errors().len(), 6);
}
