//! A concept map: terms, and how strongly articles name them together.
//!
//! Takes nothing but numbers and names, gives a graph that knows its groups
//! ([`community`]) and where its labels stand ([`layout`]). What it looks like
//! on paper is left to [`crate::render`].

pub mod community;
pub mod label;
pub mod layout;
#[cfg(test)]
pub mod sample;
pub mod select;

use petgraph::graph::UnGraph;

use crate::vocabulary::TermKind;

/// A map before it is drawn.
///
/// The order of nodes and edges decides every byte that is drawn from it, so
/// whoever builds one sorts them first (by IRI).
#[derive(Clone, Debug)]
pub struct ConceptMap {
    /// What stands above the drawing.
    pub title: String,
    /// The terms and the lines between them.
    pub graph: UnGraph<MapNode, MapEdge>,
}

/// A term on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapNode {
    /// The term's IRI.
    pub iri: String,
    /// Its preferred label.
    pub label: String,
    /// Technology or concept; told by shape.
    pub kind: TermKind,
    /// Number of articles that mention the term.
    pub articles: u64,
    /// Group of terms that hang together, 0 = the largest; see [`community`].
    pub community: usize,
}

/// An association of two terms.
#[derive(Clone, Debug, PartialEq)]
pub struct MapEdge {
    /// Number of articles that mention both.
    pub articles: u64,
    /// Normalised pointwise mutual information, 0 to 1.
    pub weight: f64,
}

impl MapEdge {
    /// Returns the weight as it may be calculated with: within 0 to 1, also
    /// where a store holds something else.
    #[must_use]
    pub fn strength(&self) -> f64 {
        if self.weight.is_nan() { 0.0 } else { self.weight.clamp(0.0, 1.0) }
    }
}
