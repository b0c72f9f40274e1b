//! Rules on notes, names and addresses.

use super::wording::{field, list};
use super::{Answer, Finding, Subject};
use crate::domain::charge::Reference;
use crate::rules::facts::FactError;

type Asked = Result<Answer, FactError>;

pub(crate) fn note<'a>(of: &Subject<'a>) -> &'a str {
    of.content.note.as_deref().unwrap_or_default().trim()
}

pub(crate) fn note_required(of: &Subject<'_>) -> Asked {
    let required = of.ctx.rules.note_required;
    Answer::unless(!required || !note(of).is_empty(), Finding::default)
}

pub(crate) fn note_min_chars(of: &Subject<'_>) -> Asked {
    let least = of.ctx.rules.note_min_chars as usize;
    let chars = note(of).chars().count();
    // No note at all is the business of tt/note-required.
    Answer::unless(chars == 0 || chars >= least, || {
        Finding::default().with("chars", chars).with("least", least)
    })
}

/// Control characters; of these only newline and tab are harmless in a note.
fn is_hostile(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
}

pub(crate) fn no_control_chars(of: &Subject<'_>) -> Asked {
    let content = of.content;
    let extra = &content.extra;
    let typed = |reference: &'_ Option<Reference>| {
        reference.as_ref().is_some_and(|it| {
            it.typed.contains(is_hostile)
                || it.name.as_ref().is_some_and(|n| n.contains(is_hostile))
                || it.id.as_ref().is_some_and(|id| id.contains(is_hostile))
        })
    };
    let text = |text: &Option<String>| text.as_ref().is_some_and(|t| t.contains(is_hostile));
    let target = content.target.as_ref().map(|target| target.at.clone());
    let cc = of.mailing.map_or(&[][..], |mailing| &mailing.cc);
    let found: Vec<Finding> = [
        ("profile", text(&content.profile)),
        ("charge_to", typed(&target)),
        ("project", typed(&content.project)),
        ("client", typed(&content.client)),
        ("service", typed(&content.service)),
        ("task", typed(&content.task)),
        ("member", typed(&content.member)),
        ("zone", content.zone.contains(is_hostile)),
        ("note", text(&content.note)),
        ("internal_note", text(&content.internal_note)),
        ("work_type", typed(&content.work_type)),
        ("work_role", typed(&content.work_role)),
        ("agreement", typed(&content.agreement)),
        ("tags", content.tags.iter().any(|t| t.contains(is_hostile))),
        ("extra.agreement_service", text(&extra.agreement_service)),
        ("extra.agreement_bundle", text(&extra.agreement_bundle)),
        ("extra.detail", text(&extra.detail)),
        ("email_cc", cc.iter().any(|t| t.contains(is_hostile))),
    ]
    .into_iter()
    .filter(|(_, hostile)| *hostile)
    .map(|(name, _)| Finding::default().at(name).with("field", field(name)))
    .collect();
    Ok(found.into())
}

/// ConnectWise: addresses for copies are well-formed.
pub(crate) fn addresses(of: &Subject<'_>) -> Asked {
    let bad: Vec<String> = of
        .mailing
        .map_or(&[][..], |mailing| &mailing.cc)
        .iter()
        .filter(|address| !is_address(address))
        .map(|address| format!("{address:?}"))
        .collect();
    Answer::unless(bad.is_empty(), || {
        Finding::default().with("addresses", list(&bad, 3))
    })
}

/// One address as people write it: one `@`, something before it, a dotted name
/// after it, and nothing that separates addresses or carries a display name.
fn is_address(text: &str) -> bool {
    const SEPARATORS: &[char] = &[',', ';', ':', '<', '>', '(', ')', '[', ']', '"', '\\'];
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let labels_hold = domain.split('.').all(|label| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    });
    let dots_hold = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    text.len() <= 254
        && !local.is_empty()
        && dots_hold
        && !local.contains(|c: char| c.is_whitespace() || c.is_control() || SEPARATORS.contains(&c))
        && domain.contains('.')
        && labels_hold
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn an_address_is_what_a_mail_program_would_take() {
        for good in [
            "a@b.nl",
            "jane.doe+cw@mail.acme-it.co.uk",
            "o'neil@acme.test",
        ] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "@b.nl",
            "a@",
            "a@b",
            "a@@b.nl",
            "a b@c.nl",
            "a@b..nl",
            "a@b.nl.",
            "a@b.nl,c@d.nl",
            "Jane <a@b.nl>",
            ".a@b.nl",
            "a..b@c.nl",
            "a@-b.nl",
            "a@b.nl\n",
        ] {
            assert!(!is_address(bad), "{bad:?}");
        }
        assert!(!is_address(&format!("{}@b.nl", "a".repeat(260))));
    }
}
