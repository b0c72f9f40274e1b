//! Completion scripts, and man pages made from the table of commands.
//!
//! Gives bytes and writes no file: the checked-in copies are compared, and
//! rewritten, by the test `generated`.

mod man;
mod scripts;

use super::topics::rules::RuleText;
use super::values::Shell;

/// Every generated file: its path from the top of the repository, and its content.
/// `rules` are those the manual lists.
#[must_use]
pub fn files(rules: &[RuleText]) -> Vec<(String, Vec<u8>)> {
    let completions = Shell::ALL.iter().map(|shell| {
        let name = match shell {
            Shell::Bash => "tt.bash",
            Shell::Zsh => "_tt",
            Shell::Fish => "tt.fish",
            Shell::PowerShell => "_tt.ps1",
        };
        (format!("completions/{name}"), completions(*shell))
    });
    completions.chain(man::pages(rules)).collect()
}

/// The completion script for a shell.
#[must_use]
pub fn completions(shell: Shell) -> Vec<u8> {
    let script = match shell {
        Shell::Bash => scripts::BASH,
        Shell::Zsh => scripts::ZSH,
        Shell::Fish => scripts::FISH,
        Shell::PowerShell => scripts::POWERSHELL,
    };
    script.as_bytes().to_vec()
}
