//! One format a file.

pub mod json;
pub mod show;
pub mod table;

/// What text for people is drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Canvas {
    /// Columns of the terminal; none where it is not a terminal: then there are
    /// no lines around text, and nothing is cut.
    pub columns: Option<usize>,
    /// Whether colour is used.
    pub colour: bool,
}
