//! A slow twin of the library, written from the definitions and sharing no code with it: patterns are matched by
//! recursion, cut points are found by reading words, covers by trying them all.

use std::collections::{BTreeMap, BTreeSet};

use paredown::model::{Effect, Policy, Statement};

/// Whether a glob matches a string, by recursion on both.
pub fn glob(pattern: &str, string: &str) -> bool {
    let mut rest = pattern.chars();
    match rest.next() {
        None => string.is_empty(),
        Some('*') => glob(rest.as_str(), string) || next(string).is_some_and(|(_, tail)| glob(pattern, tail)),
        Some(wanted) => next(string)
            .is_some_and(|(found, tail)| (wanted == '?' || wanted == found) && glob(rest.as_str(), tail)),
    }
}

fn next(string: &str) -> Option<(char, &str)> {
    let mut rest = string.chars();
    rest.next().map(|first| (first, rest.as_str()))
}

/// The words of a name, read from left to right.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let at = |i: usize| letters.get(i).copied().unwrap_or('\0');
    let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let mut found = Vec::new();
    let mut start = 0;
    while start < letters.len() {
        let mut end = start;
        while at(end).is_ascii_uppercase() {
            end += 1;
        }
        let capitals = end - start;
        let plural = at(end) == 's' && !at(end + 1).is_ascii_lowercase();
        if capitals >= 2 && at(end).is_ascii_lowercase() && !plural {
            // The last capital begins the next word.
            end -= 1;
        } else {
            while small(at(end)) {
                end += 1;
            }
        }
        if end == start {
            end += 1;
        }
        found.push(letters.iter().skip(start).take(end - start).collect());
        start = end;
    }
    found
}

/// The folded cut points of an action, shortest first.
pub fn cuts(action: &str) -> Vec<String> {
    let (service, name) = action.split_once(':').unwrap();
    let mut cut = format!("{service}:").to_ascii_lowercase();
    let mut all = vec![cut.clone()];
    for word in words(name) {
        cut.push_str(&word.to_ascii_lowercase());
        all.push(cut.clone());
    }
    all
}

/// What is unused: folded actions and services, and the folded patterns of what is kept.
#[derive(Clone, Debug, Default)]
pub struct Unused {
    pub actions: BTreeSet<String>,
    pub services: BTreeSet<String>,
    pub keep: Vec<String>,
}

impl Unused {
    pub fn has(&self, string: &str) -> bool {
        let service = string.split_once(':').map(|(service, _)| service);
        let named =
            self.actions.contains(string) || service.is_some_and(|service| self.services.contains(service));
        named && !self.keep.iter().any(|pattern| glob(pattern, string))
    }
}

/// Whether a statement applies to a folded string.
pub fn speaks(statement: &Statement, string: &str) -> bool {
    statement.actions.patterns.iter().any(|p| glob(p.folded(), string)) != statement.actions.negated
}

/// Whether some Allow statement applies to a folded string.
pub fn allows(policy: &Policy, string: &str) -> bool {
    policy.statements.iter().any(|s| s.effect == Effect::Allow && speaks(s, string))
}

/// Whether a policy without conditions allows a request.
pub fn allows_request(policy: &Policy, action: &str, resource: &str) -> bool {
    let on = |statement: &&Statement| {
        let element = statement.scope.resource();
        let named = element.patterns.iter().any(|pattern| glob(pattern, resource));
        named != element.negated && speaks(statement, action)
    };
    let effects: Vec<Effect> = policy.statements.iter().filter(on).map(|s| s.effect).collect();
    effects.contains(&Effect::Allow) && !effects.contains(&Effect::Deny)
}

/// A+: from folded action to spelling.
pub type Known = BTreeMap<String, String>;

/// One pattern of the original that is a prefix, seen through the definitions.
pub struct Scope<'a> {
    pub pattern: &'a str,
    pub known: &'a Known,
    pub unused: &'a Unused,
}

impl Scope<'_> {
    fn matched(&self) -> impl Iterator<Item = (&String, &String)> {
        self.known.iter().filter(|(folded, _)| glob(self.pattern, folded))
    }

    /// The intended actions.
    pub fn intended(&self) -> BTreeSet<&str> {
        self.matched().map(|(folded, _)| folded.as_str()).filter(|a| !self.unused.has(a)).collect()
    }

    /// The cut points in reach.
    fn cuts(&self) -> BTreeSet<String> {
        let head = self.pattern.trim_end_matches('*').len();
        self.matched().flat_map(|(_, spelling)| cuts(spelling)).filter(|cut| cut.len() >= head).collect()
    }

    /// Whether nothing unused begins with a cut point: of literals and prefixes only a prefix can contain
    /// everything that does.
    fn safe(&self, cut: &str) -> bool {
        let service = cut.split_once(':').map_or("", |(service, _)| service);
        let heads = self.unused.keep.iter().filter_map(|pattern| pattern.strip_suffix('*'));
        let kept = heads.into_iter().any(|head| cut.starts_with(head));
        let action = |action: &String| action.starts_with(cut) && self.unused.has(action);
        (kept || !self.unused.services.contains(service)) && !self.unused.actions.iter().any(action)
    }

    fn safe_cuts(&self) -> Vec<String> {
        self.cuts().into_iter().filter(|cut| self.safe(cut)).collect()
    }

    /// The frontier, folded, by its definition.
    pub fn frontier(&self, tight: bool) -> BTreeSet<String> {
        let intended = self.intended();
        let safe = self.safe_cuts();
        let generalisation = |action: &str| {
            let above = safe.iter().filter(|cut| action.starts_with(cut.as_str()));
            let Some(shortest) = above.min_by_key(|cut| cut.len()) else {
                return action.to_owned();
            };
            let below: Vec<&str> =
                intended.iter().filter(|a| a.starts_with(shortest.as_str())).copied().collect();
            if let [only] = below.as_slice() {
                return (*only).to_owned();
            }
            let common = |cut: &&String| below.iter().all(|a| a.starts_with(cut.as_str()));
            let longest = safe.iter().filter(common).max_by_key(|cut| cut.len()).unwrap();
            format!("{}*", if tight { longest } else { shortest })
        };
        intended.iter().map(|action| generalisation(action)).collect()
    }

    /// The least number of safe generalisations that cover the intended actions, by trying all.
    pub fn fewest(&self) -> usize {
        let intended: Vec<&str> = self.intended().into_iter().collect();
        let bits = |covers: &dyn Fn(&str) -> bool| {
            intended.iter().enumerate().filter(|(_, a)| covers(a)).fold(0_u64, |set, (bit, _)| set | 1 << bit)
        };
        let mut candidates: BTreeSet<u64> = (0..intended.len()).map(|bit| 1 << bit).collect();
        candidates.extend(self.safe_cuts().iter().map(|cut| bits(&|a| a.starts_with(cut.as_str()))));
        smallest_union(&candidates, bits(&|_| true))
    }
}

/// The strings of a glob that begin with a prefix, as globs.
pub fn narrow(pattern: &str, prefix: &str) -> BTreeSet<String> {
    fn rests<'a>(pattern: &'a str, prefix: &str, found: &mut BTreeSet<&'a str>) {
        let Some((letter, after)) = next(prefix) else {
            found.insert(pattern);
            return;
        };
        match next(pattern) {
            Some(('*', rest)) => {
                rests(rest, prefix, found);
                rests(pattern, after, found);
            }
            Some((wanted, rest)) if wanted == '?' || wanted == letter => rests(rest, after, found),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    rests(pattern, prefix, &mut found);
    found.into_iter().map(|rest| format!("{prefix}{rest}")).collect()
}

/// The least number of safe generalisations of a statement's touched patterns that cover some actions, by trying
/// all covers. Nothing may be kept of a whole unused service.
pub fn fewest_of_statement(
    patterns: &[&str],
    known: &Known,
    unused: &Unused,
    actions: &BTreeSet<&str>,
) -> usize {
    let bits = |covers: &dyn Fn(&str) -> bool| {
        actions.iter().enumerate().filter(|(_, a)| covers(a)).fold(0_u64, |set, (bit, _)| set | 1 << bit)
    };
    let mut candidates: BTreeSet<u64> = (0..actions.len()).map(|bit| 1 << bit).collect();
    for pattern in patterns {
        let head = pattern.find(['*', '?']).unwrap_or(pattern.len());
        let matched = known.iter().filter(|(folded, _)| glob(pattern, folded));
        for cut in matched.flat_map(|(_, spelling)| cuts(spelling)).filter(|cut| cut.len() >= head) {
            let service = cut.split_once(':').map_or("", |(service, _)| service);
            let narrowed = narrow(pattern, &cut);
            let reached = |u: &String| unused.has(u) && narrowed.iter().any(|narrow| glob(narrow, u));
            if unused.services.contains(service) || unused.actions.iter().any(reached) {
                continue;
            }
            candidates.extend(narrowed.iter().map(|narrow| bits(&|action| glob(narrow, action))));
        }
    }
    smallest_union(&candidates, bits(&|_| true))
}

/// The least number of sets whose union is `all`.
fn smallest_union(sets: &BTreeSet<u64>, all: u64) -> usize {
    let mut reached = BTreeSet::from([0_u64]);
    for count in 0.. {
        if reached.contains(&all) {
            return count;
        }
        reached = reached.iter().flat_map(|set| sets.iter().map(move |more| set | more)).collect();
    }
    unreachable!("the literals cover everything")
}

/// Strings that decide every question about languages made of literals and prefixes: each string behaves like the
/// longest of these heads that begins it, or like that head with something new after it.
pub fn deciding<'a>(patterns: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let mut all = BTreeSet::from([String::new(), "~".to_owned()]);
    for pattern in patterns {
        let head = pattern.trim_end_matches('*');
        assert!(!head.contains(['*', '?']), "`{pattern}` is neither a literal nor a prefix");
        all.insert(head.to_owned());
        all.insert(format!("{head}~"));
    }
    all
}
