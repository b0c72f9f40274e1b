//! The examples at the end of every help text and man page.

/// A line to type, and what it does.
pub(super) type Example = (&'static str, &'static str);

/// The examples of a command by its path without `tt`; the empty path is the program.
pub(super) fn of(path: &str) -> &'static [Example] {
    match path {
        "" => &[
            (
                "tt log 1h30 --ticket 54321 fixed the mail flow",
                "book an hour and a half",
            ),
            ("tt", "what runs, and what waits"),
            ("tt list week", "what was booked this week"),
            ("tt sync", "deliver what is owed"),
        ],
        "catalog" => &[
            ("tt catalog list work-types", "what --work-type takes"),
            ("tt catalog list tickets mail", "tickets with mail in them"),
        ],
        "catalog list" => &[
            ("tt catalog list clients acme", "clients with acme in them"),
            (
                "tt catalog list agreements --all --json",
                "with those out of use, and all that is known of them",
            ),
        ],
        "catalog refresh" => &[
            ("tt catalog refresh", "everything, or what has changed"),
            (
                "tt catalog refresh tickets clients --full",
                "all open tickets and all clients",
            ),
        ],
        "catalog import" => &[
            (
                "tt catalog import work.json -p work",
                "read what a script wrote",
            ),
            ("my-export | tt catalog import -", "the same without a file"),
        ],
        "log" => &[
            (
                "tt log 1.5h --ticket 54321 -m \"Diagnosed email delivery\"",
                "a length that ends now or in the latest free stretch",
            ),
            (
                "tt log 9-10:30 --ticket 54321 standup and hand-over",
                "a range of today",
            ),
            (
                "tt log yesterday 13:00-now --client acme",
                "a day before the range",
            ),
            (
                "tt log @standup",
                "what [template.standup] of the configuration says",
            ),
            (
                "tt log @standup 30m --on fri",
                "the same on Friday, half an hour from its usual start",
            ),
            (
                "tt log 45m --at -30m --charge-code training",
                "45 minutes that began 30 minutes ago",
            ),
            (
                "tt log 2h --on fri --no-clock -p at --task 4711",
                "a length on a day without clock times",
            ),
        ],
        "gaps" => &[
            ("tt gaps", "what of today is not booked yet"),
            (
                "tt gaps last-week",
                "the same of each working day of last week",
            ),
            (
                "tt gaps -2d --least 30m",
                "only what lasts half an hour or more",
            ),
        ],
        "fill" => &[
            ("tt fill", "proposals for today, one question each"),
            ("tt fill yesterday -n", "only show them"),
            (
                "tt fill mon --take 1,3-4",
                "book some of them without a question",
            ),
        ],
        "start" => &[
            (
                "tt start --ticket 54321 mailbox full",
                "a timer that runs from now on",
            ),
            ("tt start 8:05 --client acme", "it began at five past eight"),
        ],
        "stop" => &[
            ("tt stop", "the running timer ends now and is booked"),
            ("tt stop 17:40", "it was forgotten: it ended at 17:40"),
            ("tt stop -m \"cable replaced\"", "with another note"),
        ],
        "pause" => &[
            ("tt pause", "lunch; `tt resume` goes on"),
            (
                "tt pause --at -10m",
                "it stood still for ten minutes already",
            ),
        ],
        "switch" => &[(
            "tt switch --ticket 54325 phone call",
            "park what runs, and start the call",
        )],
        "resume" => &[
            ("tt resume", "take up what was parked last"),
            ("tt resume 12", "take up this one"),
        ],
        "cancel" => &[("tt cancel", "it was nothing")],
        "continue" => &[
            ("tt continue", "go on with what was booked last"),
            ("tt continue 12", "start a timer like entry 12"),
        ],
        "list" => &[
            ("tt list", "today and yesterday"),
            (
                "tt list week --ticket 54321",
                "this week's entries of one ticket",
            ),
            ("tt list -2d", "the day before yesterday"),
            (
                "tt list last-month --format csv --client acme",
                "for a spreadsheet",
            ),
            (
                "tt list month --delivery refused,held",
                "what needs a person",
            ),
            (
                "tt delete $(tt list today --ids --search typo)",
                "the numbers alone, for other commands",
            ),
        ],
        "status" => &[
            ("tt", "the same, in fewer letters"),
            (
                "tt status --json",
                "for a script; `person` holds the numbers of entries that need one",
            ),
        ],
        "week" => &[
            ("tt week", "this week"),
            ("tt week last-week", "the one before"),
            ("tt week month", "a grid for each week of this month"),
        ],
        "report" => &[
            ("tt report", "this week by days"),
            ("tt report month --by client", "this month by clients"),
            (
                "tt report last-month --client acme --format html -o acme.html",
                "a page with charts, to hand over",
            ),
            (
                "tt report last-month --by client,ticket --unbilled",
                "what is still to be billed, by clients and their tickets",
            ),
            (
                "tt report 2026 --by month,work-type --format csv",
                "rows for a spreadsheet",
            ),
        ],
        "show" => &[
            ("tt show 12", "one entry with its history"),
            ("tt show last ^2", "the two booked last"),
            ("tt show 12-15 --json", "four entries as JSON"),
        ],
        "recall" => &[
            ("tt recall today", "take back what was submitted today"),
            ("tt recall 12-15", "four entries"),
        ],
        "approve" => &[
            ("tt approve last-week", "what was handed in last week"),
            ("tt approve --all -n", "what would be approved"),
            (
                "tt approve --member asmith last-week",
                "what a colleague handed in, on the service at once",
            ),
            ("tt approve --sheet 4410", "one timesheet of the service"),
        ],
        "reject" => &[(
            "tt reject 12 --reason \"which server?\"",
            "give one entry back",
        )],
        "sheet" | "sheet list" => &[
            ("tt sheet", "the last five weeks"),
            (
                "tt sheet --status open,rejected",
                "what is still to be handed in",
            ),
            ("tt sheet --year 2026 --period 47", "one week"),
            (
                "tt sheet --team last-week",
                "who has handed in, and who has not",
            ),
        ],
        "sheet show" => &[("tt sheet show 1234", "one sheet of the service")],
        "check" => &[
            ("tt check", "everything open"),
            ("tt check last-week", "before submitting it"),
        ],
        "review" => &[
            ("tt review", "what needs a person, one after the other"),
            ("tt review --json", "the same for a script"),
        ],
        "resolve" => &[
            (
                "tt resolve 12 --keep mine",
                "changed here and there: send it",
            ),
            ("tt resolve 12 --release", "it was a long day indeed"),
            ("tt resolve 12 --retry", "the ticket exists by now"),
            (
                "tt resolve 12 --adopt 4711",
                "it is number 4711 on the service",
            ),
        ],
        "delete" => &[
            ("tt delete 12", "one entry; `tt show 12` still knows it"),
            ("tt rm last", "the one booked last"),
        ],
        "edit" => &[
            ("tt edit last --for 2h", "two hours, from the same start"),
            (
                "tt edit 12 --ticket 54321 -m \"Replaced the switch\"",
                "another ticket and another note",
            ),
            (
                "tt edit 12-15 --on yesterday",
                "four entries, a day earlier",
            ),
            ("tt edit today -t onsite", "a tag on everything of today"),
            ("tt edit 12", "every field, in your editor"),
        ],
        "split" => &[
            (
                "tt split 12 --at 10:30 --ticket 54322",
                "the part from 10:30 on to another ticket",
            ),
            (
                "tt split last --after 45m -m \"Wrote it up\"",
                "45 minutes, and the rest",
            ),
            ("tt split 12 --into 3", "three equal parts"),
            ("tt split 12 --midnight", "a night, a part a day"),
        ],
        "undo" => &[("tt undo", "as if the last command had not been typed")],
        "history" => &[
            ("tt history", "the last 50 lines"),
            ("tt history 12", "everything that happened to one entry"),
            ("tt history --limit 5 --json", "the last five, for a script"),
        ],
        "submit" => &[
            ("tt submit last-week", "everything of last week"),
            ("tt submit 12-15 18", "these five entries"),
            ("tt submit --all -p work", "everything open of one profile"),
        ],
        "remote" | "remote list" => &[
            (
                "tt remote list",
                "own time of the last seven days, as the service has it",
            ),
            (
                "tt remote list 2026-02 --ticket 54321 --member all",
                "everybody's time on a ticket in February",
            ),
            (
                "tt remote list month --status approved --billable billable --member all",
                "approved, and waiting to be billed",
            ),
            (
                "tt remote list --where \"company/identifier='ACME' and actualHours>4\"",
                "in the service's own words, here those of ConnectWise",
            ),
        ],
        "remote show" => &[("tt remote show 1001", "everything the service tells of it")],
        "remote import" => &[(
            "tt remote import 1001 1002",
            "take two old entries over and link them",
        )],
        "remote note" => &[
            (
                "tt remote note 345678901234567890 ask for the invoice address",
                "a note beside the entry",
            ),
            (
                "tt remote note 345678901234567890 call back --assignee jane",
                "something to do for a colleague",
            ),
        ],
        "sync" => &[
            ("tt sync", "deliver what the default profile owes"),
            ("tt sync -n", "say what would be sent, send nothing"),
            (
                "*/10 * * * * tt sync --all --quiet --max-time 5m",
                "in a crontab",
            ),
        ],
        "rules" => &[
            ("tt rules", "every rule"),
            (
                "tt rules --backend connectwise",
                "those of one service, and those that always hold",
            ),
        ],
        "config" | "config path" => &[
            (
                "tt config path",
                "where configuration, data and state are kept",
            ),
            ("tt config path --json", "the same for a script"),
        ],
        "config edit" => &[("tt config edit", "change it, and have it checked")],
        "init" => &[
            ("tt init", "answer questions, one after the other"),
            (
                "tt init --backend connectwise --from-env",
                "for a script: TT_CONNECTWISE_URL, TT_CONNECTWISE_COMPANY_ID and so on",
            ),
            (
                "tt init --backend connectwise --profile lab --url https://cw.example.com --company-id acme --client-id 00000000-0000-0000-0000-000000000000 --public-key abc --secret file:~/.cw-key --member jdoe",
                "with everything in options",
            ),
            (
                "tt init --backend freshbooks --profile books --client-id 1a2b3c --secret env:FB_SECRET --redirect-uri https://localhost/callback",
                "to log in with the browser, which `tt auth login books` then does",
            ),
        ],
        "auth login" => &[
            (
                "tt auth login books",
                "print the address, ask for the one you are sent to",
            ),
            (
                "tt auth login books --paste 'https://localhost/callback?code=…&state=…'",
                "for a script: what the first run asked for",
            ),
            (
                "tt auth login books --business 77128",
                "book in another business of the same login from now on",
            ),
        ],
        "auth logout" => &[(
            "tt auth logout books",
            "withdraw the login and remove it here",
        )],
        "auth" | "auth status" => &[
            ("tt auth status", "every profile"),
            ("tt auth status work --json", "one of them, for a script"),
        ],
        "config check" => &[(
            "tt config check",
            "read the configuration and say what is wrong with it",
        )],
        "doctor" => &[
            ("tt doctor", "look at everything, change nothing"),
            (
                "tt doctor --repair",
                "put right what can be, after a question",
            ),
            ("tt doctor --json", "the findings for a script"),
        ],
        "backup" => &[
            (
                "tt backup",
                "a copy in the folder `backups` beside the database",
            ),
            ("tt backup /mnt/usb/tt.db", "a copy under this name"),
            ("tt list --db /mnt/usb/tt.db", "look into it"),
        ],
        "import" => &[
            (
                "timew export | tt import timewarrior - --map 'tag:#*=ticket:*'",
                "tags such as #54321 become the ticket",
            ),
            (
                "tt import watson ~/.config/watson/frames -n",
                "what would be booked, counted and added up",
            ),
            (
                "tt import toggl-csv report.csv --dates dmy --map Website=client:acme",
                "a detailed report, its dates with the day first",
            ),
            (
                "tt import csv hours.csv --column date=Datum --column hours=Uren --at 9",
                "a sheet of one's own, its days beginning at nine",
            ),
        ],
        "prompt" => &[
            ("tt prompt", "for a shell, starship or tmux"),
            ("tt prompt --json", "for waybar, and for scripts"),
        ],
        "schedule" => &[
            ("tt schedule install", "every 15 minutes, all profiles"),
            ("tt schedule show", "what is scheduled"),
            ("tt schedule remove", "not any more"),
        ],
        "schedule install" => &[
            ("tt schedule install --every 1h", "once an hour"),
            (
                "tt schedule install work --with cron",
                "one profile, by the crontab",
            ),
            ("tt schedule install -n", "print it, and write nothing"),
            (
                "tt schedule install --with launchd > ~/Library/LaunchAgents/tt.sync.plist",
                "the agent for macOS",
            ),
        ],
        "schedule show" => &[("tt schedule show --json", "for a script")],
        "schedule remove" => &[
            ("tt schedule remove", "the units or the line"),
            ("tt schedule remove -n", "only say which"),
        ],
        "completions" => &[
            (
                "tt completions bash > ~/.local/share/bash-completion/completions/tt",
                "for bash",
            ),
            (
                "tt completions fish > ~/.config/fish/completions/tt.fish",
                "for fish",
            ),
        ],
        "help" => &[
            ("tt help log", "the help of a command"),
            ("tt help time", "what may be typed for times"),
            ("tt help exit-codes", "what the exit codes say"),
        ],
        _ => &[],
    }
}

/// The examples as the end of a help text.
pub(super) fn text(path: &str) -> Option<String> {
    let rows = of(path);
    if rows.is_empty() {
        return None;
    }
    let mut out = String::from("Examples:");
    for (line, says) in rows {
        out.push_str(&format!("\n  {line}\n      {says}"));
    }
    Some(out)
}
