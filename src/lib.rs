//! Pares AWS IAM policies down to what is used, and proves that the result is right.
//!
//! Begin with [`job`]: a [`Job`](job::Job) with the values that were read is run with [`Settings`](job::Settings)
//! and returns an [`Outcome`](job::Outcome). `examples/` contains the following as programs that read files.
//!
//! # To recommend a policy
//!
//! ```
//! use std::sync::Arc;
//! use paredown::job::{Job, Original, Settings, run};
//! use paredown::model::Catalogue;
//! use paredown::parse::{self, Source};
//! use paredown::prove::Verdict;
//!
//! let source = |name: &str, text: &str| Arc::new(Source { name: name.into(), text: text.into() });
//! let policy = source("policy.json", r#"{"Version": "2012-10-17", "Statement":
//!     {"Effect": "Allow", "Action": "sqs:List*", "Resource": "*"}}"#);
//! let unused = source("unused.json", r#"[{"serviceNamespace": "sqs", "actions": ["ListQueues"]}]"#);
//!
//! let original = Original::new("policy", parse::policy(&policy)?);
//! let catalogue = Catalogue::embedded()?;
//! let settings = Settings::builder(&catalogue).certificate(true).build();
//! let outcome = run(Job::new(vec![original], parse::unused(&unused, None)?.set()), &settings)?;
//!
//! let conclusion = outcome.conclusion().ok_or("nothing was certified")?;
//! assert_eq!(conclusion.verdict(), Verdict::Proved);
//! assert!(outcome.documents().all(|document| document.text.contains("sqs:ListQueueTags")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # To certify what somebody recommends
//!
//! ```
//! # use std::sync::Arc;
//! # use paredown::job::{Job, Original, Replacement, Settings, run};
//! # use paredown::model::Catalogue;
//! # use paredown::parse::{self, Source};
//! # use paredown::prove::Verdict;
//! # let source = |name: &str, text: &str| Arc::new(Source { name: name.into(), text: text.into() });
//! # let policy = source("policy.json", r#"{"Version": "2012-10-17", "Statement":
//! #     {"Effect": "Allow", "Action": "sqs:List*", "Resource": "*"}}"#);
//! # let unused = source("unused.json", r#"[{"serviceNamespace": "sqs", "actions": ["ListQueues"]}]"#);
//! # let original = Original::new("policy", parse::policy(&policy)?);
//! # let catalogue = Catalogue::embedded()?;
//! # let settings = Settings::builder(&catalogue).build();
//! // The policy itself, from which nothing was taken away.
//! let kept = Replacement::new("kept", parse::policy(&policy)?);
//! let job = Job::new(vec![original], parse::unused(&unused, None)?.set()).with_recommendation(vec![vec![kept]]);
//! let outcome = run(job, &settings)?;
//! let conclusion = outcome.conclusion().ok_or("nothing was certified")?;
//! assert_eq!(conclusion.verdict(), Verdict::Refuted);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # To verify a certificate
//!
//! With neither engine nor search: the kernel alone decides. It and the readers are packages of their own.
//!
//! ```
//! # use std::sync::Arc;
//! # use paredown::job::{Job, Original, Settings, run};
//! use paredown::certificate::kernel::{Document, Inputs, verify};
//! use paredown::certificate::{distinct, read};
//! # use paredown::model::Catalogue;
//! # use paredown::parse::{self, Source};
//! # let source = |name: &str, text: &str| Arc::new(Source { name: name.into(), text: text.into() });
//! # let policy = source("policy.json", r#"{"Version": "2012-10-17", "Statement":
//! #     {"Effect": "Allow", "Action": "sqs:List*", "Resource": "*"}}"#);
//! # let unused = source("unused.json", r#"[{"serviceNamespace": "sqs", "actions": ["ListQueues"]}]"#);
//! # let unused = parse::unused(&unused, None)?.set();
//! # let original = Original::new("policy", parse::policy(&policy)?);
//! # let catalogue = Catalogue::embedded()?;
//! # let settings = Settings::builder(&catalogue).certificate(true).build();
//! # let outcome = run(Job::new(vec![original], unused.clone()), &settings)?;
//! # let recommended = source("recommended.json", &outcome.documents().next().ok_or("none")?.text);
//! # let written = outcome.certificate.clone().ok_or("none")??;
//! let certificate = read(&source("certificate.json", &written))?;
//! let document = |source: &Arc<Source>| -> Result<Document, parse::Diagnostic> {
//!     Ok(Document { policy: parse::policy(source)?.policy, sha256: parse::sha256(&source.text) })
//! };
//! let inputs = Inputs {
//!     originals: &[document(&policy)?],
//!     recommended: &[vec![document(&recommended)?]],
//!     unused: &unused,
//!     catalogue: &catalogue,
//! };
//! distinct(&certificate.predicate).and_then(|()| verify(&certificate, &inputs)).map_err(|why| why.to_string())?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # To list what a pattern matches
//!
//! ```
//! use paredown::model::{Catalogue, Pattern};
//!
//! let catalogue = Catalogue::embedded()?;
//! let pattern = Pattern::new("sqs:List*");
//! let entries = catalogue.service("sqs");
//! let matched = entries.iter().filter(|entry| pattern.matches(entry.action.folded()));
//! assert!(matched.map(|entry| entry.action.spelling()).any(|name| name == "sqs:ListQueues"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # To read a principal
//!
//! Files are read in every shape in which AWS returns policies and findings; for anything else there is an error
//! with line, column, and what to do.
//!
//! ```
//! # use std::sync::Arc;
//! use paredown::parse::{self, Source, Strictness};
//!
//! let answer = r#"{"RoleName": "Worker", "PolicyName": "Queues", "PolicyDocument": {"Version": "2012-10-17",
//!     "Statement": {"Effect": "Allow", "Action": "sqs:List*", "Resource": "*"}}}"#;
//! let source = Arc::new(Source { name: "role.json".into(), text: answer.into() });
//! let file = parse::policies(&source, Strictness::Strict)?;
//! assert_eq!(file.shape, "answer of iam get-role-policy");
//! let names: Vec<_> = file.policies.iter().map(|found| found.identity.name.as_deref()).collect();
//! assert_eq!(names, [Some("Queues")]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where things are
//!
//! Data flows one way: [`parse`] reads text into the values of [`model`]; [`recommend`] refines a policy and is
//! not trusted; [`prove`] decides whether a recommendation is right, whoever made it; [`certificate`] writes down
//! why, for a kernel that needs no solver; [`report`] renders the outcome.
//!
//! Verdicts, conclusions, obligations and witnesses are exhaustive: a match on them handles each, and adding one
//! is a breaking change. Whatever may grow otherwise is `#[non_exhaustive]`.

#![forbid(unsafe_code)]

pub mod analyze;
mod batch;
pub mod certificate;
#[doc(hidden)]
pub mod cli;
pub mod compare;
mod comparison;
pub mod dashboard;
pub mod drift;
mod evaluation;
mod filling;
pub mod fit;
mod gate;
pub mod job;
mod lines;
pub mod principal;
pub mod prove;
pub mod recommend;
pub mod report;
mod trie;

pub use paredown_intake as intake;
use paredown_policy::{deadline, show, watch};
pub use paredown_policy::{model, parse};
