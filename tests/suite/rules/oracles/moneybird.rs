//! Moneybird: the table against what is written down of it.

use super::{Case, Dice, Service, Twist, agree, at, late, pause, twist};
use crate::support::vendor::oracle::generate::{NINE, booking, delivered, item};
use crate::support::vendor::oracle::moneybird::{BY_CATALOG, Moneybird};
use crate::support::vendor::oracle::{Company, Proposal};
use serde_json::json;
use tt::domain::catalog::CatalogKind as Kind;
use tt::domain::charge::Reference;
use tt::domain::status::{BackendKind, Billable, Status};
use tt::rules::Stage;

fn plain(dice: &mut Dice) -> Case {
    let start = NINE + dice.pick(&[0, 59, 3600]);
    let seconds = dice.pick(&[5400, 5430, 61, 119]);
    let mut asked = booking(BackendKind::Moneybird, (start, start + seconds));
    asked.content.billable =
        dice.pick(&[Billable::Billable, Billable::DoNotBill, Billable::NoDefault]);
    if dice.once_in(2) {
        asked.content.client = Some(Reference::typed(dice.pick(&[
            "5",
            "clients 5",
            "Someone new",
        ])));
    }
    if dice.once_in(2) {
        asked.content.project = Some(Reference::typed(dice.pick(&["70", "projects 70", "79"])));
    }
    if dice.once_in(3) && seconds > 1000 {
        let seconds = dice.pick(&[300, 59, 90]);
        pause(&mut asked, seconds);
    }
    let items = vec![
        item(Kind::Members, "7", json!({})),
        item(Kind::Members, "8", json!({})),
        item(Kind::Clients, "5", json!({})),
        item(Kind::Projects, "70", json!({})),
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
    at(
        Stage::Push,
        twist("has no user", |p, _, dice| {
            p.profile.member = dice.pick(&[None, Some("99")]).map(str::to_owned);
            p.content.member = dice.once_in(3).then(|| Reference::typed("8"));
        }),
    ),
    twist("has a user that is gone", |_, c, _| {
        c.item(Kind::Members, "7").active = false
    }),
    twist("has no description", |p, _, dice| {
        p.content.note = dice.pick(&[None, Some("  "), Some("x")]).map(str::to_owned);
    }),
    twist("lasts seconds", |p, _, dice| {
        p.content.pauses.clear();
        p.content.deduct = 0;
        p.content.end = p
            .content
            .start
            .map(|start| start + dice.pick(&[1, 30, 59, 60]));
    }),
    twist("pauses nearly all the time", |p, _, dice| {
        let gross = p.gross();
        p.content.pauses.clear();
        p.content.deduct = gross - dice.pick(&[-60, 0, 1, 60]);
    }),
    twist("is of a contact that is gone", |p, c, _| {
        p.content.client = Some(Reference::typed("5"));
        c.item(Kind::Clients, "5").active = false;
    }),
    twist("is of a project that is gone", |p, c, _| {
        p.content.project = Some(Reference::typed("70"));
        c.item(Kind::Projects, "70").active = false;
    }),
    twist("has a detail", |p, _, dice| {
        p.profile.documented = dice.once_in(2);
        p.content.extra.detail = Some(dice.pick(&["12", "twelve", "-1"]).to_owned());
    }),
    late("is there, maybe invoiced", |p, _, dice| {
        let invoice = dice.pick(&[None, Some("77")]);
        if p.before.is_some() {
            delivered(p, "");
            let seen = p.seen.as_mut().unwrap();
            seen.status_word = None;
            if let (Some(before), true) = (&mut p.before, invoice.is_some()) {
                (before.status, seen.status) = (Status::Billed, Status::Billed);
            }
            seen.raw = [
                ("sales_invoice_id".to_owned(), json!(invoice)),
                (
                    "sales_invoice".to_owned(),
                    invoice.map_or(json!(null), |id| json!({"id": id})),
                ),
            ]
            .into();
        }
    }),
    late("is there, and invoices are not to be seen", |p, _, _| {
        if p.before.is_some() {
            delivered(p, "");
        }
    }),
    at(
        Stage::Update,
        late("changes its user there", |p, _, dice| {
            if p.before.is_some() {
                delivered(p, "");
                let seen = p.seen.as_mut().unwrap();
                seen.status_word = None;
                seen.raw = [
                    ("sales_invoice_id".to_owned(), json!(null)),
                    ("sales_invoice".to_owned(), json!(null)),
                ]
                .into();
                if dice.once_in(2) {
                    let before = p.before.as_mut().unwrap();
                    before.content.member = Some(Reference::typed("8"));
                    seen.content.member.clone_from(&before.content.member);
                }
            }
        }),
    ),
];

pub const SERVICE: Service = Service {
    oracle: &Moneybird,
    by_catalog: BY_CATALOG,
    plain,
    twists: TWISTS,
    other,
};

#[test]
fn the_table_and_the_written_word_say_the_same() {
    agree(&SERVICE, &[]);
}
