//! Real files: every action of every policy goes once, or it is said why it does not; and nothing else changes.

use super::*;
use crate::terraform::tests::shared;

/// Removes each action of a file by itself: how many went, and how many were refused.
fn each_goes(name: &str, text: &str) -> (usize, usize) {
    let file = read(name, text);
    let (mut gone, mut refused) = (0, 0);
    for policy in file.policies() {
        let keep = edits(&policy.document, &|_| None);
        match file.edited(&[(&policy.address, &keep)]) {
            Ok(same) => assert_eq!(same, text),
            Err(error) => assert!(!error.message.contains("internal"), "{name}: {error}"),
        }
        for statement in 0..keep.len() {
            let StatementEdit::Elements(elements) = &keep[statement] else { continue };
            for element in 0..elements.len() {
                let mut elements = elements.clone();
                elements[element] = ElementEdit::Replace(vec![]);
                let mut all = keep.clone();
                let alone = elements.len() == 1;
                all[statement] =
                    if alone { StatementEdit::Remove } else { StatementEdit::Elements(elements) };
                match file.edited(&[(&policy.address, &all)]) {
                    Ok(done) => {
                        gone += 1;
                        assert!(done.len() < text.len());
                    }
                    Err(error) => {
                        refused += 1;
                        assert!(!error.message.contains("internal"), "{name}: {error}");
                    }
                }
            }
        }
    }
    (gone, refused)
}

#[test]
fn templates_and_configurations() {
    for (file, expected) in [
        ("shapes/p04_main.tf", (0, 1)),
        ("shapes/p07_cfn.yaml", (0, 1)),
        // Five of a policy template of SAM, which is not written there.
        ("shapes/p08_sam.yaml", (0, 6)),
        ("shapes/p08b_policy.yaml", (0, 1)),
        ("invalid/lenient/033_main.tf", (2, 2)),
        ("invalid/lenient/034_main.tf", (9, 0)),
        ("invalid/lenient/035_main.tf", (0, 0)),
    ] {
        let Some(path) = shared(file) else { continue };
        let found = each_goes(file, &std::fs::read_to_string(path).unwrap());
        assert_eq!(found, expected, "{file}");
    }
}

#[test]
fn policies() {
    let Some(path) = shared("policies/open.jsonl") else { return };
    let (mut gone, mut refused) = (0, 0);
    for line in std::fs::read_to_string(path).unwrap().lines().step_by(20) {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        let policy = value.get("policy").unwrap();
        let text = serde_json::to_string_pretty(policy).unwrap();
        if text.len() > 20_000 || policy.get("Statement").is_none() {
            continue;
        }
        let counts = each_goes("policy.json", &text);
        gone += counts.0;
        refused += counts.1;
    }
    assert!(gone > 100 && refused < gone, "{gone} {refused}");
}
