//! The completion scripts in the shells they are for.
