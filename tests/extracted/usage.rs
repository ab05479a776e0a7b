//! Lines for certificates that say something of usage.

use std::fs;

use paredown::analyze::{Evidence, Settings};
use paredown::model::Catalogue;
use paredown::parse;
use serde_json::{Value, json};

use crate::common::corpus::shared;
use crate::common::dice::Dice;
use crate::common::usage::random::{CATALOGUE, some_unused};
use crate::common::usage::{Exported, Step, called_unused, settings, unused_of};
use crate::jobs::{Certified, Job, Shape, catalogue_json};
use crate::lines::{Lines, checker};
use crate::mutants::mutant;

/// How many accounts are drawn, and how many changes are tried on each certificate.
const ACCOUNTS: u64 = 250;
const CHANGES: usize = 12;

/// The line for a step, with what the kernel says of it as what is expected.
fn line(name: &str, step: &Step, catalogue: &Catalogue) -> Option<(bool, String)> {
    let unused = unused_of(&step.unused, &step.keep);
    let job = Job {
        name: name.to_owned(),
        texts: step.texts.clone(),
        unused: unused.clone(),
        keep: step.keep.clone(),
        catalogue,
        inline: Some(catalogue_json(catalogue)),
        shape: Shape::Whole,
    };
    let certified = Certified {
        texts: step.texts.clone(),
        recommended: step.recommended.clone(),
        unused,
        certificate: step.certificate.clone(),
    };
    let (_, line) = job.line("with usage", &certified)?;
    let (_, accepted) = step.answers(catalogue);
    let mut line: Value = serde_json::from_str(&line).unwrap();
    let account = step.exported.account();
    let numbers = account.files_of(account.details.identities.first().unwrap());
    let exports = step.exported.files().into_iter().map(|(name, text)| {
        let number = numbers.iter().position(|file| file.name == name);
        json!({"number": number.unwrap_or(99), "text": text})
    });
    line["exports"] = exports.collect();
    line["observable"] = step.exported.observable.clone();
    line["expect"] = if accepted { "accept" } else { "reject" }.into();
    Some((accepted, line.to_string()))
}

/// Adds a step, and the same with changes.
fn add(lines: &mut Lines, name: &str, step: &Step, catalogue: &Catalogue, changes: usize, dice: &mut Dice) {
    let (accepted, text) = line(name, step, catalogue).unwrap();
    assert!(accepted, "{name}");
    lines.push(true, &text);
    for _ in 0..changes {
        let Some((what, changed)) = step.changed(dice) else { continue };
        if let Some((accepted, text)) = line(&format!("{name} with {what}"), &changed, catalogue) {
            lines.push(accepted, &text);
        }
    }
    if step.texts.is_empty() {
        return;
    }
    // And with a change to the rest of the certificate, or to what it is about.
    let job = Job {
        name: name.to_owned(),
        texts: step.texts.clone(),
        unused: unused_of(&step.unused, &step.keep),
        keep: step.keep.clone(),
        catalogue,
        inline: None,
        shape: Shape::Whole,
    };
    let certified = Certified {
        texts: step.texts.clone(),
        recommended: step.recommended.clone(),
        unused: job.unused.clone(),
        certificate: step.certificate.clone(),
    };
    if let Some((what, Certified { recommended, certificate, .. })) = mutant(&job, &certified, dice)
        && ["with another row", "with another pattern"].contains(&what)
    {
        let changed = Step { recommended, certificate, ..step.clone() };
        if let Some((accepted, text)) = line(&format!("{name} {what}"), &changed, catalogue) {
            lines.push(accepted, &text);
        }
    }
}

#[test]
fn agrees_with_the_kernel_on_usage() {
    let Some(checker) = checker() else { return };
    let catalogue = crate::common::catalogue(CATALOGUE);
    let mut lines = Lines::default();
    for seed in 0..ACCOUNTS {
        let mut dice = Dice::new(7000 + seed);
        let exported = Exported::random(&mut dice);
        let evidence = dice.one(&[Evidence::Strict, Evidence::Strict, Evidence::AccessAnalyzer]);
        let settings = settings(&exported, &catalogue, evidence, 90);
        match Step::new(exported, &settings, |found| some_unused(found, &mut dice)) {
            Ok(step) => add(&mut lines, &format!("account {seed}"), &step, &catalogue, CHANGES, &mut dice),
            Err(_) => lines.uncertified += 1,
        }
    }
    assert!(lines.accepted > 300 && lines.rejected > 500 && lines.uncertified < 60);
    lines.check(&checker, "usage");
}

/// The scenario with one of its principals alone, and its catalogue.
fn alone(scenario: &Value, list: &str, principal: &Value) -> Exported {
    let mut details = scenario["inputs"]["authorization_details"].clone();
    for other in ["UserDetailList", "RoleDetailList"] {
        details[other] = json!([]);
    }
    details[list] = json!([principal]);
    let reports = scenario["inputs"]["service_last_accessed"].as_array();
    let own = reports.and_then(|all| all.iter().find(|one| one["arn"] == principal["Arn"]));
    Exported {
        details,
        report: own.map(|one| one["report"].clone()),
        observable: scenario["inputs"].get("observable").cloned().unwrap_or_else(|| json!({})),
    }
}

#[test]
fn agrees_with_the_kernel_on_the_scenarios() {
    let Some(checker) = checker() else { return };
    let Some(folder) = shared("corpus/analyzer") else { return };
    let (mut lines, mut dice, mut with_rows) = (Lines::default(), Dice::new(11), 0);
    let mut scenarios: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    scenarios.sort();
    for path in scenarios.iter().filter(|path| path.extension().is_some_and(|end| end == "json")) {
        let scenario: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        if scenario["inputs"].get("cloudtrail").is_some() {
            continue;
        }
        let catalogue = match scenario["inputs"]["catalogue"].as_object() {
            Some(services) if !services.is_empty() => {
                let file = tempfile::NamedTempFile::with_suffix(".json").unwrap();
                fs::write(file.path(), scenario["inputs"]["catalogue"].to_string()).unwrap();
                parse::catalogue(file.path()).unwrap()
            }
            _ => crate::common::catalogue(CATALOGUE),
        };
        let config = &scenario["config"];
        let evidence = match config["evidence"].as_str().unwrap() {
            "strict" => Evidence::Strict,
            _ => Evidence::AccessAnalyzer,
        };
        let days = u32::try_from(config["unused_access_age_days"].as_u64().unwrap()).unwrap();
        for list in ["UserDetailList", "RoleDetailList"] {
            for principal in scenario["inputs"]["authorization_details"][list].as_array().unwrap() {
                let exported = alone(&scenario, list, principal);
                let mut settings = settings(&exported, &catalogue, evidence, days);
                settings.period.end = config["as_of"].as_str().unwrap().parse().unwrap();
                let name = format!("{} {}", scenario["name"].as_str().unwrap(), principal["Arn"]);
                with_rows += usize::from(of_scenario(&mut lines, &name, exported, &settings, &mut dice));
            }
        }
    }
    assert!(with_rows >= 3, "{with_rows}");
    lines.check(&checker, "scenarios");
}

/// Adds the certificate of a principal for everything that is unused; whether it has rows.
fn of_scenario(
    lines: &mut Lines,
    name: &str,
    exported: Exported,
    settings: &Settings<'_>,
    dice: &mut Dice,
) -> bool {
    match Step::new(exported, settings, |found| (called_unused(found), Vec::new())) {
        Ok(step) => {
            add(lines, name, &step, settings.catalogue, 5 * CHANGES, dice);
            step.usage()["rows"] != json!([])
        }
        Err(why) => {
            assert!(!why.contains("usage"), "{name}: {why}");
            lines.uncertified += 1;
            false
        }
    }
}
