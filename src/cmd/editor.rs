//! The person's own editor, for an entry as a form or a note to be written.
//!
//! The text lies in a file that only its owner can read, in the folder of the database,
//! and is taken away when the editor ends.

use super::form::{escaped, said};
use crate::app::App;
use crate::failure::{self, Code, Failure};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

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
    let folder = app.paths.db.path.parent().map(Path::to_owned);
    let file = Draft::new(folder.unwrap_or_default(), text)?;
    edit_file(app, &file.0)?;
    let bytes = std::fs::read(&file.0)?;
    let no_text = || Failure::usage("the editor left no text; nothing changed", HELP);
    Ok(String::from_utf8(bytes).map_err(|_| no_text())?)
}

/// What to do about an editor.
const HELP: &str = "set VISUAL or EDITOR to an editor that waits until the file is closed";

/// Opens a file in the person's editor and waits for it.
///
/// # Errors
/// No editor, or one that fails.
pub fn edit_file(app: &mut App<'_>, file: &Path) -> anyhow::Result<()> {
    let editor = app.var("VISUAL").or_else(|| app.var("EDITOR"));
    let editor = match editor {
        Some(editor) => editor,
        None if app.around.is_terminal => "vi".to_owned(),
        None => {
            let help = "set VISUAL or EDITOR, or say with options what to change";
            return Err(Failure::usage("there is no editor", help).into());
        }
    };
    app.around.out.flush()?;
    let mut command = of_words(&editor, file);
    if !app.around.is_terminal {
        // What an editor prints is no result.
        command.stdout(Stdio::from(std::io::stderr()));
    }
    let ended = command.status();
    let failed = |why: String| {
        Failure::usage(
            format!("the editor {editor:?} {why}; nothing changed"),
            HELP,
        )
    };
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(failed(format!("failed ({status})")).into()),
        Err(error) => Err(failed(format!("does not start: {error}")).into()),
    }
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
