//! The questions for Z3: what the extracted model writes for two lists of actions is what the program writes, byte
//! by byte.

use std::collections::BTreeMap;
use std::sync::Mutex;

use paredown::model::{ActionElement, Catalogue, Effect, EffectiveCatalogue, Pattern, Policy};
use paredown::prove::{Engine, Settings, certify};
use paredown::recommend::{Mode, recommend};
use serde_json::{Value, json};

use crate::common::{Case, MODES, edited, policy, skipped};
use crate::jobs::{Job, Shape, unused_names};
use crate::lines::{Lines, checker};
use crate::mutants::Dice;
use crate::principals::Principal;
use crate::{MOST_ACTIONS, PRINCIPALS, STEP, worlds};

/// The obligations that compare languages; the others are asked in forms that the model does not have.
const OBLIGATIONS: [&str; 4] = ["no-escalation", "unused-removed", "used-kept", "exact"];

/// What is compared.
#[derive(Default)]
struct Written {
    lines: Lines,
    /// How many questions there are about each kind of part, and with each status.
    kinds: BTreeMap<String, usize>,
}

/// A list as the model reads it.
fn element(element: &ActionElement) -> Value {
    let patterns: Vec<&str> = element.patterns.iter().map(Pattern::folded).collect();
    json!({"negated": element.negated, "patterns": patterns})
}

/// The lists that deny everywhere.
fn denied(policies: &[Policy]) -> Vec<Value> {
    let statements = policies.iter().flat_map(|policy| &policy.statements);
    let denies = statements.filter(|one| one.effect == Effect::Deny && one.scope.is_everywhere());
    denies.map(|deny| element(&deny.actions)).collect()
}

/// A script without its comments, after a look at these.
fn without_comments<'t>(text: &'t str, obligation: &str, row: usize) -> &'t str {
    let (first, mut rest) = text.split_once('\n').unwrap();
    assert_eq!(first, format!("; paredown: obligation {obligation} of row {row}"));
    while let Some((_, after)) = rest.strip_prefix(';').and_then(|line| line.split_once('\n')) {
        rest = after;
    }
    rest
}

impl Written {
    /// What is asked to certify `recommended`: a line for each row that something is asked about.
    fn add(&mut self, job: &Job<'_>, recommended: &[Policy], dice: &mut Dice) {
        let originals = job.originals();
        let files = Mutex::new(Vec::new());
        let emit = |name: &str, text: &str| files.lock().unwrap().push((name.to_owned(), text.to_owned()));
        let settings = Settings {
            engine: Engine::Smt,
            mode: Some(Mode::Shortest),
            threads: 1,
            emit: Some(&emit),
            ..Settings::default()
        };
        let proof = certify(&originals, &job.unused, recommended, job.catalogue, &settings);
        let known = EffectiveCatalogue::of_all(job.catalogue, &originals, recommended, &job.unused);
        let known: Vec<&str> = known.iter().map(|(action, _)| action.folded()).collect();
        let mut rows: BTreeMap<usize, Vec<Value>> = BTreeMap::new();
        for (name, text) in files.into_inner().unwrap() {
            let Some((number, rest)) = name.strip_prefix("row-").and_then(|name| name.split_once('.')) else {
                continue;
            };
            let (part, file) = rest.split_once('.').unwrap();
            let (_, file) = file.split_once('-').unwrap();
            let obligation = file.strip_suffix(".smt2").unwrap();
            if !OBLIGATIONS.contains(&obligation) {
                continue;
            }
            let number: usize = number.parse().unwrap();
            let text = without_comments(&text, obligation, number);
            let (_, status) = text.split_once("(set-info :status ").unwrap();
            let (status, _) = status.split_once(')').unwrap();
            let kind = if part.contains("services") { part } else { "one service" };
            *self.kinds.entry(format!("{obligation} of {kind}: {status}")).or_default() += 1;
            let question = json!({"part": part, "obligation": obligation, "status": status, "text": text});
            rows.entry(number).or_default().push(question);
        }
        for (number, questions) in rows {
            let line = json!({
                "name": format!("{} row {number}", job.name),
                "before": element(&proof.rows[number].before),
                "after": element(&proof.rows[number].after),
                "denied_before": denied(&originals),
                "denied_after": denied(recommended),
                "known": known,
                "unused": unused_names(&job.unused),
                "keep": job.keep,
                "questions": questions,
                "expect": "same",
            });
            self.push(line, dice);
        }
    }

    /// Adds a line, and now and then one with something changed, which has to be noticed.
    fn push(&mut self, line: Value, dice: &mut Dice) {
        if !line.to_string().is_ascii() {
            self.lines.not_ascii += 1;
            return;
        }
        self.lines.push(true, &line.to_string());
        if dice.below(5) > 0 {
            return;
        }
        let mut changed = line;
        changed["expect"] = "other".into();
        let questions = changed["questions"].as_array_mut().unwrap();
        let at = dice.below(questions.len());
        let text = questions[at]["text"].as_str().unwrap();
        let text = match dice.below(5) {
            0 => text.replacen("re.", "re..", 1),
            1 => text.replacen("(str.to_re \"", "(str.to_re \"x", 1),
            2 => text.replacen("(re.diff ", "(re.comp ", 1),
            3 => text.replacen(" re.all", " re.allchar", 1),
            _ => String::new(),
        };
        if text.is_empty() {
            questions.remove(at);
        } else if questions[at]["text"] == text {
            return;
        } else {
            questions[at]["text"] = text.into();
        }
        self.lines.push(false, &changed.to_string());
    }

    fn check(&self, checker: &std::path::PathBuf, what: &str) {
        for (kind, count) in &self.kinds {
            eprintln!("{what}: {count} of {kind}");
        }
        self.lines.check(checker, what);
    }

    /// Whether there are questions of a kind.
    fn has(&self, kind: &str) -> bool {
        self.kinds.contains_key(kind)
    }
}

/// The extracted model, if there is also a solver to ask.
fn model() -> Option<std::path::PathBuf> {
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
    assert!(
        !written.has("no-escalation of other-services: sat")
            && !written.has("no-escalation of one service: sat")
    );
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
            assert!(written.has(&format!("{obligation} of one service: {status}")), "{obligation} {status}");
        }
    }
    for part in ["services-alike", "other-services"] {
        assert!(written.has(&format!("no-escalation of {part}: unsat")), "{part}");
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
