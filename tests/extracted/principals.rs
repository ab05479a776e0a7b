//! Principals with several policies, whose recommendation is not made policy by policy: Deny statements that are
//! kept, dropped, widened and narrowed, statements merged, split and moved, scopes in other spellings.

use std::collections::{BTreeMap, BTreeSet};

use paredown::model::{Action, Catalogue, Pattern, UnusedSet};
use paredown::recommend::{Mode, recommend};

use crate::common::twin::{self, Known};
use crate::common::{catalogue, policy};
use crate::jobs::{Job, Shape, catalogue_json};
use crate::mutants::Dice;

/// What a statement says beside its actions. Those of one list mean the same, and no two lists do.
const SCOPES: [&[&str]; 29] = [
    &[
        r#""Resource": "*""#,
        r#""Resource": ["*"]"#,
        r#""Resource": ["*", "*"]"#,
        r#""Condition": {}, "Resource": "*""#,
    ],
    &[r#""Resource": "arn:aws:s3:::a""#, r#""Resource":["arn:aws:s3:::a"], "Sid": "Named""#],
    &[
        r#""Resource": ["arn:aws:s3:::a", "arn:aws:s3:::b"]"#,
        r#""Resource": ["arn:aws:s3:::b", "arn:aws:s3:::a", "arn:aws:s3:::b"]"#,
    ],
    &[r#""Resource": "arn:aws:s3:::A""#],
    &[r#""Resource": ["*", "arn:aws:s3:::a"]"#, r#""Resource": ["arn:aws:s3:::a", "*"]"#],
    &[r#""Resource": []"#],
    &[r#""NotResource": "*""#, r#""NotResource": ["*"]"#],
    &[r#""NotResource": ["arn:aws:s3:::a"]"#, r#""NotResource": "arn:aws:s3:::a""#],
    &[
        r#""Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": true}}"#,
        r#""Condition": {"Bool": {"AWS:securetransport": "true"}}, "Resource": "*""#,
        r#""Condition": {"Bool": {"aws:SecureTransport": ["true", true]}}, "Resource": ["*"]"#,
    ],
    &[r#""Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "True"}}"#],
    &[r#""Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": [true, false]}}"#],
    &[r#""Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": []}}"#],
    &[r#""Resource": "*", "Condition": {"Null": {"aws:SecureTransport": true}}"#],
    &[
        r#""Resource": "*", "Condition": {"NumericEquals": {"s3:max-keys": 10}}"#,
        r#""Resource": "*", "Condition": {"NumericEquals": {"s3:max-keys": ["10", 10]}}"#,
    ],
    &[
        r#""Resource": "*", "Condition": {"NumericEquals": {"s3:max-keys": -7}}"#,
        r#""Resource": "*", "Condition": {"NumericEquals": {"s3:max-keys": "-7"}}"#,
    ],
    &[
        r#""Resource": "*", "Condition": {"NumericEquals": {"s3:max-keys": 0}}"#,
        r#""Resource": "*", "Condition": {"NumericEquals": {"s3:max-keys": "0"}}"#,
    ],
    &[r#""Resource": "*", "Condition": {"NumericEquals": {"s3:max-keys": -0}}"#],
    &[r#""Resource": "*", "Condition": {"NumericEquals": {"s3:max-keys": "-0"}}"#],
    &[r#""Resource": "*", "Condition": {"NumericEquals": {"s3:max-keys": 1e1}}"#],
    &[r#""Resource": "*", "Condition": {"NumericEquals": {"s3:max-keys": "1e1"}}"#],
    &[r#""Resource": "*", "Condition": {"NumericEquals": {"s3:max-keys": 10.0}}"#],
    &[
        r#""Resource": "*", "Condition": {"NumericEquals": {"s3:max-keys": 123456789012345}}"#,
        r#""Resource": "*", "Condition": {"NumericEquals": {"s3:max-keys": "123456789012345"}}"#,
    ],
    &[r#""Resource": "*", "Condition": {"NumericEquals": {"s3:max-keys": 1234567890123456}}"#],
    &[r#""Resource": "*", "Condition": {"NumericEquals": {"s3:max-keys": "1234567890123456"}}"#],
    &[
        r#""Resource": "*", "Condition": {"StringLike": {"s3:prefix": ["a", "b"]}, "Bool": {"k": false}}"#,
        r#""Resource": "*", "Condition": {"Bool": {"K": "false"}, "StringLike": {"S3:Prefix": ["b", "a", "b"]}}"#,
    ],
    &[
        r#""Resource": "*", "Condition": {"StringLike": {"a:x": "1", "A:X": "2"}}"#,
        r#""Resource": "*", "Condition": {"StringLike": {"A:X": 2, "a:x": [1]}}"#,
    ],
    &[r#""Resource": "*", "Condition": {"StringEquals": {"a:x": "1", "A:X": "2"}}"#],
    &[r#""Resource": "arn:aws:s3:::${aws:username}""#],
    &[r#""Resource": "*", "Condition": {"StringLike": {"s3:prefix": "${aws:username}"}}"#],
];

/// The first of these in which a policy variable stands.
const WITH_VARIABLES: usize = 27;

/// All spellings of scopes, each with what tells those apart that mean something else.
pub fn spellings() -> Vec<(usize, &'static str)> {
    SCOPES.iter().enumerate().flat_map(|(at, all)| all.iter().map(move |text| (at, *text))).collect()
}

/// A policy that allows something in one scope and denies something in another.
pub fn scoped(version: usize, allow: &str, deny: &str) -> String {
    let version = VERSIONS[version];
    format!(
        r#"{{{version}"Statement": [{{"Effect": "Allow", "Action": "a:Get*", {allow}}}, {{{deny}, "Effect": "Deny", "Action": ["a:List*"]}}]}}"#
    )
}

/// Whether two scopes are the same for policies of these versions.
pub fn same_scope((one, other): (usize, usize), (version, another): (usize, usize)) -> bool {
    let new = |version: usize| version == 0;
    one == other && (one < WITH_VARIABLES || new(version) == new(another))
}

/// How the versions are written; without one, a policy is of the old one.
pub const VERSIONS: [&str; 3] = [r#""Version": "2012-10-17", "#, r#""Version": "2008-10-17", "#, ""];

/// A statement, before it is written down.
#[derive(Clone)]
struct Statement {
    allow: bool,
    negated: bool,
    patterns: Vec<String>,
    /// Which of [`SCOPES`].
    scope: usize,
}

impl Statement {
    fn text(&self, dice: &mut Dice) -> String {
        let effect = if self.allow { "Allow" } else { "Deny" };
        let key = if self.negated { "NotAction" } else { "Action" };
        let quoted: Vec<String> = self.patterns.iter().map(|pattern| format!("{pattern:?}")).collect();
        let patterns = match quoted.as_slice() {
            [only] if dice.below(2) == 0 => only.clone(),
            all => format!("[{}]", all.join(", ")),
        };
        let scope = SCOPES[self.scope][dice.below(SCOPES[self.scope].len())];
        let actions = format!(r#""{key}": {patterns}"#);
        match dice.below(2) {
            0 => format!(r#"{{"Effect": "{effect}", {actions}, {scope}}}"#),
            _ => format!(r#"{{{scope}, "Effect": "{effect}", {actions}}}"#),
        }
    }
}

/// A policy, in a version of the language.
#[derive(Clone)]
struct Document {
    version: usize,
    statements: Vec<Statement>,
}

impl Document {
    fn text(&self, dice: &mut Dice) -> String {
        let version = VERSIONS[self.version];
        let all: Vec<String> = self.statements.iter().map(|statement| statement.text(dice)).collect();
        match all.as_slice() {
            [only] if dice.below(2) == 0 => format!(r#"{{{version}"Statement": {only}}}"#),
            all => format!(r#"{{{version}"Statement": [{}]}}"#, all.join(", ")),
        }
    }
}

const WORDS: [&str; 8] = ["Get", "List", "Object", "Objects", "Acl", "ACLs", "V2", "X"];

/// A principal with what is known and unused.
pub struct Principal {
    originals: Vec<Document>,
    actions: Vec<String>,
    unused: Vec<String>,
    keep: Vec<String>,
    catalogue: Catalogue,
    /// The scopes that its statements have.
    scopes: Vec<usize>,
}

fn some<T: Clone>(of: &[T], dice: &mut Dice) -> T {
    of[dice.below(of.len())].clone()
}

fn pattern(actions: &[String], dice: &mut Dice) -> String {
    let action = some(actions, dice);
    let (service, name) = action.split_once(':').unwrap();
    let (from, to) = (dice.below(name.len() + 1), dice.below(name.len() + 1));
    let (from, to) = (from.min(to), from.max(to));
    match dice.below(12) {
        0..=2 => action.clone(),
        3..=6 => format!("{service}:{}*", &name[..from]),
        7 | 8 => format!("{service}:{}*{}", &name[..from], &name[to..]),
        9 => format!("{service}:*"),
        10 => action.to_ascii_uppercase(),
        _ => some(&["*", "a:?*", "*:Get*", "b:New"], dice).to_owned(),
    }
}

impl Principal {
    pub fn new(dice: &mut Dice) -> Self {
        let action = |dice: &mut Dice| {
            let words: String = (0..=dice.below(3)).map(|_| some(&WORDS, dice)).collect();
            format!("{}:{words}", some(&["a", "a", "b"], dice))
        };
        let named: BTreeMap<String, String> = (0..dice.below(8) + 3)
            .map(|_| action(dice))
            .map(|action| (action.to_ascii_lowercase(), action))
            .collect();
        let actions: Vec<String> = named.into_values().collect();
        let mut scopes = vec![dice.below(SCOPES.len()), dice.below(SCOPES.len())];
        if dice.below(3) > 0 {
            scopes.push(0);
        }
        let statement = |dice: &mut Dice| Statement {
            allow: dice.below(3) > 0,
            negated: dice.below(6) == 0,
            patterns: (0..=dice.below(3)).map(|_| pattern(&actions, dice)).collect(),
            scope: some(&scopes, dice),
        };
        let document = |dice: &mut Dice| Document {
            version: [0, 0, 0, 1, 2][dice.below(5)],
            statements: (0..=dice.below(3)).map(|_| statement(dice)).collect(),
        };
        let originals: Vec<Document> = (0..=dice.below(3)).map(|_| document(dice)).collect();
        let mut unused: Vec<String> = actions.iter().filter(|_| dice.below(3) == 0).cloned().collect();
        if dice.below(8) == 0 {
            unused.push("b:*".to_owned());
        }
        let keep = if dice.below(8) == 0 { vec![pattern(&actions, dice)] } else { vec![] };
        let catalogue = catalogue(actions.iter().map(String::as_str));
        Self { originals, actions, unused, keep, catalogue, scopes }
    }

    fn unused(&self) -> UnusedSet {
        // As a list beside a whole service would be believed alone, it is not read from a finding.
        let mut set = UnusedSet::default();
        for name in &self.unused {
            match name.strip_suffix(":*") {
                Some(service) => set.add_service(service),
                None => set.add_action(Action::new(name)),
            }
        }
        self.keep.iter().for_each(|pattern| set.keep(Pattern::new(pattern.as_str())));
        set
    }

    /// The same for those who share no code with the library.
    pub fn twin(&self) -> (Known, twin::Unused) {
        let folded =
            |names: &[String]| names.iter().map(|name| name.to_ascii_lowercase()).collect::<Vec<_>>();
        let patterns = self.originals.iter().flat_map(|document| &document.statements);
        let patterns = patterns.flat_map(|statement| &statement.patterns).chain(&self.keep);
        let literals = patterns.filter(|pattern| !pattern.contains(['*', '?']));
        let single = self.unused.iter().filter(|name| !name.ends_with(":*"));
        let mut known = Known::new();
        for action in self.actions.iter().chain(literals).chain(single.clone()) {
            known.entry(action.to_ascii_lowercase()).or_insert(action.clone());
        }
        let services = self.unused.iter().filter_map(|name| name.strip_suffix(":*"));
        let unused = twin::Unused {
            actions: single.map(|name| name.to_ascii_lowercase()).collect(),
            services: services.map(str::to_owned).collect(),
            keep: folded(&self.keep),
        };
        (known, unused)
    }

    pub fn job(&self, number: usize, dice: &mut Dice) -> Job<'_> {
        Job {
            name: format!("principal {number}"),
            texts: self.originals.iter().map(|document| document.text(dice)).collect(),
            unused: self.unused(),
            keep: self.keep.clone(),
            catalogue: &self.catalogue,
            inline: Some(catalogue_json(&self.catalogue)),
            shape: Shape::Whole,
        }
    }

    /// What is recommended for each policy by itself. Deny statements stay even where nothing else does.
    fn refined(&self, mode: Mode, dice: &mut Dice) -> Vec<Document> {
        let unused = self.unused();
        let refine = |document: &Document| {
            let original = policy(&document.text(dice));
            let changes = recommend(&original, &unused, &self.catalogue, mode).changes;
            let change =
                |(change, (read, statement)): (&paredown::recommend::StatementChange, (_, &Statement))| {
                    let after = change.apply(read)?;
                    let patterns = after.actions.patterns.iter().map(|p| p.spelling().to_owned()).collect();
                    Some(Statement { patterns, ..statement.clone() })
                };
            let statements = original.statements.iter().zip(&document.statements);
            let statements = changes.iter().zip(statements).filter_map(change).collect();
            Document { version: document.version, statements }
        };
        self.originals.iter().map(refine).collect()
    }

    /// The recommendation for each policy, and the same after some changes; what was done to it.
    pub fn recommended(
        &self,
        mode: Mode,
        dice: &mut Dice,
    ) -> [(BTreeSet<&'static str>, Vec<Vec<String>>); 2] {
        let plain = self.refined(mode, dice);
        let mut changed = plain.clone();
        let mut done = BTreeSet::new();
        for _ in 0..=dice.below(3) {
            done.extend(self.change(&mut changed, dice));
        }
        let mut written = |documents: &[Document]| -> Vec<Vec<String>> {
            let mut texts = |document: &Document| match document.statements.as_slice() {
                [] => vec![],
                all if all.len() > 1 && dice.below(4) == 0 => {
                    let (front, back) = all.split_at(all.len() / 2);
                    let part =
                        |part: &[Statement]| Document { statements: part.to_vec(), ..document.clone() };
                    vec![part(front).text(dice), part(back).text(dice)]
                }
                _ => vec![document.text(dice)],
            };
            documents.iter().map(&mut texts).collect()
        };
        [(BTreeSet::new(), written(&plain)), (done, written(&changed))]
    }

    /// Does something to the recommendation; what, if there was something to do it to.
    fn change(&self, documents: &mut [Document], dice: &mut Dice) -> Option<&'static str> {
        let all: Vec<(usize, usize)> = documents
            .iter()
            .enumerate()
            .flat_map(|(at, document)| (0..document.statements.len()).map(move |place| (at, place)))
            .collect();
        let of = |wanted: &dyn Fn(&Statement) -> bool, dice: &mut Dice| {
            let all: Vec<(usize, usize)> = all
                .iter()
                .filter(|(at, place)| wanted(&documents[*at].statements[*place]))
                .copied()
                .collect();
            (!all.is_empty()).then(|| some(&all, dice))
        };
        let drawn = dice.below(12);
        let (at, place) = match drawn {
            0..=2 => of(&|s| !s.negated, dice)?,
            3 | 4 => of(&|_| true, dice)?,
            5..=9 => of(&|s| !s.allow, dice)?,
            _ => (dice.below(documents.len()), 0),
        };
        let target = dice.below(documents.len());
        match drawn {
            0 | 1 => {
                let other = of(&|_| true, dice)?;
                let (first, second) =
                    (documents[at].statements[place].clone(), documents[other.0].statements[other.1].clone());
                let alike =
                    (first.allow, first.negated, first.scope) == (second.allow, second.negated, second.scope);
                if !alike || (at, place) == other {
                    return None;
                }
                documents[at].statements[place].patterns.extend(second.patterns);
                documents[other.0].statements.remove(other.1);
                Some("merged")
            }
            2 => {
                let statement = &mut documents[at].statements[place];
                let rest = statement.patterns.split_off(statement.patterns.len() / 2);
                if statement.patterns.is_empty() {
                    statement.patterns = rest;
                    return None;
                }
                let other = Statement { patterns: rest, ..statement.clone() };
                documents[target].statements.push(other);
                Some("split")
            }
            3 | 4 => {
                let statement = documents[at].statements.remove(place);
                let end = documents[target].statements.len();
                documents[target].statements.insert(dice.below(end + 1), statement);
                Some("moved")
            }
            5 => {
                documents[at].statements.remove(place);
                Some("deny dropped")
            }
            6 => {
                let pattern = some(&documents[at].statements[place].patterns, dice);
                let head: String = pattern.chars().take(dice.below(pattern.len().max(3))).collect();
                let head = if head.contains(':') { head } else { "a:".to_owned() };
                documents[at].statements[place].patterns.push(format!("{}*", head.trim_end_matches('*')));
                Some("deny with another pattern")
            }
            7 => {
                let patterns = &mut documents[at].statements[place].patterns;
                let gone = dice.below(patterns.len());
                if patterns.len() > 1 {
                    patterns.remove(gone);
                } else {
                    patterns[gone].push('X');
                }
                Some("deny with fewer patterns")
            }
            8 => {
                documents[at].statements[place].scope =
                    if dice.below(2) == 0 { 0 } else { some(&self.scopes, dice) };
                Some("deny of another scope")
            }
            9 => {
                let statement = documents[at].statements[place].clone();
                let pattern = pattern(&self.actions, dice);
                let allow = Statement { allow: true, negated: false, patterns: vec![pattern], ..statement };
                documents[target].statements.push(allow);
                Some("allowed anew")
            }
            10 => {
                let name = if self.unused.is_empty() {
                    pattern(&self.actions, dice)
                } else {
                    some(&self.unused, dice)
                };
                let scope = if dice.below(2) == 0 { 0 } else { some(&self.scopes, dice) };
                let deny = Statement { allow: false, negated: false, patterns: vec![name.clone()], scope };
                documents[at].statements.push(deny);
                if dice.below(2) == 0 {
                    let scope = some(&self.scopes, dice);
                    let allow = Statement { allow: true, negated: false, patterns: vec![name], scope };
                    documents[target].statements.push(allow);
                    return Some("allowed and denied");
                }
                Some("denied anew")
            }
            _ => {
                documents[at].version = dice.below(3);
                Some("of another version")
            }
        }
    }
}
