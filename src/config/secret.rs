//! Where a secret is fetched from. The configuration holds the place, never the
//! secret; it is fetched when somebody asks, once, and not kept here.

mod fetch;

use super::Env;
use super::document::{Bad, bad};
use super::keys::SECRET;
use crate::domain::nearest::nearest;
use crate::domain::secret::Secret;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use toml::de::{DeArray, DeTable, DeValue};

/// How long a command may take to tell a secret.
const COMMAND_LIMIT: Duration = Duration::from_secs(10);

/// The place a secret is fetched from.
#[derive(Clone, PartialEq, Eq)]
pub enum SecretSource {
    /// A program with its arguments, run without a shell; the first line it prints.
    Command(Vec<String>),
    /// A variable of the environment.
    Env(String),
    /// The first line of a file that nobody else may read; may begin with `~/`.
    File(PathBuf),
}

/// Why a secret could not be had. Names the place, never what was found there.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The program did not start.
    #[error("the command `{program}` for a secret did not start")]
    NotStarted {
        /// Its name.
        program: String,
        /// Why.
        source: std::io::Error,
    },
    /// The program ended with a failure.
    #[error("the command `{program}` for a secret failed ({status})")]
    Failed {
        /// Its name.
        program: String,
        /// How it ended.
        status: std::process::ExitStatus,
    },
    /// The program took too long and was stopped.
    #[error("the command `{program}` for a secret did not finish within {seconds} s")]
    TooSlow {
        /// Its name.
        program: String,
        /// The limit.
        seconds: u64,
    },
    /// The file cannot be read.
    #[error("the secret file {path} cannot be read")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Others may read the file.
    #[error("the secret file {path} may be read by others (mode {mode:04o})")]
    OpenToOthers {
        /// The file.
        path: String,
        /// Its permissions.
        mode: u32,
    },
    /// `~/` without a home folder.
    #[error("the secret file {0} is in the home folder, and none is known")]
    NoHome(String),
    /// The variable is not set, or holds nothing.
    #[error("the variable {0} for a secret is not set or empty")]
    NotSet(String),
    /// There was nothing, too much, or something no header can carry.
    #[error("what {0} gave is no secret: {1}")]
    Unusable(
        /// The place.
        String,
        /// What is wrong with it.
        &'static str,
    ),
}

impl SecretError {
    /// The one thing to do.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::NotStarted { program, .. } => {
                format!("check that `{program}` is installed and on the PATH")
            }
            Self::Failed { program, .. } => {
                format!("run `{program}` by hand; what it says is not shown here")
            }
            Self::TooSlow { .. } => {
                "it may be waiting for a password: unlock its store first, or use { env = \"…\" }"
                    .to_owned()
            }
            Self::Unreadable { .. } => "check the path and that you may read it".to_owned(),
            Self::OpenToOthers { path, .. } => format!("chmod 600 {path}"),
            Self::NoHome(_) => "set HOME, or write the whole path".to_owned(),
            Self::NotSet(name) => format!("set {name} to the secret"),
            Self::Unusable(..) => "it must print the secret alone, on its first line".to_owned(),
        }
    }
}

impl SecretSource {
    /// Fetches the secret.
    ///
    /// A command gets no input, its errors are not shown, and it has ten seconds.
    ///
    /// # Errors
    /// Whatever keeps the secret from being had.
    pub fn resolve(&self, env: Env<'_>) -> Result<Secret, SecretError> {
        self.resolve_within(env, COMMAND_LIMIT)
    }

    /// The same with another limit for a command.
    ///
    /// # Errors
    /// Whatever keeps the secret from being had.
    pub fn resolve_within(&self, env: Env<'_>, limit: Duration) -> Result<Secret, SecretError> {
        match self {
            Self::Command(argv) => fetch::from_command(argv, limit),
            Self::Env(name) => fetch::from_env(name, env),
            Self::File(path) => fetch::from_file(path, env),
        }
    }

    /// Looks whether it could be fetched, without running a command.
    pub(super) fn look(&self, env: Env<'_>) -> Result<(), SecretError> {
        match self {
            Self::Command(_) => Ok(()),
            Self::Env(_) | Self::File(_) => self.resolve(env).map(drop),
        }
    }

    /// Reads the place. Nothing of a value that may be a secret itself is repeated.
    pub(super) fn read(value: &DeValue<'_>, folder: &Path) -> Result<Self, Bad> {
        match value {
            DeValue::Table(table) => Self::from_table(table, folder),
            DeValue::String(_) => Err(Bad::Value(
                "is written out, and a secret does not belong in this file".to_owned(),
                Some(
                    "move it into a file that only you can read and write { file = \"~/…\" }, or \
                     keep it in a password store and write { command = [\"pass\", \"show\", \"…\"] }; \
                     change it if this file was ever shared"
                        .to_owned(),
                ),
            )),
            DeValue::Array(_) => Err(Bad::Value(
                "is a list".to_owned(),
                Some("a command is written { command = [\"…\", \"…\"] }".to_owned()),
            )),
            _ => Err(Bad::Type(
                "where the secret is: { command = [\"…\"] }, { env = \"…\" } or { file = \"…\" }",
            )),
        }
    }

    fn from_table(table: &DeTable<'_>, folder: &Path) -> Result<Self, Bad> {
        let mut keys = table
            .iter()
            .map(|(key, value)| (&**key.get_ref(), value.get_ref()));
        let Some((key, value)) = keys.next() else {
            return bad("is an empty table; it needs command, env or file");
        };
        if let Some(unknown) = table.keys().find(|key| !SECRET.contains(&&**key.get_ref())) {
            let help = match nearest(unknown.get_ref(), SECRET.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "keys here: command, env, file".to_owned(),
            };
            let unknown = super::document::bare(unknown.get_ref());
            return Err(Bad::Value(
                format!("has an unknown key `{unknown}`"),
                Some(help),
            ));
        }
        if keys.next().is_some() {
            return bad("names several places; it needs exactly one of command, env and file");
        }
        match (key, value) {
            ("command", DeValue::Array(argv)) => argv_of(argv).map(Self::Command),
            ("command", _) => Err(Bad::Value(
                "has a command that is no list".to_owned(),
                Some(
                    "write its words apart, no shell reads them: [\"pass\", \"show\", \"…\"]"
                        .to_owned(),
                ),
            )),
            ("env", DeValue::String(name)) if is_variable(name) => Ok(Self::Env(name.to_string())),
            ("env", _) => bad("has an env that is no name of a variable (A-Z, 0-9 and _)"),
            ("file", DeValue::String(path)) if is_path(path) => {
                let path = Path::new(&**path);
                Ok(Self::File(if path.starts_with("~") {
                    path.to_owned()
                } else {
                    folder.join(path)
                }))
            }
            ("file", _) => bad("has a file that is no path in quotes"),
            _ => Err(Bad::Value(
                "asks for the keyring, and this build has no keyring".to_owned(),
                Some(
                    "use the keyring's program: { command = [\"secret-tool\", \"lookup\", \"…\"] }"
                        .to_owned(),
                ),
            )),
        }
    }
}

fn argv_of(argv: &DeArray<'_>) -> Result<Vec<String>, Bad> {
    let words: Option<Vec<String>> = argv
        .iter()
        .map(|word| word.get_ref().as_str().map(str::to_owned))
        .collect();
    match words {
        Some(words)
            if words
                .first()
                .is_some_and(|program| !program.trim().is_empty())
                && words.iter().all(|word| !word.contains('\0')) =>
        {
            Ok(words)
        }
        _ => bad("has a command that is no list of words"),
    }
}

/// Whether a text looks like a variable's name. Others are not repeated: they may be the secret.
fn is_variable(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 128
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn is_path(path: &str) -> bool {
    !path.trim().is_empty() && !path.contains(char::is_control)
}

impl fmt::Display for SecretSource {
    /// The place in a few words; of a command only the program, as people do write
    /// secrets into arguments.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command(argv) => {
                let more = if argv.len() > 1 { " …" } else { "" };
                write!(
                    f,
                    "command {}{more}",
                    argv.first().map_or("", String::as_str)
                )
            }
            Self::Env(name) => write!(f, "env {name}"),
            Self::File(path) => write!(f, "file {}", path.display()),
        }
    }
}

impl fmt::Debug for SecretSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretSource({self})")
    }
}
