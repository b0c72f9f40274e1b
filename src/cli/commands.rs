//! What each command takes. The text beside a field is its help.

pub use super::upkeep::{BackupArgs, DoctorArgs};

use super::options::{Fields, Filters, Writing};
use super::values::{Format, Layout, Shell, Side, one_of, path, text};
use crate::domain::grouping::By;
use crate::domain::status::BackendKind;
use clap::{ArgGroup, Args, Subcommand, ValueHint};
use std::path::PathBuf;

/// Book a finished entry
///
/// TIME is a length (1.5h, 1h30, 90m, 45) or a range (9-10:30, 9 to 10, 13:00-now), with a day
/// before it if need be (yesterday 9-10). The words after it are the note. A length without a
/// start takes the latest free stretch of today; what was understood is printed. The entry is
/// kept here at once; `tt sync` delivers it.
///
/// A first word that begins with @ names a template of the configuration ([template.NAME]):
/// everything it says counts unless something else is typed. A length that is typed keeps the
/// template's start, a start its length; tags are added to its own, and -t none takes these away.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
#[command(override_usage = "tt log [OPTIONS] [@TEMPLATE] <LENGTH or RANGE> [NOTE]...")]
pub struct LogArgs {
    /// A length or a range, with a day before it if need be, and then the words of the note; before
    /// them a template
    #[arg(value_name = "TIME and NOTE", value_parser = text)]
    pub words: Vec<String>,
    /// Fields of the entry.
    #[command(flatten)]
    pub fields: Fields,
    /// What only writing knows.
    #[command(flatten)]
    pub writing: Writing,
    /// Take no defaults from .tt.toml and the branch
    #[arg(long)]
    pub no_context: bool,
}

/// Change entries
///
/// Only what is typed changes; 'none' clears a field, an empty -m the note. --for and --end move
/// the end, --start the start, --on moves the entry to another day at the same clock times. -t adds
/// a tag, -t none takes all of them away first. Several entries change all or not at all. An entry
/// that was rejected stays so until it is submitted; one that is held is asked the rules again.
/// --end ends a timer. Without options, on a terminal, one entry opens in $VISUAL or $EDITOR.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
#[command(override_usage = "tt edit [OPTIONS] <ID or PERIOD>...")]
pub struct EditArgs {
    /// The number printed at booking, last, ^2 (second last), 12-15, current, or a period
    #[arg(value_name = "ID or PERIOD", required = true, value_parser = text)]
    pub which: Vec<String>,
    /// Take this tag away; may be given several times ('-t none' takes all)
    #[arg(long, help_heading = "Fields", value_name = "T", value_parser = text)]
    pub untag: Vec<String>,
    /// Fields of the entry.
    #[command(flatten)]
    pub fields: Fields,
    /// What only writing knows.
    #[command(flatten)]
    pub writing: Writing,
}

/// Part an entry in two or more
///
/// The first part keeps the number, the key and the record on the service; the parts after it are
/// new entries, to which the options apply. Pauses go to the part they lie in, time deducted to the
/// first part as far as it has room. --into parts into equal lengths of work, to the second; what
/// is left over goes to the last. The lengths of the parts add up to that of the entry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
#[command(group = ArgGroup::new("where").required(true))]
pub struct SplitArgs {
    /// The number printed at booking, last, or ^2 (second last)
    #[arg(value_name = "ID", value_parser = text)]
    pub id: String,
    /// Where the later part begins
    #[arg(long, group = "where", help_heading = "Where", value_name = "TIME", value_parser = text)]
    pub at: Option<String>,
    /// How long the first part is: its work, without pauses
    #[arg(long, group = "where", help_heading = "Where", value_name = "LENGTH", value_parser = text)]
    pub after: Option<String>,
    /// Into so many parts of equal length
    #[arg(long, group = "where", help_heading = "Where", value_name = "N", value_parser = clap::value_parser!(u32).range(2..=24))]
    pub into: Option<u32>,
    /// At midnight
    #[arg(long, group = "where", help_heading = "Where")]
    pub midnight: bool,
    /// Note of the later part
    #[arg(short = 'm', long, help_heading = "Where", value_name = "TEXT", value_parser = text)]
    pub note: Option<String>,
    /// Its note for colleagues only
    #[arg(long, help_heading = "Where", value_name = "TEXT", value_parser = text)]
    pub internal_note: Option<String>,
    /// Show the parts, and change nothing
    #[arg(short = 'n', long, help_heading = "Where")]
    pub dry_run: bool,
    /// Fields of the later part.
    #[command(flatten)]
    pub fields: Fields,
}

/// Take the last step back
///
/// A step is what one command did to entries, timers too; what sync did is passed over. Undone
/// again, the step before it is taken back, and so on. Fields that the service changed since are
/// kept. What was delivered is withdrawn or corrected at the next `tt sync`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct UndoArgs {}

/// Show what happened: who, when, from, to
///
/// Newest last. Without an entry, the last 50 lines of everything.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct HistoryArgs {
    /// The number printed at booking, last, ^2 (second last), or 12-15; also of entries taken away
    #[arg(value_name = "ID", value_parser = text)]
    pub ids: Vec<String>,
    /// At most this many lines: the newest; 50 where no entry is named
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
}

/// Start a timer
///
/// The words are the note; a clock time before them is the moment it starts (9:30, 30m ago).
/// A timer that runs is ended and booked, and said so; parked ones stay parked. Times are cut to
/// the minute. On a terminal a missing note of the timer that ends is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
#[command(override_usage = "tt start [OPTIONS] [TIME] [NOTE]...")]
#[command(mut_arg("end", |arg| arg.hide(true)), mut_arg("length", |arg| arg.hide(true)))]
#[command(mut_arg("no_clock", |arg| arg.hide(true)))]
pub struct StartArgs {
    /// The time it starts, if that is not now, and then the words of the note
    #[arg(value_name = "TIME and NOTE", value_parser = text)]
    pub words: Vec<String>,
    /// Fields of the entry.
    #[command(flatten)]
    pub fields: Fields,
    /// What only writing knows.
    #[command(flatten)]
    pub writing: Writing,
    /// Take no defaults from .tt.toml and the branch
    #[arg(long)]
    pub no_context: bool,
}

/// End the running timer and book it
///
/// Without a running timer the only parked one is booked. Ending never fails: what a rule would
/// refuse is kept here as held, to be looked at. A timer that ended within a minute of its start is
/// dropped; one of more than 24 hours waits for its end (`tt edit current --end TIME`). On a
/// terminal a missing note is asked for, and after a night the time it really ended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
#[command(override_usage = "tt stop [OPTIONS] [TIME] [NOTE]...")]
pub struct StopArgs {
    /// The time it ended, if that is not now, and then words that take the place of its note
    #[arg(value_name = "TIME and NOTE", value_parser = text)]
    pub words: Vec<String>,
    /// Note, in the place of the one it has
    #[arg(short = 'm', long, value_name = "TEXT", value_parser = text)]
    pub note: Option<String>,
    /// The moment it ended
    #[arg(long, value_name = "TIME", value_parser = text)]
    pub at: Option<String>,
    /// Day of that moment
    #[arg(long, value_name = "DAY", value_parser = text)]
    pub on: Option<String>,
}

/// Park the running timer
///
/// The time until `tt resume` is not worked. Any number of timers may be parked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct PauseArgs {
    /// The moment it is parked
    #[arg(long, value_name = "TIME", value_parser = text)]
    pub at: Option<String>,
}

/// Park the running timer and start another
///
/// As `tt start`, but the timer that runs is parked instead of booked: `tt resume` takes it up
/// again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
#[command(override_usage = "tt switch [OPTIONS] [TIME] [NOTE]...")]
#[command(mut_arg("end", |arg| arg.hide(true)), mut_arg("length", |arg| arg.hide(true)))]
#[command(mut_arg("no_clock", |arg| arg.hide(true)))]
pub struct SwitchArgs {
    /// The time it starts, if that is not now, and then the words of the note
    #[arg(value_name = "TIME and NOTE", value_parser = text)]
    pub words: Vec<String>,
    /// Fields of the entry.
    #[command(flatten)]
    pub fields: Fields,
    /// What only writing knows.
    #[command(flatten)]
    pub writing: Writing,
    /// Take no defaults from .tt.toml and the branch
    #[arg(long)]
    pub no_context: bool,
}

/// Take up a parked timer
///
/// The one that was parked last, or the one that is named; a timer that runs is parked. On a later
/// day than that of its start the parked one is booked, and a new one like it starts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct ResumeArgs {
    /// The number of a parked timer; without it the one parked last
    #[arg(value_name = "ID", value_parser = text)]
    pub id: Option<String>,
    /// The moment it goes on
    #[arg(long, value_name = "TIME", value_parser = text)]
    pub at: Option<String>,
}

/// Throw the running timer away
///
/// Nothing of it is booked; parked timers stay.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct CancelArgs {}

/// Start a timer like an entry
///
/// With the same fields and note as the entry booked last, or the one that is named. A timer that
/// runs is ended and booked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct ContinueArgs {
    /// The number printed at booking, or ^2 (second last); without it the one booked last
    #[arg(value_name = "ID", value_parser = text)]
    pub id: Option<String>,
    /// The moment it starts
    #[arg(long, value_name = "TIME", value_parser = text)]
    pub at: Option<String>,
}

/// List entries
///
/// Entries of a period, oldest first; without one those of today and yesterday. A table ends
/// after 1,000 rows and says how many more there are; the other formats do not end. They are
/// written while they are read, with any number of entries; only --sort longest, id and updated
/// keep them in memory first. json and jsonl hold everything as it is; csv has the same keys as
/// columns, and an apostrophe before a cell that a spreadsheet would take for a formula.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct ListArgs {
    /// A day (today, fri, -2d, 2026-11-20), week, last-week, month, 2026-11, 2026-W47, or A..B
    #[arg(value_name = "PERIOD", value_parser = text)]
    pub period: Option<String>,
    /// How it is written; --json is --format json
    #[arg(long, value_name = "FORMAT", value_parser = one_of(Format::ALL, Format::word))]
    pub format: Option<Format>,
    /// Which entries.
    #[command(flatten)]
    pub filters: Filters,
}

/// Say where everything stands
///
/// What runs and what is parked, today and this week against the targets, what is still to be
/// delivered, and which entries need a person. The target of a day is `day_target` of the
/// configuration, that of a week five times as much. Entries that overlap count each in full, and
/// how much overlaps is said. `tt` alone does the same.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct StatusArgs {}

/// Show a period as a grid
///
/// What time is charged to, by days, without PERIOD those of this week. The letter beside a time
/// says where it stands, whether a service has it or not: o open, s submitted, r rejected, a approved, b billed; + says that others
/// of that day are further along, > that a timer runs, ! that an entry needs a person. The last row
/// says how far each day is from `day_target`, which counts from Monday to Friday. Its weeks begin
/// on `week_start`; those of `tt sheet` are the service's own, which may begin on another day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct WeekArgs {
    /// A day, week, last-week, month, 2026-11, 2026-W47, or A..B
    #[arg(value_name = "PERIOD", value_parser = text)]
    pub period: Option<String>,
}

/// Add entries up
///
/// Worked and billed time of a period, without one of this week, by one thing or two. Days, weeks
/// and months stand in their order, anything else by time worked. An entry with several tags
/// counts under each of them, and once in the total.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct ReportArgs {
    /// A day, week, last-week, month, 2026-11, 2026-W47, or A..B
    #[arg(value_name = "PERIOD", value_parser = text)]
    pub period: Option<String>,
    /// What to add up by: one thing or two
    #[arg(long, value_name = "A[,B]", value_delimiter = ',', default_value = "day", value_parser = one_of(By::ALL, By::word))]
    pub by: Vec<By>,
    /// How the rows are written; --json writes the whole report
    #[arg(long, value_name = "FORMAT", value_parser = one_of(Layout::ALL, Layout::word))]
    pub format: Option<Layout>,
    /// Write into this file instead; - is stdout
    #[arg(short, long, value_name = "FILE", value_parser = path, value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Which entries.
    #[command(flatten)]
    pub filters: Filters,
}

/// Show entries with everything known about them
///
/// Every field, what happened to the entry, why it is not delivered, and what the service holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct ShowArgs {
    /// The number printed at booking, last, ^2 (second last), or 12-15
    #[arg(value_name = "ID", required = true, value_parser = text)]
    pub ids: Vec<String>,
}

/// Take entries away
///
/// Never asks. An entry that the service holds is taken away there at the next `tt sync`; one
/// that is locked there stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct DeleteArgs {
    /// The number printed at booking, last, ^2 (second last), or 12-15
    #[arg(value_name = "ID", required = true, value_parser = text)]
    pub ids: Vec<String>,
}

/// Show what needs a person, and what answers it
///
/// Held, refused, rejected, in conflict, deleted on the service, or unconfirmed with several
/// candidates: for each what happened, in the service's or the approver's words, and the commands
/// that answer it. What was rejected on one timesheet with one reason is one question. On a terminal
/// one after the other with a question, elsewhere as a list. Asks no service. Nothing to review
/// is no failure.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct ReviewArgs {
    /// Only entries of this profile
    #[arg(short, long, value_name = "NAME", value_parser = text)]
    pub profile: Option<String>,
}

/// Answer what `tt review` asks
///
/// The answer is kept here and carried out by the next `tt sync`. An answer that does not fit
/// where the entry stands is refused (exit 3), with what fits. Several entries are settled all or
/// none. `tt undo` takes back what was released, taken over or deleted; what was settled with the
/// service stays settled.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
#[command(group = ArgGroup::new("answer").required(true))]
pub struct ResolveArgs {
    /// Ids (`12`, `last`, `12-15`)
    #[arg(value_name = "ID", required = true, value_parser = text)]
    pub ids: Vec<String>,
    /// In conflict, or deleted on the service: mine sends what is here (deleted there: as a new
    /// one), theirs takes over what is there (deletes here), both keeps the one there beside a new
    /// one
    #[arg(long, group = "answer", value_name = "SIDE", value_parser = one_of(Side::ALL, Side::word))]
    pub keep: Option<Side>,
    /// Held, but right: deliver it
    #[arg(long, group = "answer")]
    pub release: bool,
    /// Refused, but send it again as it is
    #[arg(long, group = "answer")]
    pub retry: bool,
    /// Unconfirmed, or held as already there: it is this one of the service's
    #[arg(long, group = "answer", value_name = "REMOTE_ID", value_parser = text)]
    pub adopt: Option<String>,
    /// Unconfirmed, and none of what the service holds: send it again, once the quarantine is over
    #[arg(long, group = "answer")]
    pub resend: bool,
}

/// Deliver what is owed
///
/// Sends every entry exactly once, also after lost answers, and brings back what became of it.
/// One entry's trouble stops no other, one profile's no other's: they run side by side. Ends with
/// exit code 4 where a person is needed and 6 where a later run goes on by itself. TT_LOG=info,
/// debug (each request) or trace (bodies too, without credentials) shows on stderr what is done.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct SyncArgs {
    /// Profiles to deliver; without one the default profile
    #[arg(value_name = "PROFILE", conflicts_with = "all", value_parser = text)]
    pub profiles: Vec<String>,
    /// Every profile
    #[arg(long)]
    pub all: bool,
    /// Say what would be sent, and send nothing
    #[arg(short = 'n', long)]
    pub dry_run: bool,
    /// Only send: nothing is imported or taken over, but what is about to be changed there
    #[arg(long)]
    pub push: bool,
    /// Only fetch: nothing is sent
    #[arg(long)]
    pub pull: bool,
    /// Do not wait until entries have been left alone for a while
    #[arg(long)]
    pub now: bool,
    /// Print a problem once, when it is new, and nothing else; what passes by itself (no network,
    /// the service away) only when it has lasted for four hours
    #[arg(long)]
    pub quiet: bool,
    /// Stop after this time; the next run goes on
    #[arg(long, value_name = "LENGTH", value_parser = text)]
    pub max_time: Option<String>,
}

/// List the rules
///
/// What entries must obey before they are kept or sent: the rule, when it is asked, what a
/// breach does, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct RulesArgs {
    /// Only those of this service, and those that always hold
    #[arg(long, value_name = "BACKEND", value_parser = one_of(BackendKind::CONFIGURABLE, BackendKind::word))]
    pub backend: Option<BackendKind>,
}

/// Look at the configuration
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(subcommand_required = true, infer_subcommands = true)]
#[command(disable_help_subcommand = true)]
pub struct ConfigArgs {
    /// What to do with it.
    #[command(subcommand)]
    pub action: ConfigAction,
}

/// What to do with the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub enum ConfigAction {
    /// Print where configuration, data and state are kept
    Path,
    /// Read it whole and say what is wrong with it
    Check,
    /// Open it in $VISUAL or $EDITOR, and check it when the editor ends
    Edit,
}

/// Print a completion script
///
/// Packages install these; without a package put the script where your shell looks for it.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CompletionsArgs {
    /// The shell it is for
    #[arg(value_name = "SHELL", value_parser = one_of(Shell::ALL, Shell::word))]
    pub shell: Shell,
}

/// Show help for a command or topic
///
/// Topics: exit-codes, time, config, context, rules, sync, catalog, import. Where a command has the
/// name of a topic, this prints the topic, and `tt COMMAND --help` the command.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub(super) struct HelpArgs {
    /// A command or a topic
    #[arg(value_name = "COMMAND or TOPIC", value_hint = ValueHint::Other, value_parser = text)]
    pub(super) words: Vec<String>,
}
