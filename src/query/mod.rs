//! Asking the graph: SPARQL, and queries that have a name.
//!
//! A query is SPARQL 1.1 with our prefixes predeclared. Saved ones
//! ([`saved`]) have a head that says what they answer and which parameters
//! they take; the values are put in as whole RDF terms ([`parameters`]), never
//! as text. The program is offline: every `SERVICE` is refused.

mod error;
pub mod labels;
mod lexis;
pub mod page;
pub mod parameters;
pub mod saved;

pub use error::{QueryError, SyntaxPlace};

use crate::namespace::PREFIXES;
use crate::store::Snapshot;
use oxigraph::sparql::{CancellationToken, QueryResults, SparqlEvaluator};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

/// Evaluates a query. Results are computed as they are taken; where a time
/// limit is given, taking them fails once it is over.
///
/// # Errors
///
/// The query is not valid, or cannot be evaluated.
///
/// # Panics
///
/// Never: our own prefixes are IRIs.
pub fn evaluate(
    snapshot: &Snapshot,
    sparql: &str,
    time_limit: Option<Duration>,
) -> Result<(QueryResults<'static>, Deadline), QueryError> {
    let mut evaluator = SparqlEvaluator::new();
    for (prefix, namespace) in PREFIXES {
        evaluator = evaluator.with_prefix(prefix, namespace).expect("our namespaces are IRIs");
    }
    let token = CancellationToken::new();
    let query = evaluator
        .with_cancellation_token(token.clone())
        .parse_query(&format!("{sparql}{}", error::PADDING))
        .map_err(|error| QueryError::syntax(sparql, &error))?;
    // Before evaluation: SERVICE SILENT would give an empty row instead.
    if lexis::has_keyword(sparql, "SERVICE") {
        return Err(QueryError::Service);
    }
    let deadline = Deadline::new(time_limit, token);
    let results = query.on_store(snapshot.store()).execute().map_err(|error| QueryError::evaluation(&error))?;
    Ok((results, deadline))
}

/// Cancels an evaluation when its time is over; dropping it lets it run.
#[derive(Debug)]
pub struct Deadline {
    _dropped: Option<Sender<()>>,
}

impl Deadline {
    fn new(time_limit: Option<Duration>, token: CancellationToken) -> Self {
        let Some(time_limit) = time_limit else { return Self { _dropped: None } };
        let (sender, receiver) = channel::<()>();
        thread::spawn(move || {
            if receiver.recv_timeout(time_limit) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                token.cancel();
            }
        });
        Self { _dropped: Some(sender) }
    }
}
