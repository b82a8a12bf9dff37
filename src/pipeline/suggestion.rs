//! Names that a vocabulary may want, ranked, ready to paste.

use super::{Extracted, ExtractedEntity};
use crate::mention::name_slug;
use crate::text::{around, most_frequent};
use oxigraph::model::Literal;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// A name that no vocabulary knows, with what speaks for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suggestion {
    /// The name in its most frequent form.
    pub name: String,
    /// Other names.
    pub other_names: Vec<String>,
    /// `technology` or `concept`, as it seems.
    pub kind: String,
    /// How many articles have it.
    pub articles: usize,
    /// The confidence of the surest of them.
    pub confidence: f64,
    /// The rules that found it.
    pub rules: Vec<String>,
    /// Some places, the words in brackets.
    pub examples: Vec<String>,
    /// A term of SKOS in Turtle that can be added to a vocabulary.
    pub turtle: String,
}

/// What is known of a name while articles are read.
#[derive(Debug, Default)]
struct Draft<'a> {
    /// Spellings, with the places of each.
    forms: BTreeMap<&'a str, usize>,
    other_names: BTreeSet<&'a str>,
    /// How often it seems to be which kind.
    kinds: BTreeMap<&'a str, usize>,
    articles: usize,
    confidence: f64,
    rules: BTreeSet<&'a str>,
    examples: Vec<String>,
}

/// The unknown names in what was found, those that stand out most first: by
/// the number of articles times the confidence, then by name.
#[must_use]
pub fn suggestions(found: &[Extracted]) -> Vec<Suggestion> {
    let mut drafts: BTreeMap<String, Draft<'_>> = BTreeMap::new();
    for article in found {
        for entity in article.entities.iter().filter(|entity| entity.status == "candidate") {
            drafts.entry(name_slug(&entity.label)).or_default().take(article, entity);
        }
    }
    let mut suggestions: Vec<Suggestion> = drafts.into_values().map(Draft::finish).collect();
    #[expect(clippy::cast_precision_loss, reason = "counts of articles are far below 2^52")]
    let weight = |one: &Suggestion| one.articles as f64 * one.confidence;
    suggestions.sort_by(|one, other| weight(other).total_cmp(&weight(one)).then_with(|| one.name.cmp(&other.name)));
    suggestions
}

impl<'a> Draft<'a> {
    fn take(&mut self, article: &'a Extracted, entity: &'a ExtractedEntity) {
        const EXAMPLES: usize = 3;
        *self.forms.entry(entity.label.as_str()).or_default() += entity.mentions.len();
        *self.kinds.entry(entity.kind).or_default() += 1;
        self.other_names.extend(entity.aliases.iter().map(String::as_str));
        self.articles += 1;
        self.confidence = self.confidence.max(entity.confidence);
        self.rules.extend(entity.mentions.iter().map(|place| place.rule));
        if let Some(place) = entity.mentions.first().filter(|_| self.examples.len() < EXAMPLES) {
            let text = if place.field == "title" { &article.title } else { &article.summary };
            let example = around(text, place.start, place.end);
            if !self.examples.contains(&example) {
                self.examples.push(example);
            }
        }
    }

    fn finish(self) -> Suggestion {
        let name = most_frequent(&self.forms).unwrap_or_default().to_owned();
        let kind = most_frequent(&self.kinds).unwrap_or_default().to_owned();
        let other_names: Vec<String> = self.other_names.into_iter().map(str::to_owned).collect();
        Suggestion {
            turtle: turtle(&name, &other_names, &kind, None),
            name,
            other_names,
            kind,
            articles: self.articles,
            confidence: self.confidence,
            rules: self.rules.into_iter().map(str::to_owned).collect(),
            examples: self.examples,
        }
    }
}

/// A name as a term of SKOS in Turtle; the prefixes `ag:` and `skos:` are those
/// of [`TURTLE_HEAD`]. `kind` is `technology` or `concept`.
#[must_use]
pub fn turtle(name: &str, other_names: &[String], kind: &str, broader: Option<&str>) -> String {
    let class = if kind == "concept" { "Concept" } else { "Technology" };
    let mut stanza = format!("<{}> a skos:Concept, ag:{class} ;\n", own_term_iri(name));
    let labels = std::iter::once(("prefLabel", name)).chain(other_names.iter().map(|name| ("altLabel", name.as_str())));
    for (property, label) in labels {
        let _ = writeln!(stanza, "    skos:{property} {} ;", Literal::new_simple_literal(label));
    }
    if let Some(iri) = broader {
        let _ = writeln!(stanza, "    skos:broader <{iri}> ;");
    }
    let end = stanza.trim_end().trim_end_matches(';').trim_end().len();
    stanza.truncate(end);
    stanza + " .\n"
}

/// The IRI of a term in a vocabulary of the user's own.
#[must_use]
pub fn own_term_iri(name: &str) -> String {
    format!("urn:articlegraph:own:{}", name_slug(name))
}

/// The beginning of a vocabulary file.
pub const TURTLE_HEAD: &str = "@prefix ag: <https://w3id.org/articlegraph/ns#> .\n\
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n";
