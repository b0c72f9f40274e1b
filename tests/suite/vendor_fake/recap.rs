//! What is used and what is left of agreements.

use super::*;

/// Of the agreement with hours, which leaves out the work type 3.
const TICKET: i64 = 54323;
const BLOCK: i64 = 72;

fn worked(me: &Caller, hour: i64, hours: i64, change: impl FnOnce(&mut Value)) -> i64 {
    create(
        me,
        &body_with(|body| {
            body["chargeToId"] = json!(TICKET);
            body["timeStart"] = json!(format!("2024-02-15T{hour:02}:00:00Z"));
            body["timeEnd"] = json!(format!("2024-02-15T{:02}:00:00Z", hour + hours));
            body["mobileGuid"] = json!(format!("0d3f6b0e-5c0b-4c8e-9a55-0a4b4e0c7f{hour:02}"));
            change(body);
        }),
    )
}

fn recap(me: &Caller, id: i64) -> Value {
    let reply = me.get(&format!("/finance/agreementrecap/{id}"));
    assert_eq!(reply.status, 200);
    reply.json()
}

/// Starting, used, remaining.
fn amounts(me: &Caller, id: i64) -> [f64; 3] {
    let recap = recap(me, id);
    ["startingAmount", "usedAmount", "remainingAmount"].map(|name| recap[name].as_f64().unwrap())
}

#[test]
fn time_counts_as_it_is_entered() {
    let (fake, me) = fake();
    assert_eq!(amounts(&me, BLOCK), [20.0, 0.0, 20.0]);
    let id = worked(&me, 9, 2, |_| {});
    assert_eq!(fake.entry(id).unwrap()["agreement"]["id"], BLOCK);
    assert_eq!(amounts(&me, BLOCK), [20.0, -2.0, 18.0]);
    for free in ["DoNotBill", "NoCharge"] {
        let hour = 11 + i64::from(free == "NoCharge");
        worked(&me, hour, 1, |b| b["billableOption"] = json!(free));
    }
    worked(&me, 13, 1, |b| b["workType"] = json!({"id": 3}));
    assert_eq!(amounts(&me, BLOCK), [20.0, -2.0, 18.0]);
    fake.set_options(|o| o.recap_used_negative = false);
    assert_eq!(amounts(&me, BLOCK), [20.0, 2.0, 18.0]);
    fake.remove(id);
    assert_eq!(amounts(&me, BLOCK), [20.0, 0.0, 20.0]);
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn limits_overruns_and_adjustments() {
    let (fake, me) = fake();
    let set = |name: &str, value: Value| {
        fake.edit_reference("agreements", BLOCK, |row| row[name] = value);
    };
    set("applicationLimit", json!(2.0));
    worked(&me, 9, 3, |_| {});
    assert_eq!(
        amounts(&me, BLOCK),
        [2.0, -2.0, 0.0],
        "no more than there is"
    );
    set("allowOverruns", json!(true));
    assert_eq!(amounts(&me, BLOCK), [2.0, -3.0, -1.0]);
    set("_adjusted", json!(4.0));
    assert_eq!(amounts(&me, BLOCK), [2.0, -3.0, 3.0]);
    set("applicationUnlimitedFlag", json!(true));
    let row = recap(&me, BLOCK);
    assert_eq!(
        (&row["isUnlimited"], &row["startingAmount"]),
        (&json!("Yes"), &json!(0.0))
    );
}

#[test]
fn a_cycle_is_that_of_the_day_of_entry() {
    let (fake, me) = fake();
    fake.edit_reference("agreements", BLOCK, |row| {
        row["oneTimeFlag"] = json!(false);
        row["applicationCycle"] = json!("CalendarMonth");
    });
    let id = worked(&me, 9, 2, |_| {});
    assert_eq!(amounts(&me, BLOCK), [20.0, -2.0, 18.0]);
    fake.edit(id, |entry| {
        entry["dateEntered"] = json!("2024-01-31T12:00:00Z")
    });
    assert_eq!(amounts(&me, BLOCK), [20.0, 0.0, 20.0]);
}

#[test]
fn the_list_has_a_slash_at_its_end_and_one_has_none() {
    let (fake, me) = fake();
    let ids = |path: &str| ids(&me.get(path));
    assert_eq!(ids("/finance/agreementrecap/"), [71, 72, 73]);
    let some = encode("id in (72,73)");
    let path = format!("/finance/agreementrecap/?conditions={some}&pageSize=1");
    assert_eq!(ids(&path), [72]);
    assert_eq!(ids(&format!("{path}&page=2")), [73]);
    let row = recap(&me, 71);
    schema::check_object("connectwise", "AgreementRecap", &row).unwrap();
    assert_eq!(fake.schema_errors(), [""; 0]);
    // Of the address without it nobody says that it is there.
    assert_eq!(me.get("/finance/agreementrecap").status, 404);
    assert_eq!(me.get("/finance/agreementrecap/99").status, 404);
    fake.set_options(|o| o.closed = vec![("/finance/agreementrecap", 403)]);
    assert_eq!(me.get("/finance/agreementrecap/").status, 403);
    assert_eq!(me.get("/finance/agreements").status, 200);
}
