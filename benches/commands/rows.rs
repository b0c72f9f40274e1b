//! What is measured: a command, and the statement that does the same.

/// One command beside its yardstick.
pub struct Row {
    /// Its name in the table.
    pub name: &'static str,
    /// What `tt` is given.
    pub tt: &'static [&'static str],
    /// Options of `sqlite3`.
    pub options: &'static [&'static str],
    /// What `sqlite3` runs; `$NOW` is the moment in seconds UTC. Empty: `--version`.
    pub sql: &'static str,
    /// Whether it writes, which moves the clock on.
    pub writes: bool,
    /// What `sqlite3` runs before, unmeasured.
    pub prepare: &'static str,
    /// At most so many rounds: what writes thousands of rows would make a database of another size.
    pub most_rounds: usize,
    /// Whether the configuration has a profile, whose catalog is full.
    pub has_profile: bool,
    /// What `tt` is given before, unmeasured.
    pub before: &'static [&'static str],
    /// What `sqlite3` runs afterwards, unmeasured.
    pub after: &'static str,
}

const READS: Row = Row {
    name: "",
    tt: &[],
    options: &[],
    sql: "",
    writes: false,
    prepare: "",
    most_rounds: usize::MAX,
    has_profile: false,
    before: &[],
    after: "",
};

/// What every write of `tt` goes by, so that both pay for the same promise.
macro_rules! durably {
    ($($sql:expr),+) => {
        concat!(
            "PRAGMA journal_mode=PERSIST; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; BEGIN IMMEDIATE; ",
            $($sql,)+
            " COMMIT"
        )
    };
}

macro_rules! journal {
    ($action:literal) => {
        concat!(
            "INSERT INTO journal(n,at,who,step,action,entry,after) ",
            "SELECT coalesce(max(n),0)+1,$NOW,'jdoe',coalesce(max(n),0)+1,'",
            $action,
            "',(SELECT max(id) FROM entries),",
            "'{\"key\":\"00000000-0000-0000-0000-000000000000\",\"content\":{\"date\":\"2026-11-22\",\"note\":\"Diagnosed mail flow\"}}' ",
            "FROM journal;"
        )
    };
}

const END_TIMERS: &str = "UPDATE entries SET end_at=start_at+60,worked=60 WHERE start_at IS NOT NULL AND removed_at IS NULL AND(end_at IS NULL OR end_at-start_at>86400) AND end_at IS NULL";

const LOG: &str = durably!(
    "INSERT INTO entries(at,date,start_at,end_at,worked,deduct,booked_as,billable,zone,target_kind,target_ref,note,rest,revision,key,status,origin,created_at,updated_at) ",
    "VALUES($NOW-900,date($NOW-900,'unixepoch'),$NOW-900,$NOW,900,0,'length','no-default','Europe/Amsterdam','ticket','54321','Diagnosed mail flow','{\"tags\":[\"mail\"]}',1,randomblob(16),'open','local',$NOW,$NOW);",
    "INSERT INTO journal(n,at,who,step,action,entry,after) ",
    "SELECT coalesce(max(n),0)+1,$NOW,'jdoe',coalesce(max(n),0)+1,'book',last_insert_rowid(),",
    "'{\"key\":\"00000000-0000-0000-0000-000000000000\",\"content\":{\"date\":\"2026-11-22\",\"note\":\"Diagnosed mail flow\"}}' ",
    "FROM journal;"
);

/// The fifty newest tickets.
const TICKETS: &str = "SELECT id,code,name,facts FROM catalog WHERE profile='work' AND kind='tickets' AND id>='4' AND id<'5' AND active ORDER BY id DESC LIMIT 50";

/// Everything that is measured.
pub const ROWS: &[Row] = &[
    Row {
        name: "--version",
        tt: &["--version"],
        ..READS
    },
    Row {
        name: "log",
        tt: &[
            "log",
            "15m",
            "--ticket",
            "54321",
            "-t",
            "mail",
            "Diagnosed mail flow",
        ],
        sql: LOG,
        writes: true,
        ..READS
    },
    Row {
        name: "log -p work",
        tt: &[
            "log",
            "15m",
            "--ticket",
            "54321",
            "-t",
            "mail",
            "-p",
            "work",
            "--work-type",
            "Type 7",
            "Diagnosed mail flow",
        ],
        sql: LOG,
        writes: true,
        has_profile: true,
        ..READS
    },
    Row {
        name: "start",
        tt: &["start", "--ticket", "54321", "Diagnosed mail flow"],
        sql: durably!(
            "INSERT INTO entries(at,date,start_at,deduct,booked_as,billable,zone,target_kind,target_ref,note,revision,key,status,origin,created_at,updated_at) ",
            "VALUES($NOW,date($NOW,'unixepoch'),$NOW,0,'range','no-default','Europe/Amsterdam','ticket','54321','Diagnosed mail flow',1,randomblob(16),'open','local',$NOW,$NOW);",
            journal!("start")
        ),
        writes: true,
        after: END_TIMERS,
        ..READS
    },
    Row {
        name: "stop",
        tt: &["stop"],
        sql: durably!(
            "UPDATE entries SET end_at=$NOW,worked=$NOW-start_at,revision=revision+1,updated_at=$NOW WHERE start_at IS NOT NULL AND removed_at IS NULL AND(end_at IS NULL OR end_at-start_at>86400) AND end_at IS NULL;",
            journal!("stop")
        ),
        writes: true,
        before: &["start", "--ticket", "54321", "Diagnosed mail flow"],
        after: END_TIMERS,
        ..READS
    },
    Row {
        name: "list today",
        tt: &["list", "today"],
        options: &["-column"],
        sql: "SELECT * FROM entries WHERE at BETWEEN unixepoch('2026-11-19') AND unixepoch('2026-11-22') AND date='2026-11-20' AND removed_at IS NULL ORDER BY at,id",
        ..READS
    },
    Row {
        name: "status",
        tt: &["status"],
        options: &["-column"],
        sql: "SELECT * FROM entries WHERE start_at IS NOT NULL AND removed_at IS NULL AND(end_at IS NULL OR end_at-start_at>86400) AND end_at IS NULL; SELECT date,sum(worked) FROM entries WHERE at BETWEEN unixepoch('2026-11-15') AND unixepoch('2026-11-24') AND date BETWEEN '2026-11-16' AND '2026-11-22' AND removed_at IS NULL GROUP BY date",
        ..READS
    },
    Row {
        name: "week",
        tt: &["week"],
        options: &["-column"],
        sql: "SELECT target_kind,target_ref,date,sum(worked) FROM entries WHERE at BETWEEN unixepoch('2026-11-15') AND unixepoch('2026-11-24') AND date BETWEEN '2026-11-16' AND '2026-11-22' AND removed_at IS NULL GROUP BY 1,2,3",
        ..READS
    },
    Row {
        name: "report month",
        tt: &["report", "2026-11", "--by", "ticket"],
        options: &["-column"],
        sql: "SELECT target_kind,target_ref,sum(worked),count(*) FROM entries WHERE at BETWEEN unixepoch('2026-10-31') AND unixepoch('2026-12-02') AND date BETWEEN '2026-11-01' AND '2026-11-30' AND removed_at IS NULL GROUP BY 1,2",
        ..READS
    },
    Row {
        name: "export jsonl",
        tt: &["list", "--from", "1970-01-01", "--format", "jsonl"],
        options: &["-json"],
        sql: "SELECT * FROM entries WHERE removed_at IS NULL ORDER BY at,id",
        ..READS
    },
    Row {
        name: "check 2,000",
        tt: &["check", "1-2000"],
        options: &["-column"],
        sql: "SELECT * FROM entries WHERE id BETWEEN 1 AND 2000 AND removed_at IS NULL ORDER BY at,id",
        ..READS
    },
    Row {
        name: "check -p work",
        tt: &["check", "1-2000"],
        options: &["-column"],
        sql: "SELECT * FROM entries WHERE id BETWEEN 1 AND 2000 AND removed_at IS NULL ORDER BY at,id",
        has_profile: true,
        prepare: "UPDATE entries SET profile='work' WHERE id<=2000",
        after: "UPDATE entries SET profile=NULL WHERE id<=2000",
        ..READS
    },
    Row {
        name: "approve 10k",
        tt: &["approve", "--all"],
        sql: durably!(
            "UPDATE entries SET status='approved',reject_reason=NULL,updated_at=$NOW WHERE status='submitted';",
            "INSERT INTO journal(n,at,who,step,action,entry,before,after) ",
            "SELECT m+row_number() OVER(ORDER BY id),$NOW,'jdoe',m+1,'approve',id,s,s FROM entries,(SELECT max(n) m,",
            "'{\"key\":\"00000000-0000-0000-0000-000000000000\",\"content\":{\"date\":\"2026-11-22\",\"note\":\"Diagnosed mail flow\"}}' s ",
            "FROM journal) WHERE status='approved';"
        ),
        writes: true,
        prepare: "UPDATE entries SET status='submitted' WHERE id>(SELECT max(id) FROM entries)-10000 AND removed_at IS NULL AND worked IS NOT NULL",
        after: "UPDATE entries SET status='open' WHERE status<>'open'",
        most_rounds: 3,
        ..READS
    },
    Row {
        name: "complete id",
        tt: &["__complete", "zsh", "tt", "show", "9"],
        options: &["-column"],
        sql: "SELECT * FROM entries WHERE id BETWEEN 90 AND 99 OR id BETWEEN 900 AND 999 ORDER BY id DESC LIMIT 50",
        has_profile: true,
        ..READS
    },
    Row {
        name: "complete #",
        tt: &[
            "__complete",
            "zsh",
            "tt",
            "log",
            "-p",
            "work",
            "--ticket",
            "4",
        ],
        options: &["-column"],
        sql: TICKETS,
        has_profile: true,
        ..READS
    },
    // The dearest: nothing begins so, and every name that is looked at is no match.
    Row {
        name: "complete word",
        tt: &[
            "__complete",
            "zsh",
            "tt",
            "log",
            "-p",
            "work",
            "--ticket",
            "nothing",
        ],
        options: &["-column"],
        sql: TICKETS,
        has_profile: true,
        ..READS
    },
];
