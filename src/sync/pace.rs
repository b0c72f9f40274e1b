//! The pace of a service, kept in the store across runs.

use crate::net::{Pace, PaceStore};
use crate::store::{Access, Store, StoreError};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Keeps the pace in the store, over a connection of its own.
#[derive(Debug)]
pub struct KeptPace(Mutex<Store>);

impl KeptPace {
    /// Opens the store once more.
    ///
    /// # Errors
    /// The store's.
    pub fn open(database: &Path, now: i64) -> Result<Self, StoreError> {
        Ok(Self(Mutex::new(Store::open(database, Access::Write, now)?)))
    }

    /// Seconds until the service of this scope may be asked again; none when it may be now.
    #[must_use]
    pub fn wait(&self, scope: &str, now: i64) -> Option<u64> {
        let pace = self.load(scope)?;
        let until = pace.not_before.max(pace.rest_until)?;
        u64::try_from(until.saturating_sub(now))
            .ok()
            .filter(|wait| *wait > 0)
    }
}

impl PaceStore for KeptPace {
    fn load(&self, scope: &str) -> Option<Pace> {
        let store = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let value = store.view().pace(scope).ok().flatten()?;
        Some(Pace {
            not_before: value["not_before"].as_i64(),
            failures: u32::try_from(value["failures"].as_u64().unwrap_or(0)).unwrap_or(u32::MAX),
            rest_until: value["rest_until"].as_i64(),
        })
    }

    fn save(&self, scope: &str, pace: &Pace) {
        let value = serde_json::json!({
            "not_before": pace.not_before,
            "failures": pace.failures,
            "rest_until": pace.rest_until,
        });
        let mut store = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = store.write(|tx| tx.keep_pace(scope, &value)) {
            log::warn!("the pace of {scope} could not be kept: {error}");
        }
    }
}
