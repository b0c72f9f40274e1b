//! Which names of time zones exist (IANA), for settings. Conversions live elsewhere.

/// Whether this is the name of an IANA zone, in its own spelling.
#[must_use]
pub fn is_zone(name: &str) -> bool {
    name.parse::<chrono_tz::Tz>().is_ok()
}

/// Every name, for "did you mean".
pub fn zone_names() -> impl Iterator<Item = &'static str> {
    chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_exact() {
        assert!(is_zone("Europe/Amsterdam") && is_zone("UTC") && is_zone("EST5EDT"));
        assert!(!is_zone("europe/amsterdam") && !is_zone("") && !is_zone("CET-1CEST"));
        assert!(zone_names().any(|name| name == "America/New_York"));
    }
}
