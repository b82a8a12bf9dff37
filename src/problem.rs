//! What a reader could not take as it stood, and what it did instead.

use crate::origin::SourcePath;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A remark about one place in a source. Readers go on after it; nothing that
/// could be kept is lost.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// The source, as [`SourcePath`] writes it.
    pub file: String,
    /// The line, counted from 1; 0 where the whole file is meant.
    pub line: u64,
    /// What is wrong.
    pub what: String,
    /// What was done about it.
    pub done: String,
}

impl Problem {
    /// A problem at a line (from 1) of a file, or with the whole file (0).
    #[must_use]
    pub fn new(file: &SourcePath, line: u64, what: impl Into<String>, done: impl Into<String>) -> Self {
        Self { file: file.as_str().to_owned(), line, what: what.into(), done: done.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, what, done } = self;
        if *line == 0 {
            write!(formatter, "{file}: {what}; {done}")
        } else {
            write!(formatter, "{file}:{line}: {what}; {done}")
        }
    }
}
