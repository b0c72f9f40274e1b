//! The only place where errors become words, help and exit codes (PRODUCT.md §4).
//! Never decides anything: what went wrong was decided where it happened.

use crate::config::{ConfigError, Origin, PathsError, SecretError, UnknownProfile, ZoneError};
use crate::domain::entry::Breach;
use crate::domain::ids::EntryId;
use crate::domain::status::words;
use crate::domain::when::{self, Reason};
use crate::domain::zone::UnknownZone;
use crate::ledger::LedgerError;
use crate::net::NetError;
use crate::report::render::json;
use crate::rules::{FactError, Refusal};
use crate::screen::sanitize_lines;
use crate::store::StoreError;
use crate::sync::backend::{BackendError, ErrorKind};
use crate::sync::connect::ConnectError;
use crate::sync::pick::PickError;
use std::fmt;
use std::fmt::Write as _;

words! {
    /// What kind of failure it is, as `--json` says it.
    Code {
        /// Nothing to act on.
        Nothing = "nothing",
        /// Usage, or input that was not understood; nothing was written.
        Usage = "usage",
        /// Refused by a rule; nothing was written.
        Rule = "rule",
        /// Status, sheet, billing or posting forbids it.
        Locked = "locked",
        /// A person has to choose.
        Person = "person",
        /// Credentials do not work.
        Login = "login",
        /// The configuration does not work.
        Config = "config",
        /// Try again later; everything is kept.
        Later = "later",
        /// The store is damaged, foreign, newer, full or not writable.
        Data = "data",
        /// Interrupted by a person.
        Interrupted = "interrupted",
    }
}

impl Code {
    /// The exit code.
    #[must_use]
    pub fn exit(self) -> u8 {
        match self {
            Self::Nothing => 1,
            Self::Usage => 2,
            Self::Rule => 3,
            Self::Locked | Self::Person => 4,
            Self::Login | Self::Config => 5,
            Self::Later => 6,
            Self::Data => 7,
            Self::Interrupted => 130,
        }
    }
}

/// An error as a person or a script meets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Which kind.
    pub code: Code,
    /// What is wrong, naming the thing.
    pub message: String,
    /// The one thing to do.
    pub help: String,
    /// Every rule that was broken.
    pub breaches: Vec<Breach>,
}

impl Failure {
    /// A failure without breaches.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            help: help.into(),
            breaches: Vec::new(),
        }
    }

    /// Input that was not understood.
    #[must_use]
    pub fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Code::Usage, message, help)
    }

    /// Nothing to act on.
    #[must_use]
    pub fn nothing(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Code::Nothing, message, help)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

impl Failure {
    /// For people: what is wrong, every broken rule, the one thing to do.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        if self.breaches.is_empty() {
            let _ = writeln!(text, "error: {}", indented(&self.message, 7));
        }
        for breach in &self.breaches {
            let _ = writeln!(text, "error: {}", indented(&breach.message, 7));
            let _ = writeln!(text, "  rule: {}", breach.rule);
            let _ = writeln!(text, "  help: {}", indented(&breach.help, 8));
        }
        let help = indented(&self.help, 8);
        if self.breaches.is_empty() && !help.is_empty() {
            let _ = writeln!(text, "  help: {help}");
        }
        text
    }

    /// For scripts: one JSON value on one line.
    #[must_use]
    pub fn json(&self) -> String {
        json::error_json(self.code.word(), &self.message, &self.help, &self.breaches)
    }
}

/// Harmless lines, those after the first under it: a text with line breaks in it cannot
/// pass for a line of its own.
fn indented(text: &str, columns: usize) -> String {
    sanitize_lines(text).replace('\n', &format!("\n{:columns$}", ""))
}

/// What an error is to a person.
#[must_use]
pub fn of(error: &anyhow::Error) -> Failure {
    if let Some(failure) = error.downcast_ref::<Failure>() {
        return failure.clone();
    }
    if let Some(error) = error.downcast_ref::<LedgerError>() {
        return of_ledger(error);
    }
    if let Some(error) = error.downcast_ref::<StoreError>() {
        return of_store(error);
    }
    if let Some(refusal) = error.downcast_ref::<when::Refusal>() {
        return of_time(refusal);
    }
    if let Some(error) = error.downcast_ref::<UnknownProfile>() {
        let code = if matches!(error.origin, Origin::Flag(_)) {
            Code::Usage
        } else {
            Code::Config
        };
        return Failure::new(code, error.to_string(), &error.help);
    }
    if let Some(error) = error.downcast_ref::<BackendError>() {
        return of_backend(error);
    }
    if let Some(error) = error.downcast_ref::<ConnectError>() {
        return of_connect(error);
    }
    if let Some(error) = error.downcast_ref::<PickError>() {
        return of_pick(error);
    }
    of_settings(error).unwrap_or_else(|| {
        Failure::new(
            Code::Data,
            format!("{error:#}"),
            "check the disk and the path, then try again",
        )
    })
}

fn of_settings(error: &anyhow::Error) -> Option<Failure> {
    let config = |message: String, help: &str| Some(Failure::new(Code::Config, message, help));
    if let Some(error) = error.downcast_ref::<ConfigError>() {
        return config(error.to_string(), error.help());
    }
    if let Some(error) = error.downcast_ref::<PathsError>() {
        return config(error.to_string(), error.help());
    }
    if let Some(error) = error.downcast_ref::<ZoneError>() {
        return config(error.to_string(), error.help());
    }
    if let Some(error) = error.downcast_ref::<UnknownZone>() {
        return config(error.to_string(), error.help());
    }
    if let Some(error) = error.downcast_ref::<SecretError>() {
        return Some(Failure::new(Code::Login, error.to_string(), error.help()));
    }
    if let Some(error) = error.downcast_ref::<NetError>() {
        let code = if error.needs_settings() {
            Code::Config
        } else {
            Code::Later
        };
        return Some(Failure::new(code, &error.message, &error.help));
    }
    None
}

/// Why there is no way to a service.
#[must_use]
pub fn of_connect(error: &ConnectError) -> Failure {
    let code = match error {
        ConnectError::Backend(error) => match error.kind {
            ErrorKind::Unauthorized => Code::Login,
            ErrorKind::Unreachable => Code::Later,
            _ => Code::Config,
        },
        _ => Code::Config,
    };
    Failure::new(code, error.to_string(), error.help())
}

/// A question that a service did not answer.
fn of_backend(error: &BackendError) -> Failure {
    let code = match &error.kind {
        ErrorKind::Unauthorized | ErrorKind::Forbidden => Code::Login,
        ErrorKind::Misconfigured => Code::Config,
        ErrorKind::NotFound => Code::Nothing,
        ErrorKind::Invalid(_) | ErrorKind::Unsupported => Code::Usage,
        ErrorKind::Conflict => Code::Locked,
        ErrorKind::RateLimited(_)
        | ErrorKind::Unreachable
        | ErrorKind::OutcomeUnknown
        | ErrorKind::Protocol => Code::Later,
    };
    Failure::new(code, &error.message, &error.help)
}

fn of_pick(error: &PickError) -> Failure {
    let said = error.to_string();
    match error {
        PickError::Store(error) => of_store(error),
        PickError::Backend(error) => of_backend(error),
        PickError::OtherAccount { help, .. } => Failure::new(Code::Config, said, help),
        PickError::NotThere { .. } => {
            Failure::nothing(said, "`tt remote list` shows what it does hold")
        }
        PickError::NotOwn { id, .. } => Failure::new(
            Code::Rule,
            said,
            format!("`tt remote show {id}` shows it without keeping anything"),
        ),
        PickError::Runs { .. } => Failure::new(
            Code::Person,
            said,
            "stop it on the service; it is imported once it has an end",
        ),
        PickError::Waits { id, entry } => Failure::new(
            Code::Person,
            said,
            format!("if it is, `tt resolve {entry} --adopt {id}`; if not, `tt sync` first"),
        ),
        PickError::Unsettled { .. } => {
            Failure::new(Code::Person, said, "`tt sync` ties the two together")
        }
        PickError::Misshapen { id, .. } => Failure::new(
            Code::Person,
            said,
            format!("correct entry {id} on the service"),
        ),
    }
}

fn of_ledger(error: &LedgerError) -> Failure {
    match error {
        LedgerError::Refused(refused) => of_refused(refused),
        LedgerError::Store(error) => of_store(error),
        LedgerError::Facts(error) => of_fact(error),
        LedgerError::Time(refusal) => of_time(refusal),
        LedgerError::NotApprover(profiles) => {
            let sections: Vec<_> = profiles
                .keys()
                .map(|profile| format!("[profile.{profile}]"))
                .collect();
            Failure::new(
                Code::Rule,
                error.to_string(),
                format!(
                    "leave it to the approver, or, where you are one, set approver = true in {}",
                    sections.join(", ")
                ),
            )
        }
        LedgerError::Later { message, help } => Failure::new(Code::Later, message, help),
        LedgerError::Unclear { message, help } => Failure::usage(message, help),
        LedgerError::Nothing { message, help } => Failure::nothing(message, help),
    }
}

fn of_fact(error: &FactError) -> Failure {
    match error.downcast_ref::<StoreError>() {
        Some(error) => of_store(error),
        None => Failure::new(Code::Data, error.to_string(), "run the command again"),
    }
}

fn of_store(error: &StoreError) -> Failure {
    let code = match error {
        StoreError::Busy { .. } => Code::Later,
        StoreError::OtherTenant { .. } => Code::Config,
        _ => Code::Data,
    };
    Failure::new(code, error.to_string(), error.help())
}

fn of_time(refusal: &when::Refusal) -> Failure {
    let code = if refusal.reason == Reason::NothingThere {
        Code::Nothing
    } else {
        Code::Usage
    };
    Failure::new(code, refusal.to_string(), &refusal.help)
}

/// All breaches of all entries; which entry is said where it is stored already.
fn of_refused(refused: &[(Option<EntryId>, Refusal)]) -> Failure {
    let mut breaches = Vec::new();
    for (id, refusal) in refused {
        for breach in &refusal.breaches {
            let mut breach = breach.clone();
            // Some rules name the entry themselves.
            if let Some(id) = id
                && !breach.message.contains(&format!("entry {id}"))
            {
                breach.message = format!("entry {id}: {}", breach.message);
            }
            breaches.push(breach);
        }
    }
    let locked = refused.iter().any(|(_, refusal)| refusal.locked);
    let code = if locked { Code::Locked } else { Code::Rule };
    let message = match breaches.as_slice() {
        [one] => one.message.clone(),
        several => format!("{} rules are broken; nothing was written", several.len()),
    };
    let help = breaches
        .first()
        .map_or_else(String::new, |breach| breach.help.clone());
    Failure {
        code,
        message,
        help,
        breaches,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_the_exit_code_of_the_contract() {
        let codes: Vec<_> = Code::ALL
            .iter()
            .map(|code| (code.word(), code.exit()))
            .collect();
        assert_eq!(
            codes,
            [
                ("nothing", 1),
                ("usage", 2),
                ("rule", 3),
                ("locked", 4),
                ("person", 4),
                ("login", 5),
                ("config", 5),
                ("later", 6),
                ("data", 7),
                ("interrupted", 130),
            ]
        );
    }

    #[test]
    fn errors_keep_their_kind_through_anyhow() {
        let busy = StoreError::Busy {
            file: "tt.db".into(),
        };
        assert_eq!(of(&busy.into()).code, Code::Later);
        let failure = Failure::nothing("none", "book one");
        assert_eq!(of(&failure.clone().into()), failure);
    }

    #[test]
    fn hostile_words_do_not_reach_a_terminal() {
        let text = Failure::usage("a\u{1b}[31mb", "c\u{7}").text();
        assert!(
            !text.contains('\u{1b}') && !text.contains('\u{7}'),
            "{text:?}"
        );
    }
}
