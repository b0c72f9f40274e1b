//! Where the company's data is: the service has some twenty places ("zones"), tells
//! anybody which of them a user belongs to, and may move a company to another. What it
//! tells gets the credentials, so it has to be one of the vendor's hosts.

use crate::net::{Address, NetError, Response};
use crate::sync::backend::act::{Act, from_net};
use crate::sync::backend::{BackendError, ErrorKind};
use serde_json::Value;

/// Who is asked.
const VENDOR: &str = "https://webservices2.autotask.net";
/// Where the interface is on every host.
const ROOT: &str = "ATServicesRest";
/// Its version.
const VERSION: &str = "V1.0";
/// What every host ends in.
const HOSTS: &str = ".autotask.net";

/// The root of the interface at a configured address: a host alone, or with its path.
///
/// # Errors
/// `Misconfigured` for an address that may not be used.
pub fn root(typed: &str) -> Result<Address, BackendError> {
    let address = Address::parse(typed.trim()).map_err(refused)?;
    versioned(&address)
}

fn versioned(address: &Address) -> Result<Address, BackendError> {
    let path = address.path().to_ascii_lowercase();
    let joined = if path.ends_with("/v1.0") {
        Ok(address.clone())
    } else if path.contains(&ROOT.to_ascii_lowercase()) {
        address.join(&[VERSION])
    } else {
        address.join(&[ROOT, VERSION])
    };
    joined.map_err(refused)
}

fn refused(error: crate::net::AddressError) -> BackendError {
    from_net(Act::Read, &NetError::from(error))
}

/// Where to ask for the place of a user.
///
/// # Errors
/// `Misconfigured` for an address that may not be used.
pub fn question(discovery: Option<&str>, user: &str) -> Result<Address, BackendError> {
    let root = root(discovery.unwrap_or(VENDOR))?;
    let asked = root.join(&["zoneInformation"]).map_err(refused)?;
    Ok(asked.with_query(&[("user", user)]))
}

/// The root of the interface that an answer names.
///
/// # Errors
/// `Misconfigured` where the service does not know the user, or names a host that is none
/// of the vendor's; `Protocol` where it names none.
pub fn told(asked: &Address, user: &str, answer: &Response) -> Result<Address, BackendError> {
    let host = asked.host();
    let body = answer.json::<Value>();
    if !answer.is_success() {
        let says = body.as_ref().ok().and_then(super::errors::first_words);
        return Err(match says {
            Some(words) if answer.status() < 502 => BackendError::new(
                ErrorKind::Misconfigured,
                format!("{host} does not know the user {user}: {words}"),
                "check `user` of the profile: the API user's name, which looks like a mail address",
            ),
            _ => BackendError::new(
                ErrorKind::Unreachable,
                format!("{host} could not tell where the company's data is"),
                "run `tt sync` again later; everything is kept",
            ),
        });
    }
    let unreadable = |what: &str| {
        BackendError::new(
            ErrorKind::Protocol,
            format!("{host} did not tell where the company's data is ({what})"),
            "set `url` of the profile to the address of your zone, such as https://webservices5.autotask.net/ATServicesRest",
        )
    };
    let body = body.map_err(|fault| from_net(Act::Read, &fault.into_error(host)))?;
    let Some(url) = body.get("url").and_then(Value::as_str) else {
        return Err(unreadable("no url"));
    };
    let place = Address::parse(url.trim()).map_err(|error| unreadable(&error.to_string()))?;
    if !asked.is_loopback() && !is_vendors(&place) {
        return Err(BackendError::new(
            ErrorKind::Misconfigured,
            format!(
                "{host} sends us to {}, which is no host of Autotask's",
                place.host()
            ),
            "nothing was sent there; if it is right, set `url` of the profile to it yourself",
        ));
    }
    versioned(&place)
}

/// `webservices5.autotask.net` and its like, on the usual port.
fn is_vendors(place: &Address) -> bool {
    let number = place
        .host()
        .strip_suffix(HOSTS)
        .and_then(|name| name.strip_prefix("webservices"));
    let digits = number.is_some_and(|it| it.len() <= 3 && it.bytes().all(|b| b.is_ascii_digit()));
    digits && place.is_secure() && place.port() == 443
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Response {
        let kind = ("Content-Type".to_owned(), "application/json".to_owned());
        Response::new(status, vec![kind], body.as_bytes().to_vec())
    }

    fn ask(discovery: Option<&str>, status: u16, body: &str) -> Result<String, ErrorKind> {
        let asked = question(discovery, "api@acme.test").unwrap();
        let told = told(&asked, "api@acme.test", &answer(status, body));
        told.map(|place| place.to_wire())
            .map_err(|error| error.kind)
    }

    #[test]
    fn addresses_are_completed() {
        let rows = [
            (
                "https://webservices5.autotask.net",
                "https://webservices5.autotask.net/ATServicesRest/V1.0",
            ),
            (
                "https://webservices5.autotask.net/ATServicesRest/",
                "https://webservices5.autotask.net/ATServicesRest/V1.0",
            ),
            (
                "https://webservices5.autotask.net/atservicesrest/v1.0",
                "https://webservices5.autotask.net/atservicesrest/v1.0",
            ),
            (
                "http://127.0.0.1:80/",
                "http://127.0.0.1/ATServicesRest/V1.0",
            ),
        ];
        for (typed, root_of) in rows {
            assert_eq!(root(typed).unwrap().to_wire(), root_of);
        }
        assert!(
            root("http://webservices5.autotask.net").is_err(),
            "plain http"
        );
        let asked = question(None, "tt-api@northwind.example")
            .unwrap()
            .to_wire();
        assert_eq!(
            asked,
            "https://webservices2.autotask.net/ATServicesRest/V1.0/zoneInformation?user=tt-api%40northwind.example"
        );
    }

    #[test]
    fn credentials_go_to_the_vendors_hosts_only() {
        let body = |url: &str| format!(r#"{{"zoneName":"x","url":"{url}","ci":1}}"#);
        let good = "https://webservices14.autotask.net/ATServicesRest/";
        let place = "https://webservices14.autotask.net/ATServicesRest/V1.0";
        assert_eq!(ask(None, 200, &body(good)).as_deref(), Ok(place));
        for bad in [
            "https://webservices14.autotask.net.evil.example/ATServicesRest/",
            "https://evil.example/",
            "https://webservicesx.autotask.net/",
            "https://webservices1.autotask.net:444/",
            "http://127.0.0.1:8080/",
        ] {
            assert_eq!(
                ask(None, 200, &body(bad)),
                Err(ErrorKind::Misconfigured),
                "{bad}"
            );
        }
        for bad in ["http://webservices1.autotask.net/", "nonsense"] {
            assert_eq!(
                ask(None, 200, &body(bad)),
                Err(ErrorKind::Protocol),
                "{bad}"
            );
        }
        // A test service on this machine may name what it likes.
        let here = Some("http://127.0.0.1:81");
        let elsewhere = "http://127.0.0.1:82/ATServicesRest/";
        assert!(ask(here, 200, &body(elsewhere)).is_ok());
    }

    #[test]
    fn a_user_nobody_knows_is_a_matter_of_configuration() {
        let unknown = r#"{"errors":["Zone information could not be determined"]}"#;
        assert_eq!(ask(None, 500, unknown), Err(ErrorKind::Misconfigured));
        assert_eq!(ask(None, 500, "<html>"), Err(ErrorKind::Unreachable));
        assert_eq!(ask(None, 503, unknown), Err(ErrorKind::Unreachable));
        assert_eq!(ask(None, 200, "{}"), Err(ErrorKind::Protocol));
        assert_eq!(ask(None, 200, "<html>"), Err(ErrorKind::Protocol));
    }
}
