//! The lines for the extracted checker, and running it on them.

use std::path::PathBuf;
use std::process::Command;

use paredown::certificate::format::Requirement;
use paredown::model::Catalogue;
use paredown::recommend::Mode;

use crate::common::{MODES, root, skipped, text};
use crate::jobs::{Certified, Job, catalogue_json};
use crate::mutants::{Dice, mutant};

/// The checker, or nothing if it has not been built. In CI it has to be there.
pub fn checker() -> Option<PathBuf> {
    let built = root().join("proofs/ocaml/_build/checker");
    let path = std::env::var_os("PAREDOWN_EXTRACTED").map_or(built, PathBuf::from);
    if !path.exists() {
        return skipped(&format!("there is no {}; `make -C proofs ocaml` builds it", path.display()), true);
    }
    Some(path)
}

/// What is to be checked, with how many lines should be accepted and rejected.
#[derive(Default)]
pub struct Lines {
    pub text: String,
    pub accepted: usize,
    pub rejected: usize,
    pub least_general: usize,
    pub uncertified: usize,
    pub not_ascii: usize,
}

impl Lines {
    /// The certificates of a job in both modes, and changed ones.
    pub fn add(&mut self, job: &Job<'_>, mutants: usize, dice: &mut Dice) {
        for mode in MODES {
            match job.certified(mode) {
                Some(certified) => self.add_certified(job, &certified, mode, mutants, dice),
                None => self.uncertified += 1,
            }
        }
    }

    /// A certificate, and changed ones.
    pub fn add_certified(
        &mut self,
        job: &Job<'_>,
        certified: &Certified,
        mode: Mode,
        mutants: usize,
        dice: &mut Dice,
    ) {
        let what = format!("in mode {}", mode.name());
        let Some((true, line)) = job.line(&what, certified) else {
            self.not_ascii += 1;
            return;
        };
        self.push(true, &line);
        self.least_general += usize::from(certified.certificate.predicate.claim == Requirement::LeastGeneral);
        self.add_mutants(job, certified, mode, mutants, dice);
    }

    /// Changed certificates.
    pub fn add_mutants(
        &mut self,
        job: &Job<'_>,
        certified: &Certified,
        mode: Mode,
        mutants: usize,
        dice: &mut Dice,
    ) {
        for _ in 0..mutants {
            let Some((change, mutant)) = mutant(job, certified, dice) else { continue };
            let what = format!("in mode {} {change}", mode.name());
            if let Some((accepted, line)) = job.line(&what, &mutant) {
                self.push(accepted, &line);
            }
        }
    }

    pub fn push(&mut self, accepted: bool, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
        *(if accepted { &mut self.accepted } else { &mut self.rejected }) += 1;
    }

    /// Runs the checker on them.
    pub fn check(&self, checker: &PathBuf, what: &str) {
        let count = self.text.lines().count();
        assert!(count > 0, "{what}: there are no lines");
        let folder = tempfile::tempdir().unwrap();
        let (catalogue, lines) = (folder.path().join("catalogue.json"), folder.path().join("lines"));
        std::fs::write(&catalogue, catalogue_json(&Catalogue::embedded().unwrap()).to_string()).unwrap();
        std::fs::write(&lines, &self.text).unwrap();
        if let Some(keep) = std::env::var_os("PAREDOWN_EXTRACTED_LINES") {
            let keep = PathBuf::from(keep);
            std::fs::copy(&catalogue, keep.join("catalogue.json")).unwrap();
            std::fs::copy(&lines, keep.join(format!("{}.jsonl", what.replace(' ', "-")))).unwrap();
        }
        let out = Command::new(checker).arg(&catalogue).arg(&lines).output().unwrap();
        let said = text(&out.stdout);
        let wrong: Vec<&str> =
            said.lines().filter(|l| l.contains("expected") || l.contains("cannot be read")).collect();
        assert!(out.status.success(), "{what}:\n{}\n{}", wrong.join("\n"), text(&out.stderr));
        assert_eq!(said.lines().last(), Some(&*format!("{count} as expected, 0 not, 0 not read")), "{what}");
        eprintln!(
            "{what}: {count} lines, {} accepted ({} of them unchanged and least general), {} rejected, as in Rust; \
             {} without a certificate, {} not in ASCII",
            self.accepted, self.least_general, self.rejected, self.uncertified, self.not_ascii
        );
    }
}
