//! Reads the embedded vocabulary.
//!
//! Turtle is for people; parsing megabytes of it takes longer than all else that
//! a filter does for one line. So `build.rs` parses it when the program is
//! compiled, and embeds the statements as lines, sorted as a [`Term`] keeps them:
//!
//! ```text
//! P<predicate>          one for each predicate, in the order of their letters
//! C<scheme>             a concept scheme
//! S<term>               a term, in the byte order of their IRIs
//! aI<object>            a statement: the predicate's letter, I for an IRI
//! aN<number>            N for a term, by its number from 0
//! bE<text>              E for a text in English
//! cL<text>              L for a text without language
//! cT<language> <text>   T for a text in another language
//! ```
//!
//! Where no file is laid over it, the vocabulary is read right out of the lines
//! without copying a word ([`terms`]); else the statements are taken one by one
//! like those of any file ([`statements`]). A test holds the two against each
//! other.

use super::load::{Object, Property};
use super::{Term, TermId, TermKind, Text, Words};
use crate::namespace::{TERM_SCHEME, ag};
use oxigraph::model::NamedNodeRef;

/// The files of `vocabulary/terms/`, read when the program was compiled.
static LINES: &str = include_str!(concat!(env!("OUT_DIR"), "/shipped_terms"));

/// The bytes that decide.
pub(super) fn bytes() -> &'static [u8] {
    LINES.as_bytes()
}

/// A line, taken apart.
enum Line {
    Scheme(&'static str),
    Term(&'static str),
    Statement(Property, Value),
}

/// The object of a statement.
enum Value {
    Iri(&'static str),
    Number(u32),
    Text(Text),
}

/// All lines but those about what nobody reads.
fn lines() -> impl Iterator<Item = Line> {
    let mut properties: Vec<Option<Property>> = Vec::new();
    LINES.split_terminator('\n').filter_map(move |line| {
        let (letter, rest) = line.split_at(1);
        match letter {
            "P" => {
                properties.push(Property::of(NamedNodeRef::new_unchecked(rest)));
                None
            }
            "C" => Some(Line::Scheme(rest)),
            "S" => Some(Line::Term(rest)),
            letter => {
                let property = properties.get(usize::from(letter.as_bytes()[0] - b'a')).copied().flatten()?;
                Some(Line::Statement(property, value(rest)))
            }
        }
    })
}

/// # Panics
///
/// Panics if the line is not what `build.rs` writes.
fn value(line: &'static str) -> Value {
    let (kind, value) = line.split_at(1);
    let text = |value: &'static str, language| Value::Text(Text { value: value.into(), language });
    match kind {
        "I" => Value::Iri(value),
        "N" => Value::Number(value.parse().expect("build.rs writes a number")),
        "E" => text(value, Some("en".into())),
        "L" => text(value, None),
        _ => {
            let (language, value) = value.split_once(' ').expect("build.rs writes a space behind the language");
            text(value, Some(language.into()))
        }
    }
}

/// Calls `take` with each subject and its statements.
pub(super) fn statements(mut take: impl FnMut(&str, Vec<(Property, Object)>)) {
    let iris: Vec<&str> = lines()
        .filter_map(|line| match line {
            Line::Term(iri) => Some(iri),
            _ => None,
        })
        .collect();
    let mut subject = "";
    let mut own: Vec<(Property, Object)> = Vec::new();
    for line in lines() {
        match line {
            Line::Scheme(next) | Line::Term(next) => {
                take(subject, std::mem::take(&mut own));
                subject = next;
            }
            Line::Statement(property, value) => own.push((
                property,
                match value {
                    Value::Iri(iri) => Object::Iri(iri.to_owned()),
                    Value::Number(number) => Object::Iri(iris[number as usize].to_owned()),
                    Value::Text(text) => Object::Text(text),
                },
            )),
        }
    }
    take(subject, own);
}

/// The terms with what is said of them, `related` one way only, and the schemes
/// with their titles.
pub(super) fn terms() -> (Vec<Term>, Vec<(String, Vec<Text>)>) {
    let mut terms: Vec<Term> = Vec::new();
    let mut schemes: Vec<(String, Vec<Text>)> = Vec::new();
    let mut is_term = false;
    for line in lines() {
        match line {
            Line::Scheme(iri) => {
                is_term = false;
                schemes.push((iri.to_owned(), Vec::new()));
            }
            Line::Term(iri) => {
                is_term = true;
                terms.push(empty(iri));
            }
            Line::Statement(property, value) if is_term => {
                if let Some(term) = terms.last_mut() {
                    take(term, property, value);
                }
            }
            Line::Statement(Property::Title, Value::Text(title)) => {
                if let Some((_, titles)) = schemes.last_mut() {
                    titles.push(title);
                }
            }
            Line::Statement(..) => {}
        }
    }
    (terms, schemes)
}

fn empty(iri: &'static str) -> Term {
    Term {
        iri: iri.into(),
        kind: TermKind::Concept,
        has_kind: false,
        label: Text { value: Words::default(), language: None },
        other_labels: Vec::new(),
        alt_labels: Vec::new(),
        hidden_labels: Vec::new(),
        ambiguous_labels: Vec::new(),
        match_case: false,
        any_case: false,
        cues: Vec::new(),
        not_in: Vec::new(),
        broader: Vec::new(),
        related: Vec::new(),
        exact_match: Vec::new(),
        close_match: Vec::new(),
        definition: Vec::new(),
        schemes: vec![TERM_SCHEME.into()],
        top_of: Vec::new(),
    }
}

fn take(term: &mut Term, property: Property, value: Value) {
    match (property, value) {
        (Property::Type, Value::Iri(class)) => {
            let is_technology = class == ag::TECHNOLOGY.as_str();
            if is_technology || class == ag::CONCEPT.as_str() {
                term.has_kind = true;
                term.kind = if is_technology { TermKind::Technology } else { term.kind };
            }
        }
        (Property::Broader, Value::Number(number)) => term.broader.push(TermId(number)),
        (Property::Related, Value::Number(number)) => term.related.push(TermId(number)),
        (Property::ExactMatch, Value::Iri(iri)) => term.exact_match.push(iri.into()),
        (Property::CloseMatch, Value::Iri(iri)) => term.close_match.push(iri.into()),
        (Property::TopConceptOf, Value::Iri(iri)) => term.top_of.push(iri.into()),
        (Property::PrefLabel, Value::Text(text)) => term.label = text,
        (Property::AltLabel, Value::Text(text)) => term.alt_labels.push(text),
        (Property::HiddenLabel, Value::Text(text)) => term.hidden_labels.push(text),
        (Property::Definition, Value::Text(text)) => term.definition.push(text),
        (Property::AmbiguousLabel, Value::Text(text)) => term.ambiguous_labels.push(text.value),
        (Property::Cue, Value::Text(text)) => term.cues.push(text.value),
        (Property::NotIn, Value::Text(text)) => term.not_in.push(text.value),
        (Property::MatchCase, Value::Text(text)) => {
            term.match_case |= text.value == "true";
            term.any_case |= text.value != "true";
        }
        _ => {}
    }
}
