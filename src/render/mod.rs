//! A concept map on paper: SVG, DOT, JSON, and Graphviz where it is wanted.
//!
//! Each renderer takes a [`ConceptMap`] (those that draw take its layout too)
//! and gives text. What they share stands here: how numbers are written, how
//! hostile text is made harmless, and what looks how.

pub mod dot;
pub mod graphviz;
pub mod json;
pub mod svg;

use crate::map::label::drawn_label;
use crate::map::{ConceptMap, MapEdge, MapNode};

/// Fill and line colour of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shade {
    fill: &'static str,
    line: &'static str,
}

/// P. Tol's "light" scheme, made for cells with black text and told apart by
/// colour-blind readers (*Colour Schemes*, SRON/EPS/TN/09-002, 2021), each with
/// a dark tone of itself for borders and lines.
const SHADES: [Shade; 8] = [
    shade("#77AADD", "#2F6297"),
    shade("#EE8866", "#A4451F"),
    shade("#EEDD88", "#8A7612"),
    shade("#BBCC33", "#667212"),
    shade("#FFAABB", "#B4425C"),
    shade("#44BB99", "#1C7059"),
    shade("#99DDFF", "#2B80A8"),
    shade("#AAAA00", "#5C5C00"),
];

/// For groups beyond the scheme and for those too small to be one.
const GREY: Shade = shade("#DDDDDD", "#777777");

/// Groups of fewer terms have no colour of their own.
const SMALLEST_GROUP: usize = 3;

const fn shade(fill: &'static str, line: &'static str) -> Shade {
    Shade { fill, line }
}

/// Returns the shade of each group, by its number.
fn shades(map: &ConceptMap) -> Vec<Shade> {
    let sizes = group_sizes(map).into_iter().enumerate();
    sizes
        .map(|(group, size)| match SHADES.get(group) {
            Some(shade) if size >= SMALLEST_GROUP => *shade,
            _ => GREY,
        })
        .collect()
}

fn group_sizes(map: &ConceptMap) -> Vec<usize> {
    let count = map.graph.node_weights().map(|node| node.community + 1).max();
    let mut sizes = vec![0; count.unwrap_or(0)];
    for node in map.graph.node_weights() {
        sizes[node.community] += 1;
    }
    sizes
}

/// How strongly a line is drawn, from the weakest edge of a map to its strongest.
///
/// On real maps most strengths lie between 0.1 and 0.4; on a scale from 0 to 1
/// all lines would look alike.
#[derive(Clone, Copy, Debug)]
struct LineScale {
    least: f64,
    range: f64,
}

impl LineScale {
    const THINNEST_PX: f64 = 1.0;
    const THICKEST_PX: f64 = 5.0;

    fn of(map: &ConceptMap) -> Self {
        let strengths = || map.graph.edge_weights().map(MapEdge::strength);
        let least = strengths().fold(1.0, f64::min);
        let range = strengths().fold(0.0, f64::max) - least;
        Self { least, range }
    }

    /// Returns 0 for the weakest edge, 1 for the strongest, a half where all
    /// are alike.
    fn share(self, edge: &MapEdge) -> f64 {
        if self.range > 1e-9 { (edge.strength() - self.least) / self.range } else { 0.5 }
    }

    /// Returns the width of an edge's line in px.
    fn width(self, edge: &MapEdge) -> f64 {
        Self::THINNEST_PX + (Self::THICKEST_PX - Self::THINNEST_PX) * self.share(edge)
    }
}

/// Returns what the tooltip of a node says, in plain text.
fn node_tooltip(node: &MapNode) -> String {
    let kind = node.kind.as_str();
    format!("{} ({kind}): {}", node.label, articles(node.articles))
}

/// Returns what the tooltip of an edge between two nodes says, in plain text;
/// names are cut as on the map, their whole length stands with the nodes.
fn edge_tooltip(edge: &MapEdge, from: &MapNode, to: &MapNode) -> String {
    let together = articles(edge.articles);
    let strength = decimal(edge.strength());
    let names = [from, to].map(|node| drawn_label(&node.label));
    format!("{}: together in {together}, strength {strength}", names.join(" – "))
}

fn articles(count: u64) -> String {
    let noun = if count == 1 { "article" } else { "articles" };
    format!("{} {noun}", thousands(count))
}

/// Returns a count with a comma between thousands.
fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Returns a number with at most two decimals and no more than it needs.
fn decimal(number: f64) -> String {
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match text {
        "-0" | "" => "0".to_owned(),
        _ => text.to_owned(),
    }
}

/// Returns text as it may stand in XML, between tags and in `"` attributes.
///
/// What XML 1.0 does not allow at all (section 2.2, `Char`) becomes U+FFFD.
fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Tells whether an IRI may be put where a click opens it.
///
/// A vocabulary that somebody else wrote may hold `javascript:` IRIs. And what
/// no IRI may contain (RFC 3987, section 2.2), Graphviz 2.42 writes into `href`
/// as it is, a quotation mark too.
fn opens_in_browser(iri: &str) -> bool {
    let scheme = iri.split(':').next().unwrap_or_default();
    let web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let forbidden = |one: char| one <= ' ' || one.is_control() || "<>\"{}|\\^`".contains(one);
    web && !iri.contains(forbidden)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::sample;

    #[test]
    fn decimals_are_short() {
        let cases = [(0.0, "0"), (-0.001, "0"), (1.5, "1.5"), (100.0, "100"), (12.345_6, "12.35"), (-7.1, "-7.1")];
        for (number, text) in cases {
            assert_eq!(decimal(number), text);
        }
    }

    #[test]
    fn counts_have_commas() {
        let cases = [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")];
        for (count, text) in cases {
            assert_eq!(thousands(count), text);
        }
    }

    #[test]
    fn hostile_text_is_harmless_in_xml() {
        assert_eq!(xml("<a b=\"c\">&'"), "&lt;a b=&quot;c&quot;&gt;&amp;'");
        assert_eq!(xml("a\u{0}b\u{FFFF}c\nd"), "a\u{FFFD}b\u{FFFD}c d");
    }

    #[test]
    fn only_web_addresses_are_links() {
        assert!(opens_in_browser("https://w3id.org/articlegraph/term/go"));
        assert!(!opens_in_browser("javascript:alert(1)"));
        assert!(!opens_in_browser("urn:articlegraph:candidate:foo"));
        assert!(!opens_in_browser("https://example.org/\" onclick=\"alert(1)"));
    }

    #[test]
    fn small_groups_are_grey() {
        let mut map = sample::bare(5, &[(0, 1), (1, 2), (0, 2)]);
        crate::map::community::assign_communities(&mut map);
        assert_eq!(shades(&map), [SHADES[0], GREY, GREY]);
    }
}
