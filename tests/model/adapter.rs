//! The service as the engine calls it.

use crate::service::{Service, Write, normalise};
use crate::weather::{error, lost};
use tt::domain::catalog::{CatalogItem, CatalogKind};
use tt::domain::content::Content;
use tt::domain::delivery::{Act, Outgoing, Remote};
use tt::domain::ids::RemoteId;
use tt::domain::status::BackendKind;
use tt::sync::backend::{Backend, BackendError, Batch, ErrorKind, Identity, Page, RemoteQuery};

fn number(id: &RemoteId) -> Option<u64> {
    id.0.parse().ok()
}

impl Backend for Service {
    fn kind(&self) -> BackendKind {
        BackendKind::Reference
    }

    fn check_access(&self) -> Result<Identity, BackendError> {
        self.read(|_| Identity {
            tenant: self.tenant.into(),
            member: None,
            zone: None,
            version: None,
        })
    }

    fn resolve(&self, _outgoing: &mut Outgoing) -> Result<(), BackendError> {
        self.look();
        Ok(())
    }

    fn create(&self, outgoing: &Outgoing) -> Result<Remote, BackendError> {
        self.write(Write {
            act: Act::Create,
            id: None,
            outgoing: Some(outgoing.clone()),
            last: None,
        })?
        .ok_or_else(lost)
    }

    fn update(
        &self,
        id: &RemoteId,
        outgoing: &Outgoing,
        last: &Remote,
        _sent: Option<&Content>,
    ) -> Result<Remote, BackendError> {
        let write = Write {
            act: Act::Update,
            id: number(id),
            outgoing: Some(outgoing.clone()),
            last: Some(last.content.clone()),
        };
        self.write(write)?
            .ok_or_else(|| error(ErrorKind::NotFound, "no such entry"))
    }

    fn delete(&self, id: &RemoteId) -> Result<(), BackendError> {
        let write = Write {
            act: Act::Delete,
            id: number(id),
            outgoing: None,
            last: None,
        };
        self.write(write).map(drop)
    }

    fn find(&self, sent: &Outgoing) -> Result<Vec<Remote>, BackendError> {
        let own = normalise(&sent.content);
        self.read(|state| {
            let alike = |remote: &&Remote| match remote.key {
                Some(key) => key == sent.key,
                None => remote.content == own,
            };
            let all = state.records.values().map(|record| &record.remote);
            all.filter(alike).cloned().collect()
        })
    }

    fn fetch(&self, id: &RemoteId) -> Result<Option<Remote>, BackendError> {
        self.read(|state| {
            let record = number(id).and_then(|id| state.records.get(&id));
            record.map(|record| record.remote.clone())
        })
    }

    fn list(&self, query: &RemoteQuery, _page: &Page) -> Result<Batch<Remote>, BackendError> {
        self.read(|state| {
            let within = |remote: &&Remote| {
                let start = remote.content.start.unwrap_or(i64::MIN);
                query.from.is_none_or(|from| start >= from) && query.to.is_none_or(|to| start < to)
            };
            let all = state.records.values().map(|record| &record.remote);
            let items: Vec<_> = all.filter(within).cloned().collect();
            Batch {
                total: Some(items.len() as u64),
                items,
                next: None,
            }
        })
    }

    fn catalog(
        &self,
        _kind: CatalogKind,
        _page: &Page,
    ) -> Result<Batch<CatalogItem>, BackendError> {
        Err(error(ErrorKind::Unsupported, "no catalog"))
    }

    fn normalise(&self, content: &Content) -> Content {
        self.look();
        normalise(content)
    }
}
