//! The patterns of one dimension of requests, actions or resources: each once, under a number.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use paredown_request::{Opaque, Part, Resource, Resources, Template};

use crate::model::{ActionElement, Reading};

use super::pattern::{Kind, Pattern, VariableUse, arn_forms};
use super::symbols::{Sequence, Symbol, is_variable, letters, meet, variable};

/// The number of a pattern.
pub(super) type Number = usize;

/// Action or NotAction, Resource or NotResource, by the numbers of patterns.
#[derive(Clone, Debug)]
pub(super) struct Element {
    /// Whether it has what none of its patterns matches.
    pub(super) negated: bool,
    /// The patterns.
    pub(super) patterns: Vec<Number>,
}

/// How a text is read. What is not understood is the same only where it is read alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Read {
    Plainly,
    WithVariables,
    NotAtAll,
}

/// All patterns of one dimension.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    all: Vec<Pattern>,
    by_text: HashMap<(String, Read), Number>,
    /// How many patterns are those of rules; later ones only narrow what is looked at.
    of_rules: Option<usize>,
    letters: BTreeMap<(String, Option<String>), char>,
    /// The exact patterns that match one word, by this.
    literals: HashMap<Vec<char>, Vec<Number>>,
    /// The other exact patterns of one form, by the letters before the first wildcard, by the number of these.
    by_head: BTreeMap<usize, HashMap<Vec<char>, Vec<Number>>>,
    /// The exact patterns that are left.
    others: Vec<Number>,
    /// The patterns of which it is not known what they match, apart from a request.
    uncertain: Vec<Number>,
    /// The forms with `?`, with the number of their pattern, and how many `?` they have.
    with_ones: Vec<(Number, Sequence, usize)>,
    shape: Shape,
}

/// What matters of all patterns together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    /// A letter that no pattern names.
    pub(super) fresh: char,
    /// How many colons patterns may tell apart in what a star matches; none if no star crosses fields.
    pub(super) colons: usize,
}

impl Patterns {
    /// The element with the actions of a statement.
    pub(super) fn actions(&mut self, element: &ActionElement) -> Element {
        let number = |pattern: &crate::model::Pattern| {
            self.numbered(pattern.folded(), Read::Plainly, |_| Pattern::action(pattern.folded()))
        };
        Element { negated: element.negated, patterns: element.patterns.iter().map(number).collect() }
    }

    /// The element with the resources of a statement, under a reading of ARNs.
    pub(super) fn resources(&mut self, resources: &Resources, reading: Reading) -> Element {
        let patterns = resources.patterns.iter().map(|one| self.resource(one, reading)).collect();
        Element { negated: resources.negated, patterns }
    }

    /// The number of a resource, under a reading of ARNs.
    pub(super) fn resource(&mut self, resource: &Resource, reading: Reading) -> Number {
        let text = resource.text();
        // Letters that stand for variables are not for others.
        let plain = !text.chars().any(is_variable);
        match resource {
            Resource::Everything => self.numbered(text, Read::Plainly, |_| Pattern::everything()),
            Resource::Arn(_) if plain => self.numbered(text, Read::Plainly, |_| {
                arn_forms(text, reading).map_or_else(|| Pattern::opaque(None, reading), Pattern::exact)
            }),
            Resource::Template(template) if plain => self.numbered(text, Read::WithVariables, |patterns| {
                match patterns.template(template, reading) {
                    Some((forms, uses)) => Pattern::variables(forms, uses),
                    None => Pattern::opaque(None, reading),
                }
            }),
            Resource::Opaque { why, within, .. } => {
                let read =
                    if matches!(why, Opaque::NotAnArn(_)) { Read::NotAtAll } else { Read::WithVariables };
                self.numbered(text, read, |_| Pattern::opaque(within.as_deref(), reading))
            }
            Resource::Template(_) => {
                self.numbered(text, Read::WithVariables, |_| Pattern::opaque(None, reading))
            }
            Resource::Arn(_) => self.numbered(text, Read::NotAtAll, |_| Pattern::opaque(None, reading)),
        }
    }

    /// The number of the pattern of an ARN without variables.
    pub(super) fn arn(&mut self, text: &str, reading: Reading) -> Number {
        self.resource(&Resource::Arn(text.to_owned()), reading)
    }

    /// The number of the pattern that matches the resource `*` alone.
    pub(super) fn star(&mut self) -> Number {
        self.numbered("", Read::Plainly, |_| Pattern::star())
    }

    /// The forms of a text with variables, and its variables.
    fn template(
        &mut self,
        template: &Template,
        reading: Reading,
    ) -> Option<(Vec<Sequence>, Vec<VariableUse>)> {
        let mut text = String::new();
        let mut uses = Vec::new();
        // Until the text is read, characters that are no wildcards are letters of their own.
        let mut plain: Vec<(char, char)> = Vec::new();
        for part in template.parts() {
            match part {
                Part::Text(part) => text.push_str(part),
                Part::Char(c) => {
                    let stand_in = self.letter(format!("${{{c}}}"), None)?;
                    plain.push((stand_in, *c));
                    text.push(stand_in);
                }
                Part::Key { key, default } => {
                    let letter = self.letter(key.clone(), default.clone())?;
                    uses.push(VariableUse { key: key.clone(), letter, has_default: default.is_some() });
                    text.push(letter);
                }
            }
        }
        let written = |symbol: &Symbol| match symbol {
            Symbol::Char(letter) => {
                let c = plain.iter().find(|(stand_in, _)| stand_in == letter);
                Symbol::Char(c.map_or(*letter, |(_, c)| *c))
            }
            other => *other,
        };
        let forms = arn_forms(&text, reading)?;
        Some((forms.iter().map(|form| form.iter().map(written).collect()).collect(), uses))
    }

    /// The letter of a variable.
    fn letter(&mut self, key: String, default: Option<String>) -> Option<char> {
        let next = variable(self.letters.len())?;
        Some(*self.letters.entry((key, default)).or_insert(next))
    }

    fn numbered(&mut self, text: &str, read: Read, make: impl FnOnce(&mut Self) -> Pattern) -> Number {
        let key = (text.to_owned(), read);
        if let Some(number) = self.by_text.get(&key) {
            return *number;
        }
        let pattern = make(self);
        let number = self.all.len();
        self.all.push(pattern);
        self.by_text.insert(key, number);
        number
    }

    /// Has to be called when all patterns of rules are there, if there are to be others.
    pub(super) fn end_of_rules(&mut self) {
        self.of_rules.get_or_insert(self.all.len());
    }

    /// Has to be called when all patterns are there, before any is looked up. `preferred`: letters to take as the one that
    /// no pattern names, if they are free. `arns`: whether the words are ARNs, which have fields.
    pub(super) fn complete(&mut self, preferred: &str, arns: bool) {
        let forms = || self.all.iter().flat_map(|pattern| pattern.forms.iter().chain(&pattern.widest));
        let named: HashSet<char> = forms().flat_map(|form| letters(form)).collect();
        let free = |c: &char| *c != ':' && !named.contains(c);
        let fresh = preferred.chars().chain('\u{100}'..'\u{D7FF}').find(free);
        let count =
            |form: &Sequence, wanted: fn(&Symbol) -> bool| form.iter().filter(|one| wanted(one)).count();
        let ones = |form: &Sequence| count(form, |one| matches!(one, Symbol::One { .. }));
        let numbered = self.all.iter().enumerate().flat_map(|(number, pattern)| {
            pattern.forms.iter().chain(&pattern.widest).map(move |form| (number, form))
        });
        let with_ones: Vec<(Number, Sequence, usize)> = numbered
            .map(|(number, form)| (number, form.clone(), ones(form)))
            .filter(|(_, _, ones)| *ones > 0)
            .collect();
        let colons = forms().map(|form| count(form, |one| *one == Symbol::Char(':'))).max();
        let stays =
            |symbol: &Symbol| matches!(symbol, Symbol::One { stays: true } | Symbol::Star { stays: true });
        let crosses = arns && forms().any(|form| crosses(form)) && forms().any(|form| form.iter().any(stays));
        self.shape = Shape {
            fresh: fresh.unwrap_or('\u{D7FF}'),
            colons: if crosses { colons.unwrap_or(0) + 1 } else { 0 },
        };
        self.with_ones = with_ones;
        let uncertain = self.all.iter().enumerate().filter(|(_, pattern)| pattern.kind != Kind::Exact);
        self.uncertain = uncertain.map(|(number, _)| number).collect();
        let of_rules = self.of_rules.unwrap_or(self.all.len());
        for (number, pattern) in self.all.iter().enumerate().take(of_rules) {
            match pattern.head() {
                Some(head) if pattern.literal().is_some() => {
                    self.literals.entry(head).or_default().push(number);
                }
                Some(head) => {
                    self.by_head.entry(head.len()).or_default().entry(head).or_default().push(number);
                }
                None if pattern.kind == Kind::Exact => self.others.push(number),
                None => {}
            }
        }
    }

    /// The patterns with `?`, of which some elements have one: sorted, without duplicates.
    pub(super) fn with_ones<'e>(&self, elements: impl Iterator<Item = &'e Element>) -> Vec<Number> {
        if self.with_ones.is_empty() {
            return Vec::new();
        }
        let named: BTreeSet<Number> = elements.flat_map(|element| element.patterns.iter().copied()).collect();
        let mut all: Vec<Number> = self.with_ones.iter().map(|(number, ..)| *number).collect();
        all.dedup();
        all.retain(|number| named.contains(number));
        all
    }

    /// The largest number of `?` in one of some patterns that may match something that a sequence does.
    pub(super) fn ones_near(&self, sequence: &[Symbol], among: &[Number]) -> usize {
        let own = self.with_ones.iter().filter(|(number, ..)| among.binary_search(number).is_ok());
        let near = own.filter(|(_, form, _)| meet(form, sequence) != Ok(Vec::new()));
        near.map(|(.., ones)| *ones).max().unwrap_or(0)
    }

    /// What matters of all patterns together.
    pub(super) fn shape(&self) -> Shape {
        self.shape
    }

    /// A pattern; nothing where there is none of this number.
    pub(super) fn get(&self, number: Number) -> Option<&Pattern> {
        self.all.get(number)
    }

    /// Whether it is known what a pattern matches.
    pub(super) fn is_exact(&self, number: Number) -> bool {
        self.get(number).is_some_and(|pattern| pattern.kind == Kind::Exact)
    }

    /// The patterns of which it is not known what they match, apart from a request.
    pub(super) fn uncertain(&self) -> impl Iterator<Item = Number> {
        self.uncertain.iter().copied()
    }

    /// All patterns.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Pattern> {
        self.all.iter()
    }

    /// The exact patterns that match a word.
    pub(super) fn matching(&self, word: &[char]) -> Vec<Number> {
        let by_head = self
            .by_head
            .range(..=word.len())
            .filter_map(|(length, heads)| word.get(..*length).and_then(|head| heads.get(head)));
        let literals = self.literals.get(word);
        let candidates = literals.into_iter().chain(by_head).flatten().chain(&self.others).copied();
        let matching = |number: &Number| self.get(*number).is_some_and(|pattern| pattern.has(word));
        candidates.filter(matching).collect()
    }
}

/// Whether a star of a sequence extends across the fields of an ARN.
fn crosses(form: &[Symbol]) -> bool {
    let mut colons = 0;
    form.len() > 1
        && form.iter().any(|symbol| {
            colons += usize::from(*symbol == Symbol::Char(':'));
            *symbol == Symbol::Star { stays: false } && colons < FIELDS - 1
        })
}

/// The number of fields of an ARN.
const FIELDS: usize = 6;
