//! How single values are read, and the closed lists that only the command line knows.

use super::argv::MARK;
pub use crate::domain::charge::Chargeable;
use crate::domain::status::words;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::convert::Infallible;
use std::path::PathBuf;

words! {
    /// Who is mailed about a new entry (ConnectWise).
    MailTo {
        /// The ticket's resource.
        Resource = "resource",
        /// The ticket's contact.
        Contact = "contact",
        /// The addresses of `--email-cc`.
        Cc = "cc",
    }
}

words! {
    /// How a listing is written.
    #[derive(Default)]
    Format {
        /// For people; also plain columns off a terminal.
        #[default]
        Table = "table",
        /// One array.
        Json = "json",
        /// One object a line.
        Jsonl = "jsonl",
        /// For spreadsheets.
        Csv = "csv",
        /// A table for mails, wikis and tickets.
        Markdown = "markdown",
        /// A calendar.
        Ical = "ical",
    }
}

words! {
    /// The order of a listing.
    #[derive(Default)]
    Sort {
        /// Oldest start first.
        #[default]
        Start = "start",
        /// Newest start first.
        Newest = "newest",
        /// Longest first.
        Longest = "longest",
        /// In the order of booking.
        Id = "id",
        /// Changed last first.
        Updated = "updated",
    }
}

words! {
    /// How the rows of a report are written.
    Layout {
        /// For people.
        Table = "table",
        /// The report as one JSON value.
        Json = "json",
        /// One JSON value a row.
        JsonLines = "jsonl",
        /// Comma-separated values.
        Csv = "csv",
        /// A Markdown table.
        Markdown = "markdown",
        /// A page with charts, in one file.
        Html = "html",
    }
}

words! {
    /// Whose change counts in a conflict.
    Side {
        /// What is here.
        Mine = "mine",
        /// What the service holds.
        Theirs = "theirs",
        /// Both, as two entries.
        Both = "both",
    }
}

words! {
    /// Shells that completions are made for.
    Shell {
        /// GNU Bash.
        Bash = "bash",
        /// Z shell.
        Zsh = "zsh",
        /// Friendly interactive shell.
        Fish = "fish",
        /// PowerShell, on any system.
        PowerShell = "powershell",
    }
}

/// Text as typed, the mark of a value taken off.
#[expect(clippy::unnecessary_wraps, reason = "clap takes readers that may fail")]
pub(super) fn text(word: &str) -> Result<String, Infallible> {
    Ok(word.strip_prefix(MARK).unwrap_or(word).to_owned())
}

/// A path as typed, the mark of a value taken off.
pub(super) fn path(word: &str) -> Result<PathBuf, Infallible> {
    text(word).map(PathBuf::from)
}

/// One of a closed list, by its one spelling.
pub(super) fn one_of<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    word: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.iter().map(|value| word(*value))).try_map(move |typed| {
        let found = all.iter().copied().find(|value| word(*value) == typed);
        found.ok_or("not one of the list")
    })
}

/// `yes` or `no`.
pub(super) fn yes_no() -> impl TypedValueParser<Value = bool> {
    one_of(&[true, false], |value| if value { "yes" } else { "no" })
}
