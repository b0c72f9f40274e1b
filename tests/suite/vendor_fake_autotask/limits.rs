//! The hour of the tenant, the threads of an entity.

use super::*;
use std::time::Duration;

fn threshold(api: &Api) -> Value {
    let reply = api.get("/ThresholdInformation");
    assert_eq!(reply.status, 200, "{}", text(&reply));
    reply.json()["currentTimeframeRequestCount"].clone()
}

#[test]
fn the_hour_is_shared_by_everybody_and_rolls_on() {
    let (fake, api) = fake();
    let answer = api.get("/ThresholdInformation");
    answered(
        &answer,
        200,
        &json!({"externalRequestThreshold": 10000, "requestThresholdTimeframe": 60, "currentTimeframeRequestCount": 1}),
    );
    schema::check_object("autotask", "ThresholdStatus", &answer.json()).unwrap();
    fake.use_hour(9_000);
    fake.set_options(|o| o.now = Some(NOW + 3599));
    assert_eq!(threshold(&api), 9_002);
    fake.set_options(|o| o.now = Some(NOW + 3600));
    assert_eq!(threshold(&api), 9_002);
    // Neither the zone nor a refused key counts.
    api.get("/zoneInformation?user=x");
    fake.use_hour(0);
    assert_eq!(threshold(&api), 3);
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn a_used_up_hour_suspends_the_whole_tenant() {
    for (status, after) in [(429, Some("180")), (500, None), (503, Some("60"))] {
        let (fake, api) = with(Options {
            hour_status: status,
            retry_after: after.map(str::to_owned),
            ..options()
        });
        fake.use_hour(9_999);
        api.made(|_| {});
        let reply = api.create(|_| {});
        assert_eq!(reply.status, status);
        assert_eq!(reply.header("retry-after"), after);
        assert!(text(&reply).contains("threshold of 10000 requests"));
        assert_eq!(api.get("/ThresholdInformation").status, status);
        assert_eq!(fake.entries().len(), 1);
        fake.set_options(|o| o.hour_limit = 20_000);
        api.made(|_| {});
    }
}

#[test]
fn three_threads_for_an_entity() {
    for status in [429, 500] {
        let (fake, api) = with(Options {
            thread_status: status,
            ..options()
        });
        fake.hold_threads("TimeEntries", 2);
        api.made(|_| {});
        fake.hold_threads("TimeEntries", 3);
        for reply in [
            api.create(|_| {}),
            api.query("TimeEntries", all()),
            api.get("/TimeEntries/entityInformation/fields"),
        ] {
            assert_eq!(reply.status, status);
            assert!(text(&reply).contains("Itgenatr005"));
            assert_eq!(reply.header("retry-after"), Some("180"));
        }
        // Others entities have their own.
        assert_eq!(api.query("Tickets", all()).status, 200);
        fake.hold_threads("TimeEntries", 0);
        api.made(|_| {});
        assert_eq!(fake.entries().len(), 2);
    }
}

#[test]
fn requests_that_take_long_hold_their_threads() {
    let (fake, api) = fake();
    fake.slow(Duration::from_secs(5));
    // Four at once, none of which is waited for.
    let lines: Vec<Line> = (0..4)
        .map(|_| {
            let watch = fake.watch();
            let mut line = Line::open(&fake.url()).unwrap();
            let path = "/ATServicesRest/V1.0/Roles/1";
            line.send(&api.bytes("GET", path, "")).unwrap();
            watch.recv().unwrap();
            line
        })
        .collect();
    let statuses: Vec<_> = fake.requests().iter().map(|r| r.status).collect();
    assert_eq!(statuses, [Some(200), Some(200), Some(200), Some(429)]);
    drop(lines);
}
