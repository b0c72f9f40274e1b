//! The wire against real sockets: whatever a server does to a connection, the
//! right kind comes out, nothing is called "not done" that may have been done, and
//! no secret goes where it does not belong.

mod certainty;
mod conduct;
pub mod log;
mod secrets;
pub mod server;

use std::sync::Arc;

use tt::domain::secret::Secret;
use tt::net::{
    Address, Certainty, Client, ClientSettings, Exchange, Kind, Method, Request, Response, auth,
    redact,
};

use self::server::Peer;

const AUTHORITY: &str = "-----BEGIN CERTIFICATE-----
MIIBkDCCATWgAwIBAgIUE4/1brvUXOVfaq9k5klK9IdXYuowCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRdHQgdGVzdCBhdXRob3JpdHkwIBcNMjYxMTIyMTEyNjQzWhgP
MjEyNjEwMjkxMTI2NDNaMBwxGjAYBgNVBAMMEXR0IHRlc3QgYXV0aG9yaXR5MFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEVM6lB76PuTE+aUhuMBPOVBmSRUAv1Cch
aTOkearbSqj1IYsFt3hWc2lXE4AZDqgOLlTw/p8td5GztrbymLn+KqNTMFEwHQYD
VR0OBBYEFNxs4djNCmc7wsSpb3NB/XyyjHmHMB8GA1UdIwQYMBaAFNxs4djNCmc7
wsSpb3NB/XyyjHmHMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIh
AM5pqhg0PlGxXl9ZQogmNrJ39mEDVmdHPKciCJ9eXe1qAiEA4hgiY9U230W8CjwE
1LxMf9mIB3BDD4S0JRwdNA/WGb4=
-----END CERTIFICATE-----
";

const SECRET: &str = "CANARY-4711-secret";
const OK: &str =
    "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 8\r\n\r\n{\"id\":1}";

fn client(change: impl FnOnce(&mut ClientSettings)) -> Client {
    let mut settings = ClientSettings {
        user_agent: "tt/0".into(),
        ..ClientSettings::default()
    };
    change(&mut settings);
    Client::new(&settings).unwrap()
}

fn address(scheme: &str, port: u16) -> Address {
    Address::parse(&format!("{scheme}://127.0.0.1:{port}/v4")).unwrap()
}

fn create(address: Address) -> Request {
    Request::new(Method::Post, address)
        .secret_header(
            "Authorization",
            Arc::new(auth::basic("acme+user", &Secret::new(SECRET))),
        )
        .body(r#"{"note":"one hour"}"#)
}

/// What a create comes to, as kind and certainty; the error names its host and no secret.
fn outcome(client: &Client, request: &Request) -> Result<Response, (Kind, Certainty)> {
    client.exchange(request).map_err(|error| {
        assert!(!error.help.is_empty(), "{error:?}");
        let whole = format!("{error} {error:?}");
        assert_eq!(redact::scrub(&whole, [&Secret::new(SECRET)]), whole);
        assert!(
            error.message.contains(request.address().host()) || error.kind == Kind::Proxy,
            "{error}"
        );
        (error.kind, error.certainty)
    })
}

type Act = Box<dyn Fn(usize, &mut Peer) + Send + Sync>;

fn act(act: impl Fn(&mut Peer) + Send + Sync + 'static) -> Act {
    Box::new(move |_, peer| act(peer))
}

fn saying(bytes: impl Into<Vec<u8>>) -> Act {
    let bytes = bytes.into();
    act(move |peer| {
        peer.answer(&bytes);
    })
}
