//! Small things that outlive a run: tenants, pace, the database's identity.

use super::error::StoreError;
use super::view::View;
use super::{Tx, row};
use crate::domain::ids::{EntryId, RemoteId};
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

    /// Whether the identity belonged to an entry that is another record by now.
    ///
    /// # Errors
    /// The store's.
    pub fn is_forgotten(&self, profile: &str, id: &RemoteId) -> Result<bool, StoreError> {
        Ok(self.kept("forgotten", &of_profile(profile, id))?.is_some())
    }

    /// The entry that is held because this record of the service may be the same.
    ///
    /// # Errors
    /// The store's.
    pub fn alike(&self, profile: &str, id: &RemoteId) -> Result<Option<EntryId>, StoreError> {
        let kept = self.kept("alike", &of_profile(profile, id))?;
        Ok(kept.and_then(|id| id.parse().ok()).map(EntryId))
    }

    /// Whether a person said that this record is no entry that waits here.
    ///
    /// # Errors
    /// The store's.
    pub fn is_apart(&self, profile: &str, id: &RemoteId) -> Result<bool, StoreError> {
        Ok(self.kept("apart", &of_profile(profile, id))?.is_some())
    }

    /// The entry after which the next run goes on to look for what is missing.
    ///
    /// # Errors
    /// The store's.
    pub fn looked(&self, profile: &str) -> Result<Option<EntryId>, StoreError> {
        let kept = self.kept("looked", profile)?;
        Ok(kept.and_then(|id| id.parse().ok()).map(EntryId))
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

    /// Remembers for which record of the service an entry is held.
    ///
    /// # Errors
    /// The store's.
    pub fn note_alike(
        &self,
        entry: EntryId,
        profile: &str,
        id: &RemoteId,
    ) -> Result<(), StoreError> {
        self.keep("alike", &of_profile(profile, id), &entry.0.to_string())
    }

    /// A person released the entry: what it was held for is another piece of work, and
    /// never holds an entry again.
    ///
    /// # Errors
    /// The store's.
    pub fn set_apart(&self, entry: EntryId) -> Result<(), StoreError> {
        self.run(
            "UPDATE OR REPLACE state SET scope='apart' WHERE scope='alike' AND value=?1",
            [entry.0.to_string()],
        )
        .map(drop)
    }

    /// Remembers how far a run looked for what is missing.
    ///
    /// # Errors
    /// The store's.
    pub fn keep_looked(&self, profile: &str, last: EntryId) -> Result<(), StoreError> {
        self.keep("looked", profile, &last.0.to_string())
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

/// The name under which something is kept of a record of a profile's service.
fn of_profile(profile: &str, id: &RemoteId) -> String {
    format!("{profile}/{id}")
}
