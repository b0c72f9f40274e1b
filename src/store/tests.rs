//! Tests of the store, by what they are about.

mod concurrent;
mod delivering;
mod entries;
mod figures;
mod glance;
mod lists;
mod opening;
mod permanent;
mod plans;
mod reference;

use super::{Access, Store, StoreError};
use crate::domain::charge::{Reference, Target, TargetKind};
use crate::domain::content::Content;
use crate::domain::delivery::{Act, Attempt, Mailing, Outgoing, Remote};
use crate::domain::entry::Entry;
use crate::domain::ids::{EntryId, Key, RemoteId};
use crate::domain::status::{BookedAs, Origin, Status};
use crate::rules::{Admitted, Observed};
use chrono::NaiveDate;
use std::path::PathBuf;
use tempfile::TempDir;

/// 2026-11-22 12:00 UTC.
const NOW: i64 = 1_795_348_800;
const HOUR: i64 = 3_600;

fn scratch() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data").join("tt.db");
    (folder, file)
}

fn fresh() -> (TempDir, Store) {
    let (folder, file) = scratch();
    let store = Store::open(&file, Access::Write, NOW).unwrap();
    (folder, store)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn key(n: u64) -> Key {
    let mut random = [0; 10];
    random[2..].copy_from_slice(&n.to_be_bytes());
    Key::new(NOW * 1_000, random)
}

/// An hour on ticket 54321 that began so many hours ago, for a profile or none.
fn hour(ago: i64, profile: Option<&str>) -> Content {
    let mut content = Content::blank(day("2026-11-22"), "Europe/Amsterdam", BookedAs::Range);
    content.profile = profile.map(str::to_owned);
    content.start = Some(NOW - ago * HOUR);
    content.end = Some(NOW - (ago - 1) * HOUR);
    content.target = Some(Target {
        kind: TargetKind::Ticket,
        at: Reference::typed("54321"),
    });
    content.note = Some(format!("{ago} hours ago"));
    content
}

fn admitted(content: &Content) -> Admitted {
    Admitted::unchecked_for_tests(content.clone())
}

fn book(store: &mut Store, content: &Content, n: u64) -> Entry {
    try_book(store, content, n).unwrap()
}

fn try_book(store: &mut Store, content: &Content, n: u64) -> Result<Entry, StoreError> {
    store.write(|tx| tx.book(&admitted(content), key(n), Status::Open, Origin::Local, NOW))
}

fn attempt(entry: &Entry, act: Act) -> Attempt {
    Attempt {
        act,
        sent: (act != Act::Delete).then(|| Outgoing {
            key: entry.key,
            revision: entry.revision,
            content: entry.content.clone(),
            mailing: Mailing::default(),
            marked: true,
        }),
        revision: entry.revision,
        sent_at: NOW,
        times: 1,
    }
}

fn seen(id: &str, content: &Content) -> Observed {
    Observed::unchecked_for_tests(Remote {
        id: RemoteId(id.to_owned()),
        key: None,
        keeps_key: false,
        content: content.clone(),
        status: Status::Submitted,
        status_word: Some("PendingApproval".to_owned()),
        locked: false,
        reject_reason: None,
        changed_at: Some(NOW),
        sheet: None,
        raw: [("hours".to_owned(), serde_json::json!(1.0))].into(),
    })
}

/// What is about to be sent is noted.
fn begin(store: &mut Store, entry: EntryId, attempt: &Attempt) {
    let link = store.view().link(entry, "work").unwrap().unwrap();
    assert!(store.write(|tx| tx.begin(&link, "acme", attempt)).unwrap());
}

/// Books, begins and settles: the entry is on the service.
fn delivered(store: &mut Store, content: &Content, n: u64, remote: &str) -> Entry {
    let entry = book(store, content, n);
    let attempt = attempt(&entry, Act::Create);
    begin(store, entry.id, &attempt);
    store
        .write(|tx| tx.settle_sent(entry.id, "work", &seen(remote, content), &attempt))
        .unwrap();
    entry
}
