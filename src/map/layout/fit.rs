//! From a picture without a scale to a sheet of the right size and shape.
//!
//! The picture is turned so that its long side lies flat (principal axes),
//! evened out, stretched to the aspect, and made so large that the boxes fill a
//! sixth of it: on a larger sheet labels are dots, on a smaller one lines hide.

use super::overlap::Rectangle;
use super::real;

/// Part of the sheet that the boxes cover on a large map; two boxes by
/// themselves stand nearer.
const FILL: f64 = 0.17;
const FILL_OF_FEW: f64 = 0.3;

/// How far the picture is evened out, 0 (not) to 1 (every column and every row
/// of the sheet holds as much).
const EVENNESS: f64 = 0.5;

/// Puts each rectangle's centre where its point belongs on the sheet.
pub(super) fn fit(points: &[(f64, f64)], rectangles: &mut [Rectangle], aspect: f64) {
    let fill = FILL + FILL_OF_FEW / real(points.len());
    let area = rectangles.iter().map(Rectangle::area).sum::<f64>() / fill;
    let height = (area / aspect).sqrt();
    let turned = lying_flat(points);
    let xs = evened(&turned.iter().map(|point| point.0).collect::<Vec<_>>());
    let ys = evened(&turned.iter().map(|point| point.1).collect::<Vec<_>>());
    for ((rectangle, x), y) in rectangles.iter_mut().zip(xs).zip(ys) {
        rectangle.x = x * height * aspect;
        rectangle.y = y * height;
    }
}

/// Returns the points around their middle, the longer principal axis along x.
fn lying_flat(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let count = real(points.len());
    let sum = points.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
    let middle = (sum.0 / count, sum.1 / count);
    let centred = points.iter().map(|point| (point.0 - middle.0, point.1 - middle.1));
    let centred: Vec<(f64, f64)> = centred.collect();
    let (cosine, sine) = principal_axis(&centred);
    centred.into_iter().map(|(x, y)| (x * cosine + y * sine, y * cosine - x * sine)).collect()
}

/// Returns the direction in which points around the origin are spread most.
///
/// It is the first eigenvector of their covariance `[[xx, xy], [xy, yy]]`, half
/// the angle of `(xx - yy, 2 xy)`; halved by square roots, without an arc.
fn principal_axis(points: &[(f64, f64)]) -> (f64, f64) {
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in points {
        xx += x * x;
        xy += x * y;
        yy += y * y;
    }
    let length = ((xx - yy) * (xx - yy) + 4.0 * xy * xy).sqrt();
    if length < 1e-12 {
        return (1.0, 0.0);
    }
    let double_cosine = (xx - yy) / length;
    let sine = (0.5 - 0.5 * double_cosine).max(0.0).sqrt();
    let cosine = (0.5 + 0.5 * double_cosine).max(0.0).sqrt();
    (cosine, if xy < 0.0 { -sine } else { sine })
}

/// Returns the values stretched to 0..1, half as they are and half by rank.
///
/// Force layouts are dense in the middle and thin at the rim. Where only ranks
/// counted, every strip would hold as many nodes; the order along the axis
/// stays the same in any mixture.
fn evened(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]).then(a.cmp(&b)));
    let (least, most) = (values[order[0]], values[order[order.len() - 1]]);
    let range = (most - least).max(1e-9);
    let steps = real((order.len() - 1).max(1));
    let mut evened = vec![0.0; values.len()];
    for (rank, node) in order.into_iter().enumerate() {
        let plain = (values[node] - least) / range;
        evened[node] = EVENNESS * real(rank) / steps + (1.0 - EVENNESS) * plain;
    }
    evened
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slanted_row_is_laid_flat() {
        let points = [(0.0, 0.0), (1.0, 2.0), (2.0, 4.0), (3.0, 6.0)];
        let flat = lying_flat(&points);
        assert!(flat.iter().all(|(_, y)| y.abs() < 1e-9), "{flat:?}");
        let length = (flat[3].0 - flat[0].0).abs();
        assert!((length - 45.0_f64.sqrt()).abs() < 1e-9, "{length}");
    }

    #[test]
    fn evening_out_keeps_order_and_ends() {
        let evened = evened(&[5.0, 0.0, 1.0, 100.0]);
        assert!(evened[1].abs() < 1e-9 && (evened[3] - 1.0).abs() < 1e-9);
        assert!(evened[1] < evened[2] && evened[2] < evened[0] && evened[0] < evened[3]);
        assert!(evened[0] > 0.3, "the crowd spreads out: {evened:?}");
    }

    #[test]
    fn points_without_extent_do_no_harm() {
        let one = Rectangle { x: 0.0, y: 0.0, width: 50.0, height: 20.0 };
        let mut rectangles = [one; 3];
        fit(&[(1.0, 1.0); 3], &mut rectangles, 1.4);
        assert!(rectangles.iter().all(|one| one.x.is_finite() && one.y.is_finite()));
    }
}
