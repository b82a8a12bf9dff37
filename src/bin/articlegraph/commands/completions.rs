//! `completions`: scripts for shells.

use crate::Answer;
use crate::arguments::{Completions, command};
use crate::output::Output;
use std::io::Write as _;

pub fn run(arguments: &Completions) -> anyhow::Result<Answer> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command(None), "articlegraph", &mut script);
    let mut output = Output::open(None)?;
    output.write_all(&script)?;
    output.finish()?;
    Ok(Answer::Yes)
}
