//! `export`: the graph as RDF.

use super::open;
use crate::Answer;
use crate::arguments::{Common, Export};
use crate::output::{self, Output};
use anyhow::{Context as _, bail};
use articlegraph::export;
use oxigraph::model::NamedNode;

pub fn run(common: &Common, arguments: &Export) -> anyhow::Result<Answer> {
    let path = arguments.output.as_deref();
    let name = output::format(arguments.format.as_ref(), path).unwrap_or_else(|| "ttl".to_owned());
    let Some(format) = export::Format::from_extension(&name) else {
        bail!("unknown format {name:?}; --format takes ttl, nt, nq, trig, jsonld or rdf");
    };
    let graph = arguments.graph.as_ref().map(NamedNode::new).transpose();
    let graph = graph.context("--graph takes the IRI of a graph; `articlegraph query collections` lists them")?;
    let snapshot = open(common, &arguments.memory)?;
    if let Some(graph) = &graph
        && !snapshot.store().contains_named_graph(graph)?
    {
        bail!("there is no graph {graph}; `articlegraph query collections` lists them");
    }
    let mut output = Output::open(path)?;
    let export = export::Export { format, graph, without_evidence: arguments.no_evidence };
    export.write(&snapshot, &mut output)?;
    output.finish()?;
    Ok(Answer::Yes)
}
