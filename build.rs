//! Embeds the files that people edit: `vocabulary/terms/*.ttl`, parsed, and
//! `queries/*.rq`. Adding one is adding a file.

use oxrdf::{NamedOrBlankNode, Term, Triple};
use oxttl::TurtleParser;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let output = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(output.join("shipped_terms"), terms()?)?;
    fs::write(output.join("shipped_queries.rs"), queries()?)?;
    Ok(())
}

/// The files of a kind in a folder, sorted.
fn files(folder: &str, extension: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={folder}");
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join(folder);
    let mut files = Vec::new();
    for entry in fs::read_dir(root)? {
        files.push(entry?.path());
    }
    files.retain(|file| file.extension().is_some_and(|found| found == extension));
    files.sort();
    Ok(files)
}

/// `SHIPPED_QUERIES`: names with SPARQL.
fn queries() -> Result<String, Box<dyn Error>> {
    let mut source = "/// Shipped queries: name, SPARQL with its head.\n\
        static SHIPPED_QUERIES: &[(&str, &str)] = &[\n"
        .to_owned();
    for file in files("queries", "rq")? {
        let name = file.file_stem().and_then(|stem| stem.to_str()).ok_or("a file name is not UTF-8")?;
        // The text, not its path: another clone may share the target folder.
        writeln!(source, "    ({name:?}, {:?}),", fs::read_to_string(&file)?)?;
    }
    source.push_str("];\n");
    Ok(source)
}

/// The statements of the vocabulary by subject, as `src/vocabulary/shipped.rs`
/// reads them.
fn terms() -> Result<String, Box<dyn Error>> {
    let mut by_subject: BTreeMap<String, Vec<Triple>> = BTreeMap::new();
    let mut predicates: BTreeMap<String, char> = BTreeMap::new();
    for file in files("vocabulary/terms", "ttl")? {
        let turtle = fs::read(&file)?;
        for triple in TurtleParser::new().for_slice(&turtle) {
            let triple = triple.map_err(|error| format!("{}: {error}", file.display()))?;
            let NamedOrBlankNode::NamedNode(subject) = &triple.subject else {
                return Err(format!("{}: a blank node; the vocabulary has none", file.display()).into());
            };
            predicates.insert(triple.predicate.as_str().to_owned(), ' ');
            by_subject.entry(subject.as_str().to_owned()).or_default().push(triple);
        }
    }
    let mut lines = String::new();
    for ((predicate, letter), next) in predicates.iter_mut().zip('a'..='z') {
        *letter = next;
        writeln!(lines, "P{predicate}")?;
    }
    for (subject, triples) in by_subject {
        writeln!(lines, "S{subject}")?;
        for triple in triples {
            let letter = predicates[triple.predicate.as_str()];
            writeln!(lines, "{letter}{}", object(&triple.object)?)?;
        }
    }
    Ok(lines)
}

fn object(object: &Term) -> Result<String, Box<dyn Error>> {
    let line = match object {
        Term::NamedNode(node) => format!("I{}", node.as_str()),
        Term::Literal(literal) => match literal.language() {
            Some("en") => format!("E{}", literal.value()),
            Some(language) => format!("T{language} {}", literal.value()),
            None => format!("L{}", literal.value()),
        },
        Term::BlankNode(_) => return Err("a blank node; the vocabulary has none".into()),
    };
    if line.contains('\n') {
        return Err(format!("a text runs over two lines: {line:?}").into());
    }
    Ok(line)
}
