//! Every key of `config.toml` by its table, and where a misplaced one belongs.

use crate::domain::nearest::nearest;
use crate::domain::status::BackendKind;

pub(super) const TOP: &[&str] = &[
    "default_profile",
    "time",
    "rules",
    "sync",
    "rounding",
    "template",
    "context",
    "profile",
];
/// What `[context]` knows.
pub(super) const CONTEXT: &[&str] = &["branches"];
/// What a folder's file may say time is charged to, one of them at most.
pub(super) const FOLDER_TARGETS: &[&str] = &[
    "ticket",
    "project_ticket",
    "task",
    "activity",
    "charge_code",
];
/// Keys of a folder's file that hold a name or number.
pub(super) const FOLDER_VALUES: &[&str] = &[
    "ticket",
    "project_ticket",
    "task",
    "activity",
    "charge_code",
    "project",
    "client",
    "service",
    "work_type",
    "work_role",
    "agreement",
];
pub(super) const TIME: &[&str] = &[
    "zone",
    "date_order",
    "day_start",
    "day_end",
    "breaks",
    "work_days",
    "week_start",
    "day_target",
    "seconds",
];
pub(super) const RULES: &[&str] = &[
    "note_required",
    "note_min_chars",
    "max_entry",
    "review_entry",
    "max_day",
    "increment",
    "overlap",
    "late_after",
    "block_warn",
];
pub(super) const SYNC: &[&str] = &[
    "quarantine",
    "grace",
    "max_time",
    "pull_days",
    "catalog_max_age",
];
/// What `[template.NAME]` knows: the options of `log` in the spelling of this file.
pub(super) const TEMPLATE: &[&str] = &[
    "time",
    "start",
    "end",
    "for",
    "days",
    "profile",
    "note",
    "internal_note",
    "ticket",
    "project_ticket",
    "task",
    "activity",
    "charge_code",
    "project",
    "client",
    "service",
    "work_type",
    "work_role",
    "billable",
    "agreement",
    "member",
    "tags",
    "deduct",
    "no_clock",
    "note_to",
    "show_on_invoice",
    "offset",
    "agreement_service",
    "agreement_bundle",
    "internal",
    "detail",
];
pub(super) const POLICY: &[&str] = &["step", "direction", "minimum"];
pub(super) const DEFAULTS: &[&str] = &[
    "work_type",
    "work_role",
    "billable",
    "agreement",
    "client",
    "project",
    "service",
];
pub(super) const SETTINGS: &[&str] = &[
    "proxy_time_entry",
    "api_resource",
    "approves",
    "administrator",
    "service_desk_access",
    "can_enter_time_on",
    "may_set_billing",
    "allow_span_midnight",
    "allow_modify_role",
    "prohibit_time_on_complete_tickets",
    "allow_time_on_complete_tickets",
    "allow_time_on_complete_tasks",
    "allow_archived_projects",
    "require_summary_notes_on_tasks",
    "regular_time_codes",
    "rounding_minutes",
];
pub(super) const OAUTH: &[&str] = &["client_id", "client_secret", "redirect_uri"];
pub(super) const SECRET: &[&str] = &["command", "env", "file", "keyring"];

/// Keys of every profile.
const PROFILE: &[&str] = &[
    "backend", "url", "ca_file", "zone", "push", "send", "rounding", "approver", "marker",
    "defaults", "rules",
];

/// Keys of one service's profiles beside those of every profile.
fn own(kind: BackendKind) -> &'static [&'static str] {
    match kind {
        BackendKind::ConnectWise => &[
            "company_id",
            "client_id",
            "public_key",
            "private_key",
            "member",
            "dialect",
            "approval_type",
        ],
        BackendKind::Autotask => &[
            "user",
            "secret",
            "integration_code",
            "resource",
            "impersonate",
            "discovery_url",
            "settings",
        ],
        BackendKind::Moneybird => &["administration", "user", "token", "oauth", "dialect"],
        BackendKind::FreshBooks => &["business", "account", "identity", "token", "oauth"],
        BackendKind::Reference => &[],
    }
}

/// Every key of a folder's file.
pub(super) fn folder() -> Vec<&'static str> {
    let mut keys = vec!["profile"];
    keys.extend(FOLDER_VALUES);
    keys.extend(["billable", "tags", "branches"]);
    keys
}

/// The key that names whose time it is.
pub(super) fn member_key(kind: BackendKind) -> Option<&'static str> {
    match kind {
        BackendKind::ConnectWise => Some("member"),
        BackendKind::Autotask => Some("resource"),
        BackendKind::Moneybird => Some("user"),
        BackendKind::FreshBooks => Some("identity"),
        BackendKind::Reference => None,
    }
}

/// The keys of a profile; of every service while the service is not known.
pub(super) fn profile(kind: Option<BackendKind>) -> Vec<&'static str> {
    let kinds = kind.map_or(BackendKind::CONFIGURABLE.to_vec(), |kind| vec![kind]);
    let mut keys = PROFILE.to_vec();
    for kind in kinds {
        keys.extend(own(kind).iter().filter(|key| !PROFILE.contains(key)));
    }
    keys
}

/// What to say of a key that its table does not have, as a help text.
///
/// In this order: another service has it, another table has it, a key of this table
/// is near, and else the list of what there is.
pub(super) fn advice(table: &str, key: &str, known: &[&str], kind: Option<BackendKind>) -> String {
    if let Some(kind) = kind {
        if OAUTH.contains(&key) && own(kind).contains(&"oauth") && !table.ends_with(".oauth") {
            return format!("it belongs in [{table}.oauth]");
        }
        let owners: Vec<_> = BackendKind::CONFIGURABLE
            .iter()
            .filter(|other| own(**other).contains(&key))
            .map(|other| other.word())
            .collect();
        if !owners.is_empty() {
            let called = BackendKind::CONFIGURABLE
                .iter()
                .any(|other| member_key(*other) == Some(key))
                .then(|| member_key(kind))
                .flatten()
                .map(|own| format!("; here it is called `{own}`"))
                .unwrap_or_default();
            return format!("it is a key of {}{called}", owners.join(" and "));
        }
    }
    let near = nearest(key, known.iter().copied());
    let exact_elsewhere = home_of(table, key);
    match (near, exact_elsewhere) {
        (_, Some(home)) => format!("it belongs in [{home}]"),
        (Some(near), None) => format!("did you mean `{near}`?"),
        (None, None) => format!("keys here: {}", known.join(", ")),
    }
}

/// The table that has this key, seen from another table.
fn home_of(table: &str, key: &str) -> Option<String> {
    let profile = table
        .strip_prefix("profile.")
        .map(|rest| rest.split('.').next().unwrap_or(rest));
    if let Some(name) = profile {
        for (keys, part) in [
            (DEFAULTS, "defaults"),
            (RULES, "rules"),
            (SETTINGS, "settings"),
            (OAUTH, "oauth"),
        ] {
            if keys.contains(&key) {
                return Some(format!("profile.{name}.{part}"));
            }
        }
        if self::profile(None).contains(&key) {
            return Some(format!("profile.{name}"));
        }
    }
    let home = [(TIME, "time"), (RULES, "rules"), (SYNC, "sync")]
        .into_iter()
        .find(|(keys, _)| keys.contains(&key))
        .map(|(_, home)| home);
    match home {
        Some(home) => Some(home.to_owned()),
        None if profile.is_none() && POLICY.contains(&key) => Some("rounding.NAME".to_owned()),
        None if profile.is_none() && self::profile(None).contains(&key) => {
            Some("profile.NAME".to_owned())
        }
        None => None,
    }
    .filter(|home| home != table)
}
