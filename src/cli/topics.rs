//! `tt help`: commands, and topics that belong to no single command. The same
//! tables fill the sections of the man pages.

pub(super) mod catalog;
pub mod config;
pub(super) mod context;
pub(super) mod import;
pub(super) mod page;
pub mod rules;
pub(super) mod sync;
pub(super) mod time;

use super::argv::{Argv, resolve};
use super::commands::HelpArgs;
use super::table;
use super::unparsed::Unparsed;
use crate::domain::status::words;
use crate::screen::sanitize;
use clap::{Args, FromArgMatches};
use page::Part;
use rules::RuleText;

/// A name and what it means.
pub(super) type Meaning = (&'static str, &'static str);

/// What each exit code says. Of several causes the first of 7, 5, 4, 6 counts.
pub(super) const EXIT_CODES: &[Meaning] = &[
    ("0", "Done. Listings with nothing in them too, and help."),
    (
        "1",
        "Nothing to act on: no such entry, nothing running, nothing to move, not found on the service.",
    ),
    ("2", "Usage or input not understood. Nothing was written."),
    ("3", "Refused by a rule. Nothing was written."),
    (
        "4",
        "A person is needed: locked, refused by the service, held, in conflict, or unconfirmed where only a person can choose.",
    ),
    ("5", "Credentials or configuration."),
    (
        "6",
        "Try again later, everything is kept: network, rate limit, an answer that was lost, another sync at work, database busy.",
    ),
    (
        "7",
        "Data: database damaged or from a newer version, disk full, not writable.",
    ),
    ("130", "Interrupted."),
];

const EXIT_CODES_END: &str = "Of several causes the first of 7, 5, 4, 6 counts. With --json the \
\"code\" of the error says the same: nothing (1), usage (2), rule (3), locked or person (4), login or \
config (5), later (6), data (7), interrupted (130).";

/// Files that are read and written.
pub(super) const FILES: &[Meaning] = &[
    (
        "config.toml",
        "The configuration, in the configuration folder of the platform. `tt config path` prints where.",
    ),
    ("tt.db", "The entries, in the data folder."),
    (
        "snapshots",
        "Copies that sync and doctor take, beside the database; thinned with age.",
    ),
    (
        "backups",
        "Copies that `tt backup` was asked for without a name, beside the database; never thinned.",
    ),
    (
        "tt.db.PROFILE.sync",
        "The lock that keeps two syncs of one profile apart.",
    ),
    (
        "tt.db.prompt",
        "What `tt prompt` reads; every command keeps it that changes something. It may be deleted.",
    ),
    (
        ".tt.toml",
        "Defaults for entries, in the working directory or above it; no secrets and no addresses. See `tt help context`.",
    ),
];

/// Variables of the environment that are read.
pub(super) const ENVIRONMENT: &[Meaning] = &[
    (
        "TT_CONFIG, TT_DB",
        "Where the configuration and the database are; --config and --db go before them.",
    ),
    (
        "TT_PROFILE",
        "The profile, in the place of default_profile.",
    ),
    (
        "TT_CONNECTWISE_URL, TT_MONEYBIRD_TOKEN and the like",
        "What `tt init --from-env` takes: TT_, the service, and the key of the profile. The \
         configuration then names the variable of a secret, which must stay set.",
    ),
    ("TT_STATE_DIR", "The folder of tokens and other state."),
    ("TZ", "The time zone; goes before the configuration."),
    (
        "NO_COLOR, CLICOLOR_FORCE",
        "Colour off, and on without a terminal; --color goes before them.",
    ),
];

words! {
    /// A topic of `tt help`.
    Topic {
        /// What each exit code says.
        ExitCodes = "exit-codes",
        /// What may be typed for times.
        Time = "time",
        /// Every key of the configuration.
        Config = "config",
        /// What a folder and a branch say.
        Context = "context",
        /// What entries must obey.
        Rules = "rules",
        /// How delivery works.
        Sync = "sync",
        /// What `tt catalog import` reads.
        Catalog = "catalog",
        /// What `tt import` reads, and what becomes of it.
        Import = "import",
    }
}

/// The text of a topic; `rules` is what one of them is about.
#[must_use]
pub fn topic(topic: Topic, rules: &[RuleText]) -> String {
    let (title, parts) = match topic {
        Topic::ExitCodes => (
            "Exit codes",
            vec![Part::rows(EXIT_CODES), Part::text(EXIT_CODES_END)],
        ),
        Topic::Time => ("What may be typed for times", time::parts()),
        Topic::Config => ("config.toml", config::parts()),
        Topic::Context => ("What a folder and a branch say", context::parts()),
        Topic::Rules => ("Rules", rules::parts(rules, false)),
        Topic::Catalog => ("The file of reference data", catalog::parts()),
        Topic::Import => ("Bringing in what another tracker kept", import::parts()),
        Topic::Sync => ("Delivery", sync::parts()),
    };
    let text = page::text(title, &parts);
    match table::row(topic.word()) {
        // The topic has the name of a command, which has help of its own.
        Some(row) => format!("{text}\nThe command: `tt {} --help`\n", row.name),
        None => text,
    }
}

/// What `tt help …` answers.
pub(super) fn asked(argv: &Argv) -> Unparsed {
    let command = HelpArgs::augment_args(clap::Command::new(table::HELP));
    let command = table::root().subcommand(command);
    let words = std::iter::once("tt").chain(argv.marked().iter().map(String::as_str));
    let words = match command.try_get_matches_from(words) {
        Ok(matches) => matches
            .subcommand_matches(table::HELP)
            .and_then(|below| HelpArgs::from_arg_matches(below).ok())
            .map_or_else(Vec::new, |help| help.words),
        Err(_) => match table::tree()
            .try_get_matches_from(std::iter::once("tt".to_owned()).chain(argv.sanitized()))
        {
            Ok(_) => Vec::new(),
            Err(error) => return Unparsed::from_clap(argv, &error, false),
        },
    };
    page(argv, &words)
}

fn page(argv: &Argv, words: &[String]) -> Unparsed {
    if let Some(topic) = Topic::from_word(&words.join("-")) {
        return Unparsed::topic(argv, topic);
    }
    let mut tree = table::tree();
    tree.build();
    let mut command = &mut tree;
    for (depth, word) in words.iter().enumerate() {
        let names = match depth {
            0 => resolve(word).into_iter().map(str::to_owned).collect(),
            _ => below(command, word),
        };
        let [name] = names.as_slice() else {
            return unknown(argv, word);
        };
        match command.find_subcommand_mut(name) {
            Some(found) => command = found,
            None => return unknown(argv, word),
        }
    }
    Unparsed::shown(argv, command.render_long_help())
}

fn below(command: &clap::Command, word: &str) -> Vec<String> {
    command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .filter(|name| !word.is_empty() && name.starts_with(word))
        .collect()
}

fn unknown(argv: &Argv, word: &str) -> Unparsed {
    let topics: Vec<_> = Topic::ALL.iter().map(|topic| topic.word()).collect();
    let commands: Vec<_> = table::names().map(|(name, _)| name).collect();
    Unparsed::refused(
        argv,
        format!("no help for '{}'", sanitize(word)),
        format!(
            "commands: {}; topics: {}",
            commands.join(", "),
            topics.join(", ")
        ),
    )
}
