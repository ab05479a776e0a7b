//! Certifies a given recommendation: `cargo run --example certify -- policy.json unused.json recommended.json`.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use paredown::job::{Job, Original, Replacement, Settings, run};
use paredown::model::Catalogue;
use paredown::parse;
use paredown::prove::{Requirement, Verdict};

/// The name of a policy, and the policy.
fn read(path: &Path) -> Result<(String, parse::ParsedPolicy), Box<dyn Error>> {
    Ok((path.display().to_string(), parse::policy(&parse::read_source(path)?)?))
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [policy, unused, recommended] = paths.as_slice() else {
        return Err("give a policy, what is unused, and what is recommended".into());
    };
    let (name, parsed) = read(policy)?;
    let original = Original::new(name, parsed);
    let (name, parsed) = read(recommended)?;
    let replacement = Replacement::new(name, parsed);
    let unused = parse::unused(&parse::read_source(unused)?, None)?.set();

    let catalogue = Catalogue::embedded()?;
    let settings = Settings::builder(&catalogue).requirement(Requirement::Exact).build();
    // One list per original: empty if it is to be detached, several documents if it was split.
    let job = Job::new(vec![original], unused).with_recommendation(vec![vec![replacement]]);
    let outcome = run(job, &settings)?;

    let certification = outcome.certification.as_ref().ok_or("nothing was certified")?;
    // Everything that decides, with the witness of each refutation.
    for judgement in certification.deciding(outcome.requirement, outcome.mode) {
        let witness = judgement.witness.as_ref().map_or(String::new(), |witness| format!("  {witness:?}"));
        println!("{:<8} {}{witness}", judgement.verdict.name(), judgement.obligation.name());
    }
    let verdict = certification.verdict(outcome.requirement, outcome.mode);
    println!("{}", verdict.name());
    // Refuted and unknown are different answers, but neither is a proof.
    Ok(if verdict == Verdict::Proved { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
