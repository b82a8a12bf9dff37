//! Reads SKOS in Turtle and makes a [`Vocabulary`] of it.
//!
//! Files are laid over each other: a statement about a term that another file
//! declares adds to it, `ag:ignoreLabel` and `ag:ignore` take away. What the
//! files say decides, never the order in which they are given.

use super::{Term, TermId, TermKind, Text, Vocabulary, Words, shipped};
use crate::namespace::{ag, dcterms, skos};
use crate::text::{clean, hex};
use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Term as RdfTerm};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

/// The name of the embedded files in messages.
const SHIPPED: &str = "shipped vocabulary";

/// A vocabulary file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}{}: {kind}", line.map(|line| format!(":{line}")).unwrap_or_default())]
pub struct VocabularyError {
    /// The file's name, as it was given.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<u64>,
    /// What is wrong.
    pub kind: VocabularyErrorKind,
}

/// What is wrong with a vocabulary.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VocabularyErrorKind {
    /// The file does not parse.
    #[error("not valid: {0}")]
    Syntax(RdfParseError),
    /// The file declares no term at all.
    #[error("declares no term: a term is `<iri> a skos:Concept ; skos:prefLabel \"name\"`")]
    NoTerms,
    /// A term has labels but no preferred one.
    #[error("the term <{0}> has no skos:prefLabel")]
    NoLabel(String),
    /// A term names a broader or related one that no file declares.
    #[error("the term <{term}> is {property} <{target}>, which no file declares")]
    Unknown {
        /// The term.
        term: String,
        /// `skos:broader` or `skos:related`.
        property: &'static str,
        /// What it points to.
        target: String,
    },
    /// `ag:ambiguousLabel` names no label of its term.
    #[error("the term <{0}> has no label {1:?}, which ag:ambiguousLabel names")]
    NotALabel(String, String),
    /// A term stands above itself.
    #[error("the term <{0}> is broader than itself")]
    Cycle(String),
}

impl Vocabulary {
    /// The vocabulary embedded in the program.
    ///
    /// # Errors
    ///
    /// None in a program that was tested; the shipped files are input all the
    /// same, and a fault in them is told like one in a user's.
    pub fn shipped() -> Result<Self, VocabularyError> {
        Builder::shipped()?.build()
    }
}

/// Collects files, then builds the [`Vocabulary`].
#[derive(Debug, Default)]
pub struct Builder {
    /// The embedded vocabulary belongs to it and is not among the drafts yet.
    holds_shipped: bool,
    drafts: BTreeMap<String, Draft>,
    schemes: BTreeMap<String, BTreeSet<Text>>,
    /// SHA-256 of every file added.
    digests: BTreeSet<[u8; 32]>,
}

/// A term as far as the files read tell.
#[derive(Debug, Default)]
struct Draft {
    file: String,
    kind: Option<TermKind>,
    pref_labels: BTreeSet<Text>,
    alt_labels: BTreeSet<Text>,
    hidden_labels: BTreeSet<Text>,
    ambiguous_labels: BTreeSet<Words>,
    ignored_labels: BTreeSet<Words>,
    ignored: bool,
    match_case: bool,
    any_case: bool,
    cues: BTreeSet<Words>,
    not_in: BTreeSet<Words>,
    broader: BTreeSet<String>,
    related: BTreeSet<String>,
    exact_match: BTreeSet<String>,
    close_match: BTreeSet<String>,
    definition: BTreeSet<Text>,
    schemes: BTreeSet<String>,
    top_of: BTreeSet<String>,
}

impl Builder {
    /// A builder that holds the embedded vocabulary.
    ///
    /// # Errors
    ///
    /// See [`Vocabulary::shipped`].
    pub fn shipped() -> Result<Self, VocabularyError> {
        let mut builder = Self::default();
        builder.digests.insert(Sha256::digest(shipped::bytes()).into());
        builder.holds_shipped = true;
        Ok(builder)
    }

    /// Takes the statements of the embedded vocabulary one by one, so that
    /// others can be laid over them.
    fn unpack_shipped(&mut self) {
        if !std::mem::take(&mut self.holds_shipped) {
            return;
        }
        shipped::statements(|subject, statements| self.take(SHIPPED, subject, statements));
        for draft in self.drafts.values_mut() {
            draft.schemes.insert(crate::namespace::TERM_SCHEME.to_owned());
        }
    }

    /// Lays a file over what is there: Turtle, or what its extension says
    /// (`.nt`, `.rdf`, `.jsonld`, `.trig`, `.nq`). `file` is its name.
    ///
    /// # Errors
    ///
    /// The file does not parse or says nothing about any term.
    pub fn add(&mut self, file: &str, rdf: &[u8]) -> Result<(), VocabularyError> {
        self.unpack_shipped();
        let rdf = rdf.strip_prefix("\u{feff}".as_bytes()).unwrap_or(rdf);
        let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
        let format = RdfFormat::from_extension(extension).unwrap_or(RdfFormat::Turtle);
        self.digests.insert(Sha256::digest(rdf).into());
        let mut any = false;
        for quad in RdfParser::from_format(format).for_slice(rdf) {
            let quad = quad.map_err(|error| syntax_error(file, error.into()))?;
            let NamedOrBlankNode::NamedNode(subject) = quad.subject else { continue };
            let (property, object) = (Property::of(quad.predicate.as_ref()), Object::of(quad.object));
            if let (Some(property), Some(object)) = (property, object) {
                self.take(file, subject.as_str(), [(property, object)]);
                any |= property != Property::Title;
            }
        }
        if any { Ok(()) } else { Err(fault(file, VocabularyErrorKind::NoTerms)) }
    }

    /// Takes statements about one subject: a term, or a scheme.
    fn take(&mut self, file: &str, subject: &str, statements: impl IntoIterator<Item = (Property, Object)>) {
        let mut draft: Option<&mut Draft> = None;
        for (property, object) in statements {
            match (property, object) {
                (Property::Title, Object::Text(title)) => {
                    self.schemes.entry(subject.to_owned()).or_default().insert(title);
                }
                (Property::Type, object) if object.is(skos::CONCEPT_SCHEME) => {
                    self.schemes.entry(subject.to_owned()).or_default();
                }
                // `a skos:narrower b` is `b skos:broader a`.
                (Property::Narrower, Object::Iri(below)) => {
                    self.drafts.entry(below).or_default().broader.insert(subject.to_owned());
                    draft = None;
                }
                (property, object) => {
                    if draft.is_none() {
                        draft = Some(self.drafts.entry(subject.to_owned()).or_default());
                    }
                    if let Some(draft) = &mut draft {
                        let declares = property == Property::Type && object.is(skos::CONCEPT);
                        if draft.file.is_empty() || declares {
                            file.clone_into(&mut draft.file);
                        }
                        draft.take(property, object);
                    }
                }
            }
        }
    }

    /// Builds the vocabulary. Linear in its size.
    ///
    /// # Errors
    ///
    /// A term without a preferred label, a broader or related term that no
    /// file declares, a cycle of broader terms, a guard for a label that the
    /// term does not have.
    pub fn build(self) -> Result<Vocabulary, VocabularyError> {
        let digest = self.digests.iter().fold(Sha256::new(), Sha256::chain_update);
        let fingerprint = hex(&digest.finalize());
        let (mut terms, schemes) = if self.holds_shipped { shipped::terms() } else { self.terms()? };
        relate_both_ways(&mut terms);
        refuse_cycles(&terms)?;
        Ok(Vocabulary { terms, schemes, fingerprint, by_label: OnceLock::new() })
    }

    /// The terms of the drafts, and the schemes with their titles.
    fn terms(self) -> Result<Parts, VocabularyError> {
        let off: BTreeSet<String> =
            self.drafts.iter().filter(|(_, draft)| draft.ignored).map(|(iri, _)| iri.clone()).collect();
        // A scheme may have labels too, and is no term.
        let is_term = |iri: &String, draft: &Draft| !self.schemes.contains_key(iri) || draft.kind.is_some();
        let is_on = |(iri, draft): &(String, Draft)| !off.contains(iri) && is_term(iri, draft);
        let drafts: Vec<(String, Draft)> = self.drafts.into_iter().filter(is_on).collect();
        let ids: HashMap<String, TermId> =
            drafts.iter().zip(0..).map(|((iri, _), id)| (iri.clone(), TermId(id))).collect();

        let mut terms = Vec::with_capacity(drafts.len());
        for (iri, draft) in drafts {
            let resolve = |targets: &BTreeSet<String>, property| -> Result<Vec<TermId>, VocabularyError> {
                let known = targets.iter().filter(|target| !off.contains(*target));
                let unknown = |target: &String| {
                    let kind = VocabularyErrorKind::Unknown { term: iri.clone(), property, target: target.clone() };
                    fault(&draft.file, kind)
                };
                known.map(|target| ids.get(target).copied().ok_or_else(|| unknown(target))).collect()
            };
            let broader = resolve(&draft.broader, "skos:broader")?;
            let related = resolve(&draft.related, "skos:related")?;
            terms.push(draft.finish(iri, broader, related)?);
        }
        let schemes = self.schemes.into_iter().map(|(iri, titles)| (iri, titles.into_iter().collect())).collect();
        Ok((terms, schemes))
    }
}

/// Terms, and the titles of schemes.
type Parts = (Vec<Term>, Vec<(String, Vec<Text>)>);

impl Draft {
    fn take(&mut self, property: Property, object: Object) {
        match (property, object) {
            (Property::Type, object) => {
                if object.is(ag::TECHNOLOGY) {
                    self.kind = Some(TermKind::Technology);
                } else if object.is(ag::CONCEPT) {
                    self.kind = self.kind.or(Some(TermKind::Concept));
                }
            }
            (property, Object::Text(text)) => self.take_text(property, text),
            (property, Object::Iri(iri)) => self.take_iri(property, iri),
        }
    }

    fn take_text(&mut self, property: Property, text: Text) {
        let is_true = || ["true", "1"].contains(&text.value.as_ref());
        match property {
            Property::MatchCase if is_true() => self.match_case = true,
            Property::MatchCase => self.any_case = true,
            Property::Ignore => self.ignored |= is_true(),
            Property::PrefLabel => _ = self.pref_labels.insert(text),
            Property::AltLabel => _ = self.alt_labels.insert(text),
            Property::HiddenLabel => _ = self.hidden_labels.insert(text),
            Property::Definition => _ = self.definition.insert(text),
            Property::AmbiguousLabel => _ = self.ambiguous_labels.insert(text.value),
            Property::IgnoreLabel => _ = self.ignored_labels.insert(text.value),
            Property::Cue => _ = self.cues.insert(text.value),
            Property::NotIn => _ = self.not_in.insert(text.value),
            _ => {}
        }
    }

    fn take_iri(&mut self, property: Property, iri: String) {
        let iris = match property {
            Property::Broader => &mut self.broader,
            Property::Related => &mut self.related,
            Property::ExactMatch => &mut self.exact_match,
            Property::CloseMatch => &mut self.close_match,
            Property::InScheme => &mut self.schemes,
            Property::TopConceptOf => &mut self.top_of,
            _ => return,
        };
        iris.insert(iri);
    }

    fn finish(self, iri: String, broader: Vec<TermId>, related: Vec<TermId>) -> Result<Term, VocabularyError> {
        let fail = |kind| Err(fault(&self.file, kind));
        let Some(label) = preferred(&self.pref_labels).cloned() else {
            return fail(VocabularyErrorKind::NoLabel(iri));
        };
        let kept = |texts: &BTreeSet<Text>| -> Vec<Text> {
            texts.iter().filter(|text| !self.ignored_labels.contains(&text.value) && **text != label).cloned().collect()
        };
        let term = Term {
            kind: self.kind.unwrap_or(TermKind::Concept),
            has_kind: self.kind.is_some(),
            other_labels: kept(&self.pref_labels),
            alt_labels: kept(&self.alt_labels),
            hidden_labels: kept(&self.hidden_labels),
            ambiguous_labels: self
                .ambiguous_labels
                .iter()
                .filter(|label| !self.ignored_labels.contains(*label))
                .cloned()
                .collect(),
            match_case: self.match_case,
            any_case: self.any_case,
            cues: self.cues.into_iter().collect(),
            not_in: self.not_in.into_iter().collect(),
            broader,
            related,
            exact_match: self.exact_match.into_iter().map(Words::from).collect(),
            close_match: self.close_match.into_iter().map(Words::from).collect(),
            definition: self.definition.into_iter().collect(),
            schemes: self.schemes.into_iter().map(Words::from).collect(),
            top_of: self.top_of.into_iter().map(Words::from).collect(),
            label,
            iri: iri.into(),
        };
        let stray = term.ambiguous_labels.iter().find(|guarded| !term.labels().any(|label| label == **guarded));
        match stray {
            Some(label) => {
                let kind = VocabularyErrorKind::NotALabel(term.iri.to_string(), label.to_string());
                Err(fault(&self.file, kind))
            }
            None => Ok(term),
        }
    }
}

/// The English label where there is one, else the first without a language,
/// else the first.
fn preferred(labels: &BTreeSet<Text>) -> Option<&Text> {
    let english = |text: &&Text| text.language.as_deref().is_some_and(|tag| tag == "en" || tag.starts_with("en-"));
    labels
        .iter()
        .find(english)
        .or_else(|| labels.iter().find(|text| text.language.is_none()))
        .or_else(|| labels.first())
}

fn relate_both_ways(terms: &mut [Term]) {
    let pairs: Vec<(usize, TermId)> = terms
        .iter()
        .zip(0..)
        .flat_map(|(term, id)| term.related.iter().map(move |other| (other.index(), TermId(id))))
        .collect();
    for (index, other) in pairs {
        terms[index].related.push(other);
    }
    for (term, id) in terms.iter_mut().zip(0..) {
        term.related.retain(|other| *other != TermId(id));
        term.related.sort_unstable();
        term.related.dedup();
    }
}

/// Depth-first search over `broader` with the usual three colours.
fn refuse_cycles(terms: &[Term]) -> Result<(), VocabularyError> {
    #[derive(Clone, Copy, PartialEq)]
    enum Colour {
        White,
        Grey,
        Black,
    }
    let mut colours = vec![Colour::White; terms.len()];
    for start in 0..terms.len() {
        let mut path = vec![(start, 0)];
        while let Some((term, next)) = path.last_mut() {
            colours[*term] = if colours[*term] == Colour::White { Colour::Grey } else { colours[*term] };
            let Some(above) = terms[*term].broader.get(*next).map(|id| id.index()) else {
                colours[*term] = Colour::Black;
                path.pop();
                continue;
            };
            *next += 1;
            match colours[above] {
                Colour::White => path.push((above, 0)),
                Colour::Grey => return Err(fault("", VocabularyErrorKind::Cycle(terms[above].iri.to_string()))),
                Colour::Black => {}
            }
        }
    }
    Ok(())
}

/// What statements about terms can say; all else in a file is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Property {
    Type,
    Title,
    PrefLabel,
    AltLabel,
    HiddenLabel,
    Definition,
    Broader,
    Narrower,
    Related,
    ExactMatch,
    CloseMatch,
    InScheme,
    TopConceptOf,
    AmbiguousLabel,
    IgnoreLabel,
    Ignore,
    Cue,
    NotIn,
    MatchCase,
}

const PROPERTIES: [(NamedNodeRef<'static>, Property); 19] = [
    (rdf::TYPE, Property::Type),
    (dcterms::TITLE, Property::Title),
    (skos::PREF_LABEL, Property::PrefLabel),
    (skos::ALT_LABEL, Property::AltLabel),
    (skos::HIDDEN_LABEL, Property::HiddenLabel),
    (skos::DEFINITION, Property::Definition),
    (skos::BROADER, Property::Broader),
    (skos::NARROWER, Property::Narrower),
    (skos::RELATED, Property::Related),
    (skos::EXACT_MATCH, Property::ExactMatch),
    (skos::CLOSE_MATCH, Property::CloseMatch),
    (skos::IN_SCHEME, Property::InScheme),
    (skos::TOP_CONCEPT_OF, Property::TopConceptOf),
    (ag::AMBIGUOUS_LABEL, Property::AmbiguousLabel),
    (ag::IGNORE_LABEL, Property::IgnoreLabel),
    (ag::IGNORE, Property::Ignore),
    (ag::CUE, Property::Cue),
    (ag::NOT_IN, Property::NotIn),
    (ag::MATCH_CASE, Property::MatchCase),
];

impl Property {
    pub(super) fn of(predicate: NamedNodeRef<'_>) -> Option<Self> {
        PROPERTIES.iter().find(|(node, _)| *node == predicate).map(|(_, property)| *property)
    }
}

/// The object of a statement about a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Object {
    Iri(String),
    Text(Text),
}

impl Object {
    fn of(object: RdfTerm) -> Option<Self> {
        match object {
            RdfTerm::NamedNode(node) => Some(Self::Iri(node.into_string())),
            RdfTerm::Literal(literal) => {
                let language = literal.language().map(|tag| tag.to_owned().into());
                Some(Self::Text(Text { value: clean(literal.value()).0.into(), language }))
            }
            RdfTerm::BlankNode(_) => None,
        }
    }

    fn is(&self, node: NamedNodeRef<'_>) -> bool {
        matches!(self, Self::Iri(iri) if iri == node.as_str())
    }
}

fn fault(file: &str, kind: VocabularyErrorKind) -> VocabularyError {
    VocabularyError { file: file.to_owned(), line: None, kind }
}

fn syntax_error(file: &str, error: RdfParseError) -> VocabularyError {
    let line = match &error {
        RdfParseError::Syntax(syntax) => syntax.location().map(|range| range.start.line + 1),
        RdfParseError::Io(_) => None,
    };
    VocabularyError { file: file.to_owned(), line, kind: VocabularyErrorKind::Syntax(error) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "@prefix ag: <https://w3id.org/articlegraph/ns#> .\n\
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\
        @prefix : <https://example.org/> .\n";

    fn build(files: &[&str]) -> Result<Vocabulary, VocabularyError> {
        let mut builder = Builder::default();
        for (number, file) in files.iter().enumerate() {
            builder.add(&format!("{number}.ttl"), format!("{HEAD}{file}").as_bytes())?;
        }
        builder.build()
    }

    #[test]
    fn the_shipped_vocabulary_loads() {
        let vocabulary = Vocabulary::shipped().unwrap_or_else(|error| panic!("{error}"));
        let kafka = vocabulary.find_label("kafka");
        assert_eq!(kafka.len(), 1);
        assert_eq!(vocabulary.term(kafka[0]).slug(), "apache-kafka");
    }

    #[test]
    fn the_shipped_vocabulary_is_the_same_read_at_once_and_one_by_one() {
        let at_once = Vocabulary::shipped().unwrap_or_else(|error| panic!("{error}"));
        let mut builder = Builder::shipped().unwrap_or_else(|error| panic!("{error}"));
        builder.unpack_shipped();
        let one_by_one = builder.build().unwrap_or_else(|error| panic!("{error}"));
        for (one, other) in at_once.terms().iter().zip(one_by_one.terms()) {
            assert_eq!(one, other);
        }
        assert_eq!(at_once.terms().len(), one_by_one.terms().len());
        assert_eq!(at_once.schemes(), one_by_one.schemes());
        assert_eq!(at_once.fingerprint(), one_by_one.fingerprint());
    }

    #[test]
    fn files_add_to_each_other_in_any_order() {
        let one = ":a a skos:Concept, ag:Technology ; skos:prefLabel \"A\"@en ; skos:altLabel \"Aa\"@en .";
        let two = ":a skos:altLabel \"Alpha\" ; ag:ignoreLabel \"Aa\" .";
        let there = build(&[one, two]).expect("valid");
        let back = build(&[two, one]).expect("valid");
        assert_eq!(there.terms(), back.terms());
        assert_eq!(there.terms()[0].labels().collect::<Vec<_>>(), ["A", "Alpha"]);
        assert_eq!(there.fingerprint(), back.fingerprint());
    }

    #[test]
    fn a_scheme_with_a_label_is_no_term() {
        let vocabulary = build(&[":s a skos:ConceptScheme ; skos:prefLabel \"S\" . :a skos:prefLabel \"A\" ."]);
        assert_eq!(vocabulary.expect("valid").terms().len(), 1);
    }

    #[test]
    fn an_ignored_term_is_gone_and_nothing_points_to_it() {
        let vocabulary = build(&[":a a skos:Concept ; skos:prefLabel \"A\" ; skos:broader :b .
            :b a skos:Concept ; skos:prefLabel \"B\" ; ag:ignore true ."])
        .expect("valid");
        assert_eq!(vocabulary.terms().len(), 1);
        assert!(vocabulary.terms()[0].broader.is_empty());
    }

    #[test]
    fn faults_are_told_with_their_place() {
        let error = |file: &str| build(&[file]).expect_err("a fault").to_string();
        assert!(error(":a skos:prefLabel \"A").starts_with("0.ttl:4: not valid"), "{}", error(":a skos:prefLabel \"A"));
        assert_eq!(error(":a a skos:Concept ."), "0.ttl: the term <https://example.org/a> has no skos:prefLabel");
        assert_eq!(
            error(":a skos:prefLabel \"A\" ; skos:broader :b ."),
            "0.ttl: the term <https://example.org/a> is skos:broader <https://example.org/b>, which no file declares"
        );
        assert_eq!(
            error(":a skos:prefLabel \"A\" ; ag:ambiguousLabel \"B\" ."),
            "0.ttl: the term <https://example.org/a> has no label \"B\", which ag:ambiguousLabel names"
        );
        assert!(error("<x:y> <x:z> 1 .").contains("declares no term"));
        assert!(
            error(":a skos:prefLabel \"A\" ; skos:broader :b . :b skos:prefLabel \"B\" ; skos:broader :a .")
                .ends_with("is broader than itself")
        );
    }
}
