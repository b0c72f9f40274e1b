//! A list that is narrowed by typing: which items match, which comes first, where the
//! cursor is, and what a key does. Draws nothing.

use crate::screen;

/// One thing to pick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What is shown.
    text: String,
    /// Why it stands where it stands.
    mark: &'static str,
    /// What is searched.
    folded: Vec<char>,
}

impl Item {
    pub fn new(text: &str, mark: &'static str) -> Self {
        Self {
            text: text.to_owned(),
            mark,
            folded: fold(text),
        }
    }
}

fn fold(text: &str) -> Vec<char> {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// What a person does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Up,
    Down,
    PageUp,
    PageDown,
    Back,
    Clear,
    Enter,
    Escape,
    Letter(char),
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With the item at this place.
    Picked(usize),
    /// With none.
    Nothing,
}

/// The list as it stands.
#[derive(Debug)]
pub struct List {
    items: Vec<Item>,
    query: String,
    /// Places of the items that match, best first.
    fitting: Vec<usize>,
    cursor: usize,
}

impl List {
    pub fn new(items: Vec<Item>) -> Self {
        let mut list = Self {
            items,
            query: String::new(),
            fitting: Vec::new(),
            cursor: 0,
        };
        list.narrow();
        list
    }

    /// What a key does; the end where it ends the picking. `page` is how many rows a page has.
    pub fn press(&mut self, key: Key, page: usize) -> Option<End> {
        let last = self.fitting.len().saturating_sub(1);
        match key {
            Key::Up => self.cursor = self.cursor.saturating_sub(1),
            Key::Down => self.cursor = (self.cursor + 1).min(last),
            Key::PageUp => self.cursor = self.cursor.saturating_sub(page),
            Key::PageDown => self.cursor = (self.cursor + page).min(last),
            Key::Escape => return Some(End::Nothing),
            Key::Enter => {
                let picked = self.fitting.get(self.cursor)?;
                return Some(End::Picked(*picked));
            }
            Key::Back => {
                self.query.pop();
                self.narrow();
            }
            Key::Clear => {
                self.query.clear();
                self.narrow();
            }
            Key::Letter(c) => {
                if !c.is_control() {
                    self.query.push(c);
                    self.narrow();
                }
            }
        }
        None
    }

    fn narrow(&mut self) {
        let words: Vec<Vec<char>> = self.query.split_whitespace().map(fold).collect();
        let scored = self.items.iter().enumerate().filter_map(|(at, item)| {
            let scores: Option<Vec<u32>> =
                words.iter().map(|word| score(&item.folded, word)).collect();
            Some((scores?.into_iter().sum::<u32>(), at))
        });
        let mut scored: Vec<_> = scored.collect();
        // Of equals, the one that was offered first.
        scored.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
        self.fitting = scored.into_iter().map(|(_, at)| at).collect();
        self.cursor = 0;
    }

    /// The lines to show: the question, and so many rows around the cursor.
    pub fn lines(&self, question: &str, columns: usize, rows: usize) -> Vec<String> {
        let n_fitting = self.fitting.len();
        let n_items = self.items.len();
        let cut = |line: &str| screen::truncate(line, columns.saturating_sub(1)).into_owned();
        let mut lines = vec![cut(&format!(
            "{question} ({n_fitting} of {n_items}, Esc: nothing): {}",
            self.query
        ))];
        let rows = rows.max(1);
        let first = (self.cursor + 1).saturating_sub(rows);
        let shown = self.fitting.iter().enumerate().skip(first).take(rows);
        for (place, at) in shown {
            let Item { text, mark, .. } = &self.items[*at];
            let arrow = if place == self.cursor { ">" } else { " " };
            let mark = if mark.is_empty() {
                String::new()
            } else {
                format!("  [{mark}]")
            };
            lines.push(cut(&format!("{arrow} {text}{mark}")));
        }
        lines
    }
}

/// How well a word fits: its letters occur in this order, better together and at the
/// beginning of words. None where they do not occur.
fn score(text: &[char], word: &[char]) -> Option<u32> {
    if let Some(at) = text.windows(word.len().max(1)).position(|it| it == word) {
        let begins = at == 0 || !text[at - 1].is_alphanumeric();
        return Some(1_000 + if begins { 500 } else { 0 });
    }
    let (mut total, mut at, mut last) = (0, 0, None);
    for letter in word {
        let found = at + text[at..].iter().position(|c| c == letter)?;
        total += 1;
        if last.is_some_and(|last| last + 1 == found) {
            total += 5;
        } else if found == 0 || !text[found - 1].is_alphanumeric() {
            total += 3;
        }
        last = Some(found);
        at = found + 1;
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list() -> List {
        let items = [
            ("54321  Email delivery fails  Northwind", "lately"),
            ("54327  VPN drops every hour  Northwind", "yours"),
            ("54328  Replace the switch uplink  Fabrikam", ""),
            ("MTNG", ""),
        ];
        List::new(items.map(|(text, mark)| Item::new(text, mark)).into())
    }

    fn typed(list: &mut List, text: &str) {
        for c in text.chars() {
            assert_eq!(list.press(Key::Letter(c), 10), None);
        }
    }

    #[test]
    fn typing_narrows_and_enter_picks() {
        for (text, picked) in [
            ("", 0),
            ("vpn", 1),
            ("54328", 2),
            ("fab uplink", 2),
            ("mtg", 3),
            ("UPLINK", 2),
            ("repsw", 2),
        ] {
            let mut list = list();
            typed(&mut list, text);
            assert_eq!(
                list.press(Key::Enter, 10),
                Some(End::Picked(picked)),
                "{text}"
            );
        }
        let mut none = list();
        typed(&mut none, "zzz");
        assert_eq!(none.press(Key::Enter, 10), None);
        assert_eq!(none.press(Key::Escape, 10), Some(End::Nothing));
    }

    #[test]
    fn the_cursor_stays_inside() {
        let mut list = list();
        list.press(Key::Up, 10);
        assert_eq!(list.cursor, 0);
        for _ in 0..9 {
            list.press(Key::Down, 10);
        }
        assert_eq!(list.press(Key::Enter, 10), Some(End::Picked(3)));
        list.press(Key::PageUp, 2);
        assert_eq!(list.cursor, 1);
        list.press(Key::PageDown, 20);
        assert_eq!(list.cursor, 3);
        typed(&mut list, "vpx");
        list.press(Key::Back, 10);
        assert_eq!((list.query.as_str(), list.cursor), ("vp", 0));
        list.press(Key::Clear, 10);
        assert_eq!(list.fitting.len(), 4);
    }

    #[test]
    fn lines_fit_the_screen_and_show_the_cursor() {
        let mut list = list();
        for _ in 0..3 {
            list.press(Key::Down, 10);
        }
        let lines = list.lines("Charge it to", 30, 2);
        assert_eq!(lines.len(), 3);
        assert!(lines.iter().all(|line| screen::width(line) < 30));
        assert!(lines[2].starts_with("> MTNG"), "{lines:?}");
    }

    proptest! {
        #[test]
        fn any_keys_leave_a_list_that_can_be_drawn(
            keys in prop::collection::vec((0_usize..9, any::<char>()), 0..60),
            columns in 0_usize..50, rows in 0_usize..6,
        ) {
            let mut list = list();
            for (key, letter) in keys {
                let key = [
                    Key::Up, Key::Down, Key::PageUp, Key::PageDown, Key::Back, Key::Clear,
                    Key::Enter, Key::Escape, Key::Letter(letter),
                ][key];
                if let Some(End::Picked(at)) = list.press(key, rows) {
                    prop_assert!(at < 4);
                }
                prop_assert!(list.lines("?", columns, rows).len() <= rows.max(1) + 1);
            }
        }
    }
}
