//! Wrong recommendations and tampered certificates: every engine and the kernel must refuse each one that is
//! worse than the right one. The figures are printed: `cargo test --test all mutants:: -- --nocapture`.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::common::evidence::World;
use crate::common::forgeries::forgeries;
use crate::common::mutants::{Kind, Mutant, Seed, mutants};
use crate::common::{Case, MODES, certified_by, together_by, twin};
use paredown::certificate::Certificate;
use paredown::certificate::format::{Digest, PatternEvidence};
use paredown::certificate::kernel::{Document, verify};
use paredown::model::{Action, Effect, EffectiveCatalogue, Policy, Scope, Statement};
use paredown::prove::{Engine, Requirement, Verdict};
use paredown::recommend::Mode;

/// The answers about the mutants of one kind.
#[derive(Default)]
struct Tally {
    mutants: usize,
    equivalent: usize,
    smt: usize,
    automata: usize,
    unknown: usize,
    kernel: usize,
    transplanted: usize,
}

/// How a policy compares with what is intended of the known actions, by direct matching.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exactness {
    /// The same, on each scope.
    Exact,
    /// What one statement lost or gained, another one matches; the resources decide.
    Elsewhere,
    /// Something is lost or gained.
    Wrong,
}

fn exactness(world: &World, mutant: &Policy) -> Exactness {
    let original = &world.originals[0].policy;
    let known = EffectiveCatalogue::new(&world.catalogue, original, &world.unused);
    let speaks = |policy: &Policy, effect, scope: Option<&Scope>, action: &str| {
        let mut own = policy.statements.iter().filter(|s| s.effect == effect);
        own.any(|s| scope.is_none_or(|scope| *scope == s.scope) && twin::speaks(s, action))
    };
    let mut found = Exactness::Exact;
    for statement in original.statements.iter().chain(&mutant.statements) {
        let (effect, scope) = (statement.effect, Some(&statement.scope));
        for (action, unused) in known.iter().map(|(action, unused)| (action.folded(), unused)) {
            let wanted = speaks(original, effect, scope, action) && (effect == Effect::Deny || !unused);
            let has = speaks(mutant, effect, scope, action);
            let elsewhere = match (wanted, has) {
                (true, false) => speaks(mutant, effect, None, action),
                (false, true) => !unused && speaks(original, effect, None, action),
                _ => continue,
            };
            if effect == Effect::Deny || !elsewhere {
                return Exactness::Wrong;
            }
            found = Exactness::Elsewhere;
        }
    }
    found
}

/// The answer of each about one mutant.
fn judge(world: &World, mutant: &Mutant, mode: Mode, tally: &mut Tally) -> Result<(), String> {
    let original = &world.originals[0].policy;
    let by = |engine| {
        let proof = certified_by(engine, original, &world.unused, &mutant.policy, &world.catalogue);
        proof.verdict(Requirement::LeastGeneral, mode)
    };
    let (smt, automata) = (by(Engine::Smt), by(Engine::Automata));
    let changed = world.with(mutant.policy.clone());
    let kernel = changed.certificate(mode).is_ok();
    let transplanted =
        transplant(world, &changed, mode).is_none_or(|forged| verify(&forged, &changed.inputs()).is_ok());
    let exact = exactness(world, &mutant.policy);
    tally.mutants += 1;
    tally.smt += usize::from(smt == Verdict::Refuted);
    tally.automata += usize::from(automata == Verdict::Refuted);
    tally.unknown += usize::from([smt, automata].contains(&Verdict::Unknown));
    tally.kernel += usize::from(!kernel);
    tally.transplanted += usize::from(!transplanted);
    let proved = smt == Verdict::Proved;
    tally.equivalent += usize::from(proved);
    let said = format!("smt {}, automata {}, kernel {kernel}, {exact:?}", smt.name(), automata.name());
    let wrong = [
        (smt != automata, "the engines differ"),
        (proved && exact == Exactness::Wrong, "proved, and not exact"),
        (kernel && !proved, "the kernel accepts what is not proved"),
        (
            !kernel && proved && exact == Exactness::Exact && alone(original),
            "the kernel rejects what is proved",
        ),
        (transplanted && !proved, "an old certificate is accepted for it"),
        (mutant.kind.changes_nothing() && !proved, "it changes nothing, and is not proved"),
    ];
    match wrong.iter().find(|(wrong, _)| *wrong) {
        Some((_, what)) => Err(format!("{:?}: {what}: {said}\n{}", mutant.kind, actions(&mutant.policy))),
        None => Ok(()),
    }
}

/// Whether no two Allow statements have the same scope; otherwise one may have what the other lost, which no
/// certificate shows.
fn alone(policy: &Policy) -> bool {
    let allows: Vec<&Statement> = policy.statements.iter().filter(|s| s.effect == Effect::Allow).collect();
    let mut rest = allows.iter().enumerate();
    rest.all(|(at, statement)| allows.iter().skip(at + 1).all(|other| other.scope != statement.scope))
}

/// The patterns of a policy, a line for each statement.
fn actions(policy: &Policy) -> String {
    let line = |statement: &Statement| format!("  {:?}\n", statement.actions);
    policy.statements.iter().map(line).collect::<Vec<_>>().concat()
}

/// The certificate of the right recommendation, with the digests and the patterns of a wrong one. `None` if there
/// is no certificate of the right one.
fn transplant(world: &World, changed: &World, mode: Mode) -> Option<Certificate> {
    let mut forged = world.certificate(mode).ok()?;
    let documents = &changed.recommended[0];
    let digest = |document: &Document| Digest::of(document.sha256.clone());
    for (subject, document) in forged.subject.iter_mut().zip(documents) {
        subject.digest = digest(document);
    }
    forged.predicate.policies[0].recommended = documents.iter().map(digest).collect();
    let statements: Vec<&Statement> = documents.iter().flat_map(|d| &d.policy.statements).collect();
    for row in &mut forged.predicate.rows {
        let mut places: Vec<usize> = row.patterns.iter().map(|row| row.at.0).collect();
        places.dedup();
        let patterns: Vec<((usize, usize), String)> = places
            .into_iter()
            .filter_map(|place| Some((place, *statements.get(place)?)))
            .flat_map(|(place, statement)| {
                let patterns = statement.actions.patterns.iter().enumerate();
                patterns.map(move |(number, pattern)| ((place, number), pattern.spelling().to_owned()))
            })
            .collect();
        let rows = std::mem::take(&mut row.patterns);
        let last = rows.last().cloned();
        let padded = rows.into_iter().map(Some).chain(std::iter::repeat(last));
        row.patterns = patterns
            .into_iter()
            .zip(padded)
            .filter_map(|((at, pattern), row)| Some(PatternEvidence { at, pattern, ..row? }))
            .collect();
    }
    Some(forged)
}

/// Judges the mutants of some worlds, and prints the figures.
fn all_killed<'w>(worlds: impl IntoIterator<Item = (String, &'w World, Mode)>, most: usize) {
    let mut tallies: BTreeMap<Kind, Tally> = BTreeMap::new();
    let mut failures = Vec::new();
    for (name, world, mode) in worlds {
        let Some(recommended) = world.recommended[0].first() else { continue };
        let seed = Seed {
            original: &world.originals[0].policy,
            recommended: &recommended.policy,
            unused: &world.unused,
            catalogue: &world.catalogue,
        };
        for mutant in mutants(&seed, most) {
            let tally = tallies.entry(mutant.kind).or_default();
            if let Err(failure) = judge(world, &mutant, mode, tally) {
                failures.push(format!("{name} in mode {}: {failure}", mode.name()));
            }
        }
    }
    eprintln!("kind                  mutants equivalent smt automata unknown kernel transplanted");
    for (kind, t) in &tallies {
        let Tally { mutants, equivalent, smt, automata, unknown, kernel, transplanted } = t;
        let kind = format!("{kind:?}");
        eprintln!(
            "{kind:<22}{mutants:>7}{equivalent:>11}{smt:>4}{automata:>9}{unknown:>8}{kernel:>7}{transplanted:>13}"
        );
    }
    assert!(failures.is_empty(), "{}:\n{}", failures.len(), failures[..failures.len().min(5)].join("\n"));
}

/// The number of mutants of each kind that are made of a recommendation, unless `PAREDOWN_MUTANTS` says
/// otherwise.
fn most(usual: usize) -> usize {
    std::env::var("PAREDOWN_MUTANTS").map_or(usual, |most| most.parse().unwrap())
}

#[test]
fn of_every_case() {
    let worlds: Vec<(String, World, Mode)> = Case::all("cases")
        .iter()
        .flat_map(|case| MODES.map(|mode| (case.name.clone(), World::of_case(case, mode), mode)))
        .collect();
    all_killed(worlds.iter().map(|(name, world, mode)| (name.clone(), world, *mode)), most(3));
}

#[test]
fn of_real_policies() {
    let Some(jobs) = crate::common::corpus::jobs(crate::common::corpus::step(389)) else { return };
    let catalogue = Arc::new(paredown::model::Catalogue::embedded().unwrap());
    let worlds: Vec<(String, World, Mode)> = jobs
        .iter()
        .enumerate()
        .filter(|(_, job)| job.actions < 400)
        .filter_map(|(number, job)| {
            let mode = MODES[number % 2];
            let world = World::of_job(job, Arc::clone(&catalogue), mode)?;
            Some((job.id.clone(), world, mode))
        })
        .collect();
    all_killed(worlds.iter().map(|(name, world, mode)| (name.clone(), world, *mode)), most(2));
}

/// A policy of statements: effect, key, patterns, and what else there is.
fn statements(all: &[(&str, &str, &[&str], &str)]) -> String {
    let statement = |(effect, key, patterns, rest): &(&str, &str, &[&str], &str)| {
        format!(r#"{{"Effect": "{effect}", "{key}": {patterns:?}, {rest}}}"#)
    };
    let all: Vec<String> = all.iter().map(statement).collect();
    format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, all.join(", "))
}

/// Principals whose certificates contain what those of the cases do not: several policies, Deny statements, rows
/// of several statements, and evidence that is rarely needed.
fn by_hand() -> Vec<(String, World)> {
    let (all, some) = (r#""Resource": "*""#, r#""Resource": "arn:aws:s3:::a""#);
    let condition = r#""Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": true}}"#;
    let world = |name: &str, known: &str, unused: &str, originals: &[&str], recommended: &[&[&str]]| {
        let catalogue = Arc::new(crate::common::catalogue(known.split_whitespace()));
        let mut set = crate::common::unused("[]");
        for name in unused.split_whitespace() {
            match name.strip_suffix(":*") {
                Some(service) => set.add_service(service),
                None => set.add_action(Action::new(name)),
            }
        }
        (name.to_owned(), World::by_hand(originals, recommended, set, catalogue))
    };
    let known = "s3:GetAcl s3:GetTags s3:ListAll s3:PutAcl s3:PutTags";
    let denied = |after: bool| {
        let deny = [
            ("Deny", "Action", &["s3:Put*", "s3:X*"][..], some),
            ("Deny", "NotAction", &["s3:*", "a:*"], condition),
            ("Deny", "Action", &["s3:ListA*"], all),
        ];
        let mut first = vec![("Allow", "Action", &["s3:Get*", "s3:PutAcl"][..], all), deny[0]];
        let mut second = vec![deny[1], ("Allow", "Action", &["s3:List*"], all), deny[2]];
        if after {
            first = vec![
                ("Deny", "Action", &["s3:X*"], some),
                ("Allow", "Action", &["s3:List*", "s3:PutAcl"], all),
            ];
            second = vec![
                ("Deny", "Action", &["S3:List*"], all),
                ("Deny", "Action", &["s3:PUT*"], some),
                ("Deny", "NotAction", &["a:*", "s3:*"], condition),
                ("Allow", "Action", &["s3:Get*"], all),
            ];
        }
        [statements(&first), statements(&second)]
    };
    let ([a, b], [c, d]) = (denied(false), denied(true));
    let split: [&[&str]; 2] = [&[&c, &d], &[]];
    let merged = statements(&[("Allow", "Action", &["s3:Get*", "s3:List*"], all)]);
    let apart: [String; 2] =
        [&["s3:Get*"][..], &["s3:List*"]].map(|patterns| statements(&[("Allow", "Action", patterns, all)]));
    let allow = |patterns: &[&str]| statements(&[("Allow", "Action", patterns, all)]);
    let with_deny = statements(&[
        ("Allow", "Action", &["s3:*", "sqs:*"], all),
        ("Deny", "Action", &["s3:Put*", "sqs:*"], all),
    ]);
    let negated =
        |patterns: [&[&str]; 2]| statements(&patterns.map(|patterns| ("Allow", "NotAction", patterns, all)));
    vec![
        world("denied", known, "", &[&a, &b], &[&[&c], &[&d]]),
        world("denied and split", known, "", &[&a, &b], &split),
        world("merged", known, "", &[&apart[0], &apart[1]], &[&[&merged], &[]]),
        world("divided", known, "", &[&merged], &[&[&apart[1], &apart[0]]]),
        world("wholly denied", known, "s3:PutAcl s3:PutTags sqs:*", &[&allow(&["s3:*"])], &[&[&with_deny]]),
        world(
            "negated",
            known,
            "s3:PutAcl",
            &[&negated([&["s3:Get*"], &["s3:List*"]])],
            &[&[&negated([&["s3:Get*", "s3:PutAcl"], &["s3:List*", "s3:PutA*"]])]],
        ),
        world("together", "a:X a:XY a:XYZ", "", &[&allow(&["a:X", "a:X?*"])], &[&[&allow(&["a:X*"])]]),
        // One that is the narrowing of two, of which another would have been safe sooner.
        world(
            "outside",
            "a:GetBlueOneA a:GetRedMyOneA a:GetRedYourOneA a:GetXB a:GetYB a:PutB",
            "a:GetBlueOneA a:PutB",
            &[&allow(&["a:*OneA", "a:*B"])],
            &[&[&allow(&["a:GetRed**OneA", "a:Get*B"])]],
        ),
    ]
}

/// The fields with a meaning, each of which some forgery changes.
const FIELDS: [&str; 44] = [
    "_type",
    "predicateType",
    "subject",
    "subject[].digest.sha256",
    "predicate.claim",
    "predicate.mode",
    "predicate.catalogue.sha256",
    "predicate.unused.sha256",
    "predicate.policies",
    "predicate.policies[].original.sha256",
    "predicate.policies[].recommended",
    "predicate.policies[].recommended[].sha256",
    "predicate.denies",
    "predicate.denies[]",
    "predicate.denies[].statement",
    "predicate.denies[].by",
    "predicate.denies[].within",
    "predicate.denies[].within[]",
    "predicate.rows",
    "predicate.rows[]",
    "predicate.rows[].original",
    "predicate.rows[].original[]",
    "predicate.rows[].recommended",
    "predicate.rows[].patterns",
    "predicate.rows[].patterns[].at",
    "predicate.rows[].patterns[].at[]",
    "predicate.rows[].patterns[].pattern",
    "predicate.rows[].patterns[].within",
    "predicate.rows[].patterns[].within.patterns",
    "predicate.rows[].patterns[].within.patterns[]",
    "predicate.rows[].patterns[].within.states",
    "predicate.rows[].patterns[].unused[]",
    "predicate.rows[].patterns[].witness",
    "predicate.rows[].patterns[].outside",
    "predicate.rows[].patterns[].apart",
    "predicate.rows[].excluded",
    "predicate.rows[].excluded[]",
    "predicate.rows[].covers",
    "predicate.rows[].covers[][]",
    "predicate.rows[].origins[].pattern",
    "predicate.rows[].origins[].blocked[][]",
    "predicate.rows[].origins[].kept[][][].excused[][]",
    "predicate.rows[].fewest[].capacity",
    "predicate.rows[].fewest[].weights",
];

#[test]
fn of_certificates() {
    let mut tallies: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    let mut failures = Vec::new();
    let cases = Case::all("cases");
    let cases = cases.iter().flat_map(|case| {
        MODES.map(|mode| (case.name.clone(), World::of_case(case, mode), mode, Requirement::LeastGeneral))
    });
    // Those made by hand need not be as general as possible.
    let by_hand = by_hand().into_iter().map(|(name, world)| {
        let general = world.certificate(Mode::Shortest).is_ok();
        let claim = if general { Requirement::LeastGeneral } else { Requirement::Exact };
        (name, world, Mode::Shortest, claim)
    });
    for (name, world, mode, claim) in cases.chain(by_hand) {
        let certificate = world.certificate_of(claim, mode).unwrap_or_else(|error| panic!("{name}: {error}"));
        let certificate = serde_json::to_value(certificate).unwrap();
        let step = (certificate.to_string().len() / 4000).max(1);
        for forgery in forgeries(&certificate, step) {
            let (all, refused, rejected) = tallies.entry(forgery.field.clone()).or_default();
            *all += 1;
            let Ok(read) = serde_json::from_value::<Certificate>(forgery.certificate) else {
                *refused += 1;
                continue;
            };
            if verify(&read, &world.inputs()).is_err() {
                *rejected += 1;
            } else if !holds(&world, &read) {
                failures.push(format!("{name}: {} {}", forgery.field, forgery.what));
            }
        }
    }
    eprintln!("field: forgeries, not read, rejected, accepted since still true");
    for (field, (all, refused, rejected)) in &tallies {
        eprintln!("{field}: {all} {refused} {rejected} {}", all - refused - rejected);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let rejected = |field: &&str| tallies.get(*field).is_some_and(|(.., rejected)| *rejected > 0);
    let never: Vec<&str> = FIELDS.into_iter().filter(|field| !rejected(field)).collect();
    assert!(never.is_empty(), "no forgery was rejected of {never:?}");
}

/// Whether what a certificate claims holds, by both engines.
fn holds(world: &World, certificate: &Certificate) -> bool {
    let (claim, mode) = (certificate.predicate.claim, certificate.predicate.mode);
    let policies = |documents: &[Document]| documents.iter().map(|d| d.policy.clone()).collect::<Vec<_>>();
    let (before, after) = (policies(&world.originals), policies(&world.recommended.concat()));
    let proof = together_by(Engine::Both, &before, &world.unused, &after, &world.catalogue);
    proof.verdict(claim, mode) == Verdict::Proved
}
