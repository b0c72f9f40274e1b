//! What `tt gaps` and `tt fill` take. The text beside a field is its help.

use super::values::text;
use clap::Args;

/// Say what is not booked
///
/// The hours of work of each day, as far as they are over, that no entry covers. They are
/// `day_start` to `day_end` of `[time]` without its `breaks`, on its `work_days`; a single day is
/// looked at whatever day of the week it is. Time that was booked on a day without clock times is
/// named beside. Without PERIOD it is about today.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct GapsArgs {
    /// A day, week, last-week, month, 2026-11, or A..B
    #[arg(value_name = "PERIOD", value_parser = text)]
    pub period: Option<String>,
    /// Leave out what is shorter; without it 5m
    #[arg(long, value_name = "LENGTH", value_parser = text)]
    pub least: Option<String>,
}

/// Propose entries for what is not booked
///
/// For the gaps of one day, as `tt gaps` says them: the templates that are for that day of the
/// week, then the work of the same weekday a week before at the same clock times, as far as it is
/// free. What is booked already is not proposed again. On a terminal each proposal is a question:
/// y books it, n does not, e changes its time and note first, q ends the questions. All that were
/// said yes to are booked together at the end, by the rules of `tt log`; `tt undo` takes them all
/// back at once. Off a terminal the proposals are listed, and --take or --yes books them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct FillArgs {
    /// The day; without it today
    #[arg(value_name = "DAY", value_parser = text)]
    pub day: Option<String>,
    /// Book these of the numbered proposals without a question: 1,3 or 2-4
    #[arg(long, value_name = "N,…", value_delimiter = ',', value_parser = text)]
    pub take: Vec<String>,
    /// Leave out gaps, and what is left of them, that are shorter; without it 5m
    #[arg(long, value_name = "LENGTH", value_parser = text)]
    pub least: Option<String>,
    /// Show the proposals, and book nothing
    #[arg(short = 'n', long, conflicts_with = "take")]
    pub dry_run: bool,
}
