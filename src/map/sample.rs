//! Made-up maps for tests, shaped like real ones: groups, hubs, loose ends.

use petgraph::graph::{NodeIndex, UnGraph};

use super::community::assign_communities;
use super::{ConceptMap, MapEdge, MapNode};
use crate::vocabulary::TermKind;

/// Returns a map of nodes `0..nodes` with the given edges, all alike.
#[must_use]
pub fn bare(nodes: usize, edges: &[(usize, usize)]) -> ConceptMap {
    let mut graph = UnGraph::default();
    for number in 0..nodes {
        graph.add_node(node(number, &format!("term {number}"), 1));
    }
    for &(a, b) in edges {
        let edge = MapEdge { articles: 1, weight: 0.5 };
        graph.add_edge(NodeIndex::new(a), NodeIndex::new(b), edge);
    }
    let title = "Sample".to_owned();
    ConceptMap { title, graph }
}

/// Returns a map with one node a label and no edges.
#[must_use]
pub fn labelled(labels: &[&str]) -> ConceptMap {
    let mut map = bare(labels.len(), &[]);
    for (node, label) in map.graph.node_weights_mut().zip(labels) {
        (*label).clone_into(&mut node.label);
    }
    map
}

/// Returns a map like those of real collections: about one group a 20 terms,
/// in each a hub or two, some edges between groups, one term in 25 alone.
#[must_use]
pub fn co_occurrence(labels: &[String]) -> ConceptMap {
    let mut random = Random(labels.len() as u64 + 1);
    let mut graph = UnGraph::default();
    for (number, label) in labels.iter().enumerate() {
        let articles = 3 + 1800 / (number as u64 + 2) + u64::from(random.below(12));
        graph.add_node(node(number, label, articles));
    }
    let groups = (labels.len() / 20).clamp(1, 28);
    for number in (groups..labels.len()).filter(|number| number % 25 != 24) {
        for _ in 0..=random.below(4) {
            join(&mut graph, number, groups, &mut random);
        }
    }
    let title = "Sample".to_owned();
    let mut map = ConceptMap { title, graph };
    assign_communities(&mut map);
    map
}

/// Joins a node to an earlier one, four times out of five of its own group; the
/// earlier, the likelier, so that hubs come about.
fn join(graph: &mut UnGraph<MapNode, MapEdge>, number: usize, groups: usize, random: &mut Random) {
    let group_of = |number: usize| (number * number / 7 + number) % groups;
    let near = random.below(10) < 8;
    let earliest = random.below_index(number).min(random.below_index(number));
    let other =
        (0..earliest).rev().find(|&other| !near || group_of(other) == group_of(number)).unwrap_or(number % groups);
    let edge = MapEdge {
        articles: u64::from(2 + random.below(40)),
        weight: 0.1 + 0.01 * f64::from(random.below(if near { 60 } else { 20 })),
    };
    graph.update_edge(NodeIndex::new(number), NodeIndex::new(other), edge);
}

/// Returns `count` labels of different lengths.
#[must_use]
pub fn labels(count: usize) -> Vec<String> {
    let words = ["Go", "React", "Kafka", "Kubernetes", "machine learning", "SQL", "C++"];
    (0..count)
        .map(|number| {
            let tail = words[number / 7 % 7];
            match number % 3 {
                0 => format!("{} {number}", words[number % 7]),
                1 => format!("{} {tail} {number}", words[number % 7]),
                _ => format!("{tail}{number}"),
            }
        })
        .collect()
}

fn node(number: usize, label: &str, articles: u64) -> MapNode {
    MapNode {
        iri: format!("https://w3id.org/articlegraph/term/t{number}"),
        label: label.to_owned(),
        kind: if number % 3 == 2 { TermKind::Concept } else { TermKind::Technology },
        articles,
        community: 0,
    }
}

/// Numbers that look random and are the same every time (Knuth's MMIX).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let high = u32::try_from(self.0 >> 32).unwrap_or(0);
        high % limit.max(1)
    }

    fn below_index(&mut self, limit: usize) -> usize {
        self.below(u32::try_from(limit).unwrap_or(u32::MAX)) as usize
    }
}
