//! What is wished of one key, as terms over its values.

use paredown_request::{Entry, Keys, Opaque, Request, Truth, Wanted};

use crate::model::{Comparison, Quantifier};

use super::keys::{Key, is_null};
use super::z3::Term;

impl Key<'_, '_, '_> {
    /// What the wishes mean.
    pub(super) fn wishes(&mut self) {
        let mut quantified = 0;
        for (number, (entry, wish)) in self.wish.wishes.iter().enumerate() {
            let absent = self.truth(entry.holds(&Request::default(), &Keys::default()), *wish);
            let present = if is_null(entry) {
                let context = [(self.wish.key.to_owned(), vec![String::new()])].into();
                let request = Request { context, ..Request::default() };
                self.truth(entry.holds(&request, &Keys::default()), *wish)
            } else {
                let own = entry.operator().quantifier().map(|_| {
                    quantified += 1;
                    quantified
                });
                let several = if self.wish.several { self.several(entry, *wish, own) } else { Term::no() };
                let one = self.fits(entry, 0, *wish);
                let several_hold = Term::Is(self.several);
                Term::And(vec![several_hold.clone().implies(several), several_hold.is(false).implies(one)])
            };
            let here = Term::Is(self.present);
            let meaning = Term::And(vec![here.clone().implies(present), here.is(false).implies(absent)]);
            if let Some(wished) = self.wished.get(number) {
                self.assertions.assert(&Term::Is(*wished).implies(meaning));
            }
        }
    }

    /// What a wish means if there are several values. `own`: the slot of an entry that one value may decide.
    fn several(&mut self, entry: &Entry, wish: bool, own: Option<usize>) -> Term {
        let some = match entry.operator().quantifier() {
            None => {
                let (operator, key) = (entry.operator().spelling().to_owned(), self.wish.key.to_owned());
                return self.open(Opaque::Several { operator, key });
            }
            Some(Quantifier::ForAllValues) => !wish,
            Some(Quantifier::ForAnyValue) => wish,
        };
        if let (true, Some(own)) = (some, own) {
            let used = self.used.get(own).map_or_else(Term::no, |used| Term::Is(*used));
            return Term::And(vec![used, self.fits(entry, own, wish)]);
        }
        let each = (1..self.slots.len()).map(|slot| {
            let used = self.used.get(slot).map_or_else(Term::no, |used| Term::Is(*used));
            used.implies(self.fits(entry, slot, wish))
        });
        Term::And(each.collect())
    }

    /// That one value fits an entry, or that it does not.
    fn fits(&mut self, entry: &Entry, slot: usize, wish: bool) -> Term {
        if entry.values().is_empty() {
            let (operator, key) = (entry.operator().spelling().to_owned(), self.wish.key.to_owned());
            return self.open(Opaque::NoValues { operator, key });
        }
        let Some(slot) = self.slots.get_mut(slot) else { return Term::no() };
        let fits = slot.fits(entry, &self.compared, &mut self.assertions);
        let ordered = matches!(entry.operator().comparison(), Comparison::Numeric(_) | Comparison::Date(_));
        let invalid = entry.values().iter().filter(|wanted| **wanted == Wanted::Invalid).count();
        if !ordered || invalid == 0 || invalid == entry.values().len() {
            return fits.is(wish);
        }
        // A value that is none may make the operator false.
        let open = self.open(self.unsaid());
        if wish { Term::And(vec![fits, open]) } else { Term::Or(vec![fits.is(false), open]) }
    }

    fn truth(&mut self, truth: Truth, wish: bool) -> Term {
        match truth {
            Truth::Yes if wish => Term::yes(),
            Truth::No if !wish => Term::yes(),
            Truth::Yes | Truth::No => Term::no(),
            Truth::Open(opaque) => self.open(opaque),
        }
    }

    fn open(&mut self, opaque: Opaque) -> Term {
        let variable = self.assertions.boolean();
        self.open.push((variable, opaque));
        Term::Is(variable)
    }

    /// What sources do not say of a value.
    pub(super) fn unsaid(&self) -> Opaque {
        let compared = self.wish.wishes.iter().find(|(entry, _)| !is_null(entry));
        let operator = compared.map_or_else(String::new, |(entry, _)| entry.operator().spelling().to_owned());
        Opaque::Given { operator, key: self.wish.key.to_owned(), value: "…".to_owned() }
    }
}
