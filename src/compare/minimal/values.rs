//! Whether one value of a key meets some entries and fails others.

use paredown_request::{Entry, Keys, Opaque, Request, Truth, Wanted};

use crate::compare::types::{Type, type_of};
use crate::compare::wishes::{Fit, Wish};
use crate::model::Comparison;

use super::states::{State, states};
use super::texts::{Letter, Union, find};

/// One value of a key with which all wishes come true.
///
/// | entries of the key | answer |
/// | --- | --- |
/// | texts (String…, Arn…) | exact: languages of globs |
/// | numbers, dates, Booleans, addresses, binary alone | exact: [`states`] |
/// | texts and others, or two of the others | found if a representative fits, else unknown |
/// | values with policy variables, or opaque | each such value may fit or not, the same in all entries |
/// | no values | each such entry may hold or not |
pub(super) fn value(wishes: &[Wish<'_>]) -> Fit<String> {
    let Some(wishes) = free(wishes) else { return Fit::Impossible };
    let mut types: Vec<Type> = Vec::new();
    for (entry, _) in &wishes.exact {
        types.extend(type_of(entry.operator().comparison()));
    }
    types.sort_unstable();
    types.dedup();
    let found = match types.as_slice() {
        [] | [Type::Text] => texts(&wishes.exact),
        [only] => of_states(*only, &wishes.exact),
        several => mixed(several, &wishes.exact),
    };
    match (found, wishes.open) {
        // Whether what is open goes the right way has to be looked at once there is a request.
        (Fit::Certain(_), Some(opaque)) => Fit::Possible(opaque),
        (found, _) => found,
    }
}

/// What is left to wish once the values that are not known are free to fit or not.
struct Left<'a> {
    exact: Vec<Wish<'a>>,
    /// The first value that a wish depends on.
    open: Option<Opaque>,
}

/// Whether it is not known what a value of a policy fits, apart from a request.
fn is_free(wanted: &Wanted) -> bool {
    matches!(wanted, Wanted::Template(_) | Wanted::Opaque(_))
}

/// A value that is not known fits or not, the same in all entries that compare it alike. So a wish that some value fits can
/// come true by one that no other wish rules out; and a wish that none fits rules its values out.
fn free<'a>(wishes: &[Wish<'a>]) -> Option<Left<'a>> {
    let some_fits = |(entry, wish): &Wish<'a>| entry.operator().is_negated() != *wish;
    let free = |entry: &'a Entry| {
        let comparison = entry.operator().comparison();
        entry.values().iter().filter(|wanted| is_free(wanted)).map(move |wanted| (comparison, wanted))
    };
    let ruled_out: Vec<(Comparison, &Wanted)> =
        wishes.iter().filter(|wish| !some_fits(wish)).flat_map(|(entry, _)| free(entry)).collect();
    let mut left = Left { exact: Vec::new(), open: None };
    for wish in wishes {
        if wish.0.values().is_empty() {
            let (operator, key) = (wish.0.operator().spelling().to_owned(), wish.0.key().to_owned());
            left.open = left.open.or(Some(Opaque::NoValues { operator, key }));
            continue;
        }
        let mut own = free(wish.0).peekable();
        let reason = own.peek().map(|(_, wanted)| match wanted {
            Wanted::Template(template) => Opaque::VariableInValue(template.text().to_owned()),
            Wanted::Opaque(opaque) => opaque.clone(),
            _ => Opaque::VariableInValue(String::new()),
        });
        left.open = left.open.or(reason);
        if some_fits(wish) {
            if own.any(|value| !ruled_out.contains(&value)) {
                continue;
            }
            if wish.0.values().iter().all(is_free) {
                return None;
            }
        } else if wish.0.values().iter().all(is_free) {
            continue;
        }
        left.exact.push(*wish);
    }
    Some(left)
}

/// Whether a wish comes true for a value, apart from values that are free.
fn comes_true((entry, wish): &Wish<'_>, value: &str) -> Option<bool> {
    let context = [(entry.key().to_owned(), vec![value.to_owned()])].into();
    let request = Request { context, ..Request::default() };
    match entry.holds(&request, &Keys::default()) {
        Truth::Yes => Some(*wish),
        Truth::No => Some(!*wish),
        Truth::Open(_) if entry.values().iter().any(is_free) => Some(true),
        Truth::Open(_) => None,
    }
}

/// What sources do not say of a value.
fn unsaid(wishes: &[Wish<'_>], value: &str) -> Opaque {
    let (operator, key) = wishes.first().map_or((String::new(), String::new()), |(entry, _)| {
        (entry.operator().spelling().to_owned(), entry.key().to_owned())
    });
    Opaque::Given { operator, key, value: value.to_owned() }
}

fn of_states(of: Type, wishes: &[Wish<'_>]) -> Fit<String> {
    let entries: Vec<&Entry> = wishes.iter().map(|(entry, _)| *entry).collect();
    let Some(all) = states(of, &entries) else { return Fit::Possible(unsaid(wishes, "…")) };
    among(&all, wishes)
}

/// The first of some states in which all wishes come true.
fn among(all: &[State], wishes: &[Wish<'_>]) -> Fit<String> {
    let mut perhaps = None;
    for state in all {
        let truths = |wish: &Wish<'_>| match state {
            State::Value(value) => comes_true(wish, value),
            State::Other { negated_hold } => {
                Some((wish.0.operator().is_negated() && *negated_hold) == wish.1)
            }
        };
        let mut truths = wishes.iter().map(truths);
        let (mut all, mut open) = (true, false);
        for truth in &mut truths {
            all &= truth != Some(false);
            open |= truth.is_none();
        }
        match state {
            _ if !all => {}
            State::Value(value) if !open => return Fit::Certain(value.clone()),
            State::Value(value) => perhaps = perhaps.or(Some(unsaid(wishes, value))),
            State::Other { .. } => perhaps = perhaps.or(Some(unsaid(wishes, "…"))),
        }
    }
    perhaps.map_or(Fit::Impossible, Fit::Possible)
}

/// Entries of several types on one key: representatives of each are tried.
fn mixed(types: &[Type], wishes: &[Wish<'_>]) -> Fit<String> {
    let mut all = Vec::new();
    for one in types {
        let own: Vec<Wish<'_>> = wishes
            .iter()
            .filter(|(entry, _)| type_of(entry.operator().comparison()) == Some(*one))
            .copied()
            .collect();
        if *one == Type::Text {
            all.extend(match texts(&own) {
                Fit::Certain(text) => Some(State::Value(text)),
                _ => None,
            });
            continue;
        }
        let entries: Vec<&Entry> = own.iter().map(|(entry, _)| *entry).collect();
        all.extend(states(*one, &entries).unwrap_or_default());
    }
    match among(&all, wishes) {
        Fit::Impossible => Fit::Possible(unsaid(wishes, "…")),
        other => other,
    }
}

/// A text that all entries on texts allow.
fn texts(wishes: &[Wish<'_>]) -> Fit<String> {
    let is_arn = |entry: &Entry| entry.operator().comparison() == Comparison::Arn;
    let mut inside = Vec::new();
    let mut outside = Vec::new();
    for (entry, wish) in wishes {
        let union = Union::new(entry.values().iter().filter_map(glob));
        if entry.operator().is_negated() == *wish { outside.push(union) } else { inside.push(union) }
    }
    if !wishes.iter().any(|(entry, _)| is_arn(entry)) {
        return match find(&inside, &outside) {
            Ok(Some(text)) => Fit::Certain(text),
            Ok(None) => Fit::Impossible,
            Err(_) => Fit::Possible(unsaid(wishes, "…")),
        };
    }
    inside.push(Union::new([any_arn()]));
    match find(&inside, &outside) {
        Ok(Some(text)) => return Fit::Certain(text),
        Ok(None) => {}
        Err(_) => return Fit::Possible(unsaid(wishes, "…")),
    }
    // What is no ARN is like none. Sources disagree on whether a negated operator then holds.
    for negated_hold in [true, false] {
        let hold = |entry: &Entry| entry.operator().is_negated() && negated_hold;
        if wishes.iter().filter(|(entry, _)| is_arn(entry)).any(|(entry, wish)| hold(entry) != *wish) {
            continue;
        }
        let others = |wanted: bool| {
            let own = wishes.iter().filter(move |(entry, wish)| {
                !is_arn(entry) && (entry.operator().is_negated() != *wish) == wanted
            });
            own.map(|(entry, _)| Union::new(entry.values().iter().filter_map(glob))).collect::<Vec<_>>()
        };
        let mut outside = others(false);
        outside.push(Union::new([any_arn()]));
        if find(&others(true), &outside) != Ok(None) {
            return Fit::Possible(unsaid(wishes, "no ARN"));
        }
    }
    Fit::Impossible
}

/// The glob of a value that is compared as a text; nothing where that is not known.
fn glob(wanted: &Wanted) -> Option<Vec<Letter>> {
    let wildcards = |text: &str, stays: bool| -> Vec<Letter> {
        let letter = |c| match c {
            '*' => Letter::Star { stays },
            '?' => Letter::One { stays },
            c => Letter::Char(c),
        };
        text.chars().map(letter).collect()
    };
    match wanted {
        Wanted::Text(text) => Some(text.chars().map(Letter::Char).collect()),
        Wanted::Lower(lower) => Some(lower.chars().map(Letter::AnyCase).collect()),
        Wanted::Glob(glob) => Some(wildcards(glob, false)),
        Wanted::Arn(fields) => {
            let last = fields.len().saturating_sub(1);
            let each = fields.iter().enumerate().map(|(number, field)| wildcards(field, number < last));
            Some(each.collect::<Vec<_>>().join(&Letter::Char(':')))
        }
        _ => None,
    }
}

/// The glob of all ARNs.
fn any_arn() -> Vec<Letter> {
    let field = [Letter::Char(':'), Letter::Star { stays: true }];
    let mut all: Vec<Letter> = "arn".chars().map(Letter::Char).collect();
    all.extend(field.iter().cycle().take(2 * 4));
    all.extend([Letter::Char(':'), Letter::Star { stays: false }]);
    all
}
