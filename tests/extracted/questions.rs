//! The questions for Z3: what the extracted model writes for two lists of actions is what the program writes, byte
//! by byte.

use std::path::PathBuf;

use paredown::model::{Catalogue, Effect, EffectiveCatalogue, Pattern, Policy};
use paredown::prove::Engine;
use paredown::recommend::{Mode, recommend};
use serde_json::json;

use crate::common::{Case, MODES, edited, policy, skipped};
use crate::jobs::{Job, Shape};
use crate::lines::checker;
use crate::mutants::Dice;
use crate::principals::Principal;
use crate::written::{OBLIGATIONS, Written};
use crate::{MOST_ACTIONS, PRINCIPALS, STEP, worlds};

/// The extracted model, if there is also a solver to ask.
fn model() -> Option<PathBuf> {
    if !Engine::Smt.is_built_in() {
        return skipped("Z3 is not built in", false);
    }
    checker()
}

/// Two recommendations for policies: what the library recommends, and the same with patterns left out and widened.
fn recommendations(job: &Job<'_>, mode: Mode, dice: &mut Dice) -> [Vec<Policy>; 2] {
    let refined = |text: &String| {
        let refined = recommend(&policy(text), &job.unused, job.catalogue, mode);
        edited(text, &refined).map(|text| policy(&text))
    };
    let plain: Vec<Policy> = job.texts.iter().filter_map(refined).collect();
    let mut changed = plain.clone();
    for statement in changed.iter_mut().flat_map(|policy| &mut policy.statements) {
        let patterns = &mut statement.actions.patterns;
        if patterns.len() > 1 && dice.below(2) == 0 {
            patterns.remove(dice.below(patterns.len()));
        }
        let Some(last) = patterns.last_mut().filter(|_| statement.effect == Effect::Allow) else { continue };
        let head = last.head().get(..dice.below(last.head().len() + 1)).unwrap_or_default();
        if head.contains(':') || dice.below(4) == 0 {
            *last = Pattern::new(format!("{head}*"));
        }
    }
    [plain, changed]
}

#[test]
fn the_model_asks_what_the_program_asks_of_a_service_that_is_only_denied() {
    let Some(model) = model() else { return };
    let (mut written, mut dice) = (Written::default(), Dice::new(15));
    let catalogue = crate::common::catalogue(["s3:GetObject"]);
    let text = |pattern: &str| {
        let all = ["Allow", "Deny"].map(|effect| {
            let action = if effect == "Allow" { pattern } else { "fo:*" };
            json!({"Effect": effect, "Action": action, "Resource": "*"})
        });
        json!({"Version": "2012-10-17", "Statement": all}).to_string()
    };
    let job = Job {
        name: "only denied".to_owned(),
        texts: vec![text("f?*o:x")],
        unused: crate::common::unused("[]"),
        keep: Vec::new(),
        inline: None,
        catalogue: &catalogue,
        shape: Shape::Whole,
    };
    written.add(&job, &[policy(&text("f*o:x"))], &mut dice);
    for part in ["one service", "other-services"] {
        assert!(written.has(&format!("row: no-escalation of {part}: unsat")), "{part}");
        assert!(!written.has(&format!("row: no-escalation of {part}: sat")), "{part}");
    }
    written.check(&model, "question of what is only denied");
}

#[test]
fn the_model_asks_what_the_program_asks_on_the_cases() {
    let Some(model) = model() else { return };
    let (mut written, mut dice) = (Written::default(), Dice::new(11));
    for case in Case::all("cases") {
        let catalogue = case.catalogue("catalogue.json");
        let job = Job::of_case(&case, &catalogue);
        // With the built-in catalogue where everything is allowed, the texts have megabytes.
        let known = EffectiveCatalogue::of_all(&catalogue, &job.originals(), [], &job.unused).len();
        if known > 5_000 {
            eprintln!("{}: {known} known actions, too many here", job.name);
            continue;
        }
        for mode in MODES {
            for recommended in recommendations(&job, mode, &mut dice) {
                written.add(&job, &recommended, &mut dice);
            }
        }
    }
    written.check(&model, "questions of the cases");
}

#[test]
fn the_model_asks_what_the_program_asks_on_random_worlds() {
    let Some(model) = model() else { return };
    let (mut written, mut dice) = (Written::default(), Dice::new(12));
    for (number, world) in worlds().iter().enumerate() {
        let catalogue = world.catalogue();
        let job = Job::of_world(number, world, &catalogue);
        for recommended in recommendations(&job, MODES[number % 2], &mut dice) {
            written.add(&job, &recommended, &mut dice);
        }
    }
    written.check(&model, "questions of worlds");
}

#[test]
fn the_model_asks_what_the_program_asks_on_principals() {
    let Some(model) = model() else { return };
    let (mut written, mut dice) = (Written::default(), Dice::new(13));
    for number in 0..PRINCIPALS / 2 {
        let principal = Principal::new(&mut dice);
        let job = principal.job(number, &mut dice);
        let [(_, plain), (_, changed)] = principal.recommended(MODES[number % 2], &mut dice);
        for documents in [plain, changed] {
            let recommended: Vec<Policy> = documents.concat().iter().map(|text| policy(text)).collect();
            written.add(&job, &recommended, &mut dice);
        }
    }
    for obligation in OBLIGATIONS {
        for status in ["sat", "unsat"] {
            assert!(
                written.has(&format!("row: {obligation} of one service: {status}")),
                "{obligation} {status}"
            );
        }
    }
    for part in ["services-alike", "other-services"] {
        assert!(written.has(&format!("row: no-escalation of {part}: unsat")), "{part}");
    }
    for deny in ["deny: no-escalation", "new-deny: used-kept"] {
        for status in ["sat", "unsat"] {
            assert!(written.has(&format!("{deny} of one service: {status}")), "{deny} {status}");
        }
    }
    written.check(&model, "questions of principals");
}

#[test]
fn the_model_asks_what_the_program_asks_on_real_policies() {
    let Some(model) = model() else { return };
    let Some(all) = crate::common::corpus::jobs(STEP) else { return };
    let catalogue = Catalogue::embedded().unwrap();
    let (mut written, mut dice) = (Written::default(), Dice::new(14));
    // Z3 is asked, which takes longer than certificates do.
    for job in all.iter().step_by(4).filter(|job| job.actions <= MOST_ACTIONS) {
        if let Some(job) = Job::of_corpus(job, &catalogue) {
            for recommended in recommendations(&job, Mode::Shortest, &mut dice) {
                written.add(&job, &recommended, &mut dice);
            }
        }
    }
    written.check(&model, "questions of the corpus");
}
