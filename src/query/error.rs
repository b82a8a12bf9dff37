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

/// Reads `error at 1:33: …`.
fn place(sparql: &str, message: &str) -> Option<SyntaxPlace> {
    let rest = &message[message.find("at ")? + 3..];
    let (line, rest) = rest.split_once(':')?;
    let column: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let (line, column) = (line.trim().parse().ok()?, column.parse().ok()?);
    let text = sparql.lines().nth(usize::checked_sub(line, 1)?).unwrap_or_default().to_owned();
    Some(SyntaxPlace { line, column, text })
}

fn likely_cause(sparql: &str, place: &SyntaxPlace) -> String {
    let rest: String = place.text.chars().skip(place.column.saturating_sub(1)).collect();
    let upper = sparql.to_uppercase();
    if ["INSERT", "DELETE", "LOAD ", "CLEAR ", "DROP "].iter().any(|word| upper.trim_start().starts_with(word)) {
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
