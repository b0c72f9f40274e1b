//! Which of what was found begins with what was typed, and how it is named.

use crate::cli::complete::shell::Answer;
use crate::cli::complete::{Offer, Place};
use std::collections::{HashMap, HashSet};

/// As many as anybody looks through.
pub(super) const MOST: usize = 50;

/// Something that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// What it may be called, the best first; the last is unmistakable.
    pub(super) names: Vec<String>,
    /// What it is.
    pub(super) about: String,
}

impl Found {
    pub(super) fn of(name: impl Into<String>, about: impl Into<String>) -> Self {
        Self {
            names: vec![name.into()],
            about: about.into(),
        }
    }
}

/// What was typed, made ready to be compared.
pub(super) struct Typed {
    whole: String,
    words: Vec<String>,
}

impl Typed {
    pub(super) fn of(text: &str) -> Self {
        let whole = text.to_lowercase();
        let words = parts(&whole).map(str::to_owned).collect();
        Self { whole, words }
    }

    /// Whether the text begins with it, in any case.
    pub(super) fn begins(&self, text: &str) -> bool {
        begins_with(text, &self.whole)
    }

    /// Whether each of its words begins one of the text's.
    pub(super) fn is_in(&self, text: &str) -> bool {
        if self.words.is_empty() {
            return self.whole.is_empty();
        }
        // Asked of thousands of names: nothing is copied.
        let begins = |word: &String| parts(text).any(|part| begins_with(part, word));
        self.words.iter().all(begins)
    }
}

/// Whether the text, in small letters, begins so.
fn begins_with(text: &str, small: &str) -> bool {
    let mut chars = text.chars().flat_map(char::to_lowercase);
    small.chars().all(|c| chars.next() == Some(c))
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
}

/// What is offered, in the order in which it was found. Where anything begins with what
/// was typed, only such; else what has it at the beginning of a word.
pub(super) fn choose(place: &Place, found: Vec<Found>) -> Answer {
    let typed = Typed::of(&place.typed);
    let found = distinct(found);
    let mut offers: Vec<Offer> = Vec::new();
    for it in &found {
        let name = it.names.iter().find(|name| typed.begins(name));
        offers.extend(name.map(|name| offer(it, name)));
    }
    let fixed = place.fixed.iter();
    offers.extend(fixed.filter(|offer| typed.begins(&offer.value)).cloned());
    if !offers.is_empty() {
        return Answer::Prefix(once(offers));
    }
    for it in &found {
        let is_meant = it.names.iter().any(|name| typed.is_in(name)) || typed.is_in(&it.about);
        if is_meant && let Some(name) = it.names.first() {
            offers.push(offer(it, name));
        }
    }
    Answer::Words(once(offers))
}

fn offer(found: &Found, name: &str) -> Offer {
    let other = found.names.first().filter(|first| *first != name);
    Offer {
        value: name.to_owned(),
        about: other.map_or_else(|| found.about.clone(), |first| joined(first, &found.about)),
    }
}

/// As many as are looked through, each text once.
fn once(mut offers: Vec<Offer>) -> Vec<Offer> {
    let mut seen = HashSet::new();
    offers.retain(|offer| seen.insert(offer.value.clone()));
    offers.truncate(MOST);
    offers
}

/// Each thing once, and without names that another has too: nobody could say which is meant.
fn distinct(found: Vec<Found>) -> Vec<Found> {
    let mut seen = HashSet::new();
    let mut once: Vec<Found> = found;
    once.retain(|it| {
        it.names
            .last()
            .is_some_and(|sure| seen.insert(sure.clone()))
    });
    let mut owners: HashMap<String, usize> = HashMap::new();
    for it in &once {
        let own: HashSet<_> = it.names.iter().map(|name| name.to_lowercase()).collect();
        for name in own {
            *owners.entry(name).or_default() += 1;
        }
    }
    for it in &mut once {
        let Some(sure) = it.names.pop() else { continue };
        let is_own = |name: &String| owners.get(&name.to_lowercase()) == Some(&1);
        let (own, shared): (Vec<_>, Vec<_>) =
            std::mem::take(&mut it.names).into_iter().partition(is_own);
        it.names = own;
        it.names.push(sure);
        if let Some(name) = shared.into_iter().next() {
            it.about = joined(&name, &it.about);
        }
    }
    once
}

fn joined(first: &str, rest: &str) -> String {
    match rest {
        "" => first.to_owned(),
        rest => format!("{first}, {rest}"),
    }
}

#[cfg(test)]
mod tests;
