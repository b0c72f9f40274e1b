//! The finished command under trouble: killed at any instant, denied the disk, beside
//! many others. After every single one the database is whole, what was reported is
//! there, and journal and entries agree.
//!
//! Sizes come from the environment (`TT_WRITES`, `TT_KILLS`, `TT_TORTURE`), so that the
//! usual run is short and a night's run is not.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where something is missing, and says how far it went"
)]

mod damage;
mod denied;
mod gates;
mod kills;
pub mod tracer;
mod writers;

use crate::cli::{Desk, NOW};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tt::domain::entry::Entry;
use tt::domain::ids::EntryId;
use tt::store::{Access, Store};

/// A folder with a database in it, or with nothing.
pub struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A copy of what a desk has by now.
    fn copy_of(desk: &Desk) -> Self {
        let place = Self::empty();
        let data = place.db().parent().unwrap().to_owned();
        std::fs::create_dir(&data).unwrap();
        for item in std::fs::read_dir(desk.db().parent().unwrap()).unwrap() {
            let item = item.unwrap();
            std::fs::copy(item.path(), data.join(item.file_name())).unwrap();
        }
        place
    }

    fn db(&self) -> PathBuf {
        self.folder.path().join("data/tt.db")
    }

    /// `tt` here, by way of another program where one is given.
    fn tt(&self, by_way_of: &[String], args: &[&str]) -> Output {
        let tt = assert_cmd::cargo::cargo_bin!("tt");
        let mut command = match by_way_of {
            [] => Command::new(tt),
            [program, rest @ ..] => {
                let mut command = Command::new(program);
                command.args(rest).arg(tt);
                command
            }
        };
        settle(command.args(args), self.folder.path(), &self.db());
        command.stdin(Stdio::null()).output().unwrap()
    }
}

/// The surroundings that every command here has.
fn settle<'c>(command: &'c mut Command, home: &Path, db: &Path) -> &'c mut Command {
    command
        .env_clear()
        .env("HOME", home)
        .env("PATH", "/usr/bin:/bin")
        .env("TZ", "Europe/Amsterdam")
        .env("USER", "jdoe")
        .env("TT_NOW", NOW)
        .env("TT_DB", db)
        .current_dir(home)
}

/// `tt` on a desk, as std knows it.
fn on_desk(desk: &Desk, args: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("tt"));
    settle(command.args(args), desk.home(), &desk.db());
    command
}

/// Every entry, removed ones too, by number. Panics unless the database is whole and the
/// journal tells of each entry what it is now, without a break from its first line on.
fn whole(db: &Path, when: &str) -> BTreeMap<i64, Entry> {
    let mut entries = BTreeMap::new();
    if !db.exists() {
        return entries;
    }
    let store = Store::open(db, Access::Read, 0).unwrap_or_else(|error| panic!("{when}: {error}"));
    let findings = store.check().unwrap();
    assert!(findings.is_empty(), "{when}: {findings:?}");
    let view = store.view();
    for number in 1.. {
        let id = EntryId(number);
        let Some((entry, _)) = view.entry(id).unwrap() else {
            break;
        };
        let mut told = None;
        let lines = view.journal_of(id).unwrap();
        assert!(
            !lines.is_empty(),
            "{when}: the journal is silent of entry {id}"
        );
        for line in lines {
            assert_eq!(
                line.line.before, told,
                "{when}: a break before line {}",
                line.n
            );
            told = line.line.after;
        }
        assert_eq!(told, view.snapshot(id).unwrap(), "{when}: entry {id}");
        entries.insert(number, entry);
    }
    let lines = view.journal_back(None, u32::MAX).unwrap();
    for line in lines {
        let id = line.line.entry.map_or(0, |id| id.0);
        assert!(
            entries.contains_key(&id),
            "{when}: line {} is of no entry",
            line.n
        );
    }
    entries
}

/// Runs this for each of these on a few threads at once.
pub fn for_each<T: Sync>(of: &[T], run: impl Fn(&T) + Sync) {
    let next = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(one) =
                    of.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
                {
                    run(one);
                }
            });
        }
    });
}

/// What a run said, for messages.
pub fn said(output: &Output) -> String {
    format!(
        "{}\nstdout: {}\nstderr: {}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}
