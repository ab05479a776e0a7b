//! The conditions of requests for one action and one resource: whether those of given rules can be met while each cover
//! fails one of its own.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use paredown_request::Request;

use crate::compare::capture::captured;
use crate::compare::fill::fill;
use crate::compare::pair::NOT_CONFIRMED;
use crate::compare::pattern::Kind;
use crate::compare::patterns::Number;
use crate::compare::wishes::{Fit, KeyWish, Wish};
use crate::compare::world::{RuleNumber, World};
use crate::deadline;

use super::found::{Found, Rules};
use super::words::Case;

/// What is known of the requests that are left.
pub(super) struct Cell<'c> {
    /// The rules that they match.
    pub(super) given: &'c [RuleNumber],
    /// The rules that have their action and their resource, and whose conditions they must not meet.
    pub(super) covers: &'c [RuleNumber],
    pub(super) action: &'c Case,
    pub(super) resource: &'c Case,
    /// The patterns that match their resource.
    pub(super) musts: &'c [Number],
}

/// The largest number of combinations of values that are tried for one cell.
const MOST_TRIED: usize = 50;

/// The largest number of choices of entries for one cell.
const MOST_CHOICES: usize = 20_000;

/// The reason if there are more.
const TOO_MANY_CHOICES: &str = "conditions overlap in too many ways";

/// A key, what is wished of it, and whether it has to be there.
type OfKey = (String, Vec<(usize, bool)>, bool);

/// Cells of a world.
pub(super) struct Cells<'w, 'a> {
    world: &'w World<'a>,
    /// Whether a key can have what is wished of it, as far as that was asked.
    possible: HashMap<OfKey, bool>,
}

/// One look at a cell.
struct Look<'l> {
    cell: &'l Cell<'l>,
    /// The covers, those with few entries first, each with its entries.
    covers: Vec<(RuleNumber, Vec<usize>)>,
    needed: BTreeSet<String>,
    /// The largest number of covers that could be failed together.
    deepest: usize,
    choices: usize,
    tried: usize,
    open: Option<String>,
}

impl<'w, 'a> Cells<'w, 'a> {
    pub(super) fn new(world: &'w World<'a>) -> Self {
        Self { world, possible: HashMap::new() }
    }

    /// A request of the cell.
    pub(super) fn look(&mut self, cell: &Cell<'_>) -> Found {
        let rule = |number: &RuleNumber| self.world.rules.get(*number);
        let given: BTreeSet<usize> =
            cell.given.iter().filter_map(rule).flat_map(|rule| rule.entries.iter().copied()).collect();
        let mut covers = Vec::new();
        for number in cell.covers {
            let Some(rule) = rule(number) else { continue };
            let entries: Vec<usize> =
                rule.entries.iter().filter(|one| !given.contains(one)).copied().collect();
            if entries.is_empty() {
                return Found::Nothing(Rc::new(vec![*number]));
            }
            covers.push((*number, entries));
        }
        covers.sort_by_key(|(_, entries)| entries.len());
        let Some(needed) = self.needed(cell) else { return Found::Nothing(Rules::default()) };
        let mut wishes: Vec<(usize, bool)> = given.into_iter().map(|entry| (entry, true)).collect();
        let keys: BTreeSet<&str> = wishes
            .iter()
            .filter_map(|(entry, _)| self.key(*entry))
            .chain(needed.iter().map(String::as_str))
            .collect();
        if !keys.into_iter().all(|key| self.is_possible(key, &wishes, &needed)) {
            return Found::Nothing(Rules::default());
        }
        let mut look = Look { cell, covers, needed, deepest: 0, choices: 0, tried: 0, open: None };
        if let Some(found) = self.choose(&mut look, 0, &mut wishes) {
            return found;
        }
        if let Some(reason) = look.open {
            return Found::Open(reason, Rules::default());
        }
        let mut core: Vec<RuleNumber> =
            look.covers.iter().take(look.deepest + 1).map(|(number, _)| *number).collect();
        core.sort_unstable();
        Found::Nothing(Rc::new(core))
    }

    /// The keys that have to have a value, for the resource to match; nothing if one of them never has.
    fn needed(&self, cell: &Cell<'_>) -> Option<BTreeSet<String>> {
        let mut needed = BTreeSet::new();
        for must in cell.musts {
            let Some(pattern) = self.world.resources.get(*must) else { continue };
            let Kind::Variables(uses) = &pattern.kind else { continue };
            for one in uses.iter().filter(|one| !one.has_default) {
                if self.world.keys().has_several(&one.key) {
                    return None;
                }
                needed.insert(one.key.clone());
            }
        }
        Some(needed)
    }

    /// Lets each cover from one on fail one of its entries, in all ways; `None` if no request was found.
    fn choose(&mut self, look: &mut Look<'_>, at: usize, wishes: &mut Vec<(usize, bool)>) -> Option<Found> {
        deadline::check();
        look.choices += 1;
        if look.choices > MOST_CHOICES {
            look.open.get_or_insert_with(|| TOO_MANY_CHOICES.to_owned());
            return None;
        }
        let Some((_, entries)) = look.covers.get(at) else { return self.try_out(look, wishes) };
        look.deepest = look.deepest.max(at);
        if entries.iter().any(|entry| wishes.contains(&(*entry, false))) {
            return self.choose(look, at + 1, wishes);
        }
        for entry in entries.clone() {
            wishes.push((entry, false));
            let possible = self.key(entry).is_none_or(|key| self.is_possible(key, wishes, &look.needed));
            let found = if possible { self.choose(look, at + 1, wishes) } else { None };
            wishes.pop();
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Whether a key can have what is wished of it.
    fn is_possible(&mut self, key: &str, wishes: &[(usize, bool)], needed: &BTreeSet<String>) -> bool {
        let own = |(number, _): &&(usize, bool)| self.key(*number) == Some(key);
        let mut own: Vec<(usize, bool)> = wishes.iter().filter(own).copied().collect();
        own.sort_unstable();
        let of_key = (key.to_owned(), own, needed.contains(key));
        if let Some(possible) = self.possible.get(&of_key) {
            return *possible;
        }
        let wish = KeyWish {
            key,
            several: self.world.keys().has_several(key),
            needed: of_key.2,
            wishes: self.wishes(&of_key.1),
        };
        let possible = wish.fit() != Fit::Impossible;
        self.possible.insert(of_key, possible);
        possible
    }

    /// The key of an entry.
    fn key(&self, entry: usize) -> Option<&'a str> {
        self.world.entries.get(entry).map(|entry| entry.key())
    }

    fn wishes(&self, numbers: &[(usize, bool)]) -> Vec<Wish<'a>> {
        let entry = |(number, wish): &(usize, bool)| Some((*self.world.entries.get(*number)?, *wish));
        numbers.iter().filter_map(entry).collect()
    }

    /// Makes a request of what is wished, and asks whether it is one.
    fn try_out(&self, look: &mut Look<'_>, wishes: &[(usize, bool)]) -> Option<Found> {
        look.tried += 1;
        if look.tried > MOST_TRIED {
            return None;
        }
        match self.request(look.cell, &self.wishes(wishes)) {
            Ok(request) => Some(Found::Request(request)),
            Err(reason) => {
                look.open.get_or_insert(reason);
                None
            }
        }
    }

    /// A request of a cell with which wishes come true, if it is confirmed.
    fn request(&self, cell: &Cell<'_>, wishes: &[Wish<'_>]) -> Result<Request, String> {
        let captured = captured(self.world, &cell.resource.word, cell.musts);
        let captured = captured.ok_or_else(|| NOT_CONFIRMED.to_owned())?;
        let mut request = Request {
            action: cell.action.word.iter().collect(),
            resource: cell.resource.word.iter().collect(),
            context: captured.into_iter().map(|(key, value)| (key, vec![value])).collect(),
        };
        fill(self.world, wishes, &mut request, |key: &KeyWish<'_>| key.fit())?;
        self.world.pair.confirm(&request).map(|_| request)
    }
}
