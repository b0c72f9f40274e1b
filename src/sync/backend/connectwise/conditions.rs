//! The service's query language, built from typed parts: no text of a person
//! enters a query unquoted.
//!
//! Whether date predicates are exact differs between servers. Windows are
//! therefore a day wider on each side, and every row is compared again here.

use super::figures;

/// How much wider a window is on each side, seconds.
const PADDING: i64 = 86_400;

/// A text that cannot be written as a literal without changing its meaning.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the service cannot be asked for a name with both kinds of quotes, a backslash or a control character"
)]
pub struct Unquotable;

/// How the bounds of a window are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bounds {
    /// To the second, as the vendor documents it.
    Instants,
    /// By days, for servers that find nothing by instants.
    Days,
}

/// Predicates that all must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conditions(Vec<String>);

impl Conditions {
    /// No predicate yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `field` is this number.
    #[must_use]
    pub fn number(mut self, field: &'static str, value: i64) -> Self {
        self.0.push(format!("{field}={value}"));
        self
    }

    /// `field` is this number or a greater one.
    #[must_use]
    pub fn at_least(mut self, field: &'static str, value: i64) -> Self {
        self.0.push(format!("{field}>={value}"));
        self
    }

    /// `field` is this number or a smaller one.
    #[must_use]
    pub fn at_most(mut self, field: &'static str, value: i64) -> Self {
        self.0.push(format!("{field}<={value}"));
        self
    }

    /// `field` is this text.
    ///
    /// # Errors
    /// [`Unquotable`].
    pub fn text(mut self, field: &'static str, value: &str) -> Result<Self, Unquotable> {
        self.0.push(format!("{field}={}", quoted(value)?));
        Ok(self)
    }

    /// `field` is one of these words of the service; `is` turned off, none of them.
    #[must_use]
    pub fn words(mut self, field: &'static str, words: &[&'static str], is: bool) -> Self {
        let listed: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        match (listed.as_slice(), is) {
            ([], _) => {}
            ([word], true) => self.0.push(format!("{field}={word}")),
            ([word], false) => self.0.push(format!("{field}!={word}")),
            (_, true) => self.0.push(format!("{field} in ({})", listed.join(","))),
            (_, false) => self
                .0
                .push(format!("{field} not in ({})", listed.join(","))),
        }
        self
    }

    /// `timeStart` from `from` until before `to` (seconds UTC), padded.
    #[must_use]
    pub fn window(mut self, from: Option<i64>, to: Option<i64>, bounds: Bounds) -> Self {
        let written = |at: i64, day_further: i64| match bounds {
            Bounds::Instants => figures::instant(at),
            // The day named may count as before or after its own hours.
            Bounds::Days => figures::day(at.saturating_add(day_further)),
        };
        if let Some(from) = from {
            let from = written(from.saturating_sub(PADDING), -PADDING);
            self.0.push(format!("timeStart>[{from}]"));
        }
        if let Some(to) = to {
            let to = written(to.saturating_add(PADDING), PADDING);
            self.0.push(format!("timeStart<[{to}]"));
        }
        self
    }

    /// The query together with one in a person's own words, which stay as they are.
    #[must_use]
    pub fn build_with(&self, typed: Option<&str>) -> String {
        match typed.map(str::trim).filter(|typed| !typed.is_empty()) {
            Some(typed) if self.0.is_empty() => typed.to_owned(),
            Some(typed) => format!("({typed}) and {}", self.build()),
            None => self.build(),
        }
    }

    /// The query, empty where nothing is asked.
    #[must_use]
    pub fn build(&self) -> String {
        self.0.join(" and ")
    }
}

/// The names in a query in a person's own words, in lower case: what stands in quotes
/// is none, and of `a/b` the first part counts.
#[must_use]
pub fn names_in(typed: &str) -> Vec<String> {
    let mut quote = None;
    let mut bare = String::new();
    for c in typed.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => continue,
            None if c == '"' || c == '\'' => quote = Some(c),
            None => {}
        }
        bare.push(c);
    }
    let words = bare.split(|c: char| !(c.is_alphanumeric() || c == '/' || c == '_'));
    words
        .filter_map(|word| word.split('/').next())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// A literal in the quotes that do not occur in it. How the server reads a
/// backslash is not documented, so none is sent.
fn quoted(text: &str) -> Result<String, Unquotable> {
    let quote = if text.contains('"') { '\'' } else { '"' };
    if text.contains([quote, '\\']) || text.chars().any(char::is_control) {
        return Err(Unquotable);
    }
    Ok(format!("{quote}{text}{quote}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parts_are_joined_and_windows_padded() {
        let asked = Conditions::new()
            .number("member/id", 118)
            .number("chargeToId", 70_211);
        let asked = asked.text("chargeToType", "ServiceTicket").unwrap();
        // 2025-03-10T14:00:00Z until a second later
        let window =
            asked
                .clone()
                .window(Some(1_741_615_200), Some(1_741_615_201), Bounds::Instants);
        assert_eq!(
            window.build(),
            "member/id=118 and chargeToId=70211 and chargeToType=\"ServiceTicket\" \
             and timeStart>[2025-03-09T14:00:00Z] and timeStart<[2025-03-11T14:00:01Z]"
        );
        let days = Conditions::new().window(Some(1_741_615_200), Some(1_741_615_201), Bounds::Days);
        assert_eq!(
            days.build(),
            "timeStart>[2025-03-08] and timeStart<[2025-03-12]"
        );
        assert_eq!(
            Conditions::new().window(None, None, Bounds::Days).build(),
            ""
        );
    }

    #[test]
    fn words_of_the_service_and_words_of_a_person() {
        let rows: [(&[&'static str], bool, &str); 5] = [
            (&["Open"], true, r#"status="Open""#),
            (&["Open"], false, r#"status!="Open""#),
            (&["A", "B"], true, r#"status in ("A","B")"#),
            (&["A", "B"], false, r#"status not in ("A","B")"#),
            (&[], false, ""),
        ];
        for (words, is, built) in rows {
            let asked = Conditions::new().words("status", words, is);
            assert_eq!(asked.build(), built);
        }
        let own = Conditions::new().number("member/id", 123);
        assert_eq!(
            own.build_with(Some(" a=1 or b=2 ")),
            "(a=1 or b=2) and member/id=123"
        );
        assert_eq!(own.build_with(None), "member/id=123");
        assert_eq!(
            Conditions::new().build_with(Some("a=1 or b=2")),
            "a=1 or b=2"
        );
        assert_eq!(
            names_in(
                r#"member/id = 5 and (notes like "%timeStart 'x%" or timeStart>=[2024-02-01])"#
            ),
            [
                "member",
                "id",
                "5",
                "and",
                "notes",
                "like",
                "or",
                "timestart",
                "2024",
                "02",
                "01"
            ]
            .into_iter()
            .filter(|name| *name != "id")
            .collect::<Vec<_>>()
        );
    }

    #[test]
    fn text_is_quoted_or_refused() {
        let rows = [
            ("Remote", Some(r#"name="Remote""#)),
            ("", Some(r#"name="""#)),
            (r#"7" pipe"#, Some(r#"name='7" pipe'"#)),
            ("O'Neill", Some(r#"name="O'Neill""#)),
            (
                r#"x" or id>0 or name=""#,
                Some(r#"name='x" or id>0 or name="'"#),
            ),
            (r#"'x" or 1=1"#, None),
            ("a\\", None),
            ("a\nb", None),
        ];
        for (text, asked) in rows {
            let built = Conditions::new()
                .text("name", text)
                .map(|built| built.build());
            assert_eq!(built.ok().as_deref(), asked, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_literal_ends_where_it_should(text: String) {
            if let Ok(literal) = quoted(&text) {
                let quote = literal.chars().next().unwrap();
                let inside = &literal[1..literal.len() - 1];
                prop_assert_eq!(inside, text.as_str());
                prop_assert!(!inside.contains(quote) && literal.ends_with(quote));
            }
        }
    }
}
