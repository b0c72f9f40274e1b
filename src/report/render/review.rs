//! What needs a person, for people: the entry, what happened, both sides, and the
//! commands that answer it.

use super::Canvas;
use super::columns::{Paint, painted};
use crate::report::Context;
use crate::report::asking::Asked;
use crate::report::phrase::{charged_to, clock_times, day, length};
use crate::screen::{pad, sanitize, sanitize_lines, width};

/// The list: a block each, an empty line between them.
#[must_use]
pub fn list(asked: &[Asked<'_>], context: &dyn Context, canvas: Canvas) -> String {
    let blocks: Vec<_> = asked
        .iter()
        .map(|one| format!("{}{}", block(one, context, canvas), ways(one)))
        .collect();
    blocks.join("\n")
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
    let note = content.note.as_deref().unwrap_or_default();
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

/// The commands that answer it, and what each does.
fn ways(asked: &Asked<'_>) -> String {
    let ways = asked.ways();
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
