//! FreshBooks: the table against what is written down of it.

use super::{Case, Dice, Service, Twist, agree, late, pause, twist};
use crate::support::vendor::oracle::freshbooks::{BY_CATALOG, FreshBooks};
use crate::support::vendor::oracle::generate::{NINE, booking, delivered, item};
use crate::support::vendor::oracle::{Company, Proposal};
use serde_json::json;
use tt::domain::catalog::CatalogKind as Kind;
use tt::domain::charge::Reference;
use tt::domain::status::{BackendKind, Billable, Status};

fn plain(dice: &mut Dice) -> Case {
    let start = NINE + dice.pick(&[0, 59, 3600]);
    let seconds = dice.pick(&[5400, 5430, 61]);
    let mut asked = booking(BackendKind::FreshBooks, (start, start + seconds));
    let content = &mut asked.content;
    content.billable = dice.pick(&[Billable::Billable, Billable::DoNotBill, Billable::NoDefault]);
    match dice.below(4) {
        0 => content.client = Some(Reference::typed(dice.pick(&["5", "clients 6", "9"]))),
        1 => {
            content.project = Some(Reference::typed(dice.pick(&["70", "projects 70"])));
            content.client = Some(Reference::typed("5"));
            content.service = Some(Reference::typed(dice.pick(&["60", "services 61"])));
        }
        2 => content.project = Some(Reference::typed(dice.pick(&["72", "79", "Someday"]))),
        _ => {}
    }
    if dice.once_in(3) {
        content.task = Some(Reference::typed(dice.pick(&["50", "tasks 50", "Anything"])));
    }
    if dice.once_in(4) {
        content.agreement = Some(Reference::typed("31"));
    }
    if dice.once_in(4) {
        content.extra.internal = Some(false);
    }
    if dice.once_in(3) && seconds > 1000 {
        pause(&mut asked, 301);
    }
    let items = vec![
        item(Kind::Members, "7", json!({})),
        item(Kind::Clients, "5", json!({})),
        item(Kind::Clients, "6", json!({})),
        item(
            Kind::Projects,
            "70",
            json!({"client": 5, "internal": false, "services": [60, 61]}),
        ),
        item(
            Kind::Projects,
            "72",
            json!({"client": null, "internal": true, "services": []}),
        ),
        item(Kind::Services, "60", json!({})),
        item(Kind::Services, "61", json!({})),
        item(Kind::Services, "62", json!({})),
        item(Kind::Tasks, "50", json!({})),
    ];
    let company = Company {
        items,
        ..Company::default()
    };
    (asked, company)
}

fn other(asked: &mut Proposal) {
    let Some(before) = &mut asked.before else {
        return;
    };
    let content = &mut before.content;
    content.note = Some("something else".to_owned());
    (content.start, content.end) = (Some(NINE - 7200), Some(NINE - 3600));
    content.length = None;
    content.pauses.clear();
    content.deduct = 0;
}

const TWISTS: &[Twist] = &[
    twist("names what can be no number of a thing", |p, _, dice| {
        let bad = Some(Reference::typed(dice.pick(&["0", "-5"])));
        match dice.below(3) {
            0 => p.content.client = bad,
            1 => p.content.project = bad,
            _ => p.content.task = bad,
        }
    }),
    twist("has a client that is gone", |p, c, _| {
        p.content.client = Some(Reference::typed("6"));
        p.content.project = None;
        c.item(Kind::Clients, "6").active = false;
    }),
    twist("has a project of another client", |p, _, _| {
        p.content.project = Some(Reference::typed("70"));
        p.content.client = Some(Reference::typed("6"));
    }),
    twist("has a project that is gone", |p, c, _| {
        p.content.project = Some(Reference::typed("70"));
        p.content.client = Some(Reference::typed("5"));
        c.item(Kind::Projects, "70").active = false;
    }),
    twist("has a service that is not there", |p, _, _| {
        p.content.service = Some(Reference::typed("Juggling"));
    }),
    twist("has a service out of use", |p, c, _| {
        p.content.service = Some(Reference::typed("60"));
        c.item(Kind::Services, "60").active = false;
    }),
    twist("has a service the project does not", |p, _, _| {
        p.content.project = Some(Reference::typed("70"));
        p.content.client = Some(Reference::typed("5"));
        p.content.service = Some(Reference::typed("62"));
    }),
    twist("has a task that is gone", |p, c, _| {
        p.content.task = Some(Reference::typed("50"));
        c.item(Kind::Tasks, "50").active = false;
    }),
    twist("has an odd retainer", |p, _, dice| {
        p.content.agreement = Some(Reference::typed(dice.pick(&["0", "-1"])));
    }),
    twist("is internal with a client", |p, _, _| {
        p.content.extra.internal = Some(true);
        p.content.project = None;
        p.content.service = None;
        p.content.client = Some(Reference::typed("5"));
        p.content.billable = Billable::DoNotBill;
    }),
    twist("is internal and billable", |p, _, _| {
        p.content.extra.internal = Some(true);
        (p.content.project, p.content.client) = (None, None);
        p.content.service = None;
        p.content.billable = Billable::Billable;
    }),
    twist("is on an internal project with a client", |p, _, _| {
        p.content.project = Some(Reference::typed("72"));
        p.content.service = None;
        p.content.client = Some(Reference::typed("5"));
    }),
    late("is there, maybe billed", |p, _, dice| {
        if p.before.is_some() {
            let billed = dice.once_in(2);
            delivered(p, "");
            let seen = p.seen.as_mut().unwrap();
            seen.status_word = None;
            if let (Some(before), true) = (&mut p.before, billed) {
                (before.status, seen.status) = (Status::Billed, Status::Billed);
            }
            seen.raw = [("billed".to_owned(), json!(billed))].into();
        }
    }),
];

pub const SERVICE: Service = Service {
    oracle: &FreshBooks,
    by_catalog: BY_CATALOG,
    plain,
    twists: TWISTS,
    other,
};

#[test]
fn the_table_and_the_written_word_say_the_same() {
    agree(&SERVICE, &[]);
}
