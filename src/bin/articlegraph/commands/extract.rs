//! `extract`: articles in, what they name out, as a filter.

use crate::Answer;
use crate::arguments::{Common, Extract, Reading, inputs};
use crate::output::{self, Output, remark};
use anyhow::{Context as _, bail};
use articlegraph::article::Page;
use articlegraph::catalog::entry_iri;
use articlegraph::extract::Extractor;
use articlegraph::pipeline::{
    Extracted, InputFile, Plan, collect, extract_line, extract_pages, load_vocabulary, read_page,
};
use articlegraph::problem::Problem;
use articlegraph::source::CONTROL_CHARACTERS;
use articlegraph::vocabulary::Vocabulary;
use rayon::prelude::*;
use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};

pub fn run(common: &Common, arguments: &Extract) -> anyhow::Result<Answer> {
    if arguments.format != "jsonl" {
        bail!("unknown format {:?}; --format takes jsonl", arguments.format);
    }
    let mut output = Output::open(arguments.output.as_deref())?;
    let mut print = |mut extracted: Extracted| {
        extracted.entities.retain(|entity| entity.confidence >= arguments.min_confidence);
        serde_json::to_writer(&mut output, &extracted)?;
        Ok(writeln!(output)?)
    };
    let problems = filter(common, &arguments.inputs, &arguments.reading, &mut print)?;
    output.finish()?;
    Ok(if arguments.strict && problems > 0 { Answer::No } else { Answer::Yes })
}

/// Everything that is found in some inputs.
pub fn extract_all(common: &Common, paths: &[PathBuf], reading: &Reading) -> anyhow::Result<Vec<Extracted>> {
    let mut all = Vec::new();
    let mut keep = |extracted| {
        all.push(extracted);
        Ok(())
    };
    filter(common, paths, reading, &mut keep)?;
    Ok(all)
}

/// Hands what is found in each article on, and counts the problems.
fn filter(common: &Common, paths: &[PathBuf], reading: &Reading, take: Take<'_>) -> anyhow::Result<usize> {
    let files = collect(&inputs(paths, reading.from.as_ref()))?;
    let plan = Plan {
        vocabularies: reading.vocabulary.clone(),
        without_shipped_vocabulary: reading.no_default_vocabulary,
        ..Plan::default()
    };
    // Both live as long as the program does; to take them apart at its end
    // would cost a filter for one line a tenth of its time.
    let vocabulary: &Vocabulary = Box::leak(Box::new(load_vocabulary(&plan)?));
    let extractor: &Extractor<'_> = Box::leak(Box::new(Extractor::new(vocabulary)));
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
    Ok(filter.problems)
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
