//! `show`: what the graph says of one term or one article.

use super::open;
use crate::Answer;
use crate::arguments::{Common, Show};
use crate::output::{Output, count};
use articlegraph::query::labels::{self, NameError};
use articlegraph::query::page::{ArticlePage, TermPage};
use std::io::Write as _;

pub fn run(common: &Common, arguments: &Show) -> anyhow::Result<Answer> {
    let snapshot = open(common, &arguments.memory)?;
    let name = arguments.name.as_str();
    let mut output = Output::open(None)?;
    match labels::term(&snapshot, name) {
        Ok(term) => write_term(&TermPage::read(&snapshot, &term)?, &mut output)?,
        Err(NameError::Unknown { mut nearest, .. }) => match labels::article(&snapshot, name) {
            Ok(article) => write_article(&ArticlePage::read(&snapshot, &article)?, &mut output)?,
            Err(NameError::Unknown { name, nearest: mut articles, .. }) => {
                nearest.append(&mut articles);
                return Err(NameError::Unknown { what: "term or article", name, nearest }.into());
            }
            Err(error) => return Err(error.into()),
        },
        Err(error) => return Err(error.into()),
    }
    output.finish()?;
    Ok(Answer::Yes)
}

fn write_term(page: &TermPage, output: &mut Output) -> anyhow::Result<()> {
    writeln!(output, "{} ({})", page.label, page.kind)?;
    writeln!(output, "  {}", page.iri)?;
    for definition in &page.definitions {
        writeln!(output, "  {definition}")?;
    }
    for (name, values) in [("also", &page.other_names), ("broader", &page.broader), ("narrower", &page.narrower)] {
        if !values.is_empty() {
            writeln!(output, "  {name}: {}", values.join(", "))?;
        }
    }
    if !page.associated.is_empty() {
        writeln!(output, "\nNamed together with")?;
        for (label, articles, npmi) in &page.associated {
            writeln!(output, "  {label} ({articles} articles, strength {npmi})")?;
        }
    }
    writeln!(output, "\nNamed in {}", count(page.articles, "article"))?;
    for (title, url, quote) in &page.evidence {
        writeln!(output, "  {title}\n    {url}\n    “{quote}”")?;
    }
    if page.evidence.len() < page.articles {
        writeln!(
            output,
            "  … and {} more: articlegraph query articles-about --term {:?}",
            page.articles - page.evidence.len(),
            page.label
        )?;
    }
    Ok(())
}

fn write_article(page: &ArticlePage, output: &mut Output) -> anyhow::Result<()> {
    writeln!(output, "{}", page.title)?;
    for url in &page.urls {
        writeln!(output, "  {url}")?;
    }
    for text in &page.texts {
        writeln!(output, "  {text}")?;
    }
    if !page.collections.is_empty() {
        writeln!(output, "  listed in: {}", page.collections.join(", "))?;
    }
    if !page.series.is_empty() {
        writeln!(output, "  part of: {}", page.series.join(", "))?;
    }
    writeln!(output, "\nNames {}", count(page.terms.len(), "term"))?;
    for (label, kind, quotes) in &page.terms {
        let quotes: Vec<String> = quotes.iter().map(|quote| format!("“{quote}”")).collect();
        writeln!(output, "  {label} ({kind}): {}", quotes.join(", "))?;
    }
    Ok(())
}
