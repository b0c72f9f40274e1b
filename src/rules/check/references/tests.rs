use super::*;
use crate::domain::content::Content;
use crate::domain::ids::EntryId;
use crate::domain::settings::{ProfileSettings, RuleSettings};
use crate::domain::status::{BackendKind, BookedAs, Status};
use crate::rules::rule::Stage;
use crate::rules::{Busy, Context, Facts};
use chrono::NaiveDate;

/// A catalog in which nothing is.
struct Bare;

impl Facts for Bare {
    fn overlapping(&self, _: i64, _: i64, _: Option<EntryId>) -> Result<Vec<Busy>, FactError> {
        Ok(Vec::new())
    }
    fn worked_on(&self, _: NaiveDate, _: Option<EntryId>) -> Result<i64, FactError> {
        Ok(0)
    }
    fn catalog(&self, _: &str, _: CatalogKind, _: &Reference) -> Result<Known, FactError> {
        Ok(Known::Absent {
            stale: false,
            nearest: Vec::new(),
        })
    }
}

#[test]
fn what_is_missing_is_bad_only_in_kinds_cached_whole() {
    let settings = RuleSettings::default();
    let profile = ProfileSettings {
        name: "work".to_owned(),
        backend: BackendKind::ConnectWise,
        documented: false,
        member: None,
        approver: false,
        push: Status::Open,
        billable: None,
        tenant: None,
    };
    let mut ctx = Context::new(0, Stage::Log, &settings, &Bare);
    ctx.profile = Some(&profile);
    let date = "2026-11-20".parse().unwrap();
    let content = Content::blank(date, "UTC", BookedAs::Range);
    let subject = Subject {
        content: &content,
        entry: None,
        mailing: None,
        future: false,
        ctx: &ctx,
    };
    for (kind, bad) in [
        (CatalogKind::WorkTypes, true),
        (CatalogKind::WorkRoles, true),
        (CatalogKind::ChargeCodes, true),
        (CatalogKind::Tickets, false),
        (CatalogKind::Projects, false),
        (CatalogKind::Clients, false),
        (CatalogKind::Agreements, false),
    ] {
        let answer = in_use(&subject, kind, &Reference::typed("7"), |_| None).unwrap();
        assert_eq!(matches!(answer, Answer::Bad(_)), bad, "{kind}");
        assert_eq!(matches!(answer, Answer::Unknown), !bad, "{kind}");
    }
}
