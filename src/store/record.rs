//! What a store remembers of its build: the inputs, so that `add` can read
//! them again, and what came of them, so that nothing is done twice.

use crate::problem::Problem;
use crate::rdf::Statistics;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The content of `sources.json`. It stays inside the store: the graph itself
/// holds no absolute path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The version of the program that built.
    pub program: String,
    /// The inputs of the build, as the user named them.
    pub inputs: Vec<Input>,
    /// The user's vocabulary files.
    pub vocabularies: Vec<PathBuf>,
    /// Whether the shipped vocabulary was used.
    pub shipped_vocabulary: bool,
    /// See [`Vocabulary::fingerprint`](crate::vocabulary::Vocabulary::fingerprint).
    pub vocabulary_sha256: String,
    /// Every file read, by path.
    pub files: Vec<RecordedFile>,
    /// What came of it.
    pub statistics: Statistics,
    /// What could not be taken as it stood.
    #[serde(default)]
    pub problems: Vec<Problem>,
}

/// One input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Input {
    /// Where it lies, absolute; `-` for standard input.
    pub path: PathBuf,
    /// The format, where the user gave one.
    pub format: Option<String>,
}

/// One file read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecordedFile {
    /// Its path in the graph.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The format, where the user gave one.
    pub format: Option<String>,
}

impl Record {
    /// Whether a build of these inputs gives the graph that is there: the same
    /// program, vocabulary and bytes.
    #[must_use]
    pub fn gives_the_same_graph_as(&self, other: &Self) -> bool {
        self.program == other.program && self.vocabulary_sha256 == other.vocabulary_sha256 && self.files == other.files
    }
}
