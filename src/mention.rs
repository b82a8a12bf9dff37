//! A place where an article names a term.

use crate::text::hex;
use crate::vocabulary::{TermId, TermKind};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization as _;

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

    /// Where the words stand, in bytes.
    #[must_use]
    pub fn bytes(&self) -> Range<usize> {
        self.bytes.0..self.bytes.1
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
/// hits that were right, rounded down to a twentieth. For the rules of the
/// vocabulary it was measured on some six hundred articles marked by hand (0.97
/// for labels, 0.92 for cues), for those of unknown names by reading some four
/// hundred names; `eval` prints the shares.
///
/// The order is that of trust: of the rules for unknown names the later is the
/// surer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A label that nothing else is called, in any letter case.
    Label,
    /// A label that matches only as written.
    ExactCase,
    /// A label that is also another word, made sure by a cue.
    Cue,
    /// An unknown name, told by capital letters inside it alone.
    Shaped,
    /// An unknown name with its acronym behind it.
    Acronym,
    /// An unknown name in a list of technologies.
    Listed,
    /// An unknown name in a title that tells how something is made with it.
    Used,
    /// An unknown name with a class noun behind it.
    Classed,
    /// An unknown name of which the text says what it is.
    Introduced,
    /// A number of a family of standards.
    Numbered,
}

impl Rule {
    /// The word that stands in the graph and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::ExactCase => "exact-case",
            Self::Cue => "cue",
            Self::Shaped => "shaped",
            Self::Acronym => "acronym",
            Self::Listed => "listed",
            Self::Used => "used",
            Self::Classed => "classed",
            Self::Introduced => "introduced",
            Self::Numbered => "numbered",
        }
    }

    /// How sure a mention by this rule is, 0 to 1.
    #[must_use]
    pub fn confidence(self) -> f64 {
        match self {
            Self::Label | Self::ExactCase | Self::Numbered => 0.95,
            Self::Cue | Self::Introduced => 0.9,
            Self::Listed | Self::Used => 0.85,
            Self::Classed => 0.8,
            Self::Shaped => 0.7,
            Self::Acronym => 0.6,
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

/// A name that no vocabulary knows, as one article uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The name, as it stands in the text.
    pub name: String,
    /// Another name that stands for it in the same article: its acronym, or the
    /// name without a class noun.
    pub other_name: Option<String>,
    /// What it seems to be.
    pub kind: TermKind,
    /// The surest rule that found it.
    pub rule: Rule,
    /// Where it stands, in the order of the texts; never empty.
    pub places: Vec<(Field, Span)>,
}

/// What is found in one article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extraction {
    /// Where terms are named, by field and place.
    pub mentions: Vec<Mention>,
    /// Names that no vocabulary knows, by their slugs.
    pub candidates: Vec<Candidate>,
    /// Labels that stand in the article and were not believed; only where they
    /// are asked for.
    pub near_misses: Vec<NearMiss>,
}

/// A label of a term that stands in an article, and why it does not name the
/// term there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NearMiss {
    /// The text it stands in.
    pub field: Field,
    /// Where in that text.
    pub span: Span,
    /// The term it would name.
    pub term: TermId,
    /// Why it does not.
    pub reason: Reason,
}

/// Why a label was not believed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The label matches only as written, and is written otherwise: so.
    Case(String),
    /// The label is also another word, and no cue stands beside it.
    NoCue,
    /// It stands in this phrase, in which it is not the term.
    NotIn(String),
    /// It is part of a longer name, of this term.
    Inside(TermId),
}

/// The IRI of a name that no vocabulary knows.
#[must_use]
pub fn candidate_iri(name: &str) -> String {
    format!("urn:articlegraph:candidate:{}", name_slug(name))
}

/// The slug of a name: NFKC, lower case, `+` is `-plus`, `#` is `-sharp`, a
/// leading `.` is `dot-`, and any other run of what is neither letter nor digit
/// is `-`. Where such a run is anything but one space or hyphen, or nothing is
/// left, six hexadecimal digits of the SHA-256 of the folded name follow.
#[must_use]
pub fn name_slug(name: &str) -> String {
    let lower: String = name.nfkc().flat_map(char::to_lowercase).collect();
    let mut slug = String::with_capacity(lower.len());
    let mut is_lossy = false;
    let mut gap = String::new();
    let mut rest = lower.as_str();
    if let Some(dotted) = rest.strip_prefix('.') {
        slug.push_str("dot-");
        rest = dotted;
    }
    for character in rest.chars() {
        let word = match character {
            '+' => "-plus",
            '#' => "-sharp",
            _ if character.is_alphanumeric() => "",
            _ => {
                gap.push(character);
                continue;
            }
        };
        if !gap.is_empty() {
            is_lossy |= !matches!(gap.as_str(), " " | "-");
            slug.push('-');
            gap.clear();
        }
        if word.is_empty() { slug.push(character) } else { slug.push_str(word) }
    }
    is_lossy |= !gap.is_empty() || slug.is_empty();
    if is_lossy {
        let digest = Sha256::digest(crate::text::fold(name));
        slug = format!("{slug}-{}", hex(&digest[..3]));
    }
    slug
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
    fn a_slug_tells_names_apart() {
        for (name, slug) in [
            ("KubiScan", "kubiscan"),
            ("Naoris Protocol", "naoris-protocol"),
            ("proof-of-time", "proof-of-time"),
            ("C++", "c-plus-plus"),
            ("F#", "f-sharp"),
            (".NET Foo", "dot-net-foo"),
            ("Élan", "élan"),
        ] {
            assert_eq!(name_slug(name), slug);
        }
        // What was replaced is told apart by a hash of the folded name.
        for (name, head) in [("Polly.js", "polly-js-"), ("a  b", "a-b-"), ("x/y", "x-y-"), ("!?", "-")] {
            let slug = name_slug(name);
            let hash = slug.strip_prefix(head).unwrap_or_else(|| panic!("{slug}"));
            assert!(hash.len() == 6 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{slug}");
        }
        assert_eq!(candidate_iri("KubiScan"), "urn:articlegraph:candidate:kubiscan");
    }

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
