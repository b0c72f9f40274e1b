//! Command lines as people type them, as data.

mod lines;
mod topics;

use super::*;
use crate::domain::charge::TargetKind;
use crate::domain::status::Billable;
use lines::{refusals, rows, show, words};
use proptest::prelude::*;

fn command(line: &str) -> Command {
    match parse(words(line)) {
        Ok(cli) => cli.command,
        Err(other) => panic!("{line}: {other:?}"),
    }
}

#[test]
fn command_lines_are_read_as_meant() {
    let rows = rows();
    assert!(rows.len() >= 60, "{}", rows.len());
    for (line, expected) in rows {
        assert_eq!(command(line), expected, "{line}");
    }
}

#[test]
fn the_version_is_the_same_with_and_without_the_tree() {
    for word in ["--version", "-V"] {
        let argv = Argv::read(words(word)).unwrap();
        assert!(argv.asks_version(), "{word}");
        let Err(whole) = parse_whole(&argv) else {
            panic!("{word} is a command");
        };
        assert_eq!(parse(words(word)), Err(whole), "{word}");
    }
}

/// What the quick way reads, the whole tree reads alike.
fn both(words: Vec<OsString>) -> Option<(Option<Cli>, Option<Cli>)> {
    let mut argv = Argv::read(words).ok()?;
    let row = table::row(argv.command().ok()??)?;
    Some((parse_one(row, &argv).ok(), parse_whole(&argv).ok()))
}

#[test]
fn both_ways_of_parsing_read_alike() {
    for (line, _) in rows() {
        let (one, whole) = both(words(line)).unwrap();
        assert!(one.is_some(), "{line}");
        assert_eq!(one, whole, "{line}");
    }
    for (line, _) in refusals() {
        if let Some((one, whole)) = both(words(line)) {
            assert_eq!((one, whole), (None, None), "{line}");
        }
    }
}

#[test]
fn options_of_every_command_stand_anywhere() {
    for line in [
        "--json --color never --config a.toml --db=b.db -y show 1",
        "show --json --color never --config a.toml --db=b.db -y 1",
        "--json show 1 --color=never --db b.db --config=a.toml --yes",
    ] {
        let cli = parse(words(line)).unwrap();
        let expected = Global {
            json: true,
            color: When::Never,
            config: Some("a.toml".into()),
            db: Some("b.db".into()),
            yes: true,
        };
        assert_eq!(cli.global, expected, "{line}");
        assert_eq!(cli.command, show("1"), "{line}");
    }
    let cli = parse(words("config --json path")).unwrap();
    assert!(cli.global.json);
    assert_eq!(
        parse(words("--db -1 config path")).unwrap().global.db,
        Some("-1".into())
    );
}

fn refused(args: Vec<OsString>) -> (String, String) {
    match parse(args.clone()).map_err(|unparsed| unparsed.what) {
        Err(What::Refused { message, help }) => (message, help),
        other => panic!("{args:?}: {other:?}"),
    }
}

#[test]
fn what_is_not_understood_is_refused_with_its_reason() {
    for (line, words_of_message) in refusals() {
        let (message, help) = refused(words(line));
        assert!(message.contains(words_of_message), "{line}: {message}");
        assert!(!message.contains(['\n', '\0']), "{line}: {message:?}");
        assert!(!help.is_empty() && !help.contains('\0'), "{line}: {help:?}");
    }
    assert_eq!(refused(words("config")).1, "name one of: path, check, edit");
}

#[test]
fn a_refusal_knows_how_it_is_to_be_said() {
    let unparsed = parse(words("log --json --color=always --frob")).unwrap_err();
    assert!(unparsed.json);
    assert_eq!(unparsed.color, When::Always);
    let unparsed = parse(words("log --frob --color never -- --json")).unwrap_err();
    assert!(!unparsed.json);
    assert_eq!(unparsed.color, When::Never);
}

#[test]
fn hostile_words_are_harmless_in_a_refusal() {
    let mut args = words("log 1h");
    args.push("--\u{1b}[31m\nfrob".into());
    let (message, help) = refused(args);
    assert!(message.contains("--␛[31m⏎frob"), "{message}");
    assert!(!help.contains('\u{1b}'), "{help}");
    let (message, _) = refused(vec!["tt".into(), "\u{202e}x".into()]);
    assert!(message.contains("<U+202E>x"), "{message}");
}

#[cfg(unix)]
#[test]
fn bytes_that_are_no_text_are_refused() {
    use std::os::unix::ffi::OsStringExt;
    for at in 1..=3 {
        let mut args = words("log 1h --json");
        args.insert(at, OsString::from_vec(b"fix\xff\x1b".to_vec()));
        let (message, _) = refused(args.clone());
        assert_eq!(
            message,
            format!("argument {at} is not valid UTF-8: fix\u{fffd}␛")
        );
        assert!(parse(args).unwrap_err().json);
    }
}

fn shown(line: &str) -> String {
    match parse(words(line)).map_err(|unparsed| unparsed.what) {
        Err(What::Shown { plain, styled }) => {
            assert!(!plain.contains('\u{1b}'), "{line}");
            assert!(styled.len() >= plain.len(), "{line}");
            plain
        }
        other => panic!("{line}: {other:?}"),
    }
}

#[test]
fn help_is_the_same_by_every_way_and_ends_with_examples() {
    for (name, aliases) in table::names() {
        let help = shown(&format!("{name} --help"));
        if Topic::from_word(name).is_none() {
            assert_eq!(shown(&format!("help {name}")), help, "{name}");
        }
        for alias in aliases {
            assert_eq!(shown(&format!("{alias} --help")), help, "{alias}");
        }
        let examples = help.rfind("\nExamples:\n").expect(name);
        let usage = help.find(&format!("\nUsage: tt {name}")).expect(name);
        assert!(
            usage < examples && !help[examples + 1..].contains("\n\n"),
            "{name}"
        );
    }
    assert_eq!(shown("help"), shown("--help"));
    assert_eq!(command(""), Command::Status(StatusArgs {}));
    assert_eq!(command("--json --db x"), command("status"));
    assert_eq!(shown("help config path"), shown("config path --help"));
    assert_eq!(
        shown("--version"),
        concat!("tt ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

/// Splits as a shell does, as far as the examples need it.
fn shell_words(line: &str) -> Vec<OsString> {
    let line = line.split(" > ").next().unwrap_or(line);
    let line = line.find("tt ").map_or(line, |at| &line[at..]);
    let mut out = Vec::new();
    for (place, part) in line.split('"').enumerate() {
        if place % 2 == 1 {
            out.push(part.into());
        } else {
            out.extend(part.split_whitespace().map(OsString::from));
        }
    }
    out
}

#[test]
fn every_example_can_be_typed() {
    for (name, _) in table::names() {
        for (line, _) in examples::of(name) {
            let line = line.replace("$(tt list today --ids --search typo)", "1");
            match parse(shell_words(&line)).map_err(|unparsed| unparsed.what) {
                Ok(_) | Err(What::Shown { .. } | What::Topic(_)) => {}
                Err(What::Refused { message, .. }) => panic!("{line}: {message}"),
            }
        }
    }
}

#[test]
fn the_tree_is_sound() {
    table::tree().debug_assert();
    let options = Global::augment_args(clap::Command::new("tt"));
    let mut known: Vec<String> = Vec::new();
    for arg in options.get_arguments() {
        let long = format!("--{}", arg.get_long().unwrap());
        let list = if arg.get_action().takes_values() {
            argv::GLOBAL_WITH_VALUE
        } else {
            argv::GLOBAL_PLAIN
        };
        assert!(list.contains(&long.as_str()), "{long}");
        known.push(long);
        known.extend(arg.get_short().map(|short| format!("-{short}")));
    }
    assert_eq!(
        known.len(),
        argv::GLOBAL_WITH_VALUE.len() + argv::GLOBAL_PLAIN.len()
    );
}

/// A reader that forgets to take the mark off would store it.
#[test]
fn no_value_keeps_its_mark() {
    let mut tree = table::tree();
    tree.build();
    let mut tried = 0;
    for sub in tree.get_subcommands() {
        for arg in sub
            .get_arguments()
            .filter(|arg| arg.get_action().takes_values())
        {
            let mut line = format!("{} ", sub.get_name());
            if let Some(long) = arg.get_long() {
                line.push_str(&format!("--{long} "));
            }
            line.push_str("-1x");
            if let Ok(cli) = parse(words(&line)) {
                assert!(format!("{cli:?}").contains("\"-1x\""), "{line}: {cli:?}");
                tried += 1;
            }
        }
    }
    assert!(tried > 35, "{tried}");
}

#[test]
fn what_was_typed_can_be_asked_for() {
    let Command::Log(args) =
        command("log 1h --no-bill --activity 3 --email contact --email-cc a@x")
    else {
        panic!("another command");
    };
    assert_eq!(args.fields.billable(), Some(Billable::DoNotBill));
    assert_eq!(
        args.fields.targets.chosen(),
        Some((TargetKind::Activity, "3"))
    );
    let mailing = args.writing.mailing().unwrap();
    assert!(mailing.contact && !mailing.resource);
    assert_eq!(mailing.cc, ["a@x"]);
    let Command::Log(args) = command("log 1h --email cc") else {
        panic!("another command");
    };
    assert_eq!(args.writing.mailing(), None);
}

fn word() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] = &[
        "log",
        "list",
        "l",
        "rm",
        "config",
        "path",
        "help",
        "sync",
        "--json",
        "--color",
        "never",
        "-y",
        "--db",
        "--ticket",
        "5",
        "--at",
        "-30m",
        "-n",
        "-m",
        "--",
        "-",
        "-t",
        "--all",
        "--no-bill",
        "--status",
        "open,billed",
        "1h",
        "note",
        "--help",
        "-nm",
        "-5x",
        "--at=-1h",
        "--sort",
    ];
    prop_oneof![
        4 => proptest::sample::select(KNOWN).prop_map(str::to_owned),
        1 => any::<String>().prop_map(|word| word.replace('\0', "")),
        1 => "-{0,2}[a-z0-9=]{0,8}",
    ]
}

proptest! {
    #[test]
    fn no_line_panics_and_both_ways_agree(line in proptest::collection::vec(word(), 0..8)) {
        let args: Vec<OsString> = std::iter::once("tt".to_owned()).chain(line).map(OsString::from).collect();
        let parsed = parse(args.clone());
        if let Err(Unparsed { what: What::Refused { message, help }, .. }) = &parsed {
            prop_assert!(!message.is_empty());
            for text in [message, help] {
                prop_assert_eq!(crate::screen::sanitize_lines(text), text.trim_end_matches('\n'));
            }
        }
        if let Some((one, whole)) = both(args) {
            prop_assert_eq!(&one, &whole);
            prop_assert_eq!(one.as_ref(), parsed.as_ref().ok());
        }
    }
}
