//! The rules against the fake ConnectWise itself, over a socket: what they admit the
//! adapter delivers, what breaks one of the service's own the fake turns away.

use super::connectwise::SERVICE;
use super::{Case, Dice, EVERYWHERE, actual, expected, made, stops};
use crate::support::raw::Caller;
use crate::support::vendor::connectwise::{Credentials, Fake, Options};
use crate::support::vendor::oracle::connectwise::{body, catalog, refused_there};
use crate::support::vendor::oracle::generate::NINE;
use crate::support::vendor::oracle::{Company, Ends};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tt::clock::SystemClock;
use tt::domain::catalog::CatalogKind;
use tt::domain::charge::{Reference, TargetKind};
use tt::domain::delivery::Outgoing;
use tt::domain::ids::Key;
use tt::domain::secret::Secret;
use tt::domain::status::Status;
use tt::domain::zone::Zone;
use tt::net::{Client, ClientSettings, Forgetful, Wire, WireSettings};
use tt::rules::Stage;
use tt::sync::backend::Backend;
use tt::sync::backend::connectwise::{ConnectWise, Marker, Settings};

/// Cases that are tried; some are about nothing that reaches a service.
const CASES: u64 = 150;

fn adapter(url: String, keys: Credentials) -> ConnectWise {
    let wire = Wire::new(
        Box::new(Client::new(&ClientSettings::default()).unwrap()),
        Arc::new(SystemClock::new(None)),
        Arc::new(Forgetful),
        Box::new(|| 0),
        WireSettings {
            interval: Duration::ZERO,
            ..WireSettings::default()
        },
    );
    let settings = Settings {
        url,
        company_id: keys.company_id,
        client_id: keys.client_id,
        public_key: keys.public_key,
        private_key: Secret::new(keys.private_key),
        member: Some("jdoe".to_owned()),
        documented: false,
        approval_type: "Tier1Update".into(),
        marker: Marker::None,
        zone: Zone::UTC,
    };
    ConnectWise::new(settings, wire).unwrap()
}

/// What the service's lists hold, with the one who calls under a name.
fn lists(company: &Company) -> BTreeMap<&'static str, Vec<Value>> {
    let mut lists = catalog(company);
    for member in lists.entry("members").or_default() {
        let own = member["id"] == 7;
        member["identifier"] = json!(if own { "jdoe" } else { "asmith" });
    }
    lists
}

/// The entry with everything it names known by the service's identity; none where
/// something is named that nobody knows.
fn resolved((asked, company): &Case, nr: u64) -> Option<Outgoing> {
    let mut content = asked.content.clone();
    let known = |kind, of: &mut Reference| {
        let found = company.find(kind, of)?;
        *of = Reference::known(&found.id, None);
        Some(())
    };
    if let Some(target) = &mut content.target {
        let kind = match target.kind {
            TargetKind::Ticket => CatalogKind::Tickets,
            TargetKind::ProjectTicket => CatalogKind::ProjectTickets,
            TargetKind::Activity => CatalogKind::Activities,
            TargetKind::ChargeCode => CatalogKind::ChargeCodes,
            TargetKind::Task => return None,
        };
        known(kind, &mut target.at)?;
    }
    for (kind, of) in [
        (CatalogKind::Clients, &mut content.client),
        (CatalogKind::WorkTypes, &mut content.work_type),
        (CatalogKind::WorkRoles, &mut content.work_role),
        (CatalogKind::Members, &mut content.member),
        (CatalogKind::Agreements, &mut content.agreement),
    ] {
        if let Some(of) = of {
            known(kind, of)?;
        }
    }
    let mut random = [0; 10];
    random[..8].copy_from_slice(&nr.to_be_bytes());
    Some(Outgoing {
        key: Key::new(NINE * 1000, random),
        revision: 1,
        content,
        mailing: asked.mailing.clone(),
        marked: false,
    })
}

#[test]
fn what_is_admitted_is_taken_and_what_breaks_a_rule_of_the_service_is_not() {
    let fake = Fake::start(Options {
        zone_offset_minutes: 60,
        ..Options::default()
    });
    let keys = fake.credentials();
    let backend = adapter(fake.url(), keys);
    let caller = Caller::new(&fake);
    let (mut taken, mut turned_away) = (0, std::collections::BTreeSet::new());
    let twists: Vec<_> = SERVICE.twists.iter().chain(EVERYWHERE).collect();
    for seed in 0..CASES {
        let mut dice = Dice(!seed);
        let twist = twists[usize::try_from(seed).unwrap() % twists.len()];
        let with: &[_] = if dice.once_in(6) { &[] } else { &[twist] };
        let mut case = made(&SERVICE, seed, with);
        if case.0.stage != Stage::Log {
            case.0.stage = Stage::Log;
            (case.0.before, case.0.seen, case.0.step) = (None, None, None);
        }
        if case.0.profile.member.is_none() || case.1.sheet != Some(Status::Open) {
            continue;
        }
        let Some(outgoing) = resolved(&case, seed) else {
            continue;
        };
        fake.start_over(lists(&case.1));
        let said = actual(&case).0;
        if !said
            .values()
            .any(|ends| stops(*ends) || *ends == Ends::Hold)
        {
            let made = backend.create(&outgoing);
            assert!(
                made.is_ok(),
                "{seed} {}: {:?}\n{outgoing:?}",
                twist.does,
                made.err()
            );
            assert_eq!(fake.entries().len(), 1);
            assert_eq!(fake.schema_errors(), [""; 0]);
            taken += 1;
            continue;
        }
        let theirs = expected(&SERVICE, &case);
        let Some(rule) = theirs.keys().find(|id| refused_there(id)) else {
            continue;
        };
        let sent = Value::Object(body(&case.0.content, &case.0, &case.1));
        let reply = caller.call("POST", "/time/entries", &sent);
        assert_eq!(reply.status, 400, "{seed} {}: {sent}", twist.does);
        assert!(fake.entries().is_empty());
        // Some of these are not even in the schema.
        fake.clear_requests();
        turned_away.insert(rule.clone());
    }
    assert!(taken > 30, "{taken} taken");
    assert!(turned_away.len() > 7, "{turned_away:?}");
}
