//! Who is let in.

use super::{Outcome, cases, client, created, fails, failure, outgoing};
use crate::conformance::rig::{How, Rig};
use anyhow::ensure;
use tt::sync::backend::ErrorKind;

cases![
    who_we_are_stays_the_same,
    a_wrong_secret,
    a_wrong_tenant,
    an_expired_token_is_refreshed_once,
];

fn who_we_are_stays_the_same(rig: &dyn Rig) -> Outcome {
    let first = rig.backend().check_access()?;
    let second = rig.backend().check_access()?;
    ensure!(first == second, "{first:?}, then {second:?}");
    ensure!(!first.tenant.trim().is_empty(), "no tenant");
    ensure!(first.member.is_some(), "no member");
    ensure!(rig.sent().writes == 0, "it wrote");
    Ok(())
}

fn a_wrong_secret(rig: &dyn Rig) -> Outcome {
    let (_, one) = created(rig, rig.entry())?;
    let stranger = client(rig, How::WrongSecret)?;
    fails(stranger.check_access(), &ErrorKind::Unauthorized)?;
    let result = stranger.create(&outgoing(rig.entry()));
    fails(result, &ErrorKind::Unauthorized)?;
    fails(stranger.fetch(&one.id), &ErrorKind::Unauthorized)?;
    fails(stranger.delete(&one.id), &ErrorKind::Unauthorized)?;
    ensure!(rig.ids() == [one.id], "left {:?}", rig.ids());
    Ok(())
}

fn a_wrong_tenant(rig: &dyn Rig) -> Outcome {
    let (_, one) = created(rig, rig.entry())?;
    let before = rig.sent().writes;
    let lost = client(rig, How::WrongTenant)?;
    let error = failure(lost.check_access())?;
    let fits = matches!(
        error.kind,
        ErrorKind::Misconfigured | ErrorKind::Unauthorized | ErrorKind::Forbidden
    );
    ensure!(fits, "{error:?}");
    // What is not there for somebody outside has not been deleted.
    let found = lost.fetch(&one.id);
    ensure!(found.is_err(), "{found:?}");
    ensure!(lost.delete(&one.id).is_err(), "deleted");
    failure(lost.create(&outgoing(rig.entry())))?;
    ensure!(rig.ids() == [one.id], "left {:?}", rig.ids());
    ensure!(rig.sent().writes - before <= 2, "it wrote on and on");
    Ok(())
}

/// One new token for all that follows; what met the old one is sent again, once.
fn an_expired_token_is_refreshed_once(rig: &dyn Rig) -> Outcome {
    let stale = client(rig, How::StaleToken)?;
    let answer = stale.create(&outgoing(rig.entry()))?;
    ensure!(rig.ids() == [answer.id.clone()], "left {:?}", rig.ids());
    let before = rig.sent();
    stale.fetch(&answer.id)?;
    stale.fetch(&answer.id)?;
    let reads = rig.sent().reads - before.reads;
    ensure!(reads == 2, "{reads} requests for two reads");
    ensure!(rig.sent().writes == before.writes, "it wrote");
    Ok(())
}
