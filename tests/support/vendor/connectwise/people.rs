//! Who may decide on whose time, and three weeks of work by everybody.
//!
//! schema: `Member.timeApprover`, `Member.securityRole`, `Member.adminFlag`, two tiers of
//! approval and billing. seen: 403 `Security` without the permission. That the security
//! role's name carries the permission is this stand-in's.

use serde_json::{Value, json};

use super::seed::members::{BILLING, FIRST_TIER, SECOND_TIER};
use super::state::World;
use super::{entries, times};

/// One kind of decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Approves what was submitted, of those who name them as their approver.
    FirstTier,
    /// Approves what the first tier approved.
    SecondTier,
    /// Makes it ready to bill.
    Billing,
}

impl Right {
    /// The right that an `approvalType` asks for; none for words that approve no time.
    pub fn of(approval_type: &str) -> Option<Self> {
        match approval_type {
            "Tier1Update" => Some(Self::FirstTier),
            "Tier2Update" => Some(Self::SecondTier),
            "Billing" => Some(Self::Billing),
            _ => None,
        }
    }
}

/// Whether these keys carry that right; administrators and whoever an option names have all.
pub fn has(world: &World, caller: &str, right: Right) -> bool {
    if decides_everything(world, caller) {
        return true;
    }
    let row = world.row("members", world.caller(caller));
    let role = row.map_or("", |m| {
        m["securityRole"]["name"].as_str().unwrap_or_default()
    });
    role == match right {
        Right::FirstTier => FIRST_TIER,
        Right::SecondTier => SECOND_TIER,
        Right::Billing => BILLING,
    }
}

/// Whether these keys carry any such right.
pub fn decides(world: &World, caller: &str) -> bool {
    [Right::FirstTier, Right::SecondTier, Right::Billing]
        .iter()
        .any(|right| has(world, caller, *right))
}

/// Whether the first decision on this member's time is theirs.
pub fn approves(world: &World, caller: &str, member: i64) -> bool {
    let own = world.row("members", member);
    let named = own.is_some_and(|m| m["timeApprover"]["id"] == world.caller(caller));
    decides_everything(world, caller) || (named && has(world, caller, Right::FirstTier))
}

/// Whether they may send this member's time back.
pub fn may_reject(world: &World, caller: &str, member: i64) -> bool {
    approves(world, caller, member) || has(world, caller, Right::SecondTier)
}

fn decides_everything(world: &World, caller: &str) -> bool {
    let row = world.row("members", world.caller(caller));
    row.is_some_and(|m| m["adminFlag"] == true)
        || world.options.approvers.iter().any(|one| one == caller)
}

/// A week of somebody: the member, how many weeks ago, days worked, and how it stands in
/// the words of the published interface.
const WEEKS: [(i64, i64, i64, &str); 13] = [
    (123, 2, 5, "ApprovedByTierTwo"),
    (124, 2, 5, "ReadyToBill"),
    (125, 2, 5, "Billed"),
    (126, 2, 4, "ApprovedByTierTwo"),
    (127, 2, 5, "ApprovedByTierOne"),
    (128, 2, 2, "Billed"),
    (124, 1, 5, "PendingApproval"),
    (125, 1, 4, "Rejected"),
    (126, 1, 3, "Open"),
    (127, 1, 5, "ApprovedByTierOne"),
    (124, 0, 2, "Open"),
    (125, 0, 1, "Open"),
    (127, 0, 1, "PendingApproval"),
];

/// The last three periods, this one included: technicians who have submitted, who have
/// not, who were sent back, and who have nothing (jdoe since two weeks, oldhand since he
/// left). Nothing lies after today. A run of days is eight hours each.
pub fn work(world: &mut World) {
    let today = world.now().div_euclid(86_400) * 86_400;
    for (member, weeks, days, status) in WEEKS {
        let Some(first) = first_day(world, today - weeks * 7 * 86_400) else {
            continue;
        };
        for nr in 0..days {
            // From the third day of a Saturday's week on, which is its Monday.
            let day = if weeks == 0 {
                first + nr * 86_400
            } else {
                workday(first, nr)
            };
            if day <= today {
                book(world, member, day, nr, status);
            }
        }
    }
}

fn first_day(world: &World, day: i64) -> Option<i64> {
    let period = world.period_of(day + 43_200)?;
    Some(period.first.and_hms_opt(0, 0, 0)?.and_utc().timestamp())
}

/// The `nr`th weekday on or after a day.
fn workday(first: i64, nr: i64) -> i64 {
    // Day 0 of the epoch was a Thursday; Saturday and Sunday are 2 and 3 after it.
    let mut days = (0..).map(|i| first + i * 86_400);
    let mut work = days
        .by_ref()
        .filter(|day| ![2, 3].contains(&(day.div_euclid(86_400).rem_euclid(7))));
    usize::try_from(nr)
        .ok()
        .and_then(|nr| work.nth(nr))
        .unwrap_or(first)
}

fn book(world: &mut World, member: i64, day: i64, nr: i64, status: &str) {
    const NOTES: [&str; 4] = [
        "Morning round",
        "Worked the queue",
        "On site",
        "Follow-up calls",
    ];
    let documented = world.options.documented();
    // In the documented examples entries stay open while their sheet is with the approver.
    let (of_entry, of_sheet) = match (documented, status) {
        (false, word) => (word, word),
        (true, "PendingApproval") => ("Open", "Submitted"),
        (true, "Open" | "Rejected") => (status, status),
        (true, "Billed") => ("Billed", "Approved"),
        (true, _) => ("Approved", "Approved"),
    };
    let ticket = [54344, 54347, 54349, 54350][usize::try_from((nr + member) % 4).unwrap_or(0)];
    let (start, end) = (day + 8 * 3600, day + 16 * 3600);
    let id = entries::plant(
        world,
        &json!({
            "chargeToId": ticket, "chargeToType": "ServiceTicket", "member": {"id": member},
            "timeStart": times::wire(start), "timeEnd": times::wire(end),
            "workType": {"id": 5}, "status": of_entry, "billableOption": "Billable",
            "notes": NOTES[usize::try_from(nr % 4).unwrap_or(0)],
        }),
    );
    let sheet = world.entries[&id]["timeSheet"]["id"]
        .as_i64()
        .unwrap_or_default();
    if let Some(sheet) = world.sheets.get_mut(&sheet) {
        sheet["status"] = Value::from(of_sheet);
    }
}
