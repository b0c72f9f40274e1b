//! The rules: one table, pure checks, and the only makers of what the store takes.
//!
//! A rule is a row of [`table`]: its name, the stages at which it is asked, the
//! field it is about, what happens to an entry that breaks it, and the words
//! for the person. What it asks is a pure function in `check`. `ask` asks every
//! row that applies and collects all breaches; the three doors are
//!
//! - [`admit`]: a draft becomes [`Admitted`], or is refused with every breach;
//! - [`check()`]: a stored entry is looked at before a delete, a change of status or a delivery;
//! - [`observe`]: what a service holds becomes [`Observed`], checked for shape only.
//!
//! A check answers good, bad or unknown. Unknown never stops anybody: the rule's
//! name goes into `unchecked`, and it is asked again before delivery. Bad by
//! cached data that is old, and every breach at the end of a timer, holds the
//! entry instead of refusing it.
//!
//! To add a rule: one row in `table`, one function in `check`, one pair of
//! entries in `tests/suite/rules` (one it admits, one it stops).
//!
//! Never reads a file, a clock or the network: facts come through [`Facts`],
//! `now` through [`Context`].

mod adjusted;
mod admitted;
mod ask;
pub mod billing;
mod changes;
mod check;
mod context;
mod doors;
pub mod explain;
mod facts;
mod matrix;
mod rule;
pub mod table;

pub use adjusted::adjusted;
pub use admitted::{Admitted, Checked, Observed};
pub use changes::{LOCAL_FIELDS, changed_fields};
pub use context::{Context, Transition};
pub use doors::{Misshapen, NotAdmitted, Refusal, admit, check, observe};
pub use explain::{asks_catalog, asks_remote, field_of, needs_target};
pub use facts::{Busy, FactError, Facts, Known, OnSheet, Sheet, names};
pub use matrix::{backend_knows, takes_date, takes_target};
pub use rule::{Consequence, Needs, Rule, Scope, Stage, Stages};
