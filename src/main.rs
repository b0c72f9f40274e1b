//! The command: hands arguments, environment, clock and streams to the library.

fn main() {}
