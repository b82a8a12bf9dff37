//! Series: articles whose titles count them as parts of one thing.
//!
//! A title has a *marker* (`[Part VI]`, `Chapter 12`, `(2/5)`) and a *stem*, what
//! stands before the marker. Articles with one stem and different numbers are a
//! series. Where the whole stem is nobody else's, its beginning up to a colon or
//! dash counts: *How to Launch Your Own Blockchain: Choosing the Consensus [Part
//! II]*. An article that bears the bare stem of a series without a first part is
//! that part. Linear in the titles.

use crate::catalog::Catalog;
use crate::english;
use crate::mention::name_slug;
use crate::text::most_frequent;
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

/// Finds the series among a catalogue's articles, sorted by their IRIs.
#[must_use]
pub fn series(catalog: &Catalog) -> Vec<Series> {
    let mut marked = Vec::new();
    let mut bare = Vec::new();
    for (index, article) in catalog.articles.iter().enumerate() {
        match marker(&article.title) {
            Some(Marker { stem, number }) => marked.push(Part { article: index, number, stem }),
            None => bare.push((index, article.title.as_str())),
        }
    }
    let (mut found, alone): (Drafts<'_>, Drafts<'_>) =
        by_stem(marked, |stem| stem).into_iter().partition(|(_, draft)| draft.is_series());
    let alone = alone.into_values().flat_map(|draft| draft.parts).collect();
    for (slug, draft) in by_stem(alone, beginning) {
        match found.get_mut(&slug) {
            Some(whole) => whole.parts.extend(draft.parts),
            None if draft.is_series() => {
                found.insert(slug, draft);
            }
            None => {}
        }
    }
    for (index, title) in bare {
        if let Some(draft) = found.get_mut(&name_slug(title))
            && draft.parts.iter().all(|part| part.number > 1)
        {
            draft.parts.push(Part { article: index, number: 1, stem: title });
        }
    }
    found.into_values().map(Draft::finish).collect()
}

/// An article under a stem.
#[derive(Debug, Clone, Copy)]
struct Part<'t> {
    article: usize,
    number: usize,
    stem: &'t str,
}

/// Series in the making, by the slug of the stem: two spellings that differ in
/// what a slug leaves out are one.
type Drafts<'t> = BTreeMap<String, Draft<'t>>;

#[derive(Debug, Default)]
struct Draft<'t> {
    parts: Vec<Part<'t>>,
    /// The spellings of the stem, with how often each stands.
    names: BTreeMap<&'t str, usize>,
}

fn by_stem<'t>(parts: Vec<Part<'t>>, shorten: impl Fn(&'t str) -> &'t str) -> Drafts<'t> {
    let mut drafts: Drafts<'t> = BTreeMap::new();
    for part in parts {
        let name = trimmed(shorten(part.stem));
        // One word is a subject more often than a series.
        if name.contains([' ', '-']) {
            let draft = drafts.entry(name_slug(name)).or_default();
            draft.parts.push(part);
            *draft.names.entry(name).or_default() += 1;
        }
    }
    drafts
}

impl Draft<'_> {
    fn is_series(&self) -> bool {
        self.parts.iter().any(|part| part.number != self.parts[0].number)
    }

    fn finish(self) -> Series {
        let mut parts: Vec<(usize, usize)> = self.parts.iter().map(|part| (part.number, part.article)).collect();
        parts.sort_unstable();
        Series { name: most_frequent(&self.names).unwrap_or_default().to_owned(), parts }
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

/// What counts a title as a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Marker<'t> {
    /// What stands before it.
    stem: &'t str,
    number: usize,
}

/// The last marker of a title.
fn marker(title: &str) -> Option<Marker<'_>> {
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
        return (of >= 1 && of <= all).then_some(Marker { stem: &title[..start], number: of });
    }
    let number = number(given("named").or(given("hash"))?)?;
    Some(Marker { stem: &title[..start], number })
}

/// The value of `12`, `XII` or `two`.
fn number(word: &str) -> Option<usize> {
    let value = word.parse().ok().or_else(|| english::number(word)).or_else(|| roman(&word.to_ascii_lowercase()))?;
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
            let found = marker(title).map(|marker| (trimmed(marker.stem), marker.number));
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
