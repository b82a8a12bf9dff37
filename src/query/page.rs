//! What the graph says of one term or one article, put together.

use super::{QueryError, evaluate};
use crate::store::Snapshot;
use oxigraph::model::{NamedNode, Term};
use oxigraph::sparql::{QueryResults, QuerySolution};

/// A term with what stands around it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TermPage {
    /// Its IRI.
    pub iri: String,
    /// Its preferred label.
    pub label: String,
    /// `technology` or `concept`.
    pub kind: String,
    /// What it is.
    pub definitions: Vec<String>,
    /// Its other names, sorted.
    pub other_names: Vec<String>,
    /// Labels of the classes above, sorted.
    pub broader: Vec<String>,
    /// Labels of the terms below that the graph holds, sorted.
    pub narrower: Vec<String>,
    /// Label, articles that name both and strength of the strongest
    /// associations, strongest first; ten at most.
    pub associated: Vec<(String, String, String)>,
    /// How many articles name it.
    pub articles: usize,
    /// Title, link and quoted words of articles about it, then of articles
    /// that name it; ten at most.
    pub evidence: Vec<(String, String, String)>,
}

/// An article with what it names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticlePage {
    /// The title.
    pub title: String,
    /// The links, as given.
    pub urls: Vec<String>,
    /// The abstract, where there is one.
    pub texts: Vec<String>,
    /// Names of the collections that list it, sorted.
    pub collections: Vec<String>,
    /// Names of the series it is a part of, sorted.
    pub series: Vec<String>,
    /// Label, kind and quoted words of each term, by label.
    pub terms: Vec<(String, String, Vec<String>)>,
}

impl TermPage {
    /// Reads the page of a term.
    ///
    /// # Errors
    ///
    /// The store cannot be read.
    pub fn read(snapshot: &Snapshot, term: &NamedNode) -> Result<Self, QueryError> {
        let ask = |pattern: &str| column(snapshot, &format!("SELECT DISTINCT ?x {{ {pattern} }} ORDER BY ?x"));
        let associated = rows(
            snapshot,
            &format!(
                "SELECT ?label ?n ?npmi {{ ?a ag:associates {term}, ?other ; ag:articleCount ?n ; ag:npmi ?npmi .
                 ?other skos:prefLabel ?label FILTER(?other != {term}) }} ORDER BY DESC(?npmi) DESC(?n) ?label LIMIT 10"
            ),
        )?;
        let evidence = rows(
            snapshot,
            &format!(
                "SELECT ?title (MIN(?u) AS ?url) (MIN(?words) AS ?quote) (MAX(?rank) AS ?about) {{
                 ?mention itsrdf:taIdentRef {term} ; ag:article ?article ; nif:anchorOf ?words .
                 ?article schema:headline ?title . OPTIONAL {{ ?article schema:url ?u }}
                 BIND(IF(EXISTS {{ ?article schema:about {term} }}, 1, 0) AS ?rank) }}
                 GROUP BY ?article ?title ORDER BY DESC(?about) ?title ?article LIMIT 10"
            ),
        )?;
        let count = ask(&format!("{term} ag:articleCount ?x"))?;
        let kind = ask(&format!(
            "{term} a ?class . VALUES (?class ?x) {{ (ag:Technology \"technology\") (ag:Concept \"concept\") }}"
        ))?;
        Ok(Self {
            iri: term.as_str().to_owned(),
            label: super::labels::preferred(snapshot, term.as_ref())
                .map_err(|error| QueryError::Evaluation(error.to_string()))?,
            kind: kind.into_iter().next().unwrap_or_default(),
            definitions: ask(&format!("{term} skos:definition ?x"))?,
            other_names: ask(&format!("{term} skos:altLabel ?x"))?,
            broader: ask(&format!("{term} skos:broader/skos:prefLabel ?x"))?,
            narrower: ask(&format!("?below skos:broader {term} ; skos:prefLabel ?x"))?,
            associated: triples(&associated),
            articles: count.first().and_then(|count| count.parse().ok()).unwrap_or_default(),
            evidence: triples(&evidence),
        })
    }
}

impl ArticlePage {
    /// Reads the page of an article.
    ///
    /// # Errors
    ///
    /// The store cannot be read.
    pub fn read(snapshot: &Snapshot, article: &NamedNode) -> Result<Self, QueryError> {
        let ask = |pattern: &str| column(snapshot, &format!("SELECT DISTINCT ?x {{ {pattern} }} ORDER BY ?x"));
        let named = rows(
            snapshot,
            &format!(
                "SELECT ?label ?kind ?words {{ ?mention ag:article {article} ; itsrdf:taIdentRef ?term ; nif:anchorOf ?words .
                 ?term skos:prefLabel ?label ; a ?class .
                 VALUES (?class ?kind) {{ (ag:Technology \"technology\") (ag:Concept \"concept\") }} }}
                 ORDER BY ?label ?words"
            ),
        )?;
        let mut terms: Vec<(String, String, Vec<String>)> = Vec::new();
        for (label, kind, quote) in triples(&named) {
            match terms.last_mut() {
                Some((last, _, quotes)) if *last == label => {
                    if !quotes.contains(&quote) {
                        quotes.push(quote);
                    }
                }
                _ => terms.push((label, kind, vec![quote])),
            }
        }
        Ok(Self {
            title: ask(&format!("{article} schema:headline ?x"))?.into_iter().next().unwrap_or_default(),
            urls: ask(&format!("{article} schema:url ?x"))?,
            texts: ask(&format!("{article} schema:abstract ?x"))?,
            collections: ask(&format!("{article} schema:isPartOf ?y . ?y a ag:Collection ; schema:name ?x"))?,
            series: ask(&format!("{article} schema:isPartOf ?y . ?y a schema:CreativeWorkSeries ; schema:name ?x"))?,
            terms,
        })
    }
}

fn rows(snapshot: &Snapshot, sparql: &str) -> Result<Vec<QuerySolution>, QueryError> {
    let (QueryResults::Solutions(solutions), _) = evaluate(snapshot, sparql, None)? else { return Ok(Vec::new()) };
    solutions.collect::<Result<_, _>>().map_err(|error| QueryError::evaluation(&error))
}

fn column(snapshot: &Snapshot, sparql: &str) -> Result<Vec<String>, QueryError> {
    Ok(rows(snapshot, sparql)?.iter().map(|row| text(row, 0)).collect())
}

fn triples(rows: &[QuerySolution]) -> Vec<(String, String, String)> {
    rows.iter().map(|row| (text(row, 0), text(row, 1), text(row, 2))).collect()
}

fn text(row: &QuerySolution, column: usize) -> String {
    match row.get(column) {
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        Some(Term::NamedNode(node)) => node.as_str().to_owned(),
        _ => String::new(),
    }
}
