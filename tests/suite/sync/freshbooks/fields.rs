//! What time is charged to there: references that combine, that are cleared, that hang on
//! the project, and names.

use super::{Books, ran, seed};
use crate::support::vendor::freshbooks::Options;
use crate::support::vendor::freshbooks::options::{Lost, Services};
use serde_json::{Value, json};

/// Everything that can be said of what it is charged to.
const FULL: &str = "log yesterday 9:00-10:00 --client 55012 --project 81234 --service 40021 \
                    --task 159361 --agreement 77 -m dns";

#[test]
fn none_clears_each_reference_and_no_other() {
    let names = [
        ("client", "client_id"),
        ("project", "project_id"),
        ("service", "service_id"),
        ("task", "task_id"),
        ("agreement", "retainer_id"),
    ];
    for lost_by_put in [Lost::Everything, Lost::Nothing] {
        for (option, cleared) in names {
            let books = Books::with(
                Options {
                    lost_by_put,
                    ..Options::default()
                },
                "",
            );
            books.tt(FULL).exits(0);
            books.sync(0);
            let before = books.held()[0].clone();
            books.tt(&format!("edit 1 --{option} none")).exits(0);
            books.fake.clear_requests();
            assert_eq!(books.sync(0)["updated"], 1, "{option}");
            assert_eq!(books.writes()[0].1[cleared], Value::Null);
            let after = books.held()[0].clone();
            for (_, name) in names {
                if name == cleared {
                    assert_eq!(after[name], Value::Null, "{option}");
                } else {
                    assert_eq!(after[name], before[name], "{option}: {name}");
                }
            }
            books.is_idle();
        }
    }
}

#[test]
fn the_client_follows_the_project() {
    for fills_client in [false, true] {
        let books = Books::with(
            Options {
                fills_client,
                ..Options::default()
            },
            "",
        );
        let client = || books.held()[0]["client_id"].clone();
        books
            .tt("log yesterday 9:00-10:00 --project 81234 -m dns")
            .exits(0);
        books.sync(0);
        assert_eq!(client(), json!(seed::LOVELACE));
        books.tt("edit 1 --project 81235").exits(0);
        books.sync(0);
        assert_eq!(client(), json!(seed::BABBAGE));
        // The house's own project has none.
        books.tt("edit 1 --project 81236").exits(0);
        books.sync(0);
        assert_eq!(client(), Value::Null);
        assert_eq!(books.held()[0]["internal"], false);
        books.is_idle();
        // Without a project nobody knows one.
        books.tt("edit 1 --project none --client 55013").exits(0);
        books.sync(0);
        assert_eq!(client(), json!(seed::BABBAGE));
        books.is_idle();
    }
}

#[test]
fn billable_and_internal_are_said_or_left_out() {
    for (options, billable, internal) in [
        ("", None, None),
        ("--billable billable", Some(true), None),
        ("--billable do-not-bill", Some(false), None),
        (
            "--billable do-not-bill --internal yes",
            Some(false),
            Some(true),
        ),
        ("--internal no", None, Some(false)),
    ] {
        let books = Books::new();
        books
            .tt(&format!("log yesterday 9:00-10:00 -m dns {options}"))
            .exits(0);
        books.sync(0);
        let sent = &books.writes()[0].1;
        assert_eq!(
            sent.get("billable").and_then(Value::as_bool),
            billable,
            "{options}"
        );
        assert_eq!(
            sent.get("internal").and_then(Value::as_bool),
            internal,
            "{options}"
        );
        books.is_idle();
        books.tt("edit 1 --billable do-not-bill").exits(0);
        books.sync(0);
        assert_eq!(books.held()[0]["billable"], false, "{options}");
        books.is_idle();
    }
}

#[test]
fn what_is_read_makes_names_known_and_rules_ask_it() {
    for options in [
        Options::default(),
        Options {
            services: Services::Empty,
            services_on_request: true,
            ..Options::default()
        },
        Options {
            services: Services::Map,
            ..Options::default()
        },
    ] {
        let books = Books::with(options, "");
        let report = books.tt("catalog refresh --json").exits(0).json();
        let kinds = report["profiles"][0]["kinds"].as_array().unwrap().clone();
        for (kind, least) in [
            ("projects", 5),
            ("clients", 2),
            ("tasks", 2),
            ("services", 3),
        ] {
            let read = kinds.iter().find(|it| it["kind"] == kind).unwrap();
            assert_eq!(read["read"], "all", "{read}");
            assert!(read["items"].as_u64().unwrap() >= least, "{read}");
        }
        assert_eq!(books.fake.schema_errors(), Vec::<String>::new());
        let words = |service: &str| {
            [
                "log",
                "yesterday",
                "9:00-10:00",
                "--project",
                "engine rebuild",
                "--client",
                "lovelace ltd",
                "--service",
                service,
                "--task",
                "drawing",
                "-m",
                "dns",
            ]
            .map(str::to_owned)
        };
        let run = |words: [String; 13]| books.run(&words.each_ref().map(String::as_str));
        // A service of another project, and one that is nobody's.
        let told = run(words("Meetings")).exits(3);
        assert!(
            told.err.contains("is none of project Engine rebuild"),
            "{}",
            told.err
        );
        run(words("Telegraphs")).exits(3);
        run(words("Training")).exits(0);
        books.sync(0);
        let there = &books.held()[0];
        assert_eq!(there["service_id"], seed::TRAINING);
        assert_eq!(there["task_id"], seed::RESEARCH + 1);
        books.is_idle();
    }
}

#[test]
fn names_are_settled_without_a_catalog_too() {
    let books = Books::new();
    books
        .run(&[
            "log",
            "yesterday",
            "9:00-10:00",
            "--project",
            "Engine rebuild",
            "--service",
            "Training",
            "--task",
            "Drawing",
            "-m",
            "dns",
        ])
        .exits(0);
    books.sync(0);
    let there = &books.held()[0];
    assert_eq!(there["service_id"], seed::TRAINING);
    assert_eq!(there["client_id"], seed::LOVELACE);
    books.is_idle();
    // One that is not there is told with what helps.
    books
        .tt("log yesterday 11:00-12:00 --project Nowhere -m mail")
        .exits(0);
    let report = books.sync(4);
    assert!(
        report["refused"].to_string().contains("no project"),
        "{report}"
    );
    let told = books.tt("sync");
    assert!(
        format!("{}{}", told.out, told.err).contains("Nowhere"),
        "{}",
        told.err
    );
}

#[test]
fn a_business_without_an_account_keeps_time_all_the_same() {
    let books = Books::with(Options::default(), "business = \"6002\"");
    books
        .tt("log yesterday 9:00-10:00 --project Loom -m dns")
        .exits(0);
    books.sync(0);
    assert_eq!(books.held()[0]["project_id"], seed::SIDE_PROJECT);
    let report = books.tt("catalog refresh --json").exits(0).json();
    let kinds = report["profiles"][0]["kinds"].as_array().unwrap().clone();
    let read = |kind: &str| kinds.iter().find(|it| it["kind"] == kind).unwrap()["read"].clone();
    assert_eq!(
        (read("projects"), read("clients")),
        (json!("all"), json!("none"))
    );
    let asked = books.fake.requests();
    assert!(
        asked.iter().all(|it| !it.path.contains("/accounting/")),
        "{asked:?}"
    );
    assert_eq!(books.fake.schema_errors(), Vec::<String>::new());
}

#[test]
fn time_of_somebody_else_is_booked_by_number() {
    let books = Books::new();
    books
        .tt("log yesterday 9:00-10:00 --member 700200 -m dns")
        .exits(0);
    books.sync(0);
    assert_eq!(books.held()[0]["identity_id"], seed::GRACE);
    books.is_idle();
    let books = Books::with(
        Options {
            books_for_others: false,
            ..Options::default()
        },
        "",
    );
    books
        .tt("log yesterday 9:00-10:00 --member 700200 -m dns")
        .exits(0);
    let told = books.tt("sync");
    assert_ne!(told.code, 0);
    assert_eq!(books.held(), Vec::<Value>::new());
}

#[test]
fn a_profile_comes_to_be_with_business_and_identity() {
    let books = Books::new();
    let config = books.desk.home().join("new/config.toml");
    let init = |business: &str| {
        let url = books.fake.url();
        let mut command = books.command();
        command.env("TT_CONFIG", &config);
        command.env("FB_TOKEN", books.fake.token());
        let words = ["init", "--backend", "freshbooks", "--url", &url];
        let more = ["--business", business, "--secret", "env:FB_TOKEN", "--json"];
        ran(command.args(words).args(more).output().unwrap())
    };
    // The number of the membership is not that of the business: told with the choices.
    let told = init("140130");
    assert_ne!(told.code, 0);
    let said = format!("{}{}", told.out, told.err);
    assert!(said.contains("6001 Byron Engines, 6002 Side"), "{said}");
    assert!(!config.exists());
    let value: Value = init("6001").exits(0).json();
    assert_eq!(
        (&value["checked"], &value["tenant"], &value["member"]),
        (&json!(true), &json!("6001"), &json!("700100"))
    );
    let text = std::fs::read_to_string(&config).unwrap();
    assert!(text.contains("identity = \"700100\""), "{text}");
    // With somebody else's token nothing is asked of it any further.
    let mut command = books.command();
    command.env("TT_CONFIG", &config);
    command.env("FB_TOKEN", books.fake.token_of(seed::GRACE));
    let told = ran(command.arg("sync").output().unwrap()).exits(5);
    assert!(told.err.contains("700200 Grace Murray"), "{}", told.err);
}
