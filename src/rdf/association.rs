//! Associations: which terms are named together more often than chance has it.
//!
//! Strength is normalised pointwise mutual information (Bouma, "Normalized
//! (pointwise) mutual information in collocation extraction", GSCL 2009):
//!
//! ```text
//! npmi(x, y) = ln( p(x,y) / (p(x) p(y)) ) / -ln p(x,y)
//! ```
//!
//! with probabilities over independent articles, of which duplicates make one:
//! 1 where two terms never stand apart, 0 where they meet as often as chance
//! has it, below 0 where they avoid each other. Example: of 100 articles 10 name Kafka, 10 name streaming, 5 both:
//! `ln(0.05 / 0.01) / -ln 0.05` = 1.609 / 2.996 = 0.54.
//!
//! Two terms are associated where at least [`MIN_ARTICLES`] of them name both
//! (one article is an anecdote) and the strength reaches [`MIN_NPMI`] (weaker
//! pairs are those that two frequent terms make by chance).

use super::{Counts, Graph, Quads, decimal, integer, round};
use crate::namespace::ag;
use crate::vocabulary::TermId;
use oxigraph::model::NamedNode;
use oxigraph::model::vocab::rdf;
use std::collections::HashMap;

/// Fewer independent articles that name both terms make no association.
pub const MIN_ARTICLES: usize = 2;

/// Weaker pairs make no association.
pub const MIN_NPMI: f64 = 0.1;

/// Two terms that are named together.
#[derive(Debug, Clone, PartialEq)]
pub struct Association {
    /// The terms, the smaller number first.
    pub terms: (TermId, TermId),
    /// In how many articles both are named.
    pub counts: Counts,
    /// The strength, rounded to four places.
    pub npmi: f64,
}

/// Counts the terms, and finds the associations, sorted by terms.
/// `article_terms` are the distinct terms of each article, `groups` the first of
/// the articles that are the same for each, of `terms` terms in all. Costs the
/// pairs of terms within each article.
#[must_use]
pub fn associations(article_terms: &[Vec<TermId>], groups: &[usize], terms: usize) -> (Vec<Counts>, Vec<Association>) {
    let mut single = vec![Tally::default(); terms];
    let mut together: HashMap<(TermId, TermId), Tally> = HashMap::new();
    // Articles that are the same stand side by side, so that a tally need
    // remember only the last group.
    let mut order: Vec<usize> = (0..article_terms.len()).collect();
    order.sort_by_key(|article| groups[*article]);
    for article in order {
        let (terms, group) = (&article_terms[article], groups[article]);
        for (position, one) in terms.iter().enumerate() {
            single[one.index()].add(group);
            for other in &terms[position + 1..] {
                together.entry((*one, *other)).or_default().add(group);
            }
        }
    }
    let single: Vec<Counts> = single.into_iter().map(|tally| tally.counts).collect();
    let all = groups.iter().enumerate().filter(|(article, group)| article == *group).count();
    let strength = |terms: (TermId, TermId), both| {
        npmi(all, single[terms.0.index()].independent, single[terms.1.index()].independent, both)
    };
    let mut associations: Vec<Association> = together
        .into_iter()
        .map(|(terms, tally)| (terms, tally.counts))
        .filter(|(_, counts)| counts.independent >= MIN_ARTICLES)
        .map(|(terms, counts)| Association { terms, counts, npmi: strength(terms, counts.independent) })
        .filter(|association| association.npmi >= MIN_NPMI)
        .collect();
    associations.sort_by_key(|association| association.terms);
    (single, associations)
}

/// Counts in the making.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    counts: Counts,
    last_group: Option<usize>,
}

impl Tally {
    fn add(&mut self, group: usize) {
        self.counts.articles += 1;
        if self.last_group != Some(group) {
            self.counts.independent += 1;
            self.last_group = Some(group);
        }
    }
}

/// NPMI of two terms named in `one` and `other` of `all` articles, in `both`
/// together; rounded to four places. The logarithm is computed in Rust, so
/// that the last digit is the same on every platform.
#[expect(clippy::cast_precision_loss, reason = "counts of articles are far below 2^52")]
fn npmi(all: usize, one: usize, other: usize, both: usize) -> f64 {
    if both == all {
        return 1.0;
    }
    let (all, one, other, both) = (all as f64, one as f64, other as f64, both as f64);
    round(libm::log(both * all / (one * other)) / -libm::log(both / all))
}

impl Graph<'_> {
    /// The associations, sorted by terms.
    #[must_use]
    pub fn associations(&self) -> &[Association] {
        &self.associations
    }

    pub(super) fn write_association(&self, association: &Association, quads: &mut Quads) {
        let (one, other) = association.terms;
        let mut slugs = [one, other].map(|term| self.vocabulary.term(term).slug());
        slugs.sort();
        let node = NamedNode::new_unchecked(format!("urn:articlegraph:association:{}+{}", slugs[0], slugs[1]));
        let (one, other) = (self.term_node(one), self.term_node(other));
        quads.add(&node, rdf::TYPE, ag::ASSOCIATION.into_owned());
        quads.add(&node, ag::ASSOCIATES, one.clone());
        quads.add(&node, ag::ASSOCIATES, other.clone());
        quads.add(&node, ag::ARTICLE_COUNT, integer(association.counts.articles));
        quads.add(&node, ag::INDEPENDENT_COUNT, integer(association.counts.independent));
        quads.add(&node, ag::NPMI, decimal(association.npmi));
        quads.add(&one, ag::ASSOCIATED_WITH, other.clone());
        quads.add(&other, ag::ASSOCIATED_WITH, one);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn npmi_is_bouma_s() {
        assert!((npmi(100, 10, 10, 5) - 0.5372).abs() < 1e-9);
        assert!((npmi(100, 5, 5, 5) - 1.0).abs() < 1e-9);
        assert!(npmi(100, 10, 10, 1).abs() < 1e-9);
        assert!((npmi(7, 7, 7, 7) - 1.0).abs() < 1e-9);
    }
}
