//! A map as JSON, for pages and notebooks that draw it themselves.
//!
//! The keys are public (design, section 11). The numbers are those of the SVG:
//! px, x and y the centre of the label's box, y downwards.

use petgraph::visit::EdgeRef;
use serde::Serialize;

use crate::map::ConceptMap;
use crate::map::layout::{Layout, two_decimals};

#[derive(Serialize)]
struct Map<'a> {
    nodes: Vec<Node<'a>>,
    edges: Vec<Edge<'a>>,
}

#[derive(Serialize)]
struct Node<'a> {
    id: &'a str,
    label: &'a str,
    kind: &'static str,
    articles: u64,
    community: usize,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

#[derive(Serialize)]
struct Edge<'a> {
    source: &'a str,
    target: &'a str,
    articles: u64,
    weight: f64,
}

/// Returns the map as one line of JSON: `{"nodes": […], "edges": […]}`.
///
/// # Panics
/// Never: numbers, strings and lists can always be written.
#[must_use]
pub fn json(map: &ConceptMap, layout: &Layout) -> String {
    let map = Map { nodes: nodes(map, layout), edges: edges(map) };
    serde_json::to_string(&map).expect("strings and numbers can be written")
}

fn nodes<'a>(map: &'a ConceptMap, layout: &Layout) -> Vec<Node<'a>> {
    map.graph
        .node_weights()
        .zip(&layout.boxes)
        .map(|(node, label)| Node {
            id: &node.iri,
            label: &node.label,
            kind: node.kind.as_str(),
            articles: node.articles,
            community: node.community,
            x: two_decimals(label.x),
            y: two_decimals(label.y),
            width: two_decimals(label.width),
            height: two_decimals(label.height),
        })
        .collect()
}

fn edges(map: &ConceptMap) -> Vec<Edge<'_>> {
    map.graph
        .edge_references()
        .map(|edge| Edge {
            source: &map.graph[edge.source()].iri,
            target: &map.graph[edge.target()].iri,
            articles: edge.weight().articles,
            weight: edge.weight().strength(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::Font;
    use crate::map::layout::layout;
    use crate::map::sample;

    #[test]
    fn keys_are_the_public_ones_in_order() {
        let map = sample::bare(2, &[(0, 1)]);
        let text = json(&map, &layout(&map, &Font::shipped()));
        let start = concat!(
            r#"{"nodes":[{"id":"https://w3id.org/articlegraph/term/t0","label":"term 0","#,
            r#""kind":"technology","articles":1,"community":0,"x":"#
        );
        assert!(text.starts_with(start), "{text}");
        let end = concat!(
            r#""edges":[{"source":"https://w3id.org/articlegraph/term/t0","#,
            r#""target":"https://w3id.org/articlegraph/term/t1","articles":1,"weight":0.5}]}"#
        );
        assert!(text.ends_with(end), "{text}");
    }

    #[test]
    fn hostile_labels_stay_whole() {
        let labels = ["<script>\"\\", "a\u{0}b\n", "\u{202e}🦀", ""];
        let map = sample::labelled(&labels);
        let text = json(&map, &layout(&map, &Font::shipped()));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        for (number, label) in labels.iter().enumerate() {
            assert_eq!(value["nodes"][number]["label"], *label);
        }
    }

    #[test]
    fn an_empty_map_is_two_empty_lists() {
        let map = sample::bare(0, &[]);
        let text = json(&map, &layout(&map, &Font::shipped()));
        assert_eq!(text, r#"{"nodes":[],"edges":[]}"#);
    }
}
