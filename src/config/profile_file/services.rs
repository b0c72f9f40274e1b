//! What only one service's profile has: accounts, logins, settings of the tenant.

use super::Surroundings;
use crate::config::address::url;
use crate::config::document::{Bad, Reader, Section, bad};
use crate::config::keys;
use crate::config::profile::{
    ApprovalType, Autotask, ConnectWise, FreshBooks, Login, Moneybird, OAuth,
};
use crate::config::secret::SecretSource;
use crate::config::values::{
    alphanumeric, credential_part, digits, guid, list, number, one_of, plain, yes_no,
};
use crate::domain::status::BackendKind;
use crate::domain::tenant::{ProxyEntry, TaskEntry, TenantSettings, TimeOff};
use toml::de::DeValue;

/// Reads where a secret is; `why` says which secret it is.
fn secret(
    reader: &mut Reader,
    table: &Section<'_>,
    key: &str,
    why: &str,
    around: &Surroundings<'_>,
) -> Option<SecretSource> {
    let Some((value, line)) = reader.raw(table, key) else {
        let why = format!("{key} = {{ command = [\"…\"] }}: {why}");
        reader.missing(table, key, &why);
        return None;
    };
    match SecretSource::read(value, around.folder) {
        Ok(source) => {
            reader.row(table, key, source.to_string(), Some(line));
            Some(source)
        }
        Err(bad) => {
            reader.refuse(table, key, value, line, bad);
            None
        }
    }
}

pub(super) fn connectwise(
    reader: &mut Reader,
    table: &Section<'_>,
    around: &Surroundings<'_>,
) -> Option<ConnectWise> {
    if !table.has("url") {
        reader.missing(
            table,
            "url",
            "url = \"https://api-na.myconnectwise.net\", or where your server is",
        );
    }
    let company_id = reader.need(
        table,
        "company_id",
        credential_part,
        "company_id = \"…\": the company one logs in to",
    );
    let client_id = reader.need(
        table,
        "client_id",
        guid,
        "client_id = \"…\": the GUID from developer.connectwise.com",
    );
    let public_key = reader.need(
        table,
        "public_key",
        credential_part,
        "public_key = \"…\": the public half of the member's key",
    );
    let private_key = secret(
        reader,
        table,
        "private_key",
        "the private half of the member's key",
        around,
    );
    let approval_type = reader.or(
        table,
        "approval_type",
        one_of(ApprovalType::ALL, ApprovalType::word),
        (ApprovalType::Tier1Update, "Tier1Update"),
    );
    Some(ConnectWise {
        company_id: company_id?,
        client_id: client_id?,
        public_key: public_key?,
        private_key: private_key?,
        approval_type,
    })
}

pub(super) fn autotask(
    reader: &mut Reader,
    table: &Section<'_>,
    around: &Surroundings<'_>,
) -> Option<Autotask> {
    let user = reader.need(table, "user", plain, "user = \"…\": the API user's name");
    let the_secret = secret(reader, table, "secret", "the API user's secret", around);
    let code = "the integration's tracking code";
    let integration_code = secret(reader, table, "integration_code", code, around);
    let impersonate = reader.get(table, "impersonate", digits);
    let discovery_url = reader.get(table, "discovery_url", url);
    if discovery_url.is_some() && table.has("url") {
        let line = reader.line_of(table, "discovery_url");
        let message = format!("`{}` does nothing", table.key("discovery_url"));
        let help = "`url` skips zone discovery; remove one of the two".to_owned();
        reader.warn(line, message, Some(help));
    }
    let settings = tenant(reader, table);
    Some(Autotask {
        user: user?,
        secret: the_secret?,
        integration_code: integration_code?,
        impersonate,
        discovery_url,
        settings,
    })
}

fn tenant(reader: &mut Reader, profile: &Section<'_>) -> TenantSettings {
    let t = reader.section(profile, "settings");
    reader.refuse_unknown(&t, keys::SETTINGS, |key| {
        keys::advice(&t.name, key, keys::SETTINGS, None)
    });
    let usual = TenantSettings::default();
    let mut flag = |key: &str, default: bool| {
        let shown = if default { "true" } else { "false" };
        reader.or(&t, key, yes_no, (default, shown))
    };
    TenantSettings {
        administrator: flag("administrator", usual.administrator),
        service_desk_access: flag("service_desk_access", usual.service_desk_access),
        may_set_billing: flag("may_set_billing", usual.may_set_billing),
        allow_span_midnight: flag("allow_span_midnight", usual.allow_span_midnight),
        allow_modify_role: flag("allow_modify_role", usual.allow_modify_role),
        prohibit_time_on_complete_tickets: flag(
            "prohibit_time_on_complete_tickets",
            usual.prohibit_time_on_complete_tickets,
        ),
        allow_time_on_complete_tickets: flag(
            "allow_time_on_complete_tickets",
            usual.allow_time_on_complete_tickets,
        ),
        allow_time_on_complete_tasks: flag(
            "allow_time_on_complete_tasks",
            usual.allow_time_on_complete_tasks,
        ),
        allow_archived_projects: flag("allow_archived_projects", usual.allow_archived_projects),
        require_summary_notes_on_tasks: flag(
            "require_summary_notes_on_tasks",
            usual.require_summary_notes_on_tasks,
        ),
        proxy_time_entry: reader.or(
            &t,
            "proxy_time_entry",
            one_of(ProxyEntry::ALL, ProxyEntry::word),
            (usual.proxy_time_entry, usual.proxy_time_entry.word()),
        ),
        can_enter_time_on: reader.or(
            &t,
            "can_enter_time_on",
            one_of(TaskEntry::ALL, TaskEntry::word),
            (usual.can_enter_time_on, usual.can_enter_time_on.word()),
        ),
        api_resource: reader.get(&t, "api_resource", digits),
        approves: reader.or(&t, "approves", list(digits), (Vec::new(), "")),
        regular_time_codes: reader.or(
            &t,
            "regular_time_codes",
            list(one_of(TimeOff::ALL, TimeOff::word)),
            (Vec::new(), ""),
        ),
        rounding_minutes: reader.or(&t, "rounding_minutes", number(0, 1440), (0, "0")),
    }
}

pub(super) fn moneybird(
    reader: &mut Reader,
    table: &Section<'_>,
    around: &Surroundings<'_>,
) -> Option<Moneybird> {
    let help = "administration = \"…\": the number in its address";
    let administration = place(reader, table, "administration", help);
    let login = login(reader, table, BackendKind::Moneybird, around);
    Some(Moneybird {
        administration: administration?,
        login: login?,
    })
}

pub(super) fn freshbooks(
    reader: &mut Reader,
    table: &Section<'_>,
    around: &Surroundings<'_>,
) -> Option<FreshBooks> {
    let help = "business = \"…\": the number of the business";
    let business = place(reader, table, "business", help);
    let account = reader.get(table, "account", alphanumeric);
    let login = login(reader, table, BackendKind::FreshBooks, around);
    Some(FreshBooks {
        business: business?,
        account,
        login: login?,
    })
}

/// Where time is booked: it may be left to the login of an application, which asks.
fn place(
    reader: &mut Reader,
    table: &Section<'_>,
    key: &str,
    help: &str,
) -> Option<Option<String>> {
    if table.has("oauth") && !table.has(key) {
        return Some(None);
    }
    reader.need(table, key, digits, help).map(Some)
}

/// A ready token, or an application; exactly one of them.
fn login(
    reader: &mut Reader,
    table: &Section<'_>,
    kind: BackendKind,
    around: &Surroundings<'_>,
) -> Option<Login> {
    let application = reader.section(table, "oauth");
    let has_token = table.has("token");
    let has_application = table.has("oauth");
    if has_token && has_application {
        let line = reader.line_of(table, "token");
        let message = format!("[{}] has both `token` and `oauth`", table.name);
        reader.error(line, message, Some("keep one of them".to_owned()));
    }
    if !has_application {
        let why = format!("an access token; or a table [{}.oauth]", table.name);
        return secret(reader, table, "token", &why, around).map(Login::Token);
    }
    if !application.is_present() {
        return None;
    }
    reader.refuse_unknown(&application, keys::OAUTH, |key| {
        keys::advice(&application.name, key, keys::OAUTH, Some(kind))
    });
    let client_id = reader.need(
        &application,
        "client_id",
        plain,
        "client_id = \"…\": the application's identity",
    );
    let client_secret = secret(
        reader,
        &application,
        "client_secret",
        "the application's secret",
        around,
    );
    let redirect_uri = reader.need(
        &application,
        "redirect_uri",
        |value| redirect(value, kind),
        "redirect_uri = \"…\", as it is registered",
    );
    Some(Login::OAuth(OAuth {
        client_id: client_id?,
        client_secret: client_secret?,
        redirect_uri: redirect_uri?,
    }))
}

/// Moneybird shows the code on a page for this address; FreshBooks has no such page
/// and registers only https.
fn redirect(value: &DeValue<'_>, kind: BackendKind) -> Result<String, Bad> {
    const SHOWN_ON_A_PAGE: &str = "urn:ietf:wg:oauth:2.0:oob";
    if kind == BackendKind::Moneybird && value.as_str() == Some(SHOWN_ON_A_PAGE) {
        return Ok(SHOWN_ON_A_PAGE.to_owned());
    }
    let address = url(value)?;
    if kind == BackendKind::FreshBooks && !address.to_ascii_lowercase().starts_with("https:") {
        return bad("is not https, which is all FreshBooks registers; use \"https://localhost/…\"");
    }
    Ok(address)
}
