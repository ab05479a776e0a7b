//! Resources: an automaton for the patterns of ARNs, and the shortest resource of a combination of several.
//!
//! It steps by characters like [`super::union`], but knows of fields, which that need not: some wildcards of
//! an ARN stop at colons.

use std::collections::{HashSet, VecDeque};

use crate::deadline;
use crate::model::{ArnPattern, Piece, Reading};
use crate::prove::requests::Resources;

use super::search::{Truth, Unclear, and, not};

/// A union of sequences, one after the other.
#[derive(Clone, Debug, Default)]
struct Sequences {
    /// Nothing stands for the end of one.
    pieces: Vec<Option<Piece>>,
    starts: Vec<usize>,
}

/// What a text leads to: the places that may go on with it, sorted.
type Places = Vec<usize>;

impl Sequences {
    fn new(sequences: impl IntoIterator<Item = Vec<Piece>>) -> Self {
        let mut all = Self::default();
        for sequence in sequences {
            all.starts.push(all.pieces.len());
            all.pieces.extend(sequence.into_iter().map(Some));
            all.pieces.push(None);
        }
        all
    }

    fn piece(&self, place: usize) -> Option<Piece> {
        self.pieces.get(place).copied().flatten()
    }

    fn start(&self) -> Places {
        self.closed(self.starts.clone())
    }

    /// Adds the places that a star is passed to.
    fn closed(&self, mut places: Places) -> Places {
        let mut at = 0;
        while let Some(&place) = places.get(at) {
            if matches!(self.piece(place), Some(Piece::Star { .. })) {
                places.push(place + 1);
            }
            at += 1;
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    fn step(&self, places: &Places, c: char) -> Places {
        let next = places.iter().filter_map(|&place| match self.piece(place)? {
            Piece::Char(wanted) => (wanted == c).then_some(place + 1),
            Piece::One { stays } => (!stays || c != ':').then_some(place + 1),
            Piece::Star { stays } => (!stays || c != ':').then_some(place),
        });
        self.closed(next.collect())
    }

    /// Whether a text that led here is in the union.
    fn accepts(&self, places: &Places) -> bool {
        places.iter().any(|&place| self.piece(place).is_none())
    }

    /// What is so of every text that goes on from here.
    fn settled(&self, places: &Places) -> Truth {
        let forever = |&place: &usize| {
            self.piece(place) == Some(Piece::Star { stays: false }) && self.piece(place + 1).is_none()
        };
        if places.iter().any(forever) {
            return Some(true);
        }
        places.is_empty().then_some(false)
    }

    fn letters(&self, places: &Places) -> impl Iterator<Item = char> {
        places.iter().filter_map(|&place| match self.piece(place) {
            Some(Piece::Char(c)) => Some(c),
            _ => None,
        })
    }
}

/// A language of resources: a union of sequences, or its complement.
#[derive(Clone, Debug)]
pub(super) struct Language {
    sequences: Sequences,
    negated: bool,
}

impl Language {
    fn new(sequences: impl IntoIterator<Item = Vec<Piece>>, negated: bool) -> Self {
        Self { sequences: Sequences::new(sequences), negated }
    }

    /// All resources: ARNs, and `*`.
    pub(super) fn any() -> Self {
        let arns = ArnPattern::any().forms(Reading::Segments);
        Self::new(arns.into_iter().chain([vec![Piece::Char('*')]]), false)
    }

    /// Some resources under each of the readings.
    pub(super) fn under(resources: &Resources, readings: &[Reading]) -> Vec<Self> {
        let different = resources.arns.iter().any(ArnPattern::depends_on_reading);
        let readings = readings.iter().take(if different { readings.len() } else { 1 });
        let everything = || resources.everything.then(|| vec![Piece::Star { stays: false }]);
        let language = |&reading: &Reading| {
            let arns = resources.arns.iter().flat_map(|arn| arn.forms(reading));
            Self::new(arns.chain(everything()), resources.negated)
        };
        readings.map(language).collect()
    }

    fn of_shape(pieces: Vec<Piece>) -> Self {
        Self::new([pieces], false)
    }

    /// What is so of it, by what is so of its sequences.
    fn truth(&self, truth: Truth) -> Truth {
        if self.negated { not(truth) } else { truth }
    }
}

/// So many states are remembered.
const MOST_STATES: usize = 100_000;

/// So many places are looked at: about a second.
const MOST_STEPS: usize = 20_000_000;

/// One of the shortest texts that are in all of `inside` and in none of `outside`.
pub(super) fn find(inside: &[&Language], outside: &[&Language]) -> Result<Option<String>, Unclear> {
    let all: Vec<&Language> = inside.iter().chain(outside).copied().collect();
    let wanted = |truths: &mut dyn Iterator<Item = Truth>| {
        let mut found = Some(true);
        for (number, (truth, language)) in truths.zip(&all).enumerate() {
            let truth = language.truth(truth);
            found = and(found, if number < inside.len() { truth } else { not(truth) });
        }
        found
    };
    let accepted = |states: &[Places]| {
        let mut truths = states.iter().zip(&all).map(|(places, one)| Some(one.sequences.accepts(places)));
        wanted(&mut truths) == Some(true)
    };
    let hopeless = |states: &[Places]| {
        let mut truths = states.iter().zip(&all).map(|(places, one)| one.sequences.settled(places));
        wanted(&mut truths) == Some(false)
    };
    let start: Vec<Places> = all.iter().map(|language| language.sequences.start()).collect();
    if hopeless(&start) {
        return Ok(None);
    }
    if accepted(&start) {
        return Ok(Some(String::new()));
    }
    let other = unnamed(&all);
    // Each step with the one before it.
    let mut steps: Vec<(usize, char)> = vec![(0, other)];
    let mut seen = HashSet::from([start.clone()]);
    let mut open = VecDeque::from([(start, 0)]);
    let mut looked_at = 0;
    while let Some((states, before)) = open.pop_front() {
        deadline::check();
        let named = states.iter().zip(&all).flat_map(|(places, one)| one.sequences.letters(places));
        let mut letters: Vec<char> = named.chain([':', other]).collect();
        // The unnamed one first: it stands for most.
        letters.sort_unstable_by_key(|&c| (c != other, c));
        letters.dedup();
        looked_at += letters.len() * (1 + states.iter().map(Vec::len).sum::<usize>());
        if looked_at > MOST_STEPS {
            return Err(Unclear::TooLarge);
        }
        for c in letters {
            let next: Vec<Places> =
                states.iter().zip(&all).map(|(places, one)| one.sequences.step(places, c)).collect();
            if hopeless(&next) || seen.contains(&next) {
                continue;
            }
            steps.push((before, c));
            let step = steps.len() - 1;
            if accepted(&next) {
                return Ok(Some(spelled(&steps, step)));
            }
            if seen.len() >= MOST_STATES {
                return Err(Unclear::TooLarge);
            }
            seen.insert(next.clone());
            open.push_back((next, step));
        }
    }
    Ok(None)
}

/// The text that the steps to one of them spell.
fn spelled(steps: &[(usize, char)], mut at: usize) -> String {
    let mut letters = Vec::new();
    while let Some(&(before, c)) = steps.get(at).filter(|_| at != 0) {
        letters.push(c);
        at = before;
    }
    letters.iter().rev().collect()
}

/// A character that none of the languages names.
fn unnamed(all: &[&Language]) -> char {
    let named = all.iter().flat_map(|language| &language.sequences.pieces);
    let named: HashSet<char> = named
        .filter_map(|piece| match piece {
            Some(Piece::Char(c)) => Some(*c),
            _ => None,
        })
        .collect();
    let mut those =
        ('x'..='z').chain('a'..='w').chain('0'..='9').chain('A'..='Z').chain('\u{100}'..=char::MAX);
    those.find(|c| *c != ':' && !named.contains(c)).unwrap_or(char::MAX)
}

/// A resource that is in all of `inside` and in none of `outside`: one that looks like an ARN of the service if
/// there is any.
pub(super) fn believable(
    inside: &[&Language],
    outside: &[&Language],
    service: &str,
) -> Result<Option<String>, Unclear> {
    let found = find(inside, outside)?;
    if found.is_none() {
        return Ok(None);
    }
    let text = |text: &str| text.chars().map(Piece::Char).collect::<Vec<Piece>>();
    let name = [Piece::One { stays: true }, Piece::Star { stays: true }];
    let field = [Piece::Star { stays: true }, Piece::Char(':')];
    let rest = [Piece::One { stays: false }, Piece::Star { stays: false }];
    let start = text(&format!("arn:aws:{service}:"));
    let here = [start.clone(), text(if service == "s3" { "::" } else { "us-east-1:111122223333:" })].concat();
    for shape in [
        [here.clone(), text("example")].concat(),
        [here, name.to_vec()].concat(),
        [start, field.to_vec(), field.to_vec(), rest.to_vec()].concat(),
        [text("arn:aws:"), rest.to_vec()].concat(),
    ] {
        let shape = Language::of_shape(shape);
        let inside: Vec<&Language> = inside.iter().copied().chain([&shape]).collect();
        // What cannot be told here costs only looks.
        if let Ok(Some(found)) = find(&inside, outside) {
            return Ok(Some(found));
        }
    }
    Ok(found)
}
