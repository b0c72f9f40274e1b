//! `tt log @NAME`: what a template says, under what was typed.

use crate::app::Desk;
use crate::cli::{Fields, LogArgs, Targets, Writing};
use crate::config::Template;
use crate::domain::charge::TargetKind;
use crate::domain::nearest::nearest_few;
use crate::domain::span;
use crate::domain::when::{self, Setting, Typed};
use crate::failure::Failure;

/// Stands before the name.
const SIGN: char = '@';

/// Lays what was typed over the template that its first word names, if it does.
///
/// # Errors
/// No such template, or a time that does not stand.
pub fn lay(desk: &Desk, args: LogArgs) -> anyhow::Result<LogArgs> {
    let named = args.words.first().and_then(|word| word.strip_prefix(SIGN));
    let Some(name) = named else {
        return Ok(args);
    };
    let Some(template) = desk.config.templates.get(name) else {
        return Err(unknown(desk, name).into());
    };
    let mut setting = desk.setting();
    setting.future = args.writing.future;
    if let Some(on) = &args.writing.on {
        setting = setting.on(when::day(on, &setting)?);
    }
    with(template, args, &setting)
}

fn unknown(desk: &Desk, name: &str) -> Failure {
    let names: Vec<&str> = desk.config.templates.keys().map(String::as_str).collect();
    let near = nearest_few(name, names.iter().copied(), 3);
    let signed = |names: &[&str]| {
        let names: Vec<_> = names.iter().map(|name| format!("{SIGN}{name}")).collect();
        names.join(", ")
    };
    let help = match (near.as_slice(), names.as_slice()) {
        (_, []) => "write a table [template.NAME] with `tt config edit`; a note that begins with \
                    @ goes into -m"
            .to_owned(),
        ([], all) => format!(
            "there are: {}; a note that begins with @ goes into -m",
            signed(all)
        ),
        (near, _) => format!("did you mean {}?", signed(near)),
    };
    Failure::usage(format!("there is no template {SIGN}{name}"), help)
}

/// The arguments with everything of the template that was not typed.
fn with(template: &Template, mut args: LogArgs, setting: &Setting) -> anyhow::Result<LogArgs> {
    args.words.remove(0);
    let n_time = time(template, &mut args.words, &mut args.writing, setting)?;
    if args.words.len() == n_time && args.writing.note.is_none() {
        args.writing.note.clone_from(&template.note);
    }
    args.fields = under(template, args.fields);
    args.writing = beside(template, args.writing);
    Ok(args)
}

/// Puts the time together; how many of the words that are left are the time.
fn time(
    template: &Template,
    words: &mut Vec<String>,
    writing: &mut Writing,
    setting: &Setting,
) -> anyhow::Result<usize> {
    let start = template.start.map(when::clock_face);
    let length = template
        .length
        .map(|seconds| span::people(seconds).replace(' ', ""));
    let has_start = writing.at.is_some() || writing.start.is_some();
    let n_given = [has_start, writing.end.is_some(), writing.length.is_some()];
    let n_given = n_given.iter().filter(|is_given| **is_given).count();
    if n_given > 1 {
        return Ok(0);
    }
    if writing.length.is_some() {
        // A start that is typed with the length in words is told twice; `log` says so.
        if when::leading_time_if_any(words, setting)?.is_none() {
            writing.start = start;
        }
        return Ok(0);
    }
    let leading = match when::leading_time_if_any(words, setting) {
        // A day alone; what is wrong with more than that is the grammar's to say.
        Err(why) if words.first() == Some(&why.typed) && when::day(&why.typed, setting).is_ok() => {
            None
        }
        read => read?,
    };
    match leading {
        Some(leading) if n_given == 1 => Ok(leading.words),
        Some(leading) => {
            let Typed::Length { span, day } = leading.time else {
                return Ok(leading.words);
            };
            let Some(start) = start.filter(|_| !template.no_clock && !writing.no_clock) else {
                return Ok(leading.words);
            };
            words.drain(..leading.words);
            if let Some(day) = day {
                writing.on = Some(day.to_string());
            }
            writing.start = Some(start);
            writing.length = Some(span.to_string().replace(' ', ""));
            Ok(0)
        }
        None => {
            if let Some(word) = words.first()
                && when::day(word, setting).is_ok()
            {
                let help = format!(
                    "for the day write --on {word}; a note that begins so goes into -m \"{word} …\""
                );
                let why = format!("is {word:?} the day, or the first word of the note?");
                return Err(Failure::usage(why, help).into());
            }
            if has_start {
                writing.length = length;
            } else if writing.end.is_some() {
                match start {
                    Some(start) => writing.start = Some(start),
                    None => writing.length = length,
                }
            } else {
                if start.is_some() && length.is_none() {
                    let help = format!("write it behind: `tt log {SIGN}{} 30m`", template.name);
                    let why = format!("template {SIGN}{} does not say how long", template.name);
                    return Err(Failure::usage(why, help).into());
                }
                if !writing.no_clock {
                    writing.start = start;
                }
                writing.length = length;
            }
            Ok(0)
        }
    }
}

/// The fields that were typed, and below them those of the template.
fn under(template: &Template, typed: Fields) -> Fields {
    let of = |typed: Option<String>, own: &Option<String>| typed.or_else(|| own.clone());
    let has_billable = typed.billable.is_some() || typed.no_bill;
    let mut tags = template.tags.clone();
    tags.extend(typed.tags);
    Fields {
        targets: match (typed.targets.chosen(), &template.target) {
            (None, Some((kind, at))) => target(*kind, at),
            _ => typed.targets,
        },
        project: of(typed.project, &template.project),
        client: of(typed.client, &template.client),
        service: of(typed.service, &template.service),
        work_type: of(typed.work_type, &template.work_type),
        work_role: of(typed.work_role, &template.work_role),
        billable: typed
            .billable
            .or(template.billable.filter(|_| !has_billable)),
        no_bill: typed.no_bill,
        agreement: of(typed.agreement, &template.agreement),
        member: of(typed.member, &template.member),
        tags,
        profile: of(typed.profile, &template.profile),
    }
}

fn target(kind: TargetKind, at: &str) -> Targets {
    let mut targets = Targets::default();
    let slot = match kind {
        TargetKind::Ticket => &mut targets.ticket,
        TargetKind::ProjectTicket => &mut targets.project_ticket,
        TargetKind::Task => &mut targets.task,
        TargetKind::Activity => &mut targets.activity,
        TargetKind::ChargeCode => &mut targets.charge_code,
    };
    *slot = Some(at.to_owned());
    targets
}

fn beside(template: &Template, typed: Writing) -> Writing {
    let of = |typed: Option<String>, own: &Option<String>| typed.or_else(|| own.clone());
    // Clock times that were typed are wanted.
    let has_clock = typed.at.is_some() || typed.start.is_some() || typed.end.is_some();
    Writing {
        internal_note: of(typed.internal_note, &template.internal_note),
        deduct: of(typed.deduct, &template.deduct),
        no_clock: typed.no_clock || (template.no_clock && !has_clock),
        note_to: if typed.note_to.is_empty() {
            template.note_to.clone()
        } else {
            typed.note_to
        },
        show_on_invoice: typed.show_on_invoice.or(template.show_on_invoice),
        offset: of(typed.offset, &template.offset),
        agreement_service: of(typed.agreement_service, &template.agreement_service),
        agreement_bundle: of(typed.agreement_bundle, &template.agreement_bundle),
        internal: typed.internal.or(template.internal),
        detail: of(typed.detail, &template.detail),
        ..typed
    }
}

/// One line on a template: `09:15 15m, ticket 54321: Standup`.
#[must_use]
pub fn summary(template: &Template) -> String {
    let start = template.start.map(when::clock_face);
    let length = template.length.map(span::people);
    let time: Vec<_> = [start, length].into_iter().flatten().collect();
    let at = match (&template.target, &template.project, &template.client) {
        (Some((kind, at)), ..) => Some(format!("{} {at}", kind.word())),
        (None, Some(project), _) => Some(project.clone()),
        (None, None, client) => client.clone(),
    };
    let parts: Vec<_> = [Some(time.join(" ")).filter(|it| !it.is_empty()), at]
        .into_iter()
        .flatten()
        .collect();
    let note = template
        .note
        .as_deref()
        .and_then(|note| note.lines().next());
    match (parts.is_empty(), note) {
        (true, note) => note.unwrap_or_default().to_owned(),
        (false, None) => parts.join(", "),
        (false, Some(note)) => format!("{}: {note}", parts.join(", ")),
    }
}

#[cfg(test)]
mod tests;
