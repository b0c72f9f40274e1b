//! How a time entry comes into being, changes and goes.

use serde_json::{Value, json};

use super::door::{gone, invalid, not_found, ok, refusal};
use super::options::{Family, Lost};
use super::rules::Stage;
use super::shape;
use super::state::{Entry, Token, World, number};
use super::wishes::{self, Asked, REQUIRED, WRITABLE};
use crate::support::vendor::rig::Answer;

/// update: what is known to be lost when it is not sent.
const REFERENCES: [&str; 4] = ["client_id", "project_id", "service_id", "task_id"];

/// create: 200, not 201.
pub(super) fn create(world: &mut World, business: i64, token: &Token, body: &Value) -> Answer {
    let asked = match wrapped(body) {
        Ok(asked) => asked,
        Err(refused) => return refused,
    };
    let identity = match whose(world, business, token, &asked, token.identity) {
        Ok(identity) => identity,
        Err(refused) => return refused,
    };
    let broken = wishes::broken(world, business, &asked, None, Stage::Create);
    let wrong = wishes::wrong(world, business, identity, None, &asked, &broken);
    if !wrong.is_empty() {
        return invalid(&wrong);
    }
    let id = world.take_id();
    let row = shape::built(world, business, identity, &asked, None);
    keep(world, business, id, row)
}

/// update: the whole record is replaced.
pub(super) fn put(
    world: &mut World,
    business: i64,
    token: &Token,
    id: i64,
    body: &Value,
) -> Answer {
    let before = match found(world, business, token, id) {
        Some(entry) => entry.row.clone(),
        None => return not_found(world),
    };
    if before["active"] == false && !world.options.put_revives {
        return not_found(world);
    }
    let sent = match wrapped(body) {
        Ok(sent) => sent,
        Err(refused) => return refused,
    };
    let owner = before["identity_id"].as_i64().unwrap_or(token.identity);
    let identity = match whose(world, business, token, &sent, owner) {
        Ok(identity) => identity,
        Err(refused) => return refused,
    };
    let asked = whole(world.options.lost_by_put, &before, sent);
    let broken = wishes::broken(world, business, &asked, Some(&before), Stage::Put);
    if broken.iter().any(|it| it.rule == "billed") {
        return billed(world);
    }
    let wrong = wishes::wrong(world, business, identity, Some(id), &asked, &broken);
    if !wrong.is_empty() {
        return invalid(&wrong);
    }
    let row = shape::built(world, business, identity, &asked, Some(&before));
    keep(world, business, id, row)
}

/// delete: soft, 204.
pub(super) fn delete(world: &mut World, business: i64, token: &Token, id: i64) -> Answer {
    let before = match found(world, business, token, id) {
        Some(entry) => entry.row.clone(),
        None => return not_found(world),
    };
    if before["active"] == false {
        return match world.options.deletes_again {
            true => gone(id),
            false => not_found(world),
        };
    }
    let none = Asked::new();
    let broken = wishes::broken(world, business, &none, Some(&before), Stage::Delete);
    if broken.iter().any(|it| it.rule == "billed") {
        return billed(world);
    }
    let now = world.now();
    if let Some(entry) = world.entries.get_mut(&id) {
        entry.row["active"] = json!(false);
        entry.updated = now;
    }
    gone(id)
}

/// read: whether a deleted one is still there is open.
pub(super) fn read(world: &World, business: i64, token: &Token, id: i64) -> Answer {
    let entry = found(world, business, token, id);
    let entry = entry.filter(|e| e.row["active"] == true || world.options.shows_deleted);
    match entry {
        Some(entry) => ok(200, &json!({"time_entry": world.shown(entry)})),
        None => not_found(world),
    }
}

/// The entry, if it is of this business and may be seen.
fn found<'a>(world: &'a World, business: i64, token: &Token, id: i64) -> Option<&'a Entry> {
    let entry = world.entries.get(&id).filter(|e| e.business == business)?;
    let own = entry.row["identity_id"] == token.identity;
    (own || world.manages(token.identity, business)).then_some(entry)
}

fn keep(world: &mut World, business: i64, id: i64, mut row: Value) -> Answer {
    row["id"] = json!(id);
    let updated = world.now();
    let entry = Entry {
        business,
        updated,
        row,
    };
    world.entries.insert(id, entry);
    let shown = world.shown(&world.entries[&id]);
    let mut answer = ok(200, &json!({"time_entry": shown}));
    answer.touched = Some(id);
    answer
}

pub(super) fn wrapped(body: &Value) -> Result<Asked, Answer> {
    let inner = body["time_entry"].as_object();
    inner
        .cloned()
        .ok_or_else(|| invalid(&[("time_entry".to_owned(), REQUIRED.to_owned())]))
}

/// create: one's own unless said; somebody else's needs a role.
fn whose(
    world: &World,
    business: i64,
    token: &Token,
    asked: &Asked,
    unsaid: i64,
) -> Result<i64, Answer> {
    let said = asked.get("identity_id").and_then(number).unwrap_or(unsaid);
    let may = world.manages(token.identity, business) && world.options.books_for_others;
    if said == token.identity || may {
        Ok(said)
    } else {
        Err(refusal(world, Family::Business, 403))
    }
}

/// update: what is asked for once what was not sent is lost, as far as it is.
fn whole(lost: Lost, before: &Value, sent: Asked) -> Asked {
    if lost == Lost::Everything {
        return sent;
    }
    let stays = |key: &&&str| lost == Lost::Nothing || !REFERENCES.contains(*key);
    let mut out: Asked = WRITABLE
        .iter()
        .filter(stays)
        .filter(|key| before.get(**key).is_some())
        .map(|key| ((*key).to_owned(), before[*key].clone()))
        .collect();
    if let Some(id) = out.get("timer").and_then(Value::as_i64) {
        out.insert("timer".to_owned(), json!({"id": id}));
    }
    out.extend(sent);
    out
}

/// billed: nobody has seen the answer; the status is an option, the words are ours.
fn billed(world: &World) -> Answer {
    let status = world.options.billed_status;
    if status == 422 {
        let words = "Billed time entries cannot be changed.";
        return invalid(&[("billed".to_owned(), words.to_owned())]);
    }
    refusal(world, Family::Business, status)
}
