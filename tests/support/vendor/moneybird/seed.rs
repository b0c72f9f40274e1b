//! The company that the fake starts with.
//!
//! One administration with three users on its list, four contacts and five
//! projects, and behind them what the lists hide: a user of an application, one
//! who has left, an accountant, a contact in the archive.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Lists by name: `administrations users contacts projects sales_invoices`.
pub type Catalog = BTreeMap<&'static str, Vec<Value>>;

/// The administration.
pub const ADMINISTRATION: i64 = 500_000_000_000_000_001;
/// The owner.
pub const NOOR: i64 = 500_000_000_000_000_031;
/// An employee.
pub const SEM: i64 = 500_000_000_000_000_032;
/// Another one.
pub const FENNA: i64 = 500_000_000_000_000_033;
/// The user behind a personal token; only listed when asked for.
pub const API_USER: i64 = 500_000_000_000_000_034;
/// An employee who has left; only listed when asked for.
pub const LEFT: i64 = 500_000_000_000_000_035;
/// The accountant; only listed when asked for.
pub const ACCOUNTANT: i64 = 500_000_000_000_000_036;
/// A company.
pub const TULP: i64 = 500_000_000_000_000_055;
/// A person without a company.
pub const JANSEN: i64 = 500_000_000_000_000_057;
/// A contact in the archive.
pub const OLD_CONTACT: i64 = 500_000_000_000_000_059;
/// An active project.
pub const SITE: i64 = 500_000_000_000_000_044;
/// An active project without a budget.
pub const SUPPORT: i64 = 500_000_000_000_000_045;
/// A project in the archive.
pub const OLD_SITE: i64 = 500_000_000_000_000_048;
/// An invoice that time can be put on.
pub const INVOICE: i64 = 500_000_000_000_000_071;

const SINCE: &str = "2025-01-01T10:00:00.000Z";

/// The reference data at the start.
pub fn catalog() -> Catalog {
    BTreeMap::from([
        ("administrations", vec![administration()]),
        ("users", users()),
        ("contacts", contacts()),
        ("projects", projects()),
        (
            "sales_invoices",
            vec![json!({"id": id(INVOICE), "invoice_id": "2026-0001", "state": "open"})],
        ),
    ])
}

/// An identity as it is kept: text.
pub fn id(id: i64) -> String {
    id.to_string()
}

fn administration() -> Value {
    json!({
        "id": id(ADMINISTRATION), "name": "Bureau Noord", "language": "nl", "currency": "EUR",
        "country": "NL", "time_zone": "Europe/Amsterdam", "access": "user", "suspended": false,
        "period_locked_until": null, "period_start_date": "2024-01-01",
    })
}

fn users() -> Vec<Value> {
    let row = |(who, name, kind, hidden): (i64, &str, &str, bool)| {
        let first = name.split(' ').next().unwrap_or(name).to_lowercase();
        json!({
            "id": id(who), "name": name, "created_at": SINCE, "updated_at": SINCE,
            "email": format!("{first}@example.test"), "email_validated": true, "language": "nl",
            "time_zone": "Europe/Amsterdam", "user_type": kind,
            "permissions": ["sales_invoices", "time_entries", "settings"], "_inactive": hidden,
        })
    };
    [
        (NOOR, "Noor", "owner", false),
        (SEM, "Sem de Wit", "employee", false),
        (FENNA, "Fenna Bakker", "employee", false),
        (API_USER, "Time tracker", "api_user", false),
        (LEFT, "Daan Smit", "employee", true),
        (ACCOUNTANT, "Kees Boek", "accountant", false),
    ]
    .map(row)
    .to_vec()
}

fn contacts() -> Vec<Value> {
    let row = |(who, company, first, last, number): (i64, &str, &str, &str, &str)| {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        json!({
            "id": id(who), "administration_id": id(ADMINISTRATION), "company_name": text(company),
            "firstname": text(first), "lastname": text(last), "customer_id": number, "country": "NL",
            "email": format!("c{number}@example.test"), "city": "Groningen", "phone": "",
            "created_at": SINCE, "updated_at": SINCE, "version": 1_735_725_600,
            "archived": who == OLD_CONTACT, "notes": [], "events": [],
        })
    };
    [
        (TULP, "Tulp B.V.", "", "", "1"),
        (TULP + 1, "Molen & Zoon", "Anna", "Molen", "2"),
        (JANSEN, "", "Piet", "Jansen", "3"),
        (TULP + 3, "Café \u{201c}De Brug\u{201d}", "", "", "K-4"),
        (OLD_CONTACT, "Weg N.V.", "", "", "5"),
    ]
    .map(row)
    .to_vec()
}

fn projects() -> Vec<Value> {
    let row = |(what, name, state, budget): (i64, &str, &str, Option<i64>)| json!({"id": id(what), "name": name, "state": state, "budget": budget});
    [
        (SITE, "Site", "active", Some(40)),
        (SUPPORT, "Support", "active", None),
        (SITE + 2, "Magazine: autumn, issue 3", "active", Some(120)),
        (SITE + 3, "Verhuizing", "active", None),
        (OLD_SITE, "Old site", "archived", Some(10)),
    ]
    .map(row)
    .to_vec()
}
