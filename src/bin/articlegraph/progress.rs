//! A progress bar on the terminal; nothing anywhere else.

use articlegraph::pipeline::Progress;
use indicatif::{ProgressBar, ProgressStyle};

/// Shows the stages of a build on standard error.
pub struct Bar {
    bar: ProgressBar,
}

impl Bar {
    pub fn new() -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{msg:12} [{bar:40}] {pos}/{len}") {
            bar.set_style(style.progress_chars("=> "));
        }
        Self { bar }
    }
}

impl Progress for Bar {
    fn begin(&self, stage: &'static str, total: u64) {
        self.bar.set_position(0);
        self.bar.set_length(total);
        self.bar.set_message(stage);
    }

    fn advance(&self, steps: u64) {
        self.bar.inc(steps);
    }

    fn end(&self) {
        self.bar.finish_and_clear();
    }
}
