//! From nothing to a profile that works, its reference data, and what completes by it.

use super::*;

fn kind<'v>(report: &'v Value, kind: &str) -> &'v Value {
    let kinds = report["profiles"][0]["kinds"].as_array().unwrap();
    kinds.iter().find(|it| it["kind"] == kind).unwrap()
}

#[test]
fn a_script_sets_a_profile_up_and_it_works() {
    let fake = Fake::start(Options::default());
    let keys = fake.keys();
    let mut desk = Desk::new();
    let config = desk.home().join("conf/config.toml");
    desk.set_env("TT_CONFIG", config.to_str().unwrap());
    for (name, value) in [
        ("URL", fake.zone_url()),
        ("USER", keys.user.clone()),
        ("SECRET", keys.secret.clone()),
        ("INTEGRATION_CODE", keys.code.clone()),
        ("MEMBER", "ana@northwind.example".to_owned()),
    ] {
        desk.set_env(&format!("TT_AUTOTASK_{name}"), &value);
    }
    let tt = |line: &str| {
        let mut command = desk.command();
        command.env_remove("TT_NOW");
        ran(command.args(line.split_whitespace()).output().unwrap())
    };
    let value = tt("init --backend autotask --from-env --json")
        .exits(0)
        .json();
    assert_eq!(
        (&value["profile"], &value["checked"]),
        (&json!("work"), &json!(true))
    );
    let text = std::fs::read_to_string(&config).unwrap();
    for secret in [&keys.secret, &keys.code] {
        assert!(!text.contains(secret.as_str()), "{text}");
    }
    assert!(
        text.contains("integration_code = { env = \"TT_AUTOTASK_INTEGRATION_CODE\" }"),
        "{text}"
    );
    assert!(
        text.contains("resource = \"ana@northwind.example\""),
        "{text}"
    );
    tt("config check").exits(0);
    tt("auth status").exits(0);
    tt("init --backend autotask --profile other --user api@x.example --secret env:A --offline")
        .exits(2);
    let told = tt("init --backend autotask --profile other").exits(2);
    for word in [
        "--user",
        "--secret",
        "--integration-code",
        "TT_AUTOTASK_INTEGRATION_CODE",
    ] {
        assert!(told.err.contains(word), "{word}: {}", told.err);
    }
    let log = |member: &str| format!("log yesterday 9-10 --ticket 88123 -m dns{member}");
    // The API user is not the resource, and may enter its time: that is said in the settings.
    let settings = format!(
        "\n[profile.work.settings]\napi_resource = \"{}\"\nadministrator = true\nproxy_time_entry = \"approvers-and-administrators\"\n",
        seed::API_USER
    );
    std::fs::write(&config, text + &settings).unwrap();
    tt(&log("")).exits(0);
    tt("sync").exits(0);
    assert_eq!(fake.entries().len(), 1);
    assert_eq!(fake.schema_errors(), Vec::<String>::new());
}

#[test]
fn everything_is_read_and_then_rules_know_it() {
    let firm = Firm::new();
    let report = firm.tt("catalog refresh --json").exits(0).json();
    assert_eq!(report["profiles"][0]["outcome"], "done", "{report}");
    for (name, least) in [
        ("tickets", 6),
        ("tasks", 4),
        ("projects", 5),
        ("clients", 4),
        ("work-types", 5),
        ("work-roles", 4),
        ("charge-codes", 7),
        ("members", 6),
        ("agreements", 9),
    ] {
        let read = kind(&report, name);
        assert_eq!(read["read"], "all", "{name}: {read}");
        assert!(read["items"].as_u64().unwrap() >= least, "{name}: {read}");
    }
    for none in ["activities", "project-tickets", "services", "tenant"] {
        assert_eq!(kind(&report, none)["read"], "none");
    }
    assert_eq!(firm.fake.schema_errors(), Vec::<String>::new());
    let list = |kind: &str, id: i64| {
        let all = firm
            .tt(&format!("catalog list {kind} --json"))
            .exits(0)
            .json();
        let id = json!(id.to_string());
        let found = all.as_array().unwrap().iter().find(|it| it["id"] == id);
        found
            .unwrap_or_else(|| panic!("no {kind} {id}: {all}"))
            .clone()
    };
    let ticket = list("tickets", seed::SWITCH);
    assert_eq!(ticket["code"], "T20260302.0042", "{ticket}");
    assert_eq!(
        ticket["facts"]["agreement"],
        json!(seed::MATERIALS.to_string())
    );
    let lopez = list("members", seed::LOPEZ);
    assert_eq!(lopez["facts"]["zone"], "America/New_York", "{lopez}");
    assert_eq!(
        lopez["facts"]["default_role"],
        json!(seed::ENGINEER.to_string())
    );
    let contract = list("agreements", seed::MATERIALS);
    assert_eq!(
        contract["facts"]["excluded_roles"],
        json!([seed::DESK.to_string()]),
        "{contract}"
    );
    assert_eq!(
        contract["facts"]["exclusion_agreement"],
        json!(seed::FALLBACK.to_string())
    );
    let code = list("charge-codes", seed::MEETING);
    assert_eq!(code["facts"]["code_type"], "internal-activity", "{code}");
    let task = list("tasks", seed::TEMPLATE_TASK);
    assert_eq!(task["facts"]["project_type"], "template", "{task}");

    // Rules that had nothing to go by have it now.
    let tt = |line: &str| firm.tt(line);
    tt("log yesterday 7-8 --task 7005 -m x").exits(3);
    tt("log yesterday 7-8 --charge-code 29682909 -m x").exits(3);
    tt("log yesterday 7-8 --ticket T20260302.0042 --work-role dispatcher -m x").exits(3);
    let booked = tt("log yesterday 8-9 --ticket T20260302.0042 -m dns --json")
        .exits(0)
        .json();
    assert_eq!(booked[0]["unchecked"], json!([]), "{booked}");
    firm.sync(0);
    let held = firm.only();
    assert_eq!(
        (&held["roleID"], &held["contractID"]),
        (&json!(seed::ENGINEER), &json!(seed::MATERIALS))
    );
    firm.is_idle();
    // What is excluded gives way to the contract for it, here as there.
    tt("log yesterday 9-10 --ticket 88123 --work-type on-site -m onsite");
    let words = tt("log yesterday 9-10 --ticket 88123 -m onsite --work-type 29682805").exits(0);
    assert!(
        words.err.contains("29692") || words.out.contains("29692") || words.err.contains("Group"),
        "{} {}",
        words.out,
        words.err
    );
    firm.sync(0);
    let held = firm
        .held()
        .into_iter()
        .find(|it| it["summaryNotes"] == "onsite")
        .unwrap();
    assert_eq!(held["contractID"], seed::FALLBACK);
    firm.is_idle();
    assert_eq!(firm.fake.schema_errors(), Vec::<String>::new());
}

#[test]
fn a_second_reading_asks_for_what_has_changed() {
    let firm = Firm::new();
    firm.tt("catalog refresh tickets work-types").exits(0);
    firm.fake.clear_requests();
    let again = firm.tt("catalog refresh tickets --json").exits(0).json();
    assert_eq!(kind(&again, "tickets")["read"], "changes", "{again}");
    let asked = firm.fake.requests();
    let query = asked
        .iter()
        .find(|it| it.operation.starts_with("/Tickets/query"))
        .unwrap();
    assert_eq!(query.json()["filter"][0]["field"], "lastActivityDate");
    // A service that drops every condition: nothing wrong is taken over, and all is told.
    firm.fake.set_options(|it| it.drops_conditions = true);
    firm.tt("catalog refresh tickets").exits(0);
    assert_eq!(firm.fake.schema_errors(), Vec::<String>::new());
}

#[test]
fn what_was_read_completes() {
    let firm = Firm::new();
    firm.tt("catalog refresh").exits(0);
    for (words, found) in [
        (&["log", "--ticket", "T2026"][..], "T20260302.0042"),
        (&["log", "--charge-code", "Int"], "Internal"),
        (&["log", "--work-type", "Rem"], "Remote"),
        (&["log", "--agreement", "Man"], "Managed"),
    ] {
        let words = words.iter().map(|word| format!(".{word}"));
        let mut all = vec!["__complete".to_owned(), "powershell".into(), ".tt".into()];
        all.extend(words);
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let told = firm.run(&all).exits(0);
        assert!(told.out.contains(found), "{all:?}: {}", told.out);
    }
}
