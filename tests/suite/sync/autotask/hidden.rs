//! Entries that the API user may not see are not taken for absent or deleted.

use super::*;

fn hiding() -> Firm {
    let options = Options {
        hides_non_billable: true,
        ..Options::default()
    };
    Firm::with(options, "")
}

fn free(firm: &Firm, time: &str) {
    let ticket = seed::SWITCH;
    firm.tt(&format!(
        "log yesterday {time} --ticket {ticket} -m free --no-bill"
    ))
    .exits(0);
}

#[test]
fn what_is_not_shown_is_neither_deleted_nor_sent_again() {
    let firm = hiding();
    free(&firm, "9:00-10:00");
    assert_eq!(firm.sync(0)["created"], 1);
    for _ in 0..3 {
        let report = firm.sync(0);
        assert_eq!(report["created"], 0, "{report}");
        assert_eq!(firm.entries()[0]["delivery"], "sent", "{report}");
    }
    let told = firm.tt("sync").exits(0);
    assert!(
        told.err.contains("may not see it") || told.out.contains("may not see it"),
        "{} {}",
        told.out,
        told.err
    );
    assert_eq!(firm.held().len(), 1);
    // It can be changed and taken away all the same.
    firm.tt("edit 1 -m changed").exits(0);
    firm.sync(0);
    assert_eq!(firm.notes(), ["changed"]);
    firm.tt("delete 1").exits(0);
    firm.sync(0);
    assert_eq!(firm.held(), Vec::<Value>::new());
}

#[test]
fn a_lost_answer_of_what_may_be_hidden_waits_for_a_person() {
    for (fault, there) in [(Fault::LostAfter, 1), (Fault::LostBefore, 0)] {
        let firm = hiding();
        free(&firm, "9:00-10:00");
        firm.next_create(fault);
        firm.tt("sync");
        firm.fake.plan(Plan::calm());
        crate::cli::pause(3_200_000);
        for _ in 0..2 {
            let report = firm.sync(4);
            assert_eq!(
                (&report["created"], &report["unconfirmed"]),
                (&json!(0), &json!(1)),
                "{report}"
            );
        }
        assert_eq!(firm.held().len(), there, "never twice");
        let asked = firm.tt("review --json").exits(0).json();
        assert_eq!(asked[0]["question"], "unseen", "{asked}");
        let asked = firm.tt("review").exits(0);
        assert!(asked.out.contains("--resend"), "{}", asked.out);
        if there == 1 {
            let of = id(&firm.only());
            firm.tt(&format!("resolve 1 --adopt {of}")).exits(0);
        } else {
            firm.tt("resolve 1 --resend").exits(0);
            firm.until_settled();
            assert_eq!(firm.held().len(), 1);
            assert_eq!(firm.entries()[0]["delivery"], "sent");
        }
    }
}

#[test]
fn what_is_billed_is_seen_and_settles_itself() {
    let firm = hiding();
    let ticket = seed::SWITCH;
    firm.tt(&format!(
        "log yesterday 9:00-10:00 --ticket {ticket} -m dns --billable billable"
    ))
    .exits(0);
    firm.next_create(Fault::LostBefore);
    firm.tt("sync");
    firm.until_settled();
    assert_eq!(firm.held().len(), 1);
    // Who sees everything is told what is deleted.
    let firm = Firm::new();
    free(&firm, "9:00-10:00");
    firm.sync(0);
    firm.fake.remove(id(&firm.only()));
    let report = firm.sync(4);
    assert_eq!(report["conflicts"], json!([1]), "{report}");
}

#[test]
fn a_marker_that_outsiders_may_read_is_told_and_can_be_left_out() {
    let firm = Firm::new();
    firm.log("9:00-10:00", "dns");
    firm.sync(0);
    let of = id(&firm.only());
    firm.fake.edit(of, |it| {
        it["isInternalNotesVisibleToComanaged"] = json!(true)
    });
    let told = firm.tt("sync").exits(0);
    let said = format!("{}{}", told.out, told.err);
    assert!(
        said.contains("co-managed") && said.contains("marker = \"none\""),
        "{said}"
    );
    firm.config("marker = \"none\"\n");
    firm.log("11:00-12:00", "dhcp");
    firm.next_create(Fault::LostAfter);
    firm.tt("sync");
    firm.fake.plan(Plan::calm());
    firm.until_settled();
    assert_eq!(firm.notes(), ["dhcp", "dns"]);
    let plain = firm
        .held()
        .into_iter()
        .find(|it| it["summaryNotes"] == "dhcp");
    assert_eq!(plain.unwrap()["internalNotes"], Value::Null);
}
