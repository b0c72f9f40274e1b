//! The proof of "exactly once": the engine on a service in memory, in bad weather, on
//! clocks that jump, killed at any moment.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod adapter;
mod answers;
mod generate;
mod histories;
mod history;
mod play;
mod probe;
mod scenarios;
mod service;
mod truth;
mod verdict;
mod weather;
mod world;
