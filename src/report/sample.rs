//! Entries and a context for the tests of this layer.

use super::Context;
use crate::domain::charge::{Reference, Target, TargetKind};
use crate::domain::content::Content;
use crate::domain::delivery::Link;
use crate::domain::delivery::Mailing;
use crate::domain::entry::{Breach, Entry};
use crate::domain::ids::{EntryId, Key};
use crate::domain::settings::ProfileSettings;
use crate::domain::status::{BackendKind, BookedAs, Origin, Status};
use crate::rounding::{Direction, Policy};
use chrono::{DateTime, FixedOffset, NaiveDate};

/// Sunday 22 November 2026, 09:00 in Amsterdam.
pub const NINE: i64 = 1_795_334_400;

/// Amsterdam in winter, a profile `work`, rounding up to quarters.
pub struct Here {
    pub now: i64,
    pub profile: ProfileSettings,
}

pub fn here() -> Here {
    Here {
        now: NINE + 2 * 3600,
        profile: ProfileSettings {
            name: "work".to_owned(),
            backend: BackendKind::ConnectWise,
            documented: false,
            member: None,
            approver: false,
            push: Status::Open,
            billable: None,
            tenant: None,
        },
    }
}

impl Context for Here {
    fn now(&self) -> i64 {
        self.now
    }

    fn rfc3339(&self, utc: i64, _zone: &str) -> String {
        let winter = FixedOffset::east_opt(3600).unwrap();
        DateTime::from_timestamp(utc, 0)
            .unwrap()
            .with_timezone(&winter)
            .to_rfc3339()
    }

    fn profile(&self, name: &str) -> Option<&ProfileSettings> {
        (name == self.profile.name).then_some(&self.profile)
    }

    fn policy(&self, _content: &Content) -> (&str, Policy) {
        let quarter = Policy {
            step: 900,
            direction: Direction::Up,
            minimum: 0,
        };
        ("quarter", quarter)
    }
}

/// Entry `id` of that Sunday: so many minutes from so many minutes after nine.
pub fn entry(id: i64, after: i64, minutes: i64) -> Entry {
    let start = NINE + after * 60;
    let local = DateTime::from_timestamp(start + 3600, 0).unwrap();
    let mut content = Content::blank(local.date_naive(), "Europe/Amsterdam", BookedAs::Range);
    content.profile = Some("work".to_owned());
    content.start = Some(start);
    content.end = Some(start + minutes * 60);
    content.target = Some(ticket("54321"));
    content.note = Some("Diagnosed email delivery issue. Identified blocked sender.".to_owned());
    Entry {
        id: EntryId(id),
        key: Key::new(1_795_334_400_000, [7; 10]),
        content,
        status: Status::Open,
        remote_status: None,
        origin: Origin::Local,
        reject_reason: None,
        revision: 1,
        held: Vec::new(),
        warnings: Vec::new(),
        adjustments: Vec::new(),
        unchecked: Vec::new(),
        removed: false,
        created_at: NINE + 5400,
        updated_at: NINE + 5400,
    }
}

pub fn ticket(number: &str) -> Target {
    Target {
        kind: TargetKind::Ticket,
        at: Reference::known(number, None),
    }
}

pub fn link(entry: &Entry) -> Link {
    Link {
        entry: entry.id,
        profile: "work".to_owned(),
        tenant: Some("acme".to_owned()),
        remote_id: None,
        revision: entry.revision,
        delivered_revision: 0,
        last_sent: None,
        last_seen: None,
        attempt: None,
        refusal: None,
        refused_revision: 0,
        mailing: Mailing::default(),
        conflict: Vec::new(),
    }
}

pub fn breach(rule: &str, field: &str, message: &str) -> Breach {
    Breach {
        rule: rule.to_owned(),
        field: Some(field.to_owned()),
        message: message.to_owned(),
        help: "look again".to_owned(),
    }
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}
