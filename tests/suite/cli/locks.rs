//! What is submitted, approved, billed, on an invoice or posted: exit 4, with what
//! would unlock it. Service by status by field.

use super::Desk;
use super::stocked::{broken, desk, held_there};
use serde_json::json;
use tt::domain::status::Status::{self, Approved, Billed, Open, Submitted};

/// One entry of each profile, as one books it there.
fn booked(profile: &str) -> Desk {
    let desk = desk("");
    let line = match profile {
        "work" => "log 8-9 -p work --ticket 5 x",
        "at" => "log 8-9 -p at --ticket 5 x",
        "mb" => "log 8-9 -p mb --client Acme x",
        "fb" => "log 8-9 -p fb --client Acme x",
        _ => "log 8-9 x",
    };
    desk.tt(line).exits(0);
    desk
}

/// What each command does to an entry in a status: the exit code, the rules, the help.
struct Case {
    profile: &'static str,
    status: Status,
    word: Option<&'static str>,
    locked: bool,
    line: &'static str,
    /// The rule that locks; none where it goes through.
    rule: Option<&'static str>,
    help: &'static str,
}

const RECALL: &str = "tt recall 1";
const ANEW: &str = "book the difference as a new entry";
const APPROVER: &str = "ask the approver to reject it on the service";
const OPENED: &str = "have it opened on ";

const fn case(
    profile: &'static str,
    status: Status,
    word: Option<&'static str>,
    line: &'static str,
    rule: &'static str,
    help: &'static str,
) -> Case {
    Case {
        profile,
        status,
        word,
        locked: false,
        line,
        rule: Some(rule),
        help,
    }
}

/// A case that goes through.
const fn open(
    profile: &'static str,
    status: Status,
    word: Option<&'static str>,
    line: &'static str,
) -> Case {
    Case {
        profile,
        status,
        word,
        locked: false,
        line,
        rule: None,
        help: "",
    }
}

const CASES: &[Case] = &[
    // ConnectWise: the word of the service counts, and one nobody knows locks.
    open("work", Open, Some("Open"), "edit 1 -m y"),
    open("work", Open, Some("ErrorsCorrected"), "edit 1 -m y"),
    open(
        "work",
        Status::Rejected,
        Some("RejectBySecondTier"),
        "edit 1 -m y",
    ),
    case(
        "work",
        Submitted,
        Some("PendingApproval"),
        "edit 1 -m y",
        "connectwise/status-editable",
        RECALL,
    ),
    case(
        "work",
        Submitted,
        Some("PendingApproval"),
        "edit 1 --end 9:30",
        "connectwise/status-editable",
        RECALL,
    ),
    case(
        "work",
        Submitted,
        Some("PendingApproval"),
        "edit 1 --work-type none",
        "connectwise/status-editable",
        RECALL,
    ),
    case(
        "work",
        Submitted,
        Some("PendingApproval"),
        "split 1 --into 2",
        "connectwise/status-editable",
        RECALL,
    ),
    case(
        "work",
        Submitted,
        Some("PendingApproval"),
        "delete 1",
        "tt/status-allows-edit",
        RECALL,
    ),
    case(
        "work",
        Approved,
        Some("ApprovedByTierOne"),
        "edit 1 -m y",
        "connectwise/status-editable",
        APPROVER,
    ),
    case(
        "work",
        Billed,
        Some("WrittenOff"),
        "edit 1 -m y",
        "connectwise/status-editable",
        ANEW,
    ),
    case(
        "work",
        Billed,
        Some("Billed"),
        "delete 1",
        "connectwise/no-delete-billed",
        ANEW,
    ),
    case(
        "work",
        Submitted,
        Some("Frobnicated"),
        "edit 1 -m y",
        "connectwise/status-editable",
        OPENED,
    ),
    open("work", Billed, Some("Billed"), "edit 1 -t tag"),
    // Autotask: what submitting does not freeze may change.
    case(
        "at",
        Submitted,
        None,
        "edit 1 --end 9:30",
        "autotask/frozen-when-submitted",
        RECALL,
    ),
    case(
        "at",
        Submitted,
        None,
        "edit 1 --on yesterday",
        "autotask/frozen-when-submitted",
        RECALL,
    ),
    case(
        "at",
        Submitted,
        None,
        "edit 1 --ticket 6",
        "autotask/frozen-when-submitted",
        RECALL,
    ),
    case(
        "at",
        Submitted,
        None,
        "edit 1 --work-role 12",
        "autotask/frozen-when-submitted",
        RECALL,
    ),
    case(
        "at",
        Submitted,
        None,
        "edit 1 --show-on-invoice no",
        "autotask/frozen-when-submitted",
        RECALL,
    ),
    case(
        "at",
        Submitted,
        None,
        "split 1 --into 2",
        "autotask/frozen-when-submitted",
        RECALL,
    ),
    case(
        "at",
        Submitted,
        None,
        "delete 1",
        "autotask/sheet-status",
        RECALL,
    ),
    open("at", Submitted, None, "edit 1 -m y"),
    open("at", Submitted, None, "edit 1 --internal-note y"),
    open("at", Submitted, None, "edit 1 --work-type 3"),
    open("at", Submitted, None, "edit 1 --no-bill"),
    case(
        "at",
        Approved,
        None,
        "edit 1 -m y",
        "autotask/sheet-status",
        APPROVER,
    ),
    case(
        "at",
        Approved,
        None,
        "delete 1",
        "autotask/sheet-status",
        APPROVER,
    ),
    case(
        "at",
        Billed,
        None,
        "edit 1 -m y",
        "autotask/approved-and-posted",
        ANEW,
    ),
    case(
        "at",
        Billed,
        None,
        "delete 1",
        "autotask/approved-and-posted",
        ANEW,
    ),
    // The others: an invoice ends it.
    open("mb", Open, None, "edit 1 -m y"),
    case(
        "mb",
        Billed,
        None,
        "edit 1 -m y",
        "moneybird/invoiced",
        ANEW,
    ),
    case("mb", Billed, None, "delete 1", "moneybird/invoiced", ANEW),
    case(
        "mb",
        Submitted,
        None,
        "edit 1 -m y",
        "tt/status-allows-edit",
        RECALL,
    ),
    case(
        "mb",
        Approved,
        None,
        "edit 1 -m y",
        "tt/status-allows-edit",
        "tt undo",
    ),
    open("fb", Open, None, "edit 1 -m y"),
    case(
        "fb",
        Billed,
        None,
        "edit 1 --client none",
        "freshbooks/billed",
        ANEW,
    ),
    case("fb", Billed, None, "delete 1", "freshbooks/billed", ANEW),
    case(
        "fb",
        Billed,
        None,
        "split 1 --into 2",
        "freshbooks/billed",
        ANEW,
    ),
];

#[test]
fn each_service_locks_its_own_fields_and_says_what_unlocks_them() {
    for case in CASES {
        let desk = booked(case.profile);
        held_there(&desk, 1, case.status, case.word, case.locked);
        check(&desk, case);
    }
}

#[test]
fn a_record_that_the_service_calls_locked_is() {
    for profile in ["work", "at", "mb", "fb"] {
        for line in ["edit 1 -m y", "delete 1"] {
            let desk = booked(profile);
            held_there(&desk, 1, Open, None, true);
            let error = desk.tt(&format!("{line} --json")).exits(4).json();
            let all = error["error"]["breaches"].as_array().unwrap().clone();
            let opened = |it: &serde_json::Value| it["help"].as_str().unwrap().contains(OPENED);
            assert!(all.iter().any(opened), "{profile} {line}: {error}");
        }
    }
}

fn check(desk: &Desk, case: &Case) {
    let (profile, line) = (case.profile, case.line);
    let before = desk.json("show 1")[0].clone();
    let Some(rule) = case.rule else {
        desk.tt(line).exits(0);
        return;
    };
    let text = desk.tt(line).exits(4).err;
    assert!(
        text.contains(&format!("  rule: {rule}\n")),
        "{profile} {line}: {text}"
    );
    let error = desk.tt(&format!("{line} --json")).exits(4).json();
    assert_eq!(error["error"]["code"], "locked");
    assert!(
        broken(&error).contains(&rule.to_owned()),
        "{profile} {line}: {error}"
    );
    let all = error["error"]["breaches"].as_array().unwrap();
    let found = all.iter().find(|it| it["rule"] == rule).unwrap();
    assert!(
        found["help"].as_str().unwrap().contains(case.help),
        "{profile} {} {line}: {found}",
        case.status
    );
    assert_eq!(
        desk.json("show 1")[0],
        before,
        "{profile} {line}: something was written"
    );
    assert_eq!(desk.json("list").as_array().unwrap().len(), 1);
}

#[test]
fn without_a_service_the_steps_here_lock() {
    let desk = booked("local");
    desk.tt("edit 1 -m before").exits(0);
    desk.tt("submit 1").exits(0);
    for line in ["edit 1 -m y", "delete 1", "split 1 --into 2"] {
        let error = desk.tt(&format!("{line} --json")).exits(4).json();
        assert_eq!(broken(&error), ["tt/status-allows-edit"]);
        assert!(
            error["error"]["help"].as_str().unwrap().contains(RECALL),
            "{error}"
        );
    }
    // Tags are nobody's business but ours.
    desk.tt("edit 1 -t tag").exits(0);
    desk.tt("recall 1").exits(0);
    desk.tt("edit 1 -m y").exits(0);
}

#[test]
fn a_step_on_what_a_service_has_locked_since_is_not_undone() {
    let desk = booked("work");
    desk.tt("edit 1 -m y").exits(0);
    held_there(&desk, 1, Billed, Some("Billed"), false);
    let error = desk.tt("undo --json").exits(4).json();
    assert_eq!(error["error"]["code"], "locked");
    assert!(
        error["error"]["help"].as_str().unwrap().contains(ANEW),
        "{error}"
    );
    assert_eq!(desk.json("show 1")[0]["note"], json!("y"));
}
