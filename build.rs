//! Lists the files to embed, `vocabulary/terms/*.ttl` and `queries/*.rq`, so
//! that adding one is adding a file.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    embed("vocabulary/terms", "ttl", "SHIPPED_TERMS", "Shipped vocabulary files: name, Turtle.", "shipped_terms.rs")?;
    embed("queries", "rq", "SHIPPED_QUERIES", "Shipped queries: name, SPARQL with its head.", "shipped_queries.rs")
}

/// Writes `static NAME: &[(&str, &str)]` with every file of a kind in a folder.
fn embed(folder: &str, extension: &str, name: &str, doc: &str, output: &str) -> io::Result<()> {
    println!("cargo::rerun-if-changed={folder}");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let mut files: Vec<PathBuf> =
        fs::read_dir(root.join(folder))?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|found| found == extension));
    files.sort();

    let mut source = format!("/// {doc}\nstatic {name}: &[(&str, &str)] = &[\n");
    for file in files {
        let stem = if extension == "rq" { file.file_stem() } else { file.file_name() };
        let stem = stem.and_then(|stem| stem.to_str()).ok_or_else(|| io::Error::other("a file name is not UTF-8"))?;
        writeln!(source, "    ({stem:?}, include_str!({:?})),", file.display().to_string())
            .map_err(io::Error::other)?;
    }
    source.push_str("];\n");
    let output = Path::new(&env::var("OUT_DIR").map_err(io::Error::other)?).join(output);
    fs::write(output, source)
}
