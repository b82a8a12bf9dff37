//! The graph in files that other programs read, the same bytes every time.
//!
//! N-Triples and N-Quads are sorted by the bytes of their lines. The other
//! formats are written graph by graph (the default graph first), subject by
//! subject, `rdf:type` first, then by predicate and object, with our prefixes.

use crate::namespace::{ABOUT_GRAPH, PREFIXES, ag, nif};
use crate::store::Snapshot;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad};
use oxigraph::store::StorageError;
use std::collections::HashSet;
use std::io::{self, Write};

/// What to write.
#[derive(Debug, Clone)]
pub struct Export {
    /// The format.
    pub format: Format,
    /// Only this graph; without it the default graph in formats that hold one
    /// graph, all graphs but the one about the build in the others.
    pub graph: Option<NamedNode>,
    /// Leaves mention and relation nodes out.
    pub without_evidence: bool,
}

/// A format of RDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// N-Quads.
    NQuads,
    /// N-Triples.
    NTriples,
    /// Turtle.
    Turtle,
    /// `TriG`.
    TriG,
    /// JSON-LD in expanded form.
    JsonLd,
    /// RDF/XML.
    RdfXml,
}

impl Format {
    /// The format of a file extension, which is also its name on the command line.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        Some(match extension {
            "nq" => Self::NQuads,
            "nt" => Self::NTriples,
            "ttl" => Self::Turtle,
            "trig" => Self::TriG,
            "jsonld" => Self::JsonLd,
            "rdf" => Self::RdfXml,
            _ => return None,
        })
    }

    /// The format as Oxigraph names it.
    #[must_use]
    pub fn rdf_format(self) -> RdfFormat {
        match self {
            Self::NQuads => RdfFormat::NQuads,
            Self::NTriples => RdfFormat::NTriples,
            Self::Turtle => RdfFormat::Turtle,
            Self::TriG => RdfFormat::TriG,
            Self::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
            Self::RdfXml => RdfFormat::RdfXml,
        }
    }

    fn has_graphs(self) -> bool {
        matches!(self, Self::NQuads | Self::TriG | Self::JsonLd)
    }
}

/// An export that failed at one of its ends.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The store cannot be read.
    #[error("reading the store: {0}")]
    Read(#[from] StorageError),
    /// The output cannot be written.
    #[error("writing the export: {0}")]
    Write(#[from] io::Error),
}

impl Export {
    /// Writes the export. Holds what it writes in memory while it sorts it.
    ///
    /// # Errors
    ///
    /// See [`ExportError`].
    pub fn write(&self, snapshot: &Snapshot, output: impl Write) -> Result<(), ExportError> {
        let mut quads = self.quads(snapshot)?;
        if self.without_evidence {
            leave_evidence_out(&mut quads);
        }
        write_quads(quads, self.format, output)
    }

    fn quads(&self, snapshot: &Snapshot) -> Result<Vec<Quad>, StorageError> {
        let all = snapshot.store().iter();
        let wanted: Option<GraphName> = match &self.graph {
            Some(graph) => Some(graph.clone().into()),
            None if self.format.has_graphs() => None,
            None => Some(GraphName::DefaultGraph),
        };
        let quads: Result<Vec<Quad>, StorageError> = match &wanted {
            Some(graph) => snapshot.store().quads_for_pattern(None, None, None, Some(graph.as_ref())).collect(),
            None => all
                .filter(|quad| quad.as_ref().map_or(true, |quad| quad.graph_name != ABOUT_GRAPH.into_owned().into()))
                .collect(),
        };
        let mut quads = quads?;
        if !self.format.has_graphs() {
            for quad in &mut quads {
                quad.graph_name = GraphName::DefaultGraph;
            }
        }
        Ok(quads)
    }
}

/// Removes the nodes that only prove other statements.
fn leave_evidence_out(quads: &mut Vec<Quad>) {
    let is_evidence = |quad: &&Quad| {
        quad.predicate == nif::ANCHOR_OF
            || (quad.predicate == rdf::TYPE && quad.object == ag::MENTION.into_owned().into())
    };
    let evidence: HashSet<NamedOrBlankNode> =
        quads.iter().filter(is_evidence).map(|quad| quad.subject.clone()).collect();
    quads.retain(|quad| !evidence.contains(&quad.subject));
}

/// Sorts the lines by their bytes.
fn write_lines(quads: Vec<Quad>, mut output: impl Write) -> Result<(), ExportError> {
    let mut lines: Vec<String> = quads.into_iter().map(|quad| format!("{quad} .\n")).collect();
    lines.sort_unstable();
    for line in lines {
        output.write_all(line.as_bytes())?;
    }
    Ok(output.flush()?)
}

fn write_sorted(quads: Vec<Quad>, format: RdfFormat, output: impl Write) -> Result<(), ExportError> {
    let mut serializer = RdfSerializer::from_format(format);
    // A prefix would make JSON-LD compact, and it is to be in expanded form.
    let prefixes = if matches!(format, RdfFormat::JsonLd { .. }) { &[] } else { &PREFIXES[..] };
    // Names of DBpedia may end in a point (`Snowflake_Inc.`), which is valid
    // behind a prefix but not read by rdflib.
    for (prefix, namespace) in prefixes.iter().filter(|(prefix, _)| *prefix != "dbr") {
        serializer = serializer.with_prefix(*prefix, *namespace).map_err(io::Error::other)?;
    }
    let mut serializer = serializer.for_writer(output);
    let mut keyed: Vec<(SortKey, Quad)> = quads.into_iter().map(|quad| (SortKey::new(&quad), quad)).collect();
    keyed.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    for (_, quad) in &keyed {
        serializer.serialize_quad(quad)?;
    }
    Ok(serializer.finish()?.flush()?)
}

/// Where a quad stands in a file.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct SortKey {
    graph: Option<String>,
    subject: String,
    is_no_type: bool,
    predicate: String,
    object: String,
}

impl SortKey {
    fn new(quad: &Quad) -> Self {
        let graph = match &quad.graph_name {
            GraphName::DefaultGraph => None,
            graph => Some(graph.to_string()),
        };
        Self {
            graph,
            subject: quad.subject.to_string(),
            is_no_type: quad.predicate != rdf::TYPE,
            predicate: quad.predicate.as_str().to_owned(),
            object: quad.object.to_string(),
        }
    }
}

/// Sorts triples as an export does and writes them; for graphs that a query
/// constructs.
///
/// # Errors
///
/// The output cannot be written.
pub fn write_quads(quads: Vec<Quad>, format: Format, output: impl Write) -> Result<(), ExportError> {
    match format {
        Format::NQuads | Format::NTriples => write_lines(quads, output),
        _ => write_sorted(quads, format.rdf_format(), output),
    }
}
