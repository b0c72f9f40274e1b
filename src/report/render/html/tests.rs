use super::*;
use crate::domain::status::Billable;
use crate::report::Item;
use crate::report::build::{Pages, Sums};
use crate::report::sample;
use chrono::Weekday;

/// A page of as many hours of that Sunday, each changed before it is counted.
fn of(by: &[By], hours: i64, change: impl Fn(i64, &mut crate::domain::content::Content)) -> String {
    let (mut pages, mut sums) = (Pages::new(Weekday::Mon), Sums::new(by, Weekday::Mon));
    for at in 0..hours {
        let mut entry = sample::entry(at + 1, at * 60, 60);
        change(at, &mut entry.content);
        let item = Item::stored(&entry, None);
        pages.add(&item, &sample::here());
        sums.add(&item, &sample::here());
    }
    let sunday = "2026-11-22".parse().ok();
    page(&pages.finish(
        sums.finish("2026-11-16".parse().ok(), sunday),
        sunday.unwrap(),
    ))
}

#[test]
fn a_page_has_its_sums_charts_and_entries() {
    let page = of(&[By::Day], 2, |at, content| {
        if at == 1 {
            content.billable = Billable::DoNotBill;
        }
    });
    for part in [
        "Mon 16 Nov 2026 – Sun 22 Nov 2026",
        "<dt>worked</dt><dd>2h</dd>",
        "<dt>billed</dt><dd>1h</dd>",
        "Sun 22 Nov 2026: 2h</title>",
        "#54321: 2h</title>",
        "<td class=\"t\">09:00–10:00</td>",
        "not billed",
        "<h2>Totals by day</h2>",
        "Made on Sun 22 Nov 2026.",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert_eq!(page.matches("<rect class=\"charged\"").count(), 2);
    assert_eq!(page.matches("<rect class=\"free\"").count(), 2);
}

#[test]
fn nothing_is_fetched_and_nothing_runs() {
    let page = of(&[By::Ticket], 1, |_, _| ());
    assert!(page.contains("Content-Security-Policy"));
    for word in [
        "<script",
        " src=",
        " href=",
        "url(",
        "@import",
        "javascript:",
        " on",
    ] {
        let body = page.replace("Made on ", "");
        let found = body.match_indices(word).find(|(at, _)| {
            word != " on"
                || body[*at..]
                    .split_once('=')
                    .is_some_and(|(name, _)| name.len() < 14)
        });
        assert!(found.is_none(), "{word}");
    }
    let links = page.matches("http").count();
    // The name of SVG in both charts, and the policy's own attribute.
    assert_eq!(links, 2 + 1);
}

#[test]
fn whatever_stands_in_an_entry_is_text() {
    let evil =
        "</td><script>alert('x')</script>\"><img src=x onerror=\"y\">&\u{202e}\u{1b}[31m\nnext";
    let page = of(&[By::Client, By::Ticket], 1, |_, content| {
        content.note = Some(evil.to_owned());
        content.client = Some(crate::domain::charge::Reference::known(evil, None));
        let target = content.target.as_mut().unwrap();
        target.at.name = Some(evil.to_owned());
    });
    assert!(!page.contains("<script"), "{page}");
    assert!(!page.contains("<img"));
    assert!(!page.contains('\u{1b}'));
    assert!(!page.contains('\u{202e}'));
    assert!(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&gt;"));
    assert!(page.contains("<br>next</td>"));
}

#[test]
fn an_internal_note_stays_inside() {
    let page = of(&[By::Day], 1, |_, content| {
        content.internal_note = Some("the client is slow to pay".to_owned());
    });
    assert!(!page.contains("slow to pay"));
}

#[test]
fn a_page_without_entries_says_so() {
    let page = of(&[By::Day], 0, |_, _| ());
    assert!(page.contains("<p>No entries.</p>"));
    assert!(!page.contains("<svg"));
}

#[test]
fn every_element_is_closed() {
    let page = of(&[By::Client, By::Day], 3, |_, _| ());
    let mut open: Vec<&str> = Vec::new();
    for tag in page.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap();
        let name = tag
            .trim_start_matches('/')
            .split_whitespace()
            .next()
            .unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{tag}");
        } else if !tag.ends_with('/') && !["!DOCTYPE", "meta", "br"].contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}
