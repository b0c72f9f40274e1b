use super::*;

fn place(typed: &str) -> Place {
    Place {
        typed: typed.to_owned(),
        ..Place::default()
    }
}

fn found(names: &[&str], about: &str) -> Found {
    Found {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        about: about.to_owned(),
    }
}

fn chosen(typed: &str, all: &[Found]) -> (char, Vec<String>) {
    let (how, offers) = match choose(&place(typed), all.to_vec()) {
        Answer::Prefix(offers) => ('p', offers),
        Answer::Words(offers) => ('w', offers),
        Answer::Files => ('f', Vec::new()),
    };
    let shown = |offer: Offer| format!("{} ({})", offer.value, offer.about);
    (how, offers.into_iter().map(shown).collect())
}

#[test]
fn words_are_compared_by_their_beginnings() {
    for (typed, text, begins, is_in) in [
        ("", "Acme", true, true),
        ("ac", "Acme Corp", true, true),
        ("CORP", "Acme Corp", false, true),
        ("orp", "Acme Corp", false, false),
        ("co ac", "Acme Corp", false, true),
        ("mail sl", "Mail is slow", false, true),
        ("mail no", "Mail is slow", false, false),
        ("bü", "Das Büro", false, true),
        ("(sl", "Mail (slow)", false, true),
        ("--", "Acme", false, false),
    ] {
        let typed = Typed::of(typed);
        assert_eq!(
            (typed.begins(text), typed.is_in(text)),
            (begins, is_in),
            "{text}"
        );
    }
}

#[test]
fn names_that_begin_so_go_before_names_that_have_it() {
    let all = [
        found(&["Beta Acme", "BETA", "2"], "since 2020"),
        found(&["Acme Corp", "ACM", "1"], ""),
        found(&["Gamma", "9"], ""),
    ];
    assert_eq!(chosen("acm", &all), ('p', vec!["Acme Corp ()".into()]));
    assert_eq!(
        chosen("2", &all),
        ('p', vec!["2 (Beta Acme, since 2020)".into()])
    );
    let beta: Vec<String> = vec!["Beta Acme (since 2020)".into()];
    assert_eq!(chosen("acme bet", &all), ('w', beta.clone()));
    assert_eq!(chosen("since", &all), ('w', beta));
    assert_eq!(chosen("nobody", &all), ('w', vec![]));
    let (how, every) = chosen("", &all);
    assert_eq!((how, every.len()), ('p', 3));
}

#[test]
fn a_name_of_two_things_is_no_name() {
    let all = [
        found(&["Acme", "17"], "Berlin"),
        found(&["ACME", "18"], ""),
        found(&["Acme", "17"], "the same again"),
        found(&["Beta", "19"], ""),
    ];
    let both = vec!["17 (Acme, Berlin)".to_owned(), "18 (ACME)".to_owned()];
    assert_eq!(chosen("acme", &all), ('w', both));
    let (_, every) = chosen("", &all);
    assert_eq!(every.len(), 3);
    assert_eq!(every[2], "Beta ()");
}

#[test]
fn there_are_never_more_than_anybody_looks_through() {
    let many: Vec<_> = (0..200).map(|n| Found::of(format!("n{n}"), "x")).collect();
    assert_eq!(chosen("n", &many).1.len(), MOST);
    assert_eq!(chosen("x", &many).1.len(), MOST);
}
