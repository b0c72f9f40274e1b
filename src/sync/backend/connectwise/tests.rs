//! Whole calls over a scripted wire, and what the other tests share.

use super::*;
use crate::clock::Clock;
use crate::domain::charge::{Reference, Target, TargetKind};
use crate::domain::content::Pause;
use crate::domain::ids::Key;
use crate::domain::secret::Secret;
use crate::domain::status::{Billable, BookedAs, Status};
use crate::net::wire::{Exchange, WireSettings};
use crate::net::{Certainty, Forgetful, Kind, NetError, Request, Response};
use proptest::prelude::*;
use serde_json::json;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

mod asked;
mod calls;
mod names;
mod search;
mod sheets;

/// Seconds UTC of an instant.
pub fn at(text: &str) -> i64 {
    figures::read_instant(&Value::from(text)).unwrap()
}

/// A ticket by number.
pub fn ticket(number: &str) -> Option<Target> {
    Some(Target {
        kind: TargetKind::Ticket,
        at: Reference::known(number, None),
    })
}

/// An hour and a half on a ticket.
pub fn content(booked_as: BookedAs) -> Content {
    let date = Zone::UTC.date(at("2024-02-15T09:00:00Z"));
    Content {
        start: Some(at("2024-02-15T09:00:00Z")),
        end: Some(at("2024-02-15T10:30:00Z")),
        target: ticket("54321"),
        note: Some("Diagnosed email delivery issue.".into()),
        ..Content::blank(date, "UTC", booked_as)
    }
}

fn any_reference() -> impl Strategy<Value = Option<Reference>> {
    prop::option::of(
        (1_u32.., "[A-Za-z ]{1,8}")
            .prop_map(|(id, name)| Reference::known(&id.to_string(), Some(&name))),
    )
}

/// Contents that the service takes.
pub fn any_content() -> impl Strategy<Value = Content> {
    let times = (
        1_500_000_000_i64..1_900_000_000,
        1_i64..86_000,
        0_i64..400,
        0_i64..400,
    );
    let kinds = [
        TargetKind::Ticket,
        TargetKind::ProjectTicket,
        TargetKind::ChargeCode,
        TargetKind::Activity,
    ];
    let target = prop::option::of((prop::sample::select(kinds.to_vec()), 1_u32..));
    let named = (
        any_reference(),
        any_reference(),
        any_reference(),
        any_reference(),
    );
    let texts = (
        prop::option::of("[ -~\r\n\u{e9}]{0,40}"),
        prop::option::of("[ -~\r\n]{0,40}"),
    );
    let options = (
        prop::sample::select(Billable::ALL.to_vec()),
        any::<bool>(),
        1_u32..,
    );
    (times, target, named, texts, options).prop_map(
        |((start, worked, deduct, pause), target, named, texts, (billable, length, client))| {
            let booked_as = if length {
                BookedAs::Length
            } else {
                BookedAs::Range
            };
            let mut content = super::tests::content(booked_as);
            content.start = Some(start);
            content.end = Some(start + worked + deduct + pause);
            content.deduct = deduct;
            if pause > 0 {
                content.pauses = vec![Pause {
                    start: start + 1,
                    end: Some(start + 1 + pause),
                }];
            }
            content.target = target.map(|(kind, id)| Target {
                kind,
                at: Reference::known(&id.to_string(), None),
            });
            content.client = Some(Reference::known(&client.to_string(), None));
            (
                content.member,
                content.work_type,
                content.work_role,
                content.agreement,
            ) = named;
            (content.note, content.internal_note) = texts;
            content.billable = billable;
            content.tags.insert("here-only".into());
            content.profile = Some("work".into());
            content
        },
    )
}

/// An answer of the script.
pub enum Says {
    /// A status and a JSON body.
    Json(u16, Value),
    /// A status, one header and a body.
    Text(u16, (&'static str, &'static str), String),
    /// No answer.
    Nothing(Certainty),
}

/// A request as it left.
#[derive(Debug, Clone)]
pub struct Sent {
    pub line: String,
    pub query: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<Value>,
}

#[derive(Clone, Default)]
pub struct Script {
    says: Arc<Mutex<VecDeque<(&'static str, Says)>>>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Script {
    /// Requests left, and asserts that every line of the script was asked for.
    pub fn sent(&self) -> Vec<Sent> {
        let left: Vec<_> = self
            .says
            .lock()
            .unwrap()
            .iter()
            .map(|(line, _)| *line)
            .collect();
        let sent = self.sent.lock().unwrap().clone();
        let lines: Vec<_> = sent.iter().map(|sent| &sent.line).collect();
        assert!(left.is_empty(), "never asked: {left:?}; asked: {lines:?}");
        sent
    }
}

impl Exchange for Script {
    fn exchange(&self, request: &Request) -> Result<Response, NetError> {
        let address = request.address();
        let path = address.path().replace("/v1/apis/3.0", "");
        let line = format!("{} {path}", request.method().as_str());
        self.sent.lock().unwrap().push(Sent {
            line: line.clone(),
            query: unescaped(address.query()),
            headers: request
                .headers()
                .iter()
                .map(|(name, value)| (name.clone(), value.expose().to_owned()))
                .collect(),
            body: request
                .bytes()
                .map(|bytes| serde_json::from_slice(bytes).unwrap()),
        });
        let next = self.says.lock().unwrap().pop_front();
        let Some((expected, says)) = next else {
            panic!("unexpected {line}")
        };
        assert_eq!(line, expected, "out of turn");
        let response = |status, name: &str, value: &str, body: String| {
            Ok(Response::new(
                status,
                vec![(name.to_owned(), value.to_owned())],
                body.into_bytes(),
            ))
        };
        match says {
            Says::Json(status, body) => {
                response(status, "Content-Type", "application/json", body.to_string())
            }
            Says::Text(status, (name, value), body) => response(status, name, value, body),
            Says::Nothing(certainty) => {
                Err(NetError::new(Kind::Settings, certainty, "cw.test", ""))
            }
        }
    }
}

fn unescaped(query: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = query.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

struct Still;

impl Clock for Still {
    fn now(&self) -> i64 {
        1_764_000_000
    }
    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
    fn sleep(&self, _: Duration) {}
}

/// The look-up of the company, with this code base.
pub fn company(codebase: &str) -> (&'static str, Says) {
    let info =
        json!({"CompanyName": "Acme", "Codebase": codebase, "CompanyID": "acme", "IsCloud": true});
    ("GET /login/companyinfo/acme", Says::Json(200, info))
}

/// A backend whose wire says this, in this order.
pub fn backend(member: Option<&str>, says: Vec<(&'static str, Says)>) -> (ConnectWise, Script) {
    speaking(false, member, says)
}

/// A backend of either dialect whose wire says this, in this order.
pub fn speaking(
    documented: bool,
    member: Option<&str>,
    says: Vec<(&'static str, Says)>,
) -> (ConnectWise, Script) {
    let script = Script::default();
    *script.says.lock().unwrap() = says.into();
    let settings = Settings {
        url: "https://cw.test/v4_6_release".into(),
        company_id: "acme".into(),
        client_id: "11111111-2222-3333-4444-555555555555".into(),
        public_key: "PUB".into(),
        private_key: Secret::new("CANARY-PRIVATE".to_owned()),
        member: member.map(str::to_owned),
        documented,
        marker: Marker::Auto,
        approval_type: "Tier1Update".into(),
        zone: Zone::UTC,
    };
    let exchange = Box::new(script.clone());
    let dice = Box::new(|| 0);
    let wire = Wire::new(
        exchange,
        Arc::new(Still),
        Arc::new(Forgetful),
        dice,
        WireSettings::default(),
    );
    (ConnectWise::new(settings, wire).unwrap(), script)
}

/// An entry on its way.
pub fn outgoing() -> Outgoing {
    Outgoing {
        key: Key::new(1_764_000_000_000, [7; 10]),
        revision: 1,
        content: content(BookedAs::Length),
        mailing: Default::default(),
        marked: false,
    }
}

/// The row the service makes of it.
pub fn row(id: i64) -> Value {
    json!({
        "id": id, "chargeToId": 54321, "chargeToType": "ServiceTicket", "member": {"id": 118},
        "timeStart": "2024-02-15T09:00:00Z", "timeEnd": "2024-02-15T10:30:00Z", "actualHours": 1.5,
        "billableOption": "Billable", "notes": "Diagnosed email delivery issue.", "status": "Open"
    })
}
