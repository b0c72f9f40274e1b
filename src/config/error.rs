//! Why there is no configuration, or not the profile that was asked for.

use super::finding::Finding;
use super::layers::Origin;

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file that a flag or variable names is not there.
    #[error("{path} (from {origin}) does not exist")]
    Missing {
        /// The file.
        path: String,
        /// Who named it.
        origin: Origin,
    },
    /// The file cannot be read.
    #[error("{path} cannot be read")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The file is read and wrong: every error, in the order of the lines.
    #[error("{}", each_on_a_line(.0))]
    Invalid(Vec<Finding>),
    /// The file of a folder is wrong: every error, in the order of the lines.
    #[error("{}", each_on_a_line(.0))]
    Folder(Vec<Finding>),
}

fn each_on_a_line(findings: &[Finding]) -> String {
    let lines: Vec<_> = findings.iter().map(Finding::to_string).collect();
    lines.join("\n")
}

impl ConfigError {
    /// The one thing to do.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "name a file that exists, or leave the option out",
            Self::Unreadable { .. } => "it must be a text file (UTF-8) that you may read",
            Self::Folder(_) => "correct the file, or do without it: --no-context",
            Self::Invalid(_) => "correct the file; `tt config check` looks at all of it again",
        }
    }
}

/// A profile that is not in the configuration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no profile \"{}\" (from {origin})", name.escape_debug())]
pub struct UnknownProfile {
    /// The name.
    pub name: String,
    /// Who gave it.
    pub origin: Origin,
    /// What to do.
    pub help: String,
}
