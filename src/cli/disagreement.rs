//! Reports disagreements of the engines, and leaves a folder with everything needed to reproduce them.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::job::Outcome;
use crate::model::{CatalogueIdentity, UnusedSet, hex};
use crate::prove::{Certification, Subject, z3_version};
use crate::report::json;

use super::drafts::DraftFolder;
use super::failure::Failure;
use super::io::explain;

/// If the engines disagree: reports it on standard error, and leaves a folder behind.
pub(super) fn report(outcome: &Outcome) -> Result<(), Failure> {
    let Some(certification) = &outcome.certification else { return Ok(()) };
    let scene = Scene {
        originals: outcome.policies.iter().map(|policy| policy.original.text()).collect(),
        recommended: outcome.documents().map(|document| document.text.clone()).collect(),
        unused: &outcome.unused,
        catalogue: &outcome.catalogue,
        certification,
    };
    scene.report()
}

/// What was decided, and where the engines disagree.
struct Scene<'a> {
    /// The texts of the original policies.
    originals: Vec<String>,
    /// The recommended texts.
    recommended: Vec<String>,
    unused: &'a UnusedSet,
    catalogue: &'a CatalogueIdentity,
    certification: &'a Certification,
}

const HOW_TO_REPORT: &str = "\
paredown decides every claim with two engines that share no code. On this input one proved what the other
refuted, so at least one of them is wrong, and nothing that it says of this input should be relied on.

Please report it, with this folder, where you got paredown from. The folder has:

  policy-*.json       the original policies
  recommended-*.json  what was recommended in their place
  unused.json         what is unused, keep.txt what is kept in any case
  judgements.json     what each engine says, the versions, the catalogue

The policies may name resources and accounts: change these if they must stay private, and run `paredown
certify` on the result to see that the engines still disagree.
";

impl Scene<'_> {
    /// If the engines disagree: reports it on standard error, and leaves a folder behind.
    fn report(&self) -> Result<(), Failure> {
        if self.certification.disagreements.is_empty() {
            return Ok(());
        }
        let mut text =
            String::from("internal error: the engines disagree, so at least one of them is wrong\n");
        for found in &self.certification.disagreements {
            let place = match found.subject() {
                Subject::Row(row) => format!(" of row {row}"),
                Subject::Denies => " of the Deny statements".to_owned(),
            };
            let (smt, automata) = (found.smt.verdict.name(), found.automata.verdict.name());
            let name = found.obligation().name();
            let _ = writeln!(text, "  {name}{place}: smt says {smt}, automata says {automata}");
        }
        explain(&text);
        let folder = self.write(Path::new(".")).map_err(|error| {
            Failure::NotWritten(format!("the folder that shows the disagreement cannot be written: {error}"))
        })?;
        explain(&format!("please report it with the folder `{}`\n", folder.display()));
        Ok(())
    }

    /// The names and texts of the files.
    fn files(&self) -> Vec<(String, String)> {
        let numbered = |kind: &str, texts: &[String]| -> Vec<(String, String)> {
            let named = texts.iter().enumerate();
            named.map(|(at, text)| (format!("{kind}-{}.json", at + 1), text.clone())).collect()
        };
        let mut files = numbered("policy", &self.originals);
        files.extend(numbered("recommended", &self.recommended));
        let mut entries: Vec<serde_json::Value> =
            self.unused.services().map(|service| json!({ "serviceNamespace": service })).collect();
        // What is kept of a whole service is in the keep list; listed here, it would contradict the entry.
        let named = self.unused.named();
        entries.extend(named.filter(|action| self.unused.service_of(action.folded()).is_none()).map(
            |action| {
                let name = action.spelling().split_once(':').map_or(action.spelling(), |(_, name)| name);
                json!({ "serviceNamespace": action.service(), "actions": [name] })
            },
        ));
        files.push(("unused.json".to_owned(), format!("{:#}\n", serde_json::Value::Array(entries))));
        let keep = self.unused.keep_list().flat_map(|pattern| [pattern.spelling(), "\n"]);
        files.push(("keep.txt".to_owned(), keep.collect()));
        files
    }

    /// Writes the folder, whole or not at all. If there is one for the same inputs, it stays.
    fn write(&self, place: &Path) -> io::Result<PathBuf> {
        let mut files = self.files();
        let mut digest = Sha256::new();
        for (name, text) in &files {
            digest.update(format!("{name} {}\n{text}", text.len()));
        }
        digest.update(&self.catalogue.sha256);
        let name: String = hex(&digest.finalize()).chars().take(12).collect();
        let folder = place.join(format!("paredown-disagreement-{name}"));
        if folder.exists() {
            return Ok(folder);
        }
        let found: Vec<json::Disagreement> = self
            .certification
            .disagreements
            .iter()
            .map(|found| json::Disagreement::new(self.certification, found))
            .collect();
        let judgements = json!({
            "paredown": env!("CARGO_PKG_VERSION"),
            "z3": z3_version(),
            "catalogue": json::Catalogue::from(self.catalogue),
            "disagreements": found,
        });
        files.push(("judgements.json".to_owned(), format!("{judgements:#}\n")));
        files.push(("README.txt".to_owned(), HOW_TO_REPORT.to_owned()));
        let draft = DraftFolder::within(place)?;
        for (name, text) in &files {
            fs::write(draft.path().join(name), text)?;
        }
        draft.put(&folder)?;
        Ok(folder)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::model::{Action, Catalogue, Pattern};
    use crate::prove::{Disagreement, Judgement, Obligation, Settings, Subject, Verdict, Witness, certify};

    fn judgement(verdict: Verdict) -> Judgement {
        let witness = Witness::Action { action: "s3:GetObject".to_owned(), known: true };
        Judgement {
            subject: Subject::Denies,
            obligation: Obligation::UsedKept,
            verdict,
            witness: (verdict == Verdict::Refuted).then_some(witness),
            reason: None,
            evidence: Vec::new(),
            spent: Duration::ZERO,
            spent_by_smt: Duration::ZERO,
        }
    }

    #[test]
    fn a_disagreement_leaves_all_it_takes_to_see_it_again() {
        let mut unused = UnusedSet::default();
        unused.keep(Pattern::new("s3:List*"));
        unused.add_action(Action::new("s3:PutObject"));
        unused.add_action(Action::new("s3:ListBuckets"));
        unused.add_service("sqs");
        let catalogue = Catalogue::embedded().unwrap();
        let mut certification = certify(&[], &unused, &[], &catalogue, &Settings::default());
        certification.disagreements =
            vec![Disagreement { smt: judgement(Verdict::Proved), automata: judgement(Verdict::Refuted) }];
        let scene = Scene {
            originals: vec!["{}".to_owned()],
            recommended: vec!["[]".to_owned(), "{ }".to_owned()],
            unused: &unused,
            catalogue: catalogue.identity(),
            certification: &certification,
        };
        let place = tempfile::tempdir().unwrap();
        let folder = scene.write(place.path()).unwrap();
        let name = folder.file_name().unwrap().to_str().unwrap();
        assert_eq!(name.len(), "paredown-disagreement-".len() + 12, "{name}");
        let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        assert_eq!((read("policy-1.json"), read("recommended-2.json")), ("{}".to_owned(), "{ }".to_owned()));
        assert!(read("README.txt").contains("report"));
        // What is unused and kept can be read again unchanged.
        let text = read("unused.json");
        let source = crate::parse::Source { name: "unused.json".to_owned(), text };
        let mut again = crate::parse::unused(&std::sync::Arc::new(source), None).unwrap().set();
        read("keep.txt").lines().for_each(|pattern| again.keep(Pattern::new(pattern)));
        assert_eq!(again, unused);
        let judgements: serde_json::Value = serde_json::from_str(&read("judgements.json")).unwrap();
        let pair = &judgements["disagreements"][0];
        assert_eq!(
            (&pair["smt"]["verdict"], &pair["automata"]["verdict"]),
            (&json!("proved"), &json!("refuted"))
        );
        assert_eq!(judgements["catalogue"]["sha256"], json!(catalogue.identity().sha256));
        // Writing again gives the same folder and leaves nothing else.
        assert_eq!(scene.write(place.path()).unwrap(), folder);
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }
}
