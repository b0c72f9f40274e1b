//! FreshBooks' rules: numbers it takes, what goes with a project, what is billed.

use super::lookup::identity;
use super::moneybird::{cached, is_number};
use super::references::in_use;
use super::state::{named, touched};
use super::wording::field;
use super::{Answer, Finding, Subject};
use crate::domain::catalog::{CatalogKind, names};
use crate::domain::charge::Reference;
use crate::domain::status::{Billable, Status};
use crate::rules::facts::FactError;
use crate::rules::rule::Stage;

type Asked = Result<Answer, FactError>;

/// Whether this can be an identity there: a positive number, or a name to be looked up.
fn can_be(what: &Reference) -> bool {
    let typed = what.typed.trim();
    let digits = typed.strip_prefix(['-', '+', '#']).unwrap_or(typed);
    let numeric = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match &what.id {
        Some(id) => is_number(id),
        None => !numeric || is_number(what.typed.strip_prefix('#').unwrap_or(&what.typed)),
    }
}

/// Identities are positive whole numbers.
pub(crate) fn ids(of: &Subject<'_>) -> Asked {
    let content = of.content;
    let found: Vec<Finding> = [
        ("client", &content.client),
        ("project", &content.project),
        ("service", &content.service),
        ("task", &content.task),
    ]
    .into_iter()
    .filter_map(|(name, what)| {
        let what = what.as_ref().filter(|what| !can_be(what))?;
        let finding = Finding::default().at(name);
        Some(finding.with("what", field(name)).with("name", what))
    })
    .collect();
    Ok(found.into())
}

/// The retainer is a positive number; nothing of ours knows its name.
pub(crate) fn retainer(of: &Subject<'_>) -> Asked {
    let Some(retainer) = &of.content.agreement else {
        return Ok(Answer::Good);
    };
    let good = retainer.number().is_some_and(is_number);
    Answer::unless(good, || Finding::default().with("name", retainer))
}

/// The client exists, and is the project's.
pub(crate) fn client(of: &Subject<'_>) -> Asked {
    let Some(client) = &of.content.client else {
        return Ok(Answer::Good);
    };
    let answer = in_use(of, CatalogKind::Clients, client, |_| None)?;
    if matches!(answer, Answer::Bad(_)) {
        return Ok(answer);
    }
    let Some(project) = cached(of, CatalogKind::Projects, &of.content.project)? else {
        return Ok(answer);
    };
    let (Some(theirs), Some(given)) = (
        project.item.text(names::CLIENT),
        identity(of, CatalogKind::Clients, client)?,
    ) else {
        return Ok(answer);
    };
    if theirs == given {
        return Ok(answer);
    }
    Ok(Finding::default()
        .with("name", client)
        .with("project", &project.item.name)
        .mild(true)
        .saying(
            "project {project} is another client's than {name}",
            "leave --client out, for the project has its own",
        )
        .into())
}

pub(crate) fn project(of: &Subject<'_>) -> Asked {
    match &of.content.project {
        Some(project) => in_use(of, CatalogKind::Projects, project, |_| None),
        None => Ok(Answer::Good),
    }
}

/// The service exists, and is one of the project's.
pub(crate) fn service(of: &Subject<'_>) -> Asked {
    let Some(service) = &of.content.service else {
        return Ok(Answer::Good);
    };
    let answer = in_use(of, CatalogKind::Services, service, |_| None)?;
    if matches!(answer, Answer::Bad(_)) {
        return Ok(answer);
    }
    let Some(project) = cached(of, CatalogKind::Projects, &of.content.project)? else {
        return Ok(answer);
    };
    let (Some(theirs), Some(given)) = (
        project.item.list(names::SERVICES, "id"),
        identity(of, CatalogKind::Services, service)?,
    ) else {
        return Ok(answer);
    };
    if theirs.contains(&given) {
        return Ok(answer);
    }
    Ok(Finding::default()
        .with("name", service)
        .with(
            "problem",
            format!("is none of project {}", project.item.name),
        )
        .stale(project.stale)
        .into())
}

pub(crate) fn task(of: &Subject<'_>) -> Asked {
    match &of.content.task {
        Some(task) => in_use(of, CatalogKind::Tasks, task, |_| None),
        None => Ok(Answer::Good),
    }
}

/// What is billed is neither changed nor deleted.
pub(crate) fn billed(of: &Subject<'_>) -> Asked {
    let Some(entry) = of.entry else {
        return Ok(Answer::Good);
    };
    let seen = of
        .ctx
        .seen
        .is_some_and(|seen| seen.status == Status::Billed);
    let deleted = of.ctx.stage == Stage::Delete;
    let fields = touched(of);
    let good = !(seen || entry.status == Status::Billed) || (!deleted && fields.is_empty());
    Answer::unless(good, || {
        let what = if deleted {
            "it cannot be deleted".to_owned()
        } else {
            format!("its {} cannot change", named(&fields))
        };
        Finding::default().with("id", entry.id).with("what", what)
    })
}

/// The house's own work has no client and no bill.
pub(crate) fn internal(of: &Subject<'_>) -> Asked {
    let content = of.content;
    let billable = content.billable == Billable::Billable;
    if content.extra.internal == Some(true) && (content.client.is_some() || billable) {
        let (name, what) = match content.client {
            Some(_) => ("client", "has a client"),
            None => ("billable", "is marked billable"),
        };
        return Ok(Finding::default().at(name).with("what", what).into());
    }
    if content.client.is_none() || content.project.is_none() {
        return Ok(Answer::Good);
    }
    let Some(project) = cached(of, CatalogKind::Projects, &content.project)? else {
        return Ok(Answer::Unknown);
    };
    Answer::unless(project.item.flag(names::INTERNAL) != Some(true), || {
        Finding::default()
            .at("client")
            .with("project", &project.item.name)
            .saying(
                "project {project} is internal: its time has no client",
                "leave --client out",
            )
    })
}

/// Only what has ended is delivered: a length without an end would be a timer there.
pub(crate) fn ended(of: &Subject<'_>) -> Asked {
    Answer::unless(!of.content.is_timer(), Finding::default)
}
