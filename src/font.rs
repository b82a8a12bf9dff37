//! The shipped font: what labels are measured with, and what PNGs are drawn with.
//!
//! Browsers, resvg and Graphviz each pick whatever font they find, or none, so
//! a layout that asked the system would differ from machine to machine, and a
//! PNG made in a container would be empty of text. One small font goes along
//! instead (`font/README.md` says how it was made). Measuring adds up advance
//! widths and the kerning of neighbouring glyphs, which is all the shaping
//! that the scripts in this font need; other scripts get an estimate, and
//! `textLength` in the SVG makes them fit.

use ttf_parser::gpos::{PairAdjustment, PositioningSubtable};
use ttf_parser::{Face, GlyphId};

/// The font that is built into the program, ready to measure.
pub struct Font {
    face: Face<'static>,
    kerning: Vec<PairAdjustment<'static>>,
}

impl Font {
    /// Family name, as it stands in the font and in `font-family` lists.
    pub const FAMILY: &'static str = "Articlegraph Sans";

    /// The font file itself, for a renderer that draws with it.
    pub const BYTES: &'static [u8] = include_bytes!("font/articlegraph-sans.ttf");

    /// Returns the shipped font. Costs some microseconds; nothing is decoded.
    ///
    /// # Panics
    /// Never: a test parses the file.
    #[must_use]
    pub fn shipped() -> Self {
        let face = Face::parse(Self::BYTES, 0).expect("the shipped font is whole");
        let kerning = kerning(&face);
        Self { face, kerning }
    }

    /// Returns the width of `text` on one line, in px, at a font size in px.
    ///
    /// A character that the font lacks counts half an em, a Chinese, Japanese
    /// or Korean one or an emoji a whole em, a combining mark nothing.
    #[must_use]
    pub fn measure(&self, text: &str, size_px: f64) -> f64 {
        let mut units = 0.0;
        let mut before = None;
        for character in text.chars() {
            let glyph = self.face.glyph_index(character);
            units += glyph.map_or_else(|| self.missing(character), |glyph| self.advance(glyph));
            units += before.zip(glyph).map_or(0.0, |pair| self.kern(pair));
            before = glyph;
        }
        units * size_px / f64::from(self.face.units_per_em())
    }

    /// Tells whether the font can draw every character of `text`.
    #[must_use]
    pub fn covers(&self, text: &str) -> bool {
        text.chars().all(|character| self.face.glyph_index(character).is_some())
    }

    fn advance(&self, glyph: GlyphId) -> f64 {
        self.face.glyph_hor_advance(glyph).map_or(0.0, f64::from)
    }

    fn missing(&self, character: char) -> f64 {
        f64::from(self.face.units_per_em()) * ems_of_missing(character)
    }

    /// Returns what kerning adds between two glyphs, in font units.
    fn kern(&self, (left, right): (GlyphId, GlyphId)) -> f64 {
        self.kerning.iter().find_map(|pairs| pair_advance(pairs, left, right)).map_or(0.0, f64::from)
    }
}

/// Returns the pair kerning subtables of a font, in the order they apply.
fn kerning(face: &Face<'static>) -> Vec<PairAdjustment<'static>> {
    let Some(table) = face.tables().gpos else {
        return Vec::new();
    };
    let subtables =
        table.lookups.into_iter().flat_map(|lookup| lookup.subtables.into_iter::<PositioningSubtable<'_>>());
    subtables
        .filter_map(|subtable| match subtable {
            PositioningSubtable::Pair(pairs) => Some(pairs),
            _ => None,
        })
        .collect()
}

/// Returns the change of advance for a pair, none where the subtable does not
/// speak of it and the next one is to be asked (OpenType, GPOS lookup type 2).
fn pair_advance(pairs: &PairAdjustment<'_>, left: GlyphId, right: GlyphId) -> Option<i16> {
    let index = pairs.coverage().get(left)?;
    let (first, _) = match pairs {
        PairAdjustment::Format1 { sets, .. } => sets.get(index)?.get(right)?,
        PairAdjustment::Format2 { classes, matrix, .. } => matrix.get((classes.0.get(left), classes.1.get(right)))?,
    };
    Some(first.x_advance)
}

fn ems_of_missing(character: char) -> f64 {
    match u32::from(character) {
        0x0300..=0x036F | 0x200B..=0x200F | 0x20D0..=0x20FF | 0xFE00..=0xFE0F => 0.0,
        0x1100..=0x115F
        | 0x2600..=0x27BF
        | 0x2E80..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE4F
        | 0xFF00..=0xFF60
        | 0x1F000..=0x1FAFF
        | 0x20000..=0x3FFFF => 1.0,
        _ => 0.5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_the_family_it_says_and_small() {
        let font = Font::shipped();
        let names = font.face.names();
        let family = names.into_iter().find(|name| name.name_id == ttf_parser::name_id::FAMILY && name.is_unicode());
        assert_eq!(family.unwrap().to_string().unwrap(), Font::FAMILY);
        assert!(Font::BYTES.len() < 120_000);
    }

    #[test]
    fn it_covers_latin_greek_and_cyrillic() {
        let font = Font::shipped();
        assert!(font.covers("λ-calculus, Яндекс, naïve “Bayes” → Ångström €5 … – —"));
        assert!(!font.covers("漢字"));
    }

    #[test]
    fn width_grows_with_text_and_size() {
        let font = Font::shipped();
        let width = font.measure("Kubernetes", 16.0);
        assert!((75.0..95.0).contains(&width), "{width}");
        assert!((font.measure("Kubernetes", 32.0) - 2.0 * width).abs() < 1e-9);
        assert!(font.measure("Kubernetes!", 16.0) > width);
        assert!(font.measure("", 16.0).abs() < 1e-9);
    }

    #[test]
    fn kerning_brings_some_pairs_together() {
        let font = Font::shipped();
        let apart = font.measure("A", 100.0) + font.measure("V", 100.0);
        assert!(font.measure("AV", 100.0) < apart - 1.0);
    }

    #[test]
    fn missing_glyphs_have_an_estimated_width() {
        let font = Font::shipped();
        let cases = [("漢字", 20.0), ("🦀", 10.0), ("ת", 5.0), ("\u{200b}", 0.0)];
        for (text, width) in cases {
            assert!((font.measure(text, 10.0) - width).abs() < 1e-9, "{text}");
        }
    }
}
