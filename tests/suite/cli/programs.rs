//! Programs of the system that some tests need.
//!
//! One that is not there is reported and passed over; in CI it is a failure.

use std::path::{Path, PathBuf};

/// Where the programs of a system are.
pub const FOLDERS: &[&str] = &["/bin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"];

#[expect(
    clippy::disallowed_methods,
    reason = "only CI promises that every program is there"
)]
fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| value == "true" || value == "1")
}

/// The program of this name; none where it may be missing and is, which leaves undone what
/// `lost` says.
#[expect(
    clippy::print_stderr,
    reason = "a test that was passed over has to say so"
)]
pub fn find(name: &str, lost: &str) -> Option<PathBuf> {
    let found = FOLDERS
        .iter()
        .map(|folder| Path::new(folder).join(name))
        .find(|path| path.exists());
    if found.is_none() {
        assert!(
            !is_ci(),
            "CI has no {name}: .ci/run should have installed it"
        );
        eprintln!("PASSED OVER: there is no {name} here; {lost}");
    }
    found
}
