//! One of a service's list: by its number in the list, its code, or a part of its name.

use super::answers::{line, missing};
use super::shown;
use crate::app::App;
use crate::cmd::ask;
use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::domain::charge::Reference;
use crate::failure::Failure;
use crate::screen::sanitize;

/// How many are shown; the others are found by a part of their name.
const SHOWN: usize = 20;

/// What an answer means.
#[derive(Debug, PartialEq, Eq)]
enum Meant<'i> {
    /// This one.
    One(&'i CatalogItem),
    /// Any of these.
    Several(Vec<&'i CatalogItem>),
    /// Nothing there.
    None,
}

fn meant<'i>(typed: &str, items: &'i [CatalogItem]) -> Meant<'i> {
    let place = typed.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    if let Some(item) = place.and_then(|at| items.get(at)) {
        return Meant::One(item);
    }
    let typed = typed.to_lowercase();
    let is = |text: &str| text.to_lowercase() == typed;
    let exact = |item: &&CatalogItem| {
        is(&item.id) || is(&item.name) || item.code.as_deref().is_some_and(is)
    };
    if let Some(item) = items.iter().find(exact) {
        return Meant::One(item);
    }
    let part = |text: &str| text.to_lowercase().contains(&typed);
    let near = |item: &&CatalogItem| part(&item.name) || item.code.as_deref().is_some_and(part);
    let near: Vec<_> = items.iter().filter(near).collect();
    match near.as_slice() {
        [] => Meant::None,
        [one] => Meant::One(one),
        _ => Meant::Several(near),
    }
}

/// One of them as it is written and read back.
fn word(item: &CatalogItem) -> &str {
    match (item.kind, &item.code) {
        (CatalogKind::Members, Some(code)) => code,
        (CatalogKind::Members, None) => &item.id,
        _ => &item.name,
    }
}

fn title(item: &CatalogItem) -> String {
    let text = match &item.code {
        Some(code) if *code != item.name => format!("{} ({code})", item.name),
        _ => item.name.clone(),
    };
    sanitize(&text).into_owned()
}

/// Whose time it is: whoever the key belongs to, unless the person says another.
pub fn member(
    app: &mut App<'_>,
    own: Option<&Reference>,
    members: &[CatalogItem],
) -> anyhow::Result<Option<String>> {
    if !ask::somebody(app) {
        return match own {
            Some(own) => Ok(Some(own.typed.clone())),
            None if members.is_empty() => Ok(None),
            None => {
                let words = members.iter().take(SHOWN).map(|item| match item.code {
                    Some(_) => sanitize(word(item)).into_owned(),
                    None => format!("{} ({})", sanitize(word(item)), sanitize(&item.name)),
                });
                let words: Vec<_> = words.collect();
                let words: Vec<_> = words.iter().map(String::as_str).collect();
                Err(missing("whose time it is, is not said", "--member", &words).into())
            }
        };
    }
    if members.is_empty() {
        return Ok(own.map(|own| own.typed.clone()));
    }
    let usual = own.map(|own| (own.typed.clone(), shown(own)));
    one(app, "Whose time is it?", usual, members)
}

/// What entries have that name nothing else: as typed, or as the person chooses.
pub fn usual(
    app: &mut App<'_>,
    kind: CatalogKind,
    slot: &mut Option<String>,
    list: impl FnOnce() -> Option<Vec<CatalogItem>>,
) -> anyhow::Result<()> {
    let asks = slot.is_none() && ask::somebody(app);
    if slot.is_none() && !asks {
        return Ok(());
    }
    let Some(items) = list().filter(|items| !items.is_empty()) else {
        return Ok(());
    };
    if let Some(typed) = slot {
        let Meant::One(item) = meant(typed, &items) else {
            let words: Vec<_> = items.iter().take(SHOWN).map(word).collect();
            return Err(Failure::usage(
                format!("there is no {} {typed:?} in use", kind.one()),
                format!("there is {}", sanitize(&words.join(", "))),
            )
            .into());
        };
        *typed = word(item).to_owned();
        return Ok(());
    }
    let question = format!("Usual {} (nothing: none)?", kind.one());
    *slot = one(app, &question, None, &items)?;
    Ok(())
}

/// One of a list at a terminal; nothing typed is the usual one.
fn one(
    app: &mut App<'_>,
    question: &str,
    usual: Option<(String, String)>,
    items: &[CatalogItem],
) -> anyhow::Result<Option<String>> {
    for (at, item) in items.iter().take(SHOWN).enumerate() {
        app.say(&format!("{:>4}  {}", at + 1, title(item)))?;
    }
    if items.len() > SHOWN {
        let n_more = items.len() - SHOWN;
        app.say(&format!("      and {n_more} more: type a part of the name"))?;
    }
    let or = usual
        .as_ref()
        .map_or_else(String::new, |(_, shown)| format!(" [{shown}]"));
    loop {
        let Some(typed) = line(app, &format!("{question}{or}"))? else {
            return Ok(usual.map(|(word, _)| word));
        };
        match meant(&typed, items) {
            Meant::One(item) => return Ok(Some(word(item).to_owned())),
            Meant::Several(several) => {
                let titles: Vec<_> = several.iter().take(SHOWN).map(|it| title(it)).collect();
                app.say(&format!("that may be {}", titles.join(", ")))?;
            }
            Meant::None => app.say("there is none like that")?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str, code: &str, name: &str) -> CatalogItem {
        CatalogItem {
            kind: CatalogKind::Members,
            id: id.into(),
            code: Some(code.into()),
            name: name.into(),
            active: true,
            facts: std::collections::BTreeMap::new(),
        }
    }

    #[test]
    fn an_answer_is_a_place_a_code_or_a_part_of_a_name() {
        let items = [
            item("124", "asmith", "Al Smith"),
            item("123", "jdoe", "Jane Doe"),
            item("125", "jroe", "Jane Roe"),
        ];
        for (typed, id) in [
            ("2", "123"),
            ("124", "124"),
            ("JDOE", "123"),
            ("roe", "125"),
            ("al smith", "124"),
        ] {
            assert!(
                matches!(meant(typed, &items), Meant::One(item) if item.id == id),
                "{typed}"
            );
        }
        assert!(matches!(meant("jane", &items), Meant::Several(two) if two.len() == 2));
        assert_eq!(meant("zoe", &items), Meant::None);
        assert_eq!(meant("0", &items), Meant::None);
    }
}
