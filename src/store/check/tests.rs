//! What only a look at all rows together can find.

use crate::domain::content::Content;
use crate::domain::ids::Key;
use crate::domain::status::{BookedAs, Origin, Status};
use crate::rules::Admitted;
use crate::store::{Access, Action, Line, Store, StoreError, Who};

/// 2026-11-22 12:00 UTC.
const NOW: i64 = 1_795_348_800;

/// Two entries of a profile, each with its journal line.
fn filled() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("tt.db"), Access::Write, NOW).unwrap();
    for n in 1..=2 {
        let date = "2026-11-22".parse().unwrap();
        let mut content = Content::blank(date, "Europe/Amsterdam", BookedAs::Range);
        content.profile = Some("work".to_owned());
        content.start = Some(NOW - 7_200);
        content.end = Some(NOW - 3_600);
        let admitted = Admitted::unchecked_for_tests(content);
        store
            .write(|tx| {
                let key = Key::new(NOW * 1_000, [n; 10]);
                let entry = tx.book(&admitted, key, Status::Open, Origin::Local, NOW)?;
                let line = Line {
                    at: NOW,
                    who: Who::Person("jdoe".to_owned()),
                    step: tx.new_step()?,
                    action: Action::Book,
                    entry: Some(entry.id),
                    before: None,
                    after: tx.snapshot(entry.id)?,
                    undoes: None,
                };
                tx.journal(&line)?;
                Ok::<_, StoreError>(())
            })
            .unwrap();
    }
    (folder, store)
}

#[test]
fn rows_that_do_not_belong_together_are_found() {
    let (_folder, store) = filled();
    assert_eq!(store.check().unwrap(), [""; 0]);
    for (change, says) in [
        (
            "UPDATE links SET revision=7 WHERE entry=2",
            "link of entry 2",
        ),
        (
            "DELETE FROM links WHERE entry=1",
            "entry 1 is owed to nobody",
        ),
        (
            "UPDATE entries SET worked=5 WHERE id=1",
            "time worked of entry 1",
        ),
        (
            "UPDATE entries SET rest='{\"pauses\":7}' WHERE id=2",
            "entry 2 cannot be read",
        ),
        (
            "INSERT INTO journal(n,at,step,action) VALUES(9,1,9,'edit')",
            "missing from the journal before line 9",
        ),
        (
            "INSERT INTO journal(n,at,step,action) VALUES(4,1,3,'edit')",
            "line 4 of the journal belongs to a step",
        ),
        (
            "INSERT INTO journal(n,at,step,action,entry,after)
             VALUES(3,1,3,'edit',1,'{\"revision\":4}')",
            "later state of entry 1",
        ),
        (
            "INSERT INTO journal(n,at,step,action,entry,after) VALUES(3,1,3,'edit',1,'{')",
            "line 3 of the journal cannot be read",
        ),
    ] {
        store.conn.execute_batch("SAVEPOINT before").unwrap();
        store.conn.execute_batch(change).unwrap();
        let found = store.check().unwrap();
        assert!(
            found.iter().any(|line| line.contains(says)),
            "{change}: {found:?}"
        );
        store.conn.execute_batch("ROLLBACK TO before").unwrap();
    }
    assert_eq!(store.check().unwrap(), [""; 0]);
}
