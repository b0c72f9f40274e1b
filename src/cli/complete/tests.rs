use super::*;
use crate::domain::catalog::CatalogKind;

fn at(line: &str) -> Place {
    let words: Vec<_> = line.split(' ').map(str::to_owned).collect();
    place(&words)
}

fn fixed(line: &str) -> Vec<String> {
    let place = at(line);
    let fits = |offer: &Offer| offer.value.starts_with(&place.typed);
    let offers = place.fixed.iter().filter(|offer| fits(offer));
    offers.map(|offer| offer.value.clone()).collect()
}

#[test]
fn open_values_are_known_by_their_place() {
    for (line, value, lead, typed) in [
        ("log --ticket ", Value::Item(CatalogKind::Tickets), "", ""),
        ("log --ticket 5", Value::Item(CatalogKind::Tickets), "", "5"),
        (
            "add 1h --client=Ac",
            Value::Item(CatalogKind::Clients),
            "--client=",
            "Ac",
        ),
        (
            "--json log -y --work-type r",
            Value::Item(CatalogKind::WorkTypes),
            "",
            "r",
        ),
        ("log -pwo", Value::Profile, "-p", "wo"),
        ("log -np wo", Value::Profile, "", "wo"),
        ("log -t ma", Value::Tag, "", "ma"),
        ("edit 3 --untag ma", Value::Tag, "", "ma"),
        ("sync w", Value::Profile, "", "w"),
        ("sync a b", Value::Profile, "", "b"),
        ("show ", Value::Entry, "", ""),
        ("show 3 4", Value::Entry, "", "4"),
        ("show 12-1", Value::Entry, "12-", "1"),
        ("resume ", Value::Parked, "", ""),
        ("resume 3 ", Value::Nothing, "", ""),
        ("edit la", Value::PeriodOrEntry, "", "la"),
        ("edit 2026-1", Value::PeriodOrEntry, "", "2026-1"),
        ("submit 12-1", Value::PeriodOrEntry, "12-", "1"),
        ("list mon..f", Value::Period, "mon..", "f"),
        ("list -2", Value::Period, "", "-2"),
        ("list --from ", Value::Day, "", ""),
        ("log --on -- -2", Value::Nothing, "", "-2"),
        ("log 1h no", Value::Nothing, "", "no"),
        ("log ", Value::Template, "", ""),
        ("log --on fri @st", Value::Template, "", "@st"),
        ("log 1h @st", Value::Nothing, "", "@st"),
        ("fill ", Value::Day, "", ""),
        ("gaps mon..f", Value::Period, "mon..", "f"),
        ("log --note --tick", Value::Nothing, "", "--tick"),
        ("sheet show 1", Value::Sheet, "", "1"),
        ("sheet --period ", Value::Nothing, "", ""),
        ("backup f", Value::File, "", "f"),
        ("catalog import f", Value::File, "", "f"),
        ("import watson f", Value::File, "", "f"),
        ("import csv a.csv f", Value::File, "", "f"),
        ("import csv --map-file f", Value::File, "", "f"),
        ("import csv --map a", Value::Nothing, "", "a"),
        ("import csv a.csv -p w", Value::Profile, "", "w"),
        ("catalog list tickets -p w", Value::Profile, "", "w"),
        ("--config=f", Value::File, "--config=", "f"),
        ("list --db f", Value::File, "", "f"),
        ("nonsense --ticket ", Value::Nothing, "", ""),
        ("log --nonsense=5", Value::Nothing, "", ""),
    ] {
        let place = at(line);
        assert_eq!(place.value, value, "{line}");
        assert_eq!((&*place.lead, &*place.typed), (lead, typed), "{line}");
    }
    assert_eq!(place(&[]), Place::default());
}

#[test]
fn closed_lists_are_told_whole() {
    for (line, wanted) in [
        ("l", vec!["log", "list", "ls"]),
        ("config ", vec!["path", "check", "edit"]),
        ("catalog list ti", vec!["tickets"]),
        ("log --billable no", vec!["no-charge", "no-default"]),
        ("list --format=c", vec!["csv"]),
        ("import t", vec!["timewarrior", "toggl-csv"]),
        ("import csv --dates ", vec!["dmy", "mdy"]),
        ("list --status open,su", vec!["submitted"]),
        ("list --status open,o", vec![]),
        ("report --by da", vec!["day"]),
        ("help exi", vec!["exit-codes"]),
        ("help li", vec!["list"]),
        ("log --show-on-invoice ", vec!["yes", "no"]),
        ("--color n", vec!["never"]),
        ("list --form", vec!["--format"]),
        ("log --ticket 5 --tick", vec![]),
        ("log -t a --ta", vec!["--task", "--tag"]),
        ("start --no-c", vec!["--no-context"]),
        ("undo --d", vec!["--db"]),
        ("completions z", vec!["zsh"]),
    ] {
        assert_eq!(fixed(line), wanted, "{line}");
    }
}

#[test]
fn everything_offered_says_what_it_is() {
    for line in ["", "log --", "config ", "catalog "] {
        for offer in at(line).fixed {
            assert!(!offer.about.is_empty(), "{line}: {}", offer.value);
        }
    }
}

#[test]
fn what_was_named_before_is_known() {
    let named = at("--db=/a list --config b -p work --ticket ");
    assert_eq!(named.db, Some("/a".into()));
    assert_eq!(named.config, Some("b".into()));
    assert_eq!(named.profile.as_deref(), Some("work"));
    assert_eq!(at("log -- -p work ").profile, None);
}

/// A new argument with an open value has to say what it takes: in `value`.
#[test]
fn every_argument_says_what_it_takes() {
    fn look(top: &str, command: &Command, undecided: &mut Vec<String>) {
        for arg in command.get_arguments() {
            let is_open = takes_value(arg) && arg.get_possible_values().is_empty();
            if is_open && value::of(top, arg).is_none() {
                undecided.push(format!("{top} {}", arg.get_id()));
            }
        }
        for below in command.get_subcommands() {
            look(top, below, undecided);
        }
    }
    let mut undecided = Vec::new();
    for (name, _) in table::names() {
        look(name, &table::bare(name).unwrap(), &mut undecided);
    }
    look("", &table::root(), &mut undecided);
    assert_eq!(undecided, Vec::<String>::new());
}

proptest::proptest! {
    #[test]
    fn no_line_is_too_odd(words in proptest::collection::vec(".{0,12}|--[a-z]{0,8}=?|-[a-z]{0,3}|log|list|help|,|--", 0..6)) {
        let _ = place(&words);
    }
}
