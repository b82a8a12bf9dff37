//! `build` and `add`: from pages to a store.

use crate::Answer;
use crate::arguments::{Add, Build, Common, Reporting, inputs};
use crate::output::{count, remark, tell_problems, write_json};
use crate::progress::Bar;
use articlegraph::pipeline::{Built, Mode, Plan, build, in_memory};
use articlegraph::store::Directory;

pub fn run(common: &Common, arguments: &Build) -> anyhow::Result<Answer> {
    let plan = Plan {
        inputs: inputs(&arguments.inputs, arguments.reading.from.as_ref()),
        threads: common.threads,
        ..arguments.reading.vocabulary.plan()
    };
    if arguments.memory {
        let (_, built) = in_memory(&plan, &Bar::new())?;
        return tell(&built, None, &arguments.reporting, false);
    }
    let directory = Directory::new(&common.store);
    let built = build(&directory, Mode::Declare, plan, &Bar::new())?;
    tell(&built, Some(&directory), &arguments.reporting, false)
}

pub fn run_add(common: &Common, arguments: &Add) -> anyhow::Result<Answer> {
    let inputs = inputs(&arguments.inputs, arguments.from.as_ref());
    let plan = Plan { inputs, threads: common.threads, ..Plan::default() };
    let directory = Directory::new(&common.store);
    let built = build(&directory, Mode::Add, plan, &Bar::new())?;
    tell(&built, Some(&directory), &arguments.reporting, true)
}

fn tell(built: &Built, directory: Option<&Directory>, reporting: &Reporting, is_add: bool) -> anyhow::Result<Answer> {
    tell_problems(&built.problems);
    if !built.replaced.is_empty() {
        let shown = built.replaced.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
        let more = if built.replaced.len() > 3 { ", …" } else { "" };
        let sources = count(built.replaced.len(), "source");
        let way_out = if is_add { "" } else { "; use `articlegraph add` to keep them" };
        remark(format!("replaces {sources}: {shown}{more}{way_out}"));
    }
    let statistics = &built.record.statistics;
    let place = directory.map_or("memory".to_owned(), |directory| directory.path().display().to_string());
    if built.unchanged {
        remark(format!("nothing has changed; {place} stays as it is"));
    }
    remark(format!(
        "{} from {} of {}; {}, {} and {} named in {}; {}, {} and {}; {} in {place} ({:.1} s)",
        count(statistics.articles, "article"),
        count(statistics.entries, "entry"),
        count(statistics.collections, "collection"),
        count(statistics.technologies, "technology"),
        count(statistics.concepts, "concept"),
        count(statistics.candidates, "unknown name"),
        count(statistics.mentions, "place"),
        count(statistics.relations, "relation"),
        count(statistics.duplicates, "duplicate"),
        count(statistics.series, "series"),
        count(statistics.quads, "quad"),
        built.seconds
    ));
    if let Some(report) = &reporting.report {
        write_json(report, &built.report())?;
    }
    Ok(if reporting.strict && statistics.problems > 0 { Answer::No } else { Answer::Yes })
}
