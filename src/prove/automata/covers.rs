//! Irredundant and fewest: whether the introduced patterns are all needed, and no cover has fewer.

use std::collections::BTreeMap;

use crate::model::Pattern;
use crate::prove::{Evidence, Witness};

use super::cover_problem::CoverProblem;
use super::origin::{Cut, Origin, Safety};
use super::outcome::Outcome;
use super::search::{Unclear, inside};
use super::subject::{Known, Subject};
use super::wildcards::misplaced;

/// For each introduced pattern, by its number, the place of the first intended action that no other pattern
/// of the recommendation matches, where there is one.
pub(super) type Representatives = BTreeMap<usize, usize>;

pub(super) fn representatives(subject: &Subject<'_, '_>) -> Result<Representatives, Unclear> {
    let mut found = Representatives::new();
    let mut introduced = vec![false; subject.covering.len()];
    for &number in &subject.introduced {
        *introduced.get_mut(number).ok_or(Unclear::Internal)? = true;
    }
    for (place, _) in subject.known.iter().enumerate().filter(|(_, one)| one.intended()) {
        if let &[only] = subject.covers(place)?
            && introduced.get(only) == Some(&true)
        {
            found.entry(only).or_insert(place);
        }
    }
    Ok(found)
}

/// Every introduced pattern has an intended action that no other pattern of the recommendation matches.
pub(super) fn irredundant(
    subject: &Subject<'_, '_>,
    representatives: &Representatives,
) -> Result<Outcome, Unclear> {
    Ok(match unneeded(subject, &subject.introduced, representatives)? {
        Some(pattern) => Outcome::refuted(Witness::Redundant { pattern: pattern.to_string() }),
        None => Outcome::unless(None, exhibit(subject, &subject.introduced, representatives)?),
    })
}

/// The first of some introduced patterns that no intended action needs.
fn unneeded<'a>(
    subject: &Subject<'a, '_>,
    introduced: &[usize],
    representatives: &Representatives,
) -> Result<Option<&'a Pattern>, Unclear> {
    let mut without = introduced.iter().filter(|number| !representatives.contains_key(number));
    without.next().map(|&number| subject.pattern(number)).transpose()
}

/// Some introduced patterns with their representatives.
fn exhibit(
    subject: &Subject<'_, '_>,
    introduced: &[usize],
    own: &Representatives,
) -> Result<Vec<Evidence>, Unclear> {
    let row = |number: &usize| {
        let place = *own.get(number)?;
        let both = subject.pattern(*number).and_then(|pattern| Ok((pattern, subject.known(place)?.action)));
        Some(
            both.map(|(pattern, action)| Evidence {
                pattern: pattern.to_string(),
                action: action.to_string(),
            }),
        )
    };
    introduced.iter().filter_map(row).collect()
}

/// The introduced patterns of one service with the origins that matter to them; or all introduced patterns
/// with the origins that name no service, where one was introduced that names none.
pub(super) struct View<'s, 'a> {
    /// What its actions begin with.
    pub(super) prefix: String,
    /// The introduced patterns, by their numbers.
    pub(super) introduced: Vec<usize>,
    pub(super) origins: Vec<&'s Origin<'a>>,
}

fn views<'s, 'a>(subject: &'s Subject<'a, '_>) -> Result<Vec<View<'s, 'a>>, Unclear> {
    let mut by_service: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &number in &subject.introduced {
        if let Some(service) = subject.pattern(number)?.service() {
            by_service.entry(service).or_default().push(number);
        }
    }
    let everywhere: Vec<&Origin<'a>> =
        subject.origins.iter().filter(|origin| origin.pattern.service().is_none()).collect();
    let mut origins: BTreeMap<&str, Vec<&Origin<'a>>> = BTreeMap::new();
    for origin in &subject.origins {
        if let Some(service) = origin.pattern.service() {
            origins.entry(service).or_default().push(origin);
        }
    }
    let of_service = |(service, introduced): (&str, Vec<usize>)| {
        let own = origins.get(service).into_iter().flatten().chain(&everywhere);
        View { prefix: format!("{service}:"), introduced, origins: own.copied().collect() }
    };
    let mut views: Vec<View<'_, '_>> = by_service.into_iter().map(of_service).collect();
    if subject.names_no_service {
        let introduced = subject.introduced.clone();
        views.push(View { prefix: String::new(), introduced, origins: everywhere });
    }
    Ok(views)
}

/// No cover has fewer patterns than were introduced.
///
/// Shown by representatives no two of which share a safe generalisation. Where some do, either a safe
/// generalisation contains several introduced patterns, or the least cover is looked for.
pub(super) fn fewest(
    subject: &Subject<'_, '_>,
    representatives: &Representatives,
) -> Result<Outcome, Unclear> {
    let mut reason = None;
    let mut evidence = Vec::new();
    let is_cover = is_cover(subject)?;
    for view in views(subject)? {
        if !is_cover {
            match exhibited(subject, &view, representatives)? {
                Some(shown) => evidence.extend(shown),
                None => reason = Some(NO_COVER),
            }
            continue;
        }
        if let Some(pattern) = unneeded(subject, &view.introduced, representatives)? {
            return Ok(Outcome::refuted(Witness::Redundant { pattern: pattern.to_string() }));
        }
        match sharing(subject, &view, representatives) {
            Ok(Sharing::None) => evidence.extend(exhibit(subject, &view.introduced, representatives)?),
            Ok(Sharing::Mergeable(witness)) => return Ok(Outcome::refuted(witness)),
            Err(fault @ Unclear::Internal) => return Err(fault),
            Ok(Sharing::Some) | Err(Unclear::TooLarge) => {
                for component in CoverProblem::components(subject, &view)? {
                    match component.smaller_cover(subject, representatives) {
                        Ok(Some(witness)) => return Ok(Outcome::refuted(witness)),
                        Ok(None) => {}
                        Err(why) => reason = Some(why),
                    }
                }
            }
        }
    }
    Ok(Outcome::unless(reason, evidence))
}

/// Why nothing is said of the least cover.
const NO_COVER: &str = "what is recommended is no cover, so that the least one is not compared with it";

/// Whether the introduced patterns are generalisations, and with the kept ones match every intended action:
/// then leaving one out or merging some leaves a cover.
fn is_cover(subject: &Subject<'_, '_>) -> Result<bool, Unclear> {
    for (place, _) in subject.known.iter().enumerate().filter(|(_, one)| one.intended()) {
        if subject.covers(place)?.is_empty() {
            return Ok(false);
        }
    }
    Ok(matches!(misplaced(subject), Ok(None)))
}

/// The introduced patterns of a view with their representatives, if these bound every cover from below.
fn exhibited(
    subject: &Subject<'_, '_>,
    view: &View<'_, '_>,
    representatives: &Representatives,
) -> Result<Option<Vec<Evidence>>, Unclear> {
    let all = unneeded(subject, &view.introduced, representatives)?.is_none();
    let none_shared = matches!(sharing(subject, view, representatives), Ok(Sharing::None));
    (all && none_shared).then(|| exhibit(subject, &view.introduced, representatives)).transpose()
}

/// Whether representatives share safe generalisations.
enum Sharing {
    /// No two do.
    None,
    /// Some do, and that says nothing.
    Some,
    /// Some do, and one generalisation contains several introduced patterns.
    Mergeable(Witness),
}

/// Representatives are sorted, so that a cut point which begins two of them begins all between, and it is
/// enough to look at neighbours.
fn sharing<'a>(
    subject: &Subject<'a, '_>,
    view: &View<'_, 'a>,
    representatives: &Representatives,
) -> Result<Sharing, Unclear> {
    let mut places: Vec<usize> =
        view.introduced.iter().filter_map(|number| representatives.get(number).copied()).collect();
    places.sort_unstable();
    let mut sharing = false;
    let known: Result<Vec<&Known<'a>>, Unclear> = places.iter().map(|&place| subject.known(place)).collect();
    let known = known?;
    for origin in &view.origins {
        let own = known.iter().map(|one| one.action.folded());
        let own: Vec<&str> = own.filter(|action| origin.pattern.matches(action)).collect();
        for pair in own.windows(2) {
            let [left, right] = pair else { continue };
            let same = left.chars().zip(right.chars()).take_while(|(l, r)| l == r);
            let common = left.get(..same.map(|(c, _)| c.len_utf8()).sum()).unwrap_or_default();
            for cut in origin.cuts_of(common, &subject.known).into_iter().rev() {
                // What is unsafe makes all shorter ones unsafe.
                if origin.safety(cut, &subject.known, subject.unused)? != Safety::Safe {
                    break;
                }
                let narrowed = origin.narrowed(cut);
                if let [wide] = narrowed.as_slice() {
                    sharing = true;
                    if let Some(witness) = mergeable(subject, view, wide)? {
                        return Ok(Sharing::Mergeable(witness));
                    }
                } else {
                    let shares = |wide: &Pattern| {
                        let below = own.iter().filter(|action| action.starts_with(cut.folded));
                        below.filter(|action| wide.matches(action)).nth(1).is_some()
                    };
                    sharing |= narrowed.iter().any(shares);
                }
            }
        }
    }
    Ok(if sharing { Sharing::Some } else { Sharing::None })
}

/// The introduced patterns that lie inside a safe generalisation, if there are several.
fn mergeable(
    subject: &Subject<'_, '_>,
    view: &View<'_, '_>,
    wide: &Pattern,
) -> Result<Option<Witness>, Unclear> {
    let mut patterns = Vec::new();
    for pattern in subject.patterns(&view.introduced)? {
        if inside(pattern.folded(), wide.folded())? {
            patterns.push(pattern.to_string());
        }
    }
    let several = patterns.len() > 1;
    Ok(several.then(|| Witness::Mergeable { into: wide.to_string(), patterns }))
}

/// The safe cut points of an origin within a view, with those that are too hard to tell.
pub(super) fn candidates<'s, 'a>(
    subject: &'s Subject<'a, '_>,
    view: &'s View<'_, 'a>,
    origin: &'s Origin<'a>,
) -> impl Iterator<Item = Cut<'a>> + 's {
    let from = origin.cuts.partition_point(|cut| cut.folded < view.prefix.as_str());
    let here = origin.cuts.iter().skip(from).take_while(|cut| cut.folded.starts_with(&view.prefix));
    here.copied().filter(|cut| {
        let safety = origin.safety(*cut, &subject.known, subject.unused);
        !matches!(safety, Ok(Safety::Blocked(_)))
    })
}
