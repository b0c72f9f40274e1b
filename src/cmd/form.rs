//! An entry as a form: TOML with a line a field.
//!
//! Only what differs from what was offered counts as typed, and is read as the options
//! of `tt edit` that would have said the same.

use crate::cli::{Fields, Targets, Writing};
use crate::domain::charge::{Reference, TargetKind};
use crate::domain::content::Content;
use crate::domain::entry::Entry;
use crate::domain::span::Span;
use crate::domain::status::{BackendKind, Billable};
use crate::domain::zone::Zone;
use crate::failure::Failure;
use crate::rules;

/// The keys of a form with what they stand for.
const KEYS: &[(&str, &str)] = &[
    ("day", "the day it belongs to"),
    ("start", "clock time, or 2026-11-20T09:00"),
    (
        "end",
        "clock time; a running timer has none, and ends with one",
    ),
    ("length", "1h 30m"),
    ("deduct", "time in between that was not worked, or \"none\""),
    ("ticket", "charged to; at most one of these"),
    ("project_ticket", ""),
    ("task", ""),
    ("activity", ""),
    ("charge_code", ""),
    ("project", ""),
    ("client", ""),
    ("service", ""),
    ("work_type", ""),
    ("work_role", ""),
    ("billable", "billable, do-not-bill, no-charge or no-default"),
    ("agreement", "agreement, contract or retainer"),
    ("member", "whose time it is"),
    ("tags", "with commas between"),
    ("profile", "that delivers it"),
    ("note", ""),
    ("internal_note", "for colleagues only"),
];

/// Keys of which at most one may be filled in.
const TARGETS: &[&str] = &[
    "ticket",
    "project_ticket",
    "task",
    "activity",
    "charge_code",
];

/// Keys an emptied value of which means nothing.
const NEEDED: &[&str] = &["day", "start", "length", "billable"];

/// An entry as it is offered.
pub struct Form {
    title: String,
    offered: Vec<(&'static str, String)>,
}

impl Form {
    /// The fields of this entry that its service (none: any) knows.
    #[must_use]
    pub fn of(entry: &Entry, kind: Option<BackendKind>, zone: Zone) -> Self {
        let content = &entry.content;
        let known = |key: &str| {
            let local = [
                "day", "start", "end", "length", "deduct", "billable", "member",
            ];
            let local = local.contains(&key) || ["tags", "profile", "note"].contains(&key);
            local || kind.is_none_or(|kind| rules::backend_knows(kind, key))
        };
        let fits = |key: &str| match key {
            "length" => content.start.is_none(),
            "start" | "end" => content.start.is_some(),
            _ => true,
        };
        let offered = KEYS
            .iter()
            .map(|(key, _)| (*key, value(content, key, zone)))
            .filter(|(key, value)| fits(key) && (known(key) || !value.is_empty()));
        Self {
            title: format!("Entry {}", entry.id),
            offered: offered.collect(),
        }
    }

    /// The form as it is opened.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!(
            "# {}. What you change here is changed, and nothing else; an emptied field is\n\
             # cleared. An empty file, or one that is left as it is, changes nothing.\n\n",
            self.title
        );
        for (key, value) in &self.offered {
            let says = KEYS.iter().find(|(name, _)| name == key);
            let says = says.map_or("", |(_, says)| says);
            let says = if says.is_empty() {
                String::new()
            } else {
                format!("  # {says}")
            };
            text.push_str(&format!("{key} = {}{says}\n", quoted(value)));
        }
        text
    }

    /// What was typed, as the options that would have said the same.
    ///
    /// # Errors
    /// A form that is no TOML, has a key of its own, or a value of the wrong kind.
    pub fn read(&self, text: &str) -> anyhow::Result<(Fields, Writing)> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            let line = error.span().map_or(1, |span| {
                1 + text
                    .bytes()
                    .take(span.start)
                    .filter(|b| *b == b'\n')
                    .count()
            });
            Failure::usage(
                format!("line {line} of the form does not read: {}", error.message()),
                "write each field as name = \"value\"",
            )
        })?;
        let mut fields = Fields::default();
        let mut writing = Writing::default();
        let mut n_targets = 0;
        for (key, typed) in &table {
            let Some((key, offered)) = self.offered.iter().find(|(name, _)| name == key) else {
                let names: Vec<_> = self.offered.iter().map(|(name, _)| *name).collect();
                return Err(Failure::usage(
                    format!("the form has no field {key:?}"),
                    format!("use one of: {}", names.join(", ")),
                )
                .into());
            };
            let typed = said(key, typed)?;
            n_targets += usize::from(TARGETS.contains(key) && !typed.is_empty());
            if typed.trim() == offered.trim() {
                continue;
            }
            if typed.trim().is_empty() && NEEDED.contains(key) {
                let help = "fill it in, or empty the whole file to leave the entry as it is";
                return Err(Failure::usage(format!("{key} is empty"), help).into());
            }
            put(key, typed, &mut fields, &mut writing)?;
        }
        if n_targets > 1 {
            let help = "empty the others";
            return Err(Failure::usage(
                format!("at most one of {} can be filled in", TARGETS.join(", ")),
                help,
            )
            .into());
        }
        Ok((fields, writing))
    }
}

/// A field as it is offered; empty where it has no value.
fn value(content: &Content, key: &str, zone: Zone) -> String {
    let zone = Zone::parse(&content.zone).unwrap_or(zone);
    let typed = |reference: &Option<Reference>| {
        reference
            .as_ref()
            .map_or_else(String::new, |reference| reference.typed.clone())
    };
    let target = |kind: TargetKind| {
        let target = content.target.as_ref().filter(|target| target.kind == kind);
        target.map_or_else(String::new, |target| target.at.typed.clone())
    };
    let length =
        |seconds: i64| Span::new(seconds).map_or_else(|_| String::new(), |s| s.to_string());
    match key {
        "day" => content.date.to_string(),
        "start" => content
            .start
            .map_or_else(String::new, |at| clock(at, content, zone)),
        "end" => content
            .end
            .map_or_else(String::new, |at| clock(at, content, zone)),
        "length" => length(content.length.unwrap_or(0)),
        "deduct" => length(content.deduct),
        "ticket" => target(TargetKind::Ticket),
        "project_ticket" => target(TargetKind::ProjectTicket),
        "task" => match &content.task {
            Some(task) => task.typed.clone(),
            None => target(TargetKind::Task),
        },
        "activity" => target(TargetKind::Activity),
        "charge_code" => target(TargetKind::ChargeCode),
        "project" => typed(&content.project),
        "client" => typed(&content.client),
        "service" => typed(&content.service),
        "work_type" => typed(&content.work_type),
        "work_role" => typed(&content.work_role),
        "agreement" => typed(&content.agreement),
        "member" => typed(&content.member),
        "billable" => content.billable.word().to_owned(),
        "tags" => content.tags.iter().cloned().collect::<Vec<_>>().join(", "),
        "profile" => content.profile.clone().unwrap_or_default(),
        "note" => content.note.clone().unwrap_or_default(),
        "internal_note" => content.internal_note.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

/// A clock time of the entry's day, or with a day where it is another.
fn clock(at: i64, content: &Content, zone: Zone) -> String {
    let local = zone.local(at);
    let form = if at % 60 == 0 { "%H:%M" } else { "%H:%M:%S" };
    let time = local.time().format(form);
    if local.date() == content.date {
        time.to_string()
    } else {
        format!("{}T{time}", local.date())
    }
}

/// A value of the form as text.
pub(super) fn said(key: &str, value: &toml::Value) -> Result<String, Failure> {
    use toml::Value::{Array, Boolean, Datetime, Integer, String as Text};
    match value {
        Text(text) => Ok(text.replace("\r\n", "\n")),
        Integer(number) => Ok(number.to_string()),
        Datetime(at) => Ok(at.to_string()),
        Boolean(yes) => Ok(if *yes { "yes" } else { "no" }.to_owned()),
        Array(list) if key == "tags" => {
            let words: Result<Vec<_>, _> = list.iter().map(|word| said(key, word)).collect();
            Ok(words?.join(", "))
        }
        _ => Err(Failure::usage(
            format!("{key} is no text"),
            format!("write it as {key} = \"value\""),
        )),
    }
}

fn put(
    key: &str,
    typed: String,
    fields: &mut Fields,
    writing: &mut Writing,
) -> Result<(), Failure> {
    let is_empty = typed.trim().is_empty();
    let reference = Some(if is_empty {
        "none".to_owned()
    } else {
        typed.trim().to_owned()
    });
    let text = Some(typed.clone());
    let targets = &mut fields.targets;
    match key {
        // Another target that is filled in says more than one that was emptied.
        "ticket" | "project_ticket" | "task" | "activity" | "charge_code" => {
            if is_empty && targets.chosen().is_some() {
                return Ok(());
            }
            if !is_empty {
                *targets = Targets::default();
            }
            match key {
                "ticket" => targets.ticket = reference,
                "project_ticket" => targets.project_ticket = reference,
                "task" => targets.task = reference,
                "activity" => targets.activity = reference,
                _ => targets.charge_code = reference,
            }
        }
        "project" => fields.project = reference,
        "client" => fields.client = reference,
        "service" => fields.service = reference,
        "work_type" => fields.work_type = reference,
        "work_role" => fields.work_role = reference,
        "agreement" => fields.agreement = reference,
        "member" => fields.member = reference,
        "profile" => fields.profile = reference,
        "billable" => {
            fields.billable = Some(Billable::from_word(typed.trim()).ok_or_else(|| {
                let words: Vec<_> = Billable::ALL.iter().map(|word| word.word()).collect();
                let help = format!("write one of: {}", words.join(", "));
                Failure::usage(format!("{typed:?} is no billable option"), help)
            })?);
        }
        "tags" => {
            fields.tags = vec!["none".to_owned()];
            let tags = typed
                .split(',')
                .map(str::trim)
                .filter(|tag| !tag.is_empty());
            fields.tags.extend(tags.map(str::to_owned));
        }
        "day" => writing.on = reference,
        "start" => writing.start = reference,
        // A timer goes on without an end; what has ended keeps its own.
        "end" if is_empty => {}
        "end" => writing.end = reference,
        "length" => writing.length = reference,
        "deduct" => writing.deduct = reference,
        "note" => writing.note = text,
        _ => writing.internal_note = text,
    }
    Ok(())
}

/// A text as TOML: in one line where it is one, else as it stands between triple quotes.
fn quoted(text: &str) -> String {
    if text.contains('\n') {
        format!("\"\"\"\n{}\"\"\"", escaped(text, true))
    } else {
        format!("\"{}\"", escaped(text, false))
    }
}

/// The text with what TOML needs escaped; `many`: over several lines.
pub(super) fn escaped(text: &str, many: bool) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' if many => out.push('\n'),
            '\t' => out.push('\t'),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}
