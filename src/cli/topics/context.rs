//! `tt help context`: what `.tt.toml` and the names of branches say.

use super::page::Part;

const INTRODUCTION: &str = "What `tt log`, `tt start` and `tt switch` are not told they take from \
where they are called: from a file .tt.toml in the folder or above it, up to the home folder \
(outside of it, up to the top of the repository), and from the git branch that is checked out. An \
option goes before the branch, the branch before the file, the file before the defaults of the \
profile. What was taken, and from where, is said each time, and by `tt status`; --no-context \
leaves it all aside.";

const CHARGES: &str = "Who names a target, a client or a project takes none of these three from \
here, nor the service and the agreement that belong to them; work type, tags and the rest stay. \
`none` takes a single value away: --client none, -t none. Where another profile is named than \
that of the file, the file is left aside.";

const SAFE: &str = "A folder may hold somebody else's work. So the file sets nothing but the keys \
below, and it counts only where it is yours and nobody else may write it. Git is never run.";

/// Keys, and what they mean.
pub(super) const KEYS: &[(&str, &str)] = &[
    ("profile", "profile that delivers; TT_PROFILE goes before"),
    (
        "ticket, project_ticket, task, activity, charge_code",
        "what time is charged to; one of them at most",
    ),
    (
        "project, client, service, work_type, work_role, agreement",
        "as the options of these names",
    ),
    ("billable", "billable, do-not-bill, no-charge or no-default"),
    ("tags", "tags, a list; those of -t are added"),
    (
        "branches",
        "patterns for the names of branches, a list; they go before those of [context] in \
         config.toml",
    ),
];

const PATTERNS: &str = "A pattern must fit the whole name of the branch; the first that fits \
counts. * stands for anything. {ticket}, {project_ticket}, {task} and {activity} stand for a \
number (or T20261122.0042), {charge_code}, {client}, {project} and {tag} for a name without a slash.";

pub(super) fn parts() -> Vec<Part> {
    vec![
        Part::text(INTRODUCTION),
        Part::text(CHARGES),
        Part::text(SAFE),
        Part::heading("Keys of .tt.toml"),
        Part::rows(KEYS),
        Part::heading("Branches"),
        Part::text(PATTERNS),
        Part::heading("An example"),
        Part::Lines(EXAMPLE.lines().map(str::to_owned).collect()),
    ]
}

const EXAMPLE: &str = "\
profile = \"work\"
client = \"Acme\"
tags = [\"acme\"]
# feature/54321-vpn is ticket 54321
branches = [\"feature/{ticket}-*\", \"{ticket}\"]";
