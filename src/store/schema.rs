//! The schema, as one step after another. A step that was released is never
//! changed: what must change is a new step at the end.
//!
//! Every command parses the whole schema, so it has few tables, few indexes and
//! no comments. What needs saying is said here:
//!
//! - `entries`: columns for what SQL filters, orders, adds up or CHECKs; `rest` is
//!   the JSON of what is left of the content, NULL where nothing is. Rows are never
//!   deleted (`removed_at`), so numbers are never given again. `at` orders: the
//!   start, or midnight UTC of the date where there are no clock times.
//!   `utc_offset` keeps what the zone's rules said of the start when it was stored, for
//!   other programs and for the day when those rules are rewritten.
//! - CHECKs hold only what no entry may ever break; a held timer may break a rule,
//!   so nothing here asks for worked > 0 or for a length below a day.
//! - `entries_odd`: the few that a look at the last day cannot find, which is
//!   timers and what a service holds beyond a day.
//! - `entries_person`: the few that wait for a person whatever a service has of them.
//! - `links.revision` follows `entries.revision` by trigger, so that `links_open`
//!   finds what is due, unsettled or in conflict without a look at what is delivered.
//! - `links.delivered_at`: when it was first sent there, so that a figure the service gave
//!   before is known not to have it in. `links.sent_in` and `catalog.reading` say the same
//!   without a clock: how many readings of reference data had begun by then.
//! - A link that may have left the machine is never deleted: without it the
//!   record would be posted twice.
//! - `journal`: append-only, also against `INSERT OR REPLACE`. `who` is NULL for sync.
//! - `state`: small facts by scope: `tt` (the database's identity, readings begun), `tenant`,
//!   `key` (keeps ours), `catalog` (freshness), `pace`, `timer` (where one was started), `sheets`
//!   (the days whose timesheets were pulled), `source` (the entry of a row of another tracker),
//!   `forgotten` (identities whose entry is another record by now), `alike` (records a
//!   person was asked about), `apart` (those he said are no entry of ours), `looked`,
//!   `twice` (entries of which a service holds two records).

use super::migrate::{How, Migration};

/// Marks the file as ours: "tt-e" in ASCII.
pub(super) const APPLICATION_ID: i32 = 0x7474_2d65;

/// All steps, from an empty file on.
pub(super) const MIGRATIONS: &[Migration] = &[Migration {
    to: 1,
    how: How::Sql(V1),
}];

const V1: &str = "
CREATE TABLE entries(
 id INTEGER PRIMARY KEY CHECK(id>0),
 at INTEGER NOT NULL CHECK(at=coalesce(start_at,unixepoch(date))),
 date TEXT NOT NULL CHECK(date IS date(date,'+0 days')),
 start_at INTEGER,
 end_at INTEGER CHECK(end_at>start_at),
 utc_offset INTEGER,
 worked INTEGER,
 deduct INTEGER NOT NULL CHECK(deduct>=0),
 status TEXT NOT NULL CHECK(status IN('open','submitted','rejected','approved','billed')),
 origin TEXT NOT NULL CHECK(origin IN('local','imported')),
 booked_as TEXT NOT NULL CHECK(booked_as IN('range','length','date')),
 billable TEXT NOT NULL CHECK(billable IN('billable','do-not-bill','no-charge','no-default')),
 zone TEXT NOT NULL CHECK(zone<>''),
 profile TEXT CHECK(profile<>''),
 target_kind TEXT CHECK(target_kind IN('ticket','project-ticket','task','activity','charge-code')),
 target_ref TEXT,
 target_id TEXT,
 target_name TEXT,
 note TEXT,
 internal_note TEXT,
 rest TEXT,
 held TEXT,
 warnings TEXT,
 adjustments TEXT,
 unchecked TEXT,
 revision INTEGER NOT NULL CHECK(revision>=1),
 key BLOB NOT NULL UNIQUE CHECK(length(key)=16),
 remote_status TEXT,
 reject_reason TEXT,
 created_at INTEGER NOT NULL,
 updated_at INTEGER NOT NULL,
 removed_at INTEGER,
 CHECK((worked IS NULL)=(start_at IS NOT NULL AND end_at IS NULL)),
 CHECK(start_at IS NOT NULL OR end_at IS NULL),
 CHECK((target_kind IS NULL)=(target_ref IS NULL))
) STRICT;
CREATE INDEX entries_at ON entries(at);
CREATE INDEX entries_odd ON entries(start_at) WHERE removed_at IS NULL AND start_at IS NOT NULL AND(end_at IS NULL OR end_at-start_at>86400);
CREATE INDEX entries_person ON entries(id) WHERE removed_at IS NULL AND(status='rejected' OR held IS NOT NULL);
CREATE TRIGGER entries_stay BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT,'entries are never deleted'); END;
CREATE TRIGGER entries_new BEFORE INSERT ON entries WHEN EXISTS(SELECT 1 FROM entries WHERE id=NEW.id OR key=NEW.key) BEGIN SELECT RAISE(ABORT,'entries are never replaced'); END;
CREATE TRIGGER entries_count BEFORE UPDATE OF id,key,revision ON entries WHEN NEW.id<>OLD.id OR NEW.revision<OLD.revision OR(NEW.key<>OLD.key AND EXISTS(SELECT 1 FROM entries WHERE key=NEW.key)) BEGIN SELECT RAISE(ABORT,'numbers stay, keys differ, revisions grow'); END;
CREATE TABLE links(
 entry INTEGER NOT NULL REFERENCES entries(id),
 profile TEXT NOT NULL CHECK(profile<>''),
 tenant TEXT,
 remote_id TEXT CHECK(remote_id<>''),
 revision INTEGER NOT NULL,
 delivered_revision INTEGER NOT NULL DEFAULT 0 CHECK(delivered_revision BETWEEN 0 AND revision),
 refused_revision INTEGER NOT NULL DEFAULT 0 CHECK(refused_revision BETWEEN 0 AND revision),
 refusal TEXT,
 conflict TEXT,
 mailing TEXT,
 attempt TEXT,
 last_sent TEXT,
 last_seen TEXT,
 delivered_at INTEGER,
 sent_in INTEGER,
 PRIMARY KEY(entry,profile),
 CHECK(tenant IS NOT NULL OR(remote_id IS NULL AND attempt IS NULL))
) STRICT,WITHOUT ROWID;
CREATE UNIQUE INDEX links_remote ON links(profile,tenant,remote_id) WHERE remote_id IS NOT NULL;
CREATE INDEX links_open ON links(profile,entry) WHERE revision>delivered_revision OR attempt IS NOT NULL OR conflict IS NOT NULL;
CREATE TRIGGER links_follow AFTER UPDATE OF revision ON entries BEGIN UPDATE links SET revision=NEW.revision WHERE entry=NEW.id; END;
CREATE TRIGGER links_stay BEFORE DELETE ON links WHEN OLD.remote_id IS NOT NULL OR OLD.attempt IS NOT NULL BEGIN SELECT RAISE(ABORT,'a link that may have left is never deleted'); END;
CREATE TABLE journal(
 n INTEGER PRIMARY KEY CHECK(n>0),
 at INTEGER NOT NULL,
 who TEXT CHECK(who<>''),
 step INTEGER NOT NULL CHECK(step BETWEEN 1 AND n),
 action TEXT NOT NULL CHECK(action<>''),
 entry INTEGER REFERENCES entries(id),
 before TEXT,
 after TEXT,
 undoes INTEGER CHECK(undoes<step)
) STRICT;
CREATE INDEX journal_entry ON journal(entry);
CREATE TRIGGER journal_insert BEFORE INSERT ON journal WHEN NEW.n<=(SELECT max(n) FROM journal) BEGIN SELECT RAISE(ABORT,'the journal only grows'); END;
CREATE TRIGGER journal_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT,'the journal only grows'); END;
CREATE TRIGGER journal_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT,'the journal only grows'); END;
CREATE TABLE catalog(
 profile TEXT NOT NULL,
 kind TEXT NOT NULL,
 id TEXT NOT NULL,
 code TEXT,
 name TEXT NOT NULL,
 active INTEGER NOT NULL CHECK(active IN(0,1)),
 facts TEXT,
 seen_at INTEGER NOT NULL,
 reading INTEGER,
 PRIMARY KEY(profile,kind,id)
) STRICT,WITHOUT ROWID;
CREATE INDEX catalog_code ON catalog(profile,kind,code COLLATE NOCASE) WHERE code IS NOT NULL;
CREATE INDEX catalog_name ON catalog(profile,kind,name COLLATE NOCASE);
CREATE TABLE sheets(
 profile TEXT NOT NULL,
 remote_id TEXT NOT NULL,
 from_date TEXT NOT NULL CHECK(from_date IS date(from_date,'+0 days')),
 to_date TEXT NOT NULL CHECK(to_date IS date(to_date,'+0 days')),
 status TEXT NOT NULL CHECK(status IN('open','submitted','rejected','approved','billed')),
 member TEXT,
 data TEXT,
 PRIMARY KEY(profile,remote_id),
 CHECK(from_date<=to_date)
) STRICT,WITHOUT ROWID;
CREATE TABLE state(
 scope TEXT NOT NULL,
 name TEXT NOT NULL,
 value TEXT NOT NULL,
 PRIMARY KEY(scope,name)
) STRICT,WITHOUT ROWID;
INSERT INTO state VALUES('tt','id',lower(hex(randomblob(16))));
";
