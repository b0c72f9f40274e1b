//! Completions and man pages in the tree are those that the parser and the tables give.

use std::collections::BTreeSet;
use std::path::PathBuf;

const HOW: &str = "run `TT_REGENERATE=1 cargo test generated` and commit what it writes";

#[expect(
    clippy::disallowed_methods,
    reason = "a switch of this test, read nowhere else"
)]
fn is_rewriting() -> bool {
    std::env::var_os("TT_REGENERATE").is_some()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file in a folder of generated files, by its path from the top.
fn present(folder: &str) -> std::io::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(root().join(folder))? {
        let name = entry?.file_name();
        found.insert(format!("{folder}/{}", name.to_string_lossy()));
    }
    Ok(found)
}

#[test]
fn generated_files_are_up_to_date() -> std::io::Result<()> {
    let files = tt::cmd::generate::files();
    let expected: BTreeSet<_> = files.iter().map(|(path, _)| path.clone()).collect();
    assert_eq!(expected.len(), files.len(), "two files of one name");
    let mut found = present("completions")?;
    found.append(&mut present("man")?);
    let strays: Vec<_> = found.difference(&expected).collect();
    if is_rewriting() {
        for (path, content) in &files {
            std::fs::write(root().join(path), content)?;
        }
        for path in strays {
            std::fs::remove_file(root().join(path))?;
        }
        return Ok(());
    }
    for (path, content) in &files {
        // A checkout on Windows may have put carriage returns in.
        let found = std::fs::read_to_string(root().join(path)).unwrap_or_default();
        assert!(
            found.replace("\r\n", "\n").as_bytes() == content,
            "{path} differs from what the parser gives: {HOW}"
        );
    }
    assert_eq!(strays, Vec::<&String>::new(), "no longer generated: {HOW}");
    Ok(())
}

#[test]
fn generated_files_are_the_same_every_time() {
    assert_eq!(tt::cmd::generate::files(), tt::cmd::generate::files());
}

/// Every page, by the one program that knows what a man page is; where it is installed.
#[cfg(unix)]
#[test]
fn man_pages_are_clean() {
    let pages: Vec<_> = present("man").unwrap().into_iter().collect();
    for page in ["tt.1", "tt-time.7", "tt-rules.7", "tt-config.5"] {
        assert!(pages.contains(&format!("man/{page}")), "{page}");
    }
    let ran = std::process::Command::new("mandoc")
        .args(["-T", "lint", "-W", "warning"])
        .args(pages)
        .current_dir(root())
        .output();
    // Not on every machine; CI installs it.
    if let Ok(output) = ran {
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && said.is_empty(), "{said}");
    }
}

/// `profile.work.push` as the manual writes it: names of one's own become NAME.
fn general(key: &str) -> String {
    let mut parts: Vec<_> = key.split('.').collect();
    if parts.len() > 2 && ["rounding", "template", "profile"].contains(&parts[0]) {
        parts[1] = "NAME";
    }
    parts.join(".")
}

/// The manual's keys as the configuration writes them, each with its defaults.
fn documented() -> BTreeSet<(String, String)> {
    let mut keys = BTreeSet::new();
    for table in tt::cli::topics::config::TABLES {
        let header = table.header.split(',').next().unwrap();
        for (key, default, says) in table.keys {
            assert!(!says.is_empty(), "{key}");
            let dot = if header.is_empty() { "" } else { "." };
            keys.insert((format!("{header}{dot}{key}"), (*default).to_owned()));
        }
    }
    keys
}

#[test]
fn the_manual_of_the_configuration_has_every_key_with_its_default() {
    use std::path::Path;
    use tt::config::{Config, Origin};
    let documented = documented();
    let names: BTreeSet<_> = documented.iter().map(|(key, _)| key.clone()).collect();
    let sample = include_str!("config/sample.toml");
    let turned = include_str!("config/turned.toml");
    for text in ["", sample, turned, tt::cli::topics::config::EXAMPLE] {
        let config = Config::parse(text, Path::new("config.toml")).unwrap();
        for setting in config.explain(&[]) {
            let key = general(&setting.key);
            let plain = key.replacen("profile.NAME.rules", "rules", 1);
            assert!(names.contains(&plain), "{key} is not in the manual");
            // What the file does not say is the default, and the manual has the same.
            if setting.origin == Origin::Default && !setting.value.is_empty() {
                let default = (plain, setting.value);
                assert!(documented.contains(&default), "{default:?}");
            }
        }
    }
    // What the manual gives as a default is taken as a value.
    for (key, default) in &documented {
        let Some((table, name)) = key.rsplit_once('.').filter(|_| !default.is_empty()) else {
            continue;
        };
        if ["time", "rules", "sync"].contains(&table) {
            let value = match default.parse::<u32>().is_ok() || default == "false" {
                true => default.clone(),
                false => format!("\"{default}\""),
            };
            let text = format!("[{table}]\n{name} = {value}\n");
            let config = Config::parse(&text, Path::new("config.toml"));
            assert!(config.is_ok(), "{text}: {config:?}");
        }
    }
}
