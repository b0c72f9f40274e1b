//! `tt review`: what needs a person, and what answers it; on a terminal one
//! question after the other.

use super::ask::{self, Terminal};
use super::{resolve, say};
use crate::app::{App, Desk, Seen};
use crate::cli::ReviewArgs;
use crate::domain::ids::{EntryId, RemoteId};
use crate::domain::question::{Form, Question};
use crate::failure;
use crate::ledger::{self, Answer, Asking, Move};
use crate::report::asking::Asked;
use crate::report::render::{json, review};
use crate::report::{Item, rejected};
use crate::screen::sanitize;

/// Runs `tt review`.
///
/// # Errors
/// A profile that is not there, configuration, the store.
pub fn run(app: &mut App<'_>, args: &ReviewArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    if let Some(name) = &args.profile {
        desk.config.choose_profile(Some(name), None)?;
    }
    let store = app.look()?;
    let site = say::site(app, &desk);
    let asking = ledger::review(&store, args.profile.as_deref(), &site)?;
    drop(store);
    let seen = Seen::of(&desk);
    if !app.global.json && asking.is_empty() {
        return app.print("nothing needs you\n");
    }
    if ask::somebody(app) {
        return one_by_one(app, &desk, &asking, &seen);
    }
    let asked: Vec<_> = asking.iter().map(asked).collect();
    if app.global.json {
        json::review(app.around.out, &asked, &seen)?;
        return Ok(());
    }
    let text = review::list(&asked, &seen, app.canvas());
    app.print(&text)
}

/// What may be typed, what it does, and what is chosen by it.
struct Choice {
    key: String,
    does: String,
    chosen: Chosen,
}

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Chosen {
    Answer(Answer),
    /// Handed in again, after whatever was corrected.
    Submit,
    Skip,
    Quit,
}

fn choices(asked: &Asked<'_>, quarantine: i64) -> Vec<Choice> {
    let mut choices = Vec::new();
    if asked.question == Question::Rejected {
        choices.push(Choice {
            key: "again".to_owned(),
            does: "hand in again, as it is now".to_owned(),
            chosen: Chosen::Submit,
        });
    }
    for form in asked.forms() {
        let (key, answer) = match form {
            Form::Mine => ("mine", Answer::KeepMine),
            Form::Theirs => ("theirs", Answer::KeepTheirs),
            Form::Both => ("both", Answer::KeepBoth),
            Form::Release => ("release", Answer::Release),
            Form::Retry => ("retry", Answer::Retry),
            Form::Resend => ("again", Answer::Resend { quarantine }),
            Form::Adopt => {
                let candidates = asked.candidates();
                let many = candidates.len() > 1;
                for (at, RemoteId(id)) in candidates.into_iter().enumerate() {
                    let key = if many {
                        (at + 1).to_string()
                    } else {
                        "it".to_owned()
                    };
                    choices.push(Choice {
                        key,
                        does: format!("it is {id} there"),
                        chosen: Chosen::Answer(Answer::Adopt(RemoteId(id))),
                    });
                }
                continue;
            }
        };
        choices.push(Choice {
            key: key.to_owned(),
            does: asked.does(form).to_owned(),
            chosen: Chosen::Answer(answer),
        });
    }
    choices
}

/// Asks until one of the choices, or its beginning, was typed; nothing typed is skip.
fn choose(terminal: &mut Terminal<'_>, choices: &[Choice]) -> std::io::Result<Chosen> {
    for Choice { key, does, .. } in choices {
        writeln!(terminal.out, "    {key:<8} {}", sanitize(does))?;
    }
    let mut keys: Vec<&str> = choices.iter().map(|choice| choice.key.as_str()).collect();
    keys.extend(["skip", "quit"]);
    let question = format!("  {}?", keys.join(" / "));
    loop {
        let Some(line) = terminal.line(&question)? else {
            return Ok(Chosen::Quit);
        };
        let typed = line.to_ascii_lowercase();
        if typed.is_empty() {
            return Ok(Chosen::Skip);
        }
        // A whole word counts, else the only one that begins so.
        let exact = keys.iter().filter(|key| **key == typed);
        let begun = keys.iter().filter(|key| key.starts_with(&typed));
        let found: Vec<_> = exact.chain(begun).collect();
        match found.as_slice() {
            [] => writeln!(terminal.out, "  type one of {}", keys.join(", "))?,
            [first, others @ ..] if others.iter().any(|it| it != first) && **first != typed => {
                writeln!(terminal.out, "  {} begin so; type more of it", found.len())?;
            }
            [key, ..] => {
                let chosen = choices.iter().find(|choice| choice.key == **key);
                return Ok(match (chosen, **key) {
                    (Some(choice), _) => choice.chosen.clone(),
                    (None, "quit") => Chosen::Quit,
                    _ => Chosen::Skip,
                });
            }
        }
    }
}

/// A question as a reader sees it.
pub(super) fn asked(asking: &Asking) -> Asked<'_> {
    Asked {
        item: Item::stored(&asking.entry, asking.link.as_ref()),
        question: asking.question,
        other: asking.other.as_ref(),
        is_firm: asking.is_firm,
        sheet: asking.sheet,
    }
}

/// Asks about one after the other, what was rejected together at once; each answer is kept
/// at once.
fn one_by_one(
    app: &mut App<'_>,
    desk: &Desk,
    asking: &[Asking],
    seen: &Seen<'_>,
) -> anyhow::Result<()> {
    let asked: Vec<_> = asking.iter().map(asked).collect();
    let groups = rejected::together(&asked);
    let (mut n_answered, n_asked) = (0, groups.len());
    for (at, group) in groups.iter().enumerate() {
        let Some(first) = group.first() else {
            continue;
        };
        let block = match group.as_slice() {
            [one] => {
                let block = review::block(one, seen, app.canvas());
                block + &review::other_ways(one)
            }
            group => review::given_back(group, seen, app.canvas()),
        };
        app.print(&format!("{}/{n_asked}  {block}", at + 1))?;
        app.around.out.flush()?;
        let choices = choices(first, desk.config.sync.quarantine);
        let chosen = {
            let mut stdin = std::io::stdin().lock();
            let mut terminal = Terminal {
                out: app.around.err,
                answers: &mut stdin,
            };
            choose(&mut terminal, &choices)?
        };
        match chosen {
            Chosen::Quit => break,
            Chosen::Skip => {}
            Chosen::Answer(_) | Chosen::Submit => {
                let ids: Vec<_> = group.iter().map(|one| one.item.entry.id).collect();
                match settled(app, desk, &ids, &chosen) {
                    Ok(()) => n_answered += 1,
                    // Too early, or changed meanwhile: said, and on to the next one.
                    Err(error) => app.say(failure::of(&error).text().trim_end())?,
                }
            }
        }
    }
    if n_answered > 0 {
        // What was done stands before what is to be done.
        app.around.out.flush()?;
        app.say("`tt sync` carries out what you answered")?;
    }
    Ok(())
}

/// Carries an answer out, here.
fn settled(app: &mut App<'_>, desk: &Desk, ids: &[EntryId], chosen: &Chosen) -> anyhow::Result<()> {
    let mut store = app.change()?;
    if let Chosen::Answer(answer) = chosen {
        return resolve::settle(app, desk, &mut store, ids, answer);
    }
    let site = say::site(app, desk);
    let moved = ledger::advance(&mut store, ids, &Move::Submit, &site)?.moved;
    drop(store);
    let items: Vec<_> = moved
        .iter()
        .map(|(entry, link)| Item::stored(entry, link.as_ref()))
        .collect();
    say::items(app, desk, &items, "submitted")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(keys: &[&str], typed: &str) -> (Chosen, String) {
        let choices: Vec<_> = keys
            .iter()
            .map(|key| Choice {
                key: (*key).to_owned(),
                does: format!("does {key}"),
                chosen: Chosen::Answer(Answer::Adopt(RemoteId((*key).to_owned()))),
            })
            .collect();
        let mut out = Vec::new();
        let mut terminal = Terminal {
            out: &mut out,
            answers: &mut typed.as_bytes(),
        };
        let chosen = choose(&mut terminal, &choices).unwrap();
        (chosen, String::from_utf8(out).unwrap())
    }

    #[test]
    fn words_and_their_beginnings_answer() {
        let answer = |key: &str| Chosen::Answer(Answer::Adopt(RemoteId(key.into())));
        let keep = ["mine", "theirs", "both"];
        let several = ["1", "2", "11", "again"];
        let rows = [
            (&keep[..], "mine\n", answer("mine")),
            (&keep[..], "T\n", answer("theirs")),
            (&keep[..], "b", answer("both")),
            (&keep[..], "s\n", Chosen::Skip),
            (&keep[..], "\n", Chosen::Skip),
            (&keep[..], "q\n", Chosen::Quit),
            (&keep[..], "", Chosen::Quit),
            (&keep[..], "what\nmi\n", answer("mine")),
            (&several[..], "1\n", answer("1")),
            (&several[..], "11\n", answer("11")),
            (&several[..], "a\n", answer("again")),
            (&["retry", "release"][..], "re\nrel\n", answer("release")),
        ];
        for (keys, typed, wanted) in rows {
            let (chosen, shown) = chosen(keys, typed);
            assert_eq!(chosen, wanted, "{keys:?} {typed:?}: {shown}");
            assert!(shown.contains("skip / quit?"), "{shown}");
        }
        assert!(chosen(&keep, "x\nq\n").1.contains("type one of mine"));
        assert!(
            chosen(&["retry", "release"], "r\nq\n")
                .1
                .contains("2 begin so")
        );
    }
}
