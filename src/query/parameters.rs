//! Parameters of saved queries: declared with a type, given as text, put in
//! as RDF terms.
//!
//! A parameter stands in a query as `$name`. Its value takes the token's place
//! as one whole term in the syntax of SPARQL (an IRI, a literal, a number), so
//! no value can change anything but itself. Inside strings, IRIs and comments
//! `$name` is text. (Substituting variables in the algebra instead would need
//! each parameter in the projection, and misses sub-selects.)

use super::lexis::opaque_end;
use oxigraph::model::{Literal, NamedNode};
use std::collections::BTreeMap;

/// What a parameter's value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterType {
    /// A term, by label, other name or IRI.
    Term,
    /// An article or another node, by IRI; a link is cleaned first.
    Article,
    /// A collection, by name or IRI.
    Collection,
    /// A whole number from 0.
    Integer,
    /// A number.
    Decimal,
    /// Any text.
    String,
}

impl ParameterType {
    /// The type of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "term" => Self::Term,
            "article" => Self::Article,
            "collection" => Self::Collection,
            "integer" => Self::Integer,
            "decimal" => Self::Decimal,
            "string" => Self::String,
            _ => return None,
        })
    }

    /// Its name in heads and help.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Term => "term",
            Self::Article => "article",
            Self::Collection => "collection",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::String => "string",
        }
    }
}

/// A value, ready to stand in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// An IRI.
    Node(NamedNode),
    /// A literal.
    Literal(Literal),
    /// A whole number; may stand behind `LIMIT`.
    Integer(u64),
}

impl std::fmt::Display for Value {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Node(node) => node.fmt(formatter),
            Self::Literal(literal) => literal.fmt(formatter),
            Self::Integer(number) => number.fmt(formatter),
        }
    }
}

/// The names of the parameters used in a query, in order of first use.
#[must_use]
pub fn names(sparql: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for (start, end) in tokens(sparql) {
        let name = &sparql[start + 1..end];
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Puts the values in place of their tokens. Tokens without a value stay.
#[must_use]
pub fn substitute(sparql: &str, values: &BTreeMap<String, Value>) -> String {
    let mut query = String::with_capacity(sparql.len());
    let mut copied = 0;
    for (start, end) in tokens(sparql) {
        if let Some(value) = values.get(&sparql[start + 1..end]) {
            query.push_str(&sparql[copied..start]);
            query.push_str(&value.to_string());
            copied = end;
        }
    }
    query.push_str(&sparql[copied..]);
    query
}

/// The byte ranges of all `$name` outside of strings, IRIs and comments.
fn tokens(sparql: &str) -> Vec<(usize, usize)> {
    words(sparql).into_iter().filter(|(start, _)| sparql[*start..].starts_with('$')).collect()
}

/// The byte ranges of all names, with the `$` or `?` of a variable and the
/// prefix of a prefixed name, outside of strings, IRIs and comments.
fn words(sparql: &str) -> Vec<(usize, usize)> {
    let bytes = sparql.as_bytes();
    let mut tokens = Vec::new();
    let mut position = 0;
    while position < bytes.len() {
        if let Some(end) = opaque_end(sparql, position) {
            position = end;
            continue;
        }
        let mut end = position + 1;
        if bytes[position] == b'$' {
            let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
            end += bytes[end..].iter().take_while(|byte| is_name(byte)).count();
            if end > position + 1 {
                tokens.push((position, end));
            }
        }
        position = end;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_stand_outside_of_strings_iris_and_comments() {
        let sparql =
            "SELECT * { # $a\n ?x <http://x/$b> \"$c\" , '''a'$d''' . FILTER(?y<$e && \"\\\"$f\" < $g) } LIMIT $h";
        assert_eq!(names(sparql), ["e", "g", "h"]);
    }

    #[test]
    fn a_hostile_value_changes_nothing_but_itself() {
        let hostile = "a\" } \n DROP ALL # \\ {";
        let values = BTreeMap::from([("x".to_owned(), Value::Literal(Literal::new_simple_literal(hostile)))]);
        let query = substitute("SELECT ?y { BIND($x AS ?y) }", &values);
        let parsed = oxigraph::sparql::SparqlEvaluator::new().parse_query(&query).expect("still a query");
        let store = oxigraph::store::Store::new().expect("a store in memory");
        let oxigraph::sparql::QueryResults::Solutions(mut rows) = parsed.on_store(&store).execute().expect("it runs")
        else {
            panic!("a SELECT gives solutions");
        };
        let row = rows.next().expect("one row").expect("no error");
        assert_eq!(row.get("y"), Some(&Literal::new_simple_literal(hostile).into()));
    }
}
