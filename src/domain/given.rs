//! What a person said of a field besides its value: that it has none, or nothing,
//! so that the profile filled it in. Knows no entry and decides nothing.

use super::status::words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

words! {
    /// Fields that a profile or a service may fill in where nothing is said, by their JSON names.
    Slot {
        /// Project.
        Project = "project",
        /// Client.
        Client = "client",
        /// Service.
        Service = "service",
        /// Task beside the target.
        Task = "task",
        /// Whose time it is.
        Member = "member",
        /// Work type.
        WorkType = "work_type",
        /// Work role.
        WorkRole = "work_role",
        /// Agreement, contract or retainer.
        Agreement = "agreement",
        /// Billable option; none is `no-default`.
        Billable = "billable",
    }
}

/// What was said of fields besides their values. A field is in at most one of the two
/// lists; one that is in neither has the value that was typed, or nothing was said of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Given {
    /// Fields that shall have no value: neither profile nor service fills them in.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    none: BTreeSet<Slot>,
    /// Fields whose value is a default of the profile.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    default: BTreeSet<Slot>,
}

impl Given {
    /// Whether nothing was said besides values.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.none.is_empty() && self.default.is_empty()
    }

    /// Whether the field shall have no value.
    #[must_use]
    pub fn is_none(&self, slot: Slot) -> bool {
        self.none.contains(&slot)
    }

    /// Whether the field has its value from the profile.
    #[must_use]
    pub fn is_default(&self, slot: Slot) -> bool {
        self.default.contains(&slot)
    }

    /// Fields that shall have no value.
    pub fn nones(&self) -> impl Iterator<Item = Slot> {
        self.none.iter().copied()
    }

    /// Fields with a default of the profile.
    pub fn defaults(&self) -> impl Iterator<Item = Slot> {
        self.default.iter().copied()
    }

    /// Nothing is said of this field besides its value.
    pub fn forget(&mut self, slot: Slot) {
        self.none.remove(&slot);
        self.default.remove(&slot);
    }

    /// The field shall have no value.
    pub fn set_none(&mut self, slot: Slot) {
        self.default.remove(&slot);
        self.none.insert(slot);
    }

    /// The field has its value from the profile.
    pub fn set_default(&mut self, slot: Slot) {
        self.none.remove(&slot);
        self.default.insert(slot);
    }

    /// No value is one of the profile's any more: they count as typed.
    pub fn forget_defaults(&mut self) {
        self.default.clear();
    }

    /// What was said of one field, as the other has it.
    pub fn take(&mut self, slot: Slot, from: &Self) {
        self.forget(slot);
        if from.is_none(slot) {
            self.none.insert(slot);
        }
        if from.is_default(slot) {
            self.default.insert(slot);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_said_to_be_one_thing_at_most() {
        let mut given = Given::default();
        given.set_default(Slot::WorkType);
        given.set_none(Slot::WorkType);
        assert!(given.is_none(Slot::WorkType) && !given.is_default(Slot::WorkType));
        given.set_default(Slot::WorkType);
        assert!(!given.is_none(Slot::WorkType) && given.is_default(Slot::WorkType));
        let mut other = Given::default();
        other.set_none(Slot::WorkType);
        other.take(Slot::WorkType, &given);
        assert_eq!(other, given);
        other.forget(Slot::WorkType);
        assert!(other.is_plain());
    }

    #[test]
    fn it_reads_back_and_takes_no_room_where_nothing_is_said() {
        let mut given = Given::default();
        assert_eq!(serde_json::to_string(&given).unwrap(), "{}");
        given.set_none(Slot::WorkType);
        given.set_default(Slot::Billable);
        let text = serde_json::to_string(&given).unwrap();
        assert_eq!(text, r#"{"none":["work_type"],"default":["billable"]}"#);
        assert_eq!(serde_json::from_str::<Given>(&text).unwrap(), given);
    }
}
