//! The actions of all principals, each name once, and the rows in which a principal's services are.
//!
//! Principals often have the same policies, and most of what they have is alike: so rows that are alike are kept once, and a
//! principal is a list of runs of rows.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::analyze::{AllowedAction, Analysis, Class};
use crate::model::{AccessLevel, Catalogue};

/// Numbers, in ascending order, as first and length of each run: `[3, 2, 9, 1]` is 3, 4 and 9.
pub(super) type Runs = Vec<usize>;

/// Adds a number to some runs, of which none has a larger one.
pub(super) fn add(runs: &mut Runs, number: usize) {
    match runs.as_mut_slice() {
        [.., first, length] if *first + *length == number => *length += 1,
        _ => runs.extend([number, 1]),
    }
}

/// A service, with the names of those of its actions that somebody may use.
#[derive(Debug, Serialize)]
pub(super) struct Service {
    name: String,
    actions: Vec<String>,
    /// The letter of the access level of each.
    levels: String,
}

/// What a principal does with its actions of one service: service, used, unused by the source that shows it, and
/// undecided by reason.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
struct Row(usize, Runs, ByWord, ByWord);

/// Runs by a word: the source or the reason, as a number in the list of words.
type ByWord = Vec<(usize, Runs)>;

impl Row {
    /// About how many bytes it takes.
    fn size(&self) -> usize {
        let Self(_, used, unused, undecided) = self;
        let others = unused.iter().chain(undecided).map(|(_, runs)| 6 + 4 * runs.len());
        20 + 4 * used.len() + others.sum::<usize>()
    }
}

/// How many actions a principal has, of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Counts {
    pub(super) used: usize,
    pub(super) unused: usize,
    pub(super) undecided: usize,
    /// Services of which all that is allowed is unused.
    pub(super) services: usize,
    /// The unused actions by access level.
    pub(super) levels: [usize; AccessLevel::ALL.len()],
}

/// The services, and the rows, of all principals.
#[derive(Debug, Serialize)]
pub(super) struct Actions<'a> {
    services: Vec<Service>,
    rows: Vec<Row>,
    /// The words for sources and reasons.
    words: Vec<&'static str>,
    /// Whether the numbers in rows are those of actions; else only how many there are is right.
    named: bool,
    #[serde(skip)]
    places: HashMap<&'a str, Place>,
    #[serde(skip)]
    numbers: HashMap<Row, usize>,
}

/// Where an action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    service: usize,
    action: usize,
    level: usize,
}

impl<'a> Actions<'a> {
    /// The actions of some principals, and no rows yet.
    pub(super) fn of(analyses: &'a [Analysis], catalogue: &Catalogue) -> Self {
        let mut spelled: HashMap<&str, &str> = HashMap::new();
        for (allowed, _) in analyses.iter().flat_map(|analysis| &analysis.classes) {
            spelled.entry(allowed.action.folded()).or_insert(allowed.action.spelling());
        }
        let mut sorted: Vec<(&str, &str)> = spelled.into_iter().collect();
        sorted.sort_unstable();
        let mut services: Vec<Service> = Vec::new();
        let mut places = HashMap::new();
        for (folded, spelling) in sorted {
            let service = folded.split_once(':').map_or("", |(service, _)| service);
            if services.last().is_none_or(|last| last.name != service) {
                services.push(Service {
                    name: service.to_owned(),
                    actions: Vec::new(),
                    levels: String::new(),
                });
            }
            let number = services.len() - 1;
            let Some(last) = services.last_mut() else { continue };
            let (level, letter) = level_of(service, folded, catalogue);
            places.insert(folded, Place { service: number, action: last.actions.len(), level });
            last.levels.push(letter);
            last.actions.push(spelling.split_once(':').map_or(spelling, |(_, name)| name).to_owned());
        }
        Self { services, rows: Vec::new(), words: Vec::new(), named: true, places, numbers: HashMap::new() }
    }

    /// The number of a service, if a principal may use an action of it.
    pub(super) fn service(&self, name: &str) -> Option<usize> {
        let name = name.to_ascii_lowercase();
        self.services.iter().position(|service| service.name == name)
    }

    /// The rows of a principal, and its counts.
    pub(super) fn add(&mut self, analysis: &Analysis) -> (Runs, Counts) {
        let place = |(allowed, class): &(AllowedAction, Class)| {
            self.places.get(allowed.action.folded()).map(|place| (*place, *class))
        };
        let mut all: Vec<(Place, Class)> = analysis.classes.iter().filter_map(place).collect();
        all.sort_by_key(|(place, _)| *place);
        let (mut runs, mut counts) = (Runs::new(), Counts::default());
        for own in all.chunk_by(|(one, _), (next, _)| one.service == next.service) {
            let Some((Place { service, .. }, _)) = own.first() else { continue };
            let mut used = Runs::new();
            let (mut unused, mut undecided) = (BTreeMap::new(), BTreeMap::new());
            for (place, class) in own {
                match class {
                    Class::Used(_) => {
                        counts.used += 1;
                        add(&mut used, place.action);
                    }
                    Class::Unused { shown_by, .. } => {
                        counts.unused += 1;
                        if let Some(count) = counts.levels.get_mut(place.level) {
                            *count += 1;
                        }
                        add(unused.entry(shown_by.name()).or_default(), place.action);
                    }
                    Class::Undecided(reason) => {
                        counts.undecided += 1;
                        add(undecided.entry(reason.name()).or_default(), place.action);
                    }
                }
            }
            counts.services += usize::from(used.is_empty() && undecided.is_empty());
            let (unused, undecided) = (self.worded(unused), self.worded(undecided));
            add(&mut runs, self.number(Row(*service, used, unused, undecided)));
        }
        (runs, counts)
    }

    /// If the rows take more than so many bytes: takes the names of the actions out, and leaves how many there are.
    pub(super) fn shorten(&mut self, most: usize) {
        let sizes = self.rows.iter().map(Row::size);
        if sizes.sum::<usize>() <= most {
            return;
        }
        self.named = false;
        for Row(_, used, unused, undecided) in &mut self.rows {
            let others = unused.iter_mut().chain(undecided).map(|(_, runs)| runs);
            for runs in others.chain([used]) {
                let all: usize = runs.iter().skip(1).step_by(2).sum();
                *runs = if all == 0 { Runs::new() } else { vec![0, all] };
            }
        }
        for service in &mut self.services {
            service.actions.clear();
            service.levels.clear();
        }
    }

    fn worded(&mut self, all: BTreeMap<&'static str, Runs>) -> ByWord {
        let number = |(word, runs)| {
            let known = self.words.iter().position(|own| *own == word);
            let number = known.unwrap_or_else(|| {
                self.words.push(word);
                self.words.len() - 1
            });
            (number, runs)
        };
        all.into_iter().map(number).collect()
    }

    fn number(&mut self, row: Row) -> usize {
        let next = self.rows.len();
        let number = *self.numbers.entry(row.clone()).or_insert(next);
        if number == next {
            self.rows.push(row);
        }
        number
    }
}

/// The access level of an action: its place among [all](AccessLevel::ALL), and its letter.
fn level_of(service: &str, folded: &str, catalogue: &Catalogue) -> (usize, char) {
    let entries = catalogue.service(service);
    let found = entries.binary_search_by(|entry| entry.action.folded().cmp(folded)).ok();
    let entry = found.and_then(|at| entries.get(at));
    let level = entry.map_or(AccessLevel::Unknown, |entry| entry.level);
    let place = AccessLevel::ALL.iter().position(|own| *own == level);
    (place.unwrap_or(AccessLevel::ALL.len() - 1), level.letter())
}
