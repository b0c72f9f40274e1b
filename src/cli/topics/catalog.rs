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
        Part::heading("Facts of the tenant"),
        Part::text(&names::of(CatalogKind::Tenant).join(", ")),
    ]
}
