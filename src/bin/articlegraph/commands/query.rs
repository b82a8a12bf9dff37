//! `query`: a saved query or SPARQL, and its results.

use super::open;
use crate::Answer;
use crate::arguments::{Common, Query};
use crate::output::{self, Output, remark};
use anyhow::{Context as _, bail};
use articlegraph::export::{self, Format};
use articlegraph::namespace::shorten;
use articlegraph::query::parameters::{ParameterType, Value, substitute};
use articlegraph::query::saved::{self, Parameter, SavedQuery};
use articlegraph::query::{QueryError, evaluate, labels};
use articlegraph::store::Snapshot;
use clap::ArgMatches;
use oxigraph::model::{GraphName, Literal, Quad, Term};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryResults, QuerySolutionIter};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::time::Duration;

pub fn run(
    common: &Common,
    arguments: &Query,
    saved: Option<SavedQuery>,
    matches: &ArgMatches,
) -> anyhow::Result<Answer> {
    if arguments.list {
        return list(arguments);
    }
    let query = find(arguments, saved)?;
    let snapshot = open(common, &arguments.memory)?;
    let values = values(&snapshot, &query, matches)?;
    let sparql = substitute(&query.sparql, &values);
    let time_limit = arguments.timeout.map(Duration::try_from_secs_f64).transpose().context("--timeout")?;
    let (results, _deadline) = evaluate(&snapshot, &sparql, time_limit)?;

    let path = arguments.output.as_deref();
    let format = output::format(arguments.format.as_ref(), path);
    let mut output = Output::open(path)?;
    let answer = match results {
        QueryResults::Boolean(answer) => write_boolean(answer, format.as_deref(), &mut output)?,
        QueryResults::Solutions(solutions) => {
            let format = output::row_format(arguments.format.as_ref(), path);
            write_solutions(solutions, &format, arguments.limit.unwrap_or(usize::MAX), &mut output)?;
            Answer::Yes
        }
        QueryResults::Graph(triples) => {
            let mut quads = Vec::new();
            for triple in triples.take(arguments.limit.unwrap_or(usize::MAX)) {
                let triple = triple.map_err(|error| QueryError::evaluation(&error))?;
                quads.push(Quad::new(triple.subject, triple.predicate, triple.object, GraphName::DefaultGraph));
            }
            export::write_quads(quads, graph_format(format.as_deref())?, &mut output)?;
            Answer::Yes
        }
    };
    output.finish()?;
    Ok(answer)
}

/// The query that was asked for.
fn find(arguments: &Query, saved: Option<SavedQuery>) -> anyhow::Result<SavedQuery> {
    if let Some(saved) = saved {
        return Ok(saved);
    }
    match arguments.name_or_sparql.as_deref() {
        None => bail!(
            "what shall be asked? `articlegraph query --list` shows the saved queries; SPARQL may be given as well"
        ),
        Some("-") => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).context("standard input")?;
            Ok(SavedQuery::bare(text))
        }
        Some(name) if saved::is_name(name) => Err(unknown(name)?),
        Some(sparql) => Ok(SavedQuery::bare(sparql.to_owned())),
    }
}

fn unknown(name: &str) -> anyhow::Result<anyhow::Error> {
    let queries = saved::all(Path::new("queries"))?;
    let mut near: Vec<(f64, &String)> =
        queries.keys().map(|other| (strsim::jaro_winkler(name, other), other)).collect();
    near.retain(|(score, _)| *score > 0.7);
    near.sort_by(|one, other| other.0.total_cmp(&one.0));
    let near: Vec<&str> = near.iter().take(3).map(|(_, name)| name.as_str()).collect();
    let hint = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(", ")) };
    Ok(anyhow::anyhow!("no saved query is called {name:?}{hint}\n`articlegraph query --list` shows all of them"))
}

/// The values of the query's parameters, checked by type.
fn values(snapshot: &Snapshot, query: &SavedQuery, matches: &ArgMatches) -> anyhow::Result<BTreeMap<String, Value>> {
    let given = matches.subcommand_matches("query");
    let mut values = BTreeMap::new();
    for parameter in &query.parameters {
        let id = format!("parameter:{}", parameter.name);
        let given = given.and_then(|matches| matches.get_one::<String>(&id));
        let Some(text) = given.or(parameter.default.as_ref()) else {
            bail!(
                "this query needs --{flag}, for example\n  articlegraph query {name} --{flag} {example:?}",
                flag = parameter.flag(),
                name = query.name,
                example = parameter.example
            );
        };
        let value = value(snapshot, parameter, text).with_context(|| format!("--{}", parameter.flag()))?;
        values.insert(parameter.name.clone(), value);
    }
    Ok(values)
}

fn value(snapshot: &Snapshot, parameter: &Parameter, text: &str) -> anyhow::Result<Value> {
    Ok(match parameter.kind {
        ParameterType::Term => {
            let node = labels::term(snapshot, text)?;
            tell_reading(snapshot, text, &node)?;
            Value::Node(node)
        }
        ParameterType::Article => Value::Node(labels::article(snapshot, text)?),
        ParameterType::Collection => Value::Node(labels::collection(snapshot, text)?),
        ParameterType::Integer => {
            Value::Integer(text.parse().with_context(|| format!("{text:?} is no whole number from 0"))?)
        }
        ParameterType::Decimal => {
            let number: f64 = text.parse().with_context(|| format!("{text:?} is no number"))?;
            anyhow::ensure!(number.is_finite(), "{text:?} is no number");
            Value::Literal(Literal::new_typed_literal(format!("{number}"), oxigraph::model::vocab::xsd::DECIMAL))
        }
        ParameterType::String => Value::Literal(Literal::new_simple_literal(text)),
    })
}

/// Says which term a name was taken for, where the two differ.
fn tell_reading(snapshot: &Snapshot, text: &str, node: &oxigraph::model::NamedNode) -> anyhow::Result<()> {
    let label = labels::preferred(snapshot, node.as_ref())?;
    if label != text && node.as_str() != text {
        remark(format!("{text:?} is {label}"));
    }
    Ok(())
}

fn graph_format(name: Option<&str>) -> anyhow::Result<Format> {
    match name.unwrap_or("ttl") {
        "json" => Ok(Format::JsonLd),
        name => Format::from_extension(name).with_context(|| {
            format!("unknown format {name:?}; a graph is written as ttl, nt, nq, trig, jsonld (or json) or rdf")
        }),
    }
}

fn results_format(name: &str) -> anyhow::Result<QueryResultsFormat> {
    match name {
        "tsv" => Ok(QueryResultsFormat::Tsv),
        "csv" => Ok(QueryResultsFormat::Csv),
        "json" | "srj" => Ok(QueryResultsFormat::Json),
        "xml" | "srx" => Ok(QueryResultsFormat::Xml),
        _ => bail!("unknown format {name:?}; rows are written as table, tsv, csv, json or xml"),
    }
}

fn write_boolean(answer: bool, format: Option<&str>, output: &mut Output) -> anyhow::Result<Answer> {
    match format {
        None | Some("table") => writeln!(output, "{answer}")?,
        Some(format) => {
            let serializer = QueryResultsSerializer::from_format(results_format(format)?);
            serializer.serialize_boolean_to_writer(&mut *output, answer)?;
            writeln!(output)?;
        }
    }
    Ok(if answer { Answer::Yes } else { Answer::No })
}

pub(super) fn write_solutions(
    solutions: QuerySolutionIter<'_>,
    format: &str,
    limit: usize,
    output: &mut Output,
) -> anyhow::Result<()> {
    if format == "table" {
        return write_table(solutions, limit, output);
    }
    let serializer = QueryResultsSerializer::from_format(results_format(format)?);
    let variables = solutions.variables().to_vec();
    let mut solutions =
        solutions.take(limit).map(|solution| solution.map_err(|error| QueryError::evaluation(&error))).peekable();
    // A query that fails at once shall not print a head first.
    if solutions.peek().is_some_and(Result::is_err) {
        solutions.next().transpose()?;
    }
    let mut writer = serializer.serialize_solutions_to_writer(&mut *output, variables)?;
    for solution in solutions {
        writer.serialize(&solution?)?;
    }
    writer.finish()?;
    if format == "json" {
        writeln!(output)?;
    }
    Ok(())
}

fn write_table(solutions: QuerySolutionIter<'_>, limit: usize, output: &mut Output) -> anyhow::Result<()> {
    let mut table = output::table();
    let variables = solutions.variables().to_vec();
    table.set_header(variables.iter().map(oxigraph::model::Variable::as_str));
    let mut rows = 0;
    for solution in solutions.take(limit) {
        let solution = solution.map_err(|error| QueryError::evaluation(&error))?;
        table.add_row(variables.iter().map(|variable| solution.get(variable).map_or_else(String::new, plain)));
        rows += 1;
    }
    writeln!(output, "{table}")?;
    // The rows come first, also where both streams end on one screen.
    output.flush()?;
    remark(output::count(rows, "row"));
    Ok(())
}

/// A term as people read it.
fn plain(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => shorten(node.as_str()).unwrap_or_else(|| node.as_str().to_owned()),
        Term::Literal(literal) => literal.value().to_owned(),
        Term::BlankNode(_) => term.to_string(),
    }
}

#[derive(Serialize)]
struct Listed<'a> {
    name: &'a str,
    title: &'a str,
    description: &'a str,
    parameters: Vec<ListedParameter<'a>>,
}

#[derive(Serialize)]
struct ListedParameter<'a> {
    name: String,
    #[serde(rename = "type")]
    kind: &'static str,
    default: Option<&'a str>,
    example: &'a str,
}

fn list(arguments: &Query) -> anyhow::Result<Answer> {
    let queries = saved::all(Path::new("queries"))?;
    let path = arguments.output.as_deref();
    let format = output::row_format(arguments.format.as_ref(), path);
    let mut output = Output::open(path)?;
    match format.as_str() {
        "json" => {
            let listed: Vec<Listed<'_>> = queries.values().map(listed).collect();
            serde_json::to_writer_pretty(&mut output, &listed)?;
            writeln!(output)?;
        }
        "tsv" => {
            writeln!(output, "name\ttitle")?;
            for query in queries.values() {
                writeln!(output, "{}\t{}", query.name, query.title)?;
            }
        }
        "table" => {
            let width = queries.keys().map(String::len).max().unwrap_or_default();
            for query in queries.values() {
                let flags: Vec<String> =
                    query.parameters.iter().map(|parameter| format!("--{}", parameter.flag())).collect();
                writeln!(output, "{:width$}  {}  {}", query.name, query.title, flags.join(" "))?;
            }
        }
        other => bail!("unknown format {other:?}; the list is written as table, tsv or json"),
    }
    output.finish()?;
    for fault in saved::faults(Path::new("queries")) {
        remark(format!("{fault}; this query was left out"));
    }
    Ok(Answer::Yes)
}

fn listed(query: &SavedQuery) -> Listed<'_> {
    Listed {
        name: &query.name,
        title: &query.title,
        description: &query.description,
        parameters: query
            .parameters
            .iter()
            .map(|parameter| ListedParameter {
                name: parameter.flag(),
                kind: parameter.kind.as_str(),
                default: parameter.default.as_deref(),
                example: &parameter.example,
            })
            .collect(),
    }
}
