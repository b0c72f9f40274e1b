//! One entry that a rule admits and one that it stops, and how both are tried.

use super::world::{Ends, World};
use tt::rules::Stage;

/// One rule at one stage: an entry it admits, and one it stops.
pub struct Pair {
    pub rule: &'static str,
    pub stage: Stage,
    /// How the stopped entry ends.
    pub ends: Ends,
    /// Makes the world one in which the rule is asked and content.
    pub good: fn(&mut World),
    /// Then makes it one in which the rule, and no other, is broken.
    pub bad: fn(&mut World),
    /// Words that the message must have.
    pub says: &'static str,
}

impl Pair {
    pub fn run(&self, made: fn() -> World) {
        let (rule, stage) = (self.rule, self.stage);
        let mut world = made();
        (self.good)(&mut world);
        let said = world.ask(stage);
        assert_eq!(said.ids(), [""; 0], "{rule} at {stage} admits: {said:?}");
        assert!(
            !said.unchecked.iter().any(|id| id == rule),
            "{rule} at {stage} was not asked"
        );
        (self.bad)(&mut world);
        let said = world.ask(stage);
        assert_eq!(said.ids(), [rule], "{rule} at {stage} stops: {said:?}");
        let (ends, message, help) = match said.breaches.first() {
            Some((ends, breach)) => (*ends, &breach.message, &breach.help),
            None => {
                let adjustment = &said.adjustments[0];
                (Ends::Adjusted, &adjustment.message, &adjustment.message)
            }
        };
        assert_eq!(ends, self.ends, "{rule} at {stage}: {message}");
        assert!(
            message.contains(self.says),
            "{rule} at {stage} says {message:?}"
        );
        for text in [message, help] {
            assert!(!text.contains(['{', '}']), "{rule} at {stage}: {text}");
            let unfilled = |word: &str| word.len() > 3 && word.chars().all(char::is_uppercase);
            let words = text.split(|c: char| !c.is_alphanumeric());
            let capitals: Vec<_> = words
                .filter(|word| unfilled(word) && *word != "NAME")
                .collect();
            assert_eq!(
                capitals, [""; 0],
                "{rule} at {stage}: a place is not filled"
            );
        }
    }
}
