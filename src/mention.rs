//! A place where an article names a term.

use crate::vocabulary::TermId;
use std::collections::BTreeMap;
use std::ops::Range;

/// The texts of an article in which terms are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// `schema:headline`.
    Title,
    /// `schema:abstract`.
    Abstract,
}

impl Field {
    /// The word that stands in the graph and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Abstract => "abstract",
        }
    }
}

/// Part of a text, in bytes and in Unicode code points at once: bytes cut
/// strings here, code points are what the graph and other programs count.
///
/// Invariant: `start <= end` in both counts, on character borders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    bytes: (usize, usize),
    characters: (usize, usize),
}

impl Span {
    /// The words of the span in the text it was made from.
    #[must_use]
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.bytes.0..self.bytes.1).unwrap_or_default()
    }

    /// First code point, counted from 0.
    #[must_use]
    pub fn start(&self) -> usize {
        self.characters.0
    }

    /// The code point behind the last, counted from 0.
    #[must_use]
    pub fn end(&self) -> usize {
        self.characters.1
    }
}

/// Makes the spans of one text from the front to the back, so that counting code
/// points costs one walk over the text and not one a span.
#[derive(Debug)]
pub struct Spans<'t> {
    text: &'t str,
    bytes: usize,
    characters: usize,
}

impl<'t> Spans<'t> {
    /// Begins at the front of a text.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text, bytes: 0, characters: 0 }
    }

    /// The span of a byte range; `None` where it does not lie on character
    /// borders or begins before the one made last.
    pub fn next(&mut self, bytes: Range<usize>) -> Option<Span> {
        let before = self.text.get(self.bytes..bytes.start)?.chars().count();
        let inside = self.text.get(bytes.clone())?.chars().count();
        (self.bytes, self.characters) = (bytes.start, self.characters + before);
        let characters = (self.characters, self.characters + inside);
        Some(Span { bytes: (bytes.start, bytes.end), characters })
    }
}

/// How a mention was decided. Each rule has one confidence: the share of its
/// hits that were right on some five hundred articles marked by hand (0.97,
/// 0.98 and 0.89), rounded down to a twentieth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A label that nothing else is called, in any letter case.
    Label,
    /// A label that matches only as written.
    ExactCase,
    /// A label that is also another word, made sure by a cue.
    Cue,
}

impl Rule {
    /// The word that stands in the graph and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::ExactCase => "exact-case",
            Self::Cue => "cue",
        }
    }

    /// How sure a mention by this rule is, 0 to 1.
    #[must_use]
    pub fn confidence(self) -> f64 {
        match self {
            Self::Label | Self::ExactCase => 0.95,
            Self::Cue => 0.85,
        }
    }
}

/// One place in one article. The words are not kept: they come from the
/// article's text and the span.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The text it stands in.
    pub field: Field,
    /// Where in that text.
    pub span: Span,
    /// What is named.
    pub term: TermId,
    /// Why it is believed.
    pub rule: Rule,
    /// The cues that decided, for [`Rule::Cue`]; sorted.
    pub cues: Vec<String>,
}

/// The terms an article is about: those named in the title; where there are
/// none, the one most often named in the abstract, of equals the first.
/// Sorted by number.
#[must_use]
pub fn about(mentions: &[Mention]) -> Vec<TermId> {
    let mut in_title: Vec<TermId> =
        mentions.iter().filter(|mention| mention.field == Field::Title).map(|mention| mention.term).collect();
    in_title.sort_unstable();
    in_title.dedup();
    if !in_title.is_empty() {
        return in_title;
    }
    let mut times: BTreeMap<TermId, usize> = BTreeMap::new();
    for mention in mentions {
        *times.entry(mention.term).or_default() += 1;
    }
    let most = times.values().max().copied().unwrap_or_default();
    let best = mentions.iter().map(|mention| mention.term).find(|term| times[term] == most);
    best.into_iter().collect()
}

/// The distinct terms of an article, sorted by number.
#[must_use]
pub fn terms(mentions: &[Mention]) -> Vec<TermId> {
    let mut terms: Vec<TermId> = mentions.iter().map(|mention| mention.term).collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_counts_bytes_and_code_points() {
        let text = "„Über“ Kafka";
        let start = text.find("Kafka").expect("it is there");
        let mut spans = Spans::new(text);
        assert_eq!(spans.next(1..3), None, "within a character");
        assert_eq!(spans.next(3..8).map(|span| (span.start(), span.end())), Some((1, 5)));
        let span = spans.next(start..start + 5).expect("on borders");
        assert_eq!((span.start(), span.end(), span.of(text)), (7, 12, "Kafka"));
        assert_eq!(spans.next(0..3), None, "the spans go forward");
    }
}
