//! Extraction as a filter: articles in, what they name out, no store.

use super::inputs::InputFile;
use crate::article::Page;
use crate::catalog::Catalog;
use crate::extract::{Document, Extractor};
use crate::link;
use crate::mention::{
    Candidate, Extraction, Field, Mention, NearMiss, Reason, Rule, Span, about, candidate_iri, terms,
};
use crate::source::{Record, RecordError};
use crate::text::clean;
use crate::vocabulary::Vocabulary;
use rayon::prelude::*;
use serde::Serialize;
use std::cmp::Reverse;
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
    /// Labels that were not believed; only where they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub near_misses: Vec<ExtractedNearMiss>,
}

/// A label that was not believed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExtractedNearMiss {
    /// The IRI of the term it would name.
    pub id: String,
    /// The term's preferred label.
    pub label: String,
    /// `title` or `abstract`.
    pub field: &'static str,
    /// The first code point.
    pub start: usize,
    /// The code point behind the last.
    pub end: usize,
    /// The words.
    pub text: String,
    /// Why not, in words.
    pub reason: String,
}

impl Extracted {
    /// Leaves out what is less sure than asked for: terms below
    /// `min_confidence`, unknown names below `min_candidate_confidence`.
    pub fn keep(&mut self, min_confidence: f64, min_candidate_confidence: f64) {
        self.entities.retain(|entity| {
            let is_known = entity.status == "known";
            entity.confidence >= min_confidence && (is_known || entity.confidence >= min_candidate_confidence)
        });
    }
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
    /// `known`: the vocabulary has it; `candidate`: no vocabulary does.
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
    let Extraction { mentions, candidates, near_misses } =
        extractor.extract(&Document { title: &title, summary: &summary, collections });
    let about = about(&mentions);
    let mut entities: Vec<ExtractedEntity> =
        candidates.into_iter().map(|candidate| unknown(candidate, &title, &summary)).collect();
    for term_id in terms(&mentions) {
        let term = extractor.vocabulary().term(term_id);
        let own: Vec<&Mention> = mentions.iter().filter(|mention| mention.term == term_id).collect();
        let place = |mention: &&Mention| {
            place((mention.field, mention.span), mention.rule, mention.cues.clone(), &title, &summary)
        };
        let places: Vec<ExtractedMention> = own.iter().map(place).collect();
        let entity = ExtractedEntity {
            id: term.iri.to_string(),
            label: term.label.value.to_string(),
            aliases: term.alt_labels.iter().map(|label| label.value.to_string()).collect(),
            kind: term.kind.as_str(),
            status: "known",
            confidence: own.iter().map(|mention| mention.rule.confidence()).fold(0.0, f64::max),
            about: about.contains(&term_id),
            quotes: quotes(&places),
            mentions: places,
        };
        entities.push(entity);
    }
    // `title` stands before `abstract` and is the greater word.
    let first = |entity: &ExtractedEntity| entity.mentions.first().map(|place| (Reverse(place.field), place.start));
    entities.sort_by_key(first);
    let near_misses =
        near_misses.iter().map(|miss| near_miss(extractor.vocabulary(), miss, &title, &summary)).collect();
    Extracted { id, url, title, summary, entities, near_misses }
}

fn near_miss(vocabulary: &Vocabulary, miss: &NearMiss, title: &str, summary: &str) -> ExtractedNearMiss {
    let term = vocabulary.term(miss.term);
    let text = if miss.field == Field::Title { title } else { summary };
    ExtractedNearMiss {
        id: term.iri.to_string(),
        label: term.label.value.to_string(),
        field: miss.field.as_str(),
        start: miss.span.start(),
        end: miss.span.end(),
        text: miss.span.of(text).to_owned(),
        reason: reason(vocabulary, miss),
    }
}

/// Why a label was not believed, as people say it.
fn reason(vocabulary: &Vocabulary, miss: &NearMiss) -> String {
    const CUES: usize = 8;
    match &miss.reason {
        Reason::Case(form) => format!("the name is written {form:?}"),
        Reason::NoCue => {
            let cues = &vocabulary.term(miss.term).cues;
            let some: Vec<&str> = cues.iter().take(CUES).map(AsRef::as_ref).collect();
            let more = if cues.len() > CUES { ", …" } else { "" };
            let wanted = if some.is_empty() { String::new() } else { format!("{}{more} or ", some.join(", ")) };
            format!("also an ordinary word or another thing, and no cue in the article: {wanted}another name of it")
        }
        Reason::NotIn(phrase) => format!("in {phrase:?} it means something else"),
        Reason::Inside(other) => format!("part of a longer name, {}", vocabulary.term(*other).label.value),
    }
}

/// A name that no vocabulary knows.
fn unknown(candidate: Candidate, title: &str, summary: &str) -> ExtractedEntity {
    let place = |at: &(Field, Span)| place(*at, candidate.rule, Vec::new(), title, summary);
    let places: Vec<ExtractedMention> = candidate.places.iter().map(place).collect();
    ExtractedEntity {
        id: candidate_iri(&candidate.name),
        label: candidate.name,
        aliases: candidate.other_name.into_iter().collect(),
        kind: candidate.kind.as_str(),
        status: "candidate",
        confidence: candidate.rule.confidence(),
        about: false,
        quotes: quotes(&places),
        mentions: places,
    }
}

/// The words of some places, each once, in their order.
fn quotes(places: &[ExtractedMention]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    places.iter().filter(|place| seen.insert(&place.text)).map(|place| place.text.clone()).collect()
}

fn place((field, span): (Field, Span), rule: Rule, cues: Vec<String>, title: &str, summary: &str) -> ExtractedMention {
    let text = if field == Field::Title { title } else { summary };
    ExtractedMention {
        field: field.as_str(),
        start: span.start(),
        end: span.end(),
        text: span.of(text).to_owned(),
        rule: rule.as_str(),
        cues,
    }
}
