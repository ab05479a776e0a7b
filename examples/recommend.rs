//! Recommends a smaller policy, certifies it, and prints it:
//! `cargo run --example recommend -- policy.json unused.json`, by default those of `examples/`.

use std::error::Error;
use std::path::{Path, PathBuf};

use paredown::job::{Job, Original, Settings, run};
use paredown::model::Catalogue;
use paredown::parse;
use paredown::recommend::Disposition;

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if paths.is_empty() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
        paths = ["policy.json", "unused.json"].map(|file| folder.join(file)).into();
    }
    let [policy, unused] = paths.as_slice() else { return Err("give a policy and what is unused".into()) };

    let parsed = parse::policy(&parse::read_source(policy)?)?;
    let original = Original::new(policy.display().to_string(), parsed);
    let unused = parse::unused(&parse::read_source(unused)?, None)?.set();
    let catalogue = Catalogue::embedded()?;
    // Least general, in mode `shortest`, with the default engine.
    let settings = Settings::builder(&catalogue).build();
    let outcome = run(Job::new(vec![original], unused), &settings)?;

    let conclusion = outcome.conclusion().ok_or("nothing was certified")?;
    let counts = &outcome.counts;
    eprintln!(
        "{}: {} actions before, {} after",
        conclusion.verdict().name(),
        counts.actions.before,
        counts.actions.after
    );
    // A recommendation that was not proved is not handed on.
    if !outcome.may_be_shown() {
        return Err("it was not proved".into());
    }
    match outcome.overall() {
        Disposition::Detach => eprintln!("detach the policy: nothing that it allows is used"),
        Disposition::Unchanged | Disposition::Replace => {
            outcome.documents().for_each(|document| print!("{}", document.text));
        }
    }
    Ok(())
}
