//! Values of a key that conditions tell apart, where they are not compared as texts.

use std::collections::BTreeSet;

use paredown_request::{Address, Entry, Wanted};

use crate::compare::types::{Type, decimal};

/// A value of a key, as entries see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// This value.
    Value(String),
    /// A value that is none of the type: nothing equals it. Sources disagree on whether negated operators hold.
    Other {
        /// Whether they do.
        negated_hold: bool,
    },
}

/// States that stand for all values that these entries, all of one type other than text, tell apart: for each value, one
/// of them in which every entry holds that holds for the value, and no other. `None` if there would be too many.
///
/// | type | exact because |
/// | --- | --- |
/// | number | entries compare with finitely many numbers; one number between each two of them, each itself, and what is no number |
/// | date | the same |
/// | Boolean | there are two, and what is neither |
/// | address | blocks are intervals: their ends and what is beside them |
/// | binary | each value, and one that no entry names |
pub(super) fn states(of: Type, entries: &[&Entry]) -> Option<Vec<State>> {
    let wanted = || entries.iter().flat_map(|entry| entry.values());
    let other = [true, false].map(|negated_hold| State::Other { negated_hold });
    let values: Vec<String> = match of {
        Type::Text => return None,
        Type::Number => {
            let numbers = wanted().filter_map(|wanted| match wanted {
                Wanted::Number(number) => Some(number),
                _ => None,
            });
            let numbers: Vec<_> = numbers.collect();
            let power = numbers.iter().map(|number| number.decimals()).max().unwrap_or(0).checked_add(1)?;
            let mut around = BTreeSet::new();
            for number in numbers {
                let scaled = number.scaled(power)?;
                around.extend([scaled.checked_sub(1)?, scaled, scaled.checked_add(1)?]);
            }
            let usual = around.iter().map(|scaled| decimal(*scaled, power));
            // What is no number: every operator is false.
            return Some(usual.chain(["none".to_owned()]).map(State::Value).collect());
        }
        Type::Date => {
            let mut around = BTreeSet::new();
            for wanted in wanted() {
                if let Wanted::Date(date) = wanted {
                    around.extend([date - 1, *date, date + 1]);
                }
            }
            let texts = around.into_iter().filter_map(|nanoseconds| {
                jiff::Timestamp::from_nanosecond(nanoseconds).ok().map(|time| time.to_string())
            });
            return Some(texts.chain(["none".to_owned()]).map(State::Value).collect());
        }
        Type::Boolean => vec!["true".to_owned(), "false".to_owned()],
        Type::Binary => {
            let named: BTreeSet<&str> = wanted()
                .filter_map(|wanted| match wanted {
                    Wanted::Base64(text) => Some(text.as_str()),
                    _ => None,
                })
                .collect();
            let fresh = (0..=named.len()).map(|length| format!("{}YQ==", "AAAA".repeat(length)));
            let fresh = fresh.into_iter().find(|text| !named.contains(text.as_str()));
            named.iter().map(|text| (*text).to_owned()).chain(fresh).collect()
        }
        Type::Address => {
            // A usual address of each family, in case no block is near.
            let usual = ["203.0.113.9", "2001:db8::9"].into_iter().filter_map(Address::read);
            let mut around: BTreeSet<Address> = usual.collect();
            for wanted in wanted() {
                if let Wanted::Block(block) = wanted {
                    let (first, last) = (block.first, block.last);
                    around.extend([first, last]);
                    let beside =
                        |address: Address, bits: Option<u128>| bits.map(|bits| Address { bits, ..address });
                    around.extend(beside(first, first.bits.checked_sub(1)));
                    around.extend(beside(last, last.bits.checked_add(1)));
                }
            }
            let texts = around.into_iter().filter_map(Address::text);
            // An address of IPv4 that is written as IPv6 is not one.
            texts.filter(|text| Address::read(text).is_some()).collect()
        }
    };
    Some(values.into_iter().map(State::Value).chain(other).collect())
}
