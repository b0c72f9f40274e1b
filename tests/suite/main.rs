//! The one test binary: linking is what costs.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod connectwise_wire;
mod layering;
mod net;
