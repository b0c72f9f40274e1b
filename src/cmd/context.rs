//! What a command takes from where it is called: the folder's file and the branch, laid
//! under what was typed. Whatever is taken is said, with its origin, before it is used.

use crate::app::{App, Desk};
use crate::cli::Fields;
use crate::config::context::{self, Found, Here};
use crate::config::{Config, ConfigError};
use crate::domain::branch::Hole;
use crate::domain::status::{BackendKind, Billable};
use crate::failure::{Code, Failure};
use crate::report::model::Taken;
use crate::report::render::status::here;
use crate::rules;
use std::path::{Path, PathBuf};

/// Stands for "no value", and for "no profile".
const NONE: &str = "none";

/// The fields that say for whom work is done: who names one of them takes none from here.
const CHARGE: [&str; 4] = ["target", "client", "project", "task"];

/// The fields with what the folder and the branch say where nothing was typed; `off` leaves
/// them as they are.
///
/// # Errors
/// A file that is wrong, or names a profile that is not there.
pub fn lay(app: &mut App<'_>, desk: &Desk, typed: &Fields, off: bool) -> anyhow::Result<Fields> {
    if off {
        return Ok(typed.clone());
    }
    let found = look(app, desk)?;
    let laid = laid(&found, typed, app, &desk.config)?;
    for line in &laid.notes {
        app.say(&format!("note: {line}"))?;
    }
    if !laid.taken.is_empty() {
        app.say(&format!("here: {}", here(&laid.taken)))?;
    }
    Ok(laid.fields)
}

/// What a command would take here that is told nothing; notes on what is left aside.
///
/// # Errors
/// As [`lay`].
pub fn offered(app: &App<'_>, desk: &Desk) -> anyhow::Result<(Vec<Taken>, Vec<String>)> {
    let found = look(app, desk)?;
    let laid = laid(&found, &Fields::default(), app, &desk.config)?;
    Ok((laid.taken, laid.notes))
}

/// The profile that the folder's file names, for who completes a line; none where anything
/// is wrong.
#[must_use]
pub fn profile(app: &App<'_>, desk: &Desk) -> Option<String> {
    look(app, desk).ok()?.file?.profile
}

fn home(app: &App<'_>) -> Option<PathBuf> {
    let home = app.var("HOME").or_else(|| app.var("USERPROFILE"));
    home.map(PathBuf::from)
}

fn look(app: &App<'_>, desk: &Desk) -> Result<Found, ConfigError> {
    // A folder that is gone says nothing.
    let Ok(folder) = std::env::current_dir() else {
        return Ok(Found::default());
    };
    let home = home(app);
    let here = Here {
        folder: &folder,
        home: home.as_deref(),
        me: context::me(home.as_deref()),
    };
    context::find(here, &desk.config.branches)
}

/// What came of laying.
struct Laid {
    fields: Fields,
    /// Tags that were found.
    tags: Vec<String>,
    taken: Vec<Taken>,
    notes: Vec<String>,
}

fn laid(found: &Found, typed: &Fields, app: &App<'_>, config: &Config) -> Result<Laid, Failure> {
    let home = home(app);
    let mut laid = Laid {
        fields: typed.clone(),
        tags: Vec::new(),
        taken: Vec::new(),
        notes: found
            .aside
            .iter()
            .map(|why| format!("{why}; it is left aside"))
            .collect(),
    };
    let told = typed.profile.clone().or_else(|| app.var("TT_PROFILE"));
    let mut file = found.file.as_ref();
    if let Some(at) = file {
        let place = shown(&at.path, home.as_deref());
        if let Some(name) = &at.profile {
            match &told {
                None => {
                    known(name, config, &place)?;
                    laid.fields.profile = Some(name.clone());
                    laid.take("profile", name, &place);
                }
                Some(told) if told != name => {
                    laid.notes.push(format!(
                        "{place} is for profile {name}, not for {told}; it is left aside"
                    ));
                    file = None;
                }
                Some(_) => {}
            }
        }
    }
    let name = told.or_else(|| laid.fields.profile.clone());
    let name = name.or_else(|| config.default_profile.clone());
    let service = name.and_then(|name| config.profiles.get(&name));
    let service = service.map(|profile| profile.kind());
    let charges = [&typed.project, &typed.client];
    let is_charged =
        typed.targets.chosen().is_some() || charges.iter().any(|typed| typed.is_some());
    // What a file finds in a branch goes with the file.
    let is_aside = found.said_by_file && file.is_none();
    if let Some(branch) = found.branch.as_ref().filter(|_| !is_aside) {
        let place = format!("branch {branch}");
        for (hole, value) in &found.said {
            laid.value(hole.word(), value, &place, service, is_charged);
        }
    }
    if let Some(file) = file {
        let place = shown(&file.path, home.as_deref());
        for (key, value) in &file.values {
            laid.value(key, value, &place, service, is_charged);
        }
        if let Some(billable) = file.billable
            && typed.billable().is_none()
        {
            laid.billable(billable, &place);
        }
        for tag in &file.tags {
            laid.tag(tag, &place);
        }
    }
    // What was typed comes last, so that `-t none` takes away what is found here.
    if typed.tags.iter().any(|tag| tag == NONE) {
        laid.tags.clear();
        laid.taken.retain(|taken| taken.field != "tag");
    }
    laid.fields.tags = [std::mem::take(&mut laid.tags), typed.tags.clone()].concat();
    Ok(laid)
}

impl Laid {
    fn take(&mut self, field: &str, value: &str, origin: &str) {
        self.taken.push(Taken {
            field: field.replace('_', " "),
            value: value.to_owned(),
            origin: origin.to_owned(),
        });
    }

    fn tag(&mut self, tag: &str, origin: &str) {
        let mut known = self.tags.iter().chain(&self.fields.tags);
        if !known.any(|known| known == tag) {
            self.tags.push(tag.to_owned());
            self.take("tag", tag, origin);
        }
    }

    fn billable(&mut self, billable: Billable, origin: &str) {
        self.fields.billable = Some(billable);
        self.take("billable", billable.word(), origin);
    }

    /// Puts a value in its place, where nothing was typed or found for it before.
    fn value(
        &mut self,
        key: &str,
        value: &str,
        origin: &str,
        service: Option<BackendKind>,
        is_charged: bool,
    ) {
        if key == Hole::Tag.word() {
            return self.tag(value, origin);
        }
        let field = match key {
            "ticket" | "project_ticket" | "task" | "activity" | "charge_code" => "target",
            other => other,
        };
        let belongs = CHARGE.contains(&field) || matches!(field, "service" | "agreement");
        if belongs && is_charged {
            return;
        }
        if let Some(service) = service
            && !rules::backend_knows(service, key)
        {
            let name = key.replace('_', " ");
            let line = format!(
                "{name} {value} ({origin}) means nothing to {}",
                service.title()
            );
            return self.notes.push(line + "; it is left aside");
        }
        let fields = &mut self.fields;
        if field == "target" && fields.targets.chosen().is_some() {
            return;
        }
        let place = match key {
            "ticket" => &mut fields.targets.ticket,
            "project_ticket" => &mut fields.targets.project_ticket,
            "task" => &mut fields.targets.task,
            "activity" => &mut fields.targets.activity,
            "charge_code" => &mut fields.targets.charge_code,
            "project" => &mut fields.project,
            "client" => &mut fields.client,
            "service" => &mut fields.service,
            "work_type" => &mut fields.work_type,
            "work_role" => &mut fields.work_role,
            _ => &mut fields.agreement,
        };
        if place.is_none() {
            *place = Some(value.to_owned());
            self.take(key, value, origin);
        }
    }
}

/// Refuses a profile that the configuration does not have.
fn known(name: &str, config: &Config, place: &str) -> Result<(), Failure> {
    if name == NONE || config.profiles.contains_key(name) {
        return Ok(());
    }
    let names: Vec<_> = config.profiles.keys().map(String::as_str).collect();
    let help = if names.is_empty() {
        "`tt init` writes one; --no-context does without the file".to_owned()
    } else {
        format!(
            "there are: {}; --no-context does without the file",
            names.join(", ")
        )
    };
    Err(Failure::new(
        Code::Config,
        format!(
            "there is no profile \"{}\" (from {place})",
            name.escape_debug()
        ),
        help,
    ))
}

/// A path as people write it.
fn shown(path: &Path, home: Option<&Path>) -> String {
    match home.and_then(|home| path.strip_prefix(home).ok()) {
        Some(rest) => format!("~/{}", rest.display()),
        None => path.display().to_string(),
    }
}
