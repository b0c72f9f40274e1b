//! What each command takes. The text beside a field is its help.

use super::options::{Fields, Filters, Writing};
use super::values::{Shell, one_of, text};
use crate::domain::status::BackendKind;
use clap::{Args, Subcommand, ValueHint};

/// Book a finished entry
///
/// TIME is a length (1.5h, 1h30, 90m, 45) or a range (9-10:30, 9 to 10, 13:00-now), with a day
/// before it if need be (yesterday 9-10). The words after it are the note. A length without a
/// start takes the latest free stretch of today; what was understood is printed. The entry is
/// kept here at once; `tt sync` delivers it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
#[command(override_usage = "tt log [OPTIONS] <LENGTH or RANGE> [NOTE]...")]
pub struct LogArgs {
    /// A length or a range, with a day before it if need be, and then the words of the note
    #[arg(value_name = "TIME and NOTE", value_parser = text)]
    pub words: Vec<String>,
    /// Fields of the entry.
    #[command(flatten)]
    pub fields: Fields,
    /// What only writing knows.
    #[command(flatten)]
    pub writing: Writing,
}

/// List entries
///
/// Entries of a period, oldest first; without one those of today and yesterday. A table ends
/// after 1,000 rows and says how many more there are; --json does not end.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct ListArgs {
    /// A day (today, fri, -2d, 2026-11-20), week, last-week, month, 2026-11, 2026-W47, or A..B
    #[arg(value_name = "PERIOD", value_parser = text)]
    pub period: Option<String>,
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

/// Hand entries in for approval
///
/// All of them or none. Entries that are handed in already are skipped and counted. A period and
/// --all act within one profile; numbers may name any.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct SubmitArgs {
    /// A period, or the numbers of entries; bare whole numbers are always entries
    #[arg(value_name = "PERIOD or ID", conflicts_with = "all", value_parser = text)]
    pub which: Vec<String>,
    /// Everything that is open
    #[arg(long)]
    pub all: bool,
    /// Profile in which a period or --all acts
    #[arg(short, long, value_name = "NAME", value_parser = text)]
    pub profile: Option<String>,
}

/// Take submitted entries back
///
/// Submitted entries become open again and may be changed; those of a service that has
/// timesheets go back with the whole sheet. All or nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct RecallArgs {
    /// A period (`today`, `last-week`) or ids (`12`, `12-15`)
    #[arg(value_name = "PERIOD or ID", conflicts_with = "all", value_parser = text)]
    pub which: Vec<String>,
    /// Every submitted entry of the profile
    #[arg(long)]
    pub all: bool,
    /// Only entries of this profile; `none` for those without one
    #[arg(short, long, value_name = "NAME", value_parser = text)]
    pub profile: Option<String>,
}

/// Ask the rules again, as submitting would
///
/// Prints what stands against each entry, warnings included, and changes nothing.
/// Without a period or ids: everything open.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct CheckArgs {
    /// A period (`today`, `last-week`) or ids (`12`, `12-15`)
    #[arg(value_name = "PERIOD or ID", value_parser = text)]
    pub which: Vec<String>,
    /// Only entries of this profile; `none` for those without one
    #[arg(short, long, value_name = "NAME", value_parser = text)]
    pub profile: Option<String>,
}

/// Answer what was held or refused
///
/// A held entry waits for a person, a refused one for a change. An answer that does
/// not fit the entry's state is refused (exit 3).
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct ResolveArgs {
    /// Ids (`12`, `last`, `12-15`)
    #[arg(value_name = "ID", required = true, value_parser = text)]
    pub ids: Vec<String>,
    /// Held, but right: deliver it
    #[arg(long, conflicts_with = "retry")]
    pub release: bool,
    /// Refused, but send it again as it is
    #[arg(long)]
    pub retry: bool,
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
    /// Do not wait until entries have been left alone for a while
    #[arg(long)]
    pub now: bool,
    /// Print a problem once, when it is new, and nothing else
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
/// Topics: exit-codes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub(super) struct HelpArgs {
    /// A command or a topic
    #[arg(value_name = "COMMAND or TOPIC", value_hint = ValueHint::Other, value_parser = text)]
    pub(super) words: Vec<String>,
}
