//! Delivery: everything that brings entries to a service and back, exactly once.

pub mod backend;
mod deliver;
pub mod engine;
pub mod lock;
pub mod matching;
pub mod outcome;
mod settle;
