//! The proof of "exactly once": the engine on a service in memory, in bad weather, on
//! clocks that jump, killed at any moment.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod generate;
mod histories;
mod history;
mod probe;
mod scenarios;
mod service;
mod truth;
mod world;
