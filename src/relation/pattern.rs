//! The patterns: read from their file, made into regular expressions.

use crate::mention::Field;
use crate::namespace::TERM_SCHEME;
use crate::vocabulary::{Term, TermKind, Vocabulary};
use rayon::prelude::*;
use regex::{Captures, Regex};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::BitOr;
use std::sync::{Arc, LazyLock};

/// What a text can say of two names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RelationKind {
    /// One is offered in the place of the other.
    AlternativeTo,
    /// The subject is made, done or run with, in or on the object.
    BuiltWith,
    /// One is set beside the other.
    ComparedWith,
    /// The subject is one of the things that the object is a word for.
    KindOf,
    /// Somebody or something goes from the subject to the object.
    MigratedTo,
    /// One is like the other.
    SimilarTo,
}

impl RelationKind {
    /// The local name of the property that says it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AlternativeTo => "alternativeTo",
            Self::BuiltWith => "builtWith",
            Self::ComparedWith => "comparedWith",
            Self::KindOf => "kindOf",
            Self::MigratedTo => "migratedTo",
            Self::SimilarTo => "similarTo",
        }
    }

    /// Whether it holds both ways.
    #[must_use]
    pub fn is_symmetric(self) -> bool {
        matches!(self, Self::AlternativeTo | Self::ComparedWith | Self::SimilarTo)
    }
}

/// What kinds of thing a name is of, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Flags(u64);

impl Flags {
    pub const TECHNOLOGY: Self = Self(1);
    pub const CONCEPT: Self = Self(2);
    pub const CANDIDATE: Self = Self(4);
    pub const JOINED: Self = Self(8);
    /// The names of these.
    const NAMES: [&'static str; 4] = ["technology", "concept", "candidate", "joined"];
    /// How many kinds there can be, these included.
    const BITS: usize = 64;
}

impl BitOr for Flags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The slots: a code point for each set of kinds that a name can be of.
#[derive(Debug)]
pub(super) struct Alphabet {
    /// Sorted.
    sets: Vec<Flags>,
}

impl Alphabet {
    /// The first of a private use plane.
    const FIRST: u32 = 0xF_0000;

    /// The slots for terms of these kinds, and for names that no vocabulary
    /// knows.
    pub fn new(terms: impl Iterator<Item = Flags>) -> Self {
        let unknown = [Flags::TECHNOLOGY, Flags::CONCEPT].map(|kind| kind | Flags::CANDIDATE);
        let alone: BTreeSet<Flags> = terms.chain(unknown).collect();
        let joined = alone.iter().map(|flags| *flags | Flags::JOINED);
        let sets: BTreeSet<Flags> = joined.chain(alone.iter().copied()).collect();
        Self { sets: sets.into_iter().collect() }
    }

    /// The code point for a name.
    pub fn slot(&self, flags: Flags) -> char {
        Self::point(self.sets.binary_search(&flags).unwrap_or_default())
    }

    fn point(index: usize) -> char {
        let point = u32::try_from(index).ok().and_then(|index| char::from_u32(Self::FIRST + index));
        point.unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// The code points of names that are of all kinds of one set and none of the
    /// other.
    fn slots(&self, asked: u64, denied: u64) -> String {
        let fits = |flags: &Flags| flags.0 & asked == asked && flags.0 & denied == 0;
        self.sets.iter().enumerate().filter(|(_, flags)| fits(flags)).map(|(index, _)| Self::point(index)).collect()
    }
}

/// One pattern.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// Its name, which stands in the graph as the rule.
    pub name: Arc<str>,
    /// What it says.
    pub relation: RelationKind,
    /// The text in which it is believed, if not in both.
    pub field: Option<Field>,
    /// Texts with the pairs of labels that it finds there, subject first.
    pub examples: Vec<(String, Vec<(String, String)>)>,
    /// Texts in which it finds nothing.
    pub counterexamples: Vec<String>,
    forms: Vec<String>,
    unless: Option<String>,
}

/// A pattern that is ready to match.
#[derive(Debug)]
pub(super) struct Matcher {
    pub name: Arc<str>,
    pub relation: RelationKind,
    pub field: Option<Field>,
    pub forms: Vec<Regex>,
    pub unless: Option<Regex>,
}

/// All patterns of a file.
#[derive(Debug, Clone)]
pub struct Patterns {
    /// The patterns in the order of the file: of two that find the same the
    /// first is kept.
    pub patterns: Vec<Pattern>,
    /// Groups of terms by name: the terms named and all below them, or, behind a
    /// `=`, that term alone.
    kinds: BTreeMap<String, Vec<String>>,
    words: BTreeMap<String, String>,
}

impl Patterns {
    /// The patterns that the program brings along.
    ///
    /// # Panics
    ///
    /// Never: a test reads the file.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Patterns> = LazyLock::new(|| {
            let file = include_str!("../../vocabulary/relations.toml");
            Patterns::parse(file).unwrap_or_else(|error| panic!("vocabulary/relations.toml: {error}"))
        });
        &SHIPPED
    }

    /// Reads a file of patterns.
    ///
    /// # Errors
    ///
    /// The file is not TOML of that form; the message says where. Regular
    /// expressions are compiled by [`Finder::new`](super::Finder::new).
    pub fn parse(file: &str) -> Result<Self, String> {
        let file: File = toml::from_str(file).map_err(|error| error.to_string())?;
        if file.kinds.len() + Flags::NAMES.len() > Flags::BITS {
            return Err(format!("more than {} kinds", Flags::BITS - Flags::NAMES.len()));
        }
        let patterns = file.pattern.into_iter().map(Entry::pattern).collect::<Result<_, String>>()?;
        Ok(Self { patterns, kinds: file.kinds, words: file.words })
    }

    /// The bits of all kinds by name.
    fn bits(&self) -> HashMap<&str, u64> {
        let names = Flags::NAMES.into_iter().chain(self.kinds.keys().map(String::as_str));
        names.enumerate().map(|(bit, name)| (name, 1 << bit)).collect()
    }

    /// The terms that the groups name and a vocabulary does not have.
    #[must_use]
    pub fn unknown_terms(&self, vocabulary: &Vocabulary) -> Vec<&str> {
        let known: HashSet<&str> = vocabulary.terms().iter().map(|term| term.iri.as_ref()).collect();
        let names = self.kinds.values().flatten().map(|term| term.trim_start_matches('='));
        names.filter(|name| !known.contains(format!("{TERM_SCHEME}{name}").as_str())).collect()
    }

    /// The patterns over an alphabet.
    pub(super) fn matchers(&self, alphabet: &Alphabet) -> Result<Vec<Matcher>, String> {
        let bits = self.bits();
        let writer = Writer { words: &self.words, bits: &bits, alphabet };
        let matcher = |pattern: &Pattern| {
            let regex =
                |form: &String| writer.regex(form).map_err(|error| format!("pattern `{}`: {error}", pattern.name));
            Ok(Matcher {
                name: pattern.name.clone(),
                relation: pattern.relation,
                field: pattern.field,
                forms: pattern.forms.iter().map(regex).collect::<Result<_, String>>()?,
                unless: pattern.unless.as_ref().map(regex).transpose()?,
            })
        };
        self.patterns.par_iter().map(matcher).collect()
    }

    /// For each term of a vocabulary what kinds of thing it is.
    pub(super) fn flags(&self, vocabulary: &Vocabulary) -> Vec<Flags> {
        let mut groups = vec![0; vocabulary.terms().len()];
        let numbers: HashMap<&str, usize> =
            vocabulary.iter().map(|(id, term)| (term.iri.as_ref(), id.index())).collect();
        let number = |term: &str| numbers.get(format!("{TERM_SCHEME}{term}").as_str()).copied();
        let bits = self.bits();
        let members =
            || self.kinds.iter().flat_map(|(kind, terms)| terms.iter().map(|term| (bits[kind.as_str()], term)));
        for (bit, term) in members() {
            if let Some(number) = number(term) {
                groups[number] |= bit;
            }
        }
        // Down the hierarchy, a floor a round.
        let mut is_done = false;
        while !is_done {
            is_done = true;
            for (id, term) in vocabulary.iter() {
                let all = term.broader.iter().fold(groups[id.index()], |all, broader| all | groups[broader.index()]);
                is_done &= all == groups[id.index()];
                groups[id.index()] = all;
            }
        }
        for (bit, term) in members() {
            if let Some(number) = term.strip_prefix('=').and_then(number) {
                groups[number] |= bit;
            }
        }
        let kind = |term: &Term| if term.kind == TermKind::Technology { Flags::TECHNOLOGY } else { Flags::CONCEPT };
        vocabulary.terms().iter().zip(groups).map(|(term, group)| kind(term) | Flags(group)).collect()
    }
}

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    kinds: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    words: BTreeMap<String, String>,
    pattern: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    relation: RelationKind,
    field: Option<FieldName>,
    forms: Vec<String>,
    unless: Option<String>,
    examples: Vec<Vec<Words>>,
    counterexamples: Vec<String>,
}

/// [`Field`] as it is written.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum FieldName {
    Title,
    Abstract,
}

/// An example is its text and then pairs of labels.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Words {
    Text(String),
    Pair(String, String),
}

impl Entry {
    fn pattern(self) -> Result<Pattern, String> {
        let example = |words: &Vec<Words>| match words.split_first() {
            Some((Words::Text(text), pairs)) => {
                let pairs = pairs.iter().filter_map(|words| match words {
                    Words::Pair(subject, object) => Some((subject.clone(), object.clone())),
                    Words::Text(_) => None,
                });
                Ok((text.clone(), pairs.collect()))
            }
            _ => Err(format!("pattern `{}`: an example is a text and then pairs of labels", self.name)),
        };
        Ok(Pattern {
            name: self.name.as_str().into(),
            relation: self.relation,
            field: self.field.map(|field| match field {
                FieldName::Title => Field::Title,
                FieldName::Abstract => Field::Abstract,
            }),
            examples: self.examples.iter().map(example).collect::<Result<_, String>>()?,
            counterexamples: self.counterexamples,
            forms: self.forms,
            unless: self.unless,
        })
    }
}

/// Makes `\w` and `\b` mean Latin letters only. All of Unicode's letters make
/// automata that are a hundred times as large, and borders that are slow.
fn simple(form: &str) -> String {
    const LETTERS: &str = "0-9a-z_ß-ÿ";
    let mut simple = String::with_capacity(form.len());
    let mut is_in_class = false;
    let mut characters = form.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            is_in_class = (is_in_class || character == '[') && character != ']';
            simple.push(character);
            continue;
        }
        match (characters.next(), is_in_class) {
            (Some('w'), true) => simple.push_str(LETTERS),
            (Some('w'), false) => simple.extend(["[", LETTERS, "]"]),
            (Some('b'), false) => simple.push_str(r"(?-u:\b)"),
            (escaped, _) => simple.extend(std::iter::once('\\').chain(escaped)),
        }
    }
    simple
}

/// Writes forms out as regular expressions.
struct Writer<'a> {
    words: &'a BTreeMap<String, String>,
    bits: &'a HashMap<&'a str, u64>,
    alphabet: &'a Alphabet,
}

impl Writer<'_> {
    fn regex(&self, form: &str) -> Result<Regex, String> {
        /// Words may be made of words.
        const DEPTH: usize = 5;
        static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\{([a-z_]+)\}").expect("a regular expression"));
        static SLOT: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"\{([a-z]+)((?:[:!][a-z]+)*)\}").expect("a regular expression"));
        let mut written = form.to_owned();
        for _ in 0..DEPTH {
            let replace = |captures: &Captures<'_>| match self.words.get(&captures[1]) {
                Some(words) => format!("(?:{words})"),
                None => captures[0].to_owned(),
            };
            written = WORD.replace_all(&written, replace).into_owned();
        }
        let mut failure = None;
        let written = SLOT.replace_all(&written, |captures: &Captures<'_>| {
            self.slot(&captures[1], &captures[2]).unwrap_or_else(|error| {
                failure = Some(error);
                String::new()
            })
        });
        if let Some(failure) = failure {
            return Err(format!("{failure} in {form}"));
        }
        let is_letter = |one: char| one.is_ascii_alphanumeric() || one == '_';
        let front = written.trim_start_matches("(?:");
        let begin = if front.starts_with(is_letter) { r"\b" } else { "" };
        let end = if written.ends_with(is_letter) && !written.ends_with(r"\w") { r"\b" } else { "" };
        Regex::new(&simple(&format!("{begin}(?:{written}){end}"))).map_err(|error| error.to_string())
    }

    /// A slot or a list of slots: `{subject:technology}`, `{objects}`, `{terms}`.
    fn slot(&self, name: &str, kinds: &str) -> Result<String, String> {
        let class = self.class(kinds)?;
        let list = format!("{class}(?:, {class})*(?:,? (?:and|or|&) {class})?");
        Ok(match name {
            "term" => class,
            "terms" => format!("(?:{list})"),
            "subject" | "object" => format!("(?P<{name}>{class})"),
            "subjects" | "objects" => format!("(?P<{}>{list})", name.trim_end_matches('s')),
            _ => return Err(format!("nothing is called {{{name}}}")),
        })
    }

    /// The code points of the slots that are of the kinds asked for.
    fn class(&self, kinds: &str) -> Result<String, String> {
        let (mut asked, mut denied) = (0, Flags::JOINED.0);
        let ends: Vec<usize> = kinds.match_indices([':', '!']).map(|(at, _)| at).chain([kinds.len()]).collect();
        for bounds in ends.windows(2) {
            let (sign, kind) = kinds[bounds[0]..bounds[1]].split_at(1);
            let bit = *self.bits.get(kind).ok_or_else(|| format!("no kind is called `{kind}`"))?;
            if sign == ":" {
                (asked, denied) = (asked | bit, denied & !bit);
            } else {
                denied |= bit;
            }
        }
        let slots = self.alphabet.slots(asked, denied);
        // An empty class is no regular expression; this one matches nothing.
        Ok(if slots.is_empty() { r"[^\s\S]".to_owned() } else { format!("[{slots}]") })
    }
}
