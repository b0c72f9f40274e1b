//! The two doors into the store: what the rules let through, and what a
//! service was seen to hold. Nothing outside `rules` can make either.

use crate::domain::content::Content;
use crate::domain::delivery::{Mailing, Remote};
use crate::domain::entry::{Adjustment, Breach};

/// Content that the rules let through, with what they had to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    pub(super) content: Content,
    pub(super) mailing: Mailing,
    pub(super) held: Vec<Breach>,
    pub(super) warnings: Vec<Breach>,
    pub(super) adjustments: Vec<Adjustment>,
    pub(super) unchecked: Vec<String>,
}

impl Admitted {
    /// The content, as it was asked for; adjustments stand beside it.
    #[must_use]
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// Mail asked for with this write.
    #[must_use]
    pub fn mailing(&self) -> &Mailing {
        &self.mailing
    }

    /// Breaches for which it is held.
    #[must_use]
    pub fn held(&self) -> &[Breach] {
        &self.held
    }

    /// Breaches that only warn.
    #[must_use]
    pub fn warnings(&self) -> &[Breach] {
        &self.warnings
    }

    /// Values that rules put in the place of others.
    #[must_use]
    pub fn adjustments(&self) -> &[Adjustment] {
        &self.adjustments
    }

    /// Rules that could not be asked.
    #[must_use]
    pub fn unchecked(&self) -> &[String] {
        &self.unchecked
    }
}

/// What the rules had to say about a stored entry, where nothing stops it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// Breaches for which it is held.
    pub held: Vec<Breach>,
    /// Breaches that only warn.
    pub warnings: Vec<Breach>,
    /// Rules that could not be asked.
    pub unchecked: Vec<String>,
    /// Values that rules put in the place of others.
    pub adjustments: Vec<Adjustment>,
}

/// What a service holds, checked for shape only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    pub(super) remote: Remote,
}

impl Observed {
    /// What the service holds.
    #[must_use]
    pub fn remote(&self) -> &Remote {
        &self.remote
    }
}

#[cfg(test)]
impl Admitted {
    /// Content no rule has seen, for tests of what lies below the rules.
    pub(crate) fn unchecked_for_tests(content: Content) -> Self {
        Self {
            content,
            mailing: Mailing::default(),
            held: Vec::new(),
            warnings: Vec::new(),
            adjustments: Vec::new(),
            unchecked: Vec::new(),
        }
    }

    /// The same with mail asked for.
    pub(crate) fn with_mailing(self, mailing: Mailing) -> Self {
        Self { mailing, ..self }
    }

    /// The same, held for these breaches.
    pub(crate) fn with_held(self, held: Vec<Breach>) -> Self {
        Self { held, ..self }
    }
}

#[cfg(test)]
impl Observed {
    /// What no adapter has read, for tests of what lies below them.
    pub(crate) fn unchecked_for_tests(remote: Remote) -> Self {
        Self { remote }
    }
}
