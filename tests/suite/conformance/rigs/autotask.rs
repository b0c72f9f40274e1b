//! Autotask: the real adapter against the stateful fake.

use crate::conformance::line::Line;
use crate::conformance::rig::{
    Charge, Edit, Field, How, Look, Manner, Name, On, Place, Quirk, Requests, Rig, Sent, Trouble,
    Whose,
};
use crate::support::vendor::autotask::seed;
use crate::support::vendor::autotask::{Fake, Options, Rounding, Settings as Tenant, times};
use crate::support::vendor::faults::{self, Fault, Plan};
use serde_json::{Value, json};
use std::time::Duration;
use tt::domain::charge::{Reference, Target, TargetKind};
use tt::domain::content::Content;
use tt::domain::given::Slot;
use tt::domain::ids::RemoteId;
use tt::domain::secret::Secret;
use tt::domain::status::{BackendKind, Billable, BookedAs};
use tt::domain::zone::{Zone, parse_rfc3339};
use tt::sync::backend::Backend;
use tt::sync::backend::autotask::{Autotask, Settings};

const ZONE: &str = "Europe/Berlin";

/// Identities of the seed, as text.
const SWITCH: &str = "88123";
const MAILBOXES: &str = "7001";
const MEETING: &str = "29682900";

const fn on(kind: TargetKind, id: &'static str) -> Charge {
    Charge {
        target: Some((kind, id)),
        client: None,
        project: None,
    }
}

const fn field(slot: Slot, one: &'static str, two: &'static str) -> Field {
    Field {
        slot,
        one,
        two,
        fixed: false,
    }
}

const fn name(place: Place, typed: &'static str, id: &'static str) -> Name {
    Name {
        place,
        typed,
        id,
        unknown: "Nobody at all",
    }
}

const NEEDS_NOTE: &str = "a ticket takes no time without a note";
const BY_DAY: &str = "it is asked for days, which are dates without a clock there";
const NO_KEY: &str = "it keeps no key of ours in a field";

/// What is known of its interface.
pub static V1: Manner = Manner {
    name: "autotask/v1",
    kind: BackendKind::Autotask,
    charges: &[
        on(TargetKind::Ticket, SWITCH),
        on(TargetKind::Task, MAILBOXES),
        on(TargetKind::ChargeCode, MEETING),
    ],
    // Without one it is the ticket's own, which the rules put there before it is sent.
    billable: &[
        (Billable::NoCharge, Billable::NoCharge),
        (Billable::DoNotBill, Billable::DoNotBill),
        (Billable::Billable, Billable::Billable),
    ],
    fields: &[
        field(Slot::WorkType, "29682805", "29682807"),
        field(Slot::WorkRole, "29683503", "29683501"),
        field(Slot::Agreement, "29691", "29694"),
        field(Slot::Member, "29683", "29685"),
    ],
    internal_note: true,
    longest_note: 32_000,
    names: &[
        name(Place::Target(TargetKind::Ticket), "T20260302.0042", SWITCH),
        name(
            Place::Target(TargetKind::Task),
            "T20260115.0001.0001",
            MAILBOXES,
        ),
        name(
            Place::Target(TargetKind::ChargeCode),
            "Internal Meeting",
            MEETING,
        ),
        name(Place::Slot(Slot::WorkType), "On-site Support", "29682805"),
        name(Place::Slot(Slot::WorkRole), "Help Desk", "29683503"),
        name(Place::Slot(Slot::Agreement), "Managed workplace", "29697"),
        name(Place::Slot(Slot::Member), "ana@northwind.example", "29683"),
        name(Place::Slot(Slot::Member), "Mere Tāne", "29685"),
    ],
    requests: Requests {
        // Where the company is, what is left of the hour, the resource, its place.
        check_access: 4,
        // Billing codes are told apart by the list of their words.
        resolve: 2,
        // The answer is a number: what was made of it is read.
        create: 2,
        update: 2,
        delete: 1,
        // What was posted is asked for besides.
        find: 2,
        fetch: 2,
        list: 2,
    },
    absent: &[
        ("the_key_is_kept", NO_KEY),
        ("one_of_a_different_key_is_another_entry", NO_KEY),
        (
            "a_whole_day",
            "its entries are shorter than a day by the clock",
        ),
        ("no_note", NEEDS_NOTE),
        ("a_note_is_taken_away", NEEDS_NOTE),
        ("an_internal_note_alone", NEEDS_NOTE),
        ("a_filter_that_is_hours_off", BY_DAY),
        ("a_filter_that_knows_days_only", BY_DAY),
        ("a_sheet_*", "it shows no timesheets to programs"),
        (
            "an_expired_token_is_refreshed_once",
            "its secrets do not expire",
        ),
    ],
};

/// When the line's clock starts: 2026-11-20 12:00 UTC.
const NOON: i64 = 1_795_176_000;

/// A new one.
pub fn v1() -> Box<dyn Rig> {
    let fake = Fake::start(Options {
        now: Some(NOON),
        settings: Tenant {
            modify_role: true,
            span_midnight: true,
            ..Tenant::default()
        },
        ..Options::default()
    });
    let line = Line::default();
    let backend = backend(&fake, &line, None);
    Box::new(Firm {
        fake,
        line,
        backend,
    })
}

struct Firm {
    fake: Fake,
    line: Line,
    backend: Autotask,
}

fn backend(fake: &Fake, line: &Line, how: Option<How>) -> Autotask {
    let keys = fake.keys();
    let wrong = |is: How, text: String| match how {
        Some(how) if how == is => format!("{text}x"),
        _ => text,
    };
    let settings = Settings {
        user: wrong(How::WrongTenant, keys.user),
        secret: Secret::new(wrong(How::WrongSecret, keys.secret)),
        integration_code: Secret::new(keys.code),
        resource: Some(seed::BRANDT.to_string()),
        impersonate: None,
        url: None,
        discovery_url: Some(fake.url()),
        zone: None,
        fallback: Zone::UTC,
        approver: false,
    };
    Autotask::new(settings, line.wire(how == Some(How::Hasty))).unwrap()
}

fn number(id: &RemoteId) -> i64 {
    id.0.parse().unwrap_or(0)
}

/// An entry of a resource in the vendor's words.
fn row(content: &Content, resource: i64) -> Value {
    let id = |reference: &Option<Reference>| {
        let id = reference.as_ref().and_then(|it| it.id.as_ref());
        id.and_then(|id| id.parse::<i64>().ok())
    };
    let target = |kind: TargetKind| {
        let target = content.target.as_ref().filter(|it| it.kind == kind);
        target.and_then(|it| it.at.id.as_ref()?.parse::<i64>().ok())
    };
    let (start, end) = (content.start.unwrap(), content.end.unwrap());
    let general = target(TargetKind::ChargeCode).is_some();
    let unless = |value: Value| if general { Value::Null } else { value };
    json!({
        "resourceID": resource,
        "ticketID": target(TargetKind::Ticket), "taskID": target(TargetKind::Task),
        "internalBillingCodeID": target(TargetKind::ChargeCode),
        "startDateTime": times::wire(start), "endDateTime": times::wire(end),
        "dateWorked": format!("{}T00:00:00Z", Zone::parse(ZONE).unwrap().date(start)),
        "hoursWorked": times::hours(content.worked(end)),
        "roleID": unless(json!(id(&content.work_role))),
        "billingCodeID": unless(json!(id(&content.work_type))),
        "contractID": unless(json!(id(&content.agreement))),
        "isNonBillable": general || content.billable != Billable::Billable,
        "showOnInvoice": !general && content.billable != Billable::DoNotBill,
        "summaryNotes": content.note,
    })
}

impl Rig for Firm {
    fn manner(&self) -> &'static Manner {
        &V1
    }

    fn backend(&self) -> &dyn Backend {
        &self.backend
    }

    fn client(&self, how: How) -> Option<Box<dyn Backend>> {
        let is_had = how != How::StaleToken;
        let make = || backend(&self.fake, &self.line, Some(how));
        is_had.then(|| Box::new(make()) as Box<dyn Backend>)
    }

    fn entry(&self) -> Content {
        let seconds = |text| parse_rfc3339(text).unwrap().0;
        let start = seconds("2026-11-18T08:00:00Z");
        let known = |id: i64| Some(Reference::known(&id.to_string(), None));
        let zone = Zone::parse(ZONE).unwrap();
        Content {
            start: Some(start),
            end: Some(seconds("2026-11-18T09:30:00Z")),
            target: Some(Target {
                kind: TargetKind::Ticket,
                at: Reference::known(SWITCH, None),
            }),
            work_type: known(seed::REMOTE),
            work_role: known(seed::ENGINEER),
            agreement: known(seed::FALLBACK),
            billable: Billable::Billable,
            note: Some("Replaced the switch".into()),
            ..Content::blank(zone.date(start), ZONE, BookedAs::Range)
        }
    }

    fn trouble(&self, on: On, times: usize, trouble: Trouble) -> bool {
        let fault = match trouble {
            Trouble::Throttled(wait) => Fault::Throttled {
                retry_after: wait.map(|wait| wait.to_string()),
            },
            Trouble::BadGateway => Fault::RefuseBefore(502),
            Trouble::ServerError(applied) => Fault::Error500 { applied },
            Trouble::BrokenJson => Fault::Garbage,
            Trouble::CutBody => Fault::CutBody,
            Trouble::WebPage => Fault::HtmlPage,
            Trouble::Redirect => Fault::Redirect,
            Trouble::NotSent => {
                self.line.cut(on == On::Reads, on == On::Writes);
                return true;
            }
            Trouble::LostBefore => Fault::LostBefore,
            Trouble::LostAfter => Fault::LostAfter,
            Trouble::Late => Fault::Late(50),
            Trouble::Slow => Fault::SlowDrip { every_ms: 3_000 },
            Trouble::Unauthorized => Fault::RefuseBefore(401),
            Trouble::Forbidden => Fault::RefuseBefore(403),
        };
        let on = match on {
            On::Reads => faults::On::reads(),
            On::Writes => faults::On::writes(),
        };
        self.fake.plan(Plan::calm().next(times, on, fault));
        true
    }

    fn settle(&self) {
        self.fake.plan(Plan::calm());
        self.line.cut(false, false);
        self.fake.wait_for_late();
    }

    fn quirk(&self, quirk: Quirk) -> bool {
        match quirk {
            Quirk::LineEnds => self.fake.set_options(|it| it.crlf_notes = true),
            Quirk::FiltersIgnored => self.fake.set_options(|it| it.drops_conditions = true),
            Quirk::Rounds => {
                let quarter = Rounding::Up(900);
                self.fake.set_options(|it| it.settings.rounding = quarter);
            }
            Quirk::ForgetsKeys | Quirk::FiltersOff | Quirk::FiltersByDay => return false,
        }
        true
    }

    fn ids(&self) -> Vec<RemoteId> {
        let entries = self.fake.entries();
        let id = |entry: &Value| RemoteId(entry["id"].to_string());
        entries.iter().map(id).collect()
    }

    fn look(&self, id: &RemoteId) -> Option<Look> {
        let held = self.fake.entry(number(id))?;
        let text = |name: &str| held[name].as_str().map(str::to_owned);
        let target = [
            ("ticketID", TargetKind::Ticket),
            ("taskID", TargetKind::Task),
            ("internalBillingCodeID", TargetKind::ChargeCode),
        ];
        let target = target.into_iter().find_map(|(name, kind)| {
            let id = held[name].as_i64()?;
            Some((kind, id.to_string()))
        });
        Some(Look {
            start: times::read(&held["startDateTime"]),
            worked: times::seconds(&held["hoursWorked"]).unwrap_or(0),
            note: text("summaryNotes"),
            internal_note: text("internalNotes"),
            billable: match (&held["isNonBillable"], &held["showOnInvoice"]) {
                (Value::Bool(false), _) => Billable::Billable,
                (_, Value::Bool(true)) => Billable::NoCharge,
                _ => Billable::DoNotBill,
            },
            target,
            client: None,
            project: None,
            key: None,
        })
    }

    fn edit(&self, id: &RemoteId, edit: Edit) -> bool {
        if matches!(edit, Edit::Lock) {
            self.fake.post(number(id));
            return true;
        }
        self.fake.edit(number(id), |held| match edit {
            Edit::Note(note) => held["summaryNotes"] = json!(note),
            Edit::InternalNote(note) => held["internalNotes"] = json!(note),
            Edit::Move(by) => {
                for name in ["startDateTime", "endDateTime"] {
                    let at = times::read(&held[name]).unwrap();
                    held[name] = json!(times::wire(at + by));
                }
            }
            Edit::Lock => {}
        });
        true
    }

    fn remove(&self, id: &RemoteId) {
        self.fake.remove(number(id));
    }

    fn add(&self, whose: Whose, content: &Content) -> RemoteId {
        let resource = if whose == Whose::Own {
            seed::BRANDT
        } else {
            seed::LOPEZ
        };
        RemoteId(self.fake.add(&row(content, resource)).to_string())
    }

    fn sent(&self) -> Sent {
        let requests = self.fake.requests();
        let writes = requests.iter().filter(|it| it.is_write()).count();
        Sent {
            reads: requests.len() - writes,
            writes,
        }
    }

    fn waited(&self) -> Duration {
        self.line.waited()
    }

    fn schema_errors(&self) -> Vec<String> {
        self.fake.schema_errors()
    }

    fn secrets(&self) -> Vec<String> {
        let keys = self.fake.keys();
        vec![keys.secret, keys.code]
    }

    fn address(&self) -> Option<String> {
        Some(self.fake.url().trim_start_matches("http://").to_owned())
    }
}
