//! Where each label stands: a place for every box, none over another.
//!
//! Takes a map and a font, gives boxes in px; what they look like is left to
//! [`crate::render`]. A map is readable when its labels are, so the labels are
//! laid out, not dots with text beside them:
//!
//! 1. *Measure.* Every label gets a box, its font larger the more articles.
//! 2. *Settle* (`force`). In each connected part, nodes repel one another,
//!    edges and groups pull together, until the picture rests.
//! 3. *Fit* (`fit`). The picture is turned and stretched to a sheet on which
//!    the boxes fill a sixth of the area.
//! 4. *Separate* (`overlap`). Boxes that touch are pushed apart; a last pass
//!    makes certain that none does.
//! 5. *Pack* (`pack`). Small parts and lone terms stand beside the big one.
//!
//! Nothing here depends on time, chance or the platform: of the real numbers
//! only `+ - * /` and the square root are used, which IEEE 754 rounds exactly.

mod fit;
mod force;
mod overlap;
mod pack;
mod quadtree;

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::ConceptMap;
use super::label::drawn_label;
use crate::font::Font;
use force::{Body, Spring};
use overlap::Rectangle;

/// Font size of a term with hardly any articles, in px.
pub const SMALLEST_FONT_PX: f64 = 11.0;

/// Font size of the term with the most articles, in px.
pub const LARGEST_FONT_PX: f64 = 22.0;

/// White edge around the drawing, in px.
const MARGIN_PX: f64 = 16.0;

/// Width divided by height of the whole sheet, as far as the parts allow.
const ASPECT: f64 = 1.4;

/// A map with every label in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Width of the drawing in px; 0 for a map without nodes.
    pub width: f64,
    /// Height of the drawing in px; 0 for a map without nodes.
    pub height: f64,
    /// One box a node, by node index.
    pub boxes: Vec<LabelBox>,
}

/// A label's box, in px from the drawing's upper left corner, y downwards.
///
/// All numbers have at most two decimals, so that whatever prints them prints
/// the same ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelBox {
    /// The centre, from the left.
    pub x: f64,
    /// The centre, from the top.
    pub y: f64,
    /// The whole width, padding included.
    pub width: f64,
    /// The whole height, padding included.
    pub height: f64,
    /// The size of the label's font.
    pub font_size: f64,
}

/// Returns the place of every label. Boxes keep at least 4 px from one another.
///
/// Costs O(n log n + edges) a round of the force layout, which has between 200
/// and 500 rounds: about 25 ms for 150 nodes, 0.3 s for 2,000 on one core.
#[must_use]
pub fn layout(map: &ConceptMap, font: &Font) -> Layout {
    let mut boxes = measured_boxes(map, font);
    let parts = parts(map);
    let mut blocks: Vec<_> = parts.iter().map(|part| place(map, part, &boxes)).collect();
    let sheet = pack::pack(&mut blocks, ASPECT);
    for (part, block) in parts.iter().zip(&blocks) {
        for (&node, rectangle) in part.iter().zip(&block.rectangles) {
            boxes[node].x = two_decimals(rectangle.x + MARGIN_PX);
            boxes[node].y = two_decimals(rectangle.y + MARGIN_PX);
        }
    }
    let margins = if boxes.is_empty() { 0.0 } else { 2.0 * MARGIN_PX };
    Layout { width: two_decimals(sheet.width + margins), height: two_decimals(sheet.height + margins), boxes }
}

/// Returns the boxes of all labels, each at the origin.
fn measured_boxes(map: &ConceptMap, font: &Font) -> Vec<LabelBox> {
    let most = map.graph.node_weights().map(|node| node.articles).max();
    map.graph
        .node_weights()
        .map(|node| {
            let font_size = font_size(node.articles, most.unwrap_or(0));
            label_box(&node.label, font_size, font)
        })
        .collect()
}

/// Returns the font size for a number of articles, where `most` is the largest.
///
/// The area that a label covers grows with the square of its font size, so the
/// size grows with the square root of the number.
#[must_use]
pub fn font_size(articles: u64, most: u64) -> f64 {
    let share = (real(articles) / real(most.max(1))).min(1.0);
    two_decimals(SMALLEST_FONT_PX + (LARGEST_FONT_PX - SMALLEST_FONT_PX) * share.sqrt())
}

fn label_box(label: &str, font_size: f64, font: &Font) -> LabelBox {
    let text = font.measure(&drawn_label(label), font_size);
    LabelBox {
        x: 0.0,
        y: 0.0,
        width: two_decimals(text + 2.0 * side_padding(font_size)),
        height: two_decimals(1.3 * font_size + 6.0),
        font_size,
    }
}

/// Returns the room left and right of a label's text, in px.
#[must_use]
pub fn side_padding(font_size: f64) -> f64 {
    0.5 * font_size + 2.0
}

/// Returns the connected parts, nodes in index order, the largest part first,
/// parts of one size by their first node.
fn parts(map: &ConceptMap) -> Vec<Vec<usize>> {
    let count = map.graph.node_count();
    let mut seen = vec![false; count];
    let mut parts = Vec::new();
    for start in 0..count {
        if !seen[start] {
            parts.push(part_of(map, start, &mut seen));
        }
    }
    parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    parts
}

fn part_of(map: &ConceptMap, start: usize, seen: &mut [bool]) -> Vec<usize> {
    let mut part = vec![start];
    seen[start] = true;
    let mut next = 0;
    while next < part.len() {
        for other in map.graph.neighbors(NodeIndex::new(part[next])) {
            if !seen[other.index()] {
                seen[other.index()] = true;
                part.push(other.index());
            }
        }
        next += 1;
    }
    part.sort_unstable();
    part
}

/// Lays out one connected part by itself.
fn place(map: &ConceptMap, part: &[usize], boxes: &[LabelBox]) -> pack::Block {
    let mut rectangles: Vec<_> = part
        .iter()
        .map(|&node| Rectangle { x: 0.0, y: 0.0, width: boxes[node].width, height: boxes[node].height })
        .collect();
    if part.len() > 1 {
        let bodies = bodies(map, part, &rectangles);
        let points = force::settle(&bodies, &springs(map, part));
        fit::fit(&points, &mut rectangles, ASPECT);
        overlap::separate(&mut rectangles);
    }
    pack::Block::around(rectangles)
}

/// Returns the nodes of a part as the force layout sees them: the heavier, the
/// more room their labels need.
fn bodies(map: &ConceptMap, part: &[usize], rectangles: &[Rectangle]) -> Vec<Body> {
    let mean = rectangles.iter().map(Rectangle::area).sum::<f64>() / real(rectangles.len());
    part.iter()
        .zip(rectangles)
        .map(|(&node, rectangle)| Body {
            mass: (rectangle.area() / mean).sqrt(),
            group: map.graph[NodeIndex::new(node)].community,
        })
        .collect()
}

/// Returns the edges of a part, ends numbered within it.
fn springs(map: &ConceptMap, part: &[usize]) -> Vec<Spring> {
    let mut numbers = vec![None; map.graph.node_count()];
    for (number, &node) in part.iter().enumerate() {
        numbers[node] = Some(number);
    }
    map.graph
        .edge_references()
        .filter_map(|edge| {
            let ends = (edge.source().index(), edge.target().index());
            Some(Spring { from: numbers[ends.0]?, to: numbers[ends.1]?, strength: 0.25 + edge.weight().strength() })
        })
        .filter(|spring| spring.from != spring.to)
        .collect()
}

/// Returns a count as a real number; counts above 32 bits as the largest.
fn real(count: impl TryInto<u32>) -> f64 {
    f64::from(count.try_into().unwrap_or(u32::MAX))
}

/// Returns the number rounded to two decimals.
#[must_use]
pub fn two_decimals(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::sample;

    /// Least distance that any two boxes may have, in px.
    const LEAST_GAP_PX: f64 = 4.0;

    fn laid_out(map: &ConceptMap) -> Layout {
        layout(map, &Font::shipped())
    }

    fn check(map: &ConceptMap) {
        let layout = laid_out(map);
        assert_eq!(layout.boxes.len(), map.graph.node_count());
        for (number, one) in layout.boxes.iter().enumerate() {
            assert_on_sheet(&layout, one);
            for other in &layout.boxes[..number] {
                assert_apart(one, other);
            }
        }
    }

    fn assert_on_sheet(layout: &Layout, one: &LabelBox) {
        let (half_width, half_height) = (one.width / 2.0, one.height / 2.0);
        assert!(one.x - half_width >= 0.0 && one.x + half_width <= layout.width);
        assert!(one.y - half_height >= 0.0 && one.y + half_height <= layout.height);
    }

    fn assert_apart(one: &LabelBox, other: &LabelBox) {
        let x = (one.x - other.x).abs() - 0.5 * (one.width + other.width);
        let y = (one.y - other.y).abs() - 0.5 * (one.height + other.height);
        assert!(x.max(y) >= LEAST_GAP_PX, "{one:?} {other:?}");
    }

    #[test]
    fn no_two_boxes_touch_whatever_the_number() {
        for nodes in [0, 1, 2, 3, 7, 50, 150, 300, 2000] {
            check(&sample::co_occurrence(&sample::labels(nodes)));
        }
    }

    #[test]
    fn no_two_boxes_touch_whatever_the_shape() {
        let star: Vec<_> = (1..120).map(|leaf| (0, leaf)).collect();
        let chain: Vec<_> = (1..120).map(|node| (node - 1, node)).collect();
        let clique: Vec<_> = (0..40).flat_map(|a| (0..a).map(move |b| (a, b))).collect();
        let pairs: Vec<_> = (0..60).map(|pair| (2 * pair, 2 * pair + 1)).collect();
        let loops: Vec<_> = (0..5).map(|node| (node, node)).collect();
        for edges in [star, chain, clique, pairs, loops, Vec::new()] {
            check(&sample::bare(120, &edges));
        }
    }

    #[test]
    fn hostile_labels_have_boxes_too() {
        let long = "very ".repeat(100);
        let labels = ["", "<script>", "a\"b", "\0", "שלום", "🦀🦀", "漢字", &long];
        let mut map = sample::labelled(&labels);
        for (from, to) in [(0, 1), (1, 2), (2, 7)] {
            let edge = crate::map::MapEdge { articles: 0, weight: f64::NAN };
            map.graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), edge);
        }
        check(&map);
    }

    #[test]
    fn the_same_map_has_the_same_layout_everywhere() {
        let map = sample::co_occurrence(&sample::labels(150));
        let first = laid_out(&map);
        assert_eq!(first, laid_out(&map));
        // Written down once: no machine and no release may differ by chance.
        let place = &first.boxes[100];
        assert_eq!(format!("{} {}", place.x, place.y), "963.27 226.86");
    }

    #[test]
    fn the_sheet_is_wider_than_high_and_holds_enough() {
        for nodes in [50, 150, 300] {
            let layout = laid_out(&sample::co_occurrence(&sample::labels(nodes)));
            let aspect = layout.width / layout.height;
            assert!((1.1..1.8).contains(&aspect), "{nodes} nodes: aspect {aspect}");
            let boxes: f64 = layout.boxes.iter().map(|one| one.width * one.height).sum();
            let fill = boxes / (layout.width * layout.height);
            assert!((0.12..0.22).contains(&fill), "{nodes} nodes: fill {fill}");
        }
    }

    #[test]
    fn groups_stand_together() {
        let map = sample::co_occurrence(&sample::labels(150));
        let layout = laid_out(&map);
        let distance = |a: &LabelBox, b: &LabelBox| ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).sqrt();
        let (mut inside, mut all) = ((0.0, 0.0), (0.0, 0.0));
        let places = || map.graph.node_weights().zip(&layout.boxes);
        for (one, here) in places() {
            for (other, there) in places() {
                all = (all.0 + distance(here, there), all.1 + 1.0);
                if one.community == other.community {
                    inside = (inside.0 + distance(here, there), inside.1 + 1.0);
                }
            }
        }
        assert!(inside.0 / inside.1 < 0.5 * all.0 / all.1);
    }

    #[test]
    fn fonts_grow_with_the_root_of_articles() {
        let sizes = [0, 25, 100].map(|articles| font_size(articles, 100));
        assert_eq!(sizes.map(|size| format!("{size}")), ["11", "16.5", "22"]);
        assert_eq!(format!("{}", font_size(0, 0)), "11");
    }
}
