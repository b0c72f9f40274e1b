//! A profile that is still to be written: what has to be known of each service, and the
//! text of its table with what each key is for. Writes no file and holds no secret.

use super::document::bare;
use super::error::ConfigError;
use super::file::Config;
use super::secret::SecretSource;
use crate::domain::status::BackendKind;
use std::path::Path;

/// One thing that has to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// Its key in the profile's table.
    pub key: &'static str,
    /// The option that says it.
    pub option: &'static str,
    /// What it is, as a question and as a comment.
    pub says: &'static str,
    /// What it looks like.
    pub like: &'static str,
    /// Whether what is written is where it comes from.
    pub is_secret: bool,
}

const fn need(
    key: &'static str,
    option: &'static str,
    says: &'static str,
    like: &'static str,
) -> Need {
    Need {
        key,
        option,
        says,
        like,
        is_secret: false,
    }
}

const fn secret(key: &'static str, says: &'static str) -> Need {
    Need {
        key,
        option: "--secret",
        says,
        like: "env:NAME, file:PATH or command:pass show NAME",
        is_secret: true,
    }
}

const CONNECTWISE: &[Need] = &[
    need(
        "url",
        "--url",
        "address of the service",
        "https://api-na.myconnectwise.net",
    ),
    need(
        "company_id",
        "--company-id",
        "the company one logs in to",
        "acme",
    ),
    need(
        "client_id",
        "--client-id",
        "the GUID from developer.connectwise.com",
        "00000000-0000-0000-0000-000000000000",
    ),
    need(
        "public_key",
        "--public-key",
        "public half of the member's key",
        "abcdefghijklmnop",
    ),
    secret("private_key", "private half of the member's key"),
];

const AUTOTASK: &[Need] = &[
    need("user", "--user", "the API user's name", "api@acme.example"),
    secret("secret", "the API user's secret"),
    Need {
        option: "--integration-code",
        ..secret("integration_code", "the integration's tracking code")
    },
];

const MONEYBIRD: &[Need] = &[
    need(
        "administration",
        "--administration",
        "the number in the administration's address",
        "123456789012345678",
    ),
    secret("token", "access token"),
];

const FRESHBOOKS: &[Need] = &[
    need(
        "business",
        "--business",
        "the number of the business",
        "6001",
    ),
    secret("token", "access token"),
];

/// What a log-in with the browser takes: the keys of the profile's table `oauth`. Where to
/// book is asked for when one logs in.
const BROWSER: &[Need] = &[
    need(
        "client_id",
        "--client-id",
        "identity of the application, as registered",
        "1a2b3c",
    ),
    secret("client_secret", "secret of the application"),
    need(
        "redirect_uri",
        "--redirect-uri",
        "where the browser is sent back to, as registered",
        "https://localhost/callback",
    ),
];

/// Whether one can log in to a service with the browser.
#[must_use]
pub fn has_browser(kind: BackendKind) -> bool {
    matches!(kind, BackendKind::Moneybird | BackendKind::FreshBooks)
}

/// Where a service stands that has a usual address: written where a person names another.
pub const ADDRESS: Need = need(
    "url",
    "--url",
    "address of the service",
    "https://service.example.com",
);

/// Whether a profile can have this name.
#[must_use]
pub fn is_name(name: &str) -> bool {
    super::values::is_name(name) && name != super::file::NO_PROFILE
}

/// What has to be known of a service; nothing where a profile of it is written by hand.
#[must_use]
pub fn needs(kind: BackendKind) -> &'static [Need] {
    match kind {
        BackendKind::ConnectWise => CONNECTWISE,
        BackendKind::Moneybird => MONEYBIRD,
        BackendKind::Autotask => AUTOTASK,
        BackendKind::FreshBooks => FRESHBOOKS,
        BackendKind::Reference => &[],
    }
}

/// The key that says whose time it is.
#[must_use]
pub fn member_key(kind: BackendKind) -> Option<&'static str> {
    super::keys::member_key(kind)
}

/// The variable that `--from-env` reads for a key of a service.
#[must_use]
pub fn variable(kind: BackendKind, key: &str) -> String {
    format!("TT_{}_{}", kind.word(), key).to_uppercase()
}

/// Where a secret comes from, as it is typed: `env:NAME`, `file:PATH`, `command:WORDS`, or
/// the words of a command. None where it may be the secret itself.
#[must_use]
pub fn secret_source(typed: &str) -> Option<SecretSource> {
    let typed = typed.trim();
    let (kind, rest) = match typed.split_once(':') {
        Some((kind @ ("env" | "file" | "command"), rest)) => (kind, rest.trim()),
        _ if typed.contains(' ') => ("command", typed),
        _ => return None,
    };
    if rest.is_empty() {
        return None;
    }
    match kind {
        "env" => Some(SecretSource::Env(rest.to_owned())),
        "file" => Some(SecretSource::File(rest.into())),
        _ => words(rest).map(SecretSource::Command),
    }
}

/// The words of a command; quotes keep blanks together. None where one is left open.
fn words(text: &str) -> Option<Vec<String>> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in text.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => word.get_or_insert_default().push(c),
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            None if c.is_whitespace() => words.extend(word.take()),
            None => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    (quote.is_none() && !words.is_empty()).then_some(words)
}

/// A profile as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its name.
    pub name: String,
    /// Its service.
    pub kind: BackendKind,
    /// Whether one logs in with the browser.
    pub browser: bool,
    /// Values of its keys.
    pub values: Vec<(&'static str, String)>,
    /// Where its secrets come from.
    pub secrets: Vec<(&'static str, SecretSource)>,
    /// Whose time it is.
    pub member: Option<String>,
    /// Work type of entries that name none.
    pub work_type: Option<String>,
    /// Work role of entries that name none.
    pub work_role: Option<String>,
}

impl Draft {
    /// What has to be known before it is written.
    #[must_use]
    pub fn needs(&self) -> &'static [Need] {
        if self.browser {
            BROWSER
        } else {
            needs(self.kind)
        }
    }

    /// The whole file with this profile after what it has: a new one names it as the
    /// default.
    #[must_use]
    pub fn file(&self, before: &str) -> String {
        let mut text = before.to_owned();
        if text.trim().is_empty() {
            text = format!(
                "# The configuration of tt; `tt help config` tells every key.\n\n\
                 default_profile = {}\n",
                quoted(&self.name)
            );
        } else if !text.ends_with('\n') {
            text.push('\n');
        }
        text.push('\n');
        text + &self.table()
    }

    fn table(&self) -> String {
        let header = format!("profile.{}", bare(&self.name));
        let mut lines = vec![
            format!("[{header}]"),
            line("backend", &quoted(self.kind.word()), self.kind.title()),
        ];
        let needs = needs(self.kind);
        let has_address = needs.iter().any(|need| need.key == ADDRESS.key);
        let address = (!has_address).then_some(&ADDRESS);
        let own = needs.iter().filter(|need| !self.browser || !need.is_secret);
        let say = |need: &Need, lines: &mut Vec<String>| {
            let value = self.values.iter().find(|(key, _)| *key == need.key);
            let secret = self.secrets.iter().find(|(key, _)| *key == need.key);
            if let Some((_, value)) = value {
                lines.push(line(need.key, &quoted(value), need.says));
            }
            if let Some((_, source)) = secret {
                lines.push(line(need.key, &place(source), need.says));
            }
        };
        for need in address.into_iter().chain(own) {
            say(need, &mut lines);
        }
        if let (Some(key), Some(member)) = (member_key(self.kind), &self.member) {
            lines.push(line(key, &quoted(member), "whose time it is"));
        }
        let defaults = [
            ("work_type", &self.work_type),
            ("work_role", &self.work_role),
        ];
        if defaults.iter().any(|(_, value)| value.is_some()) {
            lines.push(String::new());
            lines.push(format!(
                "[{header}.defaults]  # of entries that say nothing else"
            ));
            for (key, value) in defaults {
                lines.extend(value.as_ref().map(|it| format!("{key} = {}", quoted(it))));
            }
        }
        if self.browser {
            lines.push(String::new());
            lines.push(format!(
                "[{header}.oauth]  # `tt auth login` logs in with it"
            ));
            for need in BROWSER {
                say(need, &mut lines);
            }
        }
        lines.join("\n") + "\n"
    }

    /// What is wrong with one of its values, as the configuration would say it.
    #[must_use]
    pub fn problem(&self, key: &str) -> Option<String> {
        let wrong = match Config::parse(&self.file(""), Path::new("config.toml")) {
            Err(ConfigError::Invalid(findings)) => findings,
            _ => return None,
        };
        let is_oauth = self.browser && BROWSER.iter().any(|need| need.key == key);
        let table = if is_oauth { "oauth." } else { "" };
        let key = format!("`profile.{}.{table}{key}` ", bare(&self.name));
        let of_key = |message: &str| message.strip_prefix(&key).map(str::to_owned);
        wrong.iter().find_map(|finding| {
            let what = of_key(&finding.message)?;
            Some(match &finding.help {
                Some(help) => format!("it {what}; {help}"),
                None => format!("it {what}"),
            })
        })
    }
}

fn line(key: &str, value: &str, says: &str) -> String {
    format!("{key} = {value}  # {says}")
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn place(source: &SecretSource) -> String {
    match source {
        SecretSource::Env(name) => format!("{{ env = {} }}", quoted(name)),
        SecretSource::File(path) => {
            format!("{{ file = {} }}", quoted(&path.display().to_string()))
        }
        SecretSource::Command(argv) => {
            let words: Vec<_> = argv.iter().map(|word| quoted(word)).collect();
            format!("{{ command = [{}] }}", words.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn draft() -> Draft {
        let value = |need: &Need| (!need.is_secret).then(|| (need.key, need.like.to_owned()));
        Draft {
            name: "work".into(),
            kind: BackendKind::ConnectWise,
            browser: false,
            values: CONNECTWISE.iter().filter_map(value).collect(),
            secrets: vec![("private_key", SecretSource::Env("KEY".into()))],
            member: Some("jdoe".into()),
            work_type: Some("Remote".into()),
            work_role: None,
        }
    }

    #[test]
    fn what_is_written_reads_as_what_was_meant() {
        let path = Path::new("config.toml");
        let text = draft().file("");
        let config = Config::parse(&text, path).unwrap();
        assert_eq!(config.default_profile.as_deref(), Some("work"));
        let work = &config.profiles["work"];
        assert_eq!(work.member.as_deref(), Some("jdoe"));
        assert_eq!(work.defaults.work_type.as_deref(), Some("Remote"));
        assert!(text.contains("# the company one logs in to"), "{text}");

        // What was there stays, byte for byte.
        let other = Draft {
            name: "other".into(),
            ..draft()
        };
        let both = other.file(text.trim_end());
        assert!(both.starts_with(text.trim_end()), "{both}");
        let config = Config::parse(&both, path).unwrap();
        assert_eq!(config.profiles.len(), 2);
        assert_eq!(config.default_profile.as_deref(), Some("work"));
    }

    #[test]
    fn every_service_that_is_asked_about_parses_as_it_is_exemplified() {
        for kind in [
            BackendKind::ConnectWise,
            BackendKind::Autotask,
            BackendKind::FreshBooks,
            BackendKind::Moneybird,
        ] {
            for browser in [false, true] {
                if browser && !has_browser(kind) {
                    continue;
                }
                let value =
                    |need: &Need| (!need.is_secret).then(|| (need.key, need.like.to_owned()));
                let secret = |need: &Need| {
                    let source = SecretSource::File("~/key".into());
                    need.is_secret.then_some((need.key, source))
                };
                let mut draft = Draft {
                    kind,
                    browser,
                    member: Some("123".into()),
                    work_type: None,
                    ..draft()
                };
                draft.values = draft.needs().iter().filter_map(value).collect();
                draft.secrets = draft.needs().iter().filter_map(secret).collect();
                let read = Config::parse(&draft.file(""), Path::new("config.toml")).unwrap();
                let profile = &read.profiles["work"];
                assert_eq!(profile.kind(), kind);
                assert_eq!(profile.application().is_some(), browser);
            }
        }
    }

    #[test]
    fn a_value_that_does_not_fit_is_told() {
        let mut draft = draft();
        assert_eq!(draft.problem("client_id"), None);
        draft.values[2].1 = "abc".into();
        assert!(draft.problem("client_id").unwrap().contains("it "));
        assert_eq!(draft.problem("url"), None);
    }

    #[test]
    fn where_a_secret_comes_from_and_never_what_it_is() {
        let command = |words: &[&str]| {
            let words = words.iter().map(|word| (*word).to_owned());
            Some(SecretSource::Command(words.collect()))
        };
        let rows = [
            ("env:CW_KEY", Some(SecretSource::Env("CW_KEY".into()))),
            ("file:~/.cw", Some(SecretSource::File("~/.cw".into()))),
            ("command:pass show cw", command(&["pass", "show", "cw"])),
            ("pass show cw", command(&["pass", "show", "cw"])),
            ("command:op 'my key' \"\"", command(&["op", "my key", ""])),
            ("command:op 'open", None),
            ("command: ", None),
            ("env:", None),
            ("s3cr3t", None),
            ("", None),
        ];
        for (typed, meant) in rows {
            assert_eq!(secret_source(typed), meant, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_quoted_so_that_it_reads_back(
            text in any::<String>(), words in prop::collection::vec(any::<String>(), 1..4),
        ) {
            let line = format!("a = {}\nb = {}", quoted(&text), place(&SecretSource::Command(words.clone())));
            let table: toml::Table = line.parse().unwrap();
            prop_assert_eq!(table["a"].as_str(), Some(text.as_str()));
            let read: Vec<_> = table["b"]["command"].as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect();
            prop_assert_eq!(read, words);
        }
    }
}
