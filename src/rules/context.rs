//! What a rule may look at besides the entry: the moment, the stage, the
//! settings, the facts, and what was there before.

use super::facts::Facts;
use super::rule::Stage;
use crate::domain::delivery::{Mailing, Remote};
use crate::domain::entry::Entry;
use crate::domain::settings::{ProfileSettings, RuleSettings};
use crate::domain::status::Status;

/// A step on the way to the invoice that somebody asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition<'a> {
    /// Where the entry is to stand.
    pub to: Status,
    /// Why it is given back, where it is.
    pub reason: Option<&'a str>,
}

/// Everything a rule may look at besides the entry.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// This moment, seconds UTC.
    pub now: i64,
    /// What is about to happen.
    pub stage: Stage,
    /// The profile the entry is delivered by; without one only rules of scope `tt` are asked.
    pub profile: Option<&'a ProfileSettings>,
    /// The site's settings, after the profile has had its say.
    pub rules: &'a RuleSettings,
    /// Other entries and the catalog.
    pub facts: &'a dyn Facts,
    /// The entry as it is stored; none for a new one.
    pub before: Option<&'a Entry>,
    /// What the service was last seen to hold of it.
    pub seen: Option<&'a Remote>,
    /// Whether a timer is ending: nothing is refused then, everything is held.
    pub ending: bool,
    /// The step asked for, at `submit` and `approve`.
    pub transition: Option<Transition<'a>>,
    /// At `push`, the mail that goes with the attempt; a draft carries its own.
    pub mailing: Option<&'a Mailing>,
}

impl<'a> Context<'a> {
    /// The least there is to know; the other fields start empty.
    #[must_use]
    pub fn new(now: i64, stage: Stage, rules: &'a RuleSettings, facts: &'a dyn Facts) -> Self {
        Self {
            now,
            stage,
            profile: None,
            rules,
            facts,
            before: None,
            seen: None,
            ending: false,
            transition: None,
            mailing: None,
        }
    }
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context")
            .field("now", &self.now)
            .field("stage", &self.stage)
            .field("profile", &self.profile.map(|profile| &profile.name))
            .field("before", &self.before.map(|entry| entry.id))
            .field("ending", &self.ending)
            .field("transition", &self.transition)
            .finish_non_exhaustive()
    }
}
