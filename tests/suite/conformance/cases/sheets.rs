//! Timesheets and approval: found, handed in, taken back, approved, given back, and what
//! is decided about single entries.

use super::{Outcome, arrange, cases, created, fails, failure, fetched, outgoing, updated};
use crate::conformance::rig::{Edit, OfSheets, On, Rig, Run, Trouble, Whose};
use anyhow::{Context, ensure};
use tt::domain::charge::Reference;
use tt::domain::delivery::{Outgoing, Remote};
use tt::domain::given::Slot;
use tt::domain::ids::RemoteId;
use tt::domain::status::Status;
use tt::sync::backend::{
    Approval, Backend, BackendError, Decision, ErrorKind, Page, RemoteSheet, SheetQuery, SheetStep,
};

cases![
    a_sheet_is_found_through_its_entry,
    a_sheet_is_found_by_member_and_dates,
    a_sheet_that_is_not_there,
    a_sheet_handed_in_shows_on_its_entries,
    a_sheet_handed_in_locks_its_entries,
    a_sheet_taken_back_is_open_again,
    a_sheet_taken_back_can_be_handed_in_again,
    a_sheet_that_is_not_taken_stays,
    a_sheet_approved_shows_on_its_entries,
    a_sheet_approved_is_not_its_owners_to_take_back,
    a_sheet_is_not_its_owners_to_approve,
    a_sheet_given_back_is_corrected_and_handed_in_again,
    a_sheet_with_one_entry_given_back_is_corrected_and_handed_in_again,
    a_sheet_is_moved_once_when_the_answer_is_lost,
    a_sheet_is_not_moved_when_there_are_too_many_requests,
    a_sheet_entry_is_rejected_with_a_reason,
    a_sheet_entry_is_approved_alone_where_that_is_known,
    a_sheet_entry_is_not_decided_twice,
    a_sheet_entry_that_cannot_be_decided_stops_no_other,
    a_sheet_entry_is_not_rejected_alone_where_only_sheets_are,
];

const REASON: &str = "Which server was it?";

fn approval(backend: &dyn Backend) -> anyhow::Result<&dyn Approval> {
    backend.approval().context("no timesheets")
}

fn run(rig: &dyn Rig, run: Run) -> anyhow::Result<Box<dyn Backend>> {
    let client = rig.run(run).with_context(|| format!("no run {run:?}"))?;
    client.check_access()?;
    Ok(client)
}

/// The only sheet that these ask for.
fn the_sheet(backend: &dyn Backend, query: &SheetQuery) -> anyhow::Result<RemoteSheet> {
    let mut sheets = approval(backend)?.sheets(query, &Page::default())?.items;
    sheets.retain(|sheet| query.covers(sheet));
    ensure!(sheets.len() == 1, "{sheets:?}");
    sheets.pop().context("none")
}

fn own(sent: &Outgoing) -> SheetQuery {
    SheetQuery {
        own: true,
        from: Some(sent.content.date),
        to: Some(sent.content.date),
        ..SheetQuery::default()
    }
}

/// Two entries of one day.
fn two(rig: &dyn Rig) -> anyhow::Result<[(Outgoing, Remote); 2]> {
    let one = created(rig, rig.entry())?;
    let mut later = rig.entry();
    for at in [&mut later.start, &mut later.end] {
        *at = at.map(|at| at + 7_200);
    }
    later.note = Some("Then the printer".into());
    let two = created(rig, later)?;
    Ok([one, two])
}

fn submit(rejected: &[RemoteId]) -> SheetStep {
    SheetStep::Submit {
        rejected: rejected.to_vec(),
    }
}

fn reject() -> SheetStep {
    SheetStep::Reject {
        reason: REASON.into(),
    }
}

fn no() -> Decision {
    Decision::Reject {
        reason: REASON.into(),
    }
}

/// Hands in the sheet of an entry.
fn handed_in(rig: &dyn Rig, sent: &Outgoing) -> anyhow::Result<RemoteSheet> {
    let sheet = the_sheet(rig.backend(), &own(sent))?;
    approval(rig.backend())?
        .move_sheet(&sheet.id, &submit(&[]))
        .context("submit")?;
    stands(rig, &sheet, Status::Submitted)?;
    Ok(sheet)
}

/// Where the sheet stands, there and as it is told.
fn stands(rig: &dyn Rig, sheet: &RemoteSheet, expected: Status) -> Outcome {
    let held = rig.sheets();
    let held = held.iter().find(|(id, _)| *id == sheet.id);
    ensure!(
        held.is_some_and(|(_, status)| *status == expected),
        "it is {held:?}, not {expected}"
    );
    let told = approval(rig.backend())?.sheet(&sheet.id)?;
    let told = told.context("it is not there")?;
    ensure!(told.status == expected, "it is told as {:?}", told.status);
    Ok(())
}

/// Where an entry stands, read by a run of its own.
fn entry_stands(rig: &dyn Rig, one: &Remote, expected: Status) -> Outcome {
    let next = run(rig, Run::Next)?;
    let held = next.fetch(&one.id)?.context("the entry is not there")?;
    ensure!(held.status == expected, "{} is {held:?}", one.id);
    let is_shut = !matches!(expected, Status::Open | Status::Rejected);
    ensure!(held.locked == is_shut, "locked: {held:?}");
    Ok(())
}

fn is_no(error: &BackendError) -> bool {
    matches!(
        error.kind,
        ErrorKind::Conflict | ErrorKind::Forbidden | ErrorKind::Invalid(_)
    )
}

fn a_sheet_is_found_through_its_entry(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let (sent, last) = created(rig, rig.entry())?;
    let held = fetched(rig, &last)?;
    let listed = the_sheet(rig.backend(), &own(&sent))?;
    ensure!(held.sheet.as_ref() == Some(&listed.id), "{:?}", held.sheet);
    let sheet = approval(rig.backend())?.sheet(&listed.id)?;
    let sheet = sheet.context("its sheet is not there")?;
    ensure!(sheet == listed, "{sheet:?}\n{listed:?}");
    ensure!(sheet.status == Status::Open, "{sheet:?}");
    ensure!(
        (sheet.from..=sheet.to).contains(&sent.content.date),
        "{sheet:?}"
    );
    Ok(())
}

fn a_sheet_is_found_by_member_and_dates(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let (sent, _) = created(rig, rig.entry())?;
    rig.add(Whose::Other, &rig.entry());
    let approver = run(rig, Run::Approver)?;
    let fields = rig.manner().fields.iter();
    let mut members = fields.filter(|field| field.slot == Slot::Member);
    let other = members.next().context("it has no members")?.one;
    let days = SheetQuery {
        own: false,
        ..own(&sent)
    };
    let all = approval(approver.as_ref())?.sheets(&days, &Page::default())?;
    ensure!(all.items.len() == 2, "{:?}", all.items);
    let theirs = SheetQuery {
        member: Some(Reference::known(other, None)),
        ..days.clone()
    };
    let theirs = the_sheet(approver.as_ref(), &theirs)?;
    let ours = the_sheet(rig.backend(), &own(&sent))?;
    ensure!(theirs.id != ours.id, "{theirs:?}");
    let whose = theirs.member.and_then(|member| member.id);
    ensure!(whose.as_deref() == Some(other), "{whose:?}");
    let period = SheetQuery {
        year: ours.year,
        period: ours.period,
        own: true,
        ..SheetQuery::default()
    };
    ensure!(the_sheet(rig.backend(), &period)? == ours, "by period");
    let month = chrono::Days::new(31);
    let away = SheetQuery {
        from: sent.content.date.checked_add_days(month),
        to: sent.content.date.checked_add_days(month),
        ..days
    };
    let none = approval(approver.as_ref())?.sheets(&away, &Page::default())?;
    ensure!(none.items.is_empty(), "{:?}", none.items);
    Ok(())
}

fn a_sheet_that_is_not_there(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let approval = approval(rig.backend())?;
    ensure!(approval.sheet("999999")?.is_none(), "there is one");
    fails(
        approval.move_sheet("999999", &submit(&[])),
        &ErrorKind::NotFound,
    )?;
    Ok(())
}

fn a_sheet_handed_in_shows_on_its_entries(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let [(sent, one), (_, two)] = two(rig)?;
    handed_in(rig, &sent)?;
    for entry in [&one, &two] {
        entry_stands(rig, entry, Status::Submitted)?;
        // In the same run as well.
        let held = fetched(rig, entry)?;
        ensure!(held.status == Status::Submitted, "{held:?}");
    }
    Ok(())
}

fn a_sheet_handed_in_locks_its_entries(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let (sent, last) = created(rig, rig.entry())?;
    handed_in(rig, &sent)?;
    let result = updated(rig, &sent, &last, |content| {
        content.note = Some("Changed here".into());
    });
    fails(result, &ErrorKind::Conflict)?;
    fails(rig.backend().delete(&last.id), &ErrorKind::Conflict)?;
    ensure!(rig.ids() == [last.id], "left {:?}", rig.ids());
    Ok(())
}

fn a_sheet_taken_back_is_open_again(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let (sent, last) = created(rig, rig.entry())?;
    let sheet = handed_in(rig, &sent)?;
    approval(rig.backend())?
        .move_sheet(&sheet.id, &SheetStep::Recall)
        .context("recall")?;
    stands(rig, &sheet, Status::Open)?;
    entry_stands(rig, &last, Status::Open)?;
    let (_, changed) = updated(rig, &sent, &last, |content| {
        content.note = Some("Changed here".into());
    })?;
    ensure!(changed.status == Status::Open, "{changed:?}");
    Ok(())
}

fn a_sheet_taken_back_can_be_handed_in_again(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let (sent, last) = created(rig, rig.entry())?;
    let sheet = handed_in(rig, &sent)?;
    approval(rig.backend())?.move_sheet(&sheet.id, &SheetStep::Recall)?;
    handed_in(rig, &sent)?;
    entry_stands(rig, &last, Status::Submitted)
}

fn a_sheet_that_is_not_taken_stays(rig: &dyn Rig) -> Outcome {
    const WORDS: &str = "The minimum hours have not been entered.";
    rig.backend().check_access()?;
    let (sent, last) = created(rig, rig.entry())?;
    let sheet = the_sheet(rig.backend(), &own(&sent))?;
    ensure!(rig.treat_sheets(OfSheets::KeptBack(WORDS)), "it takes all");
    let result = approval(rig.backend())?.move_sheet(&sheet.id, &submit(&[]));
    let error = failure(result)?;
    ensure!(is_no(&error), "{error:?}");
    ensure!(error.to_string().contains(WORDS), "{error}");
    stands(rig, &sheet, Status::Open)?;
    entry_stands(rig, &last, Status::Open)
}

fn a_sheet_approved_shows_on_its_entries(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let (sent, last) = created(rig, rig.entry())?;
    let sheet = handed_in(rig, &sent)?;
    let approver = run(rig, Run::Approver)?;
    approval(approver.as_ref())?
        .move_sheet(&sheet.id, &SheetStep::Approve)
        .context("approve")?;
    stands(rig, &sheet, Status::Approved)?;
    entry_stands(rig, &last, Status::Approved)
}

fn a_sheet_approved_is_not_its_owners_to_take_back(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let (sent, last) = created(rig, rig.entry())?;
    let sheet = handed_in(rig, &sent)?;
    let approver = run(rig, Run::Approver)?;
    approval(approver.as_ref())?.move_sheet(&sheet.id, &SheetStep::Approve)?;
    let error = failure(approval(rig.backend())?.move_sheet(&sheet.id, &SheetStep::Recall))?;
    ensure!(is_no(&error), "{error:?}");
    stands(rig, &sheet, Status::Approved)?;
    entry_stands(rig, &last, Status::Approved)
}

fn a_sheet_is_not_its_owners_to_approve(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let (sent, last) = created(rig, rig.entry())?;
    let sheet = handed_in(rig, &sent)?;
    for step in [SheetStep::Approve, reject()] {
        let error = failure(approval(rig.backend())?.move_sheet(&sheet.id, &step))?;
        ensure!(is_no(&error), "{error:?}");
    }
    stands(rig, &sheet, Status::Submitted)?;
    entry_stands(rig, &last, Status::Submitted)
}

fn a_sheet_given_back_is_corrected_and_handed_in_again(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let (sent, last) = created(rig, rig.entry())?;
    let sheet = handed_in(rig, &sent)?;
    let approver = run(rig, Run::Approver)?;
    approval(approver.as_ref())?
        .move_sheet(&sheet.id, &reject())
        .context("reject")?;
    stands(rig, &sheet, Status::Rejected)?;
    entry_stands(rig, &last, Status::Rejected)?;
    corrected(rig, &sent, &sheet, &last)
}

/// The owner's next run puts it right and hands it in.
fn corrected(rig: &dyn Rig, sent: &Outgoing, sheet: &RemoteSheet, last: &Remote) -> Outcome {
    let next = run(rig, Run::Next)?;
    let seen = next.fetch(&last.id)?.context("the entry is not there")?;
    let mut right = sent.clone();
    right.revision += 1;
    right.content.note = Some("Replaced the switch of the mail server".into());
    next.update(&last.id, &right, &seen, Some(&sent.content))
        .context("the correction")?;
    approval(next.as_ref())?
        .move_sheet(&sheet.id, &submit(std::slice::from_ref(&last.id)))
        .context("submit again")?;
    stands(rig, sheet, Status::Submitted)?;
    entry_stands(rig, last, Status::Submitted)?;
    let look = rig.look(&last.id).context("nothing is held")?;
    ensure!(look.note == right.content.note, "{look:?}");
    Ok(())
}

fn a_sheet_with_one_entry_given_back_is_corrected_and_handed_in_again(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let [(sent, one), (_, two)] = two(rig)?;
    let sheet = handed_in(rig, &sent)?;
    let approver = run(rig, Run::Approver)?;
    let said = approval(approver.as_ref())?.decide(std::slice::from_ref(&one.id), &no());
    ensure!(said.iter().all(|(_, result)| result.is_ok()), "{said:?}");
    stands(rig, &sheet, Status::Rejected)?;
    entry_stands(rig, &one, Status::Rejected)?;
    corrected(rig, &sent, &sheet, &one)?;
    entry_stands(rig, &two, Status::Submitted)
}

fn a_sheet_is_moved_once_when_the_answer_is_lost(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let (sent, _) = created(rig, rig.entry())?;
    let sheet = the_sheet(rig.backend(), &own(&sent))?;
    for (trouble, then) in [
        (Trouble::LostBefore, Status::Open),
        (Trouble::LostAfter, Status::Submitted),
    ] {
        let before = rig.sent().writes;
        arrange(rig, On::Writes, 5, trouble)?;
        let result = approval(rig.backend())?.move_sheet(&sheet.id, &submit(&[]));
        fails(result, &ErrorKind::OutcomeUnknown)?;
        ensure!(rig.sent().writes == before + 1, "sent again");
        rig.settle();
        stands(rig, &sheet, then)?;
    }
    Ok(())
}

fn a_sheet_is_not_moved_when_there_are_too_many_requests(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let (sent, _) = created(rig, rig.entry())?;
    let sheet = the_sheet(rig.backend(), &own(&sent))?;
    arrange(rig, On::Writes, 50, Trouble::Throttled(Some(3_600)))?;
    let error = failure(approval(rig.backend())?.move_sheet(&sheet.id, &submit(&[])))?;
    ensure!(
        matches!(error.kind, ErrorKind::RateLimited(Some(_))),
        "{error:?}"
    );
    rig.settle();
    let held = rig.sheets();
    ensure!(held == [(sheet.id, Status::Open)], "{held:?}");
    Ok(())
}

/// The reason reaches the owner, and nothing that was noted gets lost for it.
fn a_sheet_entry_is_rejected_with_a_reason(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let mut content = rig.entry();
    content.internal_note = Some("The key is at the desk".into());
    let mut sent = outgoing(content);
    sent.marked = true;
    let one = rig.backend().create(&sent).context("create")?;
    handed_in(rig, &sent)?;
    let approver = run(rig, Run::Approver)?;
    let decider = approval(approver.as_ref())?;
    ensure!(decider.decides_entries(&no()), "it says that it cannot");
    let said = decider.decide(std::slice::from_ref(&one.id), &no());
    let [(id, Ok(told))] = said.as_slice() else {
        anyhow::bail!("{said:?}");
    };
    ensure!(*id == one.id && told.status == Status::Rejected, "{told:?}");
    entry_stands(rig, &one, Status::Rejected)?;

    let next = run(rig, Run::Next)?;
    let held = next.fetch(&one.id)?.context("the entry is not there")?;
    ensure!(held.key == Some(sent.key), "the key is gone: {held:?}");
    let reason = match &held.reject_reason {
        Some(reason) => Some(reason.clone()),
        None => approval(next.as_ref())?.reason_of(&one.id)?,
    };
    ensure!(reason.as_deref() == Some(REASON), "{reason:?}");
    ensure!(
        held.content.internal_note == sent.content.internal_note,
        "{:?}",
        held.content.internal_note
    );
    Ok(())
}

fn a_sheet_entry_is_approved_alone_where_that_is_known(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let [(sent, one), (_, two)] = two(rig)?;
    handed_in(rig, &sent)?;
    let approver = run(rig, Run::Approver)?;
    let approval = approval(approver.as_ref())?;
    let before = rig.sent();
    let said = approval.decide(&[one.id.clone(), two.id.clone()], &Decision::Approve);
    if approval.decides_entries(&Decision::Approve) {
        ensure!(said.iter().all(|(_, result)| result.is_ok()), "{said:?}");
        entry_stands(rig, &one, Status::Approved)?;
        return entry_stands(rig, &two, Status::Approved);
    }
    for (_, result) in said {
        fails(result, &ErrorKind::Unsupported)?;
    }
    ensure!(rig.sent() == before, "it was asked");
    entry_stands(rig, &one, Status::Submitted)
}

fn a_sheet_entry_is_not_decided_twice(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let (sent, one) = created(rig, rig.entry())?;
    handed_in(rig, &sent)?;
    let approver = run(rig, Run::Approver)?;
    let approval = approval(approver.as_ref())?;
    approval.decide(std::slice::from_ref(&one.id), &no());
    let before = rig.sent().writes;
    let said = approval.decide(std::slice::from_ref(&one.id), &no());
    ensure!(said.iter().all(|(_, result)| result.is_ok()), "{said:?}");
    ensure!(rig.sent().writes == before, "it was sent again");
    let told = approval.sheet(&the_sheet(rig.backend(), &own(&sent))?.id)?;
    ensure!(
        told.is_some_and(|it| it.status == Status::Rejected),
        "sheet"
    );
    Ok(())
}

fn a_sheet_entry_that_cannot_be_decided_stops_no_other(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let [(sent, one), (_, two)] = two(rig)?;
    handed_in(rig, &sent)?;
    ensure!(rig.edit(&two.id, Edit::Lock), "it cannot be locked");
    let approver = run(rig, Run::Approver)?;
    let ids = [RemoteId("999999".into()), two.id.clone(), one.id.clone()];
    let said = approval(approver.as_ref())?.decide(&ids, &no());
    ensure!(said.len() == 3, "{said:?}");
    for (id, result) in said {
        if id == one.id {
            result.context("the one that can be")?;
        } else if id == two.id {
            fails(result, &ErrorKind::Conflict)?;
        } else {
            fails(result, &ErrorKind::NotFound)?;
        }
    }
    Ok(())
}

fn a_sheet_entry_is_not_rejected_alone_where_only_sheets_are(rig: &dyn Rig) -> Outcome {
    ensure!(rig.treat_sheets(OfSheets::RejectedWhole), "it cannot");
    rig.backend().check_access()?;
    let (sent, one) = created(rig, rig.entry())?;
    handed_in(rig, &sent)?;
    let approver = run(rig, Run::Approver)?;
    let said = approval(approver.as_ref())?.decide(std::slice::from_ref(&one.id), &no());
    for (_, result) in said {
        fails(result, &ErrorKind::Unsupported)?;
    }
    entry_stands(rig, &one, Status::Submitted)
}
