//! The same rows once more: known, changed, deleted, undone; and very many of them.

use super::super::{Desk, size};
use super::{all, lay, left, write};

#[test]
fn undo_takes_a_whole_import_back_and_it_can_be_done_again() {
    let desk = Desk::new();
    desk.tt("log 8-9 mine").exits(0);
    lay(&desk, "watson-frames.json");
    let line = "import watson watson-frames.json --yes";
    assert_eq!(desk.json(line)["booked"], 5);
    let undone = desk.json("undo");
    assert_eq!(undone.as_array().unwrap().len(), 5);
    let entries = all(&desk);
    assert_eq!(entries.len(), 1, "one step for all of it");
    assert_eq!(entries[0]["note"], "mine");
    // Undone is not deleted: it may be had again, and once only.
    assert_eq!(desk.json(line)["booked"], 5);
    assert_eq!(desk.json(line)["booked"], 0);
    assert_eq!(all(&desk).len(), 6);
}

#[test]
fn what_was_deleted_or_changed_here_stays_so() {
    let desk = Desk::new();
    lay(&desk, "watson-frames.json");
    let line = "import watson watson-frames.json --yes";
    desk.json(line);
    desk.tt("delete 2").exits(0);
    desk.tt("edit 1 -m mine").exits(0);
    let value = desk.json(line);
    assert_eq!(value["booked"], 0);
    let told = left(&value);
    assert!(
        told[0].starts_with("known ") && told[1].starts_with("deleted "),
        "{told:?}"
    );
    assert_eq!(value["left_out"][1]["rows"][0]["detail"], "entry 2");
    assert_eq!(all(&desk)[0]["note"], "mine");
    // The deletion taken back, it is known as before.
    desk.tt("undo").exits(0);
    desk.tt("undo").exits(0);
    assert_eq!(left(&desk.json(line)).len(), 1);
    assert_eq!(all(&desk).len(), 5);
}

#[test]
fn what_changed_in_the_source_is_told_and_left_as_it_is() {
    let desk = Desk::new();
    let frame = |stop: u32| format!("[[1782889200, {stop}, \"a\", \"75f3\", [], 1]]");
    write(&desk, "frames", &frame(1_782_894_600));
    desk.json("import watson frames --yes");
    write(&desk, "frames", &frame(1_782_898_200));
    let value = desk.json("import watson frames --yes");
    assert_eq!(left(&value), ["changed 1"]);
    assert_eq!(all(&desk)[0]["worked_seconds"], 5400);
    let ran = desk.tt("import watson frames --yes").exits(0);
    assert!(
        ran.out
            .contains("changed in the source since (line 1: entry 1 stays as it is)"),
        "{}",
        ran.out
    );
    assert!(ran.out.ends_with("nothing new to book\n"), "{}", ran.out);
}

#[test]
fn rows_that_share_a_start_are_told_apart_in_any_order() {
    let desk = Desk::new();
    let rows = [
        "inc 20260701T070000Z - 20260701T080000Z # a\n",
        "inc 20260701T070000Z - 20260701T083000Z # b\n",
        "inc 20260701T070000Z - 20260701T080000Z # a\n",
    ];
    write(&desk, "t.data", &rows.concat());
    let value = desk.json("import timewarrior t.data --yes");
    assert_eq!(value["booked"], 2);
    assert_eq!(left(&value), ["twin 3"]);
    write(&desk, "t.data", &[rows[1], rows[0]].concat());
    assert_eq!(desk.json("import timewarrior t.data --yes")["booked"], 0);
}

#[test]
fn a_damaged_identity_books_both_frames_and_says_nothing_twice() {
    // Two frames with one id, as a merge of Watson's files can leave them.
    let desk = Desk::new();
    let frames = r#"[
 [1782889200, 1782894600, "a", "75f3", [], 1],
 [1782903600, 1782906300, "b", "75f3", [], 1],
 [1782889200, 1782894600, "a", "75f3", [], 2]
]"#;
    write(&desk, "frames", frames);
    let value = desk.json("import watson frames --yes");
    assert_eq!(value["booked"], 2);
    assert_eq!(left(&value), ["twin 4"]);
    let value = desk.json("import watson frames --yes");
    assert_eq!(left(&value), ["twin 4", "known 2,3"]);
}

#[test]
fn thousands_of_rows_are_one_change_and_one_step() {
    let desk = Desk::new();
    let n_rows = i64::from(size("TT_IMPORT_ROWS", 2_000));
    let mut text = "[\n".to_owned();
    // An hour each, one after the other, up to a little before now.
    for n in 0..n_rows {
        let start = 1_795_300_000 - (n_rows - n) * 3600;
        let comma = if n == 0 { "" } else { "," };
        text.push_str(&format!(
            "{comma}[{start}, {}, \"p{}\", \"f{n}\", []]\n",
            start + 3000,
            n % 7
        ));
    }
    text.push_str("]\n");
    write(&desk, "frames", &text);
    let value = desk.json("import watson frames --yes");
    assert_eq!(value["booked"], n_rows);
    assert_eq!(value["groups"].as_array().unwrap().len(), 7);
    let value = desk.json("import watson frames --yes");
    assert_eq!(
        (&value["booked"], &value["rows"]),
        (&0.into(), &n_rows.into())
    );
    let ran = desk.tt("undo").exits(0);
    assert!(
        ran.out
            .contains(&format!("undid book of {n_rows} entries: 1–{n_rows}")),
        "{}",
        ran.out
    );
    assert!(
        ran.out.len() + ran.err.len() < 400,
        "{} {}",
        ran.out,
        ran.err
    );
    assert!(all(&desk).is_empty());
}
