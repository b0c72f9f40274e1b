//! The service in memory.

use crate::conformance::rig::{
    Charge, Edit, Field, How, Look, Manner, On, Quirk, Requests, Rig, Sent, Trouble, Whose,
};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tt::domain::charge::{Reference, Target, TargetKind};
use tt::domain::content::Content;
use tt::domain::given::Slot;
use tt::domain::ids::RemoteId;
use tt::domain::status::{BackendKind, Billable, BookedAs};
use tt::domain::zone::{Zone, parse_rfc3339};
use tt::sync::backend::Backend;
use tt::sync::backend::reference::{ReferenceService, Weather};

const fn on(kind: TargetKind, id: &'static str) -> Charge {
    Charge {
        target: Some((kind, id)),
        client: None,
        project: None,
    }
}

const fn field(slot: Slot) -> Field {
    Field {
        slot,
        one: "31",
        two: "32",
        fixed: false,
    }
}

const NO_WIRE: &str = "it is no server: nothing goes over a wire";
const NO_LOGIN: &str = "it knows no credentials and no tenants";

/// What is known of it.
pub static MANNER: Manner = Manner {
    name: "reference",
    kind: BackendKind::Reference,
    charges: &[
        on(TargetKind::Ticket, "11"),
        on(TargetKind::ProjectTicket, "12"),
        on(TargetKind::Task, "13"),
        on(TargetKind::Activity, "14"),
        on(TargetKind::ChargeCode, "15"),
        Charge {
            target: None,
            client: Some("16"),
            project: None,
        },
    ],
    billable: &[
        (Billable::Billable, Billable::Billable),
        (Billable::DoNotBill, Billable::DoNotBill),
        (Billable::NoCharge, Billable::NoCharge),
        (Billable::NoDefault, Billable::NoDefault),
    ],
    fields: &[
        field(Slot::Project),
        field(Slot::Client),
        field(Slot::Service),
        field(Slot::Task),
        field(Slot::Member),
        field(Slot::WorkType),
        field(Slot::WorkRole),
        field(Slot::Agreement),
    ],
    internal_note: true,
    longest_note: 32_000,
    names: &[],
    requests: Requests {
        check_access: 0,
        resolve: 0,
        create: 0,
        update: 0,
        delete: 0,
        find: 0,
        fetch: 0,
        list: 0,
    },
    absent: &[
        (
            "other_targets_are_refused_unsent",
            "it takes all five kinds",
        ),
        (
            "the_marker_stays_out_of_sight",
            "its key field is always there",
        ),
        (
            "notes_with_the_line_ends_of_the_service",
            "it keeps line ends as they are",
        ),
        ("a_filter_that_is_hours_off", "it compares exactly"),
        (
            "an_entry_without_an_end_is_refused_unsent",
            "it keeps an entry that runs as it is",
        ),
        ("a_sheet_*", "it has no timesheets"),
        (
            "own_entries_only",
            "it lists everybody's, so that the engine has to tell whose they are",
        ),
        ("a_filter_that_knows_days_only", "it compares exactly"),
        ("rows_that_no_filter_kept_out", "it compares exactly"),
        ("hours_rounded_there_are_no_difference", "it rounds nothing"),
        ("one_whose_hours_were_rounded_is_found", "it rounds nothing"),
        (
            "an_update_of_nothing_sends_no_write",
            "it has no requests to save",
        ),
        (
            "a_throttled_create_tells_how_long",
            "its weather knows no lengths",
        ),
        (
            "a_throttled_read_waits_and_goes_on",
            "its weather is that of writes",
        ),
        ("a_read_outlives_a_bad_gateway", NO_WIRE),
        ("a_bad_gateway_is_not_a_missing_entry", NO_WIRE),
        ("reads_of_broken_answers_fail", NO_WIRE),
        ("a_list_that_breaks_is_not_a_short_list", NO_WIRE),
        ("a_bad_gateway_at_a_create", NO_WIRE),
        ("a_server_error_at_a_create", NO_WIRE),
        ("broken_json_after_a_create", NO_WIRE),
        ("a_create_whose_answer_is_cut", NO_WIRE),
        ("a_web_page_instead_of_a_create", NO_WIRE),
        ("a_redirect_is_not_followed", NO_WIRE),
        ("a_slow_create_runs_into_the_time_out", NO_WIRE),
        ("unauthorized_in_the_middle", NO_LOGIN),
        ("forbidden", NO_LOGIN),
        ("a_wrong_secret", NO_LOGIN),
        ("a_wrong_tenant", NO_LOGIN),
        ("an_expired_token_is_refreshed_once", NO_LOGIN),
        ("no_secret_in_any_error_or_log", NO_LOGIN),
        (
            "names_are_settled_before_the_attempt",
            "it takes any name for an identity",
        ),
        (
            "unknown_names_are_refused_unsent",
            "it takes any name for an identity",
        ),
        ("requests_are_counted_and_bounded", NO_WIRE),
    ],
};

/// A new one.
pub fn make() -> Box<dyn Rig> {
    Box::new(InMemory {
        keyed: ReferenceService::new(),
        keyless: ReferenceService::without_keys(),
        forgets: AtomicBool::new(false),
        sent: Mutex::default(),
    })
}

/// Two of them: whether keys are kept is settled at the beginning.
struct InMemory {
    keyed: ReferenceService,
    keyless: ReferenceService,
    forgets: AtomicBool,
    sent: Mutex<Sent>,
}

impl InMemory {
    fn service(&self) -> &ReferenceService {
        if self.forgets.load(Ordering::SeqCst) {
            &self.keyless
        } else {
            &self.keyed
        }
    }
}

impl Rig for InMemory {
    fn manner(&self) -> &'static Manner {
        &MANNER
    }

    fn backend(&self) -> &dyn Backend {
        self.service()
    }

    fn client(&self, _: How) -> Option<Box<dyn Backend>> {
        None
    }

    fn entry(&self) -> Content {
        let seconds = |text| parse_rfc3339(text).unwrap().0;
        let zone = Zone::parse("Europe/Amsterdam").unwrap();
        let start = seconds("2026-11-18T08:00:00Z");
        Content {
            start: Some(start),
            end: Some(seconds("2026-11-18T09:30:00Z")),
            target: Some(Target {
                kind: TargetKind::Ticket,
                at: Reference::known("11", None),
            }),
            billable: Billable::Billable,
            note: Some("Replaced the switch".into()),
            ..Content::blank(zone.date(start), "Europe/Amsterdam", BookedAs::Range)
        }
    }

    fn trouble(&self, on: On, times: usize, trouble: Trouble) -> bool {
        let weather = match trouble {
            Trouble::Throttled(None) => Weather::Throttled,
            Trouble::NotSent => Weather::NotSent,
            Trouble::LostBefore => Weather::LostBefore,
            Trouble::LostAfter => Weather::LostAfter,
            Trouble::Late => Weather::Late,
            _ => return false,
        };
        if on == On::Reads {
            return false;
        }
        self.service().forecast(vec![weather; times]);
        true
    }

    fn settle(&self) {
        self.service().clear_forecast();
        self.service().catch_up();
    }

    fn quirk(&self, quirk: Quirk) -> bool {
        if quirk == Quirk::ForgetsKeys {
            self.forgets.store(true, Ordering::SeqCst);
        }
        quirk == Quirk::ForgetsKeys
    }

    fn ids(&self) -> Vec<RemoteId> {
        let entries = self.service().entries();
        entries.into_iter().map(|entry| entry.id).collect()
    }

    fn look(&self, id: &RemoteId) -> Option<Look> {
        let entries = self.service().entries();
        let held = entries.into_iter().find(|entry| entry.id == *id)?;
        let content = held.content;
        Some(Look {
            start: content.start,
            worked: content.worked(content.end.unwrap_or_default()),
            target: content
                .target
                .as_ref()
                .map(|target| (target.kind, target.at.id.clone().unwrap_or_default())),
            client: content.client.and_then(|client| client.id),
            project: content.project.and_then(|project| project.id),
            note: content.note,
            internal_note: content.internal_note,
            billable: content.billable,
            key: held.key,
        })
    }

    fn edit(&self, id: &RemoteId, edit: Edit) -> bool {
        self.service().edit(id, |held| match edit {
            Edit::Note(note) => held.content.note = Some(note.to_owned()),
            Edit::InternalNote(note) => held.content.internal_note = Some(note.to_owned()),
            Edit::Move(by) => {
                held.content.start = held.content.start.map(|at| at + by);
                held.content.end = held.content.end.map(|at| at + by);
            }
            Edit::Lock => held.locked = true,
        });
        true
    }

    fn remove(&self, id: &RemoteId) {
        self.service().take(id);
    }

    fn add(&self, whose: Whose, content: &Content) -> RemoteId {
        let mut content = content.clone();
        if whose == Whose::Other {
            content.member = Some(Reference::known("2", None));
        }
        self.service().add(content);
        self.ids().pop().unwrap()
    }

    fn sent(&self) -> Sent {
        let mut sent = self.sent.lock().unwrap();
        for call in self.service().take_calls() {
            match call {
                "create" | "update" | "delete" => sent.writes += 1,
                _ => sent.reads += 1,
            }
        }
        *sent
    }

    fn waited(&self) -> Duration {
        Duration::ZERO
    }

    fn schema_errors(&self) -> Vec<String> {
        Vec::new()
    }

    fn secrets(&self) -> Vec<String> {
        Vec::new()
    }

    fn address(&self) -> Option<String> {
        None
    }
}
