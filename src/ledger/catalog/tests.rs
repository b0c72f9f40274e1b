use super::*;
use crate::domain::ids::EntryId;
use crate::domain::settings::{ProfileSettings, RuleSettings};
use crate::domain::status::{BookedAs, Status};
use crate::ledger::Terms;
use crate::rules::Busy;
use chrono::NaiveDate;
use serde_json::json;

/// A catalog of a few things, by kind and what was typed.
struct Few;

fn item(kind: CatalogKind, id: &str, name: &str) -> Known {
    let mut facts = std::collections::BTreeMap::new();
    if name == "Phase 1" {
        facts.insert(names::RECORD_TYPE.to_owned(), json!("project-issue"));
    }
    Known::Item {
        item: Box::new(CatalogItem {
            kind,
            id: id.to_owned(),
            code: None,
            name: name.to_owned(),
            active: true,
            facts,
        }),
        stale: false,
    }
}

impl Facts for Few {
    fn overlapping(&self, _: i64, _: i64, _: Option<EntryId>) -> Result<Vec<Busy>, FactError> {
        Ok(Vec::new())
    }
    fn worked_on(&self, _: NaiveDate, _: Option<EntryId>) -> Result<i64, FactError> {
        Ok(0)
    }
    fn catalog(&self, _: &str, kind: CatalogKind, of: &Reference) -> Result<Known, FactError> {
        let absent = |stale| Known::Absent {
            stale,
            nearest: vec!["Remote".to_owned()],
        };
        Ok(match (kind, of.typed.as_str()) {
            (CatalogKind::Tickets, "1") => item(kind, "1", "Mail\u{7}slow"),
            (CatalogKind::Tickets, "2") => item(kind, "2", "Phase 1"),
            (CatalogKind::ProjectTickets, "3") => item(kind, "3", "Move"),
            (CatalogKind::WorkTypes, "remote") => item(kind, "11", "Remote"),
            (CatalogKind::WorkTypes, "gone") => absent(false),
            (CatalogKind::WorkTypes, "gone long ago") => absent(true),
            (CatalogKind::WorkTypes, "travel") => Known::Ambiguous(vec!["A (1)".to_owned()]),
            _ => Known::Unknown,
        })
    }
}

fn site(backend: BackendKind) -> Site {
    let profile = ProfileSettings {
        name: "work".to_owned(),
        backend,
        documented: false,
        member: None,
        approver: false,
        push: Status::Open,
        billable: None,
        tenant: None,
    };
    let rules = RuleSettings::default();
    let terms = Terms {
        profile,
        rules: rules.clone(),
    };
    Site {
        now: 0,
        who: "jdoe".to_owned(),
        rules,
        catalog_max_age: 0,
        profiles: [("work".to_owned(), terms)].into(),
    }
}

fn content(kind: TargetKind, ticket: &str, work_type: Option<&str>) -> Content {
    let date = "2026-11-20".parse().unwrap();
    Content {
        profile: Some("work".to_owned()),
        target: Some(Target {
            kind,
            at: Reference::typed(ticket),
        }),
        work_type: work_type.map(Reference::typed),
        ..Content::blank(date, "UTC", BookedAs::Range)
    }
}

#[test]
fn a_target_is_settled_with_its_kind() {
    use TargetKind::{ProjectTicket, Ticket};
    let connectwise = BackendKind::ConnectWise;
    for (backend, kind, typed, settled, id, name) in [
        (
            connectwise,
            Ticket,
            "1",
            Ticket,
            Some("1"),
            Some("Mail slow"),
        ),
        (
            connectwise,
            Ticket,
            "2",
            ProjectTicket,
            Some("2"),
            Some("Phase 1"),
        ),
        (
            connectwise,
            Ticket,
            "3",
            ProjectTicket,
            Some("3"),
            Some("Move"),
        ),
        (
            connectwise,
            ProjectTicket,
            "1",
            Ticket,
            Some("1"),
            Some("Mail slow"),
        ),
        (connectwise, Ticket, "99", Ticket, None, None),
        (
            BackendKind::Autotask,
            Ticket,
            "2",
            Ticket,
            Some("2"),
            Some("Phase 1"),
        ),
        (BackendKind::Autotask, Ticket, "3", Ticket, None, None),
    ] {
        let mut content = content(kind, typed, None);
        settle(&mut content, None, &Few, &site(backend)).unwrap();
        let target = content.target.unwrap();
        assert_eq!(target.kind, settled, "{backend} {typed}");
        assert_eq!(target.at.id.as_deref(), id, "{backend} {typed}");
        assert_eq!(target.at.name.as_deref(), name, "{backend} {typed}");
        assert_eq!(target.at.typed, typed);
    }
}

#[test]
fn only_what_is_new_is_settled() {
    let site = site(BackendKind::ConnectWise);
    let old = content(TargetKind::Ticket, "1", Some("travel"));
    let mut new = old.clone();
    settle(&mut new, Some(&old), &Few, &site).unwrap();
    assert_eq!(new, old);
    new.work_type = Some(Reference::typed("remote"));
    settle(&mut new, Some(&old), &Few, &site).unwrap();
    assert_eq!(new.work_type.as_ref().unwrap().id.as_deref(), Some("11"));
    assert_eq!(new.target, old.target);
    // In another profile everything is new.
    let elsewhere = Content {
        profile: None,
        ..old.clone()
    };
    let mut moved = content(TargetKind::Ticket, "1", Some("remote"));
    settle(&mut moved, Some(&elsewhere), &Few, &site).unwrap();
    assert!(moved.target.unwrap().at.id.is_some());
    let mut alone = elsewhere.clone();
    settle(&mut alone, None, &Few, &site).unwrap();
    assert_eq!(alone, elsewhere, "without a profile nothing is known");
}

#[test]
fn what_is_unclear_is_asked_back_and_what_is_absent_is_kept_for_later() {
    let site = site(BackendKind::ConnectWise);
    let mut one = content(TargetKind::Ticket, "1", Some("travel"));
    let why = settle(&mut one, None, &Few, &site).unwrap_err().to_string();
    assert_eq!(why, "work type travel can mean A (1)");
    for (typed, n_absent) in [("gone", 1), ("gone long ago", 0), ("remote", 0)] {
        let mut content = content(TargetKind::Ticket, "1", Some(typed));
        let absences = settle(&mut content, None, &Few, &site).unwrap();
        assert_eq!(absences.0.len(), n_absent, "{typed}");
    }
    let mut gone = content(TargetKind::Ticket, "1", Some("gone"));
    let absences = settle(&mut gone, None, &Few, &site).unwrap();
    let admitted = Admitted::unchecked_for_tests(gone.clone());
    let why = absences.refuse(&admitted).unwrap_err().to_string();
    assert_eq!(why, "there is no work type gone");
    // Where a rule has said it already, that is enough.
    let absences = settle(&mut gone, None, &Few, &site).unwrap();
    let said = Breach {
        rule: "connectwise/work-type".to_owned(),
        field: Some("work_type".to_owned()),
        message: String::new(),
        help: String::new(),
    };
    absences.refuse(&admitted.with_held(vec![said])).unwrap();
}
