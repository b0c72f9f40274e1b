//! `tt help config`: every key of `config.toml` with its default. A test compares
//! them with what the configuration itself knows.

use super::page::Part;

/// A key, its default (empty where there is none), and what it means.
pub type Key = (&'static str, &'static str, &'static str);

/// A table of the file.
pub struct Table {
    /// Its header, `NAME` in the place of a name, and behind a comma the service it is
    /// about; empty for the top of the file.
    pub header: &'static str,
    /// What it is for.
    pub says: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
}

const INTRODUCTION: &str = "One file, config.toml; `tt config path` prints where. Without it \
everything local works. Options go before variables of the environment, these before a profile, \
a profile before the other tables. A key that nobody knows is an error that names its line. \
`tt config check` reads it all and says what is wrong.";

const LENGTHS: &str = "Lengths are written as \"15m\", \"8h\" or \"1h 30m\", days as \"1d\".";

const SECRETS: &str = "A secret is never written into the file. It is a table that says where it \
is: { command = [\"pass\", \"show\", \"name\"] } runs a program without a shell and takes its \
first line, { env = \"NAME\" } reads a variable, { file = \"PATH\" } a file that only its owner \
may read, { keyring = true } the keyring, in builds that have it.";

/// Every table with its keys.
pub const TABLES: &[Table] = &[
    Table {
        header: "",
        says: "",
        keys: &[("default_profile", "", "profile of entries that name none")],
    },
    Table {
        header: "time",
        says: "How times are typed and shown.",
        keys: &[
            (
                "zone",
                "",
                "IANA name of the zone; the machine's own without it; TZ goes before",
            ),
            (
                "date_order",
                "",
                "dmy or mdy: how 5/11 is read; without it such a day is refused",
            ),
            (
                "day_start",
                "09:00",
                "where a length goes on a day without entries",
            ),
            (
                "day_end",
                "17:00",
                "when work ends; without it so long after day_start as day_target says",
            ),
            (
                "breaks",
                "",
                "times that are not worked, such as [\"12:30-13:00\"]; `tt gaps` leaves them out",
            ),
            (
                "work_days",
                "",
                "days of the week that `tt gaps` looks at; without it Monday to Friday",
            ),
            ("week_start", "monday", "first day of `week`"),
            ("day_target", "8h", "work meant for a day; 0h for none"),
            ("seconds", "false", "whether `now` keeps its seconds"),
        ],
    },
    Table {
        header: "rules",
        says: "Rules of the site; [profile.NAME.rules] overrides each.",
        keys: &[
            ("note_required", "false", "whether an entry needs a note"),
            ("note_min_chars", "0", "shortest note"),
            ("max_entry", "24h", "a longer entry is refused"),
            ("review_entry", "12h", "a longer entry is held"),
            ("max_day", "24h", "most time on one day"),
            (
                "increment",
                "0m",
                "worked time must be a multiple of it; 0m for any",
            ),
            ("overlap", "warn", "allow, warn or refuse"),
            (
                "late_after",
                "off",
                "booking later than this after the day of work warns",
            ),
            (
                "block_warn",
                "",
                "percent of an agreement's block of hours from which on is warned; without it \
                 [80, 100]. Where the hours come from: `tt help catalog`",
            ),
        ],
    },
    Table {
        header: "sync",
        says: "Delivery.",
        keys: &[
            (
                "quarantine",
                "20m",
                "how long an entry whose answer was lost, and which the service \
             does not show, waits before it may be sent again",
            ),
            (
                "grace",
                "0m",
                "how long an entry must have been left alone before it is sent",
            ),
            ("max_time", "10m", "longest run"),
            (
                "pull_days",
                "35",
                "days of the service's entries that are read back",
            ),
            ("catalog_max_age", "24h", "how old reference data may be"),
        ],
    },
    Table {
        header: "context",
        says: "Where a command is called; `tt help context` tells what else there is.",
        keys: &[(
            "branches",
            "",
            "patterns that find what time is charged to in the name of a git branch, a list",
        )],
    },
    Table {
        header: "rounding.NAME",
        says: "A policy by name. Worked time is never changed, only what is billed; the policy \
               `none` is built in.",
        keys: &[
            ("step", "", "billed time is a multiple of it; required"),
            ("direction", "up", "up, nearest or down"),
            ("minimum", "0m", "least that is billed"),
        ],
    },
    Table {
        header: "template.NAME",
        says: "An entry that is booked again and again: `tt log @NAME`. The keys are the options \
               of `tt log`; what is typed goes before them, and tags are added to them.",
        keys: &[
            (
                "time",
                "",
                "length or range of clock times: \"15m\", \"9:15-9:30\"",
            ),
            ("start", "", "clock time, in the place of `time`"),
            ("end", "", "clock time, with `start`"),
            ("for", "", "length, with or without `start`"),
            (
                "days",
                "",
                "days of the week on which `tt fill` proposes it; without it Monday to Friday \
                 where it has a clock time",
            ),
            ("profile", "", "profile that delivers it, or none"),
            ("note", "", "note"),
            ("internal_note", "", "note for colleagues only"),
            ("ticket", "", "service ticket; at most one of the five"),
            ("project_ticket", "", "project ticket"),
            ("task", "", "task"),
            ("activity", "", "activity"),
            ("charge_code", "", "charge code"),
            ("project", "", "project"),
            ("client", "", "client"),
            ("service", "", "service"),
            ("work_type", "", "work type"),
            ("work_role", "", "work role"),
            (
                "billable",
                "",
                "billable, do-not-bill, no-charge or no-default",
            ),
            ("agreement", "", "agreement, contract or retainer"),
            ("member", "", "whose time it is"),
            ("tags", "", "list of tags"),
            ("deduct", "", "time in between that is not worked"),
            ("no_clock", "", "true: a length without clock times"),
            ("note_to", "", "list of places on the ticket (ConnectWise)"),
            ("show_on_invoice", "", "true or false (Autotask)"),
            ("offset", "", "time added to what is billed (Autotask)"),
            (
                "agreement_service",
                "",
                "service of the contract (Autotask)",
            ),
            ("agreement_bundle", "", "service bundle (Autotask)"),
            ("internal", "", "true: for the own business (FreshBooks)"),
            ("detail", "", "invoice detail (Moneybird, documented)"),
        ],
    },
    Table {
        header: "profile.NAME",
        says: "A service to deliver to: keys of every service.",
        keys: &[
            (
                "backend",
                "",
                "connectwise, autotask, moneybird or freshbooks; required",
            ),
            (
                "url",
                "",
                "address in the place of the service's own; http only on this machine",
            ),
            (
                "ca_file",
                "",
                "file with a private authority, beside the public ones",
            ),
            (
                "zone",
                "",
                "zone of the person on the service; only fills dates there",
            ),
            (
                "push",
                "open",
                "status from which entries are delivered: open, submitted, approved",
            ),
            (
                "send",
                "worked",
                "length that goes to the service: worked or billed",
            ),
            ("rounding", "none", "name of a rounding policy"),
            (
                "approver",
                "false",
                "whether you approve and reject on the service",
            ),
            (
                "marker",
                "auto",
                "auto, internal-note or none: where an entry's key is left",
            ),
            ("defaults", "", "the table [profile.NAME.defaults]"),
            (
                "rules",
                "",
                "the table [profile.NAME.rules], over those of the site",
            ),
        ],
    },
    Table {
        header: "profile.NAME.defaults",
        says: "What an entry of the profile has when nothing else is said.",
        keys: &[
            ("work_type", "", "work type"),
            ("work_role", "", "work role"),
            (
                "billable",
                "",
                "billable, do-not-bill, no-charge or no-default",
            ),
            ("agreement", "", "agreement, contract or retainer"),
            ("client", "", "client"),
            ("project", "", "project"),
            ("service", "", "service"),
        ],
    },
    Table {
        header: "profile.NAME, ConnectWise",
        says: "",
        keys: &[
            ("company_id", "", "company you log in to"),
            ("client_id", "", "client id of the integration, a GUID"),
            ("public_key", "", "public key of the API member"),
            ("private_key", "", "its private key, a secret"),
            ("member", "", "whose time it is: identifier or id"),
            ("dialect", "openapi", "openapi or documented"),
            ("approval_type", "Tier1Update", "which tier an approval is"),
        ],
    },
    Table {
        header: "profile.NAME, Autotask",
        says: "",
        keys: &[
            ("user", "", "name of the API user"),
            ("secret", "", "its secret"),
            ("integration_code", "", "tracking identifier, a secret"),
            ("resource", "", "whose time it is: id or e-mail"),
            ("impersonate", "", "resource to act as"),
            (
                "discovery_url",
                "",
                "where the zone is asked for; `url` skips that",
            ),
            ("settings", "", "the table [profile.NAME.settings]"),
        ],
    },
    Table {
        header: "profile.NAME.settings",
        says: "Autotask: what the tenant has set and the API does not show.",
        keys: &[
            (
                "proxy_time_entry",
                "disabled",
                "disabled, approvers or approvers-and-administrators",
            ),
            (
                "api_resource",
                "",
                "resource of the API user; `resource` without it",
            ),
            (
                "approves",
                "",
                "resources whose timesheets it approves, a list",
            ),
            ("administrator", "false", "whether it is an administrator"),
            (
                "service_desk_access",
                "true",
                "whether it may work on the service desk",
            ),
            (
                "can_enter_time_on",
                "any",
                "any, assigned or none: tasks it may book on",
            ),
            (
                "may_set_billing",
                "true",
                "whether it may set the billable option",
            ),
            (
                "allow_span_midnight",
                "false",
                "whether an entry may go over midnight",
            ),
            (
                "allow_modify_role",
                "false",
                "whether the role may be another than the default",
            ),
            (
                "prohibit_time_on_complete_tickets",
                "false",
                "no time on complete tickets",
            ),
            (
                "allow_time_on_complete_tickets",
                "true",
                "time on complete tickets",
            ),
            (
                "allow_time_on_complete_tasks",
                "true",
                "time on complete tasks",
            ),
            (
                "allow_archived_projects",
                "false",
                "time on archived projects",
            ),
            (
                "require_summary_notes_on_tasks",
                "false",
                "whether task time needs a note",
            ),
            (
                "regular_time_codes",
                "",
                "floating-holiday, personal, sick, vacation: those in \
             regular time, a list",
            ),
            ("rounding_minutes", "0", "minutes the tenant rounds to"),
        ],
    },
    Table {
        header: "profile.NAME, Moneybird",
        says: "",
        keys: &[
            (
                "administration",
                "",
                "id of the administration; with oauth the login asks for it",
            ),
            ("user", "", "whose time it is"),
            (
                "token",
                "",
                "personal API token, a secret; or the table oauth",
            ),
            ("oauth", "", "the table [profile.NAME.oauth]"),
            ("dialect", "openapi", "openapi or documented"),
        ],
    },
    Table {
        header: "profile.NAME, FreshBooks",
        says: "",
        keys: &[
            (
                "business",
                "",
                "id of the business; with oauth the login asks for it",
            ),
            (
                "account",
                "",
                "its account, letters and digits; usually the service tells it",
            ),
            (
                "identity",
                "",
                "number of the person; another login is then refused",
            ),
            (
                "token",
                "",
                "ready access token, a secret, never renewed; or the table oauth",
            ),
            ("oauth", "", "the table [profile.NAME.oauth]"),
        ],
    },
    Table {
        header: "profile.NAME.oauth",
        says: "Moneybird and FreshBooks: a log-in with the browser (`tt auth login`) that renews itself.",
        keys: &[
            ("client_id", "", "id of the application"),
            ("client_secret", "", "its secret"),
            ("redirect_uri", "", "address the service sends you back to"),
        ],
    },
];

pub(in crate::cli) fn parts() -> Vec<Part> {
    let mut parts = vec![Part::text(INTRODUCTION), Part::text(LENGTHS)];
    for table in TABLES {
        parts.push(Part::Heading(match table.header.split_once(", ") {
            _ if table.header.is_empty() => "At the top".to_owned(),
            Some((header, of)) => format!("[{header}] of {of}"),
            None => format!("[{}]", table.header),
        }));
        if !table.says.is_empty() {
            parts.push(Part::text(table.says));
        }
        let row = |(name, default, says): &Key| {
            let end = match *default {
                "" => String::new(),
                default => format!(" (default: {default})"),
            };
            ((*name).to_owned(), format!("{says}{end}"))
        };
        parts.push(Part::Rows(table.keys.iter().map(row).collect()));
    }
    parts.push(Part::heading("Secrets"));
    parts.push(Part::text(SECRETS));
    parts.push(Part::heading("An example"));
    parts.push(Part::Lines(EXAMPLE.lines().map(str::to_owned).collect()));
    parts
}

/// A file that can be read as it stands.
pub const EXAMPLE: &str = "\
default_profile = \"work\"

[time]
zone = \"Europe/Amsterdam\"
date_order = \"dmy\"

[rounding.quarter]
step = \"15m\"

[template.standup]
time = \"9:15-9:30\"
ticket = 54321
note = \"Standup\"

[profile.work]
backend = \"connectwise\"
url = \"https://api-na.myconnectwise.net\"
company_id = \"acme\"
client_id = \"00000000-0000-0000-0000-000000000000\"
public_key = \"abc\"
private_key = { command = [\"pass\", \"show\", \"connectwise\"] }
member = \"jdoe\"
rounding = \"quarter\"";
