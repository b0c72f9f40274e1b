//! The table of commands: parser, help, completions and man pages all come from it.

use super::catalog::CatalogArgs;
use super::commands::{
    BackupArgs, CancelArgs, CompletionsArgs, ConfigArgs, ContinueArgs, DeleteArgs, DoctorArgs,
    EditArgs, HelpArgs, HistoryArgs, ListArgs, LogArgs, PauseArgs, ReportArgs, ResolveArgs,
    ResumeArgs, ReviewArgs, RulesArgs, ShowArgs, SplitArgs, StartArgs, StatusArgs, StopArgs,
    SwitchArgs, SyncArgs, UndoArgs, WeekArgs,
};
use super::everyday::{PromptArgs, ScheduleArgs};
use super::gaps::{FillArgs, GapsArgs};
use super::import::ImportArgs;
use super::remote::RemoteArgs;
use super::setup::{AuthArgs, InitArgs};
use super::topics::Topic;
use super::workflow::{ApproveArgs, CheckArgs, RecallArgs, RejectArgs, SheetArgs, SubmitArgs};
use super::{Format, Global, examples};
use clap::{ArgMatches, Args, FromArgMatches};

/// One command as the parser knows it.
pub(super) struct Row {
    /// Its name.
    pub(super) name: &'static str,
    /// Its other names.
    pub(super) aliases: &'static [&'static str],
    /// Adds its options.
    augment: fn(clap::Command) -> clap::Command,
    /// Reads what was typed.
    pub(super) read: fn(&ArgMatches) -> Result<Command, clap::Error>,
}

macro_rules! commands {
    ($($(#[$doc:meta])* $variant:ident($args:ty) = $name:literal $(| $alias:literal)*;)+) => {
        /// A command with what was typed for it.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Command { $($(#[$doc])* $variant($args)),+ }

        const ROWS: &[Row] = &[$(Row {
            name: $name,
            aliases: &[$($alias),*],
            augment: <$args as Args>::augment_args,
            read: |matches| <$args>::from_arg_matches(matches).map(Command::$variant),
        }),+];
    };
}

commands! {
    /// Books a finished entry.
    Log(Box<LogArgs>) = "log" | "add" | "track";
    /// Starts a timer.
    Start(Box<StartArgs>) = "start" | "in";
    /// Ends the running timer.
    Stop(StopArgs) = "stop" | "out";
    /// Parks the running timer.
    Pause(PauseArgs) = "pause";
    /// Parks the running timer and starts another.
    Switch(Box<SwitchArgs>) = "switch";
    /// Takes up a parked timer.
    Resume(ResumeArgs) = "resume";
    /// Throws the running timer away.
    Cancel(CancelArgs) = "cancel";
    /// Starts a timer like an entry.
    Continue(ContinueArgs) = "continue";
    /// Says where everything stands.
    Status(StatusArgs) = "status" | "now";
    /// Lists entries.
    List(Box<ListArgs>) = "list" | "ls";
    /// Shows entries with everything known about them.
    Show(ShowArgs) = "show";
    /// Shows a period as a grid.
    Week(WeekArgs) = "week";
    /// Adds entries up.
    Report(Box<ReportArgs>) = "report";
    /// Says what is not booked.
    Gaps(GapsArgs) = "gaps";
    /// Proposes entries for what is not booked.
    Fill(FillArgs) = "fill";
    /// Changes entries.
    Edit(Box<EditArgs>) = "edit";
    /// Takes entries away.
    Delete(DeleteArgs) = "delete" | "rm" | "remove";
    /// Parts an entry.
    Split(Box<SplitArgs>) = "split";
    /// Takes the last step back.
    Undo(UndoArgs) = "undo";
    /// Shows what happened.
    History(HistoryArgs) = "history";
    /// Hands entries in for approval.
    Submit(SubmitArgs) = "submit";
    /// Takes submitted entries back.
    Recall(RecallArgs) = "recall";
    /// Approves what was handed in.
    Approve(ApproveArgs) = "approve";
    /// Gives entries back to their owner.
    Reject(RejectArgs) = "reject";
    /// Lists timesheets.
    Sheet(SheetArgs) = "sheet";
    /// Asks the rules again, as submitting would.
    Check(CheckArgs) = "check";
    /// Shows what needs a person.
    Review(ReviewArgs) = "review";
    /// Answers what needs a person.
    Resolve(ResolveArgs) = "resolve";
    /// Asks the service itself.
    Remote(Box<RemoteArgs>) = "remote";
    /// Delivers what is owed.
    Sync(SyncArgs) = "sync";
    /// Looks at the cached reference data.
    Catalog(CatalogArgs) = "catalog";
    /// Writes a profile into the configuration.
    Init(Box<InitArgs>) = "init";
    /// Logs in and out, and looks at logins.
    Auth(AuthArgs) = "auth";
    /// Lists the rules.
    Rules(RulesArgs) = "rules";
    /// Looks at the configuration.
    Config(ConfigArgs) = "config";
    /// Looks whether everything is in order.
    Doctor(DoctorArgs) = "doctor";
    /// Writes a whole copy of the database.
    Backup(BackupArgs) = "backup";
    /// Books what another tracker wrote.
    Import(Box<ImportArgs>) = "import";
    /// Prints a line for a shell prompt.
    Prompt(PromptArgs) = "prompt";
    /// Has what is owed delivered by itself.
    Schedule(ScheduleArgs) = "schedule";
    /// Prints a completion script.
    Completions(CompletionsArgs) = "completions";
}

impl Command {
    /// Whether it was asked for one JSON value by an option of its own.
    #[must_use]
    pub fn writes_json(&self) -> bool {
        matches!(self, Self::List(args) if args.format == Some(Format::Json))
    }
}

/// The command whose answer is text of this module; it never reaches a caller.
pub(super) const HELP: &str = "help";

/// The command that a line without one stands for.
pub(super) const BARE: &str = "status";

/// Names and aliases of every command.
pub(super) fn names() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    let help: (&str, &[&str]) = (HELP, &[]);
    ROWS.iter().map(|row| (row.name, row.aliases)).chain([help])
}

/// The command of this name.
pub(super) fn row(name: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.name == name)
}

/// The command of this name without its examples, `help` too.
pub(super) fn bare(name: &str) -> Option<clap::Command> {
    if name == HELP {
        return Some(HelpArgs::augment_args(clap::Command::new(HELP)));
    }
    row(name).map(Row::bare)
}

impl Row {
    /// What parsing needs: no examples, no aliases (the name was resolved before).
    pub(super) fn bare(&self) -> clap::Command {
        (self.augment)(clap::Command::new(self.name))
    }

    fn full(&self) -> clap::Command {
        dress(self.bare(), self.name).visible_aliases(self.aliases)
    }
}

/// The program by name and version.
pub(super) fn named() -> clap::Command {
    clap::Command::new("tt").version(env!("CARGO_PKG_VERSION"))
}

/// The program with the options of every command, without commands.
pub(super) fn root() -> clap::Command {
    let root = Global::augment_args(named())
        .disable_help_subcommand(true)
        .max_term_width(100);
    // The description of the options is not that of the program.
    root.about("Time tracking at the command line")
        .long_about(ABOUT)
        .subcommand_required(true)
        .subcommand_value_name("COMMAND")
        .next_help_heading(None::<&str>)
}

const ABOUT: &str = "Time tracking at the command line for hours that end up in a professional-services \
system\n\nEntries are booked here, at once and offline, and checked by the service's own rules. \
`tt sync` delivers each of them exactly once and brings back what became of it.";

/// The whole tree, with everything that help shows.
pub(super) fn tree() -> clap::Command {
    let help = bare(HELP).map(|help| dress(help, HELP));
    dress(root(), "")
        .subcommands(ROWS.iter().map(Row::full))
        .subcommands(help)
}

/// Adds the examples, also to the commands below.
fn dress(mut command: clap::Command, path: &str) -> clap::Command {
    let below: Vec<_> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for name in below {
        let path = format!("{path} {name}");
        command = command.mut_subcommand(name, |sub| dress(sub, &path));
    }
    match examples::text(path) {
        Some(text) if path.is_empty() => command.after_long_help(format!("{}\n\n{text}", topics())),
        Some(text) => command.after_long_help(text),
        None => command,
    }
}

/// Where to begin, and what there is to read that belongs to no single command.
fn topics() -> String {
    let words: Vec<_> = Topic::ALL.iter().map(|topic| topic.word()).collect();
    format!(
        "To begin with: log, list, edit, undo; init, submit, sync, review\n\n\
         Topics (tt help TOPIC): {}",
        words.join(", ")
    )
}
