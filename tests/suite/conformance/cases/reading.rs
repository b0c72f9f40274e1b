//! What goes wrong with a read: repeated where that helps, never taken for an answer.

use super::{Outcome, arrange, cases, created, failure};
use crate::conformance::rig::{On, Rig, Trouble, Whose};
use anyhow::{Context, ensure};
use std::time::Duration;
use tt::domain::delivery::Remote;
use tt::sync::backend::{ErrorKind, Page, RemoteQuery};

cases![
    a_read_outlives_a_bad_gateway,
    a_throttled_read_waits_and_goes_on,
    a_bad_gateway_is_not_a_missing_entry,
    reads_of_broken_answers_fail,
    a_list_that_breaks_is_not_a_short_list,
];

/// More than anybody tries.
const ALWAYS: usize = 50;

/// One entry, and a backend that knows who it is.
fn settled(rig: &dyn Rig) -> anyhow::Result<Remote> {
    rig.backend().check_access()?;
    let (_, one) = created(rig, rig.entry())?;
    Ok(one)
}

fn a_read_outlives_a_bad_gateway(rig: &dyn Rig) -> Outcome {
    let one = settled(rig)?;
    arrange(rig, On::Reads, 2, Trouble::BadGateway)?;
    let found = rig.backend().fetch(&one.id)?;
    ensure!(found.is_some(), "it is there");
    Ok(())
}

fn a_throttled_read_waits_and_goes_on(rig: &dyn Rig) -> Outcome {
    let one = settled(rig)?;
    for wait in [None, Some(7)] {
        let before = rig.waited();
        arrange(rig, On::Reads, 1, Trouble::Throttled(wait))?;
        let found = rig.backend().fetch(&one.id)?;
        ensure!(found.is_some(), "it is there");
        let waited = rig.waited() - before;
        let least = Duration::from_secs(wait.unwrap_or(0));
        ensure!(waited >= least, "waited {waited:?}");
    }
    Ok(())
}

fn a_bad_gateway_is_not_a_missing_entry(rig: &dyn Rig) -> Outcome {
    let one = settled(rig)?;
    for trouble in [Trouble::BadGateway, Trouble::LostBefore, Trouble::NotSent] {
        arrange(rig, On::Reads, ALWAYS, trouble)?;
        let error =
            failure(rig.backend().fetch(&one.id)).with_context(|| format!("{trouble:?}"))?;
        ensure!(
            error.kind == ErrorKind::Unreachable,
            "{trouble:?}: {error:?}"
        );
        rig.settle();
    }
    Ok(())
}

fn reads_of_broken_answers_fail(rig: &dyn Rig) -> Outcome {
    let one = settled(rig)?;
    for trouble in [Trouble::BrokenJson, Trouble::CutBody, Trouble::WebPage] {
        arrange(rig, On::Reads, ALWAYS, trouble)?;
        let error =
            failure(rig.backend().fetch(&one.id)).with_context(|| format!("{trouble:?}"))?;
        let fits = matches!(error.kind, ErrorKind::Protocol | ErrorKind::Unreachable);
        ensure!(fits, "{trouble:?}: {error:?}");
        rig.settle();
    }
    Ok(())
}

fn a_list_that_breaks_is_not_a_short_list(rig: &dyn Rig) -> Outcome {
    settled(rig)?;
    rig.add(Whose::Own, &rig.entry());
    let start = rig.entry().start.unwrap();
    let query = RemoteQuery {
        from: Some(start),
        to: Some(start + 60),
        own: true,
        ..RemoteQuery::default()
    };
    let size = Some(1);
    let first = rig.backend().list(&query, &Page { cursor: None, size })?;
    let cursor = Some(first.next.context("one page only")?);
    for trouble in [Trouble::BadGateway, Trouble::CutBody, Trouble::WebPage] {
        let page = Page {
            cursor: cursor.clone(),
            size,
        };
        arrange(rig, On::Reads, ALWAYS, trouble)?;
        failure(rig.backend().list(&query, &page)).with_context(|| format!("{trouble:?}"))?;
        rig.settle();
    }
    Ok(())
}
