//! Pares AWS IAM policies down to what is used, and proves that it did so rightly.
//!
//! ```
//! use std::sync::Arc;
//! use paredown::{model::Catalogue, parse, prove, recommend};
//!
//! let source = |name: &str, text: &str| Arc::new(parse::Source { name: name.into(), text: text.into() });
//! let policy = source("policy.json", r#"{"Version": "2012-10-17", "Statement":
//!     {"Effect": "Allow", "Action": "sqs:List*", "Resource": "*"}}"#);
//! let unused = source("unused.json", r#"[{"serviceNamespace": "sqs", "actions": ["ListQueues"]}]"#);
//!
//! let policy = parse::policy(&policy)?.policy;
//! let unused = parse::unused(&unused, None)?.set();
//! let catalogue = Catalogue::embedded()?;
//! let refined = recommend::recommend(&policy, &unused, &catalogue, recommend::Mode::Shortest);
//! let settings = prove::Settings::default();
//! let proof = prove::certify(&[policy], &unused, &[refined.policy], &catalogue, &settings);
//! let verdict = proof.verdict(prove::Requirement::LeastGeneral, recommend::Mode::Shortest);
//! assert_eq!(verdict, prove::Verdict::Proved);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Data flows one way: [`parse`] reads text into the values of [`model`]; [`recommend`] refines a policy
//! with the help of [`trie`] and is not trusted; [`prove`] decides whether a recommendation is right,
//! whoever made it; [`certificate`] writes
//! down why, for a kernel that needs no solver; [`report`] shows what came of it; [`cli`] puts the commands together.

#![forbid(unsafe_code)]

pub mod batch;
pub mod certificate;
pub mod cli;
pub mod drift;
pub mod fit;
pub mod job;
pub mod principal;
pub mod prove;
pub mod recommend;
pub mod report;
pub mod trie;

pub use paredown_intake as intake;
pub use paredown_policy::{deadline, model, parse, show};
