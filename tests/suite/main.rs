//! The one test binary: linking is what costs.

mod migrations;
