//! The documents for the kernel, as the certificate identifies them.

use paredown_intake::{
    Error, Inputs, Replacement, Said, Tell, folder, in_pairs, recommended as read_recommended, steps,
};
use paredown_kernel::check::Document;
use paredown_kernel::format::{Digest, PolicyDigests};
use paredown_policy::parse::{canonical_digest, sha256};

use crate::options::Options;

/// The digest under which the kernel gets a document: the certificate's own, if the document is the one it names
/// in another layout. The kernel checks the content in any case.
pub(crate) fn known_as(sha256: String, text: &str, digest: Option<&Digest>) -> String {
    let Some(digest) = digest.filter(|digest| digest.sha256 != sha256) else { return sha256 };
    let is_it = |label: &String| canonical_digest(text).is_ok_and(|own| own == *label);
    if digest.canonical.as_ref().is_some_and(is_it) { digest.sha256.clone() } else { sha256 }
}

/// The replacements of each policy, as many as the certificate has. One that is the original itself need not be
/// given.
pub(crate) fn recommended(
    options: &Options,
    read: &Inputs,
    rows: &[PolicyDigests],
    tell: Tell<'_>,
) -> Result<Vec<Vec<Document>>, Error> {
    let said = Said { paths: &options.recommended, detached: options.detached };
    let along = said.paths.is_empty() && read.policies.iter().all(|policy| policy.recommended.is_some());
    if said.detached || along || folder(said.paths)?.is_some() {
        let read = read_recommended(said, read.to(), tell)?.0.into_iter().enumerate();
        return Ok(read.map(|(at, own)| documents(own, rows.get(at))).collect());
    }
    let mut steps = steps(said.paths, read.to(), tell)?;
    steps.retain(|(step, _)| step.policy.is_some());
    let unchanged: Vec<Option<Document>> = read
        .policies
        .iter()
        .enumerate()
        .map(|(at, policy)| {
            let [only] = rows.get(at)?.recommended.as_slice() else { return None };
            let text = policy.text();
            let sha256 = known_as(sha256(&text), &text, Some(only));
            let same = only.sha256 == sha256;
            same.then(|| Document { policy: policy.parsed.policy.clone(), sha256 })
        })
        .collect();
    let mut wanted: Vec<usize> = read
        .policies
        .iter()
        .enumerate()
        .map(|(at, _)| rows.get(at).map_or(0, |row| row.recommended.len()))
        .collect();
    // Either unchanged documents are left out, or all are given.
    let take_implied = steps.len() != wanted.iter().sum::<usize>();
    if take_implied {
        for (count, _) in wanted.iter_mut().zip(&unchanged).filter(|(_, own)| own.is_some()) {
            *count = 0;
        }
    }
    let given = in_pairs(steps, &wanted, read.to(), tell)?;
    let implied = unchanged.into_iter().map(|own| own.filter(|_| take_implied));
    let pairs = given.into_iter().zip(implied).enumerate();
    let all = |(at, (own, implied)): (usize, (_, Option<Document>))| {
        implied.into_iter().chain(documents(own, rows.get(at))).collect()
    };
    Ok(pairs.map(all).collect())
}

/// The replacements of a policy as the certificate's row identifies them, whatever their layout.
fn documents(own: Vec<Replacement>, row: Option<&PolicyDigests>) -> Vec<Document> {
    let document = |(number, replacement): (usize, Replacement)| {
        let digest = row.and_then(|row| row.recommended.get(number));
        let sha256 = known_as(replacement.sha256(), &replacement.parsed.document.text(), digest);
        Document { policy: replacement.parsed.policy, sha256 }
    };
    own.into_iter().enumerate().map(document).collect()
}
