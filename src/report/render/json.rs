//! JSON for scripts: keys, their order and their meaning are a promise.
//!
//! Keys may be added, never changed. Text comes out of it as it went in; whatever
//! a terminal would act upon is escaped.

mod asked;
mod harmless;
mod proposed;
mod remote;
mod views;

pub use asked::review;
pub use proposed::{Proposed, proposals};
pub use remote::{Pages, remote_list, remote_show};
pub use views::{grid, report, report_lines, sheets, standing, team, whole_sheets};

use super::Sheet;
use super::show::{Event, Shown};
use crate::domain::charge::{Reference, Target};
use crate::domain::content::{Content, Extra};
use crate::domain::entry::{Adjustment, Breach, Problem};
use crate::domain::ids::{EntryId, Key, RemoteId};
use crate::domain::status::{BackendKind, Billable, BookedAs, Delivery, Origin, Status};
use crate::domain::zone::iso_date;
use crate::report::{Context, Item};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// An entry under the names that scripts rely on.
#[derive(Serialize)]
pub(super) struct Entry<'a> {
    pub(super) id: Option<EntryId>,
    pub(super) key: Option<Key>,
    pub(super) profile: Option<&'a str>,
    pub(super) backend: Option<BackendKind>,
    pub(super) status: Status,
    pub(super) remote_status: Option<&'a str>,
    pub(super) delivery: Delivery,
    pub(super) remote_id: Option<&'a RemoteId>,
    pub(super) origin: Origin,
    pub(super) charge_to: Option<ChargeTo<'a>>,
    pub(super) project: Option<&'a Reference>,
    pub(super) client: Option<&'a Reference>,
    pub(super) service: Option<&'a Reference>,
    pub(super) task: Option<&'a Reference>,
    pub(super) member: Option<&'a Reference>,
    pub(super) date: String,
    pub(super) start: Option<String>,
    pub(super) end: Option<String>,
    pub(super) zone: &'a str,
    pub(super) booked_as: BookedAs,
    pub(super) worked_seconds: i64,
    pub(super) deduct_seconds: i64,
    pub(super) billed_seconds: i64,
    pub(super) note: Option<&'a str>,
    pub(super) internal_note: Option<&'a str>,
    pub(super) reject_reason: Option<&'a str>,
    pub(super) work_type: Option<&'a Reference>,
    pub(super) work_role: Option<&'a Reference>,
    pub(super) billable: Billable,
    pub(super) agreement: Option<&'a Reference>,
    pub(super) tags: &'a BTreeSet<String>,
    pub(super) running: bool,
    pub(super) parked: bool,
    pub(super) revision: u32,
    pub(super) problem: Option<Problem>,
    pub(super) adjustments: Vec<Adjusted<'a>>,
    pub(super) warnings: &'a [Breach],
    pub(super) unchecked: &'a [String],
    pub(super) extra: &'a Extra,
    pub(super) created_at: String,
    pub(super) updated_at: String,
}

/// A value that a rule put in the place of another: the field's JSON name, both values
/// in words (null for none), and why. What was typed stays in the entry itself.
#[derive(Serialize)]
pub(super) struct Adjusted<'a> {
    pub(super) rule: &'a str,
    pub(super) field: &'a str,
    pub(super) from: Option<&'a str>,
    pub(super) to: Option<&'a str>,
    pub(super) message: &'a str,
}

impl<'a> Adjusted<'a> {
    fn of(adjustment: &'a Adjustment) -> Self {
        Self {
            rule: &adjustment.rule,
            field: &adjustment.field,
            from: adjustment.from.as_deref(),
            to: adjustment.to.as_deref(),
            message: &adjustment.message,
        }
    }
}

/// The target, else the project, else the client.
#[derive(Serialize)]
pub(super) struct ChargeTo<'a> {
    pub(super) kind: &'static str,
    #[serde(flatten)]
    pub(super) at: &'a Reference,
}

impl<'a> ChargeTo<'a> {
    fn of(content: &'a Content) -> Option<Self> {
        let target = content
            .target
            .as_ref()
            .map(|Target { kind, at }| (kind.word(), at));
        let project = content.project.as_ref().map(|project| ("project", project));
        let client = content.client.as_ref().map(|client| ("client", client));
        let (kind, at) = target.or(project).or(client)?;
        Some(Self { kind, at })
    }
}

impl<'a> Entry<'a> {
    pub(super) fn of(item: &Item<'a>, context: &dyn Context) -> Self {
        let entry = item.entry;
        let content = &entry.content;
        let stamp = |utc| context.rfc3339(utc, &content.zone);
        Self {
            id: (!item.planned).then_some(entry.id),
            key: Some(entry.key),
            profile: content.profile.as_deref(),
            backend: item.settings(context).map(|profile| profile.backend),
            status: entry.status,
            remote_status: entry.remote_status.as_deref(),
            delivery: item.delivery(context),
            remote_id: item.link.and_then(|link| link.remote_id.as_ref()),
            origin: entry.origin,
            charge_to: ChargeTo::of(content),
            project: content.project.as_ref(),
            client: content.client.as_ref(),
            service: content.service.as_ref(),
            task: content.task.as_ref(),
            member: content.member.as_ref(),
            date: iso_date(content.date),
            start: content.start.map(stamp),
            end: content.end.map(stamp),
            zone: &content.zone,
            booked_as: content.booked_as,
            worked_seconds: item.worked(context),
            deduct_seconds: content.deducted(context.now()),
            billed_seconds: item.billed(context),
            note: content.note.as_deref(),
            internal_note: content.internal_note.as_deref(),
            reject_reason: entry.reject_reason.as_deref(),
            work_type: content.work_type.as_ref(),
            work_role: content.work_role.as_ref(),
            billable: content.billable,
            agreement: content.agreement.as_ref(),
            tags: &content.tags,
            running: content.is_timer() && !content.is_parked(),
            parked: content.is_parked(),
            revision: entry.revision,
            problem: item.problem(context),
            adjustments: entry.adjustments.iter().map(Adjusted::of).collect(),
            warnings: &entry.warnings,
            unchecked: &entry.unchecked,
            extra: &content.extra,
            created_at: stamp(entry.created_at),
            updated_at: stamp(entry.updated_at),
        }
    }
}

/// What `show` adds.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    entry: Entry<'a>,
    history: Vec<Happened<'a>>,
    billing: Option<&'a super::show::Billing>,
    remote: Option<&'a BTreeMap<String, Value>>,
}

#[derive(Serialize)]
struct Happened<'a> {
    at: String,
    who: &'a str,
    action: &'a str,
    entry: EntryId,
    from: &'a Option<Value>,
    to: &'a Option<Value>,
}

impl<'a> Happened<'a> {
    fn of(event: &'a Event, zone: &str, context: &dyn Context) -> Self {
        Self {
            at: context.rfc3339(event.at, zone),
            who: &event.who,
            action: &event.action,
            entry: event.entry,
            from: &event.from,
            to: &event.to,
        }
    }
}

/// Writes an array of entries, one a line, as they come.
///
/// # Errors
/// Those of `out`.
pub fn entries<'a>(
    out: &mut dyn Write,
    items: impl IntoIterator<Item = Item<'a>>,
    context: &dyn Context,
) -> io::Result<()> {
    array(out, items, |out, item| {
        value(out, &Entry::of(item, context))
    })
}

/// Writes an array of entries with their history, billing decision and remote state.
///
/// # Errors
/// Those of `out`.
pub fn show(out: &mut dyn Write, shown: &[Shown<'_>], context: &dyn Context) -> io::Result<()> {
    array(out, shown, |out, shown| {
        let zone = &shown.item.entry.content.zone;
        let history = shown.history.iter();
        let whole = Whole {
            entry: Entry::of(&shown.item, context),
            history: history
                .map(|event| Happened::of(event, zone, context))
                .collect(),
            billing: shown.billing.as_ref(),
            remote: shown
                .item
                .link
                .and_then(|link| Some(&link.last_seen.as_ref()?.raw)),
        };
        value(out, &whole)
    })
}

/// One array of entries, one a line.
pub struct Array<'o> {
    out: &'o mut dyn Write,
    lead: &'static str,
}

impl<'o> Array<'o> {
    /// An empty one, onto this stream.
    pub fn new(out: &'o mut dyn Write) -> Self {
        Self { out, lead: "[" }
    }
}

impl Sheet for Array<'_> {
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn entry(&mut self, item: &Item<'_>, context: &dyn Context) -> io::Result<()> {
        writeln!(self.out, "{}", self.lead)?;
        self.lead = ",";
        value(self.out, &Entry::of(item, context))
    }

    fn end(&mut self) -> io::Result<()> {
        let end = if self.lead == "[" { "[]\n" } else { "\n]\n" };
        self.out.write_all(end.as_bytes())
    }
}

/// Any value, nothing in it that a terminal acts upon.
pub(super) fn value<T: Serialize>(out: &mut dyn Write, value: &T) -> io::Result<()> {
    // Made whole before it goes out: a value is a hundred pieces, and each is a call
    // through `dyn` otherwise.
    let text = harmless::Harmless::of(value)?;
    out.write_all(&text)
}

/// Writes an array of what happened; stamps in this zone.
///
/// # Errors
/// Those of `out`.
pub fn history(
    out: &mut dyn Write,
    events: &[Event],
    zone: &str,
    context: &dyn Context,
) -> io::Result<()> {
    array(out, events, |out, event| {
        value(out, &Happened::of(event, zone, context))
    })
}

fn array<T>(
    out: &mut dyn Write,
    values: impl IntoIterator<Item = T>,
    write: impl Fn(&mut dyn Write, &T) -> io::Result<()>,
) -> io::Result<()> {
    let mut lead = "[";
    for value in values {
        out.write_all(lead.as_bytes())?;
        out.write_all(b"\n")?;
        write(out, &value)?;
        lead = ",";
    }
    out.write_all(if lead == "[" { b"[]\n" } else { b"\n]\n" })
}

#[derive(Serialize)]
struct Failed<'a> {
    error: Failure<'a>,
}

#[derive(Serialize)]
struct Failure<'a> {
    code: &'a str,
    message: &'a str,
    help: &'a str,
    breaches: &'a [Breach],
}

/// The one value on stdout when a command fails. `code` is one of: nothing usage
/// rule locked person login config later data interrupted.
#[must_use]
pub fn error_json(code: &str, message: &str, help: &str, breaches: &[Breach]) -> String {
    let error = Failure {
        code,
        message,
        help,
        breaches,
    };
    line(&Failed { error })
}

/// Any value on a line of its own, its keys in the order in which it has them.
#[must_use]
pub fn line<T: Serialize>(value: &T) -> String {
    let mut text = Vec::new();
    // Only a map whose keys are no text could fail, and no type here has one.
    if self::value(&mut text, value).is_err() {
        text = b"null".to_vec();
    }
    text.push(b'\n');
    String::from_utf8(text).unwrap_or_default()
}

#[cfg(test)]
mod tests;
