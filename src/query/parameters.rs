//! Parameters of saved queries: declared with a type, given as text, put in
//! as RDF terms.
//!
//! A parameter stands in a query as `$name`. Its value takes the token's place
//! as one whole term in the syntax of SPARQL (an IRI, a literal, a number), so
//! no value can change anything but itself. Inside strings, IRIs and comments
//! `$name` is text. (Substituting variables in the algebra instead would need
//! each parameter in the projection, and misses sub-selects.)

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
    let bytes = sparql.as_bytes();
    let mut tokens = Vec::new();
    let mut position = 0;
    while position < bytes.len() {
        position = match bytes[position] {
            b'#' => sparql[position..].find('\n').map_or(bytes.len(), |length| position + length),
            b'"' | b'\'' => string_end(bytes, position),
            b'<' => iri_end(bytes, position).unwrap_or(position + 1),
            b'$' => {
                let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
                let length = bytes[position + 1..].iter().take_while(|byte| is_name(byte)).count();
                if length > 0 {
                    tokens.push((position, position + 1 + length));
                }
                position + 1 + length
            }
            _ => position + 1,
        };
    }
    tokens
}

/// The byte behind a string literal (SPARQL 1.1, productions 156 to 159).
fn string_end(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let long = bytes[start..].starts_with(&[quote; 3]);
    let mut position = start + if long { 3 } else { 1 };
    while position < bytes.len() {
        match bytes[position] {
            b'\\' => position += 2,
            byte if byte == quote && !long => return position + 1,
            b'\n' if !long => return position,
            byte if byte == quote && bytes[position..].starts_with(&[quote; 3]) => return position + 3,
            _ => position += 1,
        }
    }
    bytes.len()
}

/// The byte behind an IRI (production 139); `None` where `<` is an operator.
fn iri_end(bytes: &[u8], start: usize) -> Option<usize> {
    let length = bytes[start + 1..].iter().position(|byte| *byte <= b' ' || b"<>\"{}|^`\\".contains(byte))?;
    let end = start + 1 + length;
    (bytes[end] == b'>').then_some(end + 1)
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
