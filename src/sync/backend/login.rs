//! Where the access token of a run comes from, for services that take tokens.
//! Adapters ask for one and say when it was refused; how one is renewed, and
//! where it is kept, they never know.

use super::BackendError;
use crate::domain::secret::Secret;
use std::sync::Arc;

/// The access token of one login.
pub trait Tokens: Send + Sync {
    /// The token to use now.
    ///
    /// # Errors
    /// `Unauthorized` where nobody is logged in.
    fn current(&self) -> Result<Arc<Secret>, BackendError>;

    /// Another token in place of one that was refused; none where there is nothing to
    /// renew it with. Asked at most once for each answer of 401.
    ///
    /// # Errors
    /// `Unauthorized` where a person has to log in again; `Unreachable` and the like.
    fn renew(&self, refused: &Secret) -> Result<Option<Arc<Secret>>, BackendError>;
}

/// A ready token that nothing renews.
pub struct Fixed(Arc<Secret>);

impl Fixed {
    /// A token as configured.
    #[must_use]
    pub fn new(token: Secret) -> Self {
        Self(Arc::new(token))
    }
}

impl Tokens for Fixed {
    fn current(&self) -> Result<Arc<Secret>, BackendError> {
        Ok(Arc::clone(&self.0))
    }

    fn renew(&self, _refused: &Secret) -> Result<Option<Arc<Secret>>, BackendError> {
        Ok(None)
    }
}
