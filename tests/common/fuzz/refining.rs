//! Refining: bytes choose a small catalogue, a policy and what is unused of it; the recommendation is right by
//! direct matching, and is proved to be.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use paredown::certificate::{Certificate, Subject, write};
use paredown::model::{Action, Catalogue, Effect, Pattern, Policy, UnusedSet};
use paredown::parse::{self, Source};
use paredown::prove::{Requirement, Settings, Verdict, certify};
use paredown::recommend::{Disposition, Mode, edits, recommend};

use super::certifying::Question;
use super::choices::Choices;
use super::{tampering, twin};

const WORDS: [&str; 10] = ["Get", "List", "Object", "Objects", "Acl", "ACLs", "V2", "get", "X", ""];
const SERVICES: [&str; 3] = ["a", "ab", "s3"];

impl Choices<'_> {
    fn action(&mut self) -> String {
        let words: String = (0..3).map(|_| self.one(&WORDS)).collect();
        let name = if words.is_empty() { "Tag" } else { &words };
        format!("{}:{name}", self.one(&SERVICES))
    }

    /// A pattern, usually one that matches some of the actions.
    fn pattern(&mut self, actions: &[String]) -> String {
        let action = &actions[self.below(actions.len())];
        let (service, name) = action.split_once(':').unwrap();
        let (start, end) = (self.below(name.len() + 1), self.below(name.len() + 1));
        let (start, end) = (start.min(end), start.max(end));
        let (head, tail) = (&name[..start], &name[end..]);
        match self.below(8) {
            0 => action.clone(),
            1 => format!("{service}:*"),
            2 => format!("{service}:{head}*{tail}"),
            3 if end > start => format!("{service}:{head}?{}", &name[start + 1..]),
            4 => action.to_ascii_uppercase(),
            5 => self.one(&["*", "s3:*Object*", "a*:Get*", "*:List*", "other:New"]).to_owned(),
            _ => format!("{service}:{head}*"),
        }
    }
}

/// What one input is about.
#[derive(Debug)]
struct World {
    /// Distinct when folded.
    actions: Vec<String>,
    policy: String,
    unused: twin::Unused,
}

impl World {
    fn chosen(choices: &mut Choices<'_>) -> Self {
        let actions = (0..choices.below(14) + 2).map(|_| choices.action());
        let distinct: BTreeMap<String, String> =
            actions.map(|action| (action.to_ascii_lowercase(), action)).collect();
        let actions: Vec<String> = distinct.into_values().collect();
        let mut statements = Vec::new();
        for _ in choices.some(2) {
            let effect = if choices.below(8) == 7 { "Deny" } else { "Allow" };
            let key = if choices.below(8) == 7 { "NotAction" } else { "Action" };
            let resource = choices.one(&["*", "arn:aws:s3:::b/*"]);
            let patterns: Vec<String> =
                choices.some(5).map(|_| format!("\"{}\"", choices.pattern(&actions))).collect();
            statements.push(format!(
                r#"{{"Effect": "{effect}", "{key}": [{}], "Resource": "{resource}"}}"#,
                patterns.join(", ")
            ));
        }
        let policy = format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, statements.join(", "));
        let mut unused = twin::Unused::default();
        let unused_actions = actions.iter().filter(|_| choices.below(3) == 1);
        unused.actions = unused_actions.map(|action| action.to_ascii_lowercase()).collect();
        if choices.below(4) == 3 {
            unused.services.insert(choices.one(&SERVICES).to_owned());
        }
        if choices.below(4) == 3 {
            unused.keep.push(choices.pattern(&actions).to_ascii_lowercase());
        }
        Self { actions, policy, unused }
    }

    /// The patterns of a policy, and similar ones.
    fn spellings(&self, policy: &Policy) -> Vec<String> {
        let patterns = policy.statements.iter().flat_map(|statement| &statement.actions.patterns);
        let mut all: Vec<String> = patterns.map(|pattern| pattern.spelling().to_owned()).collect();
        let heads = self.actions.iter().filter_map(|action| action.get(..action.len().saturating_sub(3)));
        all.extend(heads.flat_map(|head| [head.to_owned(), format!("{head}*")]));
        all
    }

    fn catalogue(&self) -> Catalogue {
        let mut services: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for action in &self.actions {
            let (service, name) = action.split_once(':').unwrap();
            let level = paredown::model::AccessLevel::Unknown;
            services.entry(service.to_owned()).or_default().push((name.to_owned(), level));
        }
        Catalogue::from_services("fuzz", services).unwrap()
    }

    fn unused(&self) -> UnusedSet {
        let mut set = UnusedSet::default();
        self.unused.actions.iter().for_each(|action| set.add_action(Action::new(action)));
        self.unused.services.iter().for_each(|service| set.add_service(service));
        self.unused.keep.iter().for_each(|pattern| set.keep(Pattern::new(pattern.as_str())));
        set
    }

    /// A+, folded: the catalogue and what is named in addition.
    fn known(&self, policy: &Policy) -> BTreeSet<String> {
        let patterns = policy.statements.iter().flat_map(|s| &s.actions.patterns).map(Pattern::folded);
        let named = patterns.chain(self.unused.keep.iter().map(String::as_str));
        let literals = named.filter(|pattern| !pattern.contains(['*', '?'])).map(str::to_owned);
        let actions = self.actions.iter().map(|action| action.to_ascii_lowercase());
        actions.chain(literals).chain(self.unused.actions.iter().cloned()).collect()
    }

    /// Known actions, and strings beside them and beside what patterns match.
    fn strings(known: &BTreeSet<String>, policies: [&Policy; 2]) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        for action in known {
            for end in 0..=action.len() {
                for tail in ["", "~", "s", "acl"] {
                    all.insert(format!("{}{tail}", &action[..end]));
                }
                all.insert(format!("{}~{}", &action[..end], &action[end..]));
            }
        }
        let statements = policies.into_iter().flat_map(|policy| &policy.statements);
        for pattern in statements.flat_map(|s| &s.actions.patterns) {
            for (star, mark) in [("", "~"), ("~", "~"), ("x", "x"), ("get", "g")] {
                all.insert(pattern.folded().replace('*', star).replace('?', mark));
            }
        }
        all
    }

    /// If something is kept of a whole unused service, no NotAction can express that for unknown actions: the
    /// recommendation keeps too much, and proving says so.
    fn excused(&self, policy: &Policy) -> bool {
        let excludes = policy.statements.iter().any(|s| s.effect == Effect::Allow && s.actions.negated);
        excludes && !self.unused.services.is_empty() && !self.unused.keep.is_empty()
    }
}

fn source(text: &str) -> Arc<Source> {
    Arc::new(Source { name: "input".to_owned(), text: text.to_owned() })
}

/// Refines what the bytes choose, in both modes, and certifies that.
pub fn refine(bytes: &[u8]) {
    let mut choices = Choices(bytes.iter());
    let world = World::chosen(&mut choices);
    let original = parse::policy(&source(&world.policy)).unwrap_or_else(|error| panic!("{error}\n{world:?}"));
    let (unused, catalogue) = (world.unused(), Arc::new(world.catalogue()));
    let policy = &original.policy;
    let known = world.known(policy);
    for mode in [Mode::Shortest, Mode::Tight] {
        let refined = recommend(policy, &unused, &catalogue, mode);
        if refined.outcome != Disposition::Detach {
            let text = original.document.edited(&edits(&refined)).unwrap();
            let again = parse::policy(&source(&text)).unwrap_or_else(|error| panic!("{error}\n{text}"));
            assert_eq!(again.policy, refined.policy, "{text}");
        }
        let strings = World::strings(&known, [policy, &refined.policy]);
        let allow = |(statement, _): &(&paredown::model::Statement, _)| statement.effect == Effect::Allow;
        for (before, change) in policy.statements.iter().zip(&refined.changes).filter(allow) {
            let after = change.apply(before);
            for string in strings.iter().chain(&known) {
                let was = twin::speaks(before, string);
                let is = after.as_ref().is_some_and(|after| twin::speaks(after, string));
                let excused = world.excused(policy) && !known.contains(string);
                assert!(!is || was, "`{string}` is new in mode {mode:?}: {after:?} of {world:?}");
                assert!(
                    !is || excused || !world.unused.has(string),
                    "`{string}` is unused in mode {mode:?}: {after:?} of {world:?}"
                );
                let intended = known.contains(string) && was && !world.unused.has(string);
                assert!(is || !intended, "`{string}` is lost in mode {mode:?}: {after:?} of {world:?}");
            }
        }
        if !world.excused(policy) {
            let settings = Settings { threads: 1, ..Settings::default() };
            let proof = certify(
                std::slice::from_ref(policy),
                &unused,
                std::slice::from_ref(&refined.policy),
                &catalogue,
                &settings,
            );
            let verdict = proof.verdict(Requirement::LeastGeneral, mode);
            let doubts: Vec<_> = proof.judgements().filter(|j| j.verdict != Verdict::Proved).collect();
            assert_eq!(verdict, Verdict::Proved, "mode {mode:?}: {doubts:#?} of {world:?}");
        }
        let after = (refined.outcome != Disposition::Detach).then_some(&refined.policy);
        let question = Question::new(policy, after, &unused, &catalogue);
        let written = written(&question, Requirement::LeastGeneral, mode);
        match (&written, world.excused(policy)) {
            (Err(_), true) => {}
            (Err(error), false) => panic!("mode {mode:?}: {error} of {world:?}"),
            (Ok(certificate), _) => {
                let names: Vec<String> = known.iter().cloned().chain(world.spellings(policy)).collect();
                forge(&question, certificate, &mut choices, &names);
                let changed = after.and_then(|after| tampering::changed(after, &mut choices, &names));
                let Some(changed) = changed else { continue };
                let wrong = Question::new(policy, Some(&changed), &unused, &catalogue);
                for requirement in [Requirement::LeastGeneral, Requirement::Exact, Requirement::Safe] {
                    if let Ok(certificate) = self::written(&wrong, requirement, mode) {
                        assert!(wrong.accepted(&certificate));
                        forge(&wrong, &certificate, &mut choices, &names);
                        break;
                    }
                }
                let transplanted = tampering::transplanted(certificate, &changed);
                wrong.accepted(&transplanted);
                forge(&wrong, &transplanted, &mut choices, &names);
            }
        }
    }
}

/// The certificate for a question, written and read again.
fn written(question: &Question, requirement: Requirement, mode: Mode) -> Result<Certificate, String> {
    let subject = Subject { name: "policy".to_owned(), documents: vec!["recommended".to_owned()] };
    let certificate =
        write(&question.inputs(), &[subject], requirement, mode).map_err(|error| error.to_string())?;
    let read = serde_json::from_str(&serde_json::to_string(&certificate).unwrap()).unwrap();
    assert_eq!(certificate, read);
    Ok(read)
}

/// What is accepted of a certificate changed by bytes is still true.
fn forge(question: &Question, certificate: &Certificate, choices: &mut Choices<'_>, names: &[String]) {
    for _ in 0..4 {
        if let Some(forged) = tampering::tampered(certificate, choices, names) {
            question.accepted(&forged);
        }
    }
}
