//! From options to the fields of an entry: what was typed, then the defaults of
//! the profile for what was not. `none` takes a value away, and is remembered:
//! nobody fills such a field in.

use crate::cli::{Fields, Writing};
use crate::config::Profile;
use crate::domain::charge::{Reference, Target, TargetKind};
use crate::domain::content::Content;
use crate::domain::given::Slot;
use crate::domain::status::Billable;
use crate::domain::when;
use crate::failure::Failure;
use crate::rules;

/// Stands for "no value".
const NONE: &str = "none";

/// Lays the options over `content`, whose fields may come from defaults.
///
/// # Errors
/// An option that the profile's service does not know, a length that does not read.
pub fn lay(
    content: &mut Content,
    fields: &Fields,
    writing: &Writing,
    profile: Option<&Profile>,
) -> anyhow::Result<()> {
    content.profile = profile.map(|profile| profile.name.clone());
    change(content, fields, writing, profile)?;
    if let Some(profile) = profile {
        fill_in(content, profile);
    }
    Ok(())
}

/// Lays what was typed over `content`; everything else stays as it is.
///
/// # Errors
/// As [`lay`].
pub fn change(
    content: &mut Content,
    fields: &Fields,
    writing: &Writing,
    profile: Option<&Profile>,
) -> anyhow::Result<()> {
    if let Some(profile) = profile {
        refuse_unknown(fields, writing, profile)?;
    }
    if let Some((kind, typed)) = fields.targets.chosen() {
        let target = (typed != NONE).then(|| Target {
            kind,
            at: reference(typed),
        });
        // FreshBooks' task is a field that combines with the project.
        if kind == TargetKind::Task && profile.is_some_and(takes_task_beside) {
            put(content, Slot::Task, target.map(|target| target.at));
        } else {
            content.target = target;
        }
    }
    for (slot, typed) in [
        (Slot::Project, &fields.project),
        (Slot::Client, &fields.client),
        (Slot::Service, &fields.service),
        (Slot::WorkType, &fields.work_type),
        (Slot::WorkRole, &fields.work_role),
        (Slot::Agreement, &fields.agreement),
        (Slot::Member, &fields.member),
    ] {
        if let Some(typed) = typed {
            put(content, slot, (typed != NONE).then(|| reference(typed)));
        }
    }
    if let Some(billable) = fields.billable() {
        content.billable = billable;
        content.given.forget(Slot::Billable);
        if billable == Billable::NoDefault {
            content.given.set_none(Slot::Billable);
        }
    }
    for tag in &fields.tags {
        if tag == NONE {
            content.tags.clear();
        } else {
            content.tags.insert(tag.trim_start_matches('+').to_owned());
        }
    }
    if let Some(deduct) = &writing.deduct {
        content.deduct = when::length_or_none(deduct)?.map_or(0, |span| span.seconds());
    }
    if let Some(note) = &writing.internal_note {
        content.internal_note = some_text(note);
    }
    lay_extra(content, writing)
}

/// Puts what was typed in its place; none is remembered. The default of the profile,
/// typed once more, stays the default: nothing changes by it.
fn put(content: &mut Content, slot: Slot, typed: Option<Reference>) {
    let Some(place) = content.slot(slot) else {
        return;
    };
    let same = place.is_some() && *place == typed;
    let is_none = typed.is_none();
    *place = typed;
    if is_none {
        content.given.set_none(slot);
    } else if !same {
        content.given.forget(slot);
    }
}

/// Fills in the profile's defaults where nothing was said, and remembers which they are.
pub(super) fn fill_in(content: &mut Content, profile: &Profile) {
    let defaults = &profile.defaults;
    for (slot, value) in [
        (Slot::Project, &defaults.project),
        (Slot::Client, &defaults.client),
        (Slot::Service, &defaults.service),
        (Slot::WorkType, &defaults.work_type),
        (Slot::WorkRole, &defaults.work_role),
        (Slot::Agreement, &defaults.agreement),
    ] {
        let (Some(value), false) = (value, content.given.is_none(slot)) else {
            continue;
        };
        if let Some(place @ None) = content.slot(slot) {
            *place = Some(reference(value));
            content.given.set_default(slot);
        }
    }
    if let Some(billable) = defaults.billable
        && content.billable == Billable::NoDefault
        && !content.given.is_none(Slot::Billable)
    {
        content.billable = billable;
        content.given.set_default(Slot::Billable);
    }
}

/// Takes the defaults of another profile out again; what they were, in words.
pub(super) fn take_out_defaults(content: &mut Content) -> Vec<String> {
    let slots: Vec<Slot> = content.given.defaults().collect();
    let mut taken = Vec::new();
    for slot in slots {
        let name = slot.word().replace('_', " ");
        match content.slot(slot) {
            Some(place) => taken.extend(place.take().map(|value| format!("{name} {value}"))),
            None => {
                taken.push(format!("{name} {}", content.billable));
                content.billable = Billable::NoDefault;
            }
        }
        content.given.forget(slot);
    }
    taken
}

fn lay_extra(content: &mut Content, writing: &Writing) -> anyhow::Result<()> {
    let extra = &mut content.extra;
    extra.internal = writing.internal.or(extra.internal);
    extra.show_on_invoice = writing.show_on_invoice.or(extra.show_on_invoice);
    for (slot, typed) in [
        (&mut extra.agreement_service, &writing.agreement_service),
        (&mut extra.agreement_bundle, &writing.agreement_bundle),
        (&mut extra.detail, &writing.detail),
    ] {
        if let Some(typed) = typed {
            *slot = (typed != NONE).then(|| typed.clone());
        }
    }
    if let Some(offset) = &writing.offset {
        extra.offset_seconds = Some(when::signed_length(offset)?);
    }
    if !writing.note_to.is_empty() {
        extra.note_to.clone_from(&writing.note_to);
    }
    Ok(())
}

fn takes_task_beside(profile: &Profile) -> bool {
    !rules::takes_target(profile.kind(), TargetKind::Task)
        && rules::backend_knows(profile.kind(), "task")
}

/// A reference as typed; the `#` before a number is only for people.
fn reference(typed: &str) -> Reference {
    let digits = typed
        .strip_prefix('#')
        .filter(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    Reference::typed(digits.unwrap_or(typed))
}

/// A text, or none where only blanks were typed.
#[must_use]
pub fn some_text(text: &str) -> Option<String> {
    // What is pasted from elsewhere may end its lines in two characters.
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Refuses options that mean nothing to the profile's service.
fn refuse_unknown(fields: &Fields, writing: &Writing, profile: &Profile) -> Result<(), Failure> {
    let kind = profile.kind();
    let given = [
        ("project", fields.project.is_some()),
        ("client", fields.client.is_some()),
        ("service", fields.service.is_some()),
        ("work_type", fields.work_type.is_some()),
        ("work_role", fields.work_role.is_some()),
        ("agreement", fields.agreement.is_some()),
        ("internal_note", writing.internal_note.is_some()),
        ("note_to", !writing.note_to.is_empty()),
        ("email", !writing.email.is_empty()),
        ("email_cc", !writing.email_cc.is_empty()),
        ("show_on_invoice", writing.show_on_invoice.is_some()),
        ("offset", writing.offset.is_some()),
        ("agreement_service", writing.agreement_service.is_some()),
        ("agreement_bundle", writing.agreement_bundle.is_some()),
        ("internal", writing.internal.is_some()),
        ("detail", writing.detail.is_some()),
        ("no_clock", writing.no_clock),
    ];
    for (field, is_given) in given {
        if is_given && !rules::backend_knows(kind, field) {
            let option = field.replace('_', "-");
            return Err(Failure::usage(
                format!("--{option} means nothing to {}", kind.title()),
                format!(
                    "leave it out, or choose another profile than {} with -p",
                    profile.name
                ),
            ));
        }
    }
    Ok(())
}
