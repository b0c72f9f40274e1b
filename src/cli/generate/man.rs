//! Man pages: what the parser knows, and the sections it does not know.

use super::super::topics::page::Part;
use super::super::topics::rules::RuleText;
use super::super::{examples, table, topics};
use clap_mangen::Man;
use std::fmt::Write;

/// When the pages last changed in more than wording. A constant, so that the
/// same source always gives the same bytes; readers of man pages expect one.
const DATE: &str = "2026-11-22";

/// One page a command, by its path in the repository.
pub(super) fn pages(rules: &[RuleText]) -> Vec<(String, Vec<u8>)> {
    let mut tree = table::tree();
    tree.build();
    let mut pages = Vec::new();
    collect(&tree, "", &mut pages);
    pages.extend([
        topic(
            ("tt-time", 7),
            "what may be typed for times",
            &topics::time::parts(),
        ),
        topic(
            ("tt-rules", 7),
            "what entries must obey",
            &topics::rules::parts(rules, true),
        ),
        topic(
            ("tt-import", 7),
            "what tt import reads, and what becomes of it",
            &topics::import::parts(),
        ),
        topic(
            ("tt-catalog", 5),
            "the file that tt catalog import reads",
            &topics::catalog::parts(),
        ),
        topic(
            ("tt-config", 5),
            "the configuration of tt",
            &topics::config::parts(),
        ),
    ]);
    pages
}

/// A page about no single command.
fn topic((name, section): (&str, u8), about: &str, parts: &[Part]) -> (String, Vec<u8>) {
    let mut out = format!(
        ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n.TH {name} {section} {DATE} \"tt {}\" \"Time tracking\"\n\
         .SH NAME\n{} \\- {}\n.SH DESCRIPTION\n",
        env!("CARGO_PKG_VERSION"),
        escape(name),
        escape(about)
    );
    let mut begun = true;
    for part in parts {
        match part {
            Part::Heading(title) => {
                // The header of a table is written as it is.
                let title = match title.starts_with('[') {
                    true => title.clone(),
                    false => title.to_uppercase(),
                };
                let _ = writeln!(out, ".SH \"{}\"", escape(&title));
                begun = true;
                continue;
            }
            Part::Text(text) => {
                if !begun {
                    out.push_str(".PP\n");
                }
                let _ = writeln!(out, "{}", escape(text));
            }
            Part::Rows(rows) => {
                for (left, says) in rows {
                    let _ = writeln!(out, ".TP\n\\fB{}\\fR\n{}", escape(left), escape(says));
                }
            }
            Part::Lines(lines) => {
                out.push_str(if begun { ".nf\n" } else { ".PP\n.nf\n" });
                for line in lines {
                    let _ = writeln!(out, "{}", escape(line));
                }
                out.push_str(".fi\n");
            }
        }
        begun = false;
    }
    out.push_str(".SH SEE ALSO\n\\fBtt\\fR(1)\n");
    (format!("man/{name}.{section}"), out.into_bytes())
}

fn collect(command: &clap::Command, path: &str, pages: &mut Vec<(String, Vec<u8>)>) {
    let name = command.get_display_name().unwrap_or(command.get_name());
    pages.push((
        format!("man/{name}.1"),
        page(command, name, path).into_bytes(),
    ));
    for below in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let path = format!("{path} {}", below.get_name());
        collect(below, path.trim_start(), pages);
    }
}

fn page(command: &clap::Command, name: &str, path: &str) -> String {
    let man = Man::new(command.clone().mut_args(spelled_out))
        .date(DATE)
        .source(concat!("tt ", env!("CARGO_PKG_VERSION")))
        .manual("Time tracking");
    let mut bytes = Vec::new();
    // Writing to a vector cannot fail.
    let _ = man
        .render_title(&mut bytes)
        .and_then(|()| man.render_name_section(&mut bytes))
        .and_then(|()| man.render_synopsis_section(&mut bytes))
        .and_then(|()| man.render_description_section(&mut bytes))
        .and_then(|()| man.render_options_section(&mut bytes));
    if command.has_subcommands() {
        let _ = man.render_subcommands_section(&mut bytes);
    }
    let mut out = String::from_utf8_lossy(&bytes).into_owned();
    meanings(&mut out, "EXIT STATUS", topics::EXIT_CODES);
    meanings(&mut out, "ENVIRONMENT", topics::ENVIRONMENT);
    meanings(&mut out, "FILES", topics::FILES);
    let rows = examples::of(path);
    if !rows.is_empty() {
        out.push_str(".SH EXAMPLES\n");
    }
    for (line, says) in rows {
        let _ = writeln!(out, ".TP\n\\fB{}\\fR\n{}", escape(line), escape(says));
    }
    let other = if name == "tt" { "tt-help" } else { "tt" };
    let _ = writeln!(
        out,
        ".SH SEE ALSO\n\\fB{}\\fR(1), \\fBtt\\-time\\fR(7), \\fBtt\\-rules\\fR(7), \\fBtt\\-config\\fR(5)",
        escape(other)
    );
    out
}

/// The allowed words as a sentence, not as a list with a line for each.
fn spelled_out(arg: clap::Arg) -> clap::Arg {
    let words: Vec<_> = match arg.get_action().takes_values() {
        true => arg.get_possible_values(),
        false => Vec::new(),
    };
    if words.is_empty() {
        return arg;
    }
    let words: Vec<_> = words.iter().map(|word| word.get_name()).collect();
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let help = format!("{help}. One of: {}.", words.join(", "));
    arg.help(help).hide_possible_values(true)
}

fn meanings(out: &mut String, title: &str, rows: &[topics::Meaning]) {
    let _ = writeln!(out, ".SH \"{title}\"");
    for (name, says) in rows {
        let _ = writeln!(out, ".TP\n\\fB{}\\fR\n{}", escape(name), escape(says));
    }
}

/// Text in which the formatter finds nothing to act upon.
fn escape(text: &str) -> String {
    let text = text
        .replace('\\', "\\e")
        .replace('-', "\\-")
        .replace('\'', "\\(aq")
        .replace('–', "\\(en");
    if text.starts_with('.') {
        return format!("\\&{text}");
    }
    text
}
