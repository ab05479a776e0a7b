//! What certificates are made for, and the lines that the extracted checker reads.

use std::collections::BTreeMap;

use paredown::certificate::format::Certificate;
use paredown::certificate::kernel::{Document, Inputs, verify};
use paredown::certificate::{Subject, write};
use paredown::model::{Catalogue, EffectiveCatalogue, Pattern, Policy, UnusedSet};
use paredown::parse;
use paredown::prove::Requirement;
use paredown::recommend::{Mode, frontier, recommend};
use serde_json::{Value, json};

use crate::common::worlds::World;
use crate::common::{Case, corpus, edited, policy, source, unused};

/// The policies of a principal, what is unused, and what is known.
pub struct Job<'a> {
    pub name: String,
    pub texts: Vec<String>,
    pub unused: UnusedSet,
    pub keep: Vec<String>,
    pub catalogue: &'a Catalogue,
    /// The catalogue for a line; left out where it is the built-in one.
    pub inline: Option<Value>,
    pub shape: Shape,
}

/// What is done to the recommended documents.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Nothing.
    Whole,
    /// Each becomes two.
    Split,
    /// Each statement becomes two, if it has two patterns.
    Divided,
}

/// What was recommended for each policy, as texts, with the certificate.
#[derive(Clone)]
pub struct Certified {
    pub texts: Vec<String>,
    pub recommended: Vec<Vec<String>>,
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
        let names = catalogue.service(service).iter().map(|entry| {
            let (_, name) = entry.action.spelling().split_once(':').unwrap();
            name.to_owned()
        });
        (service.to_owned(), names.collect())
    };
    let all: BTreeMap<String, Vec<String>> = catalogue.services().map(service).collect();
    json!(all)
}

/// The names of what is unused, those that are kept as well.
pub fn unused_names(unused: &UnusedSet) -> Vec<String> {
    let actions = unused.named().map(|action| action.spelling().to_owned());
    actions.chain(unused.services().map(|service| format!("{service}:*"))).collect()
}

/// Two documents with the statements of one; one if there are not two.
fn halves(mut document: Value) -> Vec<Value> {
    let Some(statements) = document["Statement"].as_array_mut().filter(|all| all.len() > 1) else {
        return vec![document];
    };
    let rest = statements.split_off(statements.len() / 2);
    let mut other = document.clone();
    other["Statement"] = rest.into();
    vec![document, other]
}

/// The statements, those with two patterns or more as two.
fn divided(mut document: Value) -> Value {
    let statements = match document["Statement"].take() {
        Value::Array(all) => all,
        one => vec![one],
    };
    let divide = |statement: Value| match statement["Action"].as_array() {
        Some(patterns) if patterns.len() > 1 && statement["Effect"] == "Allow" => {
            let (front, back) = patterns.split_at(patterns.len() / 2);
            let part = |patterns: &[Value]| {
                let mut part = statement.clone();
                part["Action"] = patterns.into();
                part
            };
            vec![part(front), part(back)]
        }
        _ => vec![statement],
    };
    document["Statement"] = statements.into_iter().flat_map(divide).collect();
    document
}

/// The policies as the kernel takes them.
fn documents(texts: &[String]) -> Vec<Document> {
    texts.iter().map(|text| document(policy(text))).collect()
}

impl<'a> Job<'a> {
    pub fn of_case(case: &Case, catalogue: &'a Catalogue) -> Self {
        let keep = case.text("keep.txt").unwrap_or_default().lines().map(str::to_owned).collect();
        let inline = case.path("catalogue.json").exists().then(|| catalogue_json(catalogue));
        let texts = vec![case.text("policy.json").unwrap()];
        let (name, unused) = (case.name.clone(), case.unused());
        Self { name, texts, unused, keep, catalogue, inline, shape: Shape::Whole }
    }

    /// Every other one of several statements is taken for a principal with two policies.
    pub fn of_world(number: usize, world: &World, catalogue: &'a Catalogue) -> Self {
        let value: Value = serde_json::from_str(&world.policy).unwrap();
        let texts = match number % 2 {
            0 => vec![world.policy.clone()],
            _ => halves(value).iter().map(|half| serde_json::to_string_pretty(half).unwrap()).collect(),
        };
        Self {
            name: format!("world {number}"),
            texts,
            unused: world.unused(),
            keep: world.keep.clone(),
            catalogue,
            inline: Some(catalogue_json(catalogue)),
            shape: [Shape::Whole, Shape::Split, Shape::Divided][number / 2 % 3],
        }
    }

    /// A job of the corpus; nothing if the policy is refused.
    pub fn of_corpus(job: &corpus::Job, catalogue: &'a Catalogue) -> Option<Self> {
        parse::policy(&source(&job.raw)).ok()?;
        let (name, texts, unused) = (job.id.clone(), vec![job.raw.clone()], unused(&job.unused));
        Some(Self { name, texts, unused, keep: Vec::new(), catalogue, inline: None, shape: Shape::Whole })
    }

    pub fn originals(&self) -> Vec<Policy> {
        self.texts.iter().map(|text| policy(text)).collect()
    }

    fn patterns(&self) -> Vec<Pattern> {
        let statements = self.originals().into_iter().flat_map(|original| original.statements);
        statements.flat_map(|statement| statement.actions.patterns).collect()
    }

    /// The services that the patterns name.
    pub fn services(&self) -> Vec<String> {
        self.patterns().iter().filter_map(|pattern| pattern.service().map(str::to_owned)).collect()
    }

    /// The keep list in the order in which names of it count.
    fn sorted_keep(&self) -> Vec<String> {
        let mut keep: Vec<Pattern> = self.keep.iter().map(|k| Pattern::new(k.as_str())).collect();
        keep.sort();
        keep.iter().map(|pattern| pattern.spelling().to_owned()).collect()
    }

    /// What is recommended for one policy, in the shape of the job.
    fn recommended(&self, text: &str, mode: Mode) -> Vec<String> {
        let refined = recommend(&policy(text), &self.unused, self.catalogue, mode);
        let Some(text) = edited(text, &refined) else { return Vec::new() };
        let value: Value = serde_json::from_str(&text).unwrap();
        match self.shape {
            Shape::Whole => vec![text],
            Shape::Split => halves(value).iter().map(Value::to_string).collect(),
            Shape::Divided => vec![divided(value).to_string()],
        }
    }

    /// The recommendation in a mode with its certificate.
    pub fn certified(&self, mode: Mode) -> Option<Certified> {
        self.certificate(self.texts.iter().map(|text| self.recommended(text, mode)).collect(), mode)
    }

    /// The certificate for some recommendation, for the strongest claim that there is one for.
    pub fn certificate(&self, recommended: Vec<Vec<String>>, mode: Mode) -> Option<Certified> {
        let subject = |texts: &Vec<String>| Subject {
            name: "policy".to_owned(),
            documents: vec!["recommended".to_owned(); texts.len()],
        };
        let subjects: Vec<Subject> = recommended.iter().map(subject).collect();
        let originals = documents(&self.texts);
        let after: Vec<Vec<Document>> = recommended.iter().map(|texts| documents(texts)).collect();
        let inputs = Inputs {
            originals: &originals,
            recommended: &after,
            unused: &self.unused,
            catalogue: self.catalogue,
        };
        let claims = [Requirement::LeastGeneral, Requirement::Exact, Requirement::Safe];
        let certificate = claims.into_iter().find_map(|claim| write(&inputs, &subjects, claim, mode).ok())?;
        let (texts, unused) = (self.texts.clone(), self.unused.clone());
        Some(Certified { texts, recommended, unused, certificate })
    }

    /// What the kernel says.
    pub fn accepts(&self, certified: &Certified) -> bool {
        let originals = documents(&certified.texts);
        let after: Vec<Vec<Document>> = certified.recommended.iter().map(|texts| documents(texts)).collect();
        let inputs = Inputs {
            originals: &originals,
            recommended: &after,
            unused: &certified.unused,
            catalogue: self.catalogue,
        };
        verify(&certified.certificate, &inputs).is_ok()
    }

    /// The line for it, with what the kernel says as what is expected. Documents are strings with their texts,
    /// so that each reads them as they are written. Nothing if they are not in ASCII.
    pub fn line(&self, what: &str, certified: &Certified) -> Option<(bool, String)> {
        let ascii = |text: &String| serde_json::from_str::<Value>(text).unwrap().to_string().is_ascii();
        if !certified.texts.iter().chain(certified.recommended.iter().flatten()).all(ascii) {
            return None;
        }
        let accepted = self.accepts(certified);
        let policies = certified.texts.iter().zip(&certified.recommended);
        let policies =
            policies.map(|(text, recommended)| json!({"policy": text, "recommended": recommended}));
        let mut line = json!({
            "name": format!("{} {what}", self.name),
            "policies": policies.collect::<Vec<_>>(),
            "unused": unused_names(&certified.unused),
            "keep": self.sorted_keep(),
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
        let all = Policy {
            version: None,
            statements: self.originals().into_iter().flat_map(|original| original.statements).collect(),
        };
        let known = EffectiveCatalogue::new(self.catalogue, &all, &self.unused);
        let patterns = self.patterns();
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
        patterns.iter().filter(alike).map(line).filter(|line| line.is_ascii()).collect()
    }
}
