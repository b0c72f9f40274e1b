//! What raw SQL cannot do either.

use super::*;

fn refused(store: &Store, sql: &str) -> String {
    let error = store.conn.execute_batch(sql).expect_err(sql);
    assert!(
        matches!(
            error.sqlite_error_code(),
            Some(rusqlite::ErrorCode::ConstraintViolation)
        ),
        "{sql}: {error}"
    );
    error.to_string()
}

#[test]
fn no_value_that_no_entry_may_ever_have() {
    let (_folder, mut store) = fresh();
    book(&mut store, &hour(2, Some("work")), 1);
    book(&mut store, &hour(4, None), 2);
    for change in [
        "end_at=start_at",
        "end_at=start_at-1",
        "start_at=NULL",
        "start_at=NULL,end_at=NULL",
        "worked=NULL",
        "end_at=NULL",
        "deduct=-1",
        "status='done'",
        "origin='elsewhere'",
        "booked_as='guess'",
        "billable='maybe'",
        "target_kind='project'",
        "target_ref=NULL",
        "key=x'00'",
        "key=(SELECT key FROM entries WHERE id=2)",
        "revision=0",
        "revision=NULL",
        "date='22-11-2026'",
        "date='2026-02-30'",
        "date='2026-13-01'",
        "date=NULL",
        "at=at+1",
        "zone=''",
        "profile=''",
        "note=x'ff'",
        "start_at='soon'",
        "id=7",
        "id=-1",
    ] {
        refused(&store, &format!("UPDATE entries SET {change} WHERE id=1"));
        refused(
            &store,
            &format!("UPDATE OR REPLACE entries SET {change} WHERE id=1"),
        );
    }
    let now = store.conn.execute_batch("UPDATE entries SET date='now'");
    assert!(now.is_err(), "no constraint may ask the clock");
    store
        .conn
        .execute_batch("UPDATE entries SET revision=5 WHERE id=1")
        .unwrap();
    refused(&store, "UPDATE entries SET revision=4 WHERE id=1");
}

#[test]
fn a_held_timer_may_break_rules() {
    let (_folder, mut store) = fresh();
    let mut content = hour(2, None);
    content.deduct = 2 * HOUR;
    assert!(content.worked(NOW) < 0);
    book(&mut store, &content, 1);
    let mut long = hour(100, None);
    long.end = Some(NOW);
    book(&mut store, &long, 2);
}

#[test]
fn no_entry_is_deleted_or_replaced() {
    let (_folder, mut store) = fresh();
    book(&mut store, &hour(2, None), 1);
    book(&mut store, &hour(4, None), 2);
    refused(&store, "DELETE FROM entries");
    let columns = "key,at,date,start_at,end_at,worked,deduct,status,origin,booked_as,billable,zone,\
                   revision,created_at,updated_at";
    for (id, key) in [("1", "randomblob(16)"), ("NULL", "key"), ("1", "key")] {
        let copied = columns.replacen("key", key, 1);
        refused(
            &store,
            &format!(
                "INSERT OR REPLACE INTO entries(id,{columns}) SELECT {id},{copied} FROM entries WHERE id=2"
            ),
        );
    }
}

#[test]
fn links_follow_their_entry_whoever_changes_it() {
    let (_folder, mut store) = fresh();
    delivered(&mut store, &hour(2, Some("work")), 1, "r1");
    store
        .conn
        .execute_batch("UPDATE entries SET revision=7")
        .unwrap();
    let link = store
        .view()
        .link(crate::domain::ids::EntryId(1), "work")
        .unwrap()
        .unwrap();
    assert_eq!((link.revision, link.delivered_revision), (7, 1));
    assert_eq!(store.view().due("work", None, 9).unwrap().len(), 1);
    for change in [
        "delivered_revision=8",
        "delivered_revision=-1",
        "refused_revision=8",
        "tenant=NULL",
        "remote_id=''",
        "profile=''",
        "revision=0",
        "entry=99",
    ] {
        refused(&store, &format!("UPDATE links SET {change}"));
    }
    refused(&store, "DELETE FROM links");
}

#[test]
fn a_remote_identity_is_linked_once() {
    let (_folder, mut store) = fresh();
    delivered(&mut store, &hour(3, Some("work")), 1, "r1");
    delivered(&mut store, &hour(2, Some("work")), 2, "r2");
    refused(&store, "UPDATE links SET remote_id='r1' WHERE entry=2");
}

#[test]
fn the_journal_only_grows() {
    let (_folder, store) = fresh();
    for n in 1..=3 {
        store
            .conn
            .execute(
                "INSERT INTO journal(n,at,step,action) VALUES(?1,0,1,'book')",
                [n],
            )
            .unwrap();
    }
    for sql in [
        "UPDATE journal SET at=1",
        "UPDATE OR REPLACE journal SET n=2 WHERE n=3",
        "DELETE FROM journal",
        "DELETE FROM journal WHERE n=3",
        "INSERT OR REPLACE INTO journal(n,at,step,action) VALUES(3,0,1,'edit')",
        "INSERT OR REPLACE INTO journal(n,at,step,action) VALUES(1,0,1,'edit')",
        "INSERT INTO journal(n,at,step,action) VALUES(4,0,5,'edit')",
        "INSERT INTO journal(n,at,step,action,entry) VALUES(4,0,4,'edit',77)",
    ] {
        refused(&store, sql);
    }
}

#[test]
fn double_quotes_are_no_text_and_the_schema_cannot_be_written() {
    let (_folder, store) = fresh();
    assert!(
        store
            .conn
            .execute_batch("SELECT \"no such column\"")
            .is_err()
    );
    assert!(
        store
            .conn
            .execute_batch("PRAGMA writable_schema=ON; DELETE FROM sqlite_schema")
            .is_err()
    );
}
