//! What IAM refuses in a policy but paredown reads, because an original may contain it.
//!
//! Such a document has only one meaning, so it can be refined; but a recommendation must not introduce what makes
//! IAM refuse it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::code::Code;
use super::diagnostic::{Diagnostic, quote};
use super::located::{Located, Object};

/// Why IAM refuses a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// A duplicate Sid. Source: IAM answers "Statement IDs (SID) in a single policy must be unique"; empty ones
    /// count as absent (hashicorp/terraform-provider-aws, pull request 6675).
    SidTwice,
    /// A Sid with characters other than letters and digits. Source: IAM answers "Statement IDs (SID) must be
    /// alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*".
    Sid,
    /// Two condition keys under one operator that differ only in case. Source: IAM User Guide, policy check
    /// reference, "Error – Duplicate keys with different case".
    KeyTwice,
    /// An empty list of actions or resources. Source: IAM answers "Policy statement must contain actions" (and
    /// "resources").
    EmptyList,
    /// A character that is not allowed in a policy. Source: IAM API Reference, the pattern of `PolicyDocument` in
    /// `CreatePolicy`.
    Character,
}

/// Something in a document that IAM refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Why.
    pub kind: FaultKind,
    /// What it is about, such as the Sid; the same in another document is the same fault.
    pub what: String,
    /// The fault as an error at its place.
    pub found: Diagnostic,
}

/// The first fault of a recommendation that its original does not have, as an error.
pub fn introduced(recommended: &[Fault], original: &[Fault]) -> Option<Diagnostic> {
    let own: BTreeSet<(FaultKind, &str)> = original.iter().map(|own| (own.kind, own.what.as_str())).collect();
    let fault = recommended.iter().find(|fault| !own.contains(&(fault.kind, fault.what.as_str())))?;
    let help = fault.found.help.as_deref().unwrap_or_default();
    Some(fault.found.clone().with_help(format!("{help}; the original policy has no such fault")))
}

/// The faults of the policy that `root` is, in the order of the text.
pub(super) fn faults(root: Located<'_>) -> Vec<Fault> {
    let mut found = Faults::default();
    let element = root.object().and_then(|object| object.get("Statement"));
    let items = element.map(|element| element.items().unwrap_or_else(|| vec![element]));
    for statement in items.into_iter().flatten().filter_map(Located::object) {
        found.sid(&statement);
        found.empty_lists(&statement);
        found.condition_keys(&statement);
    }
    // Usually this check is enough.
    let plain = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~') && byte != b'\\';
    if !root.raw().bytes().all(plain) {
        found.characters(root);
    }
    found.all.sort_by_key(|fault| fault.found.span.start);
    found.all
}

#[derive(Default)]
struct Faults<'a> {
    all: Vec<Fault>,
    /// How often each Sid occurs.
    sids: BTreeMap<&'a str, usize>,
    /// The places of Sids that are refused for their characters.
    refused_sids: BTreeSet<usize>,
    empty_lists: usize,
}

impl<'a> Faults<'a> {
    fn add(&mut self, kind: FaultKind, what: impl Into<String>, found: Diagnostic) {
        let found = found.coded(Code::RefusedByIam);
        self.all.push(Fault { kind, what: what.into(), found });
    }

    fn sid(&mut self, statement: &Object<'a>) {
        let Some(place) = statement.get("Sid") else { return };
        let Some(sid) = place.string() else { return };
        if !sid.chars().all(|c| c.is_ascii_alphanumeric()) {
            self.refused_sids.insert(place.span().start);
            let error = place.error(format!("{} is a Sid that IAM refuses", quote(sid)), "this Sid");
            self.add(FaultKind::Sid, sid, error.with_help("a Sid has letters A-Z, a-z and digits only"));
        }
        let count = self.sids.entry(sid).or_default();
        *count += 1;
        if *count == 2 && !sid.is_empty() {
            let message = format!("duplicate Sid {} in one policy, which IAM refuses", quote(sid));
            let help = "give each statement a Sid of its own, or none";
            self.add(FaultKind::SidTwice, sid, place.error(message, "again here").with_help(help));
        }
    }

    fn empty_lists(&mut self, statement: &Object<'a>) {
        for key in ["Action", "NotAction", "Resource", "NotResource"] {
            let Some(list) = statement.get(key).filter(|list| list.items().is_some_and(|l| l.is_empty()))
            else {
                continue;
            };
            // They are numbered: nothing else distinguishes them, and each additional one is a further fault.
            self.empty_lists += 1;
            let error = list.error(format!("`{key}` is an empty list, which IAM refuses"), "nothing here");
            let help = "leave the statement out, or say what it is about";
            self.add(FaultKind::EmptyList, self.empty_lists.to_string(), error.with_help(help));
        }
    }

    fn condition_keys(&mut self, statement: &Object<'a>) {
        let Some(condition) = statement.get("Condition").and_then(Located::object) else { return };
        for operator in condition.members() {
            let mut seen = BTreeSet::new();
            for key in operator.value.object().iter().flat_map(Object::members) {
                let folded = key.name.to_ascii_lowercase();
                if seen.insert(folded.clone()) {
                    continue;
                }
                let message = format!(
                    "duplicate condition key {} under {} (case aside), which IAM refuses",
                    quote(key.name),
                    quote(operator.name)
                );
                let error = Diagnostic::error(key.value.source(), key.name_span, message, "again here");
                let help =
                    "condition keys are the same in upper and lower case: give each once, with all values";
                self.add(FaultKind::KeyTwice, format!("{} {folded}", operator.name), error.with_help(help));
            }
        }
    }

    /// Checks all strings in `value`. The parser bounds the depth.
    fn characters(&mut self, value: Located<'a>) {
        if let Some(text) = value.string() {
            self.string(value, text, value.span());
        }
        for item in value.items().unwrap_or_default() {
            self.characters(item);
        }
        for member in value.object().iter().flat_map(Object::members) {
            self.string(value, member.name, member.name_span);
            self.characters(member.value);
        }
    }

    /// Checks a string at `span`.
    fn string(&mut self, within: Located<'_>, text: &str, span: Range<usize>) {
        let Some((at, odd)) = text.char_indices().find(|&(_, c)| !is_taken(c)) else { return };
        if self.refused_sids.contains(&span.start) {
            return;
        }
        // Unless it has escapes, the string is in the text as it is, after its quote.
        let start = span.start + 1 + at;
        let as_it_is = span.len() == text.len() + 2;
        let place = if as_it_is { start..start + odd.len_utf8() } else { span };
        let message = format!("the character U+{:04X} is in a string, which IAM refuses", u32::from(odd));
        let help = "a policy has U+0009, U+000A, U+000D and U+0020 to U+00FF only";
        let error = Diagnostic::error(within.source(), place, message, "this character").with_help(help);
        self.add(FaultKind::Character, text, error);
    }
}

fn is_taken(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{ff}')
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::parse::{Source, policy};

    fn read(statements: &str) -> Vec<Fault> {
        let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
        let parsed = policy(&Arc::new(Source { name: "p".into(), text }));
        parsed.unwrap_or_else(|error| panic!("{error}")).faults
    }

    fn allow(more: &str) -> String {
        format!(r#"{{"Effect":"Allow","Action":"s3:Get*","Resource":"*"{more}}}"#)
    }

    fn with_sids(sids: &[&str]) -> String {
        let statements = sids.iter().map(|sid| allow(&format!(r#","Sid":{}"#, serde_json::json!(sid))));
        statements.collect::<Vec<_>>().join(",")
    }

    #[test]
    fn what_iam_takes_has_no_fault() {
        for statements in [
            with_sids(&["A", "a", "0", "A1"]),
            with_sids(&["", ""]),
            allow(r#","Condition":{"StringEquals":{"aws:a":"x","aws:b":[]},"StringLike":{"AWS:A":"y"}}"#),
            allow("").replace("\"*\"", r#"["arn:é\u00ff\t\n\r\u007f\u0080","*"]"#),
        ] {
            assert_eq!(read(&statements), [], "{statements}");
        }
    }

    #[test]
    fn each_fault_is_found_at_its_place() {
        use FaultKind::{Character, EmptyList, KeyTwice, Sid, SidTwice};
        let condition = |keys: &str| allow(&format!(r#","Condition":{{"StringLike":{{{keys}}}}}"#));
        for (statements, expected) in [
            (with_sids(&["A", "B", "A", "A"]), vec![(SidTwice, "A", "\"A\"")]),
            (with_sids(&["a b"]), vec![(Sid, "a b", "\"a b\"")]),
            (with_sids(&["a-b"]), vec![(Sid, "a-b", "\"a-b\"")]),
            (with_sids(&["é"]), vec![(Sid, "é", "\"é\"")]),
            (
                with_sids(&["日", "日"]),
                vec![(Sid, "日", "\"日\""), (Sid, "日", "\"日\""), (SidTwice, "日", "\"日\"")],
            ),
            (allow("").replace("\"s3:Get*\"", "[]"), vec![(EmptyList, "1", "[")]),
            (
                [allow("").replace("\"s3:Get*\"", "[ ]"), allow("").replace("\"*\"", "[]")].join(","),
                vec![(EmptyList, "1", "["), (EmptyList, "2", "[")],
            ),
            (allow("").replace("\"Action\":\"s3:Get*\"", "\"NotAction\":[]"), vec![(EmptyList, "1", "[")]),
            (
                condition(r#""aws:SourceIp":"x","aws:sourceip":"y""#),
                vec![(KeyTwice, "StringLike aws:sourceip", "\"aws:sourceip\"")],
            ),
            (condition(r#""aws:日":"x""#), vec![(Character, "aws:日", "日")]),
            (condition(r#""aws:a":["x","a€"]"#), vec![(Character, "a€", "€")]),
            (allow("").replace("\"*\"", r#""\u0000*""#), vec![(Character, "\0*", r#""\u0000*""#)]),
            (allow("").replace("\"*\"", "\"arn:“x”\""), vec![(Character, "arn:“x”", "“")]),
        ] {
            let mut found = read(&statements);
            found.sort_by_key(|fault| fault.kind != Sid);
            let shown: Vec<_> = found
                .iter()
                .map(|fault| {
                    let at = fault.found.span.clone();
                    (fault.kind, fault.what.as_str(), &fault.found.source.text[at])
                })
                .collect();
            assert_eq!(shown, expected, "{statements}");
        }
    }

    #[test]
    fn the_strings_around_statements_are_looked_at_too() {
        let text = format!(r#"{{"Version":"2012-10-17","Id":"№","Statement":{}}}"#, allow(""));
        let parsed = policy(&Arc::new(Source { name: "p".into(), text })).unwrap();
        assert_eq!(parsed.faults.len(), 1);
    }

    #[test]
    fn only_what_the_original_has_not_is_introduced() {
        let [none, one, two] =
            [&["A"][..], &["A", "A"], &["A", "A", "b c"]].map(|sids| read(&with_sids(sids)));
        for (recommended, original, message) in [
            (&none, &none, None),
            (&one, &one, None),
            (&none, &two, None),
            (&one, &none, Some("duplicate Sid `A` in one policy, which IAM refuses")),
            (&two, &one, Some("`b c` is a Sid that IAM refuses")),
        ] {
            let found = introduced(recommended, original);
            assert_eq!(found.as_ref().map(|error| error.message.as_str()), message);
            let told = "the original policy has no such fault";
            assert!(found.is_none_or(|error| error.help.unwrap().ends_with(told)));
        }
        let empty = allow("").replace("\"s3:Get*\"", "[]");
        let (once, twice) = (read(&empty), read(&format!("{empty},{empty}")));
        assert!(introduced(&twice, &once).is_some() && introduced(&once, &twice).is_none());
    }
}
