//! The lines themselves: what they mean, and which are refused.

use crate::cli::*;
use crate::domain::content::NoteTo;
use crate::domain::grouping::By;
use crate::domain::status::{BackendKind, Billable, Delivery, SheetStatus, Status};

/// `·` stands for a space inside a word.
pub(super) fn words(line: &str) -> Vec<OsString> {
    let words = line.split(' ').filter(|word| !word.is_empty());
    std::iter::once("tt".into())
        .chain(words.map(|word| word.replace('·', " ").into()))
        .collect()
}

fn log(words: &str, set: fn(&mut LogArgs)) -> Command {
    let mut args = LogArgs {
        words: words
            .split_whitespace()
            .map(|w| w.replace('·', " "))
            .collect(),
        ..LogArgs::default()
    };
    set(&mut args);
    Command::Log(Box::new(args))
}

fn list(period: &str, set: fn(&mut Filters)) -> Command {
    let mut args = ListArgs {
        period: (!period.is_empty()).then(|| period.to_owned()),
        ..ListArgs::default()
    };
    set(&mut args.filters);
    Command::List(Box::new(args))
}

fn report(period: &str, set: fn(&mut ReportArgs)) -> Command {
    let mut args = ReportArgs {
        period: (!period.is_empty()).then(|| period.to_owned()),
        by: vec![By::Day],
        ..ReportArgs::default()
    };
    set(&mut args);
    Command::Report(Box::new(args))
}

fn texts(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

fn schedule(action: ScheduleAction) -> Command {
    Command::Schedule(ScheduleArgs { action })
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

pub(super) fn show(ids: &str) -> Command {
    Command::Show(ShowArgs { ids: texts(ids) })
}

fn edit(which: &str, set: fn(&mut EditArgs)) -> Command {
    let mut args = EditArgs {
        which: texts(which),
        ..EditArgs::default()
    };
    set(&mut args);
    Command::Edit(Box::new(args))
}

fn delete(ids: &str) -> Command {
    Command::Delete(DeleteArgs { ids: texts(ids) })
}

fn submit(which: &str, all: bool, profile: Option<&str>) -> Command {
    Command::Submit(SubmitArgs {
        which: moving(which, all, profile),
    })
}

fn moving(words: &str, all: bool, profile: Option<&str>) -> MoveArgs {
    MoveArgs {
        words: texts(words),
        all,
        profile: profile.map(str::to_owned),
        dry_run: false,
    }
}

fn reject(words: &str, reason: &str) -> Command {
    Command::Reject(RejectArgs {
        reason: Some(reason.to_owned()),
        which: moving(words, false, None),
        there: ThereArgs::default(),
    })
}

fn sheet(set: fn(&mut SheetArgs)) -> Command {
    let mut args = SheetArgs::default();
    set(&mut args);
    Command::Sheet(args)
}

fn start(words: &str, set: fn(&mut StartArgs)) -> Command {
    let mut args = StartArgs {
        words: texts(words),
        ..StartArgs::default()
    };
    set(&mut args);
    Command::Start(Box::new(args))
}

fn stop(words: &str, set: fn(&mut StopArgs)) -> Command {
    let mut args = StopArgs {
        words: texts(words),
        ..StopArgs::default()
    };
    set(&mut args);
    Command::Stop(args)
}

fn sync(profiles: &str, set: fn(&mut SyncArgs)) -> Command {
    let mut args = SyncArgs {
        profiles: texts(profiles),
        ..SyncArgs::default()
    };
    set(&mut args);
    Command::Sync(args)
}

fn config(action: ConfigAction) -> Command {
    Command::Config(ConfigArgs { action })
}

fn shell(shell: Shell) -> Command {
    Command::Completions(CompletionsArgs { shell })
}

#[rustfmt::skip]
pub(super) fn rows() -> Vec<(&'static str, Command)> {
    vec![
        // Times and words
        ("log 1.5h", log("1.5h", |_| {})),
        ("log 1h 30m fixed the vpn", log("1h 30m fixed the vpn", |_| {})),
        ("log 9-10:30 stand·up now", log("9-10:30 stand·up now", |_| {})),
        ("log 09:00 - 10:30 x", log("09:00 - 10:30 x", |_| {})),
        ("log -2d 9-10", log("-2d 9-10", |_| {})),
        ("log -30m-now x", log("-30m-now x", |_| {})),
        ("log 1h -- -x --json", log("1h -x --json", |_| {})),
        ("log -- 1h -30m", log("1h -30m", |_| {})),
        ("log 1h call · · end", log("1h call · · end", |_| {})),
        ("log", log("", |_| {})),
        // Words never swallow options, and options may stand anywhere
        ("log 1h fix mail --ticket 5", log("1h fix mail", |a| a.fields.targets.ticket = some("5"))),
        ("log --ticket 5 1h fix mail", log("1h fix mail", |a| a.fields.targets.ticket = some("5"))),
        ("log 1h fix --ticket #5 mail", log("1h fix mail", |a| a.fields.targets.ticket = some("#5"))),
        ("log 1h fix -n mail", log("1h fix mail", |a| a.writing.dry_run = true)),
        ("log 1h -p work fix", log("1h fix", |a| a.fields.profile = some("work"))),
        // Negative values
        ("log 45m --at -30m", log("45m", |a| a.writing.at = some("-30m"))),
        ("log 45m --at=-30m", log("45m", |a| a.writing.at = some("-30m"))),
        ("log 1h --offset -15m x", log("1h x", |a| a.writing.offset = some("-15m"))),
        ("log 1h --offset +15m x", log("1h x", |a| a.writing.offset = some("+15m"))),
        ("log 1h --on -2d", log("1h", |a| a.writing.on = some("-2d"))),
        ("log -1h", log("-1h", |_| {})),
        ("log 1h -m -5·degrees", log("1h", |a| a.writing.note = some("-5 degrees"))),
        ("list -2d", list("-2d", |_| {})),
        ("list --from -7d --to -1d", list("", |f| { f.from = some("-7d"); f.to = some("-1d"); })),
        ("show -3", show("-3")),
        // Targets and fields
        ("log 1h --project-ticket 7", log("1h", |a| a.fields.targets.project_ticket = some("7"))),
        ("log 1h --task T20261122.0042", log("1h", |a| a.fields.targets.task = some("T20261122.0042"))),
        ("log 1h --activity 3", log("1h", |a| a.fields.targets.activity = some("3"))),
        ("log 1h --charge-code break", log("1h", |a| a.fields.targets.charge_code = some("break"))),
        ("log 1h --task 3 --project site", log("1h", |a| { a.fields.targets.task = some("3"); a.fields.project = some("site"); })),
        ("log 1h --client Acme·Ltd --service 4", log("1h", |a| { a.fields.client = some("Acme Ltd"); a.fields.service = some("4"); })),
        ("log 1h --work-type Remote --work-role Engineer", log("1h", |a| { a.fields.work_type = some("Remote"); a.fields.work_role = some("Engineer"); })),
        ("log 1h --billable no-charge", log("1h", |a| a.fields.billable = Some(Billable::NoCharge))),
        ("log 1h --no-bill", log("1h", |a| a.fields.no_bill = true)),
        ("log 1h --agreement none --member jdoe", log("1h", |a| { a.fields.agreement = some("none"); a.fields.member = some("jdoe"); })),
        ("log 1h -t vpn -t a,b --tag c", log("1h", |a| a.fields.tags = texts("vpn a,b c"))),
        // Writing
        ("log 1h -m fixed·it --internal-note ask·Bob", log("1h", |a| { a.writing.note = some("fixed it"); a.writing.internal_note = some("ask Bob"); })),
        ("log 1h --note=x", log("1h", |a| a.writing.note = some("x"))),
        ("log 1h -mx", log("1h", |a| a.writing.note = some("x"))),
        ("log --start 9 --end 10 x", log("x", |a| { a.writing.start = some("9"); a.writing.end = some("10"); })),
        ("log --start 9 --for 90m", log("", |a| { a.writing.start = some("9"); a.writing.length = some("90m"); })),
        ("log 9-11 --deduct 15m", log("9-11", |a| a.writing.deduct = some("15m"))),
        ("log 2h --on fri --no-clock", log("2h", |a| { a.writing.on = some("fri"); a.writing.no_clock = true; })),
        ("log 13-14 --future", log("13-14", |a| a.writing.future = true)),
        ("log 1h --note-to ticket-discussion,ticket-resolution", log("1h", |a| a.writing.note_to = vec![NoteTo::TicketDiscussion, NoteTo::TicketResolution])),
        ("log 1h --email resource,contact --email cc --email-cc a@x,b@y", log("1h", |a| { a.writing.email = vec![MailTo::Resource, MailTo::Contact, MailTo::Cc]; a.writing.email_cc = texts("a@x b@y"); })),
        ("log 1h --show-on-invoice no --internal yes", log("1h", |a| { a.writing.show_on_invoice = Some(false); a.writing.internal = Some(true); })),
        ("log 1h --agreement-service 1 --agreement-bundle 2 --detail 3", log("1h", |a| { a.writing.agreement_service = some("1"); a.writing.agreement_bundle = some("2"); a.writing.detail = some("3"); })),
        // Names, aliases, prefixes
        ("add 1h", log("1h", |_| {})),
        ("track 1h", log("1h", |_| {})),
        ("ad 1h", log("1h", |_| {})),
        ("t 1h", log("1h", |_| {})),
        ("lo 1h", log("1h", |_| {})),
        ("ls", list("", |_| {})),
        ("li", list("", |_| {})),
        ("rm 3", delete("3")),
        ("remov 3", delete("3")),
        ("de 3", delete("3")),
        ("sho 3", show("3")),
        ("comp fish", shell(Shell::Fish)),
        ("conf path", config(ConfigAction::Path)),
        // Timers
        ("start", start("", |_| {})),
        ("in 8:05 standup --ticket 5", start("8:05 standup", |a| a.fields.targets.ticket = some("5"))),
        ("start -30m call", start("-30m call", |_| {})),
        ("start --at -30m -m call", start("", |a| { a.writing.at = some("-30m"); a.writing.note = some("call"); })),
        ("stop 17:40", stop("17:40", |_| {})),
        ("out -m done --at 9", stop("", |a| { a.note = some("done"); a.at = some("9"); })),
        ("pa --at -5m", Command::Pause(PauseArgs { at: some("-5m") })),
        ("sw phone call", Command::Switch(Box::new(SwitchArgs { words: texts("phone call"), ..SwitchArgs::default() }))),
        ("resu 12", Command::Resume(ResumeArgs { id: some("12"), at: None })),
        ("can", Command::Cancel(CancelArgs {})),
        ("cont ^2", Command::Continue(ContinueArgs { id: some("^2"), at: None })),
        // The other commands
        ("list week", list("week", |_| {})),
        ("list 2026-11-01..2026-11-20", list("2026-11-01..2026-11-20", |_| {})),
        ("list --ticket 5 --status open,rejected --status billed", list("", |f| { f.fields.targets.ticket = some("5"); f.statuses = vec![Status::Open, Status::Rejected, Status::Billed]; })),
        ("list --delivery owed,held --kind general,ticket", list("", |f| { f.deliveries = vec![Delivery::Owed, Delivery::Held]; f.kinds = vec![Chargeable::General, Chargeable::Ticket]; })),
        ("list --running", list("", |f| f.running = true)),
        ("list --stopped --unbilled", list("", |f| { f.stopped = true; f.unbilled = true; })),
        ("now", Command::Status(StatusArgs {})),
        ("week -2d", Command::Week(WeekArgs { period: some("-2d") })),
        ("report month --by client,day --format csv --unbilled", report("month", |r| { r.by = vec![By::Client, By::Day]; r.format = Some(Layout::Csv); r.filters.unbilled = true; })),
        ("report", report("", |_| {})),
        ("list --billed --limit 5 --sort newest --ids", list("", |f| { f.billed = true; f.limit = Some(5); f.sort = Sort::Newest; f.ids = true; })),
        ("list --search mail·flow --member me -t x", list("", |f| { f.search = some("mail flow"); f.fields.member = some("me"); f.fields.tags = texts("x"); })),
        ("show 12 last ^2 12-15", show("12 last ^2 12-15")),
        ("delete 12-15", delete("12-15")),
        ("edit 12-15 --for 1h -t none -e", edit("12-15", |a| { a.writing.length = some("1h"); a.fields.tags = texts("none"); a.writing.editor = true; })),
        ("edit today --on -2d -p none", edit("today", |a| { a.writing.on = some("-2d"); a.fields.profile = some("none"); })),
        ("split 3 --at 9:30 --ticket 5 -m rest", Command::Split(Box::new(SplitArgs { id: "3".into(), at: some("9:30"), note: some("rest"), fields: Fields { targets: Targets { ticket: some("5"), ..Targets::default() }, ..Fields::default() }, ..SplitArgs::default() }))),
        ("split last --into 3 -n", Command::Split(Box::new(SplitArgs { id: "last".into(), into: Some(3), dry_run: true, ..SplitArgs::default() }))),
        ("undo", Command::Undo(UndoArgs {})),
        ("log @standup 30m with Ann", log("@standup 30m with Ann", |_| {})),
        ("gaps", Command::Gaps(GapsArgs::default())),
        ("gaps -2d --least 30m", Command::Gaps(GapsArgs { period: some("-2d"), least: some("30m") })),
        ("fill -n", Command::Fill(FillArgs { dry_run: true, ..FillArgs::default() })),
        ("fil mon --take 1,3-4 --take 6", Command::Fill(FillArgs { day: some("mon"), take: texts("1 3-4 6"), ..FillArgs::default() })),
        ("history", Command::History(HistoryArgs::default())),
        ("hist 12 --limit 5", Command::History(HistoryArgs { ids: texts("12"), limit: Some(5) })),
        ("submit today", submit("today", false, None)),
        ("submit 12 13", submit("12 13", false, None)),
        ("submit --all -p work", submit("", true, Some("work"))),
        ("reject 12-15 --reason -why", reject("12-15", "-why")),
        ("reject --reason no last-week", reject("last-week", "no")),
        ("sheet", sheet(|_| {})),
        (
            "sheet --year 2026 --period 47",
            sheet(|args| (args.year, args.period) = (Some(2026), Some(47))),
        ),
        (
            "sheet list --status open,rejected -p work",
            sheet(|args| {
                args.action = Some(SheetAction::List { days: None });
                args.statuses = vec![SheetStatus::Open, SheetStatus::Rejected];
                args.profile = Some("work".to_owned());
            }),
        ),
        (
            "sheet show 1234",
            sheet(|args| {
                args.action = Some(SheetAction::Show {
                    remote_id: "1234".to_owned(),
                });
            }),
        ),
        ("sync", sync("", |_| {})),
        ("sync work at", sync("work at", |_| {})),
        ("sync --all --quiet --max-time 5m", sync("", |a| { a.all = true; a.quiet = true; a.max_time = some("5m"); })),
        ("sync -n --now work", sync("work", |a| { a.dry_run = true; a.now = true; })),
        ("rules", Command::Rules(RulesArgs { backend: None })),
        ("rules --backend autotask", Command::Rules(RulesArgs { backend: Some(BackendKind::Autotask) })),
        ("config path", config(ConfigAction::Path)),
        ("config c", config(ConfigAction::Check)),
        ("prompt", Command::Prompt(PromptArgs {})),
        ("log 1h --no-context", log("1h", |a| a.no_context = true)),
        ("schedule show", schedule(ScheduleAction::Show(ScheduleShowArgs {}))),
        ("schedule rem -n", schedule(ScheduleAction::Remove(ScheduleRemoveArgs { dry_run: true }))),
        (
            "schedule install work --every 1h --with cron -n",
            schedule(ScheduleAction::Install(ScheduleInstallArgs {
                profiles: texts("work"),
                every: some("1h"),
                scheduler: Some(Scheduler::Cron),
                dry_run: true,
            })),
        ),
        ("completions powershell", shell(Shell::PowerShell)),
    ]
}

/// Lines that are refused, and words of the message.
pub(super) fn refusals() -> Vec<(&'static str, &'static str)> {
    vec![
        ("l", "'l' may be"),
        ("s 1", "'s' may be"),
        ("r", "'r' may be"),
        ("c", "'c' may be"),
        ("con path", "'con' may be continue, config"),
        ("lst", "there is no command 'lst'"),
        ("-5", "there is no command '-5'"),
        ("--frob", "unexpected argument '--frob'"),
        (
            "--color sometimes log 1h",
            "invalid value 'sometimes' for '--color <WHEN>'",
        ),
        ("log 1h --frob", "unexpected argument '--frob'"),
        ("log 1h -x", "unexpected argument '-x'"),
        ("log 1h --at -x", "unexpected argument '-x'"),
        (
            "log 1h --at --future",
            "a value is required for '--at <TIME>'",
        ),
        (
            "log 1h --ticket 1 --task 2",
            "'--ticket <N>' cannot be used with '--task <N>'",
        ),
        ("log 1h --activity 1 --charge-code x", "cannot be used with"),
        (
            "log 1h --billable maybe",
            "[possible values: billable, do-not-bill, no-charge, no-default]",
        ),
        (
            "log 1h --billable billable --no-bill",
            "cannot be used with",
        ),
        ("log 1h --internal perhaps", "[possible values: yes, no]"),
        ("log 1h --email boss", "invalid value 'boss'"),
        ("log 1h --note-to wall", "invalid value 'wall'"),
        ("log 1h --no-clock --start 9", "cannot be used with"),
        (
            "log 1h -m a -m b",
            "'--note <TEXT>' cannot be used multiple times",
        ),
        ("list a b", "unexpected argument 'b'"),
        ("list --running --stopped", "cannot be used with"),
        ("list --billed --unbilled", "cannot be used with"),
        ("list --limit 0", "0 is not in"),
        ("list --limit -5", "invalid value '-5'"),
        ("list --sort colour", "invalid value 'colour'"),
        ("list --status done", "invalid value 'done'"),
        ("show", "required arguments were not provided: <ID>..."),
        ("delete", "required arguments were not provided: <ID>..."),
        (
            "edit",
            "required arguments were not provided: <ID or PERIOD>...",
        ),
        ("split 1", "required arguments were not provided"),
        ("split 1 --at 9 --into 2", "cannot be used with"),
        ("split 1 --into 1", "1 is not in"),
        ("undo 3", "unexpected argument '3'"),
        ("submit 1 --all", "cannot be used with"),
        ("sheet --period 47", "--year"),
        ("sheet --status done", "possible values"),
        ("sync work --all", "cannot be used with"),
        ("rules --backend reference", "invalid value 'reference'"),
        ("rules extra", "unexpected argument 'extra'"),
        (
            "import watson",
            "required arguments were not provided: <FILE>...",
        ),
        ("import tock f", "invalid value 'tock'"),
        ("import csv f --dates ymd", "invalid value 'ymd'"),
        ("config", "a command is missing"),
        ("config help", "unrecognized subcommand 'help'"),
        ("config path x", "unexpected argument 'x'"),
        (
            "completions",
            "required arguments were not provided: <SHELL>",
        ),
        ("completions elvish", "invalid value 'elvish'"),
        ("help nope", "no help for 'nope'"),
        ("help config nope", "no help for 'nope'"),
        ("help --frob", "unexpected argument '--frob'"),
    ]
}
