//! No label over another.
//!
//! Sweeps push apart what touches, each pair by what it lacks, until nothing
//! does; the first ones ask for more distance, so that crowds ease. Almost always that is the end. It has no proof, so a last pass has
//! one: from left to right, a box that still touches one before it moves right
//! until it touches none. Every box then keeps its distance to all before it,
//! so all do; after the sweeps hardly any box moves far.

/// Distance that boxes keep along x and y, in px; 4 are promised.
const GAP: Gap = Gap { x: 10.0, y: 8.0 };

/// Distance that boxes get in crowds, as long as there is room, in px: lines
/// have to be seen between them.
const EASE: Gap = Gap { x: 30.0, y: 20.0 };

/// Sweeps with the larger distance; what they leave undone stays undone.
const EASING_SWEEPS: usize = 30;

/// What is pushed beyond the gap, so that sweeps come to an end.
const SURPLUS_PX: f64 = 0.25;

/// Sweeps after which the last pass has its turn.
const MOST_SWEEPS: usize = 400;

#[derive(Clone, Copy)]
struct Gap {
    x: f64,
    y: f64,
}

/// A box around a centre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rectangle {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Rectangle {
    pub(super) fn area(&self) -> f64 {
        self.width * self.height
    }

    /// Returns what two boxes lack to keep the gap, along x and along y; they
    /// touch where both are above 0.
    fn lacks(&self, other: &Self, gap: Gap) -> (f64, f64) {
        (
            0.5 * (self.width + other.width) + gap.x - (self.x - other.x).abs(),
            0.5 * (self.height + other.height) + gap.y - (self.y - other.y).abs(),
        )
    }

    fn touches(&self, other: &Self, gap: Gap) -> bool {
        let (x, y) = self.lacks(other, gap);
        x > 0.0 && y > 0.0
    }
}

/// Moves the boxes until none touches another.
///
/// A sweep costs O(n log n + pairs in one row); the last pass O(n²), once.
pub(super) fn separate(rectangles: &mut [Rectangle]) {
    for _ in 0..EASING_SWEEPS {
        sweep(rectangles, EASE);
    }
    for _ in 0..MOST_SWEEPS {
        if !sweep(rectangles, GAP) {
            return;
        }
    }
    push_right(rectangles);
}

/// Pushes every touching pair apart once; tells whether there was one.
fn sweep(rectangles: &mut [Rectangle], gap: Gap) -> bool {
    let order = sorted_by(rectangles, |rectangle| rectangle.y);
    let tallest = rectangles.iter().map(|one| one.height).fold(0.0, f64::max);
    let before: Vec<f64> = order.iter().map(|&node| rectangles[node].y).collect();
    let mut touched = false;
    for (place, &node) in order.iter().enumerate() {
        let reach = before[place] + 2.0 * (tallest + gap.y);
        for (&other, _) in order[place + 1..].iter().zip(&before[place + 1..]).take_while(|(_, y)| **y < reach) {
            if rectangles[node].touches(&rectangles[other], gap) {
                touched = true;
                push_apart(rectangles, node, other, gap);
            }
        }
    }
    touched
}

/// Moves two touching boxes by equal parts along the axis on which less of
/// their size is missing.
fn push_apart(rectangles: &mut [Rectangle], first: usize, second: usize, gap: Gap) {
    let (one, other) = (rectangles[first], rectangles[second]);
    let (x, y) = one.lacks(&other, gap);
    let towards = |own: f64, other: f64| if own > other { -1.0 } else { 1.0 };
    let (mut dx, mut dy) = (0.0, 0.0);
    if x < y * 1.5 {
        dx = towards(one.x, other.x) * (x + SURPLUS_PX) / 2.0;
    } else {
        dy = towards(one.y, other.y) * (y + SURPLUS_PX) / 2.0;
    }
    rectangles[first].x -= dx;
    rectangles[first].y -= dy;
    rectangles[second].x += dx;
    rectangles[second].y += dy;
}

/// Moves boxes to the right, in order of their left edges, until none touches
/// one before it.
fn push_right(rectangles: &mut [Rectangle]) {
    let order = sorted_by(rectangles, |rectangle| rectangle.x - rectangle.width / 2.0);
    for place in 1..order.len() {
        let mut own = rectangles[order[place]];
        let mut row: Vec<Rectangle> = order[..place]
            .iter()
            .map(|&other| rectangles[other])
            .filter(|other| own.lacks(other, GAP).1 > 0.0)
            .collect();
        row.sort_by(|a, b| (a.x - a.width / 2.0).total_cmp(&(b.x - b.width / 2.0)));
        for other in row {
            if own.touches(&other, GAP) {
                own.x = other.x + 0.5 * (own.width + other.width) + GAP.x;
            }
        }
        rectangles[order[place]] = own;
    }
}

/// Returns the indices sorted by a number, equal ones by index.
fn sorted_by(rectangles: &[Rectangle], number: impl Fn(&Rectangle) -> f64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rectangles.len()).collect();
    let by = |&a: &usize, &b: &usize| number(&rectangles[a]).total_cmp(&number(&rectangles[b]));
    order.sort_by(by);
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rectangle(x: f64, y: f64) -> Rectangle {
        Rectangle { x, y, width: 60.0, height: 20.0 }
    }

    fn touching(rectangles: &[Rectangle]) -> usize {
        let pairs = rectangles.iter().enumerate();
        pairs
            .map(|(place, one)| {
                let others = rectangles[..place].iter();
                others.filter(|other| one.touches(other, GAP)).count()
            })
            .sum()
    }

    #[test]
    fn what_does_not_touch_stays() {
        let before = vec![rectangle(0.0, 0.0), rectangle(100.0, 0.0), rectangle(0.0, 40.0)];
        let mut after = before.clone();
        separate(&mut after);
        assert_eq!(before, after);
    }

    #[test]
    fn boxes_on_one_spot_part() {
        let mut rectangles = vec![rectangle(0.0, 0.0); 60];
        separate(&mut rectangles);
        assert_eq!(touching(&rectangles), 0);
    }

    #[test]
    fn the_last_pass_alone_parts_everything() {
        let mut rectangles: Vec<_> =
            (0..200_u32).map(|number| rectangle(f64::from(number * 37 % 101), f64::from(number * 53 % 97))).collect();
        push_right(&mut rectangles);
        assert_eq!(touching(&rectangles), 0);
    }
}
