use super::*;
use proptest::prelude::*;
use serde_json::json;

fn item_of(extra: Value) -> Value {
    let mut item = json!({"kind": "tickets", "id": 54321, "name": "Mail is slow"});
    for (key, value) in extra.as_object().unwrap() {
        item[key] = value.clone();
    }
    json!({"items": [item]})
}

fn read_value(value: &Value) -> Result<CatalogFile, Misread> {
    read(value.to_string().as_bytes())
}

#[test]
fn everything_that_may_stand_in_a_file_is_understood() {
    let file = read_value(&json!({
        "as_of": "2026-11-20T09:00:00+01:00",
        "whole": ["members"],
        "items": [
            {"kind": "tickets", "id": 54321, "code": "T20261122.0042", "name": " Mail is slow ",
             "active": false, "facts": {
                "completed": true, "client": 17, "agreement": null, "status": null,
                "billable": "no-charge", "secondary": [4, {"member": "5", "role": 12}]}},
            {"kind": "agreements", "id": "77", "name": "Gold", "code": 12,
             "facts": {"starts": "2026-01-01", "ends": null, "excluded_roles": ["1", 2]}},
            {"kind": "work-types", "id": "1", "name": "Remote", "facts": {"rate": 150.50}},
        ],
        "tenant": {"note_required": true},
    }))
    .unwrap();
    assert_eq!(file.as_of, Some(1_795_161_600));
    let kinds: Vec<_> = file
        .kinds()
        .into_iter()
        .map(|(kind, n)| (kind.word(), n))
        .collect();
    assert_eq!(
        kinds,
        [
            ("tickets", 1),
            ("work-types", 1),
            ("members", 0),
            ("agreements", 1),
            ("tenant", 1)
        ]
    );
    assert!(file.whole.contains(&CatalogKind::Tenant));
    let ticket = &file.items[0];
    assert_eq!(
        (
            ticket.id.as_str(),
            ticket.code.as_deref(),
            ticket.name.as_str(),
            ticket.active
        ),
        ("54321", Some("T20261122.0042"), "Mail is slow", false)
    );
    assert_eq!(
        ticket.facts["agreement"],
        Value::Null,
        "none is something known"
    );
    assert!(
        !ticket.facts.contains_key("status"),
        "nothing is known of it"
    );
    assert_eq!(file.items[1].code.as_deref(), Some("12"));
    assert_eq!(file.items[2].text(names::RATE).as_deref(), Some("150.5"));
    assert_eq!(read(b"\xef\xbb\xbf{}").unwrap(), CatalogFile::default());
}

#[test]
fn what_does_not_fit_is_named_with_its_place_and_the_nearest_name() {
    for (value, why, help) in [
        (json!([]), "not an object", "tt help catalog"),
        (json!({"itmes": []}), "unknown key \"itmes\"", "\"items\""),
        (
            json!({"items": {}}),
            "items is {}, not a list",
            "tt help catalog",
        ),
        (json!({"items": [7]}), "item 1 is 7", "tt help catalog"),
        (
            json!({"whole": ["worktypes"]}),
            "whole: there is no kind \"worktypes\"",
            "\"work-types\"",
        ),
        (
            json!({"whole": "tickets"}),
            "not a list of kinds",
            "\"whole\": [",
        ),
        (
            json!({"as_of": "yesterday"}),
            "as_of is \"yesterday\"",
            "2026-11-22T10:00:00",
        ),
        (json!({"tenant": []}), "tenant is []", "tt help catalog"),
        (
            json!({"tenant": {"note": 1}}),
            "tenant: there is no fact \"note\"",
            "note_required",
        ),
        (
            json!({"items": [{"id": 1}]}),
            "item 1 has no kind",
            "\"kind\"",
        ),
        (
            json!({"items": [{"kind": "tenant", "id": 1}]}),
            "no list of items",
            "\"tenant\"",
        ),
        (
            item_of(json!({"kind": "ticket"})),
            "no kind \"ticket\"",
            "\"tickets\"",
        ),
        (
            json!({"items": [{"kind": "tickets", "name": "x"}]}),
            "item 1 (tickets) has no id",
            "\"id\"",
        ),
        (
            item_of(json!({"id": 1.5})),
            "neither text nor a whole number",
            "identity",
        ),
        (
            item_of(json!({"id": " "})),
            "neither text nor a whole number",
            "identity",
        ),
        (
            json!({"items": [{"kind": "tickets", "id": 1}]}),
            "item 1 (tickets 1) has no name",
            "\"name\"",
        ),
        (
            item_of(json!({"name": 3})),
            "name is 3, not text",
            "\"name\"",
        ),
        (
            item_of(json!({"active": 1})),
            "active is 1, not true or false",
            "true or false",
        ),
        (
            item_of(json!({"facts": []})),
            "facts is [], not an object",
            "\"facts\"",
        ),
        (
            item_of(json!({"completed": true})),
            "unknown key \"completed\"",
            "inside \"facts\"",
        ),
        (
            item_of(json!({"nmae": ""})),
            "unknown key \"nmae\"",
            "\"name\"",
        ),
        (
            item_of(json!({"facts": {"complted": true}})),
            "item 1 (tickets 54321): there is no fact \"complted\"",
            "\"completed\"",
        ),
        (
            item_of(json!({"facts": {"rate": 1}})),
            "there is no fact \"rate\"",
            "there are: status",
        ),
        (
            item_of(json!({"facts": {"completed": "yes"}})),
            "completed is \"yes\"",
            "true or false",
        ),
        (
            item_of(json!({"facts": {"billable": "maybe"}})),
            "billable is \"maybe\"",
            "no-charge",
        ),
        (
            item_of(json!({"facts": {"client": 1.5}})),
            "client is 1.5",
            "identity",
        ),
        (
            item_of(json!({"facts": {"secondary": [{"who": 1}]}})),
            "secondary is [{\"who\":1}]",
            "list of identities",
        ),
        (
            json!({"items": [
                {"kind": "tickets", "id": 1, "name": "a"}, {"kind": "tasks", "id": 1, "name": "b"},
                {"kind": "tickets", "id": "1", "name": "c"},
            ]}),
            "items 1 and 3 are both tickets 1",
            "leave one of them out",
        ),
    ] {
        let found = read_value(&value).unwrap_err();
        assert!(found.why.contains(why), "{value}: {}", found.why);
        assert!(found.help.contains(help), "{value}: {}", found.help);
    }
    let cut = read(b"{\"items\": [\n{\"kind\"").unwrap_err();
    assert!(cut.why.contains("line 2"), "{}", cut.why);
}

#[test]
fn each_shape_takes_what_it_says_and_nothing_else() {
    use Shape::*;
    for (shape, good, bad) in [
        (Word, json!("In Progress"), json!(3)),
        (Figure, json!("95.00 EUR"), json!(true)),
        (Flag, json!(true), json!("true")),
        (Seconds, json!(900), json!(-1)),
        (Day, json!("2026-11-22"), json!("2026-11-31")),
        (Zone, json!("Europe/Amsterdam"), json!("Amsterdam time")),
        (Billable, json!("billable"), json!("Billable")),
        (TimeOff, json!("sick"), json!("ill")),
        (Identity, json!(9_007_199_254_740_993_i64), json!("")),
        (DayOrNull, json!(null), json!("soon")),
        (IdentityOrNull, json!(null), json!([1])),
        (Identities, json!([]), json!("1")),
        (
            Factors,
            json!([{"role": 5, "hour_seconds": 0}]),
            json!([{"role": 5, "hour_seconds": -1}]),
        ),
        (Factors, json!([]), json!(["5"])),
    ] {
        assert_eq!(fitted(shape, good.clone()), Ok(good), "{shape:?}");
        assert_eq!(fitted(shape, bad.clone()), Err(bad), "{shape:?}");
        assert!(!expected(shape).is_empty());
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
    }

    #[test]
    fn what_is_taken_is_made_of_known_names(key in "[a-z_]{1,12}", word in "[a-z-]{1,9}", n in -9_i64..99) {
        for value in [json!(word), json!(n), json!(n > 3), json!([n]), json!(null)] {
            if let Ok(file) = read_value(&item_of(json!({"facts": {&key: value}}))) {
                for name in file.items[0].facts.keys() {
                    prop_assert!(names::is_known(CatalogKind::Tickets, name));
                }
            }
        }
    }
}
