use super::*;
use crate::domain::block::Block;
use crate::domain::ids::EntryId;
use crate::report::build::{Looked, standing};
use crate::report::model::Need;
use crate::report::sample::{NINE, day, entry, here};

#[test]
fn a_block_keeps_its_figures_and_a_running_sum_no_seconds() {
    let mut timer = entry(12, 30, 0);
    timer.content.end = None;
    let timers = [timer];
    let mut context = here();
    context.now += 7;
    let looked = Looked {
        timers: &timers,
        worked: &[(day(2026, 11, 22), 3_600)],
        pending: &[],
        person: &[],
        twice: &[],
        today: day(2026, 11, 22),
        week: (day(2026, 11, 16), day(2026, 11, 22)),
        tomorrow: NINE + 15 * 3600,
        day_target: 0,
    };
    let mut found = standing(&looked, &context);
    found.overlap = 1_800;
    found.blocks = vec![Block {
        profile: "work".into(),
        agreement: "77".into(),
        name: "Contoso Limited block of prepaid hours 2026".into(),
        seconds: 144_000,
        used: 26_000,
        here: 0,
        as_of: 0,
        stale: false,
        levels: Vec::new(),
    }];
    let lines = |columns| {
        let canvas = Canvas {
            columns,
            colour: false,
        };
        let text = status(&found, "Europe/Amsterdam", &context, canvas);
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        lines(Some(72)),
        [
            "● running  since 09:30, 1h 30m  #54321  Diagnosed email delivery issue.…",
            "today  2h 30m  of which 30m overlaps",
            "week   2h 30m",
            "block    Contoso Limited block of pr…: 32h 46m 40s of 40h left, 18% used",
        ]
    );
    assert_eq!(
        lines(Some(45))[3..],
        [
            "block    Contoso Limited block of prepaid ho…",
            "         32h 46m 40s of 40h left, 18% used",
        ]
    );
}

#[test]
fn it_says_what_runs_how_far_the_day_is_and_what_waits() {
    let mut timer = entry(12, 30, 0);
    timer.content.end = None;
    timer.content.note = Some("mail\u{1b}[31m flow".to_owned());
    let timers = [timer];
    let worked = [(day(2026, 11, 22), 5 * 3600), (day(2026, 11, 20), 36_000)];
    let context = here();
    let looked = Looked {
        timers: &timers,
        worked: &worked,
        pending: &[],
        person: &[],
        twice: &[],
        today: day(2026, 11, 22),
        week: (day(2026, 11, 16), day(2026, 11, 22)),
        tomorrow: NINE + 15 * 3600,
        day_target: 8 * 3600,
    };
    let mut found = standing(&looked, &context);
    found.counts.owed = 2;
    found.counts.conflict = 1;
    found.needs = vec![Need {
        id: EntryId(7),
        state: "conflict",
        why: "changed here and on the service: note, tags and more that is long".to_owned(),
    }];
    let canvas = Canvas {
        columns: Some(60),
        colour: false,
    };
    let text = status(&found, "Europe/Amsterdam", &context, canvas);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(
        lines,
        [
            "● running  since 09:30, 1h 30m  #54321  mail␛[31m flow  (12)",
            "today   6h 30m  of 8h   1h 30m to go, met at 12:30",
            "week   16h 30m  of 40h  23h 30m to go",
            "deliver  2 owed, 1 in conflict",
            "needs a person",
            "  7  conflict  changed here and on the service: note, tags…",
        ]
    );
    let wide = Canvas {
        columns: Some(100),
        colour: true,
    };
    let text = status(&found, "Europe/Amsterdam", &context, wide);
    assert!(text.contains("\u{1b}[32m● running"), "{text}");
    assert!(text.contains("████████▎"), "{text}");
}
