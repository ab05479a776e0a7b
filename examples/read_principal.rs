//! Reads the policies of a principal and a finding about it, and says what is unused:
//! `cargo run --example read_principal -- finding.json policies/*.json`, by default those of `examples/`.

use std::error::Error;
use std::path::{Path, PathBuf};

use paredown::model::Effect;
use paredown::parse;

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if paths.is_empty() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
        paths = ["finding.json", "policies/Queues.json", "policies/Topics.json"]
            .map(|file| folder.join(file))
            .into();
    }
    let (finding, policies) = paths.split_first().ok_or("give a finding and policies")?;

    // Each shape is recognised: answers of AWS's commands, lists, lines of actions. The error for any other file
    // has the line, the column, what was found there, and what to do.
    let finding = parse::unused(&parse::read_source(finding)?, None)?;
    let unused = finding.set();
    println!("unused: {} actions, {} services", unused.actions().count(), unused.services().count());

    for path in policies {
        let parsed = parse::policy(&parse::read_source(path)?)?;
        for warning in &parsed.warnings {
            eprintln!("{warning}");
        }
        println!("{}:", path.file_name().unwrap_or_default().display());
        for statement in &parsed.policy.statements {
            let effect = if statement.effect == Effect::Allow { "allows" } else { "denies" };
            let but = if statement.actions.negated { "everything but " } else { "" };
            for pattern in &statement.actions.patterns {
                let touched =
                    if unused.touching(pattern).is_some() { "  (touches something unused)" } else { "" };
                println!("  {effect} {but}{}{touched}", pattern.spelling());
            }
        }
    }
    Ok(())
}
