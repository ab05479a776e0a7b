//! One dimension of requests, actions, resources or the texts of one key: its languages, and whether a word is in some of
//! them and in none of others.

use std::rc::Rc;

use crate::deadline;
use crate::prove::smt::formula::Formula;
use crate::prove::smt::regex::{Regex, concat, diff, inter, text, union_of};
use crate::prove::smt::solver::{Answer, Solver};

use super::language::{Language, any_of, name, named};
use super::resources;

/// The number of a language.
pub(super) type Number = usize;

/// A language that a word is in, or not.
pub(super) type Membership = (Number, bool);

/// A dimension.
pub(super) struct Dimension {
    pub(super) languages: Vec<Language>,
    pub(super) kind: Kind,
}

/// What words of a dimension are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Actions: any texts.
    Actions,
    /// Resources: ARNs and `*`.
    Resources,
    /// Values of a key: any texts.
    Texts,
}

/// Whether there is a word.
pub(super) enum Realised {
    /// There is this one.
    Word(String),
    /// There is none with these memberships.
    Never(Vec<Membership>),
}

impl Dimension {
    fn language(&self, number: Number) -> Option<&Language> {
        self.languages.get(number)
    }

    /// Whether a word has these memberships, as far as languages are exact: one that is not excludes nothing.
    ///
    /// # Errors
    /// The reason why that is not known.
    pub(super) fn realise(&self, all: &[Membership], strings: &mut dyn Solver) -> Result<Realised, String> {
        let telling = self.telling(all);
        if let Some(never) = self.at_once(&telling) {
            return Ok(Realised::Never(never));
        }
        if let Some(word) = self.literal(&telling) {
            return Ok(Realised::Word(word));
        }
        if let Some(word) = self.word(&telling, &[], strings)? {
            return Ok(Realised::Word(word));
        }
        self.fewest(&[], &telling, strings).map(Realised::Never)
    }

    /// The memberships that may tell words apart.
    fn telling(&self, all: &[Membership]) -> Vec<Membership> {
        let heads: Vec<&Language> =
            all.iter().filter(|(_, is)| *is).filter_map(|(number, _)| self.language(*number)).collect();
        let tells = |(number, is): &&Membership| {
            let Some(language) = self.language(*number) else { return false };
            match is {
                true => !language.has_everything(),
                false => language.exact && heads.iter().all(|head| head.may_meet(language)),
            }
        };
        all.iter().filter(tells).copied().collect()
    }

    /// The word that is the only one in one of the languages.
    fn literal(&self, telling: &[Membership]) -> Option<String> {
        let inside = telling.iter().filter(|(_, is)| *is).filter_map(|(number, _)| self.language(*number));
        let arn = |language: &&Language| self.kind != Kind::Resources || language.has_only_arns();
        inside.filter(arn).find_map(Language::literal)
    }

    /// Memberships that no word has, if direct matching shows it.
    fn at_once(&self, telling: &[Membership]) -> Option<Vec<Membership>> {
        let only = telling
            .iter()
            .filter(|(_, is)| *is)
            .find_map(|(number, _)| Some((*number, self.language(*number).and_then(Language::literal)?)));
        for (number, is) in telling {
            let Some(language) = self.language(*number) else { continue };
            if !*is && language.has_everything() {
                return Some(vec![(*number, false)]);
            }
            if let Some((literal, _)) = only.as_ref().filter(|(_, word)| language.has(word) != *is) {
                return Some(vec![(*literal, true), (*number, *is)]);
            }
            if *is {
                let apart = |(other, is): &&Membership| {
                    *is && self.language(*other).is_some_and(|other| !other.may_meet(language))
                };
                if let Some((other, _)) = telling.iter().find(apart) {
                    return Some(vec![(*number, true), (*other, true)]);
                }
            }
        }
        None
    }

    /// The words with these memberships.
    fn words(&self, all: &[Membership]) -> Rc<Regex> {
        let of = |wanted: bool| {
            let own = all.iter().filter(move |(_, is)| *is == wanted);
            own.filter_map(|(number, _)| self.language(*number))
        };
        let mut inside: Vec<Rc<Regex>> = of(true).map(|language| any_of([language])).collect();
        if self.kind == Kind::Resources && !of(true).any(Language::has_only_arns) {
            inside.push(resources::any());
        }
        let inside = match inside.as_slice() {
            [] => Rc::new(Regex::All),
            [only] => Rc::clone(only),
            several => inter(several),
        };
        if of(false).next().is_none() { inside } else { diff(&inside, &any_of(of(false))) }
    }

    /// A word with some memberships, other than these.
    ///
    /// # Errors
    /// The reason why it is not known whether there is one.
    pub(super) fn word(
        &self,
        all: &[Membership],
        others: &[&str],
        strings: &mut dyn Solver,
    ) -> Result<Option<String>, String> {
        deadline::check();
        if let Some(word) = self.literal(all) {
            return Ok(Some(word).filter(|word| self.has(word, all) && !others.contains(&word.as_str())));
        }
        let words = self.words(all);
        let words = if others.is_empty() { words } else { diff(&words, &union_of(others.iter().copied())) };
        let mut answer = strings.ask(&Formula::x_in(&words));
        // Actions are compared in lower case. Asking for it at once is slower, and hardly ever necessary.
        if matches!(&answer, Answer::Sat(word) if self.kind == Kind::Actions && !is_folded(word)) {
            answer = strings.ask(&Formula::x_in(&inter([&words, &folded()])));
        }
        match answer {
            Answer::Unsat => Ok(None),
            // A word that the solver finds is checked by direct matching.
            Answer::Sat(word) if self.has(&word, all) && !others.contains(&word.as_str()) => Ok(Some(word)),
            Answer::Sat(word) => Err(format!("the word `{}` that Z3 found is not one", word.escape_debug())),
            Answer::Unknown(reason) => Err(reason),
        }
    }

    /// Whether a word has some memberships, as far as languages are exact.
    pub(super) fn has(&self, word: &str, all: &[Membership]) -> bool {
        let is = |(number, is): &Membership| {
            self.language(*number)
                .is_some_and(|language| language.has(word) == *is || !*is && !language.exact)
        };
        all.iter().all(is)
    }

    /// As few of some memberships as no word has together with those that are `sure`: no fewer of them would do.
    fn fewest(
        &self,
        sure: &[Membership],
        left: &[Membership],
        strings: &mut dyn Solver,
    ) -> Result<Vec<Membership>, String> {
        // Those inside first: what they have in common decides which others matter.
        let mut left = left.to_vec();
        left.sort_by_key(|(_, is)| !*is);
        self.least(sure, sure.is_empty(), &left, strings)
    }

    /// Halves what is left again and again (Junker's `QuickXplain`).
    fn least(
        &self,
        sure: &[Membership],
        same: bool,
        left: &[Membership],
        strings: &mut dyn Solver,
    ) -> Result<Vec<Membership>, String> {
        if !same && self.word(sure, &[], strings)?.is_none() {
            return Ok(Vec::new());
        }
        if left.len() <= 1 {
            return Ok(left.to_vec());
        }
        let (first, second) = left.split_at(left.len() / 2);
        let with_first = [sure, first].concat();
        let of_second = self.least(&with_first, first.is_empty(), second, strings)?;
        let with_second = [sure, of_second.as_slice()].concat();
        let of_first = self.least(&with_second, of_second.is_empty(), first, strings)?;
        Ok([of_first, of_second].concat())
    }

    /// Words with these memberships, the more usual ones first. `service`: that of the action of the request.
    pub(super) fn usual(&self, all: &[Membership], service: &str, strings: &mut dyn Solver) -> Vec<String> {
        let telling = self.telling(all);
        if let Some(word) = self.literal(&telling) {
            return vec![word];
        }
        let words = self.words(&telling);
        let shapes = match self.kind {
            Kind::Actions => vec![concat(vec![name(), text(":"), name()])],
            Kind::Resources => [vec![text("*")], resources::believable(service)].concat(),
            Kind::Texts => vec![name()],
        };
        let mut found = Vec::new();
        // First those in which no variable would be empty.
        let inside = telling.iter().filter(|(_, is)| *is).filter_map(|(number, _)| self.language(*number));
        let names = inter(&inside.filter_map(named).collect::<Vec<_>>());
        let full = inter([&words, &names]);
        let of = |words: &Rc<Regex>| -> Vec<Rc<Regex>> {
            shapes.iter().map(|shape| inter([words, shape])).chain([Rc::clone(words)]).collect()
        };
        for language in of(&full).into_iter().chain(of(&words)) {
            deadline::check();
            let Answer::Sat(word) = strings.ask(&Formula::x_in(&language)) else { continue };
            let folded = self.kind != Kind::Actions || is_folded(&word);
            if folded && self.has(&word, all) && !found.contains(&word) {
                found.push(word);
            }
            if found.len() >= MOST_WORDS {
                break;
            }
        }
        found
    }
}

/// The largest number of words that are tried.
const MOST_WORDS: usize = 2;

fn is_folded(word: &str) -> bool {
    !word.contains(|c: char| c.is_ascii_uppercase())
}

/// The words without capital letters.
fn folded() -> Rc<Regex> {
    let capital = Rc::new(Regex::Range('A', 'Z'));
    Rc::new(Regex::Star(Rc::new(Regex::Diff(Rc::new(Regex::AnyChar), capital))))
}
