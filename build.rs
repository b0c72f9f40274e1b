//! Links the released program at a fixed address on Linux with glibc.
//!
//! The time zones alone hold 35,000 pointers. In a program that may lie anywhere each
//! of them is corrected at every start, which writes 270 pages: more than a third of
//! the time `tt --version` takes, and 2 MiB. The price is that the program itself is
//! always at the same address; stack, heap and libraries still are not. Anybody who
//! would rather have it otherwise deletes this file.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "how a build script talks to cargo"
)]

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    if is("PROFILE", "release")
        && is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
    {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
