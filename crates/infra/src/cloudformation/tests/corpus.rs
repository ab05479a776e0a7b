//! The templates of the shared corpus.

use super::*;
use crate::terraform::tests::shared;

/// Files, the addresses of their policies that are read, and of what is not understood.
const FILES: &[(&str, &[&str], &[&str])] = &[
    ("p05_cfn.json", &["WorkerRole.Policies[orders]"], &["WorkerRole.AssumeRolePolicyDocument"]),
    ("p06_cdk_synth.json", &["WorkerRoleDefaultPolicyA1"], &[]),
    (
        "p06c_cdk_real.json",
        &["WorkerDefaultPolicyD9676315", "M38C90C7F"],
        &["Worker11F36D0F.AssumeRolePolicyDocument"],
    ),
    ("p07_cfn.yaml", &["Worker"], &[]),
    ("p08_sam.yaml", &["Fn.Policies[0]", "Fn.Policies[1]"], &[]),
];

#[test]
fn templates_of_the_corpus_are_read() {
    for (file, policies, open) in FILES {
        let Some(path) = shared(&format!("shapes/{file}")) else { return };
        let source = source(file, &std::fs::read_to_string(path).unwrap());
        let contents = cloudformation(&source).unwrap();
        let addresses: Vec<&str> = contents.policies.iter().map(|one| one.address.as_str()).collect();
        assert_eq!(addresses, *policies, "{file}");
        let unchecked: Vec<&str> = contents.unchecked.iter().map(|one| one.address.as_str()).collect();
        assert_eq!(unchecked, *open, "{file}");
        for policy in &contents.policies {
            let read = crate::document(&source, &policy.document).unwrap_or_else(|error| panic!("{error}"));
            assert!(!read.parsed.policy.statements.is_empty());
        }
    }
}

/// Other files are read or refused as what they are.
#[test]
fn other_files_of_the_corpus_are_no_templates() {
    for file in [
        "p06b_cdk_document_only.json",
        "p06d_cdk_real_document.json",
        "p06e_cdk_real_properties.json",
        "p06f_cdk_managed_properties.json",
        "p08b_policy.yaml",
        "p16_cli_yaml.yml",
        "p20_serverless.yml",
        "u13_cli_yaml.yml",
    ] {
        let Some(path) = shared(&format!("shapes/{file}")) else { return };
        let source = source(file, &std::fs::read_to_string(path).unwrap());
        let root = super::super::root(&source).unwrap();
        assert!(!is_template(&root), "{file}");
        let error = cloudformation(&source).unwrap_err();
        assert!(error.message.starts_with("this is no CloudFormation template"), "{file}: {error}");
    }
}

/// A policy in YAML is read as the same policy in JSON.
#[test]
fn a_policy_of_the_corpus_is_read_from_yaml() {
    let Some(path) = shared("shapes/p08b_policy.yaml") else { return };
    let source = source("p.yaml", &std::fs::read_to_string(path).unwrap());
    let read = crate::document(&source, &yaml(&source).unwrap()).unwrap();
    assert_eq!(read.parsed.policy.statements.len(), 1);
}
