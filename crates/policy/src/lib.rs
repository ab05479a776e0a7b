//! What paredown knows of its inputs: the values, and the readers that make them from text.
//!
//! [`parse`] reads policies, what is unused and catalogues, strictly and with a place for every error, into the
//! values of [`model`]. [`deadline`] bounds how long any of it may take, [`show`] says what a terminal may be shown. Nothing here decides whether a
//! recommendation is right; but whatever decides it, believes what was read here.

#![forbid(unsafe_code)]

pub mod deadline;
pub mod model;
pub mod parse;
pub mod show;
pub mod watch;
