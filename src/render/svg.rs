//! A map as SVG: a picture that is still text.
//!
//! Words stay words (searchable, selectable), terms are links, counts stand in
//! tooltips. Nothing is said by colour alone: kinds differ in shape and border,
//! groups stand together, so the map can be printed in black and white.
//!
//! The drawing uses the layout's own coordinates; title and legend stand above
//! and below it, outside of `0 0 width height`.

mod legend;

use std::cmp::Ordering;
use std::fmt::Write;

use petgraph::graph::EdgeReference;
use petgraph::visit::EdgeRef;

use super::{GREY, LineScale, Shade, decimal, edge_tooltip, node_tooltip, opens_in_browser, shades, xml};
use crate::font::Font;
use crate::map::label::drawn_label;
use crate::map::layout::{LabelBox, Layout, side_padding};
use crate::map::{ConceptMap, MapEdge, MapNode};
use crate::vocabulary::TermKind;

/// Colour of all text.
const INK: &str = "#111111";

/// Room for the title above the drawing, in px.
const TITLE_PX: f64 = 58.0;

/// No sheet is narrower, or title and legend would not fit; in px.
const NARROWEST_PX: f64 = 720.0;

/// Returns the picture as an SVG document of its own.
///
/// Same map and layout, same bytes.
#[must_use]
pub fn svg(map: &ConceptMap, layout: &Layout) -> String {
    let font = Font::shipped();
    let sheet = Sheet::around(layout);
    let legend = legend::legend(map, &font, &sheet);
    let mut out = String::new();
    head(&mut out, map, &sheet, TITLE_PX + layout.height + legend.height);
    title(&mut out, map, &font, &sheet);
    edges(&mut out, map, layout);
    nodes(&mut out, map, layout);
    out.push_str(&legend.drawing);
    out.push_str("</svg>\n");
    out
}

/// The paper around the drawing, in the drawing's coordinates.
struct Sheet {
    left: f64,
    top: f64,
    width: f64,
    /// Where the drawing ends and the legend begins.
    bottom: f64,
}

impl Sheet {
    fn around(layout: &Layout) -> Self {
        let width = layout.width.max(NARROWEST_PX);
        Self { left: (layout.width - width) / 2.0, top: -TITLE_PX, width, bottom: layout.height }
    }
}

fn head(out: &mut String, map: &ConceptMap, sheet: &Sheet, height: f64) {
    let (left, top) = (decimal(sheet.left), decimal(sheet.top));
    let (width, height) = (decimal(sheet.width), decimal(height));
    let family = Font::FAMILY;
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{left} {top} {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\" \
         font-family=\"'{family}', Inter, 'Helvetica Neue', Arial, sans-serif\" fill=\"{INK}\">\n\
         <title>{}</title>\n\
         <rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"#FFFFFF\"/>\n",
        xml(&map.title)
    );
}

fn title(out: &mut String, map: &ConceptMap, font: &Font, sheet: &Sheet) {
    let x = sheet.left + 16.0;
    let title = fitting(&map.title, 22.0, sheet.width - 32.0, font);
    let title = Words::new(title, 22.0, font).draw(x, sheet.top + 24.0);
    let below = Words::new(subtitle(map), 12.0, font).draw(x, sheet.top + 47.0);
    let _ = writeln!(out, "{title}\n{below}");
}

/// A line of text whose width is known.
struct Words {
    text: String,
    size: f64,
    width: f64,
}

impl Words {
    fn new(text: String, size: f64, font: &Font) -> Self {
        Self { width: font.measure(&text, size), text, size }
    }

    /// Returns the text as it begins at `x`, around the middle line `y`.
    fn draw(&self, x: f64, y: f64) -> String {
        text_element(x, y, self.size, self.width, &self.text)
    }
}

/// Returns a text that is as wide as the layout takes it to be, whatever font
/// it is drawn with.
fn text_element(x: f64, y: f64, size: f64, width: f64, text: &str) -> String {
    let length = if width >= 1.0 {
        let width = decimal(width);
        format!(" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\"")
    } else {
        String::new()
    };
    format!(
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{length}>{}</text>",
        decimal(x),
        decimal(y + 0.36 * size),
        decimal(size),
        xml(text)
    )
}

fn subtitle(map: &ConceptMap) -> String {
    let count = |number: usize, one: &str, many: &str| {
        let noun = if number == 1 { one } else { many };
        format!("{} {noun}", super::thousands(number as u64))
    };
    match map.graph.node_count() {
        0 => "no terms to show".to_owned(),
        nodes => format!(
            "{}, {}",
            count(nodes, "term", "terms"),
            count(map.graph.edge_count(), "association", "associations")
        ),
    }
}

/// Returns the text, cut with `…` until it is no wider than `width` px.
fn fitting(text: &str, size_px: f64, width: f64, font: &Font) -> String {
    let mut kept: Vec<char> = text.chars().collect();
    if font.measure(text, size_px) <= width {
        return text.to_owned();
    }
    while !kept.is_empty() {
        kept.pop();
        let cut = kept.iter().collect::<String>() + "…";
        if font.measure(&cut, size_px) <= width {
            return cut;
        }
    }
    String::new()
}

/// Draws the lines, the weakest first, so that the strong lie on top.
fn edges(out: &mut String, map: &ConceptMap, layout: &Layout) {
    let mut edges: Vec<_> = map.graph.edge_references().collect();
    edges.sort_by(weakest_first);
    let (shades, scale) = (shades(map), LineScale::of(map));
    out.push_str("<g fill=\"none\" stroke-linecap=\"round\">\n");
    for edge in edges {
        let ends = (edge.source(), edge.target());
        let groups = (map.graph[ends.0].community, map.graph[ends.1].community);
        let stroke = if groups.0 == groups.1 {
            stroke(edge.weight(), scale, shades[groups.0].line, 0.4)
        } else {
            stroke(edge.weight(), scale, "#888888", 0.22)
        };
        let tooltip = edge_tooltip(edge.weight(), &map.graph[ends.0], &map.graph[ends.1]);
        let (from, to) = (&layout.boxes[ends.0.index()], &layout.boxes[ends.1.index()]);
        let _ = writeln!(
            out,
            "<path d=\"M{} {}L{} {}\" {stroke}><title>{}</title></path>",
            decimal(from.x),
            decimal(from.y),
            decimal(to.x),
            decimal(to.y),
            xml(&tooltip)
        );
    }
    out.push_str("</g>\n");
}

fn weakest_first(one: &EdgeReference<'_, MapEdge>, other: &EdgeReference<'_, MapEdge>) -> Ordering {
    let strengths = (one.weight().strength(), other.weight().strength());
    let by_strength = strengths.0.total_cmp(&strengths.1);
    by_strength.then(one.id().cmp(&other.id()))
}

fn stroke(edge: &MapEdge, scale: LineScale, colour: &str, faintest: f64) -> String {
    let opacity = faintest + 0.4 * scale.share(edge);
    format!(
        "stroke=\"{colour}\" stroke-width=\"{}\" stroke-opacity=\"{}\"",
        decimal(scale.width(edge)),
        decimal(opacity)
    )
}

fn nodes(out: &mut String, map: &ConceptMap, layout: &Layout) {
    let shades = shades(map);
    out.push_str("<g text-anchor=\"middle\">\n");
    for (node, place) in map.graph.node_weights().zip(&layout.boxes) {
        let (open, close) = link(&node.iri);
        let tooltip = xml(&node_tooltip(node));
        let _ = write!(out, "{open}<title>{tooltip}</title>");
        label_box(out, node, place, shades[node.community]);
        let _ = writeln!(out, "{close}");
    }
    out.push_str("</g>\n");
}

/// Returns what opens and closes a term: a link where its IRI is an address.
fn link(iri: &str) -> (String, &'static str) {
    if opens_in_browser(iri) { (format!("<a href=\"{}\">", xml(iri)), "</a>") } else { ("<g>".to_owned(), "</g>") }
}

fn label_box(out: &mut String, node: &MapNode, place: &LabelBox, shade: Shade) {
    let width = place.width - 2.0 * side_padding(place.font_size);
    let label = drawn_label(&node.label);
    out.push_str(&shape(node.kind, place, shade));
    out.push_str(&text_element(place.x, place.y, place.font_size, width, &label));
}

/// Returns the border that tells the kind: a rounded box for a technology, a
/// pill with a dashed border for a concept.
fn shape(kind: TermKind, place: &LabelBox, shade: Shade) -> String {
    let (radius, border) = match kind {
        TermKind::Technology => (4.0, "stroke-width=\"1.4\""),
        TermKind::Concept => (place.height / 2.0, "stroke-width=\"1.2\" stroke-dasharray=\"4 2.5\""),
    };
    format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" fill=\"{}\" \
         stroke=\"{}\" {border}/>",
        decimal(place.x - place.width / 2.0),
        decimal(place.y - place.height / 2.0),
        decimal(place.width),
        decimal(place.height),
        decimal(radius),
        shade.fill,
        shade.line
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::layout::layout;
    use crate::map::sample;

    fn drawn(map: &ConceptMap) -> String {
        svg(map, &layout(map, &Font::shipped()))
    }

    #[test]
    fn hostile_labels_are_drawn_as_text() {
        let long = "word ".repeat(100);
        let labels = ["<script>alert(1)</script>", "a\"&'b", "\u{0}\u{1b}", "", "שלום", &long];
        let mut map = sample::labelled(&labels);
        map.title = "</svg><script>".to_owned();
        let picture = drawn(&map);
        assert!(!picture.contains("<script"));
        assert!(picture.contains("<title>&lt;script&gt;alert(1)&lt;/script&gt; (technology)"));
        assert!(picture.contains(">a&quot;&amp;'b</text>"));
        assert!(picture.contains("(no label)"));
        assert!(picture.contains(&format!("<title>{long} (")), "whole in the tooltip");
        assert!(picture.contains(">word word word word word word w…</text>"));
        assert!(!picture.chars().any(|one| one.is_control() && one != '\n'));
    }

    #[test]
    fn only_web_addresses_become_links() {
        let mut map = sample::bare(3, &[]);
        for (node, iri) in map.graph.node_weights_mut().zip([
            "javascript:alert(1)",
            "urn:articlegraph:candidate:x",
            "https://example.org/?a=1&b='2'",
        ]) {
            iri.clone_into(&mut node.iri);
        }
        let picture = drawn(&map);
        assert_eq!(picture.matches("href").count(), 1);
        assert!(picture.contains("<a href=\"https://example.org/?a=1&amp;b='2'\">"));
    }

    #[test]
    fn kinds_differ_in_shape_and_border() {
        let map = sample::bare(3, &[]);
        let picture = drawn(&map);
        let boxes = picture.lines().filter(|line| line.starts_with("<a "));
        let dashed: Vec<bool> = boxes.map(|line| line.contains("stroke-dasharray")).collect();
        assert_eq!(dashed, [false, false, true]);
    }

    #[test]
    fn strong_lines_lie_over_weak_ones() {
        let mut map = sample::bare(3, &[(0, 1), (1, 2), (0, 2)]);
        for (edge, weight) in map.graph.edge_weights_mut().zip([0.5, 0.9, 0.1]) {
            edge.weight = weight;
        }
        let picture = drawn(&map);
        let strengths = ["strength 0.1<", "strength 0.5<", "strength 0.9<"];
        let places = strengths.map(|text| picture.find(text).unwrap());
        assert!(places.is_sorted());
        assert!(places[2] < picture.find("<a ").unwrap(), "lines lie behind terms");
    }

    #[test]
    fn coordinates_are_those_of_the_layout() {
        let map = sample::co_occurrence(&sample::labels(40));
        let layout = layout(&map, &Font::shipped());
        let picture = svg(&map, &layout);
        for place in &layout.boxes {
            let (width, height) = (decimal(place.width), decimal(place.height));
            assert!(picture.contains(&format!("width=\"{width}\" height=\"{height}\"")));
            assert!(picture.contains(&format!("<text x=\"{}\"", decimal(place.x))));
        }
    }

    #[test]
    fn an_empty_map_says_so() {
        let picture = drawn(&sample::bare(0, &[]));
        assert!(picture.contains("no terms to show"));
        assert!(picture.ends_with("</svg>\n"));
    }

    #[test]
    fn the_legend_speaks_of_what_is_there() {
        let lone = drawn(&sample::bare(1, &[]));
        assert!(lone.contains(">technology</text>") && lone.contains(">1 article</text>"));
        assert!(!lone.contains("association</text>") && !lone.contains(" more</text>"));
        let map = drawn(&sample::co_occurrence(&sample::labels(60)));
        assert!(map.contains("strong association</text>") && map.contains(" more</text>"));
    }

    #[test]
    fn titles_are_cut_to_the_sheet() {
        let mut map = sample::bare(1, &[]);
        map.title = "long title ".repeat(50);
        assert!(drawn(&map).contains("…</text>"));
    }
}
