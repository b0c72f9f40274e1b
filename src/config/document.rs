//! The text of `config.toml` as tables with line numbers, and the reader that
//! takes values out of them: it notes what is wrong and where each value stood.
//!
//! The message of a wrong value repeats no text by itself; only the readers in
//! `values`, none of which reads secrets, decide to quote what they were given.

use super::finding::{Finding, Severity, quoted};
use std::path::PathBuf;
use toml::de::{DeTable, DeValue};

/// At most this many errors of syntax are told; later ones are echoes of the first.
const SYNTAX_ERRORS: usize = 3;

/// Why a value is not taken.
pub(super) enum Bad {
    /// It is of another type than this one.
    Type(&'static str),
    /// It is of the right type: what is wrong with it, and what to do.
    Value(String, Option<String>),
}

/// Shorthand for a value that is wrong, without help.
pub(super) fn bad<T>(message: impl Into<String>) -> Result<T, Bad> {
    Err(Bad::Value(message.into(), None))
}

/// What a table gave, for `config show`. Without a line it is a default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) key: String,
    pub(super) value: String,
    pub(super) line: Option<usize>,
}

/// A table of the document, or the place where one would be.
#[derive(Clone)]
pub(super) struct Section<'d> {
    /// The keys that lead here, with dots; empty at the top.
    pub(super) name: String,
    table: Option<&'d DeTable<'d>>,
    /// Where it begins.
    pub(super) line: Option<usize>,
}

impl<'d> Section<'d> {
    /// The whole document.
    pub(super) fn top(table: &'d DeTable<'d>) -> Self {
        Self {
            name: String::new(),
            table: Some(table),
            line: None,
        }
    }

    /// Whether it is written in the file.
    pub(super) fn is_present(&self) -> bool {
        self.table.is_some()
    }

    /// Its keys.
    pub(super) fn keys(&self) -> Vec<&'d str> {
        self.table
            .map(|table| table.keys().map(|key| &**key.get_ref()).collect())
            .unwrap_or_default()
    }

    /// The full name of a key in it.
    pub(super) fn key(&self, key: &str) -> String {
        let key = bare(key);
        if self.name.is_empty() {
            key
        } else {
            format!("{}.{key}", self.name)
        }
    }

    /// Whether a key is written in it.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.is_some_and(|table| table.contains_key(key))
    }
}

/// A key as it is written: bare where it can be.
pub(super) fn bare(key: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.len() <= 60 && key.chars().all(plain) {
        key.to_owned()
    } else {
        quoted(key)
    }
}

/// Takes values out of tables, and keeps what it found on the way.
pub(super) struct Reader {
    path: PathBuf,
    starts: Vec<usize>,
    pub(super) findings: Vec<Finding>,
    pub(super) rows: Vec<Row>,
}

impl Reader {
    pub(super) fn new(path: PathBuf, text: &str) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self {
            path,
            starts: std::iter::once(0)
                .chain(starts.map(|(at, _)| at + 1))
                .collect(),
            findings: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Parses the text; errors of syntax become findings, one a line.
    pub(super) fn parse<'d>(&mut self, text: &'d str) -> DeTable<'d> {
        let (document, errors) = DeTable::parse_recoverable(text);
        let mut seen = Vec::new();
        for error in errors {
            // The error's own display repeats the line, which may hold a secret.
            let line = error.span().map(|span| self.line_at(span.start));
            if !seen.contains(&line) && seen.len() < SYNTAX_ERRORS {
                seen.push(line);
                let message = format!("not TOML: {}", error.message().replace('\n', ", "));
                self.error(line, message, None);
            }
        }
        document.into_inner()
    }

    fn line_at(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    pub(super) fn error(&mut self, line: Option<usize>, message: String, help: Option<String>) {
        self.find(Severity::Error, line, message, help);
    }

    pub(super) fn warn(&mut self, line: Option<usize>, message: String, help: Option<String>) {
        self.find(Severity::Warning, line, message, help);
    }

    fn find(
        &mut self,
        severity: Severity,
        line: Option<usize>,
        message: String,
        help: Option<String>,
    ) {
        self.findings.push(Finding {
            severity,
            path: self.path.clone(),
            line,
            message,
            help,
        });
    }

    /// The line of a key, where it is written.
    pub(super) fn line_of(&self, section: &Section<'_>, key: &str) -> Option<usize> {
        let (key, _) = section.table?.get_key_value(key)?;
        Some(self.line_at(key.span().start))
    }

    /// A value as it stands, with the line of its key.
    pub(super) fn raw<'d>(
        &self,
        section: &Section<'d>,
        key: &str,
    ) -> Option<(&'d DeValue<'d>, usize)> {
        let (key, value) = section.table?.get_key_value(key)?;
        Some((value.get_ref(), self.line_at(key.span().start)))
    }

    /// A table in this one; an empty place where it is not written or no table.
    pub(super) fn section<'d>(&mut self, parent: &Section<'d>, key: &str) -> Section<'d> {
        let name = parent.key(key);
        let mut section = Section {
            name,
            table: None,
            line: None,
        };
        if let Some((value, line)) = self.raw(parent, key) {
            section.line = Some(line);
            section.table = value.as_table();
            if section.table.is_none() {
                let message = format!("`{}` is {}", section.name, article(value));
                let help = format!("it is a table: [{}]", section.name);
                self.error(Some(line), message, Some(help));
            }
        }
        section
    }

    /// Names every key that is not known here.
    pub(super) fn refuse_unknown(
        &mut self,
        section: &Section<'_>,
        known: &[&str],
        advice: impl Fn(&str) -> String,
    ) {
        for key in section.keys() {
            if !known.contains(&key) {
                let place = if section.name.is_empty() {
                    "at the top".to_owned()
                } else {
                    format!("in [{}]", section.name)
                };
                let message = format!("unknown key `{}` {place}", bare(key));
                self.error(self.line_of(section, key), message, Some(advice(key)));
            }
        }
    }

    /// Reads a value that may be missing.
    pub(super) fn get<T>(
        &mut self,
        section: &Section<'_>,
        key: &str,
        read: impl Fn(&DeValue<'_>) -> Result<T, Bad>,
    ) -> Option<T> {
        let (value, line) = self.raw(section, key)?;
        match read(value) {
            Ok(read) => {
                self.row(section, key, shown(value), Some(line));
                Some(read)
            }
            Err(bad) => {
                self.refuse(section, key, value, line, bad);
                None
            }
        }
    }

    /// Notes a value that was not taken.
    pub(super) fn refuse(
        &mut self,
        section: &Section<'_>,
        key: &str,
        value: &DeValue<'_>,
        line: usize,
        bad: Bad,
    ) {
        let key = section.key(key);
        let (message, help) = match bad {
            Bad::Type(expected) => (
                format!("`{key}` is {}, but expects {expected}", article(value)),
                None,
            ),
            Bad::Value(message, help) => (format!("`{key}` {message}"), help),
        };
        self.error(Some(line), message, help);
    }

    /// Reads a value that has a default, which is shown as `shown`.
    pub(super) fn or<T>(
        &mut self,
        section: &Section<'_>,
        key: &str,
        read: impl Fn(&DeValue<'_>) -> Result<T, Bad>,
        (default, shown): (T, &str),
    ) -> T {
        if !section.has(key) {
            self.row(section, key, shown.to_owned(), None);
            return default;
        }
        self.get(section, key, read).unwrap_or(default)
    }

    /// Reads a value that must be there; `why` says what it is.
    pub(super) fn need<T>(
        &mut self,
        section: &Section<'_>,
        key: &str,
        read: impl Fn(&DeValue<'_>) -> Result<T, Bad>,
        why: &str,
    ) -> Option<T> {
        if !section.has(key) {
            self.missing(section, key, why);
        }
        self.get(section, key, read)
    }

    /// Notes a value that must be there and is not.
    pub(super) fn missing(&mut self, section: &Section<'_>, key: &str, why: &str) {
        let message = format!("[{}] has no `{key}`", section.name);
        self.error(section.line, message, Some(format!("add {why}")));
    }

    /// Notes where a value stood.
    pub(super) fn row(
        &mut self,
        section: &Section<'_>,
        key: &str,
        value: String,
        line: Option<usize>,
    ) {
        self.rows.push(Row {
            key: section.key(key),
            value,
            line,
        });
    }
}

/// The type of a value, with its article.
fn article(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a decimal number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A plain value as it is shown.
fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Array(values) => values
            .iter()
            .map(|value| shown(value.get_ref()))
            .collect::<Vec<_>>()
            .join(", "),
        DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Table(_) => String::new(),
    }
}
