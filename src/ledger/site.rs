//! Who acts, when, and by which terms: the settings a command goes by, taken
//! from the configuration once.

use crate::domain::settings::{ProfileSettings, RuleSettings};
use crate::rules::{Context, Facts, Stage};
use std::collections::BTreeMap;

/// The terms of one profile.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The profile.
    pub profile: ProfileSettings,
    /// Its rules.
    pub rules: RuleSettings,
}

/// Who acts, when, and by which terms.
#[derive(Debug, Clone)]
pub struct Site {
    /// This moment, seconds UTC.
    pub now: i64,
    /// The person's login name.
    pub who: String,
    /// The rules of entries without a profile.
    pub rules: RuleSettings,
    /// Catalog data older than this (seconds) is stale.
    pub catalog_max_age: i64,
    /// The profiles, by name.
    pub profiles: BTreeMap<String, Terms>,
}

impl Site {
    /// What the rules of this profile go by. A profile that the configuration no
    /// longer knows is treated as none: only the rules everywhere hold.
    #[must_use]
    pub fn context<'a>(
        &'a self,
        profile: Option<&str>,
        stage: Stage,
        facts: &'a dyn Facts,
    ) -> Context<'a> {
        let terms = profile.and_then(|name| self.profiles.get(name));
        let rules = terms.map_or(&self.rules, |terms| &terms.rules);
        let mut context = Context::new(self.now, stage, rules, facts);
        context.profile = terms.map(|terms| &terms.profile);
        context
    }
}
