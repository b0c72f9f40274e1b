//! One call that does everything: pace, send, judge, wait, send again, log.
//!
//! The only sender adapters use. Holds the state of one run against one service;
//! what must outlive the run goes through [`PaceStore`]. Never repeats a request
//! of unknown outcome unless the request itself allows it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::outcome::{Certainty, Kind, NetError};
use super::pace::{Gate, Pace, PaceStore};
use super::redact;
use super::request::{Method, Request};
use super::response::Response;
use super::retry::{self, Budget, Dice, TRIES};
use crate::clock::Clock;
use crate::domain::secret::Secret;

/// Clocks that disagree by this many seconds disagree about the day, not about the zone
/// of a badly set machine or a cached answer.
const CLOCKS_APART: i64 = 12 * 3_600;

/// Sends a request once. [`super::Client`] does it over the network, tests without.
pub trait Exchange: Send + Sync {
    /// Sends once and reads the answer to its end.
    ///
    /// # Errors
    /// Whatever is not a complete answer; any status but 3xx is an answer.
    fn exchange(&self, request: &Request) -> Result<Response, NetError>;
}

/// How a [`Wire`] behaves.
#[derive(Debug)]
pub struct WireSettings {
    /// Under which name the pace is kept: one per service and tenant.
    pub scope: String,
    /// Least time from the start of one request to the next.
    pub interval: Duration,
    /// The moment, on [`Clock::monotonic`], from which on nothing new is sent. A
    /// request under way is not cut off: its outcome would be unknown.
    pub deadline: Option<Duration>,
    /// How long a run waits in all because the service asked for it.
    pub patience: Duration,
    /// Whether the service's `Date` counts as its clock; not under a fixed clock.
    pub trust_date: bool,
    /// Whether a service that failed several times in a row is left alone.
    pub rest: bool,
    /// Answers of 5xx that are plain refusals in this service's way of speaking;
    /// they are neither repeated nor counted as failures.
    pub is_refusal: fn(&Response) -> bool,
    /// Credentials to hide wherever they may appear, besides those in headers.
    pub secrets: Vec<Arc<Secret>>,
}

impl Default for WireSettings {
    fn default() -> Self {
        Self {
            scope: String::new(),
            interval: Duration::ZERO,
            deadline: None,
            patience: Duration::from_secs(300),
            trust_date: true,
            rest: true,
            is_refusal: |_| false,
            secrets: Vec::new(),
        }
    }
}

/// The way to one service during one run.
pub struct Wire {
    exchange: Box<dyn Exchange>,
    clock: Arc<dyn Clock>,
    store: Arc<dyn PaceStore>,
    dice: Dice,
    settings: WireSettings,
    state: Mutex<State>,
}

struct State {
    pace: Pace,
    budget: Budget,
    numbered: u64,
    waited: Duration,
    next_start: Duration,
}

/// What to do after a try.
enum Next {
    Wait(Duration),
    Stop,
}

impl Wire {
    /// A wire over `exchange`; `dice` gives any random number.
    #[must_use]
    pub fn new(
        exchange: Box<dyn Exchange>,
        clock: Arc<dyn Clock>,
        store: Arc<dyn PaceStore>,
        dice: Dice,
        settings: WireSettings,
    ) -> Self {
        let state = State {
            pace: store.load(&settings.scope).unwrap_or_default(),
            budget: Budget::default(),
            numbered: 0,
            waited: Duration::ZERO,
            next_start: Duration::ZERO,
        };
        Self {
            exchange,
            clock,
            store,
            dice,
            settings,
            state: Mutex::new(state),
        }
    }

    /// Sends, again where that is safe, and gives the last answer.
    ///
    /// # Errors
    /// [`NetError`] of the last try. [`Certainty::NotDone`] is certain for all tries:
    /// a repeat follows an unknown outcome only if the request allows repeats.
    pub fn send(&self, request: &Request) -> Result<Response, NetError> {
        let tries = self.pass_gate(request)?;
        let mut tried = 0;
        let mut doubtful = false;
        loop {
            tried += 1;
            let result = match self.start_slot(request) {
                Ok(()) => self.try_once(request),
                Err(late) => Err(late),
            };
            let next = match &result {
                Ok(answer) => self.after_answer(request, answer, tried),
                Err(error) if retry::may_follow(request, error) => Next::Wait(self.back_off(tried)),
                Err(_) => Next::Stop,
            };
            if let Next::Wait(length) = next {
                let goes_on = tried < tries && self.in_time(length) && self.lock().budget.take();
                if goes_on {
                    doubtful |=
                        !matches!(&result, Err(error) if error.certainty == Certainty::NotDone);
                    log::debug!(
                        "next try of {} in {} ms",
                        request.address(),
                        length.as_millis()
                    );
                    self.clock.sleep(length);
                    continue;
                }
            }
            let result = result.and_then(|answer| self.on_time(request, answer));
            self.note(&result);
            return result.map_err(|error| self.clean(error, request, doubtful));
        }
    }

    /// [`Wire::send`]; after a 401 asks `renew` once for a new `Authorization`
    /// value and sends once more. A 401 proves that nothing was done, so this
    /// holds for creates too.
    ///
    /// # Errors
    /// As [`Wire::send`], or what `renew` says.
    pub fn send_renewing(
        &self,
        request: &Request,
        renew: impl FnOnce() -> Result<Arc<Secret>, NetError>,
    ) -> Result<Response, NetError> {
        let answer = self.send(request)?;
        if answer.status() != 401 {
            return Ok(answer);
        }
        let renewed = request.clone().secret_header("Authorization", renew()?);
        self.send(&renewed)
    }

    /// Leaves the service alone for so many seconds from now, in later runs too;
    /// for services that announce an empty quota in headers of their own.
    pub fn hold(&self, seconds: u64) {
        let now = self.clock.now();
        self.change_pace(|pace| pace.hold(now, seconds));
    }

    /// [`Wire::hold`] until this moment (seconds UTC), for services that tell when a quota
    /// is full again. A moment that has passed, or is further away than `longest` seconds,
    /// is no news.
    pub fn hold_until(&self, moment: i64, longest: u64) {
        let ahead = moment.checked_sub(self.clock.now());
        let seconds = ahead.and_then(|ahead| u64::try_from(ahead).ok());
        if let Some(seconds) = seconds.filter(|seconds| (1..=longest).contains(seconds)) {
            self.hold(seconds);
        }
    }

    /// How long an answer asks to wait, seconds, by the same clocks that requests are held by.
    #[must_use]
    pub fn wish(&self, answer: &Response) -> Option<u64> {
        answer.retry_after(self.clock.now(), self.settings.trust_date)
    }

    /// When it is by the clock of requests, seconds UTC.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// How many requests went out, repeats included.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.lock().numbered
    }

    /// Waits for, or refuses by, what earlier answers asked for; gives the number
    /// of tries allowed.
    fn pass_gate(&self, request: &Request) -> Result<u32, NetError> {
        let now = self.clock.now();
        let gate = self.lock().pace.gate(now);
        let host = request.address().host();
        let refuse = |kind, seconds: u64| NetError {
            retry_at: i64::try_from(seconds)
                .ok()
                .and_then(|seconds| now.checked_add(seconds)),
            ..NetError::new(
                kind,
                Certainty::NotDone,
                host,
                &format!("{} more", length(seconds)),
            )
        };
        match gate {
            Gate::Open => Ok(TRIES),
            Gate::Held(seconds) if self.have_patience(Duration::from_secs(seconds)) => {
                log::info!("{host} asked to wait; {} more", length(seconds));
                self.clock.sleep(Duration::from_secs(seconds));
                Ok(TRIES)
            }
            Gate::Held(seconds) => Err(refuse(Kind::Paused, seconds)),
            Gate::Resting(seconds) if self.settings.rest => Err(refuse(Kind::Resting, seconds)),
            Gate::Probe | Gate::Resting(_) => Ok(1),
        }
    }

    /// Keeps the interval between requests and the deadline of the run.
    fn start_slot(&self, request: &Request) -> Result<(), NetError> {
        let now = self.clock.monotonic();
        let wait = {
            let mut state = self.lock();
            let start = state.next_start.max(now);
            state.next_start = start.saturating_add(self.settings.interval);
            start.saturating_sub(now)
        };
        if !self.in_time(wait) {
            return Err(NetError::new(
                Kind::Deadline,
                Certainty::NotDone,
                request.address().host(),
                "",
            ));
        }
        if !wait.is_zero() {
            self.clock.sleep(wait);
        }
        Ok(())
    }

    fn try_once(&self, request: &Request) -> Result<Response, NetError> {
        let number = {
            let mut state = self.lock();
            state.budget.count();
            state.numbered += 1;
            state.numbered
        };
        if log::log_enabled!(log::Level::Trace) {
            log::trace!("{}", self.scrub(&redact::sent(number, request)));
        }
        let began = self.clock.monotonic();
        let result = self.exchange.exchange(request);
        if log::log_enabled!(log::Level::Debug) {
            let ended = match &result {
                Ok(answer) => answer.status().to_string(),
                Err(error) => format!("{:?}, {:?}", error.kind, error.certainty),
            };
            let took = self.clock.monotonic().saturating_sub(began);
            log::debug!(
                "{}",
                self.scrub(&redact::line(number, request, &ended, took))
            );
        }
        if let (Ok(answer), true) = (&result, log::log_enabled!(log::Level::Trace)) {
            log::trace!("{}", self.scrub(&redact::received(number, request, answer)));
        }
        result
    }

    /// A success of a read, unless the clocks are so far apart that the days of entries
    /// would be wrong. Writes are not asked: what was done stays done.
    fn on_time(&self, request: &Request, answer: Response) -> Result<Response, NetError> {
        let asks =
            self.settings.trust_date && answer.is_success() && request.method() == Method::Get;
        let ahead = asks
            .then(|| answer.clock_ahead(self.clock.now()))
            .flatten()
            .unwrap_or(0);
        if ahead.saturating_abs() < CLOCKS_APART {
            return Ok(answer);
        }
        let side = if ahead > 0 { "ahead" } else { "behind" };
        let hours = (ahead.saturating_abs() + 1_800) / 3_600;
        Err(NetError::new(
            Kind::Clock,
            Certainty::Unknown,
            request.address().host(),
            &format!("it is {hours} hours {side}"),
        ))
    }

    fn after_answer(&self, request: &Request, answer: &Response, tried: u32) -> Next {
        let now = self.clock.now();
        let wish = match answer.status() {
            429 | 503 => answer.retry_after(now, self.settings.trust_date),
            _ => None,
        };
        if let Some(seconds) = wish {
            self.change_pace(|pace| pace.hold(now, seconds));
        }
        let repeats = request.may_repeat()
            && retry::is_passing_status(answer.status())
            && !(self.settings.is_refusal)(answer);
        match wish {
            _ if !repeats => Next::Stop,
            Some(seconds) if tried < TRIES && self.have_patience(Duration::from_secs(seconds)) => {
                Next::Wait(Duration::from_secs(seconds))
            }
            Some(_) => Next::Stop,
            None => Next::Wait(self.back_off(tried)),
        }
    }

    fn back_off(&self, tried: u32) -> Duration {
        retry::back_off(tried, (self.dice)())
    }

    /// Takes a wait out of the patience of the run, if it still fits and ends in time.
    fn have_patience(&self, wait: Duration) -> bool {
        let mut state = self.lock();
        let waited = state.waited.saturating_add(wait);
        let fits = waited <= self.settings.patience && self.in_time(wait);
        if fits {
            state.waited = waited;
        }
        fits
    }

    fn in_time(&self, wait: Duration) -> bool {
        self.settings
            .deadline
            .is_none_or(|end| self.clock.monotonic().saturating_add(wait) < end)
    }

    /// Counts failures in a row: only what says that the service is in trouble.
    fn note(&self, result: &Result<Response, NetError>) {
        let failed = match result {
            Ok(answer) => {
                let later = answer.status() == 503 && answer.header("retry-after").is_some();
                answer.status() >= 500 && !later && !(self.settings.is_refusal)(answer)
            }
            Err(error) => match error.kind {
                Kind::Settings | Kind::Paused | Kind::Resting | Kind::Deadline | Kind::Clock => {
                    return;
                }
                _ => true,
            },
        };
        let now = self.clock.now();
        self.change_pace(|pace| {
            if failed {
                pace.failed(now)
            } else {
                pace.answered()
            }
        });
    }

    fn change_pace(&self, change: impl FnOnce(&mut Pace)) {
        let changed = {
            let mut state = self.lock();
            let before = state.pace;
            change(&mut state.pace);
            (state.pace != before).then_some(state.pace)
        };
        if let Some(pace) = changed {
            self.store.save(&self.settings.scope, &pace);
        }
    }

    fn clean(&self, mut error: NetError, request: &Request, doubtful: bool) -> NetError {
        let both = |text: &str| {
            self.scrub(&redact::scrub(text, request.secrets()))
                .into_owned()
        };
        error.message = both(&error.message);
        error.help = both(&error.help);
        if doubtful {
            error.certainty = Certainty::Unknown;
        }
        error
    }

    fn scrub<'t>(&self, text: &'t str) -> std::borrow::Cow<'t, str> {
        redact::scrub(text, self.settings.secrets.iter().map(|secret| &**secret))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Wire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wire")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

fn length(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} s"),
        _ => format!("{} min", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests;
