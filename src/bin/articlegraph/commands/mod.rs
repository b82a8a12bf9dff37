//! The commands, one file each.

pub mod build;
pub mod completions;
pub mod eval;
pub mod export;
pub mod extract;
pub mod map;
pub mod query;
pub mod show;
pub mod stats;
pub mod vocab;

use crate::arguments::{Common, InMemory};
use crate::progress::Bar;
use anyhow::bail;
use articlegraph::pipeline::{Plan, in_memory};
use articlegraph::store::{Directory, Snapshot, StoreErrorKind};

/// Opens the graph a command reads: the store's, or one made for it.
fn open(common: &Common, memory: &InMemory) -> anyhow::Result<Snapshot> {
    if !memory.memory.is_empty() {
        let inputs = crate::arguments::inputs(&memory.memory, None);
        let plan = Plan { inputs, threads: common.threads, ..Plan::default() };
        return Ok(in_memory(&plan, &Bar::new())?.0);
    }
    match Directory::new(&common.store).open() {
        Ok(snapshot) => Ok(snapshot),
        Err(error) if matches!(error.kind, StoreErrorKind::Missing) => bail!(
            "{}: there is no store here yet; begin with\n  articlegraph build FOLDER-OR-PAGE\n  articlegraph query --list\n  articlegraph map -o map.svg",
            common.store.display()
        ),
        Err(error) => Err(error.into()),
    }
}
