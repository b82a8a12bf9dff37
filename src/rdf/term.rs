//! Terms: those that are named, and what stands above them.

use super::{Graph, Quads, integer};
use crate::namespace::{ag, dcterms, skos};
use crate::vocabulary::{Term, TermId, TermKind, Text};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef};
use std::collections::BTreeSet;

impl Graph<'_> {
    /// The terms of the graph: named in an article, or what a collection is
    /// called, or above one that is.
    pub(super) fn terms_with_ancestors(&self) -> BTreeSet<TermId> {
        let named = self.vocabulary.iter().map(|(id, _)| id).filter(|id| self.term_articles[id.index()].articles > 0);
        let names = self.catalog.collections.iter().flat_map(|collection| &collection.names);
        let subjects = names.filter_map(|name| self.subject(name));
        let mut waiting: Vec<TermId> = named.chain(subjects).collect();
        let mut terms = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if terms.insert(id) {
                waiting.extend(&self.vocabulary.term(id).broader);
            }
        }
        terms
    }

    pub(super) fn write_terms(&self, quads: &mut Quads) {
        let terms = self.terms_with_ancestors();
        let mut schemes: BTreeSet<&str> = BTreeSet::new();
        for id in &terms {
            let term = self.vocabulary.term(*id);
            let node = self.term_node(*id);
            write_names(term, &node, quads);
            write_links(term, &node, quads);
            for broader in &term.broader {
                quads.add(&node, skos::BROADER, self.term_node(*broader));
            }
            for related in term.related.iter().filter(|related| terms.contains(related)) {
                quads.add(&node, skos::RELATED, self.term_node(*related));
            }
            let counts = self.term_articles[id.index()];
            quads.add(&node, ag::ARTICLE_COUNT, integer(counts.articles));
            quads.add(&node, ag::INDEPENDENT_COUNT, integer(counts.independent));
            schemes.extend(term.schemes.iter().map(AsRef::as_ref));
        }
        for (iri, titles) in self.vocabulary.schemes().iter().filter(|(iri, _)| schemes.contains(iri.as_str())) {
            let node = NamedNode::new_unchecked(iri);
            quads.add(&node, rdf::TYPE, skos::CONCEPT_SCHEME.into_owned());
            add_all(&node, dcterms::TITLE, titles, quads);
        }
    }
}

pub(super) fn write_names(term: &Term, node: &NamedNode, quads: &mut Quads) {
    let class = match term.kind {
        TermKind::Technology => ag::TECHNOLOGY,
        TermKind::Concept => ag::CONCEPT,
    };
    quads.add(node, rdf::TYPE, skos::CONCEPT.into_owned());
    quads.add(node, rdf::TYPE, class.into_owned());
    add_all(node, skos::PREF_LABEL, std::iter::once(&term.label).chain(&term.other_labels), quads);
    add_all(node, skos::ALT_LABEL, &term.alt_labels, quads);
    add_all(node, skos::DEFINITION, &term.definition, quads);
}

pub(super) fn write_links(term: &Term, node: &NamedNode, quads: &mut Quads) {
    let links = [
        (skos::EXACT_MATCH, &term.exact_match),
        (skos::CLOSE_MATCH, &term.close_match),
        (skos::IN_SCHEME, &term.schemes),
        (skos::TOP_CONCEPT_OF, &term.top_of),
    ];
    for (predicate, iris) in links {
        for iri in iris {
            quads.add(node, predicate, NamedNode::new_unchecked(iri.as_ref()));
        }
    }
}

pub(super) fn add_all<'t>(
    node: &NamedNode,
    predicate: NamedNodeRef<'_>,
    texts: impl IntoIterator<Item = &'t Text>,
    quads: &mut Quads,
) {
    for text in texts {
        let literal = match &text.language {
            Some(tag) => Literal::new_language_tagged_literal_unchecked(text.value.as_ref(), tag.as_ref()),
            None => Literal::new_simple_literal(text.value.as_ref()),
        };
        quads.add(node, predicate, literal);
    }
}
