//! `vocab`: looking at the vocabulary, mending it, letting it grow.

use super::extract::extract_all;
use super::{open, query};
use crate::Answer;
use crate::arguments::{
    Common, Kind, Rows, Vocab, VocabAccept, VocabCheck, VocabExport, VocabList, VocabShow, VocabSuggest, VocabUnused,
    Vocabularies,
};
use crate::output::{self, Output, remark};
use anyhow::{Context as _, bail};
use articlegraph::export::{Format, write_quads};
use articlegraph::namespace::{ag, skos};
use articlegraph::pipeline::{
    BuildError, Plan, Suggestion, TURTLE_HEAD, load_vocabulary, own_term_iri, suggestions, turtle,
};
use articlegraph::query::{evaluate, labels, saved};
use articlegraph::rdf::vocabulary_quads;
use articlegraph::store::Directory;
use articlegraph::text::fold;
use articlegraph::vocabulary::{Term, TermId, TermKind, Vocabulary, Words, check};
use oxigraph::model::{GraphNameRef, Term as RdfTerm};
use oxigraph::sparql::QueryResults;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::Path;

pub fn run(common: &Common, command: &Vocab) -> anyhow::Result<Answer> {
    match command {
        Vocab::List(arguments) => list(arguments),
        Vocab::Show(arguments) => show(arguments),
        Vocab::Check(arguments) => check_all(arguments),
        Vocab::Suggest(arguments) => suggest(common, arguments),
        Vocab::Accept(arguments) => accept(common, arguments),
        Vocab::Ambiguous(arguments) => ambiguous(common, arguments),
        Vocab::Unused(arguments) => unused(common, arguments),
        Vocab::Export(arguments) => export(arguments),
    }
}

fn load(vocabularies: &Vocabularies) -> anyhow::Result<Vocabulary> {
    Ok(load_vocabulary(&vocabularies.plan())?)
}

fn list(arguments: &VocabList) -> anyhow::Result<Answer> {
    let vocabulary = load(&arguments.vocabulary)?;
    let path = arguments.output.as_deref();
    let mut output = Output::open(path)?;
    if arguments.labels {
        let labels: BTreeSet<&str> = vocabulary.terms().iter().flat_map(Term::labels).collect();
        for label in labels {
            writeln!(output, "{label}")?;
        }
    } else {
        let format = output::row_format(arguments.format.as_ref(), path);
        output::write_rows(
            ["id", "label", "kind", "labels"],
            vocabulary.terms().iter().map(row),
            &format,
            &mut output,
        )?;
    }
    output.finish()?;
    Ok(Answer::Yes)
}

fn row(term: &Term) -> [String; 4] {
    let labels: Vec<&str> = term.labels().collect();
    [term.iri.to_string(), term.label.value.to_string(), term.kind.as_str().to_owned(), labels.join("|")]
}

fn show(arguments: &VocabShow) -> anyhow::Result<Answer> {
    let vocabulary = load(&arguments.vocabulary)?;
    let id = find(&vocabulary, &arguments.name)?;
    let term = vocabulary.term(id);
    let mut output = Output::open(None)?;
    writeln!(output, "{} ({})\n  {}", term.label.value, term.kind.as_str(), term.iri)?;
    for definition in &term.definition {
        writeln!(output, "  {}", definition.value)?;
    }
    let texts = |texts: &[articlegraph::vocabulary::Text]| -> Vec<Words> {
        texts.iter().map(|text| text.value.clone()).collect()
    };
    let case = if term.match_case { "as they are written here" } else { "in any letter case" };
    for (name, values) in [
        ("also", texts(&term.alt_labels)),
        ("spelt", texts(&term.hidden_labels)),
        ("needs a cue", term.ambiguous_labels.clone()),
        ("cues", term.cues.clone()),
        ("not in", term.not_in.clone()),
        ("related", term.related.iter().map(|other| vocabulary.term(*other).label.value.clone()).collect()),
        ("same as", term.exact_match.clone()),
        ("much like", term.close_match.clone()),
        ("labels match", vec![case.into()]),
    ] {
        if !values.is_empty() {
            writeln!(output, "  {name}: {}", values.join(", "))?;
        }
    }
    writeln!(output, "\nAbove")?;
    write_above(&vocabulary, id, 1, &mut output)?;
    let mut below: BTreeMap<TermId, Vec<TermId>> = BTreeMap::new();
    for (id, term) in vocabulary.iter() {
        for broader in &term.broader {
            below.entry(*broader).or_default().push(id);
        }
    }
    writeln!(output, "\nBelow")?;
    write_below(&vocabulary, &below, id, 1, &mut output)?;
    output.finish()?;
    Ok(Answer::Yes)
}

/// The term of a label, a local name or an IRI.
fn find(vocabulary: &Vocabulary, name: &str) -> anyhow::Result<TermId> {
    let local = name.strip_prefix("term:").unwrap_or(name);
    let by_name = |term: &Term| term.iri == name || term.slug() == local;
    if let Some((id, _)) = vocabulary.iter().find(|(_, term)| by_name(term)) {
        return Ok(id);
    }
    let preferred = |id: &&TermId| fold(&vocabulary.term(**id).label.value) == fold(name);
    match vocabulary.find_label(name) {
        [] => {
            let mut near: Vec<(f64, &str)> = vocabulary
                .terms()
                .iter()
                .flat_map(|term| term.labels().map(|label| (strsim::jaro_winkler(&fold(label), &fold(name)), label)))
                .filter(|(likeness, _)| *likeness > 0.85)
                .collect();
            near.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(other.1)));
            near.dedup_by_key(|(_, label)| fold(label));
            let near: Vec<&str> = near.iter().take(3).map(|(_, label)| *label).collect();
            let hint = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(", ")) };
            bail!("no term of the vocabulary is called {name:?}{hint}")
        }
        [id] => Ok(*id),
        several => {
            if let [id] = several.iter().filter(preferred).collect::<Vec<_>>()[..] {
                return Ok(*id);
            }
            let iris: Vec<&str> = several.iter().map(|id| vocabulary.term(*id).iri.as_ref()).collect();
            bail!("{name:?} is a name of several: {}; name one by its IRI", iris.join(", "))
        }
    }
}

fn write_above(vocabulary: &Vocabulary, id: TermId, depth: usize, output: &mut Output) -> anyhow::Result<()> {
    for broader in &vocabulary.term(id).broader {
        writeln!(output, "{:indent$}{}", "", vocabulary.term(*broader).label.value, indent = 2 * depth)?;
        write_above(vocabulary, *broader, depth + 1, output)?;
    }
    Ok(())
}

fn write_below(
    vocabulary: &Vocabulary,
    below: &BTreeMap<TermId, Vec<TermId>>,
    id: TermId,
    depth: usize,
    output: &mut Output,
) -> anyhow::Result<()> {
    for narrower in below.get(&id).into_iter().flatten() {
        writeln!(output, "{:indent$}{}", "", vocabulary.term(*narrower).label.value, indent = 2 * depth)?;
        write_below(vocabulary, below, *narrower, depth + 1, output)?;
    }
    Ok(())
}

fn check_all(arguments: &VocabCheck) -> anyhow::Result<Answer> {
    let mut output = Output::open(None)?;
    let doubts: Vec<String> = match load(&arguments.vocabulary) {
        Ok(vocabulary) => check(&vocabulary).iter().map(ToString::to_string).collect(),
        Err(error) if is_unreadable(&error) => return Err(error),
        Err(error) => vec![format!("{error:#}")],
    };
    for doubt in &doubts {
        writeln!(output, "{doubt}")?;
    }
    output.finish()?;
    remark(output::count(doubts.len(), "doubt"));
    Ok(if doubts.is_empty() { Answer::Yes } else { Answer::No })
}

/// Whether a vocabulary could not be read at all, as against one that says
/// what cannot be.
fn is_unreadable(error: &anyhow::Error) -> bool {
    use articlegraph::vocabulary::VocabularyErrorKind;
    match error.downcast_ref::<BuildError>() {
        Some(BuildError::Vocabulary(error)) => {
            matches!(error.kind, VocabularyErrorKind::Syntax(_) | VocabularyErrorKind::NoTerms)
        }
        _ => true,
    }
}

fn suggest(common: &Common, arguments: &VocabSuggest) -> anyhow::Result<Answer> {
    let (found, _) = extract_all(common, &arguments.inputs, &arguments.reading)?;
    let mut names = suggestions(&found);
    let all = names.len();
    names.truncate(arguments.limit);
    let path = arguments.output.as_deref();
    let format = output::format(arguments.format.as_ref(), path).unwrap_or_else(|| "ttl".to_owned());
    let mut output = Output::open(path)?;
    match format.as_str() {
        "ttl" => {
            writeln!(output, "{TURTLE_HEAD}")?;
            for name in &names {
                let Suggestion { articles, rules, examples, turtle, .. } = name;
                writeln!(output, "# {}, found by: {}", output::count(*articles, "article"), rules.join(", "))?;
                for example in examples {
                    writeln!(output, "#   {example}")?;
                }
                writeln!(output, "{turtle}")?;
            }
        }
        "json" => {
            serde_json::to_writer_pretty(&mut output, &names)?;
            writeln!(output)?;
        }
        "tsv" | "table" => {
            let rows = names.into_iter().map(|one| {
                let example = one.examples.into_iter().next().unwrap_or_default();
                [one.name, one.kind, one.articles.to_string(), one.confidence.to_string(), one.rules.join(","), example]
            });
            let header = ["name", "kind", "articles", "confidence", "rules", "example"];
            output::write_rows(header, rows, &format, &mut output)?;
        }
        other => bail!("unknown format {other:?}; --format takes ttl, table, tsv or json"),
    }
    output.finish()?;
    if all > arguments.limit {
        remark(format!("the first {} of {}; --limit {all} shows all", arguments.limit, output::count(all, "name")));
    }
    Ok(Answer::Yes)
}

/// A candidate of the store.
struct Known {
    name: String,
    other_names: Vec<String>,
    is_concept: bool,
}

fn accept(common: &Common, arguments: &VocabAccept) -> anyhow::Result<Answer> {
    let snapshot = open(common, &crate::arguments::InMemory { memory: Vec::new() })?;
    let known = candidate(&snapshot, &arguments.name)?;
    let broader = arguments.broader.as_ref().map(|name| labels::term(&snapshot, name)).transpose();
    let broader = broader.context("--broader")?;
    let is_concept = arguments.kind.map_or(known.is_concept, |kind| kind == Kind::Concept);
    let kind = if is_concept { TermKind::Concept } else { TermKind::Technology };
    let before = match fs::read_to_string(&arguments.file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => TURTLE_HEAD.to_owned(),
        Err(error) => return Err(error).context(arguments.file.display().to_string()),
    };
    let iri = own_term_iri(&known.name);
    if before.contains(&format!("<{iri}>")) {
        bail!("{} has {:?} already", arguments.file.display(), known.name);
    }
    let broader = broader.as_ref().map(oxigraph::model::NamedNode::as_str);
    let stanza = turtle(&known.name, &known.other_names, kind.as_str(), broader);
    let after = format!("{}\n\n{stanza}", before.trim_end());
    // What cannot be read again must not be written.
    articlegraph::vocabulary::Builder::default().add(&arguments.file.to_string_lossy(), after.as_bytes())?;
    let mut output = Output::open(Some(&arguments.file))?;
    output.write_all(after.as_bytes())?;
    output.finish()?;
    remark(format!(
        "added {} to {file}; build with it: articlegraph build INPUT… --vocabulary {file}",
        known.name,
        file = arguments.file.display()
    ));
    Ok(Answer::Yes)
}

fn candidate(snapshot: &articlegraph::store::Snapshot, name: &str) -> anyhow::Result<Known> {
    let node = labels::candidate(snapshot, name)?;
    let texts = |predicate| -> anyhow::Result<Vec<String>> {
        let objects = snapshot.objects(node.as_ref(), predicate)?;
        let mut texts: Vec<String> = objects
            .into_iter()
            .filter_map(|object| match object {
                RdfTerm::Literal(literal) => Some(literal.value().to_owned()),
                _ => None,
            })
            .collect();
        texts.sort();
        Ok(texts)
    };
    let name = texts(skos::PREF_LABEL)?.into_iter().next().unwrap_or_else(|| name.to_owned());
    let guess = snapshot.objects(node.as_ref(), ag::KIND_GUESS)?;
    let is_concept = guess.contains(&ag::CONCEPT.into_owned().into());
    Ok(Known { name, other_names: texts(skos::ALT_LABEL)?, is_concept })
}

/// The saved query that answers `vocab ambiguous`.
const DOUBTFUL: &str = "doubtful-labels";

fn ambiguous(common: &Common, arguments: &Rows) -> anyhow::Result<Answer> {
    let snapshot = open(common, &arguments.memory)?;
    let saved = saved::find(DOUBTFUL, Path::new("queries"))?.context("the program has no query doubtful-labels")?;
    let (results, _deadline) = evaluate(&snapshot, &saved.sparql, None)?;
    let QueryResults::Solutions(solutions) = results else { bail!("{DOUBTFUL} is no SELECT query") };
    let format = output::row_format(arguments.format.as_ref(), None);
    let mut output = Output::open(None)?;
    query::write_solutions(solutions, &format, arguments.limit, &mut output)?;
    output.finish()?;
    Ok(Answer::Yes)
}

fn unused(common: &Common, arguments: &VocabUnused) -> anyhow::Result<Answer> {
    let snapshot = open(common, &arguments.memory)?;
    let asked = &arguments.vocabulary;
    let is_asked = !asked.vocabulary.is_empty() || asked.no_default_vocabulary;
    // What the store was built with, where nothing else is asked for.
    let recorded = Directory::new(&common.store).record().ok().flatten();
    let plan = match recorded {
        Some(record) if !is_asked && arguments.memory.memory.is_empty() => Plan {
            vocabularies: record.vocabularies,
            without_shipped_vocabulary: !record.shipped_vocabulary,
            ..Plan::default()
        },
        _ => asked.plan(),
    };
    let vocabulary = load_vocabulary(&plan)?;
    let mut used = BTreeSet::new();
    for quad in snapshot.quads(None, Some(ag::ARTICLE_COUNT), None, GraphNameRef::DefaultGraph) {
        let quad = quad?;
        if !matches!(&quad.object, RdfTerm::Literal(literal) if literal.value() == "0") {
            used.insert(quad.subject.to_string());
        }
    }
    let rows = vocabulary.terms().iter().filter(|term| !used.contains(&format!("<{}>", term.iri))).map(row);
    let format = output::row_format(arguments.format.as_ref(), None);
    let mut output = Output::open(None)?;
    output::write_rows(["id", "label", "kind", "labels"], rows, &format, &mut output)?;
    output.finish()?;
    Ok(Answer::Yes)
}

fn export(arguments: &VocabExport) -> anyhow::Result<Answer> {
    let path = arguments.output.as_deref();
    let name = output::format(arguments.format.as_ref(), path).unwrap_or_else(|| "ttl".to_owned());
    let Some(format) = Format::from_extension(&name) else {
        bail!("unknown format {name:?}; --format takes ttl, nt, nq, trig, jsonld or rdf");
    };
    let vocabulary = load(&arguments.vocabulary)?;
    let mut output = Output::open(path)?;
    write_quads(vocabulary_quads(&vocabulary), format, &mut output)?;
    output.finish()?;
    Ok(Answer::Yes)
}
