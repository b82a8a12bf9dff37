//! Queries that have a name, in files with a head:
//!
//! ```sparql
//! # title: Articles about a term
//! # description: Titles and links of the articles that name a term.
//! # param: term (term, example "Kafka") the technology or concept
//! # param: limit_rows (integer, default 20, example 5) how many rows
//! SELECT ?title ?url WHERE { … $term … } LIMIT $limit_rows
//! ```
//!
//! `_` in a name is `-` in its flag. A parameter without a default must be given.

use super::parameters::{self, ParameterType};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

include!(concat!(env!("OUT_DIR"), "/shipped_queries.rs"));

/// Names that no parameter may have, since `query` has flags of these names.
const TAKEN: [&str; 13] = [
    "limit", "explain", "iris", "candidates", "list", "file", "format", "output", "store", "threads", "memory",
    "timeout", "help",
];

/// A query with its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedQuery {
    /// The name, by which it is called.
    pub name: String,
    /// What it answers, in a few words.
    pub title: String,
    /// What it answers, in a sentence or two.
    pub description: String,
    /// Its parameters, in the order of the head.
    pub parameters: Vec<Parameter>,
    /// The query itself, head included, so that lines count as in the file.
    pub sparql: String,
}

/// A parameter of a saved query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// The name as it stands behind `$`.
    pub name: String,
    /// What it may be.
    pub kind: ParameterType,
    /// The value if none is given.
    pub default: Option<String>,
    /// A value to try.
    pub example: String,
    /// What it is.
    pub description: String,
}

impl Parameter {
    /// The flag, without the dashes.
    #[must_use]
    pub fn flag(&self) -> String {
        self.name.replace('_', "-")
    }
}

/// A saved query that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}{}: {kind}", if *line == 0 { String::new() } else { format!(":{line}") })]
pub struct SavedQueryError {
    /// The file.
    pub file: String,
    /// The line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// What is wrong.
    pub kind: SavedQueryErrorKind,
}

/// What is wrong with a saved query.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SavedQueryErrorKind {
    /// The head has no title.
    #[error("the head has no `# title: …`")]
    NoTitle,
    /// A parameter's line cannot be read.
    #[error(
        "a parameter is written `# param: name (type, default \"…\", example \"…\") what it is`; types are term, article, collection, integer, decimal, string"
    )]
    Parameter,
    /// A parameter is called like a flag of the command.
    #[error("the parameter {0:?} is called like a flag of `query`; give it another name")]
    Taken(String),
    /// The query uses a parameter that the head does not declare.
    #[error("the query uses ${0}, which its head does not declare; an ordinary variable is written ?{0}")]
    Undeclared(String),
    /// The head declares a parameter that the query does not use.
    #[error("the head declares the parameter {0:?}, which the query does not use")]
    Unused(String),
    /// The file cannot be read.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// All saved queries by name: the shipped ones, and those in a folder of the
/// user's, which take the place of shipped ones of the same name. Own ones whose
/// head cannot be read are left out; [`faults`] tells of them.
///
/// # Errors
///
/// A shipped query's head cannot be read.
pub fn all(own: &Path) -> Result<BTreeMap<String, SavedQuery>, SavedQueryError> {
    let mut queries = BTreeMap::new();
    for (name, text) in SHIPPED_QUERIES {
        queries.insert((*name).to_owned(), SavedQuery::parse(name, &format!("{name}.rq"), text)?);
    }
    for path in own_files(own) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(query) = Some(name.as_str()).filter(|name| is_name(name)).and_then(|_| read(&path).ok()) {
            queries.insert(name, query);
        }
    }
    Ok(queries)
}

/// The query of a name: the user's own, else the shipped one.
///
/// # Errors
///
/// The head of the query cannot be read.
pub fn find(name: &str, own: &Path) -> Result<Option<SavedQuery>, SavedQueryError> {
    let path = own.join(format!("{name}.rq"));
    if path.is_file() {
        return read(&path).map(Some);
    }
    let shipped = SHIPPED_QUERIES.iter().find(|(shipped, _)| *shipped == name);
    shipped.map(|(name, text)| SavedQuery::parse(name, &format!("{name}.rq"), text)).transpose()
}

/// What is wrong with the user's own queries.
#[must_use]
pub fn faults(own: &Path) -> Vec<SavedQueryError> {
    own_files(own).iter().filter_map(|path| read(path).err()).collect()
}

/// Whether a word is the name of a query rather than SPARQL.
#[must_use]
pub fn is_name(word: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    word.bytes().next().is_some_and(plain) && word.bytes().all(|byte| plain(byte) || byte == b'-')
}

/// Reads a query from a file.
///
/// # Errors
///
/// The file or its head cannot be read.
pub fn read(path: &Path) -> Result<SavedQuery, SavedQueryError> {
    let file = path.display().to_string();
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let text = fs::read_to_string(path).map_err(|error| SavedQueryError {
        file: file.clone(),
        line: 0,
        kind: error.into(),
    })?;
    SavedQuery::parse(&name, &file, &text)
}

fn own_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rq"))
        .collect();
    files.sort();
    files
}

impl SavedQuery {
    /// A query without name and head.
    #[must_use]
    pub fn bare(sparql: String) -> Self {
        let (name, title, description) = Default::default();
        Self { name, title, description, parameters: Vec::new(), sparql }
    }

    /// Reads the head of a query. A query without any head at all is one
    /// without parameters.
    ///
    /// # Errors
    ///
    /// The head is there but cannot be read, or it and the query disagree.
    pub fn parse(name: &str, file: &str, text: &str) -> Result<Self, SavedQueryError> {
        let fault = |line: usize, kind| SavedQueryError { file: file.to_owned(), line, kind };
        let mut query = Self {
            name: name.to_owned(),
            title: String::new(),
            description: String::new(),
            parameters: Vec::new(),
            sparql: text.to_owned(),
        };
        for (line, number) in text.lines().zip(1..) {
            let Some(comment) = line.strip_prefix('#') else { break };
            let (key, value) = comment.split_once(':').unwrap_or(("", comment));
            match key.trim() {
                "title" => value.trim().clone_into(&mut query.title),
                "description" => query.describe(value),
                "param" => {
                    let parameter =
                        parse_parameter(value).ok_or_else(|| fault(number, SavedQueryErrorKind::Parameter))?;
                    if TAKEN.contains(&parameter.flag().as_str()) {
                        return Err(fault(number, SavedQueryErrorKind::Taken(parameter.name)));
                    }
                    query.parameters.push(parameter);
                }
                // A longer description goes on in the next lines.
                _ if query.parameters.is_empty() => query.describe(comment),
                _ => {}
            }
        }
        let has_head = text.trim_start().starts_with('#');
        if has_head && query.title.is_empty() {
            return Err(fault(1, SavedQueryErrorKind::NoTitle));
        }
        let used = parameters::names(text);
        let declared = |name: &str| query.parameters.iter().any(|parameter| parameter.name == name);
        if let Some(stray) = used.iter().find(|name| has_head && !declared(name)) {
            return Err(fault(line_of(text, stray), SavedQueryErrorKind::Undeclared((*stray).to_owned())));
        }
        if let Some(idle) = query.parameters.iter().find(|parameter| !used.contains(&parameter.name.as_str())) {
            return Err(fault(1, SavedQueryErrorKind::Unused(idle.name.clone())));
        }
        Ok(query)
    }

    fn describe(&mut self, words: &str) {
        if !self.description.is_empty() {
            self.description.push(' ');
        }
        self.description.push_str(words.trim());
    }
}

fn line_of(text: &str, name: &str) -> usize {
    let token = format!("${name}");
    text.lines().position(|line| !line.starts_with('#') && line.contains(&token)).map_or(1, |index| index + 1)
}

/// Reads `name (type, default "…", example "…") what it is`.
fn parse_parameter(line: &str) -> Option<Parameter> {
    let (name, rest) = line.trim().split_once('(')?;
    let (inside, description) = rest.rsplit_once(')')?;
    let (kind, mut rest) = inside.split_once(',').unwrap_or((inside, ""));
    let mut values: BTreeMap<&str, String> = BTreeMap::new();
    while !rest.trim().is_empty() {
        let (key, value) = rest.trim_start().split_once(' ')?;
        let value = value.trim_start();
        let (value, behind) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => value.split_at(value.find(',').unwrap_or(value.len())),
        };
        values.insert(key, value.trim().to_owned());
        rest = behind.trim_start().strip_prefix(',').unwrap_or(behind.trim_start());
    }
    let name = name.trim();
    let is_plain =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let (default, example) = (values.remove("default"), values.remove("example"));
    if !is_plain || !values.is_empty() {
        return None;
    }
    Some(Parameter {
        name: name.to_owned(),
        kind: ParameterType::parse(kind.trim())?,
        example: example.or_else(|| default.clone())?,
        default,
        description: description.trim().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<SavedQuery, String> {
        SavedQuery::parse("name", "name.rq", text).map_err(|error| error.to_string())
    }

    #[test]
    fn a_head_is_read() {
        let query = parse(
            "# title: T\n# description: One\n# two.\n# param: x (string, default \"a, b\", example \"c\") the x\n\
             # param: n (integer, default 3) how many\nSELECT ?x { BIND($x AS ?x) } LIMIT $n",
        )
        .expect("a head");
        assert_eq!((query.title.as_str(), query.description.as_str()), ("T", "One two."));
        let values: Vec<_> =
            query.parameters.iter().map(|p| (p.flag(), p.default.as_deref(), p.example.as_str())).collect();
        assert_eq!(values, [("x".to_owned(), Some("a, b"), "c"), ("n".to_owned(), Some("3"), "3")]);
    }

    #[test]
    fn a_head_that_is_wrong_is_refused_with_its_line() {
        let error = |text| parse(text).expect_err("refused");
        assert_eq!(error("# nothing\nSELECT * {}"), "name.rq:1: the head has no `# title: …`");
        assert!(error("# title: T\n# param: x string\nSELECT $x {}").starts_with("name.rq:2: a parameter is written"));
        assert!(error("# title: T\n# param: limit (integer, example 1) n\nSELECT * {} LIMIT $limit").contains("flag"));
        assert!(error("# title: T\nSELECT *\n{ ?s ?p $o }").starts_with("name.rq:3: the query uses $o"));
        assert!(error("# title: T\n# param: x (string, example a) x\nSELECT * {}").contains("does not use"));
    }

    #[test]
    fn names_are_told_from_sparql() {
        assert!(is_name("articles-about"));
        assert!(!is_name("SELECT") && !is_name("ASK{}") && !is_name("-") && !is_name(""));
    }

    #[test]
    fn the_shipped_queries_have_good_heads() {
        let queries = all(Path::new("no such folder")).unwrap_or_else(|error| panic!("{error}"));
        assert!(queries.len() >= 10, "{}", queries.len());
        for query in queries.values() {
            assert!(!query.title.is_empty() && !query.description.is_empty(), "{}", query.name);
            assert!(is_name(&query.name), "{}", query.name);
        }
    }
}
