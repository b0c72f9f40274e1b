//! A small world in which one entry is looked at: settings, facts, what is
//! stored and what the service was seen to hold. As made, no rule minds it.

use chrono::NaiveDate;
use serde_json::json;
use std::cell::RefCell;
use tt::domain::catalog::{CatalogItem, CatalogKind};
use tt::domain::charge::{Reference, Target, TargetKind};
use tt::domain::content::{Content, Draft};
use tt::domain::delivery::{Mailing, Remote};
use tt::domain::entry::{Adjustment, Breach, Entry};
use tt::domain::ids::{EntryId, Key, RemoteId};
use tt::domain::settings::{ProfileSettings, RuleSettings};
use tt::domain::status::{BackendKind, Billable, BookedAs, Origin, Status};
use tt::domain::tenant::TenantSettings;
use tt::rules::{
    Busy, Checked, Context, FactError, Facts, Known, NotAdmitted, OnSheet, Sheet, Stage,
    Transition, admit, check, names,
};

pub const HOUR: i64 = 3600;
/// Friday 20 November 2026, 09:00 in Amsterdam, seconds UTC.
pub const NINE: i64 = 1_795_161_600;
pub const ID: EntryId = EntryId(12);

/// Facts by hand.
#[derive(Debug)]
pub struct FakeFacts {
    pub busy: Vec<Busy>,
    pub worked: i64,
    pub items: Vec<(CatalogKind, &'static str, Known)>,
    pub sheet: OnSheet,
    /// The only day the sheet covers; none covers all.
    pub sheet_day: Option<NaiveDate>,
    /// Which entry each question left out.
    pub except: RefCell<Vec<Option<EntryId>>>,
}

impl Facts for FakeFacts {
    fn overlapping(
        &self,
        start: i64,
        end: i64,
        except: Option<EntryId>,
    ) -> Result<Vec<Busy>, FactError> {
        self.except.borrow_mut().push(except);
        Ok(self
            .busy
            .iter()
            .filter(|busy| busy.start < end && start < busy.end && Some(busy.entry) != except)
            .cloned()
            .collect())
    }

    fn worked_on(&self, _: NaiveDate, except: Option<EntryId>) -> Result<i64, FactError> {
        self.except.borrow_mut().push(except);
        Ok(self.worked)
    }

    fn catalog(&self, _: &str, kind: CatalogKind, of: &Reference) -> Result<Known, FactError> {
        let found = self
            .items
            .iter()
            .find(|(of_kind, typed, _)| *of_kind == kind && *typed == of.typed);
        Ok(found.map_or(Known::Unknown, |(_, _, known)| known.clone()))
    }

    fn sheet(&self, _: &str, date: NaiveDate) -> Result<OnSheet, FactError> {
        Ok(match self.sheet_day {
            Some(day) if day != date => OnSheet::None,
            _ => self.sheet.clone(),
        })
    }
}

/// Where a breach ended up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    Refused,
    Locked,
    Held,
    Warned,
    /// Nothing is wrong, and the rule put a value in the place of another.
    Adjusted,
}

/// Everything the rules said.
#[derive(Debug, Default)]
pub struct Said {
    pub breaches: Vec<(Ends, Breach)>,
    pub adjustments: Vec<Adjustment>,
    pub unchecked: Vec<String>,
}

impl Said {
    pub fn ids(&self) -> Vec<&str> {
        let broken = self.breaches.iter().map(|(_, b)| b.rule.as_str());
        let mut ids: Vec<&str> = broken.collect();
        // One rule may adjust several fields.
        ids.extend(self.adjustments.iter().map(|a| a.rule.as_str()));
        ids.dedup();
        ids
    }
}

#[derive(Debug)]
pub struct World {
    pub now: i64,
    pub settings: RuleSettings,
    pub profile: Option<ProfileSettings>,
    pub facts: FakeFacts,
    pub draft: Draft,
    /// As stored; looked at from stage `update` on.
    pub entry: Entry,
    pub seen: Option<Remote>,
    pub ending: bool,
    pub to: Option<Status>,
    pub reason: Option<&'static str>,
}

impl World {
    /// An hour and a half on a ticket, without a service.
    pub fn local() -> Self {
        let date = "2026-11-20".parse().unwrap();
        let mut content = Content::blank(date, "Europe/Amsterdam", BookedAs::Range);
        (content.start, content.end) = (Some(NINE), Some(NINE + 5400));
        content.note = Some("fixed the mail".to_owned());
        content.target = Some(target(TargetKind::Ticket, "54321"));
        let entry = Entry {
            id: ID,
            key: Key::new(NINE * 1000, [7; 10]),
            content: content.clone(),
            status: Status::Open,
            remote_status: None,
            origin: Origin::Local,
            reject_reason: None,
            revision: 1,
            held: Vec::new(),
            warnings: Vec::new(),
            adjustments: Vec::new(),
            unchecked: Vec::new(),
            removed: false,
            created_at: NINE,
            updated_at: NINE,
        };
        Self {
            now: NINE + 8 * HOUR,
            settings: RuleSettings::default(),
            profile: None,
            facts: FakeFacts {
                busy: Vec::new(),
                worked: 0,
                items: Vec::new(),
                sheet: OnSheet::None,
                sheet_day: None,
                except: RefCell::default(),
            },
            draft: Draft {
                content,
                mailing: Mailing::default(),
                future: false,
            },
            entry,
            seen: None,
            ending: false,
            to: None,
            reason: None,
        }
    }

    /// The same with a profile of this service.
    pub fn with(backend: BackendKind) -> Self {
        let mut world = Self::local();
        world.profile = Some(ProfileSettings {
            name: "work".to_owned(),
            backend,
            documented: false,
            member: Some("jdoe".to_owned()),
            approver: false,
            push: Status::Open,
            billable: None,
            tenant: None,
        });
        world.both(|content| content.profile = Some("work".to_owned()));
        world
    }

    /// An entry as ConnectWise likes it, delivered, with a catalog that knows its work type and role.
    pub fn connectwise() -> Self {
        let mut world = Self::with(BackendKind::ConnectWise);
        world.both(|content| {
            content.work_type = Some(Reference::typed("Remote"));
            content.work_role = Some(Reference::typed("Engineer"));
        });
        world.facts.items = vec![
            known(item(CatalogKind::WorkTypes, "Remote")),
            known(item(CatalogKind::WorkRoles, "Engineer")),
        ];
        world
    }

    /// Time on a ticket as Autotask likes it: assigned, open, in the role of its resource.
    pub fn autotask() -> Self {
        let mut world = Self::with(BackendKind::Autotask);
        let profile = world.profile.as_mut().unwrap();
        (profile.member, profile.tenant) = (Some("7".to_owned()), Some(Default::default()));
        world.both(|content| content.work_role = Some(Reference::typed("12")));
        world.facts.items = vec![
            thing(
                CatalogKind::Tickets,
                "54321",
                json!({"assigned": "7", "assigned_role": "12", "completed": false, "client": "5"}),
            ),
            thing(
                CatalogKind::Members,
                "7",
                json!({
                    "zone": "Europe/Amsterdam", "default_role": "3", "service_desk_role": "13",
                    "roles": [{"role": 12, "active": true}, {"role": 13, "active": true}],
                }),
            ),
            thing(CatalogKind::WorkRoles, "12", json!({})),
        ];
        world
    }

    /// General time there, on an internal code.
    pub fn general() -> Self {
        let mut world = Self::autotask();
        world.both(|content| {
            content.target = Some(target(TargetKind::ChargeCode, "40"));
            content.work_type = Some(Reference::typed("40"));
            content.work_role = None;
        });
        let code = json!({"code_type": "internal-activity"});
        world
            .facts
            .items
            .push(thing(CatalogKind::ChargeCodes, "40", code));
        world
    }

    /// Time on a task there.
    pub fn on_task() -> Self {
        let mut world = Self::autotask();
        world.both(|content| content.target = Some(target(TargetKind::Task, "88")));
        world.facts.items.push(thing(
            CatalogKind::Tasks,
            "88",
            json!({
                "assigned": 7, "assigned_role": 12, "completed": false, "client": 5,
                "project_type": "client", "needs_start_stop": false,
            }),
        ));
        world
    }

    /// Time for a client, as Moneybird likes it.
    pub fn moneybird() -> Self {
        let mut world = Self::with(BackendKind::Moneybird);
        world.profile.as_mut().unwrap().member = Some("7".to_owned());
        world.both(|content| {
            content.target = None;
            content.client = Some(Reference::typed("5"));
            content.project = Some(Reference::typed("70"));
            content.billable = Billable::Billable;
        });
        world.facts.items = vec![
            thing(CatalogKind::Members, "7", json!({})),
            thing(CatalogKind::Clients, "5", json!({})),
            thing(CatalogKind::Projects, "70", json!({})),
        ];
        world
    }

    /// Time on a project, as FreshBooks likes it.
    pub fn freshbooks() -> Self {
        let mut world = Self::with(BackendKind::FreshBooks);
        world.both(|content| {
            content.target = None;
            content.client = Some(Reference::typed("5"));
            content.project = Some(Reference::typed("70"));
            content.service = Some(Reference::typed("60"));
            content.task = Some(Reference::typed("50"));
        });
        world.facts.items = vec![
            thing(CatalogKind::Clients, "5", json!({})),
            thing(
                CatalogKind::Projects,
                "70",
                json!({"client": 5, "services": [60, 61], "internal": false}),
            ),
            thing(CatalogKind::Services, "60", json!({})),
            thing(CatalogKind::Tasks, "50", json!({})),
        ];
        world
    }

    /// Says something more of a thing of the catalog, or something else.
    pub fn fact(&mut self, kind: CatalogKind, typed: &str, name: &str, value: serde_json::Value) {
        assert!(names::is_known(kind, name), "{kind} has no {name}");
        let found = self
            .facts
            .items
            .iter_mut()
            .find(|it| it.0 == kind && it.1 == typed);
        let Some((_, _, Known::Item { item, .. })) = found else {
            panic!("no {kind} {typed}");
        };
        item.facts.insert(name.to_owned(), value);
    }

    /// A thing of the catalog is no longer in use.
    pub fn retire(&mut self, kind: CatalogKind, typed: &str) {
        let found = self
            .facts
            .items
            .iter_mut()
            .find(|it| it.0 == kind && it.1 == typed);
        let Some((_, _, Known::Item { item, .. })) = found else {
            panic!("no {kind} {typed}");
        };
        item.active = false;
    }

    /// What the profile says of the tenant.
    pub fn tenant(&mut self) -> &mut TenantSettings {
        self.profile.as_mut().unwrap().tenant.as_mut().unwrap()
    }

    /// A field as the service returned it.
    pub fn raw(&mut self, name: &str, value: serde_json::Value) {
        self.seen
            .as_mut()
            .unwrap()
            .raw
            .insert(name.to_owned(), value);
    }

    /// Changes the draft and what is stored alike.
    pub fn both(&mut self, change: impl Fn(&mut Content)) {
        change(&mut self.draft.content);
        change(&mut self.entry.content);
    }

    /// The service has it, in this status.
    pub fn delivered(&mut self, status: Status, word: &str) {
        self.entry.status = status;
        self.seen = Some(Remote {
            id: RemoteId("801".to_owned()),
            keeps_key: false,
            key: None,
            content: self.entry.content.clone(),
            status,
            status_word: Some(word.to_owned()),
            locked: false,
            reject_reason: None,
            changed_at: None,
            sheet: None,
            raw: Default::default(),
        });
    }

    /// What the rules say at this stage, through the door of that stage.
    pub fn ask(&self, stage: Stage) -> Said {
        let mut ctx = Context::new(self.now, stage, &self.settings, &self.facts);
        ctx.profile = self.profile.as_ref();
        ctx.ending = self.ending;
        ctx.seen = self.seen.as_ref();
        ctx.transition = self.to.map(|to| Transition {
            to,
            reason: self.reason,
        });
        let (mut said, result) = match stage {
            Stage::Log | Stage::Update => {
                if stage == Stage::Update {
                    ctx.before = Some(&self.entry);
                }
                let admitted = admit(self.draft.clone(), &ctx).map(|admitted| {
                    assert_eq!(admitted.content(), &self.draft.content);
                    assert_eq!(admitted.mailing(), &self.draft.mailing);
                    (
                        admitted.held().to_vec(),
                        admitted.warnings().to_vec(),
                        admitted.unchecked().to_vec(),
                        admitted.adjustments().to_vec(),
                    )
                });
                (Said::default(), admitted)
            }
            _ => {
                ctx.mailing = Some(&self.draft.mailing);
                let checked = check(&self.entry, &ctx).map(|checked| {
                    let Checked {
                        held,
                        warnings,
                        unchecked,
                        adjustments,
                    } = checked;
                    (held, warnings, unchecked, adjustments)
                });
                (Said::default(), checked)
            }
        };
        match result {
            Ok((held, warnings, unchecked, adjustments)) => {
                said.adjustments = adjustments;
                let held = held.into_iter().map(|b| (Ends::Held, b));
                let warned = warnings.into_iter().map(|b| (Ends::Warned, b));
                said.breaches = held.chain(warned).collect();
                said.unchecked = unchecked;
            }
            Err(NotAdmitted::Breaches(refusal)) => {
                let ends = if refusal.locked {
                    Ends::Locked
                } else {
                    Ends::Refused
                };
                said.breaches = refusal.breaches.into_iter().map(|b| (ends, b)).collect();
            }
            Err(NotAdmitted::Facts(error)) => panic!("{error}"),
        }
        said
    }
}

pub fn target(kind: TargetKind, typed: &str) -> Target {
    Target {
        kind,
        at: Reference::typed(typed),
    }
}

pub fn item(kind: CatalogKind, name: &'static str) -> CatalogItem {
    CatalogItem {
        kind,
        id: "7".to_owned(),
        code: None,
        name: name.to_owned(),
        active: true,
        facts: Default::default(),
    }
}

/// Fresh knowledge of a thing with this identity, of which this is known.
pub fn thing(
    kind: CatalogKind,
    id: &'static str,
    facts: serde_json::Value,
) -> (CatalogKind, &'static str, Known) {
    let mut item = item(kind, id);
    id.clone_into(&mut item.id);
    item.facts = serde_json::from_value(facts).unwrap();
    for name in item.facts.keys() {
        assert!(names::is_known(kind, name), "{kind} has no {name}");
    }
    let item = Box::new(item);
    (kind, id, Known::Item { item, stale: false })
}

/// Fresh knowledge of a thing, found by its name.
pub fn known(item: CatalogItem) -> (CatalogKind, &'static str, Known) {
    let name = Box::leak(item.name.clone().into_boxed_str());
    let known = Known::Item {
        item: Box::new(item.clone()),
        stale: false,
    };
    (item.kind, name, known)
}

pub fn sheet(status: Status, word: &str) -> OnSheet {
    OnSheet::At(Sheet {
        id: "44".to_owned(),
        status,
        status_word: Some(word.to_owned()),
        from: "2026-11-16".parse().unwrap(),
        to: "2026-11-22".parse().unwrap(),
    })
}

pub fn busy(id: i64, start: i64, end: i64) -> Busy {
    Busy {
        entry: EntryId(id),
        start,
        end,
        title: "#54322 printer".to_owned(),
    }
}
