//! What several entries come to by billable option, before a step is taken with them.

use super::columns::{Cell, Rows};
use crate::domain::status::Billable;
use crate::report::phrase::{length, n_entries};
use crate::report::{Context, Item, Totals};
use std::collections::BTreeMap;

/// A line for each option that occurs, and one for all where there are several.
#[must_use]
pub fn by_billable(items: &[Item<'_>], context: &dyn Context) -> String {
    let mut sums: BTreeMap<Billable, Totals> = BTreeMap::new();
    for item in items {
        let option = item.entry.content.billable;
        sums.entry(option).or_default().add(item, context);
    }
    let all = Totals::of(items, context);
    let mut rows = Rows::default();
    let lines = sums.iter().map(|(option, sum)| (words(*option), sum));
    // One group is its own total.
    let total = (sums.len() > 1).then_some(("total", &all));
    for (name, sum) in lines.chain(total) {
        let billed = if sum.billed == sum.worked {
            String::new()
        } else {
            format!("{} billed", length(sum.billed))
        };
        rows.push(vec![
            Cell::left(name),
            Cell::right(n_entries(sum.n_entries)),
            Cell::right(length(sum.worked)),
            Cell::left(billed),
        ]);
    }
    rows.text(2, false)
}

/// An option as a person takes it in who never typed it.
fn words(option: Billable) -> &'static str {
    match option {
        Billable::NoDefault => "billing left to the service",
        option => option.word(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn each_option_has_its_line_and_all_have_one() {
        let one = sample::entry(1, 0, 50);
        let mut two = sample::entry(2, 60, 30);
        two.content.billable = Billable::DoNotBill;
        let items = [Item::stored(&one, None), Item::stored(&two, None)];
        assert_eq!(
            by_billable(&items, &sample::here()),
            "do-not-bill                    1 entry     30m  0m billed\n\
             billing left to the service    1 entry     50m  1h billed\n\
             total                        2 entries  1h 20m  1h billed\n"
        );
        // One group is its own total.
        assert_eq!(
            by_billable(&items[..1], &sample::here()),
            "billing left to the service  1 entry  50m  1h billed\n"
        );
    }
}
