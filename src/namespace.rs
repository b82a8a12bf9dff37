//! The names of the graph: prefixes, and the IRIs built from them.
//!
//! Everything that writes or reads the graph takes its IRIs from here, so that
//! a name is spelt in one place.

use oxigraph::model::NamedNodeRef;

/// Prefix names with their namespaces, predeclared in every query and used in
/// every export that has prefixes; sorted by prefix.
pub const PREFIXES: [(&str, &str); 14] = [
    ("ag", "https://w3id.org/articlegraph/ns#"),
    ("dbr", "http://dbpedia.org/resource/"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("itsrdf", "http://www.w3.org/2005/11/its/rdf#"),
    ("nif", "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("term", "https://w3id.org/articlegraph/term/"),
    ("void", "http://rdfs.org/ns/void#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// The scheme that the shipped terms belong to; also their namespace.
pub const TERM_SCHEME: &str = "https://w3id.org/articlegraph/term/";

/// The graph that describes the build; left out of exports by default.
pub const ABOUT_GRAPH: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("urn:articlegraph:about");

/// Shortens an IRI with the first prefix that fits and leaves a plain local
/// name: `https://schema.org/Article` is `schema:Article`.
#[must_use]
pub fn shorten(iri: &str) -> Option<String> {
    PREFIXES.iter().find_map(|(prefix, namespace)| {
        let local = iri.strip_prefix(namespace)?;
        let plain = local.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        (plain && !local.is_empty()).then(|| format!("{prefix}:{local}"))
    })
}

macro_rules! names {
    ($(#[$doc:meta])* $module:ident: $namespace:literal { $($name:ident = $local:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[allow(missing_docs, reason = "the names are the standard's own")]
        pub mod $module {
            use oxigraph::model::NamedNodeRef;
            $(pub const $name: NamedNodeRef<'static> =
                NamedNodeRef::new_unchecked(concat!($namespace, $local));)+
        }
    };
}

names! {
    /// Our own ontology, declared in `vocabulary/articlegraph.ttl`.
    ag: "https://w3id.org/articlegraph/ns#" {
        ALTERNATIVE_TO = "alternativeTo",
        BUILT_WITH = "builtWith",
        COMPARED_WITH = "comparedWith",
        DUPLICATE = "Duplicate",
        DUPLICATE_OF = "duplicateOf",
        GAP = "gap",
        INDEPENDENT_COUNT = "independentCount",
        KIND_OF = "kindOf",
        MIGRATED_TO = "migratedTo",
        OBJECT_TERM = "objectTerm",
        RELATION = "Relation",
        RELATION_KIND = "relationKind",
        SIMILARITY = "similarity",
        SIMILAR_TO = "similarTo",
        SUBJECT_TERM = "subjectTerm",
        AMBIGUOUS_LABEL = "ambiguousLabel",
        ARTICLE = "article",
        ARTICLE_COUNT = "articleCount",
        ASSOCIATED_WITH = "associatedWith",
        ASSOCIATES = "associates",
        ASSOCIATION = "Association",
        BUILD = "Build",
        COLLECTION = "Collection",
        CONCEPT = "Concept",
        CUE = "cue",
        FIELD = "field",
        GRAPH_SHA256 = "graphSha256",
        IGNORE = "ignore",
        IGNORE_LABEL = "ignoreLabel",
        LINE = "line",
        MATCH_CASE = "matchCase",
        CANDIDATE = "Candidate",
        MENTION = "Mention",
        NOT_IN = "notIn",
        NPMI = "npmi",
        OTHER_TEXTS = "otherTexts",
        PAGES_NOT_READ = "pagesNotRead",
        PROBLEM = "problem",
        RULE = "rule",
        SHA256 = "sha256",
        SIZE = "sizeBytes",
        SOURCE = "Source",
        TECHNOLOGY = "Technology",
        TERM = "Term",
        KIND_GUESS = "kindGuess",
        MENTIONS_CANDIDATE = "mentionsCandidate",
        TERM_COUNT = "termCount",
        VOCABULARY_SHA256 = "vocabularySha256",
    }
}

names! {
    /// Dublin Core terms.
    dcterms: "http://purl.org/dc/terms/" {
        DESCRIPTION = "description",
        SOURCE = "source",
        SUBJECT = "subject",
        TITLE = "title",
    }
}

names! {
    /// The Internationalization Tag Set's RDF names.
    itsrdf: "http://www.w3.org/2005/11/its/rdf#" {
        CONFIDENCE = "taConfidence",
        IDENTIFIES = "taIdentRef",
    }
}

names! {
    /// The NLP Interchange Format's core; borrowed, no conformance is claimed.
    nif: "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#" {
        ANCHOR_OF = "anchorOf",
        BEGIN_INDEX = "beginIndex",
        END_INDEX = "endIndex",
    }
}

names! {
    /// The provenance ontology.
    prov: "http://www.w3.org/ns/prov#" {
        ACTIVITY = "Activity",
        ENTITY = "Entity",
        SOFTWARE_AGENT = "SoftwareAgent",
        USED = "used",
        WAS_ASSOCIATED_WITH = "wasAssociatedWith",
        WAS_GENERATED_BY = "wasGeneratedBy",
    }
}

names! {
    /// schema.org.
    schema: "https://schema.org/" {
        ABOUT = "about",
        ABSTRACT = "abstract",
        ARTICLE = "Article",
        AUTHOR = "author",
        CREATIVE_WORK_SERIES = "CreativeWorkSeries",
        DATE_PUBLISHED = "datePublished",
        DESCRIPTION = "description",
        HEADLINE = "headline",
        IMAGE = "image",
        IS_PART_OF = "isPartOf",
        ITEM = "item",
        ITEM_LIST = "ItemList",
        ITEM_LIST_ELEMENT = "itemListElement",
        KEYWORDS = "keywords",
        LIST_ITEM = "ListItem",
        MENTIONS = "mentions",
        NAME = "name",
        NUMBER_OF_ITEMS = "numberOfItems",
        POSITION = "position",
        SOFTWARE_VERSION = "softwareVersion",
        URL = "url",
    }
}

names! {
    /// SKOS.
    skos: "http://www.w3.org/2004/02/skos/core#" {
        ALT_LABEL = "altLabel",
        BROADER = "broader",
        CLOSE_MATCH = "closeMatch",
        CONCEPT = "Concept",
        CONCEPT_SCHEME = "ConceptScheme",
        DEFINITION = "definition",
        EXACT_MATCH = "exactMatch",
        HAS_TOP_CONCEPT = "hasTopConcept",
        HIDDEN_LABEL = "hiddenLabel",
        IN_SCHEME = "inScheme",
        NARROWER = "narrower",
        PREF_LABEL = "prefLabel",
        RELATED = "related",
        TOP_CONCEPT_OF = "topConceptOf",
    }
}

names! {
    /// The data catalogue and linked dataset vocabularies, as far as used.
    void: "http://rdfs.org/ns/void#" {
        DATASET = "Dataset",
        EXAMPLE_RESOURCE = "exampleResource",
        TRIPLES = "triples",
        VOCABULARY = "vocabulary",
    }
}

names! {
    /// The data catalogue vocabulary, as far as used.
    dcat: "http://www.w3.org/ns/dcat#" {
        DATASET = "Dataset",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iris_shorten_where_a_plain_name_is_left() {
        assert_eq!(shorten("https://schema.org/Article").as_deref(), Some("schema:Article"));
        assert_eq!(shorten("https://schema.org/a/b"), None);
        assert_eq!(shorten("https://example.org/x"), None);
    }

    #[test]
    fn prefixes_are_sorted() {
        assert!(PREFIXES.is_sorted());
    }
}
