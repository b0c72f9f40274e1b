//! The services that the cases are run against, one file each.

pub mod autotask;
pub mod connectwise;
pub mod freshbooks;
pub mod moneybird;
pub mod reference;
