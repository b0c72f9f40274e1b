//! Names: what is read of the service, and how a profile comes to be.

use super::{Books, SUPPORT, ran};
use serde_json::{Value, json};

#[test]
fn what_is_read_makes_names_known() {
    let books = Books::new();
    let report = books.tt("catalog refresh --json").exits(0).json();
    let profile = &report["profiles"][0];
    let kinds = profile["kinds"].as_array().unwrap();
    for (kind, least) in [("members", 3), ("projects", 4), ("clients", 4)] {
        let read = kinds.iter().find(|it| it["kind"] == kind).unwrap();
        assert_eq!(read["read"], "all", "{read}");
        assert!(read["items"].as_u64().unwrap() >= least, "{read}");
    }
    assert_eq!(books.schema_errors(), Vec::<String>::new());
    books
        .tt("log yesterday 9-10 --project support -m dns")
        .exits(0);
    books.sync(0);
    assert_eq!(books.held()[0]["project_id"], SUPPORT);
    books.is_idle();
}

#[test]
fn a_profile_comes_to_be_with_administration_and_user() {
    let books = Books::new();
    let config = books.desk.home().join("new/config.toml");
    let init = |administration: &str, more: &[&str]| {
        let url = books.fake.url();
        let mut words = vec!["init", "--backend", "moneybird", "--url", &url];
        words.extend([
            "--administration",
            administration,
            "--secret",
            "env:MB_TOKEN",
        ]);
        words.extend(more);
        let mut command = books.command();
        command.env("TT_CONFIG", &config);
        command.env("MB_TOKEN", books.fake.token());
        ran(command.args(words).output().unwrap())
    };
    let own = books.fake.administration();
    // Both are told with the choices, and nothing is written.
    let told = init("500000000000000009", &["--member", "500000000000000031"]);
    assert_ne!(told.code, 0);
    assert!(
        told.err.contains(&format!("{own} Bureau Noord")),
        "{}",
        told.err
    );
    let told = init(&own, &[]);
    assert_ne!(told.code, 0);
    assert!(told.err.contains("Sem de Wit"), "{}", told.err);
    assert!(!config.exists());
    let value: Value = init(&own, &["--member", "500000000000000031", "--json"])
        .exits(0)
        .json();
    assert_eq!(
        (&value["checked"], &value["tenant"]),
        (&json!(true), &json!(own))
    );
    assert!(
        std::fs::read_to_string(config)
            .unwrap()
            .contains("moneybird")
    );
}
