//! What certificates are made from and checked against.

use std::sync::Arc;

use paredown::certificate::kernel::{Document, Inputs};
use paredown::certificate::{Certificate, Subject, write};
use paredown::model::{Catalogue, Policy, UnusedSet};
use paredown::parse;
use paredown::prove::Requirement;
use paredown::recommend::{Mode, recommend};

use super::corpus::Job;
use super::{Case, edited, policy, source, unused};

/// What a certificate is about.
pub struct World {
    pub originals: Vec<Document>,
    pub recommended: Vec<Vec<Document>>,
    pub unused: UnusedSet,
    pub catalogue: Arc<Catalogue>,
}

impl World {
    /// The recommendation for a case.
    pub fn of_case(case: &Case, mode: Mode) -> Self {
        let catalogue = Arc::new(case.catalogue("catalogue.json"));
        Self::new(&case.text("policy.json").unwrap(), case.unused(), catalogue, mode)
    }

    /// The recommendation for a policy.
    pub fn new(text: &str, unused: UnusedSet, catalogue: Arc<Catalogue>, mode: Mode) -> Self {
        let refined = recommend(&policy(text), &unused, &catalogue, mode);
        let recommended: Vec<String> = edited(text, &refined).into_iter().collect();
        let recommended: Vec<&str> = recommended.iter().map(String::as_str).collect();
        Self::by_hand(&[text], &[&recommended], unused, catalogue)
    }

    /// The policies of a principal, and the replacements of each.
    pub fn by_hand(
        originals: &[&str],
        recommended: &[&[&str]],
        unused: UnusedSet,
        catalogue: Arc<Catalogue>,
    ) -> Self {
        let document =
            |text: &&str| Document { policy: policy(text), sha256: format!("{:064x}", text.len()) };
        Self {
            originals: originals.iter().map(document).collect(),
            recommended: recommended.iter().map(|texts| texts.iter().map(document).collect()).collect(),
            unused,
            catalogue,
        }
    }

    /// The recommendation for a job; `None` if its policy is refused.
    pub fn of_job(job: &Job, catalogue: Arc<Catalogue>, mode: Mode) -> Option<Self> {
        parse::policy(&source(&job.policy)).ok()?;
        Some(Self::new(&job.policy, unused(&job.unused), catalogue, mode))
    }

    /// The same with another recommendation.
    pub fn with(&self, policy: Policy) -> Self {
        Self {
            originals: self.originals.clone(),
            recommended: vec![vec![Document { policy, sha256: "f".repeat(64) }]],
            unused: self.unused.clone(),
            catalogue: Arc::clone(&self.catalogue),
        }
    }

    /// The inputs of the kernel.
    pub fn inputs(&self) -> Inputs<'_> {
        let Self { originals, recommended, unused, catalogue } = self;
        Inputs { originals, recommended, unused, catalogue }
    }

    /// The certificate that it is least general.
    pub fn certificate(&self, mode: Mode) -> Result<Certificate, String> {
        self.certificate_of(Requirement::LeastGeneral, mode)
    }

    /// The certificate of some claim.
    pub fn certificate_of(&self, claim: Requirement, mode: Mode) -> Result<Certificate, String> {
        let subject = |documents: &Vec<Document>| Subject {
            name: "policy.json".to_owned(),
            documents: vec!["recommended.json".to_owned(); documents.len()],
        };
        let subjects: Vec<Subject> = self.recommended.iter().map(subject).collect();
        write(&self.inputs(), &subjects, claim, mode).map_err(|error| error.to_string())
    }
}
