//! The cases, by what they are about, and the steps that they share.

mod bounds;
mod changes;
mod charges;
mod doors;
mod finding;
mod listing;
mod reading;
mod refusals;
mod sheets;
mod times;
mod words;
mod writing;

use super::rig::{How, On, Quirk, Rig, Trouble};
use super::{Case, Outcome};
use anyhow::{Context, ensure};
use std::sync::atomic::{AtomicU64, Ordering};
use tt::domain::charge::{Reference, Target, TargetKind};
use tt::domain::content::Content;
use tt::domain::delivery::{Mailing, Outgoing, Remote};
use tt::domain::ids::Key;
use tt::sync::backend::{Backend, BackendError, ErrorKind};

/// A table of cases, each named after its function.
macro_rules! cases {
    ($($name:ident),+ $(,)?) => {
        pub const ALL: &[crate::conformance::Case] = &[
            $(crate::conformance::Case { name: stringify!($name), run: $name }),+
        ];
    };
}
use cases;

/// Every case.
pub fn all() -> impl Iterator<Item = &'static Case> {
    let files = [
        times::ALL,
        words::ALL,
        charges::ALL,
        changes::ALL,
        finding::ALL,
        listing::ALL,
        writing::ALL,
        reading::ALL,
        refusals::ALL,
        sheets::ALL,
        doors::ALL,
        bounds::ALL,
    ];
    files.into_iter().flatten()
}

/// A content on its way, with a key of its own.
fn outgoing(content: Content) -> Outgoing {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let count = LAST.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    let mut random = [7; 10];
    random[2..].copy_from_slice(&count);
    Outgoing {
        key: Key::new(1_795_176_000_000, random),
        revision: 1,
        content,
        mailing: Mailing::default(),
        marked: false,
    }
}

/// Creates a content that the service takes.
fn created(rig: &dyn Rig, content: Content) -> anyhow::Result<(Outgoing, Remote)> {
    let outgoing = outgoing(content);
    let remote = rig.backend().create(&outgoing).context("create")?;
    Ok((outgoing, remote))
}

/// One entry that is there.
fn fetched(rig: &dyn Rig, remote: &Remote) -> anyhow::Result<Remote> {
    let found = rig.backend().fetch(&remote.id).context("fetch")?;
    found.context("the entry is not there")
}

/// What was said and what is held are one to this service.
fn alike(rig: &dyn Rig, said: &Content, held: &Content) -> Outcome {
    let normal = |content| rig.backend().normalise(content);
    let (said, held) = (normal(said), normal(held));
    ensure!(said == held, "said {said:?}\nheld {held:?}");
    Ok(())
}

/// Creates, and compares with the answer, with a fetch and with what the service holds.
fn round_trip(rig: &dyn Rig, content: Content) -> anyhow::Result<(Outgoing, Remote)> {
    let before = rig.ids().len();
    let (outgoing, answer) = created(rig, content)?;
    alike(rig, &outgoing.content, &answer.content).context("the answer")?;
    let held = fetched(rig, &answer)?;
    alike(rig, &outgoing.content, &held.content).context("a fetch")?;
    ensure!(held.id == answer.id, "another identity: {}", held.id);
    ensure!(
        rig.ids().len() == before + 1,
        "not one more: {:?}",
        rig.ids()
    );
    let look = rig.look(&answer.id).context("nothing is held")?;
    let grain = rig.backend().capabilities().grain;
    let content = &outgoing.content;
    if let (Some(start), Some(end)) = (content.start, content.end) {
        let floor = start - start.rem_euclid(grain);
        ensure!(look.start == Some(floor), "starts at {:?}", look.start);
        let worked = content.worked(end);
        let off = (look.worked - worked).abs();
        // Each end, and the deduct, is off by less than a grain.
        ensure!(off <= 2 * (grain - 1), "worked {}", look.worked);
    }
    Ok((outgoing, held))
}

/// Changes an entry and gives what was sent for it.
fn updated(
    rig: &dyn Rig,
    sent: &Outgoing,
    last: &Remote,
    change: impl FnOnce(&mut Content),
) -> Result<(Outgoing, Remote), BackendError> {
    let mut next = sent.clone();
    next.revision += 1;
    change(&mut next.content);
    let remote = rig
        .backend()
        .update(&last.id, &next, last, Some(&sent.content))?;
    Ok((next, remote))
}

/// Lets the next requests of this sort go wrong.
fn arrange(rig: &dyn Rig, on: On, times: usize, trouble: Trouble) -> Outcome {
    ensure!(
        rig.trouble(on, times, trouble),
        "it cannot have {trouble:?}"
    );
    Ok(())
}

fn differ(rig: &dyn Rig, quirk: Quirk) -> Outcome {
    ensure!(rig.quirk(quirk), "it cannot have {quirk:?}");
    Ok(())
}

fn client(rig: &dyn Rig, how: How) -> anyhow::Result<Box<dyn Backend>> {
    rig.client(how)
        .with_context(|| format!("no client {how:?}"))
}

/// The failure of what must not succeed.
fn failure<T>(result: Result<T, BackendError>) -> anyhow::Result<BackendError> {
    match result {
        Ok(_) => anyhow::bail!("it succeeded"),
        Err(error) => {
            let said = !error.message.trim().is_empty() && !error.help.trim().is_empty();
            ensure!(said, "it tells nothing: {error:?}");
            Ok(error)
        }
    }
}

/// The failure, which has to be of this kind.
fn fails<T>(result: Result<T, BackendError>, kind: &ErrorKind) -> anyhow::Result<BackendError> {
    let error = failure(result)?;
    ensure!(
        error.kind == *kind,
        "{:?}, not {kind:?}: {error}",
        error.kind
    );
    Ok(error)
}

/// The failure, which has to be a refusal of what was said.
fn is_refusal(error: &BackendError) -> bool {
    matches!(error.kind, ErrorKind::Invalid(_) | ErrorKind::Unsupported)
}

/// A content charged to this.
fn charged(rig: &dyn Rig, charge: super::rig::Charge) -> Content {
    let known = |id| Reference::known(id, None);
    let mut content = rig.entry();
    content.target = charge.target.map(|(kind, id)| on(kind, id));
    content.client = charge.client.map(known);
    content.project = charge.project.map(known);
    content
}

fn on(kind: TargetKind, id: &str) -> Target {
    Target {
        kind,
        at: Reference::known(id, None),
    }
}
