use super::*;
use crate::domain::entry::Entry;
use crate::report::sample::{breach, day, entry, here, ticket};

fn grid(entries: &[Entry]) -> Grid {
    let context = here();
    let mut grids = Grids::default();
    for entry in entries {
        grids.add(&Item::stored(entry, None), &context);
    }
    let (from, to) = (day(2026, 11, 16), day(2026, 11, 22));
    grids.finish((from, to), to, Weekday::Mon, 8 * 3600)
}

#[test]
fn time_is_added_up_by_target_and_day() {
    let saturday = -24 * 60;
    let mut approved = entry(1, saturday, 60);
    approved.status = Status::Approved;
    let mut held = entry(3, 60, 30);
    held.held = vec![breach("tt/note", "note", "look")];
    held.content.target = Some(ticket("7"));
    let mut project = entry(4, 120, 45);
    project.content.target = None;
    project.content.project = Some(Reference::typed("Web"));
    let mut bare = entry(5, 180, 300);
    bare.content.target = None;
    let grid = grid(&[approved, entry(2, 0, 60), held, project, bare]);
    let lines: Vec<_> = grid
        .lines
        .iter()
        .map(|line| {
            let charge = line.charge.as_ref();
            let charge = charge.map(|charge| (charge.kind, charge.at.typed.as_str()));
            (charge, line.totals.worked / 60, line.cells.len())
        })
        .collect();
    // Most time first; what is charged to nothing comes last, however much it is.
    assert_eq!(
        lines,
        [
            (Some(("ticket", "54321")), 120, 2),
            (Some(("project", "Web")), 45, 1),
            (Some(("ticket", "7")), 30, 1),
            (None, 300, 1),
        ]
    );
    let sunday = grid.days[&day(2026, 11, 22)];
    assert_eq!(sunday.totals.worked / 60, 60 + 30 + 45 + 300);
    assert!(sunday.needy && !sunday.mixed);
    let saturday = grid.days[&day(2026, 11, 21)];
    assert_eq!(
        (saturday.status, saturday.needy),
        (Some(Status::Approved), false)
    );
    assert_eq!(grid.total.n_entries, 5);
    assert_eq!(grid.by_status[&Status::Approved], 3600);
}

#[test]
fn of_several_states_the_one_that_needs_somebody_is_shown() {
    use Status::{Approved, Billed, Open, Rejected, Submitted};
    for (states, shown, mixed) in [
        (&[Open][..], Open, false),
        (&[Approved, Approved], Approved, false),
        (&[Approved, Open], Open, true),
        (&[Billed, Submitted, Approved], Submitted, true),
        (&[Open, Rejected], Rejected, true),
    ] {
        let entries = states.iter().zip(1..).map(|(status, id)| {
            let mut entry = entry(id, id * 60, 10);
            entry.status = *status;
            entry
        });
        let grid = grid(&entries.collect::<Vec<_>>());
        let cell = grid.days[&day(2026, 11, 22)];
        assert_eq!(
            (cell.status, cell.mixed),
            (Some(shown), mixed),
            "{states:?}"
        );
    }
}
