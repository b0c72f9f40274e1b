//! Labels and what rules make of them, as data.

use super::super::Spot;
use super::*;

fn row(labels: &[(Kind, &str)]) -> Row {
    Row {
        at: Spot { file: 0, line: 1 },
        time: Time::Range {
            start: 1_795_161_600,
            end: 1_795_165_200,
        },
        zone: None,
        deduct: 0,
        labels: labels
            .iter()
            .map(|(kind, label)| (*kind, (*label).to_owned()))
            .collect(),
        note: Some("fixed it".into()),
        internal_note: None,
        user: None,
        id: None,
        nth: 1,
    }
}

const USUAL: Usual = Usual {
    format: Format::TogglCsv,
    has_profile: false,
    zone: Zone::UTC,
    uses_billable: true,
};

fn mapped(
    rules: &[&str],
    labels: &[(Kind, &str)],
    usual: Usual,
) -> Result<Mapped, (Reason, String)> {
    let mut mapping = Mapping::default();
    for rule in rules {
        mapping.add(rule).unwrap();
    }
    mapping.apply(&row(labels), &usual)
}

/// The content as words, to compare with.
fn said(content: &Content) -> String {
    let mut said = Vec::new();
    if let Some(target) = &content.target {
        said.push(format!("{}:{}", target.kind.word(), target.at));
    }
    for (name, at) in [
        ("client", &content.client),
        ("project", &content.project),
        ("work-type", &content.work_type),
        ("agreement", &content.agreement),
    ] {
        said.extend(at.iter().map(|at| format!("{name}:{at}")));
    }
    said.extend(content.tags.iter().map(|tag| format!("tag:{tag}")));
    if content.billable != Billable::NoDefault {
        said.push(content.billable.to_string());
    }
    said.extend(content.note.clone().filter(|note| note != "fixed it"));
    said.join(" ")
}

#[test]
fn labels_become_what_the_rules_say() {
    use Kind::{Billable, Client, Project, Tag, Task};
    for (rules, labels, expected) in [
        (
            &[][..],
            &[
                (Project, "Website"),
                (Client, "Acme"),
                (Task, "Build"),
                (Tag, "a"),
            ][..],
            "client:Acme project:Website tag:Build tag:a",
        ),
        (
            &["tag:#*=ticket:*"],
            &[(Tag, "#54321"), (Tag, "#")],
            "ticket:54321 tag:#",
        ),
        (
            &["Website=client:acme,work-type:Remote, on call"],
            &[(Project, "Website")],
            "client:acme work-type:Remote, on call",
        ),
        (
            &["tag:*=tag:old", "tag:x=agreement:7"],
            &[(Tag, "x"), (Tag, "y")],
            "agreement:7 tag:old",
        ),
        (
            &["tag:*=note"],
            &[(Tag, "mail"), (Tag, "flow")],
            "mail: flow: fixed it",
        ),
        (
            &["a=b=drop", "project:x=drop"],
            &[(Tag, "a=b"), (Tag, "x"), (Project, "x")],
            "tag:x",
        ),
        (&[], &[(Billable, "yes")], "billable"),
        (&[], &[(Billable, "no")], "do-not-bill"),
        (
            &["billable:no=billable:no-charge"],
            &[(Billable, "no")],
            "no-charge",
        ),
        (&["no=drop"], &[(Billable, "no")], "do-not-bill"),
        (&["foo: bar=client:x"], &[(Tag, "foo: bar")], "client:x"),
    ] {
        let read = mapped(rules, labels, USUAL).unwrap();
        assert_eq!(said(&read.content), expected, "{rules:?} {labels:?}");
    }
}

#[test]
fn for_a_service_nothing_is_taken_for_its_own() {
    let usual = Usual {
        has_profile: true,
        uses_billable: false,
        ..USUAL
    };
    let labels = [
        (Kind::Project, "Website"),
        (Kind::Tag, "a"),
        (Kind::Billable, "no"),
    ];
    let read = mapped(&[], &labels, usual).unwrap();
    assert_eq!(said(&read.content), "tag:Website tag:a");
    assert_eq!(read.unmapped.len(), 2);
    let read = mapped(&["project:*=project:*"], &labels, usual).unwrap();
    assert_eq!(said(&read.content), "project:Website tag:a");
    // The headers of one's own CSV are our words.
    let own = Usual {
        format: Format::Csv,
        ..usual
    };
    let read = mapped(&[], &labels, own).unwrap();
    assert_eq!(said(&read.content), "project:Website tag:a");
}

#[test]
fn a_row_is_skipped_or_cannot_be_two_things() {
    let skipped = mapped(&["tag:lunch=skip"], &[(Kind::Tag, "lunch")], USUAL);
    assert_eq!(skipped.unwrap_err(), (Reason::Skipped, "lunch".to_owned()));
    let labels = [(Kind::Tag, "#1"), (Kind::Tag, "#2")];
    let (reason, why) = mapped(&["tag:#*=ticket:*"], &labels, USUAL).unwrap_err();
    assert_eq!(reason, Reason::Unreadable);
    assert!(why.contains('1') && why.contains('2'), "{why}");
}

#[test]
fn rules_that_are_not_understood_are_refused() {
    for rule in [
        "Website",
        "=client:acme",
        "a*b*=drop",
        "x=",
        "x=acme",
        "x=client:",
        "x=colour:red",
        "x=billable:maybe",
        "project:=drop",
    ] {
        let why = Mapping::default().add(rule).unwrap_err();
        assert!(
            !why.to_string().is_empty() && !why.help().is_empty(),
            "{rule}"
        );
    }
    let mut mapping = Mapping::default();
    mapping
        .add_all("\u{feff}# ours\n\nWebsite = client:acme\r\n#54321=ticket:54321\n")
        .unwrap();
    assert_eq!(mapping.0.len(), 2);
    let why = mapping.add_all("x=drop\ny").unwrap_err();
    assert!(why.to_string().starts_with("line 2:"), "{why}");
}
