//! Contracts: what needs one, which one it is in the end, and what it leaves out.

use super::super::lookup::{Seen, find, identity};
use super::super::references::in_use;
use super::super::{Answer, Change, Finding, Subject};
use super::codes::named;
use super::{
    Asked, contract, has_parent, inherited, is_create, is_general, parent, parent_name, roles,
    tenant,
};
use crate::domain::catalog::{CatalogKind, names};
use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::entry::AdjustedTo;
use crate::domain::given::Slot;
use crate::domain::status::Billable;
use crate::rules::facts::FactError;

/// A contract goes with a ticket or a task.
pub(crate) fn needs_parent(of: &Subject<'_>) -> Asked {
    let good = of.content.agreement.is_none() || !is_general(of);
    Answer::unless(good, Finding::default)
}

/// A service or a bundle of a contract, never both.
pub(crate) fn service(of: &Subject<'_>) -> Asked {
    let extra = &of.content.extra;
    let (service, bundle) = (&extra.agreement_service, &extra.agreement_bundle);
    if service.is_some() && bundle.is_some() {
        return Ok(Finding::default()
            .at("extra.agreement_bundle")
            .saying(
                "an entry has a service of its contract or a bundle, not both",
                "leave --agreement-service or --agreement-bundle out",
            )
            .into());
    }
    let given = service.is_some() || bundle.is_some();
    if !given || of.content.agreement.is_some() {
        return Ok(Answer::Good);
    }
    let parent = parent(of)?;
    if parent.is_none() && has_parent(of) && is_create(of) {
        // It may have one.
        return Ok(Answer::Unknown);
    }
    Answer::unless(contract(of, parent.as_ref()).is_some(), Finding::default)
}

/// The contract given is in force on that day, for the account or the one above it.
pub(crate) fn active(of: &Subject<'_>) -> Asked {
    let Some(given) = of.content.agreement.as_ref().filter(|_| has_parent(of)) else {
        return Ok(Answer::Good);
    };
    let date = of.content.date;
    let answer = in_use(of, CatalogKind::Agreements, given, |item| {
        let early = item.day(names::STARTS).filter(|starts| date < *starts);
        let late = item.day(names::ENDS).filter(|ends| date > *ends);
        let problem = match (early, late) {
            (Some(starts), _) => format!("begins on {starts} only"),
            (_, Some(ends)) => format!("ended on {ends}"),
            _ => return None,
        };
        Some(Finding::default().with("problem", problem))
    })?;
    if !matches!(answer, Answer::Good) {
        return Ok(answer);
    }
    let contract = find(of, CatalogKind::Agreements, given)?;
    let parent = parent(of)?;
    let client = |seen: &Option<Seen>| seen.as_ref()?.item.text(names::CLIENT);
    let (Some(theirs), Some(account)) = (client(&contract), client(&parent)) else {
        return Ok(Answer::Unknown);
    };
    if theirs == account {
        return Ok(Answer::Good);
    }
    let account = find(of, CatalogKind::Clients, &Reference::known(&account, None))?;
    let Some(account) = account else {
        return Ok(Answer::Unknown);
    };
    let above = account.item.text(names::PARENT);
    Answer::unless(above.as_deref() == Some(theirs.as_str()), || {
        Finding::default()
            .with("name", given)
            .with("problem", format!("is not one of {}", account.item.name))
            .stale(account.stale || contract.is_some_and(|seen| seen.stale))
    })
}

/// What of the entry a contract leaves out, in words.
fn excluded(
    of: &Subject<'_>,
    contract: &Seen,
    parent: Option<&Seen>,
) -> Result<Option<String>, FactError> {
    let lists = |name: &str, part: &str, id: &Option<String>| {
        let all = contract.item.list(name, part).unwrap_or_default();
        id.as_ref().is_some_and(|id| all.contains(id))
    };
    let role = roles::effective(of)?;
    if lists(names::EXCLUDED_ROLES, "role", &role) {
        return Ok(role.map(|role| format!("role {role}")));
    }
    let work_type = match &of.content.work_type {
        Some(given) => identity(of, CatalogKind::WorkTypes, given)?,
        None if of.content.given.is_none(Slot::WorkType) => None,
        None => inherited(parent.filter(|_| is_create(of)), names::WORK_TYPE).and_then(|it| it.id),
    };
    if lists(names::EXCLUDED_WORK_TYPES, "work_type", &work_type) {
        return Ok(work_type.map(|work_type| format!("work type {work_type}")));
    }
    let issue = parent.and_then(|parent| parent.item.text(names::SUB_ISSUE));
    if lists(names::EXCLUDED_SUB_ISSUES, "sub_issue", &issue) {
        return Ok(issue.map(|issue| format!("sub-issue type {issue}")));
    }
    Ok(None)
}

/// Whether the contract of the parent becomes that of the entry, where none is given.
fn inherits_contract(of: &Subject<'_>) -> bool {
    is_create(of) && !of.content.given.is_none(Slot::Agreement)
}

/// A contract that leaves out the role, the work type or the sub-issue type gives way to another.
pub(crate) fn exclusion(of: &Subject<'_>) -> Asked {
    if !has_parent(of) {
        return Ok(Answer::Good);
    }
    let parent = parent(of)?;
    let Some(given) = contract(of, parent.as_ref()) else {
        // Where the parent is not known, it may have one.
        let none = parent.is_some() || !inherits_contract(of);
        return Ok(if none { Answer::Good } else { Answer::Unknown });
    };
    let Some(seen) = find(of, CatalogKind::Agreements, &given)? else {
        return Ok(Answer::Unknown);
    };
    let Some(what) = excluded(of, &seen, parent.as_ref())? else {
        return Ok(Answer::Good);
    };
    let instead = inherited(Some(&seen), names::EXCLUSION_AGREEMENT);
    let using = match &instead {
        Some(instead) => format!("using {instead}"),
        None => "using none".to_owned(),
    };
    // Left out it would be the parent's again: the service is sent the contract, and takes it away.
    let value = instead.clone().map(AdjustedTo::Thing);
    let mut change = Change::of("agreement", instead.map(|it| it.to_string()))
        .from(&given)
        .with("name", &given)
        .with("what", what)
        .with("using", using);
    if let Some(value) = value.filter(|_| tenant(of).may_set_billing) {
        change = change.value(value);
    }
    Ok(change.into())
}

/// What is left out on create comes from the ticket or task.
pub(crate) fn inheritance(of: &Subject<'_>) -> Asked {
    if !has_parent(of) || !is_create(of) {
        return Ok(Answer::Good);
    }
    let content = of.content;
    // What shall have none is left out here as well, and taken away there afterwards.
    let given = |slot, value: &Option<Reference>| value.is_some() || content.given.is_none(slot);
    let Some(parent) = parent(of)? else {
        let all = given(Slot::WorkType, &content.work_type)
            && given(Slot::Agreement, &content.agreement)
            && content.billable != Billable::NoDefault
            && content.extra.show_on_invoice.is_some();
        return Ok(if all { Answer::Good } else { Answer::Unknown });
    };
    // Who may not set the billing may not send these either; the service takes them over itself.
    let may = tenant(of).may_set_billing;
    let whose = parent_name(of);
    let change = |field, word: &'static str, to: String, value: AdjustedTo| {
        let change = Change::of(field, Some(to.clone()))
            .with("field", word)
            .with("to", to)
            .with("whose", &whose);
        if may { change.value(value) } else { change }
    };
    let mut changes = Vec::new();
    for (slot, word, value, name, kind) in [
        (
            Slot::WorkType,
            "work type",
            &content.work_type,
            names::WORK_TYPE,
            CatalogKind::WorkTypes,
        ),
        (
            Slot::Agreement,
            "contract",
            &content.agreement,
            names::AGREEMENT,
            CatalogKind::Agreements,
        ),
    ] {
        if !given(slot, value)
            && let Some(theirs) = inherited(Some(&parent), name)
        {
            let to = named(of, kind, &theirs);
            changes.push(change(slot.word(), word, to, AdjustedTo::Thing(theirs)));
        }
    }
    if content.billable == Billable::NoDefault
        && let Some(theirs) = super::lookup::billing(&parent.item)
    {
        let to = theirs.word().to_owned();
        changes.push(change(
            "billable",
            "billing",
            to,
            AdjustedTo::Billable(theirs),
        ));
    }
    // A billable option that is given says both.
    if shown(content).is_none()
        && let Some(shown) = parent.item.flag(names::SHOW_ON_INVOICE)
    {
        let to = if shown { "yes" } else { "no" }.to_owned();
        let value = AdjustedTo::Flag(shown);
        changes.push(change(
            "extra.show_on_invoice",
            "show on invoice",
            to,
            value,
        ));
    }
    Ok(if changes.is_empty() {
        Answer::Good
    } else {
        Answer::Adjust(changes)
    })
}

/// Whether it shall show on the invoice: as said, or as the billable option says with it.
fn shown(content: &Content) -> Option<bool> {
    content.extra.show_on_invoice.or(match content.billable {
        Billable::Billable | Billable::NoCharge => Some(true),
        Billable::DoNotBill => Some(false),
        Billable::NoDefault => None,
    })
}

/// Flat rates and recurring services have their own lines on the invoice.
pub(crate) fn invoice_flag(of: &Subject<'_>) -> Asked {
    if !has_parent(of) {
        return Ok(Answer::Good);
    }
    let parent = parent(of)?;
    // What ticket and contract agree on between themselves is theirs.
    let theirs = || {
        let may = is_create(of) && of.content.agreement.is_some();
        let parent = parent.as_ref().filter(|_| may)?;
        parent.item.flag(names::SHOW_ON_INVOICE)
    };
    if shown(of.content).or_else(theirs) != Some(true) {
        return Ok(Answer::Good);
    }
    let Some(given) = contract(of, parent.as_ref()) else {
        let none = parent.is_some() || !inherits_contract(of);
        return Ok(if none { Answer::Good } else { Answer::Unknown });
    };
    let seen = find(of, CatalogKind::Agreements, &given)?;
    let Some((word, stale)) =
        seen.and_then(|seen| Some((seen.item.text(names::AGREEMENT_TYPE)?, seen.stale)))
    else {
        return Ok(Answer::Unknown);
    };
    Answer::unless(
        !["flat-rate", "recurring-service"].contains(&word.as_str()),
        || {
            Finding::default()
                .with("name", &given)
                .with("type", word.replace('-', " "))
                .stale(stale)
        },
    )
}
