//! The bar on a terminal while a sync runs, and what Ctrl-C leaves behind. Draws on
//! stderr only, and only where somebody looks at it.

use crate::sync::progress::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How far all profiles are together.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar that is drawn when `is_seen`, else one that draws nothing.
    #[must_use]
    pub fn new(is_seen: bool) -> Self {
        let target = if is_seen {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        let style = ProgressStyle::with_template("{msg} [{bar:30}] {pos} of {len}");
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message("looking");
        Self(bar)
    }

    /// Takes it off the terminal, so that what is said next begins on a clean line.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }

    /// Draws it before anything is known.
    pub fn begin(&self) {
        self.0.tick();
    }
}

impl Progress for Bar {
    fn has_to_do(&self, n_entries: u64) {
        self.0.set_message("sending");
        self.0.inc_length(n_entries);
    }

    fn did_one(&self) {
        self.0.inc(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_add_up_in_one_bar() {
        let bar = Bar::new(false);
        bar.begin();
        bar.has_to_do(3);
        bar.has_to_do(2);
        bar.did_one();
        assert_eq!((bar.0.length(), bar.0.position()), (Some(5), 1));
        bar.clear();
    }
}
