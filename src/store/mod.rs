//! The graph on disk: readers that never wait, builds that never half-happen.
//!
//! ```text
//! DIR/articlegraph.json          marker and format version, written first
//! DIR/current                    the number N of the current generation
//! DIR/generation-N/graph         the quads, in Oxigraph
//! DIR/generation-N/sources.json  what was read, and what came of it
//! DIR/generation-N/lock          shared by readers, exclusive to who deletes
//! DIR/writer.lock                one build at a time
//! ```
//!
//! `RocksDB` opens its files by path when it needs them, so a folder that is
//! renamed or deleted under a reader kills the reader. Hence a build writes a
//! whole new generation beside the old one and then replaces `current` by a
//! rename; an old generation is deleted only by who gets its lock alone. A
//! crash at any moment leaves the old graph or the new one, and the next build
//! clears what a dead one left.

mod directory;
mod record;
mod snapshot;

pub use directory::{Directory, Writer};
pub use record::{Input, Record, RecordedFile};
pub use snapshot::{Snapshot, load};

use std::io;
use std::path::{Path, PathBuf};

/// Why a store cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {kind}", path.display())]
pub struct StoreError {
    /// The store's folder, or the file in it.
    pub path: PathBuf,
    /// What is wrong.
    pub kind: StoreErrorKind,
}

/// What is wrong with a store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreErrorKind {
    /// There is no store yet.
    #[error("there is no store here")]
    Missing,
    /// The folder holds something else.
    #[error("the folder is not empty and is no articlegraph store; name another with --store")]
    Foreign,
    /// The path is a file.
    #[error("not a folder; name another with --store")]
    NotAFolder,
    /// Another version of the program wrote it in a format unknown here.
    #[error("the store has format {0}, this program knows format {FORMAT}; build it anew in another folder")]
    Format(u64),
    /// Another build is under way.
    #[error("another build is writing this store; wait for it, or name another with --store")]
    Busy,
    /// A build never finished here.
    #[error("the store has no graph yet: its first build did not finish; run `articlegraph build` again")]
    Unfinished,
    /// A file of the store says something impossible.
    #[error("not readable as part of a store: {0}; delete the store and build it anew, or name another with --store")]
    Corrupt(String),
    /// The file system refused.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// Oxigraph refused.
    #[error("{0}")]
    Storage(#[from] oxigraph::store::StorageError),
    /// The program was compiled for graphs in memory only.
    #[error("this program was built without the store on disk; use --memory, or build it with the feature `rocksdb`")]
    NotCompiled,
}

/// The version of the folder's layout.
pub const FORMAT: u64 = 1;

trait At<T> {
    /// Names the path of an error.
    fn at(self, path: &Path) -> Result<T, StoreError>;
}

impl<T, E: Into<StoreErrorKind>> At<T> for Result<T, E> {
    fn at(self, path: &Path) -> Result<T, StoreError> {
        self.map_err(|error| StoreError { path: path.to_owned(), kind: error.into() })
    }
}
