//! What other trackers wrote, as rows: time, labels, note. One file a format.
//!
//! Reads text that was handed over, and says of every row what became of it: a [`Row`], or
//! a [`Left`] with its reason and line. Never opens a file, never books, guesses no date,
//! and drops nothing in silence.

mod columns;
mod elements;
mod identity;
mod mapping;
mod sheet;
mod tables;
mod times;
mod timewarrior;
mod watson;

pub use identity::{Identity, identify};
pub use mapping::{Kind, Mapped, Mapping, MappingError, Unmapped, Usual};

use crate::domain::status::words;
use crate::domain::when::DateOrder;
use crate::domain::zone::Zone;

words! {
    /// Where rows come from.
    Format {
        /// Timewarrior: what `timew export` prints, or a file of its data folder.
        Timewarrior = "timewarrior",
        /// Watson: its `frames` file, its `state` file, or what `watson log --json` prints.
        Watson = "watson",
        /// Toggl Track: a detailed report as CSV.
        TogglCsv = "toggl-csv",
        /// Clockify: a detailed report as CSV.
        ClockifyCsv = "clockify-csv",
        /// Any CSV with a line of headers.
        Csv = "csv",
    }
}

words! {
    /// Why a row is not booked.
    Reason {
        /// Its timer runs.
        Running = "running",
        /// It never ended, though a later one began.
        NoEnd = "no-end",
        /// Start and end are the same.
        NoTime = "no-time",
        /// Somebody else's, by `--user`.
        OtherUser = "other-user",
        /// The mapping says so.
        Skipped = "skipped",
        /// The same row stands twice in what was read.
        Twin = "twin",
        /// Imported before.
        Known = "known",
        /// Imported before, and changed in the source since.
        Changed = "changed",
        /// Imported before, and deleted here since.
        Deleted = "deleted",
        /// It cannot be read.
        Unreadable = "unreadable",
        /// Rules refuse it.
        Refused = "refused",
    }
}

impl Reason {
    /// The same in words, for people.
    #[must_use]
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Running => "still running in the source",
            Self::NoEnd => "never ended in the source, though a later one began",
            Self::NoTime => "no time between start and end",
            Self::OtherUser => "of somebody else",
            Self::Skipped => "skipped by the mapping",
            Self::Twin => "the same row once more",
            Self::Known => "imported before",
            Self::Changed => "imported before, and changed in the source since",
            Self::Deleted => "imported before, and deleted here since",
            Self::Unreadable => "cannot be read",
            Self::Refused => "refused by a rule",
        }
    }
}

/// Where a row stands: the file by its place on the command line, and the line it begins in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// Which file, from 0.
    pub file: usize,
    /// Which line, from 1.
    pub line: u64,
}

/// When the work was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Time {
    /// Seconds UTC.
    Range {
        /// First second.
        start: i64,
        /// First second after it.
        end: i64,
    },
    /// A length on a day, without clock times.
    Day {
        /// The day.
        date: chrono::NaiveDate,
        /// Seconds.
        length: i64,
    },
}

/// One piece of work, as the source has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it stands.
    pub at: Spot,
    /// When it was.
    pub time: Time,
    /// The zone it is to be seen in; none is that of the whole import.
    pub zone: Option<Zone>,
    /// Seconds not worked.
    pub deduct: i64,
    /// What it is said to belong to, in the order of the source.
    pub labels: Vec<(Kind, String)>,
    /// What was done.
    pub note: Option<String>,
    /// What was done, for colleagues.
    pub internal_note: Option<String>,
    /// Whose it is, where the source says so.
    pub user: Option<String>,
    /// The identity that the source gives it.
    pub id: Option<String>,
    /// The how-manieth row like it in its file, from 1; tells rows without clock times apart.
    pub nth: u32,
}

/// A row that is not booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Where it stands.
    pub at: Spot,
    /// Why.
    pub reason: Reason,
    /// What exactly; empty where the reason says it all.
    pub detail: String,
}

impl Left {
    /// A row that cannot be read.
    #[must_use]
    pub fn unreadable(at: Spot, detail: impl Into<String>) -> Self {
        Self {
            at,
            reason: Reason::Unreadable,
            detail: detail.into(),
        }
    }

    /// A row that is left out for a reason that needs no more words.
    #[must_use]
    pub fn of(at: Spot, reason: Reason) -> Self {
        Self {
            at,
            reason,
            detail: String::new(),
        }
    }
}

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// What can be booked.
    pub rows: Vec<Row>,
    /// What cannot.
    pub left: Vec<Left>,
    /// How many rows there are; each is in one of the two lists.
    pub n_rows: usize,
    /// What is to be said about how it was read.
    pub notes: Vec<String>,
}

/// How files are to be read.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The zone of clock times that name none.
    pub zone: Zone,
    /// Which of two numbers of a date is the day; none where the file has to show it.
    pub dates: Option<DateOrder>,
    /// Columns by name: what they are, and their header.
    pub columns: Vec<(String, String)>,
}

/// Why nothing of a file can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Unreadable {
    /// What is wrong.
    pub message: String,
    /// The one thing to do.
    pub help: String,
}

impl Unreadable {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
        }
    }
}

/// The names that a column may be told by.
#[must_use]
pub fn column_names() -> Vec<&'static str> {
    columns::names()
}

/// Most rows of a file.
pub const MOST_ROWS: usize = 100_000;

/// Reads a file that is the `file`th of the command line.
///
/// # Errors
/// [`Unreadable`] where the whole is not what the format says; single rows that cannot be
/// read are among [`Reading::left`].
pub fn read(
    format: Format,
    file: usize,
    bytes: &[u8],
    terms: &Terms,
) -> Result<Reading, Unreadable> {
    let text = text(bytes)?;
    let reading = match format {
        Format::Timewarrior => timewarrior::read(file, text)?,
        Format::Watson => watson::read(file, text)?,
        Format::TogglCsv | Format::ClockifyCsv | Format::Csv => {
            sheet::read(format, file, text, terms)?
        }
    };
    if reading.n_rows > MOST_ROWS {
        return Err(Unreadable::new(
            format!("it has {} rows, more than {MOST_ROWS}", reading.n_rows),
            "export it in parts, by year for example",
        ));
    }
    Ok(reading)
}

/// The text without the mark that some programs put before it.
fn text(bytes: &[u8]) -> Result<&str, Unreadable> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Unreadable::new(
            "it is written in UTF-16",
            "save it as UTF-8: `iconv -f UTF-16 -t UTF-8 FILE`",
        ));
    }
    std::str::from_utf8(bytes).map_err(|why| {
        let line = bytes[..why.valid_up_to()]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        Unreadable::new(
            format!("line {line} is not written in UTF-8"),
            "save it as UTF-8: `iconv -f WINDOWS-1252 -t UTF-8 FILE`, for example",
        )
    })
}

/// A text in which no character acts upon a terminal and line ends are one; none where
/// nothing is left of it.
fn clean(text: &str) -> Option<String> {
    let text: String = text
        .replace("\r\n", "\n")
        .chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            '\r' => '\n',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The same in one line, for names.
fn clean_name(text: &str) -> Option<String> {
    let one = text.split_whitespace().collect::<Vec<_>>().join(" ");
    clean(&one)
}

#[cfg(test)]
mod tests;
