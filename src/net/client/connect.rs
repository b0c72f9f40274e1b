//! Marks the errors that happen before a connection stands.
//!
//! Afterwards the same words ("connection reset", "unexpected end") leave the
//! outcome open; before, they prove that not one byte of the request left. The
//! HTTP crate does not tell the two apart, so its connector and resolver are
//! wrapped here and their errors carry a mark.
//!
//! The crate looks a name up for every request, also where a connection is open. Here it
//! is looked up once, until no connection to where it leads can be made.

use std::error::Error;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport,
};

/// An error of a request of which nothing was sent.
#[derive(Debug)]
pub(super) struct BeforeSending {
    /// Whether it was the name that could not be looked up.
    pub resolving: bool,
    pub error: ureq::Error,
}

impl BeforeSending {
    fn mark(resolving: bool) -> impl Fn(ureq::Error) -> ureq::Error {
        move |error| ureq::Error::Other(Box::new(Self { resolving, error }))
    }
}

impl fmt::Display for BeforeSending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl Error for BeforeSending {}

/// A scheme with its authority, and where they led.
type Place = (String, Vec<SocketAddr>);

/// Where the last name led.
#[derive(Debug, Clone, Default)]
struct Known(Arc<Mutex<Option<Place>>>);

impl Known {
    fn lock(&self) -> MutexGuard<'_, Option<Place>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn place(uri: &Uri) -> String {
        let scheme = uri.scheme_str().unwrap_or_default();
        let authority = uri.authority().map_or("", |it| it.as_str());
        format!("{scheme}://{authority}")
    }
}

/// A connector and a resolver that know of each other.
pub(super) fn parts() -> (Marking, Resolving) {
    let known = Known::default();
    let resolving = Resolving {
        asked: DefaultResolver::default(),
        known: known.clone(),
    };
    let marking = Marking {
        made_by: DefaultConnector::default(),
        known,
    };
    (marking, resolving)
}

#[derive(Debug)]
pub(super) struct Marking {
    made_by: DefaultConnector,
    known: Known,
}

impl Connector<()> for Marking {
    type Out = Box<dyn Transport>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<()>,
    ) -> Result<Option<Self::Out>, ureq::Error> {
        let mut addrs = details.resolver.empty();
        details.addrs.iter().for_each(|addr| addrs.push(*addr));
        // Requests differ from their agent in time-outs and proxy only. Saying so
        // lets the TLS settings (the system's certificates) be loaded once, not for
        // every connection.
        let details = ConnectionDetails {
            uri: details.uri,
            addrs,
            config: details.config,
            request_level: false,
            resolver: details.resolver,
            now: details.now,
            timeout: details.timeout,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        self.made_by.connect(&details, chained).map_err(|error| {
            // It may have moved: the next try looks it up again.
            *self.known.lock() = None;
            BeforeSending::mark(false)(error)
        })
    }
}

#[derive(Debug)]
pub(super) struct Resolving {
    asked: DefaultResolver,
    known: Known,
}

impl Resolver for Resolving {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        // `localhost` may be reached without TLS, so no name server is asked where it is.
        if uri.host() == Some("localhost") {
            let port = uri
                .port_u16()
                .unwrap_or(if uri.scheme_str() == Some("http") {
                    80
                } else {
                    443
                });
            let mut addrs = self.empty();
            addrs.push(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port));
            addrs.push(SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), port));
            return Ok(addrs);
        }
        let place = Known::place(uri);
        if let Some((_, known)) = self.known.lock().as_ref().filter(|(of, _)| *of == place) {
            let mut addrs = self.empty();
            known.iter().for_each(|addr| addrs.push(*addr));
            return Ok(addrs);
        }
        let addrs = self
            .asked
            .resolve(uri, config, timeout)
            .map_err(BeforeSending::mark(true))?;
        *self.known.lock() = Some((place, addrs.iter().copied().collect()));
        Ok(addrs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use ureq::Agent;

    /// An agent that takes `nowhere.invalid` for this address.
    fn agent(at: SocketAddr) -> (Agent, Known) {
        let (marking, resolving) = parts();
        let known = marking.known.clone();
        *known.lock() = Some(("http://nowhere.invalid".into(), vec![at]));
        let agent = Agent::with_parts(Config::default(), marking, resolving);
        (agent, known)
    }

    #[test]
    fn a_name_is_looked_up_once_until_nobody_answers_there() {
        let service = TcpListener::bind("127.0.0.1:0").unwrap();
        let (agent, known) = agent(service.local_addr().unwrap());
        let answering = std::thread::spawn(move || {
            for _ in 0..2 {
                let (mut line, _) = service.accept().unwrap();
                let _ = line.read(&mut [0; 1024]).unwrap();
                let close = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
                line.write_all(close).unwrap();
            }
        });
        for _ in 0..2 {
            let answer = agent.get("http://nowhere.invalid/").call().unwrap();
            assert_eq!(answer.status(), 204);
        }
        answering.join().unwrap();
        assert!(agent.get("http://nowhere.invalid/").call().is_err());
        assert!(known.lock().is_none(), "it may have moved");
        let failed = agent.get("http://nowhere.invalid/").call().unwrap_err();
        let ureq::Error::Other(why) = failed else {
            panic!("{failed:?}");
        };
        let why = why.downcast_ref::<BeforeSending>().unwrap();
        assert!(why.resolving, "it was looked up again: {why:?}");
    }

    #[test]
    fn another_place_is_not_where_the_last_one_was() {
        let (agent, known) = agent(SocketAddr::from(([127, 0, 0, 1], 1)));
        assert!(agent.get("http://elsewhere.invalid/").call().is_err());
        assert!(agent.get("https://nowhere.invalid/").call().is_err());
        assert!(
            known.lock().is_some(),
            "only a connection that fails ends it"
        );
    }
}
