//! What `tt remote` takes. The text beside a field is its help.

use super::options::Filters;
use super::values::{one_of, text};
use crate::domain::status::InvoiceState;
use clap::{Args, Subcommand};

/// Ask the service itself: what it holds, straight from it
///
/// Nothing is stored but by 'import'. Needs the network; 'tt list' never does.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(subcommand_required = true, infer_subcommands = true)]
#[command(disable_help_subcommand = true)]
pub struct RemoteArgs {
    /// What to ask.
    #[command(subcommand)]
    pub action: RemoteAction,
}

/// What to ask the service.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum RemoteAction {
    /// List what it holds
    #[command(visible_alias = "ls")]
    List(Box<RemoteListArgs>),
    /// Show entries of the service whole, every field as it returns it
    Show(RemoteShowArgs),
    /// Take entries of the service over, also such as lie before the days that sync reads
    Import(RemoteImportArgs),
    /// Add a note to an entry of the service, where it has notes
    Note(RemoteNoteArgs),
}

/// List what the service holds
///
/// The last seven days and the profile's own time, where nothing else is said; the service's
/// number comes first, then that of the entry here, where there is one. All pages are read, or one
/// with --page. Filters that the service does not know are compared here; one that none of its
/// entries could meet is refused.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct RemoteListArgs {
    /// Period, such as 'week', '2026-11' or a day; see 'tt help time'
    #[arg(value_name = "PERIOD", value_parser = text)]
    pub period: Option<String>,
    /// In these groups, by what the invoice makes of them (Moneybird)
    #[arg(long = "state", help_heading = "Filters", value_name = "STATE,…", value_delimiter = ',', value_parser = one_of(InvoiceState::ALL, InvoiceState::word))]
    pub states: Vec<InvoiceState>,
    /// With --client: entries without one as well (Moneybird)
    #[arg(long, help_heading = "Filters")]
    pub include_no_client: bool,
    /// In the service's own query language: ConnectWise conditions, Autotask filter JSON,
    /// Moneybird filter. The period and member not typed give way to those it names
    #[arg(long = "where", help_heading = "Filters", value_name = "TEXT", value_parser = text)]
    pub where_text: Option<String>,
    /// One page alone, as the service counts them
    #[arg(long, help_heading = "Filters", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub page: Option<u32>,
    /// Entries on that page; the first one without --page
    #[arg(long, help_heading = "Filters", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub per_page: Option<u32>,
    /// What all listings share.
    #[command(flatten)]
    pub filters: Filters,
}

/// Show entries of the service whole
///
/// What tt makes of each, and every field under the name and with the value that the service
/// returns. Ends with exit code 1 where it holds no such entry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct RemoteShowArgs {
    /// Numbers of the service
    #[arg(value_name = "REMOTE_ID", required = true, value_parser = text)]
    pub ids: Vec<String>,
    /// Profile whose service is asked
    #[arg(short, long, value_name = "NAME", value_parser = text)]
    pub profile: Option<String>,
}

/// Take entries of the service over
///
/// Each is linked and an entry like any other from then on; one that is linked already stays as it
/// is. All of them are taken over, or none. Other people's time never enters the store.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct RemoteImportArgs {
    /// Numbers of the service
    #[arg(value_name = "REMOTE_ID", required = true, value_parser = text)]
    pub ids: Vec<String>,
    /// Profile whose service is asked
    #[arg(short, long, value_name = "NAME", value_parser = text)]
    pub profile: Option<String>,
}

/// Add a note to an entry of the service
///
/// Where the service has notes beside its entries (Moneybird); elsewhere it is said, and nothing
/// happens. Sent once and never repeated: after a lost answer look with 'tt remote show'.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct RemoteNoteArgs {
    /// The number of the service
    #[arg(value_name = "REMOTE_ID", value_parser = text)]
    pub id: String,
    /// What it says
    #[arg(value_name = "TEXT", required = true, value_parser = text)]
    pub words: Vec<String>,
    /// As something to do
    #[arg(long)]
    pub todo: bool,
    /// For whom it is to do, by number or name
    #[arg(long, value_name = "U", value_parser = text)]
    pub assignee: Option<String>,
    /// Profile whose service is asked
    #[arg(short, long, value_name = "NAME", value_parser = text)]
    pub profile: Option<String>,
}
