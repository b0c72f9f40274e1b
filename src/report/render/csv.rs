//! CSV (RFC 4180) for spreadsheets: the JSON keys in order, `charge_to` as two.
//!
//! A reference is what was typed for it, lists are joined, and what a terminal
//! or a spreadsheet would act upon is made harmless: JSON is the lossless form.

use super::Sheet;
use super::json::{Entry, line};
use crate::domain::charge::Reference;
use crate::domain::content::Extra;
use crate::report::{Context, Item};
use crate::screen::{is_hostile, sanitize_lines};
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Write};

/// The columns, in order.
pub const COLUMNS: [&str; 42] = [
    "id",
    "key",
    "profile",
    "backend",
    "status",
    "remote_status",
    "delivery",
    "remote_id",
    "origin",
    "charge_to_kind",
    "charge_to_ref",
    "project",
    "client",
    "service",
    "task",
    "member",
    "date",
    "start",
    "end",
    "zone",
    "booked_as",
    "worked_seconds",
    "deduct_seconds",
    "billed_seconds",
    "note",
    "internal_note",
    "reject_reason",
    "work_type",
    "work_role",
    "billable",
    "agreement",
    "tags",
    "running",
    "parked",
    "revision",
    "problem",
    "adjustments",
    "warnings",
    "unchecked",
    "extra",
    "created_at",
    "updated_at",
];

/// A head line, then one entry a record.
pub struct Records<'o> {
    out: csv::Writer<&'o mut dyn Write>,
}

impl<'o> Records<'o> {
    /// Onto this stream.
    pub fn new(out: &'o mut dyn Write) -> Self {
        Self {
            out: csv::Writer::from_writer(out),
        }
    }
}

impl Sheet for Records<'_> {
    fn begin(&mut self) -> io::Result<()> {
        self.out.write_record(COLUMNS).map_err(of_stream)
    }

    fn entry(&mut self, item: &Item<'_>, context: &dyn Context) -> io::Result<()> {
        for cell in cells(&Entry::of(item, context)) {
            let cell = harmless(&cell);
            self.out.write_field(cell.as_bytes()).map_err(of_stream)?;
        }
        self.out.write_record(None::<&[u8]>).map_err(of_stream)
    }

    fn end(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The stream's own error: its kind says whether somebody stopped reading.
fn of_stream(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn cells<'a>(entry: &'a Entry<'_>) -> [Cow<'a, str>; COLUMNS.len()] {
    let charge_to = entry.charge_to.as_ref();
    [
        number(&entry.id.map(|id| id.0)),
        entry
            .key
            .map(|key| key.to_string())
            .unwrap_or_default()
            .into(),
        text(entry.profile),
        text(entry.backend.map(|backend| backend.word())),
        entry.status.word().into(),
        text(entry.remote_status),
        entry.delivery.word().into(),
        text(entry.remote_id.map(|id| id.0.as_str())),
        entry.origin.word().into(),
        text(charge_to.map(|charge_to| charge_to.kind)),
        reference(charge_to.map(|charge_to| charge_to.at)),
        reference(entry.project),
        reference(entry.client),
        reference(entry.service),
        reference(entry.task),
        reference(entry.member),
        entry.date.as_str().into(),
        text(entry.start.as_deref()),
        text(entry.end.as_deref()),
        entry.zone.into(),
        entry.booked_as.word().into(),
        entry.worked_seconds.to_string().into(),
        entry.deduct_seconds.to_string().into(),
        entry.billed_seconds.to_string().into(),
        text(entry.note),
        text(entry.internal_note),
        text(entry.reject_reason),
        reference(entry.work_type),
        reference(entry.work_role),
        entry.billable.word().into(),
        reference(entry.agreement),
        joined(entry.tags, ",", String::as_str),
        yes_no(entry.running),
        yes_no(entry.parked),
        entry.revision.to_string().into(),
        text(
            entry
                .problem
                .as_ref()
                .map(|problem| problem.message.as_str()),
        ),
        joined(&entry.adjustments, "; ", |one| one.message),
        joined(entry.warnings, "; ", |one| one.message.as_str()),
        joined(entry.unchecked, ",", String::as_str),
        extra(entry.extra),
        entry.created_at.as_str().into(),
        entry.updated_at.as_str().into(),
    ]
}

fn text(text: Option<&str>) -> Cow<'_, str> {
    text.unwrap_or_default().into()
}

fn number<T: ToString>(number: &Option<T>) -> Cow<'static, str> {
    number.as_ref().map(T::to_string).unwrap_or_default().into()
}

fn reference(reference: Option<&Reference>) -> Cow<'_, str> {
    text(reference.map(|reference| reference.typed.as_str()))
}

fn joined<'a, T: 'a>(
    parts: impl IntoIterator<Item = &'a T>,
    between: &str,
    word: fn(&T) -> &str,
) -> Cow<'a, str> {
    let parts: Vec<_> = parts.into_iter().map(word).collect();
    parts.join(between).into()
}

fn yes_no(value: bool) -> Cow<'static, str> {
    if value { "true" } else { "false" }.into()
}

/// Whatever few entries have; an object of JSON, empty where there is none of it.
fn extra(extra: &Extra) -> Cow<'static, str> {
    if *extra == Extra::default() {
        return "".into();
    }
    object(extra).into()
}

fn object<T: Serialize>(value: &T) -> String {
    line(value).trim_end().to_owned()
}

/// Makes a cell harmless: a spreadsheet would run what begins like a formula, also
/// after blanks, so an apostrophe goes before it; controls become visible, line
/// breaks stay.
fn harmless(cell: &str) -> Cow<'_, str> {
    let visible = if cell.chars().any(is_hostile) {
        Cow::Owned(sanitize_lines(cell))
    } else {
        Cow::Borrowed(cell)
    };
    if is_formula(cell) {
        return Cow::Owned(format!("'{visible}"));
    }
    visible
}

fn is_formula(cell: &str) -> bool {
    let begins = |c: char| matches!(c, '\t' | '\r' | '\n' | '\0');
    let meant = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    cell.starts_with(begins) || cell.trim_start().starts_with(meant)
}

#[cfg(test)]
mod tests;
