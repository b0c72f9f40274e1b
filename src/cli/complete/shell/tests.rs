use super::*;

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn bash(line: &str) -> Asked {
    asked(&words(&["bash", "9", " \t\n\"'><=;|&(:", line])).unwrap()
}

fn prefix(values: &[(&str, &str)]) -> Answer {
    let offers = values
        .iter()
        .map(|(value, about)| Offer::of(*value, *about));
    Answer::Prefix(offers.collect())
}

#[test]
fn a_line_of_bash_is_read_as_bash_reads_it() {
    let rows: &[(&str, &[&str], usize, Option<char>)] = &[
        ("tt ", &[""], 0, None),
        ("tt log  --ticket ", &["log", "--ticket", ""], 0, None),
        ("tt log --cl", &["log", "--cl"], 0, None),
        ("A=1 B='x y' tt log 5", &["log", "5"], 0, None),
        (
            "tt list --billable=no",
            &["list", "--billable=no"],
            11,
            None,
        ),
        ("tt log 9:3", &["log", "9:3"], 2, None),
        ("tt log 9\\:3", &["log", "9:3"], 0, None),
        (
            "tt log --client \"Ac m",
            &["log", "--client", "Ac m"],
            0,
            Some('"'),
        ),
        (
            "tt log --client=\"Ac",
            &["log", "--client=Ac"],
            9,
            Some('"'),
        ),
        (
            "tt log --client 'a\"b",
            &["log", "--client", "a\"b"],
            0,
            Some('\''),
        ),
        (
            "tt log --client Ac\\ m",
            &["log", "--client", "Ac m"],
            0,
            None,
        ),
        ("tt log \"a\\$b\\n\"c", &["log", "a$b\\nc"], 5, None),
        ("tt log é:ü", &["log", "é:ü"], 2, None),
    ];
    for (line, expected, kept, quote) in rows {
        let asked = bash(line);
        assert_eq!(asked.words, *expected, "{line}");
        assert_eq!((asked.kept, asked.quote), (*kept, *quote), "{line}");
    }
    assert_eq!(asked(&words(&["bash", "9", "", "tt"])), None);
    assert_eq!(asked(&words(&["bash", "9"])), None);
    assert_eq!(asked(&words(&["csh", "tt", ""])), None);
    assert_eq!(asked(&[]), None);
    assert_eq!(asked(&words(&["powershell", ".tt", ""])), None);
}

#[test]
fn words_of_the_other_shells() {
    for (args, expected) in [
        (["zsh", "tt", "log", "Ac m"], ["log", "Ac m"]),
        (["fish", "tt", "log", "\"Ac m"], ["log", "Ac m"]),
        (["fish", "tt", "log", "Ac\\ m"], ["log", "Ac m"]),
        (["fish", "tt", "log", ""], ["log", ""]),
        (["powershell", ".tt", ".log", "."], ["log", ""]),
    ] {
        assert_eq!(asked(&words(&args)).unwrap().words, expected);
    }
}

/// What bash would run when somebody pressed return after it.
#[test]
fn nothing_inserted_is_executed() {
    let hostile = "a$(id) `b`;c|d&e>f<g'h\"i!j\\k*l?m[n]{o}~#p (q)";
    for (line, expected) in [
        (
            "tt log --client a",
            "a\\$\\(id\\)\\ \\`b\\`\\;c\\|d\\&e\\>f\\<g\\'h\\\"i\\!j\\\\k\\*l\\?m\\[n\\]\\{o\\}\\~\\#p\\ \\(q\\)",
        ),
        (
            "tt log --client 'a",
            "a$(id) `b`;c|d&e>f<g'\\''h\"i!j\\k*l?m[n]{o}~#p (q)",
        ),
    ] {
        let told = bash(line).tell(&prefix(&[(hostile, "")]), "", "a");
        assert_eq!(told, format!("prefix\n{expected}\n"));
    }
    // An exclamation mark means the history there, whatever is before it.
    let told = bash("tt log --client \"a").tell(&prefix(&[(hostile, ""), ("a$b", "")]), "", "a");
    assert_eq!(told, "prefix\na\\$b\n");
    assert_eq!(for_powershell("a'b’c $(d)"), "'a''b’’c $(d)'");
    assert_eq!(for_powershell("2026-11-22"), "2026-11-22");
}

#[test]
fn what_a_terminal_acts_upon_is_never_told() {
    let hostile = [
        ("\u{1b}[31mred", ""),
        ("two\nlines", ""),
        ("tab\tbed", ""),
        ("\u{202e}", ""),
        ("", "empty"),
        ("-rf", "an option"),
        ("fine", "\u{1b}]0;x\u{7} and\ttab\nand more"),
    ];
    for shell in ["zsh", "fish"] {
        let asked = asked(&words(&[shell, "tt", "log", ""])).unwrap();
        let told = asked.tell(&prefix(&hostile), "", "");
        assert_eq!(told, "prefix\nfine\t␛]0;x␇ and tab\n", "{shell}");
    }
    let asked = asked(&words(&["powershell", ".tt", ".log", "."])).unwrap();
    let told = asked.tell(&prefix(&[("a b", "x".repeat(99).as_str())]), "", "");
    assert_eq!(told, format!("prefix\n'a b'\ta b\t{}…\n", "x".repeat(70)));
    assert_eq!(
        asked.tell(&Answer::Files, "--config=", ""),
        "files\t--config=\n"
    );
}

#[test]
fn bash_lists_what_it_does_not_insert() {
    let two = [("54321", "Acme: $(mail)"), ("54322", "")];
    let line = |kind: &str| {
        let args = words(&["bash", kind, ":=", "tt log --ticket 5"]);
        asked(&args).unwrap()
    };
    assert_eq!(
        line("9").tell(&prefix(&two), "", "5"),
        "prefix\n54321\n54322\n"
    );
    assert_eq!(
        line("63").tell(&prefix(&two), "", "5"),
        "prefix\n54321  (Acme: $(mail))\n54322\n"
    );
    // A single one may be inserted, also where it was asked to list.
    assert_eq!(
        line("63").tell(&prefix(&two[..1]), "", "5"),
        "prefix\n54321\n"
    );
    // Menus insert what they are told.
    assert_eq!(
        line("37").tell(&prefix(&two), "", "5"),
        "prefix\n54321\n54322\n"
    );
}

#[test]
fn bash_keeps_what_was_typed_where_offers_begin_otherwise() {
    let offers = |values: &[&str]| {
        let all = values.iter().map(|value| Offer::of(*value, "mail"));
        Answer::Words(all.collect())
    };
    let line = |kind: &str| asked(&words(&["bash", kind, ":=", "tt log --ticket mail"])).unwrap();
    let alike = offers(&["51", "52"]);
    assert_eq!(line("9").tell(&alike, "", "mail"), "");
    assert_eq!(
        line("63").tell(&alike, "", "mail"),
        "words\n51  (mail)\n52  (mail)\n"
    );
    assert_eq!(
        line("9").tell(&offers(&["51", "62"]), "", "mail"),
        "words\n51\n62\n"
    );
    assert_eq!(line("9").tell(&offers(&["51"]), "", "mail"), "words\n51\n");
}

#[test]
fn bash_replaces_only_what_stands_after_a_break() {
    let asked = bash("tt list --status=open,su");
    let told = asked.tell(&prefix(&[("submitted", "")]), "--status=open,", "su");
    assert_eq!(told, "prefix\nopen,submitted\n");
    // What would have to change before the break is not offered.
    let told = bash("tt log --client a:b").tell(&prefix(&[("A:bc", ""), ("x", "")]), "", "a:b");
    assert_eq!(told, "prefix\nbc\n");
}
