//! SPARQL errors in words that help.
//!
//! Oxigraph's parser tells what it expected as a list of character classes,
//! with the place only in the text of the message. Here the place is taken out
//! of it and the likely cause is guessed from the line itself.

use super::lexis::undeclared_prefix;
use crate::namespace::PREFIXES;
use oxigraph::sparql::{QueryEvaluationError, SparqlSyntaxError};
use std::fmt;

/// A query that cannot be answered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// It is no SPARQL query.
    #[error("not a valid SPARQL query{place}\n{cause}")]
    Syntax {
        /// Where, if it is known.
        place: SyntaxPlace,
        /// The likely cause.
        cause: String,
    },
    /// It asks another endpoint.
    #[error("SERVICE is refused: this program is offline and asks no other endpoint")]
    Service,
    /// Its time is over.
    #[error("the time limit is over; ask for less, or give more with --timeout SECONDS")]
    Cancelled,
    /// The evaluation failed.
    #[error("the query could not be evaluated: {0}")]
    Evaluation(String),
}

/// A place in a query, with its line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SyntaxPlace {
    /// The line, from 1; 0 where it is not known.
    pub line: usize,
    /// The column in code points, from 1.
    pub column: usize,
    /// The line itself.
    pub text: String,
}

impl fmt::Display for SyntaxPlace {
    /// ` at line 2, column 7`, the line, and a caret below the column.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            return Ok(());
        }
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        let caret = " ".repeat(self.column.saturating_sub(1));
        let Self { line, column, text } = self;
        write!(formatter, " at line {line}, column {column}\n{margin} |\n{number} | {text}\n{margin} | {caret}^")
    }
}

impl SyntaxPlace {
    /// The place of a byte.
    fn at(sparql: &str, position: usize) -> Self {
        let before = &sparql[..position];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[start..].chars().count() + 1,
            text: sparql[start..].lines().next().unwrap_or_default().to_owned(),
        }
    }
}

impl QueryError {
    pub(super) fn syntax(sparql: &str, error: &SparqlSyntaxError) -> Self {
        let known = PREFIXES.map(|(prefix, _)| prefix);
        if let Some((prefix, position)) = undeclared_prefix(sparql, &known) {
            let cause = format!(
                "the prefix `{prefix}:` is not declared; write `PREFIX {prefix}: <…>` in front, or use one of {}",
                known.join(", ")
            );
            return Self::Syntax { place: SyntaxPlace::at(sparql, position), cause };
        }
        let place = place(sparql, &error.to_string()).unwrap_or_default();
        let cause = likely_cause(sparql, &place);
        Self::Syntax { place, cause }
    }

    /// Translates an error that came while results were taken.
    #[must_use]
    pub fn evaluation(error: &QueryEvaluationError) -> Self {
        match error {
            QueryEvaluationError::Cancelled => Self::Cancelled,
            QueryEvaluationError::Service(_) | QueryEvaluationError::UnsupportedService(_) => Self::Service,
            other => Self::Evaluation(other.to_string()),
        }
    }
}

/// What is put behind a query before it is parsed, so that a keyword tried at
/// its end fails like one tried anywhere else; see [`place`].
pub(super) const PADDING: &str = "\n                    ";

/// Reads `error at 1:33: expected …` and goes back to where the fault begins.
///
/// The parser compares a keyword with as many characters as the keyword has
/// and fails behind them: where it looked for `OPTIONAL`, the place it names is
/// eight characters too far. An unknown prefix is told behind the whole name.
fn place(sparql: &str, message: &str) -> Option<SyntaxPlace> {
    let (place, expected) = message[message.find("at ")? + 3..].split_once(": expected ")?;
    let (line, column) = place.split_once(':')?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let above = sparql.split_inclusive('\n').take(line - 1).map(|line| line.chars().count()).sum::<usize>();
    let padding_above = (line - 1).saturating_sub(sparql.split_inclusive('\n').count());
    let reached = above + padding_above + column - 1;

    let query: Vec<char> = sparql.trim_end().chars().collect();
    let mut position = reached.saturating_sub(keyword_length(expected)).min(query.len());
    if expected.contains("Prefix not found") {
        let name = query[..position].iter().rev().take_while(|character| is_name(**character) || **character == ':');
        position -= name.count();
    }
    position += query[position..].iter().take_while(|character| character.is_whitespace()).count();
    let start = query[..position].iter().rposition(|character| *character == '\n').map_or(0, |end| end + 1);
    Some(SyntaxPlace {
        line: 1 + query[..position].iter().filter(|character| **character == '\n').count(),
        column: 1 + position - start,
        text: query[start..].iter().take_while(|character| **character != '\n').collect(),
    })
}

/// The length of the longest keyword, where nothing else was expected.
fn keyword_length(expected: &str) -> usize {
    let expected: Vec<&str> = expected.trim_start_matches("one of ").split(", ").filter(|one| *one != "[_]").collect();
    let is_keyword = |one: &&str| one.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
    if !expected.iter().all(is_keyword) {
        return 0;
    }
    expected.iter().map(|keyword| keyword.len()).max().unwrap_or_default()
}

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || "-_.".contains(character)
}

fn likely_cause(sparql: &str, place: &SyntaxPlace) -> String {
    let rest: String = place.text.chars().skip(place.column.saturating_sub(1)).collect();
    let upper = sparql.to_uppercase();
    let first = rest.split_whitespace().next().unwrap_or_default().to_uppercase();
    if ["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"].contains(&first.as_str()) {
        return "the graph is only read here; what is in it comes from `articlegraph build`".to_owned();
    }
    if !["SELECT", "CONSTRUCT", "ASK", "DESCRIBE"].iter().any(|word| upper.contains(word)) {
        return "a query begins with SELECT, CONSTRUCT, ASK or DESCRIBE".to_owned();
    }
    let (open, close) = (sparql.matches('{').count(), sparql.matches('}').count());
    if open != close {
        return format!("{open} `{{` are opened and {close} `}}` close");
    }
    if rest.trim().is_empty() {
        return "the query ends too early".to_owned();
    }
    let word: String = rest.chars().take_while(|character| !character.is_whitespace()).collect();
    format!("`{word}` was not expected here; perhaps a `.`, `;` or `}}` is missing before it")
}
