//! `tt`: see the architecture notes (written when the crate stands).

pub mod clock;
pub mod config;
pub mod domain;
pub mod rounding;
pub mod rules;
