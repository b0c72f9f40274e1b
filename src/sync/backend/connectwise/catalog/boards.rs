//! Whether time may be entered on a ticket or project, by its board and status: each list
//! is read once a run, at the first need. A list that cannot be read tells nothing, and
//! stops nothing.

use super::{flag, id_of};
use crate::domain::catalog::CatalogKind;
use crate::sync::backend::connectwise::decode::identity;
use crate::sync::backend::connectwise::rows;
use crate::sync::backend::connectwise::session::Session;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// The statuses of no more boards than this are asked for.
const MOST_BOARDS: usize = 200;

/// What boards and statuses say, as far as it was asked.
#[derive(Debug, Default)]
pub struct Boards(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    /// Boards that take no time at all; none where nobody may tell.
    locked: Option<Option<BTreeSet<String>>>,
    /// By board, the statuses in which a ticket takes no time.
    shut: BTreeMap<String, Option<BTreeSet<String>>>,
    /// Statuses in which a project takes no time.
    projects: Option<Option<BTreeSet<String>>>,
}

impl Boards {
    /// Whether time may be entered on this row; none where it is not known, or no question.
    pub fn takes_time(&self, session: &Session, kind: CatalogKind, row: &Value) -> Option<bool> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let status = id_of(row, "status")?;
        match kind {
            CatalogKind::Tickets | CatalogKind::ProjectTickets => {
                let board = id_of(row, "board")?;
                let locked = known.locked.get_or_insert_with(|| {
                    flagged(session, &["service", "boards"], "timeEntryLockedFlag")
                });
                let is_locked = locked.as_ref().map(|locked| locked.contains(&board));
                if is_locked == Some(true) {
                    return Some(false);
                }
                if known.shut.len() >= MOST_BOARDS && !known.shut.contains_key(&board) {
                    return None;
                }
                // One list that may not be read says that the others may not be either.
                let denied = known.shut.values().any(Option::is_none);
                let shut = known.shut.entry(board.clone()).or_insert_with(|| {
                    let path = ["service", "boards", board.as_str(), "statuses"];
                    let ask = || flagged(session, &path, "timeEntryNotAllowed");
                    if denied { None } else { ask() }
                });
                let is_shut = shut.as_ref()?.contains(&status);
                match (is_shut, is_locked) {
                    (true, _) => Some(false),
                    (false, Some(false)) => Some(true),
                    (false, _) => None,
                }
            }
            CatalogKind::Projects => {
                let ask = || flagged(session, &["project", "statuses"], "noTimeFlag");
                let shut = known.projects.get_or_insert_with(ask);
                Some(!shut.as_ref()?.contains(&status))
            }
            _ => None,
        }
    }
}

/// The identities of the rows whose flag is set; none where the list cannot be read.
fn flagged(session: &Session, path: &[&str], name: &str) -> Option<BTreeSet<String>> {
    match session.get(path, &[("pageSize", "1000")]) {
        Ok(reply) => {
            let set = rows(&reply.value)?
                .iter()
                .filter(|row| flag(row, name) == Some(true));
            Some(set.filter_map(|row| identity(row.get("id")?)).collect())
        }
        Err(error) => {
            log::debug!("{} cannot be read: {error}", path.join("/"));
            None
        }
    }
}
