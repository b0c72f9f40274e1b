use super::{Rows, escaped};
use crate::report::Item;
use crate::report::render::Sheet;
use crate::report::sample::{entry, here};

#[test]
fn a_table_with_its_sum() {
    let mut out = Vec::new();
    let mut rows = Rows::new(&mut out);
    rows.begin().unwrap();
    for (id, note) in [(1, "mail flow"), (2, "one\ntwo | three")] {
        let mut entry = entry(id, 90 * (id - 1), 50);
        entry.content.note = Some(note.to_owned());
        rows.entry(&Item::stored(&entry, None), &here()).unwrap();
    }
    rows.end().unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "\
| id | date | time | worked | billed | charged to | note | state |
|---:|---|---|---:|---:|---|---|---|
| 1 | 2026-11-22 | 09:00–09:50 | 50m | 1h | #54321 | mail flow | owed |
| 2 | 2026-11-22 | 10:30–11:20 | 50m | 1h | #54321 | one<br>two \\| three | owed |

2 entries, 1h 40m worked, 2h billed
"
    );
}

#[test]
fn nothing_in_a_cell_is_markup() {
    for (raw, cell) in [
        ("a|b", "a\\|b"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("[x](javascript:y)", "\\[x\\](javascript:y)"),
        ("![x](y)", "\\!\\[x\\](y)"),
        (
            "**b** _i_ `c` ~~s~~",
            "\\*\\*b\\*\\* \\_i\\_ \\`c\\` \\~\\~s\\~\\~",
        ),
        ("a\\|b", "a\\\\\\|b"),
        ("&lt;", "&amp;lt;"),
        ("a\r\nb", "a<br>b"),
        ("\u{1b}[31m", "␛\\[31m"),
    ] {
        assert_eq!(escaped(raw), cell, "{raw:?}");
    }
}
