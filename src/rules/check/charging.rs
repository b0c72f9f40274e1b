//! ConnectWise's rules that need its reference data: whether a thing takes time,
//! who decides the billing, what becomes of the hours.

use super::lookup::{self, Seen, billing, called, find, target, tenant};
use super::references::in_use;
use super::wording::length;
use super::{Answer, Change, Finding, Subject, text};
use crate::domain::catalog::{CatalogKind, names};
use crate::domain::charge::{Reference, TargetKind};
use crate::domain::status::Billable;
use crate::rules::billing::{DecidedBy, decide};
use crate::rules::facts::FactError;

type Asked = Result<Answer, FactError>;

/// Status, board, project, charge code and member let time be entered.
pub(crate) fn takes_time(of: &Subject<'_>) -> Asked {
    let Some(charged) = &of.content.target else {
        return on_client(of);
    };
    if charged.kind == TargetKind::Activity || charged.kind == TargetKind::Task {
        return Ok(Answer::Good);
    }
    let shut = |seen: &Seen, name: String| {
        let status = seen.item.text(names::STATUS);
        let problem = status.map_or_else(
            || "takes no time".to_owned(),
            |status| format!("takes no time while it is {status}"),
        );
        Finding::default()
            .with("name", name)
            .with("problem", problem)
            .stale(seen.stale)
    };
    if charged.kind == TargetKind::ChargeCode {
        return in_use(of, CatalogKind::ChargeCodes, &charged.at, |item| {
            (item.flag(names::TAKES_TIME) == Some(false))
                .then(|| Finding::default().with("problem", "takes no time"))
        });
    }
    let Some(seen) = target(of)? else {
        return Ok(Answer::Unknown);
    };
    let takes = seen.item.flag(names::TAKES_TIME);
    if takes == Some(false) {
        let name = called(&charged.at, Some(&seen));
        return Ok(shut(&seen, format!("ticket {name}")).into());
    }
    if let Some(id) = seen.item.text(names::PROJECT)
        && let Some(project) = find(of, CatalogKind::Projects, &Reference::known(&id, None))?
        && project.item.flag(names::TAKES_TIME) == Some(false)
    {
        let name = format!("project {}", project.item.name);
        return Ok(shut(&project, name).into());
    }
    Ok(if takes.is_some() {
        Answer::Good
    } else {
        Answer::Unknown
    })
}

/// Without a target the member must be one who may book on a company.
fn on_client(of: &Subject<'_>) -> Asked {
    if of.content.client.is_none() {
        // Nothing bears the time; that is another rule's business.
        return Ok(Answer::Good);
    }
    let seen = lookup::member(of)?;
    let Some((seen, may)) = seen.and_then(|seen| {
        let may = seen.item.flag(names::ENTERS_ON_CLIENT)?;
        Some((seen, may))
    }) else {
        return Ok(Answer::Unknown);
    };
    Answer::unless(may, || {
        Finding::default()
            .at("client")
            .with("member", &seen.item.name)
            .stale(seen.stale)
            .saying(
                "{member} may not book on a company alone",
                "add --ticket or --charge-code",
            )
    })
}

/// The tenant asks for a note.
pub(crate) fn note_required(of: &Subject<'_>) -> Asked {
    if !text::note(of).is_empty() {
        return Ok(Answer::Good);
    }
    let seen = tenant(of)?;
    let Some((required, stale)) = seen.and_then(|seen| {
        let required = seen.item.flag(names::NOTE_REQUIRED)?;
        Some((required, seen.stale))
    }) else {
        return Ok(Answer::Unknown);
    };
    Answer::unless(!required, || Finding::default().stale(stale))
}

/// What the service makes of an option that was left to it.
pub(crate) fn decision(of: &Subject<'_>) -> Asked {
    let Some(profile) = of.profile() else {
        return Ok(Answer::Good);
    };
    if of.content.billable != Billable::NoDefault {
        return Ok(Answer::Good);
    }
    Ok(match decide(of.content, &profile.name, of.ctx.facts)? {
        None => Answer::Unknown,
        Some(decision) => {
            let who = match decision.decided_by {
                DecidedBy::Company => "company default",
                other => other.word(),
            };
            Change::of("billable", Some(decision.result.word().to_owned()))
                .from(of.content.billable)
                .with("who", who)
                .with("result", decision.result)
                .into()
        }
    })
}

/// Something that is not billed by default and is booked as billable.
fn unusual(of: &Subject<'_>, kind: CatalogKind, what: Option<&Reference>) -> Asked {
    let Some(what) = what.filter(|_| of.content.billable == Billable::Billable) else {
        return Ok(Answer::Good);
    };
    let Some(seen) = find(of, kind, what)? else {
        return Ok(Answer::Unknown);
    };
    let usual = billing(&seen.item);
    Answer::unless(
        usual.is_none_or(|usual| usual == Billable::Billable),
        || Finding::default().with("name", called(what, Some(&seen))),
    )
}

pub(crate) fn work_type_billing(of: &Subject<'_>) -> Asked {
    unusual(of, CatalogKind::WorkTypes, of.content.work_type.as_ref())
}

pub(crate) fn charge_code_billing(of: &Subject<'_>) -> Asked {
    let code = of.content.target.as_ref();
    let code = code.filter(|target| target.kind == TargetKind::ChargeCode);
    unusual(of, CatalogKind::ChargeCodes, code.map(|target| &target.at))
}

/// The tenant's step and the work type's: what is billed is the next multiple.
pub(crate) fn rounding(of: &Subject<'_>) -> Asked {
    let step = |seen: Option<Seen>| seen.and_then(|seen| seen.item.seconds(names::ROUND_SECONDS));
    let of_type = match &of.content.work_type {
        Some(work_type) => step(find(of, CatalogKind::WorkTypes, work_type)?),
        None => None,
    };
    let of_tenant = step(tenant(of)?);
    if of_type.is_none() && of_tenant.is_none() {
        return Ok(Answer::Unknown);
    }
    let worked = of.worked();
    let billed = up(up(worked, of_tenant), of_type);
    Ok(rounded(worked, billed))
}

/// The next multiple of a step; as it is where there is none or it is not positive.
pub(crate) fn up(worked: i64, step: Option<i64>) -> i64 {
    match step {
        Some(step) if step > 0 && worked > 0 => match worked % step {
            0 => worked,
            over => worked.checked_add(step - over).unwrap_or(worked),
        },
        _ => worked,
    }
}

/// Says what worked time becomes on the bill, where it becomes something else.
pub(crate) fn rounded(worked: i64, billed: i64) -> Answer {
    if worked == billed {
        return Answer::Good;
    }
    Change::of("billed_seconds", Some(length(billed)))
        .from(length(worked))
        .with("length", length(worked))
        .with("billed", length(billed))
        .into()
}
