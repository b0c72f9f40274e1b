//! No credential in any log line or error, whatever happens.

use std::sync::Arc;

use ::log::Level;
use tt::clock::SystemClock;
use tt::domain::secret::Secret;
use tt::net::{Address, Forgetful, NetError, Response, Wire, WireSettings, auth, redact};

use super::server::Server;
use super::{Act, SECRET, act, address, client, create, log, saying};

#[test]
fn no_log_line_of_any_crate_shows_a_secret() {
    let token = Secret::new(SECRET);
    let forms = [SECRET, "Q0FOQVJZ", "NBTkFSWS", "DQU5BUlk", "CANARY%2D"];
    log::keep(&forms);
    log::keep(&["/canary-path", "one hour"]);
    let clock = Arc::new(SystemClock::new(None));
    let wire = |address: &Address| {
        let settings = WireSettings {
            secrets: vec![Arc::new(Secret::new(SECRET))],
            ..WireSettings::default()
        };
        let wire = Wire::new(
            Box::new(client(|_| {})),
            clock.clone(),
            Arc::new(Forgetful),
            Box::new(|| 0),
            settings,
        );
        (
            wire,
            address
                .join(&["canary-path"])
                .unwrap()
                .with_query(&[("page", "1")]),
        )
    };
    let echo = |status: &str| {
        let body = format!("{{\"access_token\":\"{SECRET}\",\"text\":\"you sent {SECRET}\"}}");
        saying(format!(
            "HTTP/1.1 {status}\r\nX-Echo: {SECRET}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ))
    };
    let acts: Vec<Act> = vec![
        echo("200 OK"),
        echo("401 No"),
        echo("500 Oh"),
        act(|_| {}),
        saying(format!("{SECRET}\r\n\r\n")),
        saying(format!(
            "HTTP/1.1 302 Found\r\nLocation: https://{SECRET}/{SECRET}\r\n\r\n"
        )),
        saying(format!(
            "HTTP/1.1 200 {SECRET}\r\nContent-Length: 99\r\n\r\n{SECRET}"
        )),
    ];
    for act in acts {
        let server = Server::start(act);
        let (wire, here) = wire(&address("http", server.port));
        for value in [
            auth::basic("a", &token),
            auth::basic("ab", &token),
            auth::bearer(&token),
        ] {
            let request = create(here.clone())
                .header("X-Api-Key", "plain")
                .secret_header("Authorization", Arc::new(value));
            let result: Result<Response, NetError> = wire.send(&request);
            if let Err(error) = result {
                assert!(!format!("{error:?}").contains("CANARY"), "{error:?}");
            }
        }
    }
    // One line a request at `debug`, one with its body at `trace`.
    for word in ["POST /v4/canary-path?page=1 -> ", "one hour"] {
        let lines = log::with(word);
        let ours = lines
            .iter()
            .filter(|line| redact::is_ours(&line.target))
            .count();
        assert!(ours >= 21, "{word}: {ours}");
    }
    for form in forms {
        let mut shown = log::with(form);
        // At `trace` the HTTP crate dumps the bytes of the connection, credentials
        // included. That is why the program's log takes no lines of other crates.
        shown.retain(|line| redact::is_ours(&line.target) || line.level <= Level::Debug);
        shown.retain(|line| !line.text.contains("\"location\": \"http"));
        assert_eq!(shown, [], "{form}");
    }
}
