//! Following the pages of a list.
//!
//! A link in an answer is a wish of the server, not an order: it must lead to
//! the same scheme, host and port, to a page not seen yet, and not without end.
//! Never sends anything.

use std::collections::HashSet;

use super::address::Address;
use super::outcome::{Certainty, Kind, NetError};
use super::response::Response;

/// How many pages one list may have.
pub const MOST: usize = 1000;

/// The way through the pages of one list.
#[derive(Debug)]
pub struct Pages {
    first: Address,
    seen: HashSet<Address>,
}

impl Pages {
    /// Begins with the address of the first page.
    #[must_use]
    pub fn new(first: Address) -> Self {
        Self {
            seen: HashSet::from([first.clone()]),
            first,
        }
    }

    /// The next page by the `Link` header (`rel="next"`), `None` on the last one.
    ///
    /// # Errors
    /// See [`Pages::follow`].
    pub fn next(&mut self, response: &Response) -> Result<Option<Address>, NetError> {
        match response.headers_named("link").find_map(next_link) {
            Some(link) => self.follow(link).map(Some),
            None => Ok(None),
        }
    }

    /// The next page by a link found elsewhere, such as in the body.
    ///
    /// # Errors
    /// A link that leaves the server, was seen before, or is one too many. All
    /// are [`Certainty::NotDone`]: nothing was sent.
    pub fn follow(&mut self, link: &str) -> Result<Address, NetError> {
        let host = self.first.host().to_owned();
        let next = self.first.follow(link).map_err(|error| NetError {
            host: host.clone(),
            ..error.into()
        })?;
        let stop = |why: &str| NetError::new(Kind::BadBody, Certainty::NotDone, &host, why);
        if self.seen.len() >= MOST {
            return Err(stop("the list has more than 1,000 pages"));
        }
        if !self.seen.insert(next.clone()) {
            return Err(stop("the pages of the list go round in a circle"));
        }
        Ok(next)
    }
}

/// The target of `rel="next"` in one `Link` header value (RFC 8288).
#[must_use]
pub fn next_link(value: &str) -> Option<&str> {
    let mut rest = value;
    loop {
        let (target, after) = rest.split_once('<')?.1.split_once('>')?;
        let (parameters, more) = split_outside_quotes(after, ',');
        if parameters_say_next(parameters) {
            return Some(target.trim());
        }
        rest = more?;
    }
}

/// The number of the next page: by the `Link` header where there is one, else as
/// long as pages are full. Only the number is taken, never the address.
#[must_use]
pub fn next_number(answer: &Response, number: u32, full: bool) -> Option<String> {
    let following = number.checked_add(1)?.to_string();
    if answer.header("link").is_none() {
        return full.then_some(following);
    }
    let link = answer.headers_named("link").find_map(next_link)?;
    let query = link.split_once('?').map_or("", |(_, query)| query);
    let told = query
        .split('&')
        .filter_map(|pair| pair.strip_prefix("page="));
    let mut told = told.filter_map(|page| page.parse::<u32>().ok());
    let told = told.find(|told| *told > number);
    Some(told.map_or(following, |told| told.to_string()))
}

fn parameters_say_next(mut parameters: &str) -> bool {
    loop {
        let (one, more) = split_outside_quotes(parameters, ';');
        if let Some((name, value)) = one.split_once('=') {
            let value = value.trim().trim_matches('"');
            if name.trim().eq_ignore_ascii_case("rel")
                && value
                    .split_ascii_whitespace()
                    .any(|relation| relation.eq_ignore_ascii_case("next"))
            {
                return true;
            }
        }
        match more {
            Some(more) => parameters = more,
            None => return false,
        }
    }
}

fn split_outside_quotes(text: &str, at: char) -> (&str, Option<&str>) {
    let mut quoted = false;
    let mut escaped = false;
    for (place, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if c == at && !quoted => {
                return (&text[..place], Some(&text[place + c.len_utf8()..]));
            }
            _ => {}
        }
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn link_headers() {
        let rows = [
            (
                r#"<https://a.example/?page=2>; rel="next""#,
                Some("https://a.example/?page=2"),
            ),
            (
                r#"</x?page=1>; rel="prev", </x?page=3>; rel="next", </x?page=9>; rel="last""#,
                Some("/x?page=3"),
            ),
            ("<?page=2>;rel=next", Some("?page=2")),
            (
                r#"<?a=1,2;3>; title="a, b; rel=\"next\""; REL="last Next""#,
                Some("?a=1,2;3"),
            ),
            (
                r#"<?p=1>; title="rel=next", <?p=2>; rel="next""#,
                Some("?p=2"),
            ),
            (r#"<?page=2>; rel="nextish""#, None),
            (r#"<?page=2>; rev="next""#, None),
            (r#"<?page=2"#, None),
            ("junk", None),
            ("", None),
        ];
        for (value, target) in rows {
            assert_eq!(next_link(value), target, "{value}");
        }
    }

    #[test]
    fn pages_end_in_three_ways() {
        let first = Address::parse("https://a.example/list")
            .unwrap()
            .with_query(&[("page", "1")]);
        let answer = |links: &[&str]| {
            Response::new(
                200,
                links
                    .iter()
                    .map(|link| ("Link".to_owned(), (*link).to_owned()))
                    .collect(),
                vec![],
            )
        };
        let mut pages = Pages::new(first.clone());
        assert_eq!(pages.next(&answer(&[])), Ok(None));
        let two = pages
            .next(&answer(&["<?page=9>; rel=last", "<?page=2>; rel=next"]))
            .unwrap()
            .unwrap();
        assert_eq!(two.to_wire(), "https://a.example/list?page=2");

        let circle = pages
            .next(&answer(&["<https://a.example/list?page=1>; rel=next"]))
            .unwrap_err();
        assert!(circle.message.contains("circle"), "{circle}");

        let away = pages
            .follow("https://evil.example/list?page=3")
            .unwrap_err();
        assert!(
            away.message.contains("evil.example") && away.host == "a.example",
            "{away:?}"
        );
        assert_eq!(away.certainty, Certainty::NotDone);

        let mut endless = Pages::new(first);
        let followed = (2..)
            .take_while(|page| endless.follow(&format!("?page={page}")).is_ok())
            .count();
        assert_eq!(followed, MOST - 1);
    }

    proptest! {
        #[test]
        fn next_link_never_panics(value in "[<>;,=\"\\\\ relnxt\u{e9}]{0,60}") {
            let _ = next_link(&value);
        }
    }
}
