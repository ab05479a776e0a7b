//! What the program asks Z3, as lines for the extracted model.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;

use paredown::model::{ActionElement, Effect, EffectiveCatalogue, Pattern, Policy, Statement};
use paredown::prove::{Engine, Settings, certify};
use paredown::recommend::Mode;
use serde_json::{Value, json};

use crate::jobs::{Job, unused_names};
use crate::lines::Lines;
use crate::mutants::Dice;

/// The obligations that compare languages; the others are asked in forms that the model does not have.
pub const OBLIGATIONS: [&str; 4] = ["no-escalation", "unused-removed", "used-kept", "exact"];

/// The text of the scope that applies to everything, in the model.
const EVERYWHERE: &str = r#"{"Resource":["*"]}"#;

/// What is compared.
#[derive(Default)]
pub struct Written {
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

/// All statements of one side, for the model: of the scope it has to know which are equal, and which is everywhere.
fn statements(policies: &[Policy]) -> Vec<Value> {
    let all = policies.iter().flat_map(|policy| &policy.statements);
    let written = |one: &Statement| {
        let mut value = element(&one.actions);
        value["allow"] = (one.effect == Effect::Allow).into();
        value["scope"] = if one.scope.is_everywhere() { EVERYWHERE } else { one.scope.text() }.into();
        value
    };
    all.map(written).collect()
}

/// What a file is about: a row, a Deny statement of the originals or a new one, and its number; then the part and the
/// obligation.
fn about(name: &str) -> (&str, usize, &str, &str) {
    let (subject, rest) = name.split_once('.').unwrap();
    let (what, number) = subject.rsplit_once('-').unwrap();
    let (part, file) = rest.split_once('.').unwrap();
    let (_, file) = file.split_once('-').unwrap();
    (what, number.parse().unwrap(), part, file.strip_suffix(".smt2").unwrap())
}

/// A script without its comments, after a look at these.
fn without_comments<'t>(text: &'t str, obligation: &str, what: &str, number: usize) -> &'t str {
    let (first, mut rest) = text.split_once('\n').unwrap();
    assert_eq!(first, format!("; paredown: obligation {obligation} of {what} {number}"));
    while let Some((_, after)) = rest.strip_prefix(';').and_then(|line| line.split_once('\n')) {
        rest = after;
    }
    rest
}

impl Written {
    /// What is asked to certify `recommended`: a line for each row and each Deny statement that something is asked about.
    pub fn add(&mut self, job: &Job<'_>, recommended: &[Policy], dice: &mut Dice) {
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
        let mut subjects: BTreeMap<(String, usize), Vec<Value>> = BTreeMap::new();
        for (name, text) in files.into_inner().unwrap() {
            let (what, number, part, obligation) = about(&name);
            if !OBLIGATIONS.contains(&obligation) {
                continue;
            }
            let text = without_comments(&text, obligation, what, number);
            let (_, status) = text.split_once("(set-info :status ").unwrap();
            let (status, _) = status.split_once(')').unwrap();
            let kind = if part.contains("services") { part } else { "one service" };
            *self.kinds.entry(format!("{what}: {obligation} of {kind}: {status}")).or_default() += 1;
            let question = json!({"part": part, "obligation": obligation, "status": status, "text": text});
            subjects.entry((what.to_owned(), number)).or_default().push(question);
        }
        for ((what, number), questions) in subjects {
            let mut line = json!({
                "name": format!("{} {what} {number}", job.name),
                "known": known,
                "unused": unused_names(&job.unused),
                "keep": job.keep,
                "questions": questions,
                "expect": "same",
            });
            if what == "row" {
                line["before"] = element(&proof.rows[number].before);
                line["after"] = element(&proof.rows[number].after);
                line["denied_before"] = denied(&originals).into();
                line["denied_after"] = denied(recommended).into();
            } else {
                line["deny"] = what.into();
                line["number"] = number.into();
                line["before"] = statements(&originals).into();
                line["after"] = statements(recommended).into();
            }
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

    pub fn check(&self, checker: &PathBuf, what: &str) {
        for (kind, count) in &self.kinds {
            eprintln!("{what}: {count} of {kind}");
        }
        self.lines.check(checker, what);
    }

    /// Whether there are questions of a kind.
    pub fn has(&self, kind: &str) -> bool {
        self.kinds.contains_key(kind)
    }
}
