//! What of a request and its answer may be seen in a log.
//!
//! One line a request: number, method, path, query with secret values hidden,
//! status and time. Headers marked secret never; bodies only at `trace`, and
//! there with the values of telling keys hidden. [`scrub`] is the last net under
//! all of it, also used for the texts of errors.

use std::borrow::Cow;
use std::time::Duration;

use serde_json::Value as Json;

use super::address::encode;
use super::auth::base64;
use super::request::{Request, Value};
use super::response::Response;
use crate::domain::secret::Secret;

const HIDDEN: &str = "***";

/// Shorter secrets are not searched for: they would shred any text.
const SHORTEST: usize = 4;

/// Whether the value under this name is likely to be a credential.
#[must_use]
pub fn is_telling(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "code"
        || name.ends_with("key")
        || [
            "token",
            "secret",
            "password",
            "passwd",
            "authorization",
            "credential",
            "integrationcode",
            "cookie",
        ]
        .iter()
        .any(|word| name.contains(word))
}

/// Whether a log line comes from this crate. The program's logger must take no
/// others: at `trace` the HTTP crate dumps every byte of a connection, and with
/// them the credentials.
#[must_use]
pub fn is_ours(target: &str) -> bool {
    target == "tt" || target.starts_with("tt::")
}

/// `text` without any of the secrets, be they written raw, in Base64 (alone or
/// inside a longer value), percent-encoded or escaped in JSON.
#[must_use]
pub fn scrub<'t, 's>(text: &'t str, secrets: impl IntoIterator<Item = &'s Secret>) -> Cow<'t, str> {
    let mut clean = Cow::Borrowed(text);
    for secret in secrets {
        for form in forms(secret.expose()) {
            if clean.contains(form.expose()) {
                clean = Cow::Owned(clean.replace(form.expose(), HIDDEN));
            }
        }
    }
    clean
}

/// The ways a secret may be written.
fn forms(secret: &str) -> Vec<Secret> {
    if secret.len() < SHORTEST {
        return Vec::new();
    }
    let mut forms = vec![Secret::new(secret)];
    // "Basic …" and "Bearer …": the part behind the scheme tells as much.
    if let Some((_, bare)) = secret
        .split_once(' ')
        .filter(|(_, bare)| bare.len() >= SHORTEST)
    {
        forms.push(Secret::new(bare));
    }
    let encoded = encode(secret);
    forms.push(Secret::new(encoded.to_ascii_lowercase()));
    forms.push(Secret::new(encoded.replace("%20", "+")));
    forms.push(Secret::new(encoded));
    if let Ok(quoted) = serde_json::to_string(secret) {
        forms.push(Secret::new(quoted.trim_matches('"')));
    }
    for shift in 0..3 {
        forms.extend(base64_inside(secret, shift));
    }
    forms.retain(|form| form.expose().len() >= SHORTEST);
    forms
}

/// The Base64 characters a secret certainly leaves when it stands `shift` bytes
/// (mod 3) into a longer text, in both alphabets.
fn base64_inside(secret: &str, shift: usize) -> Vec<Secret> {
    let mut padded = vec![0_u8; shift];
    padded.extend_from_slice(secret.as_bytes());
    let text = base64(&padded);
    let from = (shift * 8).div_ceil(6);
    let to = padded.len() * 8 / 6;
    let Some(inside) = text.get(from..to).filter(|inside| inside.len() >= SHORTEST) else {
        return Vec::new();
    };
    vec![
        Secret::new(inside.replace('+', "-").replace('/', "_")),
        Secret::new(inside),
    ]
}

/// Path and query of a request, the values of telling names hidden.
#[must_use]
pub fn target(request: &Request) -> String {
    let address = request.address();
    let mut shown = address.path().to_owned();
    for (at, pair) in address
        .query()
        .split('&')
        .filter(|pair| !pair.is_empty())
        .enumerate()
    {
        shown.push(if at == 0 { '?' } else { '&' });
        match pair.split_once('=') {
            Some((name, _)) if is_telling(name) => shown.push_str(&format!("{name}={HIDDEN}")),
            _ => shown.push_str(pair),
        }
    }
    shown
}

/// The line of an exchange: `#12 POST /time/entries -> 201, 53 ms`.
#[must_use]
pub fn line(number: u64, request: &Request, ended: &str, took: Duration) -> String {
    let line = format!(
        "#{number} {} {} -> {ended}, {} ms",
        request.method().as_str(),
        target(request),
        took.as_millis()
    );
    scrub(&line, request.secrets()).into_owned()
}

/// What is sent besides the request line, for `trace`.
#[must_use]
pub fn sent(number: u64, request: &Request) -> String {
    let mut text = format!("#{number} sends");
    for (name, value) in request.headers() {
        let shown = match value {
            Value::Plain(plain) if !is_telling(name) => plain,
            _ => HIDDEN,
        };
        text.push_str(&format!(" {name}: {shown};"));
    }
    text.push(' ');
    text.push_str(&body(request.bytes().unwrap_or_default()));
    scrub(&text, request.secrets()).into_owned()
}

/// The body that came back, for `trace`.
#[must_use]
pub fn received(number: u64, request: &Request, response: &Response) -> String {
    let text = format!("#{number} got {}", body(response.body()));
    scrub(&text, request.secrets()).into_owned()
}

/// A JSON body with the values of telling keys hidden; of any other body only
/// its length, since nothing can be said about what is in it.
#[must_use]
pub fn body(bytes: &[u8]) -> String {
    match serde_json::from_slice::<Json>(bytes) {
        Ok(mut json) => {
            hide(&mut json);
            json.to_string()
        }
        Err(_) => format!("{} bytes", bytes.len()),
    }
}

fn hide(json: &mut Json) {
    match json {
        Json::Object(fields) => {
            for (name, value) in fields {
                if is_telling(name) {
                    *value = Json::from(HIDDEN);
                } else {
                    hide(value);
                }
            }
        }
        Json::Array(items) => items.iter_mut().for_each(hide),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::net::address::Address;
    use crate::net::auth;
    use crate::net::request::Method;

    #[test]
    fn a_secret_is_found_in_every_dress() {
        let secret = Secret::new("CANARY+\"/ \u{e9}x");
        let raw = secret.expose();
        let dresses = [
            raw.to_owned(),
            encode(raw),
            encode(raw).to_ascii_lowercase(),
            serde_json::to_string(raw).unwrap(),
            auth::basic("", &secret).expose().to_owned(),
            auth::basic("a", &secret).expose().to_owned(),
            auth::basic("ab", &secret).expose().to_owned(),
            auth::bearer(&secret).expose().to_owned(),
        ];
        for dress in dresses {
            let text = format!("before {dress} after");
            let clean = scrub(&text, [&secret]);
            assert!(
                clean.contains(HIDDEN) && clean.starts_with("before ") && clean.ends_with(" after"),
                "{clean}"
            );
        }
        assert_eq!(
            scrub(
                "an ordinary text",
                [&secret, &Secret::new("an"), &Secret::new("")]
            ),
            "an ordinary text"
        );
        let header = auth::bearer(&secret);
        assert!(!scrub(&format!("only {raw}"), [&header]).contains("CANARY"));
    }

    #[test]
    fn line_and_bodies_show_no_credential() {
        let address = Address::parse("https://api.example/v4").unwrap();
        let address =
            address.with_query(&[("page", "2"), ("access_token", "CANARY"), ("q", "HIDE-ME")]);
        let request = Request::new(Method::Post, address)
            .header("X-Api-Key", "CANARY")
            .header("Accept", "application/json")
            .secret_header("Authorization", Arc::new(Secret::new("Bearer HIDE-ME")))
            .body(r#"{"note":"n","client_secret":"CANARY","list":[{"refreshToken":["CANARY"]}],"x":"HIDE-ME"}"#);
        assert_eq!(
            line(7, &request, "201", Duration::from_millis(53)),
            "#7 POST /v4?page=2&access_token=***&q=*** -> 201, 53 ms"
        );
        let traced = sent(7, &request);
        assert!(
            traced.contains("Accept: application/json") && traced.contains(r#""note":"n""#),
            "{traced}"
        );
        assert!(
            !traced.contains("CANARY") && !traced.contains("HIDE-ME"),
            "{traced}"
        );
        let answer = Response::new(200, vec![], br#"{"access_token":"CANARY","id":3}"#.to_vec());
        assert_eq!(
            received(7, &request, &answer),
            r#"#7 got {"access_token":"***","id":3}"#
        );
        assert_eq!(body(b"token=CANARY"), "12 bytes");
    }

    proptest! {
        #[test]
        fn basic_headers_never_survive(secret in "\\PC{8,24}", user in "[a-z+]{0,9}", before in "\\PC{0,9}") {
            let secret = Secret::new(secret);
            let text = format!("{before}{}", auth::basic(&user, &secret).expose());
            prop_assert!(scrub(&text, [&secret]).contains(HIDDEN));
        }
    }
}
