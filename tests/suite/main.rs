//! The test suite: one binary, because linking is what costs.

#[path = "../support/mod.rs"]
mod support;

mod vendor_fake;
