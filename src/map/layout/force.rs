//! Rest for nodes that repel and edges that pull.
//!
//! The forces are those of T. Fruchterman and E. Reingold (*Graph drawing by
//! force-directed placement*, 1991) with three changes that maps of terms ask
//! for. Bodies have a mass, the size of their label, so that large labels get
//! more room. A spring is weaker the more springs its ends have, as in d3-force,
//! or everything would hang on the few hubs in one lump. And each group is
//! pulled to its own middle, while springs between groups are slack, so that
//! groups are seen as such.
//!
//! Force layouts get caught where they begin, so they begin well: the groups
//! are first settled by themselves, as bodies of their total mass, and each
//! node starts in the disc of its group, the heaviest in the middle.

use super::quadtree::Quadtree;
use super::real;

/// How much weaker a spring between two groups pulls.
const SLACK: f64 = 0.3;

/// Pull of a group on its nodes, and of the middle on all, per unit distance.
const GROUP_PULL: f64 = 0.12;
const MIDDLE_PULL: f64 = 0.02;

/// Cosine and sine of the golden angle, 2π (1 - 1/φ): a spiral that turns by it
/// fills a disc evenly (H. Vogel, *A better way to construct the sunflower
/// head*, 1979).
const GOLDEN: (f64, f64) = (-0.737_368_878_078_320_1, 0.675_490_294_261_523_8);

/// A node to be placed.
#[derive(Clone, Debug)]
pub(super) struct Body {
    /// Room that it needs, 1 on average.
    pub mass: f64,
    /// Number of its group.
    pub group: usize,
}

/// An edge that pulls its ends, given by their index, together.
#[derive(Clone, Debug)]
pub(super) struct Spring {
    pub from: usize,
    pub to: usize,
    pub strength: f64,
}

/// Returns a place for each body; the distance of good neighbours is about 1.
pub(super) fn settle(bodies: &[Body], springs: &[Spring]) -> Vec<(f64, f64)> {
    let groups = numbered(bodies);
    let count = groups.iter().max().map_or(0, |last| last + 1);
    let mut points = if count > 1 && count < bodies.len() {
        around_groups(bodies, springs, &groups, count)
    } else {
        spiral(&masses(bodies))
    };
    relax(&mut points, bodies, springs, &groups);
    points
}

/// Returns the groups numbered from 0 in the order in which they first occur.
fn numbered(bodies: &[Body]) -> Vec<usize> {
    let mut known: Vec<usize> = bodies.iter().map(|body| body.group).collect();
    known.sort_unstable();
    known.dedup();
    bodies.iter().map(|body| known.binary_search(&body.group).unwrap_or(0)).collect()
}

fn masses(bodies: &[Body]) -> Vec<f64> {
    bodies.iter().map(|body| body.mass).collect()
}

/// Returns a start: groups settled as bodies, their nodes in a disc around.
fn around_groups(bodies: &[Body], springs: &[Spring], groups: &[usize], count: usize) -> Vec<(f64, f64)> {
    let mut members = vec![Vec::new(); count];
    for (node, &group) in groups.iter().enumerate() {
        members[group].push(node);
    }
    let centres = settle_groups(bodies, springs, groups, &members);
    let mut points = vec![(0.0, 0.0); bodies.len()];
    for (centre, mut nodes) in centres.into_iter().zip(members) {
        nodes.sort_by(|&a, &b| bodies[b].mass.total_cmp(&bodies[a].mass).then(a.cmp(&b)));
        let masses: Vec<f64> = nodes.iter().map(|&node| bodies[node].mass).collect();
        for (node, spot) in nodes.into_iter().zip(spiral(&masses)) {
            points[node] = (centre.0 + spot.0, centre.1 + spot.1);
        }
    }
    points
}

/// Returns the middles of the groups, laid out as bodies of their own.
fn settle_groups(bodies: &[Body], springs: &[Spring], groups: &[usize], members: &[Vec<usize>]) -> Vec<(f64, f64)> {
    let total = |nodes: &Vec<usize>| nodes.iter().map(|&node| bodies[node].mass).sum();
    let discs: Vec<Body> = members.iter().map(|nodes| Body { mass: total(nodes), group: 0 }).collect();
    let between: Vec<Spring> = springs
        .iter()
        .map(|spring| Spring { from: groups[spring.from], to: groups[spring.to], strength: spring.strength })
        .filter(|spring| spring.from != spring.to)
        .collect();
    settle(&discs, &between)
}

/// Returns points on a sunflower spiral, as far apart as the masses need.
fn spiral(masses: &[f64]) -> Vec<(f64, f64)> {
    let mut direction = (1.0, 0.0);
    let mut inside = 0.0;
    masses
        .iter()
        .map(|mass| {
            let radius = f64::sqrt((inside + mass / 2.0) / std::f64::consts::PI);
            inside += mass;
            let point = (direction.0 * radius, direction.1 * radius);
            direction = turned(direction, GOLDEN);
            point
        })
        .collect()
}

fn turned(point: (f64, f64), (cosine, sine): (f64, f64)) -> (f64, f64) {
    (point.0 * cosine - point.1 * sine, point.0 * sine + point.1 * cosine)
}

/// Moves the points along their forces, by ever smaller steps.
fn relax(points: &mut [(f64, f64)], bodies: &[Body], springs: &[Spring], groups: &[usize]) {
    let masses = masses(bodies);
    let springs = evened(springs, groups, bodies.len());
    let rounds = (400_000 / bodies.len().max(1)).clamp(200, 500);
    let first_step = 0.3 * masses.iter().sum::<f64>().sqrt();
    for round in 0..rounds {
        let left = 1.0 - real(round) / real(rounds);
        let step = first_step * left * left + 0.002;
        let forces = forces(points, &masses, &springs, groups);
        for (point, force) in points.iter_mut().zip(forces) {
            *point = moved(*point, force, step);
        }
    }
}

fn moved(point: (f64, f64), force: (f64, f64), step: f64) -> (f64, f64) {
    let length = (force.0 * force.0 + force.1 * force.1).sqrt();
    let share = if length > step { step / length } else { 1.0 };
    (point.0 + 0.5 * force.0 * share, point.1 + 0.5 * force.1 * share)
}

/// Returns the springs, weaker where both ends have many, slack between groups.
fn evened(springs: &[Spring], groups: &[usize], count: usize) -> Vec<Spring> {
    let mut degrees = vec![0.0_f64; count];
    for spring in springs {
        degrees[spring.from] += 1.0;
        degrees[spring.to] += 1.0;
    }
    springs
        .iter()
        .map(|spring| {
            let crowd = degrees[spring.from].min(degrees[spring.to]);
            let slack = if groups[spring.from] == groups[spring.to] { 1.0 } else { SLACK };
            Spring { strength: slack * spring.strength / crowd.sqrt(), ..*spring }
        })
        .collect()
}

fn forces(points: &[(f64, f64)], masses: &[f64], springs: &[Spring], groups: &[usize]) -> Vec<(f64, f64)> {
    let tree = Quadtree::new(points, masses);
    let middles = middles(points, masses, groups);
    let mut open = Vec::new();
    let mut forces: Vec<(f64, f64)> = (0..points.len())
        .map(|node| {
            let (x, y) = points[node];
            let mass = masses[node];
            let away = tree.repulsion(x, y, &mut open);
            let middle = middles[groups[node]];
            let pull = |own: f64, middle: f64| mass * (GROUP_PULL * (middle - own) - MIDDLE_PULL * own);
            (mass * away.0 + pull(x, middle.0), mass * away.1 + pull(y, middle.1))
        })
        .collect();
    for spring in springs {
        let (from, to) = (points[spring.from], points[spring.to]);
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let pull = spring.strength * (dx * dx + dy * dy).sqrt();
        forces[spring.from].0 += dx * pull;
        forces[spring.from].1 += dy * pull;
        forces[spring.to].0 -= dx * pull;
        forces[spring.to].1 -= dy * pull;
    }
    forces
}

/// Returns the centre of mass of each group.
fn middles(points: &[(f64, f64)], masses: &[f64], groups: &[usize]) -> Vec<(f64, f64)> {
    let mut sums = vec![(0.0, 0.0, 0.0); groups.len()];
    for ((point, mass), &group) in points.iter().zip(masses).zip(groups) {
        sums[group].0 += point.0 * mass;
        sums[group].1 += point.1 * mass;
        sums[group].2 += mass;
    }
    sums.into_iter().map(|(x, y, mass)| (x / f64::max(mass, 1e-9), y / f64::max(mass, 1e-9))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(groups: &[usize]) -> Vec<Body> {
        let body = |&group: &usize| Body { mass: 1.0, group };
        groups.iter().map(body).collect()
    }

    fn spring(from: usize, to: usize) -> Spring {
        Spring { from, to, strength: 1.0 }
    }

    fn distance(one: (f64, f64), other: (f64, f64)) -> f64 {
        let (x, y) = (one.0 - other.0, one.1 - other.1);
        (x * x + y * y).sqrt()
    }

    #[test]
    fn neighbours_stand_nearer_than_strangers() {
        let points = settle(&bodies(&[0; 4]), &[spring(0, 1), spring(1, 2), spring(2, 3)]);
        assert!((0.4..1.6).contains(&distance(points[0], points[1])), "{points:?}");
        assert!(distance(points[0], points[3]) > 2.0 * distance(points[0], points[1]));
    }

    #[test]
    fn a_group_stands_together() {
        let points = settle(&bodies(&[0, 1, 0, 1, 0, 1]), &[spring(0, 2), spring(1, 3)]);
        assert!(distance(points[0], points[2]) < distance(points[0], points[1]));
        assert!(distance(points[1], points[5]) < distance(points[0], points[5]));
    }

    #[test]
    fn everything_comes_to_rest_at_a_finite_place() {
        let springs: Vec<_> = (1..300).map(|leaf| spring(0, leaf)).collect();
        let points = settle(&bodies(&[0; 300]), &springs);
        assert!(points.iter().all(|(x, y)| x.abs() < 1e3 && y.abs() < 1e3));
    }

    #[test]
    fn the_spiral_gives_each_body_its_room() {
        let points = spiral(&[1.0; 100]);
        for (place, &one) in points.iter().enumerate() {
            for &other in &points[..place] {
                assert!(distance(one, other) > 0.5, "{one:?} {other:?}");
            }
        }
    }
}
