//! Words that say where a text or a picture comes from, not what it is about.

use std::ops::Range;

/// How such sentences begin, folded; the spotter looks for them.
pub(super) const OPENINGS: [&str; 14] = [
    "feature image",
    "featured image source",
    "image by",
    "image credit",
    "image from",
    "image source",
    "image via",
    "originally published",
    "photo by",
    "photo credit",
    "photo from",
    "photo via",
    "picture credit",
    "this slack discussion by",
];

/// The part of a text that is boilerplate, in bytes, from where an opening
/// stands: to the end of the sentence, the line or the bracket. `None` where the
/// opening does not begin a sentence.
pub(super) fn range(text: &str, start: usize) -> Option<Range<usize>> {
    let before = text[..start].trim_end_matches([' ', '*', '_', '"', '“']);
    let begins = before.is_empty() || before.ends_with(['.', '!', '?', '(', '[', '\n', '—', '–', '|', ':', ')']);
    begins.then(|| start..start + sentence(&text[start..]))
}

/// The length of a text's first sentence.
fn sentence(text: &str) -> usize {
    let is_end = |(at, mark): &(usize, char)| match mark {
        '\n' | ')' => true,
        '.' | '!' | '?' => text[at + 1..].starts_with([' ', '\n']),
        _ => false,
    };
    text.char_indices().find(is_end).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boilerplate_goes_to_the_end_of_its_sentence() {
        for (text, cut) in [
            ("Photo by Ann on Unsplash) Redis", "Photo by Ann on Unsplash"),
            ("Image Source: a.b.com/x. Redis", "Image Source: a.b.com/x"),
            ("This Slack discussion by Ann occurred in #x", "This Slack discussion by Ann occurred in #x"),
        ] {
            assert_eq!(range(text, 0).map(|range| &text[range]), Some(cut));
        }
        assert_eq!(range("a Docker image from Kafka", 9), None);
    }
}
