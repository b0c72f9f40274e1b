//! Targets, clients, the billable option and the other fields.

use super::{Outcome, cases, charged, created, failure, fetched, is_refusal, on, outgoing};
use super::{round_trip, updated};
use crate::conformance::rig::{Field, Rig};
use anyhow::{Context, ensure};
use tt::domain::charge::{Reference, TargetKind};
use tt::domain::content::Content;
use tt::domain::given::Slot;

cases![
    everything_that_time_is_charged_to,
    other_targets_are_refused_unsent,
    an_entry_moves_to_another_target,
    every_billable_option,
    the_billable_option_is_changed,
    every_field_is_set,
    every_field_is_changed,
    every_field_is_cleared,
    what_it_cannot_hold_is_no_difference,
];

fn everything_that_time_is_charged_to(rig: &dyn Rig) -> Outcome {
    for charge in rig.manner().charges {
        let said = || format!("{charge:?}");
        let (_, held) = round_trip(rig, charged(rig, *charge)).with_context(said)?;
        let look = rig.look(&held.id).context("nothing is held")?;
        let target = charge.target.map(|(kind, id)| (kind, id.to_owned()));
        ensure!(look.target == target, "{charge:?} became {:?}", look.target);
        if let Some(client) = charge.client {
            ensure!(look.client.as_deref() == Some(client), "{:?}", look.client);
        }
        if let Some(project) = charge.project {
            let held = look.project.as_deref();
            ensure!(held == Some(project), "{held:?}");
        }
    }
    ensure!(!rig.manner().charges.is_empty(), "nothing to charge to");
    Ok(())
}

fn other_targets_are_refused_unsent(rig: &dyn Rig) -> Outcome {
    let taken = |kind: &TargetKind| {
        let mut charges = rig.manner().charges.iter();
        charges.any(|charge| charge.target.is_some_and(|(other, _)| other == *kind))
    };
    rig.backend().check_access()?;
    let before = rig.sent();
    let others: Vec<_> = TargetKind::ALL.iter().filter(|kind| !taken(kind)).collect();
    ensure!(!others.is_empty(), "it takes all");
    for kind in others {
        let mut content = rig.entry();
        content.target = Some(on(*kind, "1"));
        let error = failure(rig.backend().create(&outgoing(content)))?;
        ensure!(is_refusal(&error), "{kind}: {error:?}");
    }
    ensure!(rig.sent() == before, "it was asked");
    Ok(())
}

fn an_entry_moves_to_another_target(rig: &dyn Rig) -> Outcome {
    let charges = rig.manner().charges;
    ensure!(charges.len() > 1, "nowhere to go");
    for charge in &charges[1..] {
        let (sent, last) = created(rig, rig.entry())?;
        let want = charged(rig, *charge);
        let (next, _) = updated(rig, &sent, &last, |content| {
            content.target.clone_from(&want.target);
            content.client.clone_from(&want.client);
            content.project.clone_from(&want.project);
        })
        .with_context(|| format!("{charge:?}"))?;
        let held = fetched(rig, &last)?;
        super::alike(rig, &next.content, &held.content)?;
        let look = rig.look(&last.id).context("nothing is held")?;
        let target = charge.target.map(|(kind, id)| (kind, id.to_owned()));
        ensure!(look.target == target, "{charge:?} became {:?}", look.target);
    }
    Ok(())
}

fn every_billable_option(rig: &dyn Rig) -> Outcome {
    for (said, held) in rig.manner().billable {
        let mut content = rig.entry();
        content.billable = *said;
        let (_, remote) = round_trip(rig, content).with_context(|| said.to_string())?;
        let look = rig.look(&remote.id).context("nothing is held")?;
        ensure!(look.billable == *held, "{said} became {}", look.billable);
    }
    ensure!(!rig.manner().billable.is_empty(), "no option");
    Ok(())
}

fn the_billable_option_is_changed(rig: &dyn Rig) -> Outcome {
    let (sent, last) = created(rig, rig.entry())?;
    for (said, held) in rig.manner().billable {
        let now = fetched(rig, &last)?;
        updated(rig, &sent, &now, |content| content.billable = *said)?;
        let look = rig.look(&last.id).context("nothing is held")?;
        ensure!(look.billable == *held, "{said} became {}", look.billable);
    }
    Ok(())
}

fn set(content: &mut Content, slot: Slot, id: Option<&str>) {
    if let Some(place) = content.slot(slot) {
        *place = id.map(|id| Reference::known(id, None));
    }
}

fn id_of(content: &Content, slot: Slot) -> Option<String> {
    let mut content = content.clone();
    content.slot(slot)?.as_ref()?.id.clone()
}

fn fields(rig: &dyn Rig) -> anyhow::Result<&'static [Field]> {
    let fields = rig.manner().fields;
    ensure!(!fields.is_empty(), "it keeps no field");
    Ok(fields)
}

fn every_field_is_set(rig: &dyn Rig) -> Outcome {
    for field in fields(rig)? {
        let mut content = rig.entry();
        set(&mut content, field.slot, Some(field.one));
        let (_, held) = round_trip(rig, content).with_context(|| field.slot.to_string())?;
        let id = id_of(&held.content, field.slot);
        ensure!(id.as_deref() == Some(field.one), "{}: {id:?}", field.slot);
    }
    Ok(())
}

fn every_field_is_changed(rig: &dyn Rig) -> Outcome {
    for field in fields(rig)? {
        let mut content = rig.entry();
        set(&mut content, field.slot, Some(field.one));
        let (sent, last) = created(rig, content)?;
        let result = updated(rig, &sent, &last, |content| {
            set(content, field.slot, Some(field.two));
        });
        if field.fixed {
            let error = failure(result)?;
            ensure!(is_refusal(&error), "{}: {error:?}", field.slot);
            continue;
        }
        let (next, answer) = result.with_context(|| field.slot.to_string())?;
        for held in [answer, fetched(rig, &last)?] {
            let id = id_of(&held.content, field.slot);
            ensure!(id.as_deref() == Some(field.two), "{}: {id:?}", field.slot);
            super::alike(rig, &next.content, &held.content)?;
        }
    }
    Ok(())
}

/// What was set is gone; the service may fill in its own again.
fn every_field_is_cleared(rig: &dyn Rig) -> Outcome {
    for field in fields(rig)? {
        let mut content = rig.entry();
        set(&mut content, field.slot, Some(field.one));
        let (sent, last) = created(rig, content)?;
        let result = updated(rig, &sent, &last, |content| set(content, field.slot, None));
        if field.fixed {
            let error = failure(result)?;
            ensure!(is_refusal(&error), "{}: {error:?}", field.slot);
            continue;
        }
        result.with_context(|| field.slot.to_string())?;
        let held = fetched(rig, &last)?;
        let id = id_of(&held.content, field.slot);
        ensure!(id.as_deref() != Some(field.one), "{}: {id:?}", field.slot);
    }
    Ok(())
}

/// Profile and tags are ours; fields that the service does not have are nobody's there.
fn what_it_cannot_hold_is_no_difference(rig: &dyn Rig) -> Outcome {
    let manner = rig.manner();
    let plain = rig.entry();
    let mut more = plain.clone();
    more.profile = Some("work".into());
    more.tags.insert("only-here".into());
    for slot in Slot::ALL {
        let keeps = manner.fields.iter().any(|field| field.slot == *slot);
        let charges = matches!(slot, Slot::Client | Slot::Project);
        if !keeps && !charges {
            set(&mut more, *slot, Some("77"));
        }
    }
    super::alike(rig, &plain, &more)?;
    round_trip(rig, more)?;
    Ok(())
}
