//! Internal codes of general time, work types of all other, and who may set the billing.

use super::super::lookup::{called, identity, known};
use super::super::references::in_use;
use super::super::wording::{field, list};
use super::super::{Answer, Change, Finding, Subject};
use super::{Asked, has_parent, is_general, tenant};
use crate::domain::catalog::{CatalogItem, CatalogKind, names};
use crate::domain::charge::{Reference, TargetKind};
use crate::domain::entry::AdjustedTo;
use crate::domain::given::Slot;
use crate::domain::status::Billable;
use crate::domain::tenant::TimeOff;
use crate::rules::changes::changed_fields;
use crate::rules::facts::Known;

/// The internal code of general time.
fn code<'a>(of: &Subject<'a>) -> Option<&'a Reference> {
    let target = of.content.target.as_ref();
    target
        .filter(|target| target.kind == TargetKind::ChargeCode)
        .map(|target| &target.at)
}

/// General time has an internal code, of one of two sorts.
pub(crate) fn general_code(of: &Subject<'_>) -> Asked {
    if !is_general(of) {
        return Ok(Answer::Good);
    }
    let Some(code) = code(of) else {
        return Ok(Finding::default()
            .saying(
                "time on neither ticket nor task needs an internal code",
                "add --charge-code, --ticket or --task",
            )
            .into());
    };
    let answer = in_use(of, CatalogKind::ChargeCodes, code, |item| {
        let word = item.text(names::CODE_TYPE)?;
        let internal = ["internal-activity", "general-activity"].contains(&word.as_str());
        (!internal).then(|| Finding::default().with("problem", "is no internal code"))
    })?;
    // Its sort must be known to be right.
    if let (Answer::Good, Known::Item { item, .. }) =
        (&answer, known(of, CatalogKind::ChargeCodes, code)?)
        && item.text(names::CODE_TYPE).is_none()
    {
        return Ok(Answer::Unknown);
    }
    Ok(answer)
}

/// The kind of time off that a code books, by what is known of it or by its name.
fn time_off(item: Option<&CatalogItem>, name: &str) -> Option<TimeOff> {
    if let Some(word) = item.and_then(|item| item.text(names::TIME_OFF)) {
        return TimeOff::from_word(&word);
    }
    match name.trim().to_lowercase().as_str() {
        "floating holiday" => Some(TimeOff::FloatingHoliday),
        "personal" | "personal time" => Some(TimeOff::Personal),
        "sick" | "sick time" => Some(TimeOff::Sick),
        "vacation" | "vacation time" => Some(TimeOff::Vacation),
        _ => None,
    }
}

/// Time off only where its code is shown among regular time.
pub(crate) fn time_off_codes(of: &Subject<'_>) -> Asked {
    let Some(code) = code(of) else {
        return Ok(Answer::Good);
    };
    let (item, stale) = match known(of, CatalogKind::ChargeCodes, code)? {
        Known::Item { item, stale } => (Some(item), stale),
        _ => (None, false),
    };
    let name = match (&item, &code.name) {
        (Some(item), _) => &item.name,
        (None, Some(name)) => name,
        (None, None) => &code.typed,
    };
    let Some(kind) = time_off(item.as_deref(), name) else {
        let numeric = item.is_none() && code.number().is_some() && code.name.is_none();
        return Ok(if numeric {
            Answer::Unknown
        } else {
            Answer::Good
        });
    };
    Answer::unless(tenant(of).regular_time_codes.contains(&kind), || {
        Finding::default()
            .with("name", code)
            .with("kind", kind)
            .stale(stale)
    })
}

/// A work type on general time is the internal code, whatever was given.
pub(crate) fn general_allocation(of: &Subject<'_>) -> Asked {
    let Some(code) = code(of) else {
        return Ok(Answer::Good);
    };
    let is = identity(of, CatalogKind::ChargeCodes, code)?;
    if let Some(given) = &of.content.work_type {
        let was = identity(of, CatalogKind::WorkTypes, given)?;
        let same_words = given.typed.eq_ignore_ascii_case(&code.typed);
        if same_words || (was.is_some() && was == is) {
            return Ok(Answer::Good);
        }
    }
    let becomes = Reference {
        id: is,
        ..code.clone()
    };
    let mut change = Change::of("work_type", Some(code.to_string())).with("code", code);
    // Who may not set the billing leaves it out, and the service puts it there itself.
    if tenant(of).may_set_billing {
        change = change.value(AdjustedTo::Thing(becomes));
    }
    if let Some(given) = &of.content.work_type {
        change = change.from(given);
    }
    Ok(change.into())
}

/// General time is not billed and on no invoice.
pub(crate) fn general_billing(of: &Subject<'_>) -> Asked {
    if !is_general(of) {
        return Ok(Answer::Good);
    }
    let content = of.content;
    if content.extra.show_on_invoice == Some(true) {
        return Ok(Finding::default()
            .at("extra.show_on_invoice")
            .saying(
                "time on neither ticket nor task is on no invoice",
                "leave --show-on-invoice out, or add --ticket or --task",
            )
            .into());
    }
    if matches!(content.billable, Billable::DoNotBill | Billable::NoDefault) {
        return Ok(Answer::Good);
    }
    if content.given.is_default(Slot::Billable) {
        let becomes = Billable::DoNotBill;
        return Ok(Change::of("billable", Some(becomes.word().to_owned()))
            .from(content.billable)
            .value(AdjustedTo::Billable(becomes))
            .saying("time on neither ticket nor task is never billed")
            .into());
    }
    Ok(Finding::default().into())
}

/// The work type is one for tickets and tasks, and in use.
pub(crate) fn work_type(of: &Subject<'_>) -> Asked {
    let Some(given) = of.content.work_type.as_ref().filter(|_| has_parent(of)) else {
        return Ok(Answer::Good);
    };
    in_use(of, CatalogKind::WorkTypes, given, |item| {
        let word = item.text(names::CODE_TYPE)?;
        (word != "general")
            .then(|| Finding::default().with("problem", "is not for tickets and tasks"))
    })
}

/// Billing is set only by who may.
pub(crate) fn billing_permission(of: &Subject<'_>) -> Asked {
    if tenant(of).may_set_billing {
        return Ok(Answer::Good);
    }
    let content = of.content;
    // What the service holds already is not sent again.
    let changed = of
        .old_content()
        .filter(|_| of.ctx.seen.is_some())
        .map(|old| changed_fields(old, content));
    let sent = |name: &str| changed.as_ref().is_none_or(|all| all.contains(&name));
    let given: Vec<&'static str> = [
        ("work_type", content.work_type.is_some()),
        ("agreement", content.agreement.is_some()),
        ("billable", content.billable != Billable::NoDefault),
        (
            "extra.show_on_invoice",
            content.extra.show_on_invoice.is_some(),
        ),
    ]
    .into_iter()
    .filter_map(|(name, given)| (given && sent(name)).then_some(name))
    .collect();
    Answer::unless(given.is_empty(), || {
        let words: Vec<String> = given.iter().map(|name| field(name)).collect();
        Finding::default()
            .at(given[0])
            .with("fields", list(&words, 4))
    })
}

/// Named for messages, with what the catalog calls it.
pub(super) fn named(of: &Subject<'_>, kind: CatalogKind, what: &Reference) -> String {
    let seen = super::lookup::find(of, kind, what).ok().flatten();
    called(what, seen.as_ref())
}
