//! From collections of articles to a knowledge graph that can be asked.
//!
//! The modules stand from the ground up: each uses only modules of the groups
//! above its own in this list. `ARCHITECTURE.md` shows the way of the data
//! through them.

pub mod text;

pub mod english;
pub mod font;
pub mod link;
pub mod namespace;
pub mod origin;

pub mod problem;

pub mod article;
pub mod vocabulary;

pub mod catalog;
pub mod mention;

pub mod duplicate;
pub mod relation;
pub mod series;

pub mod extract;
pub mod rdf;
pub mod source;

pub mod store;

pub mod query;

pub mod map;

pub mod export;
pub mod render;

pub mod pipeline;

pub mod evaluate;
