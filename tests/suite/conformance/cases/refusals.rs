//! What the service, or the adapter before it, does not do.

use super::updated;
use super::{Outcome, arrange, cases, created, fails, failure, fetched, is_refusal, outgoing};
use crate::conformance::rig::{Edit, Name, On, Place, Rig, Trouble};
use anyhow::{Context, ensure};
use tt::domain::catalog::CatalogKind;
use tt::domain::charge::{Reference, Target};
use tt::domain::content::Content;
use tt::domain::status::BookedAs;
use tt::sync::backend::{ErrorKind, Page};

cases![
    a_locked_entry_shows,
    a_locked_entry_is_not_changed,
    a_locked_entry_is_not_deleted,
    unauthorized_in_the_middle,
    forbidden,
    catalogs_it_does_not_have_are_unsupported,
    it_can_do_what_its_capabilities_say,
    an_entry_without_an_end_is_refused_unsent,
    names_are_settled_before_the_attempt,
    unknown_names_are_refused_unsent,
];

fn a_locked_entry_shows(rig: &dyn Rig) -> Outcome {
    let (_, one) = created(rig, rig.entry())?;
    ensure!(!fetched(rig, &one)?.locked, "locked at once");
    ensure!(rig.edit(&one.id, Edit::Lock), "it cannot be locked");
    let held = fetched(rig, &one)?;
    ensure!(held.locked, "{held:?}");
    Ok(())
}

fn a_locked_entry_is_not_changed(rig: &dyn Rig) -> Outcome {
    let (sent, last) = created(rig, rig.entry())?;
    ensure!(rig.edit(&last.id, Edit::Lock), "it cannot be locked");
    let result = updated(rig, &sent, &last, |content| {
        content.note = Some("Changed here".into());
    });
    fails(result, &ErrorKind::Conflict)?;
    let look = rig.look(&last.id).context("nothing is held")?;
    ensure!(look.note == sent.content.note, "{look:?}");
    Ok(())
}

fn a_locked_entry_is_not_deleted(rig: &dyn Rig) -> Outcome {
    let (_, one) = created(rig, rig.entry())?;
    ensure!(rig.edit(&one.id, Edit::Lock), "it cannot be locked");
    fails(rig.backend().delete(&one.id), &ErrorKind::Conflict)?;
    ensure!(rig.ids() == [one.id], "left {:?}", rig.ids());
    Ok(())
}

fn unauthorized_in_the_middle(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let (_, one) = created(rig, rig.entry())?;
    arrange(rig, On::Writes, 5, Trouble::Unauthorized)?;
    let result = rig.backend().create(&outgoing(rig.entry()));
    fails(result, &ErrorKind::Unauthorized)?;
    fails(rig.backend().delete(&one.id), &ErrorKind::Unauthorized)?;
    arrange(rig, On::Reads, 5, Trouble::Unauthorized)?;
    fails(rig.backend().fetch(&one.id), &ErrorKind::Unauthorized)?;
    ensure!(rig.ids() == [one.id], "left {:?}", rig.ids());
    Ok(())
}

fn forbidden(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let (_, one) = created(rig, rig.entry())?;
    arrange(rig, On::Writes, 5, Trouble::Forbidden)?;
    let result = rig.backend().create(&outgoing(rig.entry()));
    fails(result, &ErrorKind::Forbidden)?;
    fails(rig.backend().delete(&one.id), &ErrorKind::Forbidden)?;
    arrange(rig, On::Reads, 5, Trouble::Forbidden)?;
    fails(rig.backend().fetch(&one.id), &ErrorKind::Forbidden)?;
    ensure!(rig.ids() == [one.id], "left {:?}", rig.ids());
    Ok(())
}

/// Said without asking; the others are listed without a write.
fn catalogs_it_does_not_have_are_unsupported(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let mut unsupported = 0;
    for kind in CatalogKind::ALL {
        let before = rig.sent();
        match rig.backend().catalog(*kind, &Page::default()) {
            Ok(batch) => ensure!(
                batch.items.iter().all(|item| item.kind == *kind),
                "{kind}: {:?}",
                batch.items
            ),
            Err(error) => {
                ensure!(error.kind == ErrorKind::Unsupported, "{kind}: {error:?}");
                ensure!(rig.sent() == before, "{kind}: it was asked");
                unsupported += 1;
            }
        }
        ensure!(rig.sent().writes == before.writes, "{kind}: it wrote");
    }
    ensure!(unsupported > 0, "it has every kind");
    Ok(())
}

fn it_can_do_what_its_capabilities_say(rig: &dyn Rig) -> Outcome {
    let backend = rig.backend();
    let can = backend.capabilities();
    ensure!(backend.kind() == rig.manner().kind, "{:?}", backend.kind());
    ensure!(backend.approval().is_some() == can.sheets, "sheets");
    ensure!(backend.notes().is_some() == can.notes, "notes");
    Ok(())
}

/// A create without an end starts a timer on some services. A length on a day is a
/// different thing, and is refused in the same way where there is none.
fn an_entry_without_an_end_is_refused_unsent(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let before = rig.sent();
    let mut running = rig.entry();
    running.end = None;
    let mut undated = rig.entry();
    (undated.start, undated.end) = (None, None);
    undated.booked_as = BookedAs::Date;
    undated.length = Some(5_400);
    let dates = rig.backend().capabilities().dates;
    for content in [Some(running), (!dates).then_some(undated)] {
        let Some(content) = content else { continue };
        let error = failure(rig.backend().create(&outgoing(content)))?;
        ensure!(is_refusal(&error), "{error:?}");
    }
    ensure!(rig.sent() == before, "it was asked");
    ensure!(rig.ids().is_empty(), "left {:?}", rig.ids());
    Ok(())
}

pub fn typed(content: &mut Content, name: &Name, text: &str) {
    let at = Reference::typed(text);
    match name.place {
        Place::Target(kind) => content.target = Some(Target { kind, at }),
        Place::Slot(slot) => {
            if let Some(place) = content.slot(slot) {
                *place = Some(at);
            }
        }
    }
}

fn settled_id(content: &Content, name: &Name) -> Option<String> {
    let mut content = content.clone();
    match name.place {
        Place::Target(_) => content.target?.at.id,
        Place::Slot(slot) => content.slot(slot)?.take()?.id,
    }
}

fn names_are_settled_before_the_attempt(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    ensure!(!rig.manner().names.is_empty(), "it knows no names");
    for name in rig.manner().names {
        let mut next = outgoing(rig.entry());
        typed(&mut next.content, name, name.typed);
        rig.backend().resolve(&mut next).context(name.typed)?;
        let id = settled_id(&next.content, name);
        ensure!(id.as_deref() == Some(name.id), "{}: {id:?}", name.typed);
        // What is settled is not asked again.
        let before = rig.sent();
        rig.backend().resolve(&mut next)?;
        ensure!(rig.sent() == before, "{}: asked again", name.typed);
        ensure!(before.writes == 0, "{}: it wrote", name.typed);
    }
    Ok(())
}

fn unknown_names_are_refused_unsent(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    ensure!(!rig.manner().names.is_empty(), "it knows no names");
    for name in rig.manner().names {
        let mut next = outgoing(rig.entry());
        typed(&mut next.content, name, name.unknown);
        let error =
            failure(rig.backend().resolve(&mut next)).with_context(|| format!("{name:?}"))?;
        let ErrorKind::Invalid(problems) = &error.kind else {
            anyhow::bail!("{name:?}: {error:?}");
        };
        let field = problems
            .first()
            .and_then(|problem| problem.field.as_deref());
        let expected = match name.place {
            Place::Target(_) => "charge_to",
            Place::Slot(slot) => slot.word(),
        };
        ensure!(field == Some(expected), "{name:?}: {field:?}");
    }
    ensure!(rig.sent().writes == 0, "it wrote");
    Ok(())
}
