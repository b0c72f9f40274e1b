//! The page at which a person lets the application in: its address, what is remembered
//! of having asked, and what the person brings back. Sends nothing.

use crate::domain::secret::Secret;
use crate::net::address::encode;
use crate::sync::backend::grant::Grant;
use std::sync::Arc;

/// What was asked for longer ago is not answered any more, seconds.
pub const OLDEST: i64 = 3_600;

/// A log-in that a person was asked for.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Asked {
    /// Comes back with the answer to this question and no other.
    pub state: String,
    /// The application it is for.
    pub client_id: String,
    /// Where the browser is sent back to.
    pub redirect_uri: String,
    /// When, seconds UTC.
    pub at: i64,
}

impl Asked {
    /// The address for the browser; `home` is the server of the page.
    #[must_use]
    pub fn address(&self, grant: &Grant, home: &str) -> String {
        format!(
            "{home}{}?response_type=code&client_id={}&redirect_uri={}&scope={}&state={}",
            grant.page,
            encode(&self.client_id),
            encode(&self.redirect_uri),
            grant
                .scopes
                .iter()
                .map(|scope| encode(scope))
                .collect::<Vec<_>>()
                .join("%20"),
            encode(&self.state),
        )
    }
}

/// Why what was brought back is of no use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// There is no code in it.
    #[error("there is no code in what was pasted")]
    NoCode,
    /// It is a code alone, where an address is due.
    #[error("that is not the address the browser was sent to")]
    NoAddress,
    /// It is the answer to another question, or to none.
    #[error("that address answers another log-in: its state is not the one that was asked with")]
    OtherState,
    /// The person, or the service, said no.
    #[error("the log-in was refused there: {0}")]
    Denied(String),
}

impl Unusable {
    /// The one thing to do.
    #[must_use]
    pub fn help(&self, profile: &str) -> String {
        match self {
            Self::NoCode | Self::NoAddress => {
                "paste the whole address from the browser's address bar, with `code=` and \
                 `state=` in it; that the page does not load is as it should be"
                    .to_owned()
            }
            Self::OtherState => format!(
                "run `tt auth login {profile}`, open the address it prints, and paste where that leads"
            ),
            Self::Denied(_) => format!("run `tt auth login {profile}` and allow it there"),
        }
    }
}

/// The code in what a person pasted: the address the browser was sent to, whole or from
/// its `?` on; or the code itself where the service shows it on a page.
///
/// # Errors
/// No code, another log-in's, or a refusal.
pub fn code_in(pasted: &str, asked: &Asked, shown: Option<&str>) -> Result<Arc<Secret>, Unusable> {
    let pasted = pasted.trim().trim_matches(['"', '\'', '<', '>']);
    let is_shown = shown == Some(asked.redirect_uri.as_str());
    let Some((_, query)) = pasted.split_once('?') else {
        let plain = |c: char| c.is_ascii_graphic() && c != '/';
        return match pasted {
            "" => Err(Unusable::NoCode),
            code if is_shown && code.chars().all(plain) => Ok(Arc::new(Secret::new(code))),
            _ => Err(Unusable::NoAddress),
        };
    };
    let query = query.split('#').next().unwrap_or_default();
    let value = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs
            .find(|(key, _)| *key == name)
            .map(|(_, value)| decode(value))
    };
    let (code, error) = (value("code"), value("error"));
    if code.is_none() && error.is_none() {
        return Err(Unusable::NoCode);
    }
    if value("state").as_deref() != Some(asked.state.as_str()) {
        return Err(Unusable::OtherState);
    }
    if let Some(error) = error {
        let words = value("error_description").filter(|words| !words.is_empty());
        let words = words.unwrap_or(error);
        return Err(Unusable::Denied(crate::sync::backend::clean(&words)));
    }
    code.filter(|code| !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_graphic()))
        .map(|code| Arc::new(Secret::new(code)))
        .ok_or(Unusable::NoCode)
}

/// A value of a query without its percent signs and plus signs.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = match (first, after) {
            (b'%', [high, low, ..]) => {
                let digit = |byte: &u8| char::from(*byte).to_digit(16);
                digit(high)
                    .zip(digit(low))
                    .and_then(|(high, low)| u8::try_from(high * 16 + low).ok())
            }
            _ => None,
        };
        match escaped {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(if *first == b'+' { b' ' } else { *first });
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SHOWN: Option<&str> = Some("urn:ietf:wg:oauth:2.0:oob");

    fn asked(redirect: &str) -> Asked {
        Asked {
            state: "s-1".into(),
            client_id: "a b".into(),
            redirect_uri: redirect.into(),
            at: 0,
        }
    }

    #[test]
    fn the_address_says_who_asks_for_what_and_where_to() {
        let address = asked("https://localhost/callback").address(
            &crate::sync::backend::freshbooks::GRANT,
            "https://auth.example",
        );
        assert!(
            address.starts_with(
                "https://auth.example/oauth/authorize/?response_type=code&client_id=a%20b\
                 &redirect_uri=https%3A%2F%2Flocalhost%2Fcallback&scope=user%3Aprofile%3Aread%20"
            ),
            "{address}"
        );
        assert!(address.ends_with("&state=s-1"), "{address}");
    }

    #[test]
    fn what_a_person_may_paste() {
        let address = asked("https://localhost/callback");
        let page = asked(SHOWN.unwrap());
        let denied = |words: &str| Err(Unusable::Denied(words.into()));
        let rows = [
            (
                &address,
                "https://localhost/callback?code=abc&state=s-1",
                Ok("abc"),
            ),
            (
                &address,
                " \"http://localhost/callback?state=s-1&code=a%2Bc#x\" ",
                Ok("a+c"),
            ),
            (&address, "localhost/callback?code=abc&state=s-1", Ok("abc")),
            (&address, "?code=abc&state=s-1", Ok("abc")),
            (
                &address,
                "https://localhost/callback?code=abc&state=s-2",
                Err(Unusable::OtherState),
            ),
            (
                &address,
                "https://localhost/callback?code=abc",
                Err(Unusable::OtherState),
            ),
            (
                &address,
                "https://localhost/callback?error=access_denied&state=s-1",
                denied("access_denied"),
            ),
            (
                &address,
                "https://localhost/callback?error=x&error_description=You+said%20no%1b&state=s-1",
                denied("You said no"),
            ),
            (
                &address,
                "https://localhost/callback?error=access_denied",
                Err(Unusable::OtherState),
            ),
            (
                &address,
                "https://localhost/callback?code=&state=s-1",
                Err(Unusable::NoCode),
            ),
            (
                &address,
                "https://localhost/callback?code=a%0Ab&state=s-1",
                Err(Unusable::NoCode),
            ),
            (
                &address,
                "https://localhost/callback?state=s-1",
                Err(Unusable::NoCode),
            ),
            (
                &address,
                "https://localhost/callback",
                Err(Unusable::NoAddress),
            ),
            (&address, "abc", Err(Unusable::NoAddress)),
            (&address, "", Err(Unusable::NoCode)),
            (&page, " abc\n", Ok("abc")),
            (&page, "a b", Err(Unusable::NoAddress)),
            (
                &page,
                "https://moneybird.com/oauth/authorize",
                Err(Unusable::NoAddress),
            ),
            (
                &page,
                "urn:ietf:wg:oauth:2.0:oob?code=abc&state=s-1",
                Ok("abc"),
            ),
        ];
        for (asked, pasted, expected) in rows {
            let code = code_in(pasted, asked, SHOWN).map(|code| code.expose().to_owned());
            assert_eq!(code, expected.map(str::to_owned), "{pasted}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_pasted_is_a_panic(text in any::<String>(), tail in "[%&=?#a-f0-9]{0,12}") {
            let _ = code_in(&text, &asked("https://localhost/"), SHOWN);
            let _ = code_in(&format!("{text}?code={tail}"), &asked("https://localhost/"), SHOWN);
        }

        #[test]
        fn whatever_the_code_is_it_comes_out(code in "[!-~]{1,40}") {
            let pasted = format!("https://localhost/?state=s-1&code={}", encode(&code));
            let found = code_in(&pasted, &asked("https://localhost/"), SHOWN).unwrap();
            prop_assert_eq!(found.expose(), code);
        }
    }
}
