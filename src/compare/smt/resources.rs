//! Resources as regular expressions.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::model::{ArnPattern, Piece, Reading};

use crate::prove::smt::regex::{Regex, any_of, concat, sequence, text, union};

/// All resources: ARNs, and `*`.
pub(super) fn any() -> Rc<Regex> {
    let arns = ArnPattern::any().forms(Reading::Segments);
    union([&text("*"), &factored(&arns)])
}

/// ARNs of a service that a person would find plausible, the most plausible first.
pub(super) fn believable(service: &str) -> Vec<Rc<Regex>> {
    let global = service == "s3";
    let place = if global { "::" } else { "us-east-1:111122223333:" };
    let start = format!("arn:aws:{service}:");
    let here = format!("{start}{place}");
    let name = || {
        let ranges = [('a', 'z'), ('0', '9'), ('A', 'Z'), ('-', '/'), ('_', '_')];
        let ranges = ranges.map(|(from, to)| Rc::new(Regex::Range(from, to)));
        Rc::new(Regex::Star(Rc::new(Regex::Union(ranges.to_vec()))))
    };
    let anywhere = vec![text(&start), name(), text(":"), name(), text(":"), name()];
    let all = Rc::new(Regex::All);
    vec![
        text(&format!("{here}example")),
        concat(vec![text(&here), name()]),
        concat(anywhere),
        concat(vec![text(&start), Rc::clone(&all)]),
        concat(vec![text("arn:aws:"), all]),
    ]
}

/// The union of some sequences, factored as a trie, which Z3 decides quickly.
pub(super) fn factored(forms: &[Vec<Piece>]) -> Rc<Regex> {
    trie(&forms.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn trie(forms: &[&[Piece]]) -> Rc<Regex> {
    let mut branches: BTreeMap<Piece, Vec<&[Piece]>> = BTreeMap::new();
    let mut ends = false;
    for form in forms {
        match form.split_first() {
            Some((first, rest)) => branches.entry(*first).or_default().push(rest),
            None => ends = true,
        }
    }
    let mut parts: Vec<Rc<Regex>> = ends.then(|| text("")).into_iter().collect();
    for (first, mut rests) in branches {
        // A run without branches.
        let mut run = vec![first];
        while let Some((next, after)) = common(&rests) {
            run.push(next);
            rests = after;
        }
        let mut branch = sequence(run);
        if rests.iter().any(|rest| !rest.is_empty()) {
            branch.push(trie(&rests));
        }
        parts.push(concat(branch));
    }
    any_of(parts)
}

/// The piece that all begin with, and what follows it in each.
fn common<'p>(forms: &[&'p [Piece]]) -> Option<(Piece, Vec<&'p [Piece]>)> {
    let first = *forms.first()?.first()?;
    let rests: Option<Vec<&[Piece]>> = forms.iter().map(|form| form.strip_prefix(&[first])).collect();
    Some((first, rests?))
}
