//! Speed and memory, as ratios measured in one run: `cargo bench`.
//!
//! Nothing here is a test: machines differ, and so do their days. What is
//! compared is done in turn in each of several rounds, and the medians are
//! compared; the table says what was held.
//!
//! The input is 200 pages with 25,000 entries made here, the same every time,
//! out of the labels of the shipped vocabulary; or the folder that
//! `ARTICLEGRAPH_BENCH_INPUT` names. `ARTICLEGRAPH_BENCH_ROUNDS` sets the
//! rounds, 3 otherwise.

#![expect(clippy::print_stdout, reason = "the table is what this is run for")]

use aho_corasick::{AhoCorasick, MatchKind};
use articlegraph::catalog::{Article, Catalog};
use articlegraph::extract::{Document, Extractor};
use articlegraph::font::Font;
use articlegraph::map::layout::layout;
use articlegraph::map::select::Selection;
use articlegraph::origin::SourcePath;
use articlegraph::pipeline::{Built, Mode, Plan, Silent, build};
use articlegraph::query::parameters::{ParameterType, Value, substitute};
use articlegraph::query::saved::{self, SavedQuery};
use articlegraph::query::{evaluate, labels};
use articlegraph::render::svg::svg;
use articlegraph::source;
use articlegraph::store::{Directory, Input, Snapshot};
use articlegraph::vocabulary::Vocabulary;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Literal;
use oxigraph::model::vocab::xsd;
use oxigraph::sparql::QueryResults;
use oxigraph::store::Store;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::hint::black_box;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, error};

type Outcome<T> = Result<T, Box<dyn error::Error>>;

/// A page: its path in the folder, and its text.
type Page = (String, String);

fn main() -> Outcome<()> {
    if let (Some(input), Some(store)) = (env::var_os(CHILD_INPUT), env::var_os(CHILD_STORE)) {
        return be_measured(Path::new(&input), Path::new(&store));
    }
    let rounds = env::var("ARTICLEGRAPH_BENCH_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(3);
    let pages = match env::var_os("ARTICLEGRAPH_BENCH_INPUT") {
        Some(folder) => read_pages(Path::new(&folder))?,
        None => make_pages(&Vocabulary::shipped()?),
    };
    let place = tempfile::tempdir()?;
    let mut table = Table::new();
    println!("{} pages, {} entries, {rounds} rounds", pages.len(), entries(&pages));
    measure_builds(&pages, place.path(), rounds, &mut table)?;
    measure_extraction(&pages, rounds, &mut table)?;
    measure_reading(&place.path().join("one.db"), rounds, &mut table)?;
    measure_memory(&pages, place.path(), &mut table)?;
    table.print();
    Ok(())
}

/// What was measured, line by line.
struct Table {
    lines: Vec<[String; 4]>,
}

impl Table {
    fn new() -> Self {
        Self { lines: vec![["what", "measured", "limit", "held"].map(str::to_owned)] }
    }

    /// Adds a line; `shown` is the measure as people read it.
    fn add(&mut self, what: impl Into<String>, measured: f64, shown: String, limit: f64, unit: &str) {
        let held = if measured <= limit { "yes" } else { "no" };
        self.lines.push([what.into(), shown, format!("{limit}{unit}"), held.to_owned()]);
    }

    fn add_ratio(&mut self, what: &str, over: f64, under: f64, limit: f64) {
        let ratio = over / under;
        self.add(what, ratio, format!("{ratio:.2} ({over:.3} s / {under:.3} s)"), limit, "");
    }

    fn print(&self) {
        let width = |column: usize| self.lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
        let [what, measured, limit] = [0, 1, 2].map(width);
        for line in &self.lines {
            println!("{:what$}  {:measured$}  {:limit$}  {}", line[0], line[1], line[2], line[3]);
        }
    }
}

fn seconds(work: impl FnOnce() -> Outcome<()>) -> Outcome<f64> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed().as_secs_f64())
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Whole builds, beside a bare bulk load of the same quads.
fn measure_builds(pages: &[Page], place: &Path, rounds: usize, table: &mut Table) -> Outcome<()> {
    let (one, four) = (place.join("one"), place.join("four"));
    write_pages(pages, &one, 1, usize::MAX)?;
    write_pages(pages, &four, 4, usize::MAX)?;
    let (one_db, four_db, bare_db) = (place.join("one.db"), place.join("four.db"), place.join("bare.db"));
    let lines = place.join("quads.nq");
    let mut times: [Vec<f64>; 4] = Default::default();
    for round in 0..rounds {
        remove(&one_db)?;
        times[0].push(seconds(|| build_store(&one, &one_db).map(|_| ()))?);
        if round == 0 {
            let snapshot = Directory::new(&one_db).open()?;
            snapshot.store().dump_to_writer(RdfFormat::NQuads, BufWriter::new(File::create(&lines)?))?;
        }
        remove(&bare_db)?;
        times[1].push(seconds(|| load_bare(&lines, &bare_db))?);
        times[2].push(seconds(|| {
            let unchanged = build_store(&one, &one_db)?.unchanged;
            if unchanged { Ok(()) } else { Err("a build with nothing changed built".into()) }
        })?);
        remove(&four_db)?;
        times[3].push(seconds(|| build_store(&four, &four_db).map(|_| ()))?);
    }
    remove(&four_db)?;
    remove(&bare_db)?;
    let [whole, bare, unchanged, fourfold] = times.map(median);
    table.add_ratio("whole build ÷ bare bulk load of its quads", whole, bare, 1.25);
    table.add_ratio("build with nothing changed ÷ full build", unchanged, whole, 0.05);
    table.add_ratio("four times the input ÷ one", fourfold, whole, 4.4);
    Ok(())
}

fn build_store(input: &Path, store: &Path) -> Outcome<Built> {
    let inputs = vec![Input { path: input.to_owned(), format: None }];
    Ok(build(&Directory::new(store), Mode::Declare, Plan { inputs, ..Plan::default() }, &Silent)?)
}

/// What `oxigraph load` does.
fn load_bare(lines: &Path, folder: &Path) -> Outcome<()> {
    let store = Store::open(folder)?;
    let mut loader = store.bulk_loader();
    loader.parallel_load_from_file(RdfParser::from_format(RdfFormat::NQuads), lines)?;
    loader.commit()?;
    Ok(store.flush()?)
}

fn remove(folder: &Path) -> Outcome<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

/// One thread's extraction, beside a bare scan of ready lower-cased text for
/// the same labels.
fn measure_extraction(pages: &[Page], rounds: usize, table: &mut Table) -> Outcome<()> {
    let vocabulary = Vocabulary::shipped()?;
    let read = pages.iter().map(|(path, text)| source::read(text.as_bytes(), SourcePath::new(path), None));
    let catalog = Catalog::new(read.collect());
    let extractor = Extractor::new(&vocabulary);
    let patterns: BTreeSet<String> =
        vocabulary.terms().iter().flat_map(|term| term.labels().map(str::to_lowercase)).collect();
    let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&patterns)?;
    let summary = |article: &Article| article.summary.clone().unwrap_or_default();
    let texts: Vec<String> = catalog
        .articles
        .iter()
        .map(|article| format!("{}\n{}", article.title, summary(article)).to_lowercase())
        .collect();
    let collections: Vec<Vec<&str>> =
        catalog.articles.iter().map(|article| catalog.collection_names(article).collect()).collect();
    let mut times: [Vec<f64>; 2] = Default::default();
    for _ in 0..rounds {
        times[0].push(seconds(|| {
            for (article, collections) in catalog.articles.iter().zip(&collections) {
                let summary = article.summary.as_deref().unwrap_or_default();
                black_box(extractor.extract(&Document { title: &article.title, summary, collections }));
            }
            Ok(())
        })?);
        times[1].push(seconds(|| {
            black_box(texts.iter().map(|text| automaton.find_iter(text).count()).sum::<usize>());
            Ok(())
        })?);
    }
    let [whole, bare] = times.map(median);
    table.add_ratio("extraction ÷ bare scan, one thread (target 2)", whole, bare, 4.0);
    Ok(())
}

/// The saved queries with their examples, and a map.
fn measure_reading(store: &Path, rounds: usize, table: &mut Table) -> Outcome<()> {
    let snapshot = Directory::new(store).open()?;
    for query in saved::all(Path::new("no folder of own queries"))?.values() {
        let what = format!("query {}", query.name);
        let sparql = match with_examples(&snapshot, query) {
            Ok(sparql) => sparql,
            Err(error) => {
                table.lines.push([what, format!("not asked: {error}"), "200 ms".to_owned(), "-".to_owned()]);
                continue;
            }
        };
        let mut rows = 0;
        let mut times = Vec::new();
        for _ in 0..rounds {
            times.push(seconds(|| {
                rows = count_rows(evaluate(&snapshot, &sparql, None)?.0)?;
                Ok(())
            })?);
        }
        let milliseconds = 1000.0 * median(times);
        table.add(what, milliseconds, format!("{milliseconds:.1} ms, {rows} rows"), 200.0, " ms");
    }
    let mut times = Vec::new();
    let mut terms = 0;
    for _ in 0..rounds {
        times.push(seconds(|| {
            let snapshot = Directory::new(store).open()?;
            let selection = Selection { min_articles: 2, max_nodes: 150, ..Selection::default() };
            let map = selection.read(&snapshot, "Concept map".to_owned())?.map;
            terms = map.graph.node_count();
            Ok(fs::write(store.with_extension("svg"), svg(&map, &layout(&map, &Font::shipped())))?)
        })?);
    }
    let time = median(times);
    table.add(format!("map of {terms} terms, store to file"), time, format!("{time:.3} s"), 0.5, " s");
    Ok(())
}

fn with_examples(snapshot: &Snapshot, query: &SavedQuery) -> Outcome<String> {
    let mut values = BTreeMap::new();
    for parameter in &query.parameters {
        let text = parameter.example.as_str();
        let value = match parameter.kind {
            ParameterType::Term => Value::Node(labels::term(snapshot, text)?),
            ParameterType::Article => Value::Node(labels::article(snapshot, text)?),
            ParameterType::Collection => Value::Node(labels::collection(snapshot, text)?),
            ParameterType::Integer => Value::Integer(text.parse()?),
            ParameterType::Decimal => Value::Literal(Literal::new_typed_literal(text, xsd::DECIMAL)),
            ParameterType::String => Value::Literal(Literal::new_simple_literal(text)),
        };
        values.insert(parameter.name.clone(), value);
    }
    Ok(substitute(&query.sparql, &values))
}

fn count_rows(results: QueryResults<'_>) -> Outcome<usize> {
    let mut rows = 0;
    match results {
        QueryResults::Boolean(_) => rows = 1,
        QueryResults::Solutions(solutions) => {
            for solution in solutions {
                solution?;
                rows += 1;
            }
        }
        QueryResults::Graph(triples) => {
            for triple in triples {
                triple?;
                rows += 1;
            }
        }
    }
    Ok(rows)
}

const CHILD_INPUT: &str = "ARTICLEGRAPH_BENCH_CHILD_INPUT";
const CHILD_STORE: &str = "ARTICLEGRAPH_BENCH_CHILD_STORE";

/// Peak memory of a build in a process of its own: this program once more.
fn measure_memory(pages: &[Page], place: &Path, table: &mut Table) -> Outcome<()> {
    const ENTRIES: usize = 140_000;
    let (input, store) = (place.join("many"), place.join("many.db"));
    let written = write_pages(pages, &input, usize::MAX, ENTRIES)?;
    let child = Command::new(env::current_exe()?).env(CHILD_INPUT, &input).env(CHILD_STORE, &store).output()?;
    let said = String::from_utf8(child.stdout)?;
    let what = format!("peak memory, {written} entries");
    match said.trim().parse::<f64>() {
        Ok(bytes) => {
            let gigabytes = bytes / 1e9;
            table.add(what, gigabytes, format!("{gigabytes:.2} GB"), 1.0, " GB");
        }
        // Other systems than Linux do not tell.
        Err(_) => table.lines.push([what, "not told".to_owned(), "1 GB".to_owned(), "-".to_owned()]),
    }
    Ok(())
}

/// Builds, and prints the greatest resident memory that the system saw.
fn be_measured(input: &Path, store: &Path) -> Outcome<()> {
    let built = build_store(input, store)?;
    if let Some(bytes) = built.report().peak_rss_bytes {
        println!("{bytes}");
    }
    Ok(())
}

/// Writes the pages so many times over, after the first time with links of
/// their own, until there are so many entries; tells how many.
fn write_pages(pages: &[Page], folder: &Path, copies: usize, enough: usize) -> Outcome<usize> {
    let mut written = 0;
    for copy in 0..copies {
        for (path, text) in pages {
            if written >= enough {
                return Ok(written);
            }
            let file = folder.join(format!("copy-{copy}")).join(path);
            if let Some(parent) = file.parent() {
                fs::create_dir_all(parent)?;
            }
            match copy {
                0 => fs::write(file, text)?,
                _ => fs::write(file, text.replace("](https://", &format!("](https://copy-{copy}.")))?,
            }
            written += count_entries(text);
        }
    }
    Ok(written)
}

fn entries(pages: &[Page]) -> usize {
    pages.iter().map(|(_, text)| count_entries(text)).sum()
}

fn count_entries(text: &str) -> usize {
    text.lines().filter(|line| line.starts_with("### [")).count()
}

fn read_pages(folder: &Path) -> Outcome<Vec<Page>> {
    let mut pages = Vec::new();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let below = path.strip_prefix(folder)?.to_string_lossy().into_owned();
                pages.push((below, String::from_utf8_lossy(&fs::read(&path)?).into_owned()));
            }
        }
    }
    pages.sort();
    Ok(pages)
}

/// Pages that look like real ones to a reader of bytes: titles of some eight
/// words, summaries of some thirty, a label in every seventh place or so, few
/// labels often and most seldom, one entry in six listed elsewhere before.
fn make_pages(vocabulary: &Vocabulary) -> Vec<Page> {
    const PAGES: usize = 200;
    const ENTRIES: usize = 125;
    let labels: Vec<&str> = vocabulary.terms().iter().map(|term| term.label.value.as_ref()).collect();
    let mut numbers = Numbers(1);
    let mut articles = 0;
    let mut pages = Vec::with_capacity(PAGES);
    for page in 0..PAGES {
        let name = if page == 0 { "distributed-systems".to_owned() } else { format!("subject-{page}") };
        let mut text = format!("# [{name}](https://hackernoon.com/tagged/{name})\n");
        for position in 1..=ENTRIES {
            let article = if articles > 0 && numbers.below(6) == 0 {
                numbers.below(articles)
            } else {
                articles += 1;
                articles - 1
            };
            text.push_str(&make_entry(position, article, &labels));
        }
        pages.push((format!("{name}.md"), text));
    }
    pages
}

fn make_entry(position: usize, article: usize, labels: &[&str]) -> String {
    let mut numbers = Numbers(article as u64 + 2);
    let title = words(8, labels, &mut numbers);
    let summary = words(30, labels, &mut numbers);
    // The first article is the one that the saved queries' examples name.
    let (title, link) = match article {
        0 => {
            let link = "what-are-conflict-free-replicated-data-types-crdts-2u3u35lz".to_owned();
            ("Kafka, Alluxio and Deep learning on a Database".to_owned(), link)
        }
        _ => (title, format!("article-{article}")),
    };
    format!("### [{position}. {title}](https://hackernoon.com/{link})\n{summary}.\n\n")
}

fn words(count: usize, labels: &[&str], numbers: &mut Numbers) -> String {
    const EXAMPLES: [&str; 4] = ["Kafka", "Alluxio", "Deep learning", "Database"];
    let word = |_| match numbers.below(70) {
        0 => EXAMPLES[numbers.below(EXAMPLES.len())],
        // The square makes small numbers frequent, spread over the vocabulary.
        1..=9 => {
            let rank = numbers.below(labels.len()) * numbers.below(labels.len()) / labels.len();
            labels[rank * 7919 % labels.len()]
        }
        _ => ORDINARY[numbers.below(ORDINARY.len())],
    };
    (0..count).map(word).collect::<Vec<_>>().join(" ")
}

const ORDINARY: [&str; 48] = [
    "a", "about", "after", "all", "and", "another", "are", "as", "at", "because", "before", "best", "between", "but",
    "by", "can", "day", "every", "first", "for", "from", "good", "have", "how", "in", "into", "is", "it", "make",
    "many", "more", "new", "of", "often", "on", "one", "our", "people", "that", "the", "their", "this", "to", "we",
    "what", "why", "with", "you",
];

/// Numbers without chance (Steele and others, "Fast splittable pseudorandom
/// number generators", 2014).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let number = usize::try_from((number ^ (number >> 31)) >> 33).expect("31 bits");
        number % limit
    }
}
