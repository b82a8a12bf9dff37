//! Relations: what texts say of two names, and the plain edges between terms.

use super::article::Place;
use super::{Graph, Quads};
use crate::catalog::Article;
use crate::mention::{candidate_iri, name_slug};
use crate::namespace::ag;
use crate::relation::{Party, Relation, RelationKind};
use crate::vocabulary::TermId;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, NamedNodeRef};
use std::collections::BTreeSet;

impl Graph<'_> {
    pub(super) fn write_relation(&self, article: &Article, relation: &Relation, quads: &mut Quads) {
        let place = Place { article, field: relation.field, span: relation.span, rule: &relation.rule };
        let (subject, object) = (self.party_slug(&relation.subject), self.party_slug(&relation.object));
        let iri = format!("{}.{}.{subject}.{object}", place.iri(), relation.kind.as_str());
        let node = NamedNode::new_unchecked(iri);
        quads.add(&node, rdf::TYPE, ag::RELATION.into_owned());
        quads.add(&node, ag::RELATION_KIND, property(relation.kind).into_owned());
        quads.add(&node, ag::SUBJECT_TERM, self.party_node(&relation.subject));
        quads.add(&node, ag::OBJECT_TERM, self.party_node(&relation.object));
        place.write(&node, quads);
    }

    /// The plain edges, each once, however many texts say it.
    pub(super) fn write_edges(&self, quads: &mut Quads) {
        let mut edges: BTreeSet<(RelationKind, TermId, TermId)> = BTreeSet::new();
        for relation in self.findings.relations.iter().flatten() {
            let (Party::Term(subject), Party::Term(object)) = (&relation.subject, &relation.object) else { continue };
            edges.insert((relation.kind, *subject, *object));
            if relation.kind.is_symmetric() {
                edges.insert((relation.kind, *object, *subject));
            }
        }
        for (kind, subject, object) in edges {
            quads.add(&self.term_node(subject), property(kind), self.term_node(object));
        }
    }

    fn party_node(&self, party: &Party) -> NamedNode {
        match party {
            Party::Term(term) => self.term_node(*term),
            Party::Candidate(name) => NamedNode::new_unchecked(candidate_iri(name)),
        }
    }

    fn party_slug(&self, party: &Party) -> String {
        match party {
            Party::Term(term) => self.vocabulary.term(*term).slug(),
            Party::Candidate(name) => name_slug(name),
        }
    }
}

/// The property that says it.
fn property(kind: RelationKind) -> NamedNodeRef<'static> {
    match kind {
        RelationKind::AlternativeTo => ag::ALTERNATIVE_TO,
        RelationKind::BuiltWith => ag::BUILT_WITH,
        RelationKind::ComparedWith => ag::COMPARED_WITH,
        RelationKind::KindOf => ag::KIND_OF,
        RelationKind::MigratedTo => ag::MIGRATED_TO,
        RelationKind::SimilarTo => ag::SIMILAR_TO,
    }
}
