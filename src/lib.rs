//! `tt` books time at the command line and delivers it to a professional-services
//! system exactly once.
//!
//! # Layers
//!
//! | module | is for | never |
//! |---|---|---|
//! | [`domain`] | the vocabulary: entries, targets, states, lengths, the grammar of times | reads anything |
//! | [`screen`] | what may reach a terminal, and in which colour | prints |
//! | [`clock`] | the machine's clocks, behind a trait | computes |
//! | [`logging`] | what `TT_LOG` shows on stderr | takes a line of another crate |
//! | [`rules`] | one table of rules, pure checks, the makers of what the store takes | does I/O |
//! | [`rounding`] | named rounding policies | changes raw time |
//! | [`report`] | entries as tables and JSON | asks the store |
//! | [`import`] | what other trackers wrote, as rows | opens a file, books |
//! | [`config`] | `config.toml`, paths, where secrets come from | reads the environment |
//! | [`store`] | the only SQL; one file, transactions, the journal | decides |
//! | [`net`] | HTTP without vendors: certainty, time-outs, retry, pace | knows a service |
//! | [`ledger`] | what a command does to entries: rules and store in one transaction | talks to a service |
//! | [`sync`] | the engine, and below it one adapter a service | prints |
//! | [`cli`] | the command tree, help, generated files | acts |
//! | [`failure`] | errors as words, help and exit codes | decides |
//! | [`app`] | one run: arguments, environment, clock, streams | knows a command |
//! | [`cmd`] | one file a command | holds rules |
//!
//! Each may name those above it in this table as far as `tests/suite/layering.rs` allows.
//!
//! # Life of an entry
//!
//! Words become a [`domain::content::Draft`]; [`rules::admit`] lets it through as
//! [`rules::Admitted`] or names every rule it breaks; the store books it with its
//! journal line and the link that owes it to the profile's service, in one
//! transaction. What is owed is derived: the entry's revision is newer than the
//! one the link says was delivered. A sync looks first (the window of the
//! service, whatever was left unconfirmed), then commits what it is about to
//! send, sends it once, and commits what came of it. What a service holds enters
//! as [`rules::Observed`] and through no other door.
//!
//! # Where to add
//!
//! - a rule: one row in `rules/table/`, its check in `rules/check/`, its pair in the tests;
//! - a command: its arguments in `cli/`, one file in `cmd/`, its act in `ledger/`;
//! - a service: one folder in `sync/backend/`, one row in its capability matrix, one rig in the tests.
//!
//! # What never happens
//!
//! Capture, list and completion never touch the network. No create is repeated
//! while its outcome is unknown. No float holds time. No secret is printed,
//! logged or stored. Nothing below [`app`] reads a clock or the environment.

pub mod app;
pub mod cli;
pub mod clock;
pub mod cmd;
pub mod config;
pub mod domain;
pub mod failure;
pub mod import;
pub mod ledger;
pub mod logging;
pub mod net;
pub mod report;
pub mod rounding;
pub mod rules;
pub mod screen;
pub mod store;
pub mod sync;
