//! Delivery: everything that brings entries to a service and back, exactly once.

mod answered;
pub mod backend;
pub mod catalog;
mod clearing;
pub mod connect;
mod deliver;
pub mod engine;
mod gone;
mod held;
mod hold;
mod import;
mod leave;
pub mod lock;
pub mod login;
pub mod look;
pub mod matching;
mod observe;
pub mod outcome;
pub mod pace;
pub mod pick;
pub mod progress;
mod settle;
pub mod sheets;
mod tied;
pub mod way;
mod window;

#[cfg(test)]
mod tests;
