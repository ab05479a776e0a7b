//! The entries of a Condition.

use paredown_policy::model::{Comparison, ConditionValue, Operator, Order, Quantifier, Test, matches};

use super::template::{Filled, has_plain_wildcards};
use super::value::{Address, Read, arn_fields, boolean, date, is_base64, latin, number};
use super::{Keys, Opaque, Request, Template, Truth, Wanted};

/// An entry of a Condition, with its values read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    test: Test,
    values: Vec<Wanted>,
}

impl Entry {
    /// The entry, read. `variables`: whether `${` begins a policy variable.
    pub fn read(test: &Test, variables: bool) -> Self {
        let values = test.values.iter().map(|value| Wanted::read(&test.operator, value, variables)).collect();
        Self { test: test.clone(), values }
    }

    /// The entry as it is written.
    pub fn test(&self) -> &Test {
        &self.test
    }

    /// Its operator.
    pub fn operator(&self) -> &Operator {
        &self.test.operator
    }

    /// Its key, in lower case.
    pub fn key(&self) -> &str {
        &self.test.key
    }

    /// Whether another entry asks the same of the same key, but perhaps of other values: `ArnEquals` and `ArnLike` do.
    pub fn is_like(&self, other: &Self) -> bool {
        let (one, another) = (self.operator(), other.operator());
        self.key() == other.key()
            && one.comparison() == another.comparison()
            && one.is_negated() == another.is_negated()
            && one.quantifier() == another.quantifier()
            && one.has_if_exists() == another.has_if_exists()
    }

    /// Its values, as the operator reads them.
    pub fn values(&self) -> &[Wanted] {
        &self.values
    }

    /// Its values with policy variables.
    pub fn templates(&self) -> impl Iterator<Item = &Template> {
        self.values.iter().filter_map(|wanted| match wanted {
            Wanted::Template(template) => Some(template),
            _ => None,
        })
    }

    /// The entry with the value of each variable in a request in its place; `None` if that is not known.
    pub fn with_values(&self, request: &Request, keys: &Keys) -> Option<Self> {
        let mut values = Vec::new();
        for wanted in &self.values {
            let Wanted::Template(template) = wanted else {
                values.push(wanted.clone());
                continue;
            };
            match template.filled(request, keys) {
                Filled::Text(text) if !has_plain_wildcards(&text) => {
                    let text = ConditionValue::Text(text);
                    values.push(Wanted::read(self.operator(), &text, false));
                }
                // It fits nothing, and sources disagree on what a negated operator makes of that.
                Filled::NoValue if !self.operator().is_negated() => values.push(Wanted::Nothing),
                _ => return None,
            }
        }
        Some(Self { test: self.test.clone(), values })
    }

    /// Whether it holds for a request.
    ///
    /// | key | positive | negated | `…IfExists` | `ForAllValues` | `ForAnyValue` |
    /// | --- | --- | --- | --- | --- | --- |
    /// | absent | no | yes | yes | yes | no; with `IfExists` open |
    /// | one value | some value of the policy fits | none does | as without | the one does | the one does |
    /// | several | open | open | open | each does | one does |
    pub fn holds(&self, request: &Request, keys: &Keys) -> Truth {
        let (operator, given) = (self.operator(), request.values(self.key()));
        let names = || (operator.spelling().to_owned(), self.key().to_owned());
        if operator.comparison() == Comparison::Null {
            return self.null(!given.is_empty());
        }
        let fits = |value: &String| self.fits(value, request, keys);
        match (operator.quantifier(), given) {
            (Some(Quantifier::ForAnyValue), []) if operator.has_if_exists() => {
                let (operator, key) = names();
                Truth::Open(Opaque::IfExistsOfAny { operator, key })
            }
            (Some(Quantifier::ForAnyValue), []) => Truth::No,
            (Some(Quantifier::ForAllValues), []) => Truth::Yes,
            (None, []) => (operator.is_negated() || operator.has_if_exists()).into(),
            (None, [value]) => fits(value),
            (None, [_, _, ..]) => {
                let (operator, key) = names();
                Truth::Open(Opaque::Several { operator, key })
            }
            (Some(Quantifier::ForAllValues), values) => Truth::all(values.iter().map(fits)),
            (Some(Quantifier::ForAnyValue), values) => Truth::any(values.iter().map(fits)),
        }
    }

    /// `Null`: whether the key is absent or present, as one of the values says.
    fn null(&self, present: bool) -> Truth {
        if self.values.is_empty() {
            return self.no_values();
        }
        if self.operator().quantifier().is_some() {
            return Truth::Open(Opaque::QuantifiedNull(self.operator().spelling().to_owned()));
        }
        Truth::any(self.values.iter().map(|value| match value {
            Wanted::Boolean(absent) => (*absent != present).into(),
            Wanted::Opaque(opaque) => Truth::Open(opaque.clone()),
            _ => Truth::No,
        }))
    }

    fn no_values(&self) -> Truth {
        let (operator, key) = (self.operator().spelling().to_owned(), self.key().to_owned());
        Truth::Open(Opaque::NoValues { operator, key })
    }

    /// Whether one value of the request fits: one of the values of the policy, or with a negated operator none.
    fn fits(&self, given: &str, request: &Request, keys: &Keys) -> Truth {
        let open = || {
            let (operator, key) = (self.operator().spelling().to_owned(), self.key().to_owned());
            Truth::Open(Opaque::Given { operator, key, value: given.to_owned() })
        };
        if self.values.is_empty() {
            return self.no_values();
        }
        let negated = self.operator().is_negated();
        match self.operator().comparison() {
            Comparison::Numeric(order) => self.ordered(order, number(given), open, |one| match one {
                Wanted::Number(number) => Some(number.clone()),
                _ => None,
            }),
            Comparison::Date(order) => self.ordered(order, date(given), open, |one| match one {
                Wanted::Date(date) => Some(*date),
                _ => None,
            }),
            _ => {
                let each = self.values.iter().map(|wanted| match wanted {
                    Wanted::Template(template) => self.filled(template, given, request, keys, open),
                    wanted => same(wanted, given, open),
                });
                let some = Truth::any(each);
                if negated { !some } else { some }
            }
        }
    }

    /// Numbers and dates: what is plainly neither makes the operator false, negated or not.
    fn ordered<T: Ord>(
        &self,
        order: Order,
        given: Read<T>,
        open: impl Fn() -> Truth,
        wanted: impl Fn(&Wanted) -> Option<T>,
    ) -> Truth {
        let given = match given {
            Read::Value(given) => given,
            Read::Invalid => return Truth::No,
            Read::Unclear => return open(),
        };
        let (invalid, read): (Vec<&Wanted>, Vec<&Wanted>) =
            self.values.iter().partition(|one| matches!(one, Wanted::Invalid));
        if read.is_empty() {
            return Truth::No;
        }
        let some = Truth::any(read.iter().map(|one| match (one, wanted(one)) {
            (Wanted::Opaque(opaque), _) => Truth::Open(opaque.clone()),
            (_, Some(wanted)) => Truth::from(match order {
                Order::Equal => given == wanted,
                Order::Less => given < wanted,
                Order::LessOrEqual => given <= wanted,
                Order::Greater => given > wanted,
                Order::GreaterOrEqual => given >= wanted,
            }),
            (_, None) => open(),
        }));
        let holds = if self.operator().is_negated() { !some } else { some };
        // What is not a value may make the operator false, or be skipped, next to one that is.
        if invalid.is_empty() || holds == Truth::No { holds } else { open() }
    }

    /// Whether a value of the request fits a value of the policy with variables.
    fn filled(
        &self,
        template: &Template,
        given: &str,
        request: &Request,
        keys: &Keys,
        open: impl Fn() -> Truth,
    ) -> Truth {
        let text = match template.filled(request, keys) {
            Filled::Text(text) => text,
            Filled::NoValue if !self.operator().is_negated() => return Truth::No,
            Filled::NoValue => {
                return Truth::Open(Opaque::NoValueNegated {
                    operator: self.operator().spelling().to_owned(),
                    value: template.text().to_owned(),
                });
            }
            Filled::Open(opaque) => return Truth::Open(opaque),
        };
        // Sources disagree on wildcards that are plain characters.
        if has_plain_wildcards(&text) || has_plain_wildcards(given) {
            return Truth::Open(Opaque::SpecialValue(template.text().to_owned()));
        }
        match self.operator().comparison() {
            Comparison::StringEquals => (text == given).into(),
            Comparison::StringEqualsIgnoreCase if text.chars().all(latin) => {
                same(&Wanted::Lower(text.to_lowercase()), given, open)
            }
            Comparison::StringLike => same(&Wanted::Glob(text), given, open),
            Comparison::Arn => match arn_fields(&text) {
                Some(fields) => same(&Wanted::Arn(fields), given, open),
                None => open(),
            },
            _ => open(),
        }
    }
}

/// Whether a value of a request is what a value of a policy wants, other than numbers, dates and variables.
fn same(wanted: &Wanted, given: &str, open: impl Fn() -> Truth) -> Truth {
    match wanted {
        Wanted::Text(text) => (text == given).into(),
        Wanted::Lower(lower) if given.chars().all(latin) => (*lower == given.to_lowercase()).into(),
        Wanted::Glob(glob) => matches(glob, given).into(),
        Wanted::Arn(fields) => match arn_fields(given) {
            Some(given) => fields.iter().zip(&given).all(|(wanted, given)| matches(wanted, given)).into(),
            None => open(),
        },
        Wanted::Boolean(wanted) => boolean(given).map_or_else(open, |given| (given == *wanted).into()),
        Wanted::Base64(wanted) if is_base64(given) => (wanted == given).into(),
        Wanted::Block(block) => Address::read(given).map_or_else(open, |address| block.has(address).into()),
        Wanted::Nothing => Truth::No,
        Wanted::Opaque(opaque) => Truth::Open(opaque.clone()),
        _ => open(),
    }
}
