//! Rules on what time is charged to, whose it is and how it is billed.

use super::wording::{field, list};
use super::{Answer, Finding, Subject, lookup};
use crate::domain::charge::TargetKind;
use crate::domain::status::{BackendKind, Billable};
use crate::rules::facts::FactError;
use crate::rules::matrix;

type Asked = Result<Answer, FactError>;

pub(crate) fn one_target(of: &Subject<'_>) -> Asked {
    let Some(backend) = of.backend() else {
        return Ok(Answer::Good);
    };
    let content = of.content;
    let mut unknown: Vec<Finding> = Vec::new();
    if let Some(target) = &content.target
        && !matrix::takes_target(backend, target.kind)
    {
        let finding = Finding::default()
            .with("kind", target.kind.word().replace('-', " "))
            .with("option", target.kind);
        unknown.push(finding.at("charge_to"));
    }
    let beside = [
        ("client", &content.client),
        ("project", &content.project),
        ("service", &content.service),
        ("task", &content.task),
    ];
    for (name, given) in beside {
        if given.is_some() && !matrix::takes_beside(backend, name) {
            let finding = Finding::default().with("kind", name).with("option", name);
            unknown.push(finding.at(name));
        }
    }
    let title = backend.title();
    // What is stored was not typed just now: it can only be taken away.
    let is_stored = of.entry.is_some();
    let found: Vec<Finding> = unknown
        .into_iter()
        .map(|finding| match is_stored {
            false => finding,
            true => finding.saying(
                "{service} takes no {kind} with an entry",
                "take it away with --{option} none, or choose another profile with -p",
            ),
        })
        .map(|finding| finding.with("service", title))
        .collect();
    Ok(found.into())
}

pub(crate) fn billable_known(of: &Subject<'_>) -> Asked {
    // Without a service there is nobody who would not know the word.
    let known = of
        .backend()
        .is_none_or(|backend| !matches!(backend, BackendKind::Moneybird | BackendKind::FreshBooks));
    Answer::unless(known || of.content.billable != Billable::NoCharge, || {
        Finding::default().with("service", of.backend().map_or("", BackendKind::title))
    })
}

/// ConnectWise: something, or at least a company, bears the time.
pub(crate) fn charged(of: &Subject<'_>) -> Asked {
    let content = of.content;
    let Some(target) = &content.target else {
        // Its examples for integrators know no time on the company alone.
        let needs_target = of.profile().is_some_and(|profile| profile.documented);
        if needs_target && content.client.is_some() {
            let finding = Finding::default().saying(
                "chargeToId required: ConnectWise's documented dialect takes no time on a client alone",
                "add --ticket, --charge-code or --activity",
            );
            return Ok(finding.into());
        }
        return Answer::unless(content.client.is_some(), Finding::default);
    };
    // Tickets have no other name there, so what is no number can only be a slip. It may
    // still be one of the catalog's words, and an unknown ticket never stops a log.
    let is_ticket = matches!(target.kind, TargetKind::Ticket | TargetKind::ProjectTicket);
    if !is_ticket || target.at.number().is_some() || lookup::target(of)?.is_some() {
        return Ok(Answer::Good);
    }
    Ok(Finding::default()
        .mild(true)
        .at("charge_to")
        .with("name", &target.at)
        .saying(
            "{name} is no ticket of ConnectWise: those are numbers",
            "give its number with --ticket; as it is, it will be refused there",
        )
        .into())
}

/// ConnectWise: the four kinds that it takes.
pub(crate) fn charge_kind(of: &Subject<'_>) -> Asked {
    let kind = of.content.target.as_ref().map(|target| target.kind);
    Answer::unless(kind != Some(TargetKind::Task), Finding::default)
}

/// ConnectWise: a charge code names the company as well.
pub(crate) fn charge_code_company(of: &Subject<'_>) -> Asked {
    let target = of.content.target.as_ref();
    match target {
        Some(target) if target.kind == TargetKind::ChargeCode => {
            Answer::unless(of.content.client.is_some(), || {
                Finding::default().with("code", &target.at)
            })
        }
        _ => Ok(Answer::Good),
    }
}

/// ConnectWise: whose time it is must be known, from the entry or the profile.
pub(crate) fn member_known(of: &Subject<'_>) -> Asked {
    let named = |name: &str| !name.trim().is_empty();
    let profile = of.profile();
    let configured = profile.and_then(|profile| profile.member.as_deref());
    let good = match &of.content.member {
        Some(member) => member.id.is_some() || named(&member.typed),
        None => configured.is_some_and(named),
    };
    Answer::unless(good, || {
        Finding::default().with("profile", profile.map_or("", |profile| &profile.name))
    })
}

/// ConnectWise: type and role set the rate; left out, the service's defaults do.
pub(crate) fn type_and_role(of: &Subject<'_>) -> Asked {
    let content = of.content;
    let missing: Vec<&'static str> = [
        ("work_type", content.work_type.is_none()),
        ("work_role", content.work_role.is_none()),
    ]
    .into_iter()
    .filter_map(|(name, missing)| missing.then_some(name))
    .collect();
    Answer::unless(missing.is_empty(), || {
        let words: Vec<String> = missing.iter().map(|name| field(name)).collect();
        let options: Vec<String> = missing
            .iter()
            .map(|name| format!("--{}", name.replace('_', "-")))
            .collect();
        Finding::default()
            .at(missing[0])
            .with("missing", list(&words, 2))
            .with("options", list(&options, 2))
    })
}
