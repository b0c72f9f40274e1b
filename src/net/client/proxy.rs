//! Which requests go through a proxy.
//!
//! The variables are read at the edge and come in as values. Conventions of
//! curl: `HTTPS_PROXY`, else `ALL_PROXY`; `NO_PROXY` names hosts with their
//! sub-domains. Requests to this machine never use one, and since those are the
//! only ones without TLS, `HTTP_PROXY` has no use here.

use ureq::Proxy;
use ureq::ProxyProtocol::{Http, Https};

use crate::domain::secret::Secret;
use crate::net::address::Address;
use crate::net::outcome::{Certainty, Kind, NetError};

/// The proxy variables; they may contain a password.
#[derive(Debug, Default)]
pub struct ProxySettings {
    /// `HTTPS_PROXY` or `https_proxy`.
    pub https: Option<Secret>,
    /// `ALL_PROXY` or `all_proxy`.
    pub all: Option<Secret>,
    /// `NO_PROXY` or `no_proxy`.
    pub except: Option<String>,
}

#[derive(Debug)]
pub(super) struct Choice {
    /// An unusable value only matters to requests that would need it.
    proxy: Option<Result<Proxy, NetError>>,
    except: Vec<String>,
}

impl Choice {
    pub fn new(settings: &ProxySettings) -> Self {
        let set = |value: &Option<Secret>| {
            value
                .as_ref()
                .map(|v| v.expose().trim().to_owned())
                .filter(|v| !v.is_empty())
        };
        let value = set(&settings.https).or_else(|| set(&settings.all));
        let except = settings.except.as_deref().unwrap_or_default();
        Self {
            proxy: value.map(|value| read(&value)),
            except: except
                .split([',', ' '])
                .map(|entry| entry.trim().to_ascii_lowercase())
                .filter(|entry| !entry.is_empty())
                .collect(),
        }
    }

    pub fn of(&self, address: &Address) -> Result<Option<&Proxy>, NetError> {
        let Some(proxy) = &self.proxy else {
            return Ok(None);
        };
        if address.is_loopback() || self.except.iter().any(|entry| covers(entry, address)) {
            return Ok(None);
        }
        proxy.as_ref().map(Some).map_err(Clone::clone)
    }
}

fn read(value: &str) -> Result<Proxy, NetError> {
    let refuse = |why: &str| {
        let said = format!("the proxy in HTTPS_PROXY or ALL_PROXY {why}");
        let help = "set HTTPS_PROXY to http://host:port or https://host:port, or unset it";
        NetError::with(Kind::Settings, Certainty::NotDone, "", said, help)
    };
    let proxy = Proxy::new(value).map_err(|_| refuse("cannot be read"))?;
    match proxy.protocol() {
        Http | Https => Ok(proxy),
        // The HTTP crate would panic: it is built without SOCKS.
        _ => Err(refuse("is a SOCKS proxy, which is not supported")),
    }
}

fn covers(entry: &str, address: &Address) -> bool {
    if entry == "*" {
        return true;
    }
    let (name, port) = match entry.rsplit_once(':') {
        Some((name, port))
            if !name.ends_with(':') && port.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            (name, port.parse::<u16>().ok())
        }
        _ => (entry, None),
    };
    if port.is_some_and(|port| port != address.port()) {
        return false;
    }
    let name = name.strip_prefix('*').unwrap_or(name);
    let name = name.strip_prefix('.').unwrap_or(name);
    let host = address.host();
    host == name
        || host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'))
            == Some(name)
        || (!name.is_empty()
            && host
                .strip_suffix(name)
                .is_some_and(|front| front.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(https: &str, all: &str, except: &str) -> Choice {
        let secret = |text: &str| Some(Secret::new(text));
        Choice::new(&ProxySettings {
            https: secret(https),
            all: secret(all),
            except: Some(except.into()),
        })
    }

    fn host(choice: &Choice, address: &str) -> Option<String> {
        let proxy = choice.of(&Address::parse(address).unwrap()).unwrap();
        proxy.map(|proxy| proxy.host().to_owned())
    }

    #[test]
    fn this_machine_never_and_exceptions_by_curl() {
        let choice_of = choice(
            "http://user:CANARY@one.example:3128",
            "http://two.example",
            "",
        );
        for address in [
            "http://127.0.0.1:9",
            "http://localhost",
            "http://[::1]:80",
            "https://127.3.2.1",
            "https://localhost",
        ] {
            assert_eq!(host(&choice_of, address), None, "{address}");
        }
        assert_eq!(
            host(&choice_of, "https://api.example").as_deref(),
            Some("one.example")
        );
        assert!(!format!("{choice_of:?}").contains("CANARY"));
        assert_eq!(
            host(&choice("", "two.example:80", ""), "https://api.example").as_deref(),
            Some("two.example")
        );
        assert_eq!(host(&choice(" ", "", ""), "https://api.example"), None);

        // entry, host → through the proxy
        let rows = [
            ("api.example", "https://api.example", false),
            ("example", "https://api.example", false),
            (".example", "https://api.example", false),
            ("*.example", "https://api.example", false),
            ("API.example:443", "https://api.example", false),
            ("api.example:8443", "https://api.example", true),
            ("i.example", "https://api.example", true),
            ("10.0.0.1, other.example", "https://10.0.0.1", false),
            ("*", "https://api.example", false),
            (".", "https://api.example", true),
            ("::2", "https://[::2]", false),
        ];
        for (except, address, through) in rows {
            let chosen = choice("http://one.example", "", except);
            assert_eq!(
                host(&chosen, address).is_some(),
                through,
                "{except} {address}"
            );
        }
    }

    #[test]
    fn unusable_values_are_refused_late_and_without_quoting() {
        for value in [
            "socks5://CANARY@host:1",
            "socks4://host",
            "http://",
            "CANARY CANARY",
            "ftp://CANARY",
        ] {
            let choice = choice(value, "", "");
            assert_eq!(host(&choice, "http://localhost"), None);
            let error = choice
                .of(&Address::parse("https://api.example").unwrap())
                .unwrap_err();
            assert_eq!(
                (error.kind, error.certainty),
                (Kind::Settings, Certainty::NotDone),
                "{value}"
            );
            assert!(!format!("{error:?}").contains("CANARY"), "{error:?}");
        }
    }
}
