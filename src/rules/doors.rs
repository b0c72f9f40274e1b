//! The three doors: what may be written, what may happen to what is stored,
//! and what a service holds.

use super::admitted::{Admitted, Checked, Observed};
use super::ask::{Verdict, ask};
use super::check::Subject;
use super::context::Context;
use super::facts::FactError;
use super::rule::Rule;
use super::table;
use crate::domain::content::Draft;
use crate::domain::delivery::Remote;
use crate::domain::entry::{Breach, Entry};
use crate::domain::zone::Zone;
use thiserror::Error;

/// Everything that stops an entry.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", .breaches.iter().map(|breach| breach.message.as_str()).collect::<Vec<_>>().join("; "))]
pub struct Refusal {
    /// All breaches, not the first only; never empty.
    pub breaches: Vec<Breach>,
    /// Whether one of them is a lock, which a person must lift.
    pub locked: bool,
}

impl Refusal {
    /// Whether the only thing wrong is that whose time it is cannot be changed there any
    /// more: the entry can be taken away and booked anew.
    #[must_use]
    pub fn is_of_member_alone(&self) -> bool {
        self.breaches.iter().all(|breach| {
            breach.rule == table::MEMBER_FIXED && breach.field.as_deref() == Some("member")
        })
    }
}

/// Why an entry was not let through.
#[derive(Debug, Error)]
pub enum NotAdmitted {
    /// Rules are broken.
    #[error(transparent)]
    Breaches(#[from] Refusal),
    /// A fact that a rule asks for could not be had.
    #[error("the rules could not be asked")]
    Facts(#[source] FactError),
}

/// Asks the rules whether a draft may be written: at `Stage::Log` for a new
/// entry and at the end of a timer, at `Stage::Update` for a change, where the
/// rules of both stages are asked. The content comes out as it went in;
/// adjustments stand beside it.
///
/// # Errors
/// [`NotAdmitted::Breaches`] with every breach that refuses or locks; nothing
/// may be written then. [`NotAdmitted::Facts`] where a fact could not be had.
pub fn admit(draft: Draft, ctx: &Context<'_>) -> Result<Admitted, NotAdmitted> {
    let verdict = admit_by(table::all(), &draft, ctx)?;
    Ok(Admitted {
        content: draft.content,
        mailing: draft.mailing,
        held: verdict.held,
        warnings: verdict.warnings,
        adjustments: verdict.adjustments,
        unchecked: verdict.unchecked,
    })
}

pub(super) fn admit_by<'r>(
    rules: impl IntoIterator<Item = &'r Rule>,
    draft: &Draft,
    ctx: &Context<'_>,
) -> Result<Verdict, NotAdmitted> {
    let subject = Subject {
        content: &draft.content,
        entry: ctx.before,
        mailing: Some(&draft.mailing),
        future: draft.future,
        ctx,
    };
    passed(ask(rules, &subject).map_err(NotAdmitted::Facts)?)
}

/// Asks the rules about a stored entry, before something happens to it that
/// brings no new content: `Stage::Delete`, `Submit`, `Approve` and `Push`. At
/// `Push` every breach comes back as held, and rules that could not be asked
/// when the entry was written are asked again.
///
/// # Errors
/// As [`admit`].
pub fn check(entry: &Entry, ctx: &Context<'_>) -> Result<Checked, NotAdmitted> {
    let subject = Subject {
        content: &entry.content,
        entry: Some(entry),
        mailing: ctx.mailing,
        future: false,
        ctx,
    };
    let verdict = passed(ask(table::all(), &subject).map_err(NotAdmitted::Facts)?)?;
    Ok(Checked {
        held: verdict.held,
        warnings: verdict.warnings,
        unchecked: verdict.unchecked,
        adjustments: verdict.adjustments,
    })
}

fn passed(verdict: Verdict) -> Result<Verdict, NotAdmitted> {
    if verdict.stopped.is_empty() {
        Ok(verdict)
    } else {
        Err(NotAdmitted::Breaches(Refusal {
            breaches: verdict.stopped,
            locked: verdict.locked,
        }))
    }
}

/// Why what a service holds cannot be an entry here.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Misshapen {
    /// It has no identity.
    #[error("the service returned an entry without an id")]
    NoId,
    /// It does not end after its start.
    #[error("entry {id} of the service does not end after its start")]
    EndBeforeStart {
        /// Its identity there.
        id: String,
    },
    /// It has an end and no start, or clock times and a length.
    #[error("entry {id} of the service has neither start and end nor a length")]
    NoTime {
        /// Its identity there.
        id: String,
    },
    /// A length that no entry can have.
    #[error("entry {id} of the service has an impossible {field} of {seconds} seconds")]
    Length {
        /// Its identity there.
        id: String,
        /// Which length.
        field: &'static str,
        /// The length.
        seconds: i64,
    },
    /// A zone that nobody knows.
    #[error("entry {id} of the service was read in the unknown zone {zone:?}")]
    Zone {
        /// Its identity there.
        id: String,
        /// The zone's name.
        zone: String,
    },
    /// A date that is not that of its start.
    #[error("entry {id} of the service starts on {starts} and is dated {date}")]
    Date {
        /// Its identity there.
        id: String,
        /// The day of its start, in its zone.
        starts: chrono::NaiveDate,
        /// The date it came with.
        date: chrono::NaiveDate,
    },
}

/// Takes what a service holds, checked for shape only: no rule is asked, for
/// it is there whatever we think of it.
///
/// # Errors
/// [`Misshapen`] where no entry can look like this.
pub fn observe(remote: Remote) -> Result<Observed, Misshapen> {
    let id = || remote.id.0.clone();
    let content = &remote.content;
    if remote.id.0.trim().is_empty() {
        return Err(Misshapen::NoId);
    }
    match (content.start, content.end, content.length) {
        (Some(start), Some(end), None) if end <= start => {
            return Err(Misshapen::EndBeforeStart { id: id() });
        }
        (Some(_), _, None) | (None, None, Some(_)) => {}
        _ => return Err(Misshapen::NoTime { id: id() }),
    }
    let Ok(zone) = Zone::parse(&content.zone) else {
        return Err(Misshapen::Zone {
            id: id(),
            zone: content.zone.clone(),
        });
    };
    let span = content.end.map_or(0, |_| content.gross(0));
    for (field, seconds) in [
        ("span", span),
        ("length", content.length.unwrap_or(0)),
        ("deducted time", content.deduct),
    ] {
        if i32::try_from(seconds).is_err() || seconds < 0 {
            return Err(Misshapen::Length {
                id: id(),
                field,
                seconds,
            });
        }
    }
    if let Some(start) = content.start {
        let starts = zone.date(start);
        if starts != content.date {
            return Err(Misshapen::Date {
                id: id(),
                starts,
                date: content.date,
            });
        }
    }
    Ok(Observed { remote })
}
