//! Random requests near what two sets of rules name.

use std::collections::{BTreeMap, BTreeSet};

use paredown_request::{Entry, Filled, Keys, Part, Request, Resource, Rule, Template, Truth, Wanted};

use super::dice::Dice;
use crate::model::Effect;

/// What requests are drawn from.
pub(super) struct Draws<'a> {
    /// What the requests are to match, mostly.
    targets: Vec<&'a Rule>,
    all: Vec<&'a Rule>,
    keys: Keys,
    /// Values near those that conditions compare with each key, and those on the key without conditions.
    near: BTreeMap<&'a str, Vec<String>>,
    dice: Dice,
}

/// How often, in a hundred, a request is not what it was drawn for.
const ODD: usize = 12;
/// How many values of one key are remembered.
const MOST_VALUES: usize = 200;
/// How many values are tried for a key of the rule that is to match.
const TRIES: usize = 8;
/// How many keys are given values that the rule does not name.
const OTHERS: usize = 3;

impl<'a> Draws<'a> {
    /// Requests that the Allow statements of `inner` match, mostly.
    pub(super) fn new(inner: &'a [Rule], outer: &'a [Rule], seed: u64) -> Self {
        let all: Vec<&Rule> = inner.iter().chain(outer).collect();
        let keys = Rule::keys(all.iter().copied());
        let mut dice = Dice::new(seed);
        let mut near: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for entry in all.iter().flat_map(|rule| &rule.entries) {
            let own = near.entry(entry.key()).or_default();
            if own.len() < MOST_VALUES {
                own.extend(entry.values().iter().flat_map(|wanted| close_to(wanted, &mut dice)));
            }
            // Null, and keys that are variables, compare with nothing.
            own.push("other".to_owned());
            for key in entry.templates().flat_map(Template::keys) {
                near.entry(key).or_default().extend(["ada".to_owned(), "x".to_owned()]);
            }
        }
        for template in all.iter().flat_map(|rule| &rule.resources.patterns).filter_map(template_of) {
            for key in template.keys() {
                near.entry(key).or_default().extend(["ada".to_owned(), "x".to_owned()]);
            }
        }
        for values in near.values_mut() {
            values.sort();
            values.dedup();
        }
        let targets = inner.iter().filter(|rule| rule.effect == Effect::Allow).collect();
        Self { targets, all, keys, near, dice }
    }

    /// Which keys have several values.
    pub(super) fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The next request.
    pub(super) fn next(&mut self) -> Request {
        if self.targets.is_empty() {
            return Request::default();
        }
        let target = self.dice.one(&self.targets);
        let mut request = Request { action: self.action(target), ..Request::default() };
        self.context(target, &mut request);
        request.resource = self.resource(target, &request);
        if self.dice.often(ODD) {
            match self.dice.below(3) {
                0 => request.action = self.altered(&request.action),
                1 => request.resource = self.altered(&request.resource),
                _ => {
                    let keys: Vec<String> = request.context.keys().cloned().collect();
                    let key = (!keys.is_empty()).then(|| self.dice.one(&keys));
                    key.and_then(|key| request.context.remove(&key));
                }
            }
        }
        request
    }

    fn action(&mut self, target: &'a Rule) -> String {
        let any = target.actions.negated || self.dice.often(20);
        let from = if any { self.dice.one(&self.all) } else { target };
        if from.actions.patterns.is_empty() || self.dice.often(2) {
            return "other:action".to_owned();
        }
        let pattern = from.actions.patterns[self.dice.below(from.actions.patterns.len())].folded();
        with_wildcards(pattern, &["", "x", "y", "get", "zz"], &mut self.dice)
    }

    fn resource(&mut self, target: &'a Rule, request: &Request) -> String {
        let wide = |rule: &Rule| rule.resources.patterns.contains(&Resource::Everything);
        let any = target.resources.negated || wide(target) && self.dice.often(60) || self.dice.often(10);
        let from = if any { self.dice.one(&self.all) } else { target };
        if from.resources.patterns.is_empty() {
            return "*".to_owned();
        }
        let text = match &from.resources.patterns[self.dice.below(from.resources.patterns.len())] {
            Resource::Everything => {
                ["*", "arn:aws:s3:::q", "arn:aws:q:r:1:x/y"][self.dice.below(3)].to_owned()
            }
            Resource::Template(template) => self.filled(template, request),
            Resource::Arn(text) | Resource::Opaque { text, .. } => text.clone(),
        };
        let mut text = with_wildcards(&text, &["", "x", "y/z", "q:r", "ada"], &mut self.dice);
        // A pattern may leave fields out at its end.
        while text != "*" && text.matches(':').count() < 5 {
            text.push_str(":x");
        }
        text
    }

    /// Gives the keys of a rule values with which it matches, if such are soon found, and values to some other keys.
    fn context(&mut self, target: &'a Rule, request: &mut Request) {
        let in_resources = target.resources.patterns.iter().filter_map(template_of);
        let variables = target.entries.iter().flat_map(Entry::templates).chain(in_resources);
        let variables: BTreeSet<&str> = variables.flat_map(Template::keys).collect();
        let own: BTreeSet<&str> = target.entries.iter().map(Entry::key).collect();
        let rest = own.iter().filter(|key| !variables.contains(*key));
        for key in variables.iter().chain(rest).copied() {
            let entries: Vec<&Entry> = target.entries.iter().filter(|entry| entry.key() == key).collect();
            let tries = if self.dice.often(ODD) { 1 } else { TRIES };
            for _ in 0..tries {
                let values = self.values(key, &entries, request, variables.contains(key));
                request.context.insert(key.to_owned(), values);
                if entries.iter().all(|entry| entry.holds(request, &self.keys) == Truth::Yes) {
                    break;
                }
            }
        }
        let names: Vec<&str> = self.near.keys().copied().collect();
        for _ in 0..OTHERS.min(names.len()) {
            let key = self.dice.one(&names);
            if !request.context.contains_key(key) && self.dice.often(50) {
                let values = self.values(key, &[], request, true);
                request.context.insert(key.to_owned(), values);
            }
        }
    }

    /// Some values of a key, or none.
    fn values(&mut self, key: &str, own: &[&Entry], request: &Request, there: bool) -> Vec<String> {
        if !there && self.dice.often(15) {
            return Vec::new();
        }
        let most = if self.keys.has_several(key) { 3 } else { 1 + usize::from(self.dice.often(2)) };
        let count = 1 + self.dice.below(most);
        (0..count).map(|_| self.value(key, own, request)).collect()
    }

    fn value(&mut self, key: &str, own: &[&Entry], request: &Request) -> String {
        if !own.is_empty() && self.dice.often(70) {
            let values = own[self.dice.below(own.len())].values();
            let wanted = (!values.is_empty()).then(|| &values[self.dice.below(values.len())]);
            let text = match wanted {
                Some(Wanted::Template(template)) => {
                    let text = self.filled(template, request);
                    Some(with_wildcards(&text, &["", "x"], &mut self.dice))
                }
                Some(wanted) => {
                    let close = close_to(wanted, &mut self.dice);
                    (!close.is_empty()).then(|| self.dice.one(&close))
                }
                None => None,
            };
            if let Some(text) = text {
                return text;
            }
        }
        match self.near.get(key) {
            Some(near) if !near.is_empty() => near[self.dice.below(near.len())].clone(),
            _ => "other".to_owned(),
        }
    }

    /// A text with its variables as in a request; as it is written where they have no value.
    fn filled(&mut self, template: &Template, request: &Request) -> String {
        match template.filled(request, &self.keys) {
            Filled::Text(text) => text.replace('\u{E000}', "*").replace('\u{E001}', "?"),
            Filled::NoValue | Filled::Open(_) => {
                let part = |part: &Part| match part {
                    Part::Text(text) => text.clone(),
                    Part::Char(c) => c.to_string(),
                    Part::Key { default, .. } => default.clone().unwrap_or_else(|| "x".to_owned()),
                };
                template.parts().iter().map(part).collect()
            }
        }
    }

    /// A text with a letter less, more, or changed.
    fn altered(&mut self, text: &str) -> String {
        let mut letters: Vec<char> = text.chars().collect();
        let at = self.dice.below(letters.len().max(1));
        match self.dice.below(3) {
            0 if at < letters.len() => drop(letters.remove(at)),
            1 if at < letters.len() => letters[at] = 'q',
            _ => letters.push('x'),
        }
        letters.into_iter().collect()
    }
}

fn template_of(resource: &Resource) -> Option<&Template> {
    match resource {
        Resource::Template(template) => Some(template),
        _ => None,
    }
}

/// A text that a glob matches.
fn with_wildcards(glob: &str, stars: &[&str], dice: &mut Dice) -> String {
    let mut text = String::new();
    for c in glob.chars() {
        match c {
            '*' => text.push_str(stars[dice.below(stars.len())]),
            '?' => text.push(['x', 'y', 'q'][dice.below(3)]),
            c => text.push(c),
        }
    }
    text
}

/// Values that fit a value of a policy, and neighbours that do not.
fn close_to(wanted: &Wanted, dice: &mut Dice) -> Vec<String> {
    let neighbours = |text: String| {
        let (upper, longer) = (text.to_uppercase(), format!("{text}x"));
        [text.clone(), text.clone(), text, upper, longer].into()
    };
    match wanted {
        Wanted::Text(text) | Wanted::Lower(text) | Wanted::Base64(text) => neighbours(text.clone()),
        Wanted::Glob(glob) => neighbours(with_wildcards(glob, &["", "x", "a/b"], dice)),
        Wanted::Arn(fields) => neighbours(with_wildcards(&fields.join(":"), &["", "x", "a/b"], dice)),
        Wanted::Number(number) => match number.whole() {
            Some(whole) => [-1, 0, 1].map(|by| whole.saturating_add(by).to_string()).into(),
            None => vec!["0".to_owned(), "1".to_owned()],
        },
        Wanted::Date(date) => {
            let around = [-1, 0, 1].map(|by| jiff::Timestamp::from_nanosecond(date + by));
            around.into_iter().flatten().map(|time| time.to_string()).collect()
        }
        Wanted::Boolean(_) => vec!["true".to_owned(), "false".to_owned()],
        Wanted::Block(block) => {
            let at = |address: paredown_request::Address, by: i128| {
                let bits = address.bits.checked_add_signed(by)?;
                paredown_request::Address { bits, ..address }.text()
            };
            let around = [at(block.first, 0), at(block.last, 0), at(block.first, -1), at(block.last, 1)];
            around.into_iter().flatten().collect()
        }
        Wanted::Template(_) | Wanted::Invalid | Wanted::Nothing | Wanted::Opaque(_) => Vec::new(),
    }
}
