//! Profiles that are whole but for one line.

use super::broken::{findings, one};

/// A profile that is whole, to which one line is added or in which one is replaced.
const CW: &str = r#"[profile.work]
backend = "connectwise"
url = "https://psa.acme.test"
company_id = "acme"
client_id = "00000000-0000-0000-0000-000000000000"
public_key = "abc"
private_key = { env = "KEY" }
"#;

const AT: &str = r#"[profile.at]
backend = "autotask"
user = "api@acme.test"
secret = { env = "AT" }
integration_code = { env = "AT2" }
"#;

const MB: &str = r#"[profile.mb]
backend = "moneybird"
administration = "1"
token = { env = "MB" }
"#;

const FB_TOKEN: &str = r#"[profile.fb]
backend = "freshbooks"
business = "1"
token = { env = "FB" }
"#;

const FB: &str = r#"[profile.fb]
backend = "freshbooks"
business = "1"
[profile.fb.oauth]
client_id = "abc"
client_secret = { env = "FB" }
redirect_uri = "https://localhost/callback"
"#;

#[test]
fn the_whole_profiles_are_whole() {
    for text in [CW, AT, MB, FB] {
        assert_eq!(findings(text), [""; 0]);
    }
}

#[test]
fn one_line_wrong_in_a_whole_profile_is_one_finding() {
    for (profile, wrong, pieces) in [
        (
            CW,
            "backned = \"x\"",
            &["unknown key `backned` in [profile.work]", "`backend`"][..],
        ),
        (
            CW,
            "resource = \"1\"",
            &["a key of autotask", "here it is called `member`"],
        ),
        (
            CW,
            "administration = \"1\"",
            &["`administration`", "a key of moneybird"],
        ),
        (CW, "oauth = {}", &["a key of moneybird and freshbooks"]),
        (CW, "settings = {}", &["a key of autotask"]),
        (AT, "company_id = \"acme\"", &["a key of connectwise"]),
        (
            AT,
            "member = \"jdoe\"",
            &["a key of connectwise", "here it is called `resource`"],
        ),
        (MB, "member = \"jdoe\"", &["here it is called `user`"]),
        (
            MB,
            "approval_type = \"Tier1Update\"",
            &["a key of connectwise"],
        ),
        (MB, "client_id = \"x\"", &["belongs in [profile.mb.oauth]"]),
        (
            CW,
            "work_type = \"Remote\"",
            &["belongs in [profile.work.defaults]"],
        ),
        (
            CW,
            "overlap = \"warn\"",
            &["belongs in [profile.work.rules]"],
        ),
        (CW, "day_start = \"09:00\"", &["belongs in [time]"]),
        (
            CW,
            "defaults = { worktype = \"Remote\" }",
            &["in [profile.work.defaults]", "`work_type`"],
        ),
        (
            CW,
            "defaults = { billable = \"no-bill\" }",
            &["`profile.work.defaults.billable`", "do-not-bill"],
        ),
        (
            CW,
            "defaults = { client = \"\" }",
            &["`profile.work.defaults.client` is empty"],
        ),
        (
            CW,
            "rules = { overlp = \"warn\" }",
            &["in [profile.work.rules]", "`overlap`"],
        ),
        (
            CW,
            "rules = { max_day = \"1w\" }",
            &["`profile.work.rules.max_day`", "too long"],
        ),
        (
            CW,
            "push = \"approved\"",
            &[
                "`profile.work.push`",
                "ConnectWise PSA approves time itself",
                "\"submitted\"",
            ],
        ),
        (
            AT,
            "push = \"approved\"",
            &["Autotask PSA approves time itself"],
        ),
        (
            CW,
            "push = \"billed\"",
            &["one of open, submitted, approved"],
        ),
        (CW, "push = \"opne\"", &["did you mean \"open\"?"]),
        (CW, "send = \"hours\"", &["one of worked, billed"]),
        (
            CW,
            "rounding = \"quarter\"",
            &["names no rounding policy (\"quarter\")", "there are: none"],
        ),
        (CW, "rounding = \"non\"", &["did you mean \"none\"?"]),
        (CW, "approver = \"yes\"", &["true or false, without quotes"]),
        (
            CW,
            "marker = \"internal note\"",
            &["did you mean \"internal-note\"?"],
        ),
        (MB, "marker = \"internal-note\"", &["has no internal note"]),
        (CW, "dialect = \"openpai\"", &["did you mean \"openapi\"?"]),
        (
            AT,
            "dialect = \"openapi\"",
            &["a key of connectwise and moneybird"],
        ),
        (
            CW,
            "approval_type = \"tier1update\"",
            &["did you mean \"Tier1Update\"?"],
        ),
        (
            CW,
            "zone = \"America/NewYork\"",
            &["did you mean \"America/New_York\"?"],
        ),
        (
            AT,
            "url = \"http://psa.acme.test\"",
            &["only for this machine"],
        ),
        (AT, "url = \"psa.acme.test\"", &["begins with https://"]),
        (AT, "url = 5", &["an address in quotes"]),
        (
            AT,
            "discovery_url = \"http://127.0.0.1.evil.test\"",
            &["only for this machine"],
        ),
        (AT, "ca_file = 1", &["`profile.at.ca_file` is a number"]),
        (AT, "resource = \"jane\"", &["digits or an e-mail address"]),
        (
            AT,
            "resource = 29682885",
            &["digits or an e-mail address, in quotes"],
        ),
        (AT, "impersonate = \"jane@acme.test\"", &["expects digits"]),
        (
            AT,
            "settings = { api_resource = \"me\" }",
            &["`profile.at.settings.api_resource`"],
        ),
        (
            AT,
            "settings = { approves = [1, 2] }",
            &["something in it that is not digits in quotes"],
        ),
        (AT, "settings = { approves = \"1\" }", &["expects a list"]),
        (AT, "settings = { approves = [\"1\", \"1\"] }", &["twice"]),
        (
            AT,
            "settings = { regular_time_codes = [\"sik\"] }",
            &["did you mean \"sick\"?"],
        ),
        (
            AT,
            "settings = { proxy_time_entry = \"enabled\" }",
            &["disabled, approvers"],
        ),
        (
            AT,
            "settings = { administrater = true }",
            &["`administrator`"],
        ),
        (
            AT,
            "settings = { rounding_minutes = \"15m\" }",
            &["a whole number"],
        ),
        (
            MB,
            "user = \"jane\"",
            &["`profile.mb.user`", "expects digits"],
        ),
        (CW, "private_keys = 1", &["`private_key`"]),
    ] {
        let header = profile.find('\n').unwrap() + 1;
        let text = format!("{}{wrong}\n{}", &profile[..header], &profile[header..]);
        one(&text, 2, pieces);
    }
}

#[test]
fn a_missing_or_replaced_line_of_a_profile_is_one_finding() {
    for (profile, key, line, replacement, pieces) in [
        (
            CW,
            "url",
            1,
            None,
            &["[profile.work] has no `url`", "api-na.myconnectwise.net"][..],
        ),
        (CW, "company_id", 1, None, &["has no `company_id`"]),
        (CW, "client_id", 1, None, &["has no `client_id`", "GUID"]),
        (CW, "public_key", 1, None, &["has no `public_key`"]),
        (
            CW,
            "private_key",
            1,
            None,
            &["has no `private_key`", "command"],
        ),
        (AT, "user", 1, None, &["has no `user`"]),
        (AT, "secret", 1, None, &["has no `secret`"]),
        (
            AT,
            "integration_code",
            1,
            None,
            &["has no `integration_code`"],
        ),
        (MB, "administration", 1, None, &["has no `administration`"]),
        (
            MB,
            "token",
            1,
            None,
            &["has no `token`", "[profile.mb.oauth]"],
        ),
        (FB_TOKEN, "business", 1, None, &["has no `business`"]),
        (
            FB,
            "client_id",
            4,
            None,
            &["[profile.fb.oauth] has no `client_id`"],
        ),
        (FB, "client_secret", 4, None, &["has no `client_secret`"]),
        (FB, "redirect_uri", 4, None, &["has no `redirect_uri`"]),
        (CW, "client_id", 5, Some("\"1234\""), &["is no GUID"]),
        (
            CW,
            "client_id",
            5,
            Some("\"00000000-0000-0000-0000-00000000000g\""),
            &["is no GUID"],
        ),
        (
            CW,
            "company_id",
            4,
            Some("\"ac+me\""),
            &["`profile.work.company_id`"],
        ),
        (
            CW,
            "public_key",
            6,
            Some("\"a:b\""),
            &["`profile.work.public_key`"],
        ),
        (CW, "public_key", 6, Some("\" abc\""), &["blanks around it"]),
        (
            MB,
            "administration",
            3,
            Some("123456789012345678"),
            &["is a number, but expects digits in quotes"],
        ),
        (
            MB,
            "administration",
            3,
            Some("\"acme\""),
            &["expects digits"],
        ),
        (
            FB,
            "redirect_uri",
            7,
            Some("\"http://localhost/callback\""),
            &["all FreshBooks registers"],
        ),
        (
            FB,
            "redirect_uri",
            7,
            Some("\"https://localhost/callback?x=1\""),
            &["query"],
        ),
        (
            FB,
            "redirect_uri",
            7,
            Some("\"urn:ietf:wg:oauth:2.0:oob\""),
            &["no address"],
        ),
        // Where a secret is.
        (
            CW,
            "private_key",
            7,
            Some("{ keyring = true }"),
            &["this build has no keyring", "secret-tool"],
        ),
        (CW, "private_key", 7, Some("{}"), &["an empty table"]),
        (
            CW,
            "private_key",
            7,
            Some("{ comand = [\"pass\"] }"),
            &["unknown key `comand`", "`command`"],
        ),
        (
            CW,
            "private_key",
            7,
            Some("{ env = \"A\", file = \"b\" }"),
            &["names several places"],
        ),
        (
            CW,
            "private_key",
            7,
            Some("{ command = \"pass show x\" }"),
            &["no shell"],
        ),
        (
            CW,
            "private_key",
            7,
            Some("{ command = [] }"),
            &["no list of words"],
        ),
        (
            CW,
            "private_key",
            7,
            Some("{ command = [\"pass\", 1] }"),
            &["no list of words"],
        ),
        (
            CW,
            "private_key",
            7,
            Some("{ env = \"A B\" }"),
            &["no name of a variable"],
        ),
        (CW, "private_key", 7, Some("{ file = \"\" }"), &["no path"]),
        (
            CW,
            "private_key",
            7,
            Some("[\"pass\"]"),
            &["a command is written"],
        ),
        (
            CW,
            "private_key",
            7,
            Some("12345"),
            &["is a number", "where the secret is"],
        ),
    ] {
        let lines: Vec<_> = profile
            .lines()
            .filter_map(|text| match (text.split_once(" = "), replacement) {
                (Some((name, _)), None) if name == key => None,
                (Some((name, _)), Some(value)) if name == key => Some(format!("{key} = {value}")),
                _ => Some(text.to_owned()),
            })
            .collect();
        one(&lines.join("\n"), line, pieces);
    }
}

#[test]
fn a_token_and_an_application_are_one_too_many() {
    let text = format!("{FB}[profile.mb]\n{}", &MB["[profile.mb]\n".len()..])
        + "oauth = { client_id = \"x\", client_secret = { env = \"S\" }, redirect_uri = \"https://localhost\" }\n";
    let line = FB.lines().count() + 4;
    one(&text, line, &["[profile.mb] has both `token` and `oauth`"]);
}
