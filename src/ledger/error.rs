//! Why a command did nothing.

use crate::domain::ids::EntryId;
use crate::domain::when;
use crate::rules::{FactError, NotAdmitted, Refusal};
use crate::store::StoreError;
use std::collections::BTreeMap;

/// Why a command did nothing; it is all or nothing.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// Rules were broken: per entry (none for a new one), every breach.
    #[error("refused by the rules")]
    Refused(Vec<(Option<EntryId>, Refusal)>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A fact that a rule asks for could not be had.
    #[error("{0}")]
    Facts(FactError),
    /// A time that only the store could settle does not stand.
    #[error(transparent)]
    Time(#[from] when::Refusal),
    /// Only an approver does this on the services of these profiles: by profile, the service.
    #[error("{}", not_approver(.0))]
    NotApprover(BTreeMap<String, &'static str>),
    /// It is too early; nothing was changed.
    #[error("{message}")]
    Later {
        /// What has to pass first.
        message: String,
        /// The one thing to do.
        help: String,
    },
    /// Something that was typed names nothing there is, or several things.
    #[error("{message}")]
    Unclear {
        /// What is not understood.
        message: String,
        /// The one thing to do.
        help: String,
    },
    /// There is nothing to act on.
    #[error("{message}")]
    Nothing {
        /// What is not there.
        message: String,
        /// The one thing to do.
        help: String,
    },
}

fn not_approver(profiles: &BTreeMap<String, &'static str>) -> String {
    let said: Vec<_> = profiles
        .iter()
        .map(|(profile, service)| format!("profile {profile} may not approve on {service}"))
        .collect();
    said.join("; ")
}

impl LedgerError {
    pub(super) fn no_such(id: EntryId) -> Self {
        Self::Nothing {
            message: format!("there is no entry {id}"),
            help: "see `tt list` for the entries there are".into(),
        }
    }

    pub(super) fn of_one(id: Option<EntryId>, why: NotAdmitted) -> Self {
        match why {
            NotAdmitted::Breaches(refusal) => Self::Refused(vec![(id, refusal)]),
            NotAdmitted::Facts(error) => Self::Facts(error),
        }
    }
}
