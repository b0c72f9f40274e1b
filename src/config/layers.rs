//! Which layer a value comes from, and the list that `config show` prints.

use std::fmt;
use std::path::PathBuf;

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said anything.
    Default,
    /// The machine's own setting.
    System,
    /// A line of the file, from 1.
    File {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
    },
    /// A variable of the environment.
    Env(String),
    /// A flag of the command, with its dashes.
    Flag(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::System => f.write_str("system"),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::Env(name) => write!(f, "${name}"),
            Self::Flag(name) => f.write_str(name),
        }
    }
}

/// One value, as it is shown. A secret is shown as the place it is fetched from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The key with its tables, such as `profile.work.push`.
    pub key: String,
    /// The value, as text.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// Brings a table's keys together, tables in the order of the documentation, a table
/// before those in it; within a table they stay as they are.
pub(super) fn by_table(mut settings: Vec<Setting>) -> Vec<Setting> {
    settings.sort_by_cached_key(|setting| {
        let (table, _) = setting.key.rsplit_once('.').unwrap_or_default();
        let first = table.split('.').next().unwrap_or_default();
        let rank = [
            "", "time", "rules", "sync", "rounding", "template", "profile",
        ]
        .iter()
        .position(|name| *name == first);
        (rank, table.to_owned())
    });
    settings
}

/// Puts the settings of a stronger layer over those of a weaker one, by key.
pub(super) fn lay_over(mut below: Vec<Setting>, above: &[Setting]) -> Vec<Setting> {
    for strong in above {
        match below.iter_mut().find(|weak| weak.key == strong.key) {
            Some(weak) => weak.clone_from(strong),
            None => below.push(strong.clone()),
        }
    }
    below
}
