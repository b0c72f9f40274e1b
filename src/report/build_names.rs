//! Which references mean the same thing: one that the service knows and one as
//! it was typed are one row of a report, not two.

use crate::domain::charge::Reference;
use std::collections::HashMap;

/// Things met so far; each has a number.
#[derive(Debug, Default)]
pub(super) struct Names {
    things: Vec<Reference>,
    by_id: HashMap<String, usize>,
    by_word: HashMap<String, usize>,
}

impl Names {
    /// The number of this thing: by the service's identity, else by the words it goes by.
    pub(super) fn number(&mut self, reference: &Reference) -> usize {
        let typed = word(&reference.typed);
        let known = match &reference.id {
            Some(id) => self.by_id.get(id).copied().or_else(|| {
                let words = [Some(&reference.typed), Some(id), reference.name.as_ref()];
                let mut met = words.into_iter().flatten();
                let met = met.find_map(|text| self.by_word.get(&word(text)).copied());
                met.filter(|number| self.things[*number].id.is_none())
            }),
            None => match self.by_word.get(&typed) {
                // Nothing to learn from it.
                Some(number) if reference.name.is_none() => return *number,
                known => known.copied(),
            },
        };
        let number = known.unwrap_or_else(|| {
            self.things.push(reference.clone());
            self.things.len() - 1
        });
        self.learn(number, reference);
        number
    }

    fn learn(&mut self, number: usize, reference: &Reference) {
        let thing = &mut self.things[number];
        if thing.id.is_none() && reference.id.is_some() {
            *thing = reference.clone();
        } else if thing.name.is_none() && reference.name.is_some() {
            thing.name.clone_from(&reference.name);
        }
        let id = reference.id.iter();
        for text in id.clone().chain([&reference.typed]).chain(&reference.name) {
            self.by_word.entry(word(text)).or_insert(number);
        }
        for id in id {
            self.by_id.entry(id.clone()).or_insert(number);
        }
    }

    /// The thing with this number, as best known.
    pub(super) fn thing(&self, number: usize) -> &Reference {
        &self.things[number]
    }
}

/// As people compare what they typed.
fn word(text: &str) -> String {
    text.trim_start_matches('#').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_and_what_the_service_knows_are_one_thing() {
        let resolved = Reference {
            id: Some("7".to_owned()),
            typed: "acme".to_owned(),
            name: Some("Acme Corp".to_owned()),
        };
        let typed = Reference::typed("ACME");
        let by_number = Reference::typed("7");
        let by_name = Reference::typed("acme corp");
        let other = Reference::known("8", Some("Acme Corp"));
        for order in [
            [&resolved, &typed, &by_number, &by_name],
            [&typed, &resolved, &by_name, &by_number],
        ] {
            let mut names = Names::default();
            let numbers = order.map(|reference| names.number(reference));
            assert_eq!(numbers, [0; 4], "{order:?}");
            assert_eq!(names.thing(0).name.as_deref(), Some("Acme Corp"));
            assert_eq!(names.thing(0).id.as_deref(), Some("7"));
            // Another client of the same name stays another one.
            assert_eq!(names.number(&other), 1);
        }
    }
}
