//! What is typed after `tt`: commands, options and their help, as clap types.
//!
//! Doc comments here are the help, the man pages and the completions. Reads
//! no time, no name and no file: values stay as typed, commands give them
//! meaning. Prints nothing: help and refusals are handed back as text.

mod argv;
mod astray;
mod catalog;
mod commands;
pub mod complete;
mod everyday;
mod examples;
mod gaps;
pub mod generate;
mod import;
mod options;
mod remote;
mod setup;
mod table;
pub mod topics;
mod unparsed;
mod upkeep;
mod values;
mod workflow;

pub use catalog::{
    CatalogAction, CatalogArgs, CatalogImportArgs, CatalogListArgs, CatalogRefreshArgs,
};
pub use commands::{
    BackupArgs, CancelArgs, CompletionsArgs, ConfigAction, ConfigArgs, ContinueArgs, DeleteArgs,
    DoctorArgs, EditArgs, HistoryArgs, ListArgs, LogArgs, PauseArgs, ReportArgs, ResolveArgs,
    ResumeArgs, ReviewArgs, RulesArgs, ShowArgs, SplitArgs, StartArgs, StatusArgs, StopArgs,
    SwitchArgs, SyncArgs, UndoArgs, WeekArgs,
};
pub use everyday::{
    PromptArgs, ScheduleAction, ScheduleArgs, ScheduleInstallArgs, ScheduleRemoveArgs,
    ScheduleShowArgs, Scheduler,
};
pub use gaps::{FillArgs, GapsArgs};
pub use import::{DayOrder, ImportArgs, Source};
pub use options::{Fields, Filters, MoveArgs, Targets, Writing};
pub use remote::{
    RemoteAction, RemoteArgs, RemoteImportArgs, RemoteListArgs, RemoteNoteArgs, RemoteShowArgs,
};
pub use setup::{AuthAction, AuthArgs, AuthLoginArgs, AuthLogoutArgs, AuthStatusArgs, InitArgs};
pub use table::Command;
pub use topics::{Topic, rules::RuleText, topic};
pub use unparsed::{Unparsed, What};
pub use values::{Chargeable, Format, Layout, MailTo, Shell, Side, Sort};

pub use workflow::{
    ApproveArgs, CheckArgs, RecallArgs, RejectArgs, SheetAction, SheetArgs, SubmitArgs, ThereArgs,
};

use crate::screen::When;
use argv::Argv;
use clap::{Args, FromArgMatches};
use std::ffi::OsString;
use std::path::PathBuf;
use table::Row;

/// A command line that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cli {
    /// Options that every command takes.
    pub global: Global,
    /// The command.
    pub command: Command,
}

/// Options that every command takes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
#[command(next_help_heading = "Everywhere")]
pub struct Global {
    /// Print one JSON value instead of text, also when it fails
    #[arg(long, global = true)]
    pub json: bool,
    /// Use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", value_parser = values::one_of(When::ALL, When::word))]
    pub color: When,
    /// Read this configuration instead of the usual one
    #[arg(long, global = true, value_name = "FILE", value_parser = values::path, value_hint = clap::ValueHint::FilePath)]
    pub config: Option<PathBuf>,
    /// Keep entries in this database instead of the usual one
    #[arg(long, global = true, value_name = "FILE", value_parser = values::path, value_hint = clap::ValueHint::FilePath)]
    pub db: Option<PathBuf>,
    /// Skip questions that are answered with yes or no
    #[arg(short, long, global = true)]
    pub yes: bool,
}

/// Reads a command line, the program's name first.
///
/// # Errors
/// [`Unparsed`]: help or the version was asked for, or it was not understood.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Cli, Unparsed> {
    let mut argv = Argv::read(args)?;
    let found = match argv.command()? {
        Some(name) if name == table::HELP => {
            return Err(topics::asked(&argv));
        }
        Some(name) => table::row(name),
        None if argv.asks_version() => {
            // What clap says, without the tree it builds for it.
            return Err(Unparsed::shown(
                &argv,
                table::named().render_version().into(),
            ));
        }
        None if argv.is_bare() => {
            argv.command_is(table::BARE);
            table::row(table::BARE)
        }
        None => None,
    };
    // Only the command that is asked for is built: the whole tree costs more
    // than everything else a short command does before it opens the store.
    if let Some(row) = found
        && let Ok(cli) = parse_one(row, &argv)
    {
        return Ok(cli);
    }
    parse_whole(&argv)
}

fn parse_one(row: &Row, argv: &Argv) -> Result<Cli, clap::Error> {
    read(table::root().subcommand(row.bare()), argv.marked())
}

fn parse_whole(argv: &Argv) -> Result<Cli, Unparsed> {
    match read(table::tree(), argv.marked()) {
        Ok(cli) => Ok(cli),
        // Once more with harmless words, since the message repeats them.
        Err(error) => match read(table::tree(), &argv.sanitized()) {
            Ok(_) => Err(Unparsed::from_clap(argv, &error, true)),
            Err(error) => Err(Unparsed::from_clap(argv, &error, false)),
        },
    }
}

fn read(command: clap::Command, words: &[String]) -> Result<Cli, clap::Error> {
    let words = std::iter::once("tt").chain(words.iter().map(String::as_str));
    let matches = command.try_get_matches_from(words)?;
    let global = Global::from_arg_matches(&matches)?;
    let chosen = matches
        .subcommand()
        .and_then(|(name, below)| Some((table::row(name)?, below)));
    let Some((row, below)) = chosen else {
        return Err(clap::Error::new(clap::error::ErrorKind::MissingSubcommand));
    };
    Ok(Cli {
        global,
        command: (row.read)(below)?,
    })
}

#[cfg(test)]
mod tests;
