//! ConnectWise's rules as the fake of it has them, asked about an entry of ours.
//!
//! Puts the entry and the catalog into the service's own words and asks
//! [`rules`]; says which of our names goes with which of its rules.

use super::everywhere::changes;
use super::{Company, Ends, Oracle, Proposal, RuleId};
use crate::support::vendor::connectwise::rules::advice::{self, Decider};
use crate::support::vendor::connectwise::rules::{self, Case, Stage as Asked};
use crate::support::vendor::connectwise::state::World;
use crate::support::vendor::connectwise::{Options, times};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use tt::domain::catalog::{CatalogItem, CatalogKind};
use tt::domain::charge::{Reference, TargetKind};
use tt::domain::content::Content;
use tt::domain::status::{Billable, Status};
use tt::rules::{Stage, names};

/// The rules of ConnectWise.
#[derive(Debug)]
pub struct ConnectWise;

const RULES: &[(RuleId, Ends)] = &[
    ("connectwise/charge-to", Ends::Refuse),
    ("connectwise/charge-to-type", Ends::Refuse),
    ("connectwise/company-for-charge-code", Ends::Refuse),
    ("connectwise/member", Ends::Refuse),
    ("connectwise/time-start", Ends::Refuse),
    ("connectwise/end-or-hours", Ends::Refuse),
    ("connectwise/hours-deduct", Ends::Refuse),
    ("connectwise/billable-option", Ends::Never),
    ("connectwise/work-type", Ends::Refuse),
    ("connectwise/work-role", Ends::Refuse),
    ("connectwise/ticket-takes-time", Ends::Refuse),
    ("connectwise/note-required", Ends::Refuse),
    ("connectwise/email-cc", Ends::Refuse),
    ("connectwise/sheet-open", Ends::Lock),
    ("connectwise/status-editable", Ends::Lock),
    ("connectwise/no-delete-billed", Ends::Lock),
    ("connectwise/status-word", Ends::Refuse),
    ("connectwise/billing-decision", Ends::Adjust),
    ("connectwise/work-type-billing", Ends::Warn),
    ("connectwise/charge-code-billing", Ends::Warn),
    ("connectwise/type-and-role", Ends::Warn),
    ("connectwise/internal-on-ticket", Ends::Warn),
    ("connectwise/rounding", Ends::Adjust),
];

/// Those that are answered by the catalog: old data holds instead of refusing.
pub const BY_CATALOG: &[RuleId] = &[
    "connectwise/end-or-hours",
    "connectwise/work-type",
    "connectwise/work-role",
    "connectwise/ticket-takes-time",
    "connectwise/note-required",
];

/// The service's rule, ours, and the stages at which ours is asked.
const SAME: &[(&str, RuleId, &str)] = &[
    ("charge-to-or-company", "connectwise/charge-to", "LP"),
    ("charge-to-type", "connectwise/charge-to-type", "L"),
    (
        "charge-code-company",
        "connectwise/company-for-charge-code",
        "L",
    ),
    ("member-required", "connectwise/member", "P"),
    ("start-required", "connectwise/time-start", "L"),
    ("end-or-hours", "connectwise/end-or-hours", "L"),
    ("start-and-end", "connectwise/end-or-hours", "L"),
    ("deduct-within", "connectwise/hours-deduct", "L"),
    ("billable-option", "connectwise/billable-option", "LU"),
    ("work-type", "connectwise/work-type", "LP"),
    ("work-type-hours", "connectwise/work-type", "LP"),
    ("work-role", "connectwise/work-role", "LP"),
    ("ticket-takes-time", "connectwise/ticket-takes-time", "LP"),
    (
        "charge-code-takes-time",
        "connectwise/ticket-takes-time",
        "LP",
    ),
    ("company-allowed", "connectwise/ticket-takes-time", "LP"),
    ("note-required", "connectwise/note-required", "LS"),
    ("email-cc", "connectwise/email-cc", "LP"),
    ("sheet-locked", "connectwise/sheet-open", "LUD"),
    ("status-locked", "connectwise/status-editable", "U"),
    ("delete-billed", "connectwise/no-delete-billed", "D"),
    ("work-type-billing", "connectwise/work-type-billing", "L"),
    (
        "charge-code-billing",
        "connectwise/charge-code-billing",
        "L",
    ),
    ("type-and-role", "connectwise/type-and-role", "LS"),
    ("internal-on-ticket", "connectwise/internal-on-ticket", "L"),
];

impl Oracle for ConnectWise {
    fn rules(&self) -> &'static [(RuleId, Ends)] {
        RULES
    }

    fn breaches(&self, asked: &Proposal, company: &Company) -> BTreeSet<RuleId> {
        with_case(asked, company, |case| {
            let refused = rules::refusals(case);
            let refused = refused.iter().map(|refusal| refusal.rule);
            let advice = advice::ADVICE.iter().filter(|(_, says)| says(case));
            let mut broken = BTreeSet::new();
            for name in refused.chain(advice.map(|(name, _)| *name)) {
                let same = SAME.iter().find(|(theirs, ..)| *theirs == name);
                if let Some((_, ours, _)) = same.filter(|(.., letters)| asked.at(letters)) {
                    broken.insert(*ours);
                }
            }
            // doc: "chargeToId required", whatever else there is.
            let is_alone = asked.content.target.is_none() && asked.content.client.is_some();
            if asked.at("LP") && asked.profile.documented && is_alone {
                broken.insert("connectwise/charge-to");
            }
            if asked.at("A") && sets_another_word(asked) {
                broken.insert("connectwise/status-word");
            }
            broken
        })
    }

    fn adjusts(&self, asked: &Proposal, company: &Company) -> BTreeSet<RuleId> {
        let mut adjusts = BTreeSet::new();
        let worked = asked.worked();
        let (rounds, decided) = with_case(asked, company, |case| {
            let left_open = asked.content.billable == Billable::NoDefault;
            let decided = left_open && decision(case, asked, company).is_some();
            (advice::rounded(case, worked).1 != worked, decided)
        });
        if rounds && worked > 0 && asked.at("LP") {
            adjusts.insert("connectwise/rounding");
        }
        if decided && asked.at("L") {
            adjusts.insert("connectwise/billing-decision");
        }
        adjusts
    }
}

/// Whether a decision would need a status that nobody sets there by hand.
fn sets_another_word(asked: &Proposal) -> bool {
    asked.step.as_ref().is_some_and(|(to, _)| {
        let word = match to {
            Status::Open => "Open",
            Status::Rejected => "Rejected",
            Status::Submitted => "Submitted",
            Status::Approved => "Approved",
            Status::Billed => "Billed",
        };
        !rules::is_settable(word)
    })
}

/// Who decides how this is billed, and how; none where somebody who is asked is not known.
pub fn billing(asked: &Proposal, company: &Company) -> Option<(Decider, Billable)> {
    with_case(asked, company, |case| decision(case, asked, company))
}

fn decision(case: &Case<'_>, asked: &Proposal, company: &Company) -> Option<(Decider, Billable)> {
    let content = &asked.content;
    if content.billable == Billable::NoDefault && !asks_only_the_known(content, company) {
        return None;
    }
    let (by, word) = advice::decide(case)?;
    let option = Billable::ALL.iter().find(|it| option(**it) == word)?;
    Some((by, *option))
}

/// Whether the ticket and the agreement that have a say are in the catalog.
fn asks_only_the_known(content: &Content, company: &Company) -> bool {
    let target = content.target.as_ref();
    let kind = target.and_then(|target| match target.kind {
        TargetKind::Ticket => Some(CatalogKind::Tickets),
        TargetKind::ProjectTicket => Some(CatalogKind::ProjectTickets),
        _ => None,
    });
    let ticket = kind
        .zip(target)
        .map(|(kind, target)| company.find(kind, &target.at));
    let Some(ticket) = ticket else {
        return content
            .agreement
            .as_ref()
            .is_none_or(|it| company.find(CatalogKind::Agreements, it).is_some());
    };
    let Some(ticket) = ticket else {
        return false;
    };
    if matches!(ticket.text(names::BILLABLE).as_deref(), Some(word) if word != "no-default") {
        return true;
    }
    let of_ticket = ticket
        .text(names::AGREEMENT)
        .map(|id| Reference::known(&id, None));
    content
        .agreement
        .clone()
        .or(of_ticket)
        .is_none_or(|it| company.find(CatalogKind::Agreements, &it).is_some())
}

/// Whether the service itself turns away a create that breaks this rule of ours.
pub fn refused_there(id: &str) -> bool {
    let theirs = |name: &str| rules::RULES.iter().any(|(rule, _)| *rule == name);
    SAME.iter()
        .any(|(name, ours, _)| *ours == id && theirs(name))
}

/// The service's word for a billable option.
pub fn option(billable: Billable) -> &'static str {
    match billable {
        Billable::Billable => "Billable",
        Billable::DoNotBill => "DoNotBill",
        Billable::NoCharge => "NoCharge",
        Billable::NoDefault => "NoDefault",
    }
}

/// A word of the service that stands for ours.
fn status(status: Status) -> &'static str {
    match status {
        Status::Open => "Open",
        Status::Rejected => "Rejected",
        Status::Submitted => "PendingApproval",
        Status::Approved => "ApprovedByTierOne",
        Status::Billed => "Billed",
    }
}

fn with_case<T>(asked: &Proposal, company: &Company, look: impl FnOnce(&Case<'_>) -> T) -> T {
    let options = Options {
        now: Some(asked.now),
        // Amsterdam in winter.
        zone_offset_minutes: 60,
        member_required: true,
        ..Options::default()
    };
    let mut world = World::with(options, catalog(company));
    let member = asked.profile.member.as_deref().unwrap_or_default();
    // Nobody is whoever has the keys.
    let member = member.parse().unwrap_or_else(|_| world.caller("jdoe"));
    // What the service does not hold is on none of its sheets.
    let on_sheet = asked.stage != Stage::Delete || asked.seen.is_some();
    if let (true, Some(sheet), Some(start)) = (on_sheet, company.sheet, asked.content.start) {
        let id = world.open_sheet(member, start)["id"].as_i64().unwrap_or(0);
        if let Some(row) = world.sheets.get_mut(&id) {
            row["member"] = json!({"id": member});
            row["status"] = json!(status(sheet));
        }
    }
    let body = body(&asked.content, asked, company);
    let touched = asked.stage == Stage::Delete || changes(asked);
    let before = asked.before.as_ref().map(|entry| {
        // A rule is asked of the whole entry, not only of what is new in it.
        let mut before = self::body(&entry.content, asked, company);
        before.retain(|key, _| ["timeStart", "member"].contains(&key.as_str()));
        let word = asked
            .seen
            .as_ref()
            .and_then(|seen| seen.status_word.as_deref());
        before.insert(
            "status".to_owned(),
            json!(word.filter(|_| touched).unwrap_or("Open")),
        );
        Value::Object(before)
    });
    let stage = match asked.stage {
        Stage::Update => Asked::Patch,
        Stage::Delete => Asked::Delete,
        _ => Asked::Create,
    };
    look(&Case {
        world: &world,
        asked: &body,
        before: before
            .as_ref()
            .filter(|_| matches!(stage, Asked::Patch | Asked::Delete)),
        stage,
        caller: "jdoe",
    })
}

fn number(id: &str) -> Value {
    id.parse::<i64>().map_or(json!(-1), Value::from)
}

/// The identity of a thing: the catalog's, else the digits typed; one that nothing has otherwise.
fn named(kind: CatalogKind, of: &Reference, company: &Company) -> Value {
    let found = company.find(kind, of).map(|item| item.id.as_str());
    number(found.or_else(|| of.number()).unwrap_or("-1"))
}

/// An entry as a request of the service has it.
pub fn body(content: &Content, asked: &Proposal, company: &Company) -> Map<String, Value> {
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
    let id = |kind, of: &Reference| json!({"id": named(kind, of, company)});
    if let Some(target) = &content.target {
        let (word, kind) = match target.kind {
            TargetKind::Ticket => ("ServiceTicket", CatalogKind::Tickets),
            TargetKind::ProjectTicket => ("ProjectTicket", CatalogKind::ProjectTickets),
            TargetKind::Task => ("ProjectTask", CatalogKind::Tasks),
            TargetKind::Activity => ("Activity", CatalogKind::Activities),
            TargetKind::ChargeCode => ("ChargeCode", CatalogKind::ChargeCodes),
        };
        put("chargeToType", json!(word));
        put("chargeToId", named(kind, &target.at, company));
    }
    let references = [
        ("company", CatalogKind::Clients, &content.client),
        ("workType", CatalogKind::WorkTypes, &content.work_type),
        ("workRole", CatalogKind::WorkRoles, &content.work_role),
        ("agreement", CatalogKind::Agreements, &content.agreement),
    ];
    for (key, kind, of) in references {
        if let Some(of) = of {
            put(key, id(kind, of));
        }
    }
    let own = asked.profile.member.as_deref().map(Reference::typed);
    if let Some(member) = content.member.clone().or(own) {
        put("member", id(CatalogKind::Members, &member));
    }
    let deducted = content.deducted(asked.now);
    match (content.start, content.end) {
        (Some(start), Some(end)) => {
            put("timeStart", json!(times::wire(start)));
            put("timeEnd", json!(times::wire(end)));
        }
        _ => {
            put(
                "actualHours",
                times::hours_of(content.worked(asked.now), None),
            );
        }
    }
    if deducted != 0 {
        put("hoursDeduct", times::hours_of(deducted, None));
    }
    put("billableOption", json!(option(content.billable)));
    if let Some(note) = &content.note {
        put("notes", json!(note));
    }
    if !asked.mailing.cc.is_empty() {
        put("emailCc", json!(asked.mailing.cc.join(";")));
    }
    out
}

/// Lists by name.
pub type Rows = std::collections::BTreeMap<&'static str, Vec<Value>>;

/// The company as the service's lists have it.
pub fn catalog(company: &Company) -> Rows {
    let mut rows = Rows::from([("timeExpense", vec![json!({"id": 1})])]);
    for item in &company.items {
        let (list, row) = row(item);
        if list == "timeExpense" {
            rows.insert(list, vec![row]);
        } else {
            rows.entry(list).or_default().push(row);
        }
    }
    rows
}

fn row(item: &CatalogItem) -> (&'static str, Value) {
    let id = number(&item.id);
    let refers = |name: &str| {
        item.text(name)
            .map_or(Value::Null, |id| json!({"id": number(&id)}))
    };
    let hours = |name: &str| {
        item.seconds(name)
            .map_or(Value::Null, |seconds| times::hours_of(seconds, None))
    };
    let bill = item
        .text(names::BILLABLE)
        .and_then(|word| Billable::from_word(&word))
        .map_or(Value::Null, |it| json!(option(it)));
    let shut = item.flag(names::TAKES_TIME) == Some(false);
    let mut row =
        json!({"id": id, "name": item.name, "inactiveFlag": !item.active, "billTime": bill});
    let list = match item.kind {
        CatalogKind::Tickets | CatalogKind::ProjectTickets => {
            // Two of the reasons why a ticket takes no time: its board and its status.
            let of_board = item.kind == CatalogKind::ProjectTickets || item.id.ends_with('2');
            row["status"] = json!({"id": if shut && !of_board { 9 } else { 1 }});
            row["board"] = json!({"id": if shut && of_board { 2 } else { 1 }});
            row["company"] = refers(names::CLIENT);
            row["agreement"] = refers(names::AGREEMENT);
            row["project"] = refers(names::PROJECT);
            match item.kind {
                CatalogKind::Tickets => "serviceTickets",
                _ => "projectTickets",
            }
        }
        CatalogKind::Projects => {
            row["status"] = json!({"id": if shut { 2 } else { 1 }});
            "projects"
        }
        CatalogKind::Activities => "activities",
        CatalogKind::Clients => "companies",
        CatalogKind::Agreements => "agreements",
        CatalogKind::WorkTypes => {
            row["hoursMin"] = hours(names::MIN_SECONDS);
            row["hoursMax"] = hours(names::MAX_SECONDS);
            row["roundBillHoursTo"] = hours(names::ROUND_SECONDS);
            "workTypes"
        }
        CatalogKind::WorkRoles => "workRoles",
        CatalogKind::ChargeCodes => {
            row["timeEntryFlag"] = json!(!shut);
            "chargeCodes"
        }
        CatalogKind::Members => {
            let flag = |name: &str| item.flag(name).map_or(Value::Null, Value::from);
            row["requireStartAndEndTimeOnTimeEntryFlag"] = flag(names::NEEDS_BOTH_TIMES);
            row["enterTimeAgainstCompanyFlag"] = flag(names::ENTERS_ON_CLIENT);
            "members"
        }
        CatalogKind::Tenant => {
            row["requireTimeNoteFlag"] = json!(item.flag(names::NOTE_REQUIRED) == Some(true));
            row["roundingFactor"] = hours(names::ROUND_SECONDS);
            "timeExpense"
        }
        CatalogKind::Tasks | CatalogKind::Services => "elsewhere",
    };
    (list, row)
}
