//! What is doubtful in a vocabulary that loads.
//!
//! What makes a vocabulary unusable (no preferred label, a cycle of broader
//! terms, a broader term that no file declares) is an error when it is built;
//! what is found here works, but may well be a mistake.

use super::{Term, TermKind, Vocabulary};
use crate::english::is_ordinary;
use crate::text::fold;
use std::collections::BTreeMap;

/// Something doubtful.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[non_exhaustive]
pub enum Doubt {
    /// Two terms have a label of which nothing tells whose it is.
    #[error(
        "{label:?} is a label of <{first}> and of <{second}>; name it in ag:ambiguousLabel of both and give each an ag:cue, or take it from one with ag:ignoreLabel"
    )]
    TwoOwners {
        /// The label.
        label: String,
        /// The IRI of one term.
        first: String,
        /// The IRI of the other.
        second: String,
    },
    /// A technology is called by an ordinary word that matches everywhere.
    #[error(
        "{label:?} of <{term}> is an ordinary English word or name; guard it with ag:matchCase true or ag:ambiguousLabel and ag:cue, or say ag:matchCase false if it is meant"
    )]
    OrdinaryWord {
        /// The label.
        label: String,
        /// The term's IRI.
        term: String,
    },
    /// A label waits for a cue, and the term has none.
    #[error("{label:?} of <{term}> needs a cue and the term has none; give it an ag:cue or another label")]
    NoCue {
        /// The label.
        label: String,
        /// The term's IRI.
        term: String,
    },
    /// A cue is the label that waits for it.
    #[error("the cue {cue:?} of <{term}> holds the label {label:?} that needs it, so the guard does nothing")]
    OwnCue {
        /// The cue.
        cue: String,
        /// The label.
        label: String,
        /// The term's IRI.
        term: String,
    },
    /// No file says whether it is a technology or a concept.
    #[error("<{0}> is neither an ag:Technology nor an ag:Concept; it is taken for a concept")]
    NoKind(String),
    /// A label has no letter and no digit, so nothing can match it.
    #[error("{label:?} of <{term}> has neither letters nor digits and matches nothing")]
    Empty {
        /// The label.
        label: String,
        /// The term's IRI.
        term: String,
    },
}

/// Everything doubtful in a vocabulary, sorted.
#[must_use]
pub fn check(vocabulary: &Vocabulary) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let mut owners: BTreeMap<String, (&str, &Term)> = BTreeMap::new();
    for term in vocabulary.terms() {
        if !term.has_kind {
            doubts.push(Doubt::NoKind(term.iri.to_string()));
        }
        for (cue, label) in own_cues(term) {
            doubts.push(Doubt::OwnCue { cue, label, term: term.iri.to_string() });
        }
        for label in term.labels() {
            let folded = fold(label);
            let named = || (label.to_owned(), term.iri.to_string());
            if folded.trim_matches(['\u{1}', ' ']).is_empty() {
                let (label, term) = named();
                doubts.push(Doubt::Empty { label, term });
            } else if is_guarded(term, &folded) {
                if is_helpless(term) {
                    let (label, term) = named();
                    doubts.push(Doubt::NoCue { label, term });
                }
            } else {
                if is_doubtful_word(term, label) {
                    let (label, term) = named();
                    doubts.push(Doubt::OrdinaryWord { label, term });
                }
                let owner = owners.entry(folded).or_insert((label, term));
                if owner.1.iri != term.iri {
                    let (first, second) = (owner.1.iri.to_string(), term.iri.to_string());
                    doubts.push(Doubt::TwoOwners { label: owner.0.to_owned(), first, second });
                }
            }
        }
    }
    doubts.sort();
    doubts.dedup();
    doubts
}

fn is_guarded(term: &Term, folded: &str) -> bool {
    term.ambiguous_labels.iter().any(|label| fold(label) == folded)
}

/// Whether nothing can ever make an ambiguous label of the term sure but the
/// name of a page.
fn is_helpless(term: &Term) -> bool {
    term.cues.is_empty() && term.labels().all(|label| term.is_ambiguous(label))
}

/// Cues that are the very label that needs them, up to a plural.
fn own_cues(term: &Term) -> Vec<(String, String)> {
    let singular = |words: &str| words.strip_suffix('s').unwrap_or(words).to_owned();
    let labels: Vec<(String, &str)> =
        term.ambiguous_labels.iter().map(|label| (singular(&fold(label)), label.as_ref())).collect();
    let own = |cue: &str| {
        let folded = singular(&fold(cue));
        let same = labels.iter().filter(|(label, _)| *label == folded);
        same.map(|(_, label)| (cue.to_owned(), (*label).to_owned())).collect::<Vec<_>>()
    };
    term.cues.iter().flat_map(|cue| own(cue)).collect()
}

/// Whether a technology's label is one ordinary word that matches in any
/// letter case.
fn is_doubtful_word(term: &Term, label: &str) -> bool {
    const SHORT: usize = 3;
    term.kind == TermKind::Technology
        && !term.match_case
        && !term.any_case
        && label.chars().count() > SHORT
        && label.chars().all(char::is_alphabetic)
        && !label.chars().skip(1).any(char::is_uppercase)
        && is_ordinary(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Builder;

    #[test]
    fn each_doubt_is_found_once() {
        let turtle = r#"@prefix ag: <https://w3id.org/articlegraph/ns#> .
            @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
            @prefix : <urn:x:> .
            :a a ag:Technology ; skos:prefLabel "Kestrel" ; skos:altLabel "kestrel db" .
            :b a ag:Concept ; skos:prefLabel "Kestrel DB" ; skos:altLabel "…" .
            :c skos:prefLabel "Zyx" .
            :d a ag:Technology ; skos:prefLabel "Glade" ; ag:ambiguousLabel "Glade" .
            :e a ag:Technology ; skos:prefLabel "Python" ; ag:matchCase false .
            :f a ag:Technology ; skos:prefLabel "Forest" ; ag:matchCase true ."#;
        let mut builder = Builder::default();
        builder.add("t.ttl", turtle.as_bytes()).expect("valid Turtle");
        let doubts = check(&builder.build().expect("a valid vocabulary"));
        let named = |label: &str, term: &str| (label.to_owned(), term.to_owned());
        let (label, term) = named("Kestrel", "urn:x:a");
        let ordinary = Doubt::OrdinaryWord { label, term };
        let (label, term) = named("Glade", "urn:x:d");
        let helpless = Doubt::NoCue { label, term };
        let (label, term) = named("…", "urn:x:b");
        let empty = Doubt::Empty { label, term };
        let owners = Doubt::TwoOwners {
            label: "kestrel db".to_owned(),
            first: "urn:x:a".to_owned(),
            second: "urn:x:b".to_owned(),
        };
        assert_eq!(doubts, [owners, ordinary, helpless, Doubt::NoKind("urn:x:c".to_owned()), empty]);
    }
}
