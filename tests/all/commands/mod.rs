//! The program as its users see it: commands, reports, files, streams.

mod batch;
#[cfg(feature = "z3")]
mod cli;
mod edit;
mod errors;
mod iam_refuses;
mod output;
mod principal;
mod said_as_it_is;
#[cfg(unix)]
mod streams;
mod together;
#[cfg(target_os = "linux")]
#[cfg(feature = "z3")]
mod version;
