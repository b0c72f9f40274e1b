//! What `TT_LOG` shows: the crate's own log lines, on stderr.
//!
//! Lines of other crates are never taken: at `trace` the HTTP crate shows every byte
//! of a connection, and with them the credentials.

use crate::net::redact::is_ours;
use crate::screen::sanitize;
use log::{LevelFilter, Log, Metadata, Record};
use std::io::Write;

struct Lines;

static LINES: Lines = Lines;

impl Log for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        is_ours(metadata.target())
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let text = record.args().to_string();
        let (level, target) = (record.level(), record.target());
        let line = format!("{level:<5} {target}: {}\n", sanitize(&text));
        // A log that cannot be written must not stop what it tells of.
        let _ = std::io::stderr().write_all(line.as_bytes());
    }

    fn flush(&self) {}
}

/// `TT_LOG` names no level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("TT_LOG is {0:?}, which is no level")]
pub struct NoLevel(String);

/// Shows what is at least this grave (`error`, `warn`, `info`, `debug`, `trace`; `off`).
/// Only the first call of a process counts.
///
/// # Errors
/// [`NoLevel`].
pub fn install(level: &str) -> Result<(), NoLevel> {
    let level: LevelFilter = level.parse().map_err(|_| NoLevel(level.to_owned()))?;
    if log::set_logger(&LINES).is_ok() {
        log::set_max_level(level);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use log::Level;

    #[test]
    fn only_our_own_lines_are_taken() {
        let taken = |target| {
            let mut line = Metadata::builder();
            LINES.enabled(&line.target(target).level(Level::Trace).build())
        };
        assert!(taken("tt::net::wire") && taken("tt"));
        assert!(!taken("ureq::run") && !taken("rustls") && !taken("ttx"));
    }

    #[test]
    fn a_word_that_is_no_level_is_refused() {
        let error = install("loud").unwrap_err();
        assert_eq!(error.to_string(), "TT_LOG is \"loud\", which is no level");
    }
}
