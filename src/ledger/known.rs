//! What the catalogs know of the things that entries name, laid over entries that are to
//! be shown: identity and name of what has none, and the client of a ticket or a project where the
//! entry names none itself. Never for entries that are written or sent: nobody gave them
//! these fields.

use crate::domain::catalog::{CatalogItem, CatalogKind, names};
use crate::domain::charge::{Reference, TargetKind};
use crate::domain::delivery::Link;
use crate::domain::entry::Entry;
use crate::domain::ids::EntryId;
use crate::rules::{FactError, Facts as _, Known};
use crate::store::{FactsAt, StoreError, View};
use std::collections::HashMap;

/// How many things are remembered; a list of any length takes no more memory than this.
const MOST: usize = 4096;

/// A thing as a reader sees it.
#[derive(Debug, Clone, Default)]
struct Thing {
    id: Option<String>,
    name: Option<String>,
    client: Option<Reference>,
}

/// The things met so far, each looked up once.
#[derive(Debug)]
pub struct Shown<'v> {
    view: View<'v>,
    facts: FactsAt<'v>,
    things: HashMap<String, Thing>,
    /// Clients by the word of what they are the client of, as the service answered.
    answered: HashMap<String, Option<Reference>>,
    key: String,
}

impl<'v> Shown<'v> {
    /// Nothing looked up yet.
    #[must_use]
    pub fn new(view: View<'v>) -> Self {
        Self {
            view,
            // Neither age nor moment matters to names.
            facts: view.facts(0, i64::MAX),
            things: HashMap::new(),
            answered: HashMap::new(),
            key: String::new(),
        }
    }

    /// Fills in what a reader of this entry is to see. `link` is that of its profile.
    ///
    /// # Errors
    /// The store's.
    pub fn fill(&mut self, entry: &mut Entry, link: Option<&Link>) -> Result<(), StoreError> {
        let content = &mut entry.content;
        let Some(profile) = content.profile.as_deref() else {
            return Ok(());
        };
        let mut client = None;
        let mut asks_service = false;
        if let Some(target) = &mut content.target
            && (is_partly(&target.at) || content.client.is_none())
        {
            let thing = self.thing(profile, target.kind.word(), kinds(target.kind), &target.at)?;
            complete(&mut target.at, &thing.id, &thing.name);
            client.clone_from(&thing.client);
            asks_service = client.is_none() && target.kind != TargetKind::ChargeCode;
        }
        if let Some(project) = &mut content.project
            && (is_partly(project) || (content.client.is_none() && client.is_none()))
        {
            let thing = self.thing(profile, "project", &[CatalogKind::Projects], project)?;
            complete(project, &thing.id, &thing.name);
            client = client.or_else(|| thing.client.clone());
        }
        if let Some(own) = &mut content.client {
            if is_partly(own) {
                let thing = self.thing(profile, "client", &[CatalogKind::Clients], own)?;
                complete(own, &thing.id, &thing.name);
            }
            return Ok(());
        }
        if client.is_none()
            && asks_service
            && let Some(target) = &content.target
            && let Some(link) = link.filter(|link| link.remote_id.is_some())
        {
            client = self.answered(entry.id, &target.at, link)?;
        }
        entry.content.client = client;
        Ok(())
    }

    fn key_is(&mut self, profile: &str, kind: &str, at: &Reference) {
        let key = &mut self.key;
        key.clear();
        let (sort, word) = match &at.id {
            Some(id) => ("id", id.as_str()),
            None => ("as", at.typed.as_str()),
        };
        for part in [profile, "\n", kind, "\n", sort, "\n", word] {
            key.push_str(part);
        }
    }

    /// A thing that goes by this word, cached under one of these kinds.
    fn thing(
        &mut self,
        profile: &str,
        word: &str,
        kinds: &[CatalogKind],
        at: &Reference,
    ) -> Result<&Thing, StoreError> {
        self.key_is(profile, word, at);
        if !self.things.contains_key(&self.key) {
            let thing = self.look_up(profile, kinds, at)?;
            if self.things.len() >= MOST {
                self.things.clear();
            }
            self.things.insert(self.key.clone(), thing);
        }
        Ok(&self.things[&self.key])
    }

    fn look_up(
        &self,
        profile: &str,
        kinds: &[CatalogKind],
        at: &Reference,
    ) -> Result<Thing, StoreError> {
        for kind in kinds {
            let Some(item) = self.item(profile, *kind, at)? else {
                continue;
            };
            let mut client = item.text(names::CLIENT);
            if client.is_none()
                && let Some(project) = item.text(names::PROJECT)
            {
                let project = self
                    .view
                    .catalog_item(profile, CatalogKind::Projects, &project)?;
                client = project.and_then(|project| project.text(names::CLIENT));
            }
            let client = match client {
                Some(id) => {
                    let known = Reference::known(&id, None);
                    Some(self.client(profile, &known)?.unwrap_or(known))
                }
                None => None,
            };
            return Ok(Thing {
                id: Some(item.id.clone()),
                name: Some(harmless(&item.name)),
                client,
            });
        }
        Ok(Thing::default())
    }

    /// A client as the catalog knows it.
    fn client(&self, profile: &str, at: &Reference) -> Result<Option<Reference>, StoreError> {
        let item = self.item(profile, CatalogKind::Clients, at)?;
        Ok(item.map(|item| Reference::known(&item.id, Some(&harmless(&item.name)))))
    }

    fn item(
        &self,
        profile: &str,
        kind: CatalogKind,
        at: &Reference,
    ) -> Result<Option<CatalogItem>, StoreError> {
        match self.facts.catalog(profile, kind, at).map_err(of_fact)? {
            Known::Item { item, .. } => Ok(Some(*item)),
            Known::Absent { .. } | Known::Ambiguous(_) | Known::Unknown => Ok(None),
        }
    }

    /// The client that the service named beside the ticket when it showed the entry last.
    fn answered(
        &mut self,
        entry: EntryId,
        at: &Reference,
        link: &Link,
    ) -> Result<Option<Reference>, StoreError> {
        self.key_is(&link.profile, "", at);
        if let Some(known) = self.answered.get(&self.key) {
            return Ok(known.clone());
        }
        let whole = self.view.link(entry, &link.profile)?;
        let client = whole
            .and_then(|link| link.last_seen)
            .and_then(|seen| seen.content.client);
        if self.answered.len() >= MOST {
            self.answered.clear();
        }
        self.answered.insert(self.key.clone(), client.clone());
        Ok(client)
    }
}

/// The kinds under which a thing may be cached. A person sees one sort of number for both
/// kinds of ticket.
fn kinds(kind: TargetKind) -> &'static [CatalogKind] {
    match kind {
        TargetKind::Ticket => &[CatalogKind::Tickets, CatalogKind::ProjectTickets],
        TargetKind::ProjectTicket => &[CatalogKind::ProjectTickets, CatalogKind::Tickets],
        TargetKind::Task => &[CatalogKind::Tasks],
        TargetKind::Activity => &[CatalogKind::Activities],
        TargetKind::ChargeCode => &[CatalogKind::ChargeCodes],
    }
}

/// Whether the identity or the name of a thing is not known.
fn is_partly(at: &Reference) -> bool {
    at.id.is_none() || at.name.is_none()
}

/// Adds what the catalog knows to what is missing.
fn complete(at: &mut Reference, id: &Option<String>, name: &Option<String>) {
    if at.id.is_none() {
        at.id.clone_from(id);
    }
    if at.name.is_none() {
        at.name.clone_from(name);
    }
}

/// A name in which nothing acts upon a terminal.
fn harmless(name: &str) -> String {
    name.replace(char::is_control, " ")
}

/// Facts of the store fail as the store does.
fn of_fact(error: FactError) -> StoreError {
    match error.downcast::<StoreError>() {
        Ok(error) => *error,
        Err(error) => StoreError::Missing {
            what: error.to_string(),
        },
    }
}
