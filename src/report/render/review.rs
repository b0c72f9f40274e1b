//! What needs a person, for people: the entry, what happened, both sides, and the
//! commands that answer it.

use super::Canvas;
use super::columns::{Paint, painted};
use crate::domain::question::Question;
use crate::report::asking::{Asked, Way};
use crate::report::phrase::{charged_to, clock_times, day, length};
use crate::report::{Context, rejected};
use crate::screen::{pad, sanitize, sanitize_lines, width};

/// More entries than these that were rejected together are only counted.
const MOST_GIVEN_BACK: usize = 20;

/// The list: a block each, an empty line between them.
#[must_use]
pub fn list(asked: &[Asked<'_>], context: &dyn Context, canvas: Canvas) -> String {
    let blocks: Vec<_> = rejected::together(asked)
        .iter()
        .map(|group| match group.as_slice() {
            [one] => format!("{}{}", block(one, context, canvas), ways(one)),
            group => given_back(group, context, canvas),
        })
        .collect();
    blocks.join("\n")
}

/// Several entries that were rejected together: the reason once, a line each, and the
/// commands that go on with all of them.
#[must_use]
pub fn given_back(group: &[&Asked<'_>], context: &dyn Context, canvas: Canvas) -> String {
    let mut title = format!("{}  {}", rejected::which(group), Question::Rejected);
    let first = group.first().map(|first| first.item.entry);
    if let Some(profile) = first.and_then(|entry| entry.content.profile.as_deref()) {
        title.push_str(&format!(" [{}]", sanitize(profile)));
    }
    let mut out = painted(&title, Some(Paint::Bold), canvas.colour).into_owned();
    out.push('\n');
    for said in group.iter().take(1).flat_map(|one| one.happened(context)) {
        under(&mut out, "    ", &said);
    }
    for one in group.iter().take(MOST_GIVEN_BACK) {
        out.push_str(&format!(
            "    {}{}\n",
            one.item.entry.id,
            about(one, context)
        ));
    }
    let more = group.len().saturating_sub(MOST_GIVEN_BACK);
    if more > 0 {
        out.push_str(&format!(
            "    and {more} more: see `tt list --status rejected`\n"
        ));
    }
    out + &lines(&rejected::ways(group))
}

/// What happened to one entry, without what answers it.
#[must_use]
pub fn block(asked: &Asked<'_>, context: &dyn Context, canvas: Canvas) -> String {
    let item = &asked.item;
    let content = &item.entry.content;
    let mut title = format!("{}  {}", item.entry.id, asked.question);
    let profile = item.link.map(|link| link.profile.as_str());
    if let Some(profile) = profile.or(content.profile.as_deref()) {
        title.push_str(&format!(" [{}]", sanitize(profile)));
    }
    let mut out = painted(&title, Some(Paint::Bold), canvas.colour).into_owned();
    out.push_str(&about(asked, context));
    out.push('\n');
    for said in asked.happened(context) {
        under(&mut out, "    ", &said);
    }
    for sides in asked.sides(context) {
        let name = sides.field.replace('_', " ");
        for (lead, whose, value) in [
            (name.as_str(), "here ", sides.mine),
            ("", "there", sides.theirs),
        ] {
            let lead = format!("      {}  {whose}  ", pad(lead, 14));
            under(&mut out, &lead, value.as_deref().unwrap_or("(nothing)"));
        }
    }
    out
}

/// What the entry is, each part after two blanks.
fn about(asked: &Asked<'_>, context: &dyn Context) -> String {
    let item = &asked.item;
    let content = &item.entry.content;
    let note = content.note.as_deref().unwrap_or_default();
    let mut out = String::new();
    for part in [
        format!(
            "{} {}",
            day(content, context),
            clock_times(content, context)
        ),
        length(item.worked(context)),
        charged_to(content),
        sanitize(note).into_owned(),
    ] {
        if !part.trim().is_empty() {
            out.push_str("  ");
            out.push_str(part.trim());
        }
    }
    out
}

/// The commands that answer it, and what each does.
fn ways(asked: &Asked<'_>) -> String {
    lines(&asked.ways())
}

/// Those of them that `tt resolve` does not take, for where its answers are typed in words.
#[must_use]
pub fn other_ways(asked: &Asked<'_>) -> String {
    let mut ways = asked.ways();
    ways.retain(|way| !way.command.starts_with("tt resolve"));
    lines(&ways)
}

fn lines(ways: &[Way]) -> String {
    let widest = ways.iter().map(|way| width(&way.command)).max();
    ways.iter()
        .map(|way| {
            let command = sanitize(&way.command);
            format!("    {}  {}\n", pad(&command, widest.unwrap_or(0)), way.does)
        })
        .collect()
}

/// A text after a lead; further lines of it below its beginning.
fn under(out: &mut String, lead: &str, text: &str) {
    let mut lead = lead.to_owned();
    for line in sanitize_lines(text).lines() {
        out.push_str(&format!("{lead}{line}\n"));
        lead = " ".repeat(width(&lead));
    }
}
