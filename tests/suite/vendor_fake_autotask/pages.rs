//! Pages: their size, their addresses, their order.

use super::*;

/// An address as its page has it, without the host.
fn path(fake: &Fake, api: &Api, url: &Value) -> Option<String> {
    let url = url.as_str()?;
    let own = format!("{}{}", fake.url(), api.root);
    Some(url.strip_prefix(&own).unwrap().to_owned())
}

/// Every page that follows the first, by this verb.
fn follow(fake: &Fake, api: &Api, method: &str, body: &Value) -> Vec<Vec<i64>> {
    let (first, send) = match method {
        "GET" => {
            let search = encode(&body.to_string());
            (format!("/Tickets/query?search={search}"), Value::Null)
        }
        _ => ("/Tickets/query".to_owned(), body.clone()),
    };
    let (mut pages, mut to) = (Vec::new(), first);
    loop {
        let reply = api.call(method, &to, &send);
        pages.push(ids(&reply));
        let details = reply.json()["pageDetails"].clone();
        schema::check_object("autotask", "Paging", &details).unwrap();
        assert_eq!(details["prevPageUrl"].is_null(), pages.len() == 1);
        match path(fake, api, &details["nextPageUrl"]) {
            Some(next) => to = next,
            None => return pages,
        }
    }
}

#[test]
fn a_page_has_500_rows_and_says_where_the_next_is() {
    let (fake, api) = fake();
    fake.add_tickets(1_193);
    let body = json!({"filter": all(), "includeFields": ["id", "ticketNumber"]});
    for method in ["POST", "GET"] {
        let pages = follow(&fake, &api, method, &body);
        let sizes: Vec<_> = pages.iter().map(Vec::len).collect();
        assert_eq!(sizes, [500, 500, 200], "{method}");
        let mut every = pages.concat();
        every.sort_unstable();
        every.dedup();
        assert_eq!(every.len(), 1_200);
    }
    let reply = api.call("POST", "/Tickets/query", &body);
    let answer = reply.json();
    assert_eq!(
        answer["items"][0],
        json!({"id": SWITCH, "ticketNumber": "T20260302.0042"})
    );
    assert_eq!(answer["pageDetails"]["count"], 500);
    assert_eq!(answer["pageDetails"]["requestCount"], 500);
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn a_page_that_is_exactly_full_is_the_last() {
    let (fake, api) = fake();
    fake.add_tickets(493);
    let reply = api.query("Tickets", all());
    assert_eq!(ids(&reply).len(), 500);
    assert_eq!(reply.json()["pageDetails"]["nextPageUrl"], Value::Null);
}

#[test]
fn a_smaller_page_may_be_asked_for_in_one_spelling() {
    let (fake, api) = fake();
    fake.add_tickets(500);
    let size = |key: &str, value: Value| {
        let mut body = json!({"filter": all()});
        body[key] = value;
        let reply = api.call("POST", "/Tickets/query", &body);
        (reply.status == 200).then(|| ids(&reply).len())
    };
    assert_eq!(size("maxRecords", json!(2)), Some(2));
    assert_eq!(size("maxRecords", json!(5_000)), Some(500));
    assert_eq!(size("maxRecords", json!(0)), None);
    assert_eq!(size("MaxRecords", json!(2)), Some(500));
    fake.set_options(|o| (o.honours_max_records, o.honours_pascal_case) = (false, true));
    assert_eq!(size("maxRecords", json!(2)), Some(500));
    assert_eq!(size("MaxRecords", json!(2)), Some(2));
}

#[test]
fn pages_lead_back_as_well() {
    let (fake, api) = fake();
    let body = json!({"filter": all(), "maxRecords": 3});
    let mut reply = api.call("POST", "/Tickets/query", &body);
    let first = ids(&reply);
    for _ in 0..2 {
        let next = path(&fake, &api, &reply.json()["pageDetails"]["nextPageUrl"]);
        reply = api.call("POST", &next.unwrap(), &body);
    }
    assert_eq!(ids(&reply).len(), 1);
    for _ in 0..2 {
        let back = path(&fake, &api, &reply.json()["pageDetails"]["prevPageUrl"]);
        reply = api.call("POST", &back.unwrap(), &body);
    }
    assert_eq!(ids(&reply), first);
    assert_eq!(reply.json()["pageDetails"]["prevPageUrl"], Value::Null);
}

#[test]
fn the_next_page_wants_the_same_verb_and_body() {
    let (fake, api) = fake();
    let body = json!({"filter": [eq("companyID", seed::ACME)], "maxRecords": 4});
    let next = || {
        let reply = api.call("POST", "/Tickets/query", &body);
        path(&fake, &api, &reply.json()["pageDetails"]["nextPageUrl"]).unwrap()
    };
    assert_eq!(ids(&api.call("POST", &next(), &body)).len(), 2);
    assert_eq!(api.get(&next()).status, 405);
    refused(&api.call("POST", &next(), &Value::Null), "filter");
    fake.set_options(|o| o.next_without_body = true);
    let rest = ids(&api.call("POST", &next(), &Value::Null));
    assert_eq!(rest, ids(&api.call("POST", &next(), &body)));
    refused(
        &api.call("POST", "/Tickets/query/next?paging=x", &body),
        "paging",
    );
}

#[test]
fn more_than_a_page_needs_the_identity() {
    for (option, status) in [
        (WithoutId::Refused, 500),
        (WithoutId::FirstPageOnly, 200),
        (WithoutId::Fine, 200),
    ] {
        let (_fake, api) = with(Options {
            without_id: option,
            ..options()
        });
        let ask = |size: i64| {
            let body = json!({"filter": all(), "maxRecords": size, "includeFields": ["title"]});
            api.call("POST", "/Tickets/query", &body)
        };
        let reply = ask(3);
        assert_eq!(reply.status, status, "{option:?}");
        let next = &reply.json()["pageDetails"]["nextPageUrl"];
        assert_eq!(next.is_string(), option == WithoutId::Fine);
        // One page is one page.
        assert_eq!(ask(7).json()["items"].as_array().unwrap().len(), 7);
    }
}

#[test]
fn no_order_is_promised_and_pages_may_run_in_a_circle() {
    let (fake, api) = fake();
    let body = json!({"filter": all(), "maxRecords": 2});
    let plain = follow(&fake, &api, "POST", &body).concat();
    fake.set_options(|o| o.order = Order::Scrambled);
    let mut scrambled = follow(&fake, &api, "POST", &body).concat();
    assert_ne!(scrambled, plain);
    scrambled.sort_unstable();
    assert_eq!(scrambled, plain);
    fake.set_options(|o| o.next_loops = true);
    let once = api.call("POST", "/Tickets/query", &body);
    let next = path(&fake, &api, &once.json()["pageDetails"]["nextPageUrl"]).unwrap();
    assert_eq!(ids(&api.call("POST", &next, &body)), ids(&once));
    fake.set_options(|o| o.page_base = Some("https://webservices14.example".to_owned()));
    let once = api.call("POST", "/Tickets/query", &body).json();
    let next = once["pageDetails"]["nextPageUrl"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        next.starts_with(
            "https://webservices14.example/ATServicesRest/V1.0/Tickets/query/next?paging=%7b%22"
        ),
        "{next}"
    );
}

#[test]
fn a_row_that_goes_moves_no_other_over_the_edge() {
    let (fake, api) = fake();
    let made: Vec<i64> = (0..6).map(|_| api.made(|_| {})).collect();
    let body = json!({"filter": all(), "maxRecords": 3});
    let reply = api.call("POST", "/TimeEntries/query", &body);
    assert_eq!(ids(&reply), made[..3]);
    assert!(fake.remove(made[2]) && fake.remove(made[0]));
    let next = path(&fake, &api, &reply.json()["pageDetails"]["nextPageUrl"]).unwrap();
    assert_eq!(ids(&api.call("POST", &next, &body)), made[3..]);
}
