//! Layout and drawing by Graphviz, where somebody has it and wants it.
//!
//! graphviz-rust could run `dot` too, but without a time limit, and a layered
//! layout of a dense map does not end; so the program is started here, fed and
//! read by threads, and killed when its time is over. The bytes it gives change
//! with its version and fonts: nothing that must stay the same is made by it.

use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Longest pause between two looks at whether the program has ended.
const LONGEST_PAUSE: Duration = Duration::from_millis(20);

/// A layout program of Graphviz.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Spring model; for up to some hundred nodes.
    Neato,
    /// Multilevel force-directed; for more.
    Sfdp,
    /// Layers; for hierarchies, not for maps of associations.
    Dot,
}

impl Engine {
    fn name(self) -> &'static str {
        match self {
            Self::Neato => "neato",
            Self::Sfdp => "sfdp",
            Self::Dot => "dot",
        }
    }
}

/// Why Graphviz gave no picture.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GraphvizError {
    /// There is no program called `dot`.
    #[error(
        "\"dot\" was not found; install Graphviz (`apt install graphviz`, \
         `brew install graphviz`) or use `--layout builtin`, which needs nothing"
    )]
    NotInstalled,
    /// It was killed.
    #[error(
        "Graphviz had not finished after {} s and was stopped; use `--layout builtin`, \
         or `--max-nodes` for a smaller map",
        .time_limit.as_secs_f64()
    )]
    TimedOut {
        /// How long it had.
        time_limit: Duration,
    },
    /// It ended with an error.
    #[error("Graphviz failed ({status}): {message}")]
    Failed {
        /// How it ended.
        status: ExitStatus,
        /// What it wrote to its standard error.
        message: String,
    },
    /// The system gave no process or closed its pipes.
    #[error("could not talk to Graphviz; try again or use `--layout builtin`")]
    Io(#[from] io::Error),
}

/// Returns what `dot -K<engine> -T<format>` makes of a DOT text.
///
/// Formats are those of Graphviz; `svg`, `png` and `pdf` are always there.
///
/// # Errors
/// Where Graphviz is not installed, takes longer than `time_limit` (it is then
/// killed) or fails.
pub fn run(dot: &str, engine: Engine, format: &str, time_limit: Duration) -> Result<Vec<u8>, GraphvizError> {
    let mut command = Command::new("dot");
    command.arg(format!("-K{}", engine.name()));
    command.arg(format!("-T{format}"));
    output_within(command, dot, time_limit)
}

/// Starts a program, writes its input, returns its output.
fn output_within(mut command: Command, input: &str, time_limit: Duration) -> Result<Vec<u8>, GraphvizError> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(not_started)?;
    let writer = written(child.stdin.take(), input.to_owned());
    let output = read_all(child.stdout.take());
    let errors = read_all(child.stderr.take());
    let status = wait_until(&mut child, Instant::now() + time_limit)?;
    let Some(status) = status else {
        return Err(GraphvizError::TimedOut { time_limit });
    };
    // A program that fails may close its input early: its own message says more.
    let _ = writer.join();
    let (output, errors) = (joined(output)?, joined(errors)?);
    if status.success() {
        return Ok(output);
    }
    let message = String::from_utf8_lossy(&errors).trim().to_owned();
    Err(GraphvizError::Failed { status, message })
}

fn not_started(error: io::Error) -> GraphvizError {
    match error.kind() {
        io::ErrorKind::NotFound => GraphvizError::NotInstalled,
        _ => GraphvizError::Io(error),
    }
}

/// Writes from a thread: a program that has filled its output pipe stops
/// reading until somebody reads that.
fn written(pipe: Option<impl Write + Send + 'static>, text: String) -> JoinHandle<io::Result<()>> {
    thread::spawn(move || pipe.map_or(Ok(()), |mut pipe| pipe.write_all(text.as_bytes())))
}

fn read_all(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<io::Result<Vec<u8>>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            pipe.read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    })
}

fn joined(reader: JoinHandle<io::Result<Vec<u8>>>) -> io::Result<Vec<u8>> {
    reader.join().unwrap_or_else(|_| Err(io::Error::other("a reading thread broke")))
}

/// Waits for the end; kills the program and returns none when time is over.
fn wait_until(child: &mut Child, end: Instant) -> io::Result<Option<ExitStatus>> {
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= end {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str, input: &str, limit_ms: u64) -> Result<Vec<u8>, GraphvizError> {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        output_within(command, input, Duration::from_millis(limit_ms))
    }

    #[test]
    fn large_input_and_output_do_not_wait_for_each_other() {
        let text = "x".repeat(1_000_000);
        assert_eq!(shell("cat", &text, 60_000).unwrap(), text.as_bytes());
    }

    #[test]
    fn a_program_that_does_not_end_is_stopped() {
        let start = Instant::now();
        let error = shell("exec sleep 60", "", 50).unwrap_err();
        assert!(matches!(error, GraphvizError::TimedOut { .. }));
        assert!(error.to_string().contains("after 0.05 s"), "{error}");
        assert!(start.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn a_failure_tells_what_the_program_said() {
        let error = shell("echo syntax error near 7 >&2; exit 3", &"x".repeat(500_000), 60_000);
        let message = error.unwrap_err().to_string();
        assert!(message.contains("syntax error near 7"), "{message}");
        assert!(message.contains('3'), "{message}");
    }

    #[test]
    fn a_program_that_is_not_there_is_named_with_the_remedy() {
        let command = Command::new("dot-that-nobody-has-installed");
        let error = output_within(command, "", Duration::from_secs(1)).unwrap_err();
        assert!(matches!(error, GraphvizError::NotInstalled));
        assert!(error.to_string().contains("--layout builtin"));
    }
}
