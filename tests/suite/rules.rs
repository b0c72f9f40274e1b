//! The rules as a whole: each row admits one entry and stops one, at each of
//! its stages; every id of the plan is there; no
//! content whatever makes them panic.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod agreement;
mod autotask_contracts;
mod billing;
mod connectwise_states;
mod coverage;
mod observed;
mod oracles;
mod pair;
mod pairs;
mod pairs_autotask;
mod pairs_autotask_billing;
mod pairs_connectwise;
mod pairs_freshbooks;
mod pairs_moneybird;
mod properties;
mod world;
