//! What tests share: the program, folders, the sample.

use assert_cmd::Command;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The sample page.
pub fn sample() -> PathBuf {
    root().join("examples/distributed-systems.md")
}

/// A folder with a store in it, gone when it is dropped.
pub struct Workplace {
    folder: TempDir,
}

impl Workplace {
    pub fn new() -> Self {
        Self { folder: TempDir::new().expect("a temporary folder") }
    }

    /// One with a store of the sample.
    pub fn with_sample() -> Self {
        let place = Self::new();
        place.run(&["build", sample().to_str().expect("UTF-8")]).success();
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(&path, content).expect("a file");
        path
    }

    /// The program in this folder.
    pub fn program(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_articlegraph"));
        command.current_dir(self.folder.path()).env_remove("ARTICLEGRAPH_STORE").env("NO_COLOR", "1");
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &[&str]) -> assert_cmd::assert::Assert {
        self.program().args(arguments).assert()
    }

    /// Runs the program, which must succeed, and gives its standard output.
    pub fn output(&self, arguments: &[&str]) -> String {
        text(&self.run(arguments).success().get_output().stdout)
    }

    /// Runs the program, which must end with this code, and gives its standard error.
    pub fn fails(&self, code: i32, arguments: &[&str]) -> String {
        text(&self.run(arguments).code(code).get_output().stderr)
    }

    /// The counts of the store.
    pub fn stats(&self) -> serde_json::Value {
        serde_json::from_str(&self.output(&["stats", "--format", "json"])).expect("JSON")
    }
}

/// Output as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("output is UTF-8")
}

/// A listing page of entries given as (title, link, summary).
pub fn page(name: &str, entries: &[(&str, &str, &str)]) -> String {
    let mut page = format!("# [{name}](https://example.org/tagged/{name})\n");
    for ((title, link, summary), number) in entries.iter().zip(1..) {
        let _ = write!(page, "### [{number}. {title}]({link})\n{summary}\n\n");
    }
    page
}

/// The files of a folder with an extension, sorted.
pub fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|file| file.extension().is_some_and(|found| found == extension));
    files.sort();
    files
}
