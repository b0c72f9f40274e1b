//! Moneybird's rules: whole minutes, a description, what is on an invoice.

use super::lookup::{Seen, find, member_of};
use super::references::in_use;
use super::state::{self, named};
use super::wording::length;
use super::{Answer, Change, Finding, Subject, charge, text, time};
use crate::domain::catalog::CatalogKind;
use crate::domain::entry::AdjustedTo;
use crate::domain::status::{Billable, Status};
use crate::domain::zone::Zone;
use crate::rules::changes::changed_fields;
use crate::rules::facts::FactError;
use crate::rules::rule::Stage;

type Asked = Result<Answer, FactError>;

/// Its shortest entry, and the grain of all its times.
const MINUTE: i64 = 60;

/// Whose time it is: named, and one of the administration's users.
pub(crate) fn user(of: &Subject<'_>) -> Asked {
    match charge::member_known(of)? {
        Answer::Good => {}
        nobody => return Ok(nobody),
    }
    match member_of(of) {
        Some(member) => in_use(of, CatalogKind::Members, &member, |_| None).map(|answer| {
            let say = |finding: Finding| {
                finding.saying(
                    "user {name} {problem}",
                    "choose one of tt catalog list members with --member",
                )
            };
            match answer {
                Answer::Bad(found) => Answer::Bad(found.into_iter().map(say).collect()),
                other => other,
            }
        }),
        None => Ok(Answer::Good),
    }
}

/// An end: what has none would run on there.
pub(crate) fn end(of: &Subject<'_>) -> Asked {
    let timer = of.content.is_timer() && of.ctx.stage != Stage::Push;
    Answer::unless(timer || of.content.end.is_some(), Finding::default)
}

pub(crate) fn description(of: &Subject<'_>) -> Asked {
    Answer::unless(!text::note(of).is_empty(), Finding::default)
}

/// What was not worked is less than the whole, and still is once both are in whole minutes.
pub(crate) fn pause_within(of: &Subject<'_>) -> Asked {
    match time::deducted_within_hours(of)? {
        Answer::Good => {}
        more => return Ok(more),
    }
    let (Some(start), Some(end)) = (of.content.start, of.content.end) else {
        return Ok(Answer::Good);
    };
    let (from, till) = whole(start, end);
    let (span, deducted) = (till.saturating_sub(from), floor(of.deducted()));
    Answer::unless(start >= end || deducted <= 0 || deducted < span, || {
        Finding::default()
            .with("deduct", length(deducted))
            .with("length", length(span))
            .saying(
                "in whole minutes {deduct} cannot be deducted from {length}",
                "give a --deduct that is shorter than the entry in whole minutes",
            )
    })
}

fn floor(seconds: i64) -> i64 {
    seconds.saturating_sub(seconds.rem_euclid(MINUTE))
}

/// Start and end in whole minutes, a minute apart at least.
fn whole(start: i64, end: i64) -> (i64, i64) {
    let from = floor(start);
    (from, floor(end).max(from.saturating_add(MINUTE)))
}

/// Start and end go down to the minute and stay a minute apart; so does what was not worked.
pub(crate) fn full_minutes(of: &Subject<'_>) -> Asked {
    let content = of.content;
    let (Some(start), Some(end)) = (content.start, content.end) else {
        return Ok(Answer::Good);
    };
    if start >= end {
        return Ok(Answer::Good);
    }
    let (from, till) = whole(start, end);
    let deducted = of.deducted().max(0);
    let zone = Zone::parse(&content.zone).unwrap_or(Zone::UTC);
    let clock = |at: i64| zone.local(at).format("%H:%M:%S").to_string();
    let at = |field, was: i64, is: i64| {
        Change::of(field, Some(clock(is)))
            .from(clock(was))
            .value(AdjustedTo::Seconds(is))
            .with("what", field)
            .with("from", clock(was))
            .with("to", clock(is))
    };
    let mut changes = Vec::new();
    if from != start {
        changes.push(at("start", start, from));
    }
    if till != end {
        changes.push(at("end", end, till));
    }
    let kept = floor(deducted);
    if kept != deducted {
        changes.push(
            Change::of("deduct_seconds", Some(length(kept)))
                .from(length(deducted))
                .value(AdjustedTo::Seconds(kept))
                .with("what", "deducted time")
                .with("from", length(deducted))
                .with("to", length(kept)),
        );
    }
    Ok(if changes.is_empty() {
        Answer::Good
    } else {
        Answer::Adjust(changes)
    })
}

pub(crate) fn contact(of: &Subject<'_>) -> Asked {
    match &of.content.client {
        Some(client) => in_use(of, CatalogKind::Clients, client, |_| None),
        None => Ok(Answer::Good),
    }
}

pub(crate) fn project(of: &Subject<'_>) -> Asked {
    match &of.content.project {
        Some(project) => in_use(of, CatalogKind::Projects, project, |_| None),
        None => Ok(Answer::Good),
    }
}

/// The service has dropped it; only the written documentation still has it.
pub(crate) fn detail(of: &Subject<'_>) -> Asked {
    let Some(detail) = &of.content.extra.detail else {
        return Ok(Answer::Good);
    };
    let documented = of.profile().is_some_and(|profile| profile.documented);
    if !documented {
        return Ok(Finding::default().into());
    }
    Answer::unless(is_number(detail), || {
        Finding::default()
            .with("detail", detail)
            .saying("detail {detail} is not a number", "correct --detail")
    })
}

/// A positive whole number in digits, as identities are.
pub(crate) fn is_number(text: &str) -> bool {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits && text.bytes().any(|byte| byte != b'0')
}

/// It knows yes and no only, and takes silence for yes.
pub(crate) fn billable(of: &Subject<'_>) -> Asked {
    if of.content.billable != Billable::NoDefault {
        return Ok(Answer::Good);
    }
    let becomes = Billable::Billable;
    Ok(Change::of("billable", Some(becomes.word().to_owned()))
        .from(of.content.billable)
        .value(AdjustedTo::Billable(becomes))
        .into())
}

/// What is on an invoice stays; where that cannot be seen, only a warning is possible.
pub(crate) fn invoiced(of: &Subject<'_>) -> Asked {
    let (Some(seen), Some(entry)) = (of.ctx.seen, of.entry) else {
        return Ok(Answer::Good);
    };
    let deleted = of.ctx.stage == Stage::Delete;
    let fields = state::touched(of);
    if !deleted && fields.is_empty() {
        return Ok(Answer::Good);
    }
    let billed = seen.status == Status::Billed || entry.status == Status::Billed;
    let what = if deleted {
        "cannot be deleted".to_owned()
    } else {
        format!("its {} cannot change", named(&fields))
    };
    let finding = Finding::default().with("id", entry.id).with("what", what);
    if billed {
        return Ok(finding.into());
    }
    // Left out of the answer where the token may not see invoices.
    Answer::unless(seen.raw.contains_key("sales_invoice"), || {
        finding.mild(true).saying(
            "whether entry {id} is on an invoice cannot be seen",
            "give the token access to sales_invoices as well",
        )
    })
}

/// Whose time it is, and its detail, stay as they were created.
pub(crate) fn user_fixed(of: &Subject<'_>) -> Asked {
    let (Some(_), Some(old)) = (of.ctx.seen, of.old_content()) else {
        return Ok(Answer::Good);
    };
    let fixed: Vec<&str> = changed_fields(old, of.content)
        .into_iter()
        .filter(|name| ["member", "extra.detail"].contains(name))
        .collect();
    Answer::unless(fixed.is_empty(), || {
        Finding::default()
            .at(if fixed[0] == "member" {
                "member"
            } else {
                "extra.detail"
            })
            .with("id", of.entry.map_or(0, |entry| entry.id.0))
            .with("fields", named(&fixed))
    })
}

/// A cached thing of the entry, for rules that compare two of them.
pub(crate) fn cached(
    of: &Subject<'_>,
    kind: CatalogKind,
    what: &Option<crate::domain::charge::Reference>,
) -> Result<Option<Seen>, FactError> {
    match what {
        Some(what) => find(of, kind, what),
        None => Ok(None),
    }
}
