//! What time is charged to: the five targets, and references to things a
//! service knows, resolved or as typed.

use super::content::Content;
use super::status::words;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A thing of the service: as typed, and as the catalog or the service resolved it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Reference {
    /// The service's identity; none until resolved.
    #[serde(default)]
    pub id: Option<String>,
    /// What the person typed, or the identity where the service named it.
    #[serde(rename = "ref")]
    pub typed: String,
    /// The name a person knows it by, once known.
    #[serde(default)]
    pub name: Option<String>,
}

impl Reference {
    /// A reference as typed, not yet resolved.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        Self {
            id: None,
            typed: text.to_owned(),
            name: None,
        }
    }

    /// A reference known by the service's identity.
    #[must_use]
    pub fn known(id: &str, name: Option<&str>) -> Self {
        Self {
            id: Some(id.to_owned()),
            typed: id.to_owned(),
            name: name.map(str::to_owned),
        }
    }

    /// The same thing on the service: by identity where both know it, else as typed.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.id, &other.id) {
            (Some(one), Some(two)) => one == two,
            _ => self.typed == other.typed,
        }
    }

    /// The identity where known, else the digits that were typed.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        self.id.as_deref().or_else(|| {
            let digits = self.typed.strip_prefix('#').unwrap_or(&self.typed);
            (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
        })
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) if !name.eq_ignore_ascii_case(&self.typed) => {
                write!(f, "{} {name}", self.typed)
            }
            _ => f.write_str(&self.typed),
        }
    }
}

words! {
    /// The five things time is charged to; at most one an entry.
    TargetKind {
        /// A service ticket.
        Ticket = "ticket",
        /// A ticket of a project.
        ProjectTicket = "project-ticket",
        /// A task of a project.
        Task = "task",
        /// A sales activity.
        Activity = "activity",
        /// A charge code: time that belongs to no client's work.
        ChargeCode = "charge-code",
    }
}

words! {
    /// What an entry is charged to, the target or what stands in its place.
    Chargeable {
        /// A service ticket.
        Ticket = "ticket",
        /// A ticket of a project.
        ProjectTicket = "project-ticket",
        /// A task of a project.
        Task = "task",
        /// A sales activity.
        Activity = "activity",
        /// A charge code.
        ChargeCode = "charge-code",
        /// No target, but a project.
        Project = "project",
        /// Neither target nor project, but a client.
        Client = "client",
        /// None of these.
        General = "general",
    }
}

impl Chargeable {
    /// What an entry is charged to.
    #[must_use]
    pub fn of(content: &Content) -> Self {
        match (&content.target, &content.project, &content.client) {
            (Some(target), ..) => Self::from(target.kind),
            (None, Some(_), _) => Self::Project,
            (None, None, Some(_)) => Self::Client,
            (None, None, None) => Self::General,
        }
    }
}

impl From<TargetKind> for Chargeable {
    fn from(kind: TargetKind) -> Self {
        match kind {
            TargetKind::Ticket => Self::Ticket,
            TargetKind::ProjectTicket => Self::ProjectTicket,
            TargetKind::Task => Self::Task,
            TargetKind::Activity => Self::Activity,
            TargetKind::ChargeCode => Self::ChargeCode,
        }
    }
}

/// What time is charged to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Target {
    /// Which of the five.
    pub kind: TargetKind,
    /// Which one of them.
    #[serde(flatten)]
    pub at: Reference,
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TargetKind::Ticket => write!(f, "#{}", self.at),
            kind => write!(f, "{kind} {}", self.at),
        }
    }
}
