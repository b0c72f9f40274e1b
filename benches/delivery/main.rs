//! Times `tt sync` of owed entries against a bare client that posts the same bodies one
//! after the other on one connection, both to the fake service with the same latency.
//! Prints both and their ratio; judges nothing.
//!
//! `TT=target/release/tt cargo bench --bench delivery -- [ENTRIES] [LATENCY_MS]`

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a measurement is a program of its own: it prints, reads the environment and may stop anywhere"
)]

#[path = "../../tests/support/mod.rs"]
mod support;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use support::vendor::connectwise::{Fake, Options};
use support::vendor::rig::Recorded;

const ENTRIES: &str = "/time/entries";

fn main() {
    let numbers: Vec<u64> = std::env::args()
        .skip(1)
        .filter_map(|word| word.parse().ok())
        .collect();
    let n_entries = numbers.first().copied().unwrap_or(200);
    let latency = Duration::from_millis(numbers.get(1).copied().unwrap_or(50));
    let tt = std::env::var("TT").unwrap_or_else(|_| "target/release/tt".to_owned());
    let tt = std::fs::canonicalize(tt).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let fake = Fake::start(Options::default());
    book(&tt, folder.path(), &fake, n_entries);
    fake.slow(latency);
    let began = Instant::now();
    run(&tt, folder.path(), &fake, &["sync"]);
    let whole = began.elapsed();
    let all = fake.requests();
    let posts: Vec<_> = all
        .iter()
        .filter(|it| it.is_write() && it.operation == ENTRIES)
        .cloned()
        .collect();
    assert_eq!(posts.len() as u64, n_entries);
    let began = Instant::now();
    run(&tt, folder.path(), &fake, &["sync"]);
    let idle = began.elapsed();
    let bare = Fake::start(Options::default());
    bare.slow(latency);
    let began = Instant::now();
    post_all(&bare, &posts);
    let yardstick = began.elapsed();
    assert_eq!(bare.entries().len() as u64, n_entries);
    println!(
        "entries {n_entries}, latency {} ms, requests {}",
        latency.as_millis(),
        all.len()
    );
    println!("tt sync      {:>8.3} s", whole.as_secs_f64());
    println!("bare client  {:>8.3} s", yardstick.as_secs_f64());
    println!(
        "ratio        {:>8.3}",
        whole.as_secs_f64() / yardstick.as_secs_f64()
    );
    println!("idle sync    {:>8.3} s", idle.as_secs_f64());
}

fn command(tt: &Path, folder: &Path, fake: &Fake) -> Command {
    let mut command = Command::new(tt);
    command
        .env_clear()
        .env("HOME", folder)
        .env("TZ", "UTC")
        .env("TT_DB", folder.join("tt.db"))
        .env("TT_CONFIG", folder.join("config.toml"))
        .env("KEY", &fake.credentials().private_key);
    command
}

fn run(tt: &Path, folder: &Path, fake: &Fake, args: &[&str]) {
    let output = command(tt, folder, fake).args(args).output().unwrap();
    assert!(
        output.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Quarters of hours, going back day by day.
fn book(tt: &Path, folder: &Path, fake: &Fake, n_entries: u64) {
    let keys = fake.credentials();
    let config = format!(
        "default_profile = \"work\"\n[profile.work]\nbackend = \"connectwise\"\nurl = {:?}\n\
         company_id = {:?}\nclient_id = {:?}\npublic_key = {:?}\nprivate_key = {{ env = \"KEY\" }}\n\
         member = {:?}\n",
        fake.url(),
        keys.company_id,
        keys.client_id,
        keys.public_key,
        keys.member
    );
    std::fs::write(folder.join("config.toml"), config).unwrap();
    for n in 0..n_entries {
        let (day, hour, quarter) = (n / 32 + 1, 8 + n % 32 / 4, n % 4 * 15);
        let time = format!("{hour:02}:{quarter:02} for 15m");
        let (day, note) = (format!("-{day}d"), format!("entry {n}"));
        let mut words = vec!["log", day.as_str()];
        words.extend(time.split(' '));
        words.extend(["--ticket", "54321", "-m", note.as_str()]);
        run(tt, folder, fake, &words);
    }
}

/// The same requests again, one after the other, on one connection.
fn post_all(fake: &Fake, posts: &[Recorded]) {
    let address = fake.url().replace("http://", "");
    let mut line = TcpStream::connect(address).unwrap();
    line.set_nodelay(true).unwrap();
    for post in posts {
        let mut head = format!("{} {} HTTP/1.1\r\n", post.method, post.path);
        for (name, value) in &post.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(&post.body);
        line.write_all(&bytes).unwrap();
        read_answer(&mut line);
    }
}

fn read_answer(line: &mut TcpStream) {
    let mut seen = Vec::new();
    let mut bytes = [0; 16 * 1024];
    loop {
        let n = line.read(&mut bytes).unwrap();
        assert!(n > 0, "the service hung up");
        seen.extend_from_slice(&bytes[..n]);
        let text = String::from_utf8_lossy(&seen).to_ascii_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        assert!(head.starts_with("http/1.1 201"), "{head}");
        let length = head.split("content-length: ").nth(1).unwrap();
        let length: usize = length.lines().next().unwrap().trim().parse().unwrap();
        if body.len() >= length {
            return;
        }
    }
}
