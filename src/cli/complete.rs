//! What may stand where a line is being typed: commands, options and closed lists
//! from the table of commands, and for open values what they are values of.
//!
//! Reads a line that is not finished and may never be right, so it guesses where
//! the parser would refuse. Looks nothing up and prints nothing.

pub mod shell;
mod value;

pub use value::Value;

use super::argv;
use super::table;
use super::topics::Topic;
use clap::{Arg, ArgAction, Command};
use std::path::PathBuf;

/// The first argument of a call by a completion script; no command has this name.
pub const ENTRY: &str = "__complete";

/// Something to insert, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The text, without quotes.
    pub value: String,
    /// One line about it; may be empty.
    pub about: String,
}

impl Offer {
    fn of(value: impl Into<String>, about: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            about: about.into(),
        }
    }
}

/// Where in the line somebody is typing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// What stays of the word as it is: `--client=`, `-p`, `open,`.
    pub lead: String,
    /// What was typed of the value.
    pub typed: String,
    /// What may stand here whatever is in the database.
    pub fixed: Vec<Offer>,
    /// What else may stand here.
    pub value: Value,
    /// The profile that was named.
    pub profile: Option<String>,
    /// The configuration that was named.
    pub config: Option<PathBuf>,
    /// The database that was named.
    pub db: Option<PathBuf>,
}

/// Reads a line up to the cursor, without the program's name; the last word is the one
/// that is being typed and may be empty.
#[must_use]
pub fn place(words: &[String]) -> Place {
    let Some((typed, before)) = words.split_last() else {
        return Place::default();
    };
    let mut reader = Reader::default();
    for word in before {
        reader.pass(word);
    }
    let mut place = reader.stand(typed);
    place.profile = reader.named("profile");
    place.config = reader.named("config").map(PathBuf::from);
    place.db = reader.named("db").map(PathBuf::from);
    place
}

/// A line as far as it was read.
#[derive(Default)]
struct Reader {
    /// The command, with the options of all commands left out; none until it was typed.
    command: Option<Command>,
    /// Its name at the top, by which the meaning of its values is known.
    top: &'static str,
    /// Whether a word stood where a command must, and was none.
    is_lost: bool,
    /// The option that the next word belongs to.
    awaiting: Option<Arg>,
    /// Values of options, by identity.
    given: Vec<(String, String)>,
    /// Values without an option so far.
    n_plain: usize,
    /// Whether `--` was passed.
    only_values: bool,
}

impl Reader {
    fn named(&self, id: &str) -> Option<String> {
        let found = self.given.iter().rev().find(|(name, _)| name == id);
        found.map(|(_, value)| value.clone())
    }

    fn args(&self) -> Vec<Arg> {
        let own = self.command.iter().flat_map(Command::get_arguments);
        own.chain(table::root().get_arguments()).cloned().collect()
    }

    fn long(&self, name: &str) -> Option<Arg> {
        let mut args = self.args().into_iter();
        args.find(|arg| arg.get_long() == Some(name))
    }

    fn short(&self, letter: char) -> Option<Arg> {
        let mut args = self.args().into_iter();
        args.find(|arg| arg.get_short() == Some(letter))
    }

    fn pass(&mut self, word: &str) {
        if let Some(arg) = self.awaiting.take() {
            self.give(&arg, word);
        } else if self.only_values || !is_option(word) {
            self.pass_plain(word);
        } else if word == "--" {
            self.only_values = true;
        } else if let Some(rest) = word.strip_prefix("--") {
            let (name, value) = match rest.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (rest, None),
            };
            let Some(arg) = self.long(name) else { return };
            match value {
                Some(value) => self.give(&arg, value),
                None if takes_value(&arg) => self.awaiting = Some(arg),
                None => self.give(&arg, ""),
            }
        } else if let Some((arg, value)) = self.cluster(word) {
            if value.is_empty() {
                self.awaiting = Some(arg);
            } else {
                self.give(&arg, value);
            }
        }
    }

    fn give(&mut self, arg: &Arg, value: &str) {
        let id = arg.get_id().to_string();
        self.given.push((id, value.to_owned()));
    }

    fn pass_plain(&mut self, word: &str) {
        let Some(command) = &self.command else {
            let found = argv::resolve(word);
            match found.as_slice() {
                [name] => {
                    self.top = name;
                    self.command = table::bare(name);
                }
                _ => self.is_lost = true,
            }
            return;
        };
        let below = named_below(command, word).cloned();
        match below {
            Some(below) => self.command = Some(below),
            None => self.n_plain += 1,
        }
    }

    /// The last of a word of short options, where it takes a value, and what is typed of that.
    fn cluster<'w>(&self, word: &'w str) -> Option<(Arg, &'w str)> {
        let letters = word.strip_prefix('-').unwrap_or_default();
        for (at, letter) in letters.char_indices() {
            match self.short(letter) {
                Some(arg) if takes_value(&arg) => {
                    let value = &letters[at + letter.len_utf8()..];
                    return Some((arg, value.strip_prefix('=').unwrap_or(value)));
                }
                Some(_) => {}
                None => return None,
            }
        }
        None
    }

    fn stand(&self, typed: &str) -> Place {
        if self.is_lost {
            return Place::default();
        }
        if let Some(arg) = &self.awaiting {
            return self.value_of(arg, String::new(), typed);
        }
        if self.only_values || !is_option(typed) && typed != "-" {
            return self.plain(typed);
        }
        if let Some((name, value)) = typed.split_once('=')
            && let Some(name) = name.strip_prefix("--")
        {
            return match self.long(name).filter(takes_value) {
                Some(arg) => self.value_of(&arg, format!("--{name}="), value),
                None => Place::default(),
            };
        }
        if !typed.starts_with("--")
            && let Some((arg, value)) = self.cluster(typed)
            && !value.is_empty()
        {
            let lead = typed[..typed.len() - value.len()].to_owned();
            return self.value_of(&arg, lead, value);
        }
        Place {
            typed: typed.to_owned(),
            fixed: self.options(typed),
            ..Place::default()
        }
    }

    /// Where no option stands: a command, or a value without one.
    fn plain(&self, typed: &str) -> Place {
        let mut place = Place {
            typed: typed.to_owned(),
            ..Place::default()
        };
        let Some(command) = &self.command else {
            place.fixed = commands(typed);
            return place;
        };
        if self.top == table::HELP {
            place.fixed = match self.n_plain {
                0 => topics().chain(commands(typed)).collect(),
                _ => Vec::new(),
            };
            return place;
        }
        place.fixed = offers_below(command);
        let plain: Vec<&Arg> = command.get_positionals().collect();
        let at = plain
            .get(self.n_plain)
            .or(plain.last().filter(|arg| repeats(arg)));
        match at {
            Some(arg) => {
                let mut found = self.value_of(arg, String::new(), typed);
                // A template stands first, or nowhere.
                let may_begin = typed.is_empty() || typed.starts_with('@');
                if found.value == Value::Template && (self.n_plain > 0 || !may_begin) {
                    found.value = Value::Nothing;
                }
                found.fixed.extend(place.fixed);
                found
            }
            None => place,
        }
    }

    fn value_of(&self, arg: &Arg, mut lead: String, typed: &str) -> Place {
        let mut typed = typed;
        let mut taken = Vec::new();
        if let Some(comma) = arg.get_value_delimiter()
            && let Some(at) = typed.rfind(comma)
        {
            let (before, last) = typed.split_at(at + comma.len_utf8());
            taken = before.split(comma).collect();
            lead.push_str(before);
            typed = last;
        }
        let fixed = arg.get_possible_values().into_iter().filter_map(|value| {
            let name = value.get_name().to_owned();
            let about = value.get_help().map(ToString::to_string);
            (!taken.contains(&name.as_str())).then(|| Offer::of(name, about.unwrap_or_default()))
        });
        let (more, typed) = value::split(value::of(self.top, arg).unwrap_or_default(), typed);
        Place {
            fixed: fixed.collect(),
            value: value::of(self.top, arg).unwrap_or_default(),
            lead: lead + more,
            typed: typed.to_owned(),
            ..Place::default()
        }
    }

    /// Options that may still be given.
    fn options(&self, typed: &str) -> Vec<Offer> {
        let mut offers = Vec::new();
        for arg in self.args() {
            let id = arg.get_id().as_str();
            let is_given = self.given.iter().any(|(given, _)| given == id);
            if arg.is_hide_set() || is_given && !repeats(&arg) {
                continue;
            }
            let about = arg.get_help().map(ToString::to_string).unwrap_or_default();
            if let Some(long) = arg.get_long() {
                offers.push(Offer::of(format!("--{long}"), about));
            } else if let Some(short) = arg.get_short().filter(|_| typed.len() < 2) {
                offers.push(Offer::of(format!("-{short}"), about));
            }
        }
        offers.push(Offer::of("--help", "Print help"));
        offers
    }
}

fn takes_value(arg: &Arg) -> bool {
    arg.get_action().takes_values()
}

fn repeats(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Append | ArgAction::Count)
}

/// A dash before a digit begins a value: `-30m`.
fn is_option(word: &str) -> bool {
    let second = word.strip_prefix('-').and_then(|rest| rest.chars().next());
    second.is_some_and(|c| !c.is_ascii_digit())
}

fn named_below<'c>(command: &'c Command, word: &str) -> Option<&'c Command> {
    let mut begins = command
        .get_subcommands()
        .filter(|below| !word.is_empty() && below.get_name().starts_with(word));
    let exact = command.find_subcommand(word);
    exact.or_else(|| begins.next().filter(|_| begins.next().is_none()))
}

fn offers_below(command: &Command) -> Vec<Offer> {
    let below = command.get_subcommands().filter(|sub| !sub.is_hide_set());
    below.map(|sub| offer(sub, sub.get_name())).collect()
}

fn offer(command: &Command, name: &str) -> Offer {
    let about = command.get_about().map(ToString::to_string);
    Offer::of(name, about.unwrap_or_default())
}

/// The commands, and their other names once something was typed of them.
fn commands(typed: &str) -> Vec<Offer> {
    let mut offers = Vec::new();
    for (name, aliases) in table::names() {
        let fits = |name: &&&str| !typed.is_empty() && name.starts_with(typed);
        let shown = name.starts_with(typed);
        let aliases: Vec<_> = aliases.iter().filter(fits).collect();
        if !shown && aliases.is_empty() {
            continue;
        }
        let Some(command) = table::bare(name) else {
            continue;
        };
        if shown {
            offers.push(offer(&command, name));
        }
        offers.extend(aliases.into_iter().map(|alias| offer(&command, alias)));
    }
    offers
}

fn topics() -> impl Iterator<Item = Offer> {
    Topic::ALL
        .iter()
        .filter(|topic| table::row(topic.word()).is_none())
        .map(|topic| Offer::of(topic.word(), "Topic"))
}

#[cfg(test)]
mod tests;
