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
use crate::english;
use crate::mention::{Extraction, Field, Mention};
use crate::text::{STOP, fold};
use crate::vocabulary::TermId;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::btree_map::Entry;
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
    let pairs = word_pairs(articles);
    let mut found = same_titles(articles, &pairs);
    let rare = Rare::new(&pairs);
    for ((one, other), shared) in rare.shared {
        let similarity = share(shared, rare.of[one], rare.of[other]);
        if shared >= LEAST_SHARED && similarity >= NEAR_TEXT && is_near_title(articles, extractions, one, other) {
            found.push(Duplicate { articles: (one, other), similarity, rule: "near-identical" });
        }
    }
    found.sort_by_key(|duplicate| duplicate.articles);
    found
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

/// The words of a folded text.
fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split([' ', char::from(STOP)]).filter(|word| !word.is_empty())
}

/// The distinct pairs of neighbouring words of each abstract, as numbers, sorted.
fn word_pairs(articles: &[Article]) -> Vec<Vec<u64>> {
    let mut numbers: FxHashMap<Box<str>, u64> = FxHashMap::default();
    let mut number = |word: &str| {
        let next = numbers.len() as u64;
        if let Some(number) = numbers.get(word) {
            return *number;
        }
        numbers.insert(word.into(), next);
        next
    };
    let mut pairs = |article: &Article| {
        let folded = fold(article.summary.as_deref().unwrap_or_default());
        let numbered: Vec<u64> = words(&folded).map(&mut number).collect();
        let mut pairs: Vec<u64> = match numbered.as_slice() {
            [only] => vec![u64::from(u32::MAX) << 32 | only],
            many => many.windows(2).map(|pair| pair[0] << 32 | pair[1]).collect(),
        };
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    };
    articles.iter().map(&mut pairs).collect()
}

fn same_titles(articles: &[Article], pairs: &[Vec<u64>]) -> Vec<Duplicate> {
    let mut by_title: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (index, article) in articles.iter().enumerate() {
        by_title.entry(title_key(article)).or_default().push(index);
    }
    by_title.retain(|title, group| !title.is_empty() && group.len() > 1);
    let mut found = Vec::new();
    for (title, group) in by_title {
        let mut add = |one: usize, other: usize| {
            let has_both = articles[one].summary.is_some() && articles[other].summary.is_some();
            let similarity = if has_both { jaccard(&pairs[one], &pairs[other]) } else { 1.0 };
            let is_proof = if has_both { similarity >= SAME_TITLE } else { words(&title).count() >= LONG_TITLE };
            if is_proof {
                found.push(Duplicate { articles: (one, other), similarity, rule: "same-title" });
            }
        };
        // Whatever has the very same abstract belongs to the first that has it.
        let mut firsts: BTreeMap<&[u64], usize> = BTreeMap::new();
        for index in group {
            match firsts.entry(&pairs[index]) {
                Entry::Occupied(first) => add(*first.get(), index),
                Entry::Vacant(place) => {
                    place.insert(index);
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

/// The words of a title, folded, with one space between.
fn title_key(article: &Article) -> String {
    words(&fold(&article.title)).collect::<Vec<_>>().join(" ")
}

/// What articles have of rare word pairs.
#[derive(Debug)]
struct Rare {
    /// For each article how many.
    of: Vec<usize>,
    /// For two articles how many they share, if any.
    shared: BTreeMap<(usize, usize), usize>,
}

impl Rare {
    fn new(pairs: &[Vec<u64>]) -> Self {
        let own = |(index, own): (usize, &'_ Vec<u64>)| own.iter().map(move |pair| (*pair, index)).collect::<Vec<_>>();
        let mut places: Vec<(u64, usize)> = pairs.iter().enumerate().flat_map(own).collect();
        places.sort_unstable();
        let mut rare = Self { of: vec![0; pairs.len()], shared: BTreeMap::new() };
        for owners in places.chunk_by(|one, other| one.0 == other.0).filter(|owners| owners.len() <= RARE) {
            for (position, (_, one)) in owners.iter().enumerate() {
                rare.of[*one] += 1;
                for (_, other) in &owners[position + 1..] {
                    *rare.shared.entry((*one, *other)).or_default() += 1;
                }
            }
        }
        rare
    }
}

/// Whether two titles differ and yet can name the same text.
fn is_near_title(articles: &[Article], extractions: &[Extraction], one: usize, other: usize) -> bool {
    let titles = [one, other].map(|index| title_key(&articles[index]));
    let [first, second]: [FxHashSet<&str>; 2] =
        [0, 1].map(|side| words(&titles[side]).filter(|word| !SMALL_WORDS.contains(word)).collect());
    let shared = first.intersection(&second).count();
    let [its, others]: [BTreeSet<TermId>; 2] = [one, other].map(|index| {
        let in_title = |mention: &&Mention| mention.field == Field::Title;
        extractions[index].mentions.iter().filter(in_title).map(|mention| mention.term).collect()
    });
    titles[0] != titles[1]
        && share(shared, first.len(), second.len()) >= NEAR_TITLE
        && (its.is_subset(&others) || others.is_subset(&its))
        && numbers(&titles[0]) == numbers(&titles[1])
}

/// Words that say nothing of what a title is about.
const SMALL_WORDS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "how", "i", "in", "is", "it",
    "its", "my", "of", "on", "or", "s", "that", "the", "this", "to", "what", "with", "you", "your",
];

/// The numbers in a title, and what tells its parts apart: `2`, `six`, the word
/// behind `part`; sorted.
fn numbers(title: &str) -> Vec<String> {
    const PARTS: [&str; 8] = ["book", "chapter", "episode", "level", "part", "section", "vol", "volume"];
    let number = |word: &str| {
        let counted = english::number(word).map(|number| number.to_string());
        counted.or_else(|| word.contains(|one: char| one.is_ascii_digit()).then(|| word.to_owned()))
    };
    let behind = words(title).zip(words(title).skip(1)).filter(|(before, _)| PARTS.contains(before));
    let mut found: Vec<String> =
        words(title).filter_map(number).chain(behind.map(|(_, part)| part.to_owned())).collect();
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
        let numbers_of = |title: &str| numbers(&fold(title));
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
