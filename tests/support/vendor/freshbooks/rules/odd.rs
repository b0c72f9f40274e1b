//! What the service takes though it can hardly be meant.

use super::{Case, Check, Refusal, all, number};

/// Every oddity by name.
pub const ODD: [(&str, Check); 3] = [
    ("internal", internal),
    ("internal-project", internal_project),
    ("client-of-project", client_of_project),
];

/// Everything odd about it.
pub fn oddities(case: &Case<'_>) -> Vec<Refusal> {
    all(&ODD, case)
}

/// doc: internal work is the own business's: it has no client and nobody is billed for it.
fn internal(case: &Case<'_>) -> Option<&'static str> {
    let ours = case.get("internal") == true;
    let theirs = !case.get("client_id").is_null() || case.get("billable") == true;
    (ours && theirs).then_some("internal")
}

/// seen: entries of an internal project carry no client.
fn internal_project(case: &Case<'_>) -> Option<&'static str> {
    let ours = case
        .its_project()
        .is_some_and(|project| project["internal"] == true);
    (ours && !case.get("client_id").is_null()).then_some("client_id")
}

/// seen: the client of an entry should be its project's.
fn client_of_project(case: &Case<'_>) -> Option<&'static str> {
    let of_project = number(&case.its_project()?["client_id"])?;
    let given = number(case.get("client_id"))?;
    (given != of_project).then_some("client_id")
}
