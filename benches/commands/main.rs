//! Times whole commands against the `sqlite3` command doing the same statement on
//! the same table, alternating and shuffled, and prints one table. Judges nothing.
//! `benches/run.sh` starts it and says which arguments it takes.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a measurement is a program of its own: it prints, reads the environment and may stop anywhere"
)]

mod catalog;
mod counts;
mod fill;
mod rows;

use rows::{ROWS, Row};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Friday 2026-11-20 18:00 in Amsterdam, at the end of the last day that is filled.
pub const EVENING: i64 = 1_795_194_000;

/// What a command is run on.
pub struct Bench {
    home: PathBuf,
    db: PathBuf,
    /// The `tt` that is measured.
    tt: PathBuf,
    /// The moment of the next command that writes: later with each, so that there is room.
    writing_at: i64,
}

/// Which of the two does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// This program.
    Tt,
    /// The yardstick.
    Sqlite,
}

/// By its whole path: looked for in a path of its own, a program is started the slow way, by
/// copying this process first, and the yardstick would be milliseconds longer than it is.
const YARDSTICK: &str = "/usr/bin/sqlite3";

fn main() {
    let mut rounds = 20_usize;
    let mut sizes = Vec::new();
    let mut is_counting = false;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            // Cargo says so to every bench.
            "--bench" => {}
            "--count" => is_counting = true,
            "--rounds" => {
                let asked = args.next().and_then(|n| n.parse().ok());
                rounds = asked.unwrap_or(rounds).max(1);
            }
            size => match size.replace(['_', ','], "").parse::<u32>() {
                Ok(size) => sizes.push(size),
                Err(_) => {
                    eprintln!("what is {size:?}? see benches/run.sh");
                    std::process::exit(2);
                }
            },
        }
    }
    if sizes.is_empty() {
        sizes = vec![1_000, 100_000];
    }
    if !Path::new(YARDSTICK).exists() {
        eprintln!("the yardstick is missing: install sqlite3 ({YARDSTICK})");
        std::process::exit(2);
    }
    let folder = tempfile::tempdir().unwrap();
    let mut benches: Vec<(u32, Bench)> = sizes
        .iter()
        .map(|size| (*size, Bench::filled(folder.path(), *size)))
        .collect();
    let rows: Vec<&Row> = ROWS
        .iter()
        .filter(|row| {
            let known = benches[0].1.knows(row);
            if !known {
                println!("{:<13} left out: this tt does not know it yet", row.name);
            }
            known
        })
        .collect();
    print_times(&rows, &mut benches, rounds);
    for (size, bench) in &benches {
        for (backend, median, worst) in catalog::admit(&bench.db) {
            println!(
                "admit of {backend} over 50,000 tickets and 2,000 contracts, {size} entries: \
                 {median} µs p50, {worst} µs worst of 500"
            );
        }
    }
    if is_counting {
        counts::print(&rows, &mut benches);
    }
}

fn print_times(rows: &[&Row], benches: &mut [(u32, Bench)], rounds: usize) {
    let mut turns = Vec::new();
    for at in 0..benches.len() {
        for row in 0..rows.len() {
            turns.extend([(at, row, Who::Tt), (at, row, Who::Sqlite)]);
        }
    }
    let mut times = vec![Vec::with_capacity(rounds); turns.len()];
    let order: Vec<_> = turns.clone();
    let mut chance = fill::Chance::new(7);
    for round in 0..=rounds {
        let mut shuffled: Vec<usize> = (0..order.len()).collect();
        for at in (1..shuffled.len()).rev() {
            shuffled.swap(at, chance.below(at as u64 + 1) as usize);
        }
        for turn in shuffled {
            let (at, row, who) = order[turn];
            if round > rows[row].most_rounds {
                continue;
            }
            let took = benches[at].1.time(rows[row], who);
            // The first round warms the caches.
            if round > 0 {
                times[turn].push(took);
            }
        }
    }
    println!(
        "\n{:<13} {:>9}  {:>24}  {:>24}  {:>6}  {:>9} {:>9}",
        "command",
        "entries",
        "tt ms  p50 (min–max)",
        "sqlite3 ms  p50 (min–max)",
        "ratio",
        "tt KiB",
        "sqlite3"
    );
    for (pair, turn) in turns.chunks_exact(2).zip(times.chunks_exact_mut(2)) {
        let (at, row, _) = pair[0];
        let (size, bench) = &mut benches[at];
        let [tt, sqlite] = turn else { continue };
        let (tt, sqlite) = (Spread::of(tt), Spread::of(sqlite));
        let row = rows[row];
        println!(
            "{:<13} {:>9}  {:>24}  {:>24}  {:>6.2}  {:>9} {:>9}",
            row.name,
            size,
            tt.to_string(),
            sqlite.to_string(),
            tt.median.as_secs_f64() / sqlite.median.as_secs_f64(),
            bench.memory(row, Who::Tt),
            bench.memory(row, Who::Sqlite),
        );
    }
}

/// Median and ends of some times.
struct Spread {
    median: Duration,
    min: Duration,
    max: Duration,
}

impl Spread {
    fn of(times: &mut [Duration]) -> Self {
        times.sort();
        Self {
            median: times[times.len() / 2],
            min: times[0],
            max: times[times.len() - 1],
        }
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        let (median, min, max) = (ms(self.median), ms(self.min), ms(self.max));
        write!(f, "{median:.2} ({min:.2}–{max:.2})")
    }
}

impl Bench {
    fn filled(folder: &Path, size: u32) -> Self {
        let home = folder.join(size.to_string());
        std::fs::create_dir(&home).unwrap();
        let db = home.join("tt.db");
        std::fs::write(home.join("profile.toml"), catalog::CONFIG).unwrap();
        let began = Instant::now();
        fill::fill(&db, size);
        println!(
            "filled {size} entries in {:.1} s",
            began.elapsed().as_secs_f64()
        );
        println!(
            "read 53,071 items into the catalog in {} ms",
            catalog::fill(&db)
        );
        Self {
            home,
            db,
            tt: std::env::var_os("TT")
                .map_or_else(|| env!("CARGO_BIN_EXE_tt").into(), PathBuf::from),
            writing_at: EVENING + 86_400,
        }
    }

    fn knows(&mut self, row: &Row) -> bool {
        let command = self.command(row, Who::Tt, row.tt).output().unwrap();
        self.after(row);
        // Not understood; anything else is only not possible now.
        command.status.code() != Some(2)
    }

    /// The command of a row, ready to be run.
    fn command(&mut self, row: &Row, who: Who, tt: &[&str]) -> Command {
        if row.writes {
            self.writing_at += 3_600;
        }
        let now = if row.writes { self.writing_at } else { EVENING };
        let mut command = match who {
            Who::Tt => {
                let mut command = Command::new(&self.tt);
                command.args(tt);
                command
            }
            Who::Sqlite if row.sql.is_empty() => {
                let mut command = Command::new(YARDSTICK);
                command.arg("--version");
                command
            }
            Who::Sqlite => {
                let mut command = Command::new(YARDSTICK);
                command.args(row.options).arg(&self.db);
                command.arg(row.sql.replace("$NOW", &now.to_string()));
                command
            }
        };
        command
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", &self.home)
            .env("TZ", "Europe/Amsterdam")
            .env("TT_DB", &self.db)
            .env("TT_NOW", fill::rfc3339(now))
            .current_dir(&self.home)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if row.has_profile {
            command.env("TT_CONFIG", self.home.join("profile.toml"));
        }
        command
    }

    fn time(&mut self, row: &Row, who: Who) -> Duration {
        self.before(row);
        let mut command = self.command(row, who, row.tt);
        let began = Instant::now();
        let status = command.status().unwrap();
        let took = began.elapsed();
        assert!(status.success(), "{} by {who:?} fails", row.name);
        self.after(row);
        took
    }

    /// What must be so before the row is run, unmeasured.
    fn before(&mut self, row: &Row) {
        if !row.prepare.is_empty() {
            let mut command = Command::new(YARDSTICK);
            let _ = command.arg(&self.db).arg(row.prepare).status();
        }
        if !row.before.is_empty() {
            let _ = self.command(row, Who::Tt, row.before).status();
        }
    }

    fn after(&mut self, row: &Row) {
        if !row.after.is_empty() {
            let mut command = Command::new(YARDSTICK);
            let _ = command.arg(&self.db).arg(row.after).status();
        }
    }

    /// Most memory held, in KiB, where `time` is installed.
    fn memory(&mut self, row: &Row, who: Who) -> String {
        self.before(row);
        let plain = self.command(row, who, row.tt);
        let mut command = wrapped(&plain, Path::new("/usr/bin/time"), &["-f", "%M"]);
        let held = command
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .output();
        self.after(row);
        let text = held.map(|done| String::from_utf8_lossy(&done.stderr).into_owned());
        let last = text
            .ok()
            .and_then(|text| text.lines().last().map(str::to_owned));
        last.unwrap_or_else(|| "–".to_owned())
    }
}

/// The same command below another program.
pub fn wrapped(plain: &Command, program: &Path, options: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(options).arg(plain.get_program());
    command.args(plain.get_args()).env_clear();
    for (name, value) in plain.get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    if let Some(folder) = plain.get_current_dir() {
        command.current_dir(folder);
    }
    command.stdin(Stdio::null());
    command
}
