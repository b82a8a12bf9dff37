//! From what the user named to the files to read, with their paths in the graph.

use crate::origin::SourcePath;
use crate::problem::Problem;
use crate::source;
use crate::store::Input;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;
use walkdir::WalkDir;

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Where it lies; `-` is standard input.
    pub file: PathBuf,
    /// Its path in the graph.
    pub path: SourcePath,
    /// The format, where the user gave one.
    pub format: Option<String>,
}

/// An input that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: {kind}", input.display())]
pub struct InputError {
    /// The input, as named.
    pub input: PathBuf,
    /// What is wrong.
    pub kind: InputErrorKind,
}

/// What is wrong with an input.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InputErrorKind {
    /// There is nothing of this name.
    #[error("no such file or folder")]
    Missing,
    /// It is an address of the web.
    #[error("an address cannot be read, the program is offline; save the page first and name the file")]
    Url,
    /// It is a device, a socket or a pipe.
    #[error("neither a file nor a folder; to read from a pipe, name it `-`")]
    NotAFile,
    /// The folder has no page in it.
    #[error("no pages in this folder (looked for .md, .markdown, .jsonl, .ndjson)")]
    NoPages,
    /// Two inputs would have the same path in the graph.
    #[error("has the same name as {}; rename one, or name the folder above both", .0.display())]
    SameName(PathBuf),
    /// The user named a format that is none.
    #[error("unknown format {0:?}; formats are listing and jsonl")]
    Format(String),
    /// Nothing that was named could be read.
    #[error("nothing could be read{}", .0.iter().map(|problem| format!("\n  {problem}")).collect::<String>())]
    Nothing(Vec<Problem>),
    /// The file system refused.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// Finds the files of the inputs, sorted by their paths in the graph. A folder
/// is searched whole; what is hidden in it is left out. A file reached from
/// two inputs counts once, under the outer one.
///
/// # Errors
///
/// An input is missing, unreadable or neither file, folder nor `-`; two
/// different files would have the same path.
pub fn collect(inputs: &[Input]) -> Result<Vec<InputFile>, InputError> {
    let mut roots: Vec<(PathBuf, &Input)> = Vec::new();
    for input in inputs {
        roots.push((resolve(&input.path)?, input));
    }
    // The outer folder comes before what lies in it, whatever order was given.
    roots.sort();
    roots.dedup_by(|one, other| one.0 == other.0);
    for (position, (root, input)) in roots.iter().enumerate() {
        let same = |(other, _): &&(PathBuf, &Input)| root.file_name() == other.file_name() && !root.starts_with(other);
        if let Some((_, other)) = roots[..position].iter().find(same) {
            return Err(fault(&input.path, InputErrorKind::SameName(other.path.clone())));
        }
    }
    let mut by_file: BTreeMap<PathBuf, InputFile> = BTreeMap::new();
    for (root, input) in roots {
        if let Some(format) = input.format.as_ref().filter(|format| source::by_name(format).is_none()) {
            return Err(fault(&input.path, InputErrorKind::Format(format.clone())));
        }
        for (file, path) in files_of(&root, &input.path)? {
            let format = input.format.clone();
            by_file.entry(file.clone()).or_insert(InputFile { file, path, format });
        }
    }
    let mut by_path: BTreeMap<SourcePath, InputFile> = BTreeMap::new();
    for file in by_file.into_values() {
        if let Some(other) = by_path.get(&file.path) {
            return Err(fault(&file.file, InputErrorKind::SameName(other.file.clone())));
        }
        by_path.insert(file.path.clone(), file);
    }
    Ok(by_path.into_values().collect())
}

/// The absolute path of an input, links resolved.
fn resolve(input: &Path) -> Result<PathBuf, InputError> {
    let name = input.to_string_lossy();
    if name == "-" {
        return Ok(input.to_owned());
    }
    if name.contains("://") {
        return Err(fault(input, InputErrorKind::Url));
    }
    input.canonicalize().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => fault(input, InputErrorKind::Missing),
        _ => fault(input, error.into()),
    })
}

fn files_of(root: &Path, input: &Path) -> Result<Vec<(PathBuf, SourcePath)>, InputError> {
    if root == Path::new("-") {
        return Ok(vec![(root.to_owned(), SourcePath::new("stdin"))]);
    }
    let metadata = root.metadata().map_err(|error| fault(input, error.into()))?;
    if metadata.is_file() {
        std::fs::File::open(root).map_err(|error| fault(input, error.into()))?;
        return Ok(vec![(root.to_owned(), path_of(root, root))]);
    }
    if !metadata.is_dir() {
        return Err(fault(input, InputErrorKind::NotAFile));
    }
    let mut files = Vec::new();
    let is_hidden =
        |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
    for entry in WalkDir::new(root).follow_links(true).into_iter().filter_entry(|entry| !is_hidden(entry)) {
        // What cannot be read is told by who reads it, as a problem of its own.
        let (path, wanted) = match entry {
            Ok(entry) => (entry.path().to_owned(), !entry.file_type().is_dir()),
            Err(error) => match error.path().map(Path::to_owned) {
                Some(path) if path != root => (path, true),
                _ => return Err(fault(input, InputErrorKind::Io(error.into()))),
            },
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if wanted && (path.is_dir() || source::is_source_name(&name)) {
            let below = path_of(root, &path);
            files.push((path, below));
        }
    }
    if files.is_empty() { Err(fault(input, InputErrorKind::NoPages)) } else { Ok(files) }
}

/// The path in the graph: the root's last component, then the way down.
fn path_of(root: &Path, file: &Path) -> SourcePath {
    let name = root.file_name().map(Path::new);
    let below = file.strip_prefix(root).ok().filter(|below| !below.as_os_str().is_empty());
    let parts = name.into_iter().chain(below).flat_map(Path::components);
    let parts: Vec<String> = parts.map(|part| part.as_os_str().to_string_lossy().nfc().collect()).collect();
    SourcePath::new(&parts.join("/"))
}

fn fault(input: &Path, kind: InputErrorKind) -> InputError {
    InputError { input: input.to_owned(), kind }
}
