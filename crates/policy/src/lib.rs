//! The inputs of paredown: values, and the readers that make them from text.
//!
//! [`parse`] reads policies, unused sets and catalogues into the values of [`model`], strictly and with a place
//! for every error. [`deadline`] bounds how long any of it may take; [`show`] says what a terminal may be shown.
//! Nothing here decides whether a recommendation is right, but whatever decides it relies on what was read here.

#![forbid(unsafe_code)]

pub mod deadline;
pub mod model;
pub mod parse;
pub mod show;
pub mod watch;
