//! Who may read what: folders of `tt` are for their owner alone (0700), and so are
//! its files (0600). A folder that a person named may be anybody's and is left alone.

use super::Finding;
#[cfg(unix)]
use super::Severity;
use crate::config::Paths;

/// What may be read by others.
#[cfg(unix)]
pub(super) fn findings(paths: &Paths) -> Vec<Finding> {
    let name = "permissions";
    let open = open_to_others(paths);
    if open.is_empty() {
        return vec![Finding::fine(name, "nothing may be read by others")];
    }
    open.iter()
        .map(|(path, mode, _)| {
            let says = format!("{} may be used by others ({mode:04o})", path.display());
            let help = "run `tt doctor --repair`";
            Finding::new(name, Severity::Warning, says).help(help)
        })
        .collect()
}

#[cfg(not(unix))]
pub(super) fn findings(_: &Paths) -> Vec<Finding> {
    Vec::new()
}

/// Takes the rights of others away; what was changed.
#[cfg(unix)]
pub(super) fn repair(paths: &Paths) -> Vec<String> {
    use std::os::unix::fs::PermissionsExt;
    let mut done = Vec::new();
    for (path, _, wanted) in open_to_others(paths) {
        if std::fs::set_permissions(&path, PermissionsExt::from_mode(wanted)).is_ok() {
            done.push(path.display().to_string());
        }
    }
    done
}

#[cfg(not(unix))]
pub(super) fn repair(_: &Paths) -> Vec<String> {
    Vec::new()
}

/// Each with the mode it has and the one it should have.
#[cfg(unix)]
fn open_to_others(paths: &Paths) -> Vec<(std::path::PathBuf, u32, u32)> {
    use crate::store::{backup, snapshots};
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::{Path, PathBuf};

    let db = &paths.db.path;
    let mut ours: Vec<PathBuf> = Vec::new();
    let inside = |folder: &Path, keep: &dyn Fn(&str) -> bool| -> Vec<PathBuf> {
        let items = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<_> = items
            .filter(|item| keep(&item.file_name().to_string_lossy()))
            .map(|item| item.path())
            .collect();
        paths.sort();
        paths
    };
    if let Some(folder) = db.parent() {
        if !paths.db.is_named() {
            ours.push(folder.to_owned());
        }
        let start = db.file_name().unwrap_or_default().to_string_lossy();
        ours.extend(inside(folder, &|name| name.starts_with(&*start)));
    }
    for folder in [
        snapshots::folder(db),
        backup::folder(db),
        paths.state.path.clone(),
    ] {
        let within = inside(&folder, &|_| true);
        ours.push(folder);
        ours.extend(within);
    }
    ours.into_iter()
        .filter_map(|path| {
            // Not through links: what they point to is somebody else's business.
            let meta = std::fs::symlink_metadata(&path).ok()?;
            let wanted = match (meta.is_dir(), meta.is_file()) {
                (true, _) => 0o700,
                (_, true) => 0o600,
                _ => return None,
            };
            let mode = meta.permissions().mode() & 0o777;
            (mode & 0o077 != 0).then_some((path, mode, wanted))
        })
        .collect()
}
