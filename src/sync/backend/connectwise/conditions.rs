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

    /// The query, empty where nothing is asked.
    #[must_use]
    pub fn build(&self) -> String {
        self.0.join(" and ")
    }
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
