//! How many requests leave, and what nobody may read in them.

use super::{Outcome, arrange, cases, client, created, outgoing, updated};
use crate::conformance::rig::{How, On, Rig, Trouble};
use crate::net::log;
use anyhow::ensure;
use tt::sync::backend::{Backend, BackendError, Page, RemoteQuery};

cases![
    requests_are_counted_and_bounded,
    no_secret_in_any_error_or_log,
];

/// The requests of a call, as the backend and as the service count them.
fn counted<T>(rig: &dyn Rig, call: impl FnOnce(&dyn Backend) -> T) -> anyhow::Result<(T, u64)> {
    let service = || rig.sent().reads as u64 + rig.sent().writes as u64;
    let (ours, theirs) = (rig.backend().requests(), service());
    let result = call(rig.backend());
    let (ours, theirs) = (rig.backend().requests() - ours, service() - theirs);
    ensure!(ours == theirs, "{theirs} requests, {ours} told");
    Ok((result, ours))
}

fn requests_are_counted_and_bounded(rig: &dyn Rig) -> Outcome {
    let most = rig.manner().requests;
    let bounded = |what: &str, requests: u64, most: u64| {
        ensure!(requests > 0, "{what}: nothing was sent");
        ensure!(requests <= most, "{what}: {requests} requests, not {most}");
        Ok(())
    };
    let (identity, count) = counted(rig, |backend| backend.check_access())?;
    identity?;
    bounded("check_access", count, most.check_access)?;
    for name in rig.manner().names {
        let mut next = outgoing(rig.entry());
        super::refusals::typed(&mut next.content, name, name.typed);
        let (result, count) = counted(rig, |backend| backend.resolve(&mut next))?;
        result?;
        bounded(&format!("resolve {}", name.typed), count, most.resolve)?;
    }
    let sent = outgoing(rig.entry());
    let (empty, count) = counted(rig, |backend| backend.find(&sent))?;
    empty?;
    bounded("find nothing", count, most.find)?;
    let (answer, count) = counted(rig, |backend| backend.create(&sent))?;
    let one = answer?;
    bounded("create", count, most.create)?;
    let (found, count) = counted(rig, |backend| backend.find(&sent))?;
    found?;
    bounded("find", count, most.find)?;
    let (held, count) = counted(rig, |backend| backend.fetch(&one.id))?;
    held?;
    bounded("fetch", count, most.fetch)?;
    let (changed, count) = counted(rig, |_| {
        updated(rig, &sent, &one, |content| content.note = Some("x".into()))
    })?;
    changed?;
    bounded("update", count, most.update)?;
    let query = RemoteQuery {
        from: sent.content.start,
        to: sent.content.end,
        own: true,
        ..RemoteQuery::default()
    };
    let (rows, count) = counted(rig, |backend| backend.list(&query, &Page::default()))?;
    rows?;
    bounded("list", count, most.list)?;
    let (gone, count) = counted(rig, |backend| backend.delete(&one.id))?;
    gone?;
    bounded("delete", count, most.delete)
}

/// Every failure there is, of every call, and every line logged on the way.
fn no_secret_in_any_error_or_log(rig: &dyn Rig) -> Outcome {
    let secrets = rig.secrets();
    ensure!(!secrets.is_empty(), "nothing to hide");
    let address = rig.address();
    let mut words: Vec<&str> = secrets.iter().map(String::as_str).collect();
    words.extend(address.as_deref());
    log::keep(&words);

    rig.backend().check_access()?;
    let (sent, one) = created(rig, rig.entry())?;
    let mut errors: Vec<BackendError> = Vec::new();
    for trouble in [
        Trouble::Throttled(None),
        Trouble::BadGateway,
        Trouble::ServerError(false),
        Trouble::BrokenJson,
        Trouble::CutBody,
        Trouble::WebPage,
        Trouble::Redirect,
        Trouble::NotSent,
        Trouble::LostBefore,
        Trouble::Unauthorized,
        Trouble::Forbidden,
    ] {
        arrange(rig, On::Writes, 50, trouble)?;
        errors.extend(rig.backend().create(&outgoing(rig.entry())).err());
        let change = updated(rig, &sent, &one, |content| content.note = None);
        errors.extend(change.err());
        errors.extend(rig.backend().delete(&one.id).err());
        rig.settle();
        arrange(rig, On::Reads, 50, trouble)?;
        errors.extend(rig.backend().check_access().err());
        errors.extend(rig.backend().fetch(&one.id).err());
        errors.extend(rig.backend().find(&sent).err());
        rig.settle();
    }
    let stranger = client(rig, How::WrongSecret)?;
    errors.extend(stranger.check_access().err());
    errors.extend(stranger.create(&sent).err());
    ensure!(errors.len() > 40, "only {} failures", errors.len());
    for error in &errors {
        let told = format!("{error} {error:?} {}", error.help);
        for secret in &secrets {
            ensure!(!told.contains(secret), "{told}");
        }
    }
    for secret in &secrets {
        let lines = log::with(secret);
        ensure!(lines.is_empty(), "{lines:?}");
    }
    if let Some(address) = address {
        ensure!(!log::with(&address).is_empty(), "nothing was logged");
    }
    Ok(())
}
