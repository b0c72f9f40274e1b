//! The company at the start, and what the service says of its own entities.

use super::*;
use crate::support::vendor::autotask::routes::entities;
use crate::support::vendor::autotask::state::{fields, model};

#[test]
fn every_row_is_of_its_model() {
    let (fake, api) = fake();
    let id = api.made(|_| {});
    fake.post(id);
    let mut seen = 0;
    for entity in entities() {
        let reply = api.query(entity, all());
        for row in reply.json()["items"].as_array().unwrap() {
            schema::check_object("autotask", &model(entity), row)
                .unwrap_or_else(|e| panic!("{entity}: {e}"));
            assert_eq!(&api.item(entity, row["id"].as_i64().unwrap()), row);
            seen += 1;
        }
        assert!(seen > 0 || entity.contains("Approval"), "{entity}");
    }
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn references_lead_somewhere() {
    let (fake, _api) = fake();
    for (entity, field, to) in [
        ("Tickets", "companyID", "Companies"),
        ("Tickets", "contractID", "Contracts"),
        ("Tickets", "billingCodeID", "BillingCodes"),
        ("Tickets", "assignedResourceID", "Resources"),
        ("Tickets", "assignedResourceRoleID", "Roles"),
        ("TicketSecondaryResources", "ticketID", "Tickets"),
        ("Tasks", "projectID", "Projects"),
        ("Tasks", "assignedResourceRoleID", "Roles"),
        ("TaskSecondaryResources", "taskID", "Tasks"),
        ("Projects", "companyID", "Companies"),
        ("Projects", "contractID", "Contracts"),
        ("Companies", "parentCompanyID", "Companies"),
        ("Contracts", "companyID", "Companies"),
        ("Contracts", "exclusionContractID", "Contracts"),
        (
            "Contracts",
            "contractExclusionSetID",
            "ContractExclusionSets",
        ),
        ("Resources", "locationID", "InternalLocations"),
        ("Resources", "defaultServiceDeskRoleID", "Roles"),
        ("ResourceServiceDeskRoles", "resourceID", "Resources"),
        ("ResourceRoleDepartments", "roleID", "Roles"),
        ("ResourceRoles", "roleID", "Roles"),
        (
            "ContractExclusionSetExcludedRoles",
            "excludedRoleID",
            "Roles",
        ),
        (
            "ContractExclusionSetExcludedWorkTypes",
            "excludedWorkTypeID",
            "BillingCodes",
        ),
        ("BillingCodes", "afterHoursWorkType", "BillingCodes"),
    ] {
        let rows = fake.rows(entity);
        let given = rows.iter().filter_map(|row| row[field].as_i64());
        let lost: Vec<_> = given.filter(|id| fake.row(to, *id).is_none()).collect();
        assert_eq!(lost, [0_i64; 0], "{entity}.{field}");
        assert!(
            rows.iter().any(|row| !row[field].is_null()),
            "{entity}.{field}"
        );
    }
}

#[test]
fn where_people_are_is_two_steps_away() {
    let (fake, api) = fake();
    let zone = |who: i64| {
        let place = api.item("Resources", who)["locationID"].as_i64().unwrap();
        api.item("InternalLocations", place)["timeZone"].clone()
    };
    for (text, new_york, berlin) in [
        (
            ZoneText::Iana,
            json!("America/New_York"),
            json!("Europe/Berlin"),
        ),
        (
            ZoneText::Windows,
            json!("Eastern Standard Time"),
            json!("W. Europe Standard Time"),
        ),
        (
            ZoneText::Label,
            json!("(GMT-05:00) Eastern Time (US & Canada)"),
            json!("(GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"),
        ),
        (ZoneText::Empty, Value::Null, Value::Null),
    ] {
        fake.set_options(|o| o.zone_text = text);
        assert_eq!((zone(LOPEZ), zone(BRANDT)), (new_york, berlin));
    }
}

#[test]
fn an_entity_says_what_may_be_done_with_it() {
    let (fake, api) = fake();
    let info = |entity: &str| {
        let answer = api.get(&format!("/{entity}/entityInformation")).json();
        schema::check_object("autotask", "EntityInformation", &answer).unwrap();
        answer["info"].clone()
    };
    let own = info("TimeEntries");
    assert_eq!(
        (&own["name"], &own["canDelete"]),
        (&json!("TimeEntry"), &json!(true))
    );
    assert_eq!(own["hasUserDefinedFields"], false);
    assert_eq!(info("Tickets")["canCreate"], false);
    fake.set_options(|o| o.has_udfs = true);
    assert_eq!(info("TimeEntries")["hasUserDefinedFields"], true);
    let udfs = api.get("/TimeEntries/entityInformation/userDefinedFields");
    answered(&udfs, 200, &json!({"fields": []}));
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn fields_have_types_lengths_references_and_picklists() {
    let (fake, api) = fake();
    let all = |entity: &str| {
        let answer = api
            .get(&format!("/{entity}/entityInformation/fields"))
            .json();
        schema::check_object("autotask", "FieldInformationResult", &answer).unwrap();
        answer["fields"].as_array().unwrap().clone()
    };
    let one = |entity: &str, name: &str| {
        let fields = all(entity);
        fields.iter().find(|f| f["name"] == name).unwrap().clone()
    };
    assert_eq!(all("TimeEntries").len(), 31);
    let notes = one("TimeEntries", "summaryNotes");
    assert_eq!(
        (&notes["length"], &notes["isReadOnly"]),
        (&json!(32_000), &json!(false))
    );
    let resource = one("TimeEntries", "resourceID");
    assert_eq!(
        (&resource["isRequired"], &resource["referenceEntityType"]),
        (&json!(true), &json!("Resource"))
    );
    let kind = one("TimeEntries", "timeEntryType");
    assert_eq!(kind["isReadOnly"], true);
    assert_eq!(kind["picklistValues"][0]["value"], "2");
    let label = |entity: &str, field: &str, value: &str| {
        let field = one(entity, field);
        let values = field["picklistValues"].as_array().unwrap().clone();
        let found = values.iter().find(|v| v["value"] == value);
        found.map(|v| v["label"].as_str().unwrap().to_owned())
    };
    assert_eq!(label("Tickets", "status", "5").as_deref(), Some("Complete"));
    assert_eq!(
        label("Projects", "projectType", "3").as_deref(),
        Some("Template")
    );
    let internal = "Internal Allocation Code";
    assert_eq!(
        label("BillingCodes", "useType", "3").as_deref(),
        Some(internal)
    );
    fake.set_options(|o| o.internal_use_type = 2);
    assert_eq!(
        label("BillingCodes", "useType", "2").as_deref(),
        Some(internal)
    );
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn internal_codes_are_told_apart_by_their_use() {
    for number in [3, 2] {
        let (fake, api) = with(Options {
            internal_use_type: number,
            ..options()
        });
        let internal = api.ids("BillingCodes", json!([eq("useType", number)]));
        assert!(internal.contains(&seed::MEETING) && !internal.contains(&REMOTE));
        assert_eq!(
            fake.row("BillingCodes", seed::MEETING).unwrap()["useType"],
            number
        );
        let work = api.ids(
            "BillingCodes",
            json!([eq("useType", 1), eq("isActive", true)]),
        );
        assert!(work.contains(&REMOTE) && !work.contains(&seed::OLD_WORK_TYPE));
        assert!(!work.contains(&seed::MATERIAL));
    }
}

#[test]
fn tickets_are_found_by_their_number() {
    let (fake, api) = fake();
    let found = api.ids("Tickets", json!([eq("ticketNumber", "T20260302.0042")]));
    assert_eq!(found, [SWITCH]);
    let more = fake.add_tickets(3);
    assert_eq!(more.len(), 3);
    assert_eq!(fake.add_tickets(1)[0], more[2] + 1);
    let numbers: Vec<Value> = fake
        .rows("Tickets")
        .iter()
        .map(|r| r["ticketNumber"].clone())
        .collect();
    let mut distinct: Vec<String> = numbers.iter().map(Value::to_string).collect();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), numbers.len());
    api.made(|e| e["ticketID"] = json!(more[0]));
}

#[test]
fn three_weeks_of_work_are_posted_handed_in_and_open() {
    let (fake, api) = fake();
    let made = fake.add_history();
    assert_eq!(made.len(), 45);
    let week = |from: &str, to: &str| {
        api.ids(
            "TimeEntries",
            json!([
                {"op": "gte", "field": "dateWorked", "value": from},
                {"op": "lt", "field": "dateWorked", "value": to},
                eq("resourceID", LOPEZ),
            ]),
        )
    };
    let patch = |id: i64| api.patch(&json!({"id": id, "hoursWorked": 1.0}));
    refused(&patch(week("2026-02-09", "2026-02-16")[0]), "posted");
    refused(&patch(week("2026-02-16", "2026-02-23")[0]), "submitted");
    assert_eq!(patch(week("2026-02-23", "2026-03-02")[0]).status, 200);
    // An evening in UTC is the next day in Auckland, where the resource is.
    let tane = fake
        .entries()
        .into_iter()
        .find(|e| e["resourceID"] == TANE)
        .unwrap();
    assert_eq!(tane["startDateTime"], "2026-02-09T20:00:00Z");
    assert_eq!(tane["dateWorked"], "2026-02-10T00:00:00Z");
    assert_eq!(fake.rows("BillingItems").len(), 15);
}

#[test]
fn rows_may_be_added_changed_and_taken_away() {
    let (fake, api) = fake();
    fake.add_row(
        "Roles",
        json!({"id": 5, "name": "Night watch", "isActive": true}),
    );
    assert_eq!(api.item("Roles", 5)["name"], "Night watch");
    fake.edit_row("Roles", 5, |row| row["name"] = json!("Day watch"));
    let row = api.item("Roles", 5);
    assert_eq!(row["name"], "Day watch");
    assert_eq!(
        row.as_object().unwrap().len(),
        fields("Roles").unwrap().len()
    );
    assert!(fake.remove_row("Roles", 5));
    assert!(!fake.remove_row("Roles", 5));
    assert_eq!(api.item("Roles", 5), Value::Null);
    assert_eq!(fake.resource(), LOPEZ.to_string());
}
