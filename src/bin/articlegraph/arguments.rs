//! The command line: what each command takes.
//!
//! `query` has the flags of the saved query it is given, so that query is
//! looked up before the command line is parsed.

use articlegraph::pipeline::{Extracted, Plan};
use articlegraph::query::saved::{self, SavedQuery};
use articlegraph::store::Input;
use clap::{Arg, Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use std::path::{Path, PathBuf};

/// Builds a knowledge graph from collections of articles, and asks it.
#[derive(Debug, Parser)]
#[command(name = "articlegraph", version, max_term_width = 100, subcommand_required = true)]
#[command(
    after_help = "Begin with:\n  articlegraph build FOLDER-OR-PAGE\n  articlegraph query --list\n  articlegraph map -o map.svg"
)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// What all commands take.
#[derive(Debug, Args)]
pub struct Common {
    /// The folder of the store
    #[arg(long, global = true, value_name = "DIR", default_value = "articlegraph.db", env = "ARTICLEGRAPH_STORE")]
    pub store: PathBuf,
    /// How many threads to use; 0 for as many as there are
    #[arg(long, global = true, value_name = "N", default_value_t = 0, value_parser = threads)]
    pub threads: usize,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the graph of these inputs; the store then holds what they say and nothing else
    Build(Build),
    /// Add inputs to those the store was built from
    Add(Add),
    /// Ask the graph: a saved query by name, or SPARQL
    Query(Query),
    /// Show a term or an article
    Show(Show),
    /// Draw a concept map
    Map(Map),
    /// Write the graph as RDF
    Export(Export),
    /// Find terms in articles and print them, without a store
    Extract(Extract),
    /// Measure extraction on articles marked by hand, without a store
    Eval(Eval),
    /// Look at the vocabulary, mend it and let it grow
    #[command(subcommand)]
    Vocab(Vocab),
    /// Show the counts of the graph
    Stats(Stats),
    /// Print a completion script for a shell
    Completions(Completions),
}

#[derive(Debug, Args)]
pub struct Build {
    /// Pages and folders of pages; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
    /// Build in memory and write no store: to check inputs, or for --report
    #[arg(long)]
    pub memory: bool,
    #[command(flatten)]
    pub reporting: Reporting,
}

#[derive(Debug, Args)]
pub struct Add {
    /// Pages and folders of pages
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Read the inputs as this format: listing, jsonl
    #[arg(long, value_name = "FORMAT")]
    pub from: Option<String>,
    #[command(flatten)]
    pub reporting: Reporting,
}

/// How inputs are read.
#[derive(Debug, Args, Clone)]
pub struct Reading {
    /// Read the inputs as this format: listing, jsonl
    #[arg(long, value_name = "FORMAT")]
    pub from: Option<String>,
    #[command(flatten)]
    pub vocabulary: Vocabularies,
}

/// The vocabulary to use.
#[derive(Debug, Args, Clone)]
pub struct Vocabularies {
    /// Lay an own vocabulary (SKOS) over the shipped one; may be given several times
    #[arg(long, value_name = "FILE")]
    pub vocabulary: Vec<PathBuf>,
    /// Leave the shipped vocabulary out
    #[arg(long)]
    pub no_default_vocabulary: bool,
}

/// How sure what is printed must be.
#[derive(Debug, Args, Clone)]
pub struct Confidence {
    /// Leave out terms of less confidence, 0 to 1
    #[arg(long = "min-confidence", value_name = "NUMBER", default_value_t = 0.0, value_parser = share)]
    pub terms: f64,
    /// Leave out names that no vocabulary knows
    #[arg(long)]
    pub no_candidates: bool,
    /// Leave out names that no vocabulary knows of less confidence, 0 to 1
    #[arg(long = "min-candidate-confidence", value_name = "NUMBER", default_value_t = 0.7, value_parser = share)]
    pub candidates: f64,
}

impl Confidence {
    /// Leaves out what is not sure enough.
    pub fn keep(&self, extracted: &mut Extracted) {
        let candidates = if self.no_candidates { f64::INFINITY } else { self.candidates };
        extracted.keep(self.terms, candidates);
    }
}

/// A number from 0 to 1.
fn share(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "give a number from 0 to 1".to_owned())?;
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err("give a number from 0 to 1".to_owned()) }
}

/// A number of threads that a system can give.
fn threads(text: &str) -> Result<usize, String> {
    const MOST: usize = 1024;
    let wrong = || format!("give a whole number from 0 to {MOST}");
    text.parse().ok().filter(|number| *number <= MOST).ok_or_else(wrong)
}

/// What is told of a build.
#[derive(Debug, Args)]
pub struct Reporting {
    /// Write counts and problems as JSON
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// End with exit code 1 if anything could not be taken as it stood
    #[arg(long)]
    pub strict: bool,
}

/// The graph a command reads, if not the store's.
#[derive(Debug, Args)]
pub struct InMemory {
    /// Build the graph of this input in memory and use that instead of a store; may be given several times
    #[arg(long, value_name = "INPUT")]
    pub memory: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "Saved queries have flags of their own: articlegraph query NAME --help")]
pub struct Query {
    /// A saved query's name, SPARQL, or `-` for SPARQL from standard input
    #[arg(value_name = "NAME | SPARQL | -")]
    pub name_or_sparql: Option<String>,
    /// Read the query from a file
    #[arg(long, value_name = "FILE", conflicts_with = "name_or_sparql")]
    pub file: Option<PathBuf>,
    /// List the saved queries
    #[arg(long, conflicts_with_all = ["name_or_sparql", "file"])]
    pub list: bool,
    /// table, tsv, csv, json or xml; for graphs ttl, nt, nq, trig, jsonld (also json) or rdf
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Write to a file; its extension decides the format
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Print at most so many rows
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Give up after so many seconds
    #[arg(long, value_name = "SECONDS")]
    pub timeout: Option<f64>,
    #[command(flatten)]
    pub memory: InMemory,
}

#[derive(Debug, Args)]
pub struct Show {
    /// A term by label, other name or IRI; an article by link or title
    #[arg(value_name = "TERM | ARTICLE")]
    pub name: String,
    #[command(flatten)]
    pub memory: InMemory,
}

#[derive(Debug, Args)]
pub struct Map {
    /// Show the terms around this one
    #[arg(long, value_name = "TERM")]
    pub focus: Option<String>,
    /// How many lines away from the focus
    #[arg(long, value_name = "N", default_value_t = 1, requires = "focus")]
    pub depth: usize,
    /// Show the terms that most articles name, this many
    #[arg(long, value_name = "N", conflicts_with = "focus")]
    pub top: Option<usize>,
    /// Show the terms of one collection
    #[arg(long, value_name = "COLLECTION")]
    pub collection: Option<String>,
    /// Show only technologies, or only concepts
    #[arg(long, value_name = "KIND")]
    pub kind: Option<Kind>,
    /// Show only terms that so many articles name
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub min_articles: u64,
    /// Show at most so many terms; 0 for all
    #[arg(long, value_name = "N", default_value_t = 150)]
    pub max_nodes: usize,
    /// Who places the terms; all but builtin need Graphviz
    #[arg(long, value_name = "LAYOUT", default_value = "builtin")]
    pub layout: LayoutEngine,
    /// Give Graphviz so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0)]
    pub timeout: f64,
    /// A title above the map
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// dot, svg or json; with Graphviz also png and pdf
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Write to a file; its extension decides the format
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub memory: InMemory,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Technology,
    Concept,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LayoutEngine {
    Builtin,
    Neato,
    Sfdp,
    Dot,
}

#[derive(Debug, Args)]
pub struct Export {
    /// ttl, nt, nq, trig, jsonld or rdf
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Write to a file; its extension decides the format
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write this graph only
    #[arg(long, value_name = "IRI")]
    pub graph: Option<String>,
    /// Leave the nodes of mentions out
    #[arg(long)]
    pub no_evidence: bool,
    #[command(flatten)]
    pub memory: InMemory,
}

#[derive(Debug, Args)]
pub struct Extract {
    /// Pages, folders, files of JSON Lines; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
    /// jsonl; nq for the whole graph as N-Quads
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Write to a file
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub confidence: Confidence,
    /// Say in words why each name was taken, and why others were not
    #[arg(long)]
    pub explain: bool,
    /// End with exit code 1 if anything could not be taken as it stood
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, Args)]
pub struct Eval {
    /// The marked articles, as JSON Lines: {"url", "entities": [{"surface", "label", "aliases", "kind", "optional"}]}
    #[arg(long, value_name = "FILE")]
    pub gold: PathBuf,
    /// The articles' texts; may be left away where the marked lines have `title` and `summary`
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub confidence: Confidence,
    /// List at most so many wrong and so many missed entities
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub errors: usize,
    /// Show what has changed since this evaluation, written with --format json
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// End with exit code 1 if F1 is lower
    #[arg(long, value_name = "NUMBER", value_parser = share)]
    pub min_f1: Option<f64>,
    /// table or json
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Write to a file
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Vocab {
    /// List the terms with their labels
    List(VocabList),
    /// Show a term with its guards and what stands above and below it
    Show(VocabShow),
    /// Look for mistakes: labels with two owners, ordinary words without a guard, terms without a kind
    Check(VocabCheck),
    /// Find names that no vocabulary knows, ranked, as terms ready to paste
    Suggest(VocabSuggest),
    /// Write a candidate of the store into a vocabulary file of your own
    Accept(VocabAccept),
    /// List the labels with the most doubtful mentions in the store
    Ambiguous(Rows),
    /// List the terms that no article of the store names
    Unused(VocabUnused),
    /// Write the whole vocabulary as SKOS
    Export(VocabExport),
}

#[derive(Debug, Args)]
pub struct VocabList {
    #[command(flatten)]
    pub vocabulary: Vocabularies,
    /// Print every label, one a line, sorted
    #[arg(long)]
    pub labels: bool,
    /// table, tsv or json
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Write to a file
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct VocabShow {
    /// A label, a local name or an IRI
    #[arg(value_name = "TERM")]
    pub name: String,
    #[command(flatten)]
    pub vocabulary: Vocabularies,
}

#[derive(Debug, Args)]
pub struct VocabCheck {
    #[command(flatten)]
    pub vocabulary: Vocabularies,
}

#[derive(Debug, Args)]
pub struct VocabSuggest {
    /// Pages, folders, files of JSON Lines; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
    /// Show at most so many names
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
    /// ttl, tsv or json
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Write to a file
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct VocabAccept {
    /// The candidate's name
    pub name: String,
    /// Your vocabulary; made where it is not there
    #[arg(long, value_name = "FILE", default_value = "vocabulary.ttl")]
    pub file: PathBuf,
    /// What it is, if not what the store takes it for
    #[arg(long, value_name = "KIND")]
    pub kind: Option<Kind>,
    /// The term it belongs under
    #[arg(long, value_name = "TERM")]
    pub broader: Option<String>,
}

#[derive(Debug, Args)]
pub struct Rows {
    /// table, tsv, csv, json or xml
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Print at most so many rows
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
    #[command(flatten)]
    pub memory: InMemory,
}

#[derive(Debug, Args)]
pub struct VocabUnused {
    #[command(flatten)]
    pub vocabulary: Vocabularies,
    /// table, tsv or json
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    #[command(flatten)]
    pub memory: InMemory,
}

#[derive(Debug, Args)]
pub struct VocabExport {
    #[command(flatten)]
    pub vocabulary: Vocabularies,
    /// ttl, nt, nq, trig, jsonld or rdf
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Write to a file; its extension decides the format
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Stats {
    /// table, tsv or json
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Write to a file
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub memory: InMemory,
}

#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

impl Vocabularies {
    /// A plan with this vocabulary and no inputs.
    pub fn plan(&self) -> Plan {
        Plan {
            vocabularies: self.vocabulary.clone(),
            without_shipped_vocabulary: self.no_default_vocabulary,
            ..Plan::default()
        }
    }
}

/// Inputs as the library takes them.
pub fn inputs(paths: &[PathBuf], format: Option<&String>) -> Vec<Input> {
    paths.iter().map(|path| Input { path: path.clone(), format: format.cloned() }).collect()
}

/// The whole command, with the parameters of a saved query as flags of `query`.
pub fn command(saved: Option<&SavedQuery>) -> clap::Command {
    let command = Cli::command();
    let Some(saved) = saved else { return command };
    command.mut_subcommand("query", |mut query| {
        if !saved.title.is_empty() {
            query = query.about(saved.title.clone()).long_about(format!("{}\n\n{}", saved.title, saved.description));
        }
        for parameter in &saved.parameters {
            let default = parameter.default.as_ref().map_or(String::new(), |default| format!(" [default: {default}]"));
            let help = format!("{} [example: {}]{default}", parameter.description, parameter.example);
            let argument = Arg::new(format!("parameter:{}", parameter.name))
                .long(parameter.flag())
                .value_name(parameter.kind.as_str().to_uppercase())
                .allow_hyphen_values(true)
                .help(help)
                .help_heading("Parameters");
            query = query.arg(argument);
        }
        query
    })
}

/// The saved query that the command line names, if it names one.
pub fn saved_query() -> anyhow::Result<Option<SavedQuery>> {
    let arguments: Vec<String> = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let Some(start) = arguments.iter().position(|argument| argument == "query") else { return Ok(None) };
    // The flags of saved queries, not known before the name is, take a value too.
    let takes_value = |flag: &str| {
        let has_none = ["--list", "--help", "--version"].contains(&flag) || flag.contains('=');
        flag == "-o" || (flag.starts_with("--") && !has_none)
    };
    let mut rest = arguments[start + 1..].iter();
    while let Some(argument) = rest.next() {
        if argument == "--file" {
            return rest.next().map(|file| Ok(saved::read(Path::new(file))?)).transpose();
        }
        if let Some(file) = argument.strip_prefix("--file=") {
            return Ok(Some(saved::read(Path::new(file))?));
        }
        if takes_value(argument) {
            rest.next();
        } else if saved::is_name(argument) {
            return Ok(saved::find(argument, Path::new("queries"))?);
        }
    }
    Ok(None)
}
