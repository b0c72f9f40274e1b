//! `tt`: see the architecture notes (written when the crate stands).

pub mod clock;
pub mod domain;
pub mod rules;
pub mod store;
