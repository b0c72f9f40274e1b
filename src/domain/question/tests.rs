use super::*;
use crate::domain::content::Content;
use crate::domain::delivery::{Attempt, DELETED};
use crate::domain::ids::{EntryId, Key};
use crate::domain::status::{BookedAs, Origin};

fn entry() -> Entry {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    let mut content = Content::blank(day, "UTC", BookedAs::Range);
    (content.start, content.end) = (Some(0), Some(3600));
    content.profile = Some("work".into());
    Entry {
        id: EntryId(1),
        key: Key::new(1, [1; 10]),
        content,
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
        created_at: 0,
        updated_at: 0,
    }
}

fn link() -> Link {
    Link {
        entry: EntryId(1),
        profile: "work".into(),
        tenant: None,
        remote_id: None,
        revision: 1,
        delivered_revision: 0,
        last_sent: None,
        last_seen: None,
        attempt: None,
        refusal: None,
        refused_revision: 0,
        mailing: Default::default(),
        conflict: Vec::new(),
    }
}

fn refused(revision: u32) -> Link {
    Link {
        refusal: Some(Problem {
            code: "invalid".into(),
            rule: None,
            field: None,
            message: "no".into(),
        }),
        refused_revision: revision,
        ..link()
    }
}

fn lost(refusal: Option<Problem>) -> Link {
    let attempt = Attempt {
        act: Act::Create,
        sent: None,
        revision: 1,
        sent_at: 0,
        times: 1,
    };
    Link {
        attempt: Some(Box::new(attempt)),
        tenant: Some("acme".into()),
        refusal,
        ..link()
    }
}

fn held(breach: Breach) -> Entry {
    Entry {
        held: vec![breach],
        ..entry()
    }
}

fn rule() -> Breach {
    Breach {
        rule: "tt/review-length".into(),
        field: None,
        message: "long".into(),
        help: "look".into(),
    }
}

#[test]
fn what_is_asked_follows_from_entry_and_link() {
    let ids = ["9".to_owned(), "10".to_owned()];
    let there = already_there(&RemoteId("4711".into()), "the service");
    let conflict = |fields: &[&str]| Link {
        conflict: fields.iter().map(|it| (*it).to_owned()).collect(),
        ..link()
    };
    let removed = Entry {
        removed: true,
        ..entry()
    };
    let mut elsewhere = entry();
    elsewhere.content.profile = Some("other".into());
    let mut ended = held(Breach {
        rule: "tt/one-day".into(),
        ..rule()
    });
    ended.content.end = None;
    use Question as Q;
    let rows = [
        (entry(), link(), Status::Open, None),
        (entry(), refused(1), Status::Open, Some(Q::Refused)),
        (entry(), refused(0), Status::Open, None),
        (entry(), refused(1), Status::Submitted, None),
        (entry(), lost(None), Status::Open, None),
        (
            entry(),
            lost(Some(several(&ids))),
            Status::Open,
            Some(Q::Several),
        ),
        (
            entry(),
            conflict(&["note"]),
            Status::Open,
            Some(Q::Conflict),
        ),
        (
            entry(),
            conflict(&[DELETED]),
            Status::Open,
            Some(Q::DeletedThere),
        ),
        (held(rule()), link(), Status::Open, Some(Q::Held)),
        (held(rule()), lost(None), Status::Open, None),
        (held(there), link(), Status::Open, Some(Q::AlreadyThere)),
        (ended, link(), Status::Open, Some(Q::TooLong)),
        (
            removed.clone(),
            refused(1),
            Status::Open,
            Some(Q::RemovalRefused),
        ),
        (
            removed.clone(),
            conflict(&["note"]),
            Status::Open,
            Some(Q::ChangedThere),
        ),
        (removed.clone(), conflict(&[DELETED]), Status::Open, None),
        (removed, link(), Status::Open, None),
        (elsewhere, refused(1), Status::Open, Some(Q::RemovalRefused)),
    ];
    for (at, (entry, link, push, asked)) in rows.into_iter().enumerate() {
        assert_eq!(question(&entry, Some(&link), push), asked, "row {at}");
    }
    assert_eq!(question(&held(rule()), None, Status::Open), Some(Q::Held));
}

#[test]
fn identities_are_found_again_in_the_words() {
    let ids = ["9".to_owned(), "a:b".to_owned()];
    let found: Vec<_> = candidates(&lost(Some(several(&ids))))
        .into_iter()
        .map(|id| id.0)
        .collect();
    assert_eq!(found, ids);
    assert!(candidates(&refused(1)).is_empty());
    let breach = already_there(&RemoteId("47 (11".into()), "Service (new)");
    assert_eq!(equal_record(&breach), Some(RemoteId("11".into())));
    let breach = already_there(&RemoteId("4711".into()), "Service (new)");
    assert_eq!(equal_record(&breach), Some(RemoteId("4711".into())));
    assert_eq!(equal_record(&rule()), None);
}

#[test]
fn a_lost_create_may_be_answered_before_anybody_asks() {
    assert_eq!(
        fitting(None, Some(&lost(None))),
        [Form::Adopt, Form::Resend]
    );
    assert_eq!(fitting(None, Some(&link())), []);
    let tied = Link {
        remote_id: Some(RemoteId("9".into())),
        ..link()
    };
    assert!(is_to_be_verified(&tied));
    assert_eq!(fitting(None, Some(&tied)), [Form::Adopt]);
}
