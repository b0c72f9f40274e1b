//! Books the rows of another tracker: all of them in one step, each row once however often
//! it is read, and none at all where one is refused.

use super::Acting;
use super::catalog;
use super::error::LedgerError;
use super::log::fresh_key;
use super::site::Site;
use crate::domain::content::Draft;
use crate::domain::entry::{Breach, Entry};
use crate::domain::ids::EntryId;
use crate::domain::status::{Origin, Status};
use crate::rules::{self, Stage};
use crate::store::{Action, Source, Stands, Store, StoreError, Tx};

/// A row to be booked.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// What it becomes.
    pub draft: Draft,
    /// What its source tells it apart by.
    pub name: String,
    /// The same by everything it says.
    pub whole: String,
    /// What it says, to see a change.
    pub digest: String,
    /// Whether no other row of this import has its name.
    pub is_only: bool,
}

/// What became of a row.
#[derive(Debug, Clone)]
pub enum Fate {
    /// Booked.
    Booked(Box<Entry>),
    /// It was imported before, as this entry.
    Known(EntryId),
    /// It was, and the source says something else of it since.
    Changed(EntryId),
    /// It was, and somebody deleted the entry.
    Deleted(EntryId),
    /// Rules refuse it.
    Refused(Vec<Breach>),
}

/// How rows are to be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct How {
    /// Rows that are refused are left out; else one of them stops all.
    pub leave_refused: bool,
    /// Only to see what would become of them.
    pub rehearse: bool,
}

/// What came of all rows.
#[derive(Debug, Clone)]
pub struct TakenIn {
    /// What became of each, in their order.
    pub fates: Vec<Fate>,
    /// Whether the entries are stored.
    pub is_stored: bool,
}

enum Halt {
    /// Nothing is to be stored.
    Refused(Vec<Fate>),
    Failed(LedgerError),
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// Books rows in one transaction, as one step that `undo` takes back whole. Where one is
/// refused, and refused ones are not to be left out, nothing is stored.
///
/// # Errors
/// The store's; facts that cannot be had.
pub fn take_in(
    store: &mut Store,
    rows: &[Incoming],
    how: How,
    site: &Site,
) -> Result<TakenIn, LedgerError> {
    let book = |tx: &Tx<'_>| {
        let fates = book_all(tx, rows, site).map_err(Halt::Failed)?;
        let is_refused = fates.iter().any(|fate| matches!(fate, Fate::Refused(_)));
        if is_refused && !how.leave_refused {
            return Err(Halt::Refused(fates));
        }
        Ok(fates)
    };
    let done = if how.rehearse {
        store.rehearse(book)
    } else {
        store.write(book)
    };
    match done {
        Ok(fates) => Ok(TakenIn {
            fates,
            is_stored: !how.rehearse,
        }),
        Err(Halt::Refused(fates)) => Ok(TakenIn {
            fates,
            is_stored: false,
        }),
        Err(Halt::Failed(error)) => Err(error),
    }
}

fn book_all(tx: &Tx<'_>, rows: &[Incoming], site: &Site) -> Result<Vec<Fate>, LedgerError> {
    let acting = Acting::begin(tx, site)?;
    let mut fates = Vec::with_capacity(rows.len());
    for row in rows {
        let by_name = tx.source(&row.name)?;
        let by_whole = if row.whole == row.name {
            None
        } else {
            tx.source(&row.whole)?
        };
        let fate = match before(row, by_name.as_ref(), by_whole.as_ref()) {
            Some(fate) => fate,
            None => book(tx, &acting, row, site)?,
        };
        if let Fate::Booked(entry) = &fate {
            // A name that another row has goes on standing for that one.
            let is_free = by_name.is_none_or(|source| source.stands == Stands::Undone);
            let name = if is_free { &row.name } else { &row.whole };
            tx.keep_source(name, entry.id, &row.digest)?;
        }
        fates.push(fate);
    }
    Ok(fates)
}

/// What is known of the row from an import before; none where it is to be booked.
fn before(row: &Incoming, by_name: Option<&Source>, by_whole: Option<&Source>) -> Option<Fate> {
    let counts = |source: &&Source| source.stands != Stands::Undone;
    let told = |source: &Source, fate: fn(EntryId) -> Fate| match source.stands {
        Stands::Deleted => Fate::Deleted(source.entry),
        _ => fate(source.entry),
    };
    let by_name = by_name.filter(counts);
    by_name
        .filter(|source| source.digest == row.digest)
        .or(by_whole.filter(counts))
        .map(|source| told(source, Fate::Known))
        .or_else(|| {
            by_name
                .filter(|_| row.is_only)
                .map(|source| told(source, Fate::Changed))
        })
}

fn book(
    tx: &Tx<'_>,
    acting: &Acting<'_, '_>,
    row: &Incoming,
    site: &Site,
) -> Result<Fate, LedgerError> {
    let facts = tx.facts(site.now, site.catalog_max_age);
    let mut draft = row.draft.clone();
    let settled = catalog::settle(&mut draft.content, None, &facts, site);
    let absent = match settled {
        Ok(absent) => absent,
        Err(why) => return unclear(why),
    };
    let profile = draft.content.profile.clone();
    let context = site.context(profile.as_deref(), Stage::Log, &facts);
    let admitted = match rules::admit(draft, &context) {
        Ok(admitted) => admitted,
        Err(why) => return unclear(LedgerError::of_one(None, why)),
    };
    if let Err(why) = absent.refuse(&admitted) {
        return unclear(why);
    }
    let key = fresh_key(site.now)?;
    let entry = tx.book(&admitted, key, Status::Open, Origin::Local, site.now)?;
    let after = tx.snapshot_of(&entry)?;
    acting.note_change(Action::Book, entry.id, None, Some(after))?;
    Ok(Fate::Booked(Box::new(entry)))
}

/// What a person can mend is the fate of the row; the rest is a failure of all.
fn unclear(why: LedgerError) -> Result<Fate, LedgerError> {
    match why {
        LedgerError::Refused(refused) => Ok(Fate::Refused(
            refused
                .into_iter()
                .flat_map(|(_, refusal)| refusal.breaches)
                .collect(),
        )),
        LedgerError::Unclear { message, help } => Ok(Fate::Refused(vec![Breach {
            rule: "name".to_owned(),
            field: None,
            message,
            help,
        }])),
        other => Err(other),
    }
}
