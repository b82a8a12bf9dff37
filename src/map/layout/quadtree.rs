//! Repulsion from many bodies at once (J. Barnes, P. Hut, *A hierarchical
//! O(N log N) force-calculation algorithm*, 1986).
//!
//! The plane is cut into four squares, each into four again, until a square
//! holds one body. Seen from far away, a square acts like one body at its
//! centre of mass; only near squares are opened.

/// A square is opened where its side is more than this part of its distance.
const OPENING: f64 = 0.9;

/// Below this depth bodies share a square: they lie on one spot.
const DEEPEST: usize = 40;

/// Keeps the force finite where two bodies lie on one spot.
const SOFTENING: f64 = 1e-4;

/// Bodies in a tree of squares.
pub(super) struct Quadtree {
    cells: Vec<Cell>,
}

#[derive(Clone)]
struct Cell {
    left: f64,
    top: f64,
    side: f64,
    mass: f64,
    /// Sum of mass times place; divided by the mass when the tree is whole.
    x: f64,
    y: f64,
    content: Content,
}

#[derive(Clone, Copy)]
enum Content {
    Nothing,
    Body {
        x: f64,
        y: f64,
        mass: f64,
    },
    /// Index of the first of four cells in a row.
    Cells(usize),
}

impl Quadtree {
    /// Builds the tree of some points and their masses (above 0).
    pub(super) fn new(points: &[(f64, f64)], masses: &[f64]) -> Self {
        let mut tree = Self { cells: vec![square_around(points)] };
        for (&(x, y), &mass) in points.iter().zip(masses) {
            tree.insert(x, y, mass);
        }
        for cell in tree.cells.iter_mut().filter(|cell| cell.mass > 0.0) {
            cell.x /= cell.mass;
            cell.y /= cell.mass;
        }
        tree
    }

    /// Returns the sum over all bodies of their mass divided by the distance,
    /// as a vector away from them.
    pub(super) fn repulsion(&self, x: f64, y: f64, open: &mut Vec<usize>) -> (f64, f64) {
        let mut force = (0.0, 0.0);
        open.clear();
        open.push(0);
        while let Some(index) = open.pop() {
            let cell = &self.cells[index];
            let (dx, dy) = (x - cell.x, y - cell.y);
            let distance2 = dx * dx + dy * dy;
            match cell.content {
                Content::Nothing => {}
                Content::Cells(first) if cell.side * cell.side > OPENING * OPENING * distance2 => {
                    open.extend(first..first + 4);
                }
                Content::Cells(_) | Content::Body { .. } => {
                    let share = cell.mass / (distance2 + SOFTENING);
                    force.0 += dx * share;
                    force.1 += dy * share;
                }
            }
        }
        force
    }

    fn insert(&mut self, x: f64, y: f64, mass: f64) {
        let mut index = 0;
        for depth in 0.. {
            let cell = &mut self.cells[index];
            cell.mass += mass;
            cell.x += x * mass;
            cell.y += y * mass;
            match cell.content {
                Content::Nothing => {
                    cell.content = Content::Body { x, y, mass };
                    return;
                }
                Content::Body { .. } if depth == DEEPEST => return,
                Content::Body { .. } => self.divide(index),
                Content::Cells(_) => {}
            }
            index = self.quarter(index, x, y);
        }
    }

    /// Cuts a cell with one body into four and hands the body down.
    fn divide(&mut self, index: usize) {
        let first = self.cells.len();
        let cell = &mut self.cells[index];
        let Content::Body { x, y, mass } = cell.content else {
            return;
        };
        cell.content = Content::Cells(first);
        let (left, top, half) = (cell.left, cell.top, cell.side / 2.0);
        for (right, below) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
            self.cells.push(Cell::empty(left + right * half, top + below * half, half));
        }
        let quarter = self.quarter(index, x, y);
        let child = &mut self.cells[quarter];
        child.mass = mass;
        child.x = x * mass;
        child.y = y * mass;
        child.content = Content::Body { x, y, mass };
    }

    /// Returns the child of a divided cell in which a point lies.
    fn quarter(&self, index: usize, x: f64, y: f64) -> usize {
        let cell = &self.cells[index];
        let Content::Cells(first) = cell.content else {
            return index;
        };
        let right = usize::from(x >= cell.left + cell.side / 2.0);
        let below = usize::from(y >= cell.top + cell.side / 2.0);
        first + right + 2 * below
    }
}

impl Cell {
    fn empty(left: f64, top: f64, side: f64) -> Self {
        Self { left, top, side, mass: 0.0, x: 0.0, y: 0.0, content: Content::Nothing }
    }
}

fn square_around(points: &[(f64, f64)]) -> Cell {
    let least = |pick: fn(&(f64, f64)) -> f64| points.iter().map(pick).fold(f64::MAX, f64::min);
    let most = |pick: fn(&(f64, f64)) -> f64| points.iter().map(pick).fold(f64::MIN, f64::max);
    let (left, top) = (least(|point| point.0), least(|point| point.1));
    let side = (most(|point| point.0) - left).max(most(|point| point.1) - top);
    Cell::empty(left, top, side.max(1e-9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_bodies_repel_by_mass_over_distance() {
        let tree = Quadtree::new(&[(0.0, 0.0), (4.0, 0.0)], &[1.0, 3.0]);
        let (x, y) = tree.repulsion(0.0, 0.0, &mut Vec::new());
        assert!((x + 0.75).abs() < 1e-4 && y.abs() < 1e-9, "{x} {y}");
    }

    #[test]
    fn far_bodies_are_summed_up_well_enough() {
        let spot = |number: u32| (f64::from(number * 37 % 101), f64::from(number * 53 % 97));
        let points: Vec<_> = (0..500).map(spot).collect();
        let tree = Quadtree::new(&points, &[1.0; 500]);
        let exact = points.iter().fold((0.0, 0.0), |sum, point| {
            let (dx, dy) = (200.0 - point.0, 20.0 - point.1);
            let distance2: f64 = dx * dx + dy * dy;
            (sum.0 + dx / distance2, sum.1 + dy / distance2)
        });
        let found = tree.repulsion(200.0, 20.0, &mut Vec::new());
        assert!((found.0 / exact.0 - 1.0).abs() < 0.05, "{found:?} {exact:?}");
    }

    #[test]
    fn bodies_on_one_spot_are_no_endless_tree() {
        let tree = Quadtree::new(&[(1.0, 1.0); 100], &[1.0; 100]);
        let (x, y) = tree.repulsion(1.0, 1.0, &mut Vec::new());
        assert!(x.is_finite() && y.is_finite());
    }
}
