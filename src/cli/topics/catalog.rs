//! `tt help catalog`: what stands in the file that `tt catalog import` reads, from the
//! tables it is checked by.

use super::page::Part;
use crate::domain::catalog::file::{ITEM_KEYS, TOP_KEYS, expected};
use crate::domain::catalog::{CatalogKind, names};

const INTRODUCTION: &str = "Tickets, clients, work types and the like are kept here for each \
profile. With them names are settled and the service's rules are asked while nothing is sent. \
`tt catalog refresh` reads them from the service; `tt catalog import FILE` reads them from JSON: \
an object with the keys below. Everything is checked before anything is stored.";

const EXAMPLE: &[&str] = &[
    "{",
    "  \"as_of\": \"2026-11-22T08:00:00+01:00\",",
    "  \"whole\": [\"work-types\"],",
    "  \"items\": [",
    "    {\"kind\": \"work-types\", \"id\": 1, \"name\": \"Remote\",",
    "     \"facts\": {\"billable\": \"billable\", \"min_seconds\": 900}},",
    "    {\"kind\": \"tickets\", \"id\": 7689, \"code\": \"T20261122.0042\",",
    "     \"name\": \"Mail is slow\", \"facts\": {\"status\": \"New\", \"client\": 17}},",
    "    {\"kind\": \"clients\", \"id\": 17, \"code\": \"acme\", \"name\": \"Acme Ltd\"}",
    "  ],",
    "  \"tenant\": {\"note_required\": true}",
    "}",
];

const BLOCKS: &str = "With block_seconds and block_used_seconds `tt log` and `tt status` say what is \
left of an agreement's hours, and warn from the levels of [rules] block_warn on; nothing is ever \
refused for it. What is booked here and was not sent before the figures were read is counted on \
top of them. `tt catalog refresh` reads them from two services. Autotask: the active blocks of a \
contract that hold on that day, together; used is what is posted, and what everybody entered and \
is not posted yet, times the factors of the roles. ConnectWise: agreements whose limit is hours, \
as the service adds them up itself, with adjustments and carried hours. Where a part of that \
cannot be read or does not add up, nothing is said of the block, and a note tells why. FreshBooks \
and Moneybird do not tell what is used; for them, and for any other service, a file can.";

/// The page about the file.
pub(in crate::cli) fn parts() -> Vec<Part> {
    let listed = CatalogKind::ALL
        .iter()
        .filter(|kind| **kind != CatalogKind::Tenant);
    let kind = |kind: &CatalogKind| (kind.word().to_owned(), names::of(*kind).join(", "));
    let fact = |fact: &names::Fact| {
        let says = fact.says.trim().trim_end_matches('.');
        (
            fact.name.to_owned(),
            format!("{says}. Written as {}.", expected(fact.shape)),
        )
    };
    vec![
        Part::text(INTRODUCTION),
        Part::heading("For example"),
        Part::Lines(EXAMPLE.iter().map(|line| (*line).to_owned()).collect()),
        Part::heading("Keys of the file"),
        Part::rows(TOP_KEYS),
        Part::heading("Keys of an item"),
        Part::rows(ITEM_KEYS),
        Part::heading("Kinds, and the facts that each may carry"),
        Part::Rows(listed.map(kind).collect()),
        Part::heading("Facts"),
        Part::text(
            "A fact that is left out is unknown, and rules that need it are asked again before \
             the entry is sent. Null says the same, but where it stands for none.",
        ),
        Part::Rows(names::FACTS.iter().map(fact).collect()),
        Part::heading("Blocks of hours"),
        Part::text(BLOCKS),
        Part::heading("Facts of the tenant"),
        Part::text(&names::of(CatalogKind::Tenant).join(", ")),
    ]
}
