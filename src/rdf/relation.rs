//! Relations: what texts say of two names, and the plain edges between terms.

use super::{Graph, Quads, integer};
use crate::mention::{Field, candidate_iri, name_slug};
use crate::namespace::{ag, nif};
use crate::relation::{Party, Relation, RelationKind};
use crate::vocabulary::TermId;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef};
use std::collections::BTreeSet;

impl Graph<'_> {
    pub(super) fn write_article_relations(&self, index: usize, quads: &mut Quads) {
        let article = &self.catalog.articles[index];
        let node = NamedNode::new_unchecked(&article.iri);
        for relation in &self.findings.relations[index] {
            self.write_relation(article, &node, relation, quads);
        }
    }

    fn write_relation(
        &self,
        article: &crate::catalog::Article,
        node: &NamedNode,
        relation: &Relation,
        quads: &mut Quads,
    ) {
        let text = match relation.field {
            Field::Title => article.title.as_str(),
            Field::Abstract => article.summary.as_deref().unwrap_or_default(),
        };
        let (field, span) = (relation.field.as_str(), relation.span);
        let iri = format!(
            "{}#{field}.char={},{}.{}.{}.{}",
            article.iri,
            span.start(),
            span.end(),
            relation.kind.as_str(),
            self.party_slug(&relation.subject),
            self.party_slug(&relation.object)
        );
        let statement = NamedNode::new_unchecked(iri);
        quads.add(&statement, rdf::TYPE, ag::RELATION.into_owned());
        quads.add(&statement, ag::RELATION_KIND, property(relation.kind).into_owned());
        quads.add(&statement, ag::SUBJECT_TERM, self.party_node(&relation.subject));
        quads.add(&statement, ag::OBJECT_TERM, self.party_node(&relation.object));
        quads.add(&statement, ag::ARTICLE, node.clone());
        quads.add(&statement, ag::FIELD, Literal::new_simple_literal(field));
        quads.add(&statement, nif::ANCHOR_OF, Literal::new_simple_literal(span.of(text)));
        quads.add(&statement, nif::BEGIN_INDEX, integer(span.start()));
        quads.add(&statement, nif::END_INDEX, integer(span.end()));
        quads.add(&statement, ag::RULE, Literal::new_simple_literal(&*relation.rule));
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
