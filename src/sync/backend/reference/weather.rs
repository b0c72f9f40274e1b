//! What may go wrong with a call of the service in memory, and what somebody else does there
//! meanwhile. Only says what is planned; the service carries it out.

use crate::domain::delivery::Remote;
use std::collections::BTreeMap;

/// What goes wrong with one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    /// Nothing.
    Fair,
    /// The service says no, with words.
    Refused,
    /// The request never arrived, and that is certain.
    NotSent,
    /// The request was lost; whether it arrived cannot be told.
    LostBefore,
    /// It was done; the answer was lost.
    LostAfter,
    /// It will be done when [`super::ReferenceService::catch_up`] is called; no answer came.
    Late,
    /// Too many requests; not done.
    Throttled,
}

/// Something planned for later: done once.
pub struct Planned<T: ?Sized>(pub Option<Box<T>>);

/// What somebody else does while a run is under way.
pub type Meanwhile = Planned<dyn FnOnce() + Send>;

/// What somebody else does to the service's entries just before the next write.
pub type Deed = Planned<dyn FnOnce(&mut BTreeMap<u64, Remote>) + Send>;

impl<T: ?Sized> Default for Planned<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: ?Sized> std::fmt::Debug for Planned<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.as_ref().map_or("nothing", |_| "planned"))
    }
}
