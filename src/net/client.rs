//! One exchange on the wire. This file and its folder are the only place that
//! names the HTTP crate.
//!
//! Follows no redirect, asks for no compression (the size limit counts the bytes
//! that arrive), sends nothing twice by itself, reads no environment variable,
//! and every phase has a time-out. Retries and pauses are [`super::Wire`]'s.

mod connect;
mod fault;
mod proxy;
mod roots;

use std::io::Read;
use std::path::PathBuf;
use std::time::Duration;

use ureq::http::{HeaderValue, Request as HttpRequest, Response as HttpResponse, Uri, header};
use ureq::{Agent, Body};

use self::fault::Route;
pub use self::proxy::ProxySettings;
use self::roots::Agents;
use super::address::Address;
use super::json::is_page;
use super::outcome::{Certainty, Kind, NetError};
use super::request::{Method, Request, Value};
use super::response::Response;
use super::wire::Exchange;

/// The longest answer that is read: 8 MiB.
pub const BODY_LIMIT: u64 = 8 * 1024 * 1024;
/// How much of an error's body is read: 64 KiB.
pub const ERROR_BODY_LIMIT: u64 = 64 * 1024;
/// The longest head of an answer: 64 KiB.
pub const HEAD_LIMIT: usize = 64 * 1024;
/// How long an idle connection is used again: 5 s. Servers close theirs after
/// that or later, and a request that meets the closing has an unknown outcome.
pub const IDLE: Duration = Duration::from_secs(5);

/// How long each phase of an exchange may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeOuts {
    /// Looking the name up.
    pub resolve: Duration,
    /// Connecting, a proxy and TLS included.
    pub connect: Duration,
    /// Sending head or body.
    pub send: Duration,
    /// Waiting for the head of the answer to a read.
    pub answer_to_read: Duration,
    /// The same for everything that changes something; services slow down under load.
    pub answer_to_write: Duration,
    /// Reading the body of the answer.
    pub body: Duration,
    /// All of it together.
    pub whole: Duration,
}

impl Default for TimeOuts {
    fn default() -> Self {
        Self {
            resolve: Duration::from_secs(5),
            connect: Duration::from_secs(10),
            send: Duration::from_secs(15),
            answer_to_read: Duration::from_secs(30),
            answer_to_write: Duration::from_secs(90),
            body: Duration::from_secs(30),
            whole: Duration::from_secs(120),
        }
    }
}

/// How a [`Client`] talks.
#[derive(Debug, Default)]
pub struct ClientSettings {
    /// Time-outs.
    pub time_outs: TimeOuts,
    /// The proxy variables as the edge read them.
    pub proxy: ProxySettings,
    /// A PEM file of authorities trusted besides the system's.
    pub ca_file: Option<PathBuf>,
    /// `User-Agent`; empty: none is sent.
    pub user_agent: String,
}

/// An HTTP client with its open connections. Cheap to keep for a whole run.
#[derive(Debug)]
pub struct Client {
    agents: Agents,
    proxy: proxy::Choice,
    time_outs: TimeOuts,
}

impl Client {
    /// A client; opens no connection yet.
    ///
    /// # Errors
    /// [`Kind::Settings`] when `ca_file` cannot be read or holds no certificate, or
    /// when `user_agent` cannot stand in a header.
    pub fn new(settings: &ClientSettings) -> Result<Self, NetError> {
        if HeaderValue::from_str(&settings.user_agent).is_err() {
            return Err(NetError::new(
                Kind::Settings,
                Certainty::NotDone,
                "",
                "the user agent has forbidden characters",
            ));
        }
        Ok(Self {
            agents: Agents::new(settings)?,
            proxy: proxy::Choice::new(&settings.proxy),
            time_outs: settings.time_outs,
        })
    }

    fn send_through(
        &self,
        agent: &Agent,
        request: &Request,
        proxy: Option<&ureq::Proxy>,
    ) -> Result<HttpResponse<Body>, ureq::Error> {
        let mut head = HttpRequest::builder()
            .method(request.method().as_str())
            .uri(uri(request.address())?);
        let mut typed = false;
        for (name, value) in request.headers() {
            typed |= name.eq_ignore_ascii_case(header::CONTENT_TYPE.as_str());
            let mut line =
                HeaderValue::from_str(value.expose()).map_err(ureq::http::Error::from)?;
            line.set_sensitive(matches!(value, Value::Secret(_)));
            head = head.header(name.as_str(), line);
        }
        let body = match (request.bytes(), request.method()) {
            (Some(bytes), _) => Some(bytes),
            // Without a length some servers answer 411.
            (None, Method::Post | Method::Put | Method::Patch) => Some([].as_slice()),
            (None, Method::Get | Method::Delete) => None,
        };
        match body {
            Some(bytes) => {
                if !typed && !bytes.is_empty() {
                    head = head.header(header::CONTENT_TYPE, "application/json");
                }
                agent.run(self.configure(agent, head.body(bytes)?, request, proxy))
            }
            None => agent.run(self.configure(agent, head.body(())?, request, proxy)),
        }
    }

    fn configure<B: ureq::AsSendBody>(
        &self,
        agent: &Agent,
        built: HttpRequest<B>,
        request: &Request,
        proxy: Option<&ureq::Proxy>,
    ) -> HttpRequest<B> {
        let answer = match request.method() {
            Method::Get => self.time_outs.answer_to_read,
            _ => self.time_outs.answer_to_write,
        };
        agent
            .configure_request(built)
            .https_only(request.address().is_secure())
            .proxy(proxy.cloned())
            .timeout_recv_response(Some(answer))
            .build()
    }

    fn read(&self, answer: HttpResponse<Body>, route: &Route<'_>) -> Result<Response, NetError> {
        let (head, body) = answer.into_parts();
        let status = head.status.as_u16();
        let host = route.host;
        if head.status.is_redirection() {
            let to = head
                .headers
                .get(header::LOCATION)
                .and_then(|location| location.to_str().ok());
            return Err(redirect(host, status, to));
        }
        let headers: Vec<(String, String)> = head
            .headers
            .iter()
            .map(|(name, value)| {
                (
                    name.as_str().to_owned(),
                    String::from_utf8_lossy(value.as_bytes()).into_owned(),
                )
            })
            .collect();
        let limit = if head.status.is_success() {
            BODY_LIMIT
        } else {
            ERROR_BODY_LIMIT
        };
        let mut bytes = Vec::new();
        let ended = body.into_reader().take(limit + 1).read_to_end(&mut bytes);
        let too_large = bytes.len() as u64 > limit;
        bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let response = Response::new(status, headers, bytes);
        if !head.status.is_success() {
            // A wish to wait stands in the head; of other errors the words count.
            return match ended {
                Err(error) if !matches!(status, 429 | 503) => Err(fault::from_body(error, route)),
                _ => Ok(response),
            };
        }
        if let Err(error) = ended {
            return Err(fault::from_body(error, route));
        }
        let unusable =
            |kind, detail: &str| Err(NetError::new(kind, Certainty::Unknown, host, detail));
        if too_large {
            return unusable(Kind::TooLarge, "more than 8 MiB");
        }
        if response
            .header("content-encoding")
            .is_some_and(|coding| !coding.eq_ignore_ascii_case("identity"))
        {
            return unusable(
                Kind::BadBody,
                "it is compressed although that was not asked for",
            );
        }
        if is_page(response.body(), response.header("content-type")) {
            return unusable(Kind::WebPage, "");
        }
        Ok(response)
    }
}

impl Exchange for Client {
    /// Sends once and reads the answer to its end. Any status but 3xx is `Ok`.
    fn exchange(&self, request: &Request) -> Result<Response, NetError> {
        let address = request.address();
        let proxy = self.proxy.of(address)?;
        let route = Route {
            host: address.host(),
            proxy: proxy.map(ureq::Proxy::host),
        };
        let answer = self.agents.with_each(|agent| {
            self.send_through(agent, request, proxy)
                .map_err(|error| fault::from_ureq(error, &route))
        })?;
        self.read(answer, &route)
    }
}

fn uri(address: &Address) -> Result<Uri, ureq::Error> {
    // The text is not repeated in the error: a query may hold personal data.
    address
        .to_wire()
        .parse()
        .map_err(|_| ureq::Error::BadUri(address.host().to_owned()))
}

/// The error of a redirect: names the host it points to, nothing else of it.
fn redirect(host: &str, status: u16, location: Option<&str>) -> NetError {
    let to = match location {
        None => "without saying where to".to_owned(),
        Some(text) => {
            let after = text
                .split_once("://")
                .map(|(_, rest)| rest)
                .or_else(|| text.strip_prefix("//"));
            match after {
                None => "to another page of the same host".to_owned(),
                Some(rest) => {
                    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
                    let target = authority.rsplit('@').next().unwrap_or_default();
                    match Address::parse(&format!("https://{target}")) {
                        Ok(known) => format!("to {}", known.host()),
                        Err(_) => "to an address that cannot be read".to_owned(),
                    }
                }
            }
        }
    };
    NetError::new(
        Kind::Redirect,
        Certainty::Unknown,
        host,
        &format!("status {status}, {to}"),
    )
}
