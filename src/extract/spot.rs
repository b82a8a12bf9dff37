//! Spotting: one pass of one automaton over a folded text.
//!
//! All labels, cues and counter-phrases of the vocabulary are patterns of one
//! Aho–Corasick automaton (Aho and Corasick, 1975). Every pattern begins with
//! the space that [`Folded`](crate::text::Folded) puts before a word, so the
//! automaton itself enforces word starts and `go` is never found in
//! `algorithm`; the end of the word is checked after the hit, where plural and
//! genitive endings are allowed.

use crate::text::{STOP, fold};
use crate::vocabulary::{Term, TermId, Vocabulary};
use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind, StartKind};
use std::collections::BTreeMap;

/// What a pattern means when it is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// A name of a term.
    Label {
        /// The term.
        term: TermId,
        /// How it must be written.
        case: Case,
        /// Whether a cue is needed.
        ambiguous: bool,
    },
    /// A word that makes an ambiguous label of the term sure.
    Cue {
        /// The term.
        term: TermId,
    },
    /// A phrase in which no label is the term.
    NotIn {
        /// The term.
        term: TermId,
    },
}

/// How a label must be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Case {
    /// In any letter case.
    Any,
    /// As in this form; see [`written`].
    AsWritten(Box<str>),
}

/// A pattern found as whole words, in bytes of the folded text; `start` is
/// the space before the first word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pattern: usize,
    /// The space before the first word.
    pub start: usize,
    /// The byte behind the label as the vocabulary has it.
    pub label_end: usize,
    /// The byte behind the word, a plural ending included.
    pub end: usize,
}

/// The automaton with the meaning of its patterns.
#[derive(Debug)]
pub(super) struct Spotter {
    automaton: AhoCorasick,
    patterns: Vec<(String, Vec<Role>)>,
}

impl Spotter {
    pub fn new(vocabulary: &Vocabulary) -> Self {
        let mut roles: BTreeMap<String, Vec<Role>> = BTreeMap::new();
        for (id, term) in vocabulary.iter() {
            for (pattern, role) in term_patterns(id, term) {
                let roles = roles.entry(pattern).or_default();
                if !roles.contains(&role) {
                    roles.push(role);
                }
            }
        }
        let patterns: Vec<(String, Vec<Role>)> = roles.into_iter().collect();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .start_kind(StartKind::Unanchored)
            .build(patterns.iter().map(|(pattern, _)| pattern))
            .expect("the labels of a vocabulary fit into 32-bit states");
        Self { automaton, patterns }
    }

    /// All whole-word hits, overlapping ones too.
    pub fn spot(&self, folded: &str) -> Vec<Hit> {
        let text = folded.as_bytes();
        let found = self.automaton.find_overlapping_iter(Input::new(folded).anchored(Anchored::No));
        found
            .filter_map(|found| {
                let end = word_end(text, found.end())?;
                let pattern = found.pattern().as_usize();
                Some(Hit { pattern, start: found.start(), label_end: found.end(), end })
            })
            .collect()
    }

    /// What the hit can mean.
    pub fn roles(&self, hit: &Hit) -> &[Role] {
        &self.patterns[hit.pattern].1
    }

    /// The folded words of the pattern that was hit.
    pub fn words(&self, hit: &Hit) -> &str {
        self.patterns[hit.pattern].0.trim_start()
    }
}

/// Where the word ends that a pattern ends in: at once, or behind `s` or `es`;
/// `'s` may follow. `None` where the word goes on otherwise.
fn word_end(text: &[u8], end: usize) -> Option<usize> {
    let closes = |at: usize| matches!(text.get(at), None | Some(b' ' | &STOP)) || text[at..].starts_with(b"'s");
    let last = text[end - 1];
    if closes(end) {
        return Some(end);
    }
    if last.is_ascii_alphanumeric() && text[end] == b's' && closes(end + 1) {
        return Some(end + 1);
    }
    let hisses = matches!(last, b's' | b'x' | b'z') || text[..end].ends_with(b"ch") || text[..end].ends_with(b"sh");
    (hisses && text[end..].starts_with(b"es") && closes(end + 2)).then_some(end + 2)
}

/// The patterns of one term with their roles.
fn term_patterns(id: TermId, term: &Term) -> Vec<(String, Role)> {
    let mut patterns = Vec::new();
    for label in term.labels() {
        let ambiguous = term.is_ambiguous(label);
        let as_written = ambiguous || term.match_case || label.chars().count() <= SHORT;
        let case = if as_written { Case::AsWritten(written(label)) } else { Case::Any };
        for form in spellings(&fold(label)) {
            patterns.push((form, Role::Label { term: id, case: case.clone(), ambiguous }));
        }
        if let Some(plural) = plural_in_ies(label).filter(|_| !ambiguous) {
            let case = if as_written { Case::AsWritten(written(&plural)) } else { Case::Any };
            patterns.push((fold(&plural), Role::Label { term: id, case, ambiguous }));
        }
    }
    patterns.extend(term.cues.iter().map(|cue| (fold(cue), Role::Cue { term: id })));
    patterns.extend(term.not_in.iter().map(|phrase| (fold(phrase), Role::NotIn { term: id })));
    patterns.retain(|(pattern, _)| !pattern.is_empty());
    for (pattern, _) in &mut patterns {
        pattern.insert(0, ' ');
    }
    patterns
}

/// Labels of so many characters match only as written: `AI`, `Go`, `R`.
const SHORT: usize = 3;

/// A folded label, and for `node.js` also `nodejs` and `node js`.
fn spellings(folded: &str) -> Vec<String> {
    match folded.strip_suffix(".js") {
        Some(stem) if !stem.is_empty() => vec![folded.to_owned(), format!("{stem}js"), format!("{stem} js")],
        _ => vec![folded.to_owned()],
    }
}

/// `repositories` for `repository`.
fn plural_in_ies(label: &str) -> Option<String> {
    let stem = label.strip_suffix('y')?;
    let before = stem.chars().last()?;
    (stem.len() > 2 && before.is_ascii_lowercase() && !"aeiou".contains(before)).then(|| format!("{stem}ies"))
}

/// The form in which words are compared where the letter case decides: all
/// that folding makes a space is one space.
pub(super) fn written(words: &str) -> Box<str> {
    let is_space = |character: char| character.is_whitespace() || matches!(character, '-' | '/' | '‐' | '‑');
    let mut form = String::with_capacity(words.len());
    for part in words.split(is_space).filter(|part| !part.is_empty()) {
        if !form.is_empty() {
            form.push(' ');
        }
        form.push_str(&part.replace('’', "'"));
    }
    form.into()
}
