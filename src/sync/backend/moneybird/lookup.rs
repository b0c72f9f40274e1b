//! Names as typed, settled by asking the service: before an entry is sent, and
//! once per run for each. Numbers are taken as they are; the service refuses
//! what it does not know. What the token may not read is left as typed.

use super::decode::{identity, title};
use super::{Moneybird, USERS};
use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::entry::Problem;
use crate::sync::backend::{BackendError, ErrorKind, Page};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Pages after which a search is given up.
const MOST_PAGES: u32 = 50;

/// What a run has looked up already.
#[derive(Debug, Default)]
pub struct Lookups(Mutex<HashMap<(&'static str, String), Settled>>);

/// What was found, or why not.
type Settled = Result<Reference, BackendError>;

impl Moneybird {
    pub(super) fn resolve_names(&self, content: &mut Content) -> Result<(), BackendError> {
        for (field, path, reference) in [
            ("client", "contacts", &mut content.client),
            ("project", "projects", &mut content.project),
            ("member", USERS, &mut content.member),
        ] {
            if let Some(typed) = reference.as_ref().filter(|typed| typed.number().is_none()) {
                *reference = Some(self.named(field, path, &typed.typed)?);
            }
        }
        Ok(())
    }

    fn named(
        &self,
        field: &'static str,
        path: &'static str,
        typed: &str,
    ) -> Result<Reference, BackendError> {
        let key = (field, typed.to_owned());
        let lock = || {
            self.lookups
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        let known = lock().get(&key).cloned();
        if let Some(known) = known {
            return known;
        }
        let found = self.search(field, path, typed);
        let settled = found
            .as_ref()
            .err()
            .is_none_or(|error| matches!(error.kind, ErrorKind::Invalid(_)));
        if settled {
            lock().insert(key, found.clone());
        }
        found
    }

    pub(super) fn search(
        &self,
        field: &str,
        path: &str,
        typed: &str,
    ) -> Result<Reference, BackendError> {
        let wanted = typed.trim().to_lowercase();
        let same = |row: &&Value| {
            let mail = row.get("email").and_then(Value::as_str);
            let names = [title(row), mail.map(str::to_owned)];
            names
                .into_iter()
                .flatten()
                .any(|name| name.trim().to_lowercase() == wanted)
        };
        let mut found = self.matching(field, path, typed, typed.trim(), same)?;
        // Names of people stand in two fields, and which of them a search reads at once,
        // nobody has written down.
        let last = typed.split_whitespace().next_back().unwrap_or(typed);
        if found.is_empty() && path == "contacts" && last != typed.trim() {
            found = self.matching(field, path, typed, last, same)?;
        }
        match found.as_slice() {
            [one] => Ok(one.clone()),
            [] => Err(unknown(
                field,
                format!("{} has no {field} `{typed}`", self.session.service()),
            )),
            several => {
                let ids: Vec<&str> = several.iter().filter_map(|one| one.id.as_deref()).collect();
                let message = format!(
                    "several {field}s are called `{typed}`; name one by number: {}",
                    ids.join(", ")
                );
                Err(unknown(field, message))
            }
        }
    }

    /// What is called so among what a search for these words finds.
    fn matching(
        &self,
        field: &str,
        path: &str,
        typed: &str,
        words: &str,
        same: impl Fn(&&Value) -> bool,
    ) -> Result<Vec<Reference>, BackendError> {
        let query: Vec<(&str, &str)> = match path {
            "contacts" => vec![("query", words)],
            "projects" => vec![("filter", "state:active")],
            _ => Vec::new(),
        };
        let mut found: Vec<Reference> = Vec::new();
        let mut page = Page::default();
        for _ in 0..MOST_PAGES {
            let (rows, next, _) = match self.page_of(&[path], &query, &page) {
                Ok(batch) => batch,
                // Whether it exists cannot be seen with this token.
                Err(error)
                    if matches!(error.kind, ErrorKind::Forbidden | ErrorKind::Misconfigured) =>
                {
                    let what = format!("`{typed}` cannot be looked up: {}", error.message);
                    return Err(unknown(field, what));
                }
                Err(error) => return Err(error),
            };
            found.extend(rows.iter().filter(&same).filter_map(|row| {
                let id = row.get("id").and_then(identity)?;
                Some(Reference {
                    typed: typed.to_owned(),
                    ..Reference::known(&id, title(row).as_deref())
                })
            }));
            match next {
                Some(next) => page.cursor = Some(next),
                None => break,
            }
        }
        Ok(found)
    }
}

fn unknown(field: &str, message: String) -> BackendError {
    let problem = Problem {
        code: "unknown".to_owned(),
        rule: None,
        field: Some(field.to_owned()),
        message: message.clone(),
    };
    BackendError::new(
        ErrorKind::Invalid(vec![problem]),
        message,
        "correct the entry with `tt edit`; it is sent again at the next sync",
    )
}
