//! Bytes that do not add up, in each page of the file.

use super::{Place, for_each, said};
use crate::cli::Desk;
use tt::store::{Access, Store};

const PAGE: usize = 4096;

#[test]
fn a_damaged_page_is_refused_and_left_alone() {
    let desk = Desk::new();
    let note = "y".repeat(900);
    for n in 0..30 {
        desk.run(&[
            "log",
            "1m",
            "--on",
            "yesterday",
            "-m",
            &format!("{n} {note}"),
        ])
        .exits(0);
    }
    let good = std::fs::read(desk.db()).unwrap();
    let pages: Vec<usize> = (0..good.len() / PAGE).collect();
    let refused = std::sync::Mutex::new(std::collections::BTreeMap::new());
    for_each(&pages, |page| {
        let mut bad = good.clone();
        bad[page * PAGE..(page + 1) * PAGE].fill(0xa5);
        for args in [
            &["list", "yesterday"][..],
            &["log", "1m", "more"],
            &["delete", "7"],
        ] {
            let place = Place::copy_of(&desk);
            std::fs::write(place.db(), &bad).unwrap();
            let output = place.tt(&[], args);
            let when = format!("page {page}, tt {}: {}", args.join(" "), said(&output));
            let now = std::fs::read(place.db()).unwrap();
            match output.status.code() {
                // It never came to that page; it must not have healed it by accident either.
                Some(0) => assert!(
                    now[page * PAGE..(page + 1) * PAGE] == bad[page * PAGE..(page + 1) * PAGE],
                    "{when}"
                ),
                Some(7) => {
                    assert!(now == bad, "{when}: changed");
                    let err = String::from_utf8_lossy(&output.stderr);
                    assert!(err.contains("help:"), "{when}");
                    *refused.lock().unwrap().entry(args[0]).or_insert(0) += 1;
                }
                _ => panic!("{when}"),
            }
        }
        // Whoever looks closely finds each of them.
        let place = Place::copy_of(&desk);
        std::fs::write(place.db(), &bad).unwrap();
        let found = Store::open(&place.db(), Access::Read, 0).and_then(|store| store.check());
        assert!(
            !matches!(&found, Ok(findings) if findings.is_empty()),
            "page {page} is not noticed"
        );
    });
    let refused = refused.into_inner().unwrap();
    println!("{} pages, refused: {refused:?}", pages.len());
    for command in ["list", "log", "delete"] {
        assert!(
            refused.get(command).is_some_and(|n| *n >= 3),
            "{command}: {refused:?}"
        );
    }
}
