//! Defaults that hold in a folder: `.tt.toml`, and the branch that is checked out there.
//!
//! A folder may be somebody else's work, so its file can name what time is charged to and
//! nothing more: no program, no secret, no address, no rule. Files that others own or may
//! write are left aside. The branch is read from the repository's own files; git is never
//! run.

use super::document::{Bad, Reader, Section};
use super::error::ConfigError;
use super::finding::{Finding, Severity, quoted};
use super::keys;
use super::values::{list, one_of, text};
use crate::domain::branch::{Hole, Pattern};
use crate::domain::nearest::nearest;
use crate::domain::status::Billable;
use std::fs::{self, File, Metadata};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use toml::de::DeValue;

/// The name of the file.
pub const FILE: &str = ".tt.toml";

/// Larger files are not read: nobody wrote them by hand.
const MAX_BYTES: u64 = 64 * 1024;

/// Longest value, in characters.
const MAX_CHARS: usize = 200;

/// Most patterns for branches.
const MAX_PATTERNS: usize = 32;

/// What a folder's file says. References are as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FolderFile {
    /// Where it is.
    pub path: PathBuf,
    /// The profile.
    pub profile: Option<String>,
    /// Values by the key they stand under: targets, client, project and the like.
    pub values: Vec<(&'static str, String)>,
    /// The billable option.
    pub billable: Option<Billable>,
    /// Tags.
    pub tags: Vec<String>,
    /// Patterns for the names of branches.
    pub branches: Vec<Pattern>,
}

/// What was found where a command was called.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The nearest file that may be used.
    pub file: Option<FolderFile>,
    /// The branch that is checked out, where there are patterns for its name.
    pub branch: Option<String>,
    /// What the first pattern that fits found in its name.
    pub said: Vec<(Hole, String)>,
    /// Whether that pattern stands in the folder's file.
    pub said_by_file: bool,
    /// Files that are there and left aside, and why.
    pub aside: Vec<String>,
}

/// Who is asking, and where.
#[derive(Debug, Clone, Copy)]
pub struct Here<'a> {
    /// The working directory, absolute.
    pub folder: &'a Path,
    /// The home folder; nothing above it is looked at from below it.
    pub home: Option<&'a Path>,
    /// Who may own the file; none where the platform has no owners.
    pub me: Option<u32>,
}

/// Looks from the working directory upwards: to the home folder, outside of it to the top
/// of the repository, else nowhere but here. `patterns` are those of the configuration;
/// those of the folder's file go before them.
///
/// # Errors
/// What is wrong in the file, by line.
pub fn find(here: Here<'_>, patterns: &[Pattern]) -> Result<Found, ConfigError> {
    let mut found = Found::default();
    let top = top_of(here);
    for folder in here.folder.ancestors() {
        let path = folder.join(FILE);
        match usable(&path, here.me) {
            Ok(None) => {}
            Ok(Some(text)) => {
                found.file = Some(FolderFile::parse(&text, &path)?);
                break;
            }
            Err(why) => found.aside.push(format!("{} {why}", path.display())),
        }
        if top.as_deref().is_none_or(|top| top == folder) {
            break;
        }
    }
    let own = found.file.as_ref().map_or(&[][..], |file| &file.branches);
    if !own.is_empty() || !patterns.is_empty() {
        found.branch = branch(here.folder);
        if let Some(branch) = &found.branch {
            let by = |patterns: &[Pattern]| patterns.iter().find_map(|it| it.find(branch));
            let said = by(own);
            found.said_by_file = said.is_some();
            found.said = said.or_else(|| by(patterns)).unwrap_or_default();
        }
    }
    Ok(found)
}

/// The last folder that is looked into; none where only the first is.
fn top_of(here: Here<'_>) -> Option<PathBuf> {
    if let Some(home) = here.home {
        if here.folder.starts_with(home) {
            return Some(home.to_owned());
        }
        // The working directory has no links in it, the home folder may.
        if let Ok(home) = home.canonicalize()
            && here.folder.starts_with(&home)
        {
            return Some(home);
        }
    }
    repository(here.folder).map(Path::to_owned)
}

fn repository(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|at| at.join(".git").exists())
}

/// The text of a file that is there and may be used; else why it is left aside.
fn usable(path: &Path, me: Option<u32>) -> Result<Option<String>, String> {
    // Asked by name first: to open a pipe would wait for whoever writes into it.
    let Ok(meta) = fs::metadata(path) else {
        return Ok(None);
    };
    if !meta.is_file() {
        return Err("is no file".to_owned());
    }
    let cannot = |why: std::io::Error| format!("cannot be read ({why})");
    let file = File::open(path).map_err(cannot)?;
    foreign(&file.metadata().map_err(cannot)?, me)?;
    let mut text = String::new();
    file.take(MAX_BYTES + 1)
        .read_to_string(&mut text)
        .map_err(cannot)?;
    if text.len() as u64 > MAX_BYTES {
        return Err("is larger than 64 KiB".to_owned());
    }
    Ok(Some(text))
}

/// Why a file is not the person's own.
#[cfg(unix)]
fn foreign(meta: &Metadata, me: Option<u32>) -> Result<(), String> {
    use std::os::unix::fs::MetadataExt as _;
    if me.is_some_and(|me| me != meta.uid()) {
        return Err("belongs to somebody else".to_owned());
    }
    if meta.mode() & 0o002 != 0 {
        return Err("may be written by anybody".to_owned());
    }
    Ok(())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may be refused")]
fn foreign(_: &Metadata, _: Option<u32>) -> Result<(), String> {
    Ok(())
}

/// Who is asking; none where the platform does not say.
#[cfg(unix)]
#[must_use]
pub fn me(home: Option<&Path>) -> Option<u32> {
    use std::os::unix::fs::MetadataExt as _;
    // Without a call into libc this is where Linux tells; elsewhere the home folder does.
    let told = fs::metadata("/proc/self").ok();
    let told = told.or_else(|| home.and_then(|home| fs::metadata(home).ok()));
    told.map(|meta| meta.uid())
}

/// Who is asking; none where the platform does not say.
#[cfg(not(unix))]
#[must_use]
pub fn me(_: Option<&Path>) -> Option<u32> {
    None
}

/// The name of the branch that is checked out in this folder's repository, or that is being
/// rebased there.
#[must_use]
pub fn branch(folder: &Path) -> Option<String> {
    let git = repository(folder)?.join(".git");
    let own = match fs::metadata(&git).ok()? {
        meta if meta.is_dir() => git,
        // A worktree or submodule: the file says where its own things are.
        _ => {
            let says = short(&git)?;
            let path = says.trim().strip_prefix("gitdir:")?.trim();
            git.parent()?.join(path)
        }
    };
    let named = |file: &str| {
        let text = short(&own.join(file))?;
        let text = text.trim();
        let name = text.strip_prefix("ref:").map_or(text, str::trim);
        let name = name.strip_prefix("refs/heads/")?;
        // What stands there where references are kept in another way.
        (!name.is_empty() && name != ".invalid").then(|| name.to_owned())
    };
    ["HEAD", "rebase-merge/head-name", "rebase-apply/head-name"]
        .into_iter()
        .find_map(named)
}

/// A small file as text.
fn short(path: &Path) -> Option<String> {
    if !fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut text = String::new();
    File::open(path)
        .ok()?
        .take(4096)
        .read_to_string(&mut text)
        .ok()?;
    Some(text)
}

impl FolderFile {
    /// Reads a text as the contents of this file.
    ///
    /// # Errors
    /// Everything that is wrong in it.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let mut reader = Reader::new(path.to_owned(), text);
        let document = reader.parse(text);
        let is_toml = reader.findings.is_empty();
        let top = Section::top(&document);
        let mut file = Self {
            path: path.to_owned(),
            ..Self::default()
        };
        if is_toml {
            let known = keys::folder();
            reader.refuse_unknown(&top, &known, |key| advice(key, &known));
            file.profile = reader.get(&top, "profile", value);
            for key in keys::FOLDER_VALUES {
                let read = reader.get(&top, key, value);
                file.values.extend(read.map(|value| (*key, value)));
            }
            let billable = one_of(Billable::ALL, Billable::word);
            file.billable = reader.get(&top, "billable", billable);
            file.tags = reader.get(&top, "tags", list(value)).unwrap_or_default();
            file.branches = patterns(&mut reader, &top);
            let targets = keys::FOLDER_TARGETS.iter().filter(|key| top.has(key));
            let targets: Vec<_> = targets.copied().collect();
            if let [_, second, ..] = targets.as_slice() {
                let line = reader.line_of(&top, second);
                let message = format!(
                    "time is charged to one thing, not to {}",
                    targets.join(" and ")
                );
                reader.error(line, message, Some("leave all but one out".to_owned()));
            }
        }
        let mut findings: Vec<Finding> = reader.findings;
        findings.retain(|finding| finding.severity == Severity::Error);
        findings.sort_by_key(|finding| finding.line);
        if findings.is_empty() {
            Ok(file)
        } else {
            Err(ConfigError::Folder(findings))
        }
    }

    /// The value of a key.
    #[must_use]
    pub fn value(&self, key: &str) -> Option<&str> {
        let found = self.values.iter().find(|(name, _)| *name == key);
        found.map(|(_, value)| value.as_str())
    }
}

/// What to say of a key that no folder may set.
fn advice(key: &str, known: &[&str]) -> String {
    match nearest(key, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("a folder sets only {}", known.join(", ")),
    }
}

/// The patterns for branches, of a folder's file or of `[context]`.
pub(super) fn patterns(reader: &mut Reader, section: &Section<'_>) -> Vec<Pattern> {
    let all = reader
        .get(section, "branches", list(pattern))
        .unwrap_or_default();
    if all.len() > MAX_PATTERNS {
        let line = reader.line_of(section, "branches");
        reader.error(line, format!("more than {MAX_PATTERNS} patterns"), None);
        return Vec::new();
    }
    all
}

fn pattern(value: &DeValue<'_>) -> Result<Pattern, Bad> {
    let text = text(value, "patterns in quotes, such as \"feature/{ticket}-*\"")?;
    Pattern::parse(text)
        .map_err(|why| Bad::Value(format!("has {} in it, which {why}", quoted(text)), None))
}

/// A name or number as typed; numbers may stand without quotes.
fn value(value: &DeValue<'_>) -> Result<String, Bad> {
    let text = match value {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
        other => text(other, "a text in quotes, or a number")?,
    };
    let is_fine = !text.trim().is_empty()
        && text.chars().count() <= MAX_CHARS
        && !text.chars().any(char::is_control);
    if is_fine {
        Ok(text.trim().to_owned())
    } else {
        let help = format!("write up to {MAX_CHARS} characters on one line");
        Err(Bad::Value(
            "is empty, too long, or no plain text".to_owned(),
            Some(help),
        ))
    }
}

#[cfg(test)]
mod tests;
