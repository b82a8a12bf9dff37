//! Words that say where a text or a picture comes from, not what it is about.

use std::ops::Range;

/// How such sentences begin, in lower case.
const OPENINGS: [&str; 14] = [
    "featured image source",
    "feature image",
    "image by ",
    "image credit",
    "image from ",
    "image source",
    "image via ",
    "originally published",
    "photo by ",
    "photo credit",
    "photo from ",
    "photo via ",
    "picture credit",
    "this slack discussion by ",
];

/// The parts of an abstract that are boilerplate, in bytes: from an opening to
/// the end of its sentence, line or bracket. Linear in the text.
pub(super) fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.char_indices().filter(|(_, character)| "fiopt".contains(character.to_ascii_lowercase())) {
        let begins_a_word = !text[..at].ends_with(char::is_alphanumeric);
        let is_new = ranges.last().is_none_or(|range| range.end <= at);
        if begins_a_word && is_new && OPENINGS.iter().any(|opening| starts_with(&text[at..], opening)) {
            ranges.push(at..at + sentence(&text[at..]));
        }
    }
    ranges
}

fn starts_with(text: &str, opening: &str) -> bool {
    text.get(..opening.len()).is_some_and(|head| head.eq_ignore_ascii_case(opening))
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
    fn what_tells_the_source_of_a_picture_is_cut_to_the_end_of_its_sentence() {
        for (text, cut) in [
            ("Kafka. (Photo by Ann on Unsplash) Redis", "Photo by Ann on Unsplash"),
            ("Image Source: a.b.com/x. Redis", "Image Source: a.b.com/x"),
            ("This Slack discussion by Ann occurred in #x", "This Slack discussion by Ann occurred in #x"),
            ("Telephoto by design; a photograph", ""),
            ("Überphoto by é", ""),
        ] {
            let found: String = ranges(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, cut, "{text}");
        }
    }
}
