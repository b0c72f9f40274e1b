//! From files to what the ledger can book: read, told apart, mapped, placed. Every row that
//! was read is in one of its lists.

use super::{Asked, with_profile};
use crate::app::Desk;
use crate::cli::ImportArgs;
use crate::config::Profile;
use crate::domain::content::{Content, Draft};
use crate::domain::delivery::Mailing;
use crate::domain::entry::Breach;
use crate::domain::status::{BackendKind, BookedAs};
use crate::domain::zone::Zone;
use crate::failure::{Code, Failure};
use crate::import::{self, Identity, Kind, Left, Reason, Row, Spot, Unmapped, Usual};
use crate::ledger::Incoming;
use crate::rules;
use chrono::{NaiveDate, NaiveTime};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;

/// Largest file.
const MOST_BYTES: u64 = 64 << 20;

/// Everything that was read.
pub(super) struct Gathered {
    /// Files as they are shown.
    pub(super) files: Vec<String>,
    /// What wrote them.
    pub(super) format: import::Format,
    /// How many rows there are.
    pub(super) n_rows: usize,
    /// What can be booked.
    pub(super) incoming: Vec<Incoming>,
    /// Where each of these stands.
    pub(super) spots: Vec<Spot>,
    /// What cannot.
    pub(super) left: Vec<Left>,
    /// What the profile's service does not know.
    pub(super) refused: Vec<(Spot, Breach)>,
    /// Labels that became tags, by how many rows have them.
    pub(super) unmapped: BTreeMap<Unmapped, usize>,
    /// What is to be said about how it was read.
    pub(super) notes: Vec<String>,
}

impl Gathered {
    /// Several places, for people; at most so many are named.
    pub(super) fn spots(&self, spots: &[Spot], most: usize) -> String {
        let more = match spots.len().saturating_sub(most) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let named = spots.iter().take(most);
        let named: Vec<_> = match (self.files.len(), spots) {
            (1, [_, _, ..]) => named.map(|at| at.line.to_string()).collect(),
            _ => named.map(|at| self.spot(*at)).collect(),
        };
        let before = if self.files.len() == 1 && spots.len() > 1 {
            "lines "
        } else {
            ""
        };
        format!("{before}{}{more}", named.join(", "))
    }

    /// A place, for people.
    pub(super) fn spot(&self, at: Spot) -> String {
        match self.files.as_slice() {
            [_] => format!("line {}", at.line),
            files => format!(
                "{} line {}",
                files.get(at.file).map_or("", String::as_str),
                at.line
            ),
        }
    }
}

/// Reads all files and makes of them what can be booked.
pub(super) fn gather(
    asked: &Asked,
    args: &ImportArgs,
    profile: Option<&Profile>,
    desk: &Desk,
) -> anyhow::Result<Gathered> {
    let mut gathered = Gathered {
        files: Vec::new(),
        format: asked.format,
        n_rows: 0,
        incoming: Vec::new(),
        spots: Vec::new(),
        left: Vec::new(),
        refused: Vec::new(),
        unmapped: BTreeMap::new(),
        notes: Vec::new(),
    };
    let mut rows = Vec::new();
    for (n, file) in args.files.iter().enumerate() {
        let shown = file.display().to_string();
        let bytes = read(file).map_err(|why| {
            Failure::usage(
                format!("{shown} cannot be read: {why}"),
                "name a file, or - for stdin",
            )
        })?;
        let read = import::read(asked.format, n, &bytes, &asked.terms)
            .map_err(|why| Failure::usage(format!("{shown}: {}", why.message), why.help))?;
        gathered.n_rows += read.n_rows;
        gathered.left.extend(read.left);
        let is_one = args.files.len() == 1;
        gathered.notes.extend(read.notes.into_iter().map(|note| {
            if is_one {
                note
            } else {
                format!("{shown}: {note}")
            }
        }));
        rows.extend(read.rows);
        gathered.files.push(shown);
    }
    let rows = of_user(rows, args.user.as_deref(), &mut gathered.left)?;
    let has_label = |word: &'static str| {
        let label = (Kind::Billable, word.to_owned());
        rows.iter().any(|row: &Row| row.labels.contains(&label))
    };
    let usual = Usual {
        format: asked.format,
        has_profile: profile.is_some(),
        zone: asked.terms.zone,
        uses_billable: has_label("yes"),
    };
    if has_label("no") && !usual.uses_billable {
        gathered.notes.push(
            "no row is billable, so that is taken for not said; --map billable:no=billable:do-not-bill keeps it"
                .to_owned(),
        );
    }
    let (rows, twins) = import::identify(asked.format, rows);
    gathered.left.extend(twins);
    let mut ends = BTreeMap::new();
    for (row, identity) in rows {
        let mapped = match asked.mapping.apply(&row, &usual) {
            Ok(mapped) => mapped,
            Err((reason, detail)) => {
                gathered.left.push(Left {
                    at: row.at,
                    reason,
                    detail,
                });
                continue;
            }
        };
        for label in mapped.unmapped {
            *gathered.unmapped.entry(label).or_default() += 1;
        }
        let mut content = mapped.content;
        if let (None, Some(at)) = (content.start, asked.at) {
            place(&mut content, at, usual.zone, &mut ends);
        }
        with_profile(&mut content, profile);
        if let Some(breach) = profile.and_then(|it| unknown_field(&content, it.kind())) {
            if args.skip_bad {
                gathered.left.push(Left {
                    at: row.at,
                    reason: Reason::Refused,
                    detail: breach.message.clone(),
                });
            } else {
                gathered.refused.push((row.at, breach));
            }
            continue;
        }
        gathered.spots.push(row.at);
        gathered.incoming.push(incoming(content, identity, args));
    }
    let n_counted = gathered.incoming.len() + gathered.left.len() + gathered.refused.len();
    if n_counted != gathered.n_rows {
        return Err(Failure::new(
            Code::Data,
            format!(
                "{} rows were read and {n_counted} are accounted for; nothing was booked",
                gathered.n_rows
            ),
            "report this with the file, it is a mistake of the program",
        )
        .into());
    }
    if profile.is_none() && desk.config.default_profile.is_some() {
        gathered
            .notes
            .push("the entries stay here; -p NAME has a service get them".to_owned());
    }
    Ok(gathered)
}

fn incoming(content: Content, identity: Identity, args: &ImportArgs) -> Incoming {
    Incoming {
        draft: Draft {
            content,
            mailing: Mailing::default(),
            future: args.future,
        },
        name: identity.name,
        whole: identity.whole,
        digest: identity.digest,
        is_only: identity.is_only,
    }
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let n_bytes = if path == Path::new("-") {
        let stdin = std::io::stdin().lock();
        stdin.take(MOST_BYTES + 1).read_to_end(&mut bytes)?
    } else {
        let file = std::fs::File::open(path)?;
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes)?
    };
    if n_bytes as u64 > MOST_BYTES {
        return Err(std::io::Error::other("it is larger than 64 MiB"));
    }
    Ok(bytes)
}

/// The rows of one person. Those of several are never booked as one's own by accident.
fn of_user(rows: Vec<Row>, user: Option<&str>, left: &mut Vec<Left>) -> Result<Vec<Row>, Failure> {
    let users: BTreeSet<&str> = rows.iter().filter_map(|row| row.user.as_deref()).collect();
    let Some(wanted) = user else {
        if users.len() < 2 {
            return Ok(rows);
        }
        let listed: Vec<_> = users.iter().copied().take(20).collect();
        return Err(Failure::usage(
            format!(
                "there are rows of {} people: {}",
                users.len(),
                listed.join(", ")
            ),
            "say whose to take with --user NAME",
        ));
    };
    if !users.iter().any(|user| is_user(user, wanted)) {
        let listed: Vec<_> = users.iter().copied().take(20).collect();
        return Err(Failure::usage(
            format!("no row is of {wanted:?}"),
            if listed.is_empty() {
                "the file says of no row whose it is; leave --user out".to_owned()
            } else {
                format!("there are rows of {}", listed.join(", "))
            },
        ));
    }
    let is_wanted = |row: &Row| {
        row.user
            .as_deref()
            .is_some_and(|user| is_user(user, wanted))
    };
    let (kept, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(is_wanted);
    left.extend(others.into_iter().map(|row| Left {
        at: row.at,
        reason: Reason::OtherUser,
        detail: row.user.unwrap_or_default(),
    }));
    Ok(kept)
}

/// By name, by address, or by both as they are listed.
fn is_user(user: &str, wanted: &str) -> bool {
    let same = |text: &str| text.to_lowercase() == wanted.trim().to_lowercase();
    same(user)
        || user
            .strip_suffix('>')
            .and_then(|user| user.split_once(" <"))
            .is_some_and(|(name, address)| same(name) || same(address))
}

/// Gives a day without clock times a start: where the one before it ended, else at `at`.
fn place(content: &mut Content, at: NaiveTime, zone: Zone, ends: &mut BTreeMap<NaiveDate, i64>) {
    let begin = || match zone.resolve(content.date.and_time(at)) {
        Ok(local) => local.earlier(),
        Err(gap) => gap.at,
    };
    let start = ends.get(&content.date).copied().unwrap_or_else(begin);
    let end = start.saturating_add(content.length.take().unwrap_or(0));
    ends.insert(content.date, end);
    (content.start, content.end) = (Some(start), Some(end));
    content.booked_as = BookedAs::Length;
}

/// A field that the profile's service has no place for.
fn unknown_field(content: &Content, kind: BackendKind) -> Option<Breach> {
    let given = [
        ("project", content.project.is_some()),
        ("client", content.client.is_some()),
        ("service", content.service.is_some()),
        ("work_type", content.work_type.is_some()),
        ("work_role", content.work_role.is_some()),
        ("agreement", content.agreement.is_some()),
        ("internal_note", content.internal_note.is_some()),
    ];
    let (field, _) = given
        .into_iter()
        .find(|(field, is_given)| *is_given && !rules::backend_knows(kind, field))?;
    let name = field.replace('_', " ");
    Some(Breach {
        rule: "import".to_owned(),
        field: Some(field.to_owned()),
        message: format!("{} knows no {name}", kind.title()),
        help: format!("map the {name} to something else with --map, or import without -p"),
    })
}
