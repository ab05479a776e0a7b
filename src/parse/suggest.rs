//! "Did you mean": the nearest of the words that would have done.

/// The candidate that `word` misspells: equal but for case, or at most two letters away (fewer for
/// short words).
pub(super) fn suggest<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let folded = word.to_ascii_lowercase();
    let near = candidates.iter().filter_map(|&candidate| {
        let allowed = (candidate.len() / 3).min(2);
        let distance = distance(&folded, &candidate.to_ascii_lowercase());
        (distance <= allowed).then_some((distance, candidate))
    });
    near.min_by_key(|&(distance, _)| distance).map(|(_, candidate)| candidate)
}

/// The help that goes with an unknown word.
pub(super) fn did_you_mean(word: &str, candidates: &[&str]) -> String {
    let listed = || candidates.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    suggest(word, candidates).map_or_else(
        || format!("it can be one of {}", listed()),
        |candidate| format!("did you mean `{candidate}`?"),
    )
}

/// Levenshtein's distance in characters; stops counting for words of very different length.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    if a.chars().count().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (&y, &above) in b.iter().zip(row.iter().skip(1)) {
            left = (corner + usize::from(x != y)).min(above + 1).min(left + 1);
            corner = above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_misspellings() {
        let keys = ["Version", "Id", "Statement", "Action", "NotAction"];
        for (word, expected) in [
            ("statement", Some("Statement")),
            ("Statements", Some("Statement")),
            ("Actoin", Some("Action")),
            ("ID", Some("Id")),
            ("Sid", None),
            ("Kind", None),
            ("", None),
            ("Verzyon", Some("Version")),
        ] {
            assert_eq!(suggest(word, &keys), expected, "{word}");
        }
    }

    #[test]
    fn counts_letters() {
        assert_eq!(distance("kitten", "sittin"), 2);
        assert_eq!(distance("", "ab"), 2);
        assert_eq!(distance("abc", "abc"), 0);
    }
}
