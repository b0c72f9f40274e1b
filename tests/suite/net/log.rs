//! Keeps every log line of this process that a test asked for.

use std::sync::{Mutex, OnceLock};

use log::{Level, Log, Metadata, Record};

static LINES: Mutex<Vec<Line>> = Mutex::new(Vec::new());
static WANTED: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// One line as a logger gets it.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub target: String,
    pub level: Level,
    pub text: String,
}

struct Keeper;

impl Log for Keeper {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        let text = record.args().to_string();
        if WANTED
            .lock()
            .unwrap()
            .iter()
            .any(|word| text.contains(word))
        {
            let (target, level) = (record.target().to_owned(), record.level());
            LINES.lock().unwrap().push(Line {
                target,
                level,
                text,
            });
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

/// The kept lines that contain a word.
pub fn with(word: &str) -> Vec<Line> {
    LINES
        .lock()
        .unwrap()
        .iter()
        .filter(|line| line.text.contains(word))
        .cloned()
        .collect()
}
