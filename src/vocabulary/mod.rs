//! The vocabulary: which terms there are, what they are called, and when a
//! name may be believed.
//!
//! A vocabulary is SKOS in Turtle. Ours is embedded ([`Vocabulary::shipped`]);
//! a user's own file is laid over it ([`Builder::add`]). Inside the program a
//! term is a number ([`TermId`]); its IRI and its labels live here only.
//!
//! Beside SKOS our own namespace has five guards:
//!
//! | property | says |
//! |--|--|
//! | `ag:matchCase true` | the term's labels match only as written; `false` says that they match in any letter case although some are ordinary words |
//! | `ag:ambiguousLabel "Go"` | this label matches only as written, and only where a cue or another label of the term stands in the article or in the name of its collection |
//! | `ag:cue "goroutine"` | a word that makes the reading all but sure |
//! | `ag:notIn "Go to market"` | in this phrase the label is not the term |
//! | `ag:ignoreLabel "x"`, `ag:ignore true` | take a label away, switch a term off |

mod check;
mod load;
mod shipped;

pub use check::{Doubt, check};
pub use load::{Builder, VocabularyError, VocabularyErrorKind};

use crate::text::{fold, hex};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The number of a term inside one [`Vocabulary`]; terms are numbered in the
/// byte order of their IRIs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(u32);

impl TermId {
    /// The number as an index into [`Vocabulary::terms`].
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a term is, in the two classes that the graph keeps apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermKind {
    /// A named thing one can use, run, implement or speak.
    Technology,
    /// An established idea of the field.
    Concept,
}

impl TermKind {
    /// The word used in JSON and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Technology => "technology",
            Self::Concept => "concept",
        }
    }
}

/// Words of a vocabulary: those of the shipped one lie in the program.
pub type Words = Cow<'static, str>;

/// A text with its language tag, if it has one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text {
    /// The words.
    pub value: Words,
    /// The BCP 47 tag.
    pub language: Option<Words>,
}

/// One technology or concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The term's IRI.
    pub iri: Words,
    /// Technology or concept; where no file says which, a concept.
    pub kind: TermKind,
    /// Whether a file says which.
    pub has_kind: bool,
    /// The preferred label, in English where there is one.
    pub label: Text,
    /// Preferred labels in other languages.
    pub other_labels: Vec<Text>,
    /// Other names.
    pub alt_labels: Vec<Text>,
    /// Spellings that are matched but not shown.
    pub hidden_labels: Vec<Text>,
    /// Labels that only a cue makes sure.
    pub ambiguous_labels: Vec<Words>,
    /// Whether all labels match only as written.
    pub match_case: bool,
    /// Whether a file says that they match in any letter case, so that nobody
    /// need be told of labels that are ordinary words.
    pub any_case: bool,
    /// Words that make an ambiguous label sure.
    pub cues: Vec<Words>,
    /// Phrases in which a label is not this term.
    pub not_in: Vec<Words>,
    /// The nearest classes above.
    pub broader: Vec<TermId>,
    /// Terms beside, both ways.
    pub related: Vec<TermId>,
    /// The same thing elsewhere.
    pub exact_match: Vec<Words>,
    /// Nearly the same thing elsewhere.
    pub close_match: Vec<Words>,
    /// What it is, in a line.
    pub definition: Vec<Text>,
    /// The schemes it is in.
    pub schemes: Vec<Words>,
    /// The schemes it is a top term of.
    pub top_of: Vec<Words>,
}

impl Term {
    /// All labels that are matched: preferred, other and hidden ones.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.label)
            .chain(&self.other_labels)
            .chain(&self.alt_labels)
            .chain(&self.hidden_labels)
            .map(|text| text.value.as_ref())
    }

    /// Whether this label needs a cue.
    #[must_use]
    pub fn is_ambiguous(&self, label: &str) -> bool {
        self.ambiguous_labels.iter().any(|ambiguous| ambiguous == label)
    }

    /// The part of the IRI behind its namespace, where the term is a shipped
    /// one; else `x-` and 16 hexadecimal digits of the IRI's SHA-256.
    #[must_use]
    pub fn slug(&self) -> String {
        term_slug(&self.iri)
    }
}

/// The slug of a term's IRI; see [`Term::slug`].
#[must_use]
pub fn term_slug(iri: &str) -> String {
    use sha2::{Digest as _, Sha256};
    let local = iri.strip_prefix(crate::namespace::TERM_SCHEME);
    match local.filter(|local| local.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')) {
        Some(local) if !local.is_empty() => local.to_owned(),
        _ => {
            format!("x-{}", hex(&Sha256::digest(iri)[..8]))
        }
    }
}

/// All terms, numbered in the order of their IRIs.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    terms: Vec<Term>,
    /// Titles of the schemes by IRI.
    schemes: Vec<(String, Vec<Text>)>,
    /// SHA-256 over all that decides, in hexadecimal.
    fingerprint: String,
    /// Made when it is first asked for: most uses of a vocabulary never are.
    by_label: OnceLock<HashMap<String, Vec<TermId>>>,
}

impl Vocabulary {
    /// The terms in the order of their numbers.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The term of a number.
    #[must_use]
    pub fn term(&self, id: TermId) -> &Term {
        &self.terms[id.index()]
    }

    /// Numbers with their terms.
    pub fn iter(&self) -> impl Iterator<Item = (TermId, &Term)> {
        (0..).map(TermId).zip(&self.terms)
    }

    /// The terms that have a label equal to this name after folding.
    #[must_use]
    pub fn find_label(&self, name: &str) -> &[TermId] {
        let by_label = self.by_label.get_or_init(|| index_labels(&self.terms));
        by_label.get(&fold(name)).map_or(&[], Vec::as_slice)
    }

    /// The schemes with their titles, by IRI.
    #[must_use]
    pub fn schemes(&self) -> &[(String, Vec<Text>)] {
        &self.schemes
    }

    /// SHA-256 over the files of the vocabulary, in hexadecimal: the same for
    /// the same files in any order.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}

fn index_labels(terms: &[Term]) -> HashMap<String, Vec<TermId>> {
    let mut index: HashMap<String, Vec<TermId>> = HashMap::new();
    for (term, id) in terms.iter().zip(0..) {
        for label in term.labels() {
            let ids = index.entry(fold(label)).or_default();
            if ids.last() != Some(&TermId(id)) {
                ids.push(TermId(id));
            }
        }
    }
    index
}
