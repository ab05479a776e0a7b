//! Templates and plans of strangers, which the corpus has.

use super::{gate, of};
use crate::common::corpus::shared;
use crate::common::program::{ends, text, write};

/// Files of the corpus, with the addresses of their policies and how many findings say that something is not checked.
const FILES: [(&str, &[&str], usize); 10] = [
    ("p01_tf_plan.json", &["aws_iam_policy.worker", "aws_iam_role_policy.inline"], 1),
    ("p02_tf_show_state.json", &["aws_iam_policy.worker"], 0),
    ("p04_main.tf", &["aws_iam_policy.worker"], 0),
    ("p05_cfn.json", &["WorkerRole.Policies[orders]"], 1),
    ("p06_cdk_synth.json", &["WorkerRoleDefaultPolicyA1"], 0),
    ("p06c_cdk_real.json", &["M38C90C7F", "WorkerDefaultPolicyD9676315"], 1),
    ("p07_cfn.yaml", &["Worker"], 0),
    ("p08_sam.yaml", &["Fn.Policies[0]", "Fn.Policies[1]"], 0),
    ("p20_serverless.yml", &[], 1),
    ("policy.json", &[""], 0),
];

#[test]
fn every_policy_of_them_is_found_and_nothing_is_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "before/none.json", "{}");
    let mut wrong = Vec::new();
    for (name, addresses, unchecked) in FILES {
        let Some(path) = shared(&format!("corpus/shapes/{name}")) else { return };
        let _ = std::fs::remove_dir_all(folder.join("after"));
        write(folder, &format!("after/{name}"), std::fs::read(path).unwrap());
        let answer = gate(folder, "--baseline before --candidate after --engine automata");
        let policies = answer["policies"].as_array().unwrap().iter();
        let found: Vec<&str> = policies.map(|one| one["policy"].as_str().unwrap()).collect();
        let expected: Vec<String> = addresses
            .iter()
            .map(|address| if address.is_empty() { name.to_owned() } else { format!("{name}: {address}") })
            .collect();
        let open = of(&answer, "checked").len();
        if found != expected || open != unchecked {
            wrong.push(format!("{name}: {found:?} {open}"));
        }
        // A change of nothing passes, whatever there is.
        let same =
            gate(folder, "--baseline after --candidate after --all --rule fits=off --rule escalation=off");
        assert_eq!(of(&same, "no-new-access").len() + of(&same, "checked").len(), 0, "{name}: {same:#}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_state_file_of_terraform_is_named() {
    let Some(path) = shared("corpus/shapes/p03_tfstate.json") else { return };
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "before/none.json", "{}");
    write(folder.path(), "after/state.json", std::fs::read(path).unwrap());
    let out = ends(folder.path(), "gate --baseline before --candidate after", 2);
    assert!(text(&out.stderr).contains("terraform show -json"), "{}", text(&out.stderr));
}
