//! What `tt import` takes. The text beside a field is its help.

use super::values::{one_of, path, text};
use crate::domain::status::words;
use clap::{Args, ValueHint};
use std::path::PathBuf;

words! {
    /// What wrote the files.
    Source {
        /// Timewarrior.
        Timewarrior = "timewarrior",
        /// Watson.
        Watson = "watson",
        /// Toggl Track.
        TogglCsv = "toggl-csv",
        /// Clockify.
        ClockifyCsv = "clockify-csv",
        /// Anything with a line of headers.
        Csv = "csv",
    }
}

words! {
    /// Which number of a date is the day.
    DayOrder {
        /// `20/11/2026`.
        DayFirst = "dmy",
        /// `11/20/2026`.
        MonthFirst = "mdy",
    }
}

/// Book what another tracker wrote
///
/// Shows what would be booked and what is left out with its reason and line, then asks; off a
/// terminal --yes books it. All of it is booked or nothing, in one step that `tt undo` takes back.
/// A row is booked once, however often its file is read and however it has grown.
///
/// Reads what `timew export` prints or Timewarrior's data files, Watson's frames file or what
/// `watson log --json` prints, detailed reports of Toggl Track and Clockify as CSV, and any CSV with
/// headers such as date, start, end, hours, note, client, ticket, tags (--column names others).
///
/// Timers that still run are left out. Projects and clients become fields of the same name, tags
/// stay tags; with -p, where a service will see them, both become tags until --map says what they
/// are. `tt help import` says it all.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct ImportArgs {
    /// What wrote the files
    #[arg(value_name = "FORMAT", value_parser = one_of(Source::ALL, Source::word))]
    pub format: Source,
    /// The files; - reads stdin
    #[arg(value_name = "FILE", required = true, value_parser = path, value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// What a label becomes: 'project:Website=client:acme,work-type:Remote', 'tag:#*=ticket:*',
    /// 'billable:no=billable:do-not-bill', or with note, drop or skip (the row) behind the =; may
    /// be given several times
    #[arg(long, value_name = "FROM=TO", value_parser = text)]
    pub map: Vec<String>,
    /// A file of such rules, one a line
    #[arg(long, value_name = "FILE", value_parser = path, value_hint = ValueHint::FilePath)]
    pub map_file: Option<PathBuf>,
    /// Which number of dates such as 03/04/2026 is the day; needed where the file does not show it
    #[arg(long, value_name = "ORDER", value_parser = one_of(DayOrder::ALL, DayOrder::word))]
    pub dates: Option<DayOrder>,
    /// Zone of the clock times in a CSV, and of the entries; without it yours
    #[arg(long, value_name = "NAME", value_parser = text)]
    pub zone: Option<String>,
    /// What a column of a CSV is: --column hours=Uren; may be given several times
    #[arg(long, value_name = "FIELD=HEADER", value_parser = text)]
    pub column: Vec<String>,
    /// Whose rows, where a file holds those of several people
    #[arg(long, value_name = "NAME", value_parser = text)]
    pub user: Option<String>,
    /// Where days without clock times begin: their rows follow one another from there
    #[arg(long, value_name = "TIME", value_parser = text)]
    pub at: Option<String>,
    /// Profile that delivers the entries; without it they stay here
    #[arg(short, long, value_name = "NAME", value_parser = text)]
    pub profile: Option<String>,
    /// Leave out rows that cannot be read or that rules refuse, instead of stopping at them
    #[arg(long)]
    pub skip_bad: bool,
    /// Allow an end in the future
    #[arg(long)]
    pub future: bool,
    /// Show what would be booked, and book nothing
    #[arg(short = 'n', long)]
    pub dry_run: bool,
}
