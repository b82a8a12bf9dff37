//! Duplicates: the same text under two links.
//!
//! Two rules, both exact:
//!
//! * `same-title`: the folded titles are equal, and of the abstracts at least
//!   [`SAME_TITLE`] of the word pairs are shared; where one has no abstract, the
//!   title must have [`LONG_TITLE`] words ("Introduction" proves nothing);
//! * `near-identical`: the titles share [`NEAR_TITLE`] of their words and differ
//!   neither in a number nor by a term each, and of the abstracts' word pairs
//!   that are rare (in at most [`RARE`] articles) [`NEAR_TEXT`] are shared, and
//!   [`LEAST_SHARED`] at least. What many articles say in the same words ("is
//!   part of the series …") is rare in none, and so proves nothing.
//!
//! The similarity is the Jaccard coefficient of the word pairs (Broder, "On the
//! resemblance and containment of documents", SEQUENCES 1997, with shingles of
//! two words). Because only rare pairs can bring two articles together, all
//! candidates are found by looking them up; no hashing scheme guesses. Costs the
//! words of all abstracts. Of articles with one title and one abstract each is
//! linked to the first.

use crate::catalog::{Article, Catalog};
use crate::mention::{Extraction, Field};
use crate::text::{STOP, fold};
use crate::vocabulary::TermId;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// The least similarity of abstracts under the same title.
pub const SAME_TITLE: f64 = 0.2;
/// The least number of words of a title that proves by itself.
pub const LONG_TITLE: usize = 5;
/// A title that more different abstracts stand under names none of them.
pub const MOST_TEXTS: usize = 50;
/// The least similarity of the titles of near-identical articles, over words
/// that tell.
pub const NEAR_TITLE: f64 = 0.3;
/// The least similarity of near-identical abstracts, over rare word pairs.
pub const NEAR_TEXT: f64 = 0.85;
/// The least number of rare word pairs they share.
pub const LEAST_SHARED: usize = 8;
/// A word pair is rare that at most so many articles have.
pub const RARE: usize = 4;

/// Two articles that are the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Duplicate {
    /// Their indices in the catalogue, the smaller IRI first.
    pub articles: (usize, usize),
    /// The share of word pairs in both abstracts, 0 to 1; 1 where the title
    /// alone decides.
    pub similarity: f64,
    /// `same-title` or `near-identical`.
    pub rule: &'static str,
}

/// Finds the duplicates among a catalogue's articles, sorted.
#[must_use]
pub fn duplicates(catalog: &Catalog, extractions: &[Extraction]) -> Vec<Duplicate> {
    let articles = &catalog.articles;
    let folded: Vec<(Vec<String>, Vec<String>)> = articles
        .par_iter()
        .map(|article| (words(&article.title), words(article.summary.as_deref().unwrap_or_default())))
        .collect();
    let pairs = word_pairs(&folded);
    let mut found = same_titles(articles, &folded, &pairs);
    let rare = rare_pairs(&pairs);
    for ((one, other), shared) in near(&rare) {
        let similarity = share(shared, rare[one].len(), rare[other].len());
        let is_other_title = folded[one].0 != folded[other].0;
        let is_near = shared >= LEAST_SHARED && similarity >= NEAR_TEXT;
        if is_other_title && is_near && is_same_title(&folded, extractions, one, other) {
            found.entry((one, other)).or_insert(Duplicate {
                articles: (one, other),
                similarity,
                rule: "near-identical",
            });
        }
    }
    found.into_values().collect()
}

/// For each article the first of those that are the same, itself where there is
/// none: duplicates of duplicates are one group.
#[must_use]
pub fn groups(articles: usize, duplicates: &[Duplicate]) -> Vec<usize> {
    let mut first: Vec<usize> = (0..articles).collect();
    let root = |first: &[usize], mut article: usize| {
        while first[article] != article {
            article = first[article];
        }
        article
    };
    for Duplicate { articles: (one, other), .. } in duplicates {
        let (one, other) = (root(&first, *one), root(&first, *other));
        first[one.max(other)] = one.min(other);
    }
    // A first one has a smaller index, so it is right already.
    for article in 0..articles {
        first[article] = first[first[article]];
    }
    first
}

fn words(text: &str) -> Vec<String> {
    let stop = char::from(STOP);
    fold(text).split([' ', stop]).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The distinct pairs of neighbouring words of each abstract, as numbers, sorted.
fn word_pairs(folded: &[(Vec<String>, Vec<String>)]) -> Vec<Vec<u64>> {
    let mut numbers: FxHashMap<&str, u64> = FxHashMap::default();
    let mut number = |word| {
        let next = numbers.len() as u64;
        *numbers.entry(word).or_insert(next)
    };
    let pairs = |(_, abstract_words): &'_ (Vec<String>, Vec<String>)| abstract_words.len();
    let mut all = Vec::with_capacity(folded.iter().map(pairs).sum::<usize>().min(folded.len()));
    for (_, abstract_words) in folded {
        let numbered: Vec<u64> = abstract_words.iter().map(|word| number(word.as_str())).collect();
        let mut own: Vec<u64> = match numbered.as_slice() {
            [only] => vec![u64::from(u32::MAX) << 32 | only],
            many => many.windows(2).map(|pair| pair[0] << 32 | pair[1]).collect(),
        };
        own.sort_unstable();
        own.dedup();
        all.push(own);
    }
    all
}

fn same_titles(
    articles: &[Article],
    folded: &[(Vec<String>, Vec<String>)],
    pairs: &[Vec<u64>],
) -> BTreeMap<(usize, usize), Duplicate> {
    let mut by_title: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (index, (title, _)) in folded.iter().enumerate().filter(|(_, (title, _))| !title.is_empty()) {
        by_title.entry(title).or_default().push(index);
    }
    let mut found = BTreeMap::new();
    for (title, group) in by_title {
        // Whatever has the very same abstract belongs to the first that has it.
        let mut firsts: BTreeMap<&[String], usize> = BTreeMap::new();
        let mut add = |one: usize, other: usize| {
            let has_both = articles[one].summary.is_some() && articles[other].summary.is_some();
            let similarity = if has_both { jaccard(&pairs[one], &pairs[other]) } else { 1.0 };
            let is_proof = if has_both { similarity >= SAME_TITLE } else { title.len() >= LONG_TITLE };
            if is_proof {
                let articles = (one, other);
                found.insert(articles, Duplicate { articles, similarity, rule: "same-title" });
            }
        };
        for index in group {
            match firsts.get(folded[index].1.as_slice()) {
                Some(first) => add(*first, index),
                None => {
                    firsts.insert(&folded[index].1, index);
                }
            }
        }
        let mut firsts: Vec<usize> = firsts.into_values().collect();
        if firsts.len() > MOST_TEXTS {
            continue;
        }
        firsts.sort_unstable();
        for (position, one) in firsts.iter().enumerate() {
            firsts[position + 1..].iter().for_each(|other| add(*one, *other));
        }
    }
    found
}

/// The word pairs that few articles have.
fn rare_pairs(pairs: &[Vec<u64>]) -> Vec<Vec<u64>> {
    let mut times: FxHashMap<u64, usize> = FxHashMap::default();
    for pair in pairs.iter().flatten() {
        *times.entry(*pair).or_default() += 1;
    }
    pairs.iter().map(|own| own.iter().copied().filter(|pair| times[pair] <= RARE).collect()).collect()
}

/// The articles that share rare word pairs, with how many.
fn near(rare: &[Vec<u64>]) -> BTreeMap<(usize, usize), usize> {
    let mut owners: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (index, own) in rare.iter().enumerate() {
        for pair in own {
            let earlier = owners.entry(*pair).or_default();
            for other in earlier.iter() {
                *shared.entry((*other, index)).or_default() += 1;
            }
            earlier.push(index);
        }
    }
    shared
}

/// Whether two titles can name the same text.
fn is_same_title(folded: &[(Vec<String>, Vec<String>)], extractions: &[Extraction], one: usize, other: usize) -> bool {
    let telling = |index: usize| -> FxHashSet<&str> {
        folded[index].0.iter().map(String::as_str).filter(|word| !SMALL_WORDS.contains(word)).collect()
    };
    let (first, second) = (telling(one), telling(other));
    let is_near = share(first.intersection(&second).count(), first.len(), second.len()) >= NEAR_TITLE;
    let terms = |index: usize| -> BTreeSet<TermId> {
        let mentions = extractions[index].mentions.iter().filter(|mention| mention.field == Field::Title);
        mentions.map(|mention| mention.term).collect()
    };
    let (its, others) = (terms(one), terms(other));
    let is_about_the_same = its.is_subset(&others) || others.is_subset(&its);
    is_near && is_about_the_same && numbers(&folded[one].0) == numbers(&folded[other].0)
}

/// Words that say nothing of what a title is about.
const SMALL_WORDS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "how", "i", "in", "is", "it",
    "its", "my", "of", "on", "or", "s", "that", "the", "this", "to", "what", "with", "you", "your",
];

/// The numbers in a title, and what tells its parts apart: `2`, `six`, the word
/// behind `part`.
fn numbers(title: &[String]) -> Vec<&str> {
    const COUNTED: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    const DIGITS: [&str; 10] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
    const PARTS: [&str; 8] = ["book", "chapter", "episode", "level", "part", "section", "vol", "volume"];
    let digits = |word: &String| COUNTED.iter().position(|one| one == word).map(|at| DIGITS[at]);
    let mut found: Vec<&str> = title
        .iter()
        .filter_map(|word| digits(word).or_else(|| word.contains(|one: char| one.is_ascii_digit()).then_some(word)))
        .collect();
    let behind = title.windows(2).filter(|pair| PARTS.contains(&pair[0].as_str())).map(|pair| pair[1].as_str());
    found.extend(behind);
    found.sort_unstable();
    found
}

/// The share of what two sorted lists have in common.
fn jaccard(one: &[u64], other: &[u64]) -> f64 {
    let shared = one.iter().filter(|pair| other.binary_search(pair).is_ok()).count();
    share(shared, one.len(), other.len())
}

#[expect(clippy::cast_precision_loss, reason = "numbers of words are far below 2^52")]
fn share(shared: usize, one: usize, other: usize) -> f64 {
    let all = one + other - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duplicates_of_duplicates_are_one_group() {
        let pair = |one, other| Duplicate { articles: (one, other), similarity: 1.0, rule: "same-title" };
        assert_eq!(groups(6, &[pair(1, 3), pair(2, 4), pair(3, 4)]), [0, 1, 1, 1, 1, 5]);
        assert_eq!(groups(3, &[]), [0, 1, 2]);
    }

    #[test]
    fn numbers_tell_parts_apart() {
        let numbers_of = |title: &str| numbers(&words(title)).into_iter().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(numbers_of("Six Tips"), numbers_of("6 Tips"));
        assert_ne!(numbers_of("A Shell [Part IV]"), numbers_of("A Shell [Part V]"));
        assert_ne!(numbers_of("The list of 2020"), numbers_of("The list of 2021"));
        assert!(numbers_of("On the part of it").contains(&"of".to_owned()));
    }

    #[test]
    fn similarity_is_jaccard_s() {
        assert!((jaccard(&[1, 2, 3], &[2, 3, 4]) - 0.5).abs() < 1e-9);
        assert!(jaccard(&[], &[]).abs() < 1e-9);
    }
}
