//! An outgoing entry as the body of a create: field names, order and spelling as
//! the service documents them. Pure; what is missing is a refusal that names our
//! field, never a guess.

use super::figures;
use super::member::Member;
use super::normalise::{line_ends, unmarked};
use super::settings::Marker;
use crate::domain::charge::{Reference, TargetKind};
use crate::domain::content::{Content, NoteTo};
use crate::domain::delivery::{Mailing, Outgoing};
use crate::domain::entry::Problem;
use crate::domain::ids::Key;
use crate::domain::status::{Billable, BookedAs};
use serde::Serialize;
use serde_json::Number;

/// What the sender knows besides the entry.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// The profile's member.
    pub own: Option<&'a Member>,
    /// Where keys are left.
    pub marker: Marker,
}

/// A thing of the service, by the best that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Ref {
    /// By number.
    Id {
        /// The number.
        id: i64,
    },
    /// By login name or short name, which the service looks up itself.
    Identifier {
        /// The short name.
        identifier: String,
    },
    /// By name, which the service looks up itself.
    Name {
        /// The name.
        name: String,
    },
}

/// The body of `POST /time/entries`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewEntry {
    #[serde(skip_serializing_if = "Option::is_none")]
    charge_to_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    charge_to_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    company: Option<Ref>,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<Ref>,
    time_start: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_end: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actual_hours: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hours_deduct: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    work_type: Option<Ref>,
    #[serde(skip_serializing_if = "Option::is_none")]
    work_role: Option<Ref>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agreement: Option<Ref>,
    billable_option: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    internal_notes: Option<String>,
    #[serde(skip_serializing_if = "is_off")]
    add_to_detail_description_flag: bool,
    #[serde(skip_serializing_if = "is_off")]
    add_to_internal_analysis_flag: bool,
    #[serde(skip_serializing_if = "is_off")]
    add_to_resolution_flag: bool,
    #[serde(flatten)]
    mail: Mail,
    #[serde(skip_serializing_if = "Option::is_none")]
    mobile_guid: Option<String>,
}

/// The flags that make the service send mail, present only where asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mail {
    #[serde(skip_serializing_if = "is_off")]
    email_resource_flag: bool,
    #[serde(skip_serializing_if = "is_off")]
    email_contact_flag: bool,
    #[serde(skip_serializing_if = "is_off")]
    email_cc_flag: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    email_cc: String,
}

impl NewEntry {
    /// The same without the field that only one dialect has: the key is in the marker alone.
    #[must_use]
    pub fn without_guid(mut self) -> Self {
        self.mobile_guid = None;
        self
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_off(flag: &bool) -> bool {
    !flag
}

impl From<&Mailing> for Mail {
    fn from(asked: &Mailing) -> Self {
        Self {
            email_resource_flag: asked.resource,
            email_contact_flag: asked.contact,
            email_cc_flag: !asked.cc.is_empty(),
            email_cc: asked.cc.join(";"),
        }
    }
}

/// The body of a create.
///
/// # Errors
/// A [`Problem`] naming the field without which the service takes no entry.
pub fn create(outgoing: &Outgoing, sender: Sender<'_>) -> Result<NewEntry, Problem> {
    let content = &outgoing.content;
    let (start, end) = times(content)?;
    let deduct = content.deducted(end);
    let length = content.booked_as == BookedAs::Length;
    let both = sender.own.is_some_and(|own| own.needs_both);
    let charge = Charge::of(content)?;
    let asked = |place| content.extra.note_to.contains(&place);
    Ok(NewEntry {
        charge_to_id: charge.id,
        charge_to_type: charge.kind,
        company: charge.company,
        member: member(content, sender.own),
        time_start: figures::instant(start),
        time_end: (!length || both).then(|| figures::instant(end)),
        actual_hours: (length || both).then(|| figures::hours(content.worked(end))),
        hours_deduct: (deduct > 0).then(|| figures::hours(deduct)),
        work_type: content.work_type.as_ref().map(named),
        work_role: content.work_role.as_ref().map(named),
        agreement: content.agreement.as_ref().map(named),
        billable_option: billable(content.billable),
        notes: content
            .note
            .as_deref()
            .filter(|note| !note.is_empty())
            .map(line_ends),
        internal_notes: internal(content, outgoing.marked.then_some(outgoing.key)),
        add_to_detail_description_flag: asked(NoteTo::TicketDiscussion),
        add_to_internal_analysis_flag: asked(NoteTo::TicketInternal),
        add_to_resolution_flag: asked(NoteTo::TicketResolution),
        mail: Mail::from(&outgoing.mailing),
        mobile_guid: (sender.marker != Marker::None).then(|| outgoing.key.to_string()),
    })
}

/// What an entry is charged to, in the service's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// `chargeToId`; none where the company alone is charged.
    pub id: Option<i64>,
    /// `chargeToType`, likewise.
    pub kind: Option<&'static str>,
    /// `company`, where the entry has to name it.
    pub company: Option<Ref>,
}

impl Charge {
    /// What a content is charged to.
    ///
    /// # Errors
    /// Neither a target nor a client, a target without a number, a task.
    pub fn of(content: &Content) -> Result<Self, Problem> {
        let Some(target) = &content.target else {
            let client = content.client.as_ref();
            let client = client.ok_or_else(|| missing("charge_to", "chargeToId required"))?;
            return Ok(Self {
                id: None,
                kind: None,
                company: Some(identified(client)),
            });
        };
        let kind = match target.kind {
            TargetKind::Ticket => "ServiceTicket",
            TargetKind::ProjectTicket => "ProjectTicket",
            TargetKind::ChargeCode => "ChargeCode",
            TargetKind::Activity => "Activity",
            TargetKind::Task => {
                return Err(missing("charge_to", "tasks are not known to this service"));
            }
        };
        let id = target
            .at
            .number()
            .and_then(|number| number.parse().ok())
            .filter(|id| *id > 0);
        let id = id.ok_or_else(|| {
            let message = format!(
                "the {} {} has no number on the service",
                target.kind, target.at
            );
            missing("charge_to", &message)
        })?;
        let company = content
            .client
            .as_ref()
            .filter(|_| target.kind == TargetKind::ChargeCode);
        Ok(Self {
            id: Some(id),
            kind: Some(kind),
            company: company.map(identified),
        })
    }
}

/// Start and end, seconds UTC.
///
/// # Errors
/// The one that is missing.
pub fn times(content: &Content) -> Result<(i64, i64), Problem> {
    let start = content
        .start
        .ok_or_else(|| missing("start", "timeStart required"))?;
    let end = content
        .end
        .ok_or_else(|| missing("end", "timeEnd or actualHours required"))?;
    Ok((start, end))
}

/// Whose time it is.
#[must_use]
pub fn member(content: &Content, own: Option<&Member>) -> Option<Ref> {
    match &content.member {
        Some(member) => Some(identified(member)),
        None => own?.reference().map(|member| identified(&member)),
    }
}

/// The internal note, with a marker on a line of its own where one is left.
#[must_use]
pub fn internal(content: &Content, marked: Option<Key>) -> Option<String> {
    let note = content
        .internal_note
        .as_deref()
        .map(|note| unmarked(&line_ends(note)));
    let note = note.filter(|note| !note.is_empty());
    match (note, marked) {
        (Some(note), Some(key)) => Some(format!("{}\n{}", note.trim_end(), key.marker())),
        (None, Some(key)) => Some(key.marker()),
        (note, None) => note,
    }
}

/// The service's word for the billable option.
#[must_use]
pub fn billable(option: Billable) -> &'static str {
    match option {
        Billable::Billable => "Billable",
        Billable::DoNotBill => "DoNotBill",
        Billable::NoCharge => "NoCharge",
        Billable::NoDefault => "NoDefault",
    }
}

/// A thing that has a name.
#[must_use]
pub fn named(reference: &Reference) -> Ref {
    by_id(reference).unwrap_or_else(|| Ref::Name {
        name: reference.typed.clone(),
    })
}

/// A thing that has a short name: members, companies.
#[must_use]
pub fn identified(reference: &Reference) -> Ref {
    by_id(reference).unwrap_or_else(|| Ref::Identifier {
        identifier: reference.typed.clone(),
    })
}

fn by_id(reference: &Reference) -> Option<Ref> {
    reference.number()?.parse().ok().map(|id| Ref::Id { id })
}

/// A refusal of our own, in the service's terms.
pub fn missing(field: &str, message: &str) -> Problem {
    Problem {
        code: "incomplete".to_owned(),
        rule: None,
        field: Some(field.to_owned()),
        message: message.to_owned(),
    }
}

#[cfg(test)]
mod tests;
