//! Names as typed, settled by asking the service: before an entry is sent, and once per
//! run for each. Numbers are taken as they are. Also what has to be known of a project:
//! its client, whether it is the house's own, and its services.

use super::FreshBooks;
use super::catalog::{TASKS, with_services};
use super::decode::{identity, person, title, word};
use super::encode::is_left_open;
use super::errors::Act;
use super::session::Family;
use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::entry::Problem;
use crate::sync::backend::{BackendError, ErrorKind};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a run has looked up already.
#[derive(Debug, Default)]
pub struct Lookups {
    names: Mutex<HashMap<(&'static str, String), Settled>>,
    projects: Mutex<HashMap<String, Option<Project>>>,
}

/// What was found, or why not.
type Settled = Result<Reference, BackendError>;

/// What is known of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Project {
    /// Its client; the house's own work has none.
    pub client: Option<String>,
    /// Its services.
    pub services: Vec<Value>,
}

impl Project {
    fn read(value: &Value) -> Self {
        let is_internal = value.get("internal") == Some(&Value::Bool(true));
        let client = value.get("client_id").and_then(identity);
        let services = value.get("services").and_then(Value::as_array);
        Self {
            client: client.filter(|_| !is_internal),
            services: services.cloned().unwrap_or_default(),
        }
    }
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl FreshBooks {
    pub(super) fn resolve_names(&self, content: &mut Content) -> Result<(), BackendError> {
        if let Some(typed) = unsettled(&content.client) {
            content.client = Some(self.named("client", &typed, || self.clients(&typed))?);
        }
        if let Some(typed) = unsettled(&content.project) {
            content.project = Some(self.named("project", &typed, || self.projects())?);
        }
        if let Some(typed) = unsettled(&content.service) {
            let project = content.project.as_ref().and_then(Reference::number);
            let project = project.map(str::to_owned);
            // One name may mean another thing on another project.
            let key = format!("{typed}\n{}", project.as_deref().unwrap_or_default());
            let search = || self.services(&typed, project.as_deref());
            content.service = Some(self.settled("service", key, &typed, search)?);
        }
        if let Some(typed) = unsettled(&content.task) {
            content.task = Some(self.named("task", &typed, || self.tasks(&typed))?);
        }
        for (field, reference) in [
            ("member", &content.member),
            ("agreement", &content.agreement),
        ] {
            if let Some(typed) = unsettled(reference) {
                let what = format!("{field} `{typed}` is no number, and this service lists none");
                return Err(unknown(field, what));
            }
        }
        self.client_beside(content).map(drop)
    }

    /// The client of the entry's project, where the entry leaves it to the project; the
    /// inner none is that of a project without one. Nothing where nobody can tell.
    pub(super) fn client_beside(
        &self,
        content: &Content,
    ) -> Result<Option<Option<String>>, BackendError> {
        let project = content.project.as_ref().and_then(Reference::number);
        let Some(project) = project.filter(|_| is_left_open(content)) else {
            return Ok(None);
        };
        Ok(self.project(project)?.map(|project| project.client))
    }

    /// What is known of a project; none where it may not be read.
    fn project(&self, id: &str) -> Result<Option<Project>, BackendError> {
        if let Some(known) = lock(&self.lookups.projects).get(id) {
            return Ok(known.clone());
        }
        let asked = self
            .session
            .ask(Act::Read, Family::Projects, &["project", id], &[]);
        let found = match asked {
            Ok(value) => Some(Project::read(value.get("project").unwrap_or(&Value::Null))),
            Err(error) if error.kind == ErrorKind::NotFound => {
                let what = format!("{} has no project {id}", self.session.service());
                return Err(unknown("project", what));
            }
            Err(error) if error.kind == ErrorKind::Forbidden => None,
            Err(error) => return Err(error),
        };
        lock(&self.lookups.projects).insert(id.to_owned(), found.clone());
        Ok(found)
    }

    fn named(
        &self,
        field: &'static str,
        typed: &str,
        search: impl FnOnce() -> Result<Vec<Value>, BackendError>,
    ) -> Settled {
        self.settled(field, typed.to_owned(), typed, search)
    }

    fn settled(
        &self,
        field: &'static str,
        key: String,
        typed: &str,
        search: impl FnOnce() -> Result<Vec<Value>, BackendError>,
    ) -> Settled {
        let key = (field, key);
        let known = lock(&self.lookups.names).get(&key).cloned();
        if let Some(known) = known {
            return known;
        }
        let found = match search() {
            Ok(rows) => self.one_of(field, typed, &rows),
            // Whether it exists cannot be seen with this login.
            Err(error) if error.kind == ErrorKind::Forbidden => Err(unknown(
                field,
                format!("`{typed}` cannot be looked up: {}", error.message),
            )),
            Err(error) => Err(error),
        };
        let settled = found
            .as_ref()
            .err()
            .is_none_or(|error| matches!(error.kind, ErrorKind::Invalid(_)));
        if settled {
            lock(&self.lookups.names).insert(key, found.clone());
        }
        found
    }

    fn one_of(&self, field: &'static str, typed: &str, rows: &[Value]) -> Settled {
        let mut found: Vec<Reference> = Vec::new();
        for row in rows.iter().filter(|row| is_called(row, typed)) {
            let Some(id) = number(row) else { continue };
            if found.iter().all(|one| one.id.as_ref() != Some(&id)) {
                found.push(Reference {
                    typed: typed.to_owned(),
                    ..Reference::known(&id, title(row).as_deref())
                });
            }
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

    /// The account, for what stands there by name.
    fn account_of(&self, field: &str, typed: &str) -> Result<&str, BackendError> {
        let account = self.seat()?.account.as_deref();
        account.ok_or_else(|| {
            let business = self.session.business();
            let what = format!(
                "business {business} has no account, so {field} `{typed}` cannot be looked up"
            );
            unknown(field, what)
        })
    }

    fn clients(&self, typed: &str) -> Result<Vec<Value>, BackendError> {
        let account = Family::Accounting(self.account_of("client", typed)?);
        let active = ("search[vis_state]", "0".to_owned());
        let like = ("search[organization_like]", typed.trim().to_owned());
        let named = [active.clone(), like];
        let mut found = self.all_of(account, "users/clients", "clients", &named)?;
        // It searches organisations, not people.
        if !found.iter().any(|row| is_called(row, typed)) {
            found = self.all_of(account, "users/clients", "clients", &[active])?;
        }
        Ok(found)
    }

    fn projects(&self) -> Result<Vec<Value>, BackendError> {
        let query = [("active", "true".to_owned()), with_services()];
        self.all_of(Family::Projects, "projects", "projects", &query)
    }

    /// Those of the project first: the list of the business may lack them.
    fn services(&self, typed: &str, project: Option<&str>) -> Result<Vec<Value>, BackendError> {
        let has = |rows: &[Value]| rows.iter().any(|row| is_called(row, typed));
        if let Some(project) = project
            && let Some(project) = self.project(project)?
            && has(&project.services)
        {
            return Ok(project.services);
        }
        let listed = self.all_of(Family::Comments, "services", "services", &[]);
        match listed {
            Ok(rows) if has(&rows) => return Ok(rows),
            Ok(_) => {}
            // An odd list is as good as none.
            Err(error) if matches!(error.kind, ErrorKind::Protocol | ErrorKind::NotFound) => {}
            Err(error) => return Err(error),
        }
        let projects = self.projects()?;
        let of_each = projects.iter().map(|row| Project::read(row).services);
        Ok(of_each.flatten().collect())
    }

    fn tasks(&self, typed: &str) -> Result<Vec<Value>, BackendError> {
        let account = Family::Accounting(self.account_of("task", typed)?);
        self.all_of(account, TASKS, "tasks", &[])
    }
}

/// What a task, client, project or service is known by.
pub fn number(row: &Value) -> Option<String> {
    let id = row.get("id").and_then(identity);
    id.or_else(|| row.get("taskid").and_then(identity))
}

fn is_called(row: &Value, typed: &str) -> bool {
    let wanted = typed.trim().to_lowercase();
    let names = [title(row), person(row), word(row, "email")];
    let mut names = names.into_iter().flatten();
    names.any(|name| name.to_lowercase() == wanted)
}

fn unsettled(reference: &Option<Reference>) -> Option<String> {
    let typed = reference.as_ref().filter(|typed| typed.number().is_none());
    typed.map(|typed| typed.typed.clone())
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
        "run `tt catalog refresh`, then correct the entry with `tt edit`",
    )
}
