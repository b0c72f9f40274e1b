//! What Autotask would do, from its published words.

pub mod rules;
