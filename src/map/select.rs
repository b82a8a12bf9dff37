//! Which terms and lines a map shows, chosen from the store.
//!
//! Terms are chosen first, by the user's wishes; then the lines between them
//! are thinned to a backbone. A line may go, a chosen term never does.

use super::community::assign_communities;
use super::{ConceptMap, MapEdge, MapNode};
use crate::namespace::ag;
use crate::query::labels;
use crate::store::Snapshot;
use crate::vocabulary::TermKind;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use oxigraph::store::StorageError;
use petgraph::graph::{NodeIndex, UnGraph};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What to show.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only terms near this one.
    pub focus: Option<NamedNode>,
    /// How many lines away from the focus.
    pub depth: usize,
    /// The terms with the most articles, this many, associated or not.
    pub top: Option<usize>,
    /// Only terms that this collection's articles name.
    pub collection: Option<NamedNode>,
    /// Only this kind.
    pub kind: Option<TermKind>,
    /// Only terms that at least so many articles name.
    pub min_articles: u64,
    /// At most so many terms, those with the most articles; 0 for all.
    pub max_nodes: usize,
}

/// A map, and how much was left out of it.
#[derive(Debug)]
pub struct Selected {
    /// The map.
    pub map: ConceptMap,
    /// How many terms there would be without `max_nodes`.
    pub terms: usize,
    /// How many associations join the terms shown; the map draws the strongest.
    pub associations: usize,
}

impl Selection {
    /// Reads the map from a graph. Costs a scan over its terms and associations.
    ///
    /// # Errors
    ///
    /// The store cannot be read.
    pub fn read(&self, snapshot: &Snapshot, title: String) -> Result<Selected, StorageError> {
        let counts = counts(snapshot, GraphNameRef::DefaultGraph)?;
        let mut nodes = self.candidates(snapshot, &counts)?;
        let links = associations(snapshot, &counts)?;
        let joins = |nodes: &BTreeMap<String, MapNode>, link: &Link| {
            nodes.contains_key(&link.terms.0) && nodes.contains_key(&link.terms.1)
        };
        let near: Vec<&Link> = links.iter().filter(|link| joins(&nodes, link)).collect();
        let distance = self.focus.as_ref().map(|focus| distances(focus.as_str(), &near, self.depth));
        if let Some(distance) = &distance {
            nodes.retain(|iri, _| distance.contains_key(iri));
        }
        let terms = self.top.map_or(nodes.len(), |top| top.min(nodes.len()));
        let kept = strongest(&nodes, distance.as_ref(), self.top.unwrap_or(usize::MAX).min(limit(self.max_nodes)));
        nodes.retain(|iri, _| kept.contains(iri));
        for node in nodes.values_mut() {
            node.label = labels::preferred(snapshot, NamedNodeRef::new_unchecked(&node.iri))?;
        }
        let shown: Vec<&Link> = links.iter().filter(|link| joins(&nodes, link)).collect();
        let associations = shown.len();
        let mut map = draw(title, nodes, &backbone(&shown));
        assign_communities(&mut map);
        Ok(Selected { map, terms, associations })
    }

    /// All terms that the filters let through, by IRI, without their labels.
    fn candidates(
        &self,
        snapshot: &Snapshot,
        articles: &HashMap<String, u64>,
    ) -> Result<BTreeMap<String, MapNode>, StorageError> {
        let collection = self.collection.as_ref().map(|collection| GraphName::NamedNode(collection.clone()));
        let within = collection.map(|graph| counts(snapshot, graph.as_ref())).transpose()?;
        let mut nodes = BTreeMap::new();
        for (kind, class) in [(TermKind::Technology, ag::TECHNOLOGY), (TermKind::Concept, ag::CONCEPT)] {
            if self.kind.is_some_and(|wanted| wanted != kind) {
                continue;
            }
            for quad in snapshot.quads(None, Some(rdf::TYPE), Some(class.into()), GraphNameRef::DefaultGraph) {
                let NamedOrBlankNode::NamedNode(node) = quad?.subject else { continue };
                let iri = node.into_string();
                let articles = articles.get(&iri).copied().unwrap_or_default();
                let is_in = within.as_ref().is_none_or(|counts| counts.contains_key(&iri));
                if articles >= self.min_articles.max(1) && is_in {
                    nodes.insert(iri.clone(), MapNode { iri, label: String::new(), kind, articles, community: 0 });
                }
            }
        }
        Ok(nodes)
    }
}

/// An association as it is read from the store.
struct Link {
    terms: (String, String),
    edge: MapEdge,
}

fn limit(max_nodes: usize) -> usize {
    if max_nodes == 0 { usize::MAX } else { max_nodes }
}

/// All associations, by their terms.
fn associations(snapshot: &Snapshot, counts: &HashMap<String, u64>) -> Result<Vec<Link>, StorageError> {
    let mut ends: BTreeMap<NamedNode, Vec<String>> = BTreeMap::new();
    for quad in snapshot.quads(None, Some(ag::ASSOCIATES), None, GraphNameRef::DefaultGraph) {
        let quad = quad?;
        if let (NamedOrBlankNode::NamedNode(node), Term::NamedNode(term)) = (quad.subject, quad.object) {
            ends.entry(node).or_default().push(term.into_string());
        }
    }
    let strengths = values(snapshot, ag::NPMI)?;
    let mut links: Vec<Link> = Vec::with_capacity(ends.len());
    for (node, mut terms) in ends {
        terms.sort();
        let [one, other] = terms.as_slice() else { continue };
        let weight = strengths.get(node.as_str()).and_then(|weight| weight.parse().ok()).unwrap_or_default();
        let articles = counts.get(node.as_str()).copied().unwrap_or_default();
        links.push(Link { terms: (one.clone(), other.clone()), edge: MapEdge { articles, weight } });
    }
    links.sort_by(|one, other| one.terms.cmp(&other.terms));
    Ok(links)
}

/// `ag:articleCount` of every node of a graph.
fn counts(snapshot: &Snapshot, graph: GraphNameRef<'_>) -> Result<HashMap<String, u64>, StorageError> {
    let mut counts = HashMap::new();
    for quad in snapshot.quads(None, Some(ag::ARTICLE_COUNT), None, graph) {
        let quad = quad?;
        if let NamedOrBlankNode::NamedNode(node) = quad.subject {
            counts.insert(node.into_string(), number(&quad.object));
        }
    }
    Ok(counts)
}

fn values(snapshot: &Snapshot, property: NamedNodeRef<'_>) -> Result<HashMap<String, String>, StorageError> {
    let mut values = HashMap::new();
    for quad in snapshot.quads(None, Some(property), None, GraphNameRef::DefaultGraph) {
        let quad = quad?;
        if let (NamedOrBlankNode::NamedNode(node), Term::Literal(value)) = (quad.subject, quad.object) {
            values.insert(node.into_string(), value.destruct().0);
        }
    }
    Ok(values)
}

fn number(object: &Term) -> u64 {
    match object {
        Term::Literal(literal) => literal.value().parse().unwrap_or_default(),
        Term::NamedNode(_) | Term::BlankNode(_) => 0,
    }
}

/// Breadth-first search: the terms at most `depth` lines from the focus, with
/// the number of lines.
fn distances(focus: &str, links: &[&Link], depth: usize) -> BTreeMap<String, usize> {
    let mut neighbours: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for link in links {
        neighbours.entry(&link.terms.0).or_default().push(&link.terms.1);
        neighbours.entry(&link.terms.1).or_default().push(&link.terms.0);
    }
    let mut distances = BTreeMap::from([(focus.to_owned(), 0)]);
    let mut edge = vec![focus];
    for distance in 1..=depth {
        let mut next = Vec::new();
        for neighbour in edge.iter().filter_map(|term| neighbours.get(term)).flatten() {
            if !distances.contains_key(*neighbour) {
                distances.insert((*neighbour).to_owned(), distance);
                next.push(*neighbour);
            }
        }
        edge = next;
    }
    distances
}

/// The terms to keep: near before far, many articles before few.
fn strongest(
    nodes: &BTreeMap<String, MapNode>,
    distances: Option<&BTreeMap<String, usize>>,
    count: usize,
) -> BTreeSet<String> {
    let mut order: Vec<&MapNode> = nodes.values().collect();
    let distance = |node: &MapNode| distances.and_then(|distances| distances.get(&node.iri)).copied();
    order.sort_by_key(|node| (distance(node), Reverse(node.articles), &node.iri));
    order.into_iter().take(count).map(|node| node.iri.clone()).collect()
}

/// The lines that carry the structure: a line stays if it is one of the
/// [`BACKBONE_LINES`] strongest of either of its ends, so that every term keeps
/// its own and hubs do not tie everything to everything.
fn backbone<'a>(links: &[&'a Link]) -> Vec<&'a Link> {
    let mut own: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, link) in links.iter().enumerate() {
        own.entry(&link.terms.0).or_default().push(index);
        own.entry(&link.terms.1).or_default().push(index);
    }
    let mut kept: BTreeSet<usize> = BTreeSet::new();
    for indices in own.values_mut() {
        let edge = |index: &usize| &links[*index].edge;
        indices.sort_by(|one, other| {
            let (a, b) = (edge(one), edge(other));
            b.weight.total_cmp(&a.weight).then(b.articles.cmp(&a.articles)).then(one.cmp(other))
        });
        kept.extend(indices.iter().take(BACKBONE_LINES));
    }
    kept.into_iter().map(|index| links[index]).collect()
}

/// Lines that each term keeps whatever its neighbours keep.
const BACKBONE_LINES: usize = 3;

fn draw(title: String, nodes: BTreeMap<String, MapNode>, links: &[&Link]) -> ConceptMap {
    let mut graph: UnGraph<MapNode, MapEdge> = UnGraph::default();
    let indices: BTreeMap<String, NodeIndex> =
        nodes.into_iter().map(|(iri, node)| (iri, graph.add_node(node))).collect();
    for link in links {
        graph.add_edge(indices[&link.terms.0], indices[&link.terms.1], link.edge.clone());
    }
    ConceptMap { title, graph }
}
