//! What the commands take that look after the data. The text beside a field is its help.

use super::values::path;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Look whether everything is in order
///
/// The database with every rule that always holds, who may read the files, the clock, the zone,
/// the configuration, the snapshots. Reads only, and takes a snapshot at the end where one is
/// due. Ends with exit code 7 where data are damaged and 5 where the configuration is broken.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct DoctorArgs {
    /// Put right what can be: permissions, and a damaged database, which is moved aside (never
    /// deleted) and replaced by the newest good copy
    #[arg(long)]
    pub repair: bool,
}

/// Write a whole copy of the database
///
/// While others go on working, and checked before it has its name. Never overwrites a file. The
/// copy is a database: `tt list --db FILE` reads it. Prints where it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct BackupArgs {
    /// Where to; without one a new name in the folder `backups` beside the database
    #[arg(value_name = "FILE", value_parser = path, value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,
}
