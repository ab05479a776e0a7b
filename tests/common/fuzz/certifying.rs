//! Certificates: any bytes are read, or refused with a place, and what the kernel accepts is true of what it was
//! accepted for, for right recommendations and wrong ones.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use paredown::certificate::format::{Digest, RowEvidence};
use paredown::certificate::kernel::{Document, Inputs, verify};
use paredown::certificate::{Certificate, read};
use paredown::model::{
    AccessLevel, ActionElement, Catalogue, Effect, Pattern, Policy, ResourceElement, Statement, UnusedSet,
};
use paredown::parse;
use paredown::prove::{Certification, Requirement, Settings, Verdict, certify};
use paredown::recommend::{Disposition, Mode, recommend};

use super::reading::{placed, source};

/// A recommendation, right or wrong, and what is true of it.
pub(super) struct Question {
    original: [Document; 1],
    recommended: [Vec<Document>; 1],
    unused: UnusedSet,
    catalogue: Arc<Catalogue>,
    proof: OnceLock<Certification>,
}

impl Question {
    /// The same digests everywhere, so that a certificate of one may be tried on another. Nothing is
    /// recommended where the policy is to be detached.
    pub(super) fn new(
        original: &Policy,
        recommended: Option<&Policy>,
        unused: &UnusedSet,
        catalogue: &Arc<Catalogue>,
    ) -> Self {
        let document =
            |policy: &Policy, sha256: &str| Document { policy: policy.clone(), sha256: sha256.to_owned() };
        Self {
            original: [document(original, "o")],
            recommended: [recommended.map(|policy| document(policy, "r")).into_iter().collect()],
            unused: unused.clone(),
            catalogue: Arc::clone(catalogue),
            proof: OnceLock::new(),
        }
    }

    pub(super) fn inputs(&self) -> Inputs<'_> {
        let Self { original, recommended, unused, catalogue, .. } = self;
        Inputs { originals: original, recommended, unused, catalogue }
    }

    fn proof(&self) -> &Certification {
        self.proof.get_or_init(|| {
            let policies = |documents: &[Document]| -> Vec<Policy> {
                documents.iter().map(|document| document.policy.clone()).collect()
            };
            let (before, after) = (policies(&self.original), policies(&self.recommended[0]));
            certify(&before, &self.unused, &after, &self.catalogue, &settings())
        })
    }

    /// Whether the kernel accepts a certificate. If it does, what that claims must hold.
    pub(super) fn accepted(&self, certificate: &Certificate) -> bool {
        let verdict = verify(certificate, &self.inputs());
        if let Err(rejection) = &verdict {
            assert!(!rejection.place.is_empty() && !rejection.why.is_empty());
            return false;
        }
        let predicate = &certificate.predicate;
        let (claim, mode) = (predicate.claim, predicate.mode);
        let holds = |judged: Verdict, of: &dyn std::fmt::Debug| {
            let certificate = serde_json::to_string(certificate).unwrap();
            assert_eq!(judged, Verdict::Proved, "accepted: {certificate} of {of:?} in {:?}", self.inputs());
        };
        holds(self.proof().verdict(claim.min(Requirement::Exact), mode), &"all");
        // What is least general is so in each row, whichever statements and patterns it contains.
        for row in predicate.rows.iter().filter(|_| claim == Requirement::LeastGeneral) {
            holds(self.alone(row).verdict(claim, mode), row);
        }
        true
    }

    /// One row as if it were all there is, beside the Deny statements.
    fn alone(&self, row: &RowEvidence) -> Certification {
        let before = &self.original[0].policy;
        let after: Vec<Statement> =
            self.recommended[0].iter().flat_map(|document| document.policy.statements.clone()).collect();
        let denies = |statements: &[Statement]| -> Vec<Statement> {
            statements.iter().filter(|statement| statement.effect == Effect::Deny).cloned().collect()
        };
        let mut originals = denies(&before.statements);
        let mut recommended = denies(&after);
        let places: Vec<&Statement> = row.original.iter().map(|place| &before.statements[*place]).collect();
        if let Some(first) = places.first() {
            let all = places.iter().flat_map(|statement| statement.actions.patterns.iter().cloned());
            originals.push(with_patterns(first, all.collect()));
        }
        if let Some(place) = row.recommended {
            recommended.push(after[place].clone());
        } else if let Some(first) = row.patterns.first() {
            let all = row.patterns.iter().map(|row| after[row.at.0].actions.patterns[row.at.1].clone());
            recommended.push(with_patterns(&after[first.at.0], all.collect()));
        }
        // What others name is known too; where nothing is said about it, nothing is allowed.
        let named = before.statements.iter().flat_map(|statement| &statement.actions.patterns);
        let named: Vec<Pattern> = named.filter(|pattern| pattern.is_literal()).cloned().collect();
        if let Some(statement) = before.statements.first() {
            let scope = statement.scope.on(ResourceElement::new(false, ["arn:aws:nowhere:::nothing"]));
            let names = |patterns| Statement {
                effect: Effect::Allow,
                actions: ActionElement { negated: false, patterns },
                scope: scope.clone(),
                sid: None,
            };
            let used = |pattern: &Pattern| !self.unused.contains(pattern.folded());
            recommended.push(names(named.iter().filter(|pattern| used(pattern)).cloned().collect()));
            originals.push(names(named));
        }
        let policy = |statements| [Policy { version: before.version.clone(), statements }];
        certify(&policy(originals), &self.unused, &policy(recommended), &self.catalogue, &settings())
    }

    /// The certificate with the digests of these inputs, whatever it was made for.
    fn made_out(&self, certificate: &Certificate) -> Certificate {
        let mut certificate = certificate.clone();
        certificate.predicate.catalogue.sha256.clone_from(&self.catalogue.identity().sha256);
        certificate.predicate.unused.sha256 = self.unused.sha256();
        let digest = |document: &Document| Digest::of(document.sha256.clone());
        let after = &self.recommended[0];
        let about = if after.is_empty() { &self.original[..] } else { after.as_slice() };
        for (subject, document) in certificate.subject.iter_mut().zip(about) {
            subject.digest = digest(document);
        }
        if let [policy] = certificate.predicate.policies.as_mut_slice() {
            policy.original = digest(&self.original[0]);
            policy.recommended = after.iter().map(digest).collect();
        }
        certificate
    }
}

fn settings() -> Settings<'static> {
    Settings { threads: 1, ..Settings::default() }
}

fn with_patterns(statement: &Statement, patterns: Vec<Pattern>) -> Statement {
    let actions = ActionElement { patterns, ..statement.actions };
    Statement { actions, ..statement.clone() }
}

/// The texts of a case: policy, unused set, keep list, catalogue.
type Case = (&'static str, &'static str, &'static str, &'static str);

macro_rules! case {
    ($name:literal) => {
        case!($name, "")
    };
    ($name:literal, $keep:expr) => {
        (
            include_str!(concat!("../../cases/", $name, "/policy.json")),
            include_str!(concat!("../../cases/", $name, "/unused.json")),
            $keep,
            include_str!(concat!("../../cases/", $name, "/catalogue.json")),
        )
    };
}

const CASES: [Case; 9] = [
    case!("overlap-greedy"),
    case!("overlap-cycle"),
    case!("overlap-kept"),
    case!("inner-object"),
    case!("not-action-with-allow"),
    case!("several-statements"),
    case!("deny-untouched"),
    case!("keep-of-a-whole-service", include_str!("../../cases/keep-of-a-whole-service/keep.txt")),
    case!("keep-unused-in-not-action", include_str!("../../cases/keep-unused-in-not-action/keep.txt")),
];

/// What is recommended for the cases in both modes, and changes of these.
fn questions() -> &'static [Question] {
    static QUESTIONS: OnceLock<Vec<Question>> = OnceLock::new();
    QUESTIONS.get_or_init(|| CASES.iter().flat_map(of_case).collect())
}

fn of_case((policy, unused, keep, catalogue): &Case) -> Vec<Question> {
    let original = parse::policy(&source(policy)).unwrap().policy;
    let mut set = parse::unused(&source(unused), None).unwrap().set();
    keep.lines().for_each(|pattern| set.keep(Pattern::new(pattern)));
    let listed: BTreeMap<String, Vec<String>> = serde_json::from_str(catalogue).unwrap();
    let services = listed.into_iter().map(|(service, names)| {
        (service, names.into_iter().map(|name| (name, AccessLevel::Unknown)).collect())
    });
    let catalogue = Arc::new(Catalogue::from_services("fuzz", services.collect()).unwrap());
    let mut all = Vec::new();
    for mode in [Mode::Shortest, Mode::Tight] {
        let refined = recommend(&original, &set, &catalogue, mode);
        let policy = (refined.outcome != Disposition::Detach).then_some(&refined.policy);
        all.push(Question::new(&original, policy, &set, &catalogue));
        let changed = policy.map(changes).unwrap_or_default();
        all.extend(changed.iter().map(|policy| Question::new(&original, Some(policy), &set, &catalogue)));
    }
    all
}

/// A policy with a pattern left out, wider or narrower, or without a statement.
fn changes(policy: &Policy) -> Vec<Policy> {
    let mut all = Vec::new();
    for (at, statement) in policy.statements.iter().enumerate() {
        let mut less = policy.clone();
        less.statements.remove(at);
        all.push(less);
        for (place, pattern) in statement.actions.patterns.iter().enumerate() {
            let with = |instead: Option<String>| {
                let mut policy = policy.clone();
                let instead = instead.map(Pattern::new);
                policy.statements[at].actions.patterns.splice(place..=place, instead);
                policy
            };
            let spelling = pattern.spelling();
            let shorter: String = spelling.chars().take(spelling.chars().count().saturating_sub(3)).collect();
            all.push(with(None));
            all.push(with(Some(format!("{shorter}*"))));
            all.push(with(Some(format!("{spelling}A*"))));
        }
    }
    all.retain(|policy| policy.statements.iter().all(|statement| !statement.actions.patterns.is_empty()));
    all
}

/// Any bytes as a certificate, of inputs that are always the same.
pub fn certificate(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let certificate = match read(&source(text)) {
        Ok(certificate) => certificate,
        Err(error) => return placed(&error),
    };
    let text = serde_json::to_string(&certificate).unwrap();
    assert_eq!(read(&source(&text)).unwrap(), certificate, "{text}");
    for question in questions() {
        question.accepted(&certificate);
        question.accepted(&question.made_out(&certificate));
    }
}
