//! The conditions of a request: values of keys with which some entries hold and others do not, key by key.

use paredown_request::{Entry, Keys, Opaque, Request, Truth};

use crate::compare::wishes::{Fit, KeyWish, Values, Wish};
use crate::model::{Comparison, Quantifier};

use super::values::value;

impl KeyWish<'_> {
    /// Values with which all wishes come true.
    ///
    /// | key | answer |
    /// | --- | --- |
    /// | absent | exact, but for `ForAnyValue` with `IfExists` |
    /// | one value | as [`value`] |
    /// | several values | exact: one value for each entry that wants some value, each of which meets what all have to; entries without quantifier are open |
    pub(super) fn fit(&self) -> Fit<Values> {
        let absent = || if self.needed { Fit::Impossible } else { self.absent() };
        let present = || if self.several { self.set() } else { self.one() };
        let ways: [&dyn Fn() -> Fit<Values>; 2] =
            if Keys::is_usual(self.key) || self.needed { [&present, &absent] } else { [&absent, &present] };
        let mut perhaps = None;
        for way in ways {
            match way() {
                found @ Fit::Certain(_) => return found,
                Fit::Possible(opaque) => perhaps = perhaps.or(Some(opaque)),
                Fit::Impossible => {}
            }
        }
        perhaps.map_or(Fit::Impossible, Fit::Possible)
    }

    fn absent(&self) -> Fit<Values> {
        let nothing = Request::default();
        let mut perhaps = None;
        for (entry, wish) in &self.wishes {
            match entry.holds(&nothing, &Keys::default()) {
                Truth::Open(opaque) => perhaps = perhaps.or(Some(opaque)),
                truth if truth == Truth::from(*wish) => {}
                _ => return Fit::Impossible,
            }
        }
        perhaps.map_or_else(|| Fit::Certain(Values::new()), Fit::Possible)
    }

    /// Whether `Null` allows the key to be there.
    fn there(&self) -> bool {
        let context = [(self.key.to_owned(), vec![String::new()])].into();
        let request = Request { context, ..Request::default() };
        let mut nulls = self.wishes.iter().filter(|(entry, _)| is_null(entry));
        nulls.all(|(entry, wish)| match entry.holds(&request, &Keys::default()) {
            Truth::Open(_) => true,
            truth => truth == Truth::from(*wish),
        })
    }

    /// What `Null` leaves open.
    fn open_null(&self) -> Option<Opaque> {
        let quantified = |entry: &&Entry| is_null(entry) && entry.operator().quantifier().is_some();
        let entry = self.wishes.iter().map(|(entry, _)| *entry).find(quantified)?;
        Some(Opaque::QuantifiedNull(entry.operator().spelling().to_owned()))
    }

    fn compared(&self) -> impl Iterator<Item = Wish<'_>> {
        self.wishes.iter().filter(|(entry, _)| !is_null(entry)).copied()
    }

    fn one(&self) -> Fit<Values> {
        if !self.there() {
            return Fit::Impossible;
        }
        let wishes: Vec<Wish<'_>> = self.compared().collect();
        match (value(&wishes), self.open_null()) {
            (Fit::Certain(_), Some(opaque)) | (Fit::Possible(opaque), _) => Fit::Possible(opaque),
            (Fit::Certain(one), None) => Fit::Certain(vec![one]),
            (Fit::Impossible, _) => Fit::Impossible,
        }
    }

    fn set(&self) -> Fit<Values> {
        let one = self.one();
        if self.needed || matches!(one, Fit::Certain(_)) {
            return one;
        }
        if !self.there() {
            return Fit::Impossible;
        }
        // What each value has to meet, and what some value has to.
        let (mut each, mut some): (Vec<Wish<'_>>, Vec<Wish<'_>>) = (Vec::new(), Vec::new());
        let mut open = self.open_null();
        for (entry, wish) in self.compared() {
            let all = match entry.operator().quantifier() {
                Some(Quantifier::ForAllValues) => wish,
                Some(Quantifier::ForAnyValue) => !wish,
                None => {
                    let (operator, key) = (entry.operator().spelling().to_owned(), self.key.to_owned());
                    open = open.or(Some(Opaque::Several { operator, key }));
                    continue;
                }
            };
            if all { each.push((entry, wish)) } else { some.push((entry, wish)) }
        }
        let mut values = Values::new();
        let rest = some.is_empty().then_some(None);
        for more in some.iter().map(Some).chain(rest) {
            let wishes: Vec<Wish<'_>> = each.iter().chain(more).copied().collect();
            match value(&wishes) {
                Fit::Certain(one) => values.push(one),
                Fit::Possible(opaque) => open = open.or(Some(opaque)),
                Fit::Impossible => return one,
            }
        }
        values.sort();
        values.dedup();
        open.map_or_else(|| Fit::Certain(values), Fit::Possible)
    }
}

fn is_null(entry: &Entry) -> bool {
    entry.operator().comparison() == Comparison::Null
}
