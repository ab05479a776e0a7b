//! Globs as texts: folded strings in which `*` stands for any string and `?` for any one character.

/// The part of a pattern before its first wildcard.
pub(crate) fn head(pattern: &str) -> &str {
    pattern.find(['*', '?']).and_then(|at| pattern.get(..at)).unwrap_or(pattern)
}

/// Whether `pattern` matches `string`: direct matching, by which witnesses are checked again.
///
/// Both are folded. Takes linear time for literals and prefixes, and at worst the product of the lengths, since
/// it goes back to the last `*` only.
pub fn matches(pattern: &str, string: &str) -> bool {
    let (mut rest, mut text) = (pattern, string);
    let mut retry: Option<(&str, &str)> = None;
    loop {
        let mut wanted = rest.chars();
        let mut left = text.chars();
        match wanted.next() {
            Some('*') => {
                rest = wanted.as_str();
                if rest.is_empty() {
                    return true;
                }
                retry = Some((rest, text));
                continue;
            }
            Some(want) if left.next().is_some_and(|have| want == '?' || want == have) => {
                (rest, text) = (wanted.as_str(), left.as_str());
                continue;
            }
            None if text.is_empty() => return true,
            _ => {}
        }
        // A dead end: let the last `*` match one more character.
        let Some((after_star, from)) = retry else { return false };
        let mut from = from.chars();
        if from.next().is_none() {
            return false;
        }
        (rest, text) = (after_star, from.as_str());
        retry = Some((rest, text));
    }
}

/// The places in the folded `pattern` (byte offsets) that can be reached by consuming `prefix`.
pub(crate) fn residuals(pattern: &str, prefix: &str) -> Vec<usize> {
    // A literal head is consumed at once; only the rest needs the set of places.
    let head = head(pattern);
    let head_len = head.len();
    if head.starts_with(prefix) {
        return vec![prefix.len()];
    }
    let Some(rest) = prefix.strip_prefix(head) else {
        return Vec::new();
    };
    if pattern.get(head_len..) == Some("*") {
        return vec![head_len];
    }
    let mut places = vec![head_len];
    for c in rest.chars() {
        let mut next = Vec::new();
        for &place in &places {
            step(pattern, place, c, &mut next);
        }
        places = tidy(pattern, next);
    }
    places
}

/// Sorts places and drops all before the last that is at a `*`: what can be reached from them can be reached from
/// that `*`.
pub(crate) fn tidy(pattern: &str, mut places: Vec<usize>) -> Vec<usize> {
    places.sort_unstable();
    places.dedup();
    let star = |&place: &usize| pattern.as_bytes().get(place) == Some(&b'*');
    if let Some(last) = places.iter().rposition(star) {
        places.drain(..last);
    }
    places
}

/// Adds the places reached from `place` by consuming `c`.
pub(crate) fn step(pattern: &str, place: usize, c: char, next: &mut Vec<usize>) {
    let mut at = place;
    while let Some(want) = pattern.get(at..).and_then(|rest| rest.chars().next()) {
        if want == '*' {
            next.push(at);
            at += 1;
            continue;
        }
        if want == '?' || want == c {
            next.push(at + want.len_utf8());
        }
        break;
    }
}
