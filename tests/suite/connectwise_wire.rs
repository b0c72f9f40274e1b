//! The ConnectWise adapter over a real socket: the documented requests leave as
//! documented, byte for byte, and a lost answer is not a failed create.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use tt::clock::SystemClock;
use tt::domain::charge::{Reference, Target, TargetKind};
use tt::domain::content::{Content, NoteTo};
use tt::domain::delivery::{Mailing, Outgoing};
use tt::domain::ids::Key;
use tt::domain::secret::Secret;
use tt::domain::status::{Billable, BookedAs};
use tt::domain::zone::{Zone, parse_rfc3339};
use tt::net::{Client, ClientSettings, Forgetful, Wire, WireSettings};
use tt::sync::backend::connectwise::{ConnectWise, Marker, Settings};
use tt::sync::backend::{Backend, ErrorKind};

/// A request as it arrived: its first line, its head and its body.
#[derive(Clone)]
struct Arrived {
    line: String,
    head: String,
    body: String,
}

/// Answers the look-ups; of a create the body given, or a hang-up where there is none.
fn service(created: Option<&'static str>) -> (u16, Arc<Mutex<Vec<Arrived>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let arrived: Arc<Mutex<Vec<Arrived>>> = Arc::default();
    let kept = Arc::clone(&arrived);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let kept = Arc::clone(&kept);
            thread::spawn(move || serve(stream, created, &kept));
        }
    });
    (port, arrived)
}

fn serve(stream: TcpStream, created: Option<&str>, kept: &Mutex<Vec<Arrived>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut writer = stream;
    while let Some(request) = read(&mut reader) {
        let answer = match request.line.as_str() {
            "GET /login/companyinfo/acme HTTP/1.1" => Some(
                r#"{"CompanyName":"Acme","Codebase":"v2025_1/","CompanyID":"acme","IsCloud":false}"#,
            ),
            "GET /v2025_1/apis/3.0/system/myMembers HTTP/1.1" => {
                Some(r#"{"id":123,"identifier":"jdoe"}"#)
            }
            _ => created,
        };
        kept.lock().unwrap().push(request);
        let Some(body) = answer else { return };
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        let answer = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
        if writer.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

fn read(reader: &mut impl BufRead) -> Option<Arrived> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let length = head.to_ascii_lowercase();
    let length = length
        .split("content-length:")
        .nth(1)
        .and_then(|rest| rest.lines().next()?.trim().parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    let line = head.lines().next()?.to_owned();
    Some(Arrived {
        line,
        head,
        body: String::from_utf8(body).ok()?,
    })
}

fn backend(port: u16) -> ConnectWise {
    let settings = ClientSettings {
        user_agent: "tt/0".into(),
        ..ClientSettings::default()
    };
    let wire = Wire::new(
        Box::new(Client::new(&settings).unwrap()),
        Arc::new(SystemClock::new(None)),
        Arc::new(Forgetful),
        Box::new(|| 0),
        WireSettings {
            interval: Duration::ZERO,
            ..WireSettings::default()
        },
    );
    let settings = Settings {
        url: format!("http://127.0.0.1:{port}"),
        company_id: "acme".into(),
        client_id: "11111111-2222-3333-4444-555555555555".into(),
        public_key: "PUB".into(),
        private_key: Secret::new("PRIV".to_owned()),
        member: Some("jdoe".into()),
        documented: false,
        approval_type: "Tier1Update".into(),
        marker: Marker::None,
        zone: Zone::UTC,
    };
    ConnectWise::new(settings, wire).unwrap()
}

fn seconds(text: &str) -> i64 {
    parse_rfc3339(text).unwrap().0
}

fn known(id: &str) -> Option<Reference> {
    Some(Reference::known(id, None))
}

fn entry(booked_as: BookedAs, start: &str, end: &str, note: &str) -> Outgoing {
    let mut content = Content::blank(Zone::UTC.date(seconds(start)), "UTC", booked_as);
    content.start = Some(seconds(start));
    content.end = Some(seconds(end));
    content.target = Some(Target {
        kind: TargetKind::Ticket,
        at: Reference::known("54321", None),
    });
    content.work_type = known("1");
    content.work_role = known("2");
    content.billable = Billable::Billable;
    content.note = Some(note.into());
    Outgoing {
        key: Key::new(1, [7; 10]),
        revision: 1,
        content,
        mailing: Mailing::default(),
        marked: false,
    }
}

#[test]
fn the_documented_creates_leave_the_wire_as_documented() {
    let start = "2024-02-15T09:00:00Z";
    let end = "2024-02-15T10:30:00Z";
    let mut by_times = entry(
        BookedAs::Range,
        start,
        end,
        "Diagnosed email delivery issue. Identified blocked sender.",
    );
    by_times.content.extra.note_to = vec![NoteTo::TicketDiscussion];
    let by_hours = entry(
        BookedAs::Length,
        start,
        end,
        "Configured DNS records and tested mail flow.",
    );
    let mut on_code = entry(
        BookedAs::Length,
        "2024-02-15T08:00:00Z",
        "2024-02-15T08:30:00Z",
        "Weekly team meeting",
    );
    on_code.content.target = Some(Target {
        kind: TargetKind::ChargeCode,
        at: Reference::known("10", None),
    });
    on_code.content.client = known("12345");
    on_code.content.work_type = known("3");
    on_code.content.work_role = None;
    on_code.content.billable = Billable::DoNotBill;
    let documented = [
        json!({
            "chargeToId": 54321, "chargeToType": "ServiceTicket", "member": {"id": 123},
            "timeStart": "2024-02-15T09:00:00Z", "timeEnd": "2024-02-15T10:30:00Z",
            "workType": {"id": 1}, "workRole": {"id": 2}, "billableOption": "Billable",
            "notes": "Diagnosed email delivery issue. Identified blocked sender.",
            "addToDetailDescriptionFlag": true
        }),
        json!({
            "chargeToId": 54321, "chargeToType": "ServiceTicket", "member": {"id": 123},
            "timeStart": "2024-02-15T09:00:00Z", "actualHours": 1.5,
            "workType": {"id": 1}, "workRole": {"id": 2}, "billableOption": "Billable",
            "notes": "Configured DNS records and tested mail flow."
        }),
        json!({
            "chargeToId": 10, "chargeToType": "ChargeCode", "company": {"id": 12345}, "member": {"id": 123},
            "timeStart": "2024-02-15T08:00:00Z", "actualHours": 0.5,
            "workType": {"id": 3}, "billableOption": "DoNotBill", "notes": "Weekly team meeting"
        }),
    ];
    let (port, arrived) = service(Some(r#"{"id":903144,"status":"Open"}"#));
    let backend = backend(port);
    let identity = backend.check_access().unwrap();
    assert_eq!(identity.tenant, "acme");
    for (outgoing, documented) in [by_times, by_hours, on_code].iter().zip(documented) {
        let remote = backend.create(outgoing).unwrap();
        assert_eq!(remote.id.0, "903144");
        let post = arrived.lock().unwrap().last().unwrap().clone();
        assert_eq!(post.line, "POST /v2025_1/apis/3.0/time/entries HTTP/1.1");
        let head = post.head.to_ascii_lowercase();
        for header in [
            "content-type: application/json\r\n",
            "clientid: 11111111-2222-3333-4444-555555555555\r\n",
            "accept: application/vnd.connectwise.com+json; version=2025.16\r\n",
            "authorization: basic ",
        ] {
            assert!(head.contains(header), "{header} in {head}");
        }
        assert!(post.head.contains("Basic YWNtZStQVUI6UFJJVg==\r\n"));
        assert_eq!(
            serde_json::from_str::<Value>(&post.body).unwrap(),
            documented
        );
    }
    assert_eq!(
        arrived.lock().unwrap().len(),
        5,
        "two look-ups and three creates"
    );
}

#[test]
fn a_create_whose_answer_is_lost_is_sent_once_and_left_open() {
    let (port, arrived) = service(None);
    let backend = backend(port);
    let plain = entry(
        BookedAs::Length,
        "2024-02-15T09:00:00Z",
        "2024-02-15T10:30:00Z",
        "x",
    );
    let error = backend.create(&plain).unwrap_err();
    assert_eq!(error.kind, ErrorKind::OutcomeUnknown, "{error:?}");
    let posts = arrived
        .lock()
        .unwrap()
        .iter()
        .filter(|request| request.line.starts_with("POST"))
        .count();
    assert_eq!(posts, 1);
}
