//! `tt help import`: what is read of other trackers, what becomes of it, and what is not
//! booked. Tests hold the tables against what the importer does.

use super::page::Part;

const INTRODUCTION: &str = "What another tracker kept is shown first: counted and added up by \
target, client and project, with every row that is left out. Rows read are entries booked and \
rows left out. All of it is booked in one step, or nothing; `tt undo` takes it back whole. A row \
that was booked is known again when its file, or one that has grown, is imported once more.";

/// What each format reads.
const FORMATS: &[(&str, &str)] = &[
    (
        "timewarrior",
        "What `timew export` prints, or files such as 2026-11.data of its data folder. Times are UTC there. Tags stay tags, the annotation is the note.",
    ),
    (
        "watson",
        "Its files frames and state, or what `watson log --json` prints. The project becomes the project.",
    ),
    ("toggl-csv", "The detailed report as CSV, in English."),
    ("clockify-csv", "The detailed report as CSV."),
    (
        "csv",
        "Any CSV in UTF-8 with a line of headers, parted by commas, semicolons or tabs; also what `tt list --format csv` writes.",
    ),
];

/// The fields of `--column`, in groups.
const COLUMNS: &[(&str, &str)] = &[
    (
        "start, end",
        "A moment: 2026-11-20 09:00, or with an offset 2026-11-20T09:00:00+01:00; a clock time beside a date",
    ),
    (
        "start_date, start_time, end_date, end_time",
        "The same in two columns each",
    ),
    ("date", "The day: 2026-11-20; 20/11/2026 as --dates says"),
    (
        "duration",
        "1:30, 01:30:00, 1.5, 1h 30m, 90 min; in place of the end, or of both",
    ),
    ("hours, minutes, seconds", "The same as a number"),
    ("deduct, deduct_seconds", "What was not worked of it"),
    ("note, internal_note", "What was done"),
    (
        "project, client, task, tags, billable",
        "Labels, several tags with commas between them",
    ),
    (
        "ticket, project_ticket, activity, charge_code",
        "What it is charged to; or charge_to_kind and charge_to_ref",
    ),
    ("service, work_type, work_role, agreement", "Fields"),
    ("user, email", "Whose it is, for --user"),
    ("zone", "The zone of the row"),
    (
        "id",
        "What tells the row apart for good; without it person and start do, and all of a row without clock times",
    ),
];

/// What stands behind the `=` of a rule.
const RULES: &[(&str, &str)] = &[
    (
        "project:Website=client:acme",
        "A label of one kind; several things it becomes stand with commas between them",
    ),
    (
        "Website=client:acme",
        "The same of a project, client, task or tag of this name",
    ),
    (
        "tag:#*=ticket:*",
        "A star on the left is any text, on the right the text it met",
    ),
    ("client:*=client:*", "Every client is one of the service's"),
    ("tag:*=note", "It stands before the note"),
    ("tag:private=drop", "It goes away"),
    ("tag:lunch=skip", "The row is left out"),
    (
        "billable:no=billable:do-not-bill",
        "What the flag of Toggl and Clockify means",
    ),
];

/// Rows that are not booked.
const LEFT_OUT: &[(&str, &str)] = &[
    (
        "running, no-end",
        "It has no end: the newest runs, older ones were never closed.",
    ),
    ("no-time", "Start and end are the same."),
    ("other-user", "It is somebody else's, by --user."),
    ("skipped", "A rule of the mapping says so."),
    ("twin", "The same row stands twice in the files."),
    (
        "known, changed, deleted",
        "It was imported before; since then it was changed there, or deleted here.",
    ),
    (
        "unreadable, refused",
        "Only with --skip-bad; without it such a row stops all, and is named with its line: an end before its start, a time that does not exist, a rule that refuses it.",
    ),
];

const TIMES: &str = "Clock times without an offset are those of --zone, without it of your own \
zone. Where an hour exists twice the length of the row tells which is meant, else the earlier is \
taken and said; an hour that does not exist makes the row unreadable. A date such as 03/04/2026 \
is never guessed: --dates says its order, or another date of the file proves it, such as \
20/04/2026.";

const LABELS: &str = "Labels without a rule are kept: projects and clients become fields of the \
same name, tasks and tags become tags. With -p a service will see the entries, and projects and \
clients become tags too, but in csv, whose headers are our words. That a row is not billable \
counts where others are.";

/// The page about it.
pub(in crate::cli) fn parts() -> Vec<Part> {
    vec![
        Part::text(INTRODUCTION),
        Part::heading("Formats"),
        Part::rows(FORMATS),
        Part::heading("Columns of a CSV, by their header or --column FIELD=HEADER"),
        Part::rows(COLUMNS),
        Part::heading("Times"),
        Part::text(TIMES),
        Part::heading("What labels become"),
        Part::text(LABELS),
        Part::heading("Rules of --map and --map-file"),
        Part::rows(RULES),
        Part::heading("Rows that are left out, by the reason that --json gives"),
        Part::rows(LEFT_OUT),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Format, Mapping, Reason};

    fn words(rows: &[(&'static str, &str)]) -> Vec<&'static str> {
        rows.iter().flat_map(|(left, _)| left.split(", ")).collect()
    }

    #[test]
    fn it_speaks_of_every_format_reason_and_rule_there_is() {
        let formats: Vec<_> = Format::ALL.iter().map(|it| it.word()).collect();
        assert_eq!(words(FORMATS), formats);
        let mut reasons: Vec<_> = Reason::ALL.iter().map(|it| it.word()).collect();
        let mut told = words(LEFT_OUT);
        reasons.sort_unstable();
        told.sort_unstable();
        assert_eq!(told, reasons);
        for (rule, _) in RULES {
            Mapping::default().add(rule).unwrap();
        }
    }

    #[test]
    fn it_speaks_of_every_column() {
        let mut known = crate::import::column_names();
        let mut told = words(COLUMNS);
        known.retain(|name| !name.starts_with("charge_to_"));
        known.sort_unstable();
        told.sort_unstable();
        assert_eq!(told, known);
    }
}
