//! The words of a command line before clap sees them: valid text only, `-` and
//! a digit marked as a value, the command's name completed from a prefix.

use super::table;
use super::unparsed::Unparsed;
use crate::domain::nearest::nearest;
use crate::screen::{When, sanitize};
use std::ffi::OsString;

/// Stands before a word that begins with `-` and a digit, so that clap takes
/// `-30m` for a value and not for options. No argument of a process can hold it.
pub(super) const MARK: char = '\0';

/// Options of every command that take a value in the next word, and those that do not.
pub(super) const GLOBAL_WITH_VALUE: &[&str] = &["--color", "--config", "--db"];
pub(super) const GLOBAL_PLAIN: &[&str] = &["--json", "--yes", "-y"];

/// The words after the program's name.
#[derive(Debug)]
pub(super) struct Argv {
    words: Vec<String>,
}

impl Argv {
    /// Takes the words over; the first, the program's name, is dropped.
    pub(super) fn read(args: impl IntoIterator<Item = OsString>) -> Result<Self, Unparsed> {
        let mut words = Vec::new();
        let mut broken = None;
        for (place, arg) in args.into_iter().enumerate().skip(1) {
            match arg.into_string() {
                Ok(word) if is_negative(&word) => words.push(format!("{MARK}{word}")),
                Ok(word) => words.push(word),
                Err(arg) => {
                    broken.get_or_insert((place, arg));
                }
            }
        }
        let argv = Self { words };
        match broken {
            None => Ok(argv),
            Some((place, arg)) => Err(Unparsed::refused(
                &argv,
                format!(
                    "argument {place} is not valid UTF-8: {}",
                    sanitize(&arg.to_string_lossy())
                ),
                "type it in UTF-8; on Unix check the locale of the terminal".to_owned(),
            )),
        }
    }

    /// The words, marked.
    pub(super) fn marked(&self) -> &[String] {
        &self.words
    }

    /// The words, marked, with nothing in them that a terminal acts upon.
    pub(super) fn sanitized(&self) -> Vec<String> {
        let harmless = |word: &String| match word.strip_prefix(MARK) {
            Some(rest) => format!("{MARK}{}", sanitize(rest)),
            None => sanitize(word).into_owned(),
        };
        self.words.iter().map(harmless).collect()
    }

    /// Whether the version was asked for, and nothing else.
    pub(super) fn asks_version(&self) -> bool {
        matches!(self.words.as_slice(), [word] if word == "--version" || word == "-V")
    }

    /// Whether nothing but options of every command was typed.
    pub(super) fn is_bare(&self) -> bool {
        let mut rest = self.words.iter();
        while let Some(word) = rest.next() {
            if GLOBAL_WITH_VALUE.contains(&word.as_str()) && rest.next().is_some() {
                continue;
            }
            if !GLOBAL_PLAIN.contains(&word.as_str()) && !is_assigned(word) {
                return false;
            }
        }
        true
    }

    /// The command, its name put in the place of an alias or prefix. None where
    /// clap must say what is wrong, or another option came first.
    pub(super) fn command(&mut self) -> Result<Option<&'static str>, Unparsed> {
        let mut at = 0;
        while let Some(word) = self.words.get(at) {
            if GLOBAL_WITH_VALUE.contains(&word.as_str()) {
                at += 2;
            } else if GLOBAL_PLAIN.contains(&word.as_str()) || is_assigned(word) {
                at += 1;
            } else if word.starts_with('-') {
                return Ok(None);
            } else {
                break;
            }
        }
        let Some(word) = self.words.get(at) else {
            return Ok(None);
        };
        match resolve(word).as_slice() {
            [] => Err(Unparsed::refused(
                self,
                format!(
                    "there is no command '{}'",
                    sanitize(&word.replace(MARK, ""))
                ),
                match nearest(word, table::names().map(|(name, _)| name)) {
                    Some(near) => format!("did you mean `tt {near}`?"),
                    None => "see `tt --help` for the commands".to_owned(),
                },
            )),
            [name] => {
                (*name).clone_into(&mut self.words[at]);
                Ok(Some(name))
            }
            several => Err(Unparsed::refused(
                self,
                format!("'{}' may be {}", sanitize(word), several.join(", ")),
                "type more of the name".to_owned(),
            )),
        }
    }

    /// Adds the command that a bare line stands for.
    pub(super) fn command_is(&mut self, name: &str) {
        self.words.push(name.to_owned());
    }

    /// Whether JSON was asked for; also right where clap understood nothing.
    pub(super) fn json(&self) -> bool {
        let options = self.words.iter().take_while(|word| *word != "--");
        options.into_iter().any(|word| word == "--json")
    }

    /// What was asked for by `--color`; `auto` where it makes no sense.
    pub(super) fn color(&self) -> When {
        let mut words = self.words.iter().take_while(|word| *word != "--");
        while let Some(word) = words.next() {
            let value = match word.strip_prefix("--color") {
                Some("") => words.next().map(String::as_str),
                Some(rest) => rest.strip_prefix('='),
                None => None,
            };
            let when = |value: &str| When::ALL.iter().find(|when| when.word() == value);
            if let Some(when) = value.and_then(when) {
                return *when;
            }
        }
        When::Auto
    }
}

/// The commands that a name, alias or prefix may mean.
pub(super) fn resolve(word: &str) -> Vec<&'static str> {
    if let Some((name, _)) =
        table::names().find(|(name, aliases)| *name == word || aliases.contains(&word))
    {
        return vec![name];
    }
    if word.is_empty() {
        return Vec::new();
    }
    table::names()
        .filter(|(name, aliases)| {
            name.starts_with(word) || aliases.iter().any(|alias| alias.starts_with(word))
        })
        .map(|(name, _)| name)
        .collect()
}

fn is_assigned(word: &str) -> bool {
    word.split_once('=')
        .is_some_and(|(name, _)| GLOBAL_WITH_VALUE.contains(&name))
}

fn is_negative(word: &str) -> bool {
    let mut bytes = word.bytes();
    bytes.next() == Some(b'-') && bytes.next().is_some_and(|byte| byte.is_ascii_digit())
}
