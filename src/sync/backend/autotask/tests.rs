//! Contents there and back, and whole calls over a scripted wire.

use super::normalise::normalise;
use super::*;
use crate::clock::Clock;
use crate::domain::charge::{Reference, Target};
use crate::domain::delivery::Mailing;
use crate::domain::ids::Key;
use crate::domain::secret::Secret;
use crate::domain::status::{BookedAs, Status};
use crate::net::wire::{Exchange, WireSettings};
use crate::net::{Forgetful, NetError, Request, Response};
use crate::sync::backend::figures::read_instant;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

mod calls;
mod door;
mod lists;
mod shapes;

const OWN: &str = "29683";

/// Seconds UTC of an instant.
fn at(text: &str) -> i64 {
    read_instant(&Value::from(text)).unwrap()
}

fn zone() -> Zone {
    Zone::parse("America/New_York").unwrap()
}

fn target(kind: TargetKind, id: &str) -> Option<Target> {
    let at = Reference::known(id, None);
    Some(Target { kind, at })
}

fn known(id: &str) -> Option<Reference> {
    Some(Reference::known(id, None))
}

/// An hour and a half on a ticket.
fn content() -> Content {
    let start = at("2025-03-10T18:00:00Z");
    Content {
        start: Some(start),
        end: Some(at("2025-03-10T19:30:00Z")),
        target: target(TargetKind::Ticket, "88123"),
        work_role: known("29683501"),
        note: Some("Replaced failed switch uplink".into()),
        ..Content::blank(zone().date(start), "America/New_York", BookedAs::Range)
    }
}

fn outgoing(content: Content) -> Outgoing {
    Outgoing {
        key: Key::new(1, [7; 10]),
        revision: 1,
        content,
        mailing: Mailing::default(),
        marked: false,
    }
}

/// What the service makes of it.
fn row() -> Value {
    json!({
        "id": 451_207, "ticketID": 88123, "taskID": null, "resourceID": 29683,
        "roleID": 29_683_501, "timeEntryType": 2, "dateWorked": "2025-03-10T00:00:00Z",
        "startDateTime": "2025-03-10T18:00:00.00Z", "endDateTime": "2025-03-10T19:30:00.00Z",
        "hoursWorked": 1.5, "hoursToBill": 1.5, "offsetHours": 0.0, "billingCodeID": 29_682_804,
        "contractID": 29691, "isNonBillable": false, "showOnInvoice": true,
        "summaryNotes": "Replaced failed switch uplink", "internalNotes": "",
        "isInternalNotesVisibleToComanaged": false, "createDateTime": "2025-03-10T19:31:05.113Z",
        "creatorUserID": 30001, "lastModifiedDateTime": "2025-03-10T19:31:05.113Z",
        "lastModifiedUserID": 30001, "billingApprovalDateTime": null,
        "billingApprovalLevelMostRecent": 0, "billingApprovalResourceID": null,
        "internalBillingCodeID": null, "contractServiceID": null, "contractServiceBundleID": null
    })
}

fn read(row: &Value, is_posted: bool) -> Remote {
    let reader = Reader {
        zone: zone(),
        own: Some(OWN),
    };
    reader.read(row.as_object().unwrap(), is_posted).unwrap()
}

fn sender() -> Sender<'static> {
    Sender {
        own: Some(OWN),
        names: &[],
        told: Some(zone()),
        zone: zone(),
    }
}

fn held(content: &Content) -> Content {
    normalise(content, zone(), Some(OWN), &[])
}

/// One request as it left.
#[derive(Debug, Clone)]
struct Sent {
    line: String,
    headers: Vec<(String, String)>,
    body: Value,
}

impl Sent {
    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

type Says = (u16, Vec<(&'static str, &'static str)>, Value);

#[derive(Clone, Default)]
struct Script {
    says: Arc<Mutex<VecDeque<Says>>>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Exchange for Script {
    fn exchange(&self, request: &Request) -> Result<Response, NetError> {
        let address = request.address();
        let host = address.host().split('.').next().unwrap_or_default();
        let path = address.path().replace("/ATServicesRest/V1.0/", " ");
        let headers = request.headers().iter();
        self.sent.lock().unwrap().push(Sent {
            line: format!("{} {host}{path}", request.method().as_str()),
            headers: headers
                .map(|(name, value)| (name.clone(), value.expose().to_owned()))
                .collect(),
            body: request
                .bytes()
                .map_or(Value::Null, |bytes| serde_json::from_slice(bytes).unwrap()),
        });
        let next = self.says.lock().unwrap().pop_front();
        let (status, headers, body) = next.expect("one answer too few");
        let mut all = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        let given = headers.into_iter();
        all.extend(given.map(|(name, value)| (name.to_owned(), value.to_owned())));
        Ok(Response::new(status, all, body.to_string().into_bytes()))
    }
}

impl Script {
    /// The requests; every answer was asked for.
    fn sent(&self) -> Vec<Sent> {
        assert!(self.says.lock().unwrap().is_empty(), "never asked");
        self.sent.lock().unwrap().clone()
    }

    fn lines(&self) -> Vec<String> {
        self.sent().into_iter().map(|sent| sent.line).collect()
    }
}

#[derive(Default)]
struct Hands(Mutex<Duration>);

impl Clock for Hands {
    fn now(&self) -> i64 {
        1_741_700_000 + i64::try_from(self.monotonic().as_secs()).unwrap()
    }
    fn monotonic(&self) -> Duration {
        *self.0.lock().unwrap()
    }
    fn sleep(&self, length: Duration) {
        *self.0.lock().unwrap() += length;
    }
}

fn settings(url: Option<&str>) -> Settings {
    Settings {
        user: "tt-api@northwind.example".into(),
        secret: Secret::new("CANARY-SECRET".to_owned()),
        integration_code: Secret::new("CANARY-CODE".to_owned()),
        resource: Some(OWN.into()),
        impersonate: None,
        url: url.map(str::to_owned),
        discovery_url: None,
        zone: None,
        fallback: Zone::UTC,
        approver: true,
    }
}

fn made(settings: Settings, says: Vec<Says>) -> (Autotask, Script) {
    let script = Script::default();
    *script.says.lock().unwrap() = says.into();
    let wire = Wire::new(
        Box::new(script.clone()),
        Arc::new(Hands::default()),
        Arc::new(Forgetful),
        Box::new(|| 0),
        WireSettings {
            is_refusal,
            trust_date: false,
            ..WireSettings::default()
        },
    );
    (Autotask::new(settings, wire).unwrap(), script)
}

fn ok(body: Value) -> Says {
    (200, Vec::new(), body)
}

fn items(rows: Value) -> Says {
    ok(json!({"items": rows, "pageDetails": {"count": 1, "nextPageUrl": null}}))
}

fn errors(status: u16, words: &str) -> Says {
    (status, Vec::new(), json!({"errors": [words]}))
}

fn room(used: u64) -> Says {
    ok(json!({
        "externalRequestThreshold": 10_000, "requestThresholdTimeframe": 60,
        "currentTimeframeRequestCount": used
    }))
}

fn resource() -> Says {
    items(json!([{
        "id": 29683, "firstName": "Ada", "lastName": "Lee", "email": "ada@northwind.example",
        "isActive": true, "locationID": 4, "defaultServiceDeskRoleID": 7
    }]))
}

fn place(zone: &str) -> Says {
    items(json!([{"id": 4, "name": "HQ", "timeZone": zone}]))
}

/// A backend that knows who it is, with the answers to what follows.
fn settled(says: Vec<Says>) -> (Autotask, Script) {
    let mut all = vec![room(10), resource(), place("Eastern Standard Time")];
    all.extend(says);
    let (at, script) = made(settings(Some("https://at.test")), all);
    at.check_access().unwrap();
    script.sent.lock().unwrap().clear();
    (at, script)
}

fn unposted() -> Says {
    items(json!([]))
}

fn one(row: Value) -> Says {
    ok(json!({"item": row}))
}

fn written() -> Says {
    ok(json!({"itemId": 451_207}))
}
