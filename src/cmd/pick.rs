//! What time is charged to, where nobody said: picked from a list on a terminal, told as
//! choices elsewhere, and there only where the service needs to know. What was charged to
//! lately comes first, then what is assigned to the profile's member, then the rest.

mod list;
mod terminal;

use self::list::{Item, List};
use super::ask;
use crate::app::App;
use crate::config::Profile;
use crate::domain::catalog::{CatalogItem, CatalogKind, names};
use crate::domain::charge::{Reference, Target, TargetKind};
use crate::domain::content::Content;
use crate::domain::delivery::Link;
use crate::domain::status::BackendKind;
use crate::failure::Failure;
use crate::rules;
use crate::screen::sanitize;
use crate::store::{Filter, StoreError, View, Which};
use std::collections::{BTreeMap, HashSet};

/// No more of a kind is offered.
const MOST: u32 = 20_000;

/// So many entries are looked at for what was charged to lately.
const RECENT_ENTRIES: usize = 200;

/// So many of what was charged to lately come first.
const MOST_RECENT: usize = 12;

/// So many choices are told where nobody can pick.
const TOLD: usize = 10;

/// The kinds of target, with the kind each is known under.
const KINDS: [(TargetKind, CatalogKind); 5] = [
    (TargetKind::Ticket, CatalogKind::Tickets),
    (TargetKind::ProjectTicket, CatalogKind::ProjectTickets),
    (TargetKind::Task, CatalogKind::Tasks),
    (TargetKind::ChargeCode, CatalogKind::ChargeCodes),
    (TargetKind::Activity, CatalogKind::Activities),
];

/// Why something is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    Recent,
    Assigned,
    Known,
}

/// Something that time can be charged to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Candidate {
    target: Target,
    name: String,
    client: String,
    why: Why,
}

impl Candidate {
    fn item(&self) -> Item {
        let mark = match self.why {
            Why::Recent => "lately",
            Why::Assigned => "yours",
            Why::Known => "",
        };
        let number = &self.target.at.typed;
        let name = if self.name == *number { "" } else { &self.name };
        let parts = [number.as_str(), name, &self.client];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Item::new(&sanitize(&parts.join("  ")), mark)
    }
}

/// Fills in what the time is charged to, where that was not said and the service has such
/// things. `is_whole` says that the entry is one that the service's rules want whole.
///
/// # Errors
/// The choices, where the service needs one and nobody is there to pick; the store's.
pub fn target(
    app: &mut App<'_>,
    profile: Option<&Profile>,
    typed: &crate::cli::Fields,
    content: &mut Content,
    is_whole: bool,
) -> anyhow::Result<()> {
    let Some(profile) = profile.filter(|_| typed.targets.chosen().is_none()) else {
        return Ok(());
    };
    let charged = [&content.client, &content.project, &content.task];
    if content.target.is_some() || charged.iter().any(|at| at.is_some()) {
        return Ok(());
    }
    let kind = profile.kind();
    let asks = ask::somebody(app);
    let must = is_whole && rules::needs_target(kind);
    if !asks && !must {
        return Ok(());
    }
    let store = app.look()?;
    let candidates = candidates(&store.view(), profile)?;
    drop(store);
    if candidates.is_empty() {
        return Ok(());
    }
    if asks {
        let list = List::new(candidates.iter().map(Candidate::item).collect());
        let picked = terminal::pick(list, "Charge it to")?;
        content.target = picked.map(|at| candidates[at].target.clone());
        return Ok(());
    }
    let told: Vec<_> = candidates.iter().take(TOLD).map(told).collect();
    let n_more = candidates.len() - told.len();
    let more = match n_more {
        0 => String::new(),
        n => format!(" and {n} more (`tt catalog list tickets`)"),
    };
    Err(Failure::usage(
        "what the time is charged to is not said",
        format!("add one of: {}{more}", told.join(", ")),
    )
    .into())
}

/// `--ticket 54321 (VPN drops)`
fn told(candidate: &Candidate) -> String {
    let target = &candidate.target;
    let (option, typed) = (target.kind.word(), &target.at.typed);
    let text = if candidate.name.is_empty() || candidate.name == *typed {
        format!("--{option} {typed}")
    } else {
        format!("--{option} {typed} ({})", candidate.name)
    };
    sanitize(&text).into_owned()
}

/// Everything that is offered, in its order; nothing where no catalog was read.
fn candidates(view: &View<'_>, profile: &Profile) -> Result<Vec<Candidate>, StoreError> {
    let (name, backend) = (profile.name.as_str(), profile.kind());
    let around = Around {
        own: member(view, profile)?,
        clients: clients(view, name)?,
    };
    let mut known = Vec::new();
    let mut is_read = false;
    for (kind, cached) in KINDS {
        if !rules::takes_target(backend, kind) || view.freshness(name, cached)?.is_none() {
            continue;
        }
        is_read = true;
        for item in view.catalog_list(name, cached, &Which::default(), MOST)? {
            if is_open(&item) {
                known.push(around.candidate(kind, &item));
            }
        }
    }
    if !is_read {
        return Ok(Vec::new());
    }
    Ok(ordered(recent(view, name, backend, &around)?, known))
}

/// Those of lately, the assigned ones, the rest; each once.
fn ordered(recent: Vec<Candidate>, known: Vec<Candidate>) -> Vec<Candidate> {
    let (assigned, rest): (Vec<_>, Vec<_>) =
        known.into_iter().partition(|it| it.why == Why::Assigned);
    let mut seen = HashSet::new();
    let all = recent.into_iter().chain(assigned).chain(rest);
    all.filter(|it| {
        let at = &it.target.at;
        seen.insert((it.target.kind, at.id.clone().unwrap_or(at.typed.clone())))
    })
    .collect()
}

/// What the profile's member is called: as configured, by number, by login name.
fn member(view: &View<'_>, profile: &Profile) -> Result<Vec<String>, StoreError> {
    let Some(typed) = &profile.member else {
        return Ok(Vec::new());
    };
    let mut called = vec![typed.clone()];
    for item in view.catalog_meant(&profile.name, CatalogKind::Members, typed)? {
        called.push(item.id);
        called.extend(item.code);
    }
    Ok(called)
}

/// Whether time may be entered on it, as far as is known.
fn is_open(item: &CatalogItem) -> bool {
    item.active && item.flag(names::TAKES_TIME) != Some(false)
}

/// What things of the service refer to.
struct Around {
    own: Vec<String>,
    clients: BTreeMap<String, String>,
}

impl Around {
    fn candidate(&self, kind: TargetKind, item: &CatalogItem) -> Candidate {
        let is_own = |id: &String| self.own.iter().any(|own| own.eq_ignore_ascii_case(id));
        let others = item.list(names::SECONDARY, "member").unwrap_or_default();
        let assigned = item.text(names::ASSIGNED).iter().any(is_own) || others.iter().any(is_own);
        let typed = if kind == TargetKind::ChargeCode {
            item.name.clone()
        } else {
            item.code.clone().unwrap_or_else(|| item.id.clone())
        };
        let client = item.text(names::CLIENT);
        let client = client.and_then(|id| self.clients.get(&id).cloned());
        Candidate {
            target: Target {
                kind,
                at: Reference {
                    id: Some(item.id.clone()),
                    name: Some(item.name.replace(char::is_control, " ")),
                    ..Reference::typed(&typed)
                },
            },
            name: item.name.clone(),
            client: client.unwrap_or_default(),
            why: if assigned { Why::Assigned } else { Why::Known },
        }
    }
}

fn clients(view: &View<'_>, profile: &str) -> Result<BTreeMap<String, String>, StoreError> {
    let every = Which {
        query: None,
        inactive: true,
    };
    let items = view.catalog_list(profile, CatalogKind::Clients, &every, MOST)?;
    Ok(items.into_iter().map(|item| (item.id, item.name)).collect())
}

/// What entries of the profile were charged to, the latest first.
fn recent(
    view: &View<'_>,
    profile: &str,
    backend: BackendKind,
    around: &Around,
) -> Result<Vec<Candidate>, StoreError> {
    let filter = Filter {
        profile: Some(profile.to_owned()),
        limit: Some(RECENT_ENTRIES),
        newest_first: true,
        ..Filter::default()
    };
    let is_read = |cached: Option<&(TargetKind, CatalogKind)>| match cached {
        Some((_, cached)) => Ok(view.freshness(profile, *cached)?.is_some()),
        None => Ok::<_, StoreError>(false),
    };
    let is_there = |link: Option<&Link>| link.is_some_and(|link| link.remote_id.is_some());
    let mut found: Vec<Candidate> = Vec::new();
    for listed in view.entries(&filter) {
        let (entry, link) = listed?;
        let Some(target) = entry.content.target else {
            continue;
        };
        let is_new = !found
            .iter()
            .any(|it| it.target.kind == target.kind && it.target.at.is_same(&target.at));
        if is_new && rules::takes_target(backend, target.kind) {
            let cached = KINDS.iter().find(|(kind, _)| *kind == target.kind);
            let id = target.at.id.as_deref().or(target.at.number());
            let item = match (cached, id) {
                (Some((_, cached)), Some(id)) => view.catalog_item(profile, *cached, id)?,
                _ => None,
            };
            match item {
                Some(item) if is_open(&item) => found.push(Candidate {
                    why: Why::Recent,
                    ..around.candidate(target.kind, &item)
                }),
                Some(_) => {}
                // A number that the catalog lacks and the service never took is a slip.
                None if is_read(cached)? && !is_there(link.as_ref()) => {}
                None => found.push(Candidate {
                    name: target.at.name.clone().unwrap_or_default(),
                    target,
                    client: String::new(),
                    why: Why::Recent,
                }),
            }
        }
        if found.len() == MOST_RECENT {
            break;
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(number: &str, why: Why) -> Candidate {
        Candidate {
            target: Target {
                kind: TargetKind::Ticket,
                at: Reference::known(number, Some("VPN")),
            },
            name: "VPN".into(),
            client: "Acme".into(),
            why,
        }
    }

    #[test]
    fn lately_comes_before_assigned_before_the_rest_and_nothing_twice() {
        let recent = vec![candidate("3", Why::Recent)];
        let known = vec![
            candidate("1", Why::Known),
            candidate("2", Why::Assigned),
            candidate("3", Why::Assigned),
        ];
        let order: Vec<_> = ordered(recent, known)
            .into_iter()
            .map(|it| (it.target.at.typed, it.why))
            .collect();
        let expected = [
            ("3".to_owned(), Why::Recent),
            ("2".to_owned(), Why::Assigned),
            ("1".to_owned(), Why::Known),
        ];
        assert_eq!(order, expected);
    }

    #[test]
    fn a_choice_is_told_as_the_option_that_says_it() {
        assert_eq!(told(&candidate("7", Why::Known)), "--ticket 7 (VPN)");
        let mut bare = candidate("7", Why::Known);
        bare.name = "7".into();
        assert_eq!(told(&bare), "--ticket 7");
    }
}
