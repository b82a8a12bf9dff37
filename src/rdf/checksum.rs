//! A checksum of a graph that needs no order.

use crate::text::hex;
use oxigraph::model::QuadRef;
use sha2::{Digest as _, Sha256};
use std::fmt;

/// The sum modulo 2^256 of the SHA-256 of every quad's N-Quads line without
/// its line end. Sums of parts can be added, so threads need not wait for each
/// other, and the order of quads does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checksum {
    /// Least significant first.
    limbs: [u64; 4],
}

impl Checksum {
    /// The checksum of some quads.
    #[must_use]
    pub fn of<'a>(quads: impl IntoIterator<Item = impl Into<QuadRef<'a>>>) -> Self {
        use std::io::Write as _;
        let mut sum = Self::default();
        let mut line = Vec::new();
        for quad in quads {
            line.clear();
            // Writing to a vector cannot fail.
            let _ = write!(line, "{} .", quad.into());
            sum.add_digest(&Sha256::digest(&line).into());
        }
        sum
    }

    /// Adds the checksum of other quads.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let mut limbs = [0; 4];
        let mut carry = false;
        for ((limb, one), two) in limbs.iter_mut().zip(self.limbs).zip(other.limbs) {
            let (sum, over) = one.overflowing_add(two);
            let (sum, over_again) = sum.overflowing_add(u64::from(carry));
            (*limb, carry) = (sum, over || over_again);
        }
        Self { limbs }
    }

    fn add_digest(&mut self, digest: &[u8; 32]) {
        let mut limbs = [0; 4];
        for (limb, bytes) in limbs.iter_mut().rev().zip(digest.chunks_exact(8)) {
            *limb = bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        }
        *self = self.plus(Self { limbs });
    }
}

impl fmt::Display for Checksum {
    /// 64 hexadecimal digits, most significant first.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes: Vec<u8> = self.limbs.iter().rev().flat_map(|limb| limb.to_be_bytes()).collect();
        formatter.write_str(&hex(&bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::{GraphName, NamedNode, Quad};

    #[test]
    fn the_order_does_not_matter_and_carries_are_kept() {
        let node = |name: &str| NamedNode::new_unchecked(format!("urn:{name}"));
        let quads: Vec<Quad> = (0..50)
            .map(|number| Quad::new(node(&number.to_string()), node("p"), node("o"), GraphName::DefaultGraph))
            .collect();
        let all = Checksum::of(&quads);
        assert_eq!(all, Checksum::of(quads.iter().rev()));
        assert_eq!(all, Checksum::of(&quads[20..]).plus(Checksum::of(&quads[..20])));
        let one = Checksum::of(&quads[..1]).to_string();
        assert_eq!(one, hex(&Sha256::digest("<urn:0> <urn:p> <urn:o> .")));
        let most = Checksum { limbs: [u64::MAX; 4] };
        assert_eq!(most.plus(Checksum { limbs: [1, 0, 0, 0] }), Checksum::default());
    }
}
