//! A map as DOT, for Graphviz and whatever else reads it.
//!
//! graphviz-rust prints the structure and quotes nothing, so ids are our own
//! (`n0`, `n1` …) and every other value goes through `quoted` or `escaped`.
//! Positions are left to Graphviz: DOT is the way to its layouts.

use dot_structures::{Attribute, Edge, EdgeTy, Graph, GraphAttributes, Id, Node, NodeId, Stmt, Vertex};
use graphviz_rust::dot_structures;
use graphviz_rust::printer::{DotPrinter, PrinterContext};
use petgraph::visit::EdgeRef;

use super::{LineScale, Shade, decimal, edge_tooltip, node_tooltip, opens_in_browser, shades};
use crate::font::Font;
use crate::map::label::drawn_label;
use crate::map::layout::font_size;
use crate::map::{ConceptMap, MapEdge, MapNode};
use crate::vocabulary::TermKind;

/// Graphviz 2.42 takes no string of more than 16,384 bytes; escaped and in
/// UTF-8, this many characters always stay below.
const MOST_CHARACTERS: usize = 2_000;

/// Returns the map as an undirected DOT graph.
#[must_use]
pub fn dot(map: &ConceptMap) -> String {
    let mut stmts = defaults(map);
    stmts.extend(nodes(map));
    stmts.extend(edges(map));
    let graph = Graph::Graph { id: Id::Plain("map".to_owned()), strict: false, stmts };
    let mut text = graph.print(&mut PrinterContext::default());
    text.push('\n');
    text
}

fn defaults(map: &ConceptMap) -> Vec<Stmt> {
    let fonts = quoted(&format!("{},Inter,Helvetica,Arial,sans-serif", Font::FAMILY));
    let graph = vec![
        attribute("charset", quoted("UTF-8")),
        attribute("label", escaped(&drawn_label(&map.title))),
        attribute("labelloc", quoted("t")),
        attribute("fontname", fonts.clone()),
        attribute("fontsize", quoted("20")),
        attribute("bgcolor", quoted("white")),
        attribute("overlap", quoted("prism")),
        attribute("sep", quoted("+6")),
        attribute("splines", quoted("line")),
        attribute("outputorder", quoted("edgesfirst")),
    ];
    let node = vec![
        attribute("fontname", fonts),
        attribute("margin", quoted("0.08,0.04")),
        attribute("height", quoted("0.3")),
    ];
    vec![GraphAttributes::Graph(graph).into(), GraphAttributes::Node(node).into()]
}

fn nodes(map: &ConceptMap) -> impl Iterator<Item = Stmt> {
    let shades = shades(map);
    let most = map.graph.node_weights().map(|node| node.articles).max();
    let most = most.unwrap_or(0);
    map.graph.node_indices().map(move |index| {
        let node = &map.graph[index];
        let attributes = node_attributes(node, shades[node.community], most);
        Node::new(id(index.index()), attributes).into()
    })
}

fn node_attributes(node: &MapNode, shade: Shade, most: u64) -> Vec<Attribute> {
    let (outline, style) = match node.kind {
        TermKind::Technology => ("box", "rounded,filled"),
        TermKind::Concept => ("ellipse", "dashed,filled"),
    };
    let mut attributes = vec![
        attribute("label", escaped(&drawn_label(&node.label))),
        attribute("shape", quoted(outline)),
        attribute("style", quoted(style)),
        attribute("fillcolor", quoted(shade.fill)),
        attribute("color", quoted(shade.line)),
        attribute("fontsize", quoted(&decimal(font_size(node.articles, most)))),
        attribute("tooltip", escaped(&node_tooltip(node))),
    ];
    if opens_in_browser(&node.iri) && node.iri.len() <= MOST_CHARACTERS {
        attributes.push(attribute("URL", escaped(&node.iri)));
    }
    attributes
}

fn edges(map: &ConceptMap) -> impl Iterator<Item = Stmt> {
    let scale = LineScale::of(map);
    map.graph.edge_references().map(move |edge| {
        let (from, to) = (edge.source(), edge.target());
        let vertex = |index: usize| Vertex::N(id(index));
        Edge {
            ty: EdgeTy::Pair(vertex(from.index()), vertex(to.index())),
            attributes: edge_attributes(edge.weight(), scale, &map.graph[from], &map.graph[to]),
        }
        .into()
    })
}

fn edge_attributes(edge: &MapEdge, scale: LineScale, from: &MapNode, to: &MapNode) -> Vec<Attribute> {
    let tooltip = edge_tooltip(edge, from, to);
    let colour = if from.community == to.community { "#55555599" } else { "#99999980" };
    vec![
        attribute("penwidth", quoted(&decimal(scale.width(edge)))),
        attribute("weight", quoted(&decimal(1.0 + 9.0 * edge.strength()))),
        attribute("color", quoted(colour)),
        attribute("tooltip", escaped(&tooltip)),
        attribute("edgetooltip", escaped(&tooltip)),
    ]
}

fn id(number: usize) -> NodeId {
    NodeId(Id::Plain(format!("n{number}")), None)
}

fn attribute(name: &str, value: String) -> Attribute {
    Attribute(Id::Plain(name.to_owned()), Id::Escaped(value))
}

/// Returns a value of our own in quotes; nothing in it is escaped.
fn quoted(value: &str) -> String {
    format!("\"{value}\"")
}

/// Returns any text in quotes, such that Graphviz shows it letter for letter.
///
/// Three readers have to be outwitted: the lexer, for which `\"` is the only
/// escape; escape strings, in which `\N` is a node's name and `\\` a backslash
/// (Graphviz, *escString*); and the reader of HTML entities, for which `&lt;`
/// in a plain label is `<`. Control characters, no part of any text, are spaces.
/// Text beyond 2,000 characters is cut. (Graphviz 2.42 reads the escapes of a
/// tooltip twice, so that there a `\N` in a name shows as `n0`.)
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len() + 2);
    value.push('"');
    for character in text.chars().take(MOST_CHARACTERS) {
        match character {
            '"' => value.push_str("\\\""),
            '\\' => value.push_str("\\\\"),
            '&' => value.push_str("&amp;"),
            '\u{FFFE}' | '\u{FFFF}' => value.push(' '),
            other if other.is_control() => value.push(' '),
            other => value.push(other),
        }
    }
    value.push('"');
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::sample;

    #[test]
    fn a_small_map() {
        let map = sample::bare(3, &[(0, 2)]);
        let text = dot(&map);
        assert!(text.starts_with("graph map {\n"), "{text}");
        assert!(text.ends_with("}\n"));
        let node = concat!(
            r##"n2[label="term 2" shape="ellipse" style="dashed,filled" fillcolor="#77AADD" "##,
            r##"color="#2F6297" fontsize="22" tooltip="term 2 (concept): 1 article" "##,
            r#"URL="https://w3id.org/articlegraph/term/t2"]"#
        );
        assert!(text.contains(node), "{text}");
        assert!(text.contains("n0 -- n2 [penwidth=\"3\""), "{text}");
    }

    #[test]
    fn hostile_text_cannot_leave_its_quotes() {
        let cases = [
            ("a\"b", r#""a\"b""#),
            (r"\N\", r#""\\N\\""#),
            ("&lt;", r#""&amp;lt;""#),
            ("x\0\ny", r#""x  y""#),
            ("<b>", r#""<b>""#),
        ];
        for (text, expected) in cases {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn no_string_is_longer_than_graphviz_reads() {
        let mut map = sample::labelled(&[&"&".repeat(40_000), &"🦀".repeat(40_000)]);
        for node in map.graph.node_weights_mut() {
            node.iri = format!("https://example.org/{}", "x".repeat(40_000));
        }
        let text = dot(&map);
        assert!(text.split('"').all(|part| part.len() < 16_384));
    }

    #[test]
    fn what_we_print_is_read_again_by_the_crate() {
        let labels = ["<script>", "a\"]; n0 -- n1; \"", "\\", "&lt;", "", "🦀 ת"];
        let text = dot(&sample::labelled(&labels));
        let Graph::Graph { stmts, .. } = graphviz_rust::parse(&text).unwrap() else {
            panic!("an undirected graph");
        };
        assert_eq!(stmts.len(), 2 + labels.len());
    }
}
