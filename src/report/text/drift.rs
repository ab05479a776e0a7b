//! The text report of `drift`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::drift::{Drift, Row};
use crate::model::CatalogueIdentity;

/// What changed, and whether the recommendation is still exact.
pub fn drift(drift: &Drift, certified: &CatalogueIdentity, newer: &CatalogueIdentity) -> String {
    let mut text = format!("from {certified}\nto   {newer}\n");
    let published = match drift.published {
        1 => "1 action of these services was".to_owned(),
        several => format!("{several} actions of these services were"),
    };
    let _ = writeln!(text, "{published} published since");
    let mut list = |rows: &[Row], of: [&str; 2], rest: &str| {
        let actions: BTreeSet<String> = rows.iter().map(|row| row.action.to_ascii_lowercase()).collect();
        let [one, several] = of;
        let _ = match actions.len() {
            0 => return,
            1 => writeln!(text, "1 {one} is {rest}:"),
            count => writeln!(text, "{count} {several} are {rest}:"),
        };
        for row in rows {
            let by = row.pattern.as_deref().unwrap_or("NotAction");
            let _ = writeln!(text, "  Statement[{}] {:<40} by {by}", row.statement, row.action);
        }
    };
    let new = ["of them", "of them"];
    list(&drift.admitted, new, "allowed by the recommendation");
    list(&drift.missed, new, "allowed by the original and not by the recommendation");
    let named = ["action that the recommendation names", "actions that the recommendation names"];
    list(&drift.vanished, named, "gone from the newer catalogue");
    text.push_str(verdict(drift));
    text
}

/// The last sentence, which agrees with the exit code.
fn verdict(drift: &Drift) -> &'static str {
    match (drift.was_exact, drift.exact) {
        (true, true) => "the recommendation is exact by the newer catalogue, as it was by the older\n",
        (false, true) => {
            "the recommendation is exact by the newer catalogue, though it was not by the older\n"
        }
        (true, false) => {
            "the recommendation is not exact by the newer catalogue, though it was by the older: recommend \
             again, with a new finding\n"
        }
        (false, false) => {
            "the recommendation is not exact by the newer catalogue, and was not by the older: recommend \
             again, with a new finding\n"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Catalogue;

    fn row(action: &str, statement: usize) -> Row {
        Row { action: action.to_owned(), statement, pattern: Some("a:*".to_owned()) }
    }

    fn said(found: &Drift) -> String {
        let catalogue = Catalogue::embedded().unwrap();
        let text = drift(found, catalogue.identity(), catalogue.identity());
        text.lines().skip(2).filter(|line| !line.starts_with("  ")).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn numbers_and_verbs_agree() {
        let none = Drift { was_exact: true, exact: true, ..Drift::default() };
        let one = Drift {
            published: 1,
            admitted: vec![row("a:X", 0), row("a:x", 1)],
            vanished: vec![row("a:Y", 0)],
            was_exact: false,
            exact: true,
            ..Drift::default()
        };
        let two = Drift {
            published: 3,
            admitted: vec![row("a:X", 0), row("a:Y", 0)],
            missed: vec![row("a:Z", 0)],
            vanished: vec![row("a:V", 0), row("a:W", 0)],
            was_exact: true,
            exact: false,
        };
        for (found, expected) in [
            (
                none,
                "0 actions of these services were published since\n\
                 the recommendation is exact by the newer catalogue, as it was by the older",
            ),
            (
                one,
                "1 action of these services was published since\n\
                 1 of them is allowed by the recommendation:\n\
                 1 action that the recommendation names is gone from the newer catalogue:\n\
                 the recommendation is exact by the newer catalogue, though it was not by the older",
            ),
            (
                two,
                "3 actions of these services were published since\n\
                 2 of them are allowed by the recommendation:\n\
                 1 of them is allowed by the original and not by the recommendation:\n\
                 2 actions that the recommendation names are gone from the newer catalogue:\n\
                 the recommendation is not exact by the newer catalogue, though it was by the older: recommend \
                 again, with a new finding",
            ),
        ] {
            assert_eq!(said(&found), expected);
        }
    }
}
