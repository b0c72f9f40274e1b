//! Readings against a service that is made up of lists.

use super::*;
use crate::clock::SystemClock;
use crate::domain::content::Content;
use crate::domain::delivery::{Outgoing, Remote};
use crate::domain::ids::RemoteId;
use crate::domain::status::BackendKind;
use crate::store::Access;
use crate::sync::backend::{Identity, RemoteQuery};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// A service with pages of two, of which some may be refused.
#[derive(Default)]
struct Lists {
    all: BTreeMap<CatalogKind, Vec<&'static str>>,
    changed: Option<Vec<&'static str>>,
    refuse: Option<ErrorKind>,
    endless: bool,
    asked: Mutex<Vec<String>>,
}

impl Lists {
    fn note(&self, what: String) {
        self.asked.lock().unwrap().push(what);
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }

    fn page(
        &self,
        kind: CatalogKind,
        ids: &[&str],
        page: &Page,
    ) -> Result<Batch<CatalogItem>, BackendError> {
        if let Some(refusal) = &self.refuse {
            return Err(BackendError::new(refusal.clone(), "no", "none"));
        }
        let first: usize = page.cursor.as_deref().map_or(0, |at| at.parse().unwrap());
        let items = ids.iter().skip(first).take(2).map(|id| CatalogItem {
            kind,
            id: (*id).to_owned(),
            code: None,
            name: format!("thing {id}"),
            active: true,
            facts: BTreeMap::new(),
        });
        let next = (first + 2 < ids.len() || self.endless).then(|| (first + 2).to_string());
        Ok(Batch {
            items: items.collect(),
            next,
            total: None,
        })
    }
}

fn never<T>() -> Result<T, BackendError> {
    Err(BackendError::new(
        ErrorKind::Unsupported,
        "not asked for",
        "",
    ))
}

impl Backend for Lists {
    fn kind(&self) -> BackendKind {
        BackendKind::Reference
    }

    fn check_access(&self) -> Result<Identity, BackendError> {
        never()
    }

    fn resolve(&self, _: &mut Outgoing) -> Result<(), BackendError> {
        never()
    }

    fn create(&self, _: &Outgoing) -> Result<Remote, BackendError> {
        never()
    }

    fn update(
        &self,
        _: &RemoteId,
        _: &Outgoing,
        _: &Remote,
        _: Option<&Content>,
    ) -> Result<Remote, BackendError> {
        never()
    }

    fn delete(&self, _: &RemoteId) -> Result<(), BackendError> {
        never()
    }

    fn find(&self, _: &Outgoing) -> Result<Vec<Remote>, BackendError> {
        never()
    }

    fn fetch(&self, _: &RemoteId) -> Result<Option<Remote>, BackendError> {
        never()
    }

    fn list(&self, _: &RemoteQuery, _: &Page) -> Result<Batch<Remote>, BackendError> {
        never()
    }

    fn catalog(&self, kind: CatalogKind, page: &Page) -> Result<Batch<CatalogItem>, BackendError> {
        self.note(format!("all {kind}"));
        match self.all.get(&kind) {
            Some(ids) => self.page(kind, ids, page),
            None => never(),
        }
    }

    fn catalog_changes(
        &self,
        kind: CatalogKind,
        since: i64,
        page: &Page,
    ) -> Result<Batch<CatalogItem>, BackendError> {
        self.note(format!("{kind} since {since}"));
        match &self.changed {
            Some(ids) => self.page(kind, ids, page),
            None => never(),
        }
    }

    fn normalise(&self, content: &Content) -> Content {
        content.clone()
    }
}

struct Nobody;

impl Watch for Nobody {
    fn begins(&self, _: CatalogKind) {}
    fn has_read(&self, _: u64, _: Option<u64>) {}
}

/// A store, and a service to fill it from.
struct Bench {
    _home: tempfile::TempDir,
    store: Store,
    lists: Lists,
}

const BEGIN: i64 = 1_795_342_020;
const TYPES: CatalogKind = CatalogKind::WorkTypes;

impl Bench {
    fn new(kind: CatalogKind, ids: &[&'static str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(&home.path().join("tt.db"), Access::Write, BEGIN).unwrap();
        let lists = Lists {
            all: BTreeMap::from([(kind, ids.to_vec())]),
            ..Lists::default()
        };
        Self {
            _home: home,
            store,
            lists,
        }
    }

    fn read(&mut self, kind: CatalogKind, now: i64) -> Result<Read, Stop> {
        self.read_within(kind, now, Duration::MAX)
    }

    fn read_within(
        &mut self,
        kind: CatalogKind,
        now: i64,
        deadline: Duration,
    ) -> Result<Read, Stop> {
        Reading {
            store: &mut self.store,
            backend: &self.lists,
            clock: &SystemClock::new(Some(now)),
            profile: "work",
            settings: Settings {
                all: false,
                whole_after: 7 * 86_400,
                page_size: 2,
                deadline,
            },
            watch: &Nobody,
        }
        .kind(kind)
    }

    /// The identities in use.
    fn ids(&self, kind: CatalogKind) -> Vec<String> {
        let view = self.store.view();
        let items = view.catalog_list("work", kind, &Which::default(), 100);
        items.unwrap().into_iter().map(|item| item.id).collect()
    }
}

#[test]
fn all_pages_are_read_and_what_is_gone_is_forgotten() {
    let mut bench = Bench::new(TYPES, &["1", "2", "3", "4", "5"]);
    assert_eq!(bench.read(TYPES, BEGIN).unwrap(), Read::All(5, 0));
    assert_eq!(bench.lists.asked().len(), 3);
    bench.lists.all.insert(TYPES, vec!["1", "6"]);
    // Who cannot tell what has changed is asked for all.
    assert_eq!(bench.read(TYPES, BEGIN + 60).unwrap(), Read::All(2, 4));
    assert_eq!(bench.ids(TYPES), ["1", "6"]);
    let fresh = bench.store.view().freshness("work", TYPES).unwrap();
    assert!(fresh.unwrap().whole);
    // An empty list of what was there is no reason to forget it.
    bench.lists.all.insert(TYPES, vec![]);
    assert!(matches!(
        bench.read(TYPES, BEGIN + 120).unwrap(),
        Read::Denied(_)
    ));
    assert_eq!(bench.ids(TYPES), ["1", "6"]);
}

#[test]
fn changes_are_enough_until_a_whole_reading_is_due() {
    let mut bench = Bench::new(TYPES, &["1", "2"]);
    bench.lists.changed = Some(vec!["3"]);
    bench.read(TYPES, BEGIN).unwrap();
    bench.lists.asked();
    assert_eq!(bench.read(TYPES, BEGIN + 60).unwrap(), Read::Changes(1));
    assert_eq!(bench.lists.asked(), [format!("work-types since {BEGIN}")]);
    assert_eq!(bench.read(TYPES, BEGIN + 90).unwrap(), Read::Changes(1));
    assert_eq!(
        bench.lists.asked(),
        [format!("work-types since {}", BEGIN + 60)]
    );
    let fresh = bench.store.view().freshness("work", TYPES).unwrap();
    assert!(
        fresh.unwrap().whole,
        "what has changed does not make it less whole"
    );
    assert_eq!(bench.ids(TYPES), ["1", "2", "3"]);
    let later = BEGIN + 8 * 86_400;
    assert_eq!(bench.read(TYPES, later).unwrap(), Read::All(2, 1));
}

#[test]
fn a_ticket_that_is_no_longer_listed_is_out_of_use_and_not_forgotten() {
    let kind = CatalogKind::Tickets;
    let mut bench = Bench::new(kind, &["1", "2"]);
    assert_eq!(bench.read(kind, BEGIN).unwrap(), Read::All(2, 0));
    bench.lists.all.insert(kind, vec!["2"]);
    assert_eq!(bench.read(kind, BEGIN + 60).unwrap(), Read::All(1, 1));
    assert_eq!(bench.ids(kind), ["2"]);
    let old = bench.store.view().catalog_item("work", kind, "1").unwrap();
    assert!(!old.unwrap().active);
    let fresh = bench.store.view().freshness("work", kind).unwrap();
    assert!(!fresh.unwrap().whole, "closed ones are not all known");
}

#[test]
fn trouble_is_told_apart() {
    let mut bench = Bench::new(TYPES, &["1"]);
    let members = bench.read(CatalogKind::Members, BEGIN).unwrap();
    assert_eq!(members, Read::None);
    for kind in [
        ErrorKind::Forbidden,
        ErrorKind::NotFound,
        ErrorKind::Protocol,
    ] {
        bench.lists.refuse = Some(kind);
        let read = bench.read(TYPES, BEGIN).unwrap();
        assert_eq!(read, Read::Denied("no".into()));
    }
    for kind in [ErrorKind::Unreachable, ErrorKind::Unauthorized] {
        bench.lists.refuse = Some(kind);
        assert!(matches!(bench.read(TYPES, BEGIN), Err(Stop::Service(_))));
    }
    bench.lists.refuse = None;
    let stopped = bench.read_within(TYPES, BEGIN, Duration::ZERO);
    assert!(matches!(stopped, Err(Stop::Time)));
    assert!(
        bench
            .store
            .view()
            .freshness("work", TYPES)
            .unwrap()
            .is_none()
    );
    bench.lists.endless = true;
    let read = bench.read(TYPES, BEGIN).unwrap();
    assert!(matches!(read, Read::Denied(why) if why.contains("do not end")));
}
