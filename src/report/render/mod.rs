//! One format a file. Those that are made for other programs are a [`Sheet`]
//! each: entries are written as they come, and none is kept.

mod columns;
pub mod csv;
pub mod html;
pub mod ical;
pub mod json;
pub mod jsonl;
pub mod markdown;
pub mod remote;
pub mod report;
pub mod review;
pub mod sheets;
pub mod show;
pub mod status;
pub mod sums;
pub mod table;
pub mod team;
pub mod week;

use super::{Context, Item};
use crate::domain::delivery::Link;
use crate::domain::entry::Entry;
use std::io;

/// Takes entries one after the other and writes each at once.
pub trait Sheet {
    /// What stands before the first entry.
    ///
    /// # Errors
    /// Those of the stream.
    fn begin(&mut self) -> io::Result<()>;

    /// One entry.
    ///
    /// # Errors
    /// Those of the stream.
    fn entry(&mut self, item: &Item<'_>, context: &dyn Context) -> io::Result<()>;

    /// What stands after the last one.
    ///
    /// # Errors
    /// Those of the stream.
    fn end(&mut self) -> io::Result<()>;
}

/// Writes stored entries on a sheet while they are being read.
///
/// # Errors
/// Those of the rows and of the stream; what came before stays written.
pub fn write<E: From<io::Error>>(
    sheet: &mut dyn Sheet,
    rows: impl IntoIterator<Item = Result<(Entry, Option<Link>), E>>,
    context: &dyn Context,
) -> Result<(), E> {
    sheet.begin()?;
    for row in rows {
        let (entry, link) = row?;
        sheet.entry(&Item::stored(&entry, link.as_ref()), context)?;
    }
    Ok(sheet.end()?)
}

/// What text for people is drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Canvas {
    /// Columns of the terminal; none where it is not a terminal: then there are
    /// no lines around text, and nothing is cut.
    pub columns: Option<usize>,
    /// Whether colour is used.
    pub colour: bool,
}
