//! A command line that leads to no command: help to show, or a refusal.

use super::argv::{Argv, MARK};
use super::astray;
use super::topics::Topic;
use crate::domain::catalog::CatalogKind;
use crate::screen::{When, sanitize};
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Why there is no command, with what is needed to say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unparsed {
    /// Whether JSON was asked for.
    pub json: bool,
    /// What was asked for by `--color`.
    pub color: When,
    /// What to say.
    pub what: What,
}

/// What to say in the place of running a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Help or the version, for stdout; exit code 0.
    Shown {
        /// Without colour.
        plain: String,
        /// With escape sequences.
        styled: String,
    },
    /// A topic of the help was asked for, for stdout; exit code 0.
    Topic(Topic),
    /// Not understood, for stderr; exit code 2.
    Refused {
        /// What is wrong, in one line.
        message: String,
        /// What to do; may have several lines.
        help: String,
    },
}

impl Unparsed {
    pub(super) fn shown(argv: &Argv, text: StyledStr) -> Self {
        Self::of(
            argv,
            What::Shown {
                plain: text.to_string(),
                styled: text.ansi().to_string(),
            },
        )
    }

    pub(super) fn topic(argv: &Argv, topic: Topic) -> Self {
        Self::of(argv, What::Topic(topic))
    }

    pub(super) fn refused(argv: &Argv, message: String, help: String) -> Self {
        Self::of(argv, What::Refused { message, help })
    }

    fn of(argv: &Argv, what: What) -> Self {
        Self {
            json: argv.json(),
            color: argv.color(),
            what,
        }
    }

    /// Takes clap's words over. `raw`: they repeat words that were not made harmless.
    pub(super) fn from_clap(argv: &Argv, error: &clap::Error, raw: bool) -> Self {
        if matches!(
            error.kind(),
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
        ) {
            return Self::shown(argv, error.render());
        }
        let text = error.render().to_string().replace(MARK, "");
        if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
            let message = "a command is missing".to_owned();
            return Self::refused(argv, message, below(&text));
        }
        let (message, mut help) = split(&text);
        if help.is_empty() || error.kind() == ErrorKind::InvalidSubcommand {
            help = looked_for(argv, error).unwrap_or(help);
        }
        help = astray::advice(error, &text).unwrap_or(help);
        if raw {
            return Self::refused(argv, sanitize(&message).into_owned(), String::new());
        }
        Self::refused(argv, message, help)
    }
}

/// Who types a word after `tt catalog` looks for it in the catalog.
fn looked_for(argv: &Argv, error: &clap::Error) -> Option<String> {
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else {
        return None;
    };
    let is_near = error.get(ContextKind::SuggestedSubcommand).is_some();
    let mut words = argv.marked().iter().skip_while(|it| *it != "catalog");
    words.next().filter(|_| !is_near)?;
    let word = sanitize(&word.replace(MARK, "")).into_owned();
    let kind = CatalogKind::from_word(&word);
    Some(match kind {
        Some(kind) => format!("to list them, write `tt catalog list {kind}`"),
        None => format!("to look for it, write `tt catalog list tickets {word}`"),
    })
}

/// The commands that a help text lists.
fn below(text: &str) -> String {
    let listed = text.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names: Vec<_> = listed
        .map_while(|line| line.split_whitespace().next())
        .collect();
    format!("name one of: {}", names.join(", "))
}

/// Parts clap's text: the first paragraph, on one line, and the advice after it.
fn split(text: &str) -> (String, String) {
    let text = text.strip_prefix("error: ").unwrap_or(text);
    let (first, rest) = text.split_once("\n\n").unwrap_or((text, ""));
    let message: Vec<_> = first.split_whitespace().collect();
    let advice = rest
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| line.strip_prefix("tip: ").unwrap_or(line))
        .collect::<Vec<_>>();
    (message.join(" "), advice.join("\n"))
}
