//! FreshBooks: the real adapter against the stateful fake.

use crate::conformance::line::Line;
use crate::conformance::rig::{
    Charge, Edit, Field, How, Look, Manner, Name, On, Place, Quirk, Requests, Rig, Sent, Trouble,
    Whose,
};
use crate::support::vendor::faults::{self, Fault, Plan};
use crate::support::vendor::freshbooks::options::{Family, Lost, Order, Services, Unauthorized};
use crate::support::vendor::freshbooks::{Fake, Options, seed, times};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tt::domain::charge::Reference;
use tt::domain::content::Content;
use tt::domain::given::Slot;
use tt::domain::ids::RemoteId;
use tt::domain::secret::Secret;
use tt::domain::status::{BackendKind, Billable, BookedAs};
use tt::domain::zone::{Zone, parse_rfc3339};
use tt::sync::backend::freshbooks::{FreshBooks, Settings};
use tt::sync::backend::login::{Fixed, Tokens};
use tt::sync::backend::{Backend, BackendError};

const ZONE: &str = "Europe/Amsterdam";

/// Identities of the seed, as text.
const LOVELACE: &str = "55012";
const BABBAGE: &str = "55013";
const ENGINE: &str = "81234";
const TABLES: &str = "81235";
const OFFICE: &str = "81236";
const OLD_PROJECT: &str = "81237";
const CONSULTING: &str = "40021";
const TRAINING: &str = "40022";
const GRACE: &str = "700200";
/// Somebody whom this rig adds.
const JOAN: &str = "700300";

const fn on(client: Option<&'static str>, project: Option<&'static str>) -> Charge {
    Charge {
        target: None,
        client,
        project,
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

const fn name(slot: Slot, typed: &'static str, id: &'static str) -> Name {
    Name {
        place: Place::Slot(slot),
        typed,
        id,
        unknown: "Nobody at all",
    }
}

const NO_INTERNAL: &str = "it has one note, which is printed on invoices";
const NO_ROUNDING: &str = "it keeps seconds and rounds nothing";
const NO_KEY: &str = "it keeps no key of ours";
const INSTANTS: &str = "its filters take instants in UTC, measured to be exact";

/// As it was measured, and where nobody knows, as hard as it can be.
pub static MEASURED: Manner = MANNER;

/// With the other outcome of everything that nobody has verified.
pub static OTHERWISE: Manner = Manner {
    name: "freshbooks/otherwise",
    ..MANNER
};

const MANNER: Manner = Manner {
    name: "freshbooks/measured",
    kind: BackendKind::FreshBooks,
    charges: &[
        on(Some(LOVELACE), Some(ENGINE)),
        on(Some(BABBAGE), Some(TABLES)),
        // The house's own.
        on(None, Some(OFFICE)),
        on(Some(BABBAGE), None),
        on(None, None),
    ],
    // What it makes of an entry that does not say, nobody has written down.
    billable: &[
        (Billable::Billable, Billable::Billable),
        (Billable::DoNotBill, Billable::DoNotBill),
        (Billable::NoCharge, Billable::DoNotBill),
    ],
    fields: &[
        field(Slot::Client, BABBAGE, "55014"),
        field(Slot::Project, TABLES, OLD_PROJECT),
        field(Slot::Service, CONSULTING, TRAINING),
        field(Slot::Task, "159361", "159362"),
        field(Slot::Agreement, "9001", "9002"),
        field(Slot::Member, GRACE, JOAN),
    ],
    internal_note: false,
    longest_note: 32_000,
    names: &[
        name(Slot::Client, "lovelace ltd", LOVELACE),
        name(Slot::Client, "Charles Babbage", BABBAGE),
        name(Slot::Project, "engine rebuild", ENGINE),
        name(Slot::Service, "Training", TRAINING),
        name(Slot::Task, "drawing", "159362"),
    ],
    requests: Requests {
        // Who is logged in, with all businesses.
        check_access: 1,
        // Organisations and then people, or a project and then the lists of services.
        resolve: 3,
        create: 1,
        // What is held, which every change replaces as a whole.
        update: 2,
        // What is held: a billed one is left alone.
        delete: 2,
        find: 1,
        fetch: 1,
        list: 1,
    },
    absent: &[
        ("the_key_is_kept", NO_KEY),
        ("one_of_a_different_key_is_another_entry", NO_KEY),
        ("without_clock_times", "every entry has a start there"),
        ("hours_rounded_there_are_no_difference", NO_ROUNDING),
        ("one_whose_hours_were_rounded_is_found", NO_ROUNDING),
        ("the_internal_note_stays_internal", NO_INTERNAL),
        (
            "an_internal_note_written_there_outlives_a_change_here",
            NO_INTERNAL,
        ),
        (
            "notes_with_the_line_ends_of_the_service",
            "it gives line ends back as they came",
        ),
        ("a_filter_that_is_hours_off", INSTANTS),
        ("a_filter_that_knows_days_only", INSTANTS),
        ("a_sheet_*", "it has no timesheets"),
    ],
};

/// When the line's clock starts: 2026-11-20 12:00 UTC.
const NOON: i64 = 1_795_176_000;

/// A new one, as measured.
pub fn measured() -> Box<dyn Rig> {
    make(&MEASURED, Options::default())
}

/// A new one, otherwise.
pub fn otherwise() -> Box<dyn Rig> {
    let options = Options {
        lost_by_put: Lost::Nothing,
        locks_billed: false,
        billed_writable: false,
        fills_client: true,
        billable_unsaid: None,
        zone_unsaid: None,
        keeps_zone: false,
        local_fields: false,
        shows_deleted: false,
        deletes_again: true,
        order: Order::Scrambled,
        filters_project: false,
        services: Services::Map,
        services_on_request: true,
        unauthorized: Unauthorized::Message,
        newer_errors: true,
        disguised: vec![Family::Accounting],
        rate_headers: false,
        ..Options::default()
    };
    make(&OTHERWISE, options)
}

fn make(manner: &'static Manner, options: Options) -> Box<dyn Rig> {
    let fake = Fake::start(Options {
        now: Some(NOON),
        ..options
    });
    let joan = json!({"id": 700_300, "identity_id": 700_300, "first_name": "Joan"});
    fake.add_reference("identities", joan);
    let seat = json!({"id": 140_133, "role": "business_employee", "_identity": 700_300});
    fake.add_reference("memberships", seat);
    let line = Line::default();
    let backend = backend(&fake, &line, None);
    Box::new(Books {
        manner,
        fake,
        line,
        backend,
    })
}

struct Books {
    manner: &'static Manner,
    fake: Fake,
    line: Line,
    backend: FreshBooks,
}

/// A token that has expired, and the one that takes its place.
struct Two(Mutex<String>, String);

impl Tokens for Two {
    fn current(&self) -> Result<Arc<Secret>, BackendError> {
        Ok(Arc::new(Secret::new(self.0.lock().unwrap().clone())))
    }

    fn renew(&self, _refused: &Secret) -> Result<Option<Arc<Secret>>, BackendError> {
        self.0.lock().unwrap().clone_from(&self.1);
        self.current().map(Some)
    }
}

fn backend(fake: &Fake, line: &Line, how: Option<How>) -> FreshBooks {
    let fixed = |token: String| Box::new(Fixed::new(Secret::new(token)));
    let tokens: Box<dyn Tokens> = match how {
        Some(How::WrongSecret) => fixed(format!("{}x", fake.token())),
        Some(How::StaleToken) => {
            fake.expire_tokens();
            let login = fake.login();
            Box::new(Two(Mutex::new(fake.token()), login.access_token))
        }
        _ => fixed(fake.token()),
    };
    let business = match how {
        Some(How::WrongTenant) => "6009".to_owned(),
        _ => fake.business(),
    };
    let settings = Settings {
        url: Some(fake.url()),
        business,
        account: None,
        identity: Some(fake.identity().to_string()),
        tokens,
        zone: Zone::parse(ZONE).unwrap(),
    };
    FreshBooks::new(settings, line.wire(how == Some(How::Hasty))).unwrap()
}

fn number(id: &RemoteId) -> i64 {
    id.0.parse().unwrap_or(0)
}

/// An entry of somebody in the vendor's words.
fn row(content: &Content, whose: i64) -> Value {
    let id = |reference: &Option<Reference>| {
        let id = reference.as_ref().and_then(|it| it.id.clone());
        id.map(|id| id.parse::<i64>().unwrap())
    };
    json!({
        "identity_id": whose, "is_logged": true,
        "started_at": times::wire(content.start.unwrap()),
        "duration": content.worked(content.end.unwrap()),
        "billable": content.billable == Billable::Billable,
        "client_id": id(&content.client), "project_id": id(&content.project),
        "service_id": id(&content.service), "note": content.note,
    })
}

impl Rig for Books {
    fn manner(&self) -> &'static Manner {
        self.manner
    }

    fn backend(&self) -> &dyn Backend {
        &self.backend
    }

    fn client(&self, how: How) -> Option<Box<dyn Backend>> {
        Some(Box::new(backend(&self.fake, &self.line, Some(how))))
    }

    fn entry(&self) -> Content {
        let seconds = |text| parse_rfc3339(text).unwrap().0;
        let start = seconds("2026-11-18T14:00:00Z");
        let known = |id| Some(Reference::known(id, None));
        let zone = Zone::parse(ZONE).unwrap();
        Content {
            start: Some(start),
            end: Some(seconds("2026-11-18T15:30:00Z")),
            client: known(LOVELACE),
            project: known(ENGINE),
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
            // Those that are not documented; a window it always knows.
            Quirk::FiltersIgnored => self.fake.set_options(|it| it.filters_project = false),
            // It knows no other way.
            Quirk::ForgetsKeys => {}
            Quirk::LineEnds | Quirk::FiltersOff | Quirk::FiltersByDay | Quirk::Rounds => {
                return false;
            }
        }
        true
    }

    fn ids(&self) -> Vec<RemoteId> {
        let entries = self.fake.active_entries();
        let id = |entry: &Value| RemoteId(entry["id"].to_string());
        entries.iter().map(id).collect()
    }

    fn look(&self, id: &RemoteId) -> Option<Look> {
        let held = self.fake.entry(number(id))?;
        if held["active"] == false {
            return None;
        }
        let id = |name: &str| held[name].as_i64().map(|id| id.to_string());
        Some(Look {
            start: times::read(&held["started_at"]),
            worked: held["duration"].as_i64().unwrap_or(0),
            note: held["note"].as_str().map(str::to_owned),
            internal_note: None,
            billable: match held["billable"].as_bool() {
                Some(true) => Billable::Billable,
                Some(false) => Billable::DoNotBill,
                None => Billable::NoDefault,
            },
            target: None,
            client: id("client_id"),
            project: id("project_id"),
            key: None,
        })
    }

    fn edit(&self, id: &RemoteId, edit: Edit) -> bool {
        let mut done = true;
        self.fake.edit(number(id), |held| match edit {
            Edit::Note(note) => held["note"] = json!(note),
            Edit::Move(by) => {
                let at = times::read(&held["started_at"]).unwrap();
                held["started_at"] = json!(times::wire(at + by));
            }
            Edit::Lock => held["billed"] = json!(true),
            Edit::InternalNote(_) => done = false,
        });
        done
    }

    fn remove(&self, id: &RemoteId) {
        self.fake.remove(number(id));
    }

    fn add(&self, whose: Whose, content: &Content) -> RemoteId {
        let whose = if whose == Whose::Own {
            seed::ADA
        } else {
            seed::GRACE
        };
        RemoteId(self.fake.add_entry(&row(content, whose)).to_string())
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
        self.fake.secrets()
    }

    fn address(&self) -> Option<String> {
        Some(self.fake.url().trim_start_matches("http://").to_owned())
    }
}
