//! What to say of an option that a command does not have: how the same is said there, the
//! nearest of its own, or where they are listed. Only words; nothing is parsed anew.

use super::table;
use crate::domain::nearest::nearest;
use crate::screen::sanitize;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

/// What other programs call a day, and what they call the bounds of a period.
const DAY: &[&str] = &["date", "day", "on", "when"];
const SPAN: &[&str] = &[
    "from", "since", "start", "until", "to", "end", "period", "range", "week", "month",
];
/// Other names of formats.
const FORMATS: &[(&str, &str)] = &[("md", "markdown"), ("ics", "ical"), ("ndjson", "jsonl")];

/// The advice in the place of clap's; none where clap's is as good. `text` is clap's.
pub(super) fn advice(error: &clap::Error, text: &str) -> Option<String> {
    let Some(ContextValue::String(wrong)) = error.get(ContextKind::InvalidArg) else {
        return None;
    };
    match error.kind() {
        ErrorKind::UnknownArgument => option(wrong.strip_prefix("--")?, text),
        ErrorKind::InvalidValue if wrong == "<FORMAT>" => {
            let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidValue) else {
                return None;
            };
            let is_file = typed == "-" || typed.contains(['/', '\\', '.']);
            is_file.then(|| {
                let file = sanitize(typed);
                format!("the format comes first, such as `tt import csv {file}`")
            })
        }
        _ => None,
    }
}

fn option(typed: &str, text: &str) -> Option<String> {
    let typed = typed.split('=').next().unwrap_or(typed);
    let usage = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("Usage: tt "))?;
    let is_command = |word: &&str| word.starts_with(|c: char| c.is_ascii_lowercase());
    let path: Vec<&str> = usage.split(' ').take_while(is_command).collect();
    let tree = table::tree();
    let mut command = &tree;
    for word in &path {
        command = command.find_subcommand(word)?;
    }
    let line = path.join(" ");
    let own: Vec<&str> = shown(command).filter_map(Arg::get_long).collect();
    if DAY.contains(&typed) && own.contains(&"on") {
        return Some("the day is said by `--on DAY`".to_owned());
    }
    let is_day = DAY.contains(&typed);
    if is_day || SPAN.contains(&typed) {
        if usage.contains("[DAY]") || is_day && usage.contains("[PERIOD") {
            return Some(format!("write it without an option: `tt {line} fri`"));
        }
        if usage.contains("[PERIOD") {
            return Some(format!(
                "write it without an option: `tt {line} 2026-11-01..2026-11-15`"
            ));
        }
    }
    if (SPAN.contains(&typed) || typed == "time") && own.contains(&"at") {
        return Some("the time is said by `--at TIME`".to_owned());
    }
    if let Some(format) = format(command, typed) {
        return Some(format!("write `--format {format}`"));
    }
    let begun = own.iter().find(|long| long.starts_with(typed));
    if let Some(long) = begun
        .copied()
        .or_else(|| nearest(typed, own.iter().copied()))
    {
        return Some(format!("did you mean `--{long}`?"));
    }
    let note = if usage.contains("[NOTE]") {
        "; what stands behind ` -- ` is the note as it is"
    } else {
        ""
    };
    Some(format!("`tt {line} --help` lists its options{note}"))
}

fn shown(command: &Command) -> impl Iterator<Item = &Arg> {
    command.get_arguments().filter(|arg| !arg.is_hide_set())
}

/// The format that this names, where the command writes several.
fn format(command: &Command, typed: &str) -> Option<String> {
    let other = FORMATS.iter().find(|(name, _)| *name == typed);
    let word = other.map_or(typed, |(_, word)| *word);
    let known = shown(command)
        .find(|arg| arg.get_long() == Some("format"))?
        .get_possible_values();
    let found = known.iter().find(|value| value.get_name() == word)?;
    Some(found.get_name().to_owned())
}

#[cfg(test)]
mod tests {
    use crate::cli::{What, parse};

    #[test]
    fn an_option_that_is_not_there_is_answered_with_what_is() {
        for (line, wanted) in [
            ("fill --on 2026-11-19", "`tt fill fri`"),
            ("list --day fri", "`tt list fri`"),
            ("log 1h --date=2026-11-19 x", "`--on DAY`"),
            ("week --from mon", "`tt week 2026-11-01..2026-11-15`"),
            ("start --since 9", "`--at TIME`"),
            ("report --html", "`--format html`"),
            ("list --md", "`--format markdown`"),
            ("log 1h --tick 4", "`--ticket`"),
            ("log 1h --clinet acme", "`--client`"),
            (
                "log 1h -m x --bogus",
                "`tt log --help` lists its options; what",
            ),
            (
                "catalog list --bogus",
                "`tt catalog list --help` lists its options",
            ),
            ("import a.csv", "`tt import csv a.csv`"),
            ("import - ", "`tt import csv -`"),
        ] {
            let words = std::iter::once("tt").chain(line.split_whitespace());
            let Err(unparsed) = parse(words.map(Into::into)) else {
                panic!("{line}: understood");
            };
            let What::Refused { help, .. } = unparsed.what else {
                panic!("{line}: not refused");
            };
            assert!(help.contains(wanted), "{line}: {help}");
        }
    }
}
