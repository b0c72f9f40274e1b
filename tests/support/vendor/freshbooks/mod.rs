//! FreshBooks, as far as it is written down what its time entries must be.
//!
//! Written from the vendor's facts alone; it never looks at the crate under test.

pub mod rules;
