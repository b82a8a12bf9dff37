//! A whole vocabulary as SKOS, with our guards.

use super::Quads;
use super::term::{add_all, write_links, write_names};
use crate::namespace::{ag, dcterms, skos};
use crate::vocabulary::{Term, TermId, Vocabulary};
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, Quad};

/// Every term of a vocabulary, in the default graph.
#[must_use]
pub fn vocabulary_quads(vocabulary: &Vocabulary) -> Vec<Quad> {
    let mut quads = Quads::default();
    for term in vocabulary.terms() {
        let node = NamedNode::new_unchecked(term.iri.as_ref());
        write_names(term, &node, &mut quads);
        write_links(term, &node, &mut quads);
        add_all(&node, skos::HIDDEN_LABEL, &term.hidden_labels, &mut quads);
        for (predicate, others) in [(skos::BROADER, &term.broader), (skos::RELATED, &term.related)] {
            for other in others {
                quads.add(&node, predicate, named(vocabulary, *other));
            }
        }
        for scheme in &term.top_of {
            quads.add(&NamedNode::new_unchecked(scheme.as_ref()), skos::HAS_TOP_CONCEPT, node.clone());
        }
        write_guards(term, &node, &mut quads);
    }
    for (iri, titles) in vocabulary.schemes() {
        let node = NamedNode::new_unchecked(iri);
        quads.add(&node, rdf::TYPE, skos::CONCEPT_SCHEME.into_owned());
        add_all(&node, dcterms::TITLE, titles, &mut quads);
        add_all(&node, skos::PREF_LABEL, titles, &mut quads);
    }
    quads.quads
}

fn write_guards(term: &Term, node: &NamedNode, quads: &mut Quads) {
    quads.add_texts(node, ag::AMBIGUOUS_LABEL, &term.ambiguous_labels);
    quads.add_texts(node, ag::CUE, &term.cues);
    quads.add_texts(node, ag::NOT_IN, &term.not_in);
    for (holds, value) in [(term.match_case, "true"), (term.any_case, "false")] {
        if holds {
            quads.add(node, ag::MATCH_CASE, Literal::new_typed_literal(value, xsd::BOOLEAN));
        }
    }
}

fn named(vocabulary: &Vocabulary, id: TermId) -> NamedNode {
    NamedNode::new_unchecked(vocabulary.term(id).iri.as_ref())
}
