//! One format a file.

mod columns;
pub mod json;
pub mod report;
pub mod show;
pub mod status;
pub mod table;
pub mod week;

/// What text for people is drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Canvas {
    /// Columns of the terminal; none where it is not a terminal: then there are
    /// no lines around text, and nothing is cut.
    pub columns: Option<usize>,
    /// Whether colour is used.
    pub colour: bool,
}
