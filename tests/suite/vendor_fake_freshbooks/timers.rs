//! Timers: running, paused, logged, thrown away.

use super::*;

const TIMERS: &str = "/timetracking/business/6001/timers";

fn start(e: &mut Value) {
    e["is_logged"] = json!(false);
    e["duration"] = Value::Null;
    e["timer"] = json!({});
}

#[test]
fn a_running_segment_has_no_length_and_is_only_listed_when_asked_for() {
    let (fake, api) = fake();
    let running = api.made(start);
    assert_eq!(running["duration"], Value::Null);
    assert_eq!(running["timer"]["is_running"], true);
    assert_eq!(running["active"], true);
    assert!(api.ids("").is_empty());
    assert_eq!(api.ids("include_unlogged=true"), [id(&running)]);
    let hers = fake.add_timer("Review");
    assert_eq!(fake.entry(hers).unwrap()["timer"]["is_running"], true);
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn without_a_timer_in_the_request_there_may_be_none() {
    let (fake, api) = fake();
    let old = |e: &mut Value| {
        start(e);
        drop_key(e, "timer");
    };
    assert_eq!(api.made(old)["timer"], Value::Null);
    fake.set_options(|o| o.timer_without_asking = true);
    assert_eq!(api.made(old)["timer"]["is_running"], true);
}

#[test]
fn pause_and_resume_make_segments_of_one_timer() {
    let (fake, api) = fake();
    let first = api.made(start);
    let timer = first["timer"]["id"].clone();
    let pause = body(|e| {
        start(e);
        e["duration"] = json!(605);
        e["timer"] = json!({"id": timer});
    });
    let paused = entry_of(&api.call("PUT", &at(&first), &pause));
    assert_eq!(paused["timer"], json!({"id": timer, "is_running": false}));
    let second = api.made(|e| {
        start(e);
        e["timer"] = json!({"id": timer});
        e["started_at"] = json!("2026-03-02T15:00:00Z");
    });
    assert_eq!(second["timer"], json!({"id": timer, "is_running": true}));
    for path in [TIMERS, "/comments/business/6001/timers"] {
        let list = api.get(path).json();
        schema::check_object("freshbooks", "TimerList", &list).unwrap();
        assert_eq!(list["timers"][0]["id"], timer);
        assert_eq!(list["timers"][0]["is_running"], true);
        assert_eq!(
            list["timers"][0]["time_entries"].as_array().unwrap().len(),
            2
        );
    }
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn logging_makes_one_entry_of_the_lengths_that_are_sent() {
    for (rounds, length) in [(true, 660), (false, 665)] {
        let (_fake, api) = with(|o| o.timer_rounds = rounds);
        let first = api.made(start);
        let timer = &first["timer"]["id"];
        api.made(|e| {
            start(e);
            e["timer"] = json!({"id": timer});
            e["started_at"] = json!("2026-03-02T15:00:00Z");
        });
        let segments = json!([{"duration": 605}, {"duration": 60}]);
        let path = format!("{TIMERS}/{timer}");
        let log = |segments: &Value| {
            api.call("PUT", &path, &json!({"timer": {"time_entries": segments}}))
        };
        refused(&log(&json!([{}])), &["duration"]);
        refused(&log(&Value::Null), &["time_entries"]);
        let logged = log(&segments).json();
        assert_eq!(logged["timer"]["time_entries"][0]["duration"], length);
        assert_eq!(
            api.ids("include_unlogged=true&include_deleted=true"),
            [id(&first)]
        );
        assert_eq!(api.ids(""), [id(&first)]);
        not_found(&log(&segments));
        assert_eq!(api.get(TIMERS).json(), json!({"timers": []}));
    }
}

#[test]
fn an_entry_is_logged_by_its_own_put_as_well() {
    let (_fake, api) = fake();
    let running = api.made(start);
    let log = body(|e| e["timer"] = json!({"id": running["timer"]["id"]}));
    let logged = entry_of(&api.call("PUT", &at(&running), &log));
    assert_eq!(logged["is_logged"], true);
    assert_eq!(api.ids(""), [id(&running)]);
}

#[test]
fn what_is_thrown_away_is_deleted_with_its_segments() {
    let (fake, api) = fake();
    let running = api.made(start);
    let path = format!("{TIMERS}/{}", running["timer"]["id"]);
    let grace = api.as_(&fake.token_of(GRACE));
    not_found(&grace.call("DELETE", &path, &Value::Null));
    assert_eq!(api.call("DELETE", &path, &Value::Null).status, 204);
    not_found(&api.call("DELETE", &path, &Value::Null));
    assert!(fake.active_entries().is_empty());
}
