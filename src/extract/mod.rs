//! Extraction: which terms an article names, and by which words.
//!
//! Two steps. *Spotting* finds every place where a label of the vocabulary
//! stands as whole words (`spot.rs`). *Deciding* keeps what may be believed: the
//! letter case where it matters, cues for a label that is also another word,
//! phrases in which it is not the term; of overlapping hits the longest stays,
//! so that a term inside a longer term is not named by itself. What no
//! vocabulary knows is found by the words around it (`candidate.rs`).
//!
//! Extraction reads one article at a time, keeps nothing between two, and
//! cannot fail.

mod boilerplate;
mod candidate;
mod spot;

use crate::mention::{Extraction, Field, Mention, NearMiss, Reason, Rule, Spans};
use crate::text::{Folded, fold};
use crate::vocabulary::{TermId, TermKind, Vocabulary};
use candidate::Line;
use spot::{Case, Hit, Role, Spotter};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// What is known of an article when terms are looked for.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// The title.
    pub title: &'a str,
    /// The abstract, empty where there is none.
    pub summary: &'a str,
    /// The names of the collections that list the article.
    pub collections: &'a [&'a str],
}

/// Finds the terms of a vocabulary in articles.
///
/// Building one takes some milliseconds for ten thousand labels; using it
/// costs time linear in the text.
#[derive(Debug)]
pub struct Extractor<'v> {
    vocabulary: &'v Vocabulary,
    spotter: Spotter,
    explains: bool,
}

impl<'v> Extractor<'v> {
    /// Prepares all labels of a vocabulary.
    #[must_use]
    pub fn new(vocabulary: &'v Vocabulary) -> Self {
        Self { vocabulary, spotter: Spotter::new(vocabulary), explains: false }
    }

    /// Also tells which labels were not believed, and why.
    #[must_use]
    pub fn explaining(self) -> Self {
        Self { explains: true, ..self }
    }

    /// The vocabulary whose terms are found.
    #[must_use]
    pub fn vocabulary(&self) -> &'v Vocabulary {
        self.vocabulary
    }

    /// Everything that is named in an article.
    #[must_use]
    pub fn extract(&self, document: &Document<'_>) -> Extraction {
        let texts = [(Field::Title, document.title), (Field::Abstract, document.summary)];
        let scans: Vec<Scan<'_>> = texts.into_iter().map(|(field, text)| self.scan(field, text)).collect();
        let mut cues = Cues::new(self, &scans, document.collections);
        let mut decided = self.decide_all(&scans, &cues);
        let technologies: BTreeSet<TermId> =
            decided.iter().flatten().filter_map(|choice| self.technology(choice)).collect();
        if !technologies.is_empty() && self.add_uses(&scans[0], &decided[0], &mut cues) {
            decided = self.decide_all(&scans, &cues);
        }
        let known = |choices: &[Choice], scan: &Scan<'_>| {
            let cut = scan.cut.iter().map(|range| candidate::Known { range: range.clone(), is_technology: false });
            let mut known: Vec<candidate::Known> =
                choices.iter().map(|choice| self.known(choice, scan)).chain(cut).collect();
            known.sort_by_key(|known| known.range.start);
            known
        };
        let texts: Vec<candidate::Text<'_>> = scans
            .iter()
            .zip(&decided)
            .map(|(scan, choices)| candidate::Text { field: scan.field, words: scan.text, known: known(choices, scan) })
            .collect();
        let is_label = |name: &str| self.spotter.is_label(&fold(name));
        let candidates = candidate::candidates(&texts, !technologies.is_empty(), is_label);
        let near_misses = if self.explains { self.near_misses(&scans, &decided, &cues) } else { Vec::new() };
        let mentions = scans.iter().zip(decided).flat_map(|(scan, choices)| {
            let mut spans = Spans::new(scan.text);
            choices.into_iter().filter_map(move |choice| choice.into_mention(scan, &mut spans))
        });
        Extraction { mentions: mentions.collect(), candidates, near_misses }
    }

    fn decide_all(&self, scans: &[Scan<'_>], cues: &Cues) -> Vec<Vec<Choice>> {
        scans.iter().map(|scan| self.decide(scan, cues)).collect()
    }

    fn known(&self, choice: &Choice, scan: &Scan<'_>) -> candidate::Known {
        candidate::Known { range: choice.range(scan), is_technology: self.technology(choice).is_some() }
    }

    fn technology(&self, choice: &Choice) -> Option<TermId> {
        (self.vocabulary.term(choice.term).kind == TermKind::Technology).then_some(choice.term)
    }

    /// A title that tells how something is made with a name, beside another
    /// technology, means the technology of that name: *Build a GraphQL API with
    /// Neo4j and Kong*. Adds that as a cue; tells whether there was any.
    fn add_uses(&self, title: &Scan<'_>, decided: &[Choice], cues: &mut Cues) -> bool {
        let is_doubtful = |role: &Role| matches!(role, Role::Label { ambiguous: true, .. });
        if !title.hits.iter().any(|hit| self.spotter.roles(hit).iter().any(is_doubtful)) {
            return false;
        }
        let known = decided.iter().map(|choice| self.known(choice, title)).collect();
        let text = candidate::Text { field: title.field, words: title.text, known };
        let line = Line::new(&text);
        if !line.tells_how_something_is_made() {
            return false;
        }
        let mut is_any = false;
        for hit in &title.hits {
            for role in self.spotter.roles(hit) {
                let Role::Label { term, case, ambiguous: true } = role else { continue };
                let range = title.folded.original_range(hit.start, hit.end, title.text);
                let is_technology = self.vocabulary.term(*term).kind == TermKind::Technology;
                if is_technology && title.is_written(hit, case) {
                    let words = line.uses(&range);
                    is_any |= words.is_some();
                    cues.found.extend(words.map(|words| (*term, words)));
                }
            }
        }
        is_any
    }

    fn scan<'t>(&self, field: Field, text: &'t str) -> Scan<'t> {
        let folded = Folded::new(text);
        let mut hits = self.spotter.spot(folded.as_str());
        let is_opening = |hit: &&Hit| self.spotter.roles(hit).contains(&Role::Boilerplate);
        let mut cut: Vec<Range<usize>> = Vec::new();
        if field == Field::Abstract && hits.iter().any(|hit| is_opening(&hit)) {
            let start = |hit: &Hit| folded.original_range(hit.start, hit.end, text).start;
            cut = hits.iter().filter(is_opening).filter_map(|hit| boilerplate::range(text, start(hit))).collect();
            hits.retain(|hit| !cut.iter().any(|range| range.contains(&start(hit))));
        }
        Scan { field, text, folded, hits, cut }
    }

    /// Keeps the believable hits of one text, the longest of those that overlap.
    fn decide(&self, scan: &Scan<'_>, cues: &Cues) -> Vec<Choice> {
        let mut choices: Vec<Choice> =
            scan.hits.iter().flat_map(|hit| self.choices(scan, hit, cues)).flatten().collect();
        let denied = self.denied(scan);
        choices.retain(|choice| denied.get(&(choice.term, choice.start)).is_none_or(|phrase| phrase.end < choice.end));
        choices.sort_by_key(Choice::preference);
        let mut free_from = 0;
        choices.retain(|choice| {
            let is_free = choice.start >= free_from;
            if is_free {
                free_from = choice.end;
            }
            is_free
        });
        choices
    }

    /// The readings of a hit, each with why it may or may not be believed.
    fn choices<'a>(
        &'a self,
        scan: &'a Scan<'_>,
        hit: &'a Hit,
        cues: &'a Cues,
    ) -> impl Iterator<Item = Result<Choice, (TermId, Reason)>> {
        self.spotter.roles(hit).iter().filter_map(|role| {
            let Role::Label { term, case, ambiguous } = role else { return None };
            let kind = self.vocabulary.term(*term).kind;
            if scan.is_versioned(hit) && (*ambiguous || kind == TermKind::Concept) {
                return None;
            }
            if !scan.is_written(hit, case) {
                let form = case.form().unwrap_or_else(|| self.spotter.words(hit));
                return Some(Err((*term, Reason::Case(form.to_owned()))));
            }
            let found = if *ambiguous { cues.of(*term) } else { Vec::new() };
            let rule = match (ambiguous, case) {
                (true, _) if found.is_empty() => return Some(Err((*term, Reason::NoCue))),
                (true, _) => Rule::Cue,
                (false, Case::Any) => Rule::Label,
                (false, Case::AsWritten(_)) => Rule::ExactCase,
            };
            Some(Ok(Choice { start: hit.start, end: hit.end, term: *term, rule, cues: found }))
        })
    }

    /// The labels that stand in the texts and were not believed.
    fn near_misses(&self, scans: &[Scan<'_>], decided: &[Vec<Choice>], cues: &Cues) -> Vec<NearMiss> {
        let mut misses = Vec::new();
        for (scan, decided) in scans.iter().zip(decided) {
            let denied = self.denied(scan);
            for hit in &scan.hits {
                let mut spans = Spans::new(scan.text);
                let range = complete(scan.text, scan.folded.original_range(hit.start, hit.end, scan.text));
                let Some(span) = spans.next(range) else { continue };
                for choice in self.choices(scan, hit, cues) {
                    let (term, reason) = match choice {
                        Err(missed) => missed,
                        Ok(choice) => {
                            let phrase =
                                denied.get(&(choice.term, choice.start)).filter(|phrase| phrase.end >= choice.end);
                            let overlaps = |other: &&Choice| other.start < choice.end && choice.start < other.end;
                            let taken = decided.iter().find(overlaps);
                            match (phrase, taken) {
                                (Some(phrase), _) => {
                                    let words = scan.folded.original_range(phrase.start, phrase.end, scan.text);
                                    (choice.term, Reason::NotIn(scan.text[words].to_owned()))
                                }
                                (None, Some(other)) if other.term != choice.term => {
                                    (choice.term, Reason::Inside(other.term))
                                }
                                _ => continue,
                            }
                        }
                    };
                    misses.push(NearMiss { field: scan.field, span, term, reason });
                }
            }
        }
        let is_named = |miss: &NearMiss| decided.iter().flatten().any(|choice| choice.term == miss.term);
        misses.retain(|miss| !is_named(miss));
        misses.sort();
        misses.dedup();
        misses
    }

    /// The places at which a phrase denies a term: for each term and start of
    /// a word the phrase, the one that goes furthest.
    fn denied(&self, scan: &Scan<'_>) -> HashMap<(TermId, usize), Range<usize>> {
        let mut denied: HashMap<(TermId, usize), Range<usize>> = HashMap::new();
        for hit in &scan.hits {
            for role in self.spotter.roles(hit) {
                let Role::NotIn { term } = role else { continue };
                let phrase = &scan.folded.as_str()[hit.start..hit.end];
                for (space, _) in phrase.match_indices(' ') {
                    let longest = denied.entry((*term, hit.start + space)).or_insert(hit.start..hit.end);
                    if hit.end > longest.end {
                        *longest = hit.start..hit.end;
                    }
                }
            }
        }
        denied
    }
}

/// One text with everything spotted in it.
struct Scan<'t> {
    field: Field,
    text: &'t str,
    folded: Folded,
    hits: Vec<Hit>,
    /// Boilerplate, in bytes of the text.
    cut: Vec<Range<usize>>,
}

impl Scan<'_> {
    /// Whether a number of a version ends the word: `Vue3`.
    fn is_versioned(&self, hit: &Hit) -> bool {
        self.folded.as_str()[hit.label_end..hit.end].starts_with(|one: char| one.is_ascii_digit())
    }

    /// Whether a hit is written as the label asks. An ending in capitals belongs
    /// to the word: `APIs` is a plural, `BIS` is another name than `BI`, and
    /// `NexOS` than `Nexo`, but `NODES` shouts.
    fn is_written(&self, hit: &Hit, case: &Case) -> bool {
        let label = self.folded.original_range(hit.start, hit.label_end, self.text);
        let whole = self.folded.original_range(hit.start, hit.end, self.text);
        let ending = self.text.get(label.end..whole.end).unwrap_or_default();
        let words = self.text.get(label).unwrap_or_default();
        let is_loud = ending.contains(char::is_uppercase);
        match case {
            Case::Any => !is_loud || !words.contains(char::is_lowercase),
            Case::AsWritten(form) => spot::written(words) == *form && !is_loud,
        }
    }
}

/// A hit read as one term.
struct Choice {
    start: usize,
    end: usize,
    term: TermId,
    rule: Rule,
    cues: Vec<String>,
}

impl Choice {
    /// First comes the leftmost, of those the longest, of those the one that
    /// most cues prove: what the article says beside a name tells more than
    /// what the name usually means.
    fn preference(&self) -> (usize, Reverse<usize>, Reverse<usize>, TermId) {
        (self.start, Reverse(self.end), Reverse(self.cues.len()), self.term)
    }

    /// The words in bytes of the text.
    fn range(&self, scan: &Scan<'_>) -> Range<usize> {
        complete(scan.text, scan.folded.original_range(self.start, self.end, scan.text))
    }

    fn into_mention(self, scan: &Scan<'_>, spans: &mut Spans<'_>) -> Option<Mention> {
        let span = spans.next(self.range(scan))?;
        Some(Mention { field: scan.field, span, term: self.term, rule: self.rule, cues: self.cues })
    }
}

/// A name's last mark belongs to it although it ends a phrase: the point of
/// `A.I.`, the bracket of `Ripple (XRP)`.
fn complete(text: &str, range: Range<usize>) -> Range<usize> {
    let (words, rest) = (&text[range.clone()], &text[range.end..]);
    let is_dotted = words.len() >= 3 && words.as_bytes()[words.len() - 2] == b'.';
    let is_open = words.contains('(') && !words.contains(')');
    let closes = (is_dotted && rest.starts_with('.')) || (is_open && rest.starts_with(')'));
    range.start..range.end + usize::from(closes)
}

/// The cues that stand in an article, by term.
struct Cues {
    /// Term and cue, sorted.
    found: BTreeSet<(TermId, String)>,
}

impl Cues {
    /// Collects cues only for terms that have an ambiguous label in the texts.
    fn new(extractor: &Extractor<'_>, scans: &[Scan<'_>], collections: &[&str]) -> Self {
        let mut found = BTreeSet::new();
        let spotter = &extractor.spotter;
        let mut doubtful: Vec<TermId> = scans
            .iter()
            .flat_map(|scan| &scan.hits)
            .flat_map(|hit| spotter.roles(hit))
            .filter_map(|role| match role {
                Role::Label { term, ambiguous: true, .. } => Some(*term),
                _ => None,
            })
            .collect();
        doubtful.sort_unstable();
        doubtful.dedup();
        let is_doubtful = |term: &TermId| doubtful.binary_search(term).is_ok();
        if doubtful.is_empty() {
            return Self { found };
        }
        for scan in scans {
            for hit in &scan.hits {
                for role in spotter.roles(hit) {
                    let (own, others, case) = match role {
                        Role::Cue { term } => (*term, &[][..], &Case::Any),
                        Role::Label { term, ambiguous: false, case } => (*term, spotter.cued_by(*term), case),
                        _ => continue,
                    };
                    let mut cued = std::iter::once(own).chain(others.iter().copied()).filter(is_doubtful).peekable();
                    if cued.peek().is_some() && (*case == Case::Any || scan.is_written(hit, case)) {
                        found.extend(cued.map(|term| (term, spotter.words(hit).to_owned())));
                    }
                }
            }
        }
        for name in collections {
            let folded = Folded::new(name);
            for hit in spotter.spot(folded.as_str()) {
                let is_whole_name = spotter.words(&hit) == fold(name);
                // A page `rust` is about Rust; one called `strategy` need not be
                // about the pattern.
                let is_telling = |term: TermId| {
                    let is_technology = extractor.vocabulary.term(term).kind == TermKind::Technology;
                    is_whole_name && (is_technology || spotter.words(&hit).contains(' '))
                };
                for role in spotter.roles(&hit) {
                    let cue = match role {
                        Role::Cue { term } | Role::Label { term, ambiguous: false, .. } => Some(*term),
                        Role::Label { term, ambiguous: true, .. } if is_telling(*term) => Some(*term),
                        _ => None,
                    };
                    let on_page = || format!("page {name}");
                    found.extend(cue.filter(is_doubtful).map(|term| (term, on_page())));
                }
            }
        }
        Self { found }
    }

    fn of(&self, term: TermId) -> Vec<String> {
        self.found.iter().filter(|(found, _)| *found == term).map(|(_, cue)| cue.clone()).collect()
    }
}

#[cfg(test)]
mod tests;
