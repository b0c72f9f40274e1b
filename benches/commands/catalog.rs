//! Reference data of a profile, as much as a large house has, and what asking the rules
//! over them costs.

use super::EVENING;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::time::Instant;
use tt::domain::catalog::file;
use tt::domain::charge::{Reference, Target, TargetKind};
use tt::domain::content::{Content, Draft};
use tt::domain::delivery::Mailing;
use tt::domain::settings::{ProfileSettings, RuleSettings};
use tt::domain::status::{BackendKind, BookedAs, Status};
use tt::ledger;
use tt::rules::{self, Context, Stage};
use tt::store::{Access, Store};

/// The configuration of rows with a profile.
pub const CONFIG: &str = r#"
[profile.work]
backend = "connectwise"
url = "http://127.0.0.1:1"
company_id = "acme"
client_id = "00000000-0000-0000-0000-000000000000"
public_key = "abc"
private_key = { env = "CW_PRIVATE" }
member = "jdoe"
[sync]
catalog_max_age = "8760h"
"#;

fn item(kind: &str, id: u32, name: &str, facts: Value) -> Value {
    json!({"kind": kind, "id": id, "name": format!("{name} {id}"), "facts": facts})
}

/// 50,000 tickets, 2,000 agreements, 700 clients, 300 members, 40 work types, 30 roles.
fn items() -> Vec<Value> {
    let plain = || Value::Object(Map::new());
    let ticket = |n: u32| {
        json!({
            "status": "In Progress", "completed": false, "takes_time": true, "board": "Service",
            "client": n % 700, "agreement": n % 2_000, "work_type": n % 40, "billable": "billable",
            "assigned": n % 300, "assigned_role": n % 30,
        })
    };
    let agreement = |n: u32| {
        json!({
            "status": "Active", "client": n % 700, "starts": "2020-01-01", "ends": null,
            "excluded_roles": [40, 41], "excluded_work_types": [50], "exclusion_agreement": 1,
        })
    };
    let member =
        |n: u32| json!({"default_role": n % 30, "roles": [{"role": n % 30, "active": true}]});
    let mut items = Vec::new();
    items.extend((0..50_000).map(|n| item("tickets", 40_000 + n, "Mail is slow on", ticket(n))));
    items.extend((0..2_000).map(|n| item("agreements", n, "Contract", agreement(n))));
    items.extend((0..700).map(|n| item("clients", n, "Client", plain())));
    items.extend((0..300).map(|n| item("members", n, "Member", member(n))));
    items.extend((0..40).map(|n| item("work-types", n, "Type", json!({"billable": "billable"}))));
    items.extend((0..30).map(|n| item("work-roles", n, "Role", plain())));
    let me = json!({"kind": "members", "id": 900, "code": "jdoe", "name": "Jan Doe"});
    items.push(me);
    items
}

/// Fills the catalog of the profile `work`; how long the import took, in milliseconds.
pub fn fill(db: &Path) -> u128 {
    let whole = ["work-types", "work-roles", "members", "charge-codes"];
    let text = json!({"whole": whole, "items": items()}).to_string();
    let mut store = Store::open(db, Access::Write, EVENING).unwrap();
    let began = Instant::now();
    let read = file::read(text.as_bytes()).unwrap();
    ledger::import(&mut store, "work", &read, EVENING).unwrap();
    began.elapsed().as_millis()
}

fn draft(n: u32) -> Draft {
    let start = EVENING + 3_600;
    let date = chrono::DateTime::from_timestamp(start, 0)
        .unwrap()
        .date_naive();
    let known = |id: u32| Some(Reference::known(&id.to_string(), None));
    let content = Content {
        profile: Some("work".to_owned()),
        start: Some(start),
        end: Some(start + 900),
        target: Some(Target {
            kind: TargetKind::Ticket,
            at: Reference::typed(&(40_000 + n * 97 % 50_000).to_string()),
        }),
        client: known(n % 700),
        work_type: known(n % 40),
        work_role: known(n % 30),
        member: Some(Reference::typed("jdoe")),
        agreement: known(n % 2_000),
        note: Some("Diagnosed mail flow".to_owned()),
        ..Content::blank(date, "Europe/Amsterdam", BookedAs::Range)
    };
    Draft {
        content,
        mailing: Mailing::default(),
        future: true,
    }
}

/// Times `admit` over the catalog: median and worst, in microseconds, for each service with
/// rules on contracts.
pub fn admit(db: &Path) -> Vec<(BackendKind, u128, u128)> {
    let store = Store::open(db, Access::Read, EVENING).unwrap();
    let view = store.view();
    let facts = view.facts(EVENING, 365 * 86_400);
    let settings = RuleSettings::default();
    let time = |backend: BackendKind| {
        let profile = ProfileSettings {
            name: "work".to_owned(),
            backend,
            documented: false,
            member: Some("jdoe".to_owned()),
            approver: false,
            push: Status::Open,
            billable: None,
            tenant: None,
        };
        let mut context = Context::new(EVENING, Stage::Log, &settings, &facts);
        context.profile = Some(&profile);
        let mut times: Vec<_> = (0..500)
            .map(|n| {
                let draft = draft(n);
                let began = Instant::now();
                // Refused or not, every rule was asked.
                let _ = std::hint::black_box(rules::admit(draft, &context));
                began.elapsed().as_micros()
            })
            .collect();
        times.sort_unstable();
        (backend, times[times.len() / 2], times[times.len() - 1])
    };
    vec![time(BackendKind::ConnectWise), time(BackendKind::Autotask)]
}
