//! proto
pub mod model;
pub mod recommend;
pub mod trie;
