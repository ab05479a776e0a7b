//! What the tests share: the cases under `tests/cases`, the program, and a slow twin of the library.

#![allow(dead_code, reason = "no test uses everything")]
#![allow(unreachable_pub, missing_docs, reason = "nothing outside sees it")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::unreachable,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

pub mod changes;
pub mod corpus;
pub mod dice;
pub mod evidence;
pub mod faults;
pub mod forgeries;
pub mod mutants;
pub mod oracle;
pub mod principals;
pub mod program;
pub mod rearranged;
pub mod tampering;
pub mod twin;
pub mod usage;
pub mod worlds;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use paredown::model::{AccessLevel, Catalogue, Pattern, Policy, UnusedSet};
use paredown::parse::{self, Source};
use paredown::prove::{
    Certification, Engine, Judgement, Obligation, Requirement, Settings, Subject, Verdict, certify,
};
use paredown::recommend::{Disposition, Mode, Recommendation, edits};

#[allow(unused_imports, reason = "no test uses everything")]
pub use program::{executable, paredown, paredown_command, text};

/// Both modes.
pub const MODES: [Mode; 2] = [Mode::Shortest, Mode::Tight];

/// The engine that certifies.
#[cfg(feature = "z3")]
pub const ENGINES: [Engine; 3] = [Engine::Smt, Engine::Automata, Engine::Both];
/// The engine that certifies without Z3.
#[cfg(not(feature = "z3"))]
pub const ENGINES: [Engine; 1] = [Engine::Automata];

/// A folder of `tests/cases`.
pub struct Case {
    pub name: String,
    pub folder: PathBuf,
}

impl Case {
    /// The case called `name`.
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), folder: root().join("tests/cases").join(name) }
    }

    /// All cases of a folder next to this file's own, sorted.
    pub fn all(cases: &str) -> Vec<Self> {
        let folders = fs::read_dir(root().join("tests").join(cases)).unwrap();
        let folders = folders.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
        let mut all: Vec<Self> = folders
            .map(|folder| Self { name: folder.file_name().unwrap().to_str().unwrap().to_owned(), folder })
            .collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        assert!(!all.is_empty(), "no cases in tests/{cases}");
        all
    }

    /// The path of a file of it.
    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// A file of it, for a command line.
    pub fn arg(&self, file: &str) -> String {
        self.path(file).to_str().unwrap().to_owned()
    }

    /// The text of a file, if there is one.
    pub fn text(&self, file: &str) -> Option<String> {
        let path = self.path(file);
        path.exists().then(|| fs::read_to_string(path).unwrap())
    }

    /// A policy of it.
    pub fn policy(&self, file: &str) -> Policy {
        policy(&self.text(file).unwrap_or_else(|| panic!("{}: no {file}", self.name)))
    }

    /// What is unused, less what is to be kept.
    pub fn unused(&self) -> UnusedSet {
        let mut unused = unused(&self.text("unused.json").unwrap());
        let keep = self.text("keep.txt").unwrap_or_default();
        keep.lines().for_each(|pattern| unused.keep(Pattern::new(pattern)));
        unused
    }

    /// A file as the catalogue, or the built-in one if there is none.
    pub fn catalogue(&self, file: &str) -> Catalogue {
        let path = self.path(file);
        if path.exists() { parse::catalogue(&path).unwrap() } else { Catalogue::embedded().unwrap() }
    }
}

/// The folder of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A text as the library reads it.
pub fn source(text: &str) -> Arc<Source> {
    Arc::new(Source { name: "test.json".to_owned(), text: text.to_owned() })
}

/// Reads a policy.
pub fn policy(text: &str) -> Policy {
    parse::policy(&source(text)).unwrap_or_else(|error| panic!("{error}\n{text}")).policy
}

/// Reads what is unused.
pub fn unused(text: &str) -> UnusedSet {
    parse::unused(&source(text), None).unwrap_or_else(|error| panic!("{error}\n{text}")).set()
}

/// A catalogue of `service:Action`s.
pub fn catalogue<'a>(actions: impl IntoIterator<Item = &'a str>) -> Catalogue {
    let mut services: BTreeMap<String, Vec<(String, AccessLevel)>> = BTreeMap::new();
    for action in actions {
        let (service, name) = action.split_once(':').unwrap();
        services.entry(service.to_owned()).or_default().push((name.to_owned(), AccessLevel::Unknown));
    }
    Catalogue::from_services("test", services).unwrap()
}

/// Certifies with all engines on one thread, so that tests running in parallel do not slow each other down. The
/// engine without a solver must by itself give the answer of both together.
pub fn certified(
    original: &Policy,
    unused: &UnusedSet,
    recommended: &Policy,
    known: &Catalogue,
) -> Certification {
    let proof = certified_by(Engine::default(), original, unused, recommended, known);
    let alone = certified_by(Engine::Automata, original, unused, recommended, known);
    let verdicts = |proof: &Certification| -> Vec<_> {
        proof.judgements().map(|one| (one.subject, one.obligation, one.verdict)).collect()
    };
    assert_eq!(verdicts(&alone), verdicts(&proof), "{original:#?} {recommended:#?}");
    proof
}

/// The same with one engine. Whenever both decide, they must agree.
pub fn certified_by(
    engine: Engine,
    original: &Policy,
    unused: &UnusedSet,
    recommended: &Policy,
    known: &Catalogue,
) -> Certification {
    let one = std::slice::from_ref;
    together_by(engine, one(original), unused, one(recommended), known)
}

/// The policies of one principal together, with one engine. Whenever both decide, they must agree.
pub fn together_by(
    engine: Engine,
    originals: &[Policy],
    unused: &UnusedSet,
    recommended: &[Policy],
    known: &Catalogue,
) -> Certification {
    let settings = Settings { engine, threads: 1, ..Settings::default() };
    let proof = certify(originals, unused, recommended, known, &settings);
    assert!(proof.disagreements.is_empty(), "{originals:#?} {recommended:#?} {:#?}", proof.disagreements);
    proof
}

/// The judgement on a deciding obligation, of a policy with only one.
pub fn judgement(proof: &Certification, obligation: Obligation, mode: Mode) -> Judgement {
    let all = proof.deciding(Requirement::LeastGeneral, mode);
    let mut own = all.into_iter().filter(|one| one.obligation == obligation);
    own.next().unwrap_or_else(|| panic!("no {obligation:?} in {proof:#?}")).into_owned()
}

/// The judgements that decide whether a recommendation is least general and are not proofs.
pub fn doubts(proof: &Certification, mode: Mode) -> Vec<Judgement> {
    let all = proof.deciding(Requirement::LeastGeneral, mode).into_iter();
    all.filter(|one| one.verdict != Verdict::Proved).map(std::borrow::Cow::into_owned).collect()
}

/// The original statement that a row is about, if it is one.
pub fn statement_of(proof: &Certification, subject: Subject) -> Option<usize> {
    let Subject::Row(number) = subject else { return None };
    match proof.rows[number].originals.as_slice() {
        [place] => Some(place.statement),
        _ => None,
    }
}

/// The document that a recommendation makes of a text; `None` to detach.
pub fn edited(text: &str, recommendation: &Recommendation) -> Option<String> {
    if recommendation.outcome == Disposition::Detach {
        return None;
    }
    Some(parse::policy(&source(text)).unwrap().document.edited(&edits(recommendation)).unwrap())
}

/// Reports that a test is skipped because something is missing. In CI that is a fault if it should be there.
pub fn skipped<T>(why: &str, expected: bool) -> Option<T> {
    let ci = std::env::var_os("CI").is_some_and(|ci| ci == "true");
    assert!(!(ci && expected), "{why}, and in CI nothing is skipped");
    eprintln!("skipped: {why}");
    None
}
