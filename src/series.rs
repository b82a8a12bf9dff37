//! Series: articles whose titles count them as parts of one thing.
//!
//! A title has a *marker* (`[Part VI]`, `Chapter 12`, `(2/5)`) and a *stem*, what
//! stands before the marker. Articles with one stem and different numbers are a
//! series. Where the whole stem is nobody else's, its beginning up to a colon or
//! dash counts: *How to Launch Your Own Blockchain: Choosing the Consensus [Part
//! II]*. An article that bears the bare stem of a series without a first part is
//! that part. Linear in the titles.

use crate::catalog::Catalog;
use crate::mention::name_slug;
use crate::text::fold;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Articles that are parts of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its name: the stem in its most frequent spelling, of equals the smallest
    /// in byte order.
    pub name: String,
    /// Number and article (index into the catalogue), sorted.
    pub parts: Vec<(usize, usize)>,
}

impl Series {
    /// Its IRI.
    #[must_use]
    pub fn iri(&self) -> String {
        format!("urn:articlegraph:series:{}", name_slug(&self.name))
    }

    /// The numbers between 1 and the highest that no article has.
    #[must_use]
    pub fn gaps(&self) -> Vec<usize> {
        let there: BTreeSet<usize> = self.parts.iter().map(|(number, _)| *number).collect();
        let last = there.last().copied().unwrap_or_default();
        (1..last).filter(|number| !there.contains(number)).collect()
    }
}

/// Finds the series among a catalogue's articles, sorted by name.
#[must_use]
pub fn series(catalog: &Catalog) -> Vec<Series> {
    let titles: Vec<&str> = catalog.articles.iter().map(|article| article.title.as_str()).collect();
    let marked: Vec<(usize, Marked<'_>)> =
        titles.iter().enumerate().filter_map(|(index, title)| Some((index, marker(title)?))).collect();
    let mut found = Drafts::default();
    let mut alone = Vec::new();
    let whole = by_stem(&marked, |one| one.stem);
    for (key, group) in whole {
        if is_series(&group) { found.add(key, group) } else { alone.extend(group.into_iter().map(|one| one.whole)) }
    }
    for (key, group) in by_stem(&alone, |one| beginning(one.stem)) {
        if is_series(&group) || found.0.contains_key(&key) {
            found.add(key, group);
        }
    }
    for (index, title) in titles.iter().enumerate() {
        if marker(title).is_none()
            && let Some(draft) = found.0.get_mut(&fold(title))
            && !draft.parts.iter().any(|(number, _)| *number == 1)
        {
            draft.parts.insert((1, index));
        }
    }
    let mut series: Vec<Series> = found.0.into_values().map(Draft::finish).collect();
    series.sort_by(|one, other| one.name.cmp(&other.name));
    series
}

/// A title with a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Marked<'t> {
    /// What stands before the marker.
    stem: &'t str,
    number: usize,
}

/// A marked title under one of its stems.
#[derive(Debug, Clone, Copy)]
struct Part<'t> {
    whole: (usize, Marked<'t>),
    stem: &'t str,
}

fn by_stem<'t>(
    marked: &[(usize, Marked<'t>)],
    stem: impl Fn(&Marked<'t>) -> &'t str,
) -> BTreeMap<String, Vec<Part<'t>>> {
    let mut groups: BTreeMap<String, Vec<Part<'t>>> = BTreeMap::new();
    for whole in marked {
        let stem = trimmed(stem(&whole.1));
        let key = fold(stem);
        // One word is a subject more often than a series.
        if key.contains(' ') {
            groups.entry(key).or_default().push(Part { whole: *whole, stem });
        }
    }
    groups
}

fn is_series(group: &[Part<'_>]) -> bool {
    group.iter().any(|part| part.whole.1.number != group[0].whole.1.number)
}

#[derive(Debug, Default)]
struct Drafts<'t>(BTreeMap<String, Draft<'t>>);

#[derive(Debug, Default)]
struct Draft<'t> {
    names: BTreeMap<&'t str, usize>,
    parts: BTreeSet<(usize, usize)>,
}

impl<'t> Drafts<'t> {
    fn add(&mut self, key: String, group: Vec<Part<'t>>) {
        let draft = self.0.entry(key).or_default();
        for part in group {
            *draft.names.entry(part.stem).or_default() += 1;
            draft.parts.insert((part.whole.1.number, part.whole.0));
        }
    }
}

impl Draft<'_> {
    fn finish(self) -> Series {
        let most = self.names.values().max().copied().unwrap_or_default();
        let name = self.names.iter().find(|(_, times)| **times == most).map_or("", |(name, _)| *name);
        Series { name: name.to_owned(), parts: self.parts.into_iter().collect() }
    }
}

/// The beginning of a stem, up to a colon or a dash.
fn beginning(stem: &str) -> &str {
    let ends = [": ", " - ", " – ", " — ", " | "];
    ends.iter().filter_map(|end| stem.find(end)).min().map_or("", |end| &stem[..end])
}

/// A stem without the marks that led to the marker.
fn trimmed(stem: &str) -> &str {
    stem.trim_matches(|one: char| one.is_whitespace() || ",;:–—-|([{#.".contains(one))
}

/// The last marker of a title.
fn marker(title: &str) -> Option<Marked<'_>> {
    static MARKER: LazyLock<Regex> = LazyLock::new(|| {
        let number = "[0-9]{1,3}|[ivxl]{1,7}|one|two|three|four|five|six|seven|eight|nine|ten";
        let word = "part|pt\\.?|chapter|episode|ep\\.?|lesson|day|week|vol\\.?|volume|tutorial|module";
        let form = format!(
            r"(?i)\b(?:{word})\s*[#-]?\s*(?P<named>{number})\b|[(\[](?P<of>[0-9]{{1,2}})\s*(?:/|of)\s*(?P<all>[0-9]{{1,2}})[)\]]|(?:^|\s)#(?P<hash>[0-9]{{1,3}})\b"
        );
        Regex::new(&form).expect("a regular expression")
    });
    let captures = MARKER.captures_iter(title).last()?;
    let start = captures.get(0)?.start();
    let given = |name| captures.name(name).map(|group| group.as_str());
    if let (Some(of), Some(all)) = (given("of"), given("all")) {
        let (of, all): (usize, usize) = (of.parse().ok()?, all.parse().ok()?);
        // `(9/10)` may be a mark, `(24/7)` is none.
        return (of >= 1 && of <= all).then_some(Marked { stem: &title[..start], number: of });
    }
    let number = number(given("named").or(given("hash"))?)?;
    Some(Marked { stem: &title[..start], number })
}

/// The value of `12`, `XII` or `two`.
fn number(word: &str) -> Option<usize> {
    const COUNTED: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let lower = word.to_ascii_lowercase();
    let counted = COUNTED.iter().position(|one| **one == lower).map(|at| at + 1);
    let value = lower.parse().ok().or(counted).or_else(|| roman(&lower))?;
    (value > 0).then_some(value)
}

/// A Roman number as it is written: `iv`, never `iiii`.
fn roman(word: &str) -> Option<usize> {
    const SIGNS: [(&str, usize); 7] = [("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)];
    let (mut rest, mut value) = (word, 0);
    for (sign, worth) in SIGNS {
        let mut times = 0;
        while let Some(shorter) = rest.strip_prefix(sign) {
            let most = if matches!(worth, 1 | 10) { 3 } else { 1 };
            if times == most {
                return None;
            }
            (rest, value, times) = (shorter, value + worth, times + 1);
        }
    }
    rest.is_empty().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_give_stem_and_number() {
        for (title, expected) in [
            ("Building a Linux Shell [Part IV]", Some(("Building a Linux Shell", 4))),
            ("A Deep Dive - Part Three", Some(("A Deep Dive", 3))),
            ("Chrome V8 — Chapter 11: Bytecode", Some(("Chrome V8", 11))),
            ("Hooks in React (2/5)", Some(("Hooks in React", 2))),
            ("A Clone #2 : Recommendations", Some(("A Clone", 2))),
            ("Support (24/7)", None),
            ("A part of it", None),
            ("C# 8", None),
        ] {
            let found = marker(title).map(|marked| (trimmed(marked.stem), marked.number));
            assert_eq!(found, expected, "{title}");
        }
    }

    #[test]
    fn roman_numbers_are_read_as_written() {
        for (word, value) in [("i", Some(1)), ("iv", Some(4)), ("xxiii", Some(23)), ("iiii", None), ("mix", None)] {
            assert_eq!(roman(word), value, "{word}");
        }
    }

    #[test]
    fn missing_numbers_are_gaps() {
        let series = Series { name: "A Shell".to_owned(), parts: vec![(2, 0), (2, 5), (5, 1)] };
        assert_eq!(series.gaps(), [1, 3, 4]);
        assert_eq!(series.iri(), "urn:articlegraph:series:a-shell");
    }
}
