//! All integration tests in one binary: one link, one place to look.

mod broken_input;
mod commands;
mod determinism;
mod evaluate;
mod exports;
mod extract;
mod graph;
mod listing;
mod queries;
mod regressions;
mod store;
mod support;
mod tidy;
mod vocabulary;
