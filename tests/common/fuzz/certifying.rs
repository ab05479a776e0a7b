//! Certificates: any bytes are read or refused with a place, and whatever the kernel accepts is true of what it
//! was accepted for, right recommendations and wrong ones.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use paredown::certificate::format::Digest;
use paredown::certificate::kernel::{Document, Inputs, verify};
use paredown::certificate::{Certificate, read};
use paredown::model::{AccessLevel, Catalogue, Effect, Pattern, Policy, UnusedSet};
use paredown::parse;
use paredown::prove::{Certification, Settings, Verdict, certify};
use paredown::recommend::{Mode, Outcome, recommend};

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
            let nothing = Policy { version: None, statements: Vec::new() };
            let recommended = self.recommended[0].first().map_or(&nothing, |document| &document.policy);
            let settings = Settings { threads: 1, ..Settings::default() };
            certify(&self.original[0].policy, &self.unused, recommended, &self.catalogue, &settings)
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
        let judged = self.proof().verdict(predicate.claim.into(), predicate.mode.into());
        // Where nothing is allowed any more, what Deny statements say makes no difference; but the engines do
        // not look at statements that differ in more than their actions.
        let mut after = self.recommended[0].iter().flat_map(|document| &document.policy.statements);
        let grants = after.any(|statement| statement.effect == Effect::Allow);
        assert!(
            judged == Verdict::Proved || !grants && judged == Verdict::Unknown,
            "accepted, and {judged:?}: {} of {:?}",
            serde_json::to_string(certificate).unwrap(),
            self.inputs()
        );
        true
    }

    /// The certificate made out for these inputs, whatever it was made for.
    fn made_out(&self, certificate: &Certificate) -> Certificate {
        let mut certificate = certificate.clone();
        let identity = self.catalogue.identity();
        let named = &mut certificate.predicate.catalogue;
        named.source.clone_from(&identity.source);
        named.version.clone_from(&identity.version);
        named.date.clone_from(&identity.date);
        named.sha256.clone_from(&identity.sha256);
        certificate.predicate.unused.sha256 = self.unused.sha256();
        let digest = |document: &Document| Digest { sha256: document.sha256.clone() };
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

/// The texts of a case: policy, unused set, what is kept, catalogue.
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
        let policy = (refined.outcome != Outcome::Detach).then_some(&refined.policy);
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
