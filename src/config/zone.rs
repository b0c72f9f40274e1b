//! The order in which the zone is chosen: `TZ` beats the file beats the machine.

use super::finding::quoted;
use super::layers::Origin;
use crate::domain::nearest::nearest;
use crate::domain::zone::{is_name, names};

/// A zone that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ZoneError {
    /// `TZ` holds something that is not the name of a zone.
    #[error("TZ is {shown}, which is no IANA time zone{hint}")]
    Unusable {
        /// The value, quoted.
        shown: String,
        /// The nearest name, as the end of a sentence; may be empty.
        hint: String,
    },
    /// Nobody knows the zone.
    #[error("the time zone of this machine is not known")]
    Unknown,
}

impl ZoneError {
    /// The one thing to do.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Unusable { .. } => {
                "set TZ to a name such as Europe/Amsterdam, or unset it and set [time] zone"
            }
            Self::Unknown => "set [time] zone in config.toml, such as zone = \"Europe/Amsterdam\"",
        }
    }
}

/// The name of the zone to use, and who said so.
///
/// `tz` is the value of `TZ`: a leading colon is dropped, a path into a zoneinfo
/// folder is taken for the name behind it, and an empty value is UTC, as in the C
/// library. A machine that reports a name nobody knows counts as not known.
///
/// # Errors
/// A `TZ` that names no zone (POSIX rules such as `CET-1CEST` have no history and
/// are not taken), or no zone anywhere.
pub fn choose_zone(
    tz: Option<&str>,
    config: Option<(&str, Origin)>,
    system: Option<&str>,
) -> Result<(String, Origin), ZoneError> {
    if let Some(value) = tz {
        return match name_in(value) {
            Some(name) => Ok((name.to_owned(), Origin::Env("TZ".to_owned()))),
            None => Err(ZoneError::Unusable {
                shown: quoted(value),
                hint: nearest(value.trim_start_matches(':'), names())
                    .map(|name| format!(" (nearest: {name})"))
                    .unwrap_or_default(),
            }),
        };
    }
    if let Some((name, origin)) = config {
        return Ok((name.to_owned(), origin));
    }
    system
        .filter(|name| is_name(name))
        .map(|name| (name.to_owned(), Origin::System))
        .ok_or(ZoneError::Unknown)
}

/// The zone that a value of `TZ` names.
fn name_in(value: &str) -> Option<&str> {
    let name = value.strip_prefix(':').unwrap_or(value);
    let name = name
        .split_once("/zoneinfo/")
        .filter(|(before, _)| before.starts_with('/'))
        .map_or(name, |(_, behind)| behind);
    if name.is_empty() {
        return Some("UTC");
    }
    is_name(name).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tz_beats_the_file_beats_the_machine() {
        let file = || Origin::File {
            path: "config.toml".into(),
            line: 2,
        };
        let config = || Some(("Asia/Tokyo", file()));
        let env = || Origin::Env("TZ".into());
        for (tz, config, system, name, origin) in [
            (
                Some("Europe/Amsterdam"),
                config(),
                Some("UTC"),
                "Europe/Amsterdam",
                env(),
            ),
            (
                Some(":Europe/Amsterdam"),
                None,
                None,
                "Europe/Amsterdam",
                env(),
            ),
            (Some("UTC"), config(), None, "UTC", env()),
            (Some(""), config(), None, "UTC", env()),
            (
                Some(":/usr/share/zoneinfo/Asia/Tokyo"),
                None,
                None,
                "Asia/Tokyo",
                env(),
            ),
            (None, config(), Some("UTC"), "Asia/Tokyo", file()),
            (
                None,
                None,
                Some("Africa/Lagos"),
                "Africa/Lagos",
                Origin::System,
            ),
        ] {
            assert_eq!(
                choose_zone(tz, config, system),
                Ok((name.to_owned(), origin)),
                "{tz:?}"
            );
        }
    }

    #[test]
    fn what_names_no_zone_is_refused_with_help() {
        for tz in [
            "CET-1CEST,M3.5.0,M10.5.0/3",
            "Europe/Amsterdm",
            "/etc/localtime",
            ":",
            "\u{1b}",
        ] {
            let chosen = choose_zone(Some(tz), Some(("UTC", Origin::Default)), Some("UTC"));
            if tz == ":" {
                assert!(chosen.is_ok());
                continue;
            }
            let error = chosen.unwrap_err();
            assert!(error.help().contains("Europe/Amsterdam"), "{tz}");
            assert!(!error.to_string().contains('\u{1b}'), "{tz}");
        }
        let near = choose_zone(Some("Europe/Amsterdm"), None, None).unwrap_err();
        assert!(near.to_string().contains("nearest: Europe/Amsterdam"));
        assert_eq!(choose_zone(None, None, None), Err(ZoneError::Unknown));
        assert_eq!(
            choose_zone(None, None, Some("Local")),
            Err(ZoneError::Unknown)
        );
    }
}
