//! Collections: what they are in the default graph, what they list in a graph
//! of their own.

use super::{Graph, Quads, integer};
use crate::catalog::Article;
use crate::namespace::{ag, dcterms, schema};
use crate::text::fold;
use crate::vocabulary::TermId;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, Literal, NamedNode};
use std::collections::{BTreeMap, BTreeSet};

impl Graph<'_> {
    pub(super) fn write_collection(&self, index: usize, quads: &mut Quads) {
        let collection = &self.catalog.collections[index];
        let node = NamedNode::new_unchecked(&collection.iri);
        let articles: BTreeSet<usize> = collection.items.iter().map(|item| item.article).collect();

        quads.add(&node, rdf::TYPE, ag::COLLECTION.into_owned());
        quads.add(&node, rdf::TYPE, schema::ITEM_LIST.into_owned());
        quads.add_texts(&node, schema::NAME, &collection.names);
        let twin = self.article(&collection.iri);
        let is_new = |url: &&String| twin.is_none_or(|article| !article.urls.contains(url));
        quads.add_texts(&node, schema::URL, collection.urls.iter().filter(is_new));
        quads.add_texts(&node, schema::DESCRIPTION, &collection.descriptions);
        for path in &collection.paths {
            quads.add(&node, dcterms::SOURCE, Literal::new_simple_literal(path.encoded()));
        }
        quads.add(&node, schema::NUMBER_OF_ITEMS, integer(articles.len()));
        if collection.pages_not_read > 0 {
            quads.add(&node, ag::PAGES_NOT_READ, integer(collection.pages_not_read));
        }
        let listed = |parent: &&usize| twin.is_some_and(|article| article.collections.contains(parent));
        for parent in collection.parents.iter().filter(|parent| !listed(parent)) {
            let parent = NamedNode::new_unchecked(&self.catalog.collections[*parent].iri);
            quads.add(&node, schema::IS_PART_OF, parent);
        }
        let subjects: BTreeSet<TermId> = collection.names.iter().filter_map(|name| self.subject(name)).collect();
        for term in subjects {
            quads.add(&node, dcterms::SUBJECT, self.term_node(term));
        }
        quads.graph = GraphName::NamedNode(node.clone());
        self.write_items(index, &node, quads);
        self.write_term_counts(&articles, quads);
        quads.graph = GraphName::DefaultGraph;
    }

    /// The article of the same IRI, where a page is listed as an entry too: what
    /// it says of itself is not said again.
    fn article(&self, iri: &str) -> Option<&Article> {
        let articles = &self.catalog.articles;
        let index = articles.binary_search_by(|article| article.iri.as_str().cmp(iri)).ok()?;
        Some(&articles[index])
    }

    /// The one term that a collection's name is a label of; singular and
    /// plural are the same here.
    pub(super) fn subject(&self, name: &str) -> Option<TermId> {
        let singular = name.strip_suffix("ies").map(|stem| format!("{stem}y"));
        let singular = singular.as_deref().or_else(|| name.strip_suffix('s'));
        let owner = |name: &str| match self.vocabulary.find_label(name) {
            [term] => Some(*term),
            _ => None,
        };
        // `makers` is not the plural of Maker, which needs a cue itself.
        let is_guarded = |term: &TermId, name: &str| {
            self.vocabulary.term(*term).ambiguous_labels.iter().any(|label| fold(label) == fold(name))
        };
        owner(name).or_else(|| singular.and_then(|name| owner(name).filter(|term| !is_guarded(term, name))))
    }

    fn write_items(&self, index: usize, node: &NamedNode, quads: &mut Quads) {
        let collection = &self.catalog.collections[index];
        for item in &collection.items {
            let entry = NamedNode::new_unchecked(collection.item_iri(item));
            let article = NamedNode::new_unchecked(&self.catalog.articles[item.article].iri);
            quads.add(node, schema::ITEM_LIST_ELEMENT, entry.clone());
            quads.add(&entry, rdf::TYPE, schema::LIST_ITEM.into_owned());
            quads.add(&entry, schema::POSITION, integer(item.position));
            quads.add(&entry, schema::ITEM, article);
            quads.add(&entry, ag::LINE, Literal::from(item.line));
        }
    }

    fn write_term_counts(&self, articles: &BTreeSet<usize>, quads: &mut Quads) {
        let mut counts: BTreeMap<TermId, usize> = BTreeMap::new();
        for term in articles.iter().flat_map(|article| &self.article_terms[*article]) {
            *counts.entry(*term).or_default() += 1;
        }
        for (term, count) in counts {
            quads.add(&self.term_node(term), ag::ARTICLE_COUNT, integer(count));
        }
    }
}
