//! What the commands of the workflow take. The text beside a field is its help.

use super::options::MoveArgs;
use super::values::{one_of, text};
use crate::domain::status::SheetStatus;
use clap::{Args, Subcommand};

/// Hand entries in for approval
///
/// All of them or none, and every breach is told. Entries that are handed in already are skipped
/// and counted; a running timer or a held entry stands in the way. A period and --all act within
/// one profile; numbers may name any. On a terminal it says what it comes to and asks (--yes).
/// Tickets and names that the catalog does not have are said once more: they are looked up when
/// the entry is sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct SubmitArgs {
    /// Which entries; --all is everything open or given back.
    #[command(flatten)]
    pub which: MoveArgs,
}

/// Take submitted entries back
///
/// Submitted entries become open again and may be changed; those of a service that has
/// timesheets go back with the whole sheet, at the next `tt sync`. What is known to be approved is
/// not taken back (exit 4): its approver gives it back. Where it turns out to be approved only at
/// the sync, the entry is approved again here, and the sync says so. All or nothing; --all is
/// everything submitted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct RecallArgs {
    /// Which entries; --all is everything submitted.
    #[command(flatten)]
    pub which: MoveArgs,
}

/// Approve what was handed in
///
/// All or nothing; --all is everything submitted. Where the profile's service approves time
/// itself this takes an approver (approver = true in the profile); elsewhere, and for entries
/// without a profile, it happens here alone.
///
/// With --member, --sheet or --remote other people's time is approved on the service, at once:
/// each is read before and after and told, and nothing of it is kept here. What the service
/// refuses stands alone: the rest goes on, and the exit code is 4.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct ApproveArgs {
    /// Which entries; --all is everything submitted.
    #[command(flatten)]
    pub which: MoveArgs,
    /// What of the service.
    #[command(flatten)]
    pub there: ThereArgs,
}

/// Other people's time, straight on the service.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
#[command(next_help_heading = "On the service, at once")]
pub struct ThereArgs {
    /// What this member handed in; a PERIOD narrows it to the sheets that touch it
    #[arg(long, value_name = "M", value_parser = text)]
    pub member: Option<String>,
    /// The timesheet of this number
    #[arg(long = "sheet", value_name = "REMOTE_ID", num_args = 1.., conflicts_with_all = ["member", "words", "all"], value_parser = text)]
    pub sheets: Vec<String>,
    /// The entries of these numbers on the service
    #[arg(long = "remote", value_name = "REMOTE_ID", num_args = 1.., conflicts_with_all = ["member", "sheets", "words", "all"], value_parser = text)]
    pub remote: Vec<String>,
}

impl ThereArgs {
    /// Whether any of them is given.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.member.is_some() || !self.sheets.is_empty() || !self.remote.is_empty()
    }
}

/// Give entries back to their owner
///
/// With a reason, which `tt show` and `tt list --json` tell. What was given back may be changed
/// and submitted again; history keeps the reason. All or nothing; --all is everything submitted.
/// Who may do it is as with approve, and so are --member, --sheet and --remote.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct RejectArgs {
    /// What is to be corrected
    #[arg(long, allow_hyphen_values = true, value_name = "TEXT", value_parser = text)]
    pub reason: Option<String>,
    /// Which entries; --all is everything submitted.
    #[command(flatten)]
    pub which: MoveArgs,
    /// What of the service.
    #[command(flatten)]
    pub there: ThereArgs,
}

/// List timesheets
///
/// Those of the services as the last sync found them, by the service's own weeks, which may begin
/// on another day than those of `tt week`. Where a service has none, or none was
/// found yet, and for entries without a profile: a sheet for each week with entries, which has
/// no number and stands where the entry stands that is least far along. Without a period,
/// --year or --status: those of the last five weeks.
///
/// With --team: everybody's, read from the service at once and never kept here; active members
/// who have none in a period are listed as not started. Without a period, --year or --status:
/// those of this and the last week.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
#[command(infer_subcommands = true, disable_help_subcommand = true)]
pub struct SheetArgs {
    /// What to do with them; without it they are listed.
    #[command(subcommand)]
    pub action: Option<SheetAction>,
    /// Those that touch these days: a period (`last-week`)
    #[arg(value_name = "PERIOD", conflicts_with = "year", value_parser = text)]
    pub days: Option<String>,
    /// Everybody's, as the service shows them now
    #[arg(long, global = true)]
    pub team: bool,
    /// Only those of this member
    #[arg(long, global = true, value_name = "M", value_parser = text)]
    pub member: Option<String>,
    /// Only those of this year, as the service counts it, else by the weeks of ISO 8601
    #[arg(long, global = true, value_name = "N")]
    pub year: Option<i32>,
    /// Only the one of this number in the year: the service's period, else the week
    #[arg(long, global = true, value_name = "N", requires = "year")]
    pub period: Option<u32>,
    /// Only those that stand here; `not-started` with --team: who has none yet
    #[arg(long = "status", global = true, value_name = "STATUS,…", value_delimiter = ',', value_parser = one_of(SheetStatus::ALL, SheetStatus::word))]
    pub statuses: Vec<SheetStatus>,
    /// Only those of this profile; `none` for entries without one
    #[arg(short, long, global = true, value_name = "NAME", value_parser = text)]
    pub profile: Option<String>,
}

/// What to do with timesheets.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum SheetAction {
    /// List them
    List {
        /// Those that touch these days: a period (`last-week`)
        #[arg(value_name = "PERIOD", value_parser = text)]
        days: Option<String>,
    },
    /// Show one with its entries
    Show {
        /// Its number on the service
        #[arg(value_name = "REMOTE_ID", value_parser = text)]
        remote_id: String,
    },
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
