//! `extract`: articles in, what they name out, as a filter.

use crate::Answer;
use crate::arguments::{Common, Extract, Reading, inputs};
use crate::output::{self, Output, remark};
use crate::progress::Bar;
use anyhow::{Context as _, bail};
use articlegraph::article::Page;
use articlegraph::catalog::entry_iri;
use articlegraph::export::{Format, write_quads};
use articlegraph::extract::Extractor;
use articlegraph::pipeline::{
    Extracted, InputFile, Plan, collect, extract_line, extract_pages, graph_quads, load_vocabulary, read_page,
};
use articlegraph::problem::Problem;
use articlegraph::source::CONTROL_CHARACTERS;
use articlegraph::text::{around, one_line};
use articlegraph::vocabulary::Vocabulary;
use rayon::prelude::*;
use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

pub fn run(common: &Common, arguments: &Extract) -> anyhow::Result<Answer> {
    let path = arguments.output.as_deref();
    let default = || if arguments.explain && path.is_none() { "text" } else { "jsonl" }.to_owned();
    let asked = output::format(arguments.format.as_ref(), path).unwrap_or_else(default);
    let mut output = Output::open(path)?;
    if asked == "nq" {
        let problems = write_graph(common, arguments, output)?;
        return Ok(answer(arguments, problems));
    }
    let is_text = match asked.as_str() {
        "jsonl" | "ndjson" | "json" => false,
        "text" | "txt" if arguments.explain => true,
        other => bail!("unknown format {other:?}; --format takes jsonl or nq, with --explain also text"),
    };
    let mut print = |mut extracted: Extracted| {
        arguments.confidence.keep(&mut extracted);
        if is_text {
            return explain(&extracted, &mut output);
        }
        serde_json::to_writer(&mut output, &extracted)?;
        Ok(writeln!(output)?)
    };
    let explains = arguments.explain;
    let (problems, _) = filter(common, &arguments.inputs, &arguments.reading, explains, &mut print)?;
    output.finish()?;
    Ok(answer(arguments, problems))
}

fn answer(arguments: &Extract, problems: usize) -> Answer {
    if arguments.strict && problems > 0 { Answer::No } else { Answer::Yes }
}

/// Writes the whole graph of the inputs as N-Quads; gives the number of
/// problems.
fn write_graph(common: &Common, arguments: &Extract, mut output: Output) -> anyhow::Result<usize> {
    let plan = Plan {
        inputs: inputs(&arguments.inputs, arguments.reading.from.as_ref()),
        threads: common.threads,
        ..arguments.reading.vocabulary.plan()
    };
    let (quads, problems) = graph_quads(&plan, &Bar::new())?;
    write_quads(quads, Format::NQuads, &mut output)?;
    output.finish()?;
    output::tell_problems(&problems);
    Ok(problems.len())
}

/// Writes why each name in an article was taken, and why others were not.
fn explain(article: &Extracted, output: &mut impl Write) -> anyhow::Result<()> {
    writeln!(output, "{}", one_line(&article.title))?;
    if !article.url.is_empty() {
        writeln!(output, "  {}", article.url)?;
    }
    for entity in &article.entities {
        let about = if entity.about { ", what it is about" } else { "" };
        let kind = if entity.status == "known" {
            entity.kind.to_owned()
        } else {
            format!("unknown name, perhaps a {}", entity.kind)
        };
        writeln!(output, "  + {} ({kind}{about}), confidence {}", entity.label, entity.confidence)?;
        for place in &entity.mentions {
            let cues = if place.cues.is_empty() { String::new() } else { format!(": {}", place.cues.join(", ")) };
            let text = if place.field == "title" { &article.title } else { &article.summary };
            writeln!(output, "      {:9} {}", place.field, around(text, place.start, place.end))?;
            writeln!(output, "      {:9} {}{cues}", "", rule(place.rule))?;
        }
    }
    for miss in &article.near_misses {
        let text = if miss.field == "title" { &article.title } else { &article.summary };
        writeln!(output, "  - not {}", miss.label)?;
        writeln!(output, "      {:9} {}", miss.field, around(text, miss.start, miss.end))?;
        writeln!(output, "      {:9} {}", "", miss.reason)?;
    }
    if article.entities.is_empty() && article.near_misses.is_empty() {
        writeln!(output, "  nothing that the vocabulary knows")?;
    }
    Ok(writeln!(output)?)
}

/// A rule in words.
fn rule(name: &str) -> &str {
    match name {
        "label" => "a name that nothing else has",
        "exact-case" => "a name that nothing else has, written as it should be",
        "cue" => "also another word; made sure by a cue",
        "introduced" => "the text says what it is",
        "classed" => "with the noun for a product behind it",
        "listed" => "in a list of technologies",
        "used" => "the title tells how something is made with it",
        "numbered" => "a number of a family of standards",
        "acronym" => "a long form with its acronym behind it",
        "shaped" => "capital letters inside a word, beside a technology",
        other => other,
    }
}

/// Everything that is found in some inputs, and by which vocabulary.
pub fn extract_all(
    common: &Common,
    paths: &[PathBuf],
    reading: &Reading,
) -> anyhow::Result<(Vec<Extracted>, &'static Vocabulary)> {
    let mut all = Vec::new();
    let mut keep = |extracted| {
        all.push(extracted);
        Ok(())
    };
    let (_, vocabulary) = filter(common, paths, reading, false, &mut keep)?;
    Ok((all, vocabulary))
}

/// Hands what is found in each article on; gives the number of problems, and
/// the vocabulary.
fn filter(
    common: &Common,
    paths: &[PathBuf],
    reading: &Reading,
    explains: bool,
    take: Take<'_>,
) -> anyhow::Result<(usize, &'static Vocabulary)> {
    let files = collect(&inputs(paths, reading.from.as_ref()))?;
    // Both live as long as the program does; to take them apart at its end
    // would cost a filter for one line a tenth of its time.
    let vocabulary: &'static Vocabulary = Box::leak(Box::new(load_vocabulary(&reading.vocabulary.plan())?));
    let extractor = Extractor::new(vocabulary);
    let extractor: &Extractor<'_> = Box::leak(Box::new(if explains { extractor.explaining() } else { extractor }));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(common.threads).build()?;
    let mut filter = Filter { extractor, pool: &pool, take, problems: 0, taken: 0 };
    let mut pages = Vec::new();
    for file in files {
        match lines_of(&file)? {
            Some(lines) => filter.lines(&file, lines)?,
            None => pages.push(file),
        }
    }
    if !pages.is_empty() {
        filter.pages(&pages)?;
    }
    if filter.taken == 0 && filter.problems > 0 {
        bail!("nothing could be read; name pages, folders of pages or files of JSON Lines");
    }
    Ok((filter.problems, vocabulary))
}

/// Where results go.
type Take<'a> = &'a mut dyn FnMut(Extracted) -> anyhow::Result<()>;

/// The lines of a file of JSON Lines; `None` for a page. Standard input is
/// looked at without being used up.
fn lines_of(file: &InputFile) -> anyhow::Result<Option<Box<dyn BufRead>>> {
    if file.file != Path::new("-") {
        let by_name = matches!(file.file.extension().and_then(|name| name.to_str()), Some("jsonl" | "ndjson"));
        let is_lines = file.format.as_deref().map_or(by_name, |format| format == "jsonl");
        return Ok(if is_lines && file.file.is_file() {
            Some(Box::new(BufReader::new(output::open(&file.file)?)))
        } else {
            None
        });
    }
    let mut input = io::stdin().lock();
    let first = input.fill_buf()?.iter().find(|byte| !byte.is_ascii_whitespace()).copied();
    let is_lines = file.format.as_deref().map_or(first.is_none_or(|byte| byte == b'{'), |format| format == "jsonl");
    Ok(if is_lines { Some(Box::new(input)) } else { None })
}

struct Filter<'a> {
    extractor: &'a Extractor<'a>,
    pool: &'a rayon::ThreadPool,
    take: Take<'a>,
    problems: usize,
    taken: usize,
}

/// What some programs write in front of UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Lines that are worked on at once.
const BATCH: usize = 2048;

impl Filter<'_> {
    /// Answers line for line, in the same order, without waiting for the end.
    fn lines(&mut self, file: &InputFile, mut lines: impl BufRead) -> anyhow::Result<()> {
        let (mut number, mut position) = (0, 0);
        let (mut told_utf8, mut told_control) = (false, false);
        loop {
            let mut batch: Vec<(u64, Vec<u8>)> = Vec::new();
            while batch.len() < BATCH {
                let mut line = Vec::new();
                if lines.read_until(b'\n', &mut line).with_context(|| file.path.to_string())? == 0 {
                    break;
                }
                number += 1;
                batch.push((number, line));
            }
            if batch.is_empty() {
                return Ok(());
            }
            let extract = |(number, line): &(u64, Vec<u8>)| {
                let line = line.strip_prefix(BYTE_ORDER_MARK).filter(|_| *number == 1).unwrap_or(line);
                let text = String::from_utf8_lossy(line);
                let is_utf8 = matches!(text, Cow::Borrowed(_));
                (!text.trim().is_empty()).then(|| (*number, is_utf8, extract_line(self.extractor, text.trim())))
            };
            let results: Vec<_> = self.pool.install(|| batch.par_iter().map(extract).collect());
            for (number, is_utf8, result) in results.into_iter().flatten() {
                let mut tell = |what: &str, done: &str| {
                    self.problems += 1;
                    remark(Problem::new(&file.path, number, what, done));
                };
                if !is_utf8 && !std::mem::replace(&mut told_utf8, true) {
                    tell("invalid UTF-8 from here on", "unreadable bytes were replaced by U+FFFD");
                }
                match result {
                    Ok((mut extracted, replaced)) => {
                        if replaced && !std::mem::replace(&mut told_control, true) {
                            tell(CONTROL_CHARACTERS, "they were replaced by U+FFFD");
                        }
                        position += 1;
                        if extracted.id.is_null() {
                            extracted.id = entry_iri(&file.path, position).into();
                        }
                        self.hand_on(extracted)?;
                    }
                    Err(error) => tell(&error.to_string(), "the line was skipped"),
                }
            }
        }
    }

    fn pages(&mut self, files: &[InputFile]) -> anyhow::Result<()> {
        let read = |file: &InputFile| -> Page { read_page(file).0 };
        let (extracted, problems) = self.pool.install(|| extract_pages(self.extractor, files, read));
        self.problems += problems.len();
        output::tell_problems(&problems);
        extracted.into_iter().try_for_each(|extracted| self.hand_on(extracted))
    }

    fn hand_on(&mut self, extracted: Extracted) -> anyhow::Result<()> {
        self.taken += 1;
        (self.take)(extracted)
    }
}
