//! The one test binary: linking is what costs.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod migrations;
