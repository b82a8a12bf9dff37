//! Associations: which terms are named together more often than chance has it.
//!
//! Strength is normalised pointwise mutual information (Bouma, "Normalized
//! (pointwise) mutual information in collocation extraction", GSCL 2009):
//!
//! ```text
//! npmi(x, y) = ln( p(x,y) / (p(x) p(y)) ) / -ln p(x,y)
//! ```
//!
//! with probabilities over articles: 1 where two terms never stand apart, 0
//! where they meet as often as chance has it, below 0 where they avoid each
//! other. Example: of 100 articles 10 name Kafka, 10 name streaming, 5 both:
//! `ln(0.05 / 0.01) / -ln 0.05` = 1.609 / 2.996 = 0.54.
//!
//! Two terms are associated where at least [`MIN_ARTICLES`] articles name both
//! (one article is an anecdote) and the strength reaches [`MIN_NPMI`] (weaker
//! pairs are those that two frequent terms make by chance).

use super::{Graph, Quads, decimal, integer, round};
use crate::namespace::ag;
use crate::vocabulary::TermId;
use oxigraph::model::NamedNode;
use oxigraph::model::vocab::rdf;
use std::collections::HashMap;

/// Fewer articles that name both terms make no association.
pub const MIN_ARTICLES: usize = 2;

/// Weaker pairs make no association.
pub const MIN_NPMI: f64 = 0.1;

/// Two terms that are named together.
#[derive(Debug, Clone, PartialEq)]
pub struct Association {
    /// The terms, the smaller number first.
    pub terms: (TermId, TermId),
    /// In how many articles both are named.
    pub articles: usize,
    /// The strength, rounded to four places.
    pub npmi: f64,
}

/// Finds the associations, sorted by terms. `article_terms` are the distinct
/// terms of each article, `term_articles` the articles of each term. Costs the
/// pairs of terms within each article.
#[must_use]
pub fn associations(article_terms: &[Vec<TermId>], term_articles: &[usize]) -> Vec<Association> {
    let mut together: HashMap<(TermId, TermId), usize> = HashMap::new();
    for terms in article_terms {
        for (position, one) in terms.iter().enumerate() {
            for other in &terms[position + 1..] {
                *together.entry((*one, *other)).or_default() += 1;
            }
        }
    }
    let strength = |terms: (TermId, TermId), both| {
        npmi(article_terms.len(), term_articles[terms.0.index()], term_articles[terms.1.index()], both)
    };
    let mut associations: Vec<Association> = together
        .into_iter()
        .filter(|(_, articles)| *articles >= MIN_ARTICLES)
        .map(|(terms, articles)| Association { terms, articles, npmi: strength(terms, articles) })
        .filter(|association| association.npmi >= MIN_NPMI)
        .collect();
    associations.sort_by_key(|association| association.terms);
    associations
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
        quads.add(&node, ag::ARTICLE_COUNT, integer(association.articles));
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
