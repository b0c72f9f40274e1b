//! Small things that outlive a run: tenants, pace, the database's identity.

use super::error::StoreError;
use super::view::View;
use super::{Tx, row};
use serde_json::Value;

impl View<'_> {
    /// The identity of this database; copies share it.
    ///
    /// # Errors
    /// The store's.
    pub fn id(&self) -> Result<String, StoreError> {
        Ok(self.kept("tt", "id")?.unwrap_or_default())
    }

    /// The tenant the profile's links belong to.
    ///
    /// # Errors
    /// The store's.
    pub fn tenant_of(&self, profile: &str) -> Result<Option<String>, StoreError> {
        self.kept("tenant", profile)
    }

    /// What was kept about the pace of a scope, such as a tenant's address.
    ///
    /// # Errors
    /// The store's.
    pub fn pace(&self, scope: &str) -> Result<Option<Value>, StoreError> {
        self.first(
            "SELECT value FROM state WHERE scope='pace' AND name=?1",
            [scope],
            |row| row::json(row, 0),
        )
        .map(Option::flatten)
    }

    pub(super) fn kept(&self, scope: &str, name: &str) -> Result<Option<String>, StoreError> {
        self.first(
            "SELECT value FROM state WHERE scope=?1 AND name=?2",
            [scope, name],
            |row| row.get(0),
        )
    }
}

impl Tx<'_> {
    /// Ties the profile to a tenant, for good.
    ///
    /// # Errors
    /// [`StoreError::OtherTenant`] where it is tied to another one; the store's.
    pub fn bind_tenant(&self, profile: &str, tenant: &str) -> Result<(), StoreError> {
        match self.tenant_of(profile)? {
            None => self.keep("tenant", profile, tenant),
            Some(bound) if bound == tenant => Ok(()),
            Some(bound) => Err(StoreError::OtherTenant {
                profile: profile.to_owned(),
                bound,
                asked: tenant.to_owned(),
            }),
        }
    }

    /// Keeps what the next run must know about the pace of a scope.
    ///
    /// # Errors
    /// The store's.
    pub fn keep_pace(&self, scope: &str, value: &Value) -> Result<(), StoreError> {
        self.keep("pace", scope, &value.to_string())
    }

    pub(super) fn keep(&self, scope: &str, name: &str, value: &str) -> Result<(), StoreError> {
        self.run_one(
            "INSERT INTO state(scope,name,value) VALUES(?1,?2,?3)
             ON CONFLICT(scope,name) DO UPDATE SET value=?3",
            [scope, name, value],
            || format!("{scope} of {name}"),
        )
    }
}
