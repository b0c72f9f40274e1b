//! A credential that cannot be printed, copied or stored by accident.
//!
//! Everything that holds a token, key or password holds it as a [`Secret`].
//! It never implements `Display`, `Serialize` or `Clone`; the one way to the
//! text is [`Secret::expose`], which is easy to search for.

use std::fmt;

use zeroize::Zeroizing;

/// A credential; its memory is overwritten when it is dropped.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself: for a request header or the input of a hash, never for
    /// an error, a log line or a file that is not a token file.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_the_text_even_inside_other_values() {
        let held = Some(vec![("token", Secret::new("CANARY"))]);
        assert_eq!(format!("{held:?}"), r#"Some([("token", Secret(***))])"#);
        assert!(!format!("{held:#?}").contains("CANARY"));
    }

    #[test]
    fn expose_gives_the_text_unchanged() {
        assert_eq!(Secret::from(" a\u{e9}\n".to_owned()).expose(), " a\u{e9}\n");
    }
}
