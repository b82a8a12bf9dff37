//! Which words are ordinary English, so that a capital in a title makes no
//! name of them.
//!
//! The words are embedded: `vocabulary/english/scowl.txt`, base forms from
//! SCOWL (see NOTICE), given names and places among them, and
//! `vocabulary/english/modern.txt`, words that are younger than it. Inflected
//! forms are led back to base forms by a few endings; prefixes that make new
//! words freely (`pre-`, `non-`, `anti-`) stand in the lists as words.

use crate::text::fold;
use std::sync::OnceLock;

/// The lists, each sorted in byte order, one folded word a line.
const LISTS: [&str; 2] =
    [include_str!("../vocabulary/english/scowl.txt"), include_str!("../vocabulary/english/modern.txt")];

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
/// Costs some binary searches over the lists.
#[must_use]
pub fn is_ordinary(word: &str) -> bool {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    let mut parts = word.split(|character: char| !character.is_alphanumeric() && character != '+').peekable();
    parts.peek().is_some() && parts.all(|part| is_ordinary_part(&fold(part)))
}

fn is_ordinary_part(word: &str) -> bool {
    if word.is_empty() || word.bytes().all(|byte| byte.is_ascii_digit()) || is_listed(word) {
        return true;
    }
    let is_inflected = ENDINGS.iter().any(|(ending, rest)| {
        let stem = word.strip_suffix(ending).filter(|stem| stem.len() >= 3);
        stem.is_some_and(|stem| is_listed(&format!("{stem}{rest}")) || is_doubled(stem, ending))
    });
    let is_prefixed = || {
        let rests = PREFIXES.iter().filter_map(|prefix| word.strip_prefix(prefix));
        rests.filter(|rest| rest.len() >= 4).any(is_ordinary_part)
    };
    is_inflected || is_prefixed()
}

/// Whether a stem is a word with its last letter doubled: `plann-ing`.
fn is_doubled(stem: &str, ending: &str) -> bool {
    let (Some(last), Some(rest)) = (stem.bytes().last(), stem.get(..stem.len() - 1)) else { return false };
    matches!(ending, "ed" | "ing" | "er" | "ers") && rest.bytes().last() == Some(last) && is_listed(rest)
}

fn is_listed(word: &str) -> bool {
    static WORDS: OnceLock<[Vec<&str>; 2]> = OnceLock::new();
    let lists = WORDS.get_or_init(|| LISTS.map(|list| list.lines().collect()));
    lists.iter().any(|list| list.binary_search(&word).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        for list in LISTS {
            let words: Vec<&str> = list.lines().collect();
            assert!(words.is_sorted(), "binary search needs it");
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
