//! Desks with a profile of each service, a catalog, and entries that a service holds.

use super::Desk;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tt::domain::catalog::{CatalogItem, CatalogKind};
use tt::domain::delivery::Remote;
use tt::domain::ids::{EntryId, RemoteId};
use tt::domain::status::Status;
use tt::store::{Access, Store, StoreError};

/// A profile of each service.
pub const FOUR: &str = r#"
[profile.work]
backend = "connectwise"
url = "http://127.0.0.1:1"
company_id = "acme"
client_id = "00000000-0000-0000-0000-000000000000"
public_key = "abc"
private_key = { env = "CW_PRIVATE" }
member = "jdoe"

[profile.at]
backend = "autotask"
user = "api@acme.test"
secret = { env = "AT_SECRET" }
integration_code = { env = "AT_CODE" }
resource = "29682885"

[profile.mb]
backend = "moneybird"
administration = "123456789012345678"
user = "345678901234567890"
token = { env = "MB_TOKEN" }

[profile.fb]
backend = "freshbooks"
business = "77128"
account = "ABC123"
token = { env = "FB_TOKEN" }
"#;

/// The desk's moment, seconds UTC.
const MOMENT: i64 = 1_795_338_453;

fn store(desk: &Desk) -> Store {
    Store::open(&desk.db(), Access::Write, MOMENT).unwrap()
}

/// A desk with these lines of configuration behind those of the four profiles.
pub fn desk(more: &str) -> Desk {
    let desk = Desk::new();
    desk.config(&format!("{FOUR}{more}"));
    desk
}

/// Puts these in the catalog of a profile: kind, identity, name, facts.
pub fn stock(desk: &Desk, profile: &str, items: &[(CatalogKind, &str, &str, Value)]) {
    let items: Vec<_> = items
        .iter()
        .map(|(kind, id, name, facts)| CatalogItem {
            kind: *kind,
            id: (*id).to_owned(),
            code: None,
            name: (*name).to_owned(),
            active: true,
            facts: serde_json::from_value(facts.clone()).unwrap(),
        })
        .collect();
    store(desk)
        .write(|tx| {
            for kind in items.iter().map(|item| item.kind) {
                tx.catalog_finish(profile, kind, MOMENT, true)?;
            }
            tx.catalog_put(profile, &items, MOMENT)
        })
        .unwrap();
}

/// The service holds this entry as it is here, under this status and its word for it.
pub fn held_there(desk: &Desk, id: i64, status: Status, word: Option<&str>, locked: bool) {
    let mut store = store(desk);
    let (entry, _) = store.view().entry(EntryId(id)).unwrap().unwrap();
    let profile = entry.content.profile.clone().unwrap();
    let mut raw = BTreeMap::new();
    raw.insert("sales_invoice".to_owned(), json!(null));
    let remote = Remote {
        id: RemoteId(format!("{}", 9000 + id)),
        key: Some(entry.key),
        keeps_key: true,
        content: entry.content.clone(),
        status,
        status_word: word.map(str::to_owned),
        locked,
        changed_at: None,
        reject_reason: None,
        sheet: None,
        raw,
    };
    store
        .write(|tx| {
            let seen = tt::rules::observe(remote).unwrap();
            let whose = (profile.as_str(), "tenant");
            tx.adopt(EntryId(id), whose, &seen, None, entry.revision)?;
            tx.observe(EntryId(id), &profile, &seen, (status, None), MOMENT)?;
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

/// The rules that a failure names.
pub fn broken(error: &Value) -> Vec<String> {
    let breaches = error["error"]["breaches"].as_array().unwrap();
    breaches
        .iter()
        .map(|breach| {
            for part in ["rule", "message", "help"] {
                assert!(!breach[part].as_str().unwrap().is_empty(), "{breach}");
            }
            breach["rule"].as_str().unwrap().to_owned()
        })
        .collect()
}
