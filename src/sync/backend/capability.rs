//! What each service can do, the four under each other.

use crate::domain::status::{BackendKind, Status};

/// What a service can do. A thing that is false here answers `Unsupported`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// Keeps a key of ours in a field of its own.
    pub keeps_key: bool,
    /// Has a place for the marker that no invoice shows.
    pub takes_marker: bool,
    /// Has timesheets that are submitted and approved.
    pub sheets: bool,
    /// Takes entries without clock times.
    pub dates: bool,
    /// Has notes and to-dos on an entry.
    pub notes: bool,
    /// The finest time it keeps, seconds.
    pub grain: i64,
    /// Takes a query in a language of its own.
    pub asks: bool,
    /// Lists in the order that is asked for.
    pub orders: bool,
    /// Has timers of its own that run there.
    pub timers: bool,
    /// The most entries on one page.
    pub page: u32,
    /// Where its entries can stand.
    pub statuses: &'static [Status],
}

const EVERY: &[Status] = Status::ALL;
const TWO: &[Status] = &[Status::Open, Status::Billed];

#[rustfmt::skip]
const MATRIX: [(BackendKind, Capabilities); 5] = [
    (BackendKind::ConnectWise, Capabilities { keeps_key: true,  takes_marker: true,  sheets: true,  dates: false, notes: false, grain: 1,  asks: true,  orders: true,  timers: false, page: 1000, statuses: EVERY }),
    (BackendKind::Autotask,    Capabilities { keeps_key: false, takes_marker: true,  sheets: false, dates: true,  notes: false, grain: 1,  asks: true,  orders: false, timers: false, page: 500,  statuses: EVERY }),
    (BackendKind::Moneybird,   Capabilities { keeps_key: false, takes_marker: false, sheets: false, dates: false, notes: true,  grain: 60, asks: true,  orders: false, timers: true,  page: 100,  statuses: TWO }),
    (BackendKind::FreshBooks,  Capabilities { keeps_key: false, takes_marker: false, sheets: false, dates: false, notes: false, grain: 1,  asks: false, orders: false, timers: true,  page: 100,  statuses: TWO }),
    (BackendKind::Reference,   Capabilities { keeps_key: true,  takes_marker: true,  sheets: false, dates: true,  notes: false, grain: 1,  asks: false, orders: false, timers: false, page: 1000, statuses: EVERY }),
];

/// ConnectWise as its examples for integrators tell it: no field there holds a key.
pub static CONNECTWISE_DOCUMENTED: Capabilities = Capabilities {
    keeps_key: false,
    ..MATRIX[0].1
};

/// The service in memory without a place for anything of ours, like two of the real four.
pub static REFERENCE_KEYLESS: Capabilities = Capabilities {
    keeps_key: false,
    takes_marker: false,
    ..MATRIX[4].1
};

/// The row of this service.
#[must_use]
pub fn capabilities(kind: BackendKind) -> &'static Capabilities {
    let row = match kind {
        BackendKind::ConnectWise => 0,
        BackendKind::Autotask => 1,
        BackendKind::Moneybird => 2,
        BackendKind::FreshBooks => 3,
        BackendKind::Reference => 4,
    };
    &MATRIX[row].1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dialect_without_keys_differs_in_nothing_else() {
        let published = capabilities(BackendKind::ConnectWise);
        assert!(published.keeps_key);
        let there = Capabilities {
            keeps_key: true,
            ..CONNECTWISE_DOCUMENTED
        };
        assert_eq!(there, *published);
    }

    #[test]
    fn every_kind_finds_its_own_row() {
        for (kind, row) in &MATRIX {
            assert!(
                std::ptr::eq(capabilities(*kind), row) || capabilities(*kind) == row,
                "{kind}"
            );
            let at = MATRIX.iter().position(|(other, _)| other == kind).unwrap();
            assert_eq!(MATRIX[at].1, *capabilities(*kind));
        }
    }
}
