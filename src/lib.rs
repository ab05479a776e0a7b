//! proto
pub mod model;
pub mod parse;
pub mod prove;
pub mod recommend;
pub mod trie;
