//! ConnectWise: the table against the rules of its fake.

use super::{Case, Dice, Service, Twist, agree, at, late, pause, twist};
use crate::support::vendor::oracle::connectwise::{BY_CATALOG, ConnectWise, billing};
use crate::support::vendor::oracle::generate::{NINE, booking, delivered, item, target};
use crate::support::vendor::oracle::{Company, Proposal};
use serde_json::json;
use tt::domain::catalog::CatalogKind as Kind;
use tt::domain::charge::{Reference, TargetKind};
use tt::domain::status::{BackendKind, Billable, Status};
use tt::rules::{Stage, names};

/// A company in which nothing stands in the way of anything.
fn company() -> Company {
    let mut items = vec![
        item(
            Kind::Members,
            "7",
            json!({"needs_both_times": false, "enters_on_client": true}),
        ),
        item(
            Kind::Members,
            "8",
            json!({"needs_both_times": false, "enters_on_client": true}),
        ),
        item(
            Kind::Tenant,
            names::TENANT,
            json!({"note_required": false, "round_seconds": 0}),
        ),
        item(
            Kind::WorkTypes,
            "1",
            json!({"min_seconds": 0, "max_seconds": 0, "round_seconds": 0}),
        ),
        item(
            Kind::WorkTypes,
            "2",
            json!({"min_seconds": 0, "max_seconds": 0, "round_seconds": 0}),
        ),
        item(Kind::WorkRoles, "21", json!({})),
        item(Kind::WorkRoles, "22", json!({})),
        item(Kind::ChargeCodes, "40", json!({"takes_time": true})),
        item(Kind::Activities, "60", json!({})),
        item(Kind::Agreements, "71", json!({})),
        item(Kind::Clients, "5", json!({})),
        item(Kind::Clients, "6", json!({})),
        item(Kind::Projects, "80", json!({"takes_time": true})),
    ];
    for id in ["101", "102"] {
        let facts = json!({"takes_time": true, "client": "5", "agreement": null});
        items.push(item(Kind::Tickets, id, facts));
    }
    let facts = json!({"takes_time": true, "client": "5", "project": "80", "agreement": "71"});
    items.push(item(Kind::ProjectTickets, "201", facts));
    Company {
        items,
        sheet: Some(Status::Open),
        ..Company::default()
    }
}

fn charge(asked: &mut Proposal, kind: TargetKind, id: &str) {
    asked.content.target = Some(target(kind, id));
}

fn plain(dice: &mut Dice) -> Case {
    let start = NINE + 60 * dice.pick(&[0, 17, 120]);
    let worked = 60 * dice.pick(&[45, 90, 121]);
    let mut asked = booking(BackendKind::ConnectWise, (start, start + worked));
    let company = company();
    let content = &mut asked.content;
    let typed =
        |words: &'static [&'static str], dice: &mut Dice| Reference::typed(dice.pick(words));
    content.work_type = Some(typed(&["1", "2", "work-types 1"], dice));
    content.work_role = Some(typed(&["21", "work-roles 22"], dice));
    content.billable = dice.pick(&[Billable::Billable, Billable::NoDefault, Billable::NoCharge]);
    match dice.below(6) {
        0 => charge(&mut asked, TargetKind::ProjectTicket, "201"),
        1 => {
            charge(&mut asked, TargetKind::ChargeCode, "40");
            asked.content.client = Some(Reference::typed("6"));
        }
        2 => charge(&mut asked, TargetKind::Activity, "60"),
        3 => asked.content.client = Some(Reference::typed("5")),
        4 => charge(&mut asked, TargetKind::Ticket, "#999"),
        _ => {
            let id = dice.pick(&["101", "102", "tickets 101"]);
            charge(&mut asked, TargetKind::Ticket, id);
        }
    }
    if dice.once_in(3) {
        pause(&mut asked, 300);
    }
    if dice.once_in(4) {
        asked.content.deduct = 600;
    }
    (asked, company)
}

fn other(asked: &mut Proposal) {
    let Some(before) = &mut asked.before else {
        return;
    };
    let content = &mut before.content;
    content.target = Some(target(TargetKind::Ticket, "103"));
    content.work_type = Some(Reference::typed("3"));
    content.work_role = Some(Reference::typed("23"));
    content.note = Some("something else".to_owned());
    (content.start, content.end) = (Some(NINE - 7200), Some(NINE - 3600));
    content.length = None;
    content.pauses.clear();
    content.deduct = 0;
}

/// The work type it has, in the catalog.
fn of_type(asked: &Proposal) -> String {
    let typed = asked.content.work_type.as_ref().map(|it| it.typed.clone());
    typed
        .filter(|id| id == "2")
        .unwrap_or_else(|| "1".to_owned())
}

const WORDS: &[(&str, Status)] = &[
    ("Open", Status::Open),
    ("ErrorsCorrected", Status::Open),
    ("Rejected", Status::Rejected),
    ("RejectBySecondTier", Status::Rejected),
    ("PendingApproval", Status::Submitted),
    ("PendingProjectApproval", Status::Submitted),
    ("ApprovedByTierOne", Status::Approved),
    ("ApprovedByTierTwo", Status::Approved),
    ("ReadyToBill", Status::Approved),
    ("Billed", Status::Billed),
    ("BilledAgreement", Status::Billed),
    ("WrittenOff", Status::Billed),
    ("SomethingNew", Status::Submitted),
];

/// It is there, with one of the service's words for where.
fn stands(asked: &mut Proposal, _: &mut Company, dice: &mut Dice) {
    let (word, status) = dice.pick(WORDS);
    if let Some(before) = &mut asked.before {
        before.status = status;
        delivered(asked, word);
    }
}

const TWISTS: &[Twist] = &[
    twist("is charged to nothing", |p, _, _| {
        (p.content.target, p.content.client) = (None, None);
    }),
    twist("is charged to a code without a client", |p, _, _| {
        charge(p, TargetKind::ChargeCode, "40");
        p.content.client = None;
    }),
    at(
        Stage::Push,
        twist("has no member", |p, _, dice| {
            p.profile.member = None;
            if p.stage == Stage::Push && dice.once_in(3) {
                p.content.member = Some(Reference::typed("8"));
            }
        }),
    ),
    twist("is another's", |p, _, _| {
        p.content.member = Some(Reference::typed("8"))
    }),
    twist("is of a member who gives both times", |_, c, _| {
        c.fact(Kind::Members, "7", names::NEEDS_BOTH_TIMES, json!(true));
    }),
    twist(
        "is of a member who gives both times, without clock times",
        |p, c, _| {
            if !p.writes() {
                return;
            }
            c.fact(Kind::Members, "7", names::NEEDS_BOTH_TIMES, json!(true));
            p.content.booked_as = tt::domain::status::BookedAs::Date;
            (p.content.start, p.content.end, p.content.length) = (None, None, Some(3600));
            p.content.deduct = 0;
            p.content.pauses.clear();
        },
    ),
    twist("has a work type that is not there", |p, _, _| {
        p.content.work_type = Some(Reference::typed("Juggling"));
    }),
    twist("has a work type out of use", |p, c, _| {
        c.item(Kind::WorkTypes, &of_type(p)).active = false;
    }),
    twist("is near the least of its work type", |p, c, dice| {
        let least = p.worked() + dice.pick(&[0, 60]);
        c.fact(
            Kind::WorkTypes,
            &of_type(p),
            names::MIN_SECONDS,
            json!(least),
        );
    }),
    twist("is near the most of its work type", |p, c, dice| {
        let most = p.worked() - dice.pick(&[0, 60]);
        c.fact(
            Kind::WorkTypes,
            &of_type(p),
            names::MAX_SECONDS,
            json!(most),
        );
    }),
    twist("has a role that is not there", |p, _, _| {
        p.content.work_role = Some(Reference::typed("Juggler"));
    }),
    twist("has a role out of use", |_, c, _| {
        c.item(Kind::WorkRoles, "21").active = false;
        c.item(Kind::WorkRoles, "22").active = false;
    }),
    twist("is on a ticket that takes no time", |p, c, dice| {
        let id = dice.pick(&["101", "102"]);
        charge(p, TargetKind::Ticket, id);
        c.fact(Kind::Tickets, id, names::TAKES_TIME, json!(false));
    }),
    twist("is on a project ticket that takes no time", |p, c, dice| {
        charge(p, TargetKind::ProjectTicket, "201");
        if dice.once_in(2) {
            c.fact(Kind::ProjectTickets, "201", names::TAKES_TIME, json!(false));
        } else {
            c.fact(Kind::Projects, "80", names::TAKES_TIME, json!(false));
        }
    }),
    twist("is on a code that takes no time", |p, c, _| {
        charge(p, TargetKind::ChargeCode, "40");
        p.content.client = Some(Reference::typed("5"));
        c.fact(Kind::ChargeCodes, "40", names::TAKES_TIME, json!(false));
    }),
    twist("is on a client by a member who may not", |p, c, _| {
        p.content.target = None;
        p.content.client = Some(Reference::typed("5"));
        c.fact(Kind::Members, "7", names::ENTERS_ON_CLIENT, json!(false));
    }),
    twist("needs a note by the tenant", |p, c, dice| {
        c.fact(
            Kind::Tenant,
            names::TENANT,
            names::NOTE_REQUIRED,
            json!(true),
        );
        p.content.note = dice
            .pick(&[None, Some(" \n"), Some("done")])
            .map(str::to_owned);
    }),
    twist("mails to others", |p, _, dice| {
        let cc = dice.pick(&[
            "boss@acme.test",
            "boss",
            "boss@",
            "the boss@acme.test",
            "@acme.test",
        ]);
        p.mailing.cc = vec![cc.to_owned(), "a.b@acme.test".to_owned()];
    }),
    twist("speaks as documented", |p, _, _| {
        (p.profile.documented, p.profile.approver) = (true, true);
    }),
    twist("is on a sheet", |_, c, dice| {
        c.sheet = Some(dice.pick(Status::ALL))
    }),
    late("is on a sheet there", |p, c, dice| {
        c.sheet = Some(dice.pick(Status::ALL));
        if p.before.is_some() {
            delivered(p, "Open");
        }
    }),
    at(
        Stage::Delete,
        late("goes though it stands somewhere there", stands),
    ),
    at(
        Stage::Update,
        late("changes though it stands somewhere there", stands),
    ),
    at(
        Stage::Approve,
        late("is billed by hand", |p, _, _| {
            if let Some(before) = &mut p.before {
                before.status = Status::Approved;
                p.step = Some((Status::Billed, None));
            }
        }),
    ),
    late("stands somewhere there", stands),
    twist("leaves billing open", |p, c, dice| {
        p.content.billable = Billable::NoDefault;
        let word = |dice: &mut Dice| json!(dice.pick(&["no-default", "do-not-bill", "billable"]));
        charge(p, TargetKind::Ticket, "101");
        c.fact(Kind::Tickets, "101", names::BILLABLE, word(dice));
        if dice.once_in(2) {
            c.fact(
                Kind::Tickets,
                "101",
                names::AGREEMENT,
                json!(dice.pick(&["71", "72"])),
            );
        }
        c.fact(Kind::Agreements, "71", names::BILLABLE, word(dice));
        c.fact(Kind::Clients, "5", names::BILLABLE, word(dice));
        c.fact(Kind::Tenant, names::TENANT, names::BILLABLE, word(dice));
    }),
    twist("leaves billing open with an agreement", |p, c, dice| {
        p.content.billable = Billable::NoDefault;
        p.content.agreement = Some(Reference::typed(dice.pick(&["71", "72"])));
        c.fact(
            Kind::Agreements,
            "71",
            names::BILLABLE,
            json!("do-not-bill"),
        );
    }),
    twist("bills a work type that is free", |p, c, dice| {
        p.content.billable = dice.pick(&[Billable::Billable, Billable::DoNotBill]);
        c.fact(
            Kind::WorkTypes,
            &of_type(p),
            names::BILLABLE,
            json!("do-not-bill"),
        );
    }),
    twist("bills a charge code that is free", |p, c, _| {
        charge(p, TargetKind::ChargeCode, "40");
        p.content.client = Some(Reference::typed("5"));
        p.content.billable = Billable::Billable;
        c.fact(
            Kind::ChargeCodes,
            "40",
            names::BILLABLE,
            json!("do-not-bill"),
        );
    }),
    twist("has no work type", |p, _, _| p.content.work_type = None),
    twist("has no role", |p, _, _| p.content.work_role = None),
    twist("is internal work on a ticket", |p, c, dice| {
        let name = dice.pick(&["Training", "Administrative"]);
        let id = of_type(p);
        p.content.work_type = Some(Reference::typed(&id));
        c.item(Kind::WorkTypes, &id).name = name.to_owned();
    }),
    twist("is rounded by the tenant", |_, c, _| {
        c.fact(
            Kind::Tenant,
            names::TENANT,
            names::ROUND_SECONDS,
            json!(900),
        );
    }),
    twist("is rounded by its work type", |p, c, _| {
        c.fact(
            Kind::WorkTypes,
            &of_type(p),
            names::ROUND_SECONDS,
            json!(1800),
        );
    }),
];

pub const SERVICE: Service = Service {
    oracle: &ConnectWise,
    by_catalog: BY_CATALOG,
    plain,
    twists: TWISTS,
    other,
};

#[test]
fn the_table_and_the_fake_say_the_same() {
    agree(&SERVICE, &[]);
}

/// The four that can decide on billing, and what they say.
#[test]
fn the_same_one_decides_on_billing() {
    use crate::support::vendor::connectwise::rules::advice::Decider;
    use tt::rules::billing::{DecidedBy, decide};
    let opens = TWISTS
        .iter()
        .filter(|twist| twist.does.starts_with("leaves billing"));
    let mut met = std::collections::BTreeSet::new();
    for twist in opens {
        for seed in 0..200 {
            let mut dice = Dice(seed);
            let (mut asked, mut company) = plain(&mut dice);
            (twist.make)(&mut asked, &mut company, &mut dice);
            if dice.once_in(9) {
                asked.content.billable = Billable::NoCharge;
            }
            let theirs = billing(&asked, &company).map(|(by, result)| {
                let by = match by {
                    Decider::Entry => DecidedBy::Entry,
                    Decider::Ticket => DecidedBy::Ticket,
                    Decider::Agreement => DecidedBy::Agreement,
                    Decider::Company => DecidedBy::Company,
                };
                met.insert(by);
                (by, result)
            });
            let ours = decide(&asked.content, "work", &company).unwrap();
            let ours = ours.map(|it| (it.decided_by, it.result));
            assert_eq!(ours, theirs, "{seed}: {:?}", asked.content);
        }
    }
    assert_eq!(met.len(), DecidedBy::ALL.len());
}
