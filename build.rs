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
    const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
    const SCHEME: &str = "http://www.w3.org/2004/02/skos/core#ConceptScheme";
    let mut by_subject: BTreeMap<String, Vec<Triple>> = BTreeMap::new();
    for file in files("vocabulary/terms", "ttl")? {
        let turtle = fs::read(&file)?;
        for triple in TurtleParser::new().for_slice(&turtle) {
            let triple = triple.map_err(|error| format!("{}: {error}", file.display()))?;
            let NamedOrBlankNode::NamedNode(subject) = &triple.subject else {
                return Err(format!("{}: a blank node; the vocabulary has none", file.display()).into());
            };
            by_subject.entry(subject.as_str().to_owned()).or_default().push(triple);
        }
    }
    let is_scheme = |triples: &[Triple]| {
        let is_it = |object: &Term| matches!(object, Term::NamedNode(node) if node.as_str() == SCHEME);
        triples.iter().any(|triple| triple.predicate.as_str() == TYPE && is_it(&triple.object))
    };
    let (schemes, terms): (Vec<_>, Vec<_>) = by_subject.into_iter().partition(|(_, triples)| is_scheme(triples));
    let numbers: BTreeMap<String, usize> =
        terms.iter().enumerate().map(|(number, (iri, _))| (iri.clone(), number)).collect();
    let mut predicates: BTreeMap<String, char> = BTreeMap::new();
    for (_, triples) in schemes.iter().chain(&terms) {
        predicates.extend(triples.iter().map(|triple| (triple.predicate.as_str().to_owned(), ' ')));
    }
    let mut lines = String::new();
    for ((predicate, letter), next) in predicates.iter_mut().zip('a'..='z') {
        *letter = next;
        writeln!(lines, "P{predicate}")?;
    }
    for (kind, subjects) in [('C', schemes), ('S', terms)] {
        for (subject, triples) in subjects {
            writeln!(lines, "{kind}{subject}")?;
            let mut own = Vec::new();
            for triple in triples {
                let letter = predicates[triple.predicate.as_str()];
                own.push((letter, object(&triple.object, &numbers)?));
            }
            // Sorted as the vocabulary keeps them, so that reading need not sort.
            own.sort_by(|one, other| (one.0, sort_key(&one.1)).cmp(&(other.0, sort_key(&other.1))));
            own.dedup();
            for (letter, object) in own {
                writeln!(lines, "{letter}{object}")?;
            }
        }
    }
    Ok(lines)
}

/// Numbers by size, texts by their words.
fn sort_key(object: &str) -> (Option<usize>, &str) {
    let (kind, value) = object.split_at(1);
    (value.parse().ok().filter(|_| kind == "N"), value)
}

fn object(object: &Term, numbers: &BTreeMap<String, usize>) -> Result<String, Box<dyn Error>> {
    let line = match object {
        Term::NamedNode(node) => match numbers.get(node.as_str()) {
            Some(number) => format!("N{number}"),
            None => format!("I{}", node.as_str()),
        },
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
