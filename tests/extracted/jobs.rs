//! What certificates are made for, and the lines that the extracted checker reads.

use std::collections::BTreeMap;
use std::process::Command;

use paredown::certificate::format::Certificate;
use paredown::certificate::kernel::{Document, Inputs, verify};
use paredown::certificate::{Subject, write};
use paredown::model::{Catalogue, EffectiveCatalogue, Pattern, Policy, UnusedSet};
use paredown::parse;
use paredown::prove::Requirement;
use paredown::recommend::{Mode, Outcome, frontier, recommend};
use serde_json::{Value, json};

use crate::common::worlds::World;
use crate::common::{Case, edited, policy, root, source, unused};

/// A policy, what is unused, and what is known.
pub struct Job<'a> {
    pub name: String,
    pub text: String,
    pub original: Policy,
    pub unused: UnusedSet,
    pub keep: Vec<String>,
    pub catalogue: &'a Catalogue,
    /// The catalogue for a line; left out where it is the built-in one.
    pub inline: Option<Value>,
}

/// What was recommended, with its certificate.
#[derive(Clone)]
pub struct Certified {
    pub original: Policy,
    pub recommended: Option<Value>,
    pub unused: UnusedSet,
    pub certificate: Certificate,
}

/// A document of which only the policy matters here.
fn document(policy: Policy) -> Document {
    Document { policy, sha256: "00".to_owned() }
}

/// A catalogue as JSON: for each service the names.
pub fn catalogue_json(catalogue: &Catalogue) -> Value {
    let service = |service: &str| {
        let names = catalogue.service(service).into_iter().map(|entry| {
            let (_, name) = entry.action.spelling().split_once(':').unwrap();
            name.to_owned()
        });
        (service.to_owned(), names.collect())
    };
    let all: BTreeMap<String, Vec<String>> = catalogue.services().map(service).collect();
    json!(all)
}

/// The names of what is unused, those that are kept as well.
fn unused_names(unused: &UnusedSet) -> Vec<String> {
    let actions = unused.named().map(|action| action.spelling().to_owned());
    actions.chain(unused.services().map(|service| format!("{service}:*"))).collect()
}

impl<'a> Job<'a> {
    pub fn of_case(case: &Case, catalogue: &'a Catalogue) -> Self {
        let text = case.text("policy.json").unwrap();
        let keep = case.text("keep.txt").unwrap_or_default().lines().map(str::to_owned).collect();
        let inline = case.path("catalogue.json").exists().then(|| catalogue_json(catalogue));
        let (name, original, unused) = (case.name.clone(), policy(&text), case.unused());
        Self { name, text, original, unused, keep, catalogue, inline }
    }

    pub fn of_world(number: usize, world: &World, catalogue: &'a Catalogue) -> Self {
        Self {
            name: format!("world {number}"),
            text: world.policy.clone(),
            original: world.policy(),
            unused: world.unused(),
            keep: world.keep.clone(),
            catalogue,
            inline: Some(catalogue_json(catalogue)),
        }
    }

    /// A job of the corpus; nothing if the policy is refused.
    pub fn of_corpus(job: &Value, catalogue: &'a Catalogue) -> Option<Self> {
        let text = serde_json::to_string_pretty(&job["policy"]).unwrap();
        let original = parse::policy(&source(&text)).ok()?.policy;
        let unused = unused(&job["unused"].to_string());
        let name = job["id"].as_str().unwrap().to_owned();
        Some(Self { name, text, original, unused, keep: Vec::new(), catalogue, inline: None })
    }

    /// The keep list in the order in which names of it count.
    fn sorted_keep(&self) -> Vec<String> {
        let mut keep: Vec<Pattern> = self.keep.iter().map(|k| Pattern::new(k.as_str())).collect();
        keep.sort();
        keep.iter().map(|pattern| pattern.spelling().to_owned()).collect()
    }

    /// The recommendation in a mode with its certificate, for the strongest claim that there is one for.
    pub fn certified(&self, mode: Mode) -> Option<Certified> {
        let refined = recommend(&self.original, &self.unused, self.catalogue, mode);
        let text = edited(&self.text, &refined);
        let recommended = text.as_ref().map(|text| serde_json::from_str(text).unwrap());
        let after: Vec<Document> = match refined.outcome {
            Outcome::Detach => Vec::new(),
            _ => vec![document(policy(&text.unwrap()))],
        };
        let documents = vec!["recommended".to_owned(); after.len()];
        let subject = Subject { name: "policy".to_owned(), documents };
        let (originals, recommendations) = ([document(self.original.clone())], [after]);
        let inputs = Inputs {
            originals: &originals,
            recommended: &recommendations,
            unused: &self.unused,
            catalogue: self.catalogue,
        };
        let claims = [Requirement::LeastGeneral, Requirement::Exact, Requirement::Safe];
        let certificate = claims
            .into_iter()
            .find_map(|claim| write(&inputs, std::slice::from_ref(&subject), claim, mode).ok())?;
        Some(Certified {
            original: self.original.clone(),
            recommended,
            unused: self.unused.clone(),
            certificate,
        })
    }

    /// What the kernel says.
    pub fn accepts(&self, certified: &Certified) -> bool {
        let originals = [document(certified.original.clone())];
        let after = certified.recommended.iter().map(|value| document(policy(&value.to_string())));
        let recommended = [after.collect::<Vec<_>>()];
        let inputs = Inputs {
            originals: &originals,
            recommended: &recommended,
            unused: &certified.unused,
            catalogue: self.catalogue,
        };
        verify(&certified.certificate, &inputs).is_ok()
    }

    /// The line for it, with what the kernel says as what is expected. Nothing if it is not ASCII.
    pub fn line(&self, what: &str, certified: &Certified) -> Option<(bool, String)> {
        let accepted = self.accepts(certified);
        let mut line = json!({
            "name": format!("{} {what}", self.name),
            "policy": serde_json::from_str::<Value>(&self.text).unwrap(),
            "unused": unused_names(&certified.unused),
            "keep": self.sorted_keep(),
            "recommended": certified.recommended,
            "certificate": certified.certificate,
            "expect": if accepted { "accept" } else { "reject" },
        });
        if let Some(catalogue) = &self.inline {
            line["catalogue"] = catalogue.clone();
        }
        let line = line.to_string();
        line.is_ascii().then_some((accepted, line))
    }

    /// A line for the frontier of each pattern with a wildcard, as far as the model is to find the same.
    pub fn frontiers(&self, mode: Mode) -> Vec<String> {
        let known = EffectiveCatalogue::new(self.catalogue, &self.original, &self.unused);
        let patterns = self.original.statements.iter().flat_map(|s| &s.actions.patterns);
        let line = |pattern: &Pattern| {
            let mut catalogue: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            for (action, _) in known.matching(pattern) {
                let (service, name) = action.spelling().split_once(':').unwrap();
                catalogue.entry(service).or_default().push(name);
            }
            let found = frontier(pattern, &known, &self.unused, mode);
            let found: Vec<&str> = found.iter().map(|introduced| introduced.pattern.folded()).collect();
            json!({
                "name": format!("{} frontier of {pattern} in mode {}", self.name, mode.name()),
                "pattern": pattern.spelling(),
                "catalogue": catalogue,
                "unused": unused_names(&self.unused),
                "keep": self.keep,
                "mode": mode.name(),
                "frontier": found,
            })
            .to_string()
        };
        // With wildcards inside, the library extends each pattern of a narrowing by itself, and the model does
        // not: see proofs/README.md.
        let alike = |p: &&Pattern| !p.is_literal() && (mode == Mode::Shortest || !p.has_inner_wildcard());
        patterns.filter(alike).map(line).filter(|line| line.is_ascii()).collect()
    }
}

/// Every so many jobs of the corpus, or nothing where there is none.
pub fn corpus(step: usize) -> Option<Vec<Value>> {
    let folder =
        std::env::var_os("PAREDOWN_CORPUS").map_or_else(|| root().join("../shared/corpus"), Into::into);
    let file = folder.join("scenarios/open.jsonl.gz");
    if !file.exists() {
        eprintln!("no corpus: there is no {}", file.display());
        return None;
    }
    let out = Command::new("gzip").arg("-dc").arg(file).output().unwrap();
    assert!(out.status.success());
    let lines = std::str::from_utf8(&out.stdout).unwrap().lines().step_by(step);
    Some(lines.map(|line| serde_json::from_str(line).unwrap()).collect())
}
