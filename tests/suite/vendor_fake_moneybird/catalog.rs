//! Users, contacts, projects.

use super::*;

fn names(reply: &Reply, key: &str) -> Vec<String> {
    assert_eq!(reply.status, 200, "{}", text(reply));
    let rows = reply.json();
    let rows = rows.as_array().unwrap().iter();
    rows.map(|r| r[key].as_str().unwrap_or("-").to_owned())
        .collect()
}

#[test]
fn some_users_are_only_shown_when_asked_for() {
    let (fake, api) = fake();
    let list = |query: &str| names(&api.get(&format!("/users.json{query}")), "name");
    let usual = ["Noor", "Sem de Wit", "Fenna Bakker"];
    assert_eq!(list(""), usual);
    assert_eq!(list("?include_api_users=false"), usual);
    assert_eq!(list("?include_api_users=true")[3], "Time tracker");
    assert_eq!(list("?include_inactive=true")[3], "Daan Smit");
    assert_eq!(list("?include_accountants=true")[3], "Kees Boek");
    let all = "?include_api_users=true&include_inactive=true&include_accountants=true";
    assert_eq!(list(all).len(), 6);
    for row in api
        .get(&format!("/users.json{all}"))
        .json()
        .as_array()
        .unwrap()
    {
        schema::check_object("moneybird", "User", row).unwrap();
    }
    assert_eq!(fake.schema_errors(), [""; 0]);
    // It has no pages.
    api.get("/users.json?per_page=100");
    assert!(fake.schema_errors()[0].contains("unknown query parameter per_page"));
}

#[test]
fn projects_are_the_active_ones_unless_asked() {
    let (fake, api) = fake();
    let list = |query: &str| names(&api.get(&format!("/projects.json{query}")), "name");
    assert_eq!(list("").len(), 4);
    assert_eq!(list("?filter=state%3Aarchived"), ["Old site"]);
    assert_eq!(list("?filter=state%3Aall").len(), 5);
    assert_eq!(list("?filter=state:active&per_page=3&page=2").len(), 1);
    assert_eq!(api.get("/projects.json?filter=state:gone").status, 400);
    answered(
        &api.get("/projects.json?page=0"),
        400,
        &json!({"error": "Page is too small", "symbolic": {"page": "min"}}),
    );
    let path = format!("/projects/{}.json", seed::id(SITE));
    answered(
        &api.get(&path),
        200,
        &json!({"id": seed::id(SITE), "name": "Site", "state": "active", "budget": 40}),
    );
    answered(
        &api.get("/projects/12.json"),
        404,
        &json!({"error": "Record not found for model name: Project"}),
    );
    for n in 0..30 {
        let row = json!({"id": seed::id(600 + n), "name": "x", "state": "active", "budget": null});
        fake.add_reference("projects", row);
    }
    let first = api.get("/projects.json");
    assert_eq!(names(&first, "id").len(), 25);
    assert!(first.header("link").unwrap().contains("page=2"));
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn contacts_are_found_by_words() {
    let (fake, api) = fake();
    let list = |query: &str| names(&api.get(&format!("/contacts.json{query}")), "customer_id");
    assert_eq!(list(""), ["1", "2", "3", "K-4"]);
    assert_eq!(list("?query=tulp"), ["1"]);
    assert_eq!(list("?query=jansen"), ["3"]);
    assert_eq!(list("?query=groningen&per_page=3").len(), 3);
    assert_eq!(list("?include_archived=true").len(), 5);
    for row in api.get("/contacts.json").json().as_array().unwrap() {
        schema::check_object("moneybird", "Contact", row).unwrap();
    }
    let one = api
        .get(&format!("/contacts/{}.json", seed::id(TULP)))
        .json();
    assert_eq!(one["company_name"], "Tulp B.V.");
    assert_eq!(
        api.get("/contacts/customer_id/K-4.json").json()["customer_id"],
        "K-4"
    );
    for path in ["/contacts/12.json", "/contacts/customer_id/9.json"] {
        assert_eq!(api.get(path).status, 404);
    }
    assert_eq!(fake.schema_errors(), [""; 0]);
    answered(
        &api.get("/contacts.json?per_page=101"),
        400,
        &json!({"error": "per_page does not have a valid value"}),
    );
}

#[test]
fn reference_data_can_be_changed_and_replaced() {
    let (fake, api) = fake();
    api.made(|_| {});
    fake.edit_reference("projects", SITE, |p| p["state"] = json!("archived"));
    assert_eq!(names(&api.get("/projects.json"), "name").len(), 3);
    // A link to the archive is not refused.
    api.made(|_| {});
    fake.edit_reference("users", NOOR, |u| {
        u["user_type"] = json!("deleted_end_user")
    });
    assert_eq!(api.create(|_| {}).status, 404);
    fake.start_over(seed::catalog());
    assert!(fake.entries().is_empty());
    assert_eq!(names(&api.get("/projects.json"), "name").len(), 4);
}
