//! Automata for resource patterns, and the shortest resource of a combination of several.
//!
//! Steps by characters, as in [`super::union`], but with fields: some wildcards of an ARN stop at colons.

use std::collections::{HashSet, VecDeque};

use crate::deadline;
use crate::model::{ArnPattern, Piece, Reading};
use crate::prove::Fault;
use crate::prove::requests::Resources;

use super::search::{Truth, Unclear, and, not};

/// A union of sequences.
#[derive(Clone, Debug, Default)]
struct Sequences {
    /// The sequences one after the other; `None` where a sequence ends.
    pieces: Vec<Option<Piece>>,
    starts: Vec<usize>,
}

/// The places that a text leads to, sorted.
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

    /// The piece at a place; `None` at the end of a sequence.
    fn piece(&self, place: usize) -> Result<Option<Piece>, Fault> {
        self.pieces.get(place).copied().ok_or(Fault)
    }

    fn start(&self) -> Result<Places, Fault> {
        self.closed(self.starts.clone())
    }

    /// Adds the places that are reached by passing a star.
    fn closed(&self, mut places: Places) -> Result<Places, Fault> {
        let mut at = 0;
        while let Some(&place) = places.get(at) {
            if matches!(self.piece(place)?, Some(Piece::Star { .. })) {
                places.push(place + 1);
            }
            at += 1;
        }
        places.sort_unstable();
        places.dedup();
        Ok(places)
    }

    fn step(&self, places: &Places, c: char) -> Result<Places, Fault> {
        let mut next = Vec::new();
        for &place in places {
            next.extend(self.piece(place)?.and_then(|piece| match piece {
                Piece::Char(wanted) => (wanted == c).then_some(place + 1),
                Piece::One { stays } => (!stays || c != ':').then_some(place + 1),
                Piece::Star { stays } => (!stays || c != ':').then_some(place),
            }));
        }
        self.closed(next)
    }

    /// Whether a text that led here is in the union.
    fn accepts(&self, places: &Places) -> Result<Truth, Fault> {
        let mut accepts = false;
        for &place in places {
            accepts |= self.piece(place)?.is_none();
        }
        Ok(Some(accepts))
    }

    /// The truth about every continuation, if it is settled.
    fn settled(&self, places: &Places) -> Result<Truth, Fault> {
        for &place in places {
            let forever = Some(Piece::Star { stays: false });
            if self.piece(place)? == forever && self.piece(place + 1)?.is_none() {
                return Ok(Some(true));
            }
        }
        Ok(places.is_empty().then_some(false))
    }

    fn add_letters(&self, places: &Places, letters: &mut Vec<char>) -> Result<(), Fault> {
        for &place in places {
            if let Some(Piece::Char(c)) = self.piece(place)? {
                letters.push(c);
            }
        }
        Ok(())
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

    /// The resources under each of the readings.
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

    /// The truth about the language, from the truth about its sequences.
    fn truth(&self, truth: Truth) -> Truth {
        if self.negated { not(truth) } else { truth }
    }
}

/// The largest number of states that are remembered.
const MOST_STATES: usize = 100_000;

/// The largest number of places to consider: about a second.
const MOST_STEPS: usize = 20_000_000;

/// One of the shortest texts that are in all of `inside` and in none of `outside`.
pub(super) fn find(inside: &[&Language], outside: &[&Language]) -> Result<Option<String>, Unclear> {
    let all: Vec<&Language> = inside.iter().chain(outside).copied().collect();
    let wanted = |states: &[Places], of: fn(&Sequences, &Places) -> Result<Truth, Fault>| {
        let mut found = Some(true);
        for (number, (places, language)) in states.iter().zip(&all).enumerate() {
            let truth = language.truth(of(&language.sequences, places)?);
            found = and(found, if number < inside.len() { truth } else { not(truth) });
        }
        Ok::<Truth, Fault>(found)
    };
    let accepted = |states: &[Places]| Ok::<bool, Fault>(wanted(states, Sequences::accepts)? == Some(true));
    let hopeless = |states: &[Places]| Ok::<bool, Fault>(wanted(states, Sequences::settled)? == Some(false));
    let start =
        all.iter().map(|language| language.sequences.start()).collect::<Result<Vec<Places>, Fault>>()?;
    if hopeless(&start)? {
        return Ok(None);
    }
    if accepted(&start)? {
        return Ok(Some(String::new()));
    }
    let other = unnamed(&all);
    // Each step with the previous one.
    let mut steps: Vec<(usize, char)> = vec![(0, other)];
    let mut seen = HashSet::from([start.clone()]);
    let mut open = VecDeque::from([(start, 0)]);
    let mut looked_at = 0;
    while let Some((states, before)) = open.pop_front() {
        deadline::check();
        let mut letters = vec![':', other];
        for (places, one) in states.iter().zip(&all) {
            one.sequences.add_letters(places, &mut letters)?;
        }
        // The unnamed one first: it represents most characters.
        letters.sort_unstable_by_key(|&c| (c != other, c));
        letters.dedup();
        looked_at += letters.len() * (1 + states.iter().map(Vec::len).sum::<usize>());
        if looked_at > MOST_STEPS {
            return Err(Unclear::TooLarge);
        }
        for c in letters {
            let next = states.iter().zip(&all).map(|(places, one)| one.sequences.step(places, c));
            let next = next.collect::<Result<Vec<Places>, Fault>>()?;
            if hopeless(&next)? || seen.contains(&next) {
                continue;
            }
            steps.push((before, c));
            let step = steps.len() - 1;
            if accepted(&next)? {
                return Ok(Some(spelled(&steps, step)?));
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

/// The text spelled by the steps that lead here.
fn spelled(steps: &[(usize, char)], mut at: usize) -> Result<String, Fault> {
    let mut letters = Vec::new();
    while at != 0 {
        let &(before, c) = steps.get(at).ok_or(Fault)?;
        letters.push(c);
        at = before;
    }
    Ok(letters.iter().rev().collect())
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

/// A resource that is in all of `inside` and in none of `outside`; preferably one that looks like an ARN of the
/// service.
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
        // If this cannot be decided, the resource found is only less plausible.
        if let Ok(Some(found)) = find(&inside, outside) {
            return Ok(Some(found));
        }
    }
    Ok(found)
}
