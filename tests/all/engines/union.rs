//! Several policies of one principal, with statements of every kind, right and wrong: what is proved and refuted
//! about them together, compared with the oracle of `common/oracle`, which shares nothing with the library.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::common::changes::{Change, change};
use crate::common::oracle::{Document, Oracle, Request, Truth};
use crate::common::principals::{Kinds, Principal, principal, read, texts};
use crate::common::rearranged::Way;
use crate::common::worlds::cases;
use crate::common::{ENGINES, MODES, doubts, together_by, twin};
use paredown::model::Effect;
use paredown::prove::{Certification, Engine, Obligation, Requirement, Verdict, Witness};
use paredown::recommend::Mode;
use proptest::prelude::*;

const PLAIN: Kinds = Kinds { conditions: false, odd_resources: false, inner: false };
const INNER: Kinds = Kinds { inner: true, ..PLAIN };
const ALL: Kinds = Kinds { conditions: true, odd_resources: true, inner: true };

/// Certified by each engine and by both: if two of them decide, they agree.
fn certified(world: &Principal, before: &[String], after: &[String]) -> Certification {
    let (originals, recommended) = (read(before), read(after));
    let (unused, catalogue) = (world.unused(), world.catalogue());
    let [smt, automata, both] =
        ENGINES.map(|engine| together_by(engine, &originals, &unused, &recommended, &catalogue));
    for mode in MODES {
        for requirement in [Requirement::Safe, Requirement::Exact, Requirement::LeastGeneral] {
            let [smt, automata, both] =
                [&smt, &automata, &both].map(|proof| proof.verdict(requirement, mode));
            // What one of them does not decide, both do not prove.
            let expected = match (smt, automata) {
                (one, other) if one == other => one,
                (Verdict::Refuted, _) | (_, Verdict::Refuted) => Verdict::Refuted,
                _ => Verdict::Unknown,
            };
            assert_eq!(both, expected, "smt {smt:?}, automata {automata:?}: {before:#?} {after:#?}");
            let opposed =
                [smt, automata].contains(&Verdict::Proved) && [smt, automata].contains(&Verdict::Refuted);
            assert!(!opposed, "smt {smt:?}, automata {automata:?}: {before:#?} {after:#?}");
        }
    }
    both
}

/// Why a verdict may be unknown: constructs that are not completely modelled.
fn excuse(texts: &[&[String]]) -> Option<&'static str> {
    let documents: Vec<Document> = texts.iter().copied().flatten().map(|text| Document::read(text)).collect();
    let mut statements = documents.iter().flat_map(|document| &document.statements);
    let mut resources = statements.clone().flat_map(|s| &s.resources);
    if statements.any(|s| !s.condition.is_empty()) {
        return Some("a condition");
    }
    if resources.clone().any(|pattern| pattern.contains("${")) {
        return Some("a variable");
    }
    let wild = |pattern: &String| {
        *pattern != "*" && pattern.splitn(6, ':').take(5).any(|part| part.contains(['*', '?']))
    };
    if resources.any(wild) {
        return Some("a wildcard in the first five parts of an ARN");
    }
    None
}

/// The number of verdicts: proved, refuted, unknown as it should be, and unknown with an excuse.
static SEEN: [AtomicUsize; 4] = [const { AtomicUsize::new(0) }; 4];

fn count(truth: &Truth, verdict: Verdict) {
    let at = match (verdict, truth) {
        (Verdict::Proved, _) => 0,
        (Verdict::Refuted, _) => 1,
        (Verdict::Unknown, Truth::Open(_)) => 2,
        (Verdict::Unknown, _) => 3,
    };
    SEEN[at].fetch_add(1, Ordering::Relaxed);
    let [proved, refuted, open, excused] = [0, 1, 2, 3].map(|at| SEEN[at].load(Ordering::Relaxed));
    if (proved + refuted + open + excused) % 100 == 0 {
        eprintln!("{proved} proved, {refuted} refuted, {open} open, {excused} not modelled");
    }
}

/// The answer must be that of the oracle; unknown only for a reason.
fn judge(world: &Principal, after: &[String]) -> Result<Certification, TestCaseError> {
    let before = world.texts();
    let (known, unused) = (world.known(), world.twin_unused());
    let oracle = Oracle::new(&before, after, &known, &unused);
    let proof = certified(world, &before, after);
    for (requirement, exact) in [(Requirement::Safe, false), (Requirement::Exact, true)] {
        let truth = oracle.truth(exact);
        let verdict = proof.verdict(requirement, Mode::Shortest);
        let excuse = excuse(&[&before, after]);
        count(&truth, verdict);
        let said = || format!("{requirement:?} {verdict:?}, {truth:?}\n{before:#?}\n{after:#?}\n{proof:#?}");
        match (&truth, verdict) {
            // The oracle does not try all requests; the witness of a refutation is checked below.
            (Truth::Holds, Verdict::Proved) | (Truth::Open(_), Verdict::Unknown) | (_, Verdict::Refuted) => {}
            // Nor does it try all actions for one that is no longer denied.
            (_, Verdict::Unknown) => {
                let open = excuse.is_some() || no_longer_denied(&proof, &before, after);
                prop_assert!(open, "no reason to be unknown: {}", said());
            }
            _ => prop_assert!(false, "{}", said()),
        }
        for judgement in proof.deciding(requirement, Mode::Shortest) {
            prop_assert_eq!(judgement.witness.is_some(), judgement.verdict == Verdict::Refuted);
            let Some(witness) = &judgement.witness else { continue };
            let stands = stands(&oracle, &known, judgement.obligation, witness);
            prop_assert!(stands, "{:?} {:?}: {}", judgement.obligation, witness, said());
        }
    }
    Ok(proof)
}

/// Whether it is unknown because of an action that was denied and no longer is, and whether that is true.
fn no_longer_denied(proof: &Certification, before: &[String], after: &[String]) -> bool {
    let denied = |texts: &[String], action: &str| {
        let statements = texts.iter().flat_map(|text| crate::common::policy(text).statements);
        let mut denies = statements.filter(|statement| statement.effect == Effect::Deny);
        denies.any(|deny| deny.actions.matches(action))
    };
    let reasons = proof
        .deciding(Requirement::Exact, Mode::Shortest)
        .into_iter()
        .filter_map(|found| found.reason.clone());
    let mut actions = reasons.filter_map(|reason| {
        let rest = reason.strip_prefix("a Deny statement no longer denies all that it did, for one `")?;
        rest.split_once('`').map(|(action, _)| action.to_owned())
    });
    actions.any(|action| denied(before, &action) && !denied(after, &action))
}

/// Whether a witness is a request that shows what it should.
fn stands(oracle: &Oracle<'_>, known: &twin::Known, obligation: Obligation, witness: &Witness) -> bool {
    let Witness::Request { action, known: said, resource, context } = witness else { return false };
    let action = action.to_ascii_lowercase();
    let keys: BTreeMap<String, Option<String>> =
        context.iter().map(|entry| (entry.key.to_ascii_lowercase(), entry.values.first().cloned())).collect();
    let request = Request { action: &action, resource, context: &keys };
    known.contains_key(&action) == *said && oracle.bears_out(obligation.name(), &request)
}

fn changed(world: &Principal, changes: &[Change], mode: Mode, spelling: u64) -> Vec<String> {
    let mut documents = world.recommended(mode);
    for change in changes {
        change.apply(&mut documents);
    }
    texts(&documents, spelling)
}

/// The recommendation is proved in its mode, however it is arranged and spelled; exceptions are patterns that are
/// redundant because of another statement.
fn arranged(world: &Principal, spelling: u64) -> Result<(), TestCaseError> {
    let before = world.texts();
    for mode in MODES {
        let documents = world.recommended(mode);
        let plain = texts(&documents, spelling);
        let proof = certified(world, &before, &plain);
        let verdict = proof.verdict(Requirement::LeastGeneral, mode);
        prop_assert_eq!(verdict, Verdict::Proved, "{:#?} {:#?} {:#?}", before, plain, doubts(&proof, mode));
        for way in Way::ALL {
            let after = texts(&way.of(&documents), spelling);
            let proof = certified(world, &before, &after);
            prop_assert_eq!(
                proof.verdict(Requirement::Exact, mode),
                Verdict::Proved,
                "{:#?} {:#?}",
                before,
                after
            );
            for doubt in doubts(&proof, mode) {
                let said = format!("{way:?} {doubt:?}\n{before:#?}\n{after:#?}");
                prop_assert!(excepted(&documents), "{}", said);
                eprintln!("exception: {said}");
            }
        }
    }
    Ok(())
}

/// Whether, in some scope, a pattern of one statement lies inside one of another statement.
fn excepted(documents: &[Document]) -> bool {
    let all: Vec<_> = documents.iter().flat_map(|d| &d.statements).filter(|s| s.allow).collect();
    let within = |inner: &str, outer: &str| {
        let filled = inner.to_ascii_lowercase().replace('*', "\u{1}~").replace('?', "\u{1}");
        twin::glob(&outer.to_ascii_lowercase(), &filled)
    };
    all.iter().enumerate().any(|(at, one)| {
        let others = all.iter().enumerate().filter(|(other, s)| *other != at && s.scope() == one.scope());
        let mut theirs = others.flat_map(|(_, s)| &s.actions);
        theirs.any(|outer| one.actions.iter().any(|inner| within(inner, outer)))
    })
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn what_is_recommended_is_proved_however_it_is_arranged(world in principal(PLAIN), spelling: u64) {
        arranged(&world, spelling)?;
    }

    #[test]
    fn and_with_wildcards_inside(world in principal(INNER), spelling: u64) {
        arranged(&world, spelling)?;
    }

    #[test]
    fn and_with_conditions_and_variables(world in principal(ALL), spelling: u64) {
        arranged(&world, spelling)?;
    }

    #[test]
    fn what_is_wrong_is_refuted_iff_it_is(
        world in principal(PLAIN), changes in prop::collection::vec(change(PLAIN), 0..4), spelling: u64
    ) {
        judge(&world, &changed(&world, &changes, Mode::Shortest, spelling))?;
    }

    #[test]
    fn and_what_has_wildcards_inside(
        world in principal(INNER), changes in prop::collection::vec(change(INNER), 0..4), spelling: u64
    ) {
        judge(&world, &changed(&world, &changes, Mode::Tight, spelling))?;
    }

    #[test]
    fn and_what_has_conditions_and_variables(
        world in principal(ALL), changes in prop::collection::vec(change(ALL), 0..4), spelling: u64
    ) {
        judge(&world, &changed(&world, &changes, Mode::Shortest, spelling))?;
    }

    #[test]
    fn one_principal_in_place_of_another(world in principal(PLAIN), other in principal(INNER)) {
        judge(&world, &other.texts())?;
    }
}

#[test]
fn engines_are_asked_by_name() {
    assert_eq!(ENGINES.map(Engine::name), ["smt", "automata", "both"]);
}
