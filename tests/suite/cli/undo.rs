//! `tt undo`: any step, repeatedly; journal and entries agree.

use super::Desk;
use super::edit::stands;
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;
use tt::domain::charge::{Reference, Target, TargetKind};
use tt::domain::content::{Content, Draft, Pause};
use tt::domain::delivery::Mailing;
use tt::domain::entry::Entry;
use tt::domain::ids::{EntryId, Key};
use tt::domain::settings::RuleSettings;
use tt::domain::status::{BookedAs, Origin, Status};
use tt::domain::when::Setting;
use tt::domain::zone::Zone;
use tt::ledger::{self, Booking, Change, Cut, LedgerError, Move, Place, Site};
use tt::rules::{Stage, admit};
use tt::store::{Access, Action, Line, Snapshot, Store, StoreError, Tx, Who};

#[test]
fn every_command_is_taken_back_one_after_the_other() {
    let desk = Desk::new();
    let mut seen = vec![desk.json("list week")];
    for line in [
        "log 8-9 --ticket 5 first",
        "log 9-10 second",
        "edit 1-2 -t both",
        "split 2 --after 20m -m rest",
        "delete 1",
        "submit 2 3",
    ] {
        desk.tt(line).exits(0);
        seen.push(desk.json("list week"));
    }
    seen.pop();
    let plain = |list: &serde_json::Value| {
        let mut list = list.clone();
        for entry in list.as_array_mut().unwrap() {
            entry["revision"] = json!(0);
        }
        list
    };
    for expected in seen.iter().rev() {
        desk.tt("undo").exits(0);
        assert_eq!(plain(&desk.json("list week")), plain(expected));
    }
    let ran = desk.tt("undo --json").exits(1);
    assert_eq!(ran.json()["error"]["code"], "nothing");
}

#[test]
fn it_says_what_was_undone() {
    let desk = Desk::new();
    desk.tt("log 8-9 first").exits(0);
    desk.tt("edit 1 -m second").exits(0);
    let ran = desk.tt("undo").exits(0);
    assert!(
        ran.out
            .starts_with("undid edit of 1: Sun 22 Nov 08:00–09:00"),
        "{}",
        ran.out
    );
    let undone = desk.json("undo");
    assert_eq!(undone[0]["id"], 1);
    let last = desk.json("history --limit 1")[0].clone();
    assert_eq!(
        (&last["action"], &last["to"]),
        (&json!("undo"), &serde_json::Value::Null)
    );
}

#[test]
fn a_step_on_a_locked_entry_stays() {
    let desk = Desk::new();
    desk.tt("log 8-9 first").exits(0);
    desk.tt("edit 1 -m second").exits(0);
    stands(&desk, 1, Status::Approved);
    for _ in 0..2 {
        let ran = desk.tt("undo --json").exits(4);
        assert_eq!(ran.json()["error"]["code"], "locked");
    }
    assert_eq!(desk.json("show 1")[0]["note"], "second");
    stands(&desk, 1, Status::Open);
    desk.tt("submit 1").exits(0);
    stands(&desk, 1, Status::Approved);
    desk.tt("undo").exits(4);
    stands(&desk, 1, Status::Submitted);
    desk.tt("undo").exits(0);
    assert_eq!(desk.json("show 1")[0]["status"], "open");
    desk.tt("undo").exits(0);
    assert_eq!(desk.json("show 1")[0]["note"], "first");
}

const NOW: i64 = 1_795_338_000;

fn site() -> Site {
    Site {
        now: NOW,
        who: "anna".into(),
        rules: RuleSettings::default(),
        catalog_max_age: 86_400,
        profiles: BTreeMap::new(),
    }
}

fn hour(n: i64) -> Content {
    let start = NOW - 3_600 * (n + 1);
    let mut content = Content::blank(Zone::UTC.date(start), "UTC", BookedAs::Range);
    (content.start, content.end) = (Some(start), Some(start + 3_600));
    content
}

fn draft(content: Content) -> Draft {
    Draft {
        content,
        mailing: Mailing::default(),
        future: false,
    }
}

/// Changes an entry as a command would, with its line in the journal.
fn act(
    tx: &Tx<'_>,
    id: EntryId,
    who: Who,
    action: Action,
    change: impl FnOnce(&mut Content),
) -> Result<(), StoreError> {
    let (mut entry, _) = tx.entry(id)?.unwrap();
    let before = tx.snapshot(id)?;
    change(&mut entry.content);
    let site = site();
    let facts = tx.facts(NOW, 0);
    let context = site.context(None, Stage::Log, &facts);
    let admitted = admit(draft(entry.content), &context).unwrap();
    tx.amend(id, &admitted, NOW)?;
    let line = Line {
        at: NOW,
        who,
        step: tx.new_step()?,
        action,
        entry: Some(id),
        after: tx.snapshot(id)?,
        before,
        undoes: None,
    };
    tx.journal(&line).map(drop)
}

fn open() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("tt.db"), Access::Write, NOW).unwrap();
    (folder, store)
}

fn book(store: &mut Store, content: Content, n: i64) -> Entry {
    let mut key = [0; 10];
    key[..8].copy_from_slice(&n.to_be_bytes());
    let booking = Booking {
        draft: draft(content),
        place: Place::Fixed,
        setting: Setting::new(NOW, Zone::UTC),
        key: Key::new(NOW * 1_000, key),
        said: Vec::new(),
    };
    ledger::log(store, booking, &site()).unwrap().0
}

#[test]
fn fields_the_service_changed_since_are_kept() {
    let (_folder, mut store) = open();
    let id = book(&mut store, hour(1), 1).id;
    let person = || Who::Person("anna".into());
    store
        .write(|tx| {
            act(tx, id, person(), Action::Edit, |content| {
                content.note = Some("mine".into());
                content.end = content.end.map(|end| end - 600);
                content.tags.insert("a".into());
            })?;
            act(tx, id, Who::Sync, Action::Observe, |content| {
                content.note = Some("theirs".into());
                content.start = content.start.map(|start| start + 60);
            })
        })
        .unwrap();
    let undone = ledger::undo(&mut store, &site()).unwrap();
    assert_eq!(undone.kept, [(id, vec!["note", "time"])]);
    let content = &undone.entries[0].content;
    assert_eq!(content.note.as_deref(), Some("theirs"));
    assert_eq!(content.start, hour(1).start.map(|start| start + 60));
    assert_eq!(content.end, hour(1).end.map(|end| end - 600));
    assert!(content.tags.is_empty());
}

#[test]
fn steps_of_a_timer_go_back_like_any_other() {
    let (_folder, mut store) = open();
    let id = book(&mut store, hour(1), 1).id;
    let person = || Who::Person("anna".into());
    type Doing = (Action, fn(&mut Content));
    let steps: [Doing; 4] = [
        (Action::Resume, |content| content.end = None),
        (Action::Pause, |content| {
            content.pauses.push(Pause {
                start: content.start.unwrap() + 60,
                end: None,
            });
        }),
        (Action::Resume, |content| {
            content.pauses[0].end = content.start.map(|start| start + 120);
        }),
        (Action::Stop, |content| {
            content.end = content.start.map(|start| start + 600)
        }),
    ];
    let mut seen = Vec::new();
    for (action, change) in steps {
        seen.push(store.view().entry(id).unwrap().unwrap().0.content);
        store
            .write(|tx| act(tx, id, person(), action, change))
            .unwrap();
    }
    for expected in seen.iter().rev() {
        let undone = ledger::undo(&mut store, &site()).unwrap();
        assert_eq!(undone.entries[0].content, *expected);
    }
}

#[derive(Debug, Clone)]
enum Act {
    Log(i64, bool),
    Edit(usize, u8),
    Split(usize, u32),
    Delete(usize),
    Submit(usize),
    Undo,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        3 => (0_i64..40, any::<bool>()).prop_map(|(n, linked)| Act::Log(n, linked)),
        4 => (any::<usize>(), any::<u8>()).prop_map(|(at, what)| Act::Edit(at, what)),
        2 => (any::<usize>(), 2_u32..5).prop_map(|(at, n)| Act::Split(at, n)),
        2 => any::<usize>().prop_map(Act::Delete),
        2 => any::<usize>().prop_map(Act::Submit),
        3 => Just(Act::Undo),
    ];
    prop::collection::vec(act, 1..24)
}

type Live = BTreeMap<EntryId, (Content, Status)>;

fn live(store: &Store) -> Live {
    let listed = store.view().journal_back(None, u32::MAX).unwrap();
    let ids = listed.iter().filter_map(|recorded| recorded.line.entry);
    let entries = ids.filter_map(|id| store.view().entry(id).unwrap());
    entries
        .filter(|(entry, _)| !entry.removed)
        .map(|(entry, _)| (entry.id, (entry.content, entry.status)))
        .collect()
}

/// The last word of the journal on each entry is what the entry is.
fn agrees(store: &Store) {
    let mut last: BTreeMap<EntryId, Snapshot> = BTreeMap::new();
    let mut lines = store.view().journal_back(None, u32::MAX).unwrap();
    lines.reverse();
    for recorded in lines {
        let line = recorded.line;
        let (id, after) = (line.entry.unwrap(), line.after.unwrap());
        assert_eq!(
            last.get(&id),
            line.before.as_ref(),
            "{id} before {}",
            line.action
        );
        last.insert(id, after);
    }
    for (id, snapshot) in last {
        assert_eq!(store.view().snapshot(id).unwrap().as_ref(), Some(&snapshot));
    }
}

fn edit(content: &mut Content, what: u8) {
    let is_odd = what % 2 == 1;
    match what % 6 {
        0 => content.note = Some(format!("note {what}")),
        1 => content.end = content.end.map(|end| end - i64::from(what)),
        2 => content.profile = is_odd.then(|| "work".to_owned()).or(Some("other".into())),
        3 => {
            content.tags.insert(what.to_string());
        }
        4 => content.profile = None,
        _ => {
            content.target = Some(Target {
                kind: TargetKind::Ticket,
                at: Reference::typed(&what.to_string()),
            });
        }
    }
}

/// Whether the act made a step.
fn does(store: &mut Store, act: &Act, n: i64) -> bool {
    let ids: Vec<EntryId> = live(store).into_keys().collect();
    let at = |at: usize| ids.get(at % ids.len().max(1)).copied();
    let site = site();
    let done: Result<bool, LedgerError> = match act {
        Act::Log(hours, linked) => {
            let mut content = hour(*hours);
            content.profile = linked.then(|| "work".to_owned());
            book(store, content, n);
            Ok(true)
        }
        Act::Edit(which, what) => at(*which).map_or(Ok(false), |id| {
            let change = |entry: &Entry| -> Result<Change, LedgerError> {
                let mut content = entry.content.clone();
                edit(&mut content, *what);
                Ok(Change {
                    draft: draft(content),
                    said: Vec::new(),
                })
            };
            ledger::edit(store, &[id], &site, change).map(|done| !done.changed.is_empty())
        }),
        Act::Split(which, parts) => at(*which).map_or(Ok(false), |id| {
            let cut = |_: &Entry| -> Result<Cut, LedgerError> { Ok(Cut::Into(*parts)) };
            ledger::split(store, id, &site, cut, |_| Ok(())).map(|_| true)
        }),
        Act::Delete(which) => at(*which).map_or(Ok(false), |id| {
            ledger::remove(store, &[id], &site).map(|_| true)
        }),
        Act::Submit(which) => at(*which).map_or(Ok(false), |id| {
            ledger::advance(store, &[id], &Move::Submit, &site).map(|done| !done.moved.is_empty())
        }),
        Act::Undo => Ok(false),
    };
    match done {
        Ok(made) => made,
        Err(LedgerError::Refused(_) | LedgerError::Time(_)) => false,
        Err(other) => panic!("{act:?}: {other}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_was_done_is_undone_step_by_step(acts in acts()) {
        let (_folder, mut store) = open();
        let mut past: Vec<Live> = Vec::new();
        for (n, act) in (1_i64..).zip(&acts) {
            let before = live(&store);
            if matches!(act, Act::Undo) {
                match (ledger::undo(&mut store, &site()), past.pop()) {
                    (Ok(_), Some(expected)) => prop_assert_eq!(live(&store), expected),
                    (Err(LedgerError::Nothing { .. }), None) => {}
                    (other, expected) => prop_assert!(false, "{:?} {:?}", other, expected),
                }
            } else if does(&mut store, act, n) {
                past.push(before);
            } else {
                prop_assert_eq!(live(&store), before, "{:?}", act);
            }
            agrees(&store);
        }
        while let Some(expected) = past.pop() {
            ledger::undo(&mut store, &site()).unwrap();
            prop_assert_eq!(live(&store), expected);
        }
        agrees(&store);
        prop_assert!(live(&store).is_empty());
        prop_assert!(ledger::undo(&mut store, &site()).is_err());
        prop_assert_eq!(store.check().unwrap(), Vec::<String>::new());
    }
}

/// A new entry as the store takes it, for the key of a delivered removal.
#[test]
fn a_delivered_removal_comes_back_as_a_new_record() {
    let (_folder, mut store) = open();
    let mut content = hour(1);
    content.profile = Some("work".into());
    let entry = book(&mut store, content, 1);
    ledger::remove(&mut store, &[entry.id], &site()).unwrap();
    let undone = ledger::undo(&mut store, &site()).unwrap();
    assert_eq!(undone.entries[0].key, entry.key, "the service never had it");
    assert_eq!(undone.entries[0].origin, Origin::Local);
    let (_, link) = store.view().entry(entry.id).unwrap().unwrap();
    assert!(link.unwrap().is_due());
}
