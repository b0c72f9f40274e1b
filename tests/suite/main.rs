//! The one test binary: linking is what costs.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "../support/mod.rs"]
mod support;

mod cli;
mod config;
mod conformance;
mod connectwise_wire;
mod crash;
mod generated;
mod golden;
mod layering;
mod login;
mod migrations;
mod net;
mod rules;
mod sync;
mod vendor_fake;
mod vendor_fake_autotask;
mod vendor_fake_freshbooks;
mod vendor_fake_moneybird;
