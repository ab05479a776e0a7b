//! Checks a certificate against the inputs, with neither engine nor search:
//! `cargo run --example verify_certificate -- certificate.json policy.json unused.json recommended.json`.
//!
//! Only the reader and the kernel have to be trusted, so a program that does nothing else needs only the packages
//! `paredown-policy` and `paredown-kernel`.

use std::error::Error;
use std::path::PathBuf;

use paredown::certificate::kernel::{Document, Inputs, verify};
use paredown::certificate::{distinct, read};
use paredown::model::Catalogue;
use paredown::parse;

/// A policy, known by the digest of its file.
fn document(path: &PathBuf) -> Result<Document, Box<dyn Error>> {
    let source = parse::read_source(path)?;
    let sha256 = parse::sha256(&source.text);
    Ok(Document { policy: parse::policy(&source)?.policy, sha256 })
}

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [certificate, policy, unused, recommended] = paths.as_slice() else {
        return Err("give a certificate, a policy, what is unused, and what is recommended".into());
    };
    let certificate = read(&parse::read_source(certificate)?)?;
    let unused = parse::unused(&parse::read_source(unused)?, None)?.set();
    let inputs = Inputs {
        originals: &[document(policy)?],
        // One list per original: empty if it is detached, several documents if it was split.
        recommended: &[vec![document(recommended)?]],
        unused: &unused,
        catalogue: &Catalogue::embedded()?,
    };
    match distinct(&certificate.predicate).and_then(|()| verify(&certificate, &inputs)) {
        Ok(()) => println!("accepted: {}", certificate.predicate.claim.name()),
        Err(rejection) => return Err(format!("rejected: {rejection}").into()),
    }
    Ok(())
}
