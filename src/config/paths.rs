//! Where the files are. Flags beat the environment beats the platform's folders.

use super::Env;
use super::layers::{Origin, Setting};
use std::path::{Path, PathBuf};

/// The flags that move files.
#[derive(Debug, Clone, Copy, Default)]
pub struct Flags<'a> {
    /// `--config FILE`.
    pub config: Option<&'a Path>,
    /// `--db FILE`.
    pub db: Option<&'a Path>,
}

/// The platform's folders for this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// For `config.toml`.
    pub config: PathBuf,
    /// For the database.
    pub data: PathBuf,
    /// For tokens; not every platform has one.
    pub state: Option<PathBuf>,
}

impl Folders {
    /// What the platform says; none where no home folder is known.
    #[must_use]
    pub fn of_platform() -> Option<Self> {
        directories::ProjectDirs::from("", "", "tt").map(|folders| Self {
            config: folders.config_dir().to_owned(),
            data: folders.data_dir().to_owned(),
            state: folders.state_dir().map(Path::to_owned),
        })
    }
}

/// One file or folder, and who said where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where it is; it need not exist.
    pub path: PathBuf,
    /// Who said so.
    pub origin: Origin,
}

impl Place {
    /// Whether a person named it, so that its absence is an error.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.origin != Origin::Default
    }
}

/// Where everything is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The file `config.toml`.
    pub config: Place,
    /// The database file.
    pub db: Place,
    /// The folder for tokens.
    pub state: Place,
}

/// Why nobody knows where the files are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PathsError {
    /// The platform knows no home folder.
    #[error("no home folder is known, so there is no place for the {0}")]
    NoHome(
        /// What has no place.
        &'static str,
    ),
}

impl PathsError {
    /// The one thing to do.
    #[must_use]
    pub fn help(&self) -> &'static str {
        "set HOME, or set TT_CONFIG, TT_DB and TT_STATE_DIR"
    }
}

impl Paths {
    /// Finds the places. An empty variable counts as not set; `folders` is asked at most once
    /// and only where neither flag nor variable decides.
    ///
    /// # Errors
    /// No home folder, where one is needed.
    pub fn resolve(
        flags: Flags<'_>,
        env: Env<'_>,
        folders: impl FnOnce() -> Option<Folders>,
    ) -> Result<Self, PathsError> {
        let config = named(flags.config, "--config", env, "TT_CONFIG");
        let db = named(flags.db, "--db", env, "TT_DB");
        let state = named(None, "", env, "TT_STATE_DIR");
        let folders = if config.is_some() && db.is_some() && state.is_some() {
            None
        } else {
            folders()
        };
        let or_default =
            |place: Option<Place>, what: &'static str, path: &dyn Fn(&Folders) -> PathBuf| {
                place
                    .or_else(|| {
                        folders.as_ref().map(|folders| Place {
                            path: path(folders),
                            origin: Origin::Default,
                        })
                    })
                    .ok_or(PathsError::NoHome(what))
            };
        Ok(Self {
            config: or_default(config, "configuration", &|folders| {
                folders.config.join("config.toml")
            })?,
            db: or_default(db, "database", &|folders| folders.data.join("tt.db"))?,
            state: or_default(state, "tokens", &|folders| {
                folders
                    .state
                    .clone()
                    .unwrap_or_else(|| folders.data.join("state"))
            })?,
        })
    }

    /// The places, for `config show` and `config path`.
    #[must_use]
    pub fn explain(&self) -> Vec<Setting> {
        [
            ("config", &self.config),
            ("db", &self.db),
            ("state", &self.state),
        ]
        .into_iter()
        .map(|(key, place)| Setting {
            key: key.to_owned(),
            value: place.path.display().to_string(),
            origin: place.origin.clone(),
        })
        .collect()
    }
}

/// What a flag or a variable says.
fn named(flag: Option<&Path>, dashed: &str, env: Env<'_>, variable: &str) -> Option<Place> {
    if let Some(path) = flag {
        return Some(Place {
            path: path.to_owned(),
            origin: Origin::Flag(dashed.to_owned()),
        });
    }
    env(variable)
        .filter(|value| !value.is_empty())
        .map(|value| Place {
            path: value.into(),
            origin: Origin::Env(variable.to_owned()),
        })
}

/// The home folder as the environment names it.
fn home(env: Env<'_>) -> Option<PathBuf> {
    ["HOME", "USERPROFILE"]
        .into_iter()
        .filter_map(env)
        .find(|value| !value.is_empty())
        .map(PathBuf::from)
}

/// A path of the configuration with a leading `~/` replaced; none where no home is known.
#[must_use]
pub fn expand(path: &Path, env: Env<'_>) -> Option<PathBuf> {
    match path.strip_prefix("~") {
        Ok(rest) => home(env).map(|home| home.join(rest)),
        Err(_) => Some(path.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsString;

    fn folders(state: Option<&str>) -> Option<Folders> {
        Some(Folders {
            config: "/h/.config/tt".into(),
            data: "/h/.local/share/tt".into(),
            state: state.map(PathBuf::from),
        })
    }

    fn all_set(name: &str) -> Option<OsString> {
        match name {
            "TT_CONFIG" => Some("/env/c.toml".into()),
            "TT_DB" => Some("/env/t.db".into()),
            "TT_STATE_DIR" => Some("/env/state".into()),
            _ => None,
        }
    }

    #[test]
    fn flags_beat_the_environment_beats_the_platform() {
        let none = |_: &str| None;
        let empty = |_: &str| Some(OsString::new());
        for env in [&none as Env<'_>, &empty] {
            let paths = Paths::resolve(Flags::default(), env, || folders(Some("/h/s"))).unwrap();
            assert_eq!(paths.config.path, Path::new("/h/.config/tt/config.toml"));
            assert_eq!(paths.db.path, Path::new("/h/.local/share/tt/tt.db"));
            assert_eq!(paths.state.path, Path::new("/h/s"));
            assert!(!paths.config.is_named());
        }
        let paths = Paths::resolve(Flags::default(), &none, || folders(None)).unwrap();
        assert_eq!(paths.state.path, Path::new("/h/.local/share/tt/state"));

        let paths = Paths::resolve(Flags::default(), &all_set, || panic!("not needed")).unwrap();
        assert_eq!(paths.db.path, Path::new("/env/t.db"));
        assert_eq!(paths.db.origin, Origin::Env("TT_DB".into()));
        assert_eq!(paths.state.path, Path::new("/env/state"));

        let flags = Flags {
            config: Some(Path::new("mine.toml")),
            db: Some(Path::new("mine.db")),
        };
        let paths = Paths::resolve(flags, &all_set, || None).unwrap();
        assert_eq!(paths.config.path, Path::new("mine.toml"));
        assert_eq!(paths.config.origin, Origin::Flag("--config".into()));
        assert_eq!(paths.explain()[1].value, "mine.db");
        assert_eq!(
            paths.explain()[2].origin,
            Origin::Env("TT_STATE_DIR".into())
        );
    }

    #[test]
    fn without_a_home_only_named_places_work() {
        let only_db = |name: &str| (name == "TT_DB").then(|| OsString::from("/t.db"));
        let error = Paths::resolve(Flags::default(), &only_db, || None).unwrap_err();
        assert_eq!(error, PathsError::NoHome("configuration"));
        assert!(error.help().contains("HOME"));
        assert!(Paths::resolve(Flags::default(), &all_set, || None).is_ok());
    }

    #[test]
    fn a_tilde_is_the_home_folder() {
        let env = |name: &str| (name == "HOME").then(|| OsString::from("/h"));
        let none = |_: &str| None;
        let expand_in = |text: &str, env: Env<'_>| expand(Path::new(text), env);
        assert_eq!(expand_in("~/k", &env), Some("/h/k".into()));
        assert_eq!(expand_in("~/k", &none), None);
        assert_eq!(expand_in("/a/~", &none), Some("/a/~".into()));
        assert_eq!(expand_in("~joe/k", &env), Some("~joe/k".into()));
    }
}
