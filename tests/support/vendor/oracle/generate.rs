//! Makes proposals and things of a catalog: small pools of identities, so that
//! things refer to each other, and one day on which all happens.

use super::Proposal;
use proptest::prelude::*;
use serde_json::Value;
use tt::domain::catalog::{CatalogItem, CatalogKind};
use tt::domain::charge::{Reference, Target, TargetKind};
use tt::domain::content::Content;
use tt::domain::delivery::{Mailing, Remote};
use tt::domain::entry::Entry;
use tt::domain::ids::{EntryId, Key, RemoteId};
use tt::domain::settings::{OverlapPolicy, ProfileSettings, RuleSettings};
use tt::domain::status::{BackendKind, BookedAs, Origin, Status};
use tt::domain::zone::Zone;
use tt::rules::{Stage, names};

pub const HOUR: i64 = 3600;
/// Friday 20 November 2026, 09:00 in Amsterdam, seconds UTC.
pub const NINE: i64 = 1_795_161_600;
/// The zone everybody books in, unless a proposal says otherwise.
pub const ZONE: &str = "Europe/Amsterdam";
/// The entry that changes, where one does.
pub const ID: EntryId = EntryId(12);

/// A start and an end within one working day, whole minutes, both before [`NINE`] plus 12 hours.
pub fn stretch() -> impl Strategy<Value = (i64, i64)> {
    (0_i64..300, 1_i64..240)
        .prop_map(|(from, minutes)| (NINE + from * 60, NINE + (from + minutes) * 60))
}

/// One of these, as typed.
pub fn one_of(ids: &'static [&'static str]) -> impl Strategy<Value = Reference> {
    prop::sample::select(ids).prop_map(Reference::typed)
}

/// One of these, or nothing.
pub fn maybe(ids: &'static [&'static str]) -> BoxedStrategy<Option<Reference>> {
    proptest::option::of(one_of(ids)).boxed()
}

/// A thing of the catalog.
///
/// # Panics
/// Its kind cannot have one of these facts.
pub fn item(kind: CatalogKind, id: &str, facts: Value) -> CatalogItem {
    let facts = match facts {
        Value::Object(facts) => facts.into_iter().collect(),
        _ => std::collections::BTreeMap::new(),
    };
    for name in facts.keys() {
        assert!(names::is_known(kind, name), "{kind} has no {name}");
    }
    CatalogItem {
        kind,
        id: id.to_owned(),
        code: None,
        name: format!("{kind} {id}"),
        active: true,
        facts,
    }
}

/// What time is charged to.
pub fn target(kind: TargetKind, id: &str) -> Target {
    Target {
        kind,
        at: Reference::typed(id),
    }
}

/// A booking of these hours by a profile of this service; what no service minds.
pub fn booking(backend: BackendKind, (start, end): (i64, i64)) -> Proposal {
    let date = Zone::parse(ZONE).unwrap_or(Zone::UTC).date(start);
    let mut content = Content::blank(date, ZONE, BookedAs::Range);
    (content.start, content.end) = (Some(start), Some(end));
    content.profile = Some("work".to_owned());
    content.note = Some("fixed the mail".to_owned());
    Proposal {
        stage: Stage::Log,
        now: NINE + 12 * HOUR,
        content,
        mailing: Mailing::default(),
        future: false,
        ending: false,
        before: None,
        seen: None,
        step: None,
        settings: RuleSettings {
            overlap: OverlapPolicy::Warn,
            ..RuleSettings::default()
        },
        profile: ProfileSettings {
            name: "work".to_owned(),
            backend,
            documented: false,
            member: Some("7".to_owned()),
            approver: false,
            push: Status::Open,
            billable: None,
            tenant: None,
        },
    }
}

/// Makes of a booking something that is done at another stage with the entry it
/// became: stored with this status, as it is in the proposal now.
pub fn later(asked: &mut Proposal, stage: Stage, status: Status) {
    asked.stage = stage;
    if stage == Stage::Log {
        asked.before = None;
        return;
    }
    asked.before = Some(Entry {
        id: ID,
        key: Key::new(NINE * 1000, [7; 10]),
        content: asked.content.clone(),
        status,
        remote_status: None,
        origin: Origin::Local,
        reject_reason: None,
        revision: 1,
        held: Vec::new(),
        warnings: Vec::new(),
        adjustments: Vec::new(),
        unchecked: Vec::new(),
        removed: false,
        created_at: NINE,
        updated_at: NINE,
    });
    asked.step = match stage {
        Stage::Submit => Some((Status::Submitted, None)),
        Stage::Approve => Some((Status::Approved, None)),
        _ => None,
    };
}

/// The service holds what is stored, if anything is, in this status and with this word for it.
pub fn delivered(asked: &mut Proposal, word: &str) {
    let Some(stored) = &asked.before else {
        return;
    };
    asked.seen = Some(Remote {
        id: RemoteId("801".to_owned()),
        keeps_key: false,
        key: None,
        content: stored.content.clone(),
        status: stored.status,
        status_word: Some(word.to_owned()),
        locked: false,
        changed_at: None,
        reject_reason: None,
        sheet: None,
        raw: std::collections::BTreeMap::new(),
    });
}
