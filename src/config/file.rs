//! `config.toml` as a whole: read once, every key of it, all errors at once.

use super::document::{Reader, Row, Section};
use super::error::{ConfigError, UnknownProfile};
use super::finding::{Finding, Severity, quoted};
use super::keys;
use super::layers::{Origin, Setting, by_table, lay_over};
use super::paths::Paths;
use super::profile::Profile;
use super::profile_file::{self, Surroundings};
use super::site::{self, SyncSettings, TimeSettings};
use super::template::{self, Template};
use super::values::{is_name, plain};
use crate::domain::branch::Pattern;
use crate::domain::nearest::nearest;
use crate::domain::settings::RuleSettings;
use crate::rounding::Policy;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Larger files are not read: nobody wrote them by hand.
const MAX_BYTES: u64 = 1024 * 1024;

/// The configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The profile of entries that name none.
    pub default_profile: Option<String>,
    /// `[time]`.
    pub time: TimeSettings,
    /// `[rules]` of the site; each profile has its own, put over these.
    pub rules: RuleSettings,
    /// `[sync]`.
    pub sync: SyncSettings,
    /// The rounding policies by name, with the built-in "none".
    pub rounding: BTreeMap<String, Policy>,
    /// The templates by name.
    pub templates: BTreeMap<String, Template>,
    /// `[context]`: patterns for the names of branches.
    pub branches: Vec<Pattern>,
    /// The profiles by name.
    pub profiles: BTreeMap<String, Profile>,
    path: PathBuf,
    rows: Vec<Row>,
    warnings: Vec<Finding>,
}

impl Default for Config {
    /// What holds without a file: everything local works.
    fn default() -> Self {
        read("", Path::new("config.toml")).0
    }
}

impl Config {
    /// Reads the file. The usual one may be missing, a named one may not.
    ///
    /// # Errors
    /// A named file that is missing, a file that cannot be read, and everything wrong in it.
    pub fn load(paths: &Paths) -> Result<Self, ConfigError> {
        match text_of(paths)? {
            Some(text) => Self::parse(&text, &paths.config.path),
            None => Ok(read("", &paths.config.path).0),
        }
    }

    /// Reads a text as the contents of this file.
    ///
    /// # Errors
    /// Everything that is wrong in it.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let (config, mut findings) = read(text, path);
        findings.retain(|finding| finding.severity == Severity::Error);
        if findings.is_empty() {
            Ok(config)
        } else {
            Err(ConfigError::Invalid(findings))
        }
    }

    /// Things somebody should look at although the configuration is used.
    #[must_use]
    pub fn warnings(&self) -> &[Finding] {
        &self.warnings
    }

    /// Every value with the layer it comes from, `above` (environment and flags) put over
    /// it by key. Secrets are shown as the place they are fetched from.
    #[must_use]
    pub fn explain(&self, above: &[Setting]) -> Vec<Setting> {
        let rows = self.rows.iter().map(|row| Setting {
            key: row.key.clone(),
            value: row.value.clone(),
            origin: self.origin_at(row.line),
        });
        lay_over(by_table(rows.collect()), above)
    }

    fn origin_at(&self, line: Option<usize>) -> Origin {
        line.map_or(Origin::Default, |line| Origin::File {
            path: self.path.clone(),
            line,
        })
    }

    /// The line a key stands in, with its tables: `profile.work.push`.
    #[must_use]
    pub fn line_of(&self, key: &str) -> Option<usize> {
        self.rows.iter().find(|row| row.key == key)?.line
    }

    fn origin_of(&self, key: &str) -> Origin {
        self.origin_at(self.line_of(key))
    }

    /// The zone of the file and where it stands, for [`super::choose_zone`].
    #[must_use]
    pub fn zone(&self) -> Option<(&str, Origin)> {
        let zone = self.time.zone.as_deref()?;
        Some((zone, self.origin_of("time.zone")))
    }

    /// The profile to use: `--profile`, else `TT_PROFILE`, else `default_profile`, else
    /// none. `none` asks for none.
    ///
    /// # Errors
    /// A name that is not in the configuration.
    pub fn choose_profile(
        &self,
        flag: Option<&str>,
        env: Option<&str>,
    ) -> Result<Option<(&Profile, Origin)>, UnknownProfile> {
        let (name, origin) = if let Some(name) = flag {
            (name, Origin::Flag("--profile".to_owned()))
        } else if let Some(name) = env.filter(|name| !name.is_empty()) {
            (name, Origin::Env("TT_PROFILE".to_owned()))
        } else if let Some(name) = &self.default_profile {
            (name.as_str(), self.origin_of("default_profile"))
        } else {
            return Ok(None);
        };
        if name == NO_PROFILE {
            return Ok(None);
        }
        match self.profiles.get(name) {
            Some(profile) => Ok(Some((profile, origin))),
            None => Err(UnknownProfile {
                name: name.to_owned(),
                origin,
                help: self.names_near(name),
            }),
        }
    }

    /// What to say of a profile that is not there.
    fn names_near(&self, name: &str) -> String {
        profiles_near(name, self.profiles.keys().map(String::as_str))
    }
}

/// The word that asks for no profile; no profile has this name.
pub(super) const NO_PROFILE: &str = "none";

fn profiles_near<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<_> = known.collect();
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None if known.is_empty() => "there is no [profile.NAME] in the file".to_owned(),
        None => format!("there are: {}", known.join(", ")),
    }
}

/// The text of the file; none where the usual one is missing.
pub(super) fn text_of(paths: &Paths) -> Result<Option<String>, ConfigError> {
    let path = &paths.config.path;
    let unreadable = |source| ConfigError::Unreadable {
        path: path.display().to_string(),
        source,
    };
    let mut file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return if paths.config.is_named() {
                Err(ConfigError::Missing {
                    path: path.display().to_string(),
                    origin: paths.config.origin.clone(),
                })
            } else {
                Ok(None)
            };
        }
        Err(error) => return Err(unreadable(error)),
    };
    let mut text = String::new();
    (&mut file)
        .take(MAX_BYTES + 1)
        .read_to_string(&mut text)
        .map_err(unreadable)?;
    if text.len() as u64 > MAX_BYTES {
        return Err(unreadable(std::io::Error::other("larger than 1 MiB")));
    }
    Ok(Some(text))
}

/// Reads a text: the configuration as far as it goes, and all findings by line.
pub(super) fn read(text: &str, path: &Path) -> (Config, Vec<Finding>) {
    let mut reader = Reader::new(path.to_owned(), text);
    let document = reader.parse(text);
    let well_formed = reader.findings.is_empty();
    let mut config = whole(&mut reader, &Section::top(&document), path);
    let mut findings = std::mem::take(&mut reader.findings);
    if !well_formed {
        // What is read out of broken syntax is guesswork; only the syntax is told.
        findings.retain(|finding| finding.message.starts_with("not TOML"));
    }
    findings.sort_by_key(|finding| finding.line);
    config.warnings = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Warning)
        .cloned()
        .collect();
    (config, findings)
}

fn whole(reader: &mut Reader, top: &Section<'_>, path: &Path) -> Config {
    reader.refuse_unknown(top, keys::TOP, |key| keys::advice("", key, keys::TOP, None));
    let default_profile = reader.get(top, "default_profile", plain);
    let time = site::time(reader, top);
    let rules = site::rules(reader, top, None);
    let sync = site::sync(reader, top);
    let rounding = site::rounding(reader, top);
    let branches = site::branches(reader, top);
    let around = Surroundings {
        rules: &rules,
        rounding: &rounding,
        folder: path.parent().unwrap_or(Path::new("")),
    };
    let mut profiles = BTreeMap::new();
    let table = reader.section(top, "profile");
    let names = table.keys();
    for name in &names {
        let section = reader.section(&table, name);
        if !is_name(name) || *name == NO_PROFILE {
            let message = format!("[{}] is no name for a profile", section.name);
            let help = "use a-z, 0-9, _ and -, beginning with a letter or digit; not \"none\"";
            reader.error(section.line, message, Some(help.to_owned()));
        } else if section.is_present()
            && let Some(profile) = profile_file::profile(reader, &section, name, &around)
        {
            profiles.insert((*name).to_owned(), profile);
        }
    }
    let templates = template::templates(reader, top, &names);
    if let Some(name) = &default_profile
        && !names.contains(&name.as_str())
        && name != NO_PROFILE
    {
        let line = reader.line_of(top, "default_profile");
        let message = format!("`default_profile` names no profile ({})", quoted(name));
        let help = profiles_near(name, names.iter().copied());
        reader.error(line, message, Some(help));
    }
    let is_sound = reader
        .findings
        .iter()
        .all(|finding| finding.severity == Severity::Warning);
    if is_sound {
        let used = profiles.values().map(|profile| profile.rounding.as_str());
        site::warn_of_unused_policies(reader, top, used);
    }
    Config {
        default_profile: default_profile.filter(|name| name != NO_PROFILE),
        time,
        rules,
        sync,
        rounding,
        templates,
        branches,
        profiles,
        path: path.to_owned(),
        rows: std::mem::take(&mut reader.rows),
        warnings: Vec::new(),
    }
}
