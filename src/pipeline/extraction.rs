//! Extraction as a filter: articles in, what they name out, no store.

use super::inputs::InputFile;
use crate::article::Page;
use crate::catalog::Catalog;
use crate::extract::{Document, Extractor};
use crate::link;
use crate::mention::{Field, Mention, about, terms};
use crate::source::{Record, RecordError};
use crate::text::clean;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;

/// What is found in one article; the fields are the public keys of `extract`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Extracted {
    /// The article's IRI, or what the caller calls it.
    pub id: serde_json::Value,
    /// The link, as given.
    pub url: String,
    /// The title in which offsets count.
    pub title: String,
    /// The abstract in which offsets count; empty where there is none.
    pub summary: String,
    /// The terms, in the order in which they are first named.
    pub entities: Vec<ExtractedEntity>,
}

/// One term an article names.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExtractedEntity {
    /// The term's IRI.
    pub id: String,
    /// Its preferred label.
    pub label: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// `technology` or `concept`.
    pub kind: &'static str,
    /// `known`: the vocabulary has it.
    pub status: &'static str,
    /// The confidence of its surest mention, 0 to 1.
    pub confidence: f64,
    /// Whether the article is about it.
    pub about: bool,
    /// The words by which it is named, each once.
    pub quotes: Vec<String>,
    /// Every place.
    pub mentions: Vec<ExtractedMention>,
}

/// One place, in Unicode code points, end exclusive.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExtractedMention {
    /// `title` or `abstract`.
    pub field: &'static str,
    /// The first code point.
    pub start: usize,
    /// The code point behind the last.
    pub end: usize,
    /// The words.
    pub text: String,
    /// The rule that decided.
    pub rule: &'static str,
    /// The cues that it needed.
    pub cues: Vec<String>,
}

/// Extracts from one line of JSON Lines, and tells whether code points that
/// XML forbids had to be replaced in its texts. The `id` is null where the line
/// has neither `id` nor link: only who counts the entries can name it, see
/// [`entry_iri`](crate::catalog::entry_iri).
///
/// # Errors
///
/// The line holds no article.
pub fn extract_line(extractor: &Extractor<'_>, line: &str) -> Result<(Extracted, bool), RecordError> {
    let record = Record::parse(line)?;
    let id =
        record.id.unwrap_or_else(|| link::clean(&record.url).map_or(serde_json::Value::Null, |link| link.iri.into()));
    let (title, in_title) = clean(&record.title);
    let (summary, in_summary) = clean(&record.summary.unwrap_or_default());
    Ok((extract(extractor, id, record.url, title, summary, &[]), in_title || in_summary))
}

/// Extracts from pages, one result a distinct article, sorted by IRI; what
/// could not be read comes with them. `read` reads one file.
pub fn extract_pages(
    extractor: &Extractor<'_>,
    files: &[InputFile],
    read: impl Fn(&InputFile) -> Page + Sync + Send,
) -> (Vec<Extracted>, Vec<crate::problem::Problem>) {
    let catalog = Catalog::new(files.par_iter().map(read).collect());
    let extracted = catalog.articles.par_iter().map(|article| {
        let collections: Vec<&str> = catalog.collection_names(article).collect();
        let url = article.urls.first().cloned().unwrap_or_default();
        let summary = article.summary.clone().unwrap_or_default();
        extract(extractor, article.iri.clone().into(), url, article.title.clone(), summary, &collections)
    });
    let extracted = extracted.collect();
    (extracted, catalog.problems)
}

fn extract(
    extractor: &Extractor<'_>,
    id: serde_json::Value,
    url: String,
    title: String,
    summary: String,
    collections: &[&str],
) -> Extracted {
    let mentions = extractor.extract(&Document { title: &title, summary: &summary, collections });
    let about = about(&mentions);
    let mut entities: Vec<(usize, ExtractedEntity)> = Vec::new();
    for term_id in terms(&mentions) {
        let term = extractor.vocabulary().term(term_id);
        let own: Vec<&Mention> = mentions.iter().filter(|mention| mention.term == term_id).collect();
        let first = mentions.iter().position(|mention| mention.term == term_id).unwrap_or_default();
        let places: Vec<ExtractedMention> = own.iter().map(|mention| place(mention, &title, &summary)).collect();
        let mut seen = BTreeSet::new();
        let quotes = places.iter().filter(|place| seen.insert(&place.text)).map(|place| place.text.clone()).collect();
        let entity = ExtractedEntity {
            id: term.iri.clone(),
            label: term.label.value.clone(),
            aliases: term.alt_labels.iter().map(|label| label.value.clone()).collect(),
            kind: term.kind.as_str(),
            status: "known",
            confidence: own.iter().map(|mention| mention.rule.confidence()).fold(0.0, f64::max),
            about: about.contains(&term_id),
            quotes,
            mentions: places,
        };
        entities.push((first, entity));
    }
    entities.sort_by_key(|(first, _)| *first);
    Extracted { id, url, title, summary, entities: entities.into_iter().map(|(_, entity)| entity).collect() }
}

fn place(mention: &Mention, title: &str, summary: &str) -> ExtractedMention {
    let text = if mention.field == Field::Title { title } else { summary };
    ExtractedMention {
        field: mention.field.as_str(),
        start: mention.span.start(),
        end: mention.span.end(),
        text: mention.span.of(text).to_owned(),
        rule: mention.rule.as_str(),
        cues: mention.cues.clone(),
    }
}
