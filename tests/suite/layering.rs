//! The layering of the crate, read from its source: which module may name
//! which, and which outside crate is named where. The table is the architecture.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Module, modules of this crate it may name, outside crates only here and in the others that list them.
const TABLE: &[(&str, &[&str], &[&str])] = &[
    (
        "domain",
        &[],
        &["chrono", "chrono_tz", "humantime", "zeroize", "serde_json"],
    ),
    ("screen", &["domain"], &["terminal_size", "unicode_width"]),
    ("clock", &["domain"], &[]),
    ("logging", &["net", "screen"], &[]),
    ("rules", &["domain"], &["chrono"]),
    ("rounding", &["domain"], &[]),
    (
        "report",
        &["domain", "rounding", "screen"],
        &["comfy_table", "csv", "serde_json", "chrono"],
    ),
    ("import", &["domain"], &["csv", "serde_json", "chrono"]),
    ("config", &["domain", "rounding"], &["toml", "directories"]),
    (
        "store",
        &["domain", "rules"],
        &["rusqlite", "serde_json", "chrono"],
    ),
    (
        "net",
        &["domain", "clock"],
        &["ureq", "serde_json", "getrandom", "chrono"],
    ),
    (
        "ledger",
        &["domain", "rules", "rounding", "store"],
        &["chrono", "getrandom"],
    ),
    (
        "sync/backend",
        &["domain", "net"],
        &["serde_json", "chrono"],
    ),
    (
        "sync",
        &[
            "domain", "clock", "rules", "rounding", "config", "store", "net", "ledger", "sync",
        ],
        &["chrono", "serde_json", "getrandom"],
    ),
    ("cli", &["domain", "screen"], &["clap", "clap_mangen"]),
    (
        "failure",
        &[
            "domain", "clock", "rules", "rounding", "report", "config", "store", "net", "ledger",
            "sync", "screen",
        ],
        &["anyhow", "clap"],
    ),
    (
        "app",
        &[
            "domain", "config", "store", "clock", "failure", "screen", "report", "rounding",
            "rules", "cli",
        ],
        &["anyhow", "chrono", "iana_time_zone"],
    ),
    (
        "cmd",
        &[
            "domain", "clock", "rules", "rounding", "report", "import", "config", "store", "net",
            "ledger", "sync", "cli", "failure", "app", "screen", "logging",
        ],
        &[
            "anyhow",
            "chrono",
            "serde_json",
            "toml",
            "console",
            "indicatif",
            "ctrlc",
        ],
    ),
];

/// Named everywhere.
const FREE: &[&str] = &["serde", "thiserror", "log"];

/// Names of a service's wire, which stay inside its adapter (and the rules that quote it).
const VENDOR_WORDS: &[&str] = &[
    "chargeToId",
    "chargeToType",
    "mobileGuid",
    "billableOption",
    "summaryNotes",
    "isNonBillable",
    "billingCodeID",
    "paused_duration",
    "sales_invoice_id",
    "local_timezone",
];

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            into.push(path);
        }
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// `src` files as (path below `src`, text).
fn files() -> Vec<(String, String)> {
    let mut paths = Vec::new();
    sources(&root().join("src"), &mut paths);
    paths
        .into_iter()
        .map(|path| {
            let below = path
                .strip_prefix(root().join("src"))
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            let text = fs::read_to_string(&path).unwrap();
            (below, text)
        })
        .collect()
}

/// The row of the table a file belongs to; none for `lib.rs` and `main.rs`.
fn row_of(path: &str) -> Option<&'static str> {
    if path.starts_with("sync/backend") {
        return Some("sync/backend");
    }
    let module = path.split('/').next().unwrap().trim_end_matches(".rs");
    match module {
        "lib" | "main" => None,
        other => Some(
            TABLE
                .iter()
                .map(|row| row.0)
                .find(|row| *row == other)
                .unwrap_or_else(|| panic!("src/{path}: `{other}` is not in the layering table")),
        ),
    }
}

fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// The text without line comments and without what stands in its test module.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    text.lines()
        .map(|line| line.split("//").next().unwrap())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Every identifier that follows `crate::` and begins a path into this crate.
fn named_modules(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, found) in code.match_indices("crate::") {
        if at > 0 && code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &code[at + found.len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let group = group.split('}').next().unwrap();
            names.extend(
                group
                    .split(',')
                    .map(|part| part.trim().split("::").next().unwrap().to_owned()),
            );
        } else {
            names.push(
                rest.split(|c: char| !c.is_alphanumeric() && c != '_')
                    .next()
                    .unwrap()
                    .to_owned(),
            );
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn names_crate(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = &code[at + name.len()..];
        let starts =
            before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':' && c != '.');
        starts
            && (after.starts_with("::") || after.starts_with(';') && code[..at].ends_with("use "))
    })
}

#[test]
fn modules_name_only_what_the_table_allows() {
    let mut wrong = Vec::new();
    for (path, text) in files() {
        let Some(row) = row_of(&path) else { continue };
        if is_test_file(&path) {
            continue;
        }
        let (_, allowed, _) = TABLE.iter().find(|(name, ..)| *name == row).unwrap();
        let own = row.split('/').next().unwrap();
        for name in named_modules(&code(&text)) {
            if name != own && !allowed.contains(&name.as_str()) {
                wrong.push(format!(
                    "src/{path} names crate::{name}, which {row} may not"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_backend_never_names_the_engine() {
    for (path, text) in files() {
        if path.starts_with("sync/backend") && !is_test_file(&path) {
            for part in [
                "crate::sync::engine",
                "crate::sync::plan",
                "crate::store",
                "crate::ledger",
            ] {
                assert!(!code(&text).contains(part), "src/{path} names {part}");
            }
        }
    }
}

#[test]
fn outside_crates_are_named_only_where_they_belong() {
    let mut homes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (row, _, crates) in TABLE {
        for name in *crates {
            homes.entry(name).or_default().push(row);
        }
    }
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let dependencies = manifest
        .split("[dependencies]")
        .nth(1)
        .unwrap()
        .split("\n[")
        .next()
        .unwrap();
    let mut wrong = Vec::new();
    for line in dependencies
        .lines()
        .filter(|line| line.contains('=') && !line.starts_with('#'))
    {
        let name = line.split('=').next().unwrap().trim().replace('-', "_");
        if FREE.contains(&name.as_str()) {
            continue;
        }
        for (path, text) in files() {
            let Some(row) = row_of(&path) else { continue };
            if is_test_file(&path) || !names_crate(&code(&text), &name) {
                continue;
            }
            if !homes
                .get(name.as_str())
                .is_some_and(|rows| rows.contains(&row))
            {
                wrong.push(format!(
                    "src/{path} names the crate {name}, which {row} may not"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_file_names_the_http_crate_and_only_store_speaks_sql() {
    for (path, text) in files() {
        let code = code(&text);
        if names_crate(&code, "ureq") {
            assert!(path.starts_with("net/client"), "src/{path} names ureq");
        }
        if !path.starts_with("store/") && !is_test_file(&path) {
            for word in ["SELECT ", "INSERT INTO", "DELETE FROM", "PRAGMA "] {
                assert!(!code.contains(word), "src/{path} speaks SQL: {word}");
            }
        }
    }
}

#[test]
fn words_of_a_service_stay_in_its_adapter() {
    for (path, text) in files() {
        if path.starts_with("sync/backend/") || path.starts_with("rules/") || is_test_file(&path) {
            continue;
        }
        for word in VENDOR_WORDS {
            assert!(!code(&text).contains(word), "src/{path} says {word}");
        }
    }
}

#[test]
fn files_are_short_and_modules_have_names() {
    let mut wrong = Vec::new();
    for (path, text) in files() {
        let n_lines = text.lines().count();
        if n_lines > 500 {
            wrong.push(format!("src/{path} has {n_lines} lines"));
        }
        for part in path.trim_end_matches(".rs").split('/') {
            if ["util", "utils", "helpers", "helper", "common", "misc"].contains(&part) {
                wrong.push(format!("src/{path} has no name of its own"));
            }
        }
        if !text.starts_with("//!") && !is_test_file(&path) {
            wrong.push(format!("src/{path} does not say what it is for"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_test_file_is_forgotten() {
    let mut paths = Vec::new();
    sources(&root().join("tests"), &mut paths);
    let all: String = paths
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if name == "main" {
            continue;
        }
        let module = if name == "mod" {
            path.parent()
                .unwrap()
                .file_name()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        } else {
            name
        };
        assert!(
            all.contains(&format!("mod {module};")),
            "{} is in no test binary",
            path.display()
        );
    }
}
