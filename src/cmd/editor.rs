//! The person's own editor: an entry as a form, or a note to be written.
//!
//! The form is TOML in a file that only its owner can read, in the folder of the
//! database, and is taken away when the editor ends. Only what differs from what
//! was offered counts as typed, and goes the way of the options of `tt edit`.

use crate::app::App;
use crate::cli::{Fields, Writing};
use crate::domain::charge::{Reference, TargetKind};
use crate::domain::content::Content;
use crate::domain::entry::Entry;
use crate::domain::span::Span;
use crate::domain::status::{BackendKind, Billable};
use crate::domain::zone::Zone;
use crate::failure::{self, Code, Failure};
use crate::rules;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

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
fn said(key: &str, value: &toml::Value) -> Result<String, Failure> {
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
                *targets = crate::cli::Targets::default();
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

fn escaped(text: &str, many: bool) -> String {
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

/// How a form came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It was taken.
    Taken,
    /// It was left as it was.
    Unchanged,
    /// The file was emptied.
    Cancelled,
}

/// Opens a form until `take` takes it. A form that cannot be taken is opened again with
/// the reason at its top. An empty file and one that was left as it is end it at once.
///
/// # Errors
/// The editor's, those of `take` that no form can mend, and those of a form that was
/// left as it was after its reason had been told.
pub fn fill<'a>(
    app: &mut App<'a>,
    form: &str,
    mut take: impl FnMut(&mut App<'a>, &str) -> anyhow::Result<()>,
) -> anyhow::Result<Ended> {
    let mut offered = form.to_owned();
    let mut reason: Option<anyhow::Error> = None;
    loop {
        let typed = open(app, &offered)?.replace("\r\n", "\n");
        let is_empty = typed
            .lines()
            .all(|line| line.trim().is_empty() || line.starts_with('#'));
        let is_as_before = typed.trim_end() == offered.trim_end();
        match reason {
            _ if is_empty => return Ok(Ended::Cancelled),
            None if is_as_before => return Ok(Ended::Unchanged),
            // Whoever answers the same twice is no person, or has given up.
            Some(error) if is_as_before => return Err(error),
            _ => {}
        }
        let Err(error) = take(app, &typed) else {
            return Ok(Ended::Taken);
        };
        let failure = failure::of(&error);
        if !matches!(failure.code, Code::Usage | Code::Rule) {
            return Err(error);
        }
        let told: String = failure
            .text()
            .lines()
            .map(|line| format!("{REASON}{line}\n"))
            .collect();
        let kept: Vec<_> = typed
            .lines()
            .filter(|line| !line.starts_with(REASON))
            .collect();
        offered = format!("{told}{}\n", kept.join("\n"));
        reason = Some(error);
    }
}

/// Stands before the lines that tell why a form was opened again.
const REASON: &str = "#! ";

/// Opens the editor for a note; none where the file comes back empty.
///
/// # Errors
/// The editor's.
pub fn note(app: &mut App<'_>, offered: Option<&str>) -> anyhow::Result<Option<String>> {
    let help = "# The note stands between the quotes. An empty file books nothing.";
    let body = escaped(offered.unwrap_or_default(), true);
    let form = format!("{help}\nnote = \"\"\"\n{body}\n\"\"\"\n");
    let mut note = offered.unwrap_or_default().to_owned();
    let ended = fill(app, &form, |_, text| {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            let message = format!("the note does not read: {}", error.message());
            Failure::usage(message, "write it between the quotes")
        })?;
        note = match table.get("note") {
            Some(value) => said("note", value)?,
            None => String::new(),
        };
        Ok(())
    })?;
    Ok((ended != Ended::Cancelled).then_some(note))
}

/// What came back of a text from the editor.
fn open(app: &mut App<'_>, text: &str) -> anyhow::Result<String> {
    let editor = app.var("VISUAL").or_else(|| app.var("EDITOR"));
    let editor = match editor {
        Some(editor) => editor,
        None if app.around.is_terminal => "vi".to_owned(),
        None => {
            let help = "set VISUAL or EDITOR, or say with options what to change";
            return Err(Failure::usage("there is no editor", help).into());
        }
    };
    let folder = app.paths.db.path.parent().map(Path::to_owned);
    let file = Draft::new(folder.unwrap_or_default(), text)?;
    app.around.out.flush()?;
    let mut command = of_words(&editor, &file.0);
    if !app.around.is_terminal {
        // What an editor prints is no result.
        command.stdout(Stdio::from(std::io::stderr()));
    }
    let ended = command.status();
    let failed = |why: String| {
        let help = "set VISUAL or EDITOR to an editor that waits until the file is closed";
        Failure::usage(
            format!("the editor {editor:?} {why}; nothing changed"),
            help,
        )
    };
    match ended {
        Ok(status) if status.success() => {}
        Ok(status) => return Err(failed(format!("failed ({status})")).into()),
        Err(error) => return Err(failed(format!("does not start: {error}")).into()),
    }
    let bytes = std::fs::read(&file.0)?;
    Ok(String::from_utf8(bytes).map_err(|_| failed("left no text".to_owned()))?)
}

/// The editor's words as a shell reads them, since they may hold options and quotes.
#[cfg(unix)]
fn of_words(editor: &str, file: &Path) -> Command {
    let mut command = Command::new("/bin/sh");
    command
        .arg("-c")
        .arg(format!("{editor} \"$1\""))
        .arg("tt")
        .arg(file);
    command
}

#[cfg(not(unix))]
fn of_words(editor: &str, file: &Path) -> Command {
    let mut words = editor.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or(editor));
    command.args(words).arg(file);
    command
}

/// A file for the editor; taken away when it is dropped.
struct Draft(PathBuf);

impl Draft {
    fn new(folder: PathBuf, text: &str) -> anyhow::Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        std::fs::create_dir_all(&folder)?;
        let process = std::process::id();
        // A draft that a killed process of the same number left behind is passed by.
        let mut tries = 0..100;
        let (path, mut file) = loop {
            let n = tries.next().unwrap_or(100);
            let path = folder.join(format!("tt-edit-{process}-{n}.toml"));
            match options.open(&path) {
                Ok(file) => break (path, file),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && n < 100 => {}
                Err(error) => return Err(error.into()),
            }
        };
        let draft = Self(path);
        file.write_all(text.as_bytes())?;
        Ok(draft)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Nothing is lost when it stays.
        let _ = std::fs::remove_file(&self.0);
    }
}
