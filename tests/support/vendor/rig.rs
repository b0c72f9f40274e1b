//! What every fake service shares: records each request, checks it against the
//! vendor's schema, applies the fault that the plan draws, counts late effects.
//!
//! It knows no vendor; a [`Service`] says what an answer is.

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::faults::{Fault, Plan};
use super::http::{After, Handler, Request, Script, Server, Step, Stop};
use super::locked;
use crate::support::schema;

/// An answer before anything goes wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Headers besides the length.
    pub headers: Vec<(String, String)>,
    /// The body; none is sent with a 204.
    pub body: Vec<u8>,
    /// The id of the entry that was created, changed or deleted.
    pub touched: Option<i64>,
}

impl Answer {
    /// An answer with a page of HTML.
    pub fn html(status: u16, text: &str) -> Self {
        Self {
            status,
            headers: vec![(
                "Content-Type".to_owned(),
                "text/html; charset=utf-8".to_owned(),
            )],
            body: format!("<html><head><title>{text}</title></head><body>{text}</body></html>\n")
                .into_bytes(),
            touched: None,
        }
    }

    fn head(&self) -> Vec<u8> {
        let mut text = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if self.status != 204 {
            text.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        text.push_str("\r\n");
        text.into_bytes()
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.head();
        if self.status != 204 {
            bytes.extend_from_slice(&self.body);
        }
        bytes
    }
}

/// A vendor: what it does with a request, and how it words a refusal.
pub trait Service: Send + Sync + 'static {
    /// The name under which [`schema`] knows it.
    fn name(&self) -> &'static str;
    /// The interface's own path of a request (`/time/entries/5`); none for
    /// addresses outside of it, such as discovery.
    fn operation(&self, path: &str) -> Option<String>;
    /// Whether a request asks for a change; some services ask questions by POST.
    fn writes(&self, method: &str, _path: &str) -> bool {
        method != "GET"
    }
    /// Carries the request out.
    fn act(&self, request: &Request) -> Answer;
    /// An error of that status in the vendor's shape.
    fn refusal(&self, status: u16) -> Answer;
    /// Too many requests, in the vendor's shape; the text is for `Retry-After`.
    fn throttled(&self, retry_after: Option<&str>) -> Answer {
        let mut answer = Answer::html(429, "rate limited");
        let header = |v: &str| ("Retry-After".to_owned(), v.to_owned());
        answer.headers.extend(retry_after.map(header));
        answer
    }
}

/// One request that arrived, whole or not, and what became of it.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// Counts from 1 over the life of the fake.
    pub number: u64,
    /// The method.
    pub method: String,
    /// The path as sent, without the query.
    pub path: String,
    /// The interface's own path (`/time/entries/5`); the path itself elsewhere.
    pub operation: String,
    /// The query, decoded.
    pub query: Vec<(String, String)>,
    /// The headers as sent.
    pub headers: Vec<(String, String)>,
    /// The body as far as it arrived.
    pub body: Vec<u8>,
    /// False for a request whose end never came.
    pub complete: bool,
    /// Since the start of the fake.
    pub at: Duration,
    /// What went wrong on purpose.
    pub fault: Option<Fault>,
    /// The status that was sent, whole or cut; none when nothing was.
    pub status: Option<u16>,
    /// The id of the entry touched, if the service did anything.
    pub touched: Option<i64>,
    /// What the vendor's schema has against it.
    pub schema_error: Option<String>,
    /// Whether it asks for a change.
    pub writes: bool,
}

impl Recorded {
    /// The first header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, v)| v.as_str())
    }

    /// The decoded query parameter of that name.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// The body as JSON; null if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// Whether it asks for a change.
    pub fn is_write(&self) -> bool {
        self.writes
    }
}

struct Core<S> {
    service: S,
    started: Instant,
    plan: Mutex<Plan>,
    latency: Mutex<Duration>,
    log: Mutex<(u64, Vec<Recorded>)>,
    watchers: Mutex<Vec<Sender<Recorded>>>,
    late: Mutex<usize>,
    done: Condvar,
    stop: Arc<Stop>,
}

/// A service behind its socket. Stops when dropped; late effects that are still
/// to come then never happen.
pub struct Rig<S: Service> {
    core: Arc<Core<S>>,
    server: Server,
}

impl<S: Service> Rig<S> {
    /// Lets every answer wait so long, as a network does.
    pub fn slow(&self, latency: Duration) {
        *locked(&self.core.latency) = latency;
    }

    /// Starts on 127.0.0.1, on any free port for 0.
    pub fn start(service: S, port: u16) -> io::Result<Self> {
        let stop = Arc::new(Stop::default());
        let core = Arc::new(Core {
            service,
            started: Instant::now(),
            plan: Mutex::default(),
            latency: Mutex::default(),
            log: Mutex::default(),
            watchers: Mutex::default(),
            late: Mutex::default(),
            done: Condvar::new(),
            stop: Arc::clone(&stop),
        });
        let desk = Arc::new(Desk(Arc::clone(&core)));
        let server = Server::start(desk, port, stop)?;
        Ok(Self { core, server })
    }

    /// The vendor behind it.
    pub fn service(&self) -> &S {
        &self.core.service
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.server.port())
    }

    /// Replaces the plan of what goes wrong.
    pub fn plan(&self, plan: Plan) {
        *locked(&self.core.plan) = plan;
    }

    /// Every request so far, in the order of arrival.
    pub fn requests(&self) -> Vec<Recorded> {
        locked(&self.core.log).1.clone()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        locked(&self.core.log).1.clear();
    }

    /// Each request from now on, as soon as its answer is decided.
    pub fn watch(&self) -> Receiver<Recorded> {
        let (sender, receiver) = channel();
        locked(&self.core.watchers).push(sender);
        receiver
    }

    /// What the vendor's schema has against the requests so far.
    pub fn schema_errors(&self) -> Vec<String> {
        locked(&self.core.log)
            .1
            .iter()
            .filter_map(|r| r.schema_error.clone())
            .collect()
    }

    /// Waits until every late effect has happened.
    pub fn wait_for_late(&self) {
        let guard = locked(&self.core.late);
        drop(
            self.core
                .done
                .wait_while(guard, |n| *n > 0)
                .unwrap_or_else(PoisonError::into_inner),
        );
    }

    /// Closes every open connection, idle or not.
    pub fn hang_up(&self) {
        self.server.hang_up();
    }
}

struct Desk<S>(Arc<Core<S>>);

impl<S: Service> Handler for Desk<S> {
    type Choice = Option<Fault>;

    fn choose(&self, head: &Request) -> Option<Fault> {
        let path = self.0.service.operation(&head.path);
        let path = path.as_deref().unwrap_or(&head.path);
        let writes = self.0.service.writes(&head.method, path);
        locked(&self.0.plan).draw_for(&head.method, path, writes)
    }

    fn resets(&self, head: &Request, choice: &Option<Fault>) -> bool {
        let reset = *choice == Some(Fault::Reset);
        if reset {
            let number = self.0.record(head, choice.as_ref());
            self.0.finish(number, None, None);
        }
        reset
    }

    fn handle(&self, request: Request, fault: Option<Fault>) -> Script {
        let number = self.0.record(&request, fault.as_ref());
        self.0.answer(number, &request, fault)
    }

    fn cut(&self, request: Request) {
        let number = self.0.record(&request, None);
        self.0.finish(number, None, None);
    }
}

impl<S: Service> Core<S> {
    fn record(&self, request: &Request, fault: Option<&Fault>) -> u64 {
        let operation = self.service.operation(&request.path);
        let schema_error = operation
            .as_deref()
            .filter(|_| request.complete)
            .and_then(|path| {
                let Request {
                    method,
                    query,
                    body,
                    ..
                } = request;
                schema::check_request(self.service.name(), method, path, query, body).err()
            });
        let own = operation.as_deref().unwrap_or(&request.path);
        let writes = self.service.writes(&request.method, own);
        let mut log = locked(&self.log);
        log.0 += 1;
        let number = log.0;
        log.1.push(Recorded {
            number,
            method: request.method.clone(),
            path: request.path.clone(),
            operation: operation.unwrap_or_else(|| request.path.clone()),
            query: request.query.clone(),
            headers: request.headers.clone(),
            body: request.body.clone(),
            complete: request.complete,
            at: self.started.elapsed(),
            fault: fault.cloned(),
            status: None,
            touched: None,
            schema_error,
            writes,
        });
        number
    }

    /// Enters what became of a request and tells the watchers.
    fn finish(&self, number: u64, status: Option<u16>, touched: Option<i64>) {
        let mut log = locked(&self.log);
        let Some(row) = log.1.iter_mut().find(|r| r.number == number) else {
            return;
        };
        row.status = status;
        row.touched = touched;
        let row = row.clone();
        drop(log);
        locked(&self.watchers).retain(|w| w.send(row.clone()).is_ok());
    }

    fn answer(self: &Arc<Self>, number: u64, request: &Request, fault: Option<Fault>) -> Script {
        if let Some(Fault::Late(ms)) = fault {
            self.act_late(number, request.clone(), Duration::from_millis(ms.min(1000)));
            self.finish(number, None, None);
            return Script {
                steps: Vec::new(),
                after: After::Close,
            };
        }
        let acted = fault
            .as_ref()
            .is_none_or(Fault::acts)
            .then(|| self.service.act(request));
        let touched = acted.as_ref().and_then(|a| a.touched);
        let (mut answer, mut after) = (acted.unwrap_or_default(), After::KeepAlive);
        let mut pieces: Option<Vec<Step>> = None;
        match &fault {
            None | Some(Fault::Late(_)) => {}
            Some(Fault::DeadKeepAlive) => after = After::Close,
            Some(Fault::HalfClose) => after = After::HalfClose,
            Some(Fault::LostBefore | Fault::LostAfter | Fault::Reset) => {
                pieces = Some(Vec::new());
                after = After::Close;
            }
            Some(Fault::RefuseBefore(status)) => answer = self.service.refusal(*status),
            Some(Fault::Error500 { .. }) => answer = self.service.refusal(500),
            Some(Fault::Throttled { retry_after }) => {
                answer = self.service.throttled(retry_after.as_deref());
            }
            Some(Fault::HtmlPage) => answer = Answer::html(200, "Please log in"),
            Some(Fault::Redirect) => {
                answer = Answer::html(302, "moved");
                let host = request.header("host").unwrap_or("127.0.0.1");
                answer
                    .headers
                    .push(("Location".to_owned(), format!("http://{host}/followed")));
            }
            Some(Fault::Garbage) => {
                answer = with_body(answer);
                answer.body.truncate(answer.body.len() / 2);
                answer.body.extend_from_slice(b"\"\x00\xff,,");
            }
            Some(Fault::CutBody) => {
                answer = with_body(answer);
                let mut bytes = answer.head();
                bytes.extend_from_slice(&answer.body[..answer.body.len() / 2]);
                pieces = Some(vec![Step::Send(bytes)]);
                after = After::Close;
            }
            Some(Fault::CutHead) => {
                let head = answer.head();
                pieces = Some(vec![Step::Send(head[..head.len() / 2].to_vec())]);
                after = After::Close;
            }
            Some(Fault::SlowDrip { every_ms }) => {
                let pause = Step::Wait(Duration::from_millis(*every_ms));
                let bytes = answer.bytes();
                let drops = bytes.chunks(32).map(|c| Step::Send(c.to_vec()));
                pieces = Some(drops.flat_map(|drop| [drop, pause.clone()]).collect());
            }
        }
        let silent = pieces.as_ref().is_some_and(Vec::is_empty);
        self.finish(number, (!silent).then_some(answer.status), touched);
        let mut steps = pieces.unwrap_or_else(|| vec![Step::Send(answer.bytes())]);
        let latency = *locked(&self.latency);
        if !latency.is_zero() {
            steps.insert(0, Step::Wait(latency));
        }
        Script { steps, after }
    }

    fn act_late(self: &Arc<Self>, number: u64, request: Request, delay: Duration) {
        *locked(&self.late) += 1;
        let core = Arc::clone(self);
        thread::spawn(move || {
            if !core.stop.wait(delay) {
                let answer = core.service.act(&request);
                let mut log = locked(&core.log);
                if let Some(row) = log.1.iter_mut().find(|r| r.number == number) {
                    row.touched = answer.touched;
                }
            }
            *locked(&core.late) -= 1;
            core.done.notify_all();
        });
    }
}

/// An answer without a body gets one, so that there is something to break.
fn with_body(mut answer: Answer) -> Answer {
    if answer.status == 204 || answer.body.is_empty() {
        answer.status = 200;
        answer.body = b"{\"success\": true}".to_vec();
    }
    answer
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        302 => "Found",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Other",
    }
}
