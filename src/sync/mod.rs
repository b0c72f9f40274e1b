//! Delivery: everything that brings entries to a service and back, exactly once.

pub mod backend;
