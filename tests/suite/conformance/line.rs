//! The way to a fake: a real client over loopback, and a clock that nobody waits for.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tt::clock::Clock;
use tt::net::{
    Address, Client, ClientSettings, Exchange, Forgetful, NetError, Request, Response, TimeOuts,
    Wire, WireSettings,
};

/// When it is: 2026-11-20 12:00 UTC.
const NOON: i64 = 1_795_176_000;

/// Where nobody listens.
const NOWHERE: &str = "http://127.0.0.1:1";

/// How long a hasty client waits for an answer.
const HASTE: Duration = Duration::from_millis(400);

/// A clock whose hands move only when somebody waits.
#[derive(Debug, Default)]
struct Hands(Mutex<Duration>);

impl Clock for Hands {
    fn now(&self) -> i64 {
        NOON + i64::try_from(self.monotonic().as_secs()).unwrap()
    }

    fn monotonic(&self) -> Duration {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sleep(&self, length: Duration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += length;
    }
}

/// The way of one rig: its clients share clock and weather.
#[derive(Debug, Default)]
pub struct Line {
    hands: Arc<Hands>,
    away: Arc<Away>,
}

/// Which requests find nobody there.
#[derive(Debug, Default)]
struct Away {
    reads: AtomicBool,
    writes: AtomicBool,
}

impl Line {
    /// A wire for one client.
    pub fn wire(&self, hasty: bool) -> Wire {
        let mut settings = ClientSettings {
            user_agent: "tt/0".into(),
            ..ClientSettings::default()
        };
        if hasty {
            settings.time_outs = TimeOuts {
                answer_to_read: HASTE,
                answer_to_write: HASTE,
                body: HASTE,
                ..settings.time_outs
            };
        }
        let exchange = Through {
            client: Client::new(&settings).unwrap(),
            away: Arc::clone(&self.away),
        };
        let settings = WireSettings {
            trust_date: false,
            rest: false,
            ..WireSettings::default()
        };
        let clock = Arc::clone(&self.hands) as Arc<dyn Clock>;
        Wire::new(
            Box::new(exchange),
            clock,
            Arc::new(Forgetful),
            Box::new(|| 0),
            settings,
        )
    }

    /// Whether nobody listens to reads, and to writes.
    pub fn cut(&self, reads: bool, writes: bool) {
        self.away.reads.store(reads, Ordering::SeqCst);
        self.away.writes.store(writes, Ordering::SeqCst);
    }

    /// How long the hands have moved.
    pub fn waited(&self) -> Duration {
        self.hands.monotonic()
    }
}

struct Through {
    client: Client,
    away: Arc<Away>,
}

impl Exchange for Through {
    fn exchange(&self, request: &Request) -> Result<Response, NetError> {
        let reads = request.method() == tt::net::Method::Get;
        let flag = if reads {
            &self.away.reads
        } else {
            &self.away.writes
        };
        if flag.load(Ordering::SeqCst) {
            // Knocks at a closed door, so that the failure is a real one.
            let nowhere = Address::parse(NOWHERE).unwrap();
            return self
                .client
                .exchange(&Request::new(request.method(), nowhere));
        }
        self.client.exchange(request)
    }
}
