//! Recommended documents, and their files.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::parse::{ParsedPolicy, Source, sha256};

/// A document that is recommended in place of a policy.
#[derive(Clone, Debug)]
pub struct RecommendedDocument {
    /// The file to write it to, or that it was read from.
    pub file: String,
    /// Its text.
    pub text: String,
    /// The file that it was read from; `None` if that is exactly its text.
    pub read_from: Option<Arc<Source>>,
    /// The parsed text; `None` if it was written here and is not read again, since it is not certified.
    pub parsed: Option<ParsedPolicy>,
    /// Its size in characters, as AWS counts them.
    pub size: usize,
}

impl RecommendedDocument {
    /// SHA-256 of its file, in hex.
    pub fn sha256(&self) -> String {
        sha256(self.read_from.as_ref().map_or(&self.text, |file| &file.text))
    }
}

/// The names of the files for some policies, from the name of each and the number of its replacements. `~` does
/// not occur in names in IAM, so the files of two policies are never the same.
pub fn file_names<'a>(policies: impl IntoIterator<Item = (&'a str, usize)>) -> Vec<Vec<String>> {
    // The name of the manifest is taken. Some file systems ignore case.
    let mut taken = BTreeSet::from(["plan".to_owned()]);
    policies.into_iter().map(|(name, documents)| names(&mut taken, name, documents)).collect()
}

fn names(taken: &mut BTreeSet<String>, name: &str, documents: usize) -> Vec<String> {
    let numbered = (2..).map(|number| format!("{name}~{number}"));
    let mut free = std::iter::once(name.to_owned()).chain(numbered);
    let base = free.find(|base| taken.insert(base.to_ascii_lowercase())).unwrap_or_else(|| name.to_owned());
    match documents {
        0 | 1 => (0..documents).map(|_| format!("{base}.json")).collect(),
        several => (1..=several).map(|part| format!("{base}~{part}of{several}.json")).collect(),
    }
}

/// The file for the text of an original, which stays unchanged.
pub fn original_file(text: &str) -> String {
    format!("originals/{}.json", sha256(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_policies_have_a_file_in_common() {
        let all =
            [("x", 1), ("X", 2), ("x.original", 1), ("plan", 1), ("Plan", 2), ("x-1", 1), ("x", 2), ("y", 0)];
        let files: Vec<String> = file_names(all).into_iter().flatten().collect();
        let expected = [
            "x.json",
            "X~2~1of2.json",
            "X~2~2of2.json",
            "x.original.json",
            "plan~2.json",
            "Plan~3~1of2.json",
            "Plan~3~2of2.json",
            "x-1.json",
            "x~3~1of2.json",
            "x~3~2of2.json",
        ];
        assert_eq!(files, expected);
        let folded: BTreeSet<String> = files.iter().map(|file| file.to_ascii_lowercase()).collect();
        assert_eq!(folded.len(), files.len());
    }
}
