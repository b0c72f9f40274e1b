//! The command: hands arguments, environment and streams to the library.

use std::io::{IsTerminal, Write, stderr, stdout};
use std::process::ExitCode;
use tt::app::Surroundings;

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the environment"
)]
fn main() -> ExitCode {
    let env = |name: &str| std::env::var_os(name);
    let is_terminal = stdout().is_terminal();
    let columns = if is_terminal {
        tt::screen::columns()
    } else {
        None
    };
    // An export is megabytes; what is not used of it costs nothing.
    let mut out = std::io::BufWriter::with_capacity(1 << 16, stdout().lock());
    // Not locked: profiles that sync side by side write their log lines too.
    let mut err = stderr();
    let exit = tt::cmd::main(
        std::env::args_os(),
        Surroundings {
            env: &env,
            is_terminal,
            err_is_terminal: stderr().is_terminal(),
            columns,
            out: &mut out,
            err: &mut err,
        },
    );
    // A reader that went away is no failure; what matters was flushed before.
    let _ = out.flush();
    ExitCode::from(exit)
}
