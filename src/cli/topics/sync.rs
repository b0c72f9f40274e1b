//! `tt help sync`: what a sync does, and what the states of delivery mean.

use super::page::Part;

pub(in crate::cli) fn parts() -> Vec<Part> {
    vec![
        Part::text(
            "Booking never touches the network. `tt sync` delivers what a profile owes to its \
             service, each entry exactly once, and brings back what became of it.",
        ),
        Part::heading("A run"),
        Part::rows(&[
            (
                "1 lock",
                "one sync a profile at a time; another one ends with exit code 6",
            ),
            (
                "2 look",
                "the latest entries of the service, and whatever was left unconfirmed",
            ),
            (
                "3 match",
                "records of ours are adopted, never sent again; what you booked there is taken over once",
            ),
            (
                "4 merge",
                "a field changed there is taken over; one changed on both sides is a conflict",
            ),
            (
                "5 send",
                "oldest first, one at a time; what is sent is written down before",
            ),
            (
                "6 report",
                "what was done, what is left, what needs a person",
            ),
        ]),
        Part::heading("States of delivery"),
        Part::rows(&[
            ("local", "it has no profile, and goes nowhere"),
            (
                "waiting",
                "a timer that runs, or a status below `push` of the profile",
            ),
            ("owed", "it goes with the next sync"),
            ("sent", "the service has it as it is here"),
            (
                "unconfirmed",
                "an answer was lost; the next syncs look for it, and send it again only \
             when it is not there after [sync] quarantine",
            ),
            ("refused", "the service said no; `tt show ID` has its words"),
            ("held", "a rule wants a person to look first"),
            (
                "conflict",
                "changed here and there, or deleted there: `tt review` shows both sides",
            ),
        ]),
        Part::heading("What needs a person"),
        Part::text(
            "`tt review` shows what needs a person, with the commands that answer it: correct the \
             entry with `tt edit`, or answer with `tt resolve ID`. --release delivers what is held, \
             --retry sends a refused entry again as it is, --keep mine|theirs|both settles a conflict \
             or a deletion there, --adopt ties an entry to a record there, --resend sends one again \
             that did not arrive, once the quarantine is over. An entry that is locked on the \
             service stays as it is there.",
        ),
        Part::heading("After an approver said no"),
        Part::text(
            "A sync reads back what was rejected and says why; nothing is stuck, so its exit code is \
             0. `tt review` shows what was rejected together with the commands that go on: correct \
             with `tt edit`, hand in again with `tt submit`, and `tt sync`.",
        ),
        Part::heading("By itself"),
        Part::text(
            "With --quiet a run prints a problem once, when it is new or has changed. The exit code \
             tells the truth every time: 4 a person is needed, 5 log in, 6 the next run goes on by \
             itself. In a crontab:",
        ),
        Part::Lines(vec![
            "*/10 * * * * tt sync --all --quiet --max-time 5m".to_owned(),
        ]),
        Part::heading("Never"),
        Part::text(
            "A create is never repeated while it is unknown whether it arrived. Killing a run, \
             starting two, syncing from two machines or from a restored backup does not change \
             that. A service that suddenly shows nothing stops the run.",
        ),
    ]
}
