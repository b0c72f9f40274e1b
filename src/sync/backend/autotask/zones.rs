//! Names of time zones as the service may write them: those of IANA, those of Windows,
//! or a label with one of either in it. How it writes them is not documented, so a name
//! that is not known here says nothing.

use crate::domain::zone::Zone;

/// Names of Windows, and what they mean.
const WINDOWS: &[(&str, &str)] = &[
    ("Hawaiian Standard Time", "Pacific/Honolulu"),
    ("Alaskan Standard Time", "America/Anchorage"),
    ("Pacific Standard Time", "America/Los_Angeles"),
    ("US Mountain Standard Time", "America/Phoenix"),
    ("Mountain Standard Time", "America/Denver"),
    ("Canada Central Standard Time", "America/Regina"),
    ("Central America Standard Time", "America/Guatemala"),
    ("Central Standard Time (Mexico)", "America/Mexico_City"),
    ("Central Standard Time", "America/Chicago"),
    ("US Eastern Standard Time", "America/Indiana/Indianapolis"),
    ("SA Pacific Standard Time", "America/Bogota"),
    ("E. South America Standard Time", "America/Sao_Paulo"),
    ("AUS Eastern Standard Time", "Australia/Sydney"),
    ("E. Australia Standard Time", "Australia/Brisbane"),
    ("AUS Central Standard Time", "Australia/Darwin"),
    ("Cen. Australia Standard Time", "Australia/Adelaide"),
    ("W. Australia Standard Time", "Australia/Perth"),
    ("Tasmania Standard Time", "Australia/Hobart"),
    ("Eastern Standard Time", "America/New_York"),
    ("Atlantic Standard Time", "America/Halifax"),
    ("Newfoundland Standard Time", "America/St_Johns"),
    ("Argentina Standard Time", "America/Argentina/Buenos_Aires"),
    ("GMT Standard Time", "Europe/London"),
    ("Greenwich Standard Time", "Atlantic/Reykjavik"),
    ("W. Europe Standard Time", "Europe/Berlin"),
    ("Central European Standard Time", "Europe/Warsaw"),
    ("Central Europe Standard Time", "Europe/Budapest"),
    ("Romance Standard Time", "Europe/Paris"),
    ("GTB Standard Time", "Europe/Bucharest"),
    ("FLE Standard Time", "Europe/Kiev"),
    ("E. Europe Standard Time", "Europe/Chisinau"),
    ("Turkey Standard Time", "Europe/Istanbul"),
    ("Israel Standard Time", "Asia/Jerusalem"),
    ("Russian Standard Time", "Europe/Moscow"),
    ("South Africa Standard Time", "Africa/Johannesburg"),
    ("Arabian Standard Time", "Asia/Dubai"),
    ("Arab Standard Time", "Asia/Riyadh"),
    ("India Standard Time", "Asia/Kolkata"),
    ("SE Asia Standard Time", "Asia/Bangkok"),
    ("Singapore Standard Time", "Asia/Singapore"),
    ("China Standard Time", "Asia/Shanghai"),
    ("Tokyo Standard Time", "Asia/Tokyo"),
    ("New Zealand Standard Time", "Pacific/Auckland"),
];

/// Parts of labels, such as `(UTC-05:00) Eastern Time (US & Canada)`.
const LABELS: &[(&str, &str)] = &[
    ("eastern time (us", "America/New_York"),
    ("central time (us", "America/Chicago"),
    ("mountain time (us", "America/Denver"),
    ("pacific time (us", "America/Los_Angeles"),
    ("atlantic time (canada", "America/Halifax"),
    ("arizona", "America/Phoenix"),
    ("hawaii", "Pacific/Honolulu"),
    ("alaska", "America/Anchorage"),
    ("amsterdam", "Europe/Amsterdam"),
    ("brussels", "Europe/Brussels"),
    ("london", "Europe/London"),
    ("sydney", "Australia/Sydney"),
    ("auckland", "Pacific/Auckland"),
    ("coordinated universal time", "UTC"),
];

/// The zone that a name means; none where it is not known.
#[must_use]
pub fn read(name: &str) -> Option<Zone> {
    let name = name.trim();
    if let Ok(zone) = Zone::parse(name) {
        return Some(zone);
    }
    let low = name.to_lowercase();
    let windows = WINDOWS
        .iter()
        .find(|(windows, _)| low == windows.to_lowercase());
    let label = || LABELS.iter().find(|(part, _)| low.contains(part));
    let found = windows.or_else(label).map(|(_, iana)| *iana)?;
    Zone::parse(found).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_tables_is_a_zone() {
        for (name, iana) in WINDOWS.iter().chain(LABELS) {
            assert!(Zone::parse(iana).is_ok(), "{name}: {iana}");
            assert_eq!(read(name), Zone::parse(iana).ok(), "{name}");
        }
    }

    #[test]
    fn names_are_read_as_far_as_they_are_known() {
        let rows = [
            ("America/New_York", Some("America/New_York")),
            (" eastern standard time ", Some("America/New_York")),
            (
                "(UTC-05:00) Eastern Time (US & Canada)",
                Some("America/New_York"),
            ),
            (
                "(GMT+01:00) Amsterdam, Berlin, Bern",
                Some("Europe/Amsterdam"),
            ),
            ("17", None),
            ("Standard Time", None),
            ("", None),
        ];
        for (name, iana) in rows {
            assert_eq!(
                read(name),
                iana.and_then(|it| Zone::parse(it).ok()),
                "{name}"
            );
        }
    }
}
