//! Where data and remarks go.

use anyhow::Context as _;
use articlegraph::problem::Problem;
use comfy_table::{ContentArrangement, LineStyle, Table, presets};
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, StdoutLock, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Standard output, a device or pipe, or a file that appears only when it is
/// complete.
pub enum Output {
    Standard(BufWriter<StdoutLock<'static>>),
    Device(BufWriter<File>),
    File { file: BufWriter<NamedTempFile>, path: PathBuf },
}

impl Output {
    /// Opens standard output, or a file to be written aside.
    pub fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else {
            return Ok(Self::Standard(BufWriter::new(io::stdout().lock())));
        };
        let known = path.metadata().ok();
        if known.as_ref().is_some_and(|known| !known.is_file() && !known.is_dir()) {
            let device = File::options().write(true).open(path);
            let device = device.with_context(|| format!("{}: cannot be written", path.display()))?;
            return Ok(Self::Device(BufWriter::new(device)));
        }
        anyhow::ensure!(
            !known.as_ref().is_some_and(std::fs::Metadata::is_dir),
            "{}: cannot be written: it is a folder",
            path.display()
        );
        let is_read_only = known.as_ref().is_some_and(|known| known.permissions().readonly());
        anyhow::ensure!(!is_read_only, "{}: cannot be written: it is read-only", path.display());
        // A link stays one: what it points to is replaced.
        let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        anyhow::ensure!(
            folder.is_dir(),
            "{}: cannot be written: there is no folder {}; make it first",
            path.display(),
            folder.display()
        );
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder
            .prefix(".articlegraph-")
            .tempfile_in(folder)
            .with_context(|| format!("{}: cannot be written", path.display()))?;
        if let Some(known) = known {
            file.as_file().set_permissions(known.permissions())?;
        }
        Ok(Self::File { file: BufWriter::new(file), path: path.to_owned() })
    }

    /// Completes the output.
    pub fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Standard(mut output) => Ok(output.flush()?),
            Self::Device(mut output) => Ok(output.flush()?),
            Self::File { file, path } => {
                let file = file.into_inner().map_err(|error| anyhow::Error::new(error.into_error()))?;
                file.persist(&path)
                    .map_err(|error| error.error)
                    .with_context(|| format!("{}: cannot be written", path.display()))?;
                Ok(())
            }
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Standard(output) => output.write(bytes),
            Self::Device(output) => output.write(bytes),
            Self::File { file, .. } => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Standard(output) => output.flush(),
            Self::Device(output) => output.flush(),
            Self::File { file, .. } => file.flush(),
        }
    }
}

/// The format that was asked for: by name, else by the file's extension.
pub fn format(asked: Option<&String>, path: Option<&Path>) -> Option<String> {
    let extension = || path?.extension()?.to_str().map(str::to_lowercase);
    asked.cloned().or_else(extension)
}

/// The format of rows: what was asked for, else a table for a person and TSV
/// for a program.
pub fn row_format(asked: Option<&String>, path: Option<&Path>) -> String {
    let is_read_by_a_person = path.is_none() && io::stdout().is_terminal();
    format(asked, path).unwrap_or_else(|| if is_read_by_a_person { "table" } else { "tsv" }.to_owned())
}

/// A table for people, as wide as their terminal.
pub fn table() -> Table {
    let mut table = Table::new();
    let style = presets::NOTHING.header_separator(LineStyle::none().fill('─').junction('─'));
    table.load_style(style).set_content_arrangement(ContentArrangement::Dynamic);
    table
}

/// Writes rows of text as a table, TSV, or JSON objects keyed by the header.
pub fn write_rows<const N: usize>(
    header: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
    format: &str,
    output: &mut Output,
) -> anyhow::Result<()> {
    match format {
        "tsv" => {
            writeln!(output, "{}", header.join("\t"))?;
            for row in rows {
                writeln!(output, "{}", row.map(|cell| cell.replace(['\t', '\n'], " ")).join("\t"))?;
            }
        }
        "json" => {
            let objects: Vec<serde_json::Map<String, serde_json::Value>> = rows
                .into_iter()
                .map(|row| header.iter().map(|name| (*name).to_owned()).zip(row.map(Into::into)).collect())
                .collect();
            serde_json::to_writer_pretty(&mut *output, &objects)?;
            writeln!(output)?;
        }
        "table" => {
            let mut table = table();
            table.set_header(header);
            let mut count = 0;
            for row in rows {
                table.add_row(row);
                count += 1;
            }
            writeln!(output, "{table}")?;
            output.flush()?;
            remark(self::count(count, "row"));
        }
        other => anyhow::bail!("unknown format {other:?}; --format takes table, tsv or json"),
    }
    Ok(())
}

/// Writes a remark to standard error.
pub fn remark(words: impl std::fmt::Display) {
    anstream::eprintln!("{words}");
}

/// A number with its noun: `1 article`, `2 articles`.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        return format!("1 {noun}");
    }
    match noun.strip_suffix('y') {
        Some(stem) => format!("{number} {stem}ies"),
        None if noun.ends_with('s') => format!("{number} {noun}"),
        None => format!("{number} {noun}s"),
    }
}

/// Writes an error to standard error.
pub fn complain(error: &anyhow::Error) {
    let style = anstyle::AnsiColor::Red.on_default().bold();
    anstream::eprintln!("{style}error:{style:#} {error:#}");
}

/// Writes problems, the first of many, and their count.
pub fn tell_problems(problems: &[Problem]) {
    const SHOWN: usize = 20;
    for problem in problems.iter().take(SHOWN) {
        remark(problem);
    }
    if problems.len() > SHOWN {
        remark(format!("… and {} problems more; `--report FILE` lists all", problems.len() - SHOWN));
    }
}

/// Whether an error only says that nobody reads on.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
            || cause
                .downcast_ref::<serde_json::Error>()
                .is_some_and(|error| error.io_error_kind() == Some(io::ErrorKind::BrokenPipe))
    })
}

/// Writes JSON to a file named for a report.
pub fn write_json(path: &Path, value: &impl serde::Serialize) -> anyhow::Result<()> {
    let mut output = Output::open(Some(path))?;
    serde_json::to_writer_pretty(&mut output, value)?;
    writeln!(output)?;
    output.finish()
}

/// Opens a file to read.
pub fn open(path: &Path) -> anyhow::Result<File> {
    File::open(path).with_context(|| path.display().to_string())
}
