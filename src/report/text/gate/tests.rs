use super::*;
use crate::report::tests::sample::{HOSTILE, any_text, hostile, large, rich};
use proptest::prelude::*;

fn plain(outcome: &Outcome, all: bool) -> String {
    anstream::adapter::strip_str(&gate(outcome, Detail { all, ..Detail::default() })).to_string()
}

#[test]
fn everything_is_said() {
    insta::assert_snapshot!("rich", plain(&rich(), false));
    insta::assert_snapshot!("rich_all", plain(&rich(), true));
    insta::assert_snapshot!("empty", plain(&Outcome::default(), false));
    let quiet = gate(&rich(), Detail { quiet: true, ..Detail::default() });
    insta::assert_snapshot!("rich_quiet", quiet.escape_debug().to_string().replace("\\n", "\n"));
}

/// Fails unless a text is shown everywhere, and does nothing.
fn comes_back(text: &str) {
    let shown = plain(&hostile(text), true);
    assert!(shown.matches(&visible(text)).count() >= 20, "{text:?}: {shown}");
    assert!(!shown.contains("##"), "{shown}");
    for line in shown.lines() {
        assert_eq!(parse::visible(line), line);
        assert!(!line.trim_start().starts_with("::"), "{line}");
    }
}

#[test]
fn input_does_nothing_to_a_terminal_or_a_runner() {
    HOSTILE.into_iter().for_each(comes_back);
    proptest!(|(text in any_text())| comes_back(&text));
}

#[test]
fn what_is_many_is_cut_with_counts_unless_all_is_asked_for() {
    let outcome = large(5_000, 20_000);
    let (short, long) = (plain(&outcome, false), plain(&outcome, true));
    assert!(short.lines().count() < 500, "{}", short.lines().count());
    assert!(short.contains("1567 errors, 1667 warnings, 1666 notes (--all shows them)"), "{short}");
    assert!(
        short.contains("      tagging\n") && short.contains("        and 3325 more (--all shows them)\n"),
        "{short}"
    );
    assert!(!short.contains("s:Action19999 ") && long.contains("s:Action19999 "));
    assert_eq!(long.matches("finding ").count(), 5_000);
    assert_eq!(long.matches(" allowed by ").count(), 20_000);
    assert_eq!(outcome.findings.len(), 5_000);
}
