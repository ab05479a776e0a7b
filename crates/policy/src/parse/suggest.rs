//! "Did you mean": the nearest of the accepted words.

/// The candidate that `word` misspells: equal but for case, or at most two edits away (fewer for short words).
pub(super) fn suggest<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let folded = word.to_ascii_lowercase();
    let near = candidates.iter().filter_map(|&candidate| {
        let allowed = (candidate.len() / 3).min(2);
        let distance = distance(&folded, &candidate.to_ascii_lowercase(), allowed);
        (distance <= allowed).then_some((distance, candidate))
    });
    near.min_by_key(|&(distance, _)| distance).map(|(_, candidate)| candidate)
}

/// The candidate most similar to `word`, ignoring case: at least half of the letters are the same.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = word.to_ascii_lowercase();
    let allowed = folded.chars().count() / 2;
    let distances = candidates
        .into_iter()
        .map(|candidate| (distance(&folded, &candidate.to_ascii_lowercase(), allowed), candidate));
    let near = distances.filter(|&(distance, _)| distance <= allowed);
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

/// The Levenshtein distance in characters; not computed where the lengths differ by more than `most`.
fn distance(a: &str, b: &str, most: usize) -> usize {
    let b: Vec<char> = b.chars().collect();
    if a.chars().count().abs_diff(b.len()) > most {
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
    fn the_nearest_is_half_alike() {
        let actions = ["DeleteObject", "GetObject", "GetObjectAcl", "ListBucket"];
        for (word, expected) in [
            ("GetObjects", Some("GetObject")),
            ("getobjectacls", Some("GetObjectAcl")),
            ("HeadObject", Some("GetObject")),
            ("ListBuckets", Some("ListBucket")),
            ("Invoke", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, actions), expected, "{word}");
        }
    }

    #[test]
    fn counts_letters() {
        assert_eq!(distance("kitten", "sittin", 2), 2);
        assert_eq!(distance("", "ab", 2), 2);
        assert_eq!(distance("abc", "abc", 0), 0);
    }
}
