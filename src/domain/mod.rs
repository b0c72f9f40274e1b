//! The words everything else is written in: plain values, no input or output.

pub mod secret;
