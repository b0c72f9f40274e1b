//! Notes.

use super::{Outcome, cases, created, differ, fetched, round_trip, updated};
use crate::conformance::rig::{Quirk, Rig};
use anyhow::{Context, ensure};

cases![
    no_note,
    a_note_in_every_script,
    the_longest_note,
    lines_with_both_ends,
    notes_with_the_line_ends_of_the_service,
    words_that_mean_something_to_machines,
    the_internal_note_stays_internal,
    an_internal_note_alone,
    a_note_is_taken_away,
];

fn with_note(rig: &dyn Rig, note: &str) -> Outcome {
    let mut content = rig.entry();
    content.note = Some(note.to_owned());
    let (_, held) = round_trip(rig, content)?;
    let look = rig.look(&held.id).context("nothing is held")?;
    let there = look.note.unwrap_or_default().replace("\r\n", "\n");
    ensure!(there == note.replace("\r\n", "\n"), "held: {there:?}");
    Ok(())
}

fn no_note(rig: &dyn Rig) -> Outcome {
    let mut content = rig.entry();
    content.note = None;
    let (_, held) = round_trip(rig, content)?;
    ensure!(held.content.note.is_none(), "{:?}", held.content.note);
    Ok(())
}

fn a_note_in_every_script(rig: &dyn Rig) -> Outcome {
    with_note(
        rig,
        "Größe → 10 µm, naïve façade, Ελλάδα, Київ, עברית, 東京, 한국어, ไทย, é, 👩\u{200d}🔧 \u{fffd} ½",
    )
}

fn the_longest_note(rig: &dyn Rig) -> Outcome {
    let most = rig.manner().longest_note;
    let note: String = "é1 日x"
        .chars()
        .cycle()
        .take(most - 1)
        .chain(['.'])
        .collect();
    ensure!(note.chars().count() == most, "not the longest");
    with_note(rig, &note)
}

fn lines_with_both_ends(rig: &dyn Rig) -> Outcome {
    with_note(rig, "First line\r\n\r\n- second\n\tthird\r\nlast")
}

fn notes_with_the_line_ends_of_the_service(rig: &dyn Rig) -> Outcome {
    differ(rig, Quirk::LineEnds)?;
    let mut content = rig.entry();
    content.note = Some("one\ntwo\n\nthree".into());
    let (_, held) = round_trip(rig, content)?;
    let note = held.content.note.unwrap_or_default();
    ensure!(!note.contains('\r'), "{note:?}");
    Ok(())
}

fn words_that_mean_something_to_machines(rig: &dyn Rig) -> Outcome {
    with_note(
        rig,
        r#"null "quoted" 'single' \ back\n & <b>bold</b> %41 + {"a": 1} [tt:x] $HOME `x` ; -- /* */ 0x00"#,
    )
}

fn the_internal_note_stays_internal(rig: &dyn Rig) -> Outcome {
    let mut content = rig.entry();
    content.internal_note = Some("the client must not read this".into());
    let (_, held) = round_trip(rig, content)?;
    let look = rig.look(&held.id).context("nothing is held")?;
    let (note, internal) = (look.note, look.internal_note);
    ensure!(note.as_deref() == Some("Replaced the switch"), "{note:?}");
    let internal = internal.unwrap_or_default();
    ensure!(internal == "the client must not read this", "{internal:?}");
    Ok(())
}

fn an_internal_note_alone(rig: &dyn Rig) -> Outcome {
    let mut content = rig.entry();
    content.note = None;
    content.internal_note = Some("for colleagues".into());
    let (_, answer) = created(rig, content)?;
    let look = rig.look(&answer.id).context("nothing is held")?;
    ensure!(look.note.unwrap_or_default().is_empty(), "it shows");
    let held = fetched(rig, &answer)?.content.internal_note;
    let keeps = rig.manner().internal_note;
    ensure!(held.is_some() == keeps, "{held:?}");
    Ok(())
}

fn a_note_is_taken_away(rig: &dyn Rig) -> Outcome {
    let (sent, last) = created(rig, rig.entry())?;
    let (_, answer) = updated(rig, &sent, &last, |content| content.note = None)?;
    ensure!(answer.content.note.is_none(), "{:?}", answer.content.note);
    let look = rig.look(&last.id).context("nothing is held")?;
    ensure!(
        look.note.unwrap_or_default().is_empty(),
        "it is still there"
    );
    Ok(())
}
