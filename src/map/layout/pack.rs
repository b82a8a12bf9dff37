//! Many parts on one sheet: the big one first, the rest where there is room.
//!
//! The lower rim of what stands already, its skyline, is a row of steps. Each
//! block goes where it comes to lie highest, then leftmost (skyline
//! bottom-left; J. Jylänki, *A thousand ways to pack the bin*, 2010). Lone
//! terms thus fill the space beside and below the map like words on lines.

use super::overlap::Rectangle;

/// Room that a lone term and a part of several terms keep free around them.
const GAP_PX: f64 = 14.0;
const PART_GAP_PX: f64 = 32.0;

/// Parts seldom fit together without loss: widths to try, as multiples of what
/// would do if they fitted like tiles.
const LOSSES: [f64; 4] = [1.0, 1.1, 1.25, 1.45];

/// Boxes that move together, in px from the block's upper left corner.
pub(super) struct Block {
    pub rectangles: Vec<Rectangle>,
    width: f64,
    height: f64,
}

/// Size of what has been packed.
pub(super) struct Sheet {
    pub width: f64,
    pub height: f64,
}

impl Block {
    /// Makes a block of boxes that may stand anywhere.
    pub(super) fn around(mut rectangles: Vec<Rectangle>) -> Self {
        let left = |one: &Rectangle| one.x - one.width / 2.0;
        let top = |one: &Rectangle| one.y - one.height / 2.0;
        let x = rectangles.iter().map(left).fold(f64::MAX, f64::min);
        let y = rectangles.iter().map(top).fold(f64::MAX, f64::min);
        let right = rectangles.iter().map(|one| left(one) + one.width);
        let width = right.fold(x, f64::max) - x;
        let bottom = rectangles.iter().map(|one| top(one) + one.height);
        let height = bottom.fold(y, f64::max) - y;
        for one in &mut rectangles {
            one.x -= x;
            one.y -= y;
        }
        Self { rectangles, width, height }
    }

    /// Returns what is kept free to the right of the block and below it, in px.
    fn gap(&self) -> f64 {
        if self.rectangles.len() > 1 { PART_GAP_PX } else { GAP_PX }
    }

    fn area(&self) -> f64 {
        (self.width + self.gap()) * (self.height + self.gap())
    }
}

/// Moves the blocks, given in the order of their importance, to their places.
///
/// Costs O(n²) at worst, and n is 1 on most maps.
pub(super) fn pack(blocks: &mut [Block], aspect: f64) -> Sheet {
    let (corners, sheet) = best_places(blocks, aspect);
    for (block, (x, y)) in blocks.iter_mut().zip(corners) {
        for one in &mut block.rectangles {
            one.x += x;
            one.y += y;
        }
    }
    sheet
}

/// Returns the corners and the sheet of the best among some widths: the one
/// that fits a page of the given aspect with the least shrinking.
///
/// The first try is the widest block, which puts all others below a large map.
fn best_places(blocks: &[Block], aspect: f64) -> (Vec<(f64, f64)>, Sheet) {
    let widths = blocks.iter().map(|block| block.width + block.gap());
    let widest = widths.fold(0.0, f64::max);
    let even = (blocks.iter().map(Block::area).sum::<f64>() * aspect).sqrt();
    let page = |sheet: &Sheet| sheet.height.max(sheet.width / aspect);
    let mut best = places(blocks, widest);
    for room in LOSSES.map(|loss| loss * even) {
        if room > widest {
            let found = places(blocks, room);
            if page(&found.1) < page(&best.1) {
                best = found;
            }
        }
    }
    best
}

/// Returns the upper left corner of each block on a sheet of some width.
fn places(blocks: &[Block], room: f64) -> (Vec<(f64, f64)>, Sheet) {
    let mut skyline = Skyline::new(room);
    let mut sheet = Sheet { width: 0.0, height: 0.0 };
    let corners = blocks.iter().map(|block| {
        let gap = block.gap();
        let (x, y) = skyline.place(block.width + gap, block.height + gap);
        sheet.width = sheet.width.max(x + block.width);
        sheet.height = sheet.height.max(y + block.height);
        (x, y)
    });
    (corners.collect(), sheet)
}

/// The lower rim of all that is placed, from left to right.
struct Skyline {
    steps: Vec<Step>,
}

#[derive(Clone, Copy)]
struct Step {
    x: f64,
    width: f64,
    y: f64,
}

impl Skyline {
    fn new(width: f64) -> Self {
        Self { steps: vec![Step { x: 0.0, width, y: 0.0 }] }
    }

    /// Takes the highest place that is wide enough, of equals the leftmost, and
    /// returns its upper left corner.
    fn place(&mut self, width: f64, height: f64) -> (f64, f64) {
        let places = (0..self.steps.len()).filter_map(|first| {
            let y = self.height_from(first, width)?;
            Some((first, y))
        });
        let best = places.min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        let (first, y) = best.unwrap_or((0, self.lowest()));
        let x = self.steps[first].x;
        self.cover(first, width, y + height);
        (x, y)
    }

    fn lowest(&self) -> f64 {
        self.steps.iter().map(|step| step.y).fold(0.0, f64::max)
    }

    /// Returns how high a block comes to lie that begins at a step; none where
    /// it would stick out on the right.
    fn height_from(&self, first: usize, width: f64) -> Option<f64> {
        let mut left = width;
        let mut y = 0.0_f64;
        for step in &self.steps[first..] {
            y = y.max(step.y);
            left -= step.width;
            if left <= 1e-6 {
                return Some(y);
            }
        }
        None
    }

    /// Puts a step of some width in front of those that it covers.
    fn cover(&mut self, first: usize, width: f64, y: f64) {
        let x = self.steps[first].x;
        let end = x + width;
        let hidden = self.steps[first..].iter().take_while(|step| step.x + step.width <= end + 1e-6).count();
        self.steps.drain(first..first + hidden);
        if let Some(next) = self.steps.get_mut(first)
            && next.x < end
        {
            next.width -= end - next.x;
            next.x = end;
        }
        self.steps.insert(first, Step { x, width, y });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(width: f64, height: f64, boxes: usize) -> Block {
        let rectangle = Rectangle { x: 500.0, y: -70.0, width, height };
        Block::around(vec![rectangle; boxes])
    }

    fn corners(blocks: &[Block]) -> Vec<(f64, f64)> {
        let first = blocks.iter().map(|block| block.rectangles[0]);
        first.map(|one| (one.x - one.width / 2.0, one.y - one.height / 2.0)).collect()
    }

    #[test]
    fn nothing_needs_no_sheet() {
        let sheet = pack(&mut [], 1.4);
        assert!(sheet.width.abs() < 1e-9 && sheet.height.abs() < 1e-9);
    }

    #[test]
    fn lone_terms_stand_in_rows_below_a_large_map() {
        let mut blocks = vec![block(900.0, 500.0, 2)];
        blocks.extend((0..9).map(|_| block(100.0, 26.0, 1)));
        let sheet = pack(&mut blocks, 1.4);
        assert!((sheet.width - 900.0).abs() < 1e-9);
        let corners = corners(&blocks);
        let row = |place: usize| (114.0 * f64::from(u8::try_from(place).unwrap()), 532.0);
        assert_eq!(corners[1..9], [0, 1, 2, 3, 4, 5, 6, 7].map(row));
        assert_eq!(corners[9], (0.0, 572.0));
    }

    #[test]
    fn parts_of_one_size_stand_beside_each_other() {
        let mut blocks = vec![block(200.0, 200.0, 2), block(200.0, 200.0, 2)];
        let sheet = pack(&mut blocks, 1.4);
        assert!(sheet.width > sheet.height, "{} {}", sheet.width, sheet.height);
    }
}
