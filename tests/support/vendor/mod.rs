//! Fake services on loopback, stateful, with faults.
//!
//! `http` owns the socket, `faults` says what goes wrong, `rig` records and
//! applies it, and each vendor's folder holds what that service would do.
//! `oracle` is what the rules in those folders are asked by the tests of the rules.

pub mod autotask;
pub mod connectwise;
pub mod faults;
pub mod freshbooks;
pub mod http;
pub mod moneybird;
#[cfg(test)]
pub mod oracle;
pub mod rig;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks, also after another thread of a failing test has panicked.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
