//! Pairs of policies for which it is known whether one allows everything that the other does.

use super::*;

#[test]
fn no_pair_is_answered_wrongly() {
    let pairs = corpus("requests/pairs.jsonl");
    let (mut proved, mut refuted, mut open) = (0, 0, Vec::new());
    for pair in &pairs {
        let read = |side: &str| {
            let text = pair[side].to_string();
            policy(&Arc::new(Source { name: side.into(), text })).unwrap().policy
        };
        let world = World::of(read("b"), read("a"), &[]);
        let mut verdict = world.both(Kind::NoEscalation).verdict;
        if world.before.statements.iter().any(|statement| statement.effect == Effect::Deny) {
            verdict = verdict.max(world.both(Kind::DeniedStill).verdict);
        }
        let holds = pair["every request that a allows, b allows"].as_bool().unwrap();
        match verdict {
            Verdict::Proved => {
                assert!(holds, "{pair}");
                proved += 1;
            }
            Verdict::Refuted => {
                assert!(!holds, "{pair}");
                refuted += 1;
            }
            Verdict::Unknown => open.push(pair["about"].as_str().unwrap()),
        }
    }
    eprintln!("{} pairs: {proved} proved, {refuted} refuted, {} unknown: {open:?}", pairs.len(), open.len());
}
