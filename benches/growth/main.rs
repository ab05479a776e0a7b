//! How time and memory of the whole program grow with inputs that strangers may send: each kind of input at five
//! sizes, each twice the one before. Prints the time, the peak memory, the size of the output, and the exponents:
//! 1 is linear, 2 quadratic.
//!
//! `cargo bench --bench growth` runs all kinds, `cargo bench --bench growth -- keep drift` some. With
//! `PAREDOWN=FILE` another build of the program is measured.

#![allow(missing_docs, reason = "a benchmark has no users")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark may fail loudly"
)]

use std::path::{Path, PathBuf};
use std::time::Duration;

mod accounts;
mod comparing;
mod inputs;
mod measure;

use inputs::{KINDS, Kind, SIZES};
use measure::{Run, exponent, run};

/// A run that takes longer is stopped, and the larger ones of its kind are left out.
const LIMIT: Duration = Duration::from_secs(600);

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let program = std::env::var_os("PAREDOWN").unwrap_or_else(|| env!("CARGO_BIN_EXE_paredown").into());
    let program = PathBuf::from(program);
    println!("{:<34} {:>7} {:>9} {:>9} {:>11}", "", "size", "seconds", "MB", "bytes out");
    for kind in KINDS.iter().filter(|kind| wanted.is_empty() || wanted.iter().any(|one| one == kind.name)) {
        println!("{}: {}", kind.name, kind.what);
        for engine in kind.engines {
            grow(&program, kind, engine);
        }
    }
}

/// Runs one kind at all sizes.
fn grow(program: &Path, kind: &Kind, engine: &str) {
    let label = if engine.is_empty() { "  without an engine" } else { engine };
    let mut runs: Vec<(u32, Run)> = Vec::new();
    for doubling in 0..SIZES {
        let size = kind.first << doubling;
        let folder = tempfile::tempdir().expect("there is room for the inputs");
        let mut arguments = (kind.inputs)(size, folder.path());
        if !engine.is_empty() {
            arguments.extend(["--engine".to_owned(), engine.to_owned()]);
        }
        let Some(one) = run(program, &arguments, LIMIT) else {
            println!("{label:>34} {size:>7}   more than {} seconds", LIMIT.as_secs());
            return;
        };
        let Run { seconds, megabytes, bytes } = one;
        println!("{label:>34} {size:>7} {seconds:>9.3} {megabytes:>9.1} {bytes:>11}");
        runs.push((size, one));
    }
    let of = |what: fn(&Run) -> f64| {
        let points: Vec<(u32, f64)> = runs.iter().map(|(size, run)| (*size, what(run))).collect();
        exponent(&points)
    };
    let (seconds, megabytes) = (of(|run| run.seconds), of(|run| run.megabytes));
    println!("{:>34} {:>7} {seconds:>9.2} {megabytes:>9.2}", "exponents", "");
}
