//! The rules as a whole: each row admits one entry and stops one, at each of
//! its stages; every id of the plan is there or is named as still to come; no
//! content whatever makes them panic.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod coverage;
mod observed;
mod pairs;
mod pairs_connectwise;
mod properties;
mod world;
