//! Readings against a service made up of lists.
