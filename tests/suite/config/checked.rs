//! Loading from disk, and what `config check` finds around the file.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use tt::config::{Config, ConfigError, Flags, Folders, Paths, Severity, check};

struct Home(TempDir);

impl Home {
    fn new(config: &str) -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        home.write("config.toml", config, 0o600);
        home
    }

    fn write(&self, name: &str, text: &str, mode: u32) {
        let path = self.0.path().join(name);
        fs::write(&path, text).unwrap();
        set_mode(&path, mode);
    }

    fn paths(&self, flag: Option<&Path>) -> Paths {
        let flags = Flags {
            config: flag,
            db: None,
        };
        Paths::resolve(flags, &|_| None, || {
            Some(Folders {
                config: self.0.path().to_owned(),
                data: self.0.path().to_owned(),
                state: None,
            })
        })
        .unwrap()
    }

    /// The findings, each as its severity and its text without the path of the file.
    fn check(&self) -> Vec<String> {
        let home = self.0.path().as_os_str().to_owned();
        let env = |name: &str| match name {
            "HOME" => Some(home.clone()),
            "SET" => Some(OsString::from("x")),
            _ => None,
        };
        check(&self.paths(None), &env)
            .iter()
            .map(|finding| {
                let text = finding.to_string();
                let at = text.find("config.toml").unwrap() + "config.toml".len();
                format!("{:?}{}", finding.severity, &text[at..])
            })
            .collect()
    }
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn set_mode(_path: &Path, _mode: u32) {}

#[test]
fn the_usual_file_may_be_missing_a_named_one_may_not() {
    let home = Home(tempfile::tempdir().unwrap());
    assert!(Config::load(&home.paths(None)).unwrap().profiles.is_empty());
    assert!(home.check().is_empty());
    let missing = home.0.path().join("mine.toml");
    let error = Config::load(&home.paths(Some(&missing))).unwrap_err();
    assert!(matches!(error, ConfigError::Missing { .. }));
    assert!(
        error
            .to_string()
            .contains("mine.toml (from --config) does not exist")
    );
    let found = check(&home.paths(Some(&missing)), &|_| None);
    assert_eq!(found[0].severity, Severity::Error);
}

#[test]
fn what_is_no_text_file_is_an_error_and_no_panic() {
    let home = Home::new("");
    for (name, bytes) in [
        ("binary", &b"\xff\xfe[time]"[..]),
        ("huge", &vec![b'#'; 2 * 1024 * 1024]),
    ] {
        let path = home.0.path().join(name);
        fs::write(&path, bytes).unwrap();
        let error = Config::load(&home.paths(Some(&path))).unwrap_err();
        assert!(matches!(error, ConfigError::Unreadable { .. }), "{name}");
        assert_eq!(check(&home.paths(Some(&path)), &|_| None).len(), 1);
    }
    let folder = home.0.path().to_owned();
    assert!(Config::load(&home.paths(Some(&folder))).is_err());
}

const MB: &str = "[profile.mb]\nbackend = \"moneybird\"\nadministration = \"1\"\n";

#[test]
fn a_sound_file_has_no_findings() {
    let home = Home::new(&format!("{MB}token = {{ file = \"key\" }}\n"));
    home.write("key", "secret\n", 0o600);
    assert_eq!(home.check(), [""; 0]);
    let home = Home::new(&format!(
        "{MB}token = {{ command = [\"/does/not/exist\"] }}\n"
    ));
    assert_eq!(home.check(), [""; 0], "commands are not run");
}

#[test]
fn what_lies_around_the_file_is_found() {
    for (rest, mode, expected) in [
        ("token = { env = \"SET\" }\n", 0o600, None),
        (
            "token = { env = \"UNSET\" }\n",
            0o600,
            Some("Warning:4: `profile.mb.token`: the variable UNSET"),
        ),
        (
            "token = { file = \"none\" }\n",
            0o600,
            Some("Error:4: `profile.mb.token`: the secret file"),
        ),
        (
            "token = { file = \"~/open\" }\n",
            0o600,
            Some("may be read by others (mode 0644)"),
        ),
        ("token = { file = \"empty\" }\n", 0o600, Some("Error:4")),
        (
            "token = { env = \"SET\" }\nca_file = \"none.pem\"\n",
            0o600,
            Some("Error:5: `profile.mb.ca_file` names no file"),
        ),
        (
            "token = { env = \"SET\" }\napprover = true\n",
            0o600,
            Some("Warning:5: `profile.mb.approver` does nothing"),
        ),
        (
            "token = { env = \"SET\" }\n[rounding.q]\nstep = \"15m\"\n",
            0o600,
            Some("Warning:5: no profile uses the rounding policy `q`"),
        ),
        (
            "token = { env = \"SET\" }\n",
            0o666,
            Some("Warning: may be written by others (mode 0666)"),
        ),
        (
            "token = { env = \"SET\" }\n[tmie]\n",
            0o600,
            Some("Error:5: unknown key `tmie`"),
        ),
    ] {
        if cfg!(not(unix)) && expected.is_some_and(|text| text.contains("mode")) {
            continue;
        }
        let home = Home::new(&format!("{MB}{rest}"));
        set_mode(&home.0.path().join("config.toml"), mode);
        home.write("open", "secret", 0o644);
        home.write("empty", "\nsecret", 0o600);
        let found = home.check();
        match expected {
            None => assert_eq!(found, [""; 0]),
            Some(text) => {
                assert_eq!(found.len(), 1, "{found:#?}");
                assert!(found[0].contains(text), "{} lacks {text}", found[0]);
            }
        }
    }
}

#[test]
fn a_url_that_makes_discovery_idle_is_a_warning() {
    let text = "[profile.at]\nbackend = \"autotask\"\nuser = \"u\"\nsecret = { env = \"SET\" }\n\
                integration_code = { env = \"SET\" }\nurl = \"https://a.test\"\ndiscovery_url = \"https://b.test\"\n";
    let config = Config::parse(text, Path::new("c")).unwrap();
    assert_eq!(config.warnings().len(), 1);
    assert_eq!(config.warnings()[0].line, Some(7));
}
