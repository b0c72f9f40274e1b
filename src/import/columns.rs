//! Which column of a CSV is what: by the headers of Toggl Track, Clockify, `tt` and what
//! people write themselves, or as it is told. Reads no cell.

use super::mapping::Kind;
use super::times::Unit;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Start,
    End,
    StartDate,
    StartTime,
    EndDate,
    EndTime,
    Date,
    Length(Unit),
    Deduct(Unit),
    Note,
    InternalNote,
    Id,
    User,
    Email,
    Zone,
    Billable,
    Tags,
    Label(Kind),
    ChargeKind,
    ChargeRef,
}

/// Headers by what they mean, in small letters with `_` between words. The first name of a
/// field is the one that `--column` takes.
const NAMES: &[(Field, &[&str])] = &[
    (
        Field::Start,
        &[
            "start",
            "started",
            "started_at",
            "begin",
            "from",
            "start_datetime",
        ],
    ),
    (
        Field::End,
        &[
            "end",
            "stop",
            "ended",
            "ended_at",
            "stopped_at",
            "finish",
            "to",
            "until",
            "end_datetime",
        ],
    ),
    (Field::StartDate, &["start_date"]),
    (Field::StartTime, &["start_time"]),
    (Field::EndDate, &["end_date", "stop_date"]),
    (Field::EndTime, &["end_time", "stop_time"]),
    (Field::Date, &["date", "day"]),
    (
        Field::Length(Unit::Hours),
        &[
            "hours",
            "duration_decimal",
            "decimal_hours",
            "hours_decimal",
            "duration_hours",
        ],
    ),
    (
        Field::Length(Unit::Minutes),
        &["minutes", "duration_minutes", "mins"],
    ),
    (
        Field::Length(Unit::Seconds),
        &["seconds", "worked_seconds", "duration_seconds"],
    ),
    (
        Field::Length(Unit::Unsaid),
        &["duration", "duration_h", "length", "time_spent"],
    ),
    (Field::Deduct(Unit::Seconds), &["deduct_seconds"]),
    (
        Field::Deduct(Unit::Unsaid),
        &["deduct", "break", "pause", "breaks"],
    ),
    (
        Field::Note,
        &[
            "note",
            "notes",
            "description",
            "comment",
            "comments",
            "summary",
        ],
    ),
    (Field::InternalNote, &["internal_note", "internal_notes"]),
    (
        Field::Id,
        &["id", "key", "uuid", "entry_id", "time_entry_id"],
    ),
    (Field::User, &["user", "member", "user_name", "person"]),
    (Field::Email, &["email", "user_email", "e_mail"]),
    (Field::Zone, &["zone", "time_zone", "timezone"]),
    (Field::Billable, &["billable"]),
    (Field::Tags, &["tags", "tag", "labels"]),
    (Field::Label(Kind::Project), &["project", "project_name"]),
    (
        Field::Label(Kind::Client),
        &["client", "customer", "company", "client_name"],
    ),
    (Field::Label(Kind::Task), &["task", "task_name"]),
    (
        Field::Label(Kind::Ticket),
        &["ticket", "ticket_number", "ticket_id"],
    ),
    (Field::Label(Kind::ProjectTicket), &["project_ticket"]),
    (Field::Label(Kind::Activity), &["activity"]),
    (Field::Label(Kind::ChargeCode), &["charge_code"]),
    (Field::Label(Kind::Service), &["service"]),
    (Field::Label(Kind::WorkType), &["work_type"]),
    (Field::Label(Kind::WorkRole), &["work_role"]),
    (
        Field::Label(Kind::Agreement),
        &["agreement", "contract", "retainer"],
    ),
    (Field::ChargeKind, &["charge_to_kind"]),
    (Field::ChargeRef, &["charge_to_ref"]),
];

/// The names that `--column` takes.
pub(super) fn names() -> Vec<&'static str> {
    NAMES.iter().map(|(_, names)| names[0]).collect()
}

/// What each column is, and the headers that are of no use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    of: Vec<(Field, usize)>,
    pub(super) unused: Vec<String>,
}

impl Columns {
    /// Reads a line of headers; `told` are fields by name with their header. The error is a
    /// message with its help.
    pub(super) fn of(
        headers: &[String],
        told: &[(String, String)],
    ) -> Result<Self, (String, String)> {
        let mut of: Vec<(Field, usize)> = Vec::new();
        let mut is_told = vec![false; headers.len()];
        for (name, header) in told {
            let field = NAMES
                .iter()
                .find(|(_, names)| names[0] == name.as_str())
                .map(|(field, _)| *field)
                .ok_or_else(|| {
                    (
                        format!("--column knows no {name}"),
                        format!("it takes one of {}", names().join(", ")),
                    )
                })?;
            let at = headers
                .iter()
                .position(|it| it.trim().eq_ignore_ascii_case(header.trim()))
                .ok_or_else(|| {
                    (
                        format!("there is no column {header:?}"),
                        format!("the columns are {}", headers.join(", ")),
                    )
                })?;
            is_told[at] = true;
            of.push((field, at));
        }
        let mut unused = Vec::new();
        for (at, header) in headers.iter().enumerate() {
            if is_told[at] {
                continue;
            }
            let known = plain(header);
            let field = NAMES
                .iter()
                .find(|(_, names)| names.contains(&known.as_str()))
                .map(|(field, _)| *field);
            match field {
                // Of several that say the same the first counts; `key` is the surer identity.
                Some(Field::Id) if known == "key" => {
                    of.retain(|(field, _)| *field != Field::Id);
                    of.push((Field::Id, at));
                }
                Some(field) if !has_like(&of, field) => of.push((field, at)),
                _ if header.trim().is_empty() => {}
                _ => unused.push(header.trim().to_owned()),
            }
        }
        Ok(Self { of, unused })
    }

    pub(super) fn has(&self, field: Field) -> bool {
        self.of.iter().any(|(known, _)| *known == field)
    }

    pub(super) fn has_length(&self) -> bool {
        has_like(&self.of, Field::Length(Unit::Unsaid))
    }

    /// The cell of a field in a record; none where it is blank.
    pub(super) fn cell<'r>(&self, field: Field, cells: &'r [String]) -> Option<&'r str> {
        let (_, at) = self.of.iter().find(|(known, _)| *known == field)?;
        cells
            .get(*at)
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
    }

    /// The cell of lengths of a sort, with what its numbers count.
    pub(super) fn length<'r>(
        &self,
        cells: &'r [String],
        of: fn(Unit) -> Field,
    ) -> Option<(&'r str, Unit)> {
        [Unit::Unsaid, Unit::Seconds, Unit::Minutes, Unit::Hours]
            .into_iter()
            .find_map(|unit| Some((self.cell(of(unit), cells)?, unit)))
    }

    /// The labels of a record, in the order of the columns.
    pub(super) fn labels<'r>(&self, cells: &'r [String]) -> Vec<(Kind, &'r str)> {
        let mut labels = Vec::new();
        for (field, at) in &self.of {
            if let (Field::Label(kind), Some(cell)) = (field, cells.get(*at)) {
                labels.push((*kind, cell.as_str()));
            }
        }
        labels
    }
}

/// Whether there is a column of it, or one that says the same in another unit.
fn has_like(of: &[(Field, usize)], field: Field) -> bool {
    of.iter().any(|(known, _)| match (known, field) {
        (Field::Length(_), Field::Length(_)) | (Field::Deduct(_), Field::Deduct(_)) => true,
        (known, field) => *known == field,
    })
}

/// A header in small letters with `_` between its words.
fn plain(header: &str) -> String {
    let mut out = String::new();
    for c in header.trim().chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    out.trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(headers: &str, told: &[(&str, &str)]) -> Result<Columns, (String, String)> {
        let headers: Vec<_> = headers.split(',').map(str::to_owned).collect();
        let told: Vec<_> = told
            .iter()
            .map(|(name, header)| ((*name).to_owned(), (*header).to_owned()))
            .collect();
        Columns::of(&headers, &told)
    }

    #[test]
    fn headers_are_known_however_they_are_written() {
        let clockify = columns(
            "Project,Client,Description,Task,User,Group,Email,Tags,Billable,Start Date,Start Time,\
             End Date,End Time,Duration (h),Duration (decimal),Billable Rate (EUR)",
            &[],
        )
        .unwrap();
        assert_eq!(
            clockify.unused,
            ["Group", "Duration (decimal)", "Billable Rate (EUR)"]
        );
        assert!(clockify.has(Field::EndTime) && clockify.has(Field::Length(Unit::Unsaid)));
        let own = columns("id,key,start,end,worked_seconds,START_DATE", &[]).unwrap();
        assert!(own.unused.is_empty(), "{:?}", own.unused);
        let cells: Vec<String> = ["7", "0198", "a", "b", "60", ""].map(str::to_owned).into();
        assert_eq!(own.cell(Field::Id, &cells), Some("0198"));
        assert_eq!(
            own.length(&cells, Field::Length),
            Some(("60", Unit::Seconds))
        );
        assert_eq!(own.cell(Field::StartDate, &cells), None);
    }

    #[test]
    fn what_is_told_goes_before_what_is_known() {
        let told = columns(
            "Datum,Uren,note,Wat",
            &[("date", "datum"), ("hours", "Uren"), ("note", "Wat")],
        );
        let told = told.unwrap();
        assert_eq!(told.unused, ["note"]);
        assert!(told.has(Field::Date) && told.has_length());
        for (name, header, words) in [("dat", "Datum", "no dat"), ("date", "Date", "no column")] {
            let (message, help) = columns("Datum", &[(name, header)]).unwrap_err();
            assert!(message.contains(words) && !help.is_empty(), "{message}");
        }
    }

    #[test]
    fn no_header_means_two_things() {
        let mut all: Vec<_> = NAMES.iter().flat_map(|(_, names)| names.iter()).collect();
        let n = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), n);
        assert!(all.iter().all(|name| plain(name) == **name));
    }
}
