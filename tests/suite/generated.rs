//! Completions and man pages in the tree are those that the parser gives.

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
    let files = tt::cli::generate::files();
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
    assert_eq!(tt::cli::generate::files(), tt::cli::generate::files());
}
