//! ConnectWise PSA: the real adapter against the stateful fake.

use crate::conformance::line::Line;
use crate::conformance::rig::{
    Charge, Edit, Field, How, Look, Manner, Name, OfSheets, On, Place, Quirk, Requests, Rig, Run,
    Sent, Trouble, Whose,
};
use crate::support::vendor::connectwise::{
    Credentials, DateFilter, Dialect, Fake, GuidPolicy, Options, times,
};
use crate::support::vendor::faults::{self, Fault, Plan};
use serde_json::{Value, json};
use std::time::Duration;
use tt::domain::charge::{Reference, Target, TargetKind};
use tt::domain::content::Content;
use tt::domain::given::Slot;
use tt::domain::ids::{Key, RemoteId};
use tt::domain::secret::Secret;
use tt::domain::status::{BackendKind, Billable, BookedAs, Status};
use tt::domain::zone::{Zone, parse_rfc3339};
use tt::sync::backend::Backend;
use tt::sync::backend::connectwise::{ConnectWise, Marker, Settings};

const ZONE: &str = "Europe/Amsterdam";

const fn on(kind: TargetKind, id: &'static str, client: Option<&'static str>) -> Charge {
    Charge {
        target: Some((kind, id)),
        client,
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
        unknown: "99999999",
    }
}

const TARGETS: [Charge; 4] = [
    on(TargetKind::Ticket, "54321", None),
    on(TargetKind::ProjectTicket, "54331", None),
    on(TargetKind::ChargeCode, "10", Some("12345")),
    on(TargetKind::Activity, "601", None),
];

const COMPANY: Charge = Charge {
    target: None,
    client: Some("12345"),
    project: None,
};

const BILLABLE: &[(Billable, Billable)] = &[
    (Billable::Billable, Billable::Billable),
    (Billable::DoNotBill, Billable::DoNotBill),
    (Billable::NoCharge, Billable::NoCharge),
    (Billable::NoDefault, Billable::NoDefault),
];

const FIELDS: &[Field] = &[
    field(Slot::WorkType, "2", "5"),
    field(Slot::WorkRole, "3", "4"),
    field(Slot::Agreement, "72", "73"),
    field(Slot::Member, "124", "1"),
];

const NAMES: &[Name] = &[
    name(Place::Target(TargetKind::Ticket), "#54321", "54321"),
    name(Place::Target(TargetKind::ProjectTicket), "54331", "54331"),
    name(Place::Target(TargetKind::ChargeCode), "mtng", "10"),
    name(Place::Target(TargetKind::Activity), "601", "601"),
    name(Place::Slot(Slot::WorkType), "remote", "5"),
    name(Place::Slot(Slot::WorkRole), "Engineer", "4"),
    name(Place::Slot(Slot::Client), "northwind", "12345"),
    name(Place::Slot(Slot::Member), "asmith", "124"),
];

const REQUESTS: Requests = Requests {
    // Where the interface lives, and who the key's owner is.
    check_access: 2,
    // By number, by short name, by name.
    resolve: 3,
    create: 1,
    update: 1,
    delete: 1,
    // A window by instants, and one by days where that is empty.
    find: 2,
    fetch: 1,
    list: 2,
};

const WITHOUT_DATES: (&str, &str) = ("without_clock_times", "every entry has a start there");
const WITHOUT_TOKENS: (&str, &str) = (
    "an_expired_token_is_refreshed_once",
    "it has keys that do not expire, no tokens",
);

const WITHOUT_KEYS: &str = "its entries have no field for a key, only notes";

/// What is known of it, in the published interface.
pub static OPENAPI: Manner = Manner {
    name: "connectwise/openapi",
    kind: BackendKind::ConnectWise,
    charges: &[TARGETS[0], TARGETS[1], TARGETS[2], TARGETS[3], COMPANY],
    billable: BILLABLE,
    fields: FIELDS,
    internal_note: true,
    longest_note: 32_000,
    names: NAMES,
    requests: REQUESTS,
    absent: &[WITHOUT_DATES, WITHOUT_TOKENS],
};

/// What is known of it, in the documented examples.
pub static DOCUMENTED: Manner = Manner {
    name: "connectwise/documented",
    kind: BackendKind::ConnectWise,
    // "chargeToId required": the company alone bears no time.
    charges: &TARGETS,
    billable: BILLABLE,
    fields: FIELDS,
    internal_note: true,
    longest_note: 32_000,
    names: NAMES,
    // The first entry of a run asks for the sheets: entries do not say that they are handed in.
    requests: Requests {
        create: 2,
        fetch: 2,
        list: 3,
        ..REQUESTS
    },
    absent: &[
        WITHOUT_DATES,
        WITHOUT_TOKENS,
        (
            "a_sheet_entry_is_not_rejected_alone_where_only_sheets_are",
            "an entry is rejected there as it is approved, in every version",
        ),
        ("the_key_is_kept", WITHOUT_KEYS),
        ("one_of_a_different_key_is_another_entry", WITHOUT_KEYS),
    ],
};

/// A new one, in the published interface.
pub fn openapi() -> Box<dyn Rig> {
    made(&OPENAPI, Dialect::Openapi)
}

/// A new one, in the documented examples.
pub fn documented() -> Box<dyn Rig> {
    made(&DOCUMENTED, Dialect::Documented)
}

fn made(manner: &'static Manner, dialect: Dialect) -> Box<dyn Rig> {
    let fake = Fake::start(Options {
        dialect,
        ..Options::default()
    });
    for (id, name) in [(72, "Northwind projects"), (73, "Northwind cloud")] {
        fake.add_reference(
            "agreements",
            json!({"id": id, "name": name, "type": "Managed"}),
        );
    }
    let line = Line::default();
    let backend = backend(manner, &fake, fake.credentials(), &line, None);
    Box::new(Psa {
        manner,
        fake,
        line,
        backend,
    })
}

struct Psa {
    manner: &'static Manner,
    fake: Fake,
    line: Line,
    backend: ConnectWise,
}

fn backend(
    manner: &'static Manner,
    fake: &Fake,
    keys: Credentials,
    line: &Line,
    how: Option<How>,
) -> ConnectWise {
    let secret = match how {
        Some(How::WrongSecret) => format!("{}x", keys.private_key),
        _ => keys.private_key,
    };
    let company_id = match how {
        Some(How::WrongTenant) => "nobody".to_owned(),
        _ => keys.company_id,
    };
    let settings = Settings {
        url: fake.url(),
        company_id,
        client_id: keys.client_id,
        public_key: keys.public_key,
        private_key: Secret::new(secret),
        member: Some(keys.member),
        documented: manner.name == DOCUMENTED.name,
        marker: Marker::Auto,
        approval_type: "Tier1Update".into(),
        zone: Zone::parse(ZONE).unwrap(),
    };
    ConnectWise::new(settings, line.wire(how == Some(How::Hasty))).unwrap()
}

fn number(id: &RemoteId) -> i64 {
    id.0.parse().unwrap_or(0)
}

/// An entry of a member in the vendor's words.
fn row(content: &Content, member: i64) -> Value {
    let id = |reference: &Option<Reference>| {
        let id = reference.as_ref()?.id.as_ref()?;
        Some(json!({"id": id.parse::<i64>().unwrap()}))
    };
    let end = content.end.unwrap();
    let mut row = json!({
        "member": {"id": member},
        "timeStart": times::wire(content.start.unwrap()),
        "timeEnd": times::wire(end),
        "hoursDeduct": times::hours_of(content.deducted(end), None),
        "billableOption": match content.billable {
            Billable::Billable => "Billable",
            Billable::DoNotBill => "DoNotBill",
            Billable::NoCharge => "NoCharge",
            Billable::NoDefault => "NoDefault",
        },
        "workType": id(&content.work_type),
        "workRole": id(&content.work_role),
        "agreement": id(&content.agreement),
        "notes": content.note,
        "internalNotes": content.internal_note,
    });
    if let Some(target) = &content.target {
        let (kind, _) = KINDS.iter().find(|(_, ours)| *ours == target.kind).unwrap();
        row["chargeToType"] = json!(kind);
        row["chargeToId"] = json!(target.at.id.as_ref().unwrap().parse::<i64>().unwrap());
    }
    if let Some(client) = id(&content.client) {
        row["company"] = client;
    }
    row
}

const KINDS: [(&str, TargetKind); 4] = [
    ("ServiceTicket", TargetKind::Ticket),
    ("ProjectTicket", TargetKind::ProjectTicket),
    ("ChargeCode", TargetKind::ChargeCode),
    ("Activity", TargetKind::Activity),
];

impl Rig for Psa {
    fn manner(&self) -> &'static Manner {
        self.manner
    }

    fn backend(&self) -> &dyn Backend {
        &self.backend
    }

    fn client(&self, how: How) -> Option<Box<dyn Backend>> {
        let is_had = how != How::StaleToken;
        let keys = self.fake.credentials();
        is_had.then(|| {
            let made = backend(self.manner, &self.fake, keys, &self.line, Some(how));
            Box::new(made) as Box<dyn Backend>
        })
    }

    fn entry(&self) -> Content {
        let seconds = |text| parse_rfc3339(text).unwrap().0;
        let start = seconds("2026-11-18T08:00:00Z");
        let known = |id| Some(Reference::known(id, None));
        Content {
            start: Some(start),
            end: Some(seconds("2026-11-18T09:30:00Z")),
            target: Some(Target {
                kind: TargetKind::Ticket,
                at: Reference::known("54321", None),
            }),
            work_type: known("1"),
            work_role: known("2"),
            agreement: known("71"),
            billable: Billable::Billable,
            note: Some("Replaced the switch".into()),
            ..Content::blank(
                Zone::parse(ZONE).unwrap().date(start),
                ZONE,
                BookedAs::Range,
            )
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
        self.fake.set_options(|options| match quirk {
            Quirk::ForgetsKeys => options.guid = GuidPolicy::Drop,
            Quirk::LineEnds => options.crlf_notes = true,
            Quirk::FiltersOff => options.date_filter = DateFilter::Shifted(5),
            Quirk::FiltersByDay => options.date_filter = DateFilter::DatesOnly,
            Quirk::FiltersIgnored => options.filters_ignored = true,
            Quirk::Rounds => {}
        });
        if quirk == Quirk::Rounds {
            self.fake
                .edit_reference("timeExpense", 1, |row| row["roundingFactor"] = json!(0.25));
        }
        true
    }

    fn ids(&self) -> Vec<RemoteId> {
        let entries = self.fake.entries();
        let ids = entries
            .iter()
            .map(|entry| RemoteId(entry["id"].to_string()));
        ids.collect()
    }

    fn look(&self, id: &RemoteId) -> Option<Look> {
        let held = self.fake.entry(number(id))?;
        let text = |name: &str| held[name].as_str().map(str::to_owned);
        let kind = KINDS.iter().find(|(word, _)| held["chargeToType"] == *word);
        Some(Look {
            start: held["timeStart"].as_str().and_then(times::parse_wire),
            worked: times::seconds_of(&held["actualHours"]).unwrap_or(0),
            note: text("notes"),
            internal_note: text("internalNotes"),
            billable: match held["billableOption"].as_str() {
                Some("Billable") => Billable::Billable,
                Some("DoNotBill") => Billable::DoNotBill,
                Some("NoCharge") => Billable::NoCharge,
                _ => Billable::NoDefault,
            },
            target: kind.map(|(_, kind)| (*kind, held["chargeToId"].to_string())),
            client: held["company"]["id"].as_i64().map(|id| id.to_string()),
            project: held["project"]["id"].as_i64().map(|id| id.to_string()),
            key: held["mobileGuid"].as_str().and_then(Key::parse),
        })
    }

    fn edit(&self, id: &RemoteId, edit: Edit) -> bool {
        self.fake.edit(number(id), |held| match edit {
            Edit::Note(note) => held["notes"] = json!(note),
            Edit::InternalNote(note) => held["internalNotes"] = json!(note),
            Edit::Move(by) => {
                for name in ["timeStart", "timeEnd"] {
                    let at = held[name].as_str().and_then(times::parse_wire);
                    held[name] = json!(times::wire(at.unwrap() + by));
                }
            }
            Edit::Lock => held["status"] = json!("Billed"),
        });
        true
    }

    fn remove(&self, id: &RemoteId) {
        self.fake.remove(number(id));
    }

    fn add(&self, whose: Whose, content: &Content) -> RemoteId {
        let member = if whose == Whose::Own { 123 } else { 124 };
        RemoteId(self.fake.add(row(content, member)).to_string())
    }

    fn run(&self, run: Run) -> Option<Box<dyn Backend>> {
        let keys = match run {
            Run::Next => self.fake.credentials(),
            Run::Approver => self.fake.credentials_of("approver"),
        };
        let made = backend(self.manner, &self.fake, keys, &self.line, None);
        Some(Box::new(made))
    }

    fn treat_sheets(&self, so: OfSheets) -> bool {
        match so {
            OfSheets::KeptBack(words) => self.fake.refuse_submit(Some(words)),
            OfSheets::RejectedWhole => self
                .fake
                .set_options(|options| options.version = "2025.8".into()),
        }
        true
    }

    fn sheets(&self) -> Vec<(String, Status)> {
        let sheets = self.fake.sheets();
        let sheets = sheets.iter().map(|sheet| {
            let status = match sheet["status"].as_str() {
                Some("Open") => Status::Open,
                Some("Rejected" | "RejectBySecondTier") => Status::Rejected,
                Some("Submitted" | "PendingApproval") => Status::Submitted,
                Some("Approved" | "ApprovedByTierOne" | "ApprovedByTierTwo") => Status::Approved,
                word => panic!("a sheet that is {word:?}"),
            };
            (sheet["id"].to_string(), status)
        });
        sheets.collect()
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
        let keys = self.fake.credentials();
        let header = keys.authorization();
        let encoded = header.trim_start_matches("Basic ").to_owned();
        vec![keys.private_key, encoded]
    }

    fn address(&self) -> Option<String> {
        Some(self.fake.url().trim_start_matches("http://").to_owned())
    }
}
