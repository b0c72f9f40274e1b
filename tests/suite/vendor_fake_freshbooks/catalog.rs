//! Who one is, projects, services, tasks, clients.

use super::*;

const CLIENTS: &str = "/accounting/account/aB3dE/users/clients";
const TASKS: &str = "/accounting/account/aB3dE/projects/tasks";

#[test]
fn who_one_is_has_businesses_with_and_without_an_account() {
    let (fake, api) = fake();
    let me = api.get("/auth/api/v1/users/me").json();
    schema::check_object("freshbooks", "Me", &me).unwrap();
    let me = &me["response"];
    assert_eq!(me["id"], ADA);
    assert!(me.get("result").is_none());
    let rows = me["business_memberships"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["id"], 140_130);
    assert_eq!(rows[0]["business"]["id"], BUSINESS);
    assert_eq!(rows[0]["business"]["account_id"], "aB3dE");
    assert_eq!(rows[1]["business"]["account_id"], Value::Null);
    assert_eq!(me["roles"].as_array().unwrap().len(), 2);
    assert!(!me.to_string().contains("\"_"));
    let grace = api.as_(&fake.token_of(GRACE)).get("/auth/api/v1/users/me");
    let hers = grace.json()["response"]["business_memberships"].clone();
    assert_eq!(hers.as_array().unwrap().len(), 1);
    fake.edit_reference("businesses", BUSINESS, |row| {
        row["account_id"] = Value::Null
    });
    let me = api.get("/auth/api/v1/users/me").json();
    assert_eq!(
        me["response"]["business_memberships"][0]["business"]["account_id"],
        Value::Null
    );
    assert_eq!(api.get(CLIENTS).status, 404);
    assert_eq!(api.get(ENTRIES).status, 200);
    assert_eq!(fake.schema_errors(), [""; 0]);
}

fn titles(reply: &Reply) -> Vec<String> {
    let list = reply.json();
    schema::check_object("freshbooks", "ProjectList", &list).unwrap();
    let rows = list["projects"].as_array().unwrap().iter();
    rows.map(|row| row["title"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn projects_are_filtered_and_sorted_and_have_their_services() {
    let (fake, api) = fake();
    let path = "/projects/business/6001/projects";
    assert_eq!(titles(&api.get(path)).len(), 5);
    for (query, wanted) in [
        ("complete=true", vec!["Old engine"]),
        ("internal=true", vec!["Office"]),
        ("client_id=55012&complete=false", vec!["Engine rebuild"]),
        ("active=false", vec![]),
        (
            "sort=-title&complete=false",
            vec![
                "Tables: logarithms, part 2",
                "Office",
                "Letters",
                "Engine rebuild",
            ],
        ),
        ("sort=title&per_page=2&page=2", vec!["Office", "Old engine"]),
    ] {
        assert_eq!(
            titles(&api.get(&format!("{path}?{query}"))),
            wanted,
            "{query}"
        );
    }
    // Not a filter, so everything comes.
    assert_eq!(titles(&api.get(&format!("{path}?title=Office"))).len(), 5);
    assert_eq!(
        titles(&api.get("/projects/business/6002/projects")),
        ["Loom"]
    );
    let first = api.get(path).json()["projects"][0].clone();
    assert_eq!(first["services"].as_array().unwrap().len(), 2);
    assert_eq!(first["services"][0]["name"], "Consulting");
    assert_eq!(first["created_at"], "2026-01-10T12:00:00");
    fake.set_options(|o| o.services_on_request = true);
    let bare = api.get(path).json()["projects"][0]["services"].clone();
    assert_eq!(bare, json!([]));
    let asked = api.get(&format!("{path}?include[]=services")).json();
    assert_eq!(asked["projects"][0]["services"], first["services"]);
}

#[test]
fn one_project_is_in_the_singular() {
    let (fake, api) = fake();
    api.made(|_| {});
    let path = format!("/projects/business/6001/project/{ENGINE}");
    let one = api.get(&path).json();
    schema::check_object("freshbooks", "ProjectEnvelope", &one).unwrap();
    assert_eq!(one["project"]["logged_duration"], 5400);
    assert_eq!(one["abilities"][0]["name"], "can_edit");
    not_found(&api.get(&format!("/projects/business/6001/projects/{ENGINE}")));
    not_found(&api.get("/projects/business/6001/project/1"));
    assert!(fake.schema_errors()[0].contains("no such operation"));
}

#[test]
fn services_come_as_a_list_or_not_at_all_or_as_a_map() {
    let (fake, api) = fake();
    let path = "/comments/business/6001/services";
    let list = api.get(path).json();
    schema::check_object("freshbooks", "ServiceList", &list).unwrap();
    assert_eq!(list["services"].as_array().unwrap().len(), 4);
    assert_eq!(list["meta"]["per_page"], 50);
    fake.set_options(|o| o.services = Services::Empty);
    assert_eq!(api.get(path).json()["services"], json!([]));
    fake.set_options(|o| o.services = Services::Map);
    assert_eq!(
        api.get(path).json()["result"]["services"]["40021"]["name"],
        "Consulting"
    );
    let one = api.get("/comments/business/6001/service/40021").json();
    assert_eq!(one["service"]["name"], "Consulting");
    let rate = api.get("/comments/business/6001/service/40021/rate").json();
    assert_eq!(rate["service_rate"]["rate"], "95.00");
    not_found(&api.get("/comments/business/6001/service/41001"));
}

#[test]
fn clients_and_tasks_stand_in_an_envelope_of_their_own() {
    let (fake, api) = fake();
    let list = api.get(CLIENTS).json();
    schema::check_object("freshbooks", "AccountingClients", &list).unwrap();
    let result = &list["response"]["result"];
    assert_eq!(
        (&result["total"], &result["per_page"]),
        (&json!(4), &json!(15))
    );
    let tasks = api.get(TASKS).json();
    schema::check_object("freshbooks", "AccountingTasks", &tasks).unwrap();
    let names = |query: &str| -> Vec<i64> {
        let list = api.get(&format!("{CLIENTS}?{query}")).json();
        let rows = list["response"]["result"]["clients"]
            .as_array()
            .unwrap()
            .clone();
        rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
    };
    assert_eq!(names("search[vis_state]=0"), [LOVELACE, BABBAGE]);
    assert_eq!(names("search[organization_like]=LOVE"), [LOVELACE]);
    assert_eq!(names("search[email]=c55013@example.test"), [BABBAGE]);
    assert_eq!(names("search[organization]=Lovelace%20Ltd").len(), 4);
    assert_eq!(names("sort=organization_name_desc")[0], LOVELACE);
    assert_eq!(names("per_page=3&page=2").len(), 1);
    assert!(names("per_page=3&page=3").is_empty());
    let one = api.get(&format!("{CLIENTS}/{LOVELACE}")).json();
    assert_eq!(
        one["response"]["result"]["client"]["organization"],
        "Lovelace Ltd"
    );
    let one = api.get(&format!("{TASKS}/{RESEARCH}")).json();
    assert_eq!(one["response"]["result"]["task"]["name"], "Research");
    assert_eq!(
        fake.schema_errors().len(),
        1,
        "search[organization] is no filter"
    );
}

#[test]
fn more_of_everything_can_be_had() {
    let (fake, api) = fake();
    let (clients, projects) = (fake.add_clients(40), fake.add_projects(120));
    let (services, tasks) = (fake.add_services(60), fake.add_tasks(20));
    let meta = api
        .get("/projects/business/6001/projects?per_page=100")
        .json()["meta"]
        .clone();
    assert_eq!((&meta["total"], &meta["pages"]), (&json!(125), &json!(2)));
    let pages = |path: &str| api.get(path).json()["response"]["result"]["pages"].clone();
    assert_eq!((pages(CLIENTS), pages(TASKS)), (json!(3), json!(2)));
    assert_eq!(
        api.get("/comments/business/6001/services").json()["meta"]["pages"],
        2
    );
    let entry = api.made(|e| {
        e["client_id"] = json!(clients[39]);
        e["project_id"] = json!(projects[119]);
        e["task_id"] = json!(tasks[19]);
    });
    assert_eq!(entry["project_id"], projects[119]);
    let alone = |e: &mut Value| {
        e["service_id"] = json!(services[59]);
        drop_key(e, "project_id");
    };
    assert_eq!(api.made(alone)["service_id"], services[59]);
    assert!(fake.remove_reference("services", services[59]));
    assert!(!fake.remove_reference("services", services[59]));
    refused(&api.create(alone), &["service_id"]);
    fake.start_over(seed::catalog());
    assert!(fake.entries().is_empty());
    assert_eq!(pages(TASKS), json!(1));
}
