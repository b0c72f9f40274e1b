//! The configuration file: read as it is, and replaced in one step, so that nobody ever
//! meets half of it.

use crate::cmd::whole;
use crate::failure::{Code, Failure};
use std::io::ErrorKind;
use std::path::Path;

/// The text of the file; empty where there is none.
///
/// # Errors
/// A file that cannot be read.
pub fn text_of(path: &Path) -> Result<String, Failure> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(Failure::new(
            Code::Config,
            format!("{} cannot be read: {error}", path.display()),
            "it must be a text file (UTF-8) that you may read",
        )),
    }
}

/// Puts this text in the place of the file. A new one may be read by its owner only.
///
/// # Errors
/// A folder or file that cannot be written.
pub fn put(path: &Path, text: &str) -> Result<(), Failure> {
    whole::replace(path, text, true).map_err(|error| {
        Failure::new(
            Code::Config,
            format!("{} cannot be written: {error}", path.display()),
            "name another file with --config, or make the folder writable",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_is_its_owners() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a/b/config.toml");
        assert_eq!(text_of(&path).unwrap(), "");
        put(&path, "one").unwrap();
        put(&path, "two").unwrap();
        assert_eq!(text_of(&path).unwrap(), "two");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&path), 0o600);
            assert_eq!(mode(path.parent().unwrap()), 0o700);
            let link = home.path().join("link.toml");
            std::os::unix::fs::symlink(&path, &link).unwrap();
            put(&link, "three").unwrap();
            assert!(link.is_symlink());
            assert_eq!(text_of(&path).unwrap(), "three");
        }
        let n_files = std::fs::read_dir(path.parent().unwrap()).unwrap().count();
        assert_eq!(n_files, 1, "a draft was left behind");
    }
}
