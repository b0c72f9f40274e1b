//! The vocabulary everything else speaks: entries, their targets and states,
//! identities, lengths and times. Pure data and pure functions; nothing here
//! reads a file, a clock or the environment.

pub mod block;
pub mod branch;
pub mod catalog;
pub mod charge;
pub mod content;
pub mod delivery;
pub mod entry;
pub mod gaps;
pub mod given;
pub mod grouping;
pub mod ids;
pub mod length_setting;
pub mod merge;
pub mod nearest;
pub mod prompt;
pub mod question;
pub mod secret;
pub mod settings;
pub mod span;
pub mod status;
pub mod tenant;
pub mod when;
pub mod zone;
