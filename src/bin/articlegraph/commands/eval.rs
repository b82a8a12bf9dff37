//! `eval`: how good extraction is on articles marked by hand.

use super::extract::extract_all;
use crate::Answer;
use crate::arguments::{Common, Eval};
use crate::output::{self, Output, remark};
use anyhow::{Context as _, bail};
use articlegraph::evaluate::{Evaluation, Fault, Marked, Score};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;

pub fn run(common: &Common, arguments: &Eval) -> anyhow::Result<Answer> {
    let marked = read_marks(&arguments.gold)?;
    let baseline = arguments.baseline.as_deref().map(read_baseline).transpose()?;
    if arguments.inputs.is_empty() && marked.iter().all(|article| article.title.is_none()) {
        bail!("the marked articles have no texts; name them: articlegraph eval --gold FILE ARTICLES");
    }
    let inputs = if arguments.inputs.is_empty() { std::slice::from_ref(&arguments.gold) } else { &arguments.inputs };
    let (mut found, vocabulary) = extract_all(common, inputs, &arguments.reading)?;
    for article in &mut found {
        arguments.confidence.keep(article);
    }
    let known: BTreeSet<&str> = found.iter().map(|article| article.url.as_str()).collect();
    let unread = marked.iter().filter(|article| !known.contains(article.url.as_str())).count();
    if unread == marked.len() {
        bail!(
            "none of the marked articles is among the inputs; name the articles: articlegraph eval --gold FILE ARTICLES"
        );
    }
    if unread > 0 {
        remark(format!(
            "{} marked are not among the inputs; what they name counts as missed",
            output::count(unread, "article")
        ));
    }
    let evaluation = Evaluation::new(&marked, &found, vocabulary);

    let path = arguments.output.as_deref();
    let format = output::format(arguments.format.as_ref(), path).unwrap_or_else(|| "table".to_owned());
    let mut output = Output::open(path)?;
    match format.as_str() {
        "json" => {
            serde_json::to_writer_pretty(&mut output, &evaluation)?;
            writeln!(output)?;
        }
        "table" => write_table(&evaluation, arguments.errors, &mut output)?,
        other => bail!("unknown format {other:?}; --format takes table or json"),
    }
    if let Some(baseline) = baseline {
        write_changes(&baseline, &evaluation, &mut output)?;
    }
    output.finish()?;
    let is_enough = arguments.min_f1.is_none_or(|least| evaluation.micro.f1 >= least);
    if !is_enough {
        remark(format!("F1 {:.3} is below --min-f1 {}", evaluation.micro.f1, arguments.min_f1.unwrap_or_default()));
    }
    Ok(if is_enough { Answer::Yes } else { Answer::No })
}

fn read_marks(path: &Path) -> anyhow::Result<Vec<Marked>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let marks = lines.map(|(line, number)| {
        let form = "{\"url\", \"entities\": [{\"surface\", \"label\", \"aliases\", \"kind\", \"optional\"}]}";
        serde_json::from_str(line)
            .with_context(|| format!("{}:{number}: no marked article; one is {form}", path.display()))
    });
    let marks: Vec<Marked> = marks.collect::<anyhow::Result<_>>()?;
    anyhow::ensure!(!marks.is_empty(), "{}: no marked article in it", path.display());
    Ok(marks)
}

fn read_baseline(path: &Path) -> anyhow::Result<Evaluation> {
    let text = fs::read(path).with_context(|| path.display().to_string())?;
    let hint = || format!("{}: no earlier evaluation; write one with `eval --format json -o FILE`", path.display());
    serde_json::from_slice(&text).with_context(hint)
}

fn write_table(evaluation: &Evaluation, errors: usize, output: &mut Output) -> anyhow::Result<()> {
    writeln!(
        output,
        "{:16}{:>9}{:>9}{:>9}{:>7}{:>7}{:>7}",
        "", "precision", "recall", "F1", "right", "wrong", "missed"
    )?;
    let row = |output: &mut Output, name: &str, score: &Score| {
        let Score { right, wrong, missed, precision, recall, f1 } = score;
        writeln!(output, "{name:16}{precision:>9.3}{recall:>9.3}{f1:>9.3}{right:>7}{wrong:>7}{missed:>7}")
    };
    row(output, "all", &evaluation.micro)?;
    for (kind, score) in &evaluation.by_kind {
        row(output, kind, score)?;
    }
    writeln!(
        output,
        "\n{}; mean of an article: precision {:.3}, recall {:.3}, F1 {:.3}",
        output::count(evaluation.articles, "article"),
        evaluation.macro_precision,
        evaluation.macro_recall,
        evaluation.macro_f1
    )?;
    write!(output, "kind right {:.3}", evaluation.kind_accuracy)?;
    for (marked, found) in &evaluation.kinds {
        for (kind, times) in found.iter().filter(|(kind, _)| *kind != marked) {
            write!(output, ", {marked} found as {kind} {times}")?;
        }
    }
    writeln!(output)?;
    writeln!(output, "\nconfidence   right of found")?;
    for (confidence, score) in &evaluation.calibration {
        writeln!(output, "{confidence:13}{:.3} of {}", score.precision, score.right + score.wrong)?;
    }
    write_subjects(evaluation, output)?;
    for (marked, found) in &evaluation.confused {
        writeln!(output, "confused: {marked} found as {found}")?;
    }
    write_faults("wrong", &evaluation.wrong, errors, output)?;
    write_faults("missed", &evaluation.missed, errors, output)
}

/// The subjects, the most missed and wrong first.
fn write_subjects(evaluation: &Evaluation, output: &mut Output) -> anyhow::Result<()> {
    let mut subjects: Vec<(&String, &Score)> = evaluation.by_subject.iter().collect();
    subjects.sort_by_key(|(name, score)| (std::cmp::Reverse(score.wrong + score.missed), *name));
    writeln!(output, "\n{:40}{:>7}{:>7}{:>7}{:>9}", "subject", "right", "wrong", "missed", "F1")?;
    for (name, score) in subjects {
        writeln!(output, "{name:40}{:>7}{:>7}{:>7}{:>9.3}", score.right, score.wrong, score.missed, score.f1)?;
    }
    Ok(())
}

fn write_faults(name: &str, faults: &[Fault], most: usize, output: &mut Output) -> anyhow::Result<()> {
    if faults.is_empty() || most == 0 {
        return Ok(());
    }
    writeln!(output, "\n{name} ({} of {})", most.min(faults.len()), faults.len())?;
    for Fault { url, label, context } in faults.iter().take(most) {
        writeln!(output, "  {label}: {context}\n    {url}")?;
    }
    Ok(())
}

/// Tells what is wrong or missed now and was not before, and the reverse.
fn write_changes(before: &Evaluation, now: &Evaluation, output: &mut Output) -> anyhow::Result<()> {
    writeln!(output, "\nF1 {:.3} -> {:.3} ({:+.3})", before.micro.f1, now.micro.f1, now.micro.f1 - before.micro.f1)?;
    let pairs = [("wrong", &before.wrong, &now.wrong), ("missed", &before.missed, &now.missed)];
    for (name, before, now) in pairs {
        let keys = |faults: &[Fault]| {
            faults.iter().map(|fault| (fault.url.clone(), fault.label.clone())).collect::<BTreeSet<_>>()
        };
        let (old, new) = (keys(before), keys(now));
        for (sign, keys) in [("no longer", old.difference(&new)), ("newly", new.difference(&old))] {
            for (url, label) in keys {
                writeln!(output, "{sign} {name}: {label}  {url}")?;
            }
        }
    }
    Ok(())
}
