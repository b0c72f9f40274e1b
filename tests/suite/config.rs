//! The configuration from outside: whole files in, types or messages out.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops where something is missing"
)]

mod broken;
mod broken_profiles;
mod checked;
mod secrets;

use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tt::config::{
    ApprovalType, Backend, Config, DateOrder, Dialect, Login, Marker, Origin, SecretSource, Send,
    Setting, Weekday,
};
use tt::domain::settings::{OverlapPolicy, RuleSettings};
use tt::domain::status::{BackendKind, Billable, Status};
use tt::domain::tenant::{ProxyEntry, TaskEntry, TenantSettings, TimeOff};
use tt::rounding::{Direction, Policy};

const SAMPLE: &str = include_str!("config/sample.toml");
const TURNED: &str = include_str!("config/turned.toml");

fn parse(text: &str) -> Config {
    Config::parse(text, Path::new("/c/config.toml")).unwrap_or_else(|error| panic!("{error}"))
}

/// The keys a file sets, with their tables, found without the parser under test:
/// these files have one key a line.
fn keys_written(text: &str) -> BTreeSet<String> {
    let mut table = String::new();
    let mut keys = BTreeSet::new();
    for line in text.lines() {
        if let Some(header) = line.strip_prefix('[') {
            table = header.split(']').next().unwrap().to_owned() + ".";
        } else if let Some((key, _)) = line.split_once(" = ")
            && !key.starts_with('#')
        {
            keys.insert(format!(
                "{}{key}",
                if table.is_empty() { "" } else { &table }
            ));
        }
    }
    keys
}

#[test]
fn every_key_of_both_files_arrives_with_its_line() {
    for text in [SAMPLE, TURNED] {
        let shown = parse(text).explain(&[]);
        let from_file: BTreeSet<_> = shown
            .iter()
            .filter(|setting| setting.origin != Origin::Default)
            .map(|setting| setting.key.clone())
            .collect();
        assert_eq!(from_file, keys_written(text));
        for setting in shown {
            if let Origin::File { path, line } = setting.origin {
                assert_eq!(path, Path::new("/c/config.toml"));
                let written = text.lines().nth(line - 1).unwrap();
                let key = setting.key.rsplit('.').next().unwrap();
                assert!(
                    written.starts_with(&format!("{key} = ")),
                    "{key}: {written}"
                );
            }
        }
    }
}

#[test]
fn the_sample_says_what_it_says() {
    let config = parse(SAMPLE);
    assert!(config.warnings().is_empty());
    assert_eq!(config.default_profile.as_deref(), Some("work"));
    assert_eq!(config.time.zone.as_deref(), Some("Europe/Amsterdam"));
    assert_eq!(config.time.date_order, Some(DateOrder::DayFirst));
    assert_eq!(config.rules, RuleSettings::default());
    let quarter = Policy {
        step: 900,
        direction: Direction::Up,
        minimum: 900,
    };
    assert_eq!(config.rounding["quarter"], quarter);
    assert_eq!(config.rounding["none"], Policy::NONE);
    let names: Vec<_> = config.profiles.keys().map(String::as_str).collect();
    assert_eq!(names, ["at", "fb", "mb", "work"]);

    let work = &config.profiles["work"];
    assert_eq!(
        (work.name.as_str(), work.kind()),
        ("work", BackendKind::ConnectWise)
    );
    assert_eq!(
        work.url.as_deref(),
        Some("https://api-na.myconnectwise.net")
    );
    assert_eq!(work.zone.as_deref(), Some("America/New_York"));
    assert_eq!((work.push, work.send), (Status::Open, Send::Worked));
    assert_eq!((work.rounding.as_str(), work.policy), ("quarter", quarter));
    assert_eq!((work.approver, work.marker), (false, Marker::Auto));
    assert_eq!(work.defaults.work_type.as_deref(), Some("Remote"));
    let Backend::ConnectWise(cw) = &work.backend else {
        panic!()
    };
    assert_eq!(
        (cw.company_id.as_str(), cw.public_key.as_str()),
        ("acme", "abc")
    );
    assert_eq!(cw.client_id, "00000000-0000-0000-0000-000000000000");
    let argv = ["pass", "show", "connectwise/private"].map(str::to_owned);
    assert_eq!(cw.private_key, SecretSource::Command(argv.to_vec()));
    assert_eq!(cw.approval_type, ApprovalType::Tier1Update);
    let settings = work.settings();
    assert_eq!(settings.member.as_deref(), Some("jdoe"));
    assert!(!settings.documented && !settings.approver);

    let at = &config.profiles["at"];
    assert_eq!(at.member.as_deref(), Some("29682885"));
    assert_eq!((at.rounding.as_str(), at.policy), ("none", Policy::NONE));
    let Backend::Autotask(autotask) = &at.backend else {
        panic!()
    };
    assert_eq!(autotask.user, "api@acme.test");
    assert_eq!(autotask.secret, SecretSource::Env("AT_SECRET".into()));
    assert_eq!(
        autotask.integration_code,
        SecretSource::Env("AT_CODE".into())
    );
    assert_eq!(
        (&autotask.impersonate, &autotask.discovery_url),
        (&None, &None)
    );
    let vendor = TenantSettings {
        api_resource: Some("29682885".into()),
        ..TenantSettings::default()
    };
    assert_eq!(autotask.settings, vendor);

    let mb = &config.profiles["mb"];
    assert_eq!(mb.member.as_deref(), Some("345678901234567890"));
    assert_eq!((mb.send, mb.dialect), (Send::Billed, Dialect::OpenApi));
    let Backend::Moneybird(moneybird) = &mb.backend else {
        panic!()
    };
    assert_eq!(
        moneybird.administration.as_deref(),
        Some("123456789012345678")
    );
    assert_eq!(
        moneybird.login,
        Login::Token(SecretSource::Env("MB_TOKEN".into()))
    );

    let Backend::FreshBooks(fb) = &config.profiles["fb"].backend else {
        panic!()
    };
    assert_eq!(
        (fb.business.as_deref(), fb.account.as_deref()),
        (Some("77128"), Some("ABC123"))
    );
    let Login::OAuth(oauth) = &fb.login else {
        panic!()
    };
    assert_eq!(oauth.client_id, "abc");
    assert_eq!(oauth.client_secret, SecretSource::Env("FB_SECRET".into()));
    assert_eq!(oauth.redirect_uri, "https://localhost/callback");
}

#[test]
fn every_key_turned_from_its_default_changes_its_value() {
    let config = parse(TURNED);
    assert!(config.warnings().is_empty(), "{:?}", config.warnings());
    let t = &config.time;
    assert_eq!(t.zone.as_deref(), Some("Asia/Tokyo"));
    assert_eq!(t.date_order, Some(DateOrder::MonthFirst));
    assert_eq!(
        (t.day_start, t.day_target, t.seconds),
        (27_000, 27_000, true)
    );
    assert_eq!(t.week_start, Weekday::Sunday);
    assert_eq!((t.day_end, &t.breaks), (57_600, &vec![(43_200, 45_000)]));
    assert_eq!(t.work_days, [Weekday::Sunday, Weekday::Monday]);
    let s = &config.sync;
    assert_eq!((s.quarantine, s.grace, s.max_time), (2, 300, 60));
    assert_eq!((s.pull_days, s.catalog_max_age), (7, 3600));
    let site = RuleSettings {
        note_required: true,
        note_min_chars: 8,
        max_entry: 36_000,
        review_entry: 21_600,
        max_day: 57_600,
        increment: 360,
        overlap: OverlapPolicy::Refuse,
        late_after: Some(172_800),
        block_warn: vec![50, 90],
    };
    assert_eq!(config.rules, site);
    assert_eq!(config.profiles["mb"].rules, site, "inherited");
    let six = Policy {
        step: 360,
        direction: Direction::Nearest,
        minimum: 1800,
    };
    assert_eq!(config.rounding["six"], six);

    let cw = &config.profiles["cw"];
    assert_eq!(cw.url.as_deref(), Some("https://psa.acme.test/"));
    assert_eq!(
        cw.ca_file,
        Some(PathBuf::from("/c/authority.pem")),
        "beside the file"
    );
    assert_eq!(cw.zone.as_deref(), Some("Australia/Sydney"));
    assert_eq!((cw.push, cw.send), (Status::Submitted, Send::Billed));
    assert_eq!((cw.rounding.as_str(), cw.policy), ("six", six));
    assert_eq!((cw.approver, cw.marker), (true, Marker::InternalNote));
    assert_eq!(
        (cw.member.as_deref(), cw.dialect),
        (Some("248"), Dialect::Documented)
    );
    assert!(cw.settings().documented && cw.settings().approver);
    let d = &cw.defaults;
    assert_eq!(
        [
            &d.work_type,
            &d.work_role,
            &d.agreement,
            &d.client,
            &d.project,
            &d.service
        ]
        .map(|value| value.as_deref().unwrap_or("")),
        ["On-site", "Engineer", "Gold", "Acme", "Move", "Hours"]
    );
    assert_eq!(d.billable, Some(Billable::NoCharge));
    assert_eq!(
        cw.rules,
        RuleSettings {
            note_required: false,
            note_min_chars: 3,
            max_entry: 32_400,
            review_entry: 18_000,
            max_day: 43_200,
            increment: 900,
            overlap: OverlapPolicy::Allow,
            late_after: None,
            block_warn: Vec::new(),
        }
    );
    let Backend::ConnectWise(service) = &cw.backend else {
        panic!()
    };
    assert_eq!(
        (service.company_id.as_str(), service.public_key.as_str()),
        ("beta", "xyz")
    );
    assert_eq!(service.client_id, "01234567-89AB-cdef-0123-456789abcdef");
    assert_eq!(service.private_key, SecretSource::File("~/keys/cw".into()));
    assert_eq!(service.approval_type, ApprovalType::Billing);

    let at = &config.profiles["at"];
    assert_eq!(
        (at.member.as_deref(), at.marker),
        (Some("jane@beta.test"), Marker::None)
    );
    let Backend::Autotask(service) = &at.backend else {
        panic!()
    };
    assert_eq!(service.secret, SecretSource::File("/c/keys/at".into()));
    assert_eq!(
        service.integration_code,
        SecretSource::Command(vec!["show-code".into()])
    );
    assert_eq!(service.impersonate.as_deref(), Some("42"));
    assert_eq!(
        service.discovery_url.as_deref(),
        Some("http://127.0.0.1:8080")
    );
    assert_eq!(
        service.settings,
        TenantSettings {
            proxy_time_entry: ProxyEntry::Approvers,
            api_resource: Some("7".into()),
            approves: vec!["8".into(), "9".into()],
            administrator: true,
            service_desk_access: false,
            can_enter_time_on: TaskEntry::Assigned,
            may_set_billing: false,
            allow_span_midnight: true,
            allow_modify_role: true,
            prohibit_time_on_complete_tickets: true,
            allow_time_on_complete_tickets: false,
            allow_time_on_complete_tasks: false,
            allow_archived_projects: true,
            require_summary_notes_on_tasks: true,
            regular_time_codes: vec![TimeOff::Sick, TimeOff::Vacation],
            rounding_minutes: 15,
        }
    );

    let mb = &config.profiles["mb"];
    assert_eq!(
        (mb.push, mb.dialect),
        (Status::Approved, Dialect::Documented)
    );
    let Backend::Moneybird(service) = &mb.backend else {
        panic!()
    };
    let Login::OAuth(oauth) = &service.login else {
        panic!()
    };
    assert_eq!(oauth.redirect_uri, "urn:ietf:wg:oauth:2.0:oob");
    let Backend::FreshBooks(service) = &config.profiles["fb"].backend else {
        panic!()
    };
    assert_eq!(service.account, None, "a business without accounting");
    assert_eq!(
        service.login,
        Login::Token(SecretSource::Env("FB_TOKEN".into()))
    );
}

#[test]
fn the_defaults_that_are_shown_are_the_defaults_that_hold() {
    let none = Config::default();
    let mut text = String::new();
    for setting in none.explain(&[]) {
        assert_eq!(setting.origin, Origin::Default, "{}", setting.key);
        let (table, key) = setting.key.split_once('.').unwrap();
        let plain = setting.value.parse::<u32>().is_ok() || setting.value.parse::<bool>().is_ok();
        let quote = if plain { "" } else { "\"" };
        text += &format!("{table}.{key} = {quote}{}{quote}\n", setting.value);
    }
    let written = parse(&text);
    assert_eq!(text.lines().count(), 18, "{text}");
    assert_eq!(
        (written.time, written.rules, written.sync, written.rounding),
        (none.time, none.rules, none.sync, none.rounding)
    );
    assert!(none.profiles.is_empty() && none.default_profile.is_none());
}

#[test]
fn stronger_layers_are_shown_over_the_file() {
    let config = parse(TURNED);
    let over = [
        Setting {
            key: "default_profile".into(),
            value: "cw".into(),
            origin: Origin::Env("TT_PROFILE".into()),
        },
        Setting {
            key: "db".into(),
            value: "/x.db".into(),
            origin: Origin::Flag("--db".into()),
        },
    ];
    let shown = config.explain(&over);
    let lines: Vec<_> = shown
        .iter()
        .map(|setting| format!("{} = {} ({})", setting.key, setting.value, setting.origin))
        .collect();
    assert!(lines.contains(&"default_profile = cw ($TT_PROFILE)".to_owned()));
    assert!(lines.contains(&"db = /x.db (--db)".to_owned()));
    assert!(lines.contains(&"time.day_start = 07:30 (/c/config.toml:6)".to_owned()));
    assert!(lines.contains(&"profile.fb.push = open (default)".to_owned()));
    assert!(
        lines.contains(
            &"profile.at.integration_code = command show-code (/c/config.toml:109)".to_owned()
        ),
        "{lines:#?}"
    );
    let at = |key: &str| shown.iter().position(|setting| setting.key == key);
    assert!(at("default_profile") == Some(0) && at("time.zone") < at("rules.overlap"));
    assert!(at("profile.cw.approval_type") < at("profile.cw.rules.overlap"));
    assert_eq!(
        shown
            .iter()
            .filter(|setting| setting.key == "default_profile")
            .count(),
        1
    );
}

#[test]
fn the_profile_is_the_flags_else_the_variables_else_the_files() {
    let config = parse(TURNED);
    let chosen = |flag, env| {
        config
            .choose_profile(flag, env)
            .map(|found| found.map(|(profile, origin)| (profile.name.clone(), origin.to_string())))
    };
    let named = |name: &str, origin: &str| Ok(Some((name.to_owned(), origin.to_owned())));
    assert_eq!(chosen(Some("cw"), Some("at")), named("cw", "--profile"));
    assert_eq!(chosen(None, Some("at")), named("at", "$TT_PROFILE"));
    assert_eq!(chosen(None, Some("")), named("mb", "/c/config.toml:2"));
    assert_eq!(chosen(Some("none"), Some("at")), Ok(None));
    let error = chosen(Some("cv"), None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no profile \"cv\" (from --profile)"
    );
    assert_eq!(error.help, "did you mean \"cw\"?");
    let error = Config::default()
        .choose_profile(None, Some("x"))
        .unwrap_err();
    assert!(error.help.contains("no [profile.NAME]"));
    assert_eq!(Config::default().choose_profile(None, None), Ok(None));
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,200}", lines in "([a-z\\[\\]\\.={}\"' \n0-9-]{0,40}\n){0,8}") {
        let _ = Config::parse(&text, Path::new("c"));
        let _ = Config::parse(&lines, Path::new("c"));
    }

    #[test]
    fn no_damage_to_a_file_makes_the_parser_panic(
        at in 0..TURNED.len(),
        length in 0..40_usize,
        patch in prop_oneof![Just(String::new()), "\\PC{0,12}", Just("\n[".into()), Just("\"\"\"".into()), Just("\u{0}".into())],
    ) {
        let end = (at + length).min(TURNED.len());
        // Both files are ASCII up to their comments; damage inside a character is not text.
        if let (Some(before), Some(after)) = (TURNED.get(..at), TURNED.get(end..)) {
            let _ = Config::parse(&format!("{before}{patch}{after}"), Path::new("c"));
        }
    }

    #[test]
    fn any_value_in_any_place_is_taken_or_refused_with_its_line(
        line in 0..TURNED.lines().count(),
        value in prop_oneof![
            Just("1"), Just("-1"), Just("99999999999999999999"), Just("1.5"), Just("true"), Just("\"\""),
            Just("\"x\""), Just("[]"), Just("[1]"), Just("{}"), Just("{ env = 1 }"), Just("1979-05-27"),
            Just("0x1F"), Just("inf"), Just("[[\"a\"]]"),
        ],
    ) {
        let patched: Vec<_> = TURNED
            .lines()
            .enumerate()
            .map(|(at, text)| match text.split_once(" = ") {
                Some((key, _)) if at == line => format!("{key} = {value}"),
                _ => text.to_owned(),
            })
            .collect();
        if let Err(error) = Config::parse(&patched.join("\n"), Path::new("c")) {
            let place = format!("c:{}:", line + 1);
            prop_assert!(error.to_string().contains(&place), "{} {}", place, error);
        }
    }
}
