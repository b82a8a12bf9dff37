//! `map`: a concept map as a file.

use super::open;
use crate::Answer;
use crate::arguments::{Common, Kind, LayoutEngine, Map};
use crate::output::{self, Output, remark};
use anyhow::bail;
use articlegraph::font::Font;
use articlegraph::map::ConceptMap;
use articlegraph::map::layout::layout;
use articlegraph::map::select::Selection;
use articlegraph::query::labels;
use articlegraph::render::graphviz::{Engine, run as run_graphviz};
use articlegraph::render::{dot::dot, json::json, svg::svg};
use articlegraph::store::Snapshot;
use articlegraph::vocabulary::TermKind;
use std::io::Write as _;
use std::time::Duration;

pub fn run(common: &Common, arguments: &Map) -> anyhow::Result<Answer> {
    let path = arguments.output.as_deref();
    let format = output::format(arguments.format.as_ref(), path).unwrap_or_else(|| "svg".to_owned());
    check_format(&format, arguments.layout)?;
    let snapshot = open(common, &arguments.memory)?;
    let selection = selection(&snapshot, arguments)?;
    let selected = selection.read(&snapshot, title(arguments))?;
    let (shown, drawn) = (selected.map.graph.node_count(), selected.map.graph.edge_count());
    if shown == 0 {
        bail!("no term fits; ask for more, for example with --min-articles 1, or without --kind or --collection");
    }
    let bytes = draw(&selected.map, &format, arguments)?;
    let mut output = Output::open(path)?;
    output.write_all(&bytes)?;
    output.finish()?;
    if shown < selected.terms {
        remark(format!("showing {shown} of {} terms; --max-nodes 0 shows all", selected.terms));
    }
    if drawn < selected.associations {
        remark(format!("drawing the {drawn} strongest of {} associations", selected.associations));
    }
    Ok(Answer::Yes)
}

fn check_format(format: &str, layout: LayoutEngine) -> anyhow::Result<()> {
    let builtin = layout == LayoutEngine::Builtin;
    match format {
        "dot" | "svg" => Ok(()),
        "json" if builtin => Ok(()),
        "json" => bail!("json has the places of the built-in layout; leave --layout away"),
        "png" | "pdf" if !builtin => Ok(()),
        "png" | "pdf" => bail!("{format} needs Graphviz so far: add `--layout neato`, or write .svg"),
        _ => bail!("unknown format {format:?}; --format takes dot, svg or json, with Graphviz also png and pdf"),
    }
}

fn selection(snapshot: &Snapshot, arguments: &Map) -> anyhow::Result<Selection> {
    let focus = arguments.focus.as_ref().map(|name| labels::term(snapshot, name)).transpose()?;
    let collection = arguments.collection.as_ref().map(|name| labels::collection(snapshot, name)).transpose()?;
    Ok(Selection {
        focus,
        depth: arguments.depth,
        top: arguments.top,
        collection,
        kind: arguments.kind.map(|kind| match kind {
            Kind::Technology => TermKind::Technology,
            Kind::Concept => TermKind::Concept,
        }),
        min_articles: arguments.min_articles,
        max_nodes: arguments.max_nodes,
    })
}

fn title(arguments: &Map) -> String {
    let what = match (&arguments.focus, &arguments.collection) {
        (Some(focus), _) => format!("Around {focus}"),
        (None, Some(collection)) => format!("Concept map of {collection}"),
        (None, None) => "Concept map".to_owned(),
    };
    arguments.title.clone().unwrap_or(what)
}

fn draw(map: &ConceptMap, format: &str, arguments: &Map) -> anyhow::Result<Vec<u8>> {
    let engine = match arguments.layout {
        LayoutEngine::Builtin => None,
        LayoutEngine::Neato => Some(Engine::Neato),
        LayoutEngine::Sfdp => Some(Engine::Sfdp),
        LayoutEngine::Dot => Some(Engine::Dot),
    };
    if format == "dot" {
        return Ok(dot(map).into_bytes());
    }
    if let Some(engine) = engine {
        let limit = Duration::try_from_secs_f64(arguments.timeout)?;
        return Ok(run_graphviz(&dot(map), engine, format, limit)?);
    }
    let layout = layout(map, &Font::shipped());
    Ok(if format == "json" { json(map, &layout) + "\n" } else { svg(map, &layout) }.into_bytes())
}
