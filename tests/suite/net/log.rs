//! Keeps every log line of this process that a test asked for.

use std::sync::{Mutex, OnceLock};

use log::{Log, Metadata, Record};

static LINES: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());
static WANTED: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Keeper;

impl Log for Keeper {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        let line = record.args().to_string();
        if WANTED
            .lock()
            .unwrap()
            .iter()
            .any(|word| line.contains(word))
        {
            LINES
                .lock()
                .unwrap()
                .push((record.target().to_owned(), line));
        }
    }

    fn flush(&self) {}
}

/// From now on keeps lines, of all levels and crates, that contain a word.
pub fn keep(words: &[&str]) {
    static INSTALLED: OnceLock<()> = OnceLock::new();
    WANTED
        .lock()
        .unwrap()
        .extend(words.iter().map(|word| (*word).to_owned()));
    INSTALLED.get_or_init(|| {
        log::set_logger(&Keeper).expect("the only logger of the test binary");
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// Target and text of the kept lines that contain a word.
pub fn with(word: &str) -> Vec<(String, String)> {
    LINES
        .lock()
        .unwrap()
        .iter()
        .filter(|(_, line)| line.contains(word))
        .cloned()
        .collect()
}
