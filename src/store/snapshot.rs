//! One graph, open for reading; and how one is filled.

use super::{At, StoreError};
use oxigraph::model::{GraphNameRef, NamedNodeRef, NamedOrBlankNodeRef, Quad, Term, TermRef};
use oxigraph::store::{BulkLoader, StorageError, Store};
use std::fs::File;
use std::path::Path;

/// A graph that stays as it is for as long as it is held, whatever is built
/// meanwhile.
pub struct Snapshot {
    store: Store,
    /// Keeps the generation from being deleted.
    _lock: Option<File>,
}

impl Snapshot {
    pub(super) fn open(generation: &Path, lock: File) -> Result<Self, StoreError> {
        let store = open_read_only(&generation.join("graph"))?;
        Ok(Self { store, _lock: Some(lock) })
    }

    /// A graph in memory.
    #[must_use]
    pub fn in_memory(store: Store) -> Self {
        Self { store, _lock: None }
    }

    /// The graph, to be asked by SPARQL.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The statements of one graph that fit a pattern.
    pub fn quads<'a>(
        &'a self,
        subject: Option<NamedNodeRef<'a>>,
        predicate: Option<NamedNodeRef<'a>>,
        object: Option<TermRef<'a>>,
        graph: GraphNameRef<'a>,
    ) -> impl Iterator<Item = Result<Quad, StorageError>> + 'a {
        self.store.quads_for_pattern(subject.map(NamedOrBlankNodeRef::from), predicate, object, Some(graph))
    }

    /// The objects of a subject's property in the default graph, in no order.
    ///
    /// # Errors
    ///
    /// The store cannot be read.
    pub fn objects(&self, subject: NamedNodeRef<'_>, predicate: NamedNodeRef<'_>) -> Result<Vec<Term>, StorageError> {
        self.quads(Some(subject), Some(predicate), None, GraphNameRef::DefaultGraph)
            .map(|quad| quad.map(|quad| quad.object))
            .collect()
    }
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Snapshot").finish_non_exhaustive()
    }
}

#[cfg(feature = "rocksdb")]
fn open_read_only(graph: &Path) -> Result<Store, StoreError> {
    Store::open_read_only(graph).at(graph)
}

#[cfg(not(feature = "rocksdb"))]
fn open_read_only(graph: &Path) -> Result<Store, StoreError> {
    Err(super::StoreErrorKind::NotCompiled).at(graph)
}

/// Makes a graph of quads: in a new folder, or in memory where there is none.
/// `threads` is how many the loader may use.
///
/// # Errors
///
/// The store cannot be written.
pub fn load(folder: Option<&Path>, quads: impl IntoIterator<Item = Quad>, threads: usize) -> Result<Store, StoreError> {
    let path = folder.unwrap_or(Path::new("memory"));
    let store = match folder {
        Some(folder) => create(folder)?,
        None => Store::new().at(path)?,
    };
    let mut loader: BulkLoader<'_> = store
        .bulk_loader()
        .with_num_threads(threads)
        .with_max_memory_size_in_megabytes(BATCH_MEGABYTES * threads)
        .without_atomicity();
    loader.load_quads(quads).at(path)?;
    loader.commit().at(path)?;
    settle(&store).at(path)?;
    Ok(store)
}

/// The loader's memory for each thread; its batch is a thousand quads a
/// megabyte. Larger batches load hardly faster and cost memory.
const BATCH_MEGABYTES: usize = 100;

/// Merges what the batches of the loader left and brings it to the disk. It
/// costs a quarter of the load, once, and makes every look-up of every query
/// three times as fast: without it each has to search as many files as there
/// were batches.
#[cfg(feature = "rocksdb")]
fn settle(store: &Store) -> Result<(), StorageError> {
    store.optimize()?;
    store.flush()
}

#[cfg(not(feature = "rocksdb"))]
#[expect(clippy::unnecessary_wraps, reason = "the other form can fail")]
fn settle(_store: &Store) -> Result<(), StorageError> {
    Ok(())
}

#[cfg(feature = "rocksdb")]
fn create(folder: &Path) -> Result<Store, StoreError> {
    Store::open(folder).at(folder)
}

#[cfg(not(feature = "rocksdb"))]
fn create(folder: &Path) -> Result<Store, StoreError> {
    Err(super::StoreErrorKind::NotCompiled).at(folder)
}
