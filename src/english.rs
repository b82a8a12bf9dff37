//! Which words are ordinary English, so that a capital in a title makes no
//! name of them.
//!
//! The words are embedded: `vocabulary/english/scowl.txt`, base forms from
//! SCOWL (see NOTICE), given names and places among them, and
//! `vocabulary/english/modern.txt`, words that are younger than it, and
//! `vocabulary/english/abbreviations.txt`. Inflected
//! forms are led back to base forms by a few endings; prefixes that make new
//! words freely (`pre-`, `non-`, `anti-`) stand in the lists as words.

use crate::text::fold;
use rustc_hash::FxHashSet;
use std::sync::OnceLock;

/// The lists, each sorted in byte order, one folded word a line.
const LISTS: [&str; 3] =
    [include_str!("../vocabulary/english/scowl.txt"), include_str!("../vocabulary/english/modern.txt"), ABBREVIATIONS];

/// Abbreviations that everybody uses, folded.
const ABBREVIATIONS: &str = include_str!("../vocabulary/english/abbreviations.txt");

/// Endings of inflected forms, and what stands in their place in base forms.
const ENDINGS: [(&str, &str); 20] = [
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("er", "e"),
    ("ers", ""),
    ("ers", "e"),
    ("ly", ""),
    ("ness", ""),
    ("ization", "ize"),
    ("isation", "ize"),
    ("ise", "ize"),
    ("ised", "ize"),
    ("ising", "ize"),
    ("able", ""),
    ("able", "e"),
];

/// Prefixes that make words of words.
const PREFIXES: [&str; 8] = ["un", "re", "non", "anti", "over", "micro", "cyber", "inter"];

/// Whether a word, or each part of a hyphenated one, is an ordinary English
/// word, a number, a given name or a well-known place, in any letter case.
/// Costs some look-ups, and a millisecond or two the first time.
#[must_use]
pub fn is_ordinary(word: &str) -> bool {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    let mut parts = word.split(|character: char| !character.is_alphanumeric() && character != '+').peekable();
    parts.peek().is_some() && parts.all(is_ordinary_part)
}

/// The value of a number word from one to ten, in any letter case.
#[must_use]
pub fn number(word: &str) -> Option<usize> {
    const WORDS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.iter().position(|one| one.eq_ignore_ascii_case(word)).map(|index| index + 1)
}

/// Whether a word of capitals is a well-known abbreviation: `CEO`, `FAQ`.
#[must_use]
pub fn is_abbreviation(word: &str) -> bool {
    let lower = fold(word);
    ABBREVIATIONS.lines().any(|line| line == lower)
}

fn is_ordinary_part(part: &str) -> bool {
    const LONGEST: usize = 32;
    let mut buffer = [0; LONGEST];
    match buffer.get_mut(..part.len()).filter(|_| part.is_ascii()) {
        // Nearly all words: no memory is taken for them.
        Some(lower) => {
            lower.copy_from_slice(part.as_bytes());
            lower.make_ascii_lowercase();
            std::str::from_utf8(lower).is_ok_and(is_ordinary_lower)
        }
        None => is_ordinary_lower(&fold(part)),
    }
}

fn is_ordinary_lower(word: &str) -> bool {
    let is_number = || word.bytes().all(|byte| byte.is_ascii_digit());
    word.len() <= 1 || is_listed(word) || is_number() || is_inflected(word) || {
        let mut rests = PREFIXES.iter().filter_map(|prefix| word.strip_prefix(prefix));
        rests.any(|rest| rest.len() >= 4 && is_ordinary_lower(rest))
    }
}

fn is_inflected(word: &str) -> bool {
    ENDINGS.iter().any(|(ending, rest)| {
        let stem = word.strip_suffix(ending).filter(|stem| stem.len() >= 3);
        stem.is_some_and(|stem| {
            let is_base = if rest.is_empty() { is_listed(stem) } else { is_listed(&format!("{stem}{rest}")) };
            is_base || is_doubled(stem, ending)
        })
    })
}

/// Whether a stem is a word with its last letter doubled: `plann-ing`.
fn is_doubled(stem: &str, ending: &str) -> bool {
    let (Some(last), Some(rest)) = (stem.bytes().last(), stem.get(..stem.len() - 1)) else { return false };
    matches!(ending, "ed" | "ing" | "er" | "ers") && rest.bytes().last() == Some(last) && is_listed(rest)
}

fn is_listed(word: &str) -> bool {
    static WORDS: OnceLock<FxHashSet<&str>> = OnceLock::new();
    WORDS.get_or_init(|| LISTS.iter().flat_map(|list| list.lines()).collect()).contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        for list in LISTS {
            let words: Vec<&str> = list.lines().collect();
            assert!(words.is_sorted(), "people look for words in it");
            assert!(words.iter().all(|word| fold(word) == **word), "words are folded");
        }
    }

    #[test]
    fn words_in_any_form_are_ordinary_and_names_are_not() {
        for word in ["Building", "planned", "Confidence", "Post-Pandemic", "David", "tokenization", "2021", "It's"] {
            assert!(is_ordinary(word), "{word}");
        }
        for name in ["Nameko", "HarperDB", "KubiScan", "Devtron", "Kovudoo"] {
            assert!(!is_ordinary(name), "{name}");
        }
    }
}
