//! One value of a key, as Z3 sees it.
//!
//! | values compared as | what stands for them | exact because |
//! | --- | --- | --- |
//! | texts, ARNs | a Boolean for each text or glob; Z3 is asked whether a text has such memberships | languages are asked for whenever a request would need them |
//! | numbers | an integer: the number times a power of ten, one larger than any value needs | between two decimals of `n` digits there is one of `n + 1` |
//! | dates | an integer: nanoseconds | nothing is finer |
//! | addresses | whether it is of IPv6, and its bits as an integer; those of IPv4 written as IPv6 left out, which are not modelled | blocks are intervals |
//! | Booleans | two numbers | there are two |
//! | binary | a number for each value that is named, and one for all others | nothing else tells them apart |
//! | a number or a date that is not one | a Boolean; all operators are false | REQUESTS.md, section 3 |
//! | none of the type otherwise | a Boolean; nothing equals it. Whether negated operators hold is free, the same for all | widened: found, it is unknown |
//! | several of these on one key | all at once, independently | widened: found, a value that does is looked for, else it is unknown |
//! | a value with policy variables, or opaque | a Boolean that is free, the same for all that compare it alike | widened: found, it is tried with the variables' values |

use std::collections::BTreeMap;

use jiff::Timestamp;
use paredown_request::{Address, Entry, Number, Wanted};

use crate::compare::types::{Type, decimal, type_of};
use crate::model::{Comparison, Order};

use super::language::Language;
use super::z3::{Assertions, Term, Values, Variable};

/// The number of an IPv6 address that is written as one of IPv4 in front of its last 32 bits.
const MAPPED: u128 = 0xFFFF << 32;

/// What values of a key are compared with.
pub(super) struct Compared {
    /// The texts and globs, each once.
    pub(super) texts: Vec<Wanted>,
    /// The place of the language of all ARNs, after those of the texts, if ARNs are compared.
    pub(super) arns: Option<usize>,
    /// The types, each once.
    pub(super) types: Vec<Type>,
    /// The power of ten that numbers are multiplied with.
    power: u32,
    /// The binary values.
    named: Vec<String>,
}

impl Compared {
    /// What some entries compare.
    pub(super) fn new(entries: &[&Entry]) -> Self {
        let mut types: Vec<Type> =
            entries.iter().filter_map(|entry| type_of(entry.operator().comparison())).collect();
        types.sort_unstable();
        types.dedup();
        let mut all = Self { texts: Vec::new(), arns: None, types, power: 1, named: Vec::new() };
        for wanted in entries.iter().flat_map(|entry| entry.values()) {
            match wanted {
                Wanted::Number(number) => all.power = all.power.max(number.decimals().saturating_add(1)),
                Wanted::Base64(text) if !all.named.contains(text) => all.named.push(text.clone()),
                wanted if Language::of_value(wanted).is_some() && !all.texts.contains(wanted) => {
                    all.texts.push(wanted.clone());
                }
                _ => {}
            }
        }
        let arns = entries.iter().any(|entry| entry.operator().comparison() == Comparison::Arn);
        all.arns = arns.then_some(all.texts.len());
        all
    }

    fn scaled(&self, number: &Number) -> Option<i128> {
        number.scaled(self.power)
    }

    /// A binary value that is not named.
    fn fresh(&self) -> String {
        let mut all = (0..=self.named.len()).map(|length| format!("{}YQ==", "AAAA".repeat(length)));
        all.find(|text| !self.named.contains(text)).unwrap_or_default()
    }
}

/// A value that is not known apart from a request, and the Boolean that says whether it fits.
type Free = (Comparison, Wanted, Variable);

/// One value.
pub(super) struct Slot {
    /// For each language of the texts, whether it has the value.
    pub(super) texts: Vec<Variable>,
    integers: BTreeMap<Type, usize>,
    /// Whether the value is none of the type.
    others: BTreeMap<Type, Variable>,
    /// Whether negated operators then hold.
    negated_hold: BTreeMap<Type, Variable>,
    six: Variable,
    free: Vec<Free>,
}

impl Slot {
    /// A value. `languages`: how many there are.
    pub(super) fn new(compared: &Compared, languages: usize, assertions: &mut Assertions) -> Self {
        let texts = (0..languages).map(|_| assertions.boolean()).collect();
        let mut slot = Self {
            texts,
            integers: BTreeMap::new(),
            others: BTreeMap::new(),
            negated_hold: BTreeMap::new(),
            six: assertions.boolean(),
            free: Vec::new(),
        };
        for one in &compared.types {
            let integer = assertions.integer();
            let between = |from, to| Term::And(vec![Term::AtLeast(integer, from), Term::AtMost(integer, to)]);
            let range = match one {
                Type::Text | Type::Number => Term::yes(),
                Type::Date => between(Timestamp::MIN.as_nanosecond(), Timestamp::MAX.as_nanosecond()),
                Type::Boolean => between(0, 1),
                Type::Binary => between(0, i128::try_from(compared.named.len()).unwrap_or(i128::MAX)),
                Type::Address => {
                    let four = between(bits(0), bits(u128::from(u32::MAX)));
                    let mapped = between(bits(MAPPED), bits(MAPPED + u128::from(u32::MAX)));
                    let six = Term::And(vec![between(i128::MIN, i128::MAX), mapped.is(false)]);
                    Term::And(vec![
                        Term::Is(slot.six).is(false).implies(four),
                        Term::Is(slot.six).implies(six),
                    ])
                }
            };
            assertions.assert(&range);
            slot.integers.insert(*one, integer);
            slot.others.insert(*one, assertions.boolean());
            slot.negated_hold.insert(*one, assertions.boolean());
        }
        // A text is none of the type if it is not an ARN, where ARNs are compared.
        if let (Some(arns), Some(other)) =
            (compared.arns.and_then(|arns| slot.texts.get(arns)), slot.others.get(&Type::Text))
        {
            assertions.assert_clause([(*arns, true), (*other, true)]);
            assertions.assert_clause([(*arns, false), (*other, false)]);
        }
        slot
    }

    /// Whether the value is none of a type, in a way that sources do not settle.
    pub(super) fn unsettled(&self, compared: &Compared) -> Vec<Variable> {
        let others = self.others.iter().filter(|(one, _)| match one {
            Type::Number | Type::Date => false,
            Type::Text => compared.arns.is_some(),
            _ => true,
        });
        others.map(|(_, variable)| *variable).collect()
    }

    /// Whether an entry other than `Null`, which has values, takes the value; with numbers and dates, apart from values of
    /// the policy that are none.
    pub(super) fn fits(&mut self, entry: &Entry, compared: &Compared, assertions: &mut Assertions) -> Term {
        let comparison = entry.operator().comparison();
        let Some(one) = type_of(comparison) else { return Term::no() };
        let is_ordered = matches!(one, Type::Number | Type::Date);
        let wanted: Vec<&Wanted> =
            entry.values().iter().filter(|wanted| !is_ordered || **wanted != Wanted::Invalid).collect();
        if wanted.is_empty() {
            return Term::no();
        }
        let (mut exact, mut free) = (Vec::new(), Vec::new());
        for wanted in wanted {
            match self.known(comparison, wanted, compared) {
                Some(term) => exact.push(term),
                None => free.push(Term::Is(self.is_free(comparison, wanted, assertions))),
            }
        }
        let negated = entry.operator().is_negated();
        let of = |map: &BTreeMap<Type, Variable>| map.get(&one).map_or_else(Term::no, |it| Term::Is(*it));
        let other = match one {
            Type::Text if comparison != Comparison::Arn => Term::no(),
            one_type => match self.others.get(&one_type) {
                Some(other) => Term::Is(*other),
                None => Term::no(),
            },
        };
        let (has_exact, any_free) = (!exact.is_empty(), Term::Or(free));
        let some =
            Term::Or(vec![Term::And(vec![other.clone().is(false), Term::Or(exact)]), any_free.clone()]);
        if is_ordered {
            return Term::And(vec![other.is(false), some.is(!negated)]);
        }
        if !negated {
            return some;
        }
        let settled = if has_exact { of(&self.negated_hold) } else { Term::yes() };
        Term::And(vec![some.is(false), Term::Or(vec![other.is(false), settled])])
    }

    /// Whether a value fits, if that is known apart from a request.
    fn known(&self, comparison: Comparison, wanted: &Wanted, compared: &Compared) -> Option<Term> {
        let integer = |one: Type| self.integers.get(&one).copied();
        let between = |one, from, to| {
            let integer = integer(one)?;
            Some(Term::And(vec![Term::AtLeast(integer, from), Term::AtMost(integer, to)]))
        };
        let ordered = |one, bound: i128| {
            let (below, above) = (bound.checked_sub(1)?, bound.checked_add(1)?);
            let (Comparison::Numeric(order) | Comparison::Date(order)) = comparison else { return None };
            Some(match order {
                Order::Equal => between(one, bound, bound)?,
                Order::Less => Term::AtMost(integer(one)?, below),
                Order::LessOrEqual => Term::AtMost(integer(one)?, bound),
                Order::Greater => Term::AtLeast(integer(one)?, above),
                Order::GreaterOrEqual => Term::AtLeast(integer(one)?, bound),
            })
        };
        match wanted {
            Wanted::Number(number) => ordered(Type::Number, compared.scaled(number)?),
            Wanted::Date(date) => ordered(Type::Date, *date),
            Wanted::Boolean(is) => between(Type::Boolean, i128::from(*is), i128::from(*is)),
            Wanted::Base64(text) => {
                let place = compared.named.iter().position(|named| named == text)?;
                let place = i128::try_from(place).ok()?;
                between(Type::Binary, place, place)
            }
            Wanted::Block(block) => {
                let within = between(Type::Address, bits(block.first.bits), bits(block.last.bits))?;
                Some(Term::And(vec![Term::Is(self.six).is(block.first.six), within]))
            }
            Wanted::Nothing => Some(Term::no()),
            wanted => {
                let place = compared.texts.iter().position(|text| text == wanted)?;
                self.texts.get(place).map(|variable| Term::Is(*variable))
            }
        }
    }

    fn is_free(&mut self, comparison: Comparison, wanted: &Wanted, assertions: &mut Assertions) -> Variable {
        let same = |(other, value, _): &&Free| *other == comparison && value == wanted;
        if let Some((_, _, variable)) = self.free.iter().find(same) {
            return *variable;
        }
        let variable = assertions.boolean();
        self.free.push((comparison, wanted.clone(), variable));
        variable
    }

    /// Texts of the value, one for each type other than texts.
    pub(super) fn values(&self, compared: &Compared, values: &Values) -> Vec<String> {
        let value = |one: &Type| {
            let number = values.integer(*self.integers.get(one)?)?;
            if self.others.get(one).is_some_and(|other| values.is(*other)) {
                return Some("none".to_owned());
            }
            match one {
                Type::Text => None,
                Type::Number => Some(decimal(number, compared.power)),
                Type::Date => Timestamp::from_nanosecond(number).ok().map(|time| time.to_string()),
                Type::Boolean => Some((number == 1).to_string()),
                Type::Binary => {
                    let place = usize::try_from(number).ok()?;
                    Some(compared.named.get(place).cloned().unwrap_or_else(|| compared.fresh()))
                }
                Type::Address => Address { six: values.is(self.six), bits: from_bits(number) }.text(),
            }
        };
        compared.types.iter().filter_map(value).collect()
    }
}

/// Bits as a number, in the same order.
fn bits(bits: u128) -> i128 {
    (bits ^ TOP).cast_signed()
}

fn from_bits(number: i128) -> u128 {
    number.cast_unsigned() ^ TOP
}

const TOP: u128 = 1 << 127;
