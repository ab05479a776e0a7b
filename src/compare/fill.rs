//! Values for the keys of a request.

use std::collections::BTreeSet;

use paredown_request::{Entry, Request, Template};

use super::wishes::{Fit, KeyWish, Values, Wish, by_key};
use super::world::World;

/// Values of policy variables that nothing determines.
const EXAMPLES: [&str; 4] = [ONE, "sample", "another", "other"];

/// One of them.
const ONE: &str = "example";

/// Gives values to keys so that wishes come true: first to the keys that are variables in values of others. `fit` finds
/// values of one key.
///
/// # Errors
/// The reason why no values are known to do.
pub(super) fn fill(
    world: &World<'_>,
    wishes: &[Wish<'_>],
    request: &mut Request,
    mut fit: impl FnMut(&KeyWish<'_>) -> Fit<Values>,
) -> Result<(), String> {
    // Variables differ, unless they must not.
    let mut alike = request.clone();
    filled(world, wishes, request, &EXAMPLES, &mut fit).or_else(|reason| {
        filled(world, wishes, &mut alike, &[ONE], &mut fit).map_err(|_| reason)?;
        *request = alike;
        Ok(())
    })
}

fn filled(
    world: &World<'_>,
    wishes: &[Wish<'_>],
    request: &mut Request,
    examples: &[&str],
    fit: &mut impl FnMut(&KeyWish<'_>) -> Fit<Values>,
) -> Result<(), String> {
    let templates = wishes.iter().flat_map(|(entry, _)| entry.templates());
    let variables: BTreeSet<&str> = templates.flat_map(Template::keys).collect();
    let none = BTreeSet::new();
    let all = by_key(wishes, &none, world.keys());
    let first = all.iter().filter(|(key, _)| variables.contains(*key));
    let then = all.iter().filter(|(key, _)| !variables.contains(*key));
    for (variable, example) in variables.iter().zip(examples.iter().cycle()) {
        if !all.contains_key(variable) && !world.keys().has_several(variable) {
            request.context.entry((*variable).to_owned()).or_insert_with(|| vec![(*example).to_owned()]);
        }
    }
    for (key, wish) in first.chain(then) {
        if request.context.contains_key(*key) {
            continue;
        }
        let filled: Vec<(Entry, bool)> = wish
            .wishes
            .iter()
            .map(|(entry, wish)| {
                let filled = entry.with_values(request, world.keys()).unwrap_or_else(|| (*entry).clone());
                (filled, *wish)
            })
            .collect();
        let wishes = filled.iter().map(|(entry, wish)| (entry, *wish)).collect();
        let wish = KeyWish { key: wish.key, several: wish.several, needed: wish.needed, wishes };
        match fit(&wish) {
            Fit::Certain(values) if values.is_empty() => {}
            Fit::Certain(values) => {
                request.context.insert((*key).to_owned(), values);
            }
            Fit::Possible(opaque) => return Err(opaque.to_string()),
            Fit::Impossible => return Err(format!("no value of `{key}` was found that does")),
        }
    }
    Ok(())
}
