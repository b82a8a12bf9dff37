//! How articles hang together: duplicates and series.

use super::{Graph, Quads, decimal, integer};
use crate::duplicate::Duplicate;
use crate::namespace::{ag, schema};
use crate::series::Series;
use crate::text::hex;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, Literal, NamedNode};
use sha2::{Digest as _, Sha256};

impl Graph<'_> {
    pub(super) fn write_duplicate(&self, duplicate: &Duplicate, quads: &mut Quads) {
        let (one, other) = duplicate.articles;
        // Articles are sorted by IRI, so the first is the smaller.
        let (smaller, greater) = (&self.catalog.articles[one].iri, &self.catalog.articles[other].iri);
        let digest = Sha256::digest(format!("{smaller}\n{greater}"));
        let node = NamedNode::new_unchecked(format!("urn:articlegraph:duplicate:{}", hex(&digest[..6])));
        let (smaller, greater) = (NamedNode::new_unchecked(smaller), NamedNode::new_unchecked(greater));
        quads.add(&node, rdf::TYPE, ag::DUPLICATE.into_owned());
        quads.add(&node, ag::ARTICLE, smaller.clone());
        quads.add(&node, ag::ARTICLE, greater.clone());
        quads.add(&node, ag::SIMILARITY, decimal(duplicate.similarity));
        quads.add(&node, ag::RULE, Literal::new_simple_literal(duplicate.rule));
        quads.add(&greater, ag::DUPLICATE_OF, smaller);
    }

    pub(super) fn write_series(&self, series: &Series, quads: &mut Quads) {
        let node = NamedNode::new_unchecked(series.iri());
        quads.add(&node, rdf::TYPE, schema::CREATIVE_WORK_SERIES.into_owned());
        quads.add(&node, schema::NAME, Literal::new_simple_literal(&series.name));
        for gap in series.gaps() {
            quads.add(&node, ag::GAP, integer(gap));
        }
        for (_, article) in &series.parts {
            let article = NamedNode::new_unchecked(&self.catalog.articles[*article].iri);
            quads.add(&article, schema::IS_PART_OF, node.clone());
        }
        quads.graph = GraphName::NamedNode(node.clone());
        for (number, article) in &series.parts {
            let article = &self.catalog.articles[*article].iri;
            let digest = Sha256::digest(article);
            let item = NamedNode::new_unchecked(format!("{}#part-{number}-{}", node.as_str(), hex(&digest[..4])));
            quads.add(&node, schema::ITEM_LIST_ELEMENT, item.clone());
            quads.add(&item, rdf::TYPE, schema::LIST_ITEM.into_owned());
            quads.add(&item, schema::POSITION, integer(*number));
            quads.add(&item, schema::ITEM, NamedNode::new_unchecked(article));
        }
        quads.graph = GraphName::DefaultGraph;
    }
}
