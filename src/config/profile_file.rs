//! Reads `[profile.NAME]` with the tables in it.

mod services;

use super::address::url;
use super::document::{Bad, Reader, Section, bad};
use super::finding::quoted;
use super::keys;
use super::profile::{Backend, Defaults, Dialect, Marker, Profile, Send};
use super::site;
use super::values::{digits, digits_or_mail, one_of, plain, yes_no, zone};
use crate::domain::nearest::nearest;
use crate::domain::settings::RuleSettings;
use crate::domain::status::{BackendKind, Billable, Status};
use crate::rounding::Policy;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::de::DeValue;

/// The statuses from which a profile may deliver.
const PUSH: &[Status] = &[Status::Open, Status::Submitted, Status::Approved];

/// What a profile is read against.
pub(super) struct Surroundings<'a> {
    /// The site's rules.
    pub(super) rules: &'a RuleSettings,
    /// The policies by name, with "none".
    pub(super) rounding: &'a BTreeMap<String, Policy>,
    /// The folder of the file; relative paths begin there.
    pub(super) folder: &'a Path,
}

/// Reads one profile; none where something it needs is missing or wrong.
pub(super) fn profile(
    reader: &mut Reader,
    table: &Section<'_>,
    name: &str,
    around: &Surroundings<'_>,
) -> Option<Profile> {
    let kind = reader.need(
        table,
        "backend",
        one_of(BackendKind::CONFIGURABLE, BackendKind::word),
        "backend = \"connectwise\", \"autotask\", \"moneybird\" or \"freshbooks\"",
    );
    let known = keys::profile(kind);
    reader.refuse_unknown(table, &known, |key| {
        keys::advice(&table.name, key, &known, kind)
    });
    let rules = site::rules(reader, table, Some(around.rules));
    let defaults = defaults(reader, table);
    let url = reader.get(table, "url", url);
    let ca_file = reader.get(table, "ca_file", |value| path(value, around.folder));
    let zone = reader.get(table, "zone", zone);
    let push = push(reader, table, kind);
    let send = reader.or(
        table,
        "send",
        one_of(Send::ALL, Send::word),
        (Send::Worked, "worked"),
    );
    let rounding = rounding(reader, table, around.rounding);
    let approver = reader.or(table, "approver", yes_no, (false, "false"));
    if approver && kind.is_some_and(|kind| !kind.has_approval()) {
        let line = reader.line_of(table, "approver");
        let message = format!("`{}` does nothing", table.key("approver"));
        let help = "this service has no approval; approve and reject are local".to_owned();
        reader.warn(line, message, Some(help));
    }
    let marker = marker(reader, table, kind);
    let kind = kind?;
    let dialect = match kind {
        BackendKind::ConnectWise | BackendKind::Moneybird => reader.or(
            table,
            "dialect",
            one_of(Dialect::ALL, Dialect::word),
            (Dialect::OpenApi, "openapi"),
        ),
        _ => Dialect::OpenApi,
    };
    let member = keys::member_key(kind).and_then(|key| match kind {
        BackendKind::ConnectWise => reader.get(table, key, plain),
        BackendKind::Autotask => reader.get(table, key, digits_or_mail),
        _ => reader.get(table, key, digits),
    });
    let backend = match kind {
        BackendKind::ConnectWise => {
            services::connectwise(reader, table, around).map(Backend::ConnectWise)
        }
        BackendKind::Autotask => services::autotask(reader, table, around).map(Backend::Autotask),
        BackendKind::Moneybird => {
            services::moneybird(reader, table, around).map(Backend::Moneybird)
        }
        BackendKind::FreshBooks => {
            services::freshbooks(reader, table, around).map(Backend::FreshBooks)
        }
        BackendKind::Reference => None,
    }?;
    let policy = around.rounding.get(&rounding).copied().unwrap_or_default();
    Some(Profile {
        name: name.to_owned(),
        backend,
        url,
        ca_file,
        zone,
        push,
        send,
        rounding,
        policy,
        approver,
        marker,
        dialect,
        member,
        defaults,
        rules,
    })
}

fn push(reader: &mut Reader, table: &Section<'_>, kind: Option<BackendKind>) -> Status {
    let read = |value: &DeValue<'_>| {
        let push = one_of(PUSH, Status::word)(value)?;
        match kind {
            Some(kind) if push == Status::Approved && kind.has_approval() => Err(Bad::Value(
                format!(
                    "is \"approved\", but {} approves time itself and must hold it before",
                    kind.title()
                ),
                Some("use \"open\" or \"submitted\"".to_owned()),
            )),
            _ => Ok(push),
        }
    };
    reader.or(table, "push", read, (Status::Open, "open"))
}

fn rounding(
    reader: &mut Reader,
    table: &Section<'_>,
    policies: &BTreeMap<String, Policy>,
) -> String {
    let read = |value: &DeValue<'_>| {
        let name = plain(value)?;
        if policies.contains_key(&name) {
            return Ok(name);
        }
        let known: Vec<_> = policies.keys().map(String::as_str).collect();
        let help = match nearest(&name, known.iter().copied()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("there are: {}", known.join(", ")),
        };
        Err(Bad::Value(
            format!("names no rounding policy ({})", quoted(&name)),
            Some(help),
        ))
    };
    let none = || "none".to_owned();
    reader.or(table, "rounding", read, (none(), "none"))
}

fn marker(reader: &mut Reader, table: &Section<'_>, kind: Option<BackendKind>) -> Marker {
    let read = |value: &DeValue<'_>| {
        let marker = one_of(Marker::ALL, Marker::word)(value)?;
        let no_internal_note =
            matches!(kind, Some(BackendKind::Moneybird | BackendKind::FreshBooks));
        if marker == Marker::InternalNote && no_internal_note {
            return bad("is \"internal-note\", but this service has no internal note");
        }
        Ok(marker)
    };
    reader.or(table, "marker", read, (Marker::Auto, "auto"))
}

fn defaults(reader: &mut Reader, profile: &Section<'_>) -> Defaults {
    let table = reader.section(profile, "defaults");
    reader.refuse_unknown(&table, keys::DEFAULTS, |key| {
        keys::advice(&table.name, key, keys::DEFAULTS, None)
    });
    Defaults {
        work_type: reader.get(&table, "work_type", plain),
        work_role: reader.get(&table, "work_role", plain),
        billable: reader.get(&table, "billable", one_of(Billable::ALL, Billable::word)),
        agreement: reader.get(&table, "agreement", plain),
        client: reader.get(&table, "client", plain),
        project: reader.get(&table, "project", plain),
        service: reader.get(&table, "service", plain),
    }
}

/// A path; a relative one begins at the folder of the file, never at the working directory.
fn path(value: &DeValue<'_>, folder: &Path) -> Result<PathBuf, Bad> {
    let text = plain(value)?;
    let path = PathBuf::from(&text);
    if path.starts_with("~") {
        Ok(path)
    } else {
        Ok(folder.join(path))
    }
}
