//! Stub until the shapes are merged.
use std::sync::Arc;

use super::diagnostic::{Diagnostic, Source};
use super::policy::{ParsedPolicy, policy};

use super::json::Strictness;
#[derive(Clone, Debug)]
pub struct PolicyFile { pub shape: &'static str, pub policies: Vec<FoundPolicy> }
#[derive(Clone, Debug)]
pub struct FoundPolicy { pub identity: PolicyIdentity, pub parsed: ParsedPolicy, pub recommended: Option<RecommendedStep> }
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyIdentity { pub name: Option<String>, pub arn: Option<String>, pub holder: Holder }
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Holder { #[default] Unknown, Managed, Role(String), User(String), Group(String) }
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecommendedAction { Create, Detach }
#[derive(Clone, Debug)]
pub struct RecommendedStep { pub action: RecommendedAction, pub policy: Option<ParsedPolicy> }
#[derive(Clone, Debug)]
pub struct RecommendationFile { pub shape: &'static str, pub steps: Vec<Step> }
#[derive(Clone, Debug)]
pub struct Step { pub existing: Option<String>, pub action: RecommendedAction, pub policy: Option<ParsedPolicy> }

pub fn policy_with(source: &Arc<Source>, _: Strictness) -> Result<ParsedPolicy, Diagnostic> { policy(source) }
pub fn policies(source: &Arc<Source>, s: Strictness) -> Result<PolicyFile, Diagnostic> {
    Ok(PolicyFile { shape: "policy document", policies: vec![FoundPolicy { identity: PolicyIdentity::default(), parsed: policy_with(source, s)?, recommended: None }] })
}
pub fn recommendation(source: &Arc<Source>, s: Strictness) -> Result<RecommendationFile, Diagnostic> {
    Ok(RecommendationFile { shape: "policy document", steps: vec![Step { existing: None, action: RecommendedAction::Create, policy: Some(policy_with(source, s)?) }] })
}
