//! What does not hang on how busy the machine is: system calls and syncs as `strace`
//! counts them, instructions as `valgrind` does. A dash where either is missing.

use super::rows::Row;
use super::{Bench, Who, wrapped};
use std::path::Path;
use std::process::{Command, Stdio};

/// Prints a table of counts, one run each.
pub fn print(rows: &[&Row], benches: &mut [(u32, Bench)]) {
    println!(
        "\n{:<13} {:>9}  {:>9} {:>9}  {:>6} {:>7}  {:>12} {:>12}  {:>6}",
        "command",
        "entries",
        "tt calls",
        "sqlite3",
        "syncs",
        "sqlite3",
        "tt instr.",
        "sqlite3",
        "ratio"
    );
    for (size, bench) in benches {
        for row in rows {
            let tt = Counts::of(bench, row, Who::Tt);
            let sqlite = Counts::of(bench, row, Who::Sqlite);
            let ratio = match (tt.instructions, sqlite.instructions) {
                (Some(tt), Some(sqlite)) => format!("{:.2}", tt as f64 / sqlite as f64),
                _ => "–".to_owned(),
            };
            println!(
                "{:<13} {:>9}  {:>9} {:>9}  {:>6} {:>7}  {:>12} {:>12}  {:>6}",
                row.name,
                size,
                shown(tt.calls),
                shown(sqlite.calls),
                shown(tt.syncs),
                shown(sqlite.syncs),
                shown(tt.instructions),
                shown(sqlite.instructions),
                ratio
            );
        }
    }
}

fn shown(count: Option<u64>) -> String {
    count.map_or_else(|| "–".to_owned(), |count| count.to_string())
}

struct Counts {
    calls: Option<u64>,
    syncs: Option<u64>,
    instructions: Option<u64>,
}

impl Counts {
    fn of(bench: &mut Bench, row: &Row, who: Who) -> Self {
        let log = bench.home.join("strace");
        let log_name = log.to_string_lossy().into_owned();
        let mut under = |program: &str, options: &[&str]| {
            bench.before(row);
            let plain = bench.command(row, who, row.tt);
            let mut command = wrapped(&plain, Path::new(program), options);
            let done = output(&mut command);
            bench.after(row);
            done
        };
        let is_traced = under("/usr/bin/strace", &["-f", "-o", &log_name]).is_some();
        let trace = is_traced.then(|| std::fs::read_to_string(&log).unwrap_or_default());
        let count = |wanted: &dyn Fn(&str) -> bool| {
            let trace = trace.as_deref()?;
            Some(trace.lines().filter(|line| wanted(line)).count() as u64)
        };
        let calls = count(&|line| line.contains('('));
        let syncs = count(&|line| line.contains(" fsync(") || line.contains(" fdatasync("));
        let said = under(
            "/usr/bin/valgrind",
            &["--tool=callgrind", "--callgrind-out-file=/dev/null"],
        );
        let instructions = said.as_deref().and_then(|said| {
            let line = said.lines().find(|line| line.contains("Collected :"))?;
            line.split_whitespace().last()?.parse().ok()
        });
        Self {
            calls,
            syncs,
            instructions,
        }
    }
}

/// What a program said on stderr; none where it could not be run.
fn output(command: &mut Command) -> Option<String> {
    let done = command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .ok()?;
    Some(String::from_utf8_lossy(&done.stderr).into_owned())
}
