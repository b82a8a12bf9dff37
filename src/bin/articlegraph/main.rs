//! The program: reads the command line, calls one library function, writes
//! what comes of it. Data go to standard output, all else to standard error.

mod arguments;
mod commands;
mod output;
mod progress;

use arguments::{Cli, Command};
use clap::FromArgMatches as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    interrupt_with_130();
    match run() {
        Ok(Answer::Yes) => ExitCode::SUCCESS,
        Ok(Answer::No) => ExitCode::from(1),
        Err(error) if output::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&error);
            ExitCode::from(2)
        }
    }
}

/// What a command that was carried out says; `No` is exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Done.
    Yes,
    /// Done, and the answer is no.
    No,
}

fn run() -> anyhow::Result<Answer> {
    let saved = arguments::saved_query()?;
    let matches = arguments::command(saved.as_ref()).get_matches();
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let common = &cli.common;
    match &cli.command {
        Command::Build(build) => commands::build::run(common, build),
        Command::Add(add) => commands::build::run_add(common, add),
        Command::Query(query) => commands::query::run(common, query, saved, &matches),
        Command::Show(show) => commands::show::run(common, show),
        Command::Map(map) => commands::map::run(common, map),
        Command::Export(export) => commands::export::run(common, export),
        Command::Extract(extract) => commands::extract::run(common, extract),
        Command::Eval(eval) => commands::eval::run(common, eval),
        Command::Vocab(vocab) => commands::vocab::run(common, vocab),
        Command::Stats(stats) => commands::stats::run(common, stats),
        Command::Completions(completions) => commands::completions::run(completions),
    }
}

/// Ctrl-C ends the program at once with the code that shells expect. A store
/// that is being built needs no more: what is not published does not count.
fn interrupt_with_130() {
    #[cfg(unix)]
    {
        let armed = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
        // Without the handler the system's own ends the program, as well.
        let _ = signal_hook::flag::register_conditional_shutdown(signal_hook::consts::SIGINT, 130, armed);
    }
}
