//! Help, rules, completions and refusals of the command line itself.

use super::Desk;

#[test]
fn every_command_has_help_with_examples() {
    let desk = Desk::new();
    let help = desk.tt("--help").exits(0).out;
    let listed: Vec<_> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .map_while(|line| line.split_whitespace().next())
        .collect();
    assert!(
        listed.contains(&"log") && listed.contains(&"doctor"),
        "{listed:?}"
    );
    for command in listed {
        let ran = desk.tt(&format!("{command} --help")).exits(0);
        assert!(
            ran.out.to_lowercase().contains("example"),
            "{command}: {}",
            ran.out
        );
    }
    for (topic, word) in [
        ("exit-codes", "130"),
        ("time", "9-10:30"),
        ("config", "quarantine"),
        ("rules", "connectwise/charge-to"),
        ("sync", "unconfirmed"),
        ("import", "tag:#*=ticket:*"),
    ] {
        let text = desk.tt(&format!("help {topic}")).exits(0).out;
        assert!(text.contains(word), "{topic}: {text}");
    }
    assert!(
        desk.tt("help nonsense")
            .exits(2)
            .err
            .contains("exit-codes, time")
    );
    assert!(desk.tt("--version").exits(0).out.starts_with("tt "));
}

#[test]
fn the_first_page_says_where_to_begin_and_names_every_topic() {
    let desk = Desk::new();
    let page = desk.tt("help").exits(0).out;
    assert!(page.contains("To begin with: log,"), "{page}");
    let topics = desk.tt("help nosuch").exits(2).err;
    let topics = topics.split("topics: ").nth(1).unwrap().trim();
    assert!(
        page.contains(&format!("(tt help TOPIC): {topics}")),
        "{page}"
    );
}

#[test]
fn a_misspelt_command_is_usage_and_names_the_nearest() {
    let desk = Desk::new();
    let ran = desk.tt("lgo 1h").exits(2);
    assert!(ran.err.contains("log"), "{}", ran.err);
    assert_eq!(
        desk.tt("lgo 1h --json").exits(2).json()["error"]["code"],
        "usage"
    );
    desk.tt("log --nonsense").exits(2);
}

#[test]
fn aliases_and_unambiguous_prefixes_work() {
    let desk = Desk::new();
    desk.tt("add 7-8 one").exits(0);
    desk.tt("track 8-9 two").exits(0);
    assert_eq!(desk.json("ls").as_array().unwrap().len(), 2);
    assert_eq!(desk.json("li").as_array().unwrap().len(), 2);
    desk.tt("s").exits(2);
}

#[test]
fn the_rules_are_listed_with_their_sources() {
    let desk = Desk::new();
    let rules = desk.json("rules");
    let rules = rules.as_array().unwrap();
    assert!(rules.iter().any(|rule| rule["id"] == "tt/overlap"));
    assert!(
        rules
            .iter()
            .any(|rule| rule["id"] == "connectwise/charge-to")
    );
    for rule in rules {
        for key in [
            "id",
            "scope",
            "stages",
            "field",
            "consequence",
            "message",
            "help",
            "source",
        ] {
            assert!(rule.get(key).is_some(), "{rule} lacks {key}");
        }
    }
    let text = desk.tt("rules --backend connectwise").exits(0);
    assert!(text.out.contains("connectwise/charge-to"), "{}", text.out);
}

#[test]
fn completions_are_printed_for_every_shell() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(
            desk.tt(&format!("completions {shell}")).exits(0).out.len() > 500,
            "{shell}"
        );
    }
    desk.tt("completions tcsh").exits(2);
}
