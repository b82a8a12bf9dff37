//! Relations: what a text says of two names that stand in it.
//!
//! *Kafka vs Redis* sets two technologies beside each other, *migrating from
//! Jenkins to Bazel* says which way somebody went. Such phrases are found by
//! patterns over the names that extraction has found; the patterns are data
//! (`vocabulary/relations.toml`, which explains their form).
//!
//! For matching, a text is brought into a simple form: lower case, every run of
//! white space one space, straight quotes, and for every name one code point
//! of a private use plane, a *slot*, which says what kind of thing is named. A
//! pattern is a regular expression over that form. Each costs one pass over each
//! text that has two names or more.

mod pattern;

pub use pattern::{Pattern, Patterns, RelationKind};

use crate::mention::{Extraction, Field, Span, Spans};
use crate::vocabulary::{TermId, TermKind, Vocabulary};
use pattern::{Alphabet, Flags, Matcher};
use regex::{Captures, Regex};
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// More names in a row are not compared each with each.
const MOST_COMPARED: usize = 10;

/// What a relation holds between: a term, or a name that no vocabulary knows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// A term of the vocabulary.
    Term(TermId),
    /// The name of a candidate.
    Candidate(String),
}

/// One statement of a text about two names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// The text that says it.
    pub field: Field,
    /// The phrase that says it.
    pub span: Span,
    /// What it says.
    pub kind: RelationKind,
    /// Of what.
    pub subject: Party,
    /// The other party.
    pub object: Party,
    /// The name of the pattern.
    pub rule: Arc<str>,
}

/// Finds relations in articles.
#[derive(Debug)]
pub struct Finder {
    matchers: Vec<Matcher>,
    alphabet: Alphabet,
    /// For each term what kinds of thing it is.
    flags: Vec<Flags>,
}

impl Finder {
    /// A finder with the patterns given.
    ///
    /// # Panics
    ///
    /// Where a pattern is no regular expression, with its name; the shipped ones
    /// are tested.
    #[must_use]
    pub fn new(vocabulary: &Vocabulary, patterns: &Patterns) -> Self {
        let flags = patterns.flags(vocabulary);
        let alphabet = Alphabet::new(flags.iter().copied());
        let matchers = patterns.matchers(&alphabet).unwrap_or_else(|error| panic!("{error}"));
        Self { matchers, alphabet, flags }
    }

    /// The relations that an article's texts state, in the order of the texts.
    #[must_use]
    pub fn find(&self, title: &str, summary: &str, extraction: &Extraction) -> Vec<Relation> {
        let mut found = Vec::new();
        for (field, text) in [(Field::Title, title), (Field::Abstract, summary)] {
            let slots = self.slots(field, text, extraction);
            if slots.len() > 1 {
                self.find_in(field, text, &slots, &mut found);
            }
        }
        found
    }

    /// The names that stand in a text, by their place.
    fn slots(&self, field: Field, text: &str, extraction: &Extraction) -> Vec<Slot> {
        let guess = |kind| if kind == TermKind::Technology { Flags::TECHNOLOGY } else { Flags::CONCEPT };
        let terms = extraction.mentions.iter().filter(|mention| mention.field == field).map(|mention| Slot {
            range: mention.span.bytes(),
            flags: self.flags[mention.term.index()],
            party: Party::Term(mention.term),
        });
        let candidates = extraction.candidates.iter().flat_map(|candidate| {
            let places = candidate.places.iter().filter(move |(place, _)| *place == field);
            places.map(move |(_, span)| Slot {
                range: span.bytes(),
                flags: guess(candidate.kind) | Flags::CANDIDATE,
                party: Party::Candidate(candidate.name.clone()),
            })
        });
        let mut slots: Vec<Slot> = terms.chain(candidates).collect();
        slots.sort_by_key(|slot| (slot.range.start, slot.range.end));
        let mut free_from = 0;
        slots.retain(|slot| {
            let is_free = slot.range.start >= free_from && !slot.range.is_empty();
            if is_free {
                free_from = slot.range.end;
            }
            is_free
        });
        for slot in &mut slots {
            if is_joined(text, &slot.range) {
                slot.flags = slot.flags | Flags::JOINED;
            }
        }
        slots
    }

    fn find_in(&self, field: Field, text: &str, slots: &[Slot], found: &mut Vec<Relation>) {
        let form = Form::new(text, slots, &self.alphabet);
        let mut statements = Statements::new(slots);
        for matcher in self.matchers.iter().filter(|matcher| matcher.field.is_none_or(|one| one == field)) {
            for regex in &matcher.forms {
                let mut from = 0;
                // Groups are looked for only where there is a match at all.
                while regex.is_match_at(&form.text, from)
                    && let Some(captures) = regex.captures_at(&form.text, from)
                {
                    let whole = captures.get(0).map_or(0..0, |whole| whole.range());
                    // The next phrase may begin with the last name of this one.
                    let last = form.slots(&whole).last().map_or(0, |(at, _)| *at);
                    from = if last > whole.start { last } else { form.after(whole.end.max(whole.start + 1)) };
                    let is_denied = || matcher.unless.as_ref().is_some_and(|one| one.is_match(form.sentence(&whole)));
                    if let Some(words) = form.phrase(&captures)
                        && !is_denied()
                    {
                        form.pairs(&captures).into_iter().for_each(|pair| statements.add(matcher, &words, pair));
                    }
                    if from > form.text.len() {
                        break;
                    }
                }
            }
        }
        statements.into_relations(field, text, found);
    }
}

/// What a text states, each only once where it is said.
struct Statements<'a> {
    slots: &'a [Slot],
    /// For each slot the first that names the same.
    firsts: Vec<usize>,
    /// The phrases in bytes, by what they say of which two parties; those of one
    /// kind and pair do not overlap.
    phrases: HashMap<(RelationKind, usize, usize), BTreeMap<usize, usize>>,
    found: Vec<Statement<'a>>,
}

/// One pattern's match for two slots.
struct Statement<'a> {
    words: Range<usize>,
    matcher: &'a Matcher,
    subject: usize,
    object: usize,
}

impl<'a> Statements<'a> {
    fn new(slots: &'a [Slot]) -> Self {
        let mut known: HashMap<&Party, usize> = HashMap::new();
        let firsts = slots.iter().enumerate().map(|(index, slot)| *known.entry(&slot.party).or_insert(index)).collect();
        Self { slots, firsts, phrases: HashMap::new(), found: Vec::new() }
    }

    /// Adds a statement, unless it is about one thing alone or an overlapping
    /// phrase says it already.
    fn add(&mut self, matcher: &'a Matcher, words: &Range<usize>, (subject, object): (usize, usize)) {
        let (one, other) = (self.firsts[subject], self.firsts[object]);
        if one == other {
            return;
        }
        let is_turned = matcher.relation.is_symmetric() && other < one;
        let (one, other) = if is_turned { (other, one) } else { (one, other) };
        let phrases = self.phrases.entry((matcher.relation, one, other)).or_default();
        let before = phrases.range(..words.end).next_back();
        if before.is_none_or(|(_, end)| *end <= words.start) {
            phrases.insert(words.start, words.end);
            self.found.push(Statement { words: words.clone(), matcher, subject, object });
        }
    }

    fn into_relations(mut self, field: Field, text: &str, relations: &mut Vec<Relation>) {
        self.found.sort_by_key(|statement| (statement.words.start, statement.words.end));
        let mut spans = Spans::new(text);
        for Statement { words, matcher, subject, object } in self.found {
            let party = |slot: usize| self.slots[slot].party.clone();
            relations.extend(spans.next(words).map(|span| Relation {
                field,
                span,
                kind: matcher.relation,
                subject: party(subject),
                object: party(object),
                rule: matcher.name.clone(),
            }));
        }
    }
}

/// A name in a text.
#[derive(Debug)]
struct Slot {
    /// Where, in bytes.
    range: Range<usize>,
    flags: Flags,
    party: Party,
}

/// Whether a hyphen joins the name to a word: `React-based`.
fn is_joined(text: &str, range: &Range<usize>) -> bool {
    let is_hyphen = |character: &char| matches!(character, '-' | '‐' | '‑');
    let joins = |mut beside: [Option<char>; 2]| {
        beside[0].take().is_some_and(|one| is_hyphen(&one)) && beside[1].is_some_and(char::is_alphanumeric)
    };
    let mut after = text[range.end..].chars();
    let mut before = text[..range.start].chars().rev();
    joins([after.next(), after.next()]) || joins([before.next(), before.next()])
}

/// A text in the form in which patterns match, with the way back.
#[derive(Debug)]
struct Form {
    text: String,
    /// For each byte of the form the bytes of the original it stands for.
    origins: Vec<(usize, usize)>,
    /// Where the slots stand, with their numbers.
    slots: Vec<(usize, usize)>,
    /// Where sentences end; found when they are first asked for.
    ends: OnceCell<Vec<usize>>,
}

impl Form {
    fn new(text: &str, slots: &[Slot], alphabet: &Alphabet) -> Self {
        let mut form = Self {
            text: String::with_capacity(text.len()),
            origins: Vec::new(),
            slots: Vec::new(),
            ends: OnceCell::new(),
        };
        let mut waiting = slots.iter().enumerate().peekable();
        let mut at = 0;
        while let Some(character) = text[at..].chars().next() {
            if let Some((number, slot)) = waiting.next_if(|(_, slot)| slot.range.start == at) {
                form.slots.push((form.text.len(), number));
                form.push(alphabet.slot(slot.flags), slot.range.clone());
                at = slot.range.end;
                continue;
            }
            let rest = &text[at..];
            if character.is_whitespace() {
                let width = rest.find(|one: char| !one.is_whitespace()).unwrap_or(rest.len());
                form.push(if rest[..width].contains('\n') { '\n' } else { ' ' }, at..at + width);
                at += width;
                continue;
            }
            let end = at + character.len_utf8();
            match character {
                '’' | '‘' | 'ʼ' => form.push('\'', at..end),
                '“' | '”' | '„' => form.push('"', at..end),
                '‐' | '‑' => form.push('-', at..end),
                '—' | '−' => form.push('–', at..end),
                _ => character.to_lowercase().for_each(|lower| form.push(lower, at..end)),
            }
            at = end;
        }
        form
    }

    fn push(&mut self, character: char, origin: Range<usize>) {
        self.text.push(character);
        self.origins.resize(self.text.len(), (origin.start, origin.end));
    }

    /// The slots in a range of the form.
    fn slots(&self, range: &Range<usize>) -> &[(usize, usize)] {
        let place = |at| self.slots.partition_point(|(slot, _)| *slot < at);
        &self.slots[place(range.start)..place(range.end)]
    }

    /// The next border of a character, from a byte on.
    fn after(&self, mut at: usize) -> usize {
        while at < self.text.len() && !self.text.is_char_boundary(at) {
            at += 1;
        }
        at
    }

    /// The pairs of slots that a match relates, subject first.
    fn pairs(&self, captures: &Captures<'_>) -> Vec<(usize, usize)> {
        let group = |name| captures.name(name).map_or(&[][..], |group| self.slots(&group.range()));
        // More names in a row are a list, not a comparison.
        let each = Some(group("each")).filter(|each| each.len() <= MOST_COMPARED).unwrap_or_default();
        let among = each
            .iter()
            .enumerate()
            .flat_map(|(position, one)| each[position + 1..].iter().map(move |other| (one.1, other.1)));
        let across = group("subject").iter().flat_map(|one| group("object").iter().map(move |other| (one.1, other.1)));
        among.chain(across).collect()
    }

    /// The words of a match that prove it, in bytes of the original: without
    /// what only had to stand around them, and without marks at their ends.
    fn phrase(&self, captures: &Captures<'_>) -> Option<Range<usize>> {
        let whole = captures.get(0)?;
        let start = captures.name("before").map_or(whole.start(), |group| group.end());
        let end = captures.name("after").map_or(whole.end(), |group| group.start());
        let words = self.text.get(start..end)?;
        let is_mark = |one: char| one.is_whitespace() || ",;:!?.–\"'()[]-".contains(one);
        let start = end - words.trim_start_matches(is_mark).len();
        let end = start + self.text.get(start..end)?.trim_end_matches(is_mark).len();
        let last = end.checked_sub(1).filter(|last| *last >= start)?;
        Some(self.origins[start].0..self.origins[last].1)
    }

    /// The sentence around a range of the form.
    fn sentence(&self, range: &Range<usize>) -> &str {
        static END: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"[.!?]["')]* |\n"#).expect("a regular expression"));
        let ends = self.ends.get_or_init(|| END.find_iter(&self.text).map(|end| end.end()).collect());
        let before = ends.partition_point(|end| *end <= range.start);
        let start = before.checked_sub(1).map_or(0, |last| ends[last]);
        let end = ends[before..].iter().find(|end| **end > range.end).copied().unwrap_or(self.text.len());
        &self.text[start..end]
    }
}
