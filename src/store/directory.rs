//! The folder of a store: marker, generations, locks.

use super::snapshot::Snapshot;
use super::{At, FORMAT, Record, StoreError, StoreErrorKind};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A store's folder; it need not exist yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    path: PathBuf,
}

#[derive(Debug, Serialize, Deserialize)]
struct Marker {
    articlegraph: u64,
}

const MARKER: &str = "articlegraph.json";

const NO_GENERATION: &str = "`current` names a generation that is not there";

impl Directory {
    /// The store in a folder. Touches nothing.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Opens the current graph for reading. Never waits, and is never refused
    /// because of a build.
    ///
    /// # Errors
    ///
    /// There is no store here, or it cannot be read.
    pub fn open(&self) -> Result<Snapshot, StoreError> {
        self.check_marker()?;
        let locked = self.lock_current()?;
        let (generation, lock) = locked.ok_or(StoreErrorKind::Unfinished).at(&self.path)?;
        Snapshot::open(&generation, lock)
    }

    /// The current generation, kept from being deleted by the lock; `None`
    /// where no build has finished.
    fn lock_current(&self) -> Result<Option<(PathBuf, File)>, StoreError> {
        // A build can replace the generation between reading its number and
        // locking it: then look again. Each round means a finished build.
        for _ in 0..1000 {
            let Some(number) = self.current()? else { return Ok(None) };
            let generation = self.generation(number);
            let lock = match File::open(generation.join("lock")) {
                Ok(lock) => lock,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error).at(&generation),
            };
            lock.lock_shared().at(&generation)?;
            if self.current()? == Some(number) {
                return Ok(Some((generation, lock)));
            }
        }
        Err(StoreErrorKind::Corrupt(NO_GENERATION.to_owned())).at(&self.path)
    }

    /// What the store remembers of its build; `None` where there is no
    /// finished build.
    ///
    /// # Errors
    ///
    /// The folder is no store, or a file in it cannot be read.
    pub fn record(&self) -> Result<Option<Record>, StoreError> {
        match self.check_marker() {
            Err(StoreError { kind: StoreErrorKind::Missing, .. }) => return Ok(None),
            marker => marker?,
        }
        let Some((generation, _lock)) = self.lock_current()? else { return Ok(None) };
        let path = generation.join("sources.json");
        let json = fs::read(&path).at(&path)?;
        serde_json::from_slice(&json).map(Some).map_err(|error| StoreErrorKind::Corrupt(error.to_string())).at(&path)
    }

    /// Becomes the one writer of the store. Makes the folder where there is
    /// none, and clears what a dead build left.
    ///
    /// # Errors
    ///
    /// The folder holds something else, another build is writing, or the file
    /// system refuses.
    pub fn write(&self) -> Result<Writer, StoreError> {
        match self.check_marker() {
            Err(StoreError { kind: StoreErrorKind::Missing, .. }) => self.create()?,
            marker => marker?,
        }
        let path = self.path.join("writer.lock");
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&path).at(&path)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreErrorKind::Busy).at(&self.path),
            Err(TryLockError::Error(error)) => return Err(error).at(&path),
        }
        let current = self.current()?;
        let leftovers = self.generations()?;
        let next = leftovers.iter().copied().chain(current).max().map_or(1, |newest| newest + 1);
        let writer = Writer { directory: self.clone(), next, _lock: lock };
        writer.delete_all_but(current)?;
        Ok(writer)
    }

    fn create(&self) -> Result<(), StoreError> {
        fs::create_dir_all(&self.path).at(&self.path)?;
        let marker = serde_json::to_vec(&Marker { articlegraph: FORMAT }).map_err(io::Error::other).at(&self.path)?;
        replace(&self.path.join(MARKER), &marker)
    }

    /// Whether the folder is a store of a format that is known here.
    fn check_marker(&self) -> Result<(), StoreError> {
        let path = self.path.join(MARKER);
        let json = match fs::read(&path) {
            Ok(json) => json,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return self.refuse_foreign(),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Err(StoreErrorKind::NotAFolder).at(&self.path);
            }
            Err(error) => return Err(error).at(&path),
        };
        let marker: Marker =
            serde_json::from_slice(&json).map_err(|error| StoreErrorKind::Corrupt(error.to_string())).at(&path)?;
        match marker.articlegraph {
            FORMAT => Ok(()),
            other => Err(StoreErrorKind::Format(other)).at(&self.path),
        }
    }

    /// Tells a folder without marker that is free for a store from one that
    /// holds something else.
    fn refuse_foreign(&self) -> Result<(), StoreError> {
        let entries = match fs::read_dir(&self.path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(StoreErrorKind::Missing).at(&self.path);
            }
            Err(error) => return Err(error).at(&self.path),
        };
        for entry in entries {
            // What a crash between making the folder and its marker can leave.
            let name = entry.at(&self.path)?.file_name();
            if !name.to_string_lossy().starts_with(".articlegraph-") {
                // Another build may have made the store since the marker was looked for.
                let is_new = self.path.join(MARKER).exists();
                return if is_new { self.check_marker() } else { Err(StoreErrorKind::Foreign).at(&self.path) };
            }
        }
        Err(StoreErrorKind::Missing).at(&self.path)
    }

    fn current(&self) -> Result<Option<u64>, StoreError> {
        let path = self.path.join("current");
        match fs::read_to_string(&path) {
            Ok(number) => {
                let parsed = number.trim().parse().map_err(|_| StoreErrorKind::Corrupt(format!("{number:?}")));
                parsed.map(Some).at(&path)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).at(&path),
        }
    }

    fn generation(&self, number: u64) -> PathBuf {
        self.path.join(format!("generation-{number}"))
    }

    fn generations(&self) -> Result<Vec<u64>, StoreError> {
        let mut numbers = Vec::new();
        for entry in fs::read_dir(&self.path).at(&self.path)? {
            let name = entry.at(&self.path)?.file_name();
            let number = name.to_str().and_then(|name| name.strip_prefix("generation-")?.parse::<u64>().ok());
            numbers.extend(number);
        }
        Ok(numbers)
    }
}

/// The one build that may write a store; others are refused while it lives.
#[derive(Debug)]
pub struct Writer {
    directory: Directory,
    next: u64,
    _lock: File,
}

impl Writer {
    /// Writes a generation whole and makes it the current one.
    ///
    /// `write` gets the folder in which the graph is to be made, and gives the
    /// record of it. If it fails, the store stays as it was.
    ///
    /// # Errors
    ///
    /// What `write` says, or the file system.
    pub fn publish<E: From<StoreError>>(self, write: impl FnOnce(&Path) -> Result<Record, E>) -> Result<Record, E> {
        let generation = self.directory.generation(self.next);
        let published = self.write_generation(&generation, write);
        if published.is_err() {
            // The error to tell is the one that stopped the build; what stays
            // here is cleared by the next one.
            let _ = fs::remove_dir_all(&generation);
        }
        let record = published?;
        self.delete_all_but(Some(self.next))?;
        Ok(record)
    }

    fn write_generation<E: From<StoreError>>(
        &self,
        generation: &Path,
        write: impl FnOnce(&Path) -> Result<Record, E>,
    ) -> Result<Record, E> {
        fs::create_dir(generation).at(generation)?;
        File::create(generation.join("lock")).at(generation)?;
        let record = write(&generation.join("graph"))?;
        let json = serde_json::to_vec_pretty(&record).map_err(io::Error::other).at(generation)?;
        replace(&generation.join("sources.json"), &json)?;
        replace(&self.directory.path.join("current"), self.next.to_string().as_bytes())?;
        Ok(record)
    }

    /// Deletes the generations that nobody reads.
    fn delete_all_but(&self, kept: Option<u64>) -> Result<(), StoreError> {
        for number in self.directory.generations()? {
            if Some(number) == kept {
                continue;
            }
            let generation = self.directory.generation(number);
            let free = match File::open(generation.join("lock")) {
                Ok(lock) => lock.try_lock().is_ok(),
                Err(error) => error.kind() == io::ErrorKind::NotFound,
            };
            if free {
                // A reader cannot come in between: it looks at `current` again
                // once it has the lock, and starts over.
                fs::remove_dir_all(&generation).at(&generation)?;
            }
        }
        Ok(())
    }
}

/// Writes a file aside, brings it to the disk and renames it into place.
fn replace(path: &Path, content: &[u8]) -> Result<(), StoreError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".articlegraph-").tempfile_in(folder).at(path)?;
    file.write_all(content).at(path)?;
    file.as_file().sync_all().at(path)?;
    file.persist(path).map_err(|error| error.error).at(path)?;
    // A rename is on the disk when its folder is.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}
