//! What `tt catalog` takes. The text beside a field is its help.

use super::values::{one_of, path, text};
use crate::domain::catalog::CatalogKind;
use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;

/// Look at the cached reference data, and read it anew
///
/// Tickets, clients, work types and the like, as they are known here. With them names are settled
/// and rules are asked while nothing is sent. `tt help catalog` says what may be imported.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(subcommand_required = true, infer_subcommands = true)]
#[command(disable_help_subcommand = true)]
pub struct CatalogArgs {
    /// What to do with it.
    #[command(subcommand)]
    pub action: CatalogAction,
}

/// What to do with the reference data.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum CatalogAction {
    /// List things of a kind
    List(CatalogListArgs),
    /// Read reference data from the service
    Refresh(CatalogRefreshArgs),
    /// Read reference data from a file of JSON
    Import(CatalogImportArgs),
}

/// List things of a kind
///
/// By name, those in use first; with QUERY those that have it in their number, code or name.
/// Says when what is known is older than `[sync]` catalog_max_age.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CatalogListArgs {
    /// Which kind
    #[arg(value_name = "KIND", value_parser = one_of(CatalogKind::ALL, CatalogKind::word))]
    pub kind: CatalogKind,
    /// Text in number, code or name
    #[arg(value_name = "QUERY", value_parser = text)]
    pub query: Vec<String>,
    /// Those out of use too
    #[arg(long)]
    pub all: bool,
    /// At most this many
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// Whose catalog; without it that of the default profile
    #[arg(short, long, value_name = "NAME", value_parser = text)]
    pub profile: Option<String>,
}

/// Read reference data from the service
///
/// Without KIND everything the service has. Where it tells what has changed, only that is read
/// until a week has passed since all of it was. Of tickets the open ones are read and those changed
/// within 30 days. What a login may not read is noted and left as it is. Ctrl-C ends it at any
/// time; what was read is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct CatalogRefreshArgs {
    /// Which kinds; without one all that the service has
    #[arg(value_name = "KIND", value_parser = one_of(CatalogKind::ALL, CatalogKind::word))]
    pub kinds: Vec<CatalogKind>,
    /// Whose catalog; without it that of the default profile
    #[arg(short, long, value_name = "NAME", conflicts_with = "all", value_parser = text)]
    pub profile: Option<String>,
    /// Of every profile
    #[arg(long)]
    pub all: bool,
    /// All of it, not only what has changed
    #[arg(long)]
    pub full: bool,
    /// Stop after this time; the next run goes on
    #[arg(long, value_name = "LENGTH", value_parser = text)]
    pub max_time: Option<String>,
}

/// Read reference data from a file of JSON
///
/// Everything in the file is checked before anything is stored; then all of it is, or nothing.
/// The same file read twice changes nothing. `tt help catalog` says what may stand in it.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CatalogImportArgs {
    /// The file; - reads stdin
    #[arg(value_name = "FILE", value_parser = path, value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Whose catalog; without it that of the default profile
    #[arg(short, long, value_name = "NAME", value_parser = text)]
    pub profile: Option<String>,
}
