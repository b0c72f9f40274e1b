//! The plan against the table: every id is a row, and every row has an id there.

use super::{
    pairs, pairs_autotask, pairs_autotask_billing, pairs_connectwise, pairs_freshbooks,
    pairs_moneybird,
};
use std::collections::BTreeSet;
use tt::domain::status::BackendKind;
use tt::rules::{Scope, Stage, explain, table};

const EVERYWHERE: &[&str] = &[
    "tt/worked-positive",
    "tt/one-day",
    "tt/end-after-start",
    "tt/deduct-within",
    "tt/not-in-future",
    "tt/overlap",
    "tt/long-entry",
    "tt/max-day",
    "tt/increment",
    "tt/note-required",
    "tt/note-min-chars",
    "tt/one-target",
    "tt/clock-needed",
    "tt/late",
    "tt/billable-known",
    "tt/status-allows-edit",
    "tt/transition",
    "tt/reject-reason",
    "tt/no-control-chars",
];

const CONNECTWISE: &[&str] = &[
    "connectwise/charge-to",
    "connectwise/charge-to-type",
    "connectwise/company-for-charge-code",
    "connectwise/member",
    "connectwise/time-start",
    "connectwise/end-or-hours",
    "connectwise/hours-deduct",
    "connectwise/billable-option",
    "connectwise/work-type",
    "connectwise/work-role",
    "connectwise/ticket-takes-time",
    "connectwise/note-required",
    "connectwise/email-cc",
    "connectwise/sheet-open",
    "connectwise/status-editable",
    "connectwise/no-delete-billed",
    "connectwise/status-word",
    "connectwise/billing-decision",
    "connectwise/work-type-billing",
    "connectwise/charge-code-billing",
    "connectwise/type-and-role",
    "connectwise/internal-on-ticket",
    "connectwise/rounding",
];

const AUTOTASK: &[&str] = &[
    "autotask/hours",
    "autotask/start-before-end",
    "autotask/one-parent",
    "autotask/date-or-start",
    "autotask/date-worked",
    "autotask/hours-from-span",
    "autotask/utc-midnight",
    "autotask/sheet-status",
    "autotask/frozen-when-submitted",
    "autotask/approved-and-posted",
    "autotask/delete",
    "autotask/proxy",
    "autotask/impersonator-delete",
    "autotask/ticket-assigned",
    "autotask/task-permission",
    "autotask/project-template",
    "autotask/start-stop-required",
    "autotask/complete-ticket",
    "autotask/complete-task",
    "autotask/summary-notes",
    "autotask/note-length",
    "autotask/rich-text",
    "autotask/role-required",
    "autotask/role-valid",
    "autotask/role-active",
    "autotask/role-assigned",
    "autotask/general-role",
    "autotask/general-code",
    "autotask/time-off-codes",
    "autotask/general-allocation",
    "autotask/general-non-billable",
    "autotask/work-type",
    "autotask/contract-needs-parent",
    "autotask/contract-service",
    "autotask/contract-active",
    "autotask/contract-exclusion",
    "autotask/inherit-on-create",
    "autotask/billing-permission",
    "autotask/invoice-flag",
    "autotask/billing-approval-pair",
    "autotask/rounding",
    "autotask/utc",
    "autotask/no-bill-immediately",
    "autotask/entry-type",
];

const MONEYBIRD: &[&str] = &[
    "moneybird/user",
    "moneybird/start",
    "moneybird/end",
    "moneybird/description",
    "moneybird/full-minutes",
    "moneybird/pause-within",
    "moneybird/contact",
    "moneybird/project",
    "moneybird/detail",
    "moneybird/billable",
    "moneybird/invoiced",
    "moneybird/user-fixed",
    "moneybird/access",
    "moneybird/not-found",
    "moneybird/per-page",
    "moneybird/filter",
    "moneybird/note-todo",
];

const FRESHBOOKS: &[&str] = &[
    "freshbooks/duration",
    "freshbooks/started-at",
    "freshbooks/ids",
    "freshbooks/client",
    "freshbooks/project",
    "freshbooks/service",
    "freshbooks/task",
    "freshbooks/clear",
    "freshbooks/billed",
    "freshbooks/internal",
    "freshbooks/billable",
    "freshbooks/account",
    "freshbooks/errors",
    "freshbooks/logged",
    "freshbooks/retainer",
    "freshbooks/per-page",
    "freshbooks/filter",
];

/// Rows whose pair cannot have one breach alone; each has a test of its own.
const PAIRED_APART: &[(&str, Stage)] = &[
    ("connectwise/end-or-hours", Stage::Log),
    ("moneybird/end", Stage::Log),
];

#[test]
fn every_rule_of_the_plan_is_a_row_and_every_row_is_planned() {
    let planned: BTreeSet<&str> = [EVERYWHERE, CONNECTWISE, AUTOTASK, MONEYBIRD, FRESHBOOKS]
        .into_iter()
        .flatten()
        .copied()
        .collect();
    let rows: BTreeSet<&str> = table::all().map(|rule| rule.id).collect();
    assert_eq!(planned, rows);
}

#[test]
fn every_row_has_a_pair_at_each_of_its_stages() {
    let pairs: BTreeSet<_> = pairs::PAIRS
        .iter()
        .chain(pairs_connectwise::PAIRS)
        .chain(pairs_autotask::PAIRS)
        .chain(pairs_autotask_billing::PAIRS)
        .chain(pairs_moneybird::PAIRS)
        .chain(pairs_freshbooks::PAIRS)
        .map(|pair| (pair.rule, pair.stage))
        .collect();
    let rows: BTreeSet<_> = table::all()
        .filter(|rule| rule.kept_by_type().is_none())
        .flat_map(|rule| rule.stages.iter().map(|stage| (rule.id, stage)))
        .filter(|row| !PAIRED_APART.contains(row))
        .collect();
    assert_eq!(pairs, rows);
}

#[test]
fn ids_are_unique_well_formed_and_of_their_scope() {
    let mut seen = BTreeSet::new();
    for rule in table::all() {
        assert!(seen.insert(rule.id), "{} twice", rule.id);
        let (scope, name) = rule.id.split_once('/').unwrap();
        assert_eq!(scope, rule.scope.word());
        let plain = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(!name.is_empty() && name.chars().all(plain), "{}", rule.id);
        assert!(rule.stages.iter().next().is_some(), "{}", rule.id);
        for covered in rule.covers {
            assert!(table::find(covered).is_some(), "{covered}");
        }
    }
}

#[test]
fn every_row_says_what_is_wrong_what_to_do_and_where_it_comes_from() {
    const ACTIONS: &[&str] = &[
        "add", "approve", "ask", "book", "charge", "check", "choose", "correct", "deduct", "give",
        "hand", "have", "leave", "make", "remove", "say", "set", "take", "wait",
    ];
    for row in explain::rows(None) {
        let id = row.id;
        for text in [&row.message, &row.help, &row.source.to_owned()] {
            assert!(text.trim() == text && text.len() > 5, "{id}: {text:?}");
            assert!(!text.ends_with(['.', '!', ',']), "{id}: {text:?}");
            assert!(!text.contains(['{', '}', '\n']), "{id}: {text:?}");
        }
        let verb = row.help.split(' ').next().unwrap();
        assert!(
            ACTIONS.contains(&verb),
            "{id}: help says to do nothing: {verb}"
        );
    }
}

#[test]
fn the_rows_of_a_service_are_ours_and_its_own() {
    let scopes = |backend| -> BTreeSet<&str> {
        let rows = explain::rows(backend);
        rows.iter().map(|row| row.scope.word()).collect()
    };
    let all = ["tt", "connectwise", "autotask", "moneybird", "freshbooks"];
    assert_eq!(scopes(None), all.into());
    let connectwise = Some(BackendKind::ConnectWise);
    assert_eq!(scopes(connectwise), ["tt", "connectwise"].into());
    let moneybird = Some(BackendKind::Moneybird);
    assert_eq!(scopes(moneybird), ["tt", "moneybird"].into());
    assert_eq!(explain::rows(None).len(), table::all().count());
}

#[test]
fn a_row_in_json_has_the_promised_keys() {
    let rows = explain::rows(None);
    let row = rows.iter().find(|row| row.id == "tt/increment").unwrap();
    assert_eq!(row.stages.to_string(), "LS");
    let json = serde_json::to_value(row).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "id": "tt/increment",
            "scope": "tt",
            "stages": ["log", "submit"],
            "field": "worked_seconds",
            "consequence": "refuse",
            "message": "LENGTH worked is not a multiple of STEP",
            "help": "make it BELOW or ABOVE",
            "source": "[rules] increment",
        })
    );
    let scope = Scope::Backend(BackendKind::ConnectWise);
    assert_eq!(serde_json::to_value(scope).unwrap(), "connectwise");
}
