//! The graph about the build: what was read, by which program, and what came
//! of it. It stands apart, so that exports of the knowledge do not change when
//! only a program's version does.

use super::{Quads, Statistics, integer};
use crate::namespace::{ABOUT_GRAPH, PREFIXES, ag, dcat, dcterms, prov, schema, void};
use crate::origin::SourcePath;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad};

/// What is recorded of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRecord {
    /// Its path.
    pub path: SourcePath,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its length in bytes.
    pub size_bytes: u64,
    /// What could not be taken as it stood, each in one line.
    pub problems: Vec<String>,
}

/// The node of the build; the statistics are its properties.
pub const BUILD: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("urn:articlegraph:build");

/// The quads of the graph about the build.
#[must_use]
pub fn about_quads(sources: &[SourceRecord], statistics: &Statistics, vocabulary_sha256: &str) -> Vec<Quad> {
    let mut quads = Quads { graph: ABOUT_GRAPH.into_owned().into(), ..Quads::default() };
    let build = BUILD.into_owned();
    let program = NamedNode::new_unchecked("urn:articlegraph:program");
    let text = |words: &str| Literal::new_simple_literal(words);

    quads.add(&program, rdf::TYPE, prov::SOFTWARE_AGENT.into_owned());
    quads.add(&program, schema::NAME, text("articlegraph"));
    quads.add(&program, schema::SOFTWARE_VERSION, text(env!("CARGO_PKG_VERSION")));

    quads.add(&build, rdf::TYPE, prov::ACTIVITY.into_owned());
    quads.add(&build, rdf::TYPE, ag::BUILD.into_owned());
    quads.add(&build, prov::WAS_ASSOCIATED_WITH, program);
    quads.add(&build, ag::VOCABULARY_SHA256, text(vocabulary_sha256));
    for (property, value) in statistics.properties() {
        quads.add(&build, property.as_ref(), value);
    }
    for source in sources {
        let node = write_source(source, &mut quads);
        quads.add(&build, prov::USED, node);
    }
    write_dataset(statistics, &mut quads);
    quads.quads
}

fn write_source(source: &SourceRecord, quads: &mut Quads) -> NamedNode {
    let path = source.path.encoded();
    let node = NamedNode::new_unchecked(format!("urn:articlegraph:source:{path}"));
    quads.add(&node, rdf::TYPE, prov::ENTITY.into_owned());
    quads.add(&node, rdf::TYPE, ag::SOURCE.into_owned());
    quads.add(&node, dcterms::SOURCE, Literal::new_simple_literal(path));
    quads.add(&node, ag::SHA256, Literal::new_simple_literal(&source.sha256));
    quads.add(&node, ag::SIZE, Literal::from(source.size_bytes));
    quads.add_texts(&node, ag::PROBLEM, &source.problems);
    node
}

fn write_dataset(statistics: &Statistics, quads: &mut Quads) {
    let dataset = NamedNode::new_unchecked("urn:articlegraph:dataset");
    quads.add(&dataset, rdf::TYPE, dcat::DATASET.into_owned());
    quads.add(&dataset, rdf::TYPE, void::DATASET.into_owned());
    quads.add(&dataset, dcterms::TITLE, Literal::new_simple_literal("Articles, technologies and concepts"));
    let words = "Which articles name which technologies and concepts, with the words that prove it.";
    quads.add(&dataset, dcterms::DESCRIPTION, Literal::new_simple_literal(words));
    quads.add(&dataset, void::TRIPLES, integer(statistics.quads));
    for used in ["ag", "dcterms", "itsrdf", "nif", "schema", "skos"] {
        let namespace = PREFIXES.iter().find(|(prefix, _)| *prefix == used);
        quads.quads.extend(namespace.map(|(_, iri)| {
            Quad::new(dataset.clone(), void::VOCABULARY, NamedNode::new_unchecked(*iri), quads.graph.clone())
        }));
    }
    quads.add(&dataset, prov::WAS_GENERATED_BY, BUILD.into_owned());
}
