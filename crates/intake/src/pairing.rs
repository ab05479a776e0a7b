//! Finds the policy of each recommendation: the policy that it names, or else the next in order.

use std::fmt;

use crate::Original;
use crate::parse::{Code, Diagnostic, Holder, RecommendedAction, Stated, Step};

/// Why recommendations cannot be matched with policies.
#[derive(Clone, Debug)]
pub enum Unpaired {
    /// One is for another policy.
    At(Box<Diagnostic>),
    /// There are too many, or too few.
    Count {
        /// How many are needed.
        wanted: usize,
        /// How many there are.
        given: usize,
    },
}

impl fmt::Display for Unpaired {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(error) => error.fmt(f),
            Self::Count { wanted, given } => {
                write!(f, "{wanted} recommendations are needed, and {given} were given")
            }
        }
    }
}

impl std::error::Error for Unpaired {}

/// For each original, the steps for it in order; their number is as given by `wanted`.
///
/// A step that names exactly one original is for that one. The others are for the remaining originals, in order,
/// unless they name another policy.
///
/// # Errors
/// A step names another policy, or several; or their number is not the wanted one.
pub fn pair<T>(
    originals: &[Original],
    wanted: &[usize],
    steps: Vec<(Step, T)>,
) -> Result<Vec<Vec<(Step, T)>>, Unpaired> {
    let total: usize = wanted.iter().sum();
    if steps.len() != total {
        return Err(Unpaired::Count { wanted: total, given: steps.len() });
    }
    let mut left: Vec<usize> = wanted.to_vec();
    let mut places = Vec::new();
    for (step, _) in &steps {
        let place = named(originals, step)?;
        if let Some(free) = place.and_then(|at| left.get_mut(at)) {
            *free = free.checked_sub(1).ok_or_else(|| twice(originals, step))?;
        }
        places.push(place);
    }
    let mut paired: Vec<Vec<(Step, T)>> = originals.iter().map(|_| Vec::new()).collect();
    for (place, (step, rest)) in places.into_iter().zip(steps) {
        let at = match place {
            Some(at) => at,
            None => next(originals, &mut left, &step)?,
        };
        if let Some(own) = paired.get_mut(at) {
            own.push((step, rest));
        }
    }
    Ok(paired)
}

/// Whether a policy is the one that a step names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Is {
    Yes,
    /// The file does not say enough.
    Perhaps,
    No,
}

fn is(original: &Original, existing: &str) -> Is {
    let Original { name, identity, .. } = original;
    let last = existing.rsplit('/').next().unwrap_or(existing);
    match (existing.starts_with("arn:"), &identity.arn, &identity.holder) {
        (true, Some(arn), _) if arn == existing => Is::Yes,
        (_, Some(_), _) | (true, _, Holder::Inline(..)) | (false, _, Holder::Managed) => Is::No,
        _ => match &identity.name {
            Some(own) if own == last => Is::Yes,
            Some(_) => Is::No,
            None if name == last => Is::Yes,
            None => Is::Perhaps,
        },
    }
}

/// The original that a step names, if it names one.
fn named(originals: &[Original], step: &Step) -> Result<Option<usize>, Unpaired> {
    let Some(existing) = &step.existing else { return Ok(None) };
    let mut found =
        originals.iter().enumerate().filter(|(_, original)| is(original, &existing.value) == Is::Yes);
    match (found.next(), found.next()) {
        (Some((at, _)), None) => Ok(Some(at)),
        (None, _) => Ok(None),
        (Some((_, one)), Some((_, other))) => {
            let message = format!(
                "`{}` names both the policy `{}` and the policy `{}`",
                existing.value, one.name, other.name
            );
            Err(wrong(
                existing,
                message,
                "give the recommendations in separate files, in the order of the policies",
            ))
        }
    }
}

/// The first original that still needs a step, for a step that names none.
fn next(originals: &[Original], left: &mut [usize], step: &Step) -> Result<usize, Unpaired> {
    let free = left.iter_mut().enumerate().find(|(_, count)| **count > 0);
    // There are as many steps as needed.
    let Some((at, count)) = free else { return Err(Unpaired::Count { wanted: 0, given: 1 }) };
    *count -= 1;
    if let (Some(existing), Some(original)) = (&step.existing, originals.get(at))
        && is(original, &existing.value) == Is::No
    {
        let own = original.identity.arn.as_deref().unwrap_or(&original.name);
        let message =
            format!("the recommendation in place of `{}` is where one for `{own}` should be", existing.value);
        return Err(wrong(
            existing,
            message,
            "give the policy that it is for, or the recommendation for this one",
        ));
    }
    Ok(at)
}

fn twice(originals: &[Original], step: &Step) -> Unpaired {
    let Some(existing) = &step.existing else {
        return Unpaired::Count { wanted: originals.len(), given: originals.len() + 1 };
    };
    let what = match step.action {
        RecommendedAction::Create => "recommends something in place of",
        RecommendedAction::Detach => "recommends to detach",
    };
    let message = format!("a step {what} `{}`, which an earlier step is about", existing.value);
    wrong(existing, message, "have the recommendation made again: it says two things about one policy")
}

fn wrong(existing: &Stated<String>, message: String, help: &str) -> Unpaired {
    let error = existing.error(message, "this policy").coded(Code::Unpaired);
    Unpaired::At(Box::new(error.with_help(help)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::PrincipalKind;
    use crate::parse::{self, PolicyIdentity, Source};

    fn step(existing: Option<&str>) -> (Step, ()) {
        let existing = existing.map(|value| {
            let source = Arc::new(Source { name: "r.json".to_owned(), text: value.to_owned() });
            Stated { value: value.to_owned(), source, span: 0..value.len() }
        });
        (Step { existing, action: RecommendedAction::Detach, policy: None, seen: None }, ())
    }

    fn original(name: &str, identity: &PolicyIdentity) -> Original {
        let text = r#"{"Statement": {"Effect": "Allow", "Action": "a:B", "Resource": "*"}}"#;
        let source = Arc::new(Source { name: format!("{name}.json"), text: text.to_owned() });
        Original::new(name, parse::policy(&source).unwrap()).identified(identity.clone())
    }

    fn managed(arn: Option<&str>) -> PolicyIdentity {
        PolicyIdentity { arn: arn.map(str::to_owned), holder: Holder::Managed, ..PolicyIdentity::default() }
    }

    fn inline(name: &str) -> PolicyIdentity {
        PolicyIdentity {
            name: Some(name.to_owned()),
            holder: Holder::Inline(PrincipalKind::Role, "r".to_owned()),
            ..PolicyIdentity::default()
        }
    }

    /// For each original the recommendation given for it, or the error (for tests).
    fn paired(
        originals: &[(&str, PolicyIdentity)],
        steps: &[Option<&str>],
    ) -> Result<Vec<Vec<String>>, String> {
        let originals: Vec<_> = originals.iter().map(|(name, identity)| original(name, identity)).collect();
        let wanted = vec![1; originals.len()];
        let steps = steps.iter().map(|existing| step(*existing)).collect();
        let name = |(step, ()): (Step, ())| step.existing.map_or("-".to_owned(), |existing| existing.value);
        match pair(&originals, &wanted, steps) {
            Ok(all) => Ok(all.into_iter().map(|own| own.into_iter().map(name).collect()).collect()),
            Err(Unpaired::At(error)) => Err(error.message),
            Err(Unpaired::Count { wanted, given }) => Err(format!("{wanted} wanted, {given} given")),
        }
    }

    #[test]
    fn by_name_else_by_order() {
        let (a, b) = ("arn:aws:iam::1:policy/A", "arn:aws:iam::1:policy/x/B");
        let two = [("A", managed(Some(a))), ("B", managed(Some(b)))];
        let ok = |found: &[&str]| Ok(found.iter().map(|one| vec![(*one).to_owned()]).collect());
        assert_eq!(paired(&two, &[Some(b), Some(a)]), ok(&[a, b]));
        assert_eq!(paired(&two, &[None, Some(a)]), ok(&[a, "-"]));
        assert_eq!(paired(&two, &[None, None]), ok(&["-", "-"]));
        assert_eq!(paired(&[("p", managed(None))], &[Some(a)]), ok(&[a]));
        assert_eq!(paired(&[("p", PolicyIdentity::default())], &[Some(a)]), ok(&[a]));
        let mixed = [("A", managed(None)), ("A-2", inline("A"))];
        assert_eq!(paired(&mixed, &[Some("A"), Some(a)]), ok(&[a, "A"]));
    }

    #[test]
    fn what_names_another_is_refused() {
        let a = "arn:aws:iam::1:policy/A";
        let other = "arn:aws:iam::1:policy/B";
        for (original, existing) in [
            (("A", managed(Some(a))), other),
            (("A", inline("A")), a),
            (("A", inline("A")), "B"),
            (("p", managed(None)), "B"),
        ] {
            let told = paired(std::slice::from_ref(&original), &[Some(existing)]).unwrap_err();
            assert!(told.contains("is where one for"), "{told}");
        }
        let two = [("A", managed(Some(a))), ("B", managed(Some(other)))];
        assert!(paired(&two, &[Some(a), Some(a)]).unwrap_err().contains("which an earlier step is about"));
        assert_eq!(paired(&two, &[Some(a)]), Err("2 wanted, 1 given".to_owned()));
        let same = [("A", inline("A")), ("A-2", inline("A"))];
        assert!(paired(&same, &[Some("A"), None]).unwrap_err().contains("names both"));
    }
}
