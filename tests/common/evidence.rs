//! What certificates are made of and checked against.

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
    /// What is recommended for a case.
    pub fn of_case(case: &Case, mode: Mode) -> Self {
        let catalogue = Arc::new(case.catalogue("catalogue.json"));
        Self::new(&case.text("policy.json").unwrap(), case.unused(), catalogue, mode)
    }

    /// What is recommended for a policy.
    pub fn new(text: &str, unused: UnusedSet, catalogue: Arc<Catalogue>, mode: Mode) -> Self {
        let original = policy(text);
        let refined = recommend(&original, &unused, &catalogue, mode);
        let document = |text: &str| Document { policy: policy(text), sha256: format!("{:064x}", text.len()) };
        let recommended = edited(text, &refined).map(|text| document(&text)).into_iter().collect();
        Self { originals: vec![document(text)], recommended: vec![recommended], unused, catalogue }
    }

    /// What is recommended for a job; nothing if its policy is refused.
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

    /// What the kernel is given.
    pub fn inputs(&self) -> Inputs<'_> {
        let Self { originals, recommended, unused, catalogue } = self;
        Inputs { originals, recommended, unused, catalogue }
    }

    /// The certificate that it is least general.
    pub fn certificate(&self, mode: Mode) -> Result<Certificate, String> {
        let documents = self.recommended[0].iter().map(|_| "recommended.json".to_owned()).collect();
        let subject = Subject { name: "policy.json".to_owned(), documents };
        write(&self.inputs(), &[subject], Requirement::LeastGeneral, mode).map_err(|error| error.to_string())
    }
}
