//! Names of the facts that catalog items carry, and which kind may carry which.
//! The file that `tt catalog import` reads has the same names.

use super::CatalogKind;

/// What a fact may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A word.
    Word,
    /// Text or a number, kept as text.
    Figure,
    /// Yes or no.
    Flag,
    /// Whole seconds, not negative.
    Seconds,
    /// A day.
    Day,
    /// A day, or null for none.
    DayOrNull,
    /// The name of a time zone.
    Zone,
    /// One of the billable options.
    Billable,
    /// One of the kinds of time off.
    TimeOff,
    /// An identity.
    Identity,
    /// An identity, or null for none.
    IdentityOrNull,
    /// A list of identities, or of objects that carry them.
    Identities,
    /// A list of roles, each with the seconds that an hour in it counts for.
    Factors,
}

/// A fact: its name, what it may be, and what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// Its name.
    pub name: &'static str,
    /// What it may be.
    pub shape: Shape,
    /// What it says, for people.
    pub says: &'static str,
}

/// The kinds of time off that a charge code may be for.
pub const TIMES_OFF: &[&str] = &["floating-holiday", "personal", "sick", "vacation"];

macro_rules! names {
    ($(#[doc = $says:literal] $name:ident = $word:literal is $shape:ident;)+) => {
        $(#[doc = $says] pub const $name: &str = $word;)+
        /// Every name.
        pub const ALL: &[&str] = &[$($word),+];
        /// Every fact.
        pub const FACTS: &[Fact] = &[$(Fact {
            name: $word,
            shape: Shape::$shape,
            says: $says,
        }),+];
    };
}

names! {
    /// Word: the service's own word for where it stands; for people.
    STATUS = "status" is Word;
    /// Yes or no: whether it is complete.
    COMPLETED = "completed" is Flag;
    /// Yes or no: whether its status, board or own setting lets time be entered on it.
    TAKES_TIME = "takes_time" is Flag;
    /// Word: the board or queue it is on; for people.
    BOARD = "board" is Word;
    /// Word: what sort of record it is, such as `taskfire`.
    RECORD_TYPE = "record_type" is Word;
    /// Identity of its client.
    CLIENT = "client" is Identity;
    /// Identity of the client above it.
    PARENT = "parent" is Identity;
    /// Identity of its project.
    PROJECT = "project" is Identity;
    /// Identity of its agreement; null for none.
    AGREEMENT = "agreement" is IdentityOrNull;
    /// Identity of its work type; null for none.
    WORK_TYPE = "work_type" is IdentityOrNull;
    /// Identity of its sub-issue type.
    SUB_ISSUE = "sub_issue" is Identity;
    /// Billable option by default: `billable`, `do-not-bill`, `no-charge` or `no-default`.
    BILLABLE = "billable" is Billable;
    /// Yes or no: whether its time shows on the invoice by default.
    SHOW_ON_INVOICE = "show_on_invoice" is Flag;
    /// Identity of the member it is assigned to; null for none.
    ASSIGNED = "assigned" is IdentityOrNull;
    /// Identity of the role in which that member works on it; null for none.
    ASSIGNED_ROLE = "assigned_role" is IdentityOrNull;
    /// List of the other members assigned: identities, or `{"member": …, "role": …}`.
    SECONDARY = "secondary" is Identities;
    /// Word: `template`, `archived`, `baseline` or another sort of project.
    PROJECT_TYPE = "project_type" is Word;
    /// Yes or no: whether its entries need both start and end.
    NEEDS_START_STOP = "needs_start_stop" is Flag;
    /// Yes or no: whether it is the house's own work.
    INTERNAL = "internal" is Flag;
    /// List of the services that go with it.
    SERVICES = "services" is Identities;
    /// Text: its rate, as the service writes it; for people.
    RATE = "rate" is Figure;
    /// Seconds: the least that may be booked with this work type.
    MIN_SECONDS = "min_seconds" is Seconds;
    /// Seconds: the most that may be booked with this work type; 0 is no bound.
    MAX_SECONDS = "max_seconds" is Seconds;
    /// Seconds: what billed time is rounded up to a multiple of; 0 is none.
    ROUND_SECONDS = "round_seconds" is Seconds;
    /// Word: `general`, `internal-activity`, `general-activity` or another use of a code.
    CODE_TYPE = "code_type" is Word;
    /// Word: `floating-holiday`, `personal`, `sick` or `vacation`, for codes of time off.
    TIME_OFF = "time_off" is TimeOff;
    /// Yes or no: whether this time off is asked for and approved beforehand.
    PRE_APPROVED = "pre_approved" is Flag;
    /// Yes or no: whether this member must give both start and end.
    NEEDS_BOTH_TIMES = "needs_both_times" is Flag;
    /// Yes or no: whether this member may book on a client without a ticket.
    ENTERS_ON_CLIENT = "enters_on_client" is Flag;
    /// Zone of the member, an IANA name.
    ZONE = "zone" is Zone;
    /// Identity of the member's role outside tickets and tasks.
    DEFAULT_ROLE = "default_role" is Identity;
    /// Identity of the member's role on tickets where the ticket names none.
    SERVICE_DESK_ROLE = "service_desk_role" is Identity;
    /// List of roles: identities, or of a member `{"role": …, "active": true}`.
    ROLES = "roles" is Identities;
    /// Word: `flat-rate`, `recurring-service` or another sort of agreement.
    AGREEMENT_TYPE = "agreement_type" is Word;
    /// Day: the first on which it holds.
    STARTS = "starts" is Day;
    /// Day: the last on which it holds; null for no end.
    ENDS = "ends" is DayOrNull;
    /// List of roles that it leaves out.
    EXCLUDED_ROLES = "excluded_roles" is Identities;
    /// List of work types that it leaves out.
    EXCLUDED_WORK_TYPES = "excluded_work_types" is Identities;
    /// List of sub-issue types that it leaves out.
    EXCLUDED_SUB_ISSUES = "excluded_sub_issues" is Identities;
    /// Identity of the agreement for what it leaves out; null for none.
    EXCLUSION_AGREEMENT = "exclusion_agreement" is IdentityOrNull;
    /// Seconds: the hours of its block, bought beforehand or of a period.
    BLOCK_SECONDS = "block_seconds" is Seconds;
    /// Seconds: what is used of the block, by what the service holds.
    BLOCK_USED_SECONDS = "block_used_seconds" is Seconds;
    /// Day: the first on which work is taken off the block.
    BLOCK_STARTS = "block_starts" is Day;
    /// Day: the last on which work is taken off the block; null for no end.
    BLOCK_ENDS = "block_ends" is DayOrNull;
    /// List of roles of which an hour is not an hour of the block: `{"role": …, "hour_seconds": 5400}`.
    BLOCK_FACTORS = "block_factors" is Factors;
    /// Yes or no: whether every entry of the tenant needs a note.
    NOTE_REQUIRED = "note_required" is Flag;
}

/// The identity of the one item of [`CatalogKind::Tenant`].
pub const TENANT: &str = "tenant";

const TICKET: &[&str] = &[
    STATUS,
    COMPLETED,
    TAKES_TIME,
    BOARD,
    RECORD_TYPE,
    CLIENT,
    PROJECT,
    AGREEMENT,
    WORK_TYPE,
    SUB_ISSUE,
    BILLABLE,
    SHOW_ON_INVOICE,
    ASSIGNED,
    ASSIGNED_ROLE,
    SECONDARY,
];

/// Which facts an item of each kind may carry.
pub const OF: &[(CatalogKind, &[&str])] = &[
    (CatalogKind::Tickets, TICKET),
    (CatalogKind::ProjectTickets, TICKET),
    (
        CatalogKind::Tasks,
        &[
            STATUS,
            COMPLETED,
            CLIENT,
            PROJECT,
            PROJECT_TYPE,
            NEEDS_START_STOP,
            AGREEMENT,
            WORK_TYPE,
            BILLABLE,
            SHOW_ON_INVOICE,
            ASSIGNED,
            ASSIGNED_ROLE,
            SECONDARY,
            ROLES,
        ],
    ),
    (CatalogKind::Activities, &[STATUS, COMPLETED, CLIENT]),
    (
        CatalogKind::Projects,
        &[
            STATUS,
            COMPLETED,
            TAKES_TIME,
            CLIENT,
            PROJECT_TYPE,
            NEEDS_START_STOP,
            INTERNAL,
            SERVICES,
            AGREEMENT,
            BILLABLE,
        ],
    ),
    (CatalogKind::Clients, &[PARENT, BILLABLE]),
    (
        CatalogKind::WorkTypes,
        &[
            BILLABLE,
            RATE,
            MIN_SECONDS,
            MAX_SECONDS,
            ROUND_SECONDS,
            CODE_TYPE,
        ],
    ),
    (CatalogKind::WorkRoles, &[RATE]),
    (
        CatalogKind::ChargeCodes,
        &[BILLABLE, TAKES_TIME, CODE_TYPE, TIME_OFF, PRE_APPROVED],
    ),
    (CatalogKind::Services, &[BILLABLE, RATE]),
    (
        CatalogKind::Members,
        &[
            NEEDS_BOTH_TIMES,
            ENTERS_ON_CLIENT,
            ZONE,
            DEFAULT_ROLE,
            SERVICE_DESK_ROLE,
            ROLES,
        ],
    ),
    (
        CatalogKind::Agreements,
        &[
            STATUS,
            AGREEMENT_TYPE,
            CLIENT,
            STARTS,
            ENDS,
            BILLABLE,
            EXCLUDED_ROLES,
            EXCLUDED_WORK_TYPES,
            EXCLUDED_SUB_ISSUES,
            EXCLUSION_AGREEMENT,
            BLOCK_SECONDS,
            BLOCK_USED_SECONDS,
            BLOCK_STARTS,
            BLOCK_ENDS,
            BLOCK_FACTORS,
        ],
    ),
    (
        CatalogKind::Tenant,
        &[NOTE_REQUIRED, ROUND_SECONDS, BILLABLE],
    ),
];

/// The fact of this name.
#[must_use]
pub fn fact(name: &str) -> Option<&'static Fact> {
    FACTS.iter().find(|fact| fact.name == name)
}

/// The facts that an item of this kind may carry.
#[must_use]
pub fn of(kind: CatalogKind) -> &'static [&'static str] {
    OF.iter()
        .find(|(of, _)| *of == kind)
        .map_or(&[], |(_, names)| names)
}

/// Whether an item of this kind may carry this fact.
#[must_use]
pub fn is_known(kind: CatalogKind, name: &str) -> bool {
    of(kind).contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalog::CatalogItem;
    use serde_json::json;

    #[test]
    fn every_kind_has_its_names_and_every_name_its_kind() {
        for kind in CatalogKind::ALL {
            assert_eq!(OF.iter().filter(|(of, _)| of == kind).count(), 1, "{kind}");
        }
        for name in ALL {
            assert!(
                CatalogKind::ALL.iter().any(|kind| is_known(*kind, name)),
                "{name}"
            );
        }
        assert!(!is_known(CatalogKind::WorkRoles, MIN_SECONDS));
    }

    #[test]
    fn values_are_read_as_what_they_are_and_never_guessed() {
        let facts = json!({
            "takes_time": false, "min_seconds": 900, "client": 17, "project": "p", "rate": 1.5,
            "ends": "2026-11-20", "starts": "soon",
            "roles": [{"role": 12, "active": true}, "13", null],
        });
        let item = CatalogItem {
            kind: CatalogKind::Tickets,
            id: "1".into(),
            code: None,
            name: "n".into(),
            active: true,
            facts: serde_json::from_value(facts).unwrap(),
        };
        assert_eq!(item.flag(TAKES_TIME), Some(false));
        assert_eq!(item.flag(CLIENT), None);
        assert_eq!(item.seconds(MIN_SECONDS), Some(900));
        assert_eq!(item.text(CLIENT).as_deref(), Some("17"));
        assert_eq!(item.text(PROJECT).as_deref(), Some("p"));
        assert_eq!(item.text(RATE), None);
        assert_eq!(item.day(ENDS), "2026-11-20".parse().ok());
        assert_eq!(item.day(STARTS), None);
        assert_eq!(item.list(ROLES, "role").unwrap(), ["12", "13"]);
        assert!(item.among(ROLES, "role", "12").unwrap()["active"] == true);
        assert!(item.among(ROLES, "role", "14").is_none());
    }
}
