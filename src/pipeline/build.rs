//! Builds a graph and puts it into a store.

use super::Progress;
use super::inputs::{InputError, InputErrorKind, InputFile, collect};
use crate::article::Page;
use crate::catalog::{Article, Catalog};
use crate::duplicate;
use crate::extract::{Document, Extractor};
use crate::problem::Problem;
use crate::rdf::{Checksum, Findings, Graph, SourceRecord, Statistics, about_quads};
use crate::relation::{Finder, Patterns};
use crate::series;
use crate::source;
use crate::store::{self, Directory, Input, Record, RecordedFile, Snapshot, StoreError, StoreErrorKind, Writer};
use crate::text::hex;
use crate::vocabulary::{Builder, Vocabulary, VocabularyError};
use oxigraph::model::Quad;
use oxigraph::store::Store;
use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::time::Instant;
use std::{fs, io, thread};

/// Whether the inputs are all there is to be, or come on top of what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Afterwards the store holds what these inputs say, and nothing else.
    Declare,
    /// The inputs come on top of the recorded ones.
    Add,
}

/// What to build.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The inputs.
    pub inputs: Vec<Input>,
    /// The user's own vocabulary files.
    pub vocabularies: Vec<PathBuf>,
    /// Leaves the shipped vocabulary out.
    pub without_shipped_vocabulary: bool,
    /// Threads to use; 0 is as many as the machine has.
    pub threads: usize,
}

/// What came of a build.
#[derive(Debug)]
pub struct Built {
    /// What is recorded of it.
    pub record: Record,
    /// Whether the graph was there already, so that nothing was written.
    pub unchanged: bool,
    /// Recorded files that are no longer part of the graph.
    pub replaced: Vec<String>,
    /// What could not be taken as it stood.
    pub problems: Vec<Problem>,
    /// How long it took, in seconds.
    pub seconds: f64,
}

/// The report of a build, as `--report` writes it.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    /// The counts.
    #[serde(flatten)]
    pub statistics: &'a Statistics,
    /// How long the build took.
    pub seconds: f64,
    /// The process's greatest resident memory, where the system tells.
    pub peak_rss_bytes: Option<u64>,
    /// The files read, by their paths in the graph.
    pub inputs: Vec<&'a str>,
    /// What could not be taken as it stood.
    pub problem_list: &'a [Problem],
}

/// A build that did not happen; the store is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// An input cannot be used.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A recorded input is gone.
    #[error("{}: recorded in the store but no longer there; to build without it: articlegraph build{arguments}", gone.display())]
    Gone {
        /// The input.
        gone: PathBuf,
        /// What builds all others, as a shell reads it; begins with a space.
        arguments: String,
    },
    /// The recorded build read standard input.
    #[error(
        "the store was built from standard input, which cannot be read again; run `articlegraph build` with all inputs"
    )]
    StandardInput,
    /// A vocabulary cannot be used.
    #[error(transparent)]
    Vocabulary(#[from] VocabularyError),
    /// A vocabulary file cannot be read.
    #[error("{}: {error}", file.display())]
    VocabularyFile {
        /// The file.
        file: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The store cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gives no threads.
    #[error("no threads to work with: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// Builds the graph of a plan in a store's folder.
///
/// # Errors
///
/// See [`BuildError`]; the store is then as it was before.
pub fn build(directory: &Directory, mode: Mode, mut plan: Plan, progress: &dyn Progress) -> Result<Built, BuildError> {
    let start = Instant::now();
    collect(&plan.inputs)?;
    let before = directory.record()?;
    let writer = before.as_ref().map(|_| directory.write()).transpose()?;
    // Looked at again now that no other build can change it.
    let before = before.map_or(Ok(None), |_| directory.record())?;
    if let (Mode::Add, Some(before)) = (mode, &before) {
        plan = extend(before, plan)?;
    }
    let files = collect(&plan.inputs)?;
    let work = Work::new(&plan, files)?;
    if let Some(before) = before.as_ref().filter(|before| work.gives_the_same(before, &plan)) {
        let record = before.clone();
        return Ok(Built {
            record,
            unchanged: true,
            replaced: Vec::new(),
            problems: before.problems.clone(),
            seconds: seconds(start),
        });
    }

    let read = work.read(progress)?;
    let is_first = writer.is_none();
    let writer: Writer = writer.map_or_else(|| directory.write(), Ok)?;
    if is_first && mode == Mode::Add && directory.record()?.is_some() {
        // Another first build was quicker; what it recorded is not in this one.
        return Err(StoreError { path: directory.path().to_owned(), kind: StoreErrorKind::Busy }.into());
    }
    let record = writer.publish(|folder| -> Result<Record, BuildError> {
        let (_, statistics) = work.write(&read, Some(folder), progress)?;
        Ok(work.record(&plan, &read, statistics))
    })?;
    let gone = |before: Record| {
        let kept = |file: &RecordedFile| record.files.iter().any(|other| other.path == file.path);
        before.files.into_iter().filter(|file| !kept(file)).map(|file| file.path).collect()
    };
    let replaced = before.map(gone).unwrap_or_default();
    Ok(Built { record, unchanged: false, replaced, problems: read.catalog.problems, seconds: seconds(start) })
}

/// Builds the graph of a plan in memory.
///
/// # Errors
///
/// See [`BuildError`].
pub fn in_memory(plan: &Plan, progress: &dyn Progress) -> Result<(Snapshot, Built), BuildError> {
    let start = Instant::now();
    let work = Work::new(plan, collect(&plan.inputs)?)?;
    let read = work.read(progress)?;
    let (store, statistics) = work.write(&read, None, progress)?;
    let record = work.record(plan, &read, statistics);
    let problems = read.catalog.problems;
    let built = Built { record, unchanged: false, replaced: Vec::new(), problems, seconds: seconds(start) };
    Ok((Snapshot::in_memory(store), built))
}

/// The graph of a plan without a store, in no order; what could not be taken as
/// it stood comes with it.
///
/// # Errors
///
/// See [`BuildError`].
pub fn graph_quads(plan: &Plan, progress: &dyn Progress) -> Result<(Vec<Quad>, Vec<Problem>), BuildError> {
    let work = Work::new(plan, collect(&plan.inputs)?)?;
    let read = work.read(progress)?;
    let graph = Graph::new(&read.catalog, &work.vocabulary, &read.findings);
    let parts: Vec<_> = graph.parts().collect();
    progress.begin("writing", parts.len() as u64);
    let quads = work.pool.install(|| parts.par_iter().flat_map(|part| graph.quads(part)).collect());
    progress.end();
    Ok((quads, read.catalog.problems))
}

impl Built {
    /// The report of this build.
    #[must_use]
    pub fn report(&self) -> Report<'_> {
        Report {
            statistics: &self.record.statistics,
            seconds: self.seconds,
            peak_rss_bytes: peak_rss_bytes(),
            inputs: self.record.files.iter().map(|file| file.path.as_str()).collect(),
            problem_list: &self.problems,
        }
    }
}

/// The recorded inputs, and the new ones on top.
fn extend(before: &Record, plan: Plan) -> Result<Plan, BuildError> {
    let mut inputs: BTreeMap<PathBuf, Input> = BTreeMap::new();
    for input in &before.inputs {
        if input.path == Path::new("-") {
            return Err(BuildError::StandardInput);
        }
        if !input.path.exists() {
            return Err(BuildError::Gone { gone: input.path.clone(), arguments: arguments(before, &plan) });
        }
        inputs.insert(input.path.clone(), input.clone());
    }
    for input in plan.inputs {
        let path = input.path.canonicalize().unwrap_or_else(|_| input.path.clone());
        inputs.insert(path.clone(), Input { path, ..input });
    }
    Ok(Plan {
        inputs: inputs.into_values().collect(),
        vocabularies: before.vocabularies.clone(),
        without_shipped_vocabulary: !before.shipped_vocabulary,
        threads: plan.threads,
    })
}

/// The arguments of a build of what is recorded and still there, and what is
/// to come on top.
fn arguments(before: &Record, plan: &Plan) -> String {
    let recorded = before.inputs.iter().map(|input| &input.path).filter(|path| path.exists());
    let inputs: BTreeSet<&PathBuf> = recorded.chain(plan.inputs.iter().map(|input| &input.path)).collect();
    let mut arguments: String = inputs.into_iter().map(|path| format!(" {}", quoted(path))).collect();
    let vocabularies = before.vocabularies.iter().map(|file| format!(" --vocabulary {}", quoted(file)));
    arguments.extend(vocabularies);
    if !before.shipped_vocabulary {
        arguments += " --no-default-vocabulary";
    }
    arguments
}

/// A path as a shell reads it back.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let is_plain = path.chars().all(|character| character.is_alphanumeric() || "/._-+,:@%=".contains(character));
    if is_plain { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

/// One build under way.
struct Work {
    files: Vec<InputFile>,
    vocabulary: Vocabulary,
    pool: rayon::ThreadPool,
}

/// What the inputs say, and what was found in it.
struct Read {
    catalog: Catalog,
    findings: Findings,
    sources: Vec<SourceRecord>,
}

impl Work {
    fn new(plan: &Plan, files: Vec<InputFile>) -> Result<Self, BuildError> {
        let vocabulary = load_vocabulary(plan)?;
        let pool = rayon::ThreadPoolBuilder::new().num_threads(plan.threads).build()?;
        Ok(Self { files, vocabulary, pool })
    }

    /// Whether nothing has changed since a build: told by hashes alone.
    fn gives_the_same(&self, before: &Record, plan: &Plan) -> bool {
        if self.files.iter().any(|file| file.file == Path::new("-")) {
            return false;
        }
        let hash = |file: &InputFile| {
            let bytes = read_bytes(&file.file).unwrap_or_default();
            let sha256 = hex(&Sha256::digest(bytes));
            RecordedFile { path: file.path.to_string(), sha256, format: file.format.clone() }
        };
        let files: Vec<RecordedFile> = self.pool.install(|| self.files.par_iter().map(hash).collect());
        let now = Record { files, ..self.record_head(plan) };
        now.gives_the_same_graph_as(before) && now.inputs == before.inputs
    }

    fn read(&self, progress: &dyn Progress) -> Result<Read, BuildError> {
        progress.begin("reading", self.files.len() as u64);
        let read = |file: &InputFile| {
            progress.advance(1);
            read_page(file)
        };
        let (pages, mut sources): (Vec<Page>, Vec<SourceRecord>) =
            self.pool.install(|| self.files.par_iter().map(read).unzip());
        let catalog = Catalog::new(pages);
        for source in &mut sources {
            let own = catalog.problems.iter().filter(|problem| problem.file == source.path.as_str());
            source.problems = own.map(ToString::to_string).collect();
        }
        if catalog.articles.is_empty()
            && catalog.collections.iter().all(|one| one.parents.is_empty() && one.pages_not_read == 0)
        {
            let input = self.files.first().map(|file| file.file.clone()).unwrap_or_default();
            return Err(NothingRead { input, problems: catalog.problems }.into());
        }
        progress.begin("extracting", catalog.articles.len() as u64);
        let extractor = Extractor::new(&self.vocabulary);
        let finder = Finder::new(&self.vocabulary, Patterns::shipped());
        let extract = |article: &Article| {
            progress.advance(1);
            let collections: Vec<&str> = catalog.collection_names(article).collect();
            let summary = article.summary.as_deref().unwrap_or_default();
            let document = Document { title: &article.title, summary, collections: &collections };
            let extraction = extractor.extract(&document);
            let relations = finder.find(&article.title, summary, &extraction);
            (extraction, relations)
        };
        let (extractions, relations): (Vec<_>, Vec<_>) =
            self.pool.install(|| catalog.articles.par_iter().map(extract).unzip());
        let (duplicates, series) = self
            .pool
            .install(|| rayon::join(|| duplicate::duplicates(&catalog, &extractions), || series::series(&catalog)));
        let findings = Findings { extractions, relations, duplicates, series };
        Ok(Read { catalog, findings, sources })
    }

    /// Loads the quads while they are made: the parts of the graph are written
    /// on all threads and handed over a few at a time.
    fn write(
        &self,
        read: &Read,
        folder: Option<&Path>,
        progress: &dyn Progress,
    ) -> Result<(Store, Statistics), BuildError> {
        let graph = Graph::new(&read.catalog, &self.vocabulary, &read.findings);
        let parts: Vec<_> = graph.parts().collect();
        progress.begin("writing", parts.len() as u64);
        let threads = self.pool.current_num_threads();
        let (sender, receiver) = sync_channel::<(Vec<Quad>, Checksum)>(2 * threads);
        let totals = Cell::new((0, Checksum::default()));
        let statistics = || {
            let (quads, checksum) = totals.get();
            Statistics { quads, graph_sha256: checksum.to_string(), ..graph.statistics() }
        };
        let store = thread::scope(|scope| {
            scope.spawn(|| {
                let sender = sender;
                self.pool.install(|| {
                    parts.par_iter().try_for_each_with(sender, |sender, part| {
                        let quads = graph.quads(part);
                        let checksum = Checksum::of(&quads);
                        // Fails where the loader has given up and says why itself.
                        sender.send((quads, checksum))
                    })
                })
            });
            let quads = receiver.into_iter().flat_map(|(quads, checksum)| {
                let (count, sum) = totals.get();
                totals.set((count + quads.len(), sum.plus(checksum)));
                progress.advance(1);
                quads
            });
            let about =
                std::iter::once_with(|| about_quads(&read.sources, &statistics(), self.vocabulary.fingerprint()));
            store::load(folder, quads.chain(about.flatten()), threads)
        })?;
        progress.end();
        Ok((store, statistics()))
    }

    fn record(&self, plan: &Plan, read: &Read, statistics: Statistics) -> Record {
        let files = self.files.iter().zip(&read.sources).map(|(file, source)| RecordedFile {
            path: source.path.to_string(),
            sha256: source.sha256.clone(),
            format: file.format.clone(),
        });
        let problems = read.catalog.problems.clone();
        Record { files: files.collect(), statistics, problems, ..self.record_head(plan) }
    }

    fn record_head(&self, plan: &Plan) -> Record {
        let absolute = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone());
        let mut inputs: Vec<Input> = plan
            .inputs
            .iter()
            .map(|input| Input { path: absolute(&input.path), format: input.format.clone() })
            .collect();
        inputs.sort();
        inputs.dedup();
        Record {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            inputs,
            vocabularies: plan.vocabularies.iter().map(absolute).collect(),
            shipped_vocabulary: !plan.without_shipped_vocabulary,
            vocabulary_sha256: self.vocabulary.fingerprint().to_owned(),
            files: Vec::new(),
            statistics: Statistics::default(),
            problems: Vec::new(),
        }
    }
}

/// Nothing at all could be read.
struct NothingRead {
    input: PathBuf,
    problems: Vec<Problem>,
}

impl From<NothingRead> for BuildError {
    fn from(nothing: NothingRead) -> Self {
        let kind = InputErrorKind::Nothing(nothing.problems);
        Self::Input(InputError { input: nothing.input, kind })
    }
}

/// The vocabulary of a plan: the shipped one, and the user's files over it.
///
/// # Errors
///
/// A file cannot be read, or is no vocabulary.
pub fn load_vocabulary(plan: &Plan) -> Result<Vocabulary, BuildError> {
    let mut builder = if plan.without_shipped_vocabulary { Builder::default() } else { Builder::shipped()? };
    for file in &plan.vocabularies {
        let turtle = fs::read(file).map_err(|error| BuildError::VocabularyFile { file: file.clone(), error })?;
        builder.add(&file.to_string_lossy(), &turtle)?;
    }
    Ok(builder.build()?)
}

/// Reads one file; one that cannot be read is a page with a problem.
#[must_use]
pub fn read_page(file: &InputFile) -> (Page, SourceRecord) {
    let bytes = read_bytes(&file.file);
    let format = file.format.as_deref().and_then(source::by_name);
    let (page, bytes) = match bytes {
        Ok(bytes) => (source::read(&bytes, file.path.clone(), format), bytes),
        Err(error) => {
            let mut page = Page::new(file.path.clone());
            page.problem(0, error.to_string(), "the file was skipped");
            (page, Vec::new())
        }
    };
    let record = SourceRecord {
        path: file.path.clone(),
        sha256: hex(&Sha256::digest(&bytes)),
        size_bytes: bytes.len() as u64,
        problems: Vec::new(),
    };
    (page, record)
}

fn read_bytes(file: &Path) -> io::Result<Vec<u8>> {
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        fs::read_dir(file)?;
        return Err(io::Error::other("a link back to a folder above it"));
    }
    if !metadata.is_file() {
        return Err(io::Error::other("neither a file nor a folder"));
    }
    fs::read(file)
}

fn seconds(start: Instant) -> f64 {
    (start.elapsed().as_secs_f64() * 1000.0).round() / 1000.0
}

/// The greatest resident memory of this process, from Linux's `/proc`.
fn peak_rss_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1024)
}
