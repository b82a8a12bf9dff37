//! The counts of a build, as `stats` prints them and the graph records them.

use super::Graph;
use crate::namespace::PREFIXES;
use crate::vocabulary::TermKind;
use oxigraph::model::{Literal, NamedNode, Quad, Term};
use serde::{Deserialize, Serialize};

/// Counts as of a build. Field names are the public keys of `stats`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Statistics {
    /// Collections that have entries.
    pub collections: usize,
    /// Entries as listed, repeats counted.
    pub entries: usize,
    /// Distinct articles.
    pub articles: usize,
    /// Articles without an abstract.
    pub articles_without_abstract: usize,
    /// Entries without any source text below their title but images.
    pub entries_without_summary: usize,
    /// Articles that name no term.
    pub articles_without_terms: usize,
    /// Places at which a term or an unknown name stands.
    pub mentions: usize,
    /// Terms that are named.
    pub terms: usize,
    /// Technologies that are named.
    pub technologies: usize,
    /// Concepts that are named.
    pub concepts: usize,
    /// Names that no vocabulary knows.
    pub candidates: usize,
    /// Pairs of terms that belong together.
    pub associations: usize,
    /// What texts say of two terms.
    pub relations: usize,
    /// Pairs of articles that are the same.
    pub duplicates: usize,
    /// Series of articles.
    pub series: usize,
    /// Quads of all graphs but the one about the build.
    pub quads: usize,
    /// Places that could not be taken as they stood.
    pub problems: usize,
    /// See [`Checksum`](super::Checksum).
    pub graph_sha256: String,
}

impl Graph<'_> {
    /// All counts but `quads` and `graph_sha256`, which are known when the
    /// parts are written.
    #[must_use]
    pub fn statistics(&self) -> Statistics {
        let named = |kind| {
            self.vocabulary
                .iter()
                .filter(|(id, term)| term.kind == kind && self.term_articles[id.index()].articles > 0)
                .count()
        };
        let (technologies, concepts) = (named(TermKind::Technology), named(TermKind::Concept));
        let catalog = self.catalog;
        Statistics {
            collections: catalog.collections.iter().filter(|collection| !collection.items.is_empty()).count(),
            entries: catalog.entries(),
            articles: catalog.articles.len(),
            articles_without_abstract: catalog.articles.iter().filter(|article| article.summary.is_none()).count(),
            entries_without_summary: catalog.entries_without_summary,
            articles_without_terms: self.article_terms.iter().filter(|terms| terms.is_empty()).count(),
            mentions: self.mentions() + self.candidates.places(),
            terms: technologies + concepts,
            technologies,
            concepts,
            candidates: self.candidates.len(),
            associations: self.associations.len(),
            relations: self.findings.relations.iter().map(Vec::len).sum(),
            duplicates: self.findings.duplicates.len(),
            series: self.findings.series.len(),
            problems: catalog.problems.len(),
            ..Statistics::default()
        }
    }
}

impl Graph<'_> {
    /// At how many places terms are named.
    fn mentions(&self) -> usize {
        self.findings.extractions.iter().map(|extraction| extraction.mentions.len()).sum()
    }
}

impl Statistics {
    /// Each count as a property of our namespace: `articles_without_terms` is
    /// `ag:articlesWithoutTerms`.
    pub(super) fn properties(&self) -> Vec<(NamedNode, Literal)> {
        let Ok(serde_json::Value::Object(counts)) = serde_json::to_value(self) else { return Vec::new() };
        counts
            .into_iter()
            .map(|(key, value)| {
                let literal = match value {
                    serde_json::Value::String(text) => Literal::new_simple_literal(text),
                    number => Literal::new_typed_literal(number.to_string(), oxigraph::model::vocab::xsd::INTEGER),
                };
                (NamedNode::new_unchecked(format!("{}{}", ag_namespace(), camel_case(&key))), literal)
            })
            .collect()
    }
}

/// Reads the counts back from the statements about a build; `None` where one
/// is missing.
#[must_use]
pub fn statistics_from_quads(quads: impl IntoIterator<Item = Quad>) -> Option<Statistics> {
    let mut counts = serde_json::Map::new();
    for quad in quads {
        let Some(local) = quad.predicate.as_str().strip_prefix(ag_namespace()) else { continue };
        let Term::Literal(literal) = quad.object else { continue };
        let value = literal.value();
        let value = value.parse::<u64>().map_or_else(|_| value.into(), serde_json::Value::from);
        counts.insert(snake_case(local), value);
    }
    serde_json::from_value(counts.into()).ok()
}

fn ag_namespace() -> &'static str {
    PREFIXES[0].1
}

fn camel_case(key: &str) -> String {
    let mut words = key.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (head, tail) = word.split_at(1.min(word.len()));
        name + &head.to_uppercase() + tail
    })
}

fn snake_case(name: &str) -> String {
    let mut key = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() {
            key.push('_');
        }
        key.push(character.to_ascii_lowercase());
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::GraphName;

    #[test]
    fn counts_survive_the_graph() {
        let statistics =
            Statistics { articles: 77, graph_sha256: "0123".to_owned() + &"f".repeat(60), ..Statistics::default() };
        let build = NamedNode::new_unchecked("urn:build");
        let quads = statistics
            .properties()
            .into_iter()
            .map(|(predicate, object)| Quad::new(build.clone(), predicate, object, GraphName::DefaultGraph));
        assert_eq!(statistics_from_quads(quads), Some(statistics));
    }
}
