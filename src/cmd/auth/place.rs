//! Where to book, among the places a login leads to.

use crate::app::App;
use crate::cmd::ask;
use crate::config::Profile;
use crate::failure::{Code, Failure};
use crate::screen::sanitize;
use crate::sync::backend::grant::{Grant, Place};

/// How many are listed.
const SHOWN: usize = 20;

/// The place that is named by an option or the configuration, or was chosen before, or is
/// the only one, or that the person chooses.
///
/// # Errors
/// None there, none of that name, or several and nobody to ask.
pub fn choose(
    app: &mut App<'_>,
    profile: &Profile,
    mut places: Vec<Place>,
    wish: Option<&str>,
    before: Option<&Place>,
    grant: &Grant,
) -> anyhow::Result<Place> {
    let (word, title) = (grant.place, grant.kind.title());
    let again = format!("tt auth login {} --{word} N", profile.name);
    let list = listed(&places);
    if places.is_empty() {
        return Err(Failure::new(
            Code::Config,
            format!("logged in, but this login leads to no {word} of {title}"),
            format!(
                "log in there as somebody who has one, then `tt auth login {}`",
                profile.name
            ),
        )
        .into());
    }
    let mut take = |id: &str| {
        let at = places.iter().position(|place| place.id == id);
        at.map(|at| places.swap_remove(at))
    };
    if let Some(wish) = wish {
        let help = format!("this login leads to {list}");
        let none = || Failure::usage(format!("there is no {word} {wish}"), help);
        return Ok(take(wish).ok_or_else(none)?);
    }
    if let Some(fixed) = profile.place() {
        let none = || {
            Failure::new(
                Code::Config,
                format!("logged in, but not to {word} {fixed}, which the configuration names"),
                format!(
                    "this login leads to {list}; log in as somebody else, or change it with `tt config edit`"
                ),
            )
        };
        return Ok(take(fixed).ok_or_else(none)?);
    }
    if let Some(place) = before.and_then(|before| take(&before.id)) {
        return Ok(place);
    }
    if places.len() == 1 {
        return Ok(places.remove(0));
    }
    if !ask::somebody(app) {
        return Err(Failure::usage(
            format!("logged in, but which {word} to book in is not said: {list}"),
            format!("run `{again}`"),
        )
        .into());
    }
    for (at, place) in places.iter().take(SHOWN).enumerate() {
        app.say(&format!("{:>4}  {}", at + 1, shown(place)))?;
    }
    loop {
        let mut answers = std::io::stdin().lock();
        let mut terminal = ask::Terminal {
            out: app.around.err,
            answers: &mut answers,
        };
        let typed = terminal.line(&format!("Which {word}?"))?;
        drop(answers);
        let Some(typed) = typed else {
            let message = format!("logged in, but no {word} is chosen");
            return Err(Failure::usage(message, format!("run `{again}`")).into());
        };
        match meant(&typed, &places) {
            Some(at) => return Ok(places.swap_remove(at)),
            None => app.say("type its number in the list, its id, or a part of its name")?,
        }
    }
}

/// Which one an answer means: a place in the list, an identity, or a part of one name only.
fn meant(typed: &str, places: &[Place]) -> Option<usize> {
    let number = typed.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    if let Some(at) = number.filter(|at| *at < places.len()) {
        return Some(at);
    }
    if let Some(at) = places.iter().position(|place| place.id == typed) {
        return Some(at);
    }
    let typed = typed.to_lowercase();
    let near = |(_, place): &(usize, &Place)| {
        !typed.is_empty() && place.name.to_lowercase().contains(&typed)
    };
    let mut near = places.iter().enumerate().filter(near);
    match (near.next(), near.next()) {
        (Some((at, _)), None) => Some(at),
        _ => None,
    }
}

fn listed(places: &[Place]) -> String {
    let shown: Vec<_> = places.iter().take(SHOWN).map(shown).collect();
    shown.join(", ")
}

fn shown(place: &Place) -> String {
    sanitize(&format!("{} ({})", place.id, place.name)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_a_place_an_identity_or_a_part_of_a_name() {
        let place = |id: &str, name: &str| Place {
            id: id.into(),
            name: name.into(),
            account: None,
            member: None,
        };
        let places = [
            place("6001", "Byron Engines"),
            place("6002", "Side"),
            place("6003", "Side two"),
        ];
        for (typed, at) in [
            ("1", Some(0)),
            ("3", Some(2)),
            ("4", None),
            ("0", None),
            ("6002", Some(1)),
            ("engines", Some(0)),
            ("side t", Some(2)),
            ("side", None),
            ("", None),
        ] {
            assert_eq!(meant(typed, &places), at, "{typed}");
        }
    }
}
