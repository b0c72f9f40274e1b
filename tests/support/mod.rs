//! What tests and the sandbox stand on: fake services and the vendors' schemas.
//!
//! Nothing in here knows the crate under test: the fakes are written from the
//! vendors' published facts alone, so that they can disagree with an adapter. Only
//! `vendor::oracle` names plain data of it, to bring rules of a service and ours together.
#![allow(
    dead_code,
    unused_imports,
    reason = "two crates include this tree (the test suite and the sandbox) and each uses only a part"
)]

pub mod raw;
pub mod schema;
pub mod vendor;
