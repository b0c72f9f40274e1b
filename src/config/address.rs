//! Addresses of services, checked as text: nothing is looked up. Never quoted in a
//! message, because people put passwords into addresses.

use super::document::bad;
use super::values::{Read, text};
use std::net::{Ipv4Addr, Ipv6Addr};
use toml::de::DeValue;

/// The address of a service: https, or http to this machine. Checked as text only.
pub(super) fn url(value: &DeValue<'_>) -> Read<String> {
    let text = text(value, "an address in quotes, such as \"https://…\"")?;
    match wrong_with_url(text) {
        None => Ok(text.to_owned()),
        Some(wrong) => bad(wrong),
    }
}

fn wrong_with_url(text: &str) -> Option<&'static str> {
    if text
        .chars()
        .any(|c| c.is_whitespace() || c.is_control() || c == '\\')
    {
        return Some("has a blank or a backslash in it");
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        return Some("is no address; it begins with https://");
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    if authority.contains('@') {
        return Some("has a user name in it; credentials have keys of their own");
    }
    if rest.contains(['?', '#']) {
        return Some("has a query or fragment in it");
    }
    let Some(is_loopback) = loopback(authority) else {
        return Some("has no usable host in it");
    };
    match scheme.to_ascii_lowercase().as_str() {
        "https" => None,
        "http" if is_loopback => None,
        "http" => Some("is http, which is only for this machine; use https"),
        _ => Some("is neither https nor http"),
    }
}

/// Whether a host with its port is this machine; none where it is no host.
/// Names other than `localhost` are not looked up.
fn loopback(authority: &str) -> Option<bool> {
    let port = |text: &str| text.parse::<u16>().is_ok_and(|port| port > 0);
    if let Some(rest) = authority.strip_prefix('[') {
        let (address, after) = rest.split_once(']')?;
        if !after.is_empty() && !after.strip_prefix(':').is_some_and(port) {
            return None;
        }
        return Some(address.parse::<Ipv6Addr>().ok()?.is_loopback());
    }
    let host = match authority.split_once(':') {
        Some((host, number)) if port(number) => host,
        Some(_) => return None,
        None => authority,
    };
    let usable = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    if !host.split('.').all(usable) {
        return None;
    }
    let address = host.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback());
    Some(address || host.eq_ignore_ascii_case("localhost"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for good in [
            "https://api-na.myconnectwise.net",
            "https://psa.example:8443/path/",
            "https://10.0.0.7",
            "https://[2001:db8::1]:444/",
            "HTTPS://Example.test",
            "http://localhost",
            "http://LOCALHOST:8080/x",
            "http://127.0.0.1:9",
            "http://127.9.9.9",
            "http://[::1]:8080",
        ] {
            assert_eq!(wrong_with_url(good), None, "{good}");
        }
        for broken in [
            "",
            "example.test",
            "ftp://example.test",
            "https://",
            "https:///path",
            "https://a b",
            "https://a..b",
            "https://user:pw@example.test",
            "https://example.test?x=1",
            "https://example.test#x",
            "https://example.test:0",
            "https://example.test:99999",
            "https://example.test:",
            "https://[::1",
            "https://[::1]x",
            "https://exa\\mple.test",
            "http://example.test",
            "http://127.0.0.1.example.test",
            "http://localhost.example.test",
            "http://127.0.0.1@example.test",
            "http://[2001:db8::1]",
            "http://0.0.0.0",
            "http://0177.0.0.1",
        ] {
            assert!(wrong_with_url(broken).is_some(), "{broken}");
        }
    }
}
