//! Rules that ask the catalog for a thing of the service: whether it exists,
//! is in use, and what it says of the entry. What is not cached is unknown.

use super::lookup::{known, member_of};
use super::wording::{length, list};
use super::{Answer, Finding, Subject};
use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::domain::charge::{Reference, TargetKind};
use crate::rules::facts::{FactError, Known, names};

type Asked = Result<Answer, FactError>;

/// Exists and is in use; then `more` may find something wrong with it.
pub(crate) fn in_use(
    of: &Subject<'_>,
    kind: CatalogKind,
    what: &Reference,
    more: impl FnOnce(&CatalogItem) -> Option<Finding>,
) -> Asked {
    let finding = || Finding::default().with("name", what);
    Ok(match known(of, kind, what)? {
        Known::Unknown => Answer::Unknown,
        Known::Item { item, stale } if !item.active => finding()
            .with("problem", "is no longer in use")
            .stale(stale)
            .into(),
        Known::Item { item, stale } => match more(&item) {
            Some(found) => found.with("name", what).stale(stale).into(),
            None => Answer::Good,
        },
        Known::Absent { stale, nearest } if nearest.is_empty() => finding()
            .with("problem", "does not exist")
            .stale(stale)
            .into(),
        Known::Absent { stale, nearest } => finding()
            .with(
                "problem",
                format!("does not exist; there is {}", list(&nearest, 4)),
            )
            .stale(stale)
            .into(),
        Known::Ambiguous(names) => finding()
            .with("problem", format!("can mean {}", list(&names, 4)))
            .into(),
    })
}

/// ConnectWise: the work type exists, is active, and takes these hours.
pub(crate) fn work_type(of: &Subject<'_>) -> Asked {
    let Some(what) = &of.content.work_type else {
        return Ok(Answer::Good);
    };
    let ended = !of.content.is_timer();
    in_use(of, CatalogKind::WorkTypes, what, |item| {
        let number = |name: &str| item.seconds(name);
        let worked = of.worked();
        let least = number(names::MIN_SECONDS).filter(|least| worked < *least);
        // The service writes 0 where it sets no bound.
        let most = number(names::MAX_SECONDS).filter(|most| *most > 0 && worked > *most);
        let problem = match (least, most) {
            (Some(least), _) => format!("takes no less than {}", length(least)),
            (_, Some(most)) => format!("takes no more than {}", length(most)),
            _ => return None,
        };
        ended.then(|| {
            Finding::default().with("problem", problem).saying(
                "work type {name} {problem}",
                "change the length, or choose another with --work-type",
            )
        })
    })
}

/// ConnectWise: the work role exists and is active.
pub(crate) fn work_role(of: &Subject<'_>) -> Asked {
    match &of.content.work_role {
        Some(what) => in_use(of, CatalogKind::WorkRoles, what, |_| None),
        None => Ok(Answer::Good),
    }
}

/// ConnectWise: an end, or hours; both where the member's settings ask for both.
pub(crate) fn end_or_hours(of: &Subject<'_>) -> Asked {
    let content = of.content;
    if content.start.is_some() && content.end.is_some() {
        return Ok(Answer::Good);
    }
    if content.length.is_none() {
        return Ok(Finding::default().into());
    }
    let Some(member) = member_of(of) else {
        return Ok(Answer::Unknown);
    };
    Ok(match known(of, CatalogKind::Members, &member)? {
        Known::Item { item, stale } => {
            if item.flag(names::NEEDS_BOTH_TIMES).unwrap_or(false) {
                Finding::default()
                    .with("member", &member)
                    .stale(stale)
                    .saying(
                        "{member} must give both start and end",
                        "give the time as a range such as 9-10:30",
                    )
                    .into()
            } else {
                Answer::Good
            }
        }
        _ => Answer::Unknown,
    })
}

/// Work types that tell of the house's own time; by name, as the service's editions ship them.
const INTERNAL: &[&str] = &["training", "administrative", "admin"];

/// ConnectWise: the house's own time is not charged to a client's ticket.
pub(crate) fn internal_on_ticket(of: &Subject<'_>) -> Asked {
    let on_ticket = of.content.target.as_ref().is_some_and(|target| {
        matches!(target.kind, TargetKind::Ticket | TargetKind::ProjectTicket)
    });
    let Some(what) = of.content.work_type.as_ref().filter(|_| on_ticket) else {
        return Ok(Answer::Good);
    };
    let name = match known(of, CatalogKind::WorkTypes, what)? {
        Known::Item { item, .. } => item.name,
        // As typed it may be the name already; a number is not.
        _ => match (&what.name, what.number()) {
            (Some(name), _) => name.clone(),
            (None, None) => what.typed.clone(),
            (None, Some(_)) => return Ok(Answer::Unknown),
        },
    };
    let internal = INTERNAL.contains(&name.trim().to_lowercase().as_str());
    Answer::unless(!internal, || Finding::default().with("name", &name))
}

#[cfg(test)]
mod tests;
