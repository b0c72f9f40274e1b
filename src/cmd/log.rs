//! `tt log`: books a finished entry.

use super::{ask, block, context, editor, fields, pick, say, template};
use crate::app::{App, Desk};
use crate::cli::{Fields, LogArgs};
use crate::config::Profile;
use crate::domain::catalog::CatalogKind;
use crate::domain::content::{Content, Draft};
use crate::domain::span::{self, Span};
use crate::domain::status::BookedAs;
use crate::domain::when::{self, Setting, Typed};
use crate::failure::Failure;
use crate::ledger::{self, Beside, Booking, LedgerError, Place};
use crate::report::Item;
use crate::store::Store;

/// Runs `tt log`.
///
/// # Errors
/// Input that is not understood, rules, configuration, the store.
pub fn run(app: &mut App<'_>, mut args: LogArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    args = template::lay(&desk, args)?;
    args.fields = context::lay(app, &desk, &args.fields, args.no_context)?;
    let site = say::site(app, &desk);
    let chosen = desk.config.choose_profile(
        args.fields.profile.as_deref(),
        app.var("TT_PROFILE").as_deref(),
    )?;
    let profile = chosen.map(|(profile, _)| profile);
    let mut booking = booking(&desk, &args, profile)?;
    remark_on_number(
        app,
        profile,
        &args.fields,
        booking.draft.content.note.as_deref(),
    )?;
    pick::target(app, profile, &args.fields, &mut booking.draft.content, true)?;
    if args.writing.editor {
        // A time that does not stand is told before anybody writes a note for it.
        if let Err(why @ LedgerError::Time(_)) = ledger::preview(&app.look()?, &booking, &site) {
            return Err(why.into());
        }
        let note = &mut booking.draft.content.note;
        let Some(typed) = editor::note(app, note.as_deref())? else {
            say::items(app, &desk, &[], "booked")?;
            return app.say("nothing booked");
        };
        *note = fields::some_text(&typed);
    }
    if args.writing.dry_run {
        return preview(app, &desk, &booking, &site);
    }
    let mut store = app.change()?;
    let beside = beside(app, &store, &booking)?;
    let (entry, said) = ledger::log_beside(&mut store, booking, beside, &site)?;
    say::entries(app, &desk, &store, &[entry.id])?;
    say::unknown_names(app, &store, [&entry])?;
    say::remarks(app, &said, &entry)?;
    block::remark(app, &desk, &store, [&entry], &site)
}

/// Says how to book on a ticket where a note begins with the number of one: with its `#`,
/// or without where the catalog knows it.
fn remark_on_number(
    app: &mut App<'_>,
    profile: Option<&Profile>,
    typed: &Fields,
    note: Option<&str>,
) -> anyhow::Result<()> {
    let word = note.and_then(|note| note.split_whitespace().next());
    let Some(word) = word.filter(|_| typed.targets.chosen().is_none()) else {
        return Ok(());
    };
    let number = match (ticket_number(word), profile) {
        (Some(number), _) => number,
        (None, Some(profile)) if word.bytes().all(|byte| byte.is_ascii_digit()) => {
            let store = app.look()?;
            let view = store.view();
            let known = [CatalogKind::Tickets, CatalogKind::ProjectTickets]
                .map(|kind| view.catalog_item(&profile.name, kind, word));
            if !known.into_iter().any(|item| matches!(item, Ok(Some(_)))) {
                return Ok(());
            }
            word
        }
        (None, _) => return Ok(()),
    };
    app.say(&format!(
        "note: to book on the ticket, add --ticket {number}"
    ))
}

/// The number of `#54321`.
fn ticket_number(word: &str) -> Option<&str> {
    let digits = word.strip_prefix('#')?;
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// Whether a running timer is to stand still for the time that is booked; asked where
/// somebody sits.
fn beside(app: &mut App<'_>, store: &Store, booking: &Booking) -> anyhow::Result<Beside> {
    if !ask::somebody(app) {
        return Ok(Beside::Noted);
    }
    let Some((timer, seconds)) = ledger::covered_by(store, booking)? else {
        return Ok(Beside::Noted);
    };
    let mut stdin = std::io::stdin().lock();
    let mut terminal = ask::Terminal {
        out: app.around.err,
        answers: &mut stdin,
    };
    let question = format!(
        "Timer {timer} runs through {} of this time. Pause it for that?",
        span::people(seconds)
    );
    Ok(if terminal.yes(&question)? {
        Beside::LeftOut
    } else {
        Beside::Kept
    })
}

fn preview(
    app: &mut App<'_>,
    desk: &Desk,
    booking: &Booking,
    site: &ledger::Site,
) -> anyhow::Result<()> {
    let store = app.look()?;
    let (admitted, said) = ledger::preview(&store, booking, site)?;
    let entry = ledger::planned(&admitted, booking.key, site.now);
    say::items(app, desk, &[Item::planned(&entry)], "would book")?;
    say::unknown_names(app, &store, [&entry])?;
    say::remarks(app, &said, &entry)
}

/// What was typed, as something to be booked.
///
/// # Errors
/// Input that is not understood, options that the profile's service does not know.
pub(super) fn booking(
    desk: &Desk,
    args: &LogArgs,
    profile: Option<&Profile>,
) -> anyhow::Result<Booking> {
    let writing = &args.writing;
    let mut setting = desk.setting();
    setting.future = writing.future;
    if let Some(on) = &writing.on {
        setting = setting.on(when::day(on, &setting)?);
    }
    let (typed, words) = time(args, &setting)?;
    let note = note(writing.note.as_deref(), words)?;
    let remark = swallowed(args, words, &setting);
    let (mut content, place) = placed(&typed, &setting, desk, writing.no_clock)?;
    if content.booked_as == BookedAs::Range && is_by_length(args) {
        content.booked_as = BookedAs::Length;
    }
    fields::lay(&mut content, &args.fields, writing, profile)?;
    content.note = note;
    let Some(mailing) = writing.mailing() else {
        return Err(
            Failure::usage("--email cc needs addresses", "add --email-cc ADDRESS,…").into(),
        );
    };
    let mut said = match typed {
        Typed::Range(range) => range.said,
        Typed::Length { .. } | Typed::SinceLast { .. } => Vec::new(),
    };
    said.extend(remark);
    let draft = Draft {
        content,
        mailing,
        future: writing.future,
    };
    Ok(Booking {
        draft,
        place,
        setting,
        key: ledger::fresh_key(desk.now)?,
        said,
    })
}

/// What is to be said where the note begins with what may have been meant as its time: a
/// day behind the time, or `at` and a clock time.
fn swallowed(args: &LogArgs, note: &[String], setting: &Setting) -> Option<String> {
    let n_taken = args.words.len().checked_sub(note.len())?;
    let taken = args.words[..n_taken].join(" ");
    let first = note.first()?;
    let is_day = |word: &str| when::day(word, setting).is_ok();
    let has_day = setting.on.is_some() || args.words[..n_taken].iter().any(|word| is_day(word));
    if !taken.is_empty() && !has_day && is_day(first) {
        return Some(format!(
            "{first:?} is taken as part of the note; a day stands before the time: \
             `tt log {first} {taken} …`"
        ));
    }
    let at = note.get(1).filter(|_| first.eq_ignore_ascii_case("at"))?;
    let is_length = matches!(
        when::leading_time(&args.words[..n_taken], setting),
        Ok(when::Leading {
            time: Typed::Length { .. },
            ..
        })
    );
    (is_length && when::instant(at, setting).is_ok()).then(|| {
        format!(
            "\"{first} {at}\" is taken as part of the note; a start stands in an option: \
             `tt log {taken} --at {at} …`"
        )
    })
}

/// Whether a length was typed beside a start or an end: it is the length that was meant.
fn is_by_length(args: &LogArgs) -> bool {
    let writing = &args.writing;
    let has_start = writing.at.is_some() || writing.start.is_some();
    writing.length.is_some() || has_start != writing.end.is_some()
}

/// The time, from options, from the leading words, or from both; and the words left over.
fn time<'w>(args: &'w LogArgs, setting: &Setting) -> anyhow::Result<(Typed, &'w [String])> {
    let writing = &args.writing;
    let start = match (&writing.at, &writing.start) {
        (Some(_), Some(_)) => {
            return Err(Failure::usage(
                "--at and --start both say when it began",
                "leave one of them out",
            )
            .into());
        }
        (at, start) => at.as_deref().or(start.as_deref()),
    };
    let end = writing.end.as_deref();
    let span = writing.length.as_deref();
    let n_given = [start, end, span].iter().flatten().count();
    let words = args.words.as_slice();
    if n_given == 1 && span.is_none() {
        // One end is an option, the length stands in the words: `tt log 1h --at 9 standup`.
        let leading = when::leading_time(words, setting)?;
        let typed = words[..leading.words].join(" ");
        if !matches!(leading.time, Typed::Length { .. }) {
            let help = "give a length with it (`tt log 1h --at 9`), or leave the option out";
            return Err(
                Failure::usage(format!("{typed:?} already says when it began"), help).into(),
            );
        }
        let typed = when::from_options(start, end, Some(&typed), setting)?;
        return Ok((expect(typed)?, &words[leading.words..]));
    }
    if let Some(typed) = when::from_options(start, end, span, setting)? {
        // Words that read as a time beside options that say it would end up in the note.
        if let Ok(leading) = when::leading_time(words, setting) {
            let said = words[..leading.words].join(" ");
            return Err(Failure::usage(
                format!("{said:?} and the options both say the time"),
                "leave one of them out; put a note that begins so in -m",
            )
            .into());
        }
        return Ok((typed, words));
    }
    if words.is_empty() {
        return Err(Failure::usage(
            "a length or a range is missing",
            "write one first: `tt log 1.5h what you did`, `tt log 9-10:30 …`",
        )
        .into());
    }
    if let Some(number) = words.first().and_then(|word| ticket_number(word)) {
        return Err(Failure::usage(
            format!("#{number} is no time: a length or a range stands first"),
            format!("to book on the ticket, write `tt log 1h --ticket {number}`"),
        )
        .into());
    }
    let leading = when::leading_time(words, setting)?;
    Ok((leading.time, &words[leading.words..]))
}

fn expect(typed: Option<Typed>) -> Result<Typed, Failure> {
    typed
        .ok_or_else(|| Failure::usage("a length or a range is missing", "write `tt log 1h --at 9`"))
}

/// The note: words or `-m`, never both.
pub(super) fn note(option: Option<&str>, words: &[String]) -> Result<Option<String>, Failure> {
    match (option, words) {
        (Some(note), []) => Ok(fields::some_text(note)),
        (None, words) => Ok(fields::some_text(&words.join(" "))),
        (Some(_), words) => Err(Failure::usage(
            format!("the note stands twice: -m and {:?}", words.join(" ")),
            "write it in -m or after the time, not both",
        )),
    }
}

/// The blank entry with its time, and where it goes when the store has to say.
fn placed(
    typed: &Typed,
    setting: &Setting,
    desk: &Desk,
    no_clock: bool,
) -> anyhow::Result<(Content, Place)> {
    let zone = desk.zone.to_string();
    let blank = |date, booked_as| Content::blank(date, &zone, booked_as);
    let today = setting.today();
    if no_clock {
        return without_clock(typed, setting, &zone);
    }
    Ok(match typed {
        Typed::Length { span, day } => {
            let day = day.or(setting.on);
            (
                blank(day.unwrap_or(today), BookedAs::Length),
                Place::Free { span: *span, day },
            )
        }
        Typed::Range(range) => {
            let mut content = blank(desk.zone.date(range.start), BookedAs::Range);
            content.start = Some(range.start);
            content.end = Some(range.end);
            (content, Place::Fixed)
        }
        Typed::SinceLast { until } => (
            blank(today, BookedAs::Range),
            Place::SinceLast { until: *until },
        ),
    })
}

fn without_clock(typed: &Typed, setting: &Setting, zone: &str) -> anyhow::Result<(Content, Place)> {
    let Typed::Length { span, day } = typed else {
        return Err(Failure::usage(
            "--no-clock takes a length, not a range",
            "write `tt log 1.5h --no-clock`",
        )
        .into());
    };
    let day = day.or(setting.on).unwrap_or_else(|| setting.today());
    let mut content = Content::blank(day, zone, BookedAs::Date);
    content.length = Some(Span::seconds(*span));
    Ok((content, Place::Fixed))
}
