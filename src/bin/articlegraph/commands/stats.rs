//! `stats`: the counts of the graph, as of its build.

use super::open;
use crate::Answer;
use crate::arguments::{Common, Stats};
use crate::output::{self, Output};
use anyhow::{Context as _, bail};
use articlegraph::namespace::ABOUT_GRAPH;
use articlegraph::rdf::{BUILD, Statistics, statistics_from_quads};
use std::io::Write as _;

pub fn run(common: &Common, arguments: &Stats) -> anyhow::Result<Answer> {
    let snapshot = open(common, &arguments.memory)?;
    let quads: Result<Vec<_>, _> = snapshot.quads(Some(BUILD), None, None, ABOUT_GRAPH.into()).collect();
    let statistics = statistics_from_quads(quads?).context("the store has no counts; build it anew")?;

    let path = arguments.output.as_deref();
    let format = output::row_format(arguments.format.as_ref(), path);
    let mut output = Output::open(path)?;
    match format.as_str() {
        "json" => {
            serde_json::to_writer_pretty(&mut output, &statistics)?;
            writeln!(output)?;
        }
        "tsv" => {
            for (name, value) in rows(&statistics)? {
                writeln!(output, "{name}\t{value}")?;
            }
        }
        "table" => {
            for (name, value) in rows(&statistics)? {
                writeln!(output, "{:28}{value}", name.replace('_', " "))?;
            }
        }
        other => bail!("unknown format {other:?}; --format takes table, tsv or json"),
    }
    output.finish()?;
    Ok(Answer::Yes)
}

/// The counts in the order in which they are declared.
fn rows(statistics: &Statistics) -> anyhow::Result<Vec<(String, String)>> {
    let json = serde_json::to_value(statistics)?;
    let order = serde_json::to_string(statistics)?;
    let mut rows: Vec<(String, String)> = json
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        .collect();
    rows.sort_by_key(|(name, _)| order.find(&format!("\"{name}\":")));
    Ok(rows)
}
