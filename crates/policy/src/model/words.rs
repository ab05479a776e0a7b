//! Cut points: the places where the name of an action may be cut.

/// The lengths, in bytes, of the prefixes of `action` that are cut points, shortest first.
///
/// The first is the service with its colon, then one for each camel-case word; the last is the
/// whole string. A word begins between `[a-z0-9]` and `[A-Z]` and before `[A-Z][a-z]`; an acronym
/// stays whole together with a plural `s` (`ACLs`); digits belong to the word on their left
/// (`Ipv6`, `EC2`); any other character is a word of its own. The service is one word.
///
/// An action without a colon is cut like a name. Words only say where a prefix *may* end: whether
/// it is safe is decided on folded strings.
///
/// ```
/// let cuts = |a: &str| paredown_policy::model::cut_points(a).map(|n| a[..n].to_owned()).collect::<Vec<_>>();
/// assert_eq!(cuts("s3:GetObjectAcl"), ["s3:", "s3:Get", "s3:GetObject", "s3:GetObjectAcl"]);
/// assert_eq!(cuts("waf:ListACLs"), ["waf:", "waf:List", "waf:ListACLs"]);
/// ```
pub fn cut_points(action: &str) -> impl Iterator<Item = usize> + '_ {
    let name_start = action.find(':').map_or(0, |colon| colon + 1);
    let bytes = action.as_bytes();
    (1..=bytes.len())
        .filter(move |&at| at >= name_start && (at == name_start || ends_word(bytes, name_start, at)))
}

/// Whether a word of the name that begins at `name_start` ends before byte `at`.
fn ends_word(bytes: &[u8], name_start: usize, at: usize) -> bool {
    let get = |index: usize| bytes.get(index).copied();
    let Some(next) = get(at) else { return true };
    let Some(last) = at.checked_sub(1).and_then(get) else {
        return false;
    };
    // Mostly in the middle of a word.
    if last.is_ascii_lowercase() && next.is_ascii_lowercase() {
        return false;
    }
    if !last.is_ascii() || !next.is_ascii() {
        // Never cut inside a character; non-ASCII ones are words of their own.
        return next & 0xC0 != 0x80;
    }
    if !last.is_ascii_alphanumeric() || !next.is_ascii_alphanumeric() {
        return true;
    }
    if !next.is_ascii_uppercase() {
        return false;
    }
    if last.is_ascii_uppercase() {
        // `..AB` goes on with the acronym, `..ABc` begins a word at `B` unless `c` is its plural.
        return get(at + 1).is_some_and(|c| c.is_ascii_lowercase()) && !is_plural(bytes, name_start, at + 1);
    }
    true
}

/// Whether the byte at `at` is the plural `s` of an acronym: two capitals stand before it and no
/// lower-case letter behind it.
fn is_plural(bytes: &[u8], name_start: usize, at: usize) -> bool {
    let capital_before = |distance: usize| {
        at.checked_sub(distance)
            .filter(|&index| index >= name_start)
            .and_then(|index| bytes.get(index))
            .is_some_and(u8::is_ascii_uppercase)
    };
    bytes.get(at) == Some(&b's')
        && capital_before(1)
        && capital_before(2)
        && !bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::cut_points;

    fn words(action: &str) -> Vec<&str> {
        let mut start = 0;
        cut_points(action).map(|end| &action[std::mem::replace(&mut start, end)..end]).collect()
    }

    #[test]
    fn breaks_where_the_contract_says() {
        for expected in [
            "s3: Get Object Version Acl",
            "s3: Get Bucket CORS",
            "ec2: Describe Ipv6 Pools",
            "ec2: Get EC2 Instance",
            "waf: List Web ACLs",
            "waf: List Web ACLs By Name",
            "mechanicalturk: List HITs For Type",
            "lakeformation: Add LF Tags To Resource",
            "wafv2: Create IP Set",
            "apigateway: GET",
            "vpc-lattice: Associate Via AWS Service - Events And States",
            "iam: Get A Thing",
            "x: lower Then Upper2 X9 Y",
            "x: snake _ case",
            "x: DBAs2 Go",
            "x: KM Ssomething",
            "x:",
            "x: Ä a",
        ] {
            let parts: Vec<&str> = expected.split(' ').collect();
            assert_eq!(words(&parts.concat()), parts);
        }
    }

    #[test]
    fn every_prefix_ends_on_a_character() {
        let action = "s3:Gétʼ日本";
        for n in cut_points(action) {
            assert!(action.is_char_boundary(n), "{n}");
        }
        assert_eq!(cut_points(action).last(), Some(action.len()));
        assert_eq!(cut_points("").count(), 0);
    }
}
