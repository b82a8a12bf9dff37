//! What the signs on the map mean, in rows below the drawing.

use std::cmp::Reverse;
use std::fmt::Write;

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::{
    Font, GREY, LabelBox, LineScale, MapNode, Shade, Sheet, Words, decimal, drawn_label, fitting, shades, shape,
    side_padding,
};
use crate::map::ConceptMap;
use crate::map::layout::font_size;
use crate::render::{articles, group_sizes, thousands};
use crate::vocabulary::TermKind;

/// Height of a row, space between two items, edge of the sheet, in px.
const ROW_PX: f64 = 30.0;
const SPACE_PX: f64 = 22.0;
const MARGIN_PX: f64 = 16.0;

/// Font size of the words, in px.
const FONT_PX: f64 = 12.0;

/// Space between a sign and its words, in px.
const NEAR_PX: f64 = 8.0;

/// Colours of the boxes that show the kinds.
const PAPER: Shade = Shade { fill: "#FFFFFF", line: GREY.line };

/// The legend as it is drawn.
pub(super) struct Legend {
    pub drawing: String,
    pub height: f64,
}

/// Returns the legend of a map; nothing where the map is empty.
pub(super) fn legend(map: &ConceptMap, font: &Font, sheet: &Sheet) -> Legend {
    let mut rows = Rows::below(sheet);
    if map.graph.node_count() > 0 {
        rows.rule();
        for item in signs(map, font) {
            rows.put(&item);
        }
        let groups = groups(map, font);
        if !groups.is_empty() {
            rows.next();
        }
        for item in groups {
            rows.put(&item);
        }
        rows.next();
    }
    Legend { height: rows.y - sheet.bottom + MARGIN_PX / 2.0, drawing: rows.drawing }
}

/// A sign and its words; drawn at a left end and a middle line.
struct Item {
    width: f64,
    draw: Box<dyn Fn(f64, f64) -> String>,
}

/// Items from left to right, then in the next row.
struct Rows<'a> {
    sheet: &'a Sheet,
    x: f64,
    /// Upper end of the row.
    y: f64,
    drawing: String,
}

impl<'a> Rows<'a> {
    fn below(sheet: &'a Sheet) -> Self {
        Self { sheet, x: sheet.left + MARGIN_PX, y: sheet.bottom, drawing: String::new() }
    }

    /// Draws a line between map and legend.
    fn rule(&mut self) {
        let _ = writeln!(
            self.drawing,
            "<path d=\"M{} {}h{}\" stroke=\"#CCCCCC\"/>",
            decimal(self.sheet.left + MARGIN_PX),
            decimal(self.y),
            decimal(self.sheet.width - 2.0 * MARGIN_PX)
        );
        self.y += MARGIN_PX / 2.0;
    }

    fn put(&mut self, item: &Item) {
        let start = self.sheet.left + MARGIN_PX;
        let end = self.sheet.left + self.sheet.width - MARGIN_PX;
        if self.x > start && self.x + item.width > end {
            self.next();
        }
        self.drawing += &(item.draw)(self.x, self.y + ROW_PX / 2.0);
        self.drawing.push('\n');
        self.x += item.width + SPACE_PX;
    }

    fn next(&mut self) {
        self.x = self.sheet.left + MARGIN_PX;
        self.y += ROW_PX;
    }
}

/// Returns the items for kinds, sizes and lines, those that the map needs.
fn signs(map: &ConceptMap, font: &Font) -> Vec<Item> {
    let mut items = vec![kind(TermKind::Technology, "technology", font), kind(TermKind::Concept, "concept", font)];
    items.extend(sizes(map, font));
    if map.graph.edge_count() > 0 {
        items.push(lines(font));
    }
    items
}

fn kind(kind: TermKind, name: &str, font: &Font) -> Item {
    let words = Words::new(name.to_owned(), FONT_PX, font);
    let width = words.width + 2.0 * side_padding(FONT_PX);
    let draw = move |x: f64, y: f64| {
        let place = LabelBox { x: x + width / 2.0, y, width, height: 21.0, font_size: FONT_PX };
        shape(kind, &place, PAPER) + &words.draw(x + side_padding(FONT_PX), y)
    };
    Item { width, draw: Box::new(draw) }
}

/// Returns the smallest and the largest number of articles in their font sizes.
fn sizes(map: &ConceptMap, font: &Font) -> Vec<Item> {
    let counts = || map.graph.node_weights().map(|node| node.articles);
    let (least, most) = (counts().min().unwrap_or(0), counts().max().unwrap_or(0));
    let mut shown = vec![least, most];
    shown.dedup();
    let items = shown.into_iter().map(|count| {
        let words = Words::new(articles(count), font_size(count, most), font);
        Item { width: words.width, draw: Box::new(move |x, y| words.draw(x, y)) }
    });
    items.collect()
}

/// Returns the thinnest and the thickest line, one behind the other.
fn lines(font: &Font) -> Item {
    let words = Words::new("weak, strong association".to_owned(), FONT_PX, font);
    let (length, pause) = (26.0, 8.0);
    let width = 2.0 * length + pause + NEAR_PX + words.width;
    let draw = move |x: f64, y: f64| {
        let thick = x + length + pause;
        line(x, y, length, LineScale::THINNEST_PX, 0.4)
            + &line(thick, y, length, LineScale::THICKEST_PX, 0.8)
            + &words.draw(thick + length + NEAR_PX, y)
    };
    Item { width, draw: Box::new(draw) }
}

fn line(x: f64, y: f64, length: f64, width: f64, opacity: f64) -> String {
    format!(
        "<path d=\"M{} {}h{length}\" stroke=\"#555555\" stroke-width=\"{width}\" \
         stroke-opacity=\"{opacity}\"/>",
        decimal(x),
        decimal(y)
    )
}

/// Returns a swatch for each coloured group, named after its hub, and one
/// for the rest; none where nothing is coloured.
fn groups(map: &ConceptMap, font: &Font) -> Vec<Item> {
    let sizes = group_sizes(map);
    let (coloured, grey): (Vec<_>, Vec<_>) = shades(map).into_iter().enumerate().partition(|(_, shade)| *shade != GREY);
    let mut items: Vec<Item> = coloured
        .iter()
        .filter_map(|&(group, shade)| {
            let hub = hub_of(map, group)?;
            let label = fitting(&drawn_label(&hub.label), FONT_PX, 160.0, font);
            let rest = thousands(sizes[group] as u64 - 1);
            Some(swatch(shade, format!("{label} and {rest} more"), font))
        })
        .collect();
    let others: usize = grey.iter().map(|&(group, _)| sizes[group]).sum();
    if !items.is_empty() && others > 0 {
        let name = format!("{} other", thousands(others as u64));
        items.push(swatch(GREY, name, font));
    }
    items
}

/// Returns the group's term that is named with the rest of it in most articles,
/// of equals the first. (The term with the most articles of its own is often
/// one that is named with everything and stands at the group's rim.)
fn hub_of(map: &ConceptMap, group: usize) -> Option<&MapNode> {
    let together = |index: NodeIndex| {
        let edges = map.graph.edges(index);
        let inside = edges.filter(|edge| map.graph[edge.target()].community == group);
        inside.map(|edge| edge.weight().articles).sum::<u64>()
    };
    let members = map.graph.node_indices().filter(|&index| map.graph[index].community == group);
    let hub = members.max_by_key(|&index| (together(index), Reverse(index)))?;
    Some(&map.graph[hub])
}

fn swatch(shade: Shade, name: String, font: &Font) -> Item {
    let side = 14.0;
    let words = Words::new(name, FONT_PX, font);
    Item {
        width: side + NEAR_PX + words.width,
        draw: Box::new(move |x, y| {
            let square = format!(
                "<rect x=\"{}\" y=\"{}\" width=\"{side}\" height=\"{side}\" rx=\"2\" \
                 fill=\"{}\" stroke=\"{}\"/>",
                decimal(x),
                decimal(y - side / 2.0),
                shade.fill,
                shade.line
            );
            square + &words.draw(x + side + NEAR_PX, y)
        }),
    }
}
