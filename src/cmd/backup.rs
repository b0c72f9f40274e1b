//! `tt backup`: writes a whole copy of the database.

use crate::app::App;
use crate::cli::BackupArgs;
use crate::failure::Failure;
use crate::screen::sanitize;
use crate::store::backup;
use std::fs;
use std::path::{Path, PathBuf};

/// Runs `tt backup`.
///
/// # Errors
/// A name that is taken, no database yet, the store's.
pub fn run(app: &mut App<'_>, args: &BackupArgs) -> anyhow::Result<()> {
    let store = app.look()?;
    let db = store.file().to_owned();
    if !db.exists() {
        return Err(Failure::nothing(
            format!("there is no database at {} to copy", db.display()),
            "book something first, or name another file with --db or TT_DB",
        )
        .into());
    }
    let usual = backup::usual_name(&db, app.now);
    let to = match &args.file {
        None => {
            backup::make_folder(&db)?;
            unused(&usual)
        }
        Some(folder) if folder.is_dir() => folder.join(usual.file_name().unwrap_or_default()),
        Some(file) => file.clone(),
    };
    let to = std::path::absolute(to)?;
    if fs::symlink_metadata(&to).is_ok() {
        return Err(Failure::usage(
            format!("{} exists already, and is not overwritten", to.display()),
            "name another file",
        )
        .into());
    }
    store.backup(&to)?;
    let shown = to.display().to_string();
    if app.global.json {
        let bytes = fs::metadata(&to).map_or(0, |meta| meta.len());
        let value = serde_json::json!({ "ok": true, "path": shown, "bytes": bytes });
        return app.print(&format!("{value}\n"));
    }
    app.print(&format!("{}\n", sanitize(&shown)))
}

/// The name itself, or one like it that is not taken yet: two backups may fall in one second.
fn unused(usual: &Path) -> PathBuf {
    let stem = usual.file_stem().unwrap_or_default().to_string_lossy();
    let like = |n: u32| usual.with_file_name(format!("{stem}-{n}.db"));
    std::iter::once(usual.to_owned())
        .chain((2..100).map(like))
        .find(|path| fs::symlink_metadata(path).is_err())
        .unwrap_or_else(|| usual.to_owned())
}
