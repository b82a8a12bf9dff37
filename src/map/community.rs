//! Groups of terms that are named together more than with the rest.
//!
//! The method is Louvain (V. Blondel, J.-L. Guillaume, R. Lambiotte,
//! E. Lefebvre, *Fast unfolding of communities in large networks*, 2008). It
//! looks for the partition with the greatest modularity: the share of edge
//! weight inside groups, less what chance would put there if every node kept
//! its total weight but chose its partners blindly.
//!
//! 1. *Move.* Every node starts alone. In turn, each looks at the groups of its
//!    neighbours and joins the one with the greatest gain, until nobody moves.
//!    For node `i` of weight `k_i` and a group `C` of total weight `W_C`, the
//!    part of the gain that depends on `C` is `w(i, C) - k_i * W_C / 2m`.
//! 2. *Fold.* Each group becomes one node; edges between groups are summed,
//!    edges inside become a loop. Again from 1, until nothing folds.
//!
//! Worked example: two triangles joined by one edge, all weights 1, 2m = 14.
//! Node `c` (weight 3) between its own triangle `{a, b}` (W = 4) and the other
//! one (W = 7): `2 - 3 * 4 / 14 = 1.14` against `1 - 3 * 7 / 14 = -0.5`. It
//! stays; the two triangles are the groups.
//!
//! The paper leaves the order of nodes open, and most programs shuffle it. Here
//! nodes take their turn by index and the smaller group number wins a draw, so
//! the same map has the same groups everywhere. (The crate graphrs has Louvain
//! too; it brings rand, rayon and an XML reader along.)

use std::cmp::Reverse;

use petgraph::visit::EdgeRef;

use super::ConceptMap;

/// A gain below this is rounding, not a reason to move.
const LEAST_GAIN: f64 = 1e-10;

/// Moves settle after a few rounds; the limit only makes the end certain.
const MOST_ROUNDS: usize = 64;

/// An association of weight 0 is still an association.
const LEAST_WEIGHT: f64 = 1e-3;

/// Sets each node's `community`, 0 for the largest.
///
/// Groups of one size are numbered by their first node. A node without edges is
/// a group of its own. Costs a few passes over the edges.
pub fn assign_communities(map: &mut ConceptMap) {
    let groups = communities(&Weights::of(map));
    for (node, group) in map.graph.node_weights_mut().zip(numbered_by_size(&groups)) {
        node.community = group;
    }
}

/// Returns a group number for each node, by repeated moving and folding.
fn communities(weights: &Weights) -> Vec<usize> {
    let mut groups: Vec<usize> = (0..weights.len()).collect();
    let mut folded = weights.clone();
    loop {
        let moved = numbered_by_first(&move_nodes(&folded));
        let count = moved.iter().max().map_or(0, |last| last + 1);
        for group in &mut groups {
            *group = moved[*group];
        }
        if count == folded.len() {
            return groups;
        }
        folded = folded.fold(&moved, count);
    }
}

/// The graph as Louvain sees it: weighted neighbours, loops and totals.
#[derive(Clone)]
struct Weights {
    neighbours: Vec<Vec<(usize, f64)>>,
    /// Twice the edge weight folded into a node.
    loops: Vec<f64>,
    /// Sum of a node's neighbour weights and loop.
    totals: Vec<f64>,
}

impl Weights {
    fn of(map: &ConceptMap) -> Self {
        let count = map.graph.node_count();
        let mut neighbours = vec![Vec::new(); count];
        for edge in map.graph.edge_references() {
            let (a, b) = (edge.source().index(), edge.target().index());
            let weight = edge.weight().strength().max(LEAST_WEIGHT);
            if a != b {
                neighbours[a].push((b, weight));
                neighbours[b].push((a, weight));
            }
        }
        Self::new(neighbours, vec![0.0; count])
    }

    fn new(neighbours: Vec<Vec<(usize, f64)>>, loops: Vec<f64>) -> Self {
        let totals = neighbours
            .iter()
            .zip(&loops)
            .map(|(list, own)| own + list.iter().map(|(_, weight)| weight).sum::<f64>())
            .collect();
        Self { neighbours, loops, totals }
    }

    fn len(&self) -> usize {
        self.neighbours.len()
    }

    /// Returns the graph of the groups, which are numbered below `count`.
    fn fold(&self, groups: &[usize], count: usize) -> Self {
        let mut loops = vec![0.0; count];
        let mut between = vec![Vec::new(); count];
        for (node, &group) in groups.iter().enumerate() {
            loops[group] += self.loops[node];
            for &(other, weight) in &self.neighbours[node] {
                if groups[other] == group {
                    loops[group] += weight;
                } else {
                    between[group].push((groups[other], weight));
                }
            }
        }
        Self::new(between.into_iter().map(summed).collect(), loops)
    }
}

/// Returns the entries with equal keys added up, sorted by key.
fn summed(mut entries: Vec<(usize, f64)>) -> Vec<(usize, f64)> {
    entries.sort_by_key(|&(key, _)| key); // stable: the sums' order is the input's
    entries.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    entries
}

/// Returns the groups after single nodes have moved as far as that gains.
fn move_nodes(weights: &Weights) -> Vec<usize> {
    let all: f64 = weights.totals.iter().sum();
    let mut groups: Vec<usize> = (0..weights.len()).collect();
    let mut group_totals = weights.totals.clone();
    for _ in 0..MOST_ROUNDS {
        let mut moved = false;
        for node in 0..weights.len() {
            let own = groups[node];
            group_totals[own] -= weights.totals[node];
            let best = best_group(weights, &groups, &group_totals, node, all);
            group_totals[best] += weights.totals[node];
            groups[node] = best;
            moved |= best != own;
        }
        if !moved {
            break;
        }
    }
    groups
}

/// Returns the neighbouring group with the greatest gain for a node that has
/// been taken out of its own; its own where no other gains more.
fn best_group(weights: &Weights, groups: &[usize], group_totals: &[f64], node: usize, all: f64) -> usize {
    let near = weights.neighbours[node].iter().map(|&(other, weight)| (groups[other], weight));
    let gain = |group: usize, to_group: f64| {
        to_group - weights.totals[node] * group_totals[group] / all.max(f64::MIN_POSITIVE)
    };
    let sums = summed(near.collect());
    let own = groups[node];
    let to_own = sums.iter().find(|(group, _)| *group == own);
    let mut best = (own, gain(own, to_own.map_or(0.0, |(_, weight)| *weight)));
    for (group, weight) in sums {
        let found = gain(group, weight);
        if found > best.1 + LEAST_GAIN {
            best = (group, found);
        }
    }
    best.0
}

/// Returns the groups numbered in the order in which they first occur.
fn numbered_by_first(groups: &[usize]) -> Vec<usize> {
    let mut numbers = vec![None; groups.len()];
    let mut count = 0;
    groups
        .iter()
        .map(|&group| {
            *numbers[group].get_or_insert_with(|| {
                count += 1;
                count - 1
            })
        })
        .collect()
}

/// Returns the groups numbered by falling size, then by first node.
fn numbered_by_size(groups: &[usize]) -> Vec<usize> {
    let groups = numbered_by_first(groups);
    let mut sizes = vec![0_usize; groups.len()];
    for &group in &groups {
        sizes[group] += 1;
    }
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&group| Reverse(sizes[group]));
    let mut numbers = vec![0; order.len()];
    for (number, group) in order.into_iter().enumerate() {
        numbers[group] = number;
    }
    groups.into_iter().map(|group| numbers[group]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::sample;

    fn groups_of(nodes: usize, edges: &[(usize, usize)]) -> Vec<usize> {
        let mut map = sample::bare(nodes, edges);
        assign_communities(&mut map);
        map.graph.node_weights().map(|node| node.community).collect()
    }

    /// Edges of a clique of `size` nodes whose first is `first`.
    fn clique(first: usize, size: usize) -> Vec<(usize, usize)> {
        let nodes = first..first + size;
        nodes.clone().flat_map(|a| nodes.clone().filter(move |&b| a < b).map(move |b| (a, b))).collect()
    }

    #[test]
    fn an_empty_map_has_no_groups() {
        assert!(groups_of(0, &[]).is_empty());
    }

    #[test]
    fn nodes_without_edges_stay_alone() {
        assert_eq!(groups_of(3, &[]), [0, 1, 2]);
    }

    #[test]
    fn two_cliques_joined_by_an_edge_are_two_groups() {
        let mut edges = clique(0, 3);
        edges.extend(clique(3, 4));
        edges.push((2, 3));
        assert_eq!(groups_of(7, &edges), [1, 1, 1, 0, 0, 0, 0]);
    }

    #[test]
    fn each_clique_of_a_ring_is_a_group() {
        let mut edges: Vec<_> = (0..6).flat_map(|ring| clique(ring * 5, 5)).collect();
        edges.extend((0..6).map(|ring| (ring * 5, (ring * 5 + 9) % 30)));
        let expected: Vec<usize> = (0..30).map(|node| node / 5).collect();
        assert_eq!(groups_of(30, &edges), expected);
    }

    #[test]
    fn weights_decide_where_edges_alone_do_not() {
        let mut map = sample::bare(4, &[(0, 1), (1, 2), (2, 3)]);
        for (edge, weight) in map.graph.edge_weights_mut().zip([0.9, 0.0, 0.9]) {
            edge.weight = weight;
        }
        assign_communities(&mut map);
        let groups: Vec<_> = map.graph.node_weights().map(|node| node.community).collect();
        assert_eq!(groups, [0, 0, 1, 1]);
    }

    #[test]
    fn weights_that_are_no_numbers_do_no_harm() {
        let mut map = sample::bare(2, &[(0, 1)]);
        map.graph.edge_weights_mut().for_each(|edge| edge.weight = f64::NAN);
        assign_communities(&mut map);
        assert!(map.graph.node_weights().all(|node| node.community == 0));
    }
}
