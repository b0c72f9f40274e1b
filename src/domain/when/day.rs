//! Days: `today`, `mon`, `last-fri`, `-2d`, `2026-11-20`, `20/11`, `nov20`, `Sun 22 Nov`.
//!
//! Always a past one where no year is given (today included), with `--future` this year's.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::months::{long, month, weekday, weekday_names};
use super::refusal::nearest;
use super::{DateOrder, Read, Refusal, Setting, moment, normal, number, two};

pub(super) const FORMS: &str =
    "write `today`, `yesterday`, `mon`, `last-fri`, `-2d`, `20/11`, `nov20` or `2026-11-20`";

// The years that are taken; `0900` and `9999` are typing errors.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2199;

/// Reads a day, whole.
///
/// # Errors
/// A [`Refusal`] that names the nearest valid form.
pub fn day(text: &str, setting: &Setting) -> Result<NaiveDate, Refusal> {
    let plain = normal(text).ok_or_else(|| unknown(text, ""))?;
    match read(&plain, setting) {
        Some(read) => read.map_err(|refusal| refusal.about(text)),
        None => Err(match moment::read(&plain, setting) {
            Some(Ok(_)) => Refusal::unknown(text, "a clock time, not a day", FORMS),
            _ => unknown(text, &plain),
        }),
    }
}

fn unknown(text: &str, plain: &str) -> Refusal {
    let words = ["today", "yesterday"].into_iter().chain(weekday_names());
    let help = nearest(plain, words).map_or_else(
        || FORMS.to_owned(),
        |word| format!("did you mean `{word}`?"),
    );
    Refusal::unknown(text, "not a day", help)
}

/// A day in normal form.
pub(super) fn read(text: &str, setting: &Setting) -> Read<NaiveDate> {
    let text = text.strip_suffix(',').unwrap_or(text);
    let today = setting.today();
    match text {
        "today" => return Some(Ok(today)),
        "yesterday" => return Some(back(text, today, 1)),
        "tomorrow" => {
            let date = today.checked_add_days(Days::new(1)).unwrap_or(today);
            return Some(Err(Refusal::unknown(
                text,
                "only past days have names",
                format!("write `{date}`, with --future"),
            )));
        }
        _ => {}
    }
    if let Some(wanted) = weekday(text) {
        return Some(back(text, today, days_since(today, wanted)));
    }
    last_weekday(text, today)
        .or_else(|| days_back(text, today))
        .or_else(|| iso(text))
        .or_else(|| numeric(text, setting))
        .or_else(|| named(text, setting))
}

/// `last-fri`: the latest before today.
fn last_weekday(text: &str, today: NaiveDate) -> Read<NaiveDate> {
    let rest = text.strip_prefix("last")?;
    if let Some(name) = rest.strip_prefix(' ')
        && weekday(name).is_some()
    {
        return Some(Err(Refusal::unknown(
            text,
            "two words",
            format!("write `last-{name}`"),
        )));
    }
    let since = days_since(today, weekday(rest.strip_prefix('-')?)?);
    Some(back(text, today, if since == 0 { 7 } else { since }))
}

/// `-2d`.
fn days_back(text: &str, today: NaiveDate) -> Read<NaiveDate> {
    let ago = text
        .strip_suffix(" days ago")
        .or_else(|| text.strip_suffix(" day ago"))
        .or_else(|| text.strip_suffix("d ago"));
    if let Some(n) = ago.and_then(|n| number(n, 4)) {
        return Some(Err(Refusal::unknown(
            text,
            "not a form of a day",
            format!("write `-{n}d`"),
        )));
    }
    let rest = text.strip_prefix('-')?;
    if let Some(n) = rest.strip_suffix('w').and_then(|n| number(n, 3)) {
        return Some(Err(Refusal::unknown(
            text,
            "days are counted in days",
            format!("write `-{}d`", n * 7),
        )));
    }
    let n = number(rest.strip_suffix('d')?, 5)?;
    Some(match n {
        0 => Err(Refusal::unknown(
            text,
            "not a form of a day",
            "write `today`",
        )),
        n => back(text, today, n),
    })
}

/// `2026-11-20`.
fn iso(text: &str) -> Read<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, date) = (parts.next()?, parts.next()?, parts.next()?);
    let y = number(year, 4).filter(|_| year.len() == 4 && parts.next().is_none())?;
    let (m, d) = (number(month, 2)?, number(date, 2)?);
    if month.len() != 2 || date.len() != 2 {
        return Some(Err(Refusal::unknown(
            text,
            "month and day have two digits",
            format!("write `{year}-{m:02}-{d:02}`"),
        )));
    }
    Some(ymd(text, i32::try_from(y).ok()?, m, d))
}

/// `20/11`, `20-11`, `20/11/2026`.
fn numeric(text: &str, setting: &Setting) -> Read<NaiveDate> {
    let mark = if text.contains('/') { '/' } else { '-' };
    let parts: Vec<&str> = text.split(mark).collect();
    let (a, b, year) = match parts[..] {
        [a, b] => (number(a, 2)?, number(b, 2)?, None),
        [a, b, year] => (number(a, 2)?, number(b, 2)?, Some(number(year, 4)?)),
        _ => return None,
    };
    if !(1..=31).contains(&a) || !(1..=31).contains(&b) || (a > 12 && b > 12) {
        return (mark == '/').then(|| Err(Refusal::range(text, "no such day", FORMS)));
    }
    if year.is_some() && parts[2].len() != 4 {
        return Some(Err(Refusal::unknown(
            text,
            "the year has four digits",
            "write the day as `2026-11-20`",
        )));
    }
    let (d, m) = match (a > 12, b > 12, setting.date_order) {
        (true, _, _) | (false, false, Some(DateOrder::Dmy)) => (a, b),
        (_, true, _) | (false, false, Some(DateOrder::Mdy)) => (b, a),
        (false, false, None) => {
            let year = year.map_or(setting.today().year(), |y| i32::try_from(y).unwrap_or(0));
            return Some(Err(Refusal::ambiguous(
                text,
                "day or month first?",
                format!(
                    "write `{year}-{b:02}-{a:02}` or `{year}-{a:02}-{b:02}`, or set `date_order` under [time]"
                ),
            )));
        }
    };
    Some(match year {
        Some(year) => ymd(text, i32::try_from(year).unwrap_or(0), m, d),
        None => without_year(text, m, d, setting),
    })
}

/// `nov20`, `20 nov`, `Sun 22 Nov`, each with or without a year behind it.
fn named(text: &str, setting: &Setting) -> Read<NaiveDate> {
    let mut words: Vec<&str> = text.split(' ').collect();
    let said = words
        .first()
        .and_then(|word| weekday(word))
        .filter(|_| words.len() > 1);
    if said.is_some() {
        words.remove(0);
    }
    let year = words
        .last()
        .filter(|word| word.len() == 4 && words.len() > 1)
        .and_then(|word| number(word, 4));
    if year.is_some() {
        words.pop();
    }
    let (m, d) = match words[..] {
        [one] => {
            let letters = one.bytes().take_while(u8::is_ascii_alphabetic).count();
            let figures = one.bytes().take_while(u8::is_ascii_digit).count();
            if figures > 0
                && let (Some(_), Some(d)) = (month(&one[figures..]), number(&one[..figures], 2))
            {
                return Some(Err(Refusal::unknown(
                    text,
                    "not a form of a day",
                    format!("write `{}{d}`", &one[figures..]),
                )));
            }
            (month(&one[..letters])?, number(&one[letters..], 2)?)
        }
        [a, b] => match (month(a), month(b)) {
            (Some(m), None) => (m, number(b, 2)?),
            (None, Some(m)) => (m, number(a, 2)?),
            _ => return None,
        },
        _ => return None,
    };
    Some(match (said, year) {
        (None, Some(year)) => ymd(text, i32::try_from(year).unwrap_or(0), m, d),
        (None, None) => without_year(text, m, d, setting),
        (Some(said), year) => on_weekday(text, said, year, (m, d), setting),
    })
}

/// The weekday must be that of the date: this year's, else last year's, never both.
fn on_weekday(
    text: &str,
    said: Weekday,
    year: Option<u32>,
    (m, d): (u32, u32),
    setting: &Setting,
) -> Result<NaiveDate, Refusal> {
    let this = setting.today().year();
    let years = match year {
        Some(year) => vec![i32::try_from(year).unwrap_or(0)],
        None => vec![this, this - 1],
    };
    let dates: Vec<NaiveDate> = years
        .iter()
        .filter_map(|y| NaiveDate::from_ymd_opt(*y, m, d))
        .collect();
    if let Some(date) = dates.iter().find(|date| date.weekday() == said) {
        return ymd(text, date.year(), m, d);
    }
    Err(match dates.first() {
        Some(date) => Refusal::range(
            text,
            format!("{date} is a {}", date.format("%A")),
            format!("write `{}`", long(*date)),
        ),
        None => Refusal::range(text, "no such day", FORMS),
    })
}

/// The latest past one, today included; with `--future` this year's.
fn without_year(text: &str, m: u32, d: u32, setting: &Setting) -> Result<NaiveDate, Refusal> {
    let today = setting.today();
    let this = today.year();
    let fits = |date: &NaiveDate| setting.future || *date <= today;
    let found = [this, this - 1]
        .into_iter()
        .filter_map(|y| NaiveDate::from_ymd_opt(y, m, d))
        .find(fits);
    found.ok_or_else(|| {
        let exists = NaiveDate::from_ymd_opt(2024, m, d).is_some();
        let why = if exists {
            "not within the last year"
        } else {
            "no such day"
        };
        Refusal::range(text, why, "write the day with its year: `2024-02-29`")
    })
}

fn ymd(text: &str, year: i32, month: u32, day: u32) -> Result<NaiveDate, Refusal> {
    if !YEARS.contains(&year) {
        return Err(Refusal::range(
            text,
            "no such year here",
            "years go from 1970 to 2199",
        ));
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| {
        Refusal::range(
            text,
            "no such day",
            "write a day of the calendar: `2026-11-20`",
        )
    })
}

fn back(text: &str, today: NaiveDate, days: u32) -> Result<NaiveDate, Refusal> {
    today
        .checked_sub_days(Days::new(u64::from(days)))
        .filter(|date| YEARS.contains(&date.year()))
        .ok_or_else(|| Refusal::range(text, "too long ago", "write the date: `2026-11-20`"))
}

/// Days from the latest such weekday to today: 0 to 6.
pub(super) fn days_since(today: NaiveDate, wanted: Weekday) -> u32 {
    (today.weekday().num_days_from_monday() + 7 - wanted.num_days_from_monday()) % 7
}

/// Whether a word that could be a day (`9-10`) is as good as a range of the clock.
pub(super) fn also_a_range(word: &str) -> bool {
    let Some((a, b)) = word.split_once('-') else {
        return false;
    };
    match (number(a, 2), number(b, 2)) {
        (Some(a), Some(b)) if a < 24 && b < 24 => (1..=12).contains(&((b + 24 - a) % 24)),
        _ => false,
    }
}

/// Whether the text is a year of four digits.
pub(super) fn year(text: &str) -> Option<i32> {
    let (century, rest) = (two(text.get(..2)?)?, two(text.get(2..)?)?);
    i32::try_from(century * 100 + rest)
        .ok()
        .filter(|year| YEARS.contains(year))
}
