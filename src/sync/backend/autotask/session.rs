//! One run against one company: where its data is, how requests are signed, and how many
//! of them the whole company has left in the hour. One request at a time goes out for each
//! entity, whichever profiles share the integration. A 401 proves that nothing was done;
//! where it came because the company has moved, the request is sent once more.

use super::errors::{self, Act};
use super::place;
use super::settings::Settings;
use crate::domain::secret::Secret;
use crate::domain::status::BackendKind;
use crate::net::{Address, Method, NetError, Repeat, Request, Wire};
use crate::sync::backend::{BackendError, ErrorKind};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The part of the company's requests of an hour after which nothing more is sent, percent.
const ENOUGH: u64 = 80;
/// How long the service is left alone then, seconds: the hour rolls, so some come free.
const LEFT_ALONE: u64 = 600;
/// After this many requests at the latest it is asked again how many are left.
const UNASKED: u64 = 250;

/// Where one request at a time goes out, by user and entity.
static LANES: Mutex<BTreeMap<String, Arc<Mutex<()>>>> = Mutex::new(BTreeMap::new());

/// The way to one company.
pub struct Session {
    wire: Wire,
    user: String,
    secret: Arc<Secret>,
    code: Arc<Secret>,
    impersonate: Option<String>,
    discovery: Option<String>,
    way: Mutex<Way>,
    /// How many requests may go before it is asked again; none where it is not to be asked.
    room: Mutex<Option<u64>>,
}

/// Where the company is, as far as it is known.
struct Way {
    root: Option<Address>,
    /// Whether that is the configuration's word, or was looked up twice already.
    is_firm: bool,
}

/// One call: what it does and where it goes.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// What its failure means.
    pub act: Act,
    /// The method.
    pub method: Method,
    /// The path below the root.
    pub path: &'a [&'a str],
    /// A later page of the same question, by the address that the service gave.
    pub page: Option<&'a str>,
}

impl Session {
    /// A session that has not asked anything yet. Takes the credentials over.
    ///
    /// # Errors
    /// `Misconfigured` for addresses that may not be used.
    pub fn new(settings: Settings, wire: Wire) -> Result<Self, BackendError> {
        let user = settings.user.trim().to_owned();
        // Told now, not at the first request.
        place::question(settings.discovery_url.as_deref(), &user)?;
        let root = settings.url.as_deref().map(place::root).transpose()?;
        Ok(Self {
            wire,
            user,
            secret: Arc::new(settings.secret),
            code: Arc::new(settings.integration_code),
            impersonate: settings.impersonate,
            discovery: settings.discovery_url,
            way: Mutex::new(Way {
                is_firm: root.is_some(),
                root,
            }),
            room: Mutex::new(Some(0)),
        })
    }

    /// How many requests have left.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.wire.requests()
    }

    /// When it is, seconds UTC.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.wire.now()
    }

    /// The interface user.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// The service as people call it, for messages: its host says nothing to them.
    #[must_use]
    pub fn service(&self) -> &'static str {
        BackendKind::Autotask.title()
    }

    /// A read by address alone.
    ///
    /// # Errors
    /// As [`Session::send`].
    pub fn get(&self, path: &[&str]) -> Result<Value, BackendError> {
        let call = Call {
            act: Act::Read,
            method: Method::Get,
            path,
            page: None,
        };
        self.send(call, None)
    }

    /// Sends a call with an optional JSON body. Reads may be repeated, writes never are:
    /// 500 is how the service refuses.
    ///
    /// # Errors
    /// What the refusal or the lack of an answer means.
    pub fn send(&self, call: Call<'_>, body: Option<&Value>) -> Result<Value, BackendError> {
        self.keep_room().map_err(|error| unsent(call.act, error))?;
        self.go(call, body)
    }

    fn go(&self, call: Call<'_>, body: Option<&Value>) -> Result<Value, BackendError> {
        let root = self.root().map_err(|error| unsent(call.act, error))?;
        match self.once(&root, call, body) {
            Err(error) if error.kind == ErrorKind::Unauthorized => {
                match self.moved(&root) {
                    Ok(Some(root)) => self.once(&root, call, body),
                    // Where nobody tells of a move, it is the credentials.
                    Ok(None) | Err(_) => Err(error),
                }
            }
            other => other,
        }
    }

    fn once(
        &self,
        root: &Address,
        call: Call<'_>,
        body: Option<&Value>,
    ) -> Result<Value, BackendError> {
        let address = match call.page {
            Some(link) => root.follow(link),
            None => root.join(call.path),
        };
        let address = address.map_err(|error| from_address(error.into()))?;
        let repeat = if call.act.reads() {
            Repeat::Safely
        } else {
            Repeat::Never
        };
        let mut request = Request::new(call.method, address)
            .repeat(repeat)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .header("UserName", self.user.as_str())
            .secret_header("Secret", Arc::clone(&self.secret))
            .secret_header("ApiIntegrationCode", Arc::clone(&self.code));
        if let (Some(whose), false) = (&self.impersonate, call.act.reads()) {
            request = request.header("ImpersonationResourceId", whose.as_str());
        }
        if let Some(body) = body {
            request = request.body(body.to_string());
        }
        let lane = self.lane(call.path.first().unwrap_or(&""));
        let _alone = lock(&lane);
        let judged = match self.wire.send(&request) {
            Ok(answer) => {
                let wish = self.wire.wish(&answer).map(Duration::from_secs);
                errors::judge(call.act, &answer, wish, self.service())
            }
            Err(error) => Err(errors::from_net(call.act, &error)),
        };
        judged.map_err(|error| error.scrubbed([&*self.secret, &*self.code]))
    }

    fn lane(&self, entity: &str) -> Arc<Mutex<()>> {
        let key = format!("{}\n{entity}", self.user);
        Arc::clone(lock(&LANES).entry(key).or_default())
    }

    /// Where the company is; asked for once a run.
    fn root(&self) -> Result<Address, BackendError> {
        let mut way = lock(&self.way);
        if let Some(root) = &way.root {
            return Ok(root.clone());
        }
        let root = self.discover()?;
        way.root = Some(root.clone());
        Ok(root)
    }

    /// Where the company is by now, where that is not where it was; asked once a run.
    fn moved(&self, from: &Address) -> Result<Option<Address>, BackendError> {
        let mut way = lock(&self.way);
        if way.is_firm {
            return Ok(None);
        }
        way.is_firm = true;
        let root = self.discover()?;
        way.root = Some(root.clone());
        Ok((root != *from).then_some(root))
    }

    fn discover(&self) -> Result<Address, BackendError> {
        let address = place::question(self.discovery.as_deref(), &self.user)?;
        let request = Request::get(address.clone()).header("Accept", "application/json");
        let answer = self.wire.send(&request);
        let answer = answer.map_err(|error| errors::from_net(Act::Read, &error))?;
        place::told(&address, &self.user, &answer)
    }

    /// Sees to it that the company keeps a part of its requests for others.
    ///
    /// # Errors
    /// `RateLimited` once four in five of the hour are used; as any read.
    pub fn keep_room(&self) -> Result<(), BackendError> {
        let mut room = lock(&self.room);
        match room.as_mut() {
            None => return Ok(()),
            Some(0) => {}
            Some(left) => {
                *left -= 1;
                return Ok(());
            }
        }
        let call = Call {
            act: Act::Read,
            method: Method::Get,
            path: &["ThresholdInformation"],
            page: None,
        };
        let told = match self.go(call, None) {
            Ok(told) => told,
            Err(error) if is_grave(&error) => return Err(error),
            Err(error) => {
                log::info!("how many requests are left is not told: {}", error.message);
                *room = None;
                return Ok(());
            }
        };
        let number = |name: &str| told.get(name).and_then(Value::as_u64);
        let (most, used) = (
            number("externalRequestThreshold").filter(|most| *most > 0),
            number("currentTimeframeRequestCount"),
        );
        let (Some(most), Some(used)) = (most, used) else {
            *room = None;
            return Ok(());
        };
        let left = (most.saturating_mul(ENOUGH) / 100).saturating_sub(used);
        if left == 0 {
            self.wire.hold(LEFT_ALONE);
            return Err(BackendError::new(
                ErrorKind::RateLimited(Some(Duration::from_secs(LEFT_ALONE))),
                format!(
                    "the company has used {used} of its {most} requests of this hour; the rest is left to its other programs"
                ),
                "run `tt sync` again in ten minutes; everything is kept",
            ));
        }
        // Others use them up as well.
        *room = Some((left / 2).clamp(1, UNASKED) - 1);
        Ok(())
    }
}

/// Whether nothing else would get through either.
fn is_grave(error: &BackendError) -> bool {
    matches!(
        error.kind,
        ErrorKind::Unauthorized
            | ErrorKind::Misconfigured
            | ErrorKind::RateLimited(_)
            | ErrorKind::Unreachable
    )
}

/// A failure before a write: it certainly did not happen.
pub fn unsent(act: Act, error: BackendError) -> BackendError {
    let is_sure = matches!(
        error.kind,
        ErrorKind::Unauthorized
            | ErrorKind::Misconfigured
            | ErrorKind::RateLimited(_)
            | ErrorKind::Unreachable
            | ErrorKind::Invalid(_)
    );
    if act.reads() || is_sure {
        return error;
    }
    BackendError {
        kind: ErrorKind::Unreachable,
        ..error
    }
}

fn from_address(error: NetError) -> BackendError {
    errors::from_net(Act::Read, &error)
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
