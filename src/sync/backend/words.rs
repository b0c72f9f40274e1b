//! A service's sentences, made harmless.

/// How much of a sentence is kept, characters.
const LONGEST: usize = 500;

/// The service's words in one line, without anything a terminal would obey.
#[must_use]
pub fn clean(text: &str) -> String {
    let shown = |c: char| {
        let hidden = c.is_control()
            || matches!(
                c,
                '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2028}' | '\u{2029}'
            )
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}');
        if hidden { ' ' } else { c }
    };
    let line: String = text.chars().map(shown).collect();
    let words: Vec<&str> = line.split_whitespace().collect();
    words.join(" ").chars().take(LONGEST).collect()
}
