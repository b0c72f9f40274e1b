//! Delivery: everything that brings entries to a service and back, exactly once.

pub mod backend;
pub mod connect;
mod deliver;
pub mod engine;
mod gone;
mod held;
mod hold;
mod import;
pub mod lock;
pub mod matching;
mod observe;
pub mod outcome;
pub mod pace;
pub mod progress;
mod settle;
mod tied;
mod window;

#[cfg(test)]
mod tests;
