//! The rules: one table, pure checks, and the only makers of what the store takes.
//!
//! Never reads a file, a clock or the network: facts come through [`Facts`],
//! `now` through [`Context`].

mod admitted;
mod facts;

pub use admitted::{Admitted, Observed};
pub use facts::{Busy, FactError, Facts, Known};
