//! From what was read and found to RDF: the graph as users query it.
//!
//! The default graph is the knowledge, each statement once; every collection
//! has a named graph with what that page itself says; one graph more describes
//! the build. No blank nodes, no clock, no chance: the same inputs give the
//! same set of quads.
//!
//! [`Graph`] holds everything that is to be written and hands it out in
//! [`Part`]s, which can be made into quads one by one, in any order and on any
//! thread; together they hold every quad exactly once.

mod about;
mod article;
mod association;
mod candidate;
mod checksum;
mod collection;
mod kinship;
mod relation;
mod statistics;
mod term;
mod vocabulary;

pub use about::{BUILD, SourceRecord, about_quads};
pub use association::{Association, associations};
pub use checksum::Checksum;
pub use statistics::{Statistics, statistics_from_quads};
pub use vocabulary::vocabulary_quads;

use crate::catalog::Catalog;
use crate::duplicate::{self, Duplicate};
use crate::mention::{self, Extraction};
use crate::relation::Relation;
use crate::series::Series;
use crate::vocabulary::{TermId, Vocabulary};
use candidate::Candidates;
use oxigraph::model::vocab::xsd;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use std::ops::Range;

/// What was found in the articles of a catalogue, and among them.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// For each article the names in it.
    pub extractions: Vec<Extraction>,
    /// For each article what it says of two names.
    pub relations: Vec<Vec<Relation>>,
    /// Articles that are the same.
    pub duplicates: Vec<Duplicate>,
    /// Articles that are parts of one thing.
    pub series: Vec<Series>,
}

/// Everything the graph is made of.
#[derive(Debug)]
pub struct Graph<'a> {
    catalog: &'a Catalog,
    vocabulary: &'a Vocabulary,
    findings: &'a Findings,
    /// For each article its distinct terms.
    article_terms: Vec<Vec<TermId>>,
    /// For each term of the vocabulary in how many articles it is named.
    term_articles: Vec<Counts>,
    associations: Vec<Association>,
    candidates: Candidates<'a>,
}

/// A piece of the graph that can be written on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// These articles with their mentions.
    Articles(Range<usize>),
    /// One collection with its items.
    Collection(usize),
    /// The terms.
    Terms,
    /// The names that no vocabulary knows.
    Candidates,
    /// These associations.
    Associations(Range<usize>),
    /// The plain edges that texts state between terms.
    Edges,
    /// The pairs of articles that are the same.
    Duplicates,
    /// The series.
    Series,
}

/// In how many articles something is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// In all articles.
    pub articles: usize,
    /// Where a group of duplicates counts once.
    pub independent: usize,
}

impl<'a> Graph<'a> {
    /// Counts and associates; the findings stand in the order of the catalogue's
    /// articles. Linear in the mentions, plus the pairs of terms within one
    /// article.
    #[must_use]
    pub fn new(catalog: &'a Catalog, vocabulary: &'a Vocabulary, findings: &'a Findings) -> Self {
        let article_terms: Vec<Vec<TermId>> =
            findings.extractions.iter().map(|extraction| mention::terms(&extraction.mentions)).collect();
        let groups = duplicate::groups(article_terms.len(), &findings.duplicates);
        let (term_articles, associations) = associations(&article_terms, &groups, vocabulary.terms().len());
        let candidates = Candidates::new(&findings.extractions);
        Self { catalog, vocabulary, findings, article_terms, term_articles, associations, candidates }
    }

    /// The parts of the graph; articles and associations by the thousand.
    pub fn parts(&self) -> impl Iterator<Item = Part> {
        let articles = chunks(self.catalog.articles.len()).map(Part::Articles);
        let collections = (0..self.catalog.collections.len()).map(Part::Collection);
        let associations = chunks(self.associations.len()).map(Part::Associations);
        let whole = [Part::Terms, Part::Candidates, Part::Edges, Part::Duplicates, Part::Series];
        articles.chain(collections).chain(whole).chain(associations)
    }

    /// The quads of one part.
    #[must_use]
    pub fn quads(&self, part: &Part) -> Vec<Quad> {
        let mut quads = Quads::default();
        match part {
            Part::Articles(range) => range.clone().for_each(|index| self.write_article(index, &mut quads)),
            Part::Collection(index) => self.write_collection(*index, &mut quads),
            Part::Terms => self.write_terms(&mut quads),
            Part::Edges => self.write_edges(&mut quads),
            Part::Duplicates => self.findings.duplicates.iter().for_each(|one| self.write_duplicate(one, &mut quads)),
            Part::Series => self.findings.series.iter().for_each(|one| self.write_series(one, &mut quads)),
            Part::Candidates => self.candidates.write(&mut quads),
            Part::Associations(range) => {
                self.associations[range.clone()].iter().for_each(|one| self.write_association(one, &mut quads));
            }
        }
        quads.quads
    }

    fn term_node(&self, term: TermId) -> NamedNode {
        NamedNode::new_unchecked(self.vocabulary.term(term).iri.as_ref())
    }
}

fn chunks(length: usize) -> impl Iterator<Item = Range<usize>> {
    const SIZE: usize = 1000;
    (0..length).step_by(SIZE).map(move |start| start..length.min(start + SIZE))
}

/// Quads in the making.
#[derive(Debug)]
struct Quads {
    quads: Vec<Quad>,
    graph: GraphName,
}

impl Default for Quads {
    fn default() -> Self {
        Self { quads: Vec::new(), graph: GraphName::DefaultGraph }
    }
}

impl Quads {
    fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.quads.push(Quad::new(subject.clone(), predicate.into_owned(), object.into(), self.graph.clone()));
    }

    fn add_texts<'t>(
        &mut self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
        texts: impl IntoIterator<Item = &'t (impl AsRef<str> + 't)>,
    ) {
        for text in texts {
            self.add(subject, predicate, Literal::new_simple_literal(text.as_ref()));
        }
    }
}

/// An `xsd:integer`.
fn integer(number: usize) -> Literal {
    Literal::new_typed_literal(number.to_string(), xsd::INTEGER)
}

/// An `xsd:decimal` with at most four places, rounded half to even, in the
/// canonical form of XML Schema as Oxigraph writes it: no trailing zeros, no
/// point without places.
fn decimal(number: f64) -> Literal {
    let rounded = format!("{:.4}", round(number));
    let trimmed = rounded.trim_end_matches('0').trim_end_matches('.');
    let canonical = if trimmed == "-0" { "0" } else { trimmed };
    Literal::new_typed_literal(canonical, xsd::DECIMAL)
}

/// Rounds to four places, half to even.
fn round(number: f64) -> f64 {
    (number * 10_000.0).round_ties_even() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_canonical() {
        for (number, expected) in
            [(0.97, "0.97"), (1.0, "1"), (0.0, "0"), (-0.000_01, "0"), (0.123_45, "0.1234"), (-0.5, "-0.5")]
        {
            assert_eq!(decimal(number).value(), expected);
        }
    }
}
