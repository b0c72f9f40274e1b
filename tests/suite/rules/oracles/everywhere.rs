//! Twists that every service's entries are given.

use super::{Twist, at, late, twist};
use crate::support::vendor::oracle::{Booked, generate};
use tt::domain::charge::TargetKind;
use tt::domain::ids::EntryId;
use tt::domain::settings::OverlapPolicy;
use tt::domain::status::{Billable, BookedAs, Status};
use tt::rules::Stage;

/// Time, notes and other entries: what is asked of every service.
pub const EVERYWHERE: &[Twist] = &[
    at(
        Stage::Log,
        twist("works no time", |p, _, _| {
            if p.writes() {
                p.content.deduct = p.gross() + 60;
            }
        }),
    ),
    twist("deducts less than nothing", |p, _, _| {
        p.content.deduct = -60
    }),
    twist("lasts more than a day", |p, _, _| {
        p.content.end = p.content.start.map(|start| start + 24 * 3600 + 60);
        p.now += 2 * 24 * 3600;
        (p.settings.review_entry, p.settings.max_day) = (48 * 3600, 96 * 3600);
    }),
    twist("ends at its start", |p, _, _| {
        if p.writes() {
            p.content.end = p.content.start;
        }
    }),
    twist("ends before its start", |p, _, _| {
        if p.writes() {
            p.content.end = p.content.start.map(|start| start - 600);
        }
    }),
    twist("ends after now", |p, _, dice| {
        p.now = p.content.end.unwrap_or(p.now) - 60;
        p.future = dice.once_in(3);
    }),
    twist("meets another entry", |p, company, dice| {
        let start = p.content.start.unwrap_or(p.now) - 1200;
        let end = start + 1200 + dice.pick(&[0, 60]);
        company.others.push(Booked {
            id: EntryId(3),
            date: p.content.date,
            start,
            end,
        });
        p.settings.overlap = dice.pick(OverlapPolicy::ALL);
    }),
    twist("is long", |p, _, dice| {
        p.settings.review_entry = p.worked() - dice.pick(&[0, 60])
    }),
    twist("fills the day", |p, _, dice| {
        p.settings.max_day = p.worked() - dice.pick(&[0, 60])
    }),
    twist("is in steps", |p, _, dice| {
        p.settings.increment = 900;
        let worked = if dice.once_in(3) { 2700 } else { 2760 };
        p.content.end = p.content.start.map(|start| start + worked);
        p.content.pauses.clear();
        p.content.deduct = 0;
    }),
    twist("needs a note", |p, _, dice| {
        p.settings.note_required = true;
        p.content.note = dice.pick(&[None, Some("x"), Some("  ")]).map(str::to_owned);
    }),
    twist("needs a long note", |p, _, dice| {
        p.settings.note_min_chars = 10;
        p.content.note = Some(dice.pick(&["short", "é€é€é€é€é", "long enough"]).to_owned());
    }),
    twist("is charged to a task", |p, _, _| {
        p.content.target = Some(generate::target(TargetKind::Task, "88"));
    }),
    twist("has no clock times", |p, _, _| {
        if !p.writes() {
            return;
        }
        p.content.booked_as = BookedAs::Date;
        (p.content.start, p.content.end) = (None, None);
        (p.content.length, p.content.deduct) = (Some(5400), 0);
        p.content.pauses.clear();
    }),
    twist("is booked late", |p, _, dice| {
        p.settings.late_after = Some(24 * 3600);
        p.now = generate::NINE + 24 * 3600 * dice.pick(&[0, 1, 3]) + 14 * 3600;
    }),
    twist("is free", |p, _, _| p.content.billable = Billable::NoCharge),
    twist("has odd characters", |p, _, dice| {
        p.content.note = Some(dice.pick(&["a\u{1b}[31m note", "a\nb\tnote"]).to_owned());
    }),
    twist("is at a stop", |p, _, _| p.ending = p.stage == Stage::Log),
    twist("has an old catalog", |_, company, _| company.stale = true),
    late("stands elsewhere", |p, _, dice| {
        if let Some(before) = &mut p.before {
            before.status = dice.pick(Status::ALL);
        }
    }),
    at(
        Stage::Approve,
        late("is decided from anywhere", |p, _, dice| {
            let Some(before) = p.before.as_mut().filter(|_| p.stage == Stage::Approve) else {
                return;
            };
            before.status = dice.pick(Status::ALL);
            (p.profile.documented, p.profile.approver) = dice.pick(&[(true, true), (false, true)]);
            let to = dice.pick(&[Status::Approved, Status::Rejected, Status::Open]);
            p.step = Some((to, Some("more words".to_owned())));
        }),
    ),
    late("goes elsewhere", |p, _, dice| {
        let to = match p.stage {
            Stage::Submit => dice.pick(&[Status::Submitted, Status::Open]),
            Stage::Approve => dice.pick(&[
                Status::Approved,
                Status::Rejected,
                Status::Billed,
                Status::Open,
            ]),
            _ => return,
        };
        p.step = Some((
            to,
            dice.pick(&[None, Some(" "), Some("more words")])
                .map(str::to_owned),
        ));
    }),
    late("changes its tags only", |p, _, _| {
        if let Some(before) = &mut p.before {
            before.content.clone_from(&p.content);
            p.content.tags = if p.stage == Stage::Update {
                ["x".to_owned()].into()
            } else {
                before.content.tags.clone()
            };
        }
    }),
];
