//! From collections of articles to a knowledge graph that can be asked.
//!
//! The modules stand in the order in which data flows, and each uses only
//! those above it in this list; see `ARCHITECTURE.md`.

pub mod text;

pub mod link;
pub mod namespace;
pub mod origin;
pub mod problem;

pub mod article;
pub mod vocabulary;

pub mod catalog;
pub mod mention;

pub mod extract;
pub mod rdf;
pub mod source;

pub mod store;

pub mod query;

pub mod font;
pub mod map;

pub mod export;
pub mod render;

pub mod pipeline;
