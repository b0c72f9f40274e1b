//! What the commands take that run by themselves, day after day. The text beside a field
//! is its help.

use super::values::{one_of, text};
use crate::domain::status::words;
use clap::{Args, Subcommand};

/// Print a line for a shell prompt
///
/// What runs, what was worked today, how many entries the next sync delivers (↑) and how many
/// wait for a person (!): `● 55m #54321 · today 3h 10m · ↑2 · !1`. ‖ counts parked timers; ~ at
/// the end says that the database was changed since, as a sync under way does. Prints nothing
/// where there is nothing. Reads one small file that every command keeps which changes something,
/// opens no database and never fails. With --json the value is one that waybar takes as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct PromptArgs {}

words! {
    /// What runs a command by itself.
    Scheduler {
        /// The user's systemd.
        Systemd = "systemd",
        /// The user's crontab.
        Cron = "cron",
        /// macOS.
        Launchd = "launchd",
        /// Windows.
        TaskScheduler = "task-scheduler",
    }
}

/// Have what is owed delivered by itself
///
/// Runs `tt sync --quiet` every 15 minutes, or as often as --every says, at a minute that differs
/// from machine to machine. Such a run prints only what needs a person, and that once; to be
/// delivered later, and to need a person, is no failure of the unit.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(subcommand_required = true, infer_subcommands = true)]
#[command(disable_help_subcommand = true)]
pub struct ScheduleArgs {
    /// What to do.
    #[command(subcommand)]
    pub action: ScheduleAction,
}

/// What to do with the schedule.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum ScheduleAction {
    /// Put it into the user's systemd or crontab
    Install(ScheduleInstallArgs),
    /// Show what is scheduled
    Show(ScheduleShowArgs),
    /// Take it out again
    Remove(ScheduleRemoveArgs),
}

/// Put it into the user's systemd or crontab
///
/// systemd where it answers, else cron. What was there of `tt` is replaced, nothing else is
/// touched; once more changes nothing. For launchd and the Windows Task Scheduler the unit is
/// printed, with what to do with it on stderr. The line or unit names the database and the
/// configuration where variables or options do so now.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct ScheduleInstallArgs {
    /// Profiles to deliver; all of them without one
    #[arg(value_name = "PROFILE", value_parser = text)]
    pub profiles: Vec<String>,
    /// How often: minutes that divide an hour, or hours that divide a day
    #[arg(long, value_name = "LENGTH", value_parser = text)]
    pub every: Option<String>,
    /// What runs it
    #[arg(long = "with", value_name = "SCHEDULER", value_parser = one_of(Scheduler::ALL, Scheduler::word))]
    pub scheduler: Option<Scheduler>,
    /// Print what would be written, and write nothing
    #[arg(short = 'n', long)]
    pub dry_run: bool,
}

/// Show what is scheduled
///
/// The units or the line, as they are; nothing scheduled is no failure.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct ScheduleShowArgs {}

/// Take it out again
///
/// Only units and lines that `tt schedule install` wrote. Ends with exit code 1 where there are
/// none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct ScheduleRemoveArgs {
    /// Say what would be taken out, and leave it there
    #[arg(short = 'n', long)]
    pub dry_run: bool,
}
