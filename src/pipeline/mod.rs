//! The joins: from inputs to a graph, in the order of the stages.
//!
//! ```text
//! inputs -> files -> pages -> catalogue -> mentions -> graph -> store
//! ```
//!
//! The stages below know nothing of each other; here they are lined up, spread
//! over threads, and their progress is told to whoever wants to show it.

mod build;
mod extraction;
mod inputs;
mod suggestion;

pub use build::{BuildError, Built, Mode, Plan, Report, build, graph_quads, in_memory, load_vocabulary, read_page};
pub use extraction::{Extracted, ExtractedEntity, ExtractedMention, ExtractedNearMiss, extract_line, extract_pages};
pub use inputs::{InputError, InputErrorKind, InputFile, collect};
pub use suggestion::{Suggestion, TURTLE_HEAD, own_term_iri, suggestions, turtle};

/// Told how far a build is. Called from several threads.
pub trait Progress: Sync {
    /// A stage begins; `total` steps are expected.
    fn begin(&self, stage: &'static str, total: u64);
    /// Some steps are done.
    fn advance(&self, steps: u64);
    /// The last stage is over.
    fn end(&self);
}

/// Shows nothing.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _stage: &'static str, _total: u64) {}
    fn advance(&self, _steps: u64) {}
    fn end(&self) {}
}
