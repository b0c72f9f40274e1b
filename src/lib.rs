//! `tt`: see the architecture notes (written when the crate stands).

pub mod cli;
pub mod clock;
pub mod domain;
pub mod report;
pub mod rules;
pub mod screen;
