//! Moneybird: the real adapter against the stateful fake.

use crate::conformance::line::Line;
use crate::conformance::rig::{
    Charge, Edit, Field, How, Look, Manner, Name, On, Place, Quirk, Requests, Rig, Sent, Trouble,
    Whose,
};
use crate::support::vendor::faults::{self, Fault, Plan};
use crate::support::vendor::moneybird::{self, Fake, Options, seed, times};
use serde_json::{Value, json};
use std::time::Duration;
use tt::domain::charge::Reference;
use tt::domain::content::Content;
use tt::domain::given::Slot;
use tt::domain::ids::RemoteId;
use tt::domain::secret::Secret;
use tt::domain::status::{BackendKind, Billable, BookedAs};
use tt::domain::zone::{Zone, parse_rfc3339};
use tt::sync::backend::Backend;
use tt::sync::backend::login::Fixed;
use tt::sync::backend::moneybird::{Moneybird, Settings};

const ZONE: &str = "Europe/Amsterdam";

/// Identities of the seed, as text.
const TULP: &str = "500000000000000055";
const MOLEN: &str = "500000000000000056";
const JANSEN: &str = "500000000000000057";
const SITE: &str = "500000000000000044";
const SUPPORT: &str = "500000000000000045";
const MOVING: &str = "500000000000000047";
const SEM: &str = "500000000000000032";
const FENNA: &str = "500000000000000033";

const fn on(client: Option<&'static str>, project: Option<&'static str>) -> Charge {
    Charge {
        target: None,
        client,
        project,
    }
}

const fn field(slot: Slot, one: &'static str, two: &'static str, fixed: bool) -> Field {
    Field {
        slot,
        one,
        two,
        fixed,
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
const NO_ROUNDING: &str = "it cuts to whole minutes and rounds nothing";
const BLANK: &str = "its description must not be blank";
const NO_KEY: &str = "it keeps no key of ours";

/// What is known of its interface v2 as it is now.
pub static V2: Manner = MANNER;

/// The interface as the older documentation has it.
pub static DOCUMENTED: Manner = Manner {
    name: "moneybird/documented",
    ..MANNER
};

const MANNER: Manner = Manner {
    name: "moneybird/v2",
    kind: BackendKind::Moneybird,
    charges: &[
        on(Some(TULP), Some(SITE)),
        on(Some(JANSEN), None),
        on(None, Some(SUPPORT)),
        on(None, None),
    ],
    billable: &[
        (Billable::Billable, Billable::Billable),
        (Billable::DoNotBill, Billable::DoNotBill),
        (Billable::NoCharge, Billable::DoNotBill),
        (Billable::NoDefault, Billable::Billable),
    ],
    fields: &[
        field(Slot::Client, JANSEN, MOLEN, false),
        field(Slot::Project, SUPPORT, MOVING, false),
        field(Slot::Member, SEM, FENNA, true),
    ],
    internal_note: false,
    longest_note: 32_000,
    names: &[
        name(Slot::Client, "tulp b.v.", TULP),
        name(Slot::Client, "Piet Jansen", JANSEN),
        name(Slot::Project, "Support", SUPPORT),
        name(Slot::Member, "Sem de Wit", SEM),
        name(Slot::Member, "fenna@example.test", FENNA),
    ],
    requests: Requests {
        // Which administrations the token sees.
        check_access: 1,
        // By the whole name, and by its last word.
        resolve: 2,
        create: 1,
        // The end that is held now, which every change has to send.
        update: 2,
        delete: 1,
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
        ("no_note", BLANK),
        ("a_note_is_taken_away", BLANK),
        ("an_internal_note_alone", BLANK),
        ("the_internal_note_stays_internal", NO_INTERNAL),
        (
            "an_internal_note_written_there_outlives_a_change_here",
            NO_INTERNAL,
        ),
        (
            "notes_with_the_line_ends_of_the_service",
            "it gives line ends back as they came",
        ),
        (
            "rows_that_no_filter_kept_out",
            "a filter that it does not know it refuses",
        ),
        ("a_sheet_*", "it has no timesheets"),
        (
            "an_expired_token_is_refreshed_once",
            "a personal token does not expire",
        ),
    ],
};

/// When the line's clock starts: 2026-11-20 12:00 UTC.
const NOON: i64 = 1_795_176_000;

/// A new one, as it is now.
pub fn v2() -> Box<dyn Rig> {
    make(&V2, Options::default())
}

/// A new one, as documented.
pub fn documented() -> Box<dyn Rig> {
    let options = Options {
        documented: true,
        hides_nil_contacts: true,
        ids_as_numbers: true,
        ..Options::default()
    };
    make(&DOCUMENTED, options)
}

fn make(manner: &'static Manner, options: Options) -> Box<dyn Rig> {
    let fake = Fake::start(Options {
        now: Some(NOON),
        ..options
    });
    let line = Line::default();
    let documented = std::ptr::eq(manner, &raw const DOCUMENTED);
    let backend = backend(&fake, &line, documented, None);
    Box::new(Books {
        manner,
        fake,
        line,
        documented,
        backend,
    })
}

struct Books {
    manner: &'static Manner,
    fake: Fake,
    line: Line,
    documented: bool,
    backend: Moneybird,
}

fn backend(fake: &Fake, line: &Line, documented: bool, how: Option<How>) -> Moneybird {
    let token = match how {
        Some(How::WrongSecret) => format!("{}x", fake.token()),
        _ => fake.token(),
    };
    let administration = match how {
        Some(How::WrongTenant) => "500000000000000009".to_owned(),
        _ => fake.administration(),
    };
    let settings = Settings {
        url: Some(fake.url()),
        administration,
        user: Some(fake.user()),
        tokens: Box::new(Fixed::new(Secret::new(token))),
        zone: Zone::parse(ZONE).unwrap(),
        documented,
    };
    Moneybird::new(settings, line.wire(how == Some(How::Hasty))).unwrap()
}

fn number(id: &RemoteId) -> i64 {
    id.0.parse().unwrap_or(0)
}

/// An entry of a user in the vendor's words.
fn row(content: &Content, user: i64) -> Value {
    let id = |reference: &Option<Reference>| reference.as_ref().and_then(|it| it.id.clone());
    let end = content.end.unwrap();
    json!({
        "user_id": seed::id(user),
        "started_at": times::wire(content.start.unwrap() * 1000),
        "ended_at": times::wire(end * 1000),
        "paused_duration": content.deducted(end),
        "billable": content.billable == Billable::Billable,
        "contact_id": id(&content.client),
        "project_id": id(&content.project),
        "description": content.note,
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
        let is_had = how != How::StaleToken;
        let make = || backend(&self.fake, &self.line, self.documented, Some(how));
        is_had.then(|| Box::new(make()) as Box<dyn Backend>)
    }

    fn entry(&self) -> Content {
        let seconds = |text| parse_rfc3339(text).unwrap().0;
        let start = seconds("2026-11-18T08:00:00Z");
        let known = |id| Some(Reference::known(id, None));
        let zone = Zone::parse(ZONE).unwrap();
        Content {
            start: Some(start),
            end: Some(seconds("2026-11-18T09:30:00Z")),
            client: known(TULP),
            project: known(SITE),
            billable: Billable::Billable,
            note: Some("Replaced the switch".into()),
            ..Content::blank(zone.date(start), ZONE, BookedAs::Range)
        }
    }

    fn trouble(&self, on: On, times: usize, trouble: Trouble) -> bool {
        let fault = match trouble {
            // In its own way: the second in which it ends.
            Trouble::Throttled(wait) => {
                let waited = i64::try_from(self.line.waited().as_secs()).unwrap();
                self.fake.set_options(|it| it.now = Some(NOON + waited));
                Fault::Throttled {
                    retry_after: wait.map(|wait| format!("+{wait}")),
                }
            }
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
            Quirk::FiltersOff => self
                .fake
                .set_options(|it| it.filter_zone = chrono_tz::Pacific::Auckland),
            // It knows nothing else.
            Quirk::FiltersByDay => {}
            Quirk::ForgetsKeys | Quirk::LineEnds | Quirk::FiltersIgnored | Quirk::Rounds => {
                return false;
            }
        }
        true
    }

    fn ids(&self) -> Vec<RemoteId> {
        let entries = self.fake.entries();
        let id = |entry: &Value| RemoteId(entry["id"].as_str().unwrap().to_owned());
        entries.iter().map(id).collect()
    }

    fn look(&self, id: &RemoteId) -> Option<Look> {
        let held = self.fake.entry(number(id))?;
        let text = |name: &str| held[name].as_str().map(str::to_owned);
        let seconds = |name: &str| times::read(&held[name]).map(|ms| ms.div_euclid(1000));
        let start = seconds("started_at");
        let length = seconds("ended_at")
            .zip(start)
            .map(|(end, start)| end - start);
        Some(Look {
            start,
            worked: length.unwrap_or(0) - held["paused_duration"].as_i64().unwrap_or(0),
            note: text("description"),
            internal_note: None,
            billable: match held["billable"].as_bool() {
                Some(true) => Billable::Billable,
                _ => Billable::DoNotBill,
            },
            target: None,
            client: text("contact_id"),
            project: text("project_id"),
            key: None,
        })
    }

    fn edit(&self, id: &RemoteId, edit: Edit) -> bool {
        if matches!(edit, Edit::Lock) {
            self.fake.invoice(number(id));
            return true;
        }
        let mut done = true;
        self.fake.edit(number(id), |held| match edit {
            Edit::Note(note) => held["description"] = json!(note),
            Edit::Move(by) => {
                for name in ["started_at", "ended_at"] {
                    let at = times::read(&held[name]).unwrap();
                    held[name] = json!(times::wire(at + by * 1000));
                }
            }
            Edit::InternalNote(_) | Edit::Lock => done = false,
        });
        done
    }

    fn remove(&self, id: &RemoteId) {
        self.fake.remove(number(id));
    }

    fn add(&self, whose: Whose, content: &Content) -> RemoteId {
        let user = if whose == Whose::Own {
            seed::NOOR
        } else {
            seed::SEM
        };
        RemoteId(self.fake.add(&row(content, user)).to_string())
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

    /// The published schema has no way to take a contact or project away, and null is the
    /// only one there can be.
    fn schema_errors(&self) -> Vec<String> {
        let mut errors = self.fake.schema_errors();
        errors.retain(|error| !moneybird::only_takes_away(error));
        errors
    }

    fn secrets(&self) -> Vec<String> {
        vec![self.fake.token()]
    }

    fn address(&self) -> Option<String> {
        Some(self.fake.url().trim_start_matches("http://").to_owned())
    }
}
