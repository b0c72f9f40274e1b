//! The vocabulary of `tt`: plain types and the grammar of what is typed. No I/O, no clock, no environment.

pub mod span;
pub mod when;
pub mod zone;
